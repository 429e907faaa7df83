"""Statements by the year in which they were said and by where they stand today: a picture and its table."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.catalogue.counts_apart import GROUPS
from tracker.catalogue.tallies import count_by_year
from tracker.pages.drawings import Columns, Stack, columns, written
from tracker.verifications.status import today
from tracker.vocabulary import Kind, Status

# Years that are drawn; of earlier ones the table alone tells.
MOST_YEARS = 20
# What is counted apart, and what is not judged at all.
SORTS = {**GROUPS, _("Positions"): (Kind.POSITION,)}
_KINDS_TOGETHER = {kind.value: kinds for kinds in SORTS.values() for kind in kinds}


@dataclass(frozen=True)
class Row:
    """A year of one sort of statements: how many with each status, and the list of them."""

    year: int
    numbers: list
    count: int
    address: str

    @property
    def cells(self):
        """The numbers and what they are together, as they stand in the table."""
        return [written(number) for number in (*self.numbers, self.count)]


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
    counted = _counted(**{name: key for name, (_word, key) in whose.items()})
    statuses = [status for status in Status if any(counts[status] for counts in counted.values())]
    to_list = _to_list(whose)
    rows = {
        (kinds, year): _row(kinds, year, [counts[status] for status in statuses], to_list)
        for (kinds, year), counts in sorted(counted.items(), key=lambda one: one[0][1])
    }
    years = sorted({year for _kinds, year in rows})
    drawn = range(max(years[0], years[-1] - MOST_YEARS + 1), years[-1] + 1) if years else range(0)
    highest = max((row.count for row in rows.values() if row.year in drawn), default=0)
    sorts = [_sort(name, kinds, rows, statuses, drawn, highest) for name, kinds in SORTS.items()]
    totals = sum(counted.values(), Counter())
    return ByYear(
        sorts=[sort for sort in sorts if sort.rows],
        statuses=[StatusOnRecord(status, totals[status], to_list(("status", status))) for status in statuses],
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        earlier_count=sum(row.count for row in rows.values() if row.year not in drawn),
        logged_since=logged_since,
        day=today(),
    )


def _counted(**whose):
    """The numbers by status, for each sort and year of which there are any."""
    counted = defaultdict(Counter)
    for row in count_by_year(**whose):
        counted[_KINDS_TOGETHER[row["kind"]], row["year"]][row["status"]] += row["n"]
    return counted


def _to_list(whose):
    """What gives the address of the list with some more parameters."""
    own, page = [(name, word) for name, (word, _key) in whose.items()], reverse("statements")
    return lambda *more: f"{page}?{urlencode([*own, *more])}"


def _row(kinds, year, numbers, to_list):
    address = to_list(("year", f"{year:04}"), *(("kind", kind) for kind in kinds))
    return Row(year, numbers, sum(numbers), address)


def _sort(name, kinds, rows, statuses, drawn, highest):
    stacks = [_stack(rows[kinds, year], statuses) if (kinds, year) in rows else Stack(str(year)) for year in drawn]
    return Sort(name, [row for (those, _year), row in rows.items() if those == kinds], columns(stacks, highest))


def _stack(row, statuses):
    words = ngettext("%(year)s: %(count)s statement", "%(year)s: %(count)s statements", row.count)
    parts = tuple((status.tone, n) for status, n in zip(statuses, row.numbers, strict=True) if n)
    return Stack(str(row.year), parts, words % {"year": row.year, "count": written(row.count)}, row.address)
