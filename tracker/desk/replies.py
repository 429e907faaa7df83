"""Putting on record what the official answered when asked, or why nobody was asked. Additions only."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker.desk.forms import DeskForm
from tracker.desk.meanwhile import ChangedMeanwhile, mark_of
from tracker.statements.models import Statement
from tracker.verifications.models import Reply
from tracker.verifications.publishing import record_reply

BOXES = ["asked_on", "channel", "answered_on", "text", "language", "source", "why_not_asked"]


def may_reply(user, statement):
    """Whether this person may add a reply to this statement now."""
    is_public = bool(statement.published_at) and not statement.withdrawn_at
    return is_public and user.has_perms(["tracker.add_reply", "tracker.publish_statement"])


def reply_view(model_admin, request, pk):
    """One reply more. Nothing on record changes."""
    statement = get_object_or_404(Statement.objects.select_related("speaker"), pk=pk)
    if not may_reply(request.user, statement):
        raise PermissionDenied
    form = _form_class(model_admin, request)(request.POST or None, instance=Reply(statement=statement))
    mark, changed = mark_of((Statement, pk)), None
    if request.method == "POST":
        mark = request.POST.get("seen", "")
        try:
            if form.is_valid():
                return _record(model_admin, request, statement, form)
        except ChangedMeanwhile as refusal:
            changed, mark = refusal, refusal.mark
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _page(model_admin, request, statement, {"form": form, "mark": mark, "changed": changed})


def _page(model_admin, request, statement, more):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": statement,
        "title": _("Add a reply"),
        "media": model_admin.media + more["form"].media,
        "page": model_admin.page_of(statement),
        "replies": statement.replies.select_related("source__publisher", "recorded_by"),
    }
    return render(request, "desk/reply.html", context | more)


def _form_class(model_admin, request):
    """The boxes with the desk's own widgets; the source is found by letters."""

    def box(column, **kwargs):
        if column.is_relation:
            return model_admin.relation(column, request, required=False)
        return model_admin.formfield_for_dbfield(column, request, **kwargs)

    long = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})
    return forms.modelform_factory(Reply, form=DeskForm, fields=BOXES, formfield_callback=box, widgets={"text": long})


def _record(model_admin, request, statement, form):
    with model_admin.one_at_a_time(request, statement.pk):
        record_reply(form.save(commit=False), by=request.user)
    model_admin.log_change(request, statement, "Reply added.")
    page = format_html('<a href="{}#replies">{}</a>', statement.get_absolute_url(), statement)
    model_admin.message_user(request, format_html(_("The reply is public: {}"), page), messages.SUCCESS)
    return HttpResponseRedirect(model_admin.page_of(statement))
