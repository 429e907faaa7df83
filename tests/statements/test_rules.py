"""What a statement has to be, as a draft and to be published. Each refusal stands beside the legal neighbour."""

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
from tracker.statements.models import Appearance, Statement, Voice
from tracker.verifications.publishing import missing_for_statement, publish_statement

pytestmark = pytest.mark.django_db

SAID_ON = newsroom.SAID_ON


def columns(**fields):
    """Model fields, partial dates by their one name, as the columns that an UPDATE writes."""
    statement = Statement(**fields)
    wanted = {f"{name}{end}" for name in fields for end in ("", "_first", "_last", "_precision")}
    return {f.name: getattr(statement, f.name) for f in Statement._meta.concrete_fields if f.name in wanted}


# Draft or not: rule, what breaks it, the message, and what is nearly the same and legal.
ALWAYS = [
    (
        "statement_position_has_no_criteria",
        {"kind": "position", "upheld_if": "It rains.", "broken_if": ""},
        "A position takes no finding",
        {"kind": "position", "upheld_if": "", "broken_if": ""},
    ),
    (
        "statement_position_has_no_criteria",
        {"kind": "position", "upheld_if": "", "broken_if": "", "check_by": "2025", "check_by_basis": "editors"},
        "neither criteria nor a check-by day",
        {"kind": "assertion", "upheld_if": "", "broken_if": "", "check_by": "2025", "check_by_basis": "editors"},
    ),
    (
        "statement_check_by_has_a_basis",
        {"check_by": "2025", "check_by_basis": ""},
        "Say where the check-by day comes from",
        {"check_by": "2025", "check_by_basis": "implied"},
    ),
    (
        "statement_check_by_has_a_basis",
        {"check_by": None, "check_by_basis": "explicit"},
        "without a day leave that empty",
        {"check_by": None, "check_by_basis": ""},
    ),
    (
        "statement_check_by_after_words",
        {"check_by": "2024-02-29", "check_by_basis": "explicit"},
        "lies before the words were said",
        {"check_by": "2024-03-01", "check_by_basis": "explicit"},
    ),
    (
        "statement_check_by_after_words",
        {"said_on": "2024-W10", "check_by": "2024-03-03", "check_by_basis": "explicit"},
        "lies before the words were said",
        # Refused is only what is surely wrong: a day of the same week may be after the words.
        {"said_on": "2024-W10", "check_by": "2024-03-04", "check_by_basis": "explicit"},
    ),
    (
        "statement_quote_has_a_language",
        {"quote": "Not one.", "quote_language": ""},
        "language of the quote",
        {"quote": "", "quote_language": ""},
    ),
    (
        "statement_number_comes_with_publication",
        {"number": 17},
        "given at publication, and only then",
        {"number": None},
    ),
    (
        "statement_number_comes_with_publication",
        {"slug": "a-word"},
        "given at publication, and only then",
        {"slug": ""},
    ),
    (
        "statement_withdrawal_has_a_reason",
        {"withdrawn_at": timezone.now(), "withdrawal_reason": "A hoax."},
        "Only what is published can be withdrawn",
        {"withdrawn_at": None, "withdrawal_reason": ""},
    ),
    (
        "statement_withdrawal_has_a_reason",
        {"withdrawal_reason": "A hoax."},
        "Only what is published can be withdrawn",
        {"withdrawal_reason": ""},
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "message", "right"), ALWAYS)
def test_not_even_a_draft_is_saved_that_way(rule, wrong, message, right):
    draft = newsroom.make_statement(said_on=SAID_ON)
    with refused(rule, message):
        Statement.objects.filter(pk=draft.pk).update(**columns(**wrong))
    with refused(rule, message):
        for name, value in wrong.items():
            setattr(draft, name, value)
        draft.save()
    with refused(rule, message):
        Statement.objects.bulk_update([draft], list(columns(**wrong)))
    assert Statement.objects.filter(pk=draft.pk).update(**columns(**right)) == 1


@pytest.mark.parametrize("moment", ["published_at", "withdrawn_at"])
def test_nothing_is_born_published(moment):
    fields = {"kind": "assertion", "speaker": newsroom.make_official(), "said_on": SAID_ON, moment: timezone.now()}
    with refused("born_a_draft", "A new entry is a draft first"):
        Statement.objects.create(**fields)
    with refused("born_a_draft"):
        Statement.objects.bulk_create([Statement(**fields, number=1, slug="a")])
    Statement.objects.bulk_create([Statement(**fields | {moment: None})])


# To be published: rule, what is missing or wrong in a statement that is otherwise ready, the message, the neighbour.
TO_PUBLISH = [
    ("statement_claim_stands_when_published", {"claim": ""}, "Write the claim", {"claim": "No elephant."}),
    ("statement_says_why_selected", {"selected_because": ""}, "Say why", {"selected_because": "Why not."}),
    (
        "statement_criteria_come_first",
        {"upheld_if": "", "broken_if": ""},
        "needs criteria before it is published",
        {"upheld_if": "", "broken_if": "An elephant."},
    ),
    (
        "statement_criteria_come_first",
        {"kind": "prediction", "upheld_if": "", "broken_if": ""},
        "needs criteria before it is published",
        {"kind": "denial", "upheld_if": "", "broken_if": ""},
    ),
    (
        "speaker_has_a_label",
        {"speaker_label": ""},
        "Say in which office the speaker spoke",
        {"speaker_label": "Citizen"},
    ),
    (
        "source_is_not_before_the_words",
        {"said_on": date(2024, 3, 2)},
        "came out before the words were said",
        {"said_on": PartialDate.month(2024, 3)},
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "message", "right"), TO_PUBLISH)
def test_what_is_missing_keeps_a_draft_a_draft(rule, wrong, message, right):
    source = newsroom.make_source(published_on=date(2024, 3, 1))
    draft = newsroom.make_statement(source=source, **wrong)
    with refused(rule, message):
        publish(draft)
    assert any(message in missing for missing in missing_for_statement(draft))
    Statement.objects.filter(pk=draft.pk).update(**columns(**right))
    publish(draft)
    draft.refresh_from_db()
    assert draft.number == 1


def publish(draft):
    """As somebody would who knows only the database."""
    return run_sql("UPDATE tracker_statement SET published_at = now(), slug = 'a-word' WHERE id = %s", draft.pk)


def test_no_statement_without_a_source():
    draft = newsroom.make_statement()
    draft.appearances.update(is_primary=False)
    with refused("no_statement_without_a_source", "mark one as primary"):
        publish(draft)
    draft.appearances.all().delete()
    with refused("no_statement_without_a_source", "add the source that carries it"):
        publish(draft)
    Appearance.objects.create(
        statement=draft,
        source=newsroom.make_source(),
        is_primary=True,
        form="own_words",
        wording=draft.quote,
        language="en",
    )
    assert publish(draft) == 1


def test_a_source_of_unknown_day_or_of_a_day_that_may_fit_is_no_obstacle():
    for number, published_on in enumerate((None, "2024-03", "2024-02-28/2024-03-02")):
        source = newsroom.make_source(published_on=published_on, title=f"Title {number}")
        assert publish(newsroom.make_statement(source=source, said_on="2024-03-02")) == 1


@pytest.mark.parametrize(
    ("form", "quote", "wording", "said"),
    [
        ("own_words", "", "Not one.", "the quote has to stand here"),
        ("translated", "", "Not one.", "the quote has to stand here"),
        ("paraphrase", "Not one.", "Not one.", "so there is no quote"),
        ("own_words", "Not one.", "Not one!", "letter for letter"),
        ("own_words", "Not one.", "Not one. ", "letter for letter"),
    ],
)
def test_the_quote_is_what_the_primary_source_prints(form, quote, wording, said):
    draft = newsroom.make_statement()
    Statement.objects.filter(pk=draft.pk).update(quote=quote, quote_language="en" if quote else "")
    draft.appearances.update(form=form, wording=wording, language="en")
    with refused("quote_is_letter_for_letter" if "letter" in said else "quote_is_printed", said):
        publish(draft)
    legal = "" if form == "paraphrase" else wording
    Statement.objects.filter(pk=draft.pk).update(quote=legal, quote_language="en" if legal else "")
    assert publish(draft) == 1


def test_the_quote_has_the_language_of_the_primary_wording():
    draft = newsroom.make_statement()
    draft.appearances.update(language="de")
    with refused("quote_is_letter_for_letter"):
        publish(draft)


def test_the_day_has_begun_elsewhere_first():
    """At ten in the morning UTC it is tomorrow already on Kiritimati; the day after is the future everywhere."""
    furthest = (timezone.now() + timedelta(hours=14)).date()
    source = newsroom.make_source(published_on=None)
    assert publish(newsroom.make_statement(source=source, said_on=furthest)) == 1
    with refused("said_in_the_past"):
        publish(
            newsroom.make_statement(source=newsroom.make_source(published_on=None), said_on=furthest + timedelta(1))
        )


def test_an_institution_speaks_without_an_office():
    institution = newsroom.make_official("Ministry of Elephants", kind="institution")
    assert publish(newsroom.make_statement(speaker=institution, speaker_label="")) == 1


@pytest.mark.parametrize("whose", ["speaker", "voice"])
def test_a_tenure_chosen_has_to_be_that_officials_and_cover_the_day(whose):
    draft = newsroom.make_statement(said_on=SAID_ON)
    voice = Voice.objects.create(
        statement=draft, official=newsroom.make_official("Flavia"), role="signed", label="Queen"
    )
    official = {"speaker": draft.speaker, "voice": voice.official}[whose]
    target = {"speaker": Statement.objects.filter(pk=draft.pk), "voice": Voice.objects.filter(pk=voice.pk)}[whose]
    target.update(tenure=newsroom.make_tenure(newsroom.make_official()))
    with refused(f"tenure_is_the_{whose}s", "another official’s"):
        publish(draft)
    target.update(tenure=newsroom.make_tenure(official, started_on="2010", ended_on="2024-02-29"))
    with refused("tenure_covers_the_day", "did not cover the day"):
        publish(draft)
    target.update(tenure=newsroom.make_tenure(official, started_on="2024-03-02"))
    with refused("tenure_covers_the_day"):
        publish(draft)
    target.update(tenure=newsroom.make_tenure(official, started_on="2010", ended_on="2024"))
    assert publish(draft) == 1


def test_the_speaker_is_no_voice_of_his_own_words():
    draft = newsroom.make_statement()
    voice = Voice.objects.create(statement=draft, official=draft.speaker, role="signed", label="Minister")
    with refused("voice_is_another", "cannot be a voice"):
        publish(draft)
    Voice.objects.filter(pk=voice.pk).update(official=newsroom.make_official())
    assert publish(draft) == 1


def test_a_persons_voice_has_an_office_and_an_institutions_needs_none():
    draft = newsroom.make_statement()
    voice = Voice.objects.create(statement=draft, official=newsroom.make_official("Flavia"), role="signed")
    with refused("voice_has_a_label", "in which office Flavia speaks here"):
        publish(draft)
    voice.official = newsroom.make_official("Council", kind="institution")
    voice.save()
    assert publish(draft) == 1


def test_words_changed_in_the_very_update_that_publishes_are_judged_as_changed():
    draft = newsroom.make_statement()
    change = "UPDATE tracker_statement SET published_at = now(), slug = 'a', {} WHERE id = %s"
    with refused("quote_is_letter_for_letter"):
        run_sql(change.format("quote = 'Something else.'"), draft.pk)
    with refused("statement_criteria_come_first"):
        run_sql(change.format("upheld_if = '', broken_if = ''"), draft.pk)
    with refused("source_is_not_before_the_words", "lies in the future"):
        run_sql(change.format("said_on_first = '2199-01-01', said_on_last = '2199-01-01'"), draft.pk)
    assert run_sql(change.format("claim = 'Another claim.'"), draft.pk) == 1


FAULTS = {
    "no claim": lambda draft: change(draft, claim=""),
    "no reason": lambda draft: change(draft, selected_because=""),
    "no criteria": lambda draft: change(draft, upheld_if="", broken_if=""),
    "no label": lambda draft: change(draft, speaker_label=""),
    "in the future": lambda draft: change(draft, said_on="2199"),
    "no source": lambda draft: draft.appearances.all().delete(),
    "other words": lambda draft: change(draft, quote="Something else.", quote_language="en"),
    "no words": lambda draft: change(draft, quote="", quote_language=""),
    "own voice": lambda draft: Voice.objects.create(statement=draft, official=draft.speaker, role="signed", label="X"),
    "old source": lambda draft: Appearance.objects.create(
        statement=draft, source=newsroom.make_source(published_on="1999"), form="paraphrase"
    ),
}


def change(draft, **fields):
    Statement.objects.filter(pk=draft.pk).update(**columns(**fields))


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(FAULTS)), max_size=5))
def test_the_list_of_what_is_missing_is_what_the_database_refuses(faults):
    """The desk's list, the refused publication and the database's own refusal are one: nothing is missing exactly
    when the publication succeeds, and all is said at once."""
    with transaction.atomic():
        draft = newsroom.make_statement()
        for fault in sorted(faults):
            FAULTS[fault](draft)
        draft.refresh_from_db()
        missing = missing_for_statement(draft)
        assert bool(missing) == bool(faults)
        if missing:
            with pytest.raises(ValidationError) as desk:
                publish_statement(draft, by=newsroom.editor())
            assert desk.value.messages == missing
            with pytest.raises(ValidationError) as database, refusals_explained():
                publish(draft)
            assert set(database.value.messages) <= set(missing)
        else:
            assert publish_statement(draft, by=newsroom.editor()).number
        transaction.set_rollback(True)


def test_seven_faults_are_named_together():
    draft = newsroom.make_statement()
    for fault in ("no claim", "no reason", "no criteria", "no label", "in the future", "own voice", "no source"):
        FAULTS[fault](draft)
    draft.refresh_from_db()
    assert len(missing_for_statement(draft)) == 7
