"""What the desk's script and its choices may ask, and who may ask it."""

import pytest

from tests import newsroom

pytestmark = pytest.mark.django_db

CHOICE = "/admin/autocomplete/?app_label=tracker&model_name={}&field_name={}&term={}"
ASKED = [
    CHOICE.format("statement", "speaker", "Rass"),
    CHOICE.format("appearance", "source", "Courier"),
    CHOICE.format("source", "publisher", "Courier"),
    CHOICE.format("statementlink", "earlier", "elephant"),
    "/admin/lookup/source/?address=https://courier.example.org/known",
    "/admin/lookup/office/?speaker=1&said_on=2024",
    "/admin/lookup/origin/?origin=1&statement=1",
]


@pytest.mark.parametrize("address", ASKED)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ASKED)
def test_an_account_without_a_group_is_told_nothing(stranger, address):
    assert stranger.get(address).status_code == 403


@pytest.mark.parametrize("address", ASKED)
def test_a_contributor_may_ask(contributors_desk, address):
    assert contributors_desk.get(address).status_code == 200


def test_a_known_address_tells_what_fills_the_boxes(desk):
    agency = newsroom.make_origin("RPA")
    source = newsroom.make_source(url="https://courier.example.org/known", language="en", origins=[agency])
    statement = newsroom.make_statement(source=source)
    told = desk.get("/admin/lookup/source/", {"address": "http://courier.example.org/known/"}).json()
    assert (told["known"], told["published_on"], told["language"]) == (True, "2024-03-01", "en")
    assert told["publisher"] == {"id": source.publisher.pk, "text": source.publisher.name}
    assert (told["origin"]["text"], told["origin_basis"]) == ("RPA", "credited")
    assert told["statements"][0]["url"] == f"/admin/tracker/statement/{statement.pk}/change/"


@pytest.mark.parametrize("address", ["https://courier.example.org/new", "nonsense", "", "https://x y"])
def test_an_unknown_or_bad_address_tells_nothing(desk, address):
    assert desk.get("/admin/lookup/source/", {"address": address}).json()["known"] is False


def test_the_office_held_then_is_told_with_what_is_on_record_of_that_day(desk):
    speaker = newsroom.make_official("Rudolf Rassendyll")
    newsroom.make_tenure(speaker, "Minister of Elephants of Ruritania")
    statement = newsroom.make_statement(speaker=speaker)
    told = desk.get("/admin/lookup/office/", {"speaker": speaker.pk, "said_on": "March 2024"}).json()
    assert told["office"].startswith("Minister of Elephants of Ruritania")
    assert len(told["statements"]) == 1
    again = {"speaker": speaker.pk, "said_on": "March 2024", "except": statement.pk}
    assert desk.get("/admin/lookup/office/", again).json()["statements"] == []


@pytest.mark.parametrize("query", [{}, {"speaker": "x", "said_on": "y"}, {"speaker": "1", "said_on": "99"}])
def test_a_question_that_makes_no_sense_is_answered_with_the_problem(desk, query):
    assert desk.get("/admin/lookup/office/", query).json()["problem"]


def test_choices_tell_two_of_one_name_apart(desk):
    newsroom.make_official("Rudolf Rassendyll", code="BE")
    newsroom.make_official("Rudolf Rassendyll", code="FR")
    results = desk.get(CHOICE.format("statement", "speaker", "Rassendyll")).json()["results"]
    assert [choice["text"] for choice in results] == ["Rudolf Rassendyll (Belgium)", "Rudolf Rassendyll (France)"]
