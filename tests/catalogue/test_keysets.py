"""Who walks a long list from piece to piece meets each row once, forwards and backwards, whatever is published."""

from datetime import date
from itertools import count
from threading import Thread

import pytest
from django.db import connection
from django.http import QueryDict

from tests.newsroom import (
    editor,
    make_official,
    make_published_statement,
    make_published_verification,
)
from tests.refusal import run_sql
from tracker.catalogue import public
from tracker.catalogue.keysets import piece_of
from tracker.catalogue.orders import CORRECTIONS, OFFICIALS, ORDERS
from tracker.statements.models import Statement
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import withdraw

pytestmark = pytest.mark.django_db


def piece(rows, order, size=4, **asked):
    query = QueryDict(mutable=True)
    query.update(asked)
    found = piece_of(rows(), order, query, size=size)
    assert not found.problems
    return found


def walk(rows, order, *, meanwhile=lambda: None, size=4):
    """All rows as somebody meets them who follows “Next” from the start to the end."""
    seen, asked = [], {}
    while True:
        found = piece(rows, order, size, **asked)
        seen += found.rows
        if not found.next:
            return seen
        asked = {"after": found.next}
        meanwhile()


def walk_back(rows, order, size=4):
    """The same from the last row by “Previous”, in the order of the list."""
    seen, asked = [], {"before": "end"}
    while True:
        found = piece(rows, order, size, **asked)
        seen = found.rows + seen
        if not found.previous:
            return seen
        asked = {"before": found.previous}


@pytest.fixture
def some_statements():
    """Days, findings and check-by days that several share or that some do not have."""
    for number in range(13):
        more = {"check_by": f"2024-05-0{1 + number % 2}", "check_by_basis": "explicit"} if number % 3 else {}
        statement = make_published_statement(said_on=date(2024, 3, 1 + number % 4), **more)
        if number % 4 == 0:
            make_published_verification(statement, public_on=date(2024, 4, 1 + number % 8))
    return public.listings


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_walking_shows_every_statement_once_in_order_forwards_and_backwards(some_statements, order):
    whole = list(order.sorted(public.listings()))
    assert len(whole) == 13
    for size in (1, 4, 12, 13, 14):
        assert walk(some_statements, order, size=size) == whole
        assert walk_back(some_statements, order, size=size) == whole


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_a_piece_knows_what_stands_before_and_after_it(some_statements, order):
    first = piece(some_statements, order, size=5)
    assert (first.previous, first.is_start, first.count) == (None, True, 13)
    second = piece(some_statements, order, size=5, after=first.next)
    assert second.previous
    assert second.next
    assert piece(some_statements, order, size=5, before=second.previous).rows == first.rows
    last = piece(some_statements, order, size=5, before="end")
    assert last.next is None
    assert piece(some_statements, order, size=5, after=second.next).rows == last.rows[-3:]


def test_officials_of_one_name_are_told_apart():
    for _ in range(7):
        make_published_statement(speaker=make_official("Rudolf Rassendyll"))
    make_published_statement(speaker=make_official("Рудольф ~ Рассендилл, Ünïcode"))
    whole = list(public.officials())
    assert walk(public.officials, OFFICIALS, size=3) == walk_back(public.officials, OFFICIALS, size=3) == whole
    assert len({official.pk for official in whole}) == 8


def test_corrections_of_one_moment_are_told_apart():
    for number in range(3):
        statement = make_published_statement()
        for word in ("noon", "dusk"):
            change = Change(Statement.objects.get(pk=statement.pk), "occasion", f"{word} {number}")
            correct(statement, editor(), "We had misread it.", [change])
    run_sql("ALTER TABLE tracker_correction DISABLE TRIGGER USER")
    run_sql("UPDATE tracker_correction SET corrected_at = '2024-06-01T12:00:00Z'")
    found = walk(public.corrections, CORRECTIONS, size=2)
    assert found == walk_back(public.corrections, CORRECTIONS, size=2)
    assert len({(one.statement_id, one.place) for one in found}) == 6


def test_places_tell_no_private_key(some_statements):
    make_published_statement(said_on=date(2024, 2, 1))
    number = public.listings().get(said_on_first=date(2024, 2, 1)).number
    assert piece(some_statements, ORDERS["oldest"], size=1).next == f"2024-02-01~{number}"
    assert piece(some_statements, ORDERS["decided"], size=1, before="end").previous.startswith("none~")


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_what_is_published_or_withdrawn_meanwhile_neither_repeats_nor_hides_another(some_statements, order):
    """Before each step somebody publishes a statement of an early, a middle and a late day and withdraws the row at
    the place where the reader stands."""
    before = {row.pk for row in public.listings()}
    days = count()

    def meanwhile():
        for day in ("2023-01-01", "2024-03-02", "2025-01-01"):
            make_published_statement(said_on=day, check_by=f"20{25 + next(days) % 3}-01-01", check_by_basis="explicit")
        gone = public.listings().filter(pk__in=before).order_by("number").first()
        withdraw(Statement.objects.get(pk=gone.pk), editor(), "A hoax.")

    seen = [row.pk for row in walk(some_statements, order, meanwhile=meanwhile, size=3)]
    assert len(seen) == len(set(seen))
    still_there = before & {row.pk for row in public.listings()}
    assert still_there <= set(seen)


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_walks_while_others_publish_meets_all_that_stood_there_once():
    for _ in range(40):
        make_published_statement()
    before = {row.number for row in public.listings()}
    is_over = []

    def publish():
        try:
            while not is_over:
                make_published_statement()
        finally:
            connection.close()

    others = [Thread(target=publish) for _ in range(2)]
    [one.start() for one in others]
    try:
        seen = [row.number for row in walk(lambda: public.listings().filter(number__lte=max(before)), ORDERS["said"])]
        all_seen = [row.number for row in walk_back(public.listings, ORDERS["oldest"], size=9)]
    finally:
        is_over.append(True)
        [one.join() for one in others]
    assert sorted(seen) == sorted(before)
    assert len(all_seen) == len(set(all_seen))
    assert before <= set(all_seen)
