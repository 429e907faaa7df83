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
    "/admin/lookup/similar/?speaker=1&quote=Not+a+single+elephant",
    "/admin/lookup/findings/?statement=1&public_on=2024&proof=for",
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
    assert "Minister of Elephants of Ruritania" in told["office"]
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


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("16 Feb 2022", "16 February 2022, to the day"),
        ("Feb 16, 2022", "16 February 2022, to the day"),
        ("2022-02-16", "16 February 2022, to the day"),
        ("Feb 2022", "February 2022, to the month"),
        ("2022", "2022, to the year"),
        ("14–16 Feb 2022", "between 14 and 16 February 2022, both included"),
        ("between 3 and 9 March 2022", "between 3 and 9 March 2022, both included"),
        ("week of 16 Feb 2022", "week of 14 February 2022, Monday to Sunday"),
    ],
)
def test_a_typed_day_is_said_back(desk, typed, words):
    assert desk.get("/admin/lookup/day/", {"day": typed}).json() == {"words": words}


def test_what_is_no_day_is_said_to_be_none(desk):
    assert "is not a day" in desk.get("/admin/lookup/day/", {"day": "3/4/2022"}).json()["problem"]


def test_a_new_address_of_a_known_site_proposes_its_publisher(desk):
    known = newsroom.make_source(url="https://courier.example.org/known", language="en")
    told = desk.get("/admin/lookup/source/", {"address": "https://www.courier.example.org/other"}).json()
    assert (told["known"], told["publisher"]["id"], told["language"]) == (False, known.publisher.pk, "en")
    assert "courier.example.org: look whether it is so here" in told["note"]
    assert "published_on" not in told


def test_where_a_site_has_several_publishers_none_is_proposed(desk):
    for page in ("one", "two"):
        newsroom.make_source(url=f"https://courier.example.org/{page}")
    newsroom.make_source(url="https://courier.example.org.evil.example/one")
    told = desk.get("/admin/lookup/source/", {"address": "https://courier.example.org/other"}).json()
    assert "publisher" not in told


def similar(desk, speaker, **typed):
    return desk.get("/admin/lookup/similar/", {"speaker": speaker.pk} | typed).json()["statements"]


def test_much_the_same_words_of_the_speaker_are_found_drafts_included(desk):
    speaker = newsroom.make_official()
    draft = newsroom.make_statement(speaker=speaker)
    public = newsroom.make_published_statement(speaker=speaker, claim="Elephants will leave Strelsau by the parade.")
    newsroom.make_statement(speaker=speaker, quote="It will rain in Zenda.", claim="Rain falls in Zenda.")
    newsroom.make_statement()  # somebody else’s
    told = similar(desk, speaker, quote="Not one single elephant will stay in Strelsau")
    assert {line["url"] for line in told} == {
        f"/admin/tracker/statement/{statement.pk}/change/" for statement in (draft, public)
    }
    assert [line["text"].startswith("Draft: ") for line in told].count(True) == 1


def test_a_few_letters_and_the_claim_itself_are_like_nothing(desk):
    statement = newsroom.make_statement()
    assert similar(desk, statement.speaker, claim="No eleph") == []
    assert similar(desk, statement.speaker, claim=statement.claim, **{"except": statement.pk}) == []


def test_what_no_text_can_hold_is_like_nothing(desk):
    statement = newsroom.make_statement()
    assert similar(desk, statement.speaker, quote="\0" * 40) == []
    assert desk.get("/admin/lookup/similar/", {"speaker": "x", "quote": statement.quote}).json()["statements"] == []


def test_looking_for_the_same_words_costs_the_same_however_many_there_are(desk, django_assert_max_num_queries):
    statement = newsroom.make_statement()
    similar(desk, statement.speaker, claim=statement.claim)
    with django_assert_max_num_queries(9) as before:
        similar(desk, statement.speaker, claim=statement.claim)
    for _ in range(10):
        newsroom.make_statement(speaker=statement.speaker)
    with django_assert_max_num_queries(len(before)):
        assert len(similar(desk, statement.speaker, claim=statement.claim)) == 5


def test_impossible_findings_are_told_with_the_reason(desk):
    statement = newsroom.make_published_statement(broken_if="")
    asked = {"statement": statement.pk, "public_on": "2024-04-01", "proof": ["context", "for|2024-05-01|2024-04-01"]}
    told = desk.get("/admin/lookup/findings/", asked).json()["impossible"]
    assert "no breaking criterion" in told["broken"]
    assert "had happened and was out by the day" in told["upheld"]
    assert "no_change" not in told
