"""From draft to readers at the desk: the same buttons, pages and locks for statements and verifications."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.desk import bulk
from tracker.desk.base import DeskAdmin
from tracker.desk.deleting import delete_as_seen
from tracker.desk.stages import stage_of
from tracker.desk.steps import STEPS, step_view
from tracker.verifications.publishing import submit

BY_ANOTHER = gettext_lazy(
    "You judged this yourself, and a finding that ends the matter is published by somebody else: hand it in for review."
)
SINGLE_HANDED = gettext_lazy("You judged this yourself: the page will say “judged and published by one person”.")


class PublicationAdmin(DeskAdmin):
    """What is a draft first, is published by those who may, and is never deleted afterwards."""

    publish = None  # the function that publishes
    actions = ["submit_many", "publish_many", "delete_drafts"]

    def may(self, action, request):
        return request.user.has_perm(f"tracker.{action}_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        """What is published is added to only by those who may publish; the rest look at it."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or not obj.published_at or self.may("publish", request))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.published_at)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_publish_permission(self, request):
        return self.may("publish", request)

    @admin.action(permissions=["change"], description=gettext_lazy("Hand in selected drafts for review"))
    def submit_many(self, request, queryset):
        return bulk.ask_first(self, request, "submit", list(queryset), request.get_full_path())

    @admin.action(permissions=["publish"], description=gettext_lazy("Publish selected drafts"))
    def publish_many(self, request, queryset):
        return bulk.ask_first(self, request, "publish", list(queryset), request.get_full_path())

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete selected drafts"))
    def delete_drafts(self, request, queryset):
        published = list(queryset.filter(published_at__isnull=False)[:5])
        if not published:
            return delete_as_seen(self, request, queryset)
        which = "; ".join(map(str, published))
        self.message_user(
            request,
            _("Nothing was deleted. What is published is never deleted, but withdrawn with a reason: %(which)s")
            % {"which": which},
            messages.ERROR,
        )
        return None

    def get_urls(self):
        """Each step that asks for words has a page of its own, and so has each that many take at once."""
        many = [self._page_of_many(name) for name in bulk.STEPS]
        return [*many, *(self.own_page(step, step_view, step) for step in STEPS), *super().get_urls()]

    def _page_of_many(self, name):
        def page(request):
            return bulk.bulk_view(self, request, name)

        route = f"{self.opts.app_label}_{self.opts.model_name}_{name}_many"
        return path(f"{name}-many/", self.admin_site.admin_view(page), name=route)

    def own_page(self, where, view, *arguments):
        """The route of a page of one thing: its view takes this admin, the request, the key and the arguments."""

        def page(request, pk):
            return view(self, request, pk, *arguments)

        name = f"{self.opts.app_label}_{self.opts.model_name}_{where.replace('-', '_')}"
        return path(f"<int:pk>/{where}/", self.admin_site.admin_view(page), name=name)

    def page_of(self, obj):
        """The address of the thing's own page at the desk."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        stage = stage_of(obj) if obj else "draft"
        is_draft = obj is None or not obj.published_at
        can_change = add or self.has_change_permission(request, obj)
        context |= {
            "stage": stage,
            "is_draft": is_draft,
            "may_publish": can_change and self.is_publishing_offered(request, obj),
            "publish_note": self.note_on_publishing(request, obj) if is_draft else "",
            "may_submit": can_change and stage in ("draft", "back"),
            "may_send_back": stage == "review" and self.may("review", request),
            "may_withdraw": stage == "published" and self.may("withdraw", request),
            "missing": self.missing_now(request, obj) if obj and is_draft else [],
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_to_be_published_by_another(self, request, obj):
        """Whether it is the person's own judgement, which somebody else has to publish."""
        return False

    def is_publishing_offered(self, request, obj):
        is_anothers = self.has_to_be_published_by_another(request, obj) and not settings.ONE_PERSON_NEWSROOM
        return self.may("publish", request) and not is_anothers

    def note_on_publishing(self, request, obj):
        """What a person has to know who judged it and would publish it."""
        if not self.has_to_be_published_by_another(request, obj):
            return ""
        if not settings.ONE_PERSON_NEWSROOM:
            return BY_ANOTHER
        return SINGLE_HANDED if self.may("publish", request) else ""

    def missing_now(self, request, obj):
        """What keeps a draft from being published, by this person."""
        raise NotImplementedError

    def response_add(self, request, obj, post_url_continue=None):
        return self._next_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._next_step(request, obj) or super().response_change(request, obj)

    def _next_step(self, request, obj):
        """The draft is saved by now, whatever the step says: nothing typed is lost."""
        if "_publish" in request.POST:
            return self.publish_and_tell(request, obj)
        if "_submit" in request.POST:
            return self.submit_and_tell(request, obj)
        return None

    def submit_and_tell(self, request, obj):
        try:
            submit(obj, by=request.user)
        except PermissionDenied:
            self.message_user(request, _("Saved as a draft. Your account cannot hand it in."), messages.WARNING)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self.log_change(request, obj, "Handed in for review.")
            self.message_user(request, _("Handed in for review: %(what)s") % {"what": obj}, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(obj))

    def publish_and_tell(self, request, obj):
        try:
            type(self).publish(obj, by=request.user)
        except PermissionDenied:
            self.message_user(request, _("Saved as a draft. An editor can publish it."), messages.WARNING)
        except ValidationError as error:
            reasons = format_html_join("", "<li>{}</li>", ((message,) for message in error.messages))
            self.message_user(
                request,
                format_html_join("", "{}<ul>{}</ul>", [(_("Saved as a draft, but not published yet:"), reasons)]),
                messages.ERROR,
            )
        else:
            obj.refresh_from_db()
            self.log_change(request, obj, "Published.")
            self.message_user(request, _("Published: %(what)s") % {"what": obj}, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(obj))
