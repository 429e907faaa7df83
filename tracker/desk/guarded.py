"""What all forms of the desk do when two people have the same thing open: see meanwhile.py."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.desk import history_page
from tracker.desk.deleting import delete_as_seen
from tracker.desk.histories import events_of
from tracker.desk.meanwhile import MARK, ChangedMeanwhile, mark_of, one_at_a_time
from tracker.desk.typed import follow_the_record, left_over
from tracker.languages import said_as_usual


class Guarded:
    """For a ModelAdmin: a save, a deletion or a step is refused when its page is out of date."""

    class Media:
        js = ["tracker/desk-names.js"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Saves all or nothing. What is refused is said above the form, which keeps what was typed."""
        pk = self.key_of(object_id)
        if request.method != "POST":
            request.mark = mark_of((self.model, pk)) if pk is not None else ""
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.mark = request.POST.get(MARK, "")
        try:
            with self.one_at_a_time(request, pk):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ChangedMeanwhile as refusal:
            return self._show_what_changed(request, object_id, refusal, form_url, extra_context)
        except ValidationError as error:
            request.refusal = error
            return super().changeform_view(request, object_id, form_url, extra_context)

    # What the log keeps is in the usual language, whoever is signed in.
    log_addition = said_as_usual(admin.ModelAdmin.log_addition)
    log_change = said_as_usual(admin.ModelAdmin.log_change)
    log_deletions = said_as_usual(admin.ModelAdmin.log_deletions)

    def key_of(self, object_id):
        """The key that an address names, or None where it cannot be one."""
        try:
            return None if object_id is None else self.opts.pk.to_python(unquote(str(object_id)))
        except ValidationError:
            return None

    def one_at_a_time(self, request, pk, mark=None):
        """A transaction in which the thing is locked, and is as the sent page had shown it."""
        mark = request.POST.get(MARK, "") if mark is None else mark
        return one_at_a_time(mark, *([(self.model, pk)] if pk is not None else []))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def _show_what_changed(self, request, object_id, refusal, form_url, extra_context):
        """The form with what was typed, what changed meanwhile above it, and the mark of what is on record now."""
        pk = self.key_of(object_id)
        request.refusal = request.changed = refusal
        request.mark, request.was_typed = refusal.mark, request.POST
        obj = self.get_object(request, str(pk))
        if obj is None:
            return self._show_that_it_is_gone(request, refusal)
        may_change = self.has_change_permission(request, obj)
        if not may_change and not request.POST.get(MARK):
            raise PermissionDenied  # sent without ever having seen the page
        if may_change:
            request.POST = follow_the_record(request.POST, self.model, pk, refusal.happenings)
        else:  # published meanwhile, perhaps: now to be looked at only
            request.method = "GET"
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _show_that_it_is_gone(self, request, refusal):
        context = {
            **self.admin_site.each_context(request),
            "title": _("This %(name)s was deleted") % {"name": self.opts.verbose_name},
            "opts": self.opts,
            "changed": refusal,
            "left_over": left_over(request.was_typed, set(), []),
        }
        return render(request, "desk/gone.html", context, status=409)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["mark"] = getattr(request, "mark", "")
        if changed := getattr(request, "changed", None):
            form = context["adminform"].form
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            rows = [row for formset in formsets for row in formset.queryset]
            boxes = [form, *(row for formset in formsets for row in formset.forms)] if form.is_bound else []
            shown = {box.html_name for rowform in boxes for box in rowform}
            context |= {"changed": changed, "left_over": left_over(request.was_typed, shown, [*rows, obj])}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        """Nobody deletes what has become something else since he or she looked."""
        pk = self.key_of(object_id)
        if request.method != "POST":
            mark = {"mark": mark_of((self.model, pk)) if pk is not None else ""}
            return super().delete_view(request, object_id, {**(extra_context or {}), **mark})
        try:
            with self.one_at_a_time(request, pk):
                return super().delete_view(request, object_id, extra_context)
        except ChangedMeanwhile as refusal:
            return self._back_with_what_changed(request, object_id, refusal)
        except ValidationError as error:
            return self._back_with(request, error)

    def get_actions(self, request):
        """Many are deleted at once as one is: as they were seen."""
        actions = super().get_actions(request)
        if stock := actions.get("delete_selected"):
            actions["delete_selected"] = (delete_as_seen, *stock[1:])
        return actions

    def _back_with_what_changed(self, request, object_id, refusal):
        """To the fresh page that asks again, or to the thing itself where it is not to be deleted any more."""
        obj = self.get_object(request, str(self.key_of(object_id)))
        may_delete = self.has_delete_permission(request, obj)
        if obj and not may_delete and not request.POST.get(MARK):
            raise PermissionDenied
        page = request.get_full_path()
        if obj and not may_delete:
            page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        return history_page.back_with_what_changed(request, refusal, page)

    def _back_with(self, request, error):
        for message in error.messages:
            self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def history_view(self, request, object_id, extra_context=None):
        if events_of(self.model) is None:
            return super().history_view(request, object_id, extra_context)
        return history_page.history(self, request, self.key_of(object_id))
