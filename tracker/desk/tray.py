"""What lies on an editor's desk: own drafts, what is due, what was published and changed last."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.db.models import F

from tracker.catalogue import public
from tracker.desk.stages import STAGES
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.verifications.status import is_due, today
from tracker.vocabulary import finding_label

SHOWN = 8  # rows of each list; the count and the link lead to all
SOON = timedelta(days=30)


class Pile:
    """The first rows of a query, and how many there are in all."""

    def __init__(self, rows):
        self.rows = rows[:SHOWN]
        self.count = rows.count()


class PileOfVerifications(Pile):
    """Each with its finding in the words of the statement's kind."""

    def __init__(self, rows):
        super().__init__(rows)
        for row in self.rows:
            row.finding_words = finding_label(row.finding, row.statement.kind)


def on_the_desk(user):
    """All that the first page shows to a user, as far as he or she may see it."""
    piles = {"today": today()}
    if user.has_perm("tracker.view_statement"):
        piles |= {
            **statements_on_the_way(user),
            "overdue": Pile(overdue()),
            "queue": Pile(queue()),
            "due_soon": Pile(due_soon()),
            "latest_statements": Pile(latest_statements()),
        }
    if user.has_perm("tracker.view_verification"):
        piles |= {
            **verifications_on_the_way(user),
            "latest_verifications": PileOfVerifications(
                public.latest_verifications().select_related("statement__speaker", "author")
            ),
        }
    if user.has_perm("tracker.change_statement"):
        piles["changes"] = LogEntry.objects.select_related("user", "content_type")[:SHOWN]
    return piles


def statements_on_the_way(user):
    """Statements that nobody outside sees yet, by what is to be done with them and by whom."""
    mine = {
        "my_statements": statements("draft").filter(created_by=user),
        "others_statements": statements("draft").exclude(created_by=user),
        "statements_sent_back": statements("back").filter(created_by=user),
        "statements_handed_in": statements("review").filter(created_by=user),
    }
    if user.has_perm("tracker.review_statement"):
        mine["statements_to_review"] = statements("review").order_by("submitted_at", "id")
    return {name: Pile(rows) for name, rows in mine.items()}


def verifications_on_the_way(user):
    mine = {
        "my_verifications": verifications("draft").filter(author=user),
        "others_verifications": verifications("draft").exclude(author=user),
        "verifications_sent_back": verifications("back").filter(author=user),
        "verifications_handed_in": verifications("review").filter(author=user),
    }
    if user.has_perm("tracker.review_verification"):
        mine["verifications_to_review"] = verifications("review").order_by("submitted_at", "id")
    return {name: PileOfVerifications(rows) for name, rows in mine.items()}


def statements(stage):
    rows = Statement.objects.filter(**STAGES[stage]).select_related("speaker", "created_by")
    return rows.order_by("-created_at", "-id")


def verifications(stage):
    rows = Verification.objects.filter(**STAGES[stage]).select_related("statement__speaker", "author")
    return rows.order_by("-created_at", "-id")


def overdue():
    """What readers see as due: a day that the words name or imply has passed."""
    return _by_day(public.listings().filter(is_due(today())))


def queue():
    """What only the desk sees as due: a day that the editors set has passed."""
    return _by_day(_unsettled().filter(check_by_is_binding=False, check_by_last__lt=today()))


def due_soon():
    return _by_day(_unsettled().filter(check_by_last__range=(today(), today() + SOON)))


def _unsettled():
    return public.listings().filter(finding="", is_on_record=False)


def _by_day(listings):
    return listings.select_related("statement__speaker").order_by("check_by_last", "number")


def latest_statements():
    return (
        Statement.objects.filter(published_at__isnull=False)
        .select_related("speaker")
        .order_by(F("published_at").desc(), "-id")
    )
