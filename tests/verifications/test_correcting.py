"""A published word changes only in the open: with a correction, a reason and a new version."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict

from tests import newsroom
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.models import Listing
from tracker.database.refusals import refusals_explained
from tracker.statements.models import Statement
from tracker.verifications.correcting import Change, correct, correctable_fields
from tracker.verifications.models import Correction, Version
from tracker.vocabulary import VersionReason

pytestmark = pytest.mark.django_db


def corrected(statement, what, becomes, part=None, **fields):
    made = correct(
        statement,
        by=fields.pop("by", None) or newsroom.editor(),
        reason=fields.pop("reason", "We had misread the source."),
        changes=[Change(part or statement, what, becomes)],
    )
    statement.refresh_from_db()
    return made


def test_a_wrong_claim_is_corrected_with_before_after_and_reason():
    statement = newsroom.make_published_statement(claim="No elephant stays.")
    (correction,) = corrected(statement, "claim", "No grey elephant stays.")
    assert statement.claim == "No grey elephant stays."
    assert (correction.before_words, correction.after_words) == ("No elephant stays.", "No grey elephant stays.")
    assert [line.number for line in StatementFilter(QueryDict("q=grey")).qs] == [statement.number]
    newest = statement.versions.last()
    assert (newest.number, newest.why) == (2, VersionReason.CORRECTED)
    assert newest.representation["corrections"][0]["reason"] == "We had misread the source."
    assert statement.versions.first().representation["claim"] == "No elephant stays."


def test_a_day_is_corrected_as_one_thing():
    statement = newsroom.make_published_statement(said_on=date(2024, 3, 1))
    (correction,) = corrected(statement, "said_on", "2024-02")
    assert str(statement.said_on) == "February 2024"
    assert (correction.before_words, correction.after_words) == ("1 March 2024", "February 2024")


def test_a_speaker_is_corrected_and_the_list_follows():
    statement = newsroom.make_published_statement()
    other = newsroom.make_official("Black Michael")
    corrected(statement, "speaker", other)
    assert Listing.objects.get().officials == [other.pk]


def test_a_corrected_quote_corrects_the_primary_wording_too():
    statement = newsroom.make_published_statement(quote="Not one elephant.")
    made = corrected(statement, "quote", "Not one elephant!")
    assert {correction.part for correction in made} == {"statement", "appearance"}
    assert statement.appearances.get().wording == "Not one elephant!"


def test_evidence_of_a_published_finding_is_corrected():
    statement = newsroom.make_published_statement()
    evidence = newsroom.make_published_verification(statement).evidence.get()
    corrected(statement, "note", "Seen from afar.", part=evidence)
    evidence.refresh_from_db()
    assert evidence.note == "Seen from afar."


def test_a_correction_that_would_break_a_rule_changes_nothing():
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement)
    with pytest.raises(ValidationError, match="no breaking criterion"):
        corrected(statement, "broken_if", "")
    statement.refresh_from_db()
    assert statement.broken_if
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("what", "becomes", "reason", "said"),
    [
        ("claim", "Another.", "  ", "Say what was wrong"),
        ("claim", "No elephant stays in Strelsau after the parade.", "So.", "Nothing was changed"),
        ("number", 7, "So.", "cannot be corrected"),
        ("published_at", None, "So.", "cannot be corrected"),
    ],
)
def test_a_correction_without_reason_or_change_is_refused(what, becomes, reason, said):
    statement = newsroom.make_published_statement()
    with pytest.raises(ValidationError, match=said):
        corrected(statement, what, becomes, reason=reason)


def test_only_editors_correct_and_only_what_is_public():
    statement = newsroom.make_published_statement()
    with pytest.raises(PermissionDenied):
        corrected(statement, "claim", "Another.", by=newsroom.checker())
    draft = newsroom.make_statement()
    with pytest.raises(ValidationError, match="a draft is simply changed"):
        corrected(draft, "claim", "Another.")


def test_another_statements_part_cannot_be_corrected_from_here():
    statement, other = newsroom.make_published_statement(), newsroom.make_published_statement()
    with pytest.raises(ValidationError, match="another statement"):
        corrected(statement, "claim", "Another.", part=other)


def test_the_lock_opens_for_the_told_change_only():
    """An attacker who writes a correction of his own for one field changes another, or to another text."""
    statement = newsroom.make_published_statement(claim="No elephant stays.")
    Correction.objects.create(
        statement=statement,
        part="statement",
        part_id=statement.pk,
        what="claim",
        before={"claim": "No elephant stays."},
        after={"claim": "No mouse stays."},
        reason="A pretext.",
        corrected_by=newsroom.editor(),
    )
    for change in ({"claim": "No cat stays."}, {"quote": "Nothing."}, {"claim": "No mouse stays.", "kind": "denial"}):
        with pytest.raises(ValidationError, match="locked by publication"), refusals_explained():
            Statement.objects.filter(pk=statement.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_a_correction_of_an_earlier_transaction_opens_nothing():
    statement = newsroom.make_published_statement(claim="A")
    corrected(statement, "claim", "B")
    corrected(statement, "claim", "A")
    with pytest.raises(ValidationError, match="locked by publication"), refusals_explained():
        Statement.objects.filter(pk=statement.pk).update(claim="B")


@pytest.mark.parametrize("model", [Correction, Version])
def test_corrections_and_versions_are_never_changed_or_deleted(model):
    statement = newsroom.make_published_statement()
    corrected(statement, "claim", "Another.")
    for attack in (lambda: model.objects.all().delete(), lambda: model.objects.update(id=99)):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_every_field_that_publication_locks_can_be_corrected():
    statement = newsroom.make_published_statement()
    never = {"created_by", "created_at", "published_at", "published_by", "criteria_written_at", "number", "slug"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert {"quote", "claim", "kind", "said_on", "speaker", "tenure", "reading", "check_by", "upheld_if"} <= set(
        correctable_fields(statement)
    )
    assert not never & set(correctable_fields(statement))


def test_a_cited_source_is_locked_but_what_was_empty_may_be_filled():
    statement = newsroom.make_published_statement()
    source = statement.appearances.get().source
    source.title = "Elephants leave Strelsau"
    source.gone_on = date(2024, 9, 1)
    source.save()
    source.title = "Elephants stay in Strelsau"
    with pytest.raises(ValidationError, match="“title” was locked"), refusals_explained():
        source.save()


def test_a_corrected_source_is_told_on_every_page_that_cites_it():
    statement = newsroom.make_published_statement()
    source = statement.appearances.get().source
    other = newsroom.make_published_statement(source=source, claim="Another claim.")
    corrected(statement, "published_on", "2024-03-02", part=source)
    source.refresh_from_db()
    assert str(source.published_on) == "2 March 2024"
    assert [version.why for version in other.versions.all()] == ["published", "corrected"]


def test_a_source_corrected_to_a_day_before_the_words_is_refused():
    statement = newsroom.make_published_statement(said_on=date(2024, 3, 1))
    with pytest.raises(ValidationError, match="came out before the words"):
        corrected(statement, "published_on", "2024-02-01", part=statement.appearances.get().source)


def test_the_origin_of_a_cited_source_stays_or_is_corrected():
    agency, ministry = newsroom.make_origin("Agency"), newsroom.make_origin("Ministry")
    statement = newsroom.make_published_statement(source=newsroom.make_source(origins=[agency]))
    attribution = statement.appearances.get().source.attributions.get()
    with pytest.raises(ValidationError, match="origin stays"), refusals_explained():
        attribution.delete()
    corrected(statement, "origin", ministry, part=statement.appearances.get().source.attributions.get())
    assert statement.appearances.get().source.attributions.get().origin == ministry
