"""A list as a file has exactly what its page has, in every format, and says where it is from."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import newsroom
from tests.exports.reading import body_of, cells_of, problems_of, rows_of, sheets_of, text_of
from tests.exports.record import SECRETS, make_record
from tracker.catalogue import batches, formats
from tracker.catalogue.directories import COUNTRY_COLUMNS, OFFICIAL_COLUMNS
from tracker.catalogue.filters import StatementFilter
from tracker.exports import lists
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Finding, VoiceRole

pytestmark = pytest.mark.django_db

TABLES = ["csv", "json", "jsonl", "xlsx"]
ALL = [*TABLES, "ics"]


@pytest.fixture
def numbers(client):
    """Asks for a file and returns the public numbers in it, in their order."""

    def ask(address, suffix="csv"):
        path, _, query = address.partition("?")
        return [row["number"] for row in rows_of(client.get(f"{path}.{suffix}?{query}"), suffix)]

    return ask


def test_each_format_holds_the_same_rows_letter_for_letter(client):
    make_record()
    in_json = rows_of(client.get("/statements.json"), "json")
    assert len(in_json) == 16
    for suffix in TABLES:
        assert rows_of(client.get(f"/statements.{suffix}"), suffix) == in_json


def test_the_directories_too(client):
    make_record()
    for name, columns in [("officials", OFFICIAL_COLUMNS), ("countries", COUNTRY_COLUMNS)]:
        in_json = rows_of(client.get(f"/{name}.json"), "json")
        assert len(in_json) > 1
        assert all(row["statement_count"] for row in in_json)
        for suffix in TABLES:
            assert rows_of(client.get(f"/{name}.{suffix}"), suffix, columns) == in_json


def test_a_row_tells_all_of_a_statement(client):
    statement = make_record()
    row = next(row for row in rows_of(client.get("/statements.csv"), "csv") if row["number"] == statement.number)
    expected = {
        "address": f"http://testserver{statement.get_absolute_url()}",
        "kind": "commitment",
        "status": "broken",
        "status_label": "Broken",
        "finding": "broken",
        "finding_public_on": "2024-04-02",
        "finding_summary": "An elephant was seen in Strelsau.",
        "happened_on": ["2024-04-01"],
        "latest_interim": "terms_changed",
        "speaker": "Rudolf Rassendyll",
        "speaker_slug": "rudolf-rassendyll",
        "also_signed_by": ["rupert-of-hentzau"],
        "spoken_for": ["ministry-of-elephants"],
        "countries": ["BE", "LU"],
        "concerns": ["DE", "FR"],
        "topics": ["elephants", "парады-and-more"],
        "said_on": "2024-03-01",
        "said_on_precision": "day",
        "check_by": "2024-04",
        "check_by_last": "2024-04-30",
        "is_counted": True,
        "why_not_counted": "",
        "is_logged_afterwards": True,
        "had_left_office": True,
        "terms_changed": True,
        "source_title": "“No elephants”, =says minister",
        "origins": ["Ruritanian Press Agency"],
        "origin_count": 1,
        "withdrawn_at": None,
        "version": 3,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["published_at"].endswith("Z")


def test_what_is_listed_but_not_counted_says_why_and_at_whose_list(client):
    minister, ministry = newsroom.make_official("Rassendyll"), newsroom.make_official("Ministry", code=None)
    newsroom.make_published_statement(speaker=minister, voices=[(ministry, VoiceRole.SPOKEN_FOR)])
    reasons = {
        address: rows_of(client.get(address), "jsonl")[0]["why_not_counted"]
        for address in ("/statements.jsonl", "/officials/rassendyll.jsonl", "/officials/ministry.jsonl")
    }
    assert list(reasons.values()) == ["", "", "spoken for: the words are another’s"]


def test_the_lists_of_an_official_a_country_and_a_topic_are_those_of_their_pages(client, numbers):
    make_record()
    for page, context in [
        ("/officials/rupert-of-hentzau/", "official"),
        ("/countries/LU/", "country"),
        ("/topics/elephants/", "topic"),
    ]:
        shown = [row.number for row in client.get(page).context["page"].rows]
        assert shown, context
        assert numbers(page.rstrip("/")) == shown


def test_an_officials_own_list_takes_the_filters_too(numbers):
    make_record()
    assert numbers("/officials/rudolf-rassendyll?kind=commitment") == [1]
    assert numbers("/countries/LU?status=broken") == [1]
    assert numbers("/topics/elephants?kind=commitment") == [1]


def test_no_draft_and_nothing_withdrawn_is_in_any_file(client):
    make_record()
    for path in ["statements", "officials/rudolf-rassendyll", "countries/BE", "topics/elephants"]:
        for suffix in ALL:
            text = text_of(client.get(f"/{path}.{suffix}"), suffix)
            assert "Rassendyll" in text
            assert not [secret for secret in SECRETS if secret in text]


def test_no_directory_names_who_has_drafts_only(client):
    make_record()
    for path, somebody in [("officials", "Rassendyll"), ("countries", "Belgium")]:
        for suffix in TABLES:
            text = text_of(client.get(f"/{path}.{suffix}"), suffix)
            assert somebody in text
            assert not [secret for secret in (*SECRETS, "Andorra") if secret in text]


@pytest.mark.parametrize(
    "address",
    [
        "/officials/hush-official.csv",
        "/countries/ZZ.csv",
        "/topics/hush-topic.csv",
        "/statements.pdf",
        "/officials.ics",
    ],
)
def test_what_has_no_page_has_no_file(client, address):
    make_record()
    assert client.get(address).status_code == 404


def test_a_former_address_leads_to_the_file_at_the_present_one(client):
    official = newsroom.make_official("Rassendyll")
    newsroom.make_published_statement(speaker=official)
    official.refresh_from_db()
    official.slug = "king-rudolf"
    official.save()
    assert client.get("/officials/rassendyll.csv?kind=denial").headers["Location"] == (
        "/officials/king-rudolf.csv?kind=denial"
    )
    assert client.get("/countries/be.jsonl").headers["Location"] == "/countries/BE.jsonl"


@pytest.mark.parametrize("suffix", ALL)
def test_what_cannot_be_followed_is_refused_with_what_would_be_right(client, suffix):
    newsroom.make_published_statement(speaker=newsroom.make_official("Rudolf Rassendyll"))
    problems = problems_of(client.get(f"/statements.{suffix}?contry=BE&status=lost&said_after=yesterday&page=2"))
    assert set(problems) == {"contry", "status", "said_after", "page"}
    assert "country" in problems["contry"]["valid"]
    assert problems["contry"]["message"] == "“contry” is no parameter here. Did you mean “country”?"
    assert "broken" in problems["status"]["valid"]
    assert problems_of(client.get(f"/officials/rudolf-rassendyll.{suffix}?x=1")).keys() == {"x"}


@pytest.mark.parametrize("suffix", TABLES)
def test_a_directory_takes_no_parameters(client, suffix):
    problems = problems_of(client.get(f"/officials.{suffix}?country=BE"))
    assert problems["country"]["message"] == "It takes no parameters, so “country” cannot be followed."


@pytest.mark.parametrize("suffix", ALL)
def test_a_file_says_whose_it_is_and_what_was_asked(client, suffix):
    newsroom.make_published_statement()
    response = client.get(f"/statements.{suffix}?country=BE&status=broken")
    assert response.headers["X-Licence"] == "CC BY 4.0"
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in response.headers["Link"]
    assert "<http://testserver/statements/?country=BE&status=broken>" in response.headers["Link"]
    assert response.headers["X-Query"] == "country=BE&status=broken"
    assert int(response.headers["X-Record-Version"]) > 0
    assert f"statements-country-be-status-broken-{timezone.now():%Y-%m-%d}" in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].split('"')[1].endswith(f".{suffix}")
    assert response.headers["Content-Type"] == formats.STATEMENT_LISTS[suffix].media_type
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_json_and_xlsx_say_it_inside_too(client):
    make_record()
    about = json.loads(body_of(client.get("/statements.json?status=broken")))["about"]
    assert about["title"] == "Statements, broken"
    assert about["licence"] == "CC BY 4.0"
    assert about["query"] == "status=broken"
    sheets = sheets_of(client.get("/statements.xlsx?status=broken"))
    assert sheets.sheetnames == ["statements", "about", "columns"]
    assert ("query", "status=broken") in list(sheets["about"].iter_rows(values_only=True))


def test_the_version_grows_with_what_is_published(client):
    statement = newsroom.make_published_statement()
    before = int(client.get("/statements.csv").headers["X-Record-Version"])
    newsroom.make_published_verification(statement)
    assert int(client.get("/statements.csv").headers["X-Record-Version"]) > before


@pytest.mark.parametrize("suffix", ALL)
def test_the_head_alone_can_be_asked_for(client, suffix):
    newsroom.make_published_statement()
    whole, head = client.get(f"/statements.{suffix}"), client.head(f"/statements.{suffix}")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers["X-Record-Version"] == whole.headers["X-Record-Version"]
    assert client.post(f"/statements.{suffix}").status_code == 405


def test_an_empty_list_is_a_file_with_its_columns(client):
    assert rows_of(client.get("/statements.csv"), "csv") == []
    assert body_of(client.get("/statements.csv")).startswith(b"\xef\xbb\xbfnumber,address,kind,")
    assert rows_of(client.get("/statements.json"), "json") == []
    assert rows_of(client.get("/statements.xlsx"), "xlsx") == []


def test_no_cell_of_a_file_begins_a_formula(client):
    make_record()
    for separator in [",", ";", "\t"]:
        cells = cells_of(client.get("/statements.csv"), delimiter=separator)
        assert not [cell for cell in cells if cell.lstrip("\r\n").startswith(("=", "+", "-", "@", "\t"))]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(client):
    make_record()
    sheet = sheets_of(client.get("/statements.xlsx")).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "b", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_a_workbook_that_would_not_hold_the_list_is_refused_and_says_so(client, monkeypatch):
    newsroom.make_published_statement()
    newsroom.make_published_statement()
    small = formats.Format("xlsx", "XLSX", "x/y", "", at_most=1)
    monkeypatch.setitem(formats.STATEMENT_LISTS, "xlsx", small)
    monkeypatch.setitem(lists.WRITERS, small, lists.WRITERS[formats.XLSX])
    problem = problems_of(client.get("/statements.xlsx"))[""]
    assert problem["message"] == "XLSX holds at most 1 rows and this list has 2: filter it, or take CSV."
    assert client.get("/statements.xlsx?q=nothing").status_code == 200


def test_a_long_list_comes_in_batches_whole_and_in_order(client, monkeypatch, numbers):
    make_record()
    expected = numbers("/statements?order=oldest", "jsonl")
    monkeypatch.setattr(batches.keys_in_batches, "__defaults__", (3, 3))
    assert numbers("/statements?order=oldest", "jsonl") == expected


def test_what_is_withdrawn_while_a_list_is_read_is_left_out(client, monkeypatch):
    statements = [newsroom.make_published_statement(said_on=f"2024-03-0{day}") for day in range(1, 7)]
    monkeypatch.setattr(batches.keys_in_batches, "__defaults__", (2, 2))
    pieces = iter(client.get("/statements.jsonl?order=oldest"))
    monkeypatch.setattr("tracker.exports.json_files.ROWS_A_CHUNK", 2)
    read = [next(pieces)]
    withdraw(statements[4], newsroom.editor(), "A hoax.")
    read += list(pieces)
    shown = [json.loads(line)["number"] for line in b"".join(read).splitlines()]
    assert shown == [1, 2, 3, 4, 6]


def test_queries_do_not_grow_with_rows(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            for suffix in ALL:
                body_of(client.get(f"/statements.{suffix}"))
                body_of(client.get(f"/statements.{suffix}?as_of=2024-04-02"))
            for suffix in TABLES:
                body_of(client.get(f"/officials.{suffix}"))
                body_of(client.get(f"/countries.{suffix}"))
        return len(queries)

    make_record()
    few = count()
    make_more()
    assert count() == few


def make_more():
    for place in range(10):
        official = newsroom.make_official()
        statement = newsroom.make_published_statement(
            speaker=official,
            tenure=newsroom.make_tenure(official, ended_on="2024-03-02"),
            voices=[(newsroom.make_official(), VoiceRole.SIGNED)],
            topics=[newsroom.make_topic()],
            source=newsroom.make_source(origins=[newsroom.make_origin()]),
            check_by="2024-03-20",
            check_by_basis="explicit",
        )
        newsroom.make_published_verification(statement, Finding.POSTPONED, public_on=date(2024, 3, 1 + place))
        newsroom.make_published_verification(statement, public_on=date(2024, 4, 1 + place))


def test_blank_boxes_of_the_form_are_no_filters(numbers):
    make_record()
    assert len(numbers("/statements?q=&country=&status=&said_after=&order=")) == 16


def test_every_parameter_of_the_page_is_one_of_the_files(client):
    for name in StatementFilter.parameters():
        assert client.get(f"/statements.csv?{name}=").status_code == 200


def test_a_script_elsewhere_may_read_the_files(client):
    assert client.get("/statements.json").headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/statements.json?x=1").headers["Access-Control-Allow-Origin"] == "*"
