"""Which findings a follow-up cannot come to: the form says what publication would refuse, in the same words."""

from itertools import product

import pytest

from tests import newsroom
from tracker.partial_dates import PartialDate
from tracker.verifications.models import Evidence
from tracker.verifications.possible import (
    AGAINST_IS_LATER,
    BEFORE_THE_WORDS,
    FOR_IS_LATER,
    NEEDS_AGAINST,
    NEEDS_FOR,
    NO_BREAKING_CRITERION,
    NO_CRITERIA,
    Proof,
    impossible_findings,
)
from tracker.verifications.publishing import missing_for_verification
from tracker.vocabulary import Finding, Kind, Stance

pytestmark = pytest.mark.django_db

BEFORE, AFTER = PartialDate.parse("1 Feb 2024"), PartialDate.parse("1 Apr 2024")
LATER = PartialDate.parse("1 May 2024")
# What somebody may have found: nothing, or one source of a stance, on an event of a day, out on a day.
FOUND = [
    (),
    (Proof(Stance.CONTEXT, None, AFTER),),
    (Proof(Stance.FOR, None, AFTER),),
    (Proof(Stance.AGAINST, None, AFTER),),
    (Proof(Stance.FOR, LATER, None), Proof(Stance.AGAINST, None, LATER)),
]
REASONS = {
    str(reason)
    for reason in (
        NO_CRITERIA,
        NO_BREAKING_CRITERION,
        BEFORE_THE_WORDS,
        NEEDS_FOR,
        NEEDS_AGAINST,
        FOR_IS_LATER,
        AGAINST_IS_LATER,
    )
}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.POSITION])
@pytest.mark.parametrize("criteria", [("", ""), ("It stays.", ""), ("", "It leaves."), ("It stays.", "It leaves.")])
def test_the_form_says_what_publication_refuses(kind, criteria):
    if kind in (Kind.COMMITMENT, Kind.PREDICTION) and not any(criteria):
        criteria = ("It stays.", "It leaves.")
    upheld_if, broken_if = criteria
    statement = newsroom.make_published_statement(kind=kind, upheld_if=upheld_if, broken_if=broken_if)
    for public_on, found in product((BEFORE, AFTER), FOUND):
        reasons = impossible_findings(statement, public_on, found)
        for finding in (Finding.UPHELD, Finding.BROKEN, Finding.NO_CHANGE, Finding.UNDETERMINED):
            told, refused = reasons.get(finding), _refused(statement, finding, public_on, found)
            assert (told in refused) if told else not (refused & REASONS), (finding, public_on, found, refused)


def _refused(statement, finding, public_on, found):
    """What publication says of such an entry."""
    verification = newsroom.make_verification(statement, finding, public_on=public_on, evidence=[])
    for proof in found:
        source = newsroom.make_source(published_on=proof.came_out_on)
        Evidence.objects.create(
            verification=verification, source=source, stance=proof.stance, happened_on=proof.happened_on
        )
    refused = set(missing_for_verification(verification))
    verification.evidence.all().delete()
    verification.delete()
    return refused


def test_a_position_takes_no_finding():
    statement = newsroom.make_published_statement(kind=Kind.POSITION)
    assert set(impossible_findings(statement, AFTER, FOUND[2])) == set(Finding)
    verification = newsroom.make_verification(statement, Finding.NO_CHANGE)
    reason = impossible_findings(statement, AFTER, ())[Finding.NO_CHANGE]
    assert reason in missing_for_verification(verification)


def test_what_is_not_known_yet_refuses_nothing():
    statement = newsroom.make_published_statement()
    assert Finding.UPHELD not in impossible_findings(statement, None, [Proof(Stance.FOR)])
