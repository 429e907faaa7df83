"""Publishing and withdrawing at the desk: the same buttons, pages and locks for statements and verifications."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html_join

from tracker.desk.base import DeskAdmin
from tracker.verifications.publishing import withdraw


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Why it is withdrawn",
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField", "autofocus": True}),
        help_text="Public. The page stays, and says so with this reason. It cannot be undone.",
        error_messages={"required": "Say why it is withdrawn: the reason is public."},
    )


class StageFilter(admin.SimpleListFilter):
    """Draft, published or withdrawn: where an entry is between the desk and the readers."""

    title = "stage"
    parameter_name = "stage"
    STAGES = {
        "draft": {"published_at__isnull": True},
        "published": {"published_at__isnull": False, "withdrawn_at__isnull": True},
        "withdrawn": {"withdrawn_at__isnull": False},
    }

    def lookups(self, request, model_admin):
        return [(stage, stage.capitalize()) for stage in self.STAGES]

    def queryset(self, request, queryset):
        stage = self.STAGES.get(self.value())
        return queryset.filter(**stage) if stage else queryset


class PublicationAdmin(DeskAdmin):
    """What is a draft first, is published by those who may, and is never deleted afterwards."""

    publish = None  # the function that publishes
    actions = ["delete_drafts"]

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

    @admin.action(permissions=["delete"], description="Delete selected drafts")
    def delete_drafts(self, request, queryset):
        published = list(queryset.filter(published_at__isnull=False)[:5])
        if not published:
            return delete_selected(self, request, queryset)
        which = "; ".join(map(str, published))
        self.message_user(
            request,
            f"Nothing was deleted. What is published is never deleted, but withdrawn with a reason: {which}",
            messages.ERROR,
        )
        return None

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        withdraw_view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", withdraw_view, name=name), *super().get_urls()]

    def page_of(self, obj):
        """The address of the thing's own page at the desk."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        is_draft = obj is None or not obj.published_at
        context |= {
            "is_draft": is_draft,
            "may_publish": self.may("publish", request),
            "may_withdraw": bool(obj) and not is_draft and not obj.withdrawn_at and self.may("withdraw", request),
            "missing": self.missing_now(request, obj) if obj and is_draft else [],
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def missing_now(self, request, obj):
        """What keeps a draft from being published, by this person."""
        raise NotImplementedError

    def response_add(self, request, obj, post_url_continue=None):
        if "_publish" in request.POST:
            return self.publish_and_tell(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            return self.publish_and_tell(request, obj)
        return super().response_change(request, obj)

    def publish_and_tell(self, request, obj):
        """The draft is saved by now, whatever publishing says: nothing typed is lost."""
        try:
            type(self).publish(obj, by=request.user)
        except PermissionDenied:
            self.message_user(request, "Saved as a draft. An editor can publish it.", messages.WARNING)
        except ValidationError as error:
            reasons = format_html_join("", "<li>{}</li>", ((message,) for message in error.messages))
            self.message_user(
                request,
                format_html_join("", "{}<ul>{}</ul>", [("Saved as a draft, but not published yet:", reasons)]),
                messages.ERROR,
            )
        else:
            obj.refresh_from_db()
            self.log_change(request, obj, "Published.")
            self.message_user(request, f"Published: {obj}", messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(obj))

    def withdraw_view(self, request, pk):
        """Asks for the reason, which is public, and takes the entry back."""
        obj = get_object_or_404(self.model, pk=pk)
        if not self.may("withdraw", request):
            raise PermissionDenied
        if not obj.published_at or obj.withdrawn_at:
            self.message_user(request, "Only what is published can be withdrawn, and only once.", messages.ERROR)
            return HttpResponseRedirect(self.page_of(obj))
        form = WithdrawalForm(request.POST or None)
        if form.is_valid() and self._withdraw(request, obj, form):
            return HttpResponseRedirect(self.page_of(obj))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": f"Withdraw {self.opts.verbose_name}",
            "form": form,
            "page": self.page_of(obj),
        }
        return render(request, "desk/withdraw.html", context)

    def _withdraw(self, request, obj, form):
        try:
            withdraw(obj, request.user, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return False
        self.log_change(request, obj, "Withdrawn.")
        self.message_user(request, f"Withdrawn: {obj}", messages.SUCCESS)
        return True
