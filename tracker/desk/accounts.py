"""Accounts at the desk: people are deactivated, never deleted, because the record names them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from tracker.desk.entrance import take_second_factor


class AccountAdmin(UserAdmin):
    """Made and deactivated here by an administrator."""

    actions = ["take_second_factors"]

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Take the second factor away (app and codes are lost)", permissions=["change"])
    def take_second_factors(self, request, queryset):
        for user in queryset:
            take_second_factor(user)
        names = ", ".join(user.get_username() for user in queryset)
        told = f"Signed out everywhere, and without a second factor until each sets up a new one: {names}."
        self.message_user(request, told, messages.SUCCESS)


# Nobody reads another's secret here, and the e-mail address that counts is the account's own.
for model in (User, EmailAddress, Authenticator):
    admin.site.unregister(model)
admin.site.register(User, AccountAdmin)
