"""What happened next: dated, signed judgements of a statement, each with its evidence."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.partial_dates import PartialDateAttribute, partial_date_check, partial_date_columns
from tracker.sources.models import Source
from tracker.statements.models import Statement, sql_array
from tracker.texts import Line, Prose
from tracker.vocabulary import Confidence, Finding, PartlyBecause, Stance

# Locked by publication, with the evidence: the whole entry but its withdrawal.
LOCKED_ENTRY = (
    "statement_id",
    "finding",
    "partly_because",
    "public_on_first",
    "public_on_last",
    "public_on_precision",
    "new_check_by_first",
    "new_check_by_last",
    "new_check_by_precision",
    "summary",
    "reasoning",
    "searched",
    "confidence",
    "confidence_reason",
    "author_id",
    "created_at",
    "published_at",
    "published_by_id",
)

NEEDS_EVIDENCE = (Finding.UPHELD, Finding.PARTLY_UPHELD, Finding.BROKEN)
NEEDS_SEARCH = (Finding.UNDETERMINED, Finding.VOID)


class Verification(models.Model):
    """One dated, signed judgement: what was found of a statement, and from which day it was public."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="verifications")
    finding = models.CharField(max_length=13, choices=Finding, help_text="In the words of the statement’s kind.")
    partly_because = models.CharField(
        "which part",
        max_length=13,
        choices=PartlyBecause,
        blank=True,
        default="",
        help_text="For “partly upheld”: in part, late, or with a qualification left out.",
    )
    public_on_first, public_on_last, public_on_precision = partial_date_columns(
        help_text="The day from which the deciding fact was public, whenever we wrote it down."
    )
    public_on = PartialDateAttribute()
    new_check_by_first, new_check_by_last, new_check_by_precision = partial_date_columns(
        blank=True, help_text="For “postponed”: the new day."
    )
    new_check_by = PartialDateAttribute()
    summary = Line(blank=True, default="", help_text="What happened, in one sentence that stands alone.")
    reasoning = Prose(
        blank=True, default="", help_text="How the evidence leads to the finding, and what speaks against it."
    )
    searched = Prose(
        blank=True,
        default="",
        help_text="What was searched, where and when; or why the words cannot be tested. Required for “undetermined” "
        "and “void”.",
    )
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True, default="")
    confidence_reason = Prose(
        blank=True,
        default="",
        help_text="For medium: why no more. For high with one origin: the primary record, or whose admission.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="verifications", help_text="Who judged."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(
        null=True, editable=False, help_text="Empty as long as nobody outside the desk sees it."
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = Prose(
        blank=True,
        default="",
        editable=False,
        help_text="Public: why we took it back. The entry stays and says so.",
    )

    class Meta:
        ordering = ["-public_on_last", "-published_at", "-id"]
        permissions = [
            ("publish_verification", "Can publish a verification"),
            ("withdraw_verification", "Can withdraw a verification"),
        ]
        indexes = [
            # A statement's page and the listing read its entries in the order that decides.
            models.Index(fields=["statement", "-public_on_last", "-published_at", "-id"], name="verification_in_order"),
            # The home page and the desk read the latest publications.
            models.Index(fields=["-published_at"], name="verification_latest"),
        ]
        constraints = [
            partial_date_check("verification", "public_on"),
            partial_date_check("verification", "new_check_by", blank=True),
            models.CheckConstraint(
                name="verification_postponed_carries_the_day",
                condition=Q(finding=Finding.POSTPONED, new_check_by_first__isnull=False)
                | (~Q(finding=Finding.POSTPONED) & Q(new_check_by_first__isnull=True)),
                violation_error_message="“Postponed” needs the new day; no other finding carries one.",
            ),
            models.CheckConstraint(
                name="verification_partly_says_which",
                condition=(Q(finding=Finding.PARTLY_UPHELD) & ~Q(partly_because=""))
                | (~Q(finding=Finding.PARTLY_UPHELD) & Q(partly_because="")),
                violation_error_message="“Partly upheld” names which: a part only, late, or with a qualification left "
                "out. No other finding does.",
            ),
            models.CheckConstraint(
                name="verification_says_what_happened",
                condition=Q(published_at__isnull=True) | ~Q(summary=""),
                violation_error_message="Sum up in one sentence before you publish.",
            ),
            models.CheckConstraint(
                name="verification_says_what_was_searched",
                condition=Q(published_at__isnull=True) | ~Q(finding__in=NEEDS_SEARCH) | ~Q(searched=""),
                violation_error_message="“Undetermined” and “void” need what was searched, where and when, or why the "
                "words cannot be tested.",
            ),
            models.CheckConstraint(
                name="verification_says_how_sure",
                condition=Q(published_at__isnull=True) | ~Q(finding__in=NEEDS_EVIDENCE) | ~Q(confidence=""),
                violation_error_message="Say how sure the finding is: high or medium.",
            ),
            models.CheckConstraint(
                name="verification_medium_has_a_reason",
                condition=~Q(confidence=Confidence.MEDIUM) | ~Q(confidence_reason="") | Q(published_at__isnull=True),
                violation_error_message="Medium confidence needs its reason.",
            ),
            models.CheckConstraint(
                name="verification_withdrawal_has_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawal_reason="")),
                violation_error_message="Only what is published can be withdrawn, and only with a reason.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="born_a_draft",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="PERFORM tracker_born_a_draft(NEW.published_at, NEW.withdrawn_at); RETURN NEW;",
            ),
            # Both updates wait for each other at the statement, so that the later one sees the earlier one's result.
            pgtrigger.Trigger(
                name="lock_entry",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="PERFORM 1 FROM tracker_statement WHERE id IN (OLD.statement_id, NEW.statement_id) "
                "ORDER BY id FOR NO KEY UPDATE; "
                "IF OLD.published_at IS NOT NULL THEN "
                f"PERFORM tracker_lock_row(to_jsonb(OLD), to_jsonb(NEW), {sql_array(LOCKED_ENTRY)}); "
                "ELSIF NEW.published_at IS NOT NULL THEN "
                "PERFORM tracker_refuse_all(array_agg(rule), array_agg(message)) "
                "FROM tracker_verification_problems(NEW); END IF; "
                "RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="keep_published",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func="PERFORM tracker_refuse('published_is_kept', 'A published verification is never deleted: "
                "withdraw it with a reason instead.'); RETURN NULL;",
            ),
        ]

    def __str__(self):
        return f"{self.get_finding_display()}, public {self.public_on.on_words}: {self.summary}"


class Evidence(models.Model):
    """A source used in a verification, and what it says of the claim."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=7, choices=Stance, help_text="Towards the claim, not towards the speaker.")
    happened_on_first, happened_on_last, happened_on_precision = partial_date_columns(
        blank=True, help_text="The day of the event that it reports."
    )
    happened_on = PartialDateAttribute()
    excerpt = Prose(blank=True, default="", help_text="The words that matter, letter for letter.")
    locator = Line(blank=True, default="", help_text="Where in the source: a paragraph, a page, 12:30.")
    note = Prose(blank=True, default="", help_text="What a reader has to know about it: what it does not show.")

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["id"]
        constraints = [partial_date_check("evidence", "happened_on", blank=True)]
        triggers = [
            pgtrigger.Trigger(
                name="lock_with_verification",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="IF TG_OP <> 'INSERT' THEN PERFORM tracker_lock_evidence(OLD.verification_id); END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
                "PERFORM tracker_lock_evidence(NEW.verification_id); RETURN NEW;",
            ),
        ]

    def __str__(self):
        return f"{self.get_stance_display()}: {self.source}"
