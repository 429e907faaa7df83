"""The words with a fixed meaning: each is defined, and labels follow the kind of the statement."""

import pytest
from django.apps import apps
from django.db import models

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker import vocabulary
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.vocabulary import (
    DECIDING_FINDINGS,
    INTERIM_FINDINGS,
    TERMINAL_FINDINGS,
    Finding,
    Kind,
    LinkKind,
    PartlyBecause,
    Status,
    finding_label,
    status_label,
)

VOCABULARIES = [
    words
    for words in vars(vocabulary).values()
    if isinstance(words, type) and issubclass(words, vocabulary.Vocabulary) and words is not vocabulary.Vocabulary
]


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.__name__)
def test_every_word_has_a_label_and_a_definition_of_one_sentence_or_two(words):
    for word in words:
        assert str(word.label).strip()
        assert str(word.definition).endswith("."), word
        assert str(word.definition)[0].isupper(), word


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.POSITION])
def test_findings_that_end_the_matter_have_their_own_words_for_each_kind(kind):
    labels = [str(finding_label(finding, kind)) for finding in TERMINAL_FINDINGS]
    assert len(set(labels)) == len(TERMINAL_FINDINGS)
    assert not set(labels) & {"Upheld", "Partly upheld"}


def test_a_broken_denial_reads_contradicted_and_a_kept_promise_kept():
    assert finding_label(Finding.BROKEN, Kind.DENIAL) == "Contradicted"
    assert status_label(Status.UPHELD, Kind.COMMITMENT) == "Kept"
    assert status_label(Status.DUE, Kind.COMMITMENT) == "Awaiting our check"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.POSITION])
def test_what_held_in_part_is_named_by_the_part_where_it_is_known(kind):
    labels = {str(finding_label(Finding.PARTLY_UPHELD, kind, which)) for which in PartlyBecause}
    assert len(labels) == len(PartlyBecause)
    assert str(finding_label(Finding.PARTLY_UPHELD, kind)) not in labels - {"Right in part"}
    assert finding_label(Finding.PARTLY_UPHELD, Kind.COMMITMENT, "late") == "Kept late"


def test_each_finding_either_ends_the_matter_or_is_interim_and_reopened_decides_too():
    assert set(TERMINAL_FINDINGS) | set(INTERIM_FINDINGS) == set(Finding)
    assert not set(TERMINAL_FINDINGS) & set(INTERIM_FINDINGS)
    assert set(DECIDING_FINDINGS) - set(TERMINAL_FINDINGS) == {Finding.REOPENED}


def test_every_terminal_finding_is_a_status_under_the_same_value_and_tone():
    for finding in TERMINAL_FINDINGS:
        assert (Status(finding.value).tone, Status(finding.value).label) == (finding.tone, finding.label)


def test_every_link_has_its_word_seen_from_the_earlier_statement():
    assert set(vocabulary.LINK_SEEN_FROM_EARLIER) == set(LinkKind)


def _fields_of_words():
    models_of_record = [m for m in apps.get_app_config("tracker").get_models() if not m.__name__.endswith("Event")]
    for model in models_of_record:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField) and field.choices:
                yield pytest.param(model, field, id=f"{model.__name__}.{field.name}")


FIELDS_OF_WORDS = list(_fields_of_words())


@pytest.mark.parametrize(("model", "field"), FIELDS_OF_WORDS)
def test_every_column_of_words_is_long_enough_for_the_longest_one(model, field):
    assert max(len(value) for value, _ in field.flatchoices) <= field.max_length


@pytest.mark.parametrize(("model", "field"), FIELDS_OF_WORDS)
def test_the_database_knows_every_words_column(model, field):
    """A word that no page knows cannot come in by a script either: one check a column (the catalogue is derived)."""
    if model.__module__ == "tracker.catalogue.models":
        return
    checked = " ".join(str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
    assert f"'{field.name}" in checked
    assert field.name.endswith("_precision") or any(
        c.name.endswith(f"_{field.name}_is_a_word") for c in model._meta.constraints
    )


@pytest.mark.django_db
def test_a_word_outside_the_vocabulary_is_refused_however_it_comes():
    draft = newsroom.make_statement()
    verification = newsroom.make_verification(newsroom.make_published_statement())
    with refused("statement_kind_is_a_word", "“kind” is one of: commitment, prediction"):
        Statement.objects.filter(pk=draft.pk).update(kind="promise")
    with refused("verification_finding_is_a_word"):
        run_sql("UPDATE tracker_verification SET finding = 'false' WHERE id = %s", verification.pk)
    with refused("verification_confidence_is_a_word"):
        Verification.objects.bulk_update([_with(verification, confidence="total")], ["confidence"])
    Statement.objects.filter(pk=draft.pk).update(kind=Kind.PREDICTION)


def _with(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row
