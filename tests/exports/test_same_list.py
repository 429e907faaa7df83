"""Whatever is asked of the list, every format gives the same statements as the page, and as many."""

import json
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import newsroom
from tests.exports.reading import body_of, events_of, problems_of, rows_of
from tests.exports.record import make_record
from tracker.catalogue import public
from tracker.catalogue.orders import ORDERS
from tracker.verifications.status import standing
from tracker.vocabulary import Finding, Kind, Status

pytestmark = pytest.mark.django_db

VALUES = {
    "q": ["elephant", "Rassendyll", "elephant =", "Рассендилл", "слон", "قال", "100%", "nothing of it"],
    "country": ["BE", "lu", "FR"],
    "official": ["rudolf-rassendyll", "rupert-of-hentzau", "ministry-of-elephants"],
    "status": Status.values,
    "kind": Kind.values,
    "topic": ["elephants", "парады-and-more"],
    "concerns": ["FR", "DE", "BE"],
    "said_after": ["2022-01-01", "2024-02-14", "2024-03-01"],
    "said_before": ["2023-06-01", "2024-02-14", "2024-03-01"],
    "order": list(ORDERS),
}
ONE_VALUE = {"q", "said_after", "said_before", "order"}


@st.composite
def queries(draw):
    """Query strings as the form and its chips make them."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4, unique=True))
    most = {name: 1 if name in ONE_VALUE else 3 for name in names}
    chosen = {
        name: draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=most[name], unique=True))
        for name in names
    }
    return urlencode(chosen, doseq=True)


def assert_all_the_same(client, query):
    page = client.get(f"/statements/?{query}").context["page"]
    shown = [row.number for row in page.rows]
    assert len(shown) == page.count
    for suffix in ("json", "jsonl", "csv", "xlsx"):
        rows = rows_of(client.get(f"/statements.{suffix}?{query}"), suffix)
        assert [row["number"] for row in rows] == shown, (suffix, query)
    piece = client.get(f"/api/v1/statements/?{query}&page_size=200").json()
    assert [row["number"] for row in piece["results"]] == shown, ("API", query)
    assert piece["count"] == len(shown)
    with_a_day = [row["number"] for row in rows if row["check_by"]]
    events = events_of(client.get(f"/statements.ics?{query}"))
    assert [int(event["UID"].split("-")[1]) for event in events] == with_a_day


def random_queries(examples):
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet)


def test_every_format_gives_what_the_page_shows(client):
    make_record()

    @random_queries(10)
    @given(queries())
    def hold(query):
        assert_all_the_same(client, query)

    hold()


@pytest.mark.slow
def test_every_format_gives_what_the_page_shows_whatever_is_asked(client):
    make_record()

    @random_queries(400)
    @given(queries())
    def hold(query):
        assert_all_the_same(client, query)

    hold()


def make_histories():
    """Statements whose entries came in all orders, with days moved, reopened, taken back."""
    days = [date(2024, 3, day) for day in (5, 10, 15, 20)]
    for findings in [
        [Finding.BROKEN],
        [Finding.BROKEN, Finding.REOPENED],
        [Finding.REOPENED, Finding.UPHELD],
        [Finding.POSTPONED, Finding.NO_CHANGE, Finding.VOID],
        [Finding.TERMS_CHANGED, Finding.PARTLY_UPHELD, Finding.BROKEN, Finding.UNDETERMINED],
    ]:
        for basis in ("explicit", "editors", ""):
            check_by = "2024-03-12" if basis else None
            statement = newsroom.make_published_statement(check_by=check_by, check_by_basis=basis)
            for finding, day in zip(findings, days, strict=False):
                newsroom.make_published_verification(
                    statement,
                    finding,
                    public_on=day,
                    **({"new_check_by": "2024-03-18"} if finding == Finding.POSTPONED else {}),
                )
    newsroom.make_published_statement(kind=Kind.POSITION)
    newsroom.make_published_statement(said_on="2024-03-15")


def statuses_on(day):
    """By the plain rule, of what had been said by then."""
    said = public.statements().filter(said_on_first__lte=day)
    return {statement.number: standing(statement, statement.verifications.all(), day).status for statement in said}


def test_as_of_a_day_a_list_has_what_each_page_says_of_that_day(client):
    make_histories()
    for day in [date(2024, 2, 29), *(date(2024, 3, day) for day in range(1, 23))]:
        rows = rows_of(client.get(f"/statements.jsonl?as_of={day}"), "jsonl")
        assert {row["number"]: row["status"] for row in rows} == statuses_on(day)
        for status in Status:
            found = rows_of(client.get(f"/statements.jsonl?as_of={day}&status={status}"), "jsonl")
            assert {row["number"] for row in found} == {row["number"] for row in rows if row["status"] == status}


def test_as_of_a_day_that_nobody_can_know_is_refused(client):
    assert problems_of(client.get("/statements.csv?as_of=2999-01-01")).keys() == {"as_of"}
    assert problems_of(client.get("/statements.csv?as_of=tomorrow")).keys() == {"as_of"}
    assert problems_of(client.get("/statements.csv?as_of=2024-01-01&as_of=2024-01-02")).keys() == {"as_of"}


def test_as_of_a_day_orders_by_what_is_another_then_are_refused(client):
    problem = problems_of(client.get("/statements.csv?as_of=2024-01-01&order=decided"))["order"]
    assert problem["valid"] == ["said", "oldest", "logged"]


def test_a_file_as_of_a_day_says_so(client):
    response = client.get("/statements.json?as_of=2024-03-01")
    assert json.loads(body_of(response))["about"]["as_of"] == "2024-03-01"
    assert "as_of-2024-03-01" in response.headers["Content-Disposition"]
