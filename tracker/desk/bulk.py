"""Steps that many things take at once: asked before, taken one by one, told afterwards.

Each thing meets the rules that it would meet alone, in a transaction of its own: what is refused stays as it was, and
the rest goes on. Before a step that cannot be undone a page says how many there are, and which of them cannot, and why;
it carries a mark of each, so that what changed meanwhile is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from tracker.desk.meanwhile import MARK, mark_of
from tracker.desk.stages import stage_of
from tracker.verifications.publishing import submit

# Each is looked at and taken by itself, while somebody waits.
AT_ONCE = 100
# Of what was done the first are named; of what was not, all.
TOLD = 10


@dataclass(frozen=True)
class Words:
    """What a step is called for one sort of thing."""

    question: object
    button: object
    done: object


@dataclass(frozen=True)
class Bulk:
    """A step that many things can take."""

    permission: str
    why_not: Callable  # the admin, the request and a thing: the reasons against it, known beforehand
    take: Callable  # the admin, a thing and by whom
    can_be_undone: bool
    logged: object
    words: dict


def _why_not_submit(model_admin, request, thing):
    if not model_admin.has_change_permission(request, thing):
        return [_("Your account cannot change it.")]
    stage = stage_of(thing)
    return [] if stage in ("draft", "back") else [_WHERE[stage]]


def _why_not_publish(model_admin, request, thing):
    if stage_of(thing) in ("published", "withdrawn"):
        return [_WHERE[stage_of(thing)]]
    return model_admin.missing_now(request, thing)


_WHERE = {
    "review": gettext_lazy("It is in review already."),
    "published": gettext_lazy("It is published already."),
    "withdrawn": gettext_lazy("It was withdrawn."),
}

STEPS = {
    "submit": Bulk(
        permission="change",
        why_not=_why_not_submit,
        take=lambda model_admin, thing, by: submit(thing, by=by),
        can_be_undone=True,
        logged="Handed in for review.",
        words={
            "statement": Words(
                ngettext_lazy("Hand in %d statement for review?", "Hand in %d statements for review?"),
                ngettext_lazy("Hand in %d statement", "Hand in %d statements"),
                ngettext_lazy("%d statement handed in for review.", "%d statements handed in for review."),
            ),
            "verification": Words(
                ngettext_lazy("Hand in %d verification for review?", "Hand in %d verifications for review?"),
                ngettext_lazy("Hand in %d verification", "Hand in %d verifications"),
                ngettext_lazy("%d verification handed in for review.", "%d verifications handed in for review."),
            ),
        },
    ),
    "publish": Bulk(
        permission="publish",
        why_not=_why_not_publish,
        take=lambda model_admin, thing, by: type(model_admin).publish(thing, by=by),
        can_be_undone=False,
        logged="Published.",
        words={
            "statement": Words(
                ngettext_lazy("Publish %d statement?", "Publish %d statements?"),
                ngettext_lazy("Publish %d statement", "Publish %d statements"),
                ngettext_lazy("%d statement published.", "%d statements published."),
            ),
            "verification": Words(
                ngettext_lazy("Publish %d verification?", "Publish %d verifications?"),
                ngettext_lazy("Publish %d verification", "Publish %d verifications"),
                ngettext_lazy("%d verification published.", "%d verifications published."),
            ),
        },
    ),
}


@dataclass(frozen=True)
class Candidate:
    """A chosen thing, its mark as it was looked at, and what speaks against the step."""

    thing: object
    mark: str
    reasons: list


def bulk_view(model_admin, request, name):
    """Where the buttons of lists and of the first page lead: asks first, or takes the step."""
    step = STEPS[name]
    if not model_admin.may(step.permission, request):
        raise PermissionDenied
    back = _way_back(model_admin, request)
    if request.method != "POST":
        return HttpResponseRedirect(back)
    keys = chosen_keys(request)
    if not keys or len(keys) > AT_ONCE:
        messages.error(request, too_many() if keys else _("Nothing was chosen, so nothing was done."))
        return HttpResponseRedirect(back)
    things = list(model_admin.get_queryset(request).filter(pk__in=keys))
    if "post" not in request.POST:
        return ask_first(model_admin, request, name, things, back)
    if gone := len(keys) - len(things):
        messages.warning(request, ngettext("%d is no longer on record.", "%d are no longer on record.", gone) % gone)
    _take_all(model_admin, request, step, things)
    return HttpResponseRedirect(back)


def chosen_keys(request):
    """The keys of what was chosen, each once."""
    return list(dict.fromkeys(int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if key.isdecimal()))


def too_many():
    words = _("You chose more than %(most)d, the most that is done at once. Nothing was done: choose fewer.")
    return words % {"most": AT_ONCE}


def ask_first(model_admin, request, name, things, back):
    """The page that says how many would be taken, and which would not, and why."""
    step = STEPS[name]
    looked_at = [_look_at(model_admin, request, step, thing) for thing in things]
    ready = [candidate for candidate in looked_at if not candidate.reasons]
    words = step.words[model_admin.opts.model_name]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": words.question % len(ready) if ready else _("None of them is ready"),
        "button": words.button % len(ready),
        "step": step,
        "address": _address(model_admin, name),
        "preview": f"preview-{model_admin.opts.model_name}",
        "ready": ready,
        "not_ready": [candidate for candidate in looked_at if candidate.reasons],
        "back": back,
    }
    return render(request, "desk/bulk.html", context)


def _look_at(model_admin, request, step, thing):
    mark = mark_of((model_admin.model, thing.pk))  # before the thing is looked at
    thing.refresh_from_db()
    return Candidate(thing, mark, step.why_not(model_admin, request, thing))


def _take_all(model_admin, request, step, things):
    """One after the other, and says what became of each."""
    done, refused = [], []
    for thing in things:
        reasons = _take(model_admin, request, step, thing)
        if reasons:
            refused.append((thing, reasons))
        else:
            done.append(thing)
    if done:
        told = step.words[model_admin.opts.model_name].done % len(done)
        shown = [(thing, []) for thing in done[:TOLD]]
        model_admin.message_user(request, _with_list(told, shown, model_admin), "SUCCESS")
    if refused:
        told = ngettext("%d stays as it was:", "%d stay as they were:", len(refused)) % len(refused)
        model_admin.message_user(request, _with_list(told, refused, model_admin), "ERROR")


def _take(model_admin, request, step, thing):
    """Takes the step, or tells the reasons why it was refused. Where it cannot be undone, only as it was seen."""
    try:
        if step.can_be_undone:
            if reasons := step.why_not(model_admin, request, thing):
                return reasons
            step.take(model_admin, thing, request.user)
        else:
            with model_admin.one_at_a_time(request, thing.pk, mark=request.POST.get(f"{MARK}-{thing.pk}", "")):
                step.take(model_admin, thing, request.user)
    except PermissionDenied:
        return [_("Your account may not.")]
    except ValidationError as error:
        return error.messages
    thing.refresh_from_db()
    model_admin.log_change(request, thing, step.logged)
    return []


def _with_list(told, things, model_admin):
    rows = (
        (model_admin.page_of(thing), thing, format_html(": {}", " ".join(map(str, reasons))) if reasons else "")
        for thing, reasons in things
    )
    return format_html("{}<ul>{}</ul>", told, format_html_join("", '<li><a href="{}">{}</a>{}</li>', rows))


def _address(model_admin, name):
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{name}_many")


def _way_back(model_admin, request):
    """The page of the desk that the button stood on; an address elsewhere is none."""
    back = request.POST.get("back", "")
    if back.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
