"""What a table of the dataset is, and the few words that all of them share."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from tracker.catalogue.columns import Column, Type, iso, of_field, partial_day
from tracker.languages import said_as_usual

ROWS_A_FETCH = 2_000


@dataclass(frozen=True)
class Reference:
    """That columns of a table name a row of another one."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: what its rows are, its columns, what tells its rows apart, and where it points.

    `rows` gives the things that rows are made of, in a stable order; it takes the beginning of all addresses.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[str], Iterable]
    references: tuple[Reference, ...] = ()


def reference(column, table, key):
    return Reference((column,), table, (key,))


def fields(model, *names):
    """Columns of a model's fields, described as the model describes them."""
    return tuple(of_field(model, name, attrgetter(name)) for name in names)


def required(model, name, description=""):
    """The same for one that is never empty; described anew where the model speaks to editors."""
    return of_field(model, name, attrgetter(name), description=description, is_required=True)


def described(model, name, description):
    return of_field(model, name, attrgetter(name), description=description)


@said_as_usual
def partial_days(model, name, is_required=False):
    """A partial date: as exactly as known, and its first and last possible day for sorting and comparing."""
    words = str(model._meta.get_field(f"{name}_first").help_text)
    return (
        partial_day(model, name, lambda row: iso(getattr(row, name)), is_required=is_required),
        Column(
            f"{name}_first",
            Type.DAY,
            f"{words} The first day that it can be.",
            lambda row: iso(getattr(row, f"{name}_first")),
            is_required=is_required,
        ),
        Column(
            f"{name}_last",
            Type.DAY,
            f"{words} The last day that it can be; equal to the first when the day is known.",
            lambda row: iso(getattr(row, f"{name}_last")),
            is_required=is_required,
        ),
    )


def text(name, description, value, is_required=False):
    return Column(name, Type.TEXT, description, value, is_required=is_required)


def number(name, description, value):
    return Column(name, Type.INTEGER, description, value, is_required=True)


def statement_number(of=lambda row: row.statement):
    return number("statement", "The number of the statement that it belongs to.", lambda row: of(row).number)


def in_pieces(rows):
    """How a table reads the rows of a queryset: with little memory."""
    return lambda _site: rows().iterator(chunk_size=ROWS_A_FETCH)


def source_identifier(source):
    """An identifier that anybody can make anew: from the address, or from what describes a source without one."""
    described = source.url_key or "\n".join(
        [source.publisher.name, iso(source.published_on) or "", source.title, source.author]
    )
    return hashlib.md5(described.encode(), usedforsecurity=False).hexdigest()
