"""Long lists in pieces: where a piece begins is told by the row before it, never by how many rows stand before.

So the last piece of a million rows costs what the first one costs, and who walks from piece to piece meets each row
once, whatever is published meanwhile. `?after=2022-02-16~17` are the rows that come after the statement of that day
with that number, whether or not it still stands there; `?before=…` are those that come before it, and `?before=end`
are the last. Pages and the API share these words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import DateField, F, Field, Func, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext as _

from tracker.catalogue.parameters import SHOWN_LENGTH, Problem

ROWS_A_PIECE = 25
PARAMETERS = ("after", "before")
END = "end"
# Between the parts of a place. No number, day or word in an address holds it.
JOINT = "~"
NOTHING = "none"


@dataclass(frozen=True)
class Key:
    """One of the things that a list is ordered by: never NULL, and written in addresses as people would write it."""

    column: object
    write: Callable
    read: Callable  # raises ValueError
    example: str


@dataclass(frozen=True)
class Order:
    """The order of a list. Its keys together tell any two rows apart; all of them go up or all go down.

    `words` are what readers choose it by.
    """

    keys: tuple[Key, ...]
    is_descending: bool = False
    words: str = ""

    def sorted(self, rows):
        return rows.order_by(*self._directed(self.is_descending))

    def backwards(self, rows):
        return rows.order_by(*self._directed(not self.is_descending))

    def _directed(self, is_descending):
        return [column.desc() if is_descending else column.asc() for column in self.columns]

    @property
    def columns(self):
        """What the rows are ordered by, as expressions: a place is made of their values."""
        return [F(key.column) if isinstance(key.column, str) else key.column for key in self.keys]

    def after(self, rows, place):
        """The rows that come after a place."""
        return self._beyond(rows, place, LessThan if self.is_descending else GreaterThan)

    def before(self, rows, place):
        return self._beyond(rows, place, GreaterThan if self.is_descending else LessThan)

    def _beyond(self, rows, place, is_beyond):
        return rows.filter(is_beyond(_Row(*self.columns), _Row(*[Value(value) for value in place])))

    def write(self, place):
        """A place as it stands in an address."""
        return JOINT.join(key.write(value) for key, value in zip(self.keys, place, strict=True))

    def read(self, text):
        """The place that a text in an address names. Raises ValueError."""
        parts = text.rsplit(JOINT, len(self.keys) - 1)
        return [key.read(part) for key, part in zip(self.keys, parts, strict=True)]

    @property
    def example(self):
        return JOINT.join(key.example for key in self.keys)


class _Row(Func):
    """Values that are compared one after the other: the second only where the first are equal."""

    function = "ROW"
    output_field = Field()


@dataclass(frozen=True)
class Piece:
    """The rows of one piece, the count of the whole list, and the places from which its neighbours go on.

    `previous` stands in `?before=`, `next` in `?after=`; each is None where nothing comes before or after.
    """

    rows: list
    count: int
    previous: str | None = None
    next: str | None = None
    is_start: bool = True
    problems: list[Problem] = field(default_factory=list)

    @property
    def status(self):
        return 400 if self.problems else 200

    @property
    def is_whole(self):
        """Whether the piece is all of the list."""
        return self.is_start and not self.next


def piece_of(rows, order, query, *, size=ROWS_A_PIECE, count=None, read=None):
    """The piece of the queryset `rows` that `after` or `before` in the query names: without them, the first.

    In the order given. `read` gives the rows of some keys, in their order, with all that is shown of them; without it
    they are read as `rows` has them. With a place that cannot be read the piece is empty and its `problems` say what
    would be right: the caller refuses or shows them, and takes PARAMETERS. Who knows the count of the list gives it,
    else it is counted.
    """
    count = rows.count() if count is None else count
    asked, problems = _asked_place(query, order)
    if problems:
        return Piece([], count, is_start=False, problems=problems)
    found, is_more = _found(rows, order, asked, size)
    if not found:
        return Piece([], count, is_start=asked.is_start)
    keys, first, last = [key for key, *_place in found], found[0][1:], found[-1][1:]
    is_more_before = is_more if asked.is_backwards else not asked.is_start and order.before(rows, first).exists()
    is_more_after = not asked.is_end and order.after(rows, last).exists() if asked.is_backwards else is_more
    return Piece(
        rows=read(keys) if read else _in_order(rows, keys),
        count=count,
        previous=order.write(first) if is_more_before else None,
        next=order.write(last) if is_more_after else None,
        is_start=asked.is_start,
    )


@dataclass(frozen=True)
class _Asked:
    """From where on to read, and in which direction; no place is the start, or the end read backwards."""

    place: list | None = None
    is_backwards: bool = False

    @property
    def is_start(self):
        return self.place is None and not self.is_backwards

    @property
    def is_end(self):
        return self.place is None and self.is_backwards


def _asked_place(query, order):
    """What the query asks for, and what is wrong with it."""
    texts = {name: query.get(name, "").strip() for name in PARAMETERS}
    if all(texts.values()):
        return None, [Problem("before", texts["before"][:SHOWN_LENGTH], _("Give “after” or “before”, but not both."))]
    name = "before" if texts["before"] else "after"
    text = texts[name]
    if not text or (name, text) == ("before", END):
        return _Asked(None, is_backwards=bool(text)), []
    try:
        return _Asked(order.read(text), is_backwards=name == "before"), []
    except ValueError:
        return None, [_no_place(name, text[:SHOWN_LENGTH], order)]


def _no_place(name, text, order):
    words = _(
        "“%(value)s” is no place in a list in this order. Follow the list’s own links; a place reads “%(right)s”."
    )
    if name == "before":
        words = _(
            "“%(value)s” is no place in a list in this order. Follow the list’s own links; a place reads “%(right)s”, "
            "or “%(end)s” for the last rows."
        )
    return Problem(name, text, words % {"value": text, "right": order.example, "end": END})


def _found(rows, order, asked, size):
    """The keys and places of the piece's rows in order, and whether more come in the direction of reading."""
    if asked.place is not None:
        rows = (order.before if asked.is_backwards else order.after)(rows, asked.place)
    ordered = order.backwards(rows) if asked.is_backwards else order.sorted(rows)
    found = list(ordered.values_list("pk", *order.columns)[: size + 1])
    is_more = len(found) > size
    found = found[:size]
    return (found[::-1] if asked.is_backwards else found), is_more


def _in_order(rows, keys):
    """The rows of these keys, in the order of the keys."""
    by_key = {row.pk: row for row in rows.filter(pk__in=keys).order_by()}
    return [by_key[key] for key in keys]


# --- what lists are ordered by


def read_day(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError
    return date.fromisoformat(text)


def known_day(column):
    return Key(column, lambda value: value.isoformat(), read_day, "2022-02-16")


def day_if_any(column, otherwise):
    """A day that some rows do not have: they stand where the day `otherwise` would, which no row has."""
    return Key(
        Coalesce(column, Value(otherwise), output_field=DateField()),
        lambda value: NOTHING if value == otherwise else value.isoformat(),
        lambda text: otherwise if text == NOTHING else read_day(text),
        "2022-02-16",
    )


def _moment(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", text, re.ASCII):
        raise ValueError
    return datetime.fromisoformat(text)


def moment(column):
    return Key(
        column,
        lambda value: f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z",
        _moment,
        "2022-02-16T09:30:00.123456Z",
    )


def read_whole_number(text):
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError
    return int(text)


def whole_number(column):
    return Key(column, str, read_whole_number, "17")


def _text(longest):
    def read(text):
        if not text or len(text) > longest or "\0" in text:
            raise ValueError
        return text

    return read


def text(column, longest, example):
    return Key(column, str, _text(longest), example)
