"""The two forms of a statement: one that logs a claim with its source on one page, and one that changes it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tracker.desk.citing import MoreOfTheSource, known_by_address
from tracker.desk.forms import LOOKED_AT, DayField, DeskForm
from tracker.desk.typed import as_typed
from tracker.desk.wordings import gaps_in, wording
from tracker.languages import listed
from tracker.sources.models import Origin
from tracker.statements.models import Appearance, Statement
from tracker.vocabulary import Basis, Form, Kind

_WORDS = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
_LINES = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})

# What the boxes of the primary appearance fill.
APPEARANCE_BOXES = {
    "primary_form": "form",
    "primary_basis": "basis",
    "primary_relayed_by": "relayed_by",
    "primary_locator": "locator",
}
# The button that asks for a wording to start the criteria from.
START_FROM = "_start_from"
_BOX_OF_COLUMN = {column: box for box, column in APPEARANCE_BOXES.items()} | {"language": "quote_language"}


def kind_choices():
    """Each kind with its public definition, so that nobody has to look it up."""
    return [
        (kind.value, format_html('<b>{}</b> <span class="desk-quiet">{}</span>', kind.label, kind.definition))
        for kind in Kind
    ]


class StatementForm(DeskForm):
    """A statement as it is changed later. Its sources are rows of their own below."""

    said_on = DayField(label=_("Said on"))
    check_by = DayField(
        label=_("Check by"),
        required=False,
        help_text=_("May stay empty. The day by which the words can be checked: “20 Feb 2022”, “2022”."),
    )

    class Meta:
        model = Statement
        fields = ()
        widgets = {
            "quote": _WORDS,
            "translation": _LINES,
            "claim": _LINES,
            "reading": _WORDS,
            "upheld_if": _LINES,
            "broken_if": _LINES,
            "selected_because": _LINES,
        }
        help_texts = {
            "speaker": _("Whose words they are: type a few letters of the name. Add a new person with +."),
            "kind": "",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = kind_choices()
        if self.is_bound and (asked := wording(self.data.get(START_FROM))):
            self._start_from(asked)

    def _post_clean(self):
        super()._post_clean()
        if START_FROM in self.data:  # asked for a wording only: what is still empty is not wrong yet
            self._errors.clear()
            self.add_error(None, LOOKED_AT)

    def _start_from(self, asked):
        """Puts a wording into the boxes of the criteria that are empty, for the editor to make it fit."""
        self.data = self.data.copy()
        for box, text in asked.boxes.items():
            if box in self.fields and not self.data.get(box, "").strip():
                self.data[box] = text

    def clean(self):
        cleaned = super().clean()
        for box in ("upheld_if", "broken_if"):
            if gaps := gaps_in(cleaned.get(box) or ""):
                message = _("Put what is meant in place of %(gaps)s, or empty the box.")
                self.add_error(box, ValidationError(message, params={"gaps": listed(gaps)}))
        return cleaned


class LogForm(StatementForm, MoreOfTheSource):
    """Logging a claim: the statement, the source that carries it and how that source has it, in one go."""

    taken_over = {}  # what the boxes begin with, of the last claim; set for the request

    no_words = forms.BooleanField(
        label=_("No words printed"),
        required=False,
        help_text=_(
            "The source only tells what was said. What you write above is kept as its wording, not as a quote."
        ),
    )
    primary_form = forms.ChoiceField(label=_("Form"), choices=[("", "—"), *Form.choices], required=False)
    primary_basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices, initial=Basis.REPORT)
    primary_relayed_by = forms.ModelChoiceField(
        Origin.objects.all(),
        label=_("Relayed by"),
        required=False,
        help_text=_("For relayed words only: whose account they are known from."),
    )
    primary_locator = forms.CharField(
        label=_("Where in the source"), required=False, max_length=300, help_text=_("A paragraph, a page, 12:30.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_day_proposed = False
        self.fields["address"].widget.attrs["autofocus"] = True
        self.fields["quote"].help_text = _(
            "Letter for letter as this source prints it, without the outer quotation marks."
        )
        if self.is_bound and not self.data.get("said_on"):
            self._propose_the_day()
        self._mark_what_is_taken_over()

    def _mark_what_is_taken_over(self):
        """Says at each box that it holds what the last claim had, and lets the script replace it like its own."""
        for box in self.still_taken_over():
            field = self.fields[box]
            field.help_text = format_html(
                '<span class="desk-taken">{}</span> {}', _("Taken over from the last claim."), field.help_text
            )
            value = as_typed(self.taken_over[box])
            inner = getattr(field.widget, "widget", field.widget)  # inside its “+”
            inner.attrs = {**inner.attrs, "data-taken": value, "data-filled": value}

    def still_taken_over(self):
        """The boxes that hold what the last claim had there."""
        filled = {box: as_typed(value) for box, value in self.taken_over.items() if box in self.fields}
        return [
            box
            for box, value in filled.items()
            if value not in ("", as_typed(self.fields[box].initial)) and self._held(box) == value
        ]

    def _held(self, box):
        """What a box holds, as it would be sent."""
        field = self.fields[box]
        if self.is_bound:
            return as_typed(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(box)))
        return as_typed(self.get_initial_for_field(field, box))

    def _propose_the_day(self):
        """Puts the day on which the source came out into the empty box, for the editor to look at."""
        if day := self._day_of_the_source():
            self.data = self.data.copy()
            self.data["said_on"] = day.isoformat()
            self.is_day_proposed = True

    def _day_of_the_source(self):
        """As typed, or as the record has it under the address; None where that cannot be told."""
        try:
            day = self.fields["source_published_on"].clean(self.data.get("source_published_on", ""))
            known = known_by_address(self.data.get("address", "").strip())
        except ValidationError:
            return None
        return day or (known.published_on if known else None)

    def clean_said_on(self):
        if self.is_day_proposed:
            raise ValidationError(
                _("Proposed from the day on which the source came out. If the words are of that day, save again."),
                code="proposed",
            )
        return self.cleaned_data["said_on"]

    def clean(self):
        cleaned = super().clean()
        words = cleaned.get("quote", "")
        self._check_words(words)
        language = cleaned.get("quote_language") or self._language_of_the_source()
        if words and not language:
            self.add_error("source_language", _("Say in which language the words are printed: en, ru, be."))
            language = "und"  # one message is enough
        self.appearance = Appearance(is_primary=True, wording=words, language=language if words else "")
        for box, column in APPEARANCE_BOXES.items():
            setattr(self.appearance, column, cleaned.get(box) or self.appearance._meta.get_field(column).get_default())
        if cleaned.get("no_words"):
            self.appearance.form, cleaned["quote"], cleaned["quote_language"] = Form.PARAPHRASE, "", ""
        elif words:
            cleaned["quote_language"] = language
        self._check_appearance()
        return cleaned

    def _check_words(self, words):
        no_words, form = self.cleaned_data.get("no_words"), self.cleaned_data.get("primary_form")
        if not words and not no_words and "quote" not in self.errors:
            self.add_error("quote", _("Quote the words as printed, or tick “No words printed”."))
        if not form and not no_words:
            self.add_error("primary_form", _("Say how the source has the words."))
        if no_words and form and form != Form.PARAPHRASE:
            self.add_error("primary_form", _("Where no words are printed, the form is “paraphrase”."))
        if words and not no_words and form == Form.PARAPHRASE:
            self.add_error("no_words", _("A paraphrase prints no words: tick this, or choose another form."))

    def _language_of_the_source(self):
        return self.cleaned_data.get("source_language") or getattr(self.known_source, "language", "")

    def _check_appearance(self):
        try:
            self.appearance.full_clean(exclude={"statement", "source", "form"}, validate_unique=False)
        except ValidationError as error:
            for column, errors in error.error_dict.items():
                self.add_error(_BOX_OF_COLUMN.get(column), errors)

    def cite(self, by):
        """Saves the source and, with the statement saved already, its primary appearance."""
        self.appearance.source = super().cite(by)
        self.appearance.statement = self.instance
        self.appearance.save()
        return self.appearance.source


def initial_from(statement, keep):
    """What the next log begins with: the source, speaker, day, occasion, form and basis of a statement; with
    `keep="words"` also the words and their kind."""
    primary = statement.appearances.filter(is_primary=True).first()
    initial = {
        "speaker": statement.speaker_id,
        "said_on": statement.said_on,
        "occasion": statement.occasion,
        "spoken_language": statement.spoken_language,
    }
    if primary:
        # What else is known of the source comes with its address: typed over, nothing of it is left behind.
        initial |= {"address": primary.source.url} if primary.source.url else {"source": primary.source_id}
        initial |= {
            "primary_form": primary.form,
            "primary_basis": primary.basis,
            "primary_relayed_by": primary.relayed_by_id,
        }
    if keep == "words":
        initial |= {
            "quote": statement.quote or (primary.wording if primary else ""),
            "quote_language": primary.language if primary else statement.quote_language,
            "translation": statement.translation,
            "no_words": not statement.quote,
            "kind": statement.kind,
            "primary_locator": primary.locator if primary else "",
        }
    return initial
