"""The orders of the public lists: by what their pieces begin and end (see keysets)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from tracker.catalogue.keysets import (
    JOINT,
    Key,
    Order,
    day_if_any,
    known_day,
    moment,
    read_day,
    read_whole_number,
    text,
    whole_number,
)
from tracker.catalogue.models import SHELFMARKS_A_DAY

_NUMBER = whole_number("number")


def shelfmark(day, number=0):
    """Where in the order of days (Listing.shelfmark) stands the line with this number, said on this day."""
    return (day.toordinal() - 1) * SHELFMARKS_A_DAY + number


def _write_shelfmark(shelfmark):
    day, number = divmod(shelfmark, SHELFMARKS_A_DAY)
    return f"{date.fromordinal(day + 1)}{JOINT}{number}"


def _read_shelfmark(text):
    day, number = text.split(JOINT)
    return shelfmark(read_day(day), read_whole_number(number))


# Read where the line is found: see public.under.
_SAID = (Key("walk", _write_shelfmark, _read_shelfmark, "2022-02-16~17"),)

# Of the lists of statements, by the word in `?order=`.
ORDERS = {
    "said": Order(_SAID, is_descending=True, words=_("newest words first")),
    "oldest": Order(_SAID, words=_("oldest words first")),
    "decided": Order(
        (day_if_any("decided_on", otherwise=date.min), _NUMBER), is_descending=True, words=_("latest outcome first")
    ),
    "check_by": Order(
        (day_if_any("check_by_last", otherwise=date.max), _NUMBER), words=_("nearest check-by day first")
    ),
    "logged": Order((moment("published_at"), _NUMBER), is_descending=True, words=_("latest logged first")),
}
USUAL_ORDER = "said"
# What a search found can be in one more (search.with_relevance).
RELEVANCE = "relevance"
ORDERS_OF_SEARCHES = ORDERS | {
    RELEVANCE: Order((whole_number("relevance"), _NUMBER), is_descending=True, words=_("best match first"))
}

# Of statements that have a day to check.
TO_BE_CHECKED = Order((known_day("check_by_last"), _NUMBER), words=_("nearest check-by day first"))
OFFICIALS = Order(
    (text("sort_key", 300, "rassendyll, rudolf"), text("slug", 80, "rudolf-rassendyll")), words=_("by name")
)
CORRECTIONS = Order(
    (moment("corrected_at"), whole_number("statement__number"), whole_number("place")), is_descending=True
)
