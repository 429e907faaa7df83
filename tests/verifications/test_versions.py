"""What the site showed is kept, numbered, at every change."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import newsroom
from tracker.database.refusals import refusals_explained
from tracker.statements.models import StatementLink
from tracker.verifications.models import Reply, Verification
from tracker.verifications.publishing import (
    note_addition,
    publish_statement,
    publish_verification,
    record_reply,
    send_back,
    submit,
    withdraw,
)
from tracker.verifications.versions import signature

pytestmark = pytest.mark.django_db


def reasons(statement):
    return [(version.number, version.why) for version in statement.versions.all()]


def test_each_step_writes_one_version():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_published_verification(statement)
    record_reply(Reply(statement=statement, why_not_asked="He died in 2020."), by=newsroom.editor())
    withdraw(entry, newsroom.editor(), "The source was a hoax.")
    withdraw(statement, newsroom.editor(), "He never said it.")
    assert reasons(statement) == [
        (1, "published"),
        (2, "verified"),
        (3, "replied"),
        (4, "withdrawn"),
        (5, "withdrawn"),
    ]
    assert [version.representation["status"] for version in statement.versions.all()] == [
        "open",
        "broken",
        "broken",
        "open",
        "open",
    ]


def test_an_addition_writes_a_version_only_when_the_page_changed():
    statement = newsroom.make_published_statement()
    note_addition(statement, newsroom.editor())
    assert len(reasons(statement)) == 1
    earlier = newsroom.make_published_statement(said_on="2024-02-01")
    StatementLink.objects.create(later=statement, earlier=earlier, kind="repeats")
    note_addition(statement, newsroom.editor())
    assert reasons(statement)[-1] == (2, "added")


def test_a_version_holds_no_word_of_a_draft():
    statement = newsroom.make_published_statement()
    newsroom.make_verification(statement, summary="A secret finding.")
    draft = newsroom.make_statement(claim="A secret claim.", said_on="2024-05-01")
    StatementLink.objects.create(later=draft, earlier=statement, kind="see_also", note="A secret note.")
    newsroom.make_published_verification(statement)
    assert "secret" not in str(statement.versions.last().representation).lower()


def test_a_draft_goes_into_review_and_back():
    draft = newsroom.make_statement()
    contributor = newsroom.make_user("connie", "contributor")
    assert submit(draft, contributor).submitted_at
    with pytest.raises(PermissionDenied):
        send_back(draft, contributor, "Please.")
    with pytest.raises(ValidationError, match="has to change"):
        send_back(draft, newsroom.checker(), " ")
    sent_back = send_back(draft, newsroom.checker(), "Which source is the primary one?")
    assert (sent_back.submitted_at, sent_back.review_note) == (None, "Which source is the primary one?")


@pytest.mark.parametrize("step", [publish_statement, submit])
def test_what_is_published_cannot_be_published_or_handed_in_again(step):
    statement = newsroom.make_published_statement()
    with pytest.raises(ValidationError, match="published already"):
        step(statement, newsroom.editor())


def test_contributors_and_checkers_do_not_publish_or_withdraw():
    for person in (newsroom.make_user("connie", "contributor"), newsroom.checker()):
        with pytest.raises(PermissionDenied):
            publish_statement(newsroom.make_statement(), person)
        with pytest.raises(PermissionDenied):
            withdraw(newsroom.make_published_statement(), person, "No reason.")


def test_an_ending_is_published_by_someone_other_than_its_author():
    entry = newsroom.make_verification(newsroom.make_published_statement(), author=newsroom.editor())
    with pytest.raises(ValidationError, match="someone other than its author"):
        publish_verification(entry, newsroom.editor())


def test_an_interim_entry_may_be_published_by_its_author():
    entry = newsroom.make_verification(
        newsroom.make_published_statement(), "toward_broken", author=newsroom.editor(), evidence=["against"]
    )
    assert publish_verification(entry, newsroom.editor()).published_at


def test_a_newsroom_of_one_may_and_the_version_says_so(settings):
    settings.ONE_PERSON_NEWSROOM = True
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement, author=newsroom.editor())
    assert publish_verification(entry, newsroom.editor()).is_single_handed
    assert statement.versions.last().representation["entries"][0]["is_single_handed"] is True


def test_plain_sql_does_not_get_past_the_second_person():
    entry = newsroom.make_verification(newsroom.make_published_statement())
    with pytest.raises(ValidationError, match="someone other than its author"), refusals_explained():
        Verification.objects.filter(pk=entry.pk).update(published_at="2024-05-01T00:00Z")


def test_people_are_named_as_the_newsroom_chose(settings):
    user = newsroom.checker()
    assert signature(user) == "Charles"
    settings.AUTHORS_SHOWN = "role"
    assert signature(user) == "checker"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "why nobody was asked"),
        ({"asked_on": "2024-05-01"}, "the channel"),
        ({"asked_on": "2024-05-01", "channel": "e-mail", "text": "No."}, "its day"),
        (
            {
                "asked_on": "2024-05-02",
                "channel": "e-mail",
                "text": "No.",
                "language": "en",
                "answered_on": "2024-05-01",
            },
            "before the question",
        ),
    ],
)
def test_a_reply_is_whole_or_refused(fields, said):
    statement = newsroom.make_published_statement()
    with pytest.raises(ValidationError, match=said):
        record_reply(Reply(statement=statement, **fields), by=newsroom.editor())
