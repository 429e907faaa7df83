"""Where a statement stands: a question asked of its published entries and of the day.

The rule is written twice on purpose: here in plain Python for one statement (its page, `as_of`, the checks),
and as one query expression over the listing for lists and counts. A property test holds the two equal.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.partial_dates import PartialDate
from tracker.vocabulary import (
    BINDING_BASES,
    DECIDING_FINDINGS,
    TERMINAL_FINDINGS,
    Finding,
    Kind,
    Status,
    VoiceRole,
    status_label,
)


def today():
    """The day it is in the newsroom's time zone."""
    return timezone.localdate()


@dataclass(frozen=True)
class Standing:
    """Where a statement stands on a day, and the entries that say so."""

    status: Status
    kind: Kind
    day: date
    deciding: object = None  # the Verification that decided, also a "reopened" one
    interim: object = None  # the latest interim entry but "no change"
    check_by: PartialDate | None = None  # as moved by the latest "postponed" entry

    @property
    def label(self):
        return status_label(self.status, self.kind, self.partly_because)

    @property
    def is_settled(self):
        return self.status in TERMINAL_FINDINGS

    @property
    def partly_because(self):
        """Which part of it held, if only a part did."""
        return self.deciding.partly_because if self.is_settled else ""


def standing(statement, verifications, day=None, *, today=None):
    """Where the statement stands on a past day: with the entries published, not withdrawn, and public by that day.

    `verifications` are all of the statement's entries, in any order; drafts and withdrawn ones are left out
    here. Without a day it is where the statement stands now, with every entry, when it is `today`.
    """
    entries = [entry for entry in verifications if entry.published_at and not entry.withdrawn_at]
    if day is not None:
        entries = [entry for entry in entries if entry.public_on_last <= day]
    entries.sort(key=lambda entry: (entry.public_on_last, entry.published_at, entry.id), reverse=True)
    day = day or today or timezone.localdate()
    deciding = next((entry for entry in entries if entry.finding in DECIDING_FINDINGS), None)
    interim = next((entry for entry in entries if entry.finding not in (*TERMINAL_FINDINGS, Finding.NO_CHANGE)), None)
    postponed = next((entry for entry in entries if entry.finding == Finding.POSTPONED), None)
    check_by = postponed.new_check_by if postponed else statement.check_by
    return Standing(_status(statement, deciding, check_by, day), Kind(statement.kind), day, deciding, interim, check_by)


def _status(statement, deciding, check_by, day):
    if statement.kind == Kind.POSITION:
        return Status.ON_RECORD
    if deciding and deciding.finding in TERMINAL_FINDINGS:
        return Status(deciding.finding)
    if not statement.has_criteria:
        return Status.ON_RECORD
    if check_by and statement.check_by_basis in BINDING_BASES and check_by.last < day:
        return Status.DUE
    return Status.OPEN


def status_expression(day):
    """The same rule over the columns of the listing, for queries; `day` is today."""
    return Case(
        When(finding__in=TERMINAL_FINDINGS, then=F("finding")),
        When(is_on_record=True, then=Value(Status.ON_RECORD.value)),
        When(is_due(day), then=Value(Status.DUE.value)),
        default=Value(Status.OPEN.value),
        output_field=CharField(),
    )


def is_due(day):
    """Listing rows whose named or implied day has passed without a terminal finding."""
    return Q(finding="", is_on_record=False, check_by_is_binding=True, check_by_last__lt=day)


def why_not_counted(status, is_relayed, role="speaker"):
    """Why a statement is listed on an official's page but not counted there (design.md, rule 8); empty when it
    counts."""
    if is_relayed:
        return _("relayed: known only from another’s account")
    if role == VoiceRole.SPOKEN_FOR:
        return _("spoken for: the words are another’s")
    if status == Status.ON_RECORD:
        return _("on record: not rated")
    return ""


def was_logged_afterwards(statement, deciding):
    """Whether the outcome was public before we published the words."""
    return is_after_outcome(statement.published_at, deciding)


def is_after_outcome(moment, deciding):
    """Whether something was written when the outcome that the entry found was public already."""
    is_outcome = deciding and deciding.finding in TERMINAL_FINDINGS
    return bool(moment and is_outcome and deciding.public_on_last < timezone.localdate(moment))
