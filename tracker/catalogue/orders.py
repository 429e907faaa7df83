"""The orders of the public lists: by what their pieces begin and end (see keysets)."""

from datetime import date

from tracker.catalogue.keysets import Order, day, day_if_any, moment, text, whole_number

_NUMBER = whole_number("number")

# Of the lists of statements, by the word in `?order=`.
ORDERS = {
    "said": Order((day("said_on_first"), _NUMBER), is_descending=True, words="newest words first"),
    "oldest": Order((day("said_on_first"), _NUMBER), words="oldest words first"),
    "decided": Order(
        (day_if_any("decided_on", otherwise=date.min), _NUMBER), is_descending=True, words="latest outcome first"
    ),
    "check_by": Order((day_if_any("check_by_last", otherwise=date.max), _NUMBER), words="nearest check-by day first"),
    "logged": Order((moment("published_at"), _NUMBER), is_descending=True, words="latest logged first"),
}
USUAL_ORDER = "said"
# What a search found can be in one more (search.with_relevance).
RELEVANCE = "relevance"
ORDERS_OF_SEARCHES = ORDERS | {
    RELEVANCE: Order((whole_number("relevance"), _NUMBER), is_descending=True, words="best match first")
}

OFFICIALS = Order((text("sort_key", 300, "rassendyll, rudolf"), text("slug", 80, "rudolf-rassendyll")))
CORRECTIONS = Order(
    (moment("corrected_at"), whole_number("statement__number"), whole_number("place")), is_descending=True
)
