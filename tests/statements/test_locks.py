"""What publication locks: the words, their criteria and their parts; and what may still be added."""

from datetime import date

import pytest
from django.utils import timezone

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker.catalogue.models import Listing
from tracker.statements.models import (
    LOCKED_CRITERIA,
    LOCKED_WORDS,
    Appearance,
    Concern,
    Statement,
    StatementLink,
    StatementTopic,
    Voice,
)
from tracker.verifications.publishing import withdraw

pytestmark = pytest.mark.django_db

# A value that every locked column would take in a draft.
OTHER = {
    "kind": "prediction",
    "quote": "Other words.",
    "quote_language": "de",
    "spoken_language": "de",
    "translation": "Other words.",
    "claim": "Another claim.",
    "speaker_label": "King of Ruritania",
    "country_id": "FR",
    "said_on_first": date(2024, 1, 1),
    "said_on_last": date(2024, 1, 1),
    "said_on_precision": "between",
    "occasion": "a dinner",
    "selected_because": "Another reason.",
    "number": 99,
    "slug": "another",
    "created_at": timezone.now(),
    "published_at": None,
    "criteria_written_at": None,
    "reading": "Another reading.",
    "upheld_if": "Another criterion.",
    "broken_if": "Another criterion.",
    "check_by_first": date(2026, 1, 1),
    "check_by_last": date(2026, 1, 1),
    "check_by_precision": "between",
    "check_by_basis": "editors",
}
FULL = {
    "reading": "As we read it.",
    "check_by": "2025-01-01",
    "check_by_basis": "explicit",
    "translation": "Not one.",
    "spoken_language": "en",
    "occasion": "a parade",
}


@pytest.mark.parametrize("column", [*LOCKED_WORDS, *LOCKED_CRITERIA])
def test_publication_locks(column):
    statement = newsroom.make_published_statement(**FULL)
    others = {
        "id": lambda: statement.pk + 1000,
        "speaker_id": lambda: newsroom.make_official().pk,
        "tenure_id": lambda: newsroom.make_tenure(statement.speaker).pk,
        "created_by_id": lambda: newsroom.checker().pk,
        "published_by_id": lambda: newsroom.checker().pk,
    }
    value = others[column]() if column in others else OTHER[column]
    with refused("published_words_are_locked", "locked by publication"):
        run_sql(f"UPDATE tracker_statement SET {column} = %s WHERE id = %s", value, statement.pk)  # noqa: S608


def test_every_column_is_locked_or_is_known_to_stay_open():
    stays_open = {
        "submitted_at",
        "review_note",
        "withdrawn_at",
        "withdrawal_reason",
        "criteria_completed_at",  # written by the database alone
    }
    columns = {field.column for field in Statement._meta.concrete_fields}
    assert columns - stays_open == {*LOCKED_WORDS, *LOCKED_CRITERIA}


@pytest.mark.parametrize(
    "filled",
    [
        {"reading": "As we read it."},
        {"broken_if": "An elephant."},
        {
            "check_by_first": "2025-01-01",
            "check_by_last": "2025-01-01",
            "check_by_precision": "day",
            "check_by_basis": "implied",
        },
    ],
)
def test_an_empty_criterion_may_be_filled_once_and_is_dated(filled):
    statement = newsroom.make_published_statement(broken_if="")
    assert statement.criteria_completed_at is None
    Statement.objects.filter(pk=statement.pk).update(**filled)
    statement.refresh_from_db()
    assert statement.criteria_completed_at
    assert statement.criteria_written_at < statement.published_at
    column = next(iter(filled))
    with refused("published_words_are_locked", "only an empty criterion may be filled, once"):
        Statement.objects.filter(pk=statement.pk).update(**{column: OTHER[column]})


def test_the_list_follows_a_criterion_that_is_filled():
    statement = newsroom.make_published_statement(kind="assertion", upheld_if="", broken_if="")
    assert Listing.objects.get().is_on_record
    Statement.objects.filter(pk=statement.pk).update(broken_if="An elephant.")
    assert not Listing.objects.get().is_on_record


@pytest.mark.parametrize("moment", ["criteria_written_at", "criteria_completed_at"])
def test_nobody_dates_the_criteria_but_the_database(moment):
    """Who dates them back would make a reading look older than the outcome."""
    back = timezone.now().replace(year=2020)
    draft = newsroom.make_statement()
    Statement.objects.filter(pk=draft.pk).update(**{moment: back})
    draft.refresh_from_db()
    assert getattr(draft, moment) != back
    published = newsroom.make_published_statement()
    before = getattr(published, moment)
    try:
        Statement.objects.filter(pk=published.pk).update(broken_if=published.broken_if, criteria_completed_at=back)
    finally:
        published.refresh_from_db()
    assert getattr(published, moment) == before


def test_a_stale_copy_that_is_saved_again_keeps_the_day_of_the_criteria():
    draft = newsroom.make_statement()
    draft.save()  # this copy never read what the database wrote
    draft.refresh_from_db()
    assert draft.criteria_written_at


def test_criteria_changed_before_publication_are_dated_by_the_change():
    draft = newsroom.make_statement()
    run_sql("SELECT pg_sleep(0.01)")
    Statement.objects.filter(pk=draft.pk).update(claim="Another claim.")
    draft.refresh_from_db()
    first = draft.criteria_written_at
    assert first
    Statement.objects.filter(pk=draft.pk).update(broken_if="A mouse.")
    draft.refresh_from_db()
    assert draft.criteria_written_at >= first


def test_whitespace_and_case_are_changes_too():
    statement = newsroom.make_published_statement(claim="No elephant stays.")
    for claim in ("no elephant stays.", "No elephant stays. "):
        with refused("published_words_are_locked"):
            Statement.objects.filter(pk=statement.pk).update(claim=claim)
    assert Statement.objects.filter(pk=statement.pk).update(claim="No elephant stays.") == 1


# Withdrawing


def test_a_withdrawal_is_final_and_has_its_reason():
    statement = newsroom.make_published_statement()
    with refused("statement_withdrawal_has_a_reason"):
        Statement.objects.filter(pk=statement.pk).update(withdrawn_at=timezone.now())
    with refused("statement_withdrawal_has_a_reason"):
        Statement.objects.filter(pk=statement.pk).update(withdrawal_reason="A hoax.")
    withdraw(statement, newsroom.editor(), "A hoax.")
    for undone in ({"withdrawn_at": None, "withdrawal_reason": ""}, {"withdrawal_reason": "Another."}):
        with refused("withdrawal_is_final", "log it anew"):
            Statement.objects.filter(pk=statement.pk).update(**undone)


def test_what_is_withdrawn_stays_locked_and_off_the_list():
    statement = newsroom.make_published_statement()
    withdraw(statement, newsroom.editor(), "A hoax.")
    assert not Listing.objects.exists()
    with refused("published_words_are_locked"):
        Statement.objects.filter(pk=statement.pk).update(claim="Another.")
    StatementTopic.objects.create(statement=statement, topic=newsroom.make_topic())
    assert not Listing.objects.exists()


# Nothing published is deleted


def _ways_to_delete(row):
    model = type(row)
    return {
        "instance": row.delete,
        "queryset": lambda: model.objects.filter(pk=row.pk).delete(),
        "raw": lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
        "sql": lambda: run_sql(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk),  # noqa: S608
    }


@pytest.mark.parametrize("way", ["instance", "queryset", "raw", "sql"])
def test_a_published_statement_and_its_parts_are_never_deleted(way):
    voice = (newsroom.make_official(), "signed")
    earlier = newsroom.make_published_statement(said_on="2024-02-01")
    statement = newsroom.make_published_statement(voices=[voice])
    link = StatementLink.objects.create(later=statement, earlier=earlier, kind="repeats")
    # The ORM sees first that its versions hold it; by SQL it is the statement's own rule.
    with refused("published_is_kept" if way in ("raw", "sql") else "needed"):
        _ways_to_delete(statement)[way]()
    with refused("published_parts_are_locked", "its appearance was locked with it"):
        _ways_to_delete(statement.appearances.get())[way]()
    with refused("published_parts_are_locked", "its voice was locked with it"):
        _ways_to_delete(statement.voices.get())[way]()
    with refused("published_links_are_kept", "so their link stays"):
        _ways_to_delete(link)[way]()
    assert Statement.objects.count() == 2


@pytest.mark.parametrize("way", ["instance", "queryset"])
def test_a_draft_is_deleted_with_its_parts(way):
    published = newsroom.make_published_statement(said_on="2024-02-01")
    draft = newsroom.make_statement()
    Voice.objects.create(statement=draft, official=newsroom.make_official(), role="signed")
    draft.topics.add(newsroom.make_topic())
    draft.concerns.add(newsroom.country("FR"))
    StatementLink.objects.create(later=draft, earlier=published, kind="repeats")
    _ways_to_delete(draft)[way]()
    for part in (Voice, StatementTopic, Concern, StatementLink):
        assert not part.objects.exists()
    assert list(Statement.objects.all()) == [published]


def test_a_withdrawn_statement_is_not_deleted_either():
    statement = newsroom.make_published_statement()
    withdraw(statement, newsroom.editor(), "A hoax.")
    with refused("published_is_kept"):
        run_sql("DELETE FROM tracker_statement WHERE id = %s", statement.pk)


def test_a_draft_with_an_entry_is_not_deleted_before_the_entry():
    draft = newsroom.make_statement()
    entry = newsroom.make_verification(draft)
    with refused("needed", "verification"):
        draft.delete()
    entry.delete()
    draft.delete()
    assert not Statement.objects.exists()


def test_one_published_statement_keeps_a_whole_set_from_being_deleted():
    newsroom.make_published_statement()
    newsroom.make_statement()
    with refused("published_is_kept"):
        Statement.objects.all()._raw_delete("default")
    assert Statement.objects.count() == 2


# Parts of a published statement


def test_voices_are_whose_words_they_are_so_none_is_added_or_changed():
    voice = (newsroom.make_official(), "signed")
    statement = newsroom.make_published_statement(voices=[voice])
    with refused("published_parts_are_locked", "its voice was locked with it"):
        Voice.objects.create(statement=statement, official=newsroom.make_official(), role="signed", label="King")
    with refused("published_parts_are_locked"):
        Voice.objects.bulk_create([Voice(statement=statement, official=newsroom.make_official(), role="signed")])
    for change in ({"label": "King"}, {"role": "spoken_for"}, {"country": newsroom.country("FR")}):
        with refused("published_words_are_locked"):
            statement.voices.update(**change)


def test_the_guards_of_parts_hold_however_often_they_are_asked_in_one_session():
    """PostgreSQL plans a question anew after it was asked a few times; the answer has to stay the same."""
    statement = newsroom.make_published_statement(voices=[(newsroom.make_official(), "signed")])
    others = [newsroom.make_official() for _ in range(7)]
    for other in others:
        with refused("published_parts_are_locked"):
            Voice.objects.create(statement=statement, official=other, role="signed", label="King")
        with refused("published_words_are_locked"):
            statement.voices.update(label="King")
        with refused("published_parts_are_locked"):
            statement.appearances.all().delete()
        with refused("published_words_are_locked"):
            statement.appearances.update(wording="Other words.")


def test_a_wording_is_locked_and_another_source_may_be_added():
    statement = newsroom.make_published_statement()
    for change in ({"wording": "Other words."}, {"form": "translated"}, {"is_primary": False}, {"locator": "p. 3"}):
        with refused("published_words_are_locked"):
            statement.appearances.update(**change)
    another = newsroom.make_source()
    Appearance.objects.create(statement=statement, source=another, form="paraphrase")
    assert another.publisher_id in Listing.objects.get().publishers


def test_an_added_source_is_no_second_primary_one_and_not_older_than_the_words():
    statement = newsroom.make_published_statement()
    with refused("appearance_one_is_primary", "unmark the other first"):
        Appearance.objects.create(statement=statement, source=newsroom.make_source(), form="own_words", is_primary=True)
    with refused("source_is_not_before_the_words"):
        Appearance.objects.create(
            statement=statement, source=newsroom.make_source(published_on="2024-02"), form="paraphrase"
        )
    Appearance.objects.create(statement=statement, source=newsroom.make_source("2024-03"), form="paraphrase")


@pytest.mark.parametrize("model", [Voice, Appearance])
def test_a_part_is_never_moved_to_another_statement(model):
    published, draft, other = newsroom.make_published_statement(), newsroom.make_statement(), newsroom.make_statement()
    Voice.objects.create(statement=draft, official=newsroom.make_official(), role="signed")
    Appearance.objects.create(statement=draft, source=newsroom.make_source(), form="paraphrase")
    for target in (published, other):
        with refused("part_stays_with_its_statement", "add it there"):
            model.objects.filter(statement=draft, **{"is_primary": False} if model is Appearance else {}).update(
                statement=target
            )
    with refused("published_words_are_locked"):
        published.appearances.update(statement=draft)


def test_many_rows_in_one_update_are_refused_for_the_one_that_is_locked():
    newsroom.make_published_statement()
    draft = newsroom.make_statement()
    with refused("published_words_are_locked"):
        Statement.objects.update(claim="All alike.")
    draft.refresh_from_db()
    assert draft.claim != "All alike."


# Links


def test_a_link_runs_from_the_later_statement_to_the_earlier_one():
    early, late = newsroom.make_statement(said_on="2024-01"), newsroom.make_statement(said_on="2024-02-01")
    with refused("link_runs_from_later_to_earlier", "swap the two"):
        StatementLink.objects.create(later=early, earlier=late, kind="repeats")
    link = StatementLink.objects.create(later=late, earlier=early, kind="repeats")
    with refused("link_runs_from_later_to_earlier"):
        StatementLink.objects.filter(pk=link.pk).update(later=early, earlier=late)


def test_two_statements_that_may_be_of_one_day_are_linked_either_way():
    month, day = newsroom.make_statement(said_on="2024-02"), newsroom.make_statement(said_on="2024-02-29")
    StatementLink.objects.create(later=month, earlier=day, kind="contradicts")
    StatementLink.objects.create(later=day, earlier=month, kind="contradicts")


def test_a_day_changed_after_the_link_was_made_is_seen_at_publication():
    earlier = newsroom.make_published_statement(said_on="2024-02-01")
    source = newsroom.make_source(published_on="2024-03-01")
    for role, other in (("later", "earlier"), ("earlier", "later")):
        draft = newsroom.make_statement(source=source, said_on="2024-02-01")
        StatementLink.objects.create(**{role: draft, other: earlier}, kind="repeats")
        day = "2024-01-01" if role == "later" else "2024-02-20"
        draft.said_on = day
        draft.save()
        with refused("link_runs_from_later_to_earlier", "The link with #1"):
            run_sql("UPDATE tracker_statement SET published_at = now(), slug = 'a' WHERE id = %s", draft.pk)


@pytest.mark.parametrize(
    ("rule", "fields", "legal"),
    [
        ("link_joins_two_statements", {"same": True}, {}),
        ("link_see_also_says_why", {"kind": "see_also", "note": ""}, {"kind": "see_also", "note": "Same parade."}),
        ("link_stands_once", {"twice": True}, {"kind": "retracts"}),
    ],
)
def test_a_link_says_something(rule, fields, legal):
    earlier, later = newsroom.make_statement(said_on="2024-02-01"), newsroom.make_statement()
    if fields.pop("twice", False):
        StatementLink.objects.create(later=later, earlier=earlier, kind="repeats")
    target = later if fields.pop("same", False) else earlier
    with refused(rule):
        StatementLink.objects.create(**{"later": later, "earlier": target, "kind": "repeats"} | fields)
    StatementLink.objects.create(**{"later": later, "earlier": earlier, "kind": "repeats"} | legal)


def test_a_link_with_a_draft_may_go_and_a_public_one_stays_as_it_is():
    early = newsroom.make_published_statement(said_on="2024-02-01")
    late, draft = newsroom.make_published_statement(), newsroom.make_statement()
    public = StatementLink.objects.create(later=late, earlier=early, kind="repeats")
    private = StatementLink.objects.create(later=draft, earlier=early, kind="repeats")
    with refused("published_links_are_kept"):
        StatementLink.objects.filter(pk=public.pk).update(note="Another note.")
    with refused("published_links_are_kept"):
        StatementLink.objects.filter(pk=public.pk).update(later=draft)
    private.delete()
    withdraw(late, newsroom.editor(), "A hoax.")
    with refused("published_links_are_kept"):
        public.delete()


# What stands once


def test_what_stands_here_already_is_not_added_twice():
    draft = newsroom.make_statement()
    official, topic = newsroom.make_official(), newsroom.make_topic()
    Voice.objects.create(statement=draft, official=official, role="signed")
    with refused("voice_is_named_once"):
        Voice.objects.create(statement=draft, official=official, role="spoken_for")
    with refused("appearance_source_stands_once"):
        Appearance.objects.create(statement=draft, source=draft.appearances.get().source, form="paraphrase")
    draft.topics.add(topic)
    draft.topics.add(topic)
    with refused("statement_topic_stands_once"):
        StatementTopic.objects.create(statement=draft, topic=topic)
    draft.concerns.add(newsroom.country("FR"))
    with refused("concern_names_a_country_once"):
        Concern.objects.create(statement=draft, country=newsroom.country("FR"))


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("appearance_relayed_says_by_whom", {"basis": "relayed"}, {"basis": "report"}),
        ("appearance_relayed_says_by_whom", {"basis": "report", "by": True}, {"basis": "relayed", "by": True}),
        ("appearance_wording_has_a_language", {"wording": "Not one.", "language": ""}, {"wording": "", "language": ""}),
    ],
)
def test_a_wording_says_where_it_is_from(rule, wrong, right):
    draft = newsroom.make_statement()
    origin = newsroom.make_origin()

    def appearance(by=False, **fields):
        relayed_by = origin if by else None
        return Appearance(
            statement=draft, source=newsroom.make_source(), form="paraphrase", relayed_by=relayed_by, **fields
        )

    with refused(rule):
        appearance(**wrong).save()
    appearance(**right).save()
