"""An official's offices over time, with the days of the words: by day only, and without any verdict."""

import re
from datetime import date, timedelta

import pytest

from tests.newsroom import (
    editor,
    make_official,
    make_published_statement,
    make_published_verification,
    make_statement,
    make_tenure,
)
from tests.pages.reading import text_of
from tracker.catalogue import public
from tracker.pages import offices as module
from tracker.pages.offices import offices
from tracker.statements.models import Voice
from tracker.verifications.publishing import publish_statement
from tracker.verifications.status import today
from tracker.vocabulary import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def rudolf():
    return make_official("Rudolf Rassendyll")


def picture_of(official):
    official.refresh_from_db()
    return offices(public.official_page(official.slug))


def marks(line):
    return {str(mark.said_on): mark.count for mark in line.marks}


def test_words_stand_on_the_office_in_which_they_were_said_day_by_day(rudolf):
    king = make_tenure(rudolf, "King of Ruritania", "2020", ended_on="2024-03-10")
    guest = make_tenure(rudolf, "Guest of Ruritania", "2024-03-11")
    for day in ("2024-03-01", "2024-03-01", "2024-02"):
        make_published_statement(speaker=rudolf, tenure=king, said_on=day)
    signed = make_statement(said_on="2024-03-20")
    Voice.objects.create(statement=signed, official=rudolf, role="signed", tenure=guest)
    publish_statement(signed, by=editor())
    make_published_statement(speaker=rudolf, said_on="2019-05-01", speaker_label="A traveller")
    shown = picture_of(rudolf)
    assert [line.tenure for line in shown.lines] == [guest, king, None]
    assert [marks(line) for line in shown.lines] == [
        {"20 March 2024": 1},
        {"February 2024": 1, "1 March 2024": 2},
        {"1 May 2019": 1},
    ]
    assert (shown.count, shown.day_count) == (5, 4)


def test_where_a_day_is_not_known_exactly_the_bar_says_between_which_days_it_lies(rudolf):
    king = make_tenure(rudolf, "King of Ruritania", "2020-03", ended_on="2024-05-01/2024-05-10")
    make_published_statement(speaker=rudolf, tenure=king)
    shown = picture_of(rudolf)
    (line,), days = shown.lines, shown.days
    assert (line.held.start, line.held.end) == (days.start(date(2020, 3, 31)), days.end(date(2024, 5, 1)))
    assert [(box.start, box.end) for box in line.unsure] == [
        (days.start(date(2020, 3, 1)), days.end(date(2020, 3, 31))),
        (days.start(date(2024, 5, 1)), days.end(date(2024, 5, 10))),
    ]


def test_an_office_without_an_end_is_held_up_to_today_and_left_open(rudolf):
    king = make_tenure(rudolf, "King of Ruritania", "2020-03-01")
    make_published_statement(speaker=rudolf, tenure=king)
    (line,) = (shown := picture_of(rudolf)).lines
    assert line.held.end == shown.days.end(today())
    (open_end,) = line.unsure
    assert open_end.end > line.held.end


def test_an_office_between_days_that_cross_was_surely_held_on_none(rudolf):
    make_tenure(rudolf, "King of Ruritania", "2020", ended_on="2020")
    make_published_statement(speaker=rudolf)
    line, _out_of_office = picture_of(rudolf).lines
    assert line.held is None
    assert len(line.unsure) == 2


def test_a_tenure_that_begins_in_days_to_come_is_a_picture_too(rudolf):
    make_tenure(rudolf, "King of Ruritania", today() + timedelta(days=400))
    make_tenure(rudolf, "Guest of Ruritania", "9999-12-31")
    make_published_statement(speaker=rudolf)
    assert [line.held for line in picture_of(rudolf).lines] == [None, None, None]


def test_no_mark_says_how_the_words_turned_out(client, rudolf):
    tenure = make_tenure(rudolf, "King of Ruritania", "2020")
    for finding in (Finding.UPHELD, Finding.BROKEN):
        make_published_verification(make_published_statement(speaker=rudolf, tenure=tenure), finding)
    html = client.get(picture_address(rudolf)).content.decode()
    (picture,) = re.findall(r'<section aria-labelledby="offices">.*?</section>', html, re.DOTALL)
    assert picture.count('class="said"') == 1
    assert "mark-" not in picture


def picture_address(official):
    official.refresh_from_db()
    return official.get_absolute_url()


def test_of_many_statements_the_latest_are_drawn_and_the_page_says_so(client, rudolf, monkeypatch):
    monkeypatch.setattr(module, "MOST_STATEMENTS", 2)
    for day in ("2022-01-01", "2023-01-01", "2024-01-01"):
        make_published_statement(speaker=rudolf, said_on=day)
    page = text_of(client.get(picture_address(rudolf)))
    assert "(days drawn: 2; statements: 2). They are the latest of 3: earlier ones are not drawn." in page
    assert "1 January 2023 1 1 January 2024 1" in page
    assert "In no office that the record has for that day" in page


def test_the_same_days_stand_in_a_table(client, rudolf):
    tenure = make_tenure(rudolf, "King of Ruritania", "2020")
    for _ in range(2):
        make_published_statement(speaker=rudolf, tenure=tenure, said_on="2024-02")
    page = text_of(client.get(picture_address(rudolf)))
    assert "Said Statements King of Ruritania February 2024 2" in page
    assert "neither how often somebody spoke nor how it turned out" in page


def test_who_has_neither_office_nor_words_has_no_picture(rudolf):
    rudolf.slug = "rudolf"
    assert offices(rudolf) is None


def test_of_an_institution_the_page_does_not_say_that_it_held_no_office(client):
    ministry = make_official("Ministry of Elephants", kind="institution")
    make_published_statement(speaker=ministry)
    response = client.get(picture_address(ministry))
    assert "When the words were said" in text_of(response)
    assert "In no office" not in response.content.decode()
