"""Geometry: whatever is drawn stays inside its picture, on a scale that begins at zero, in the reading direction."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import partial_dates
from tracker.pages.drawings import FOOT, HEAD, NARROWEST, PLOT, Days, Stack, across, columns
from tracker.pages.offices import _marks, _years_around

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 1_000_000))
TONES = ("open", "against")
STACKS = st.lists(st.tuples(*[COUNTS] * len(TONES)), min_size=1, max_size=32).map(
    lambda rows: [Stack(str(2000 + year), tuple(zip(TONES, counts, strict=True))) for year, counts in enumerate(rows)]
)
# What adding up shares of a width may be wrong by.
ROUNDING = 1e-6


def assert_inside(box, height):
    assert -ROUNDING <= box.start <= box.end <= 1 + ROUNDING
    assert -ROUNDING <= box.top <= box.bottom <= height + ROUNDING
    # As written, too: from the left edge of the picture to its right edge.
    left, width = (float(re.search(rf'\b{side}="([\d.-]+)%"', box.sides)[1]) for side in ("x", "width"))
    assert -0.001 <= left <= left + width <= 100.001


def assert_apart(labels):
    """Labels stand inside the picture and apart from each other, also where it is as narrow as it gets."""
    for label in labels:
        assert -ROUNDING <= label.start <= label.end <= 1 + ROUNDING
    for one, other in pairwise(labels):
        assert (other.start - one.end) * NARROWEST > 1


@given(STACKS, st.sampled_from(["en", "ar"]))
def test_columns_stay_inside_side_by_side_and_their_words_do_not_run_together(stacks, language):
    drawing = columns(stacks)
    with translation.override(language):
        for column in drawing.columns:
            for box in (column.place, *(part.box for part in column.parts)):
                assert_inside(box, float(drawing.height))
                assert column.place.start <= box.start
                assert box.end <= column.place.end
    for one, other in pairwise(drawing.columns):
        assert one.place.end <= other.place.start + ROUNDING
    assert_apart(drawing.labels)
    if drawing.ceiling is None:
        for column in drawing.columns:
            assert column.number.end <= column.place.end + ROUNDING
            assert 10 <= float(column.number_y) <= HEAD + PLOT


@given(STACKS, COUNTS)
def test_a_column_is_as_high_as_it_counts_on_one_scale_from_zero(stacks, highest):
    drawing = columns(stacks, highest)
    most = max([highest, 1, *(stack.count for stack in stacks)])
    ceiling = int(drawing.ceiling.words.replace(",", "")) if drawing.ceiling else most
    assert most <= ceiling <= 2 * most
    for column in drawing.columns:
        below = HEAD + PLOT
        for part in column.parts:
            assert part.box.bottom == pytest.approx(below)
            assert part.box.bottom - part.box.top == pytest.approx(PLOT * part.count / ceiling)
            below = part.box.top
        assert HEAD + PLOT - below == pytest.approx(PLOT * column.stack.count / ceiling)
        assert [(part.tone, part.count) for part in column.parts] == [part for part in column.stack.parts if part[1]]
    assert float(drawing.height) == HEAD + PLOT + FOOT


@given(st.dates(), st.integers(0, 80_000), st.data())
def test_days_lie_as_far_apart_as_they_are(first, length, data):
    last = first + timedelta(days=min(length, (date.max - first).days))
    days = Days(first, last)
    one, other = sorted([data.draw(st.dates(first, last)), data.draw(st.dates(first, last))])
    assert (days.start(other) - days.start(one)) * ((last - first).days + 1) == pytest.approx((other - one).days)
    assert_inside(days.box(one, other, 2, 20), 24)
    assert days.box(one, other, 2, 20).end == pytest.approx(days.end(other))
    assert_apart(days.years)


@given(st.dictionaries(partial_dates(), st.integers(1, 9), min_size=1, max_size=30))
def test_marks_stand_on_their_days_each_day_once(said):
    days = _years_around(list(said))
    marks = _marks(said, days)
    assert {mark.said_on: mark.count for mark in marks} == said
    for mark in marks:
        assert_inside(mark.box, 24)
        assert mark.box.start == days.start(mark.said_on.first)
        assert mark.box.end == days.end(mark.said_on.last)


def test_time_runs_in_the_reading_direction():
    days = Days(date(2020, 1, 1), date(2020, 12, 31))
    first, last = (days.box(date(2020, month, 1), date(2020, month, 31), 2, 20) for month in (1, 12))
    in_the_left_corner = 'x="0.00000%" y="2.00" width="8.46995%" height="18.00"'
    with translation.override("en"):
        assert first.sides == in_the_left_corner
    with translation.override("ar"):
        assert last.sides == in_the_left_corner
        assert first.sides.startswith('x="91.53005%"')
        assert across(0.25) == "75.00000%"


def test_numbers_of_a_drawing_are_written_with_a_point_in_every_language():
    with translation.override("de"):
        html = render_to_string("components/drawn_columns.html", {"drawing": columns([Stack("2020", (("open", 3),))])})
    assert not re.search(r'="[\d.-]*,[\d%]*"', html)
    assert 'width="10.28571%"' in html
