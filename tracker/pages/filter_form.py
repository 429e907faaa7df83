"""The form beside a list of statements: each filter with what it can be set to, and how many statements that gives."""

from dataclasses import dataclass

from tracker.catalogue import choices, facets
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.parameters import SHOWN_LENGTH

# What too many bear to be listed is found by name: the filter, and the box in which a name of it is typed.
NAMED = {
    "topic_named": choices.TOPICS,
    "official_named": choices.OFFICIALS,
    "concerns_named": choices.COUNTRIES,
    "publisher_named": choices.PUBLISHERS,
}
# Where a list has more values of a facet than this, they are found by name too.
LISTED_AT_MOST = 400


@dataclass(frozen=True)
class Option:
    """One value of a filter; without a count where nobody counts it."""

    choice: choices.Choice
    count: int | None
    is_chosen: bool = False

    @property
    def is_selectable(self):
        return self.is_chosen or self.count != 0


@dataclass(frozen=True)
class Boxes:
    """A filter with its values to tick."""

    name: str
    label: str
    options: list

    @property
    def is_long(self):
        return len(self.options) > 10


@dataclass(frozen=True)
class Finder:
    """A filter whose values are found by name: those that are ticked, and those that bear the name that was typed."""

    name: str
    label: str
    chosen: list
    typed: str
    offers: list
    is_more: bool

    @property
    def box(self):
        return f"{self.name}_named"

    @property
    def address(self):
        return {
            "topic": "topic-names",
            "official": "official-names",
            "concerns": "country-names",
            "publisher": "publisher-names",
        }[self.name]


def filter_form(statements, counted):
    """What the form shows: the filter as it was asked, and the facets counted for it.

    Where the question cannot be followed no number is shown: the values are those of the whole list."""
    shows_counts = statements.can_be_followed
    counts = (counted if shows_counts else facets.of(StatementFilter())).counts
    listed = [name for name in facets.FACETS if not _is_found_by_name(statements, name, counts[name])]
    finders = [_finder(statements, box, kinds) for box, kinds in NAMED.items() if _name_of(box) not in listed]
    return {
        "boxes": [_boxes(statements, name, counts[name], shows_counts) for name in listed],
        "finders": finders,
        "orders": [(name, order.words, name == statements.current_order) for name, order in statements.orders.items()],
        "is_open": bool(not shows_counts or any(finder.typed for finder in finders)),
    }


def _boxes(statements, name, counts, shows_counts):
    """The values of one facet: all of a vocabulary; of others the chosen first, then those that some statement has."""
    chosen, listed = statements.chosen(name), _VALUES[name](list(counts))
    if name not in _VOCABULARIES:
        listed = [*chosen, *(choice for choice in listed if choice not in chosen)]
    options = [
        Option(choice, counts.get(choice.key, 0) if shows_counts else None, is_chosen=choice in chosen)
        for choice in listed
    ]
    return Boxes(name, statements.filters[name].label, options)


def _is_found_by_name(statements, name, counts):
    """Whether a facet has more values than can be listed, or somebody types the name of one already."""
    box = f"{name}_named"
    return box in NAMED and (len(counts) > LISTED_AT_MOST or bool(_typed(statements, box)))


def _name_of(box):
    return box.removesuffix("_named")


def _typed(statements, box):
    return statements.data.get(box, "").strip()[:SHOWN_LENGTH]


_VOCABULARIES = {"status": choices.STATUSES, "kind": choices.KINDS}
_VALUES = {
    **{name: lambda _keys, words=words: words.listed() for name, words in _VOCABULARIES.items()},
    "year": lambda keys: [choices.YEARS.choice(year) for year in sorted(keys, reverse=True)],
    "country": lambda keys: choices.COUNTRIES.with_keys(keys),
    "topic": lambda keys: choices.TOPICS.with_keys(keys),
}


def _finder(statements, box, kinds):
    name, typed = _name_of(box), _typed(statements, box)
    offers, is_more = kinds.offered(typed) if typed else ([], False)
    chosen = statements.chosen(name)
    return Finder(
        name=name,
        label=statements.filters[name].label,
        chosen=[Option(choice, None, is_chosen=True) for choice in chosen],
        typed=typed,
        offers=[Option(choice, count) for choice, count in offers if choice not in chosen],
        is_more=is_more,
    )
