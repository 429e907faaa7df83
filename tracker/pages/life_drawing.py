"""Where each part of a drawn life line stands: plain geometry, the template draws it.

The line is as wide as the page: places along it are shares of its width, in per cent from its start, heights are
pixels. The start is the left in a script that runs to the right; where it runs to the left, the style sheet mirrors
the drawing as a whole. Points stand in their order and never on top of each other. A longer stretch is drawn longer,
but a stretch of years does not push days together: the drawing is no scale, so it says how long the long ones are.
"""

import unicodedata
from dataclasses import dataclass, field
from itertools import product
from math import log2

from django.utils.formats import date_format

from tracker.pages.durations import duration

# The narrowest page on which labels are drawn has a line of so many pixels; on a wider one there is more room.
NARROWEST = 780
LETTER = 7.3  # pixels of an average letter of a label, rather too many than too few
GAP = 14  # between two labels
STEM = 5  # between a label and another's stem
FIRST_ROW, ROW = 66, 40  # where labels begin, and how far apart their rows are
# What every stretch has of the line before its days are asked; ten years have six times as much as no day at all.
SHORTEST = 2.4
# How much of a label stands before its point.
ANCHORS = {"middle": 0.5, "start": 0, "end": 1}
# Where a label is tried: under its point, one row lower, and only then to one side of it.
LABEL_PLACES = [(0, "middle"), (1, "middle"), *product(range(2), ("start", "end")), *product((2, 3), ANCHORS)]


@dataclass
class Mark:
    """A point with its place, and the place of its label; without a row there was no room for one."""

    point: object
    at: float
    words: list
    row: int | None = None
    anchor: str = "middle"

    @property
    def pixels(self):
        """How far from the start it is on the narrowest page that shows labels."""
        return self.at * NARROWEST / 100

    @property
    def extent(self):
        """From where to where the label runs, in the same pixels."""
        width = max(map(_width, self.words))
        start = self.pixels - width * ANCHORS[self.anchor]
        return start, start + width

    @property
    def first_line(self):
        return FIRST_ROW + (self.row or 0) * ROW

    @property
    def second_line(self):
        return self.first_line + 16

    @property
    def stem_end(self):
        return self.first_line - 14


@dataclass(frozen=True)
class Piece:
    """A part of the line between two places, with how long it was where there is room to say so."""

    start: float
    end: float
    tone: str
    length: str = ""

    @property
    def middle(self):
        return round((self.start + self.end) / 2, 2)


@dataclass(frozen=True)
class Drawing:
    marks: list
    pieces: list
    spans: list = field(default_factory=list)  # days known in part: from the first possible one to the last
    moves: list = field(default_factory=list)  # from a check-by day to the one that took its place
    height: int = 0


def drawn(line):
    """The life line as it is drawn."""
    places = _places(line.stretches)
    marks = [Mark(point, at, _words(point)) for point, at in zip(line.points, places, strict=True)]
    _label(marks)
    rows = [mark.row for mark in marks if mark.row is not None]
    return Drawing(
        marks=marks,
        pieces=_pieces(line, places),
        spans=_spans(line.points, places),
        moves=_moves(marks),
        height=FIRST_ROW + max(rows, default=0) * ROW + 22,
    )


def _places(stretches):
    """Where the points stand, from 0 to 100."""
    weights = [SHORTEST + log2(1 + stretch.days) for stretch in stretches]
    whole, places = sum(weights), [0.0]
    for weight in weights:
        places.append(places[-1] + 100 * weight / whole)
    return [round(place, 2) for place in places]


def _words(point):
    return [str(point.label), _short(point.day)]


def _short(day):
    """The day as a label has room for it: 16 Feb 2022."""
    return date_format(day.first, "j M Y") if day.is_exact else str(day)


def _label(marks):
    """Gives each label a place in which it is clear of the others and of their stems, as many of them as can be. Where
    there is none, it stays without: the list has it."""
    most_wanted = {mark.at for mark in marks if mark.point.decides or mark.point.kind in ("said", "now")}
    tries = [_places_of_labels(sorted(marks, key=order)) for order in (_by_importance, _from_the_end)]
    best = max(tries, key=lambda places: (len(most_wanted & set(places)), len(places)))
    for mark in marks:
        mark.row, mark.anchor = best.get(mark.at, (None, "middle"))


def _by_importance(mark):
    return (not mark.point.decides, mark.point.kind not in ("said", "check_by", "now"), mark.at)


def _from_the_end(mark):
    return (mark.point.kind == "now", -mark.at)


def _places_of_labels(marks):
    """The rows and sides that the labels get when they are placed in this order, by the places of their points."""
    placed = []
    for mark in marks:
        for mark.row, mark.anchor in LABEL_PLACES:
            if _fits(mark, placed):
                placed.append(mark)
                break
    return {mark.at: (mark.row, mark.anchor) for mark in placed}


def _fits(mark, placed):
    start, end = mark.extent
    if start < 0 or end > NARROWEST:
        return False
    return all(_is_clear(mark, other) and _is_clear(other, mark) for other in placed)


def _is_clear(mark, other):
    """Whether the label and the stem of a mark, in its row, touch nothing of another in the same row or one above."""
    start, end = mark.extent
    other_start, other_end = other.extent
    if mark.row == other.row:
        return end + GAP <= other_start or other_end + GAP <= start
    return mark.row < other.row or not other_start - STEM <= mark.pixels <= other_end + STEM


def _width(text):
    return sum(LETTER * (2 if unicodedata.east_asian_width(letter) in "WF" else 1) for letter in text)


def _pieces(line, places):
    pairs = zip(line.stretches, line.points, line.points[1:], places, places[1:], strict=False)
    return [
        Piece(start, end, stretch.tone, _length(stretch, point, following, (end - start) * NARROWEST / 100))
        for stretch, point, following, start, end in pairs
    ]


def _length(stretch, point, following, room):
    """How long it was, in words, where they fit."""
    words = duration(point.key_day, following.key_day)
    return words if words and _width(words) + GAP <= room else ""


def _spans(points, places):
    """What is known only roughly, from the first to the last day that it can have been."""
    days = [point.key_day.toordinal() for point in points]
    found = [
        (_at(point.day.first.toordinal(), days, places), _at(point.day.last.toordinal(), days, places))
        for point in points
        if not point.day.is_exact
    ]
    return [(start, end) for start, end in found if end > start]


def _at(day, days, places):
    """The place of a day between those of the points around it."""
    if day <= days[0]:
        return places[0]
    for this, following, start, end in zip(days, days[1:], places, places[1:], strict=False):
        if this <= day <= following and following > this:
            return round(start + (end - start) * (day - this) / (following - this), 2)
    return places[-1]


def _moves(marks):
    at = {mark.point.day: mark.at for mark in marks if mark.point.kind == "check_by"}
    found = ((mark.at, at.get(mark.point.moved_to)) for mark in marks if mark.point.moved_to)
    return [(start, end) for start, end in found if end is not None and end != start]
