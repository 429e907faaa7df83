"""A list of statements as somebody asked for it: the page's own filter, as it stands now or as of a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.catalogue import past, public
from tracker.catalogue.filters import ORDERS, StatementFilter
from tracker.catalogue.parameters import Problem, asked_day

# Orders by something that is another as of a past day.
ORDERS_OF_TODAY = ("decided", "check_by")


@dataclass(frozen=True)
class AskedList:
    """The filter with what was asked, the day if any, and all that cannot be followed."""

    filter: StatementFilter
    day: date | None
    problems: list[Problem]

    @property
    def listings(self):
        return self.filter.qs

    @property
    def with_check_by(self):
        """Those that have a day by which they can be checked."""
        column = "check_by_last" if self.day is None else "check_by_then"
        return self.listings.filter(**{f"{column}__isnull": False})

    @property
    def sentence(self):
        return self.filter.sentence


def asked_statements(query, within=None, also=()):
    """The statements that a query string asks for, of all or of those `within` a condition on the listing."""
    day, problem = asked_day(query)
    lines = public.listings() if day is None else past.listings_as_of(day)
    asked = StatementFilter(query, lines.filter(within or Q()), also=["as_of", *also])
    problems = [*asked.problems, *([problem] if problem else []), *_order_of_today(query, day)]
    return AskedList(asked, day, problems)


def _order_of_today(query, day):
    order = query.get("order", "").strip()
    if day is None or order not in ORDERS_OF_TODAY:
        return []
    valid = tuple(name for name in ORDERS if name not in ORDERS_OF_TODAY)
    return [Problem("order", order, f"As of a past day, the order is one of: {', '.join(valid)}.", valid)]
