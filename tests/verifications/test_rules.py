"""What a verification has to be, as a draft and to be published: evidence, days, confidence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker.database.refusals import refusals_explained
from tracker.partial_dates import PartialDate
from tracker.statements.models import Statement
from tracker.verifications.models import LOCKED_ENTRY, Evidence, Verification
from tracker.verifications.publishing import missing_for_verification, publish_statement, publish_verification, withdraw
from tracker.vocabulary import INTERIM_FINDINGS, Finding

pytestmark = pytest.mark.django_db

PUBLIC_ON = date(2024, 4, 1)


def publish(entry):
    """As somebody would who knows only the database."""
    return run_sql(
        "UPDATE tracker_verification SET published_at = now(), published_by_id = %s WHERE id = %s",
        newsroom.editor().pk,
        entry.pk,
    )


def columns(**fields):
    entry = Verification(**fields)
    wanted = {f"{name}{end}" for name in fields for end in ("", "_first", "_last", "_precision")}
    return {f.name: getattr(entry, f.name) for f in Verification._meta.concrete_fields if f.name in wanted}


def change(entry, **fields):
    return Verification.objects.filter(pk=entry.pk).update(**columns(**fields))


ALWAYS = [
    (
        "verification_postponed_carries_the_day",
        {"finding": "postponed", "new_check_by": None},
        "needs the new day",
        {"finding": "postponed", "new_check_by": "2026"},
    ),
    (
        "verification_postponed_carries_the_day",
        {"finding": "no_change", "new_check_by": "2026"},
        "no other finding carries one",
        {"finding": "no_change", "new_check_by": None},
    ),
    (
        "verification_partly_says_which",
        {"finding": "partly_upheld", "partly_because": ""},
        "names which",
        {"finding": "partly_upheld", "partly_because": "late"},
    ),
    (
        "verification_partly_says_which",
        {"finding": "upheld", "partly_because": "part"},
        "No other finding does",
        {"finding": "upheld", "partly_because": ""},
    ),
    (
        "verification_withdrawal_has_a_reason",
        {"withdrawn_at": timezone.now(), "withdrawal_reason": "A hoax."},
        "Only what is published",
        {"withdrawn_at": None, "withdrawal_reason": ""},
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "message", "right"), ALWAYS)
def test_not_even_a_draft_is_saved_that_way(rule, wrong, message, right):
    entry = newsroom.make_verification(newsroom.make_published_statement())
    with refused(rule, message):
        change(entry, **wrong)
    with refused(rule, message):
        for name, value in wrong.items():
            setattr(entry, name, value)
        entry.save()
    assert change(entry, **right) == 1


def test_no_entry_is_born_published():
    statement = newsroom.make_published_statement()
    fields = {"statement": statement, "finding": "no_change", "public_on": PUBLIC_ON, "author": newsroom.checker()}
    for moment in ("published_at", "withdrawn_at"):
        with refused("born_a_draft"):
            Verification.objects.bulk_create([Verification(**fields, **{moment: timezone.now()})])
    Verification.objects.bulk_create([Verification(**fields)])


TO_PUBLISH = [
    ("verification_says_what_happened", {"summary": ""}, "Sum up in one sentence", {"summary": "Seen."}),
    (
        "verification_says_how_sure",
        {"confidence": "", "confidence_reason": ""},
        "how sure",
        {"confidence": "medium", "confidence_reason": "One."},
    ),
    (
        "verification_medium_has_a_reason",
        {"confidence_reason": ""},
        "Medium confidence needs its reason",
        {"confidence_reason": "One origin."},
    ),
    (
        "high_needs_two_origins",
        {"confidence": "high", "confidence_reason": ""},
        "needs two origins",
        {"confidence": "high", "confidence_reason": "Police record."},
    ),
    (
        "verification_says_what_was_searched",
        {"finding": "undetermined"},
        "need what was searched",
        {"finding": "undetermined", "searched": "The archive."},
    ),
    (
        "verification_says_what_was_searched",
        {"finding": "void"},
        "need what was searched",
        {"finding": "void", "searched": "The archive."},
    ),
    ("public_before_published", {"public_on": "2199"}, "after our publication", {"public_on": "2024-05"}),
    (
        "public_after_the_words",
        {"public_on": "2024-02-29"},
        "What was public before the words",
        {"public_on": "2024-04-01"},
    ),
    ("finding_needs_evidence", {"finding": "upheld"}, "needs evidence for the claim", {"finding": "broken"}),
    (
        "finding_needs_evidence",
        {"finding": "partly_upheld", "partly_because": "late"},
        "needs evidence for the claim",
        {"finding": "broken", "partly_because": ""},
    ),
    (
        "new_day_after_the_words",
        {"finding": "postponed", "new_check_by": "2024-02"},
        "new day lies before the words",
        {"finding": "postponed", "new_check_by": "2024-03"},
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "message", "right"), TO_PUBLISH)
def test_what_is_missing_keeps_an_entry_a_draft(rule, wrong, message, right):
    entry = newsroom.make_verification(newsroom.make_published_statement(), evidence=["against"], public_on=PUBLIC_ON)
    change(entry, **wrong)
    with refused(rule, message):
        publish(entry)
    entry.refresh_from_db()
    assert any(message in missing for missing in missing_for_verification(entry))
    change(entry, **right)
    assert publish(entry) == 1


@pytest.mark.parametrize(("finding", "stance", "other"), [("upheld", "for", "against"), ("broken", "against", "for")])
def test_a_finding_needs_evidence_of_its_own_stance(finding, stance, other):
    entry = newsroom.make_verification(newsroom.make_published_statement(), finding, evidence=[other, "context"])
    with refused("finding_needs_evidence", f"evidence {stance} the claim"):
        publish(entry)
    newsroom.make_evidence(entry, stance)
    assert publish(entry) == 1


@pytest.mark.parametrize("finding", [f for f in INTERIM_FINDINGS if f != Finding.POSTPONED])
def test_an_interim_entry_needs_no_evidence(finding):
    assert publish(newsroom.make_verification(newsroom.make_published_statement(), finding, evidence=[])) == 1


def test_a_search_that_found_nothing_needs_no_evidence_but_its_description():
    assert publish(newsroom.make_verification(newsroom.make_published_statement(), "undetermined", evidence=[])) == 1


def test_an_entry_is_of_what_is_public():
    draft = newsroom.make_statement()
    entry = newsroom.make_verification(draft)
    with refused("verification_of_what_is_public", "publish it first"):
        publish(entry)
    withdrawn = publish_statement(draft, newsroom.editor())
    withdraw(withdrawn, newsroom.editor(), "A hoax.")
    with refused("verification_of_what_is_public"):
        publish(entry)


def test_a_draft_entry_may_move_to_another_statement_and_publishes_there():
    one, other = newsroom.make_published_statement(), newsroom.make_published_statement()
    entry = newsroom.make_verification(one)
    assert run_sql(
        "UPDATE tracker_verification SET statement_id = %s, published_at = now(), published_by_id = %s WHERE id = %s",
        other.pk, newsroom.editor().pk, entry.pk,
    ) == 1  # fmt: skip
    other.listing.refresh_from_db()
    assert (one.listing.finding, other.listing.finding) == ("", "broken")


def test_an_entry_moved_to_a_draft_in_the_update_that_publishes_it_is_refused():
    draft = newsroom.make_statement()
    entry = newsroom.make_verification(newsroom.make_published_statement())
    with refused("verification_of_what_is_public"):
        change = "statement_id = %s, published_at = now(), published_by_id = %s"
        sql = f"UPDATE tracker_verification SET {change} WHERE id = %s"  # noqa: S608
        run_sql(sql, draft.pk, newsroom.editor().pk, entry.pk)


@pytest.mark.parametrize("finding", list(Finding))
def test_a_position_takes_no_finding_not_even_an_interim_one(finding):
    position = newsroom.make_published_statement(kind="position")
    with refused("position_takes_no_finding", "log the later words and link them"):
        publish(newsroom.make_verification(position, finding))


@pytest.mark.parametrize(
    ("finding", "upheld_if", "broken_if", "is_refused"),
    [
        ("broken", "", "", True),
        ("broken", "It leaves.", "", True),
        ("broken", "", "It stays.", False),
        ("upheld", "", "", True),
        ("upheld", "", "It stays.", False),
        ("partly_upheld", "", "", True),
        ("partly_upheld", "It leaves.", "", False),
        ("undetermined", "", "", False),
        ("void", "", "", False),
        ("no_change", "", "", False),
    ],
)
def test_criteria_come_before_the_finding_that_is_measured_by_them(finding, upheld_if, broken_if, is_refused):
    statement = newsroom.make_published_statement(kind="assertion", upheld_if=upheld_if, broken_if=broken_if)
    entry = newsroom.make_verification(statement, finding)
    if is_refused:
        with refused("finding_needs_criteria", "first"):
            publish(entry)
        Statement.objects.filter(pk=statement.pk).update(broken_if="It stays.")  # an empty criterion may be filled
    assert publish(entry) == 1


# Days


def test_the_fact_was_not_public_before_its_evidence():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement, evidence=[], public_on=PUBLIC_ON)
    newsroom.make_evidence(entry, source=newsroom.make_source(published_on="2024-04-02"))
    newsroom.make_evidence(entry, "context", source=newsroom.make_source(published_on="2024-03-20"))
    with refused("public_with_its_evidence", "Nothing against the claim had happened and was out"):
        publish(entry)
    change(entry, public_on=PartialDate.month(2024, 4))  # may be: a rule refuses only what is surely wrong
    assert publish(entry) == 1


def test_the_fact_was_not_public_before_it_happened():
    entry = newsroom.make_verification(newsroom.make_published_statement(), evidence=[], public_on=PUBLIC_ON)
    newsroom.make_evidence(entry, source=newsroom.make_source(published_on=None), happened_on="2024-04-02")
    with refused("public_with_its_evidence"):
        publish(entry)
    change(entry, public_on="2024-04-02")
    assert publish(entry) == 1


def test_one_source_that_was_out_then_is_enough_and_a_later_one_may_stand_beside_it():
    entry = newsroom.make_verification(newsroom.make_published_statement(), evidence=[], public_on=PUBLIC_ON)
    newsroom.make_evidence(entry, source=newsroom.make_source(published_on="2024-05-01"))
    newsroom.make_evidence(entry, source=newsroom.make_source(published_on="2024-04"))
    assert publish(entry) == 1


def test_a_source_does_not_report_what_had_not_happened():
    entry = newsroom.make_verification(newsroom.make_published_statement(), evidence=[], public_on="2024-04")
    proof = newsroom.make_evidence(entry, source=newsroom.make_source("2024-04-10"), happened_on="2024-04-11")
    with refused("source_is_not_before_the_event", "before the event that it is said to report"):
        publish(entry)
    proof.happened_on = "2024-04-10/2024-04-11"
    proof.save()
    assert publish(entry) == 1


@pytest.mark.parametrize(
    ("kind", "stance", "is_refused"),
    [
        ("commitment", "against", True),
        ("prediction", "against", True),
        ("commitment", "context", False),
        ("assertion", "against", False),
        ("denial", "against", False),
    ],
)
def test_what_was_out_before_the_words_decides_only_about_facts(kind, stance, is_refused):
    statement = newsroom.make_published_statement(kind=kind, said_on="2024-03-01")
    entry = newsroom.make_verification(statement, evidence=["against"], public_on=PUBLIC_ON)
    newsroom.make_evidence(entry, stance, source=newsroom.make_source(published_on="2024-02-29"))
    if is_refused:
        with refused("evidence_comes_after_the_words", "it can be context"):
            publish(entry)
    else:
        assert publish(entry) == 1


def test_a_fact_may_have_been_public_before_the_words_that_deny_it():
    statement = newsroom.make_published_statement(kind="denial")
    entry = newsroom.make_verification(statement, public_on="2023-06-01")
    assert publish(entry) == 1


def test_a_day_that_has_begun_somewhere_is_not_the_future():
    furthest = (timezone.now() + timedelta(hours=14)).date()
    statement = newsroom.make_published_statement()
    assert publish(newsroom.make_verification(statement, "no_change", public_on=furthest)) == 1
    with refused("public_before_published"):
        publish(newsroom.make_verification(statement, "no_change", public_on=furthest + timedelta(1)))


# Origins


def evidence_by(entry, stance, *origins):
    return newsroom.make_evidence(
        entry, stance, source=newsroom.make_source(published_on=entry.public_on, origins=origins)
    )


def test_accounts_of_one_origin_count_as_one():
    agency, other = newsroom.make_origin(), newsroom.make_origin()
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement, evidence=[], confidence="high", confidence_reason="")
    evidence_by(entry, "against", agency)
    evidence_by(entry, "against", agency)
    evidence_by(entry, "for", other)
    evidence_by(entry, "context", other)
    with refused("high_needs_two_origins", "name the primary record or whose admission"):
        publish(entry)
    evidence_by(entry, "against", other)
    assert publish(entry) == 1


def test_a_source_without_origin_stands_for_itself_once():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement, evidence=[], confidence="high", confidence_reason="")
    proof = evidence_by(entry, "against")
    Evidence.objects.create(verification=entry, source=proof.source, stance="against", excerpt="The same again.")
    with refused("high_needs_two_origins"):
        publish(entry)
    evidence_by(entry, "against")
    assert publish(entry) == 1


def test_a_speaker_who_repeats_himself_is_no_evidence():
    speaker = newsroom.make_official(origin=newsroom.make_origin("Rudolf himself"))
    statement = newsroom.make_published_statement(speaker=speaker)
    entry = newsroom.make_verification(statement, "upheld", evidence=[])
    evidence_by(entry, "for", speaker.origin)
    evidence_by(entry, "for", speaker.origin)
    with refused("repeating_is_no_evidence", "repeating himself or herself"):
        publish(entry)
    evidence_by(entry, "for", speaker.origin, newsroom.make_origin())
    assert publish(entry) == 1


def test_a_speakers_own_account_is_not_the_second_origin_for_the_claim_but_an_admission_against_it():
    speaker = newsroom.make_official(origin=newsroom.make_origin("Rudolf himself"))
    agency = newsroom.make_origin()
    statement = newsroom.make_published_statement(speaker=speaker)
    for finding, stance, is_refused in (("upheld", "for", True), ("broken", "against", False)):
        entry = newsroom.make_verification(statement, finding, evidence=[], confidence="high", confidence_reason="")
        evidence_by(entry, stance, speaker.origin)
        evidence_by(entry, stance, agency)
        if is_refused:
            with refused("high_needs_two_origins"):
                publish(entry)
        else:
            assert publish(entry) == 1


def test_sources_of_a_speaker_without_an_origin_of_his_own_all_count():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement, "upheld", evidence=[], confidence="high", confidence_reason="")
    evidence_by(entry, "for")
    evidence_by(entry, "for", newsroom.make_origin())
    assert publish(entry) == 1


# Locks


FULL = {
    "reasoning": "So.",
    "searched": "There.",
    "confidence": "medium",
    "confidence_reason": "One origin.",
}
OTHER = {
    "finding": "upheld",
    "partly_because": "late",
    "public_on_first": date(2024, 1, 1),
    "public_on_last": date(2024, 12, 31),
    "public_on_precision": "between",
    "new_check_by_first": date(2024, 1, 1),
    "new_check_by_last": date(2024, 1, 1),
    "new_check_by_precision": "day",
    "summary": "Another.",
    "reasoning": "Another.",
    "searched": "Another.",
    "confidence": "high",
    "confidence_reason": "Another.",
    "created_at": timezone.now(),
    "published_at": None,
    "is_single_handed": True,
}


@pytest.mark.parametrize("column", LOCKED_ENTRY)
def test_publication_locks(column):
    statement = newsroom.make_published_statement()
    entry = newsroom.make_published_verification(statement, **FULL)
    others = {
        "id": lambda: entry.pk + 1000,
        "statement_id": lambda: newsroom.make_published_statement().pk,
        "author_id": lambda: newsroom.editor().pk,
        "published_by_id": lambda: newsroom.checker().pk,
    }
    value = others[column]() if column in others else OTHER[column]
    with refused("published_words_are_locked", "locked by publication"):
        run_sql(f"UPDATE tracker_verification SET {column} = %s WHERE id = %s", value, entry.pk)  # noqa: S608


def test_every_column_is_locked_or_is_known_to_stay_open():
    stays_open = {"submitted_at", "review_note", "withdrawn_at", "withdrawal_reason"}
    assert {f.column for f in Verification._meta.concrete_fields} - stays_open == set(LOCKED_ENTRY)


def test_evidence_is_locked_with_its_entry():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_published_verification(statement)
    draft = newsroom.make_verification(statement)
    proof, another = entry.evidence.get(), draft.evidence.get()
    for _ in range(7):  # the plan of a question changes after it was asked a few times; the answer must not
        with refused("published_evidence_is_locked", "add a new verification instead"):
            newsroom.make_evidence(entry)
        with refused("published_evidence_is_locked"):
            proof.delete()
        with refused("published_words_are_locked"):
            Evidence.objects.filter(pk=proof.pk).update(stance="for")
    with refused("published_evidence_is_locked"):
        Evidence.objects.filter(pk=another.pk).update(verification=entry)
    with refused("published_words_are_locked"):
        Evidence.objects.filter(pk=proof.pk).update(verification=draft)
    with refused("published_evidence_is_locked"):
        Evidence.objects.all()._raw_delete("default")
    another.delete()


@pytest.mark.parametrize("way", ["instance", "queryset", "raw", "sql"])
def test_a_published_entry_is_never_deleted_and_a_draft_is(way):
    statement = newsroom.make_published_statement()
    published = newsroom.make_published_verification(statement, "no_change", evidence=[])
    draft = newsroom.make_verification(statement, "no_change")

    def delete(entry):
        rows = Verification.objects.filter(pk=entry.pk)
        ways = {
            "instance": entry.delete,
            "queryset": rows.delete,
            "raw": lambda: rows._raw_delete("default"),
            "sql": lambda: run_sql("DELETE FROM tracker_verification WHERE id = %s", entry.pk),
        }
        ways[way]()

    with refused("published_is_kept", "withdraw it with a reason instead"):
        delete(published)
    withdraw(published, newsroom.editor(), "A hoax.")
    with refused("published_is_kept"):
        delete(published)
    delete(draft)
    assert Verification.objects.get() == published


def test_a_draft_goes_with_its_evidence():
    entry = newsroom.make_verification(newsroom.make_published_statement())
    entry.delete()
    assert not Evidence.objects.exists()


def test_a_withdrawal_of_an_entry_is_final_and_has_its_reason():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_published_verification(statement)
    with refused("verification_withdrawal_has_a_reason"):
        Verification.objects.filter(pk=entry.pk).update(withdrawn_at=timezone.now())
    withdraw(entry, newsroom.editor(), "A hoax.")
    with refused("withdrawal_is_final"):
        Verification.objects.filter(pk=entry.pk).update(withdrawn_at=None, withdrawal_reason="")
    statement.listing.refresh_from_db()
    assert statement.listing.finding == ""


def test_an_ending_is_published_by_another_than_its_author_also_by_sql():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement, author=newsroom.editor())
    with refused("verification_ending_is_published_by_another", "someone other than its author"):
        publish(entry)
    with refused("verification_ending_is_published_by_another"):
        run_sql("UPDATE tracker_verification SET published_at = now() WHERE id = %s", entry.pk)
    change(entry, finding="no_change")
    assert publish(entry) == 1


# All at once


FAULTS = {
    "no summary": lambda entry: change(entry, summary=""),
    "no confidence": lambda entry: change(entry, confidence="", confidence_reason=""),
    "in the future": lambda entry: change(entry, public_on="2199"),
    "no evidence": lambda entry: entry.evidence.all().delete(),
    "old evidence": lambda entry: newsroom.make_evidence(entry, source=newsroom.make_source("1999")),
    "early source": lambda entry: newsroom.make_evidence(
        entry, "context", source=newsroom.make_source("2024-03-10"), happened_on="2024-03-11"
    ),
    "withdrawn": lambda entry: withdraw(entry.statement, newsroom.editor(), "A hoax."),
}


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(sorted(FAULTS)), max_size=4))
def test_the_list_of_what_is_missing_is_what_the_database_refuses(faults):
    with transaction.atomic():
        entry = newsroom.make_verification(newsroom.make_published_statement())
        for fault in sorted(faults, reverse=True):
            FAULTS[fault](entry)
        entry.refresh_from_db()
        missing = missing_for_verification(entry)
        assert bool(missing) == bool(faults)
        if missing:
            with pytest.raises(ValidationError) as desk:
                publish_verification(entry, newsroom.editor())
            assert desk.value.messages == missing
            with pytest.raises(ValidationError) as database, refusals_explained():
                publish(entry)
            assert set(database.value.messages) <= set(missing)
        else:
            assert publish_verification(entry, newsroom.editor()).published_at
        transaction.set_rollback(True)
