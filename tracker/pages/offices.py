"""An official's offices over time, with the days on which his or her words were said.

The marks tell the day and nothing else: how the words turned out stands in the counts, with what there is to say about
them, and a row of coloured marks would be read as a score.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.catalogue.said_by import latest_days
from tracker.officials.models import Tenure
from tracker.pages.drawings import Box, Days
from tracker.partial_dates import PartialDate
from tracker.verifications.status import today

# Statements of which the days are drawn.
MOST_STATEMENTS = 250
BEYOND_TODAY = timedelta(days=183)
# From the top of a line of the picture, in pixels: a mark is higher than the bar that it stands on.
BAR = (6, 18)
MARK = (2, 22)


@dataclass(frozen=True)
class Mark:
    """A day, or the days between which it lies, on which words were said in an office."""

    said_on: PartialDate
    count: int
    box: Box


@dataclass(frozen=True)
class Line:
    """An office with its days, or none: the days that it was held, those on which it may have been taken up or left,
    and the marks on it."""

    tenure: Tenure | None
    held: Box | None
    unsure: list
    marks: list

    @property
    def count(self):
        return sum(mark.count for mark in self.marks)


@dataclass(frozen=True)
class Offices:
    """The picture: a line an office, latest first, and one more for words said in none, if there are any."""

    lines: list
    days: Days
    count: int

    @property
    def day_count(self):
        return len({mark.said_on for line in self.lines for mark in line.marks})

    @property
    def in_none(self):
        return next((line for line in self.lines if line.tenure is None), None)


def offices(official):
    """The picture of an official with `tenures`; None where there is neither an office nor a statement."""
    tenures, said = list(official.tenures.all()), latest_days(official, MOST_STATEMENTS)
    if not (tenures or said):
        return None
    now = today()
    days = _years_around([*_days_of(tenures, now), *(day for _tenure, day in said)])
    by_tenure = {tenure.pk: Counter() for tenure in tenures}
    for key, day in said:
        by_tenure.setdefault(key if key in by_tenure else None, Counter())[day] += 1
    lines = [_line(tenure, by_tenure[tenure.pk], days, now) for tenure in tenures]
    if None in by_tenure:
        lines.append(Line(None, None, [], _marks(by_tenure[None], days)))
    return Offices(lines, days, len(said))


def _days_of(tenures, now):
    for tenure in tenures:
        yield tenure.started_on
        yield tenure.ended_on or PartialDate.day(_open_end(tenure, now))


def _open_end(tenure, now):
    """Where the bar of an office ends that has no end on record: some way beyond today, and dashed from there on."""
    return min(max(now, tenure.started_on.last), date.max - BEYOND_TODAY) + BEYOND_TODAY


def _years_around(partial_dates):
    """Whole years, so that a picture begins and ends where a year does."""
    first, last = min(day.first for day in partial_dates), max(day.last for day in partial_dates)
    return Days(date(first.year, 1, 1), date(last.year, 12, 31))


def _line(tenure, said, days, now):
    started, ended = tenure.started_on, tenure.ended_on
    unsure = [days.box(day.first, day.last, *BAR) for day in (started, ended) if day and not day.is_exact]
    if not ended:
        unsure.append(days.box(max(now, started.last), _open_end(tenure, now), *BAR))
    return Line(tenure, days.box(started.last, ended.first if ended else now, *BAR), unsure, _marks(said, days))


def _marks(said, days):
    found = sorted(said.items(), key=lambda one: (one[0].first, one[0].last))
    return [Mark(day, count, days.box(day.first, day.last, *MARK)) for day, count in found]
