"""How many statements a list has, and how many it would have with each value of a filter.

A facet is counted with all other filters applied. What the tallies know is summed up from them; the rest is counted
line by line, in one pass over the lines that all its facets share. Both are exact, and of one moment inside one
snapshot.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.functional import cached_property

from tracker.catalogue.orders import shelfmark
from tracker.catalogue.tallies import SEVERAL, TallyQuestion, rules_of_lines, sql_count_of_lines
from tracker.database.rows import rows
from tracker.verifications.status import today

FACETS = ("status", "country", "kind", "year", "topic")
# Filters that no tally knows.
_LINE_BY_LINE = ("q", "concerns", "publisher")


@dataclass(frozen=True)
class Facets:
    """The count of a list, and of each facet the count of each value that has any, by the value's key."""

    total: int
    counts: dict


def of(asked):
    """The facets of a list as a StatementFilter asks for it."""
    if not asked.can_be_followed:
        return Facets(0, {facet: {} for facet in FACETS})
    counts = _Count(asked).by_facet(FACETS)
    return Facets(_total(asked, counts), counts)


def total_of(asked):
    """The count of a list alone."""
    return _total(asked, _Count(asked).by_facet(["kind"])) if asked.can_be_followed else 0


def _total(asked, counts):
    """Every statement has one kind, and the kinds are counted with all other filters applied."""
    kinds = asked.keys("kind") or counts["kind"].keys()
    return sum(counts["kind"][kind] for kind in kinds)


class _Count:
    """One list, counted by facets."""

    def __init__(self, asked):
        self.asked = asked
        self.chosen = {name: asked.keys(name) for name in (*FACETS, "official")}
        self.days = _Days(asked.day("said_after"), asked.day("said_before"))
        self.is_line_by_line = (
            not asked.is_of_all or any(asked.is_set(name) for name in _LINE_BY_LINE) or len(self.chosen["official"]) > 1
        )

    def by_facet(self, facets):
        counts = {facet: Counter() for facet in facets}
        tallied = [facet for facet in facets if self._is_tallied(facet)]
        for row in self.tallies.count(tallied) if tallied else ():
            counts[row["facet"]][_key(row)] += row["n"]
        if tallied and self.days.at_the_edges:
            self._add_lines(counts, tallied, self.days.at_the_edges)
        self._add_lines(counts, [facet for facet in facets if facet not in tallied])
        return counts

    def _is_tallied(self, facet):
        return not self.is_line_by_line and self.days.can_be_tallied and self.tallies.can_answer(facet)

    @cached_property
    def tallies(self):
        return TallyQuestion(self.chosen, self.days.years, today())

    def _add_lines(self, counts, facets, only=None):
        for together in self._that_share_lines(facets):
            for row in self._count_lines(together, only):
                counts[row["facet"]][_key(row)] += row["n"]

    def _that_share_lines(self, facets):
        """The facets in groups, each of which is counted in one pass. Where nothing else narrows the list down, the
        lines of all countries are not read for the sake of another facet than the country."""
        if self.is_line_by_line or self.chosen["official"]:
            return [facets] if facets else []
        alone = [facet for facet in facets if facet in SEVERAL and self.chosen[facet]]
        shared = [facet for facet in facets if facet not in alone]
        return [*([shared] if shared else []), *([facet] for facet in alone)]

    def _count_lines(self, facets, only):
        """Counts the lines that have what all facets of the group ask for, and for each facet what the others ask."""
        own = [facet for facet in facets if self.chosen[facet]]
        lines = self.asked.listings_without(*own)
        if only is not None:
            lines = lines.filter(only)
        lines = lines.values("kind", "status", "year", "countries", "topics")
        sql, values = lines.query.sql_with_params()
        parts, values = [], list(values)
        for facet in facets:
            rules, chosen = rules_of_lines(self.chosen, [name for name in own if name != facet])
            parts.append(sql_count_of_lines("lines", facet, " AND ".join(rules) or "true"))
            values += chosen
        return rows(f"WITH lines AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}", *values)


def _key(row):
    """The value of a facet as the listing has it."""
    return int(row["value"]) if row["facet"] in ("year", "topic") else row["value"]


@dataclass(frozen=True)
class _Days:
    """The days between which the words were said. The years that lie between them as a whole are tallied; the lines
    that count for another year, but may lie between the days, are counted one by one."""

    after: date | None
    before: date | None

    @property
    def is_set(self):
        return bool(self.after or self.before)

    @cached_property
    def years(self):
        """The first and the last whole year, or None where all years are."""
        if not self.is_set:
            return None
        first = self.after.year + ((self.after.month, self.after.day) != (1, 1)) if self.after else date.min.year
        last = self.before.year - ((self.before.month, self.before.day) != (12, 31)) if self.before else date.max.year
        return first, last

    @property
    def can_be_tallied(self):
        return not self.is_set or self.years[0] <= self.years[1]

    @property
    def at_the_edges(self):
        """Where in the order of days the lines stand that count for no whole year; None where there can be none."""
        edges = []
        if self.after:
            edges.append(Q(walk__lt=shelfmark(date(self.years[0], 1, 1))))
        if self.before and self.years[1] < date.max.year:
            edges.append(Q(walk__gte=shelfmark(date(self.years[1] + 1, 1, 1))))
        return reduce(or_, edges) if edges else None
