"""A calendar that subscribes shows each check-by day once, and follows it when it moves."""

from datetime import UTC, date

import pytest

from tests import newsroom
from tests.exports.reading import events_of
from tests.exports.record import ARABIC, HOSTILE
from tracker.texts import clean_text
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import CheckByBasis, Finding

pytestmark = pytest.mark.django_db


def make_promise(check_by="2030-05-01", basis=CheckByBasis.EXPLICIT, **fields):
    return newsroom.make_published_statement(check_by=check_by, check_by_basis=basis, **fields)


def only_event(client, query=""):
    (event,) = events_of(client.get(f"/statements.ics{query}"))
    return event


def test_an_event_lasts_the_whole_day_and_tells_what_is_to_be_checked(client):
    speaker = newsroom.make_official("Rudolf Rassendyll")
    statement = make_promise(speaker=speaker, topics=[newsroom.make_topic("Elephants")])
    event = only_event(client)
    assert event.start == date(2030, 5, 1)
    assert event.end == date(2030, 5, 2)
    assert event["SUMMARY"] == "To be checked: No elephant stays in Strelsau after the parade. (Rudolf Rassendyll)"
    assert "“Not a single elephant will stay in Strelsau.”" in event["DESCRIPTION"]
    assert "Broken if: An elephant is in Strelsau after the parade." in event["DESCRIPTION"]
    assert event["URL"] == f"http://testserver{statement.get_absolute_url()}"
    assert event["STATUS"] == "CONFIRMED"
    assert statement.versions.get().made_at.astimezone(UTC).replace(microsecond=0) == event.DTSTAMP


def test_statements_without_a_day_have_no_event(client):
    newsroom.make_published_statement()
    assert events_of(client.get("/statements.ics")) == []


def test_a_day_known_roughly_or_set_by_editors_is_tentative(client):
    make_promise("2030-05")
    event = only_event(client)
    assert event.start == date(2030, 5, 31)
    assert event["STATUS"] == "TENTATIVE"
    make_promise("2031-01-01", CheckByBasis.EDITORS)
    assert [event["STATUS"] for event in events_of(client.get("/statements.ics"))] == ["TENTATIVE", "TENTATIVE"]


def test_a_day_that_others_moved_is_the_same_event_in_a_new_sequence(client):
    statement = make_promise()
    before = only_event(client)
    newsroom.make_published_verification(statement, Finding.POSTPONED, new_check_by="2031-06-01")
    after = only_event(client)
    assert after["UID"] == before["UID"] == "statement-1-check-by@testserver"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start == date(2031, 6, 1)


def test_the_finding_stands_in_the_event(client):
    newsroom.make_published_verification(make_promise("2024-03-20"))
    event = only_event(client)
    assert event["SUMMARY"].startswith("Broken: ")
    assert "Broken: An elephant was seen in Strelsau." in event["DESCRIPTION"]
    newsroom.make_published_verification(make_promise("2024-03-20"), Finding.VOID)
    assert only_event(client, "?status=void")["STATUS"] == "CANCELLED"


def test_what_is_withdrawn_leaves_the_calendar(client):
    statement = make_promise()
    withdraw(statement, newsroom.editor(), "He never said it.")
    assert events_of(client.get("/statements.ics")) == []


def test_filters_and_as_of_hold_for_calendars_too(client):
    statement = make_promise("2024-03-20")
    newsroom.make_published_verification(
        statement, Finding.POSTPONED, public_on=date(2024, 3, 15), new_check_by="2024-04-20"
    )
    assert only_event(client, "?as_of=2024-03-14").start == date(2024, 3, 20)
    assert only_event(client, "?as_of=2024-03-15").start == date(2024, 4, 20)
    assert events_of(client.get("/statements.ics?kind=denial")) == []


@pytest.mark.parametrize("text", [ARABIC, *HOSTILE])
def test_every_text_comes_through_and_makes_no_event_of_its_own(client, text):
    make_promise(quote=text, claim=text, speaker=newsroom.make_official("Rudolf Rassendyll"))
    assert f"“{clean_text(text)}”" in only_event(client)["DESCRIPTION"]
