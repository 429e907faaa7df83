"""Who held which office when, as exactly as it is known: a rule refuses only what is surely wrong."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import newsroom
from tests.refusal import refused
from tests.strategies import partial_dates
from tracker.officials.models import Tenure
from tracker.partial_dates import PartialDate

pytestmark = pytest.mark.django_db

OVERLAPS = [
    (("2010", "2015"), ("2014", "2016-06-01"), True),  # on New Year’s Day of 2015, however the years are read
    (("2010-01-01", "2015-06-01"), ("2014-01-01", None), True),
    (("2010-01-01", None), ("2020-01-01", None), True),
    (("2010-01-01", None), ("2005-01-01", "2012-01-01"), True),
    (("2010-01-01", "2020-01-01"), ("2012", "2013"), True),
    (("2010-01-01", "2015-06-01"), ("2015-06-01", None), False),  # handed over to himself on one day
    (("2010-01-01", "2015-06-01"), ("2015-05-31", None), True),
    (("2010-01-01", "2015-06-01"), ("2015-06", None), False),
    (("2010-01-01", "2015"), ("2015", None), False),
    (("2010-01-01", "2016"), ("2015", None), True),
    (("2010-01-01", "2010-01-01"), ("2010-01-01", "2010-01-01"), False),  # a day in office is no overlap of days
]


@pytest.mark.parametrize(("one", "other", "is_refused"), OVERLAPS)
def test_days_surely_held_are_held_once_by_one_person_in_one_office(one, other, is_refused):
    official = newsroom.make_official()
    first = newsroom.make_tenure(official, "King", one[0], ended_on=one[1])
    second = Tenure(official=official, office=first.office, started_on=other[0], ended_on=other[1])
    if is_refused:
        with pytest.raises(ValidationError, match="change the tenure that is there"):
            second.full_clean()
        with refused("tenure_days_are_held_once", "holds this office on some of these days already"):
            second.save()
    else:
        second.full_clean()
        second.save()


def test_others_and_other_offices_may_be_held_on_the_same_days():
    official, other = newsroom.make_official(), newsroom.make_official()
    newsroom.make_tenure(official, "King", "2020-01-01")
    newsroom.make_tenure(official, "Chief of the Guard", "2020-01-01")
    newsroom.make_tenure(other, "King", "2020-01-01", is_acting=True)


def test_a_tenure_changed_onto_held_days_is_refused_as_well():
    official = newsroom.make_official()
    newsroom.make_tenure(official, "King", "2010-01-01", ended_on="2015-01-01")
    second = newsroom.make_tenure(official, "King", "2016-01-01")
    with refused("tenure_days_are_held_once"):
        Tenure.objects.filter(pk=second.pk).update(started_on_first="2014-01-01", started_on_last="2014-01-01")
    second.note = "Crowned twice."
    second.full_clean()
    second.save()


def test_a_tenure_ends_after_it_starts_for_all_that_is_known():
    official = newsroom.make_official()
    with refused("tenure_ends_after_it_starts", "before it starts"):
        newsroom.make_tenure(official, started_on="2020-06", ended_on="2020-05-31")
    newsroom.make_tenure(official, started_on="2020-06", ended_on="2020-06-01")
    newsroom.make_tenure(official, started_on="2020-06-30", ended_on="2020")


def _on(tenure, day):
    held = Tenure.objects.filter(pk=tenure.pk)
    return held.on(day).exists(), held.surely_on(day).exists()


@pytest.mark.parametrize(
    ("day", "may_cover", "surely_covers"),
    [
        (date(2009, 12, 31), False, False),
        (date(2010, 6, 1), True, False),  # began some day of 2010
        (date(2010, 12, 31), True, True),
        (date(2015, 5, 31), True, True),
        (date(2015, 6, 1), True, True),
        (date(2015, 6, 2), True, False),  # ended some day of June
        (date(2015, 6, 30), True, False),
        (date(2015, 7, 1), False, False),
        (PartialDate.year(2012), True, True),
        (PartialDate.year(2015), True, False),
        (PartialDate.year(2016), False, False),
        (PartialDate.month(2015, 5), True, True),
        (PartialDate.between(date(2009, 1, 1), date(2010, 1, 1)), True, False),
    ],
)
def test_who_was_in_office_then_is_known_surely_or_may_be(day, may_cover, surely_covers):
    tenure = newsroom.make_tenure(newsroom.make_official(), started_on="2010", ended_on="2015-06")
    assert _on(tenure, day) == (may_cover, surely_covers)


def test_a_tenure_without_end_covers_today():
    tenure = newsroom.make_tenure(newsroom.make_official(), started_on="2020")
    assert _on(tenure, date(2199, 1, 1)) == (True, True)
    assert not tenure.ended_surely_before(date(2199, 1, 1))


def test_who_had_left_before_a_day_is_said_only_when_it_is_sure():
    tenure = newsroom.make_tenure(newsroom.make_official(), started_on="2010", ended_on="2015-06")
    assert not tenure.ended_surely_before(date(2015, 6, 30))
    assert tenure.ended_surely_before(date(2015, 7, 1))


DAYS = partial_dates(date(2000, 1, 1), date(2003, 12, 31))


@settings(max_examples=50, deadline=None)
@given(DAYS, st.none() | DAYS, DAYS)
def test_on_and_surely_on_are_what_counting_days_says(start, end, day):
    """Against every single reading of the three partial dates at their extremes."""
    if end and end.last < start.first:
        return
    with transaction.atomic():
        tenure = newsroom.make_tenure(newsroom.make_official(), started_on=start, ended_on=end)
        ends = (end.first, end.last) if end else (date.max, date.max)
        may = any(s <= d <= e for s in (start.first, start.last) for e in ends for d in _days(day, start, end))
        surely = all(s <= d <= e for s in (start.first, start.last) for e in ends for d in (day.first, day.last))
        assert _on(tenure, day) == (may, surely)
        transaction.set_rollback(True)


def _days(day, start, end):
    """The ends of the day, and the ends of the tenure where they lie in it."""
    inside = [start.first, start.last, *((end.first, end.last) if end else ())]
    return [day.first, day.last, *(d for d in inside if day.first <= d <= day.last)]


@settings(max_examples=50, deadline=None)
@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_two_tenures_are_refused_only_when_they_overlap_however_the_days_are_read(start, end, start2, end2):
    if (end and end.last < start.first) or (end2 and end2.last < start2.first):
        return
    surely_held = (start.last, end.first if end else date.max), (start2.last, end2.first if end2 else date.max)
    overlap = max(surely_held[0][0], surely_held[1][0]) < min(surely_held[0][1], surely_held[1][1])
    with transaction.atomic():
        official = newsroom.make_official()
        newsroom.make_tenure(official, "King", start, ended_on=end)
        if overlap:
            with refused("tenure_days_are_held_once"):
                newsroom.make_tenure(official, "King", start2, ended_on=end2)
        else:
            newsroom.make_tenure(official, "King", start2, ended_on=end2)
        transaction.set_rollback(True)
