"""What cannot be answered is refused in one shape that names what would be right; nothing is guessed, nothing fails."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests import records
from tests.api.asking import API, ask, problems_of
from tracker.api.resources import RESOURCES

pytestmark = pytest.mark.django_db

LISTS = [f"{resource.name}/" for resource in RESOURCES]


@pytest.mark.parametrize("path", [*LISTS, "statements/1/", "countries/BE/"])
def test_a_parameter_that_does_not_exist_is_refused_with_those_that_do(client, path):
    records.make_record()
    problem = problems_of(client, path, colour="red")["colour"]
    assert problem["value"] == "red"
    assert "fields" in problem["valid"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page_size", "0"),
        ("page_size", "201"),
        ("page_size", "-1"),
        ("page_size", "9" * 5000),
        ("page_size", "٣"),
        ("after", "nowhere\0"),
        ("before", "x\0"),
        ("order", "colour"),
        ("fields", "colour"),
    ],
)
def test_a_bad_value_is_refused_by_name(client, path, parameter, value):
    assert problems_of(client, path, **{parameter: value}).keys() == {parameter}


@pytest.mark.parametrize("path", ["statements/", "verifications/"])
@pytest.mark.parametrize(
    "value", ["yesterday", "2024", "2024-02-30", "2024-01-01T25:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_that_is_none_is_refused(client, path, value):
    assert problems_of(client, path, modified_since=value).keys() == {"modified_since"}


def test_what_cannot_be_asked_together_is_refused(client):
    assert problems_of(client, "statements/", modified_since="2024-01-01", as_of="2024-01-01").keys() == {"as_of"}
    assert problems_of(client, "statements/", modified_since="2024-01-01", order="said").keys() == {"order"}
    assert problems_of(client, "statements/", ordering="said", order="oldest").keys() == {"ordering"}
    assert problems_of(client, "statements/", after="2024-01-01~1", before="end").keys() == {"before"}
    assert problems_of(client, "statements/?fields=number&fields=claim").keys() == {"fields"}


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "statements/0/",
        "statements/999999999999999999999999/",
        f"statements/{'9' * 5000}/",
        "verifications/1/99999999999999999999/",
        "verifications/99999999999999999999/1/",
        "officials/nobody/",
        "offices/Minister%00of/",
        "offices/%FF%FE/",
        "offices/../../admin/",
        "tenures/nobody/1/",
        "countries/XX/",
        "sources/d41d8cd98f00b204e9800998ecf8427e/",
        "topics/nothing/",
    ],
)
def test_what_is_not_there_is_told_in_the_same_shape(client, path):
    ask(client, path, 404)


def test_what_was_withdrawn_gives_the_reason_and_no_word_of_it(client):
    cast = records.make_record()
    gone = records.make_withdrawn(cast)
    for path, reason in {
        f"statements/{gone.number}/": "Those words were another’s.",
        f"verifications/{gone.number}/1/": "Those words were another’s.",
        "verifications/5/1/": "The trunk was a tree’s.",
    }.items():
        (problem,) = problems_of(client, path, 410).values()
        assert reason in problem["message"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["statements/", "statements/1/", "schema.json", "nothing/"])
def test_the_api_is_for_reading(path, method):
    answer = Client(enforce_csrf_checks=True).generic(method, f"{API}{path}", b"{", content_type="application/json")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["error"]["problems"][0]["valid"] == ["GET", "HEAD", "OPTIONS"]


def test_a_head_has_the_headers_and_no_body(client):
    answer = client.head(f"{API}statements/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("application/json", 200),
        ("text/csv", 406),
        ("nonsense", 406),
        (";;;,/", 406),
    ],
)
def test_only_json_is_to_be_had(client, accept, status):
    answer = client.get(f"{API}topics/", HTTP_ACCEPT=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")


@pytest.mark.parametrize("query", ["q=%00", "q=%FF", "country=%00", "a" * 5000, "%", "&&&=", "statement=%F0%9F%90%98"])
def test_no_question_makes_the_api_fail(client, query):
    for path in LISTS:
        assert client.get(f"{API}{path}?{query}").status_code in (200, 400)


def test_a_thousand_parameters_are_too_many(client):
    answer = client.get(f"{API}topics/?" + "&".join(f"a{number}=1" for number in range(1001)))
    assert answer.status_code == 400


def test_a_fault_of_ours_is_told_without_a_word_of_what_it_was(caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracker_listing RENAME TO elsewhere")
    client = Client(raise_request_exception=False)
    answer = client.get(f"{API}statements/")
    assert answer.status_code == 500
    assert answer.json()["error"]["status"] == 500
    assert "listing" not in answer.text
    assert "tracker_listing" in caplog.text, "the operator's log has it"


def test_a_database_out_of_reach_is_told_with_when_to_come_again(client, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("tracker.catalogue.imprint.record_version", gone)
    client.raise_request_exception = False
    answer = client.get(f"{API}topics/")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["error"]["status"] == 503
