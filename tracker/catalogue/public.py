"""What a reader may see. Everything public starts here, and nowhere else.

Lists find their rows in the Listing, where drafts and withdrawn statements have no line. A statement's own page
outlives its withdrawal, so it starts at the statement.
"""

from django.db.models import Prefetch, Q

from tracker.catalogue.models import Listing
from tracker.officials.models import Official
from tracker.sources.models import Publisher
from tracker.statements.models import Appearance, Statement, StatementLink, Topic, Voice
from tracker.verifications.models import Evidence, Verification


def listings():
    """The lines of all public statements."""
    return Listing.objects.all()


def with_rows(listings):
    """Listing lines with all that a row of a list shows, in a fixed number of queries."""
    return listings.select_related(
        "speaker", "deciding", "interim", "statement__country", "statement__speaker", "statement__tenure"
    ).prefetch_related(
        Prefetch("statement__voices", Voice.objects.select_related("official")),
        Prefetch(
            "statement__appearances",
            Appearance.objects.filter(is_primary=True).select_related("source__publisher", "relayed_by"),
            to_attr="primary_appearances",
        ),
    )


def statements():
    """Statements that have a page: published ones, the withdrawn among them."""
    return Statement.objects.filter(published_at__isnull=False)


def verifications():
    """Published entries of published statements; withdrawn ones stay, marked, on the statement's page."""
    return Verification.objects.filter(published_at__isnull=False, statement__published_at__isnull=False)


def latest_verifications():
    """Published entries that stand, of statements that stand, newest publication first."""
    return (
        verifications()
        .filter(withdrawn_at__isnull=True, statement__withdrawn_at__isnull=True)
        .order_by("-published_at", "-id")
    )


def links():
    """Links between two statements that both have a page."""
    return StatementLink.objects.filter(earlier__published_at__isnull=False, later__published_at__isnull=False)


def officials():
    """Officials with a page: they got their address at the first publication of words of theirs."""
    return Official.objects.filter(slug__isnull=False)


def topics():
    return Topic.objects.filter(slug__isnull=False)


def publishers():
    return Publisher.objects.filter(slug__isnull=False)


def statement_page(number):
    """One statement with all that its page shows, or None: parts, entries with evidence, links both ways."""
    evidence = Evidence.objects.select_related("source__publisher").prefetch_related("source__attributions__origin")
    return (
        statements()
        .filter(number=number)
        .select_related("speaker", "tenure__office", "country", "published_by")
        .prefetch_related(
            Prefetch("voices", Voice.objects.select_related("official", "country")),
            Prefetch(
                "appearances",
                Appearance.objects.select_related("source__publisher", "relayed_by").prefetch_related(
                    "source__attributions__origin"
                ),
            ),
            "topics",
            "concerns",
            Prefetch(
                "verifications",
                verifications()
                .select_related("author", "published_by")
                .prefetch_related(Prefetch("evidence", evidence)),
                to_attr="public_entries",
            ),
        )
        .first()
    )


def linked(statement):
    """The statement's links both ways, each with the other statement and its speaker."""
    return (
        links()
        .filter(Q(later=statement) | Q(earlier=statement))
        .select_related("later__speaker", "earlier__speaker")
        .order_by("id")
    )
