"""What falls due in the months ahead: the picture, its table and the list under it tell the same."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.newsroom import make_published_statement, make_published_verification
from tests.pages.reading import links_of, text_of
from tracker.pages.due_ahead import MONTHS_AHEAD, MONTHS_BACK, due_ahead
from tracker.verifications.status import today

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def make_due(day, basis="explicit", **fields):
    return make_published_statement(check_by=day, check_by_basis=basis, **fields)


def first_of_next_month():
    return (today().replace(day=1) + 31 * DAY).replace(day=1)


def drawn(shown):
    return [column.stack.count for column in shown.drawing.columns]


def test_what_awaits_our_check_comes_first_and_then_what_is_to_come_month_by_month():
    first = _months_from(today(), -MONTHS_BACK)
    after = _months_from(today(), MONTHS_AHEAD)
    for day in (first - DAY, first, today() - DAY, today(), first_of_next_month(), after - DAY, after):
        make_due(day)
    make_due(f"{first_of_next_month():%Y-%m}")
    make_due(today() - DAY, basis="editors")
    make_published_verification(make_due(first, said_on=first - 30 * DAY), public_on=first)
    shown = due_ahead(8)
    assert shown.awaiting_count == 3
    assert (shown.longer_count, shown.to_come_count, shown.later_count) == (1, 4, 1)
    by_month = {month.first: (month.awaiting_count, month.to_come_count) for month in shown.months if month.count}
    yesterdays = (today() - DAY).replace(day=1)
    expected = Counter({(first, 0): 1, (yesterdays, 0): 1, (today().replace(day=1), 1): 1})
    expected += Counter({(first_of_next_month(), 1): 2, ((after - DAY).replace(day=1), 1): 1})
    assert by_month == {month: (expected[month, 0], expected[month, 1]) for month, _which in expected}
    assert drawn(shown) == [month.count for month in shown.months]
    assert len(shown.months) == MONTHS_BACK + MONTHS_AHEAD


def _months_from(day, number):
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, 1)


def test_a_month_leads_to_the_place_in_the_list_where_it_begins(client):
    make_due(date(2024, 3, 1))
    make_due(first_of_next_month() - DAY)
    here = make_due(first_of_next_month())
    response = client.get("/due/")
    month = response.context["due_ahead"].months[MONTHS_BACK + 1]
    assert month.address in links_of(response)
    rows = client.get(month.address).context["page"].rows
    assert [row.number for row in rows] == [here.number]


def test_the_page_says_in_numbers_what_is_drawn(client):
    make_due(date(2024, 3, 1))
    make_due(first_of_next_month())
    make_due("2099")
    response = client.get("/due/")
    page, month = text_of(response), response.context["due_ahead"].months[MONTHS_BACK + 1].name
    assert "Awaiting our check 1" in page
    assert f"{month} 0 1" in page
    assert "1 more awaits our check since a day before" in page
    assert "1 more falls due later." in page
    assert "/statements/?status=due" in links_of(response)


def test_where_nothing_is_due_there_is_a_sentence_and_no_picture(client):
    make_published_statement()
    page = text_of(client.get("/due/"))
    assert "Nothing awaits our check at present, and of what is on record nothing falls due up to" in page
    assert "A year back and two ahead" not in page


def test_what_falls_due_in_far_years_is_no_contradiction_to_the_sentence(client):
    make_due("2099")
    page = text_of(client.get("/due/"))
    assert "Nothing awaits our check at present, and what is to come falls due after" in page
    assert "nothing falls due" not in page
