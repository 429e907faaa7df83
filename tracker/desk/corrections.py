"""Correcting what is published, in the open: choose what is wrong, write what is right, and say why."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tracker.desk.forms import DayField
from tracker.desk.lookups import number_or_none
from tracker.desk.meanwhile import MARK, ChangedMeanwhile, mark_of, one_at_a_time
from tracker.languages import listed
from tracker.names import named
from tracker.partial_dates import PartialDate, PartialDateAttribute
from tracker.sources.models import Attribution, Source
from tracker.statements.models import Statement
from tracker.verifications.correcting import PARTS, Change, correct, correctable_fields
from tracker.verifications.models import Evidence, Verification

_LINES = {"rows": 3, "class": "vLargeTextField"}


def may_correct(user, statement):
    """Whether this person may correct this statement now."""
    is_public = bool(statement.published_at) and not statement.withdrawn_at
    return is_public and user.has_perm("tracker.correct_statement")


def correct_view(model_admin, request, pk):
    """First the choice of the part, then its boxes."""
    statement = get_object_or_404(Statement.objects.select_related("speaker"), pk=pk)
    if not may_correct(request.user, statement):
        raise PermissionDenied
    wanted = request.GET.get("part", ""), number_or_none(request.GET.get("id", ""))
    if not wanted[0]:
        context = {"parts": [_shown(part) for part in parts_of(statement)]}
        return render(request, "desk/correct_choose.html", _page(model_admin, request, statement) | context)
    mark = mark_of(*_things(statement, *wanted))
    part = next((part for part in parts_of(statement) if (word_of(part), part.pk) == wanted), None)
    if part is None:
        raise Http404
    return _correct_part(model_admin, request, statement, part, mark)


def parts_of(statement):
    """All of a published statement that readers see and that a correction can change, in the order of the page."""
    attributions = Prefetch("source__attributions", Attribution.objects.select_related("origin"))
    carried = statement.appearances.select_related("source__publisher", "relayed_by").prefetch_related(attributions)
    entries = statement.verifications.filter(published_at__isnull=False, withdrawn_at__isnull=True)
    cited = Evidence.objects.select_related("source__publisher").prefetch_related(attributions)
    parts = [statement, *statement.voices.select_related("official"), *carried]
    for entry in entries.select_related("author").prefetch_related(Prefetch("evidence", cited)):
        parts += [entry, *entry.evidence.all()]
    sources = {part.source_id: part.source for part in parts if hasattr(part, "source_id")}
    for source in sources.values():
        parts += [source, *source.attributions.all()]
    return parts


def word_of(part):
    """The word that a correction knows the part by."""
    return next(word for word, model in PARTS.items() if isinstance(part, model))


def _things(statement, word, pk):
    """What the page shows, for its mark: the statement, and where the part is another's the owner of the part."""
    things = [(Statement, statement.pk)]
    if word in ("verification", "evidence"):
        entries = Evidence.objects.filter(pk=pk).values_list("verification", flat=True)
        things += [(Verification, key) for key in ([pk] if word == "verification" else entries)]
    if word in ("source", "attribution"):
        sources = Attribution.objects.filter(pk=pk).values_list("source", flat=True)
        things += [(Source, key) for key in ([pk] if word == "source" else sources)]
    return things


def fields_of(part):
    """What a correction can change of the part, in the order in which the record has it."""
    order = [column.name for column in part._meta.concrete_fields]
    return sorted(correctable_fields(part), key=lambda name: order.index(name if name in order else f"{name}_first"))


def _shown(part):
    """A part with what stands in it now."""
    fields = [(_label(part, name), _words(part, name)) for name in fields_of(part)]
    return {
        "word": word_of(part),
        "pk": part.pk,
        "name": capfirst(part._meta.verbose_name),
        "which": "" if isinstance(part, Statement) else str(part),
        "fields": [(label, words) for label, words in fields if words],
    }


def _label(part, name):
    is_day = isinstance(getattr(type(part), name, None), PartialDateAttribute)
    return capfirst(named(name) if is_day else part._meta.get_field(name).verbose_name)


def _words(part, name):
    display = getattr(part, f"get_{name}_display", None)
    value = display() if display else getattr(part, name)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


def form_for(model_admin, request, part):
    """A form with a box for every field of the part that can be corrected, and one for the reason."""
    boxes = {name: _box(model_admin, request, part, name) for name in fields_of(part)}
    boxes["reason"] = forms.CharField(
        label=_("Why"),
        help_text=_("Public: what was wrong, and how we learned of it."),
        widget=forms.Textarea(attrs=_LINES),
        error_messages={"required": _("Say what was wrong: the reason is public.")},
    )
    initial = {name: _initial(part, name) for name in boxes if name != "reason"}
    return type("CorrectionForm", (forms.Form,), boxes)(request.POST or None, initial=initial)


def _initial(part, name):
    value = getattr(part, name)
    return value if isinstance(value, PartialDate) else getattr(value, "pk", value)


def _box(model_admin, request, part, name):
    """Days in one box, relations by letters, long words in long boxes."""
    label = _label(part, name)
    if isinstance(getattr(type(part), name, None), PartialDateAttribute):
        is_needed = not part._meta.get_field(f"{name}_first").null
        return DayField(label=label, required=is_needed)
    column = part._meta.get_field(name)
    if column.is_relation and column.related_model._meta.app_label == "tracker":
        return model_admin.relation(column, request, required=not column.blank, label=label)
    box = column.formfield(label=label)
    if isinstance(box, forms.CharField):
        box.widget = forms.Textarea(attrs=_LINES) if column.max_length is None else box.widget
        box.widget.attrs.setdefault("class", "vLargeTextField")
    return box


def _correct_part(model_admin, request, statement, part, mark):
    form, changed, made = form_for(model_admin, request, part), None, []
    if request.method == "POST":
        things, mark = _things(statement, word_of(part), part.pk), request.POST.get(MARK, "")
        try:
            if form.is_valid():
                made = _make(request, statement, part, form, things)
                if "_correct" in request.POST:
                    return _tell(model_admin, request, statement, made)
        except ChangedMeanwhile as refusal:
            changed, mark = refusal, refusal.mark
        except ValidationError as error:
            _show_error(form, error)
    context = {
        "part": _shown(part),
        "form": form,
        "media": model_admin.media + form.media,
        "mark": mark,
        "changed": changed,
        "corrections": made,
    }
    return render(request, "desk/correct.html", _page(model_admin, request, statement) | context)


def _make(request, statement, part, form, things):
    """The corrections that the form asks for; rehearsed and undone unless the button says to publish them."""
    names = [name for name in form.changed_data if name != "reason"]
    changes = [Change(part, name, form.cleaned_data[name]) for name in names]
    with one_at_a_time(request.POST.get(MARK, ""), *things), transaction.atomic():
        made = correct(statement, by=request.user, reason=form.cleaned_data["reason"], changes=changes)
        if "_correct" not in request.POST:
            transaction.set_rollback(True)
    return made


def _show_error(form, error):
    """At its box where there is one, above the form otherwise."""
    for name, errors in getattr(error, "error_dict", {None: error}).items():
        box = (name or "").removesuffix("_first").removesuffix("_last").removesuffix("_precision")
        form.add_error(name if name in form.fields else (box if box in form.fields else None), errors)


def _tell(model_admin, request, statement, made):
    statement.refresh_from_db()
    model_admin.log_change(request, statement, f"Corrected: {', '.join(correction.what for correction in made)}.")
    links = format_html(
        _('<a href="{}#correction-{}-{}">the public correction</a>, <a href="{}">the corrected page</a>'),
        reverse("corrections"),
        statement.number,
        statement.corrections.count(),
        statement.get_absolute_url(),
    )
    what = listed(named(correction.what) for correction in made)
    model_admin.message_user(request, format_html(_("Corrected in public: {}. {}"), what, links), messages.SUCCESS)
    return HttpResponseRedirect(model_admin.page_of(statement))


def _page(model_admin, request, statement):
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": statement,
        "title": _("Correct what is published"),
        "page": model_admin.page_of(statement),
    }
