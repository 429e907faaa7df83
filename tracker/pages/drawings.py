"""The geometry of pictures, as plain numbers: what is drawn where.

Down, a picture is measured in pixels; across, in shares of its width. So it is as wide as its place, on a telephone
as in print, and its words keep their size. Reading starts at the share 0: pictures of a language that is written
from right to left are mirrored here, and nowhere else.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import number_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi

# The width of a picture on the smallest screen that we draw for, and of a digit of its labels, in pixels: what does
# not fit there is not written at all.
NARROWEST = 280
DIGIT = 8
BETWEEN_LABELS = 6
# The parts of a picture of columns, from top to bottom: room for numbers, the columns, room for what they stand for.
HEAD, PLOT, FOOT = 18, 96, 20
# Of its place across, how much a column takes.
COLUMN = 0.72
FEWEST_PLACES = 7


def across(share):
    """A share of the width, from where reading starts, as SVG counts it: from the left, and with a point in every
    language."""
    return f"{100 * (1 - share if get_language_bidi() else share):.5f}%"


def written(count):
    """A number as the page's language writes it: 1,234."""
    return str(count) if count < 1000 else number_format(count, force_grouping=True)


@dataclass(frozen=True)
class Box:
    """A rectangle: from a share of the width to another, and from a height to another, in pixels from the top."""

    start: float
    end: float
    top: float
    bottom: float

    @property
    def sides(self):
        """The attributes of its element."""
        left = 1 - self.end if get_language_bidi() else self.start
        width, height = self.end - self.start, self.bottom - self.top
        return mark_safe(  # noqa: S308 all of it are numbers
            f'x="{100 * left:.5f}%" y="{self.top:.2f}" width="{100 * width:.5f}%" height="{height:.2f}"'
        )


@dataclass(frozen=True)
class Label:
    """Words that begin at a share of the width and run in the reading direction; `anchor` is the end of them that
    stands where it is told."""

    start: float
    words: str
    anchor: str = "start"

    @property
    def x(self):
        return across(self.start if self.anchor == "start" else self.end)

    @property
    def end(self):
        """Where they end at the latest."""
        return self.start + len(self.words) * DIGIT / NARROWEST

    def inside(self):
        """The same; where they would run out of the picture, they end where it does."""
        return self if self.end <= 1 else Label(1 - (self.end - self.start), self.words, "end")


def labels_that_fit(labels):
    """Those of the labels, from the last to the first, that run neither into each other nor out of the picture."""
    fitting, free_to = [], 1 + 1e-9  # a sum of shares may be that much more than the whole
    for label in reversed(labels):
        if label.words and label.start >= 0 and label.end <= free_to:
            fitting.append(label)
            free_to = label.start - BETWEEN_LABELS / NARROWEST
    return fitting[::-1]


@dataclass(frozen=True)
class Stack:
    """What one column shows: pairs of a tone and a number, from the bottom up. `name` stands under it if there is
    room, `words` tell the whole of it, and `address` leads to the list of what it shows."""

    name: str
    parts: tuple = ()
    words: str = ""
    address: str = ""

    @property
    def count(self):
        return sum(count for _tone, count in self.parts)


@dataclass(frozen=True)
class Part:
    tone: str
    count: int
    box: Box


@dataclass(frozen=True)
class Column:
    """A stack as drawn: its whole place, and its parts, which are as high as they count."""

    stack: Stack
    place: Box
    parts: list

    @property
    def number(self):
        """How many it shows, above the column."""
        return Label(self.place.start, written(self.stack.count))

    @property
    def number_y(self):
        return f"{min((part.box.top for part in self.parts), default=HEAD + PLOT) - 4:.2f}"


@dataclass(frozen=True)
class Columns:
    """A picture of columns side by side over a base line, which is zero. Where it has no `ceiling` line, each column
    says its number."""

    columns: list
    labels: list
    ceiling: Label | None = None
    height: str = field(default=str(HEAD + PLOT + FOOT), init=False)
    top: str = field(default=str(HEAD), init=False)
    base: str = field(default=str(HEAD + PLOT), init=False)
    ceiling_y: str = field(default=str(HEAD - 5), init=False)
    label_y: str = field(default=str(HEAD + PLOT + 15), init=False)


def columns(stacks, highest=None):
    """A picture of the stacks in their order, on a scale on which `highest` still finds room."""
    highest = max([highest or 0, 1, *(stack.count for stack in stacks)])
    place = 1 / max(len(stacks), FEWEST_PLACES)
    has_numbers = Label(0, written(highest)).end <= place
    ceiling = highest if has_numbers else _round_number_from(highest)
    drawn = [_column(stack, number * place, place, PLOT / ceiling) for number, stack in enumerate(stacks)]
    labels = [Label(one.place.start, one.stack.name) for one in drawn]
    labels[-1:] = [label.inside() for label in labels[-1:]]
    return Columns(drawn, labels_that_fit(labels), None if has_numbers else Label(0, written(ceiling)))


def _round_number_from(number):
    """The next number from here on that is easily read beside a scale: 4, 50, 350."""
    step = max(10 ** (len(str(number)) - 1) // 2, 1)
    return -(-number // step) * step


def _column(stack, start, place, height_of_one):
    base, end = HEAD + PLOT, start + COLUMN * place
    parts, below = [], 0
    for tone, count in stack.parts:
        if count:
            box = Box(start, end, base - (below + count) * height_of_one, base - below * height_of_one)
            parts.append(Part(tone, count, box))
            below += count
    return Column(stack, Box(start, start + place, 0, base + FOOT), parts)


@dataclass(frozen=True)
class Days:
    """The days from the first to the last, laid out across a picture."""

    first: date
    last: date

    def start(self, day):
        """Where a day begins."""
        return (day - self.first).days / self._count

    def end(self, day):
        return ((day - self.first).days + 1) / self._count

    @property
    def _count(self):
        return (self.last - self.first).days + 1

    def box(self, first, last, top, bottom):
        """From the beginning of a day to the end of another; None where the first comes after the last."""
        return Box(self.start(first), self.end(last), top, bottom) if first <= last else None

    @property
    def years(self):
        """Where years begin, with their numbers, as many as fit."""
        first = self.first.year + ((self.first.month, self.first.day) != (1, 1))
        beginnings = [date(year, 1, 1) for year in range(first, self.last.year + 1)]
        return labels_that_fit([Label(self.start(day), str(day.year)) for day in beginnings])
