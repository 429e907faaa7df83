"""The account pages' addresses, below /accounts/: only these of django-allauth's, and none may be kept by a browser."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib import admin
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from tracker.desk.entrance import password_reset

DESK = {"site_title": admin.site.site_title, "site_header": admin.site.site_header}


def page(view, title):
    return never_cache(view.as_view(extra_context={**DESK, "title": title}))


urlpatterns = [
    path("login/", page(account.LoginView, _("Sign in")), name="account_login"),
    path("logout/", page(account.LogoutView, _("Sign out")), name="account_logout"),
    path("signup/", page(account.SignupView, _("Accounts are given by the newsroom")), name="account_signup"),
    path(
        "reauthenticate/", page(account.ReauthenticateView, _("Your password once more")), name="account_reauthenticate"
    ),
    path("password/change/", page(account.PasswordChangeView, _("Change password")), name="account_change_password"),
    path("password/reset/", never_cache(password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        page(account.PasswordResetDoneView, _("Check your mail")),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        page(account.PasswordResetFromKeyDoneView, _("Password changed")),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",  # as django-allauth writes it in its mail
        page(account.PasswordResetFromKeyView, _("A new password")),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", page(factor.IndexView, _("Second factor")), name="mfa_index"),
    path("second-factor/code/", page(factor.AuthenticateView, _("Second factor")), name="mfa_authenticate"),
    path("second-factor/confirm/", page(factor.ReauthenticateView, _("Second factor")), name="mfa_reauthenticate"),
    path("second-factor/app/", page(totp.ActivateTOTPView, _("Set up the second factor")), name="mfa_activate_totp"),
    path("second-factor/app/remove/", page(totp.DeactivateTOTPView, _("Remove the app")), name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery/",
        page(recovery.ViewRecoveryCodesView, _("Recovery codes")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/recovery/new/",
        page(recovery.GenerateRecoveryCodesView, _("New recovery codes")),
        name="mfa_generate_recovery_codes",
    ),
]
