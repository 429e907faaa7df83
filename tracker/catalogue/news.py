"""What is new: statements, verifications, corrections and withdrawals, the latest publication first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from tracker.catalogue import public
from tracker.catalogue.places import with_place
from tracker.database.snapshots import one_snapshot
from tracker.statements.models import Appearance, Concern, Statement, StatementTopic, Voice

LATEST = 50


class What(StrEnum):
    """What happened. The text stands in identifiers, so it stays."""

    STATEMENT = "statement"
    VERIFICATION = "verification"
    CORRECTION = "correction"
    VERIFICATION_WITHDRAWN = "verification-withdrawn"
    STATEMENT_WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class News:
    """One thing that was published, when, of which statement; `thing` is the statement, entry or correction."""

    what: What
    moment: datetime
    statement: Statement
    thing: object

    @property
    def place(self):
        """Which of the statement's entries or corrections it is; none for the statement itself."""
        return getattr(self.thing, "place", None)


@one_snapshot()
def latest_news(asked, limit=LATEST):
    """The latest news of an asked list, with the withdrawals of what stood in it.

    The words and the status of what is withdrawn can no longer be asked for, so a list that is filtered by them
    tells of every withdrawal that its other filters let through.
    """
    keys = asked.listings.order_by().values("pk")
    published = asked.listings.select_related("statement__speaker")
    entries = public.verifications().filter(statement__in=keys)
    corrections = public.corrections().filter(statement__in=keys)
    news = [
        *_latest(What.STATEMENT, published, "published_at", limit),
        *_changes(entries, corrections, withdrawn_from(asked), limit),
    ]
    return _newest(news, limit)


@one_snapshot()
def latest_changes(limit):
    """What was found, corrected and withdrawn last in the whole record."""
    entries = public.verifications().filter(statement__withdrawn_at__isnull=True)
    withdrawn = public.statements().filter(withdrawn_at__isnull=False)
    return _newest(_changes(entries, public.corrections(), withdrawn, limit), limit)


def _changes(entries, corrections, withdrawn, limit):
    entries = with_place(entries, "published_at").select_related("statement__speaker")
    return [
        *_latest(What.VERIFICATION, entries.filter(withdrawn_at__isnull=True), "published_at", limit),
        *_latest(What.CORRECTION, corrections, "corrected_at", limit),
        *_latest(What.VERIFICATION_WITHDRAWN, entries.filter(withdrawn_at__isnull=False), "withdrawn_at", limit),
        *_latest(What.STATEMENT_WITHDRAWN, withdrawn, "withdrawn_at", limit),
    ]


def _newest(news, limit):
    return sorted(news, key=lambda one: (one.moment, one.statement.number), reverse=True)[:limit]


def _latest(what, rows, moment, limit):
    for row in rows.order_by(f"-{moment}", "-pk")[:limit]:
        yield News(what, getattr(row, moment), getattr(row, "statement", row), row)


def withdrawn_from(asked):
    """Withdrawn statements that the list's filters would have let through."""
    withdrawn = public.statements().filter(withdrawn_at__isnull=False)
    if asked.whose:
        withdrawn = withdrawn.filter(STOOD_THERE[asked.whose.parameter]([asked.whose.thing.pk]))
    for parameter, condition in STOOD_THERE.items():
        if chosen := asked.filter.chosen(parameter):
            withdrawn = withdrawn.filter(condition([one.key for one in chosen]))
    return withdrawn.filter(_said_between(asked.filter.chosen("said_after"), asked.filter.chosen("said_before")))


def _said_between(after, before):
    return (Q(said_on_last__gte=after) if after else Q()) & (Q(said_on_first__lte=before) if before else Q())


def _has(model, **condition):
    return Exists(model.objects.filter(statement=OuterRef("pk"), **condition))


# The filters of the list, asked of the record itself: what is withdrawn has no line.
STOOD_THERE = {
    "official": lambda keys: Q(speaker__in=keys) | Q(_has(Voice, official__in=keys)),
    "country": lambda keys: Q(country__in=keys) | Q(_has(Voice, country__in=keys)),
    "topic": lambda keys: Q(_has(StatementTopic, topic__in=keys)),
    "concerns": lambda keys: Q(_has(Concern, country__in=keys)),
    "publisher": lambda keys: Q(_has(Appearance, source__publisher__in=keys)),
    "kind": lambda keys: Q(kind__in=keys),
}
