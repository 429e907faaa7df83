"""Two editors at once: whoever comes second waits, sees what the first did, and the record is right for good.

Each test was seen to fail with the lock that it is about taken out.
"""

import pytest
from django.utils import timezone

from tests import newsroom
from tests.catalogue.expected import expected_line, listed_line
from tests.refusal import run_sql
from tests.sessions import at_once
from tracker.catalogue.models import Listing
from tracker.officials.models import Official
from tracker.sources.models import Source
from tracker.statements.models import Appearance, Statement, StatementLink, StatementTopic, Voice
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.publishing import publish_statement, publish_verification, withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def publishing(entry):
    """Publishes a draft statement or verification, as somebody would who knows only the database."""
    editor = newsroom.editor().pk
    if isinstance(entry, Statement):
        sql = "UPDATE tracker_statement SET published_at = now(), slug = 'a', published_by_id = %s WHERE id = %s"
    else:
        sql = "UPDATE tracker_verification SET published_at = now(), published_by_id = %s WHERE id = %s"
    return lambda: run_sql(sql, editor, entry.pk)


def assert_line_is_right(statement):
    statement = Statement.objects.get(pk=statement.pk)
    assert listed_line(statement) == expected_line(statement)


def two_ways(first, second):
    return pytest.mark.parametrize(
        "order", [(first, second), (second, first)], ids=[f"{first} first", f"{second} first"]
    )


@two_ways("older", "newer")
def test_two_entries_of_one_statement_published_at_once(order):
    statement = newsroom.make_published_statement()
    acts = {
        "older": publishing(newsroom.make_verification(statement, "broken", public_on="2024-04-01")),
        "newer": publishing(newsroom.make_verification(statement, "upheld", public_on="2024-05-01")),
    }
    _, second = at_once(*(acts[name] for name in order))
    assert second.has_waited
    assert Listing.objects.get().finding == "upheld"
    assert_line_is_right(statement)


def test_two_entries_published_at_once_from_the_desk():
    statement = newsroom.make_published_statement()
    older = newsroom.make_verification(statement, "broken", public_on="2024-04-01")
    newer = newsroom.make_verification(statement, "upheld", public_on="2024-05-01")
    editor = newsroom.editor()
    at_once(lambda: publish_verification(newer, editor), lambda: publish_verification(older, editor))
    assert Listing.objects.get().finding == "upheld"
    assert [version.number for version in statement.versions.all()] == [1, 2, 3]


@two_ways("publish", "withdraw")
def test_an_entry_published_while_its_statement_is_withdrawn(order):
    statement = newsroom.make_published_statement()
    entry, editor = newsroom.make_verification(statement), newsroom.editor()
    acts = {"publish": publishing(entry), "withdraw": lambda: withdraw(statement, editor, "A hoax.")}
    _, second = at_once(*(acts[name] for name in order))
    assert second.has_waited
    assert second.refused_by("verification_of_what_is_public") == (order[1] == "publish")
    assert not Listing.objects.exists()


@two_ways("publish", "withdraw")
def test_an_entry_published_while_the_one_that_decides_is_withdrawn(order):
    statement = newsroom.make_published_statement()
    decides = newsroom.make_published_verification(statement, "upheld", public_on="2024-05-01")
    entry, editor = newsroom.make_verification(statement, "broken", public_on="2024-04-01"), newsroom.editor()
    acts = {"publish": publishing(entry), "withdraw": lambda: withdraw(decides, editor, "A hoax.")}
    _, second = at_once(*(acts[name] for name in order))
    assert second.has_waited
    assert Listing.objects.get().finding == "broken"
    assert_line_is_right(statement)


# What an entry or a statement rests on, changed while it is being published


@pytest.mark.parametrize("first", ["publish", "change"])
@pytest.mark.parametrize("change", ["delete", "turn", "add"])
def test_evidence_changed_while_its_entry_is_published(first, change):
    entry = newsroom.make_verification(newsroom.make_published_statement())
    proof, source = entry.evidence.get(), newsroom.make_source()
    changes = {
        "delete": proof.delete,
        "turn": lambda: Evidence.objects.filter(pk=proof.pk).update(stance="for"),
        "add": lambda: Evidence.objects.create(
            verification=entry, source=source, stance="context", happened_on="2024-03-15"
        ),
    }
    acts = [publishing(entry), changes[change]]
    _, second = at_once(*(acts if first == "publish" else acts[::-1]))
    assert second.has_waited
    if first == "publish":
        assert second.refused_by("published_words_are_locked" if change == "turn" else "published_evidence_is_locked")
    else:
        assert second.refused_by("source_is_not_before_the_event" if change == "add" else "finding_needs_evidence")
    entry.refresh_from_db()
    assert bool(entry.published_at) == (first == "publish")


@pytest.mark.parametrize("first", ["publish", "change"])
@pytest.mark.parametrize("change", ["reword", "delete", "own voice"])
def test_parts_changed_while_their_statement_is_published(first, change):
    draft = newsroom.make_statement()
    appearance = draft.appearances.get()
    changes = {
        "reword": lambda: Appearance.objects.filter(pk=appearance.pk).update(wording="Other words."),
        "delete": appearance.delete,
        "own voice": lambda: Voice.objects.create(statement=draft, official=draft.speaker, role="signed", label="X"),
    }
    refusals = {
        "reword": ("published_words_are_locked", "quote_is_letter_for_letter"),
        "delete": ("published_parts_are_locked", "no_statement_without_a_source"),
        "own voice": ("published_parts_are_locked", "voice_is_another"),
    }
    acts = [publishing(draft), changes[change]]
    _, second = at_once(*(acts if first == "publish" else acts[::-1]))
    assert second.has_waited
    assert second.refused_by(refusals[change][0 if first == "publish" else 1])
    assert Listing.objects.exists() == (first == "publish")
    assert_line_is_right(draft)


@pytest.mark.parametrize("first", ["publish", "change"])
def test_the_day_of_a_source_changed_while_a_statement_that_cites_it_is_published(first):
    draft = newsroom.make_statement(said_on="2024-03-01")
    source = draft.appearances.get().source
    earlier = {"published_on_first": "2024-02-01", "published_on_last": "2024-02-01"}
    acts = [publishing(draft), lambda: Source.objects.filter(pk=source.pk).update(**earlier)]
    _, second = at_once(*(acts if first == "publish" else acts[::-1]))
    assert second.has_waited
    assert second.refused_by("published_words_are_locked" if first == "publish" else "source_is_not_before_the_words")


@pytest.mark.parametrize("first", ["publish", "change"])
def test_the_publisher_of_a_source_changed_while_a_statement_that_cites_it_is_published(first):
    draft = newsroom.make_statement()
    source, another = draft.appearances.get().source, newsroom.make_publisher()
    acts = [publishing(draft), lambda: Source.objects.filter(pk=source.pk).update(publisher=another)]
    at_once(*(acts if first == "publish" else acts[::-1]))
    assert_line_is_right(draft)


@pytest.mark.parametrize("first", ["publish", "delete"])
def test_a_link_deleted_while_its_second_statement_is_published(first):
    earlier, draft = newsroom.make_published_statement(said_on="2024-02-01"), newsroom.make_statement()
    link = StatementLink.objects.create(later=draft, earlier=earlier, kind="repeats")
    acts = [publishing(draft), link.delete]
    _, second = at_once(*(acts if first == "publish" else acts[::-1]))
    assert second.has_waited
    assert second.refused_by("published_links_are_kept") == (first == "publish")


@pytest.mark.parametrize("first", ["publish", "link"])
def test_a_link_made_while_the_day_of_its_statement_is_changed_and_published(first):
    later, draft = (
        newsroom.make_published_statement(said_on="2024-02-01"),
        newsroom.make_statement(said_on="2024-01-01"),
    )
    day = {"first": "2024-03-01", "last": "2024-03-01"}
    Source.objects.filter(appearances__statement=draft).update(**{f"published_on_{end}": day[end] for end in day})
    moved = {f"said_on_{end}": day[end] for end in day} | {"published_at": timezone.now(), "slug": "a"}
    acts = [
        lambda: Statement.objects.filter(pk=draft.pk).update(**moved),
        lambda: StatementLink.objects.create(later=later, earlier=draft, kind="repeats"),
    ]
    _, second = at_once(*(acts if first == "publish" else acts[::-1]))
    assert second.has_waited
    assert second.refused_by("link_runs_from_later_to_earlier")


@two_ways("topic", "entry")
def test_a_topic_added_while_an_entry_is_published(order):
    statement, topic = newsroom.make_published_statement(), newsroom.make_topic()
    acts = {
        "topic": lambda: StatementTopic.objects.create(statement=statement, topic=topic),
        "entry": publishing(newsroom.make_verification(statement)),
    }
    _, second = at_once(*(acts[name] for name in order))
    assert second.has_waited
    line = Listing.objects.get()
    assert (line.finding, line.topics) == ("broken", [topic.pk])


@two_ways("topic", "publish")
def test_a_topic_added_while_its_statement_is_published(order):
    draft, topic = newsroom.make_statement(), newsroom.make_topic()
    acts = {
        "topic": lambda: StatementTopic.objects.create(statement=draft, topic=topic),
        "publish": publishing(draft),
    }
    at_once(*(acts[name] for name in order))
    assert Listing.objects.get().topics == [topic.pk]


# Numbers and addresses


def test_two_statements_published_at_once_get_two_numbers():
    one, other = newsroom.make_statement(), newsroom.make_statement()
    _, second = at_once(publishing(one), publishing(other))
    assert second.has_waited
    assert sorted(Statement.objects.values_list("number", flat=True)) == [1, 2]


def test_the_second_gets_the_number_of_a_first_that_gives_up():
    one, other = newsroom.make_statement(), newsroom.make_statement()
    at_once(publishing(one), publishing(other), first_gives_up=True)
    assert Statement.objects.get(published_at__isnull=False).number == 1


def test_one_statement_published_twice_at_once():
    draft, editor = newsroom.make_statement(), newsroom.editor()
    _, second = at_once(lambda: publish_statement(draft, editor), lambda: publish_statement(draft, editor))
    assert second.refused_by("published")
    assert Statement.objects.get().number == 1
    assert draft.versions.count() == 1


def test_two_officials_of_one_name_published_at_once_get_two_addresses():
    drafts = [newsroom.make_statement(speaker=newsroom.make_official("Rudolf")) for _ in range(2)]
    editor = newsroom.editor()
    at_once(*(lambda draft=draft: publish_statement(draft, editor) for draft in drafts))
    assert sorted(Official.objects.values_list("slug", flat=True)) == ["rudolf", "rudolf-2"]
    assert sorted(Statement.objects.values_list("number", flat=True)) == [1, 2]


def test_two_statements_of_one_official_published_at_once_give_one_address():
    speaker, editor = newsroom.make_official("Rudolf"), newsroom.editor()
    drafts = [newsroom.make_statement(speaker=speaker) for _ in range(2)]
    at_once(*(lambda draft=draft: publish_statement(draft, editor) for draft in drafts))
    speaker.refresh_from_db()
    assert speaker.slug == "rudolf"
    assert not speaker.former_slugs.exists()


def test_each_others_voices_published_at_once_do_not_block_each_other_for_good():
    one, other = newsroom.make_official("Rudolf"), newsroom.make_official("Michael")
    editor = newsroom.editor()
    drafts = []
    for speaker, voice in ((one, other), (other, one)):
        draft = newsroom.make_statement(speaker=speaker)
        Voice.objects.create(statement=draft, official=voice, role="signed", label="Guest")
        drafts.append(draft)
    at_once(*(lambda draft=draft: publish_statement(draft, editor) for draft in drafts))
    assert Listing.objects.count() == 2


def test_evidence_of_one_new_publisher_published_at_once_gives_it_one_address():
    publisher, editor = newsroom.make_publisher("Herald"), newsroom.editor()
    entries = []
    for _ in range(2):
        entry = newsroom.make_verification(newsroom.make_published_statement(), evidence=[])
        newsroom.make_evidence(entry, source=newsroom.make_source(published_on="2024-04-01", publisher=publisher))
        entries.append(entry)
    at_once(*(lambda entry=entry: publish_verification(entry, editor) for entry in entries))
    publisher.refresh_from_db()
    assert publisher.slug == "herald"
    assert Verification.objects.exclude(published_at=None).count() == 2


def test_a_withdrawal_and_a_second_publication_of_one_entry_do_not_block_each_other_for_good():
    statement = newsroom.make_published_statement()
    entry, editor = newsroom.make_published_verification(statement), newsroom.editor()
    _, second = at_once(lambda: withdraw(entry, editor, "A hoax."), lambda: publish_verification(entry, editor))
    assert second.refused_by("published")
    assert Listing.objects.get().finding == ""
