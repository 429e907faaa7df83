"""Statements by the year in which they were said and by where they stand today: a picture and its table."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.catalogue.counts_apart import GROUPS
from tracker.catalogue.tallies import count_by_year
from tracker.pages.drawings import Columns, Stack, columns
from tracker.verifications.status import today
from tracker.vocabulary import Kind, Status

# Years that are drawn; of earlier ones the table alone tells.
MOST_YEARS = 30
# What is counted apart, and what is not judged at all.
SORTS = {**GROUPS, _("Positions"): (Kind.POSITION,)}


@dataclass(frozen=True)
class Row:
    """A year of one sort of statements: how many with each status, and the list of them."""

    year: int
    numbers: list
    address: str

    @property
    def count(self):
        return sum(self.numbers)


@dataclass(frozen=True)
class Sort:
    """The statements of one sort: their columns, and the years in which there are any."""

    name: str
    rows: list
    drawing: Columns

    @property
    def count(self):
        return sum(row.count for row in self.rows)


@dataclass(frozen=True)
class StatusOnRecord:
    """A status that some of the statements have: how many, and the list of them."""

    status: Status
    count: int
    address: str


@dataclass(frozen=True)
class ByYear:
    sorts: list
    statuses: list
    first_year: int | None
    last_year: int | None
    earlier_count: int  # said in years that are not drawn
    logged_since: datetime | None
    day: date

    @property
    def count(self):
        return sum(sort.count for sort in self.sorts)

    @property
    def column_count(self):
        """Of the table: the year, the statuses, and what they are together."""
        return len(self.statuses) + 2


def by_year(logged_since, **whose):
    """All public statements by year, or those of one country or topic: `whose` is a filter of the list and what stands
    in its address, with the key that the tallies have."""
    counted = _Counted(whose)
    years = counted.years
    drawn = range(max(years[0], years[-1] - MOST_YEARS + 1), years[-1] + 1) if years else range(0)
    highest = counted.highest(drawn)
    sorts = [_sort(name, kinds, counted, drawn, highest) for name, kinds in SORTS.items()]
    return ByYear(
        sorts=[sort for sort in sorts if sort.count],
        statuses=counted.on_record,
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        earlier_count=sum(n for (_kinds, year, _status), n in counted.numbers.items() if year not in drawn),
        logged_since=logged_since,
        day=today(),
    )


class _Counted:
    """The tallies that a picture shows, by sort, year and status, and the addresses of the lists that they count."""

    def __init__(self, whose):
        self.query = [(name, word) for name, (word, _key) in whose.items()]
        self.list = reverse("statements")
        self.rows = {}
        self.numbers = Counter()
        for row in count_by_year(**{name: key for name, (_word, key) in whose.items()}):
            kinds = next(kinds for kinds in SORTS.values() if row["kind"] in kinds)
            self.numbers[kinds, row["year"], row["status"]] += row["n"]

    @cached_property
    def years(self):
        return sorted({year for _kinds, year, _status in self.numbers})

    @cached_property
    def statuses(self):
        """Those that any statement has, in the order in which readers meet them everywhere."""
        found = {status for _kinds, _year, status in self.numbers}
        return [status for status in Status if status in found]

    @property
    def on_record(self):
        return [
            StatusOnRecord(
                status,
                sum(n for (_kinds, _year, found), n in self.numbers.items() if found == status),
                self.address(("status", status)),
            )
            for status in self.statuses
        ]

    def highest(self, years):
        """The number of the highest column of all sorts, because all are drawn on one scale."""
        return max((self.row(kinds, year).count for kinds in SORTS.values() for year in years), default=0)

    def row(self, kinds, year):
        """Made once: it is drawn, written in the table, and compared with the highest."""
        if (kinds, year) not in self.rows:
            numbers = [self.numbers[kinds, year, status] for status in self.statuses]
            address = self.address(("year", f"{year:04}"), *(("kind", kind) for kind in kinds))
            self.rows[kinds, year] = Row(year, numbers, address)
        return self.rows[kinds, year]

    def address(self, *more):
        return f"{self.list}?{urlencode([*self.query, *more])}"


def _sort(name, kinds, counted, drawn, highest):
    rows = [counted.row(kinds, year) for year in counted.years]
    stacks = [_stack(counted.row(kinds, year), counted.statuses) for year in drawn]
    return Sort(name, [row for row in rows if row.count], columns(stacks, highest))


def _stack(row, statuses):
    words = ngettext("%(year)s: %(count)s statement", "%(year)s: %(count)s statements", row.count)
    parts = tuple((status.tone, n) for status, n in zip(statuses, row.numbers, strict=True))
    return Stack(str(row.year), parts, words % {"year": row.year, "count": row.count}, row.address)
