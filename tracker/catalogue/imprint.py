"""What every file says of itself: whose it is, under which licence, what was asked, and when it was true."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tracker.catalogue.columns import iso, utc
from tracker.catalogue.site_version import record_version


def site_address(request=None):
    """Where the site stands, without a final slash: as the operator set it, or as the reader asked for it. In
    development, where nobody asked, it is where `manage.py demo` serves."""
    if settings.SITE_ADDRESS:
        return settings.SITE_ADDRESS
    return request.build_absolute_uri("/").rstrip("/") if request else "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Imprint:
    """The lines that go with every file; `name` is the beginning of the file's own name."""

    name: str
    title: str
    address: str
    page: str
    query: str
    site: str
    version: int
    moment: datetime
    as_of: date | None = None

    @property
    def dictionary(self):
        """The page that explains every column."""
        return self.site + reverse("data")

    def as_plain(self):
        """The same for machines, in the order in which people should read it."""
        return {
            "title": self.title,
            "publisher": settings.SITE_NAME,
            "licence": settings.LICENCE,
            "licence_address": settings.LICENCE_ADDRESS,
            "address": self.address,
            "page": self.page,
            "query": self.query,
            "as_of": iso(self.as_of),
            "read_at": utc(self.moment),
            "record_version": self.version,
            "columns_explained_at": self.dictionary,
        }


def imprint_of(request, name, title, page, as_of=None):
    """The imprint of the file that was asked for; `page` is the path of the page that shows the same. The version is
    read before the rows are: the file has at least what was published by then."""
    site, query = site_address(request), request.GET.urlencode()
    return Imprint(
        name=name,
        title=title,
        address=site + request.path + (f"?{query}" if query else ""),
        page=site + page,
        query=query,
        site=site,
        version=record_version(),
        moment=timezone.now(),
        as_of=as_of,
    )
