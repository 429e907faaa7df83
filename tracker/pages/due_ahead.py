"""What awaits our check and what falls due in the months ahead: the picture of the page of what is to be checked."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from tracker.catalogue.due_ahead import awaiting_count, count_by_month
from tracker.pages.drawings import Columns, Stack, columns
from tracker.verifications.status import today
from tracker.vocabulary import Status

MONTHS = 24
# Behind every statement of a day: no place in a list has a higher number.
LAST_OF_A_DAY = 999_999_999


@dataclass(frozen=True)
class Month:
    """A month that something falls due in: how many, and where the list of them begins."""

    first: date
    count: int
    address: str

    @property
    def name(self):
        return date_format(self.first, "F Y")


@dataclass(frozen=True)
class DueAhead:
    awaiting_count: int
    awaiting_address: str
    months: list
    later_count: int
    drawing: Columns

    @property
    def ahead_count(self):
        return sum(month.count for month in self.months)

    @property
    def is_anything(self):
        """Whether there is anything to draw."""
        return self.awaiting_count + self.ahead_count > 0

    @property
    def last_month(self):
        return self.months[-1]


def due_ahead(to_be_checked_count):
    """The picture, for as many as are to be checked at any time."""
    now = today()
    firsts = [_month_after(now, number) for number in range(MONTHS + 1)]
    counts = count_by_month(until=firsts[-1])
    months = [Month(first, counts.get(first, 0), _from(max(first, now))) for first in firsts[:-1]]
    awaiting, address = awaiting_count(), f"{reverse('statements')}?{urlencode({'status': Status.DUE.value})}"
    return DueAhead(
        awaiting,
        address,
        months,
        to_be_checked_count - awaiting - sum(counts.values()),
        columns([_awaiting(awaiting, address), Stack("", ()), *map(_stack, months)]),
    )


def _month_after(day, number):
    """The first day of the month that comes so many months after a day's own."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, 1)


def _from(day):
    """Where the list of what is to be checked goes on with a day."""
    place = f"{day - timedelta(days=1)}~{LAST_OF_A_DAY}"
    return f"{reverse('due')}?{urlencode({'after': place}, safe='~')}"


def _awaiting(count, address):
    words = ngettext("%(count)s awaits our check", "%(count)s await our check", count)
    return Stack("", ((Status.DUE.tone, count),), words % {"count": count}, address)


def _stack(month):
    words = ngettext("%(month)s: %(count)s falls due", "%(month)s: %(count)s fall due", month.count)
    name = str(month.first.year) if month.first.month == 1 else ""
    parts = ((Status.OPEN.tone, month.count),)
    return Stack(name, parts, words % {"month": month.name, "count": month.count}, month.address)
