"""A developer reads lists: in pieces that stay put, with the fields, filters and orders that he or she asks for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import newsroom, records
from tests.api.asking import API, ask, problems_of, walk
from tests.exports.reading import rows_of
from tracker.api.resources import RESOURCES
from tracker.catalogue.orders import ORDERS
from tracker.vocabulary import Finding

pytestmark = pytest.mark.django_db

NAMES = [resource.name for resource in RESOURCES]


def test_a_statement_has_the_fields_and_values_of_the_files(client):
    records.make_record()
    of_file = rows_of(client.get("/statements.jsonl"), "jsonl")
    assert walk(client, "statements/") == of_file
    assert ask(client, "statements/")["count"] == len(of_file)


def test_officials_have_the_fields_and_values_of_the_files(client):
    records.make_record()
    assert walk(client, "officials/") == rows_of(client.get("/officials.jsonl"), "jsonl")


@pytest.mark.parametrize("name", NAMES)
def test_pieces_make_the_list_without_a_row_twice_or_missing(client, name):
    cast = records.make_record()
    newsroom.make_tenure(cast.rupert, "Count of Hentzau")
    whole = walk(client, f"{name}/", page_size=200)
    assert len(whole) > 1
    assert walk(client, f"{name}/", page_size=1 if len(whole) < 30 else 20) == whole


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_found_in_full_at_its_own_address(client, name):
    records.make_record()
    (resource,) = [resource for resource in RESOURCES if resource.name == name]
    for row in walk(client, f"{name}/")[:30]:
        full = client.get(resource.address_of(row))
        assert full.status_code == 200, resource.address_of(row)
        assert {field: full.json()[field] for field in row} == row


@pytest.mark.parametrize("order", ORDERS)
def test_statements_come_in_the_orders_of_the_page_under_both_names(client, order):
    records.make_record()
    expected = [row["number"] for row in rows_of(client.get(f"/statements.jsonl?order={order}"), "jsonl")]
    assert [row["number"] for row in walk(client, "statements/", order=order, page_size=7)] == expected
    assert [row["number"] for row in walk(client, "statements/", ordering=order, page_size=7)] == expected


def test_what_is_published_while_somebody_reads_moves_no_row(client):
    records.make_record()
    first = ask(client, "statements/", page_size=10)
    before = [row["number"] for row in walk(client, "statements/")]
    newsroom.make_published_statement(said_on="2024-06-01")
    rows = first["results"] + client.get(first["next"]).json()["results"]
    assert [row["number"] for row in rows] == before[:20]


def test_one_goes_back_as_one_went_on(client):
    records.make_record()
    first = ask(client, "statements/", page_size=10)
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]
    assert first["previous"] is None


def test_only_the_fields_that_are_asked_for(client):
    records.make_record()
    assert set(ask(client, "statements/", fields="number,claim")["results"][0]) == {"number", "claim"}
    assert set(ask(client, "statements/1/", fields="links, claim")) == {"links", "claim"}
    problem = problems_of(client, "topics/", fields="name,colour")["fields"]
    assert (problem["value"], problem["valid"]) == ("colour", ["slug", "name"])


def test_as_of_a_day_statements_stand_as_they_stood(client):
    records.make_record()
    then = rows_of(client.get("/statements.jsonl?as_of=2024-04-01"), "jsonl")
    assert walk(client, "statements/", as_of="2024-04-01") == then
    assert ask(client, "statements/1/", as_of="2024-03-15")["status"] == "open"
    assert "as_of" in problems_of(client, "statements/1/", as_of="2024-02-01")


def test_verifications_by_statement_finding_official_country_and_day(client):
    records.make_record()

    def places(**query):
        return sorted((row["statement"], row["place"]) for row in walk(client, "verifications/", **query))

    assert places() == [(1, 1), (1, 2), (2, 1)]
    assert places(statement=1, finding="broken") == [(1, 2)]
    assert places(statement=["1", "2"]) == places()
    assert places(official="rupert-of-hentzau") == [(2, 1)]
    assert places(official="ministry-of-elephants") == [(1, 1), (1, 2)]
    assert places(country="LU") == [(2, 1)]
    assert places(public_after="2024-04-02", public_before="2024-04-04") == [(1, 2)]
    assert problems_of(client, "verifications/", statement=99)["statement"]["value"] == "99"


def test_officials_offices_and_tenures_by_what_they_are(client):
    cast = records.make_record()
    newsroom.make_tenure(cast.rupert, "Count of Hentzau", "2024-03-10")

    def found(path, field, **query):
        return [row[field] for row in walk(client, path, **query)]

    assert found("officials/", "slug", country="LU") == ["rupert-of-hentzau"]
    assert found("officials/", "slug", kind="institution") == ["ministry-of-elephants"]
    assert found("officials/", "slug", q="рассендилл") == ["rudolf-rassendyll"]
    assert found("offices/", "title", country="LU") == ["Count of Hentzau"]
    assert found("offices/", "title", q="elephants") == ["Minister of Elephants"]
    assert found("tenures/", "office", on="2024-03-05") == ["Minister of Elephants"]
    assert found("tenures/", "office", on="2024-03-15") == ["Minister of Elephants", "Count of Hentzau"]
    assert found("tenures/", "office", on="2024-04-01") == ["Count of Hentzau"]
    assert found("tenures/", "official", office="Count of Hentzau") == ["rupert-of-hentzau"]
    assert found("tenures/", "place", official="rupert-of-hentzau") == [1]
    assert found("countries/", "code", q="belg") == ["BE"]
    assert found("topics/", "slug", q="parade") == ["parades"]


def test_sources_by_publisher_kind_day_and_any_spelling_of_the_address(client):
    records.make_record()

    def found(**query):
        return [row["url"] for row in walk(client, "sources/", **query)]

    shared = "https://courier.example.org/shared"
    assert found(address="http://www.courier.example.org/shared/?utm_source=x#top") == [shared]
    assert found(publisher="strelsau-courier") == [shared]
    assert found(address="https://courier.example.org/other") == []
    assert "https://gazette.example.org/report" in found(published_before="2024-04-02", kind="article")
    assert shared not in found(published_after="2024-04-01")
    assert "address" in problems_of(client, "sources/", address="javascript:alert(1)")


def test_a_source_without_an_address_is_found_by_what_describes_it(client):
    source = newsroom.make_source(url="", title="Letter to the king")
    twin = newsroom.make_source(url="", title="Letter to the king", publisher=source.publisher)
    for one in (source, twin):
        newsroom.make_published_statement(source=one)
    (row,) = walk(client, "sources/")
    assert ask(client, f"sources/{row['id']}/") == row
    ask(client, "sources/d41d8cd98f00b204e9800998ecf8427e/", 404)


def make_many(count):
    for _ in range(count):
        statement = newsroom.make_published_statement(topics=[newsroom.make_topic()], concerns=["FR"])
        newsroom.make_tenure(statement.speaker, source=newsroom.make_source(origins=[newsroom.make_origin()]))
        newsroom.make_published_verification(statement, Finding.BROKEN)


@pytest.mark.parametrize("name", NAMES)
def test_a_piece_of_many_rows_asks_the_database_no_more_than_one_of_few(client, name):
    make_many(3)

    def asked(**query):
        with CaptureQueriesContext(connection) as queries:
            ask(client, f"{name}/", page_size=200, **query)
        return len(queries)

    since = {"modified_since": "2000-01-01"} if name in ("statements", "verifications") else {}
    few = asked(), asked(**since)
    make_many(12)
    assert (asked(), asked(**since)) == few
    assert max(few) < 30


def test_anybody_may_read_from_any_site_and_gets_no_cookie(client):
    records.make_record()
    for path in ("statements/", "statements/1/", "statements/?x=1", "nowhere/", "schema.json"):
        answer = client.get(f"{API}{path}", HTTP_ORIGIN="https://elsewhere.example")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert 'rel="license"' in answer.headers["Link"]


def test_a_browser_that_asks_before_it_asks_is_told_that_it_may_read(client):
    answer = client.options(f"{API}statements/", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_a_former_address_and_another_spelling_lead_to_the_one(client):
    records.make_record()
    moved = {"officials/rupert/": "officials/rupert-of-hentzau/", "countries/be/": "countries/BE/", "topics": "topics/"}
    for old, new in moved.items():
        answer = client.get(f"{API}{old}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{API}{new}")


def test_a_statement_in_full_is_what_its_own_file_has(client):
    cast = records.make_record()
    statement = cast.drafts[0]
    statement.refresh_from_db()
    of_file = client.get(f"{statement.get_absolute_url().rstrip('/')}.json").json()["statement"]
    assert ask(client, f"statements/{statement.number}/") == of_file


def test_whoever_has_the_answer_already_is_told_so_until_something_changes(client):
    records.make_record()
    for path in ("statements/", "statements/1/", "officials/", "schema.json"):
        mark = client.get(f"{API}{path}").headers["ETag"]
        again = client.get(f"{API}{path}", HTTP_IF_NONE_MATCH=mark)
        assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")
    mark = client.get(f"{API}statements/").headers["ETag"]
    newsroom.make_published_statement()
    assert client.get(f"{API}statements/", HTTP_IF_NONE_MATCH=mark).status_code == 200


def test_an_answer_given_before_in_json_is_no_answer_to_who_wants_another_format(client):
    assert client.get(f"{API}topics/").status_code == 200
    assert client.get(f"{API}topics/", HTTP_ACCEPT="text/csv").status_code == 406


def test_an_answer_names_the_page_that_shows_the_same(client):
    records.make_record()
    about = ask(client, "statements/", status=200, country="BE", order="oldest", fields="number")["about"]
    assert about["page"] == "http://testserver/statements/?country=BE&order=oldest"
    assert client.get(about["page"]).status_code == 200
