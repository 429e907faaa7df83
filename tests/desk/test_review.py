"""Draft, in review, published: who hands in, who sends back, who publishes, and what each is offered."""

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import messages, opened_and_sent, page, typed
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.verifications.publishing import send_back, submit
from tracker.vocabulary import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkers_desk(db):
    return at_the_desk(newsroom.checker())


def press(desk, thing, button, **boxes):
    """Opens a thing's form and presses one of its buttons."""
    address = page(f"{thing._meta.model_name}_change", thing.pk)
    return desk.post(address, typed(desk.get(address)) | {button: "1"} | boxes, follow=True)


def form_page(desk, thing):
    return desk.get(page(f"{thing._meta.model_name}_change", thing.pk)).content.decode()


def pile(desk, name):
    return list(desk.get("/admin/").context[name].rows)


def test_a_contributor_hands_in_what_was_typed(contributors_desk, contributor):
    draft = newsroom.make_statement(created_by=contributor)
    answer = press(contributors_desk, draft, "_submit", claim="Typed with care.")
    draft.refresh_from_db()
    assert draft.submitted_at
    assert draft.claim == "Typed with care."
    assert "Handed in for review" in messages(answer)
    assert "In review, handed in" in answer.content.decode()
    assert pile(contributors_desk, "statements_handed_in") == [draft]


def test_a_new_verification_is_handed_in_from_its_form(checkers_desk):
    entry = newsroom.make_verification(newsroom.make_published_statement(), author=newsroom.checker())
    press(checkers_desk, entry, "_submit")
    entry.refresh_from_db()
    assert entry.submitted_at
    assert pile(checkers_desk, "verifications_to_review") == [entry]


def test_what_waits_lies_with_those_who_review_the_oldest_first(checkers_desk, contributors_desk, contributor):
    first, second = newsroom.make_statement(), newsroom.make_statement()
    submit(second, by=contributor)
    submit(first, by=contributor)
    newsroom.make_statement()
    assert pile(checkers_desk, "statements_to_review") == [second, first]
    assert "statements_to_review" not in contributors_desk.get("/admin/").context


def test_a_checker_sends_back_with_a_note_that_the_author_sees(checkers_desk, contributors_desk, contributor):
    draft = submit(newsroom.make_statement(created_by=contributor), by=contributor)
    assert "send-back" in form_page(checkers_desk, draft)
    answer = opened_and_sent(checkers_desk, page("statement_send_back", draft.pk), reason="Whose words are these?")
    assert "Sent back" in messages(answer)
    assert pile(contributors_desk, "statements_sent_back") == [draft]
    assert pile(contributors_desk, "my_statements") == []
    assert "Whose words are these?" in form_page(contributors_desk, draft)
    press(contributors_desk, draft, "_submit")
    assert pile(contributors_desk, "statements_sent_back") == []
    assert "Whose words are these?" not in form_page(contributors_desk, draft)


def test_sending_back_asks_for_the_note(checkers_desk, contributor):
    draft = submit(newsroom.make_statement(), by=contributor)
    answer = opened_and_sent(checkers_desk, page("statement_send_back", draft.pk), reason=" ")
    assert "Say what has to change" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.submitted_at


def test_a_contributor_does_not_send_back(contributors_desk, contributor):
    draft = submit(newsroom.make_statement(), by=contributor)
    assert "send-back" not in form_page(contributors_desk, draft)
    address = page("statement_send_back", draft.pk)
    assert contributors_desk.get(address).status_code == 403
    assert contributors_desk.post(address, {"reason": "Because."}).status_code == 403


def test_what_is_not_in_review_is_not_sent_back(checkers_desk):
    draft = newsroom.make_statement()
    assert "send-back" not in form_page(checkers_desk, draft)
    answer = checkers_desk.get(page("statement_send_back", draft.pk), follow=True)
    assert "Only what is in review" in messages(answer)


def test_the_author_of_an_ending_sees_who_has_to_publish_it(desk, editor):
    own = newsroom.make_verification(newsroom.make_published_statement(), author=editor)
    words = form_page(desk, own)
    assert "published by somebody else: hand it in for review" in words
    assert "Save and publish" not in words
    assert "Save and hand in for review" in words


def test_an_ending_of_another_and_an_interim_entry_are_published(desk, editor):
    statement = newsroom.make_published_statement()
    of_another = newsroom.make_verification(statement)
    own_interim = newsroom.make_verification(statement, Finding.NO_CHANGE, author=editor)
    for entry in (of_another, own_interim):
        words = form_page(desk, entry)
        assert "Save and publish" in words
        assert "somebody else" not in words


def test_in_a_newsroom_of_one_the_button_stands_with_a_note(desk, editor, settings):
    settings.ONE_PERSON_NEWSROOM = True
    own = newsroom.make_verification(newsroom.make_published_statement(), author=editor)
    words = form_page(desk, own)
    assert "judged and published by one person" in words
    assert "Save and publish" in words
    press(desk, own, "_publish")
    own.refresh_from_db()
    assert own.is_single_handed


def test_a_button_that_was_not_offered_publishes_nothing(desk, editor):
    own = newsroom.make_verification(newsroom.make_published_statement(), author=editor)
    answer = press(desk, own, "_publish")
    own.refresh_from_db()
    assert own.published_at is None
    assert "published by someone other than its author" in messages(answer)


def test_a_checker_is_offered_no_publishing(checkers_desk):
    draft = newsroom.make_statement()
    assert "Save and publish" not in form_page(checkers_desk, draft)


@pytest.mark.parametrize("name", ["statement", "verification"])
def test_the_lists_show_and_filter_stages(desk, editor, name):
    statement = newsroom.make_published_statement()
    make = {"statement": newsroom.make_statement, "verification": lambda: newsroom.make_verification(statement)}[name]
    draft, handed_in, back = make(), submit(make(), by=editor), submit(make(), by=editor)
    send_back(back, editor, "More sources.")
    for stage, expected in {"draft": draft, "review": handed_in, "back": back}.items():
        answer = desk.get(page(f"{name}_changelist"), {"stage": stage})
        assert list(answer.context["cl"].queryset) == [expected]
    words = desk.get(page(f"{name}_changelist")).content.decode()
    assert "In review" in words
    assert "Sent back" in words


def test_every_unpublished_thing_lies_in_exactly_one_pile(desk, editor):
    for _ in range(3):
        newsroom.make_statement(created_by=editor)
    first, second, _ = Statement.objects.order_by("pk")
    submit(first, by=editor)
    send_back(submit(second, by=editor), editor, "More.")
    piles = [pile(desk, name) for name in ("my_statements", "statements_sent_back", "statements_handed_in")]
    assert sorted(row.pk for rows in piles for row in rows) == sorted(Statement.objects.values_list("pk", flat=True))
    assert not Verification.objects.exists()
