"""How long it was from one day to another, as each language says it."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as some

from tracker.pages.durations import duration


@pytest.mark.parametrize(
    ("first", "last", "english", "arabic"),
    [
        ("2022-02-16", "2024-10-20", "2 years, 8 months", "سنتان و8 أشهر"),
        ("2022-02-16", "2022-02-25", "1 week, 2 days", "أسبوع ويومان"),
        ("2022-02-01", "2022-02-23", "3 weeks, 1 day", "3 أسابيع ويوم"),
        ("2022-02-01", "2033-04-01", "11 years, 2 months", "11 سنة وشهران"),
        ("2022-01-31", "2022-03-02", "1 month", "شهر"),
        ("2022-02-16", "2022-02-24", "1 week, 1 day", "أسبوع ويوم"),
        ("2022-02-16", "2023-02-17", "1 year", "سنة"),  # a year and a day
        ("2020-02-29", "2021-02-28", "11 months, 4 weeks", "11 شهرا و4 أسابيع"),
        ("2022-02-16", "2022-02-16", "", ""),
    ],
)
def test_it_is_said_in_the_two_largest_parts(first, last, english, arabic):
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert duration(*days) == english
    with override("ar"):
        assert duration(*days) == arabic


@given(some.dates(date(1, 1, 1), date(9990, 1, 1)), some.integers(1, 3000))
def test_no_two_days_are_without_words(first, days):
    assert duration(first, first + timedelta(days))
