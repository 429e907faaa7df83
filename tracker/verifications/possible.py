"""Which findings a follow-up cannot come to, and why: what publication would refuse, told while somebody still chooses.

The rules themselves stand in the database (rules.sql). A test holds the sentences here equal to the ones there.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tracker.partial_dates import PartialDate
from tracker.verifications.models import NEEDS_EVIDENCE
from tracker.vocabulary import FORWARD_KINDS, Finding, Kind, Stance

POSITION = _("A position takes no finding: log the later words and link them.")
NO_CRITERIA = _("The statement has no criteria, so nothing says what would uphold it: fill them in first.")
NO_BREAKING_CRITERION = _(
    "The statement has no breaking criterion, so nothing can break it: fill in “broken if” first."
)
BEFORE_THE_WORDS = _("What was public before the words were said cannot decide a commitment or a prediction.")
NEEDS_FOR = _("This finding needs evidence for the claim: add at least one source.")
NEEDS_AGAINST = _("This finding needs evidence against the claim: add at least one source.")
FOR_IS_LATER = _("Nothing for the claim had happened and was out by the day from which you say the fact was public.")
AGAINST_IS_LATER = _(
    "Nothing against the claim had happened and was out by the day from which you say the fact was public."
)


@dataclass(frozen=True)
class Proof:
    """What counts of a piece of evidence: its stance, the day of the event, and the day the source came out."""

    stance: str
    happened_on: PartialDate | None = None
    came_out_on: PartialDate | None = None

    def is_there_by(self, day):
        """Whether it may have happened and been out by a day."""
        known = [when for when in (self.happened_on, self.came_out_on) if when]
        return all(when.first <= day.last for when in known)


def impossible_findings(statement, public_on, proofs):
    """The findings that cannot be published of a statement, each with the reason. What is not known yet, such as the
    day, refuses nothing; evidence that is not there yet does."""
    reasons = {finding: why_not(finding, statement, public_on, proofs) for finding in Finding}
    return {finding: reason for finding, reason in reasons.items() if reason}


def why_not(finding, statement, public_on, proofs):
    """Why a finding is impossible; empty when it is not."""
    never = why_never(finding, statement, public_on)
    return never or (_without_evidence(finding, public_on, proofs) if finding in NEEDS_EVIDENCE else "")


def why_never(finding, statement, public_on):
    """Why a finding is impossible whatever the evidence; empty when evidence could make it possible."""
    if statement.kind == Kind.POSITION:
        return POSITION
    if statement.kind in FORWARD_KINDS and public_on and public_on.last < statement.said_on.first:
        return BEFORE_THE_WORDS
    if finding == Finding.BROKEN:
        return "" if statement.broken_if else NO_BREAKING_CRITERION
    is_upheld = finding in (Finding.UPHELD, Finding.PARTLY_UPHELD)
    return NO_CRITERIA if is_upheld and not statement.has_criteria else ""


def _without_evidence(finding, public_on, proofs):
    is_against = finding == Finding.BROKEN
    needed = [proof for proof in proofs if proof.stance == (Stance.AGAINST if is_against else Stance.FOR)]
    if not needed:
        return NEEDS_AGAINST if is_against else NEEDS_FOR
    if public_on and not any(proof.is_there_by(public_on) for proof in needed):
        return AGAINST_IS_LATER if is_against else FOR_IS_LATER
    return ""
