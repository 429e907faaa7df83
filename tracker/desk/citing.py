"""Citing a source by its address, wherever the desk needs one: a known address is used, a new one makes a source.

The same boxes stand in the form that logs a claim, in the appearances and in the evidence.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from tracker.desk.forms import DayField, DeskForm
from tracker.languages import listed
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Statement
from tracker.texts import LanguageTag, address_key, check_address, language_name
from tracker.verifications.publishing import note_addition
from tracker.vocabulary import AttributionBasis, SourceKind

# Which box of the form fills which field of the source.
BOXES = {
    "publisher": "publisher",
    "source_published_on": "published_on",
    "source_language": "language",
    "source_title": "title",
    "source_author": "author",
    "source_kind": "kind",
    "archived_url": "archived_url",
}
# Where a message about a column of the source is shown.
BOX_OF_COLUMN = {field: box for box, field in BOXES.items()} | {
    "url": "address",
    "published_on_first": "source_published_on",
    "published_on_last": "source_published_on",
}


def published_with(source):
    """The published statements whose pages show a source."""
    carried = Q(appearances__source=source)
    cited = Q(verifications__evidence__source=source, verifications__published_at__isnull=False)
    return Statement.objects.filter(carried | cited, published_at__isnull=False).order_by("pk").distinct()


def known_by_address(address):
    """The source on record under an address, however it is spelled; None when the address is new."""
    return Source.objects.filter(url_key=address_key(address)).select_related("publisher").first()


class CitingForm(DeskForm):
    """A form that cites one source: by address, or by choosing a known one that has none.

    After `is_valid()`, `cite(by)` gives the saved source.
    """

    address = forms.CharField(
        label=_("Address of the source"),
        required=False,
        max_length=2000,
        help_text=_("Paste it as it is. A known address fills what the record has; a new one becomes a source."),
        widget=forms.TextInput(
            attrs={"class": "vLargeTextField", "inputmode": "url", "autocomplete": "off", "data-desk": "address"}
        ),
    )
    publisher = forms.ModelChoiceField(
        Publisher.objects.all(), label=_("Publisher"), required=False, help_text=_("Who brought it out.")
    )
    source_published_on = DayField(
        label=_("Published on"), required=False, help_text=_("“16 Feb 2022”, or less exactly: “Feb 2022”.")
    )
    source_language = forms.CharField(
        label=_("Language"),
        required=False,
        max_length=35,
        help_text=_("The language it is in: en, ru, be."),
        widget=forms.TextInput(attrs={"class": "desk-short"}),
    )
    origin = forms.ModelChoiceField(
        Origin.objects.all(),
        label=_("Whose account"),
        required=False,
        help_text=_("The agency, body or person whose account it carries. Empty when it is the publisher’s own."),
    )
    origin_basis = forms.ChoiceField(
        label=_("How we know whose"),
        choices=AttributionBasis.choices,
        initial=AttributionBasis.CREDITED,
        required=False,
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("Or a known source"),
        required=False,
        help_text=_("For print, a broadcast or a letter: choose it by publisher or title, or add it with +."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.new_source = self.known_source = None
        self.left_out = []  # what was typed about a known source and could not be put on record
        if getattr(self.instance, "source_id", None):
            for box, value in boxes_of(self.instance.source).items():
                self.initial.setdefault(box, value)

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        return check_address(address) if address else ""

    def clean_source_language(self):
        return LanguageTag().to_python(self.cleaned_data["source_language"].strip())

    def clean(self):
        cleaned = super().clean()
        if "address" not in self.errors:
            self.known_source = self._find_source()
            if self.known_source:
                self._compare_with_record(self.known_source)
                if "source" in cleaned:
                    cleaned["source"] = self.known_source
            elif "address" not in self.errors:
                self.new_source = self._describe_source()
        return cleaned

    def _find_source(self):
        """The source on record that is meant; None for a new address."""
        address, chosen = self.cleaned_data.get("address"), self.cleaned_data.get("source")
        by_address = known_by_address(address) if address else None
        if chosen and "source" in self.changed_data and "address" not in self.changed_data:
            return chosen
        if address and chosen and "source" in self.changed_data and by_address != chosen:
            self.add_error("source", _("This is another source than that of the address above: keep one of the two."))
        if not address and not chosen:
            self.add_error("address", _("No statement and no evidence without a source: paste its address."))
        return by_address if address else chosen

    def _compare_with_record(self, source):
        """What the editor typed about a known source fills its gaps; what contradicts the record is refused."""
        on_record = boxes_of(source)
        for box in [*BOXES, "origin"]:
            typed = self.cleaned_data.get(box)
            if box not in self.changed_data or not typed or not on_record[box]:
                continue
            values = source.origins.all() if box == "origin" else [getattr(source, BOXES[box])]
            if box != "source_kind" and typed not in values:
                there = listed(values)
                message = _(
                    "This source is on record with “%(there)s”. If that is wrong, change it at the source itself."
                )
                self.add_error(box, ValidationError(message, params={"there": there}))

    def _describe_source(self):
        """The new source as typed. What it lacks is shown at its box."""
        source = Source(url=self.cleaned_data["address"])
        for box, field in BOXES.items():
            if self.cleaned_data.get(box):
                setattr(source, field, self.cleaned_data[box])
        if not self.cleaned_data.get("publisher") and "publisher" not in self.errors:
            self.add_error("publisher", _("This address is new: say who brought it out."))
        try:
            source.full_clean(exclude={"publisher", "created_by"})
        except ValidationError as error:
            for column, errors in error.error_dict.items():
                box = BOX_OF_COLUMN.get(column)
                self.add_error(box if box in self.fields else None, errors)
        return source

    def cite(self, by):
        """The source, saved where it is new. Two rows that cite one new address get one source."""
        source = self.known_source or known_by_address(self.new_source.url)
        if source is None:
            source = self.new_source
            source.created_by = by
            source.save()
            self._name_origin(source)
        elif self._gaps(source):
            # Somebody else may be filling the same gap: one waits, and finds it filled.
            source = Source.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
            if gaps := self._gaps(source):
                self._fill_gaps(source, gaps, by)
        return source

    def _gaps(self, source):
        """The boxes with something that the record lacks."""
        return [
            box
            for box, value in boxes_of(source).items()
            if box in (*BOXES, "origin") and not value and self.cleaned_data.get(box)
        ]

    def _fill_gaps(self, source, gaps, by):
        """Puts on record what was missing. Where readers see the source, that is for those who publish."""
        shown = list(published_with(source))
        if shown and not by.has_perm("tracker.publish_statement"):
            self.left_out = [str(self.fields[box].label or box) for box in gaps]
            return
        for box in gaps:
            if box in BOXES:
                setattr(source, BOXES[box], self.cleaned_data[box])
        source.save()
        self._name_origin(source)
        for statement in shown:
            note_addition(statement, by)

    def _name_origin(self, source):
        origin = self.cleaned_data.get("origin")
        if origin and not source.attributions.exists():
            basis = self.cleaned_data.get("origin_basis") or AttributionBasis.CREDITED
            Attribution.objects.create(source=source, origin=origin, basis=basis)


class CitingPartForm(CitingForm):
    """A row of an inline that cites a source: an appearance, a piece of evidence."""

    by = None  # who is signed in; set by the inline

    def save(self, commit=True):
        self.instance.source = self.cite(self.by)
        return super().save(commit)


class MoreOfTheSource(CitingForm):
    """The rest of what can be said of a new source, for the page that has room for it."""

    source_title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=500,
        help_text=_("As printed."),
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    source_author = forms.CharField(label=_("Author"), required=False, max_length=300, help_text=_("As printed."))
    source_kind = forms.ChoiceField(
        label=_("What it is"), choices=SourceKind.choices, initial=SourceKind.ARTICLE, required=False
    )
    archived_url = forms.CharField(
        label=_("Archived copy"),
        required=False,
        max_length=2000,
        help_text=_("Address of a copy that nobody involved can change."),
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "inputmode": "url"}),
    )


def boxes_of(source):
    """What the boxes of a form hold for a source on record."""
    attribution = source.attributions.first()
    return {
        "address": source.url,
        "source": source.pk,
        "publisher": source.publisher_id,
        "source_published_on": source.published_on,
        "source_language": source.language,
        "source_title": source.title,
        "source_author": source.author,
        "source_kind": source.kind,
        "archived_url": source.archived_url,
        "origin": attribution.origin_id if attribution else None,
        "origin_basis": attribution.basis if attribution else AttributionBasis.CREDITED,
    }


# In this order everywhere: where it stands, who brought it out and when, whose account it is.
ADDRESS = "address"
ABOUT_THE_SOURCE = [("publisher", "source_published_on", "source_language"), ("origin", "origin_basis")]


class CitingMixin:
    """For admins and inlines whose form is a CitingForm: its relations are found by letters, and added with +."""

    def with_relations(self, form, request):
        """Puts the choices that this user may use into a form class made for this request."""
        columns = {
            "publisher": Source._meta.get_field("publisher"),
            "origin": Attribution._meta.get_field("origin"),
            "source": Appearance._meta.get_field("source"),
        }
        for name, column in columns.items():
            was = form.base_fields.get(name)
            if was:
                field = self.relation(column, request, required=False, label=was.label, help_text=was.help_text)
                form.base_fields[name] = field
        return form


class CitingInline(CitingMixin):
    """An inline whose rows take an address. Rows that publication locked show their source in the same places."""

    form = CitingPartForm

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        self.with_relations(formset.form, request)
        formset.form.by = request.user
        return formset

    def get_queryset(self, request):
        origins = Prefetch("source__attributions", Attribution.objects.select_related("origin"))
        return super().get_queryset(request).select_related("source__publisher").prefetch_related(origins)

    @admin.display(description=_("Address of the source"))
    def address(self, part):
        return part.source.url or str(part.source)

    @admin.display(description=_("Publisher"))
    def publisher(self, part):
        return part.source.publisher

    @admin.display(description=_("Published on"))
    def source_published_on(self, part):
        return part.source.published_on

    @admin.display(description=_("Language"))
    def source_language(self, part):
        return language_name(part.source.language)

    @admin.display(description=_("How we know whose"))
    def origin_basis(self, part):
        return listed(row.get_basis_display() for row in part.source.attributions.all()) or "—"

    @admin.display(description=_("Whose account"))
    def origin(self, part):
        return listed(row.origin for row in part.source.attributions.all()) or _("no other origin named")
