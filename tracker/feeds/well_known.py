"""What crawlers and the finders of security holes look for at fixed addresses."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.catalogue.columns import utc
from tracker.catalogue.imprint import site_address
from tracker.languages import in_each_language

_TYPE = "text/plain; charset=utf-8"
DAYS_VALID = 180


@require_safe
def robots(request):
    """Every page may be crawled; the desk has nothing for crawlers, and filtered lists are without end, in no
    language."""
    site = site_address(request)
    closed = [reverse("admin:index"), "/accounts/", f"{reverse('statements')}?"]
    spoken = [address for path in closed for _code, address in in_each_language(path)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in spoken), "", f"Sitemap: {site}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", _TYPE)


@require_safe
def security(request):
    """Whom to tell of a hole in the site (RFC 9116), where the operator has said so."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0) + timedelta(days=DAYS_VALID)
    site = site_address(request)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {utc(expires)}",
        "Preferred-Languages: en",
        f"Canonical: {site}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", _TYPE)
