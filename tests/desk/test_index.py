"""The first page is a desk: what is mine, what is due, what came last."""

from datetime import timedelta

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tracker.verifications.status import today

pytestmark = pytest.mark.django_db


def pile(desk, name):
    return list(desk.get("/admin/").context[name].rows)


def test_my_drafts_and_those_of_others(desk, editor, contributor):
    mine = newsroom.make_statement(created_by=editor)
    theirs = newsroom.make_statement(created_by=contributor)
    newsroom.make_published_statement(created_by=editor)
    assert pile(desk, "my_statements") == [mine]
    assert pile(desk, "others_statements") == [theirs]


def test_my_draft_verifications(desk, editor):
    statement = newsroom.make_published_statement()
    mine = newsroom.make_verification(statement, author=editor)
    theirs = newsroom.make_verification(statement)
    assert pile(desk, "my_verifications") == [mine]
    assert pile(desk, "others_verifications") == [theirs]


def test_what_is_due_for_readers_lies_apart_from_the_desks_own_days(desk):
    named = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    ours = newsroom.make_published_statement(check_by="2024-03-11", check_by_basis="editors")
    soon = newsroom.make_published_statement(check_by=today() + timedelta(days=3), check_by_basis="explicit")
    settled = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    newsroom.make_published_verification(settled)
    assert [line.statement for line in pile(desk, "overdue")] == [named]
    assert [line.statement for line in pile(desk, "queue")] == [ours]
    assert [line.statement for line in pile(desk, "due_soon")] == [soon]


def test_each_due_line_leads_to_its_follow_up(desk):
    named = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    assert f"/admin/tracker/verification/add/?statement={named.pk}" in desk.get("/admin/").content.decode()


def test_the_latest_come_first_in_the_words_of_their_kind(desk):
    first = newsroom.make_published_statement(kind="denial")
    second = newsroom.make_published_statement()
    verification = newsroom.make_published_verification(first)
    assert [line.statement for line in pile(desk, "latest_statements")] == [second, first]
    assert pile(desk, "latest_verifications") == [verification]
    assert "Contradicted, public on 1 April 2024" in desk.get("/admin/").content.decode()


def test_a_long_pile_shows_its_count_and_leads_to_the_list(desk, editor):
    for _ in range(10):
        newsroom.make_statement(created_by=editor)
    words = desk.get("/admin/").content.decode()
    assert "?stage=draft&amp;by=me" in words
    assert "All 10" in words


def test_the_tables_are_folded_away(desk):
    words = desk.get("/admin/").content.decode()
    assert words.index("<details") < words.index("app-tracker")


def test_an_account_without_a_group_sees_nothing_of_the_record(stranger):
    newsroom.make_published_statement(claim="No elephant stays in Strelsau.")
    answer = stranger.get("/admin/")
    assert answer.status_code == 200
    assert "No elephant" not in answer.content.decode()


def test_only_active_staff_get_in(client):
    assert client.get("/admin/").status_code == 302
    reader = newsroom.make_user("rita")
    type(reader).objects.filter(pk=reader.pk).update(is_staff=False)
    assert at_the_desk(reader).get("/admin/").status_code == 302
