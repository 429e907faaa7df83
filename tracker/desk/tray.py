"""What lies on an editor's desk: own drafts, what waits for review, what is due, what changed last.

Each pile is read from an index and no further than it is shown, so that the page costs the same however long the
record is.
"""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from tracker.catalogue import public
from tracker.desk import saved
from tracker.desk.stages import STAGES
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.verifications.status import today
from tracker.vocabulary import TERMINAL_FINDINGS, Status, finding_label

SHOWN = 8  # rows of each list; the count and the link lead to all
INFORMS = 5  # rows of what only informs
COUNTED = 1_000  # of what is due; beyond it nobody needs the number to know what to do
SOON = timedelta(days=30)


class Pile:
    """The first rows of a query, and how many there are in all, where that is counted."""

    def __init__(self, query, count=None):
        self.query, self.count = query, count

    @cached_property
    def rows(self):
        return list(self.query[: INFORMS if self.count is None else SHOWN])

    @property
    def has_more(self):
        return self.count > len(self.rows)


class PileOfVerifications(Pile):
    """Each with its finding in the words of the statement's kind, and whether this person may publish it."""

    def __init__(self, query, count=None, user=None):
        super().__init__(query, count)
        self.user = user

    @cached_property
    def rows(self):
        rows = super().rows
        for row in rows:
            row.finding_words = finding_label(row.finding, row.statement.kind, row.partly_because)
            is_own_ending = row.author == self.user and row.finding in TERMINAL_FINDINGS
            row.has_to_be_published_by_another = is_own_ending and not settings.ONE_PERSON_NEWSROOM
        return rows


class PileByDay(Pile):
    """What has a day, counted up to a limit."""

    def __init__(self, lines):
        query = lines.select_related("statement__speaker").order_by("day", "number")
        super().__init__(query, lines.order_by("day").values("pk")[: COUNTED + 1].count())

    @property
    def is_beyond_count(self):
        return self.count > COUNTED


def on_the_desk(user):
    """All that the first page shows to a user, as far as he or she may see it."""
    piles = {"today": today(), "saved_filters": saved.on_the_first_page(user), "counted": COUNTED}
    if user.has_perm("tracker.view_statement"):
        piles |= {
            **statements_on_the_way(user),
            "overdue": PileByDay(overdue()),
            "queue": PileByDay(queue()),
            "due_soon": PileByDay(due_soon()),
            "latest_statements": Pile(latest_statements()),
        }
    if user.has_perm("tracker.view_verification"):
        latest = public.latest_verifications().select_related("statement__speaker", "author")
        piles |= {**verifications_on_the_way(user), "latest_verifications": PileOfVerifications(latest)}
    if user.has_perm("tracker.change_statement"):
        # The newest have the highest keys: their moments have no index.
        changes = LogEntry.objects.filter(content_type__app_label="tracker").order_by("-pk")
        piles["changes"] = changes.select_related("user", "content_type")[:INFORMS]
    return piles | _at_a_glance(piles)


def _at_a_glance(piles):
    """How many there are of what is to be done, statements and verifications together."""

    def together(*names):
        return sum(piles[name].count for name in names if name in piles)

    waiting = [name for name in ("statements_to_review", "verifications_to_review") if name in piles]
    return {
        "sent_back_count": together("statements_sent_back", "verifications_sent_back"),
        "draft_count": together("my_statements", "my_verifications"),
        "review_count": together(*(waiting or ["statements_handed_in", "verifications_handed_in"])),
    }


def statements_on_the_way(user):
    """Statements that nobody outside sees yet, by what is to be done with them and by whom."""
    drafts = Statement.objects.select_related("speaker", "created_by")
    found = _on_the_way(drafts, "statements", Q(created_by=user), user.has_perm("tracker.review_statement"))
    return {name: Pile(rows, count) for name, (rows, count) in found.items()}


def verifications_on_the_way(user):
    """The same of entries."""
    drafts = Verification.objects.select_related("statement__speaker", "author")
    found = _on_the_way(drafts, "verifications", Q(author=user), user.has_perm("tracker.review_verification"))
    return {name: PileOfVerifications(rows, count, user) for name, (rows, count) in found.items()}


def _on_the_way(drafts, name, is_own, may_review):
    """Drafts by stage and owner, each pile with its rows as a query and its count: all counts in one query."""
    rules = {
        f"my_{name}": Q(**STAGES["draft"]) & is_own,
        f"others_{name}": Q(**STAGES["draft"]) & ~is_own,
        f"{name}_sent_back": Q(**STAGES["back"]) & is_own,
        f"{name}_handed_in": Q(**STAGES["review"]) & is_own,
    }
    if may_review:
        rules[f"{name}_to_review"] = Q(**STAGES["review"])
    drafts = drafts.filter(published_at__isnull=True)
    counts = drafts.order_by().aggregate(**{pile: Count("pk", filter=rule) for pile, rule in rules.items()})
    return {pile: (_in_turn(drafts.filter(rule), pile), counts[pile]) for pile, rule in rules.items()}


def _in_turn(rows, pile):
    """What waits for somebody else: the one that waits longest comes first; one's own: the newest."""
    return rows.order_by("submitted_at", "id") if pile.endswith("_to_review") else rows.order_by("-created_at", "-id")


def overdue():
    """What readers see as due: a day that the words name or imply has passed."""
    return public.with_status(public.listings(), [Status.DUE]).annotate(day=F("check_by_last"))


def queue():
    """What only the desk sees as due: a day that the editors set has passed."""
    return _unsettled().filter(check_by_is_binding=False, day__lt=today())


def due_soon():
    return _unsettled().filter(day__range=(today(), today() + SOON))


def _unsettled():
    return _with_day(public.listings()).filter(finding="", is_on_record=False)


def _with_day(listings):
    """Lines with the day by which they can be checked, as the index of the unsettled has it: without one, far away."""
    return listings.annotate(day=Coalesce("check_by_last", date.max))


def latest_statements():
    """The lines of what was published last."""
    return public.listings().select_related("statement__speaker").order_by("-published_at", "-number")
