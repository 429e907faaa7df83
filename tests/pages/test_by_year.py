"""Statements by year and status: the picture, its table and the lists that it leads to tell the same numbers."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from tests.newsroom import (
    editor,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_statement,
    make_topic,
)
from tests.pages.reading import links_of, text_of
from tracker.catalogue import public
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.tallies import fold_tallies
from tracker.pages.by_year import MOST_YEARS, by_year
from tracker.verifications.publishing import withdraw
from tracker.verifications.status import today
from tracker.vocabulary import Finding, Form, Kind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_one_year_is_named_once(client):
    speaker = make_official("Rudolf Rassendyll")
    for _each in range(2):
        make_published_statement(said_on="2024-03-01", speaker=speaker)
    speaker.refresh_from_db()
    pages = text_of(client.get("/")), text_of(client.get(speaker.get_absolute_url()))
    assert "in which they were said, 2024, and by where they stand" in pages[0]
    assert not [page for page in pages if "2024 to 2024" in page]


def listed(address):
    """What the list at an address holds."""
    asked = StatementFilter(QueryDict(urlsplit(address).query))
    assert not asked.problems
    return asked.qs


def assert_the_same_everywhere(shown):
    """Each number of the table is that of its list, and each column is as its row of the table."""
    for one in shown.statuses:
        assert {row.status for row in listed(one.address)} == {one.status}
        assert one.count == listed(one.address).count() > 0
    for sort in shown.sorts:
        columns = {column.stack.name: column for column in sort.drawing.columns}
        for row in sort.rows:
            lines = list(listed(row.address))
            assert row.numbers == [sum(line.status == one.status for line in lines) for one in shown.statuses]
            column = columns.pop(str(row.year))
            assert column.stack.address == row.address
            assert [part.count for part in column.parts] == [number for number in row.numbers if number]
            assert column.stack.words.startswith(f"{row.year}: {len(lines)} statement")
        assert {column.stack.count for column in columns.values()} <= {0}
    assert shown.count == sum(one.count for one in shown.statuses)


def make_of_all_sorts(topic):
    """Statements of several years, of every kind, and on both sides of today."""
    sapt, flavia = make_official("Fritz von Tarlenheim", "FR"), make_official("Flavia", "DE")
    for number, kind in enumerate([*Kind, *Kind]):
        judged = (
            {} if kind == Kind.POSITION else {"check_by": today() + (number - 5) * DAY, "check_by_basis": "explicit"}
        )
        statement = make_published_statement(
            kind=kind, said_on=f"{2015 + number % 4}", topics=[topic], voices=[(sapt, "spoken_for")], **judged
        )
        if kind != Kind.POSITION and number in (1, 5, 6, 8):
            make_published_verification(statement, [Finding.BROKEN, Finding.UPHELD, Finding.VOID][number % 3])
        if number == 6:
            fold_tallies()
    make_published_statement(speaker=flavia, said_on="2019-05", check_by="2020", check_by_basis="implied")
    make_published_statement(
        speaker=sapt, form=Form.PARAPHRASE, appearance={"basis": "relayed", "relayed_by": make_origin()}
    )
    withdraw(make_published_statement(said_on="2001"), editor(), "Never said.")
    make_statement(said_on="2002")


@pytest.mark.parametrize("is_folded", [False, True])
def test_picture_table_and_lists_agree(is_folded):
    topic = make_topic()
    make_of_all_sorts(topic)
    if is_folded:
        fold_tallies()
    assert_the_same_everywhere(by_year(None))
    for code in ("BE", "FR", "DE"):
        assert_the_same_everywhere(by_year(None, country=(code, code)))
    assert_the_same_everywhere(by_year(None, topic=(topic.slug or _slug_of(topic), topic.pk)))
    assert by_year(None).count == public.listings().count() == 12
    assert by_year(None, country=("LU", "LU")).count == 0


def _slug_of(topic):
    topic.refresh_from_db()
    return topic.slug


def test_what_fell_due_today_is_drawn_as_due_and_what_does_tomorrow_is_open():
    make_published_statement(check_by=today() - DAY, check_by_basis="explicit")
    make_published_statement(check_by=today(), check_by_basis="explicit")
    make_published_statement(check_by=today() - DAY, check_by_basis="editors")
    assert {one.status: one.count for one in by_year(None).statuses} == {"due": 1, "open": 2}


def test_years_without_a_statement_keep_their_place_on_the_axis():
    for year in ("2015", "2016", "2022"):
        make_published_statement(said_on=year)
    (promises,) = by_year(None).sorts
    starts = {column.stack.name: column.place.start for column in promises.drawing.columns}
    assert list(starts) == [str(year) for year in range(2015, 2023)]
    assert starts["2022"] - starts["2016"] == pytest.approx(6 * (starts["2016"] - starts["2015"]))
    assert [column.stack.name for column in promises.drawing.columns if column.parts] == ["2015", "2016", "2022"]


def test_all_sorts_are_drawn_on_one_scale():
    for _ in range(3):
        make_published_statement()
    make_published_statement(kind=Kind.DENIAL)
    promises, claims = by_year(None).sorts
    (three,), (one,) = promises.drawing.columns[0].parts, claims.drawing.columns[0].parts
    assert three.box.bottom - three.box.top == pytest.approx(3 * (one.box.bottom - one.box.top))


def test_years_long_past_stand_in_the_table_alone_and_the_page_says_so(client):
    make_published_statement(said_on="1962-10-22")
    make_published_statement(said_on="2024")
    shown = by_year(None)
    assert (shown.first_year, shown.last_year, shown.earlier_count) == (1962, 2024, 1)
    assert len(shown.sorts[0].drawing.columns) == MOST_YEARS
    assert [row.year for row in shown.sorts[0].rows] == [1962, 2024]
    assert "1 from an earlier year stands in the table alone." in text_of(client.get("/"))


@pytest.mark.parametrize(
    ("address", "of"), [("/", ""), ("/countries/BE/", "country=BE&"), ("/topics/elephants/", "topic=elephants&")]
)
def test_the_page_has_the_picture_with_its_table_and_says_what_it_shows(client, address, of):
    elephants = make_topic("Elephants")
    for year in ("2022", "2024"):
        make_published_verification(make_published_statement(said_on=year, topics=[elephants]))
    response = client.get(address)
    page, html = text_of(response), response.content.decode()
    day = f"{today():%-d %B %Y}"
    assert (
        f"2 statements, by the year in which they were said, from 2022 to 2024, and by where they stand on {day}. "
        f"Logged since {day}."
    ) in page
    assert "Promises 2022 1 1 2024 1 1" in page
    assert "Editors choose what is logged" in page
    assert {f"/statements/?{of}year=2022&kind=commitment", f"/statements/?{of}status=broken"} <= {*links_of(response)}
    assert re.search(
        r'<title id="by-year-1-title">Promises, by year and status</title><desc id="by-year-1-desc">\w', html
    )


def test_a_record_of_nothing_has_no_picture(client):
    assert "By the year of the words" not in text_of(client.get("/"))
    assert "By the year of the words" not in text_of(client.get("/countries/BE/"))
