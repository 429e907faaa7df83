"""A query that is written once answers as the queryset does that it was written from, each time anew."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from tests.newsroom import make_official, make_published_statement
from tracker.database.rows import rows
from tracker.database.written_once import Given, WrittenOnce, among, grouped, hand_out
from tracker.statements.models import Statement, Voice

pytestmark = pytest.mark.django_db

SPOKEN_BY = WrittenOnce(
    lambda: (
        Statement.objects.filter(speaker__name=Given("name"), number__gt=0)
        .select_related("speaker", "tenure")
        .annotate(place=F("number") + Given("more"), known=Value(True))
        .order_by("number")
    )
)


def test_it_finds_what_it_is_given_each_time_anew():
    first, second = (make_published_statement(speaker=make_official(name)) for name in ("Flavia", "Black Michael"))
    assert SPOKEN_BY.ask(name="Flavia", more=1) == [first]
    assert SPOKEN_BY.ask(name="Black Michael", more=1) == [second]
    again = make_published_statement(speaker=first.speaker)
    assert SPOKEN_BY.ask(name="Flavia", more=1) == [first, again]
    assert SPOKEN_BY.ask(name="Rupert", more=1) == []


def test_what_is_selected_along_comes_along():
    make_published_statement(speaker=make_official("Flavia"))
    with CaptureQueriesContext(connection) as queries:
        (found,) = SPOKEN_BY.ask(name="Flavia", more=10)
        assert (found.speaker.name, found.tenure, found.place, found.known) == ("Flavia", None, found.number + 10, True)
    assert len(queries) == 1


def test_what_nobody_asked_for_is_read_when_it_is_needed():
    statement = make_published_statement(claim="The king was crowned.")
    only = WrittenOnce(lambda: Statement.objects.filter(pk=Given("key")).only("number"))
    (found,) = only.ask(key=statement.pk)
    assert found.get_deferred_fields() >= {"claim", "slug"}
    assert found.claim == "The king was crowned."


def test_a_list_of_values_is_given_as_one():
    three = [make_published_statement() for _ in range(3)]
    some = WrittenOnce(lambda: Statement.objects.filter(among("number", "numbers")).order_by("number"))
    assert some.ask(numbers=[three[0].number, three[2].number]) == [three[0], three[2]]
    assert some.ask(numbers=[]) == []


def test_parts_are_handed_out_as_if_they_had_been_prefetched():
    signer = make_official()
    statements = [make_published_statement(voices=[(signer, "signed")]), make_published_statement()]
    voices = WrittenOnce(lambda: Voice.objects.filter(among("statement", "keys")))
    parts = voices.ask(keys=[statement.pk for statement in statements])
    assert {key: len(those) for key, those in grouped(parts, "statement_id").items()} == {statements[0].pk: 1}
    hand_out(parts, statements, "voices", of="statement")
    with CaptureQueriesContext(connection) as queries:
        assert [len(statement.voices.all()) for statement in statements] == [1, 0]
        assert [voice.statement for voice in statements[0].voices.all()] == [statements[0]]
    assert not queries


def test_who_looks_at_the_queries_sees_them_with_their_values():
    with CaptureQueriesContext(connection) as queries:
        SPOKEN_BY.ask(name="Flavia", more=1)
    assert "'Flavia'" in queries[0]["sql"]


def test_a_connection_keeps_the_plan_of_what_it_is_asked_often():
    for _ in range(settings.DATABASES["default"]["OPTIONS"]["prepare_threshold"] + 1):
        SPOKEN_BY.ask(name="Flavia", more=1)
    assert rows("SELECT 1 FROM pg_prepared_statements WHERE statement LIKE %s", '%"tracker_statement"."number" + $%')
