"""A page asks the database as often for a hundred statements as for ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.newsroom import (
    editor,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_tenure,
    make_topic,
)
from tracker.statements.models import Statement
from tracker.verifications.correcting import Change, correct
from tracker.vocabulary import Finding, Form

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/statements/",
    "/statements/?after=2024-03-01~9",
    "/statements/?before=end&order=decided",
    "/statements/?country=BE&status=broken&status=due&kind=commitment&said_after=2024-01-01",
    "/statements/?q=elephant+dinner",
    "/officials/",
    "/officials/rudolf-rassendyll/",
    "/countries/",
    "/countries/BE/",
    "/topics/elephants/",
    "/due/",
    "/corrections/",
]
AT_MOST = 25


def _one_more(number, rudolf, topic):
    """A statement with all that a row can show."""
    official = make_official()
    known = {}
    if number % 3 == 0:
        known = {"form": Form.PARAPHRASE, "appearance": {"basis": "relayed", "relayed_by": make_origin()}}
    statement = make_published_statement(
        speaker=official,
        tenure=make_tenure(official, ended_on="2024-04-01"),
        voices=[(rudolf, "signed")],
        topics=[topic],
        concerns=["BE"],
        check_by="2024-05-01",
        check_by_basis="explicit",
        **known,
    )
    if number % 2:
        make_published_verification(statement, Finding.TERMS_CHANGED if number % 4 == 1 else Finding.BROKEN)
    change = Change(Statement.objects.get(pk=statement.pk), "occasion", f"dinner {number}")
    correct(statement, editor(), "We had misread it.", [change])


def _costs(client):
    costs = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200, page
        costs[page] = len(queries)
    return costs


def test_a_hundred_rows_cost_as_many_queries_as_ten(client):
    rudolf, topic = make_official("Rudolf Rassendyll"), make_topic("Elephants")
    for number in range(10):
        _one_more(number, rudolf, topic)
    with_ten = _costs(client)
    for number in range(90):
        _one_more(number, rudolf, topic)
    with_hundred = _costs(client)
    assert with_hundred == with_ten
    assert max(with_hundred.values()) <= AT_MOST
