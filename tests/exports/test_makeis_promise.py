"""A spreadsheet, a feed reader, a calendar and a script each get the seed case's promise right."""

import json
from datetime import date

import extruct
import feedparser
import pytest
from django.db import transaction

from tests import newsroom
from tests.exports.reading import body_of, events_of, rows_of
from tracker.management.commands.demo import FIXTURES
from tracker.verifications.importing import import_case

pytestmark = pytest.mark.django_db

WORDS = (
    "Not a single (Russian) soldier or a single unit of military equipment will stay on the territory of Belarus after "
    "the drills with Russia"
)


@pytest.fixture(scope="module", autouse=True)
def seed_case(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_case(FIXTURES, judged_by=newsroom.checker(), published_by=newsroom.editor())
        transaction.set_rollback(True)


def promise(client, address, suffix="csv"):
    (row,) = [row for row in rows_of(client.get(address), suffix) if row["number"] == 1]
    return row


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "jsonl"])
def test_a_table_tells_the_promise_and_what_became_of_it(client, suffix):
    row = promise(client, f"/officials/vladimir-makei.{suffix}", suffix)
    expected = {
        "kind": "commitment",
        "status": "broken",
        "status_label": "Broken",
        "finding": "broken",
        "finding_public_on": "2022-02-24",
        "finding_confidence": "high",
        "quote": WORDS,
        "speaker": "Vladimir Makei",
        "speaker_label": "Minister of Foreign Affairs of Belarus",
        "speaker_country": "BY",
        "said_on": "2022-02-16",
        "check_by": "2022-02-20",
        "check_by_basis": "implied",
        "form": "translated",
        "source_publisher": "The Moscow Times",
        "is_counted": True,
        "is_logged_afterwards": True,
        "had_left_office": False,
        "terms_changed": True,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("day", "status"),
    [("2022-02-20", "open"), ("2022-02-21", "due"), ("2022-02-24", "broken"), ("2022-02-25", "broken")],
)
def test_as_of_the_days_it_stood_where_it_stood(client, day, status):
    assert promise(client, f"/countries/BY.csv?as_of={day}")["status"] == status


def test_a_script_of_ten_lines_gets_all_of_it_from_its_own_address(client):
    address = client.get("/statements/1.json")["Location"]
    whole = json.loads(body_of(client.get(address)))["statement"]
    assert (whole["status_label"], whole["quote"]) == ("Broken", WORDS)
    assert len(whole["appearances"]) == 7
    assert [entry["finding"] for entry in whole["verifications"]] == ["no_change", "broken", "terms_changed"]
    broken = whole["verifications"][1]
    assert (broken["public_on"], broken["confidence"]) == ("2022-02-24", "high")
    (admission,) = [piece for piece in broken["evidence"] if piece["stance"] == "against"]
    assert admission["source"]["url"] == "https://interfax.com/newsroom/top-stories/74006/"
    then = json.loads(body_of(client.get(address, {"as_of": "2022-02-20"})))["statement"]
    assert (then["status"], [entry["finding"] for entry in then["verifications"]]) == ("open", ["terms_changed"])


def test_search_engines_are_told_of_a_claim_and_of_no_truth(client):
    page = client.get(client.get("/statements/1/")["Location"])
    (claim,) = extruct.extract(page.text, syntaxes=["json-ld"])["json-ld"]
    assert (claim["@type"], claim["creativeWorkStatus"], claim["datePublished"]) == ("Claim", "Broken", "2022-02-16")
    assert claim["author"]["sameAs"] == "https://www.wikidata.org/wiki/Q2026222"
    assert claim["firstAppearance"]["publisher"]["name"] == "The Moscow Times"


def test_a_calendar_shows_its_day(client):
    (event,) = [event for event in events_of(client.get("/statements.ics")) if event["UID"].startswith("statement-1-")]
    assert event.start == date(2022, 2, 20)
    assert event["SUMMARY"].startswith("Broken: ")
    assert WORDS in event["DESCRIPTION"]


def test_a_feed_tells_of_it(client):
    feed = feedparser.parse(body_of(client.get("/officials/vladimir-makei.atom")))
    told = [entry for entry in feed.entries if "statement-1/" in entry.id]
    assert sorted(entry.tags[0].term for entry in told) == ["statement", *["verification"] * 3]
    assert any(entry.title.startswith("Broken: ") for entry in told)
    assert WORDS in str(told)


def test_what_is_listed_and_not_counted_says_why(client):
    khrenin = {row["number"]: row for row in rows_of(client.get("/officials/viktor-khrenin.csv"), "csv")}
    assert khrenin[7]["why_not_counted"] == "relayed: known only from another’s account"
    president = rows_of(client.get("/officials/vladimir-putin.csv"), "csv")
    assert [row["speaker"] for row in president] == ["Dmitry Peskov"]
    assert not president[0]["is_counted"]
    nato = [row for row in rows_of(client.get("/statements.csv"), "csv") if row["speaker"] == "NATO"]
    assert [row["countries"] for row in nato] == [[]]
