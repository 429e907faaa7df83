"""The steps of the way to publication that ask for a few words: sending back, and withdrawing."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tracker.desk.meanwhile import ChangedMeanwhile, mark_of
from tracker.desk.stages import stage_of
from tracker.verifications.publishing import send_back, withdraw


@dataclass(frozen=True)
class Step:
    """What the page of a step asks and says, who may take it, and what then happens."""

    take: Callable
    permission: str
    stage: str  # in which it can be taken
    title: object  # of the page, by the name of the model: all words are lazy, for each language
    short: object
    label: object
    help_text: object
    missing: object
    too_late: object
    button: object
    leave: object
    done: object


STEPS = {
    "withdraw": Step(
        take=withdraw,
        permission="withdraw",
        stage="published",
        title={"statement": _("Withdraw statement"), "verification": _("Withdraw verification")},
        short=_("Withdraw"),
        label=_("Why it is withdrawn"),
        help_text=_("Public. The page stays, and gives this as the reason. It cannot be undone."),
        missing=_("Say why it is withdrawn: the reason is public."),
        too_late=_("Only what is published can be withdrawn, and only once."),
        button=_("Withdraw for good"),
        leave=_("Keep it published"),
        done=_("Withdrawn"),
    ),
    "send-back": Step(
        take=send_back,
        permission="review",
        stage="review",
        title={"statement": _("Send back statement"), "verification": _("Send back verification")},
        short=_("Send back"),
        label=_("What has to change"),
        help_text=_(
            "For the author; only the desk sees it. The draft is the author’s again, and can be handed in anew."
        ),
        missing=_("Say what has to change before it can be published."),
        too_late=_("Only what is in review can be sent back."),
        button=_("Send back"),
        leave=_("Keep it in review"),
        done=_("Sent back"),
    ),
}


class FewWords(forms.Form):
    """One box for the reason or the note."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField", "autofocus": True}))

    def __init__(self, data, step):
        super().__init__(data)
        box = self.fields["reason"]
        box.label, box.help_text = step.label, step.help_text
        box.error_messages["required"] = step.missing


def step_view(model_admin, request, pk, name):
    """Asks for the words, and takes the step."""
    step = STEPS[name]
    thing = get_object_or_404(model_admin.model, pk=pk)
    if not model_admin.may(step.permission, request):
        raise PermissionDenied
    mark = mark_of((model_admin.model, pk))
    thing.refresh_from_db()
    if request.method != "POST" and stage_of(thing) != step.stage:
        return _too_late(model_admin, request, thing, step)
    form, changed = FewWords(request.POST or None, step), None
    if request.method == "POST":
        mark = request.POST.get("seen", "")
        if form.is_valid():
            try:
                return _take(model_admin, request, thing, step, form.cleaned_data["reason"])
            except ChangedMeanwhile as refusal:
                changed, mark = refusal, refusal.mark
            except ValidationError as error:
                form.add_error(None, error)
    return _page(model_admin, request, thing, step, {"form": form, "changed": changed, "mark": mark})


def _take(model_admin, request, thing, step, words):
    """Takes the step, if the thing is as the page had shown it."""
    with model_admin.one_at_a_time(request, thing.pk):
        thing.refresh_from_db()
        if stage_of(thing) != step.stage:
            raise ValidationError(step.too_late)
        step.take(thing, request.user, words)
    model_admin.log_change(request, thing, format_lazy("{}.", step.done))
    model_admin.message_user(request, format_html("{}: {}", step.done, thing), "SUCCESS")
    return HttpResponseRedirect(model_admin.page_of(thing))


def _too_late(model_admin, request, thing, step):
    model_admin.message_user(request, step.too_late, "ERROR")
    return HttpResponseRedirect(model_admin.page_of(thing))


def _page(model_admin, request, thing, step, more):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": thing,
        "title": step.title[model_admin.opts.model_name],
        "step": step,
        "page": model_admin.page_of(thing),
    }
    return render(request, "desk/step.html", context | more)
