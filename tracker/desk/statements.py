"""Statements at the desk: logging on one page, changing, publishing, and where the follow-up starts."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.catalogue.models import Listing
from tracker.desk import filters, lookups, panels
from tracker.desk.base import is_changed, is_popup
from tracker.desk.citing import ABOUT_THE_SOURCE, ADDRESS, CitingMixin
from tracker.desk.corrections import correct_view, may_correct
from tracker.desk.moments import moment, moment_by
from tracker.desk.publication import PublicationAdmin
from tracker.desk.replies import may_reply, reply_view
from tracker.desk.similar import similar_statements
from tracker.desk.sitting import last_claim, remember_claim
from tracker.desk.sources import key_or_none
from tracker.desk.stages import stage_tag
from tracker.desk.statement_forms import LogForm, StatementForm, initial_from
from tracker.desk.statement_parts import (
    AppearanceInline,
    ConcernInline,
    EarlierInline,
    LaterInline,
    TopicInline,
    VoiceInline,
)
from tracker.desk.wordings import WORDINGS
from tracker.languages import apart, listed, phrase
from tracker.statements.models import (
    LOCKED_CRITERIA,
    LOCKED_WORDS,
    Appearance,
    Statement,
)
from tracker.statements.recording import office_on, tenure_warning
from tracker.templatetags.marks import status_mark
from tracker.verifications.publishing import note_addition, publish_statement
from tracker.verifications.status import status_expression, today
from tracker.vocabulary import OfficialKind

STEP, FOLDED = ["desk-step"], ["collapse"]

_offer_wordings = lazy(lambda: render_to_string("desk/criteria.html", {"wordings": WORDINGS}), str)
_CRITERIA = (
    _("Reading and criteria"),
    {
        "classes": FOLDED,
        "fields": ["reading", "upheld_if", "broken_if", "selected_because"],
        "description": _offer_wordings(),
    },
)
_OFFICE = (
    _("Office and country then"),
    {
        "classes": FOLDED,
        "fields": ["tenure", "speaker_label", "country"],
        "description": _(
            "Filled at publication from the tenure that covers the day. Fill it here where the record knows none, or "
            "more than one."
        ),
    },
)
_MORE_WORDS = _("More about the words")
_WORDS = ["occasion", ("quote_language", "spoken_language"), "translation"]

# What every claim needs stands open; all else is folded away, and unfolds where something in it is wrong.
LOGGING = [
    (_("1 Source"), {"classes": STEP, "fields": [ADDRESS]}),
    (
        _("About the source"),
        {
            "classes": [*FOLDED, "desk-about-source"],
            "fields": [
                *ABOUT_THE_SOURCE,
                "source_title",
                ("source_author", "source_kind"),
                "archived_url",
                "source",
            ],
            "description": _("A known address brings it all. Of a new one, say at least who brought it out."),
        },
    ),
    (_("2 Quote"), {"classes": STEP, "fields": ["quote", "no_words"]}),
    (_("3 Who"), {"classes": STEP, "fields": ["speaker"]}),
    (_("4 Said on"), {"classes": STEP, "fields": ["said_on"]}),
    (_("5 Kind"), {"classes": STEP, "fields": ["kind"]}),
    (_("6 How the source has it"), {"classes": STEP, "fields": [("primary_form", "primary_basis")]}),
    (_("7 Claim"), {"classes": STEP, "fields": ["claim"]}),
    (_("8 Check by"), {"classes": STEP, "fields": [("check_by", "check_by_basis")]}),
    _CRITERIA,
    _OFFICE,
    (_MORE_WORDS, {"classes": FOLDED, "fields": [("primary_relayed_by", "primary_locator"), *_WORDS]}),
]
CHANGING = [
    (_("1 Source"), {"classes": STEP, "fields": ["primary_source"]}),
    (_("2 Quote"), {"classes": STEP, "fields": ["quote"]}),
    (_("3 Who"), {"classes": STEP, "fields": ["speaker"]}),
    (_("4 Said on"), {"classes": STEP, "fields": ["said_on", "office_then"]}),
    (_("5 Kind"), {"classes": STEP, "fields": ["kind"]}),
    (_("6 How the source has it"), {"classes": STEP, "fields": ["primary_words"]}),
    (_("7 Claim"), {"classes": STEP, "fields": ["claim"]}),
    (_("8 Check by"), {"classes": STEP, "fields": [("check_by", "check_by_basis")]}),
    _CRITERIA,
    _OFFICE,
    (_MORE_WORDS, {"classes": FOLDED, "fields": _WORDS}),
    (_("Dates and people"), {"classes": FOLDED, "fields": ["made", "published", "criteria_written_at", "withdrawn"]}),
]
PUBLISHED = [
    (name, {**options, "description": None} if (name, options) == _CRITERIA else options) for name, options in CHANGING
]
SHOWN = ["primary_source", "primary_words", "office_then", "made", "published", "criteria_written_at", "withdrawn"]


class StatementAdmin(CitingMixin, PublicationAdmin):
    """Log, change, publish, follow up."""

    form = StatementForm
    publish = publish_statement
    autocomplete_fields = ["speaker", "tenure", "country"]
    radio_fields = {"kind": admin.VERTICAL}
    list_display = ["words", "speaker", "said_on", "kind", "standing", "check_by", "number"]
    list_filter = [
        filters.StageFilter,
        filters.DueFilter,
        filters.StatusFilter,
        "kind",
        filters.OfficialFilter,
        filters.CountryFilter,
        filters.MineFilter,
    ]
    search_fields = [
        "quote",
        "claim",
        "occasion",
        "appearances__wording",
        "speaker__name",
        "speaker__other_names__name",
        "voices__official__name",
        "appearances__source__url",
        "=number",
    ]
    search_help_text = _("Words of the quote or claim, a name, a number, or the address of a source.")
    ordering = ["-created_at", "-id"]

    def get_urls(self):
        pages = [self.own_page("correct", correct_view), self.own_page("reply", reply_view)]
        return pages + super().get_urls()

    @property
    def media(self):
        return super().media + filters.official_choice().media

    # The list

    def get_queryset(self, request):
        status = Listing.objects.filter(statement=OuterRef("pk")).annotate(status=status_expression(today()))
        return (
            super()
            .get_queryset(request)
            .select_related("speaker", "tenure__office", "created_by", "published_by")
            .annotate(status=Subquery(status.values("status")[:1]))
        )

    def get_search_results(self, request, queryset, search_term):
        """An address finds its statements however it is spelled; anything else is searched as words."""
        if search_term.strip().lower().startswith(("http://", "https://")):
            key = key_or_none(search_term.strip())
            if not key:
                return queryset.none(), False
            cites = Q(appearances__source__url_key=key) | Q(verifications__evidence__source__url_key=key)
            return queryset.filter(pk__in=Statement.objects.filter(cites).values("pk")), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("Words"), ordering="-created_at")
    def words(self, statement):
        words = statement.claim or statement.quote or gettext("no words yet")
        return words if len(words) <= 120 else f"{words[:119]}…"

    @admin.display(description=_("Said on"), ordering="said_on_first")
    def said_on(self, statement):
        return statement.said_on

    @admin.display(description=_("Check by"), ordering="check_by_first")
    def check_by(self, statement):
        return statement.check_by or "—"

    @admin.display(description=_("Where it stands"))
    def standing(self, statement):
        if not statement.published_at or statement.withdrawn_at:
            return stage_tag(statement)
        return status_mark(statement.status, statement.kind)

    # The forms

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return LOGGING
        return PUBLISHED if obj.published_at else CHANGING

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change=change, **kwargs)
        form = super().get_form(request, obj, change=change, form=LogForm, **kwargs)
        column = Appearance._meta.get_field("relayed_by")
        was = form.base_fields.get("primary_relayed_by")
        if was:
            form.base_fields["primary_relayed_by"] = self.relation(
                column, request, required=False, label=was.label, help_text=was.help_text
            )
        model, keep = self._taken_over(request)
        form.taken_over = initial_from(model, keep) if model else {}
        return self.with_relations(form, request)

    def _taken_over(self, request):
        """The statement whose boxes the next log begins with, and what is kept of it: as a button asked, or else the
        last one of this sitting. `from` without a number starts with empty boxes."""
        sent = request.POST if "from" in request.POST else request.GET
        if not self.has_view_permission(request) or is_popup(request):
            return None, ""
        if "from" not in sent:
            return last_claim(request), "source"
        model = Statement.objects.filter(pk=lookups.number_or_none(sent["from"])).first()
        return model, sent.get("keep") or request.GET.get("keep", "")

    def get_readonly_fields(self, request, obj=None):
        """What publication locked is shown, not offered: all but criteria that are still empty."""
        if obj is None or not obj.published_at:
            return SHOWN
        columns = {field.name for field in self.opts.fields if {field.name, field.attname} & set(LOCKED_WORDS)}
        filled = {name for name in LOCKED_CRITERIA if getattr(obj, name)}
        days = {"said_on"} | ({"check_by", "check_by_basis"} if obj.check_by or obj.withdrawn_at else set())
        offered = {name for _, options in CHANGING for line in options["fields"] for name in _names(line)}
        return [*SHOWN, *sorted((columns | filled | days) & offered)]

    def get_inlines(self, request, obj):
        folded = [VoiceInline, TopicInline, ConcernInline, EarlierInline]
        return [AppearanceInline, *folded, LaterInline] if obj else folded

    def get_changeform_initial_data(self, request):
        """A log begins with what it takes over of another claim; what an address itself gives comes first."""
        initial = super().get_changeform_initial_data(request)
        model, keep = self._taken_over(request)
        given = {name: value for name, value in initial.items() if name not in ("from", "keep")}
        return {**(initial_from(model, keep) if model else {}), **given}

    def view_on_site(self, statement):
        return statement.get_absolute_url() if statement.number else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add:
            context |= self._beside_the_log(request, context["adminform"].form)
        elif obj:
            context |= self._beside_the_statement(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _beside_the_log(self, request, form):
        """What the boxes were filled from; and, once something was typed, what is on record like it."""
        beside = {"is_log": True, "empty_log": "?from=", "title": _("Log a claim")}
        if isinstance(form, LogForm) and form.still_taken_over():
            beside["taken_from"], beside["keep"] = self._taken_over(request)
        if form.is_bound and self.has_view_permission(request):
            speaker = form.cleaned_data.get("speaker")
            typed = {box: form.cleaned_data.get(box) or "" for box in ("claim", "quote")}
            beside["similar"] = [lookups.entry(same) for same in similar_statements(speaker, **typed)]
        return beside

    def _beside_the_statement(self, request, statement):
        return {
            "entries": panels.entries(statement),
            "follow_up": _address("tracker_verification_add", statement=statement.pk),
            "another_from_source": _address("tracker_statement_add", **{"from": statement.pk, "keep": "source"}),
            "same_words": _address("tracker_statement_add", **{"from": statement.pk, "keep": "words"}),
            "may_reply": may_reply(request.user, statement),
            "may_correct": may_correct(request.user, statement),
        }

    # What is shown beside what is typed

    @admin.display(description=_("Primary source"))
    def primary_source(self, statement):
        primary = _primary(statement)
        if not primary:
            return _("None yet: add it below, under “Appearances”.")
        source = primary.source
        words = source.publisher.name
        if source.published_on:
            words = phrase(gettext("{words}, {day}"), words=words, day=source.published_on)
        page = reverse("admin:tracker_source_change", args=[source.pk])
        origins = listed(source.attributions.select_related("origin"))
        return format_html(
            "{} · {}<br>{}",
            words,
            format_html('<a href="{}">{}</a>', page, apart(source.title or source.url) or _("the source")),
            gettext("Account of %(origins)s") % {"origins": origins} if origins else _("No other origin named"),
        )

    @admin.display(description=_("Primary wording"))
    def primary_words(self, statement):
        primary = _primary(statement)
        if not primary:
            return "—"
        parts = [primary.get_form_display(), primary.get_basis_display(), str(primary.relayed_by or "")]
        words = " · ".join(part for part in parts if part)
        if statement.published_at:
            return words
        return gettext("%(words)s. Change it below, under “Appearances”.") % {"words": words}

    @admin.display(description=_("Office held then"))
    def office_then(self, statement):
        """The office that publication prints beside the name, and what is wrong with it."""
        then = office_on(statement.speaker, statement.said_on)
        office = statement.speaker_label or str(statement.tenure or then.tenure or "")
        warning = _tenure_warning(statement)
        return format_html(
            "{}{}",
            office or "—",
            format_html('<p class="desk-warning">{}</p>', warning) if warning else "",
        )

    @admin.display(description=_("Logged"))
    def made(self, statement):
        return moment_by(statement.created_at, statement.created_by)

    @admin.display(description=_("Published"))
    def published(self, statement):
        if not statement.published_at:
            return _("Not yet")
        return f"#{statement.number}, {moment_by(statement.published_at, statement.published_by)}"

    @admin.display(description=_("Withdrawn"))
    def withdrawn(self, statement):
        if not statement.withdrawn_at:
            return _("No")
        return f"{moment(statement.withdrawn_at)}: {statement.withdrawal_reason}"

    # Saving

    def save_model(self, request, obj, form, change):
        was = Statement.objects.filter(pk=obj.pk).values("quote", "quote_language").first()
        super().save_model(request, obj, form, change)
        if isinstance(form, LogForm):
            form.cite(by=request.user)
            request.taken_over = [str(form.fields[box].label) for box in form.still_taken_over()]
        elif was and not obj.published_at:
            _keep_wording_with_quote(obj, was)

    def response_add(self, request, obj, post_url_continue=None):
        if not is_popup(request):
            remember_claim(request, obj)
        self._warn(request, obj)
        return self._next_log(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._warn(request, obj)
        return self._next_log(request, obj) or super().response_change(request, obj)

    def _warn(self, request, statement):
        """Says what an editor should look at twice; nothing is guessed and nothing is refused."""
        if statement.published_at or is_popup(request):
            return
        if boxes := getattr(request, "taken_over", []):
            note = gettext("Saved as it was taken over from the last claim: %(boxes)s.") % {"boxes": listed(boxes)}
            self.message_user(request, note)
        if warning := _tenure_warning(statement):
            self.message_user(request, warning, messages.WARNING)
        if self.has_view_permission(request):
            self._name_what_is_like_it(request, statement)

    def _name_what_is_like_it(self, request, statement):
        """Perhaps it is on record already: other words of that speaker and day, or much the same words."""
        same_day = list(lookups.of_that_day(statement.speaker, statement.said_on, statement.pk))
        alike = similar_statements(statement.speaker, statement.pk, claim=statement.claim, quote=statement.quote)
        alike = [other for other in alike if other not in same_day]
        if same_day:
            self._warn_of(request, _("On record from the same speaker and day: {}"), same_day)
        if alike:
            self._warn_of(request, _("On record from the same speaker in much the same words: {}"), alike)

    def _warn_of(self, request, sentence, others):
        links = format_html_join("; ", '<a href="{}">{}</a>', ((self.page_of(other), other) for other in others))
        self.message_user(request, format_html(str(sentence), links), messages.WARNING)

    def _next_log(self, request, statement):
        """The empty form after this one, with what the pressed button keeps."""
        keep = {"_another_from_source": "source", "_same_words": "words"}
        pressed = next((keep[button] for button in keep if button in request.POST), None)
        if pressed is None:
            return None
        self.message_user(
            request,
            format_html('{} <a href="{}">{}</a>', _("Saved as a draft:"), self.page_of(statement), statement),
        )
        return HttpResponseRedirect(_address("tracker_statement_add", **{"from": statement.pk, "keep": pressed}))

    def missing_now(self, request, statement):
        """What publishing would refuse now, office and country filled as publishing fills them."""
        return panels.missing_statement(statement)

    def save_related(self, request, form, formsets, change):
        """What is added to a published statement is a new version of its page."""
        super().save_related(request, form, formsets, change)
        if form.instance.published_at and is_changed(form, formsets):
            note_addition(form.instance, request.user)


def _keep_wording_with_quote(statement, was):
    """A quote corrected in a draft is corrected in the primary wording too, where the two were the same."""
    statement.appearances.filter(is_primary=True, wording=was["quote"], language=was["quote_language"]).exclude(
        wording=""
    ).update(wording=statement.quote, language=statement.quote_language)


def _tenure_warning(statement):
    """An institution holds no office, and an editor who wrote the label has decided."""
    if statement.speaker.kind == OfficialKind.INSTITUTION or (statement.speaker_label and not statement.tenure):
        return ""
    return tenure_warning(statement.tenure, statement.speaker, statement.said_on)


def _primary(statement):
    primary = statement.appearances.filter(is_primary=True)
    return primary.select_related("source__publisher", "relayed_by").first()


def _names(line):
    return [line] if isinstance(line, str) else line


def _address(name, **query):
    return f"{reverse(f'admin:{name}')}?{urlencode(query)}"


admin.site.register(Statement, StatementAdmin)
