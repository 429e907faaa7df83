"""Who gets in at the desk: signing in, the second factor, and the end of sessions.

The ways themselves are django-allauth's; here stands what this newsroom wants of them. Nobody signs up: an
administrator makes an account, and deactivates it when its owner leaves.
"""

import qrcode
from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext

SECOND_FACTOR = "second_factor"


def may_enter(request):
    """Active staff; where a second factor is required, those who have shown it in this very session."""
    if not (request.user.is_active and request.user.is_staff):
        return False
    return not settings.REQUIRE_MFA or has_shown_second_factor(request)


def has_shown_second_factor(request):
    """A factor taken away since, by its owner or by an administrator, counts no longer."""
    return Authenticator.objects.filter(pk=request.session.get(SECOND_FACTOR), user=request.user).exists()


def way_in(request):
    """Leads whoever stands before the desk's closed door to the next step, and never back to where it came from."""
    wanted = _wanted(request)
    if not request.user.is_authenticated:
        return _to("account_login", wanted)
    if not request.user.is_staff:
        return render(request, "account/not_at_the_desk.html", {"title": gettext("Not at the desk")}, status=403)
    if may_enter(request):
        return redirect(wanted)
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        return _to("mfa_reauthenticate", wanted)
    return redirect("mfa_activate_totp")


def _wanted(request):
    """The page at the desk that was asked for; an address elsewhere is none."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("admin:index")


def _to(name, wanted):
    return redirect(f"{resolve_url(name)}?{urlencode({'next': wanted})}")


class Doors:
    """The doors of an AdminSite: in and out through the site's own account pages, with its second factor."""

    def has_permission(self, request):
        return may_enter(request)

    def login(self, request, extra_context=None):
        return way_in(request)

    def logout(self, request, extra_context=None):
        return redirect("account_logout") if request.method == "GET" else views.logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")


class Accounts(DefaultAccountAdapter):
    """Closed to newcomers, and the same to everybody who knocks."""

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """A deactivated account is like none, even to those who know its password."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count an account, by whichever of the site's host names it is tried."""
        return credentials["username"].lower()

    def is_ajax(self, request):
        """One answer to all: pages."""
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("account_login")

    def send_password_reset_mail(self, user, email, context):
        """To the address that we know, never to the one that was typed: a look-alike may be somebody else's."""
        super().send_password_reset_mail(user, user.email, context)


class SecondFactors(DefaultMFAAdapter):
    """Codes of an authenticator app; its picture is markup, because pages load no data: images."""

    def get_totp_label(self, user):
        return user.get_username()

    def get_totp_issuer(self):
        return settings.SITE_NAME

    def build_totp_svg(self, url):
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
        return format_html(
            '<svg viewBox="0 0 {0} {0}" width="264" height="264" role="img" aria-label="{2}">'
            '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{1}"/></svg>',
            len(rows),
            "".join(dark),
            gettext("QR code of the secret"),
        )


class ResetForm(ResetPasswordForm):
    """Asks for the accounts of an address in one query, which is the same for known and unknown ones."""

    def clean_email(self):
        email = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


def password_reset(request):
    """By e-mail where the site can send any; else the page says whom to ask."""
    titled = {"title": gettext("A new password")}
    if settings.CAN_SEND_EMAIL:
        return views.PasswordResetView.as_view(form_class=ResetForm, extra_context=titled)(request)
    asked = {**titled, "administrator": settings.ADMINISTRATOR or gettext("the person who runs this site")}
    return render(request, "account/password_ask.html", asked)


@receiver([authenticator_added, authenticator_used], dispatch_uid="remember_second_factor")
def remember_second_factor(request, user, **_):
    """Notes in the session that its owner has just shown the factor, by a code of the app or by a recovery code."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    request.session[SECOND_FACTOR] = factor and factor.pk


@receiver(post_save, sender=User, dispatch_uid="end_sessions_of_the_deactivated")
def end_sessions_of_the_deactivated(instance, **_):
    """For good: whoever is let in again later has to sign in again."""
    if not instance.is_active:
        end_sessions(instance)


def end_sessions(user):
    """Signs a person out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@transaction.atomic
def take_second_factor(user):
    """For who has lost the app and the recovery codes: signed out everywhere, he or she sets up a new factor."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def make_attempts_table(using="default", **_):
    """The table in which all processes count attempts to sign in; readers' pages never touch it."""
    call_command("createcachetable", database=using, verbosity=0)


def attempt_key(key, prefix, version):
    """Names of accounts, addresses of machines and codes are counted, but not kept in words."""
    return salted_hmac("tracker.desk.attempts", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
