"""Many at once: the desk asks first how many and which cannot, does them one by one, and says what became of each."""

import re

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import messages, page
from tests.pages.reading import text_of
from tracker.desk import bulk
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.vocabulary import Finding

pytestmark = pytest.mark.django_db


def choose(desk, model, things, action="publish_many", **boxes):
    """Chooses rows of a list and an action, as the list's own button does."""
    chosen = {"action": action, "index": "0", "_selected_action": [thing.pk for thing in things]}
    return desk.post(page(f"{model}_changelist"), chosen | boxes, follow=True)


def confirm(desk, answer):
    """Presses the button of the page that asks."""
    form = re.search(r'<form method="post" action="([^"]+-many/)">(.*?)</form>', answer.text, re.S)
    boxes = {}
    for name, value in re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form[2]):
        boxes.setdefault(name, []).append(value)
    return desk.post(form[1], boxes, follow=True)


def test_the_page_says_how_many_and_which_cannot_and_why(desk):
    ready = [newsroom.make_statement() for _ in range(2)]
    bare = newsroom.make_statement(claim="", selected_because="")
    asked = choose(desk, "statement", [*ready, bare])
    words = text_of(asked)
    assert "Publish 2 statements?" in words
    assert "1 is not ready, and stays as it is:" in words
    assert "Write the claim in neutral words before you publish." in words
    assert not Statement.objects.filter(published_at__isnull=False).exists()


def test_they_are_published_and_it_says_how_many(desk, editor):
    drafts = [newsroom.make_statement() for _ in range(3)]
    answer = confirm(desk, choose(desk, "statement", drafts))
    assert "3 statements published." in messages(answer)
    assert set(Statement.objects.values_list("published_by", flat=True)) == {editor.pk}
    assert [statement.versions.count() for statement in Statement.objects.all()] == [1, 1, 1]


def test_one_alone_is_asked_in_the_singular(desk):
    assert "Publish 1 statement?" in text_of(choose(desk, "statement", [newsroom.make_statement()]))


def test_what_changed_after_the_page_was_shown_is_left_alone_and_named(desk):
    first, second = newsroom.make_statement(), newsroom.make_statement(claim="A claim of its own.")
    asked = choose(desk, "statement", [first, second])
    Statement.objects.filter(pk=second.pk).update(claim="Changed meanwhile.")
    told = messages(confirm(desk, asked))
    assert "1 statement published." in told
    assert "1 stays as it was:" in told
    assert "Somebody changed this after you had opened it" in told
    assert list(Statement.objects.filter(published_at__isnull=True)) == [second]


def test_what_is_not_ready_when_its_turn_comes_is_named_with_the_reason(desk):
    """The rules are asked again, one by one, whatever the page had said."""
    draft = newsroom.make_statement(claim="")
    seen = {f"seen-{draft.pk}": bulk.mark_of((Statement, draft.pk))}
    chosen = {"post": "yes", "_selected_action": [draft.pk]}
    answer = desk.post(page("statement_publish_many"), chosen | seen, follow=True)
    assert "Write the claim in neutral words" in messages(answer)
    assert not Statement.objects.filter(published_at__isnull=False).exists()


def test_nothing_is_published_that_nobody_looked_at(desk):
    draft = newsroom.make_statement()
    desk.post(page("statement_publish_many"), {"post": "yes", "_selected_action": [draft.pk]})
    assert not Statement.objects.filter(published_at__isnull=False).exists()


def test_ones_own_ending_is_left_to_somebody_else(desk, editor):
    statement = newsroom.make_published_statement()
    own = newsroom.make_verification(statement, author=editor, summary="Mine.")
    anothers = newsroom.make_verification(statement, Finding.NO_CHANGE, summary="Another’s.", evidence=[])
    asked = choose(desk, "verification", [own, anothers])
    assert "Publish 1 verification?" in text_of(asked)
    assert "published by someone other than its author" in text_of(asked)
    confirm(desk, asked)
    assert list(Verification.objects.filter(published_at__isnull=False)) == [anothers]


def test_what_is_published_already_is_said_so(desk):
    words = text_of(choose(desk, "statement", [newsroom.make_published_statement()]))
    assert "None of them is ready" in words
    assert "It is published already." in words


def test_many_drafts_are_handed_in(contributors_desk, contributor):
    drafts = [newsroom.make_statement(created_by=contributor) for _ in range(2)]
    asked = choose(contributors_desk, "statement", drafts, "submit_many")
    assert "Hand in 2 statements for review?" in text_of(asked)
    assert "2 statements handed in for review." in messages(confirm(contributors_desk, asked))
    assert Statement.objects.filter(submitted_at__isnull=False).count() == 2


def test_only_those_who_may_publish_do(contributors_desk, stranger):
    draft = newsroom.make_statement()
    assert "publish_many" not in contributors_desk.get(page("statement_changelist")).text
    chosen = {"post": "yes", "_selected_action": [draft.pk]}
    for somebody in (contributors_desk, stranger):
        assert somebody.post(page("statement_publish_many"), chosen).status_code == 403


def test_all_across_pages_is_refused_beyond_what_is_looked_at_at_once(desk, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    drafts = [newsroom.make_statement() for _ in range(3)]
    answer = choose(desk, "statement", drafts[:1], select_across="1")
    assert "You chose more than 2" in messages(answer)
    answer = choose(desk, "statement", drafts[:1], "delete_drafts", select_across="1")
    assert "You chose more than 2" in messages(answer)
    assert Statement.objects.count() == 3


def test_all_across_pages_within_the_limit_are_asked_about(desk):
    drafts = [newsroom.make_statement() for _ in range(3)]
    assert "Publish 3 statements?" in text_of(choose(desk, "statement", drafts[:1], select_across="1"))


def test_deleting_says_how_many(desk):
    drafts = [newsroom.make_statement() for _ in range(2)]
    assert "Delete 2 statements?" in text_of(choose(desk, "statement", drafts, "delete_drafts"))


# The buttons of the first page are the same steps


def test_a_draft_is_handed_in_from_the_first_page_by_one_press(contributors_desk, contributor):
    draft = newsroom.make_statement(created_by=contributor)
    chosen = {"post": "yes", "_selected_action": [draft.pk], "back": "/admin/"}
    answer = contributors_desk.post(page("statement_submit_many"), chosen, follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert "1 statement handed in for review." in messages(answer)
    again = contributors_desk.post(page("statement_submit_many"), chosen, follow=True)
    assert "It is in review already." in messages(again)


def test_publishing_from_the_first_page_asks_first_and_comes_back(desk, editor):
    draft = newsroom.make_statement(created_by=editor)
    asked = desk.post(page("statement_publish_many"), {"_selected_action": [draft.pk], "back": "/admin/"})
    assert "Publish 1 statement?" in text_of(asked)
    answer = confirm(desk, asked)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert "1 statement published." in messages(answer)


def test_the_way_back_stays_within_the_desk(desk):
    draft = newsroom.make_statement()
    for elsewhere in ("https://evil.example/admin/", "//evil.example/", "/admin//evil.example", "javascript:alert(1)"):
        chosen = {"post": "yes", "_selected_action": [draft.pk], "back": elsewhere}
        answer = desk.post(page("statement_submit_many"), chosen)
        assert answer.headers["Location"].startswith("/admin/"), elsewhere


def test_each_role_is_offered_what_it_may(desk, contributors_desk, contributor, editor):
    newsroom.make_statement(created_by=contributor)
    newsroom.make_statement(created_by=editor)
    handed_in = newsroom.make_statement(created_by=contributor)
    bulk.submit(handed_in, by=contributor)
    checkers = at_the_desk(newsroom.checker())
    offered = {
        name: {
            word for word in ("Hand in for review", "Publish …", "Send back") if word in somebody.get("/admin/").text
        }
        for name, somebody in {"contributor": contributors_desk, "checker": checkers, "editor": desk}.items()
    }
    assert offered == {
        "contributor": {"Hand in for review"},
        "checker": {"Send back"},
        "editor": {"Hand in for review", "Publish …", "Send back"},
    }
