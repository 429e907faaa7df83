"""The dated points of a statement's life, in order: said, checked, to be checked, logged, today."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.partial_dates import PartialDate
from tracker.verifications.status import standing
from tracker.vocabulary import CheckByBasis, Finding, Status, finding_label


@dataclass(frozen=True)
class Point:
    """One day of a life line. `entry` is the verification that it belongs to, if any."""

    day: PartialDate
    kind: str  # said, entry, check_by, logged, now
    label: str
    entry: object = None
    decides: bool = False  # the entry that says where the statement stands
    moved_to: PartialDate | None = None  # the check-by day that took this one's place
    is_moved_here: bool = False
    is_ahead: bool = False  # it lies after the day that the line runs to
    tone: str = ""  # how the finding is drawn

    @property
    def key_day(self):
        """The day by which it counts: words from their first possible day on, all else from its last."""
        return self.day.first if self.kind == "said" else self.day.last


@dataclass(frozen=True)
class Stretch:
    """The time between two points, and where the statement stood in it."""

    days: int
    status: Status | None  # none before the words were said, and after the day that the line runs to
    tone: str = ""


@dataclass(frozen=True)
class LifeLine:
    """Points in order, with a stretch between each and the next."""

    points: list
    stretches: list
    until: date


# What happened on one day stands in this order.
RANKS = ("said", "entry", "check_by", "logged", "now")


def life_line(statement, entries, day, day_now):
    """What is known on a day; without a day, all of it and today. `entries` are those to be shown."""
    until = day or day_now
    points = [
        Point(statement.said_on, "said", _("Said")),
        *_entry_points(statement, entries, day),
        *_check_by_points(statement, entries, until),
        *_logged_points(statement, until),
        Point(PartialDate.day(until), "now", _("As of this day") if day else _("Today")),
    ]
    points = [point for point in points if point.kind != "said" or point.key_day <= until]
    points.sort(key=lambda point: (point.key_day, RANKS.index(point.kind), point.day.first))
    stretches = [_stretch(statement, entries, until, *pair) for pair in pairwise(points)]
    return LifeLine(points, stretches, until)


def _entry_points(statement, entries, day):
    deciding = standing(statement, entries, day).deciding
    for entry in entries:
        finding = Finding(entry.finding)
        if entry.withdrawn_at:
            yield Point(entry.public_on, "entry", _("Withdrawn entry"), entry, tone="void")
        else:
            label = finding_label(finding, statement.kind, entry.partly_because)
            yield Point(entry.public_on, "entry", label, entry, decides=entry is deciding, tone=finding.tone)


def _check_by_points(statement, entries, until):
    """The first check-by day and those that others moved it to, in the order in which they did."""
    moves = [entry for entry in entries if entry.finding == Finding.POSTPONED and not entry.withdrawn_at]
    moves.sort(key=lambda entry: (entry.public_on_last, entry.published_at, entry.id))
    days = [day for day in [statement.check_by, *(entry.new_check_by for entry in moves)] if day]
    for place, day in enumerate(days):
        is_first = place == 0 and statement.check_by
        is_set_by_us = is_first and statement.check_by_basis == CheckByBasis.EDITORS
        yield Point(
            day,
            "check_by",
            _first_label(is_set_by_us) if is_first else _("Check by, moved"),
            moved_to=days[place + 1] if place + 1 < len(days) else None,
            is_moved_here=not is_first,
            is_ahead=day.last > until,
        )


def _first_label(is_set_by_us):
    return _("We look again") if is_set_by_us else _("Check by")


def _logged_points(statement, until):
    logged = timezone.localdate(statement.published_at)
    return [Point(PartialDate.day(logged), "logged", _("Logged here"))] if logged <= until else []


def _stretch(statement, entries, until, point, following):
    days = (following.key_day - point.key_day).days
    if point.kind == "now" or point.is_ahead or point.key_day < statement.said_on_first:
        return Stretch(days, None)
    # A day to check by is over when the next begins.
    day = min(until, point.key_day + timedelta(point.kind == "check_by"))
    status = standing(statement, entries, day).status
    return Stretch(days, status, status.tone)
