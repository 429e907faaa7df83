"""What falls due in the months ahead: the picture, its table and the list under it tell the same."""

from datetime import date, timedelta

import pytest

from tests.newsroom import make_published_statement, make_published_verification
from tests.pages.reading import links_of, text_of
from tracker.pages.due_ahead import MONTHS, due_ahead
from tracker.verifications.status import today

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def make_due(day, basis="explicit"):
    return make_published_statement(check_by=day, check_by_basis=basis)


def first_of_next_month():
    return (today().replace(day=1) + 31 * DAY).replace(day=1)


def drawn(shown):
    return [column.stack.count for column in shown.drawing.columns]


def test_what_awaits_our_check_comes_first_and_then_month_by_month():
    for day in (date(2024, 3, 1), today() - DAY, today(), first_of_next_month(), f"{first_of_next_month():%Y-%m}"):
        make_due(day)
    make_due(today() - DAY, basis="editors")
    make_published_verification(make_due(date(2024, 3, 1)))
    last_month = today().replace(year=today().year + 2, day=1) - DAY
    make_due(last_month)
    make_due(last_month + DAY)
    shown = due_ahead(7)
    assert shown.awaiting_count == 2
    assert [month.count for month in shown.months] == [1, 2, *[0] * (MONTHS - 3), 1]
    assert drawn(shown) == [2, 0, *(month.count for month in shown.months)]
    assert shown.later_count == 1


def test_a_month_leads_to_the_place_in_the_list_where_it_begins(client):
    make_due(date(2024, 3, 1))
    make_due(first_of_next_month() - DAY)
    here = make_due(first_of_next_month())
    response = client.get("/due/")
    month = response.context["due_ahead"].months[1]
    assert month.address in links_of(response)
    rows = client.get(month.address).context["page"].rows
    assert [row.number for row in rows] == [here.number]


def test_the_page_says_in_numbers_what_is_drawn(client):
    make_due(date(2024, 3, 1))
    make_due(first_of_next_month())
    make_due("2099")
    response = client.get("/due/")
    page, month = text_of(response), response.context["due_ahead"].months[1].name
    assert "Awaiting our check 1" in page
    assert f"{month} 1" in page
    assert "1 more falls due later." in page
    assert "/statements/?status=due" in links_of(response)


def test_where_nothing_is_due_there_is_a_sentence_and_no_picture(client):
    make_published_statement()
    page = text_of(client.get("/due/"))
    assert "Nothing awaits our check at present, and of what is on record nothing falls due up to" in page
    assert "The two years ahead" not in page
