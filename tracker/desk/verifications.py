"""Verifications at the desk: beside the statement, evidence first, the finding last."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.desk import filters, lookups, panels
from tracker.desk.base import StackedInline
from tracker.desk.citing import ABOUT_THE_SOURCE, ADDRESS, CitingInline, CitingPartForm
from tracker.desk.forms import DayField, DeskForm
from tracker.desk.moments import moment, moment_by
from tracker.desk.publication import PublicationAdmin
from tracker.desk.stages import stage_tag
from tracker.names import ONE
from tracker.sources.models import Origin
from tracker.statements.models import Statement
from tracker.templatetags.marks import finding_mark
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.possible import BEFORE_THE_WORDS, Proof, why_never, why_not
from tracker.verifications.publishing import publish_verification
from tracker.vocabulary import INTERIM_FINDINGS, TERMINAL_FINDINGS, Kind, finding_label

_LINES = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})


def finding_choices(kind):
    """The findings in the words of the statement's kind, those that end the matter first."""
    return [
        ("", "—"),
        (_("Ends the matter"), [(finding, finding_label(finding, kind)) for finding in TERMINAL_FINDINGS]),
        (_("On the way"), [(finding, finding_label(finding, kind)) for finding in INTERIM_FINDINGS]),
    ]


class VerificationForm(DeskForm):
    """One dated judgement. The statement is the one that the follow-up started from."""

    public_on = DayField(
        label=_("Public on"),
        help_text=_("The day from which the deciding fact was public, no matter when we write it down: “24 Feb 2022”."),
    )
    new_check_by = DayField(label=_("New day"), required=False, help_text=_("For “postponed” only: the new day."))

    class Meta:
        model = Verification
        fields = ()
        widgets = {
            "statement": forms.HiddenInput,
            "summary": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "reasoning": _LINES,
            "searched": _LINES,
            "confidence_reason": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "finding" in self.fields:
            self.fields["finding"].choices = finding_choices(self._kind())

    def clean(self):
        """What no evidence could make possible is told at the finding."""
        cleaned = super().clean()
        statement, finding = cleaned.get("statement") or self.instance.statement, cleaned.get("finding")
        if reason := finding and why_never(finding, statement, cleaned.get("public_on")):
            self.add_error("public_on" if reason == BEFORE_THE_WORDS else "finding", reason)
        return cleaned

    def _kind(self):
        if self.instance.statement_id:
            return self.instance.statement.kind
        pk = lookups.number_or_none(self["statement"].value())
        return Statement.objects.values_list("kind", flat=True).filter(pk=pk).first() or Kind.ASSERTION


class EvidenceForm(CitingPartForm):
    happened_on = DayField(
        label=_("Happened on"),
        required=False,
        help_text=_("The day of the event that it reports, if that is another."),
    )

    class Meta:
        model = Evidence
        fields = ()
        widgets = {
            "excerpt": _LINES,
            "note": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }


class EvidenceFormSet(BaseInlineFormSet):
    """The rows of evidence, which together have to allow the finding."""

    def clean(self):
        super().clean()
        entry = self.instance
        if not entry.finding or not entry.statement_id or any(self.errors):
            return
        gone = self.deleted_forms
        proofs = [_proof(row) for row in self.forms if row not in gone and (row.instance.pk or row.has_changed())]
        if reason := why_not(entry.finding, entry.statement, entry.public_on, proofs):
            raise ValidationError(reason, code="impossible")


def _proof(row):
    """What counts of a row, as it is typed or as the record has its source."""
    source = row.known_source or row.new_source
    return Proof(
        row.cleaned_data.get("stance", ""), row.cleaned_data.get("happened_on"), source and source.published_on
    )


class EvidenceInline(CitingInline, StackedInline):
    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet
    verbose_name, verbose_name_plural = ONE["evidence"], _("1 Evidence")
    fieldsets = [
        (None, {"fields": [ADDRESS, "excerpt", ("stance", "happened_on")]}),
        (
            _("About the source"),
            {
                "classes": ["collapse", "desk-about-source"],
                "fields": [*ABOUT_THE_SOURCE, "source", "locator", "note"],
            },
        ),
    ]

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and (obj is None or not obj.published_at)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or not obj.published_at)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.published_at)

    @admin.display(description=_("Happened on"))
    def happened_on(self, evidence):
        return evidence.happened_on or "—"


FIELDSETS = [
    (
        _("2 Finding"),
        {
            "classes": ["desk-step"],
            "fields": [("finding", "partly_because", "new_check_by"), "summary", "public_on", "reasoning", "statement"],
        },
    ),
    (
        _("3 How sure"),
        {"classes": ["desk-step"], "fields": ["confidence", "confidence_reason", "searched"]},
    ),
]
RECORDED = (
    _("Dates and people"),
    {"classes": ["collapse"], "fields": ["author", "created_at", "published", "withdrawn"]},
)


class VerificationAdmin(PublicationAdmin):
    """Follow up a statement: it stays in view, the new entry stands beside it."""

    form = VerificationForm
    publish = publish_verification
    inlines = [EvidenceInline]
    list_display = ["summary_or_none", "found", "statement", "public_on", "author", "stage"]
    list_filter = [filters.StageFilter, filters.FindingFilter, "confidence", filters.MineFilter]
    list_select_related = ["statement__speaker", "author"]
    search_fields = [
        "summary",
        "reasoning",
        "statement__quote",
        "statement__claim",
        "statement__speaker__name",
        "evidence__excerpt",
        "evidence__source__url",
        "=statement__number",
    ]
    search_help_text = _("Words of the entry or of its statement, a name, a number, or the address of its evidence.")
    ordering = ["-created_at", "-id"]

    @admin.display(description=_("What happened"), ordering="-created_at")
    def summary_or_none(self, verification):
        return verification.summary or _("no summary yet")

    @admin.display(description=_("Finding"), ordering="finding")
    def found(self, verification):
        return finding_mark(verification.finding, verification.statement.kind, verification.partly_because)

    @admin.display(description=_("Public on"), ordering="public_on_last")
    def public_on(self, verification):
        return verification.public_on

    @admin.display(description=_("Stage"))
    def stage(self, verification):
        return stage_tag(verification)

    @admin.display(description=_("Published"))
    def published(self, verification):
        if not verification.published_at:
            return _("Not yet")
        return moment_by(verification.published_at, verification.published_by)

    @admin.display(description=_("Withdrawn"))
    def withdrawn(self, verification):
        if not verification.withdrawn_at:
            return _("No")
        return f"{moment(verification.withdrawn_at)}: {verification.withdrawal_reason}"

    @admin.display(description=_("New day"))
    def new_check_by(self, verification):
        return verification.new_check_by or "—"

    def get_fieldsets(self, request, obj=None):
        return [*FIELDSETS, RECORDED] if obj else FIELDSETS

    def get_readonly_fields(self, request, obj=None):
        recorded = list(RECORDED[1]["fields"])
        if obj is None:
            return []
        if not obj.published_at:
            return recorded
        names = [name for _, options in FIELDSETS for line in options["fields"] for name in _names(line)]
        return [*recorded, *(name for name in names if name != "statement")]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The statement is given with the address and never changed afterwards."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "statement" in form.base_fields:
            form.base_fields["statement"].disabled = obj is not None
        return form

    def add_view(self, request, form_url="", extra_context=None):
        """A follow-up starts from its statement, and a position takes none."""
        pk = lookups.number_or_none(request.POST.get("statement") or request.GET.get("statement"))
        statement = Statement.objects.filter(pk=pk).first()
        problem = None
        if statement is None:
            problem = _("Choose the statement to follow up, then press “Add a verification”.")
        elif statement.kind == Kind.POSITION:
            problem = _("A position takes no finding: log the later words, and link them to it.")
        if problem and self.has_add_permission(request):
            self.message_user(request, problem, messages.WARNING)
            page = "admin:tracker_statement_change" if statement else "admin:tracker_statement_changelist"
            return HttpResponseRedirect(reverse(page, args=[statement.pk] if statement else []))
        return super().add_view(request, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        pk = obj.statement_id if obj else context["adminform"].form["statement"].value()
        context["panel"] = panels.statement_panel(pk)
        if obj and obj.published_at:  # it stays as it is, so there is nothing to save
            context["show_save"] = context["show_save_and_continue"] = False
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def has_to_be_published_by_another(self, request, verification):
        """One's own finding that ends the matter."""
        return bool(verification) and verification.author == request.user and verification.finding in TERMINAL_FINDINGS

    def missing_now(self, request, verification):
        return panels.missing_verification(verification, request.user)

    def response_add(self, request, obj, post_url_continue=None):
        self._warn(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._warn(request, obj)
        return super().response_change(request, obj)

    def _warn(self, request, verification):
        """Says which accounts stood at this statement before this entry: they add no second origin."""
        own = verification.evidence.values_list("pk", flat=True)
        for origin in Origin.objects.filter(sources__evidence__in=own).distinct():
            if warning := lookups.origin_warning(origin, verification.statement_id, but=own):
                self.message_user(request, warning, messages.WARNING)

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(reverse("admin:tracker_statement_change", args=[obj.statement_id]))

    response_post_save_change = response_post_save_add

    def view_on_site(self, verification):
        statement = verification.statement
        return statement.get_absolute_url() if verification.published_at and statement.number else None


def _names(line):
    return [line] if isinstance(line, str) else line


admin.site.register(Verification, VerificationAdmin)
