"""What the official answered when asked, or why nobody was asked: complete, and added only."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from tests import newsroom
from tests.refusal import refused
from tracker.verifications.models import Correction, Reply
from tracker.verifications.publishing import record_reply

pytestmark = pytest.mark.django_db

ASKED = {"asked_on": "2024-04-01", "channel": "by e-mail to the press office"}
ANSWER = {"answered_on": "2024-04-02", "text": "No comment.", "language": "en"}


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("reply_asked_or_says_why_not", {}, {"why_not_asked": "He died in 2020."}),
        ("reply_asked_or_says_why_not", {"asked_on": "2024-04-01"}, ASKED),
        ("reply_asked_or_says_why_not", ASKED | {"why_not_asked": "He died."}, ASKED),
        ("reply_asked_or_says_why_not", {"why_not_asked": "So.", "channel": "e-mail"}, {"why_not_asked": "So."}),
        ("reply_answer_is_dated", ASKED | {"text": "No.", "language": "en"}, ASKED | ANSWER),
        ("reply_answer_is_dated", ASKED | ANSWER | {"text": ""}, ASKED | ANSWER),
        ("reply_answer_is_dated", ASKED | ANSWER | {"language": ""}, ASKED | ANSWER),
        (
            "reply_answer_comes_after_the_question",
            ASKED | ANSWER | {"answered_on": "2024-03-31"},
            ASKED | ANSWER | {"answered_on": "2024-04-01"},
        ),
    ],
)
def test_a_reply_is_complete_or_refused(rule, wrong, right):
    statement = newsroom.make_published_statement()
    with refused(rule):
        Reply.objects.create(statement=statement, recorded_by=newsroom.editor(), **wrong)
    with pytest.raises(ValidationError):
        record_reply(Reply(statement=statement, **wrong), newsroom.editor())
    record_reply(Reply(statement=statement, **right), newsroom.editor())
    assert statement.replies.count() == 1


def test_a_reply_once_public_is_not_changed_or_deleted():
    statement = newsroom.make_published_statement()
    record_reply(Reply(statement=statement, **ASKED), newsroom.editor())
    for attack in (lambda: Reply.objects.update(channel="never"), Reply.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_a_draft_has_no_public_reply():
    with pytest.raises(ValidationError, match="publish it first"):
        record_reply(Reply(statement=newsroom.make_statement(), **ASKED), newsroom.editor())


def test_a_correction_says_why():
    statement = newsroom.make_published_statement()
    told = {"part": "statement", "part_id": statement.pk, "what": "claim", "before": {}, "after": {}}
    with refused("correction_says_why", "the reason is public"):
        Correction.objects.create(statement=statement, corrected_by=newsroom.editor(), reason=" ", **told)
