"""The version of the site: another number after each change of what the public may see, and the same until then.

Read it before anything else of an answer. What is read afterwards is then at least as new as the version that it is
kept under: an answer is never older than its version says. (Read after the page, a version can be newer than the page.)
"""

from django.db import connection
from django.db.models import Sum

from tracker.catalogue.models import SiteChange


def site_version():
    """One cheap query. Not for the inside of a transaction, whose snapshot may be older than what others read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracker_site_version()")
        return cursor.fetchone()[0]


def record_version():
    """A number that grows with everything that is published, corrected or withdrawn: how many versions of pages this
    site has shown."""
    return SiteChange.objects.aggregate(shown=Sum("shown", default=0))["shown"]
