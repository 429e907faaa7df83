"""One statement as JSON: all that its page shows, today or as of a day, and nothing that the page does not."""

import json
import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import newsroom, records
from tests.exports.reading import body_of, rows_of
from tests.pages.reading import links_of, text_of
from tracker.vocabulary import Finding

pytestmark = pytest.mark.django_db


def address_of(statement):
    return f"/statements/{statement.number}-{statement.slug}.json"


def refused(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    content = json.loads(response.content)["error"]
    assert content["status"] == status
    (problem,) = content["problems"]
    return problem


@pytest.fixture
def read(client):
    """The statement in its file, today or as of a day."""

    def ask(statement, as_of=None):
        return json.loads(body_of(client.get(address_of(statement), {"as_of": as_of} if as_of else {})))["statement"]

    return ask


@pytest.fixture
def promise(client):
    promise = records.make_record().drafts[0]
    promise.refresh_from_db()
    return promise


def test_it_begins_with_the_row_that_lists_have(client, promise, read):
    (row,) = [row for row in rows_of(client.get("/statements.json"), "json") if row["number"] == promise.number]
    assert row.items() <= read(promise).items()


def test_it_tells_licence_moment_and_version_as_lists_do(client, promise):
    response = client.get(address_of(promise))
    about = json.loads(response.content)["about"]
    assert about["licence"] == "CC BY 4.0"
    assert about["page"] == f"http://testserver{promise.get_absolute_url()}"
    assert about["title"] == "Statement 1: Rudolf Rassendyll, 1 March 2024"
    assert 'rel="license"' in response.headers["Link"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_it_has_every_part_with_what_the_part_rests_on(promise, read):
    whole = read(promise)
    assert [(voice["name"], voice["role"]) for voice in whole["voices"]] == [("Ministry of Elephants", "spoken_for")]
    first, second = whole["appearances"]
    assert (first["is_primary"], second["is_primary"]) == (True, False)
    assert second["wording"] == "No elephants here."
    assert first["source"]["publisher_interest"] == "Owned by the ministry"
    assert first["source"]["origins"] == [{"origin": "Ruritanian Press Agency", "basis": "credited", "note": ""}]
    broken, changed = whole["verifications"]
    assert (broken["finding_label"], broken["public_on"], broken["summary"]) == (
        "Broken",
        "2024-04-02",
        "Two elephants were seen.",
    )
    assert (broken["judged_by"], broken["published_by"]) == ("Charles", "Edith")
    assert broken["evidence"][0]["source"]["url"] == "https://gazette.example.org/report"
    assert broken["evidence"][0]["stance"] == "against"
    assert changed["finding"] == "terms_changed"
    assert [correction["after"] for correction in whole["corrections"]] == ["Two elephants were seen.", "In the square"]
    assert [reply["why_not_asked"] for reply in whole["replies"]] == ["He was on the road."]
    assert whole["published_by"] == "Edith"


def texts_in(value):
    """Every text that people wrote, wherever it stands."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) and len(value.split()) > 2 else []


def test_the_page_shows_all_that_the_file_says(client, promise, read):
    """So the file says nothing that a reader does not see, but what files explain themselves."""
    only_in_files = {"why_not_counted"}
    page = text_of(client.get(promise.get_absolute_url()))
    said = texts_in({name: value for name, value in read(promise).items() if name not in only_in_files})
    assert len(said) > 20
    assert [text for text in said if " ".join(text.split()) not in page] == []


def test_links_show_the_other_end_and_a_withdrawn_one_its_reason_alone(promise, read):
    repeated, see_also = sorted(read(promise)["links"], key=lambda link: link["later"])
    assert repeated["words"] == "repeated by"
    assert repeated["other"]["claim"] == "No elephant comes back."
    assert repeated["other"]["status_label"] == "Open"
    assert see_also["withdrawn"]["withdrawal_reason"] == "He never said it."
    assert "other" not in see_also
    assert see_also["note"] == ""


def test_a_withdrawn_verification_shows_its_reason_alone(promise, read):
    back = promise.links_to_later.get(kind="repeats").later
    whole = read(back)
    assert whole["verifications"] == []
    (gone,) = whole["withdrawn_verifications"]
    assert gone["withdrawal_reason"] == "The trunk was a tree’s."
    assert "A trunk was seen" not in str(whole)
    assert read(back, "2024-12-31")["withdrawn_verifications"] == []


def test_as_of_a_day_it_is_as_the_page_of_that_day(promise, read):
    before, between, after = (read(promise, day) for day in ("2024-03-31", "2024-04-01", "2024-04-02"))
    assert [whole["status"] for whole in (before, between, after)] == ["open", "open", "broken"]
    assert [len(whole["verifications"]) for whole in (before, between, after)] == [0, 1, 2]
    assert before["links"] == []
    assert len(read(promise, "2024-05-02")["links"]) == 1


def test_before_it_was_said_there_is_nothing_to_tell(client, promise):
    problem = refused(client.get(address_of(promise), {"as_of": "2024-02-29"}), 400)
    assert problem["parameter"] == "as_of"
    assert problem["message"] == ("On 29 February 2024 these words had not been said yet: they are from 1 March 2024.")


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of=2999-01-01", "day=2024-03-02", "as_of=2024-04-01&as_of=1"])
def test_a_question_that_cannot_be_followed_is_refused(client, promise, query):
    assert client.get(f"{address_of(promise)}?{query}").status_code == 400


def test_other_words_in_the_address_lead_to_the_right_ones(client, promise):
    for address in ("/statements/1.json", "/statements/1-other-words.json"):
        response = client.get(f"{address}?as_of=2024-04-02")
        assert response.status_code == 301
        assert response.headers["Location"] == f"{address_of(promise)}?as_of=2024-04-02"


def test_a_slug_in_another_script_is_found(client):
    statement = newsroom.make_published_statement(claim="Ни одного слона не останется.")
    response = client.get(quote(address_of(statement)))
    assert json.loads(body_of(response))["statement"]["claim"] == "Ни одного слона не останется."


def test_a_withdrawn_statement_is_gone_with_the_reason_and_no_other_word(client, promise):
    king = promise.links_to_later.get(kind="see_also").later
    response = client.get(address_of(king))
    problem = refused(response, 410)
    assert re.fullmatch(
        r"Statement 6 was published on [\d-]+ and withdrawn on [\d-]+\. The reason: He never said it\.",
        problem["message"],
    )
    assert "king" not in response.text


def test_drafts_and_numbers_that_nobody_gave_are_not_found_alike(client):
    newsroom.make_statement()
    assert refused(client.get("/statements/1.json"), 404)["message"] == "No statement 1 is public here."
    assert refused(client.get("/statements/99-words.json"), 404)["message"] == "No statement 99 is public here."


def test_the_page_links_to_its_file_of_the_same_day(client, promise):
    assert address_of(promise) in links_of(client.get(promise.get_absolute_url()))
    page = client.get(promise.get_absolute_url(), {"as_of": "2024-04-01"})
    assert f"{address_of(promise)}?as_of=2024-04-01" in links_of(page)
    head = page.text.split("</head>")[0]
    assert f'<link rel="alternate" type="application/json" href="{address_of(promise)}?as_of=2024-04-01">' in head


def test_more_evidence_costs_no_more_questions_of_the_database(client):
    def count(statement):
        with CaptureQueriesContext(connection) as queries:
            client.get(address_of(statement))
        return len(queries)

    little, much = newsroom.make_published_statement(), newsroom.make_published_statement()
    for number in range(6):
        newsroom.make_published_verification(much, Finding.BROKEN, summary=f"Elephant {number}.")
        newsroom.make_link(newsroom.make_published_statement(), much)
    newsroom.make_published_verification(little)
    newsroom.make_link(newsroom.make_published_statement(), little)
    assert count(much) == count(little)
