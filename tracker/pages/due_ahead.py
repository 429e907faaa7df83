"""What awaits our check since the past year, and what falls due in the two years ahead: a picture by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from tracker.catalogue.due_ahead import awaiting_count, count_by_day
from tracker.pages.drawings import Columns, Stack, columns, written
from tracker.verifications.status import today
from tracker.vocabulary import Status

MONTHS_BACK, MONTHS_AHEAD = 12, 24
# Behind every statement of a day: no place in a list has a higher number.
LAST_OF_A_DAY = 999_999_999


@dataclass(frozen=True)
class Month:
    """A month: how many fell due in it and await our check, how many are to come, and where the list of them begins."""

    first: date
    awaiting_count: int
    to_come_count: int
    address: str

    @property
    def count(self):
        return self.awaiting_count + self.to_come_count

    @property
    def name(self):
        return date_format(self.first, "F Y")


@dataclass(frozen=True)
class DueAhead:
    """`awaiting_count` is all that awaits our check, also what does so for longer than the months go back; what comes
    after them is `later_count`."""

    awaiting_count: int
    awaiting_address: str
    months: list
    later_count: int
    drawing: Columns

    @property
    def to_come_count(self):
        return sum(month.to_come_count for month in self.months)

    @property
    def longer_count(self):
        return self.awaiting_count - sum(month.awaiting_count for month in self.months)

    @property
    def is_anything(self):
        """Whether there is anything to draw."""
        return any(month.count for month in self.months)

    @property
    def last_month(self):
        return self.months[-1]


def due_ahead(to_be_checked_count):
    """The picture, for as many as are to be checked at any time."""
    now, awaiting = today(), awaiting_count()
    firsts = [_month_after(now, number) for number in range(-MONTHS_BACK, MONTHS_AHEAD + 1)]
    counts = Counter()
    for day, count in count_by_day(firsts[0], firsts[-1]).items():
        counts[day.replace(day=1), day < now] += count
    months = [Month(first, counts[first, True], counts[first, False], _from(first)) for first in firsts[:-1]]
    return DueAhead(
        awaiting,
        f"{reverse('statements')}?{urlencode({'status': Status.DUE.value})}",
        months,
        to_be_checked_count - awaiting - sum(month.to_come_count for month in months),
        columns([_stack(month) for month in months]),
    )


def _month_after(day, number):
    """The first day of the month that comes so many months after a day's own."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, 1)


def _from(day):
    """Where the list of what is to be checked goes on with a day."""
    place = f"{day - timedelta(days=1)}~{LAST_OF_A_DAY}"
    return f"{reverse('due')}?{urlencode({'after': place}, safe='~')}"


def _stack(month):
    words = ngettext("%(month)s: %(count)s statement", "%(month)s: %(count)s statements", month.count)
    name = str(month.first.year) if month.first.month == 1 else ""
    parts = ((Status.DUE.tone, month.awaiting_count), (Status.OPEN.tone, month.to_come_count))
    return Stack(name, parts, words % {"month": month.name, "count": written(month.count)}, month.address)
