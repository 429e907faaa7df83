"""A list of statements as somebody asked for it: the page's own filter, as it stands now or as of a day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tracker.catalogue import past, public
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.orders import ORDERS
from tracker.catalogue.parameters import Problem, asked_day
from tracker.countries.models import Country

# Orders by something that is another as of a past day.
ORDERS_OF_TODAY = ("decided", "check_by")


@dataclass(frozen=True)
class Whose:
    """The official, country or topic whose own list is asked for; `parameter` is the filter that does the same."""

    parameter: str
    thing: object

    @property
    def word(self):
        """The word in its address."""
        return self.thing.code if self.parameter == "country" else self.thing.slug

    def of(self, lines):
        """Those of the lines that stand there."""
        return public.under(lines, self.parameter, [self.thing.pk])


_FIND = {
    "official": lambda word: public.officials().filter(slug=word).first() or public.official_formerly(word),
    "country": lambda word: Country.objects.filter(code=word.upper()).first(),
    "topic": lambda word: public.topics().filter(slug=word).first(),
}


def whose_list(parameter, word):
    """Whose list stands at an address, or None. Where its word is another than the one asked, the address moved."""
    thing = _FIND[parameter](word)
    return thing and Whose(parameter, thing)


@dataclass(frozen=True)
class AskedList:
    """The filter with what was asked, whose list, the day if any, and all that cannot be followed."""

    filter: StatementFilter
    whose: Whose | None
    day: date | None
    problems: list[Problem]

    @property
    def listings(self):
        return self.filter.qs

    @property
    def with_check_by(self):
        """Those that have a day by which they can be checked."""
        if self.day is None:
            return public.with_check_by(self.listings)
        return self.listings.filter(check_by_then__isnull=False)

    @property
    def title(self):
        """What the list shows, in words."""
        return f"{self.whose.thing}: {self.filter.sentence}" if self.whose else self.filter.sentence


def asked_statements(query, whose=None, also=()):
    """The statements that a query string asks for, of all or of somebody's own list. `also` names parameters that the
    caller itself takes."""
    day, problem = asked_day(query)
    lines = None if day is None else past.listings_as_of(day)
    if whose:
        lines = whose.of(public.listings() if lines is None else lines)
    asked = StatementFilter(query, lines, as_of=day, also=["as_of", *also])
    problems = [*asked.problems, *([problem] if problem else []), *_order_of_today(query, day)]
    return AskedList(asked, whose, day, problems)


def _order_of_today(query, day):
    order = query.get("order", "").strip()
    if day is None or order not in ORDERS_OF_TODAY:
        return []
    valid = tuple(name for name in ORDERS if name not in ORDERS_OF_TODAY)
    words = _("As of a past day, the order is one of: %(orders)s.") % {"orders": ", ".join(valid)}
    return [Problem("order", order, words, valid)]
