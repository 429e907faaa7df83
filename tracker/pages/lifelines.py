"""The dated points of a statement's life, in order: said, logged, checked, to be checked."""

from dataclasses import dataclass

from django.utils import timezone

from tracker.partial_dates import PartialDate
from tracker.vocabulary import Finding


@dataclass(frozen=True)
class Point:
    """One day of a life line. `entry` is the verification that it belongs to, if any."""

    day: PartialDate
    kind: str  # said, logged, check_by, entry, now
    entry: object = None


# What happened on one day stands in this order.
RANKS = ("said", "entry", "check_by", "logged", "now")


def life_line(statement, entries, day, day_now):
    """The points known on a day; without a day, all of them and today."""
    points = [Point(statement.said_on, "said"), Point(PartialDate.day(day or day_now), "now")]
    points += [Point(entry.public_on, "entry", entry) for entry in entries]
    points += [Point(check_by, "check_by") for check_by in _check_by_days(statement, entries)]
    logged = timezone.localdate(statement.published_at)
    if day is None or logged <= day:
        points.append(Point(PartialDate.day(logged), "logged"))
    return sorted(points, key=lambda point: (point.day.last, RANKS.index(point.kind), point.day.first))


def _check_by_days(statement, entries):
    """The first check-by day and those that others moved it to."""
    moved = [entry.new_check_by for entry in entries if entry.finding == Finding.POSTPONED]
    return [day for day in [statement.check_by, *moved] if day]
