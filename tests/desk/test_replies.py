"""What the official answered is put on record at the desk: additions only, public at once."""

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import messages, opened_and_sent, page
from tracker.verifications.models import Reply
from tracker.verifications.publishing import withdraw

pytestmark = pytest.mark.django_db
ANSWER = {
    "asked_on": "2024-05-01",
    "channel": "by e-mail to the press office",
    "answered_on": "2024-05-03",
    "text": "It was a very small elephant.",
    "language": "en",
}


def reply_page(statement):
    return page("statement_reply", statement.pk)


def test_an_answer_is_public_at_once(desk, editor):
    statement = newsroom.make_published_statement()
    source = newsroom.make_source()
    answer = opened_and_sent(desk, reply_page(statement), **ANSWER, source=source.pk)
    reply = Reply.objects.get()
    assert (reply.statement, reply.source, reply.recorded_by) == (statement, source, editor)
    assert "The reply is public" in messages(answer)
    assert statement.versions.last().why == "replied"
    assert "a very small elephant" in desk.get(statement.get_absolute_url()).content.decode()


def test_why_nobody_was_asked(desk):
    statement = newsroom.make_published_statement()
    opened_and_sent(desk, reply_page(statement), why_not_asked="He died in 2020.")
    assert Reply.objects.get().why_not_asked == "He died in 2020."


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, "why nobody was asked"),
        (ANSWER | {"channel": ""}, "the channel of the question"),
        (ANSWER | {"answered_on": "2024-04-01"}, "cannot come before the question"),
        (ANSWER | {"language": ""}, "its day, its text and its language"),
        (ANSWER | {"asked_on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, boxes, said):
    statement = newsroom.make_published_statement()
    words = opened_and_sent(desk, reply_page(statement), **boxes).content.decode()
    assert said in words
    assert boxes.get("text", "") in words
    assert not Reply.objects.exists()


def test_a_reply_is_added_and_never_changed(desk):
    statement = newsroom.make_published_statement()
    opened_and_sent(desk, reply_page(statement), why_not_asked="He died in 2020.")
    opened_and_sent(desk, reply_page(statement), **ANSWER)
    assert Reply.objects.count() == 2
    assert "He died in 2020." in desk.get(reply_page(statement)).content.decode()


def test_replies_are_for_editors_and_for_what_is_public(desk, editor, contributors_desk):
    statement = newsroom.make_published_statement()
    assert "Add a reply" in desk.get(page("statement_change", statement.pk)).content.decode()
    for person in (contributors_desk, at_the_desk(newsroom.checker())):
        assert "Add a reply" not in person.get(page("statement_change", statement.pk)).content.decode()
        assert person.get(reply_page(statement)).status_code == 403
        assert person.post(reply_page(statement), ANSWER).status_code == 403
    draft = newsroom.make_statement()
    withdraw(statement, editor, "A hoax.")
    for thing in (draft, statement):
        assert "Add a reply" not in desk.get(page("statement_change", thing.pk)).content.decode()
        assert desk.post(reply_page(thing), ANSWER).status_code == 403
    assert not Reply.objects.exists()
