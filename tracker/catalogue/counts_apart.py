"""Counts of public statements. Promises, predictions and factual claims are counted apart, and nothing is
ever divided by anything (design.md, rule 8)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, CharField, Count, F, Max, Min, Q, Value, When
from django.utils.translation import gettext_lazy as _

from tracker.catalogue import public
from tracker.catalogue.tallies import count_by
from tracker.verifications.status import why_not_counted
from tracker.vocabulary import FACTUAL_KINDS, Kind, Status, VoiceRole, status_label

# What is counted together, with the name that readers see.
GROUPS = {
    _("Promises"): (Kind.COMMITMENT,),
    _("Predictions"): (Kind.PREDICTION,),
    _("Factual claims"): FACTUAL_KINDS,
}
COUNTED_STATUSES = tuple(status for status in Status if status != Status.ON_RECORD)


@dataclass
class StatusCount:
    """How many statements of a group have a status, in the words of the group's kinds."""

    status: Status
    label: str
    count: int = 0


@dataclass
class Group:
    """The counted statements of one sort: how many, where they stand, and said from when to when."""

    name: str
    kinds: tuple
    statuses: list
    count: int = 0
    first_said: date | None = None
    last_said: date | None = None
    left_office_count: int = 0

    def add(self, row):
        self.count += row["n"]
        self.first_said = min(filter(None, [self.first_said, row["first_said"]]))
        self.last_said = max(filter(None, [self.last_said, row["last_said"]]))
        next(one for one in self.statuses if one.status == row["status"]).count += row["n"]


@dataclass
class CountsApart:
    """All statements listed on a page: those that count, in groups, and why the others do not."""

    groups: list = field(default_factory=lambda: [_group(name, kinds) for name, kinds in GROUPS.items()])
    listed_count: int = 0
    day_count: int = 0
    not_counted: dict = field(default_factory=dict)
    logged_since: datetime | None = None

    @property
    def not_counted_count(self):
        return sum(self.not_counted.values())


def _group(name, kinds):
    return Group(name, kinds, [StatusCount(status, _label(status, kinds)) for status in COUNTED_STATUSES])


def _label(status, kinds):
    labels = list(dict.fromkeys(str(status_label(status, kind)) for kind in kinds))
    return " or ".join([labels[0], *(label.lower() for label in labels[1:])])


def official_counts(official):
    """The counts of an official's page."""
    return _counts_apart(Q(officials__contains=[official.pk]), Q(signatories__contains=[official.pk]))


def country_counts(country):
    """The counts of a country's page."""
    return _counts_apart(Q(countries__contains=[country.code]), Q(counting_countries__contains=[country.code]))


def _counts_apart(is_listed, is_own):
    """What is listed, and which of it are the official's or the country's own words."""
    role = Case(
        When(is_own, then=Value("speaker")), default=Value(VoiceRole.SPOKEN_FOR.value), output_field=CharField()
    )
    rows = (
        public.listings()
        .filter(is_listed)
        .annotate(role=role)
        .order_by()
        .values("kind", "status", "is_relayed", "role")
        .annotate(
            n=Count("pk"),
            days=Count("check_by_last"),
            first_said=Min("said_on_first"),
            last_said=Max("said_on_last"),
            logged_since=Min("published_at"),
        )
    )
    counts = CountsApart()
    for row in rows:
        _add(counts, row)
    for kind, n in _said_by_who_left_office(is_listed & is_own):
        next(group for group in counts.groups if kind in group.kinds).left_office_count += n
    return counts


def _said_by_who_left_office(is_counted):
    """For each kind, how many of those that count were said by somebody who had left the office before the day to
    check. Offices are looked up only where one ended by then: for all lines they would cost most of the page."""
    lines = public.listings().filter(
        is_counted, is_relayed=False, statement__tenure__ended_on_last__lt=F("check_by_last")
    )
    lines = public.with_offices_left(lines.exclude(settled=Status.ON_RECORD)).filter(had_left_office=True)
    return lines.order_by().values_list("kind").annotate(n=Count("pk"))


def _add(counts, row):
    counts.listed_count += row["n"]
    counts.day_count += row["days"]
    counts.logged_since = min(filter(None, [counts.logged_since, row["logged_since"]]))
    if why := why_not_counted(row["status"], row["is_relayed"], row["role"]):
        counts.not_counted[why] = counts.not_counted.get(why, 0) + row["n"]
    else:
        next(group for group in counts.groups if row["kind"] in group.kinds).add(row)


def count_by_kind():
    """How many public statements there are of each kind, all kinds in their order."""
    counts = count_by("kind")
    return [(kind, counts.get(kind.value, 0)) for kind in Kind]
