"""Sitemaps: every public page with the moment it truly changed, in parts that crawlers take."""

from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.catalogue import changed, public
from tracker.catalogue.columns import utc
from tracker.catalogue.imprint import site_address
from tracker.countries.models import Country
from tracker.database.snapshots import one_snapshot

PAGES_A_PART = 50_000  # what the protocol allows
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TYPE = "application/xml; charset=utf-8"


@require_safe
@one_snapshot()
def index(request):
    site = site_address(request)
    addresses = [
        site + reverse("sitemap-part", args=[section, part])
        for section, count in _part_counts().items()
        for part in range(1, count + 1)
    ]
    lines = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return HttpResponse(f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n", _TYPE)


def _part_counts():
    """How many parts there are: of statements by their numbers, so that a page keeps its part, and of the others."""
    counts = {
        "pages": 1,
        "statements": changed.last_number(),
        "officials": public.officials().count(),
        "countries": 1,
        "topics": public.topics().count(),
    }
    return {section: -(-count // PAGES_A_PART) for section, count in counts.items()}


@require_safe
@one_snapshot()
def part(request, section, part):
    if not 1 <= part <= _part_counts().get(section, 0):
        raise Http404
    pages = list(_SECTIONS[section]((part - 1) * PAGES_A_PART))
    return StreamingHttpResponse(_url_set(site_address(request), pages), content_type=_TYPE)


def _url_set(site, pages):
    yield f"{_HEAD}<urlset {_NAMESPACE}>\n"
    for path, moment in pages:
        changed_at = f"<lastmod>{utc(moment)}</lastmod>" if moment else ""
        yield f"<url><loc>{escape(site + path)}</loc>{changed_at}</url>\n"
    yield "</urlset>\n"


def _statements(start):
    for number, slug, moment in changed.statements_changed_at(start + 1, start + PAGES_A_PART):
        yield reverse("statement", args=[number, slug]), moment


def _pages(start):
    """The pages that every change of the record can change; the others only with the house."""
    at = changed.site_changed_at()
    moments = {"home": at, "statements": at, "officials": at, "countries": at, "due": at, "corrections": at}
    return [(reverse(name), moment) for name, moment in (moments | {"methodology": None, "data": None}).items()]


def _officials(start):
    at = changed.changed_by("officials")
    rows = public.officials().order_by("pk")[start : start + PAGES_A_PART]
    return [(official.get_absolute_url(), at.get(official.pk)) for official in rows]


def _countries(start):
    at = changed.changed_by("countries")
    return [(Country(code).get_absolute_url(), moment) for code, moment in sorted(at.items())][start:]


def _topics(start):
    at = changed.changed_by("topics")
    rows = public.topics().order_by("pk")[start : start + PAGES_A_PART]
    return [(topic.get_absolute_url(), at.get(topic.pk)) for topic in rows]


_SECTIONS = {
    "pages": _pages,
    "statements": _statements,
    "officials": _officials,
    "countries": _countries,
    "topics": _topics,
}
