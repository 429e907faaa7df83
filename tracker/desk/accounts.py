"""Accounts at the desk: people are deactivated, never deleted, because the record names them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from tracker.desk.entrance import take_second_factor
from tracker.desk.forms import RefusableForm
from tracker.desk.guarded import Guarded
from tracker.languages import listed


class AccountForm(RefusableForm, UserChangeForm):
    pass


class NewAccountForm(AdminUserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The admin's own script goes to the first box; two who want the focus make the browser complain.
        del self.fields["username"].widget.attrs["autofocus"]


class RoleForm(RefusableForm, ModelForm):
    pass


class RoleAdmin(Guarded, GroupAdmin):
    """The groups of the newsroom and what each may do."""

    form = RoleForm


class AccountAdmin(Guarded, UserAdmin):
    """Made and deactivated here by an administrator."""

    form = AccountForm
    add_form = NewAccountForm
    actions = ["take_second_factors"]
    readonly_fields = ["last_login", "date_joined"]

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Take the second factor away (app and codes are lost)"), permissions=["change"])
    def take_second_factors(self, request, queryset):
        for user in queryset:
            take_second_factor(user)
        names = listed(user.get_username() for user in queryset)
        told = _("Signed out everywhere, and without a second factor until each sets up a new one: %(names)s.")
        self.message_user(request, told % {"names": names}, messages.SUCCESS)


# Nobody reads another's secret here, and the e-mail address that counts is the account's own.
for model in (User, Group, EmailAddress, Authenticator):
    admin.site.unregister(model)
admin.site.register(User, AccountAdmin)
admin.site.register(Group, RoleAdmin)
