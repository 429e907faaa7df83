"""The tallies are exact at every moment, whoever publishes, folds or gives up at the same time, and nobody waits."""

import pytest

from tests import newsroom
from tests.refusal import run_sql
from tests.sessions import at_once
from tracker.catalogue.tallies import count_by, fold_tallies, what_is_tallied, wrong_tallies
from tracker.statements.models import Statement
from tracker.verifications.publishing import publish_statement, withdraw

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_is_the_twentieth")]


def assert_exact(*, statement_count=None):
    wrong = {what: found for what in what_is_tallied() if (found := wrong_tallies(*what))}
    assert wrong == {}
    if statement_count is not None:
        assert sum(count_by("kind").values()) == statement_count


def noted():
    return run_sql("SELECT count(*) FROM tracker_tallychange")[0][0]


def publishing(draft):
    editor = newsroom.editor()
    return lambda: publish_statement(Statement.objects.get(pk=draft.pk), editor)


def fold():
    return run_sql("SELECT tracker_fold_tallies()")[0][0]


def test_what_is_published_judged_and_taken_back_is_counted_at_once():
    statement = newsroom.make_published_statement(
        topics=[newsroom.make_topic()], check_by="2090", check_by_basis="explicit"
    )
    assert_exact(statement_count=1)
    newsroom.make_published_verification(statement)
    assert_exact(statement_count=1)
    fold_tallies()
    assert noted() == 0
    assert_exact(statement_count=1)
    withdraw(statement, newsroom.editor(), "Never said.")
    assert_exact(statement_count=0)
    fold_tallies()
    assert_exact(statement_count=0)


def test_what_was_given_up_counts_nothing():
    draft, other = newsroom.make_statement(), newsroom.make_statement()
    at_once(publishing(draft), fold, first_gives_up=True)
    assert_exact(statement_count=0)
    publishing(other)()
    assert_exact(statement_count=1)


def test_a_fold_neither_waits_for_somebody_who_publishes_nor_takes_what_is_not_there_yet():
    newsroom.make_published_statement()
    draft = newsroom.make_statement()
    _, folding = at_once(publishing(draft), fold)
    assert not folding.has_waited
    assert folding.result == 1
    assert noted() == 1
    assert_exact(statement_count=2)


def test_somebody_who_publishes_does_not_wait_for_a_fold():
    newsroom.make_published_statement()
    draft = newsroom.make_statement()
    _, publication = at_once(fold, publishing(draft))
    assert not publication.has_waited
    assert_exact(statement_count=2)


def test_who_finds_somebody_else_folding_leaves_it_to_him():
    newsroom.make_published_statement()
    first, second = at_once(fold, fold)
    assert not second.has_waited
    assert (first.result, second.result) == (1, 0)
    assert_exact(statement_count=1)


def test_a_fold_that_is_given_up_loses_nothing():
    newsroom.make_published_statement()
    at_once(fold, lambda: None, first_gives_up=True)
    assert noted() == 1
    assert_exact(statement_count=1)


def test_an_official_with_many_words_is_tallied_together_with_others_while_somebody_publishes_more():
    run_sql("CREATE OR REPLACE FUNCTION tracker_many_words() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2'")
    speaker, topic = newsroom.make_official(), newsroom.make_topic()
    for _ in range(2):
        newsroom.make_published_statement(speaker=speaker, topics=[topic])
    draft = newsroom.make_statement(speaker=speaker)
    at_once(publishing(draft), fold)
    assert run_sql("SELECT tracker_tallied_officials()")[0][0] == [speaker.pk]
    assert_exact(statement_count=3)
    fold()
    assert_exact(statement_count=3)


def test_changes_do_not_pile_up():
    for _ in range(45):
        newsroom.make_published_statement()
    assert noted() <= 20
    assert_exact(statement_count=45)
