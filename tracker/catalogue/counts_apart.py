"""Counts of public statements. Promises, predictions and factual claims are counted apart, and nothing is
ever divided by anything (design.md, rule 8)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from tracker.catalogue import public
from tracker.catalogue.models import Apart
from tracker.catalogue.tallies import count_apart, count_by
from tracker.partial_dates import PARTS, PartialDate
from tracker.verifications.status import today, why_not_counted
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
    first_said: PartialDate | None = None
    last_said: PartialDate | None = None
    left_office_count: int = 0

    def add(self, row):
        self.count += row["n"]
        self.left_office_count += row["n"] if row["apart"] == Apart.LEFT_OFFICE else 0
        next(one for one in self.statuses if one.status == row["status"]).count += row["n"]


@dataclass
class CountsApart:
    """All statements listed on a page: those that count, in groups, and why the others do not."""

    groups: list = field(default_factory=lambda: [_group(name, kinds) for name, kinds in GROUPS.items()])
    listed_count: int = 0
    day_count: int | None = 0
    not_counted: dict = field(default_factory=dict)
    logged_since: datetime | None = None

    @property
    def not_counted_count(self):
        return sum(self.not_counted.values())


def _group(name, kinds):
    return Group(name, kinds, [StatusCount(status, _label(status, kinds)) for status in COUNTED_STATUSES])


def _label(status, kinds):
    labels = list(dict.fromkeys(str(status_label(status, kind)) for kind in kinds))
    return get_text_list([labels[0], *(label.lower() for label in labels[1:])])


def official_counts(official):
    """The counts of an official's page."""
    return _counts_apart("official", official.pk)


def country_counts(country):
    """The counts of a country's page."""
    return _counts_apart("country", country.code)


# Why a line is listed and not counted, as a role and whether it is relayed.
_NOT_COUNTED = {Apart.RELAYED: ("speaker", True), Apart.SPOKEN_FOR: (VoiceRole.SPOKEN_FOR, False)}


def _counts_apart(name, key):
    """What is listed under an official or a country, from the tallies, however much it is."""
    counts = CountsApart()
    for row in count_apart(name, key, today()):
        _add(counts, row)
    counts.day_count = public.day_count(public.under(public.listings(), name, [key]), counts.listed_count)
    if counts.listed_count:
        counts.logged_since = public.first_published_under(name, key)
    for group in counts.groups:
        if group.count:
            group.first_said, group.last_said = _period(name, key, group)
    return counts


def _add(counts, row):
    counts.listed_count += row["n"]
    role, is_relayed = _NOT_COUNTED.get(row["apart"], ("speaker", False))
    if why := why_not_counted(row["status"], is_relayed, role):
        counts.not_counted[why] = counts.not_counted.get(why, 0) + row["n"]
    else:
        next(group for group in counts.groups if row["kind"] in group.kinds).add(row)


def counted_lines(name, key, group):
    """The lines that count in a group of an official or a country."""
    own = {"official": "signatories", "country": "counting_countries"}[name]
    return public.under(public.listings(), name, [key]).filter(
        ~Q(settled=Status.ON_RECORD), kind__in=group.kinds, is_relayed=False, **{f"{own}__contains": [key]}
    )


def _period(name, key, group):
    """The first and the last day of the words that count, as exactly as they are known: from both ends of the heading,
    no further than needed."""
    days = counted_lines(name, key, group).values_list(*(f"statement__said_on_{part}" for part in PARTS))
    return [PartialDate(*days.order_by(order)[0]) for order in ("walk", "-walk")]


def count_by_kind():
    """How many public statements there are of each kind, all kinds in their order."""
    counts = count_by("kind")
    return [(kind, counts.get(kind.value, 0)) for kind in Kind]
