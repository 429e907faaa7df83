"""What happened next: dated, signed judgements of a statement, each with its evidence."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.languages import phrase
from tracker.partial_dates import PartialDateAttribute, partial_date_check, partial_date_columns
from tracker.sources.models import Attribution, Source
from tracker.statements.models import BORN_A_DRAFT, Statement, just_published, sql_array
from tracker.texts import LanguageTag, Line, Prose
from tracker.vocabulary import (
    TERMINAL_FINDINGS,
    Confidence,
    Finding,
    PartlyBecause,
    Stance,
    VersionReason,
    label_of,
    word_check,
)

# Locked by publication, with the evidence: the whole entry but its withdrawal.
LOCKED_ENTRY = (
    "id",
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
    "is_single_handed",
)

NEEDS_EVIDENCE = (Finding.UPHELD, Finding.PARTLY_UPHELD, Finding.BROKEN)
NEEDS_SEARCH = (Finding.UNDETERMINED, Finding.VOID)


class Verification(models.Model):
    """One dated, signed judgement: what was found of a statement, and from which day it was public."""

    statement = models.ForeignKey(Statement, models.PROTECT, db_index=False, related_name="verifications")
    finding = models.CharField(max_length=13, choices=Finding, help_text=_("In the words of the statement’s kind."))
    partly_because = models.CharField(
        "which part",
        max_length=13,
        choices=PartlyBecause,
        blank=True,
        default="",
        help_text=_("For “partly upheld”: in part, late, or with a qualification left out."),
    )
    get_partly_because_display = label_of("partly_because", PartlyBecause)
    public_on_first, public_on_last, public_on_precision = partial_date_columns(
        help_text=_("The day from which the deciding fact was public, whenever we wrote it down.")
    )
    public_on = PartialDateAttribute()
    new_check_by_first, new_check_by_last, new_check_by_precision = partial_date_columns(
        blank=True, help_text=_("For “postponed”: the new day.")
    )
    new_check_by = PartialDateAttribute()
    summary = Line(blank=True, default="", help_text=_("What happened, in one sentence that stands alone."))
    reasoning = Prose(
        blank=True, default="", help_text=_("How the evidence leads to the finding, and what speaks against it.")
    )
    searched = Prose(
        blank=True,
        default="",
        help_text=_(
            "What was searched, where and when; or why the words cannot be tested. Required for “undetermined” "
            "and “void”."
        ),
    )
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True, default="")
    get_confidence_display = label_of("confidence", Confidence)
    confidence_reason = Prose(
        blank=True,
        default="",
        help_text=_("For medium: why no more. For high with one origin: the primary record, or whose admission."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        related_name="verifications",
        help_text=_("Who judged."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(
        null=True, editable=False, help_text=_("Empty as long as nobody outside the desk sees it.")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    is_single_handed = models.BooleanField(
        default=False, editable=False, help_text=_("Judged and published by one person, as a newsroom of one must.")
    )
    submitted_at = models.DateTimeField(null=True, editable=False, help_text=_("When it was handed in for review."))
    review_note = Prose(blank=True, default="", editable=False, help_text=_("For the desk: why it was sent back."))
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = Prose(
        blank=True,
        default="",
        editable=False,
        help_text=_("Public: why we took it back. The entry stays and says so."),
    )

    class Meta:
        ordering = ["-public_on_last", "-published_at", "-id"]
        permissions = [
            ("publish_verification", "Can publish a verification"),
            ("withdraw_verification", "Can withdraw a verification"),
            ("review_verification", "Can send a verification back from review"),
        ]
        indexes = [
            # A statement's page and the listing read its entries in the order that decides.
            models.Index(fields=["statement", "-public_on_last", "-published_at", "-id"], name="verification_in_order"),
            # The home page and the desk read the latest publications.
            models.Index(fields=["-published_at"], name="verification_latest"),
            # The desk's index: drafts only, newest first.
            models.Index(fields=["-created_at"], condition=Q(published_at__isnull=True), name="verification_drafts"),
            # The feeds and the dataset tell what was withdrawn.
            models.Index(
                fields=["-withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="verification_withdrawn"
            ),
        ]
        constraints = [
            word_check("verification", "finding", Finding),
            word_check("verification", "partly_because", PartlyBecause, blank=True),
            word_check("verification", "confidence", Confidence, blank=True),
            partial_date_check("verification", "public_on"),
            partial_date_check("verification", "new_check_by", blank=True),
            models.CheckConstraint(
                name="verification_postponed_carries_the_day",
                condition=Q(finding=Finding.POSTPONED, new_check_by_first__isnull=False)
                | (~Q(finding=Finding.POSTPONED) & Q(new_check_by_first__isnull=True)),
                violation_error_message=_("“Postponed” needs the new day; no other finding carries one."),
            ),
            models.CheckConstraint(
                name="verification_partly_says_which",
                condition=(Q(finding=Finding.PARTLY_UPHELD) & ~Q(partly_because=""))
                | (~Q(finding=Finding.PARTLY_UPHELD) & Q(partly_because="")),
                violation_error_message=_(
                    "“Partly upheld” names which: a part only, late, or with a qualification left "
                    "out. No other finding does."
                ),
            ),
            models.CheckConstraint(
                name="verification_says_what_happened",
                condition=Q(published_at__isnull=True) | ~Q(summary=""),
                violation_error_message=_("Sum up in one sentence before you publish."),
            ),
            models.CheckConstraint(
                name="verification_says_what_was_searched",
                condition=Q(published_at__isnull=True) | ~Q(finding__in=NEEDS_SEARCH) | ~Q(searched=""),
                violation_error_message=_(
                    "“Undetermined” and “void” need what was searched, where and when, or why the "
                    "words cannot be tested."
                ),
            ),
            models.CheckConstraint(
                name="verification_says_how_sure",
                condition=Q(published_at__isnull=True) | ~Q(finding__in=NEEDS_EVIDENCE) | ~Q(confidence=""),
                violation_error_message=_("Say how sure the finding is: high or medium."),
            ),
            models.CheckConstraint(
                name="verification_medium_has_a_reason",
                condition=~Q(confidence=Confidence.MEDIUM) | ~Q(confidence_reason="") | Q(published_at__isnull=True),
                violation_error_message=_("Medium confidence needs its reason."),
            ),
            models.CheckConstraint(
                name="verification_ending_is_published_by_another",
                condition=Q(published_at__isnull=True)
                | ~Q(finding__in=TERMINAL_FINDINGS)
                | Q(is_single_handed=True)
                | (Q(published_by__isnull=False) & ~Q(published_by=F("author"))),
                violation_error_message=_(
                    "A finding that ends the matter is published by someone other than its author."
                ),
            ),
            models.CheckConstraint(
                name="verification_withdrawal_has_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawal_reason="")),
                violation_error_message=_("Only what is published can be withdrawn, and only with a reason."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="born_a_draft",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__published_at__isnull=False) | pgtrigger.Q(new__withdrawn_at__isnull=False),
                func=f"{BORN_A_DRAFT}RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="lock_entry",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func="PERFORM tracker_lock_statements(ARRAY[OLD.statement_id, NEW.statement_id]); "
                f"PERFORM tracker_lock_row('verification', to_jsonb(OLD), to_jsonb(NEW), {sql_array(LOCKED_ENTRY)}); "
                "RETURN NEW;",
            ),
            # Two publications of one statement's entries, and its withdrawal, wait for each other at the statement, so
            # that the later one sees what the earlier one did.
            just_published(
                "tracker_verification_problems",
                first="PERFORM tracker_lock_statements(ARRAY(SELECT statement_id FROM becomes)); ",
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
        return phrase(
            gettext("{finding}, public {on_day}: {summary}"),
            finding=self.get_finding_display(),
            on_day=self.public_on.on_words,
            summary=self.summary,
        )


class Evidence(models.Model):
    """A source used in a verification, and what it says of the claim."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=7, choices=Stance, help_text=_("Towards the claim, not towards the speaker."))
    happened_on_first, happened_on_last, happened_on_precision = partial_date_columns(
        blank=True, help_text=_("The day of the event that it reports.")
    )
    happened_on = PartialDateAttribute()
    excerpt = Prose(blank=True, default="", help_text=_("The words that matter, letter for letter."))
    locator = Line(blank=True, default="", help_text=_("Where in the source: a paragraph, a page, 12:30."))
    note = Prose(blank=True, default="", help_text=_("What a reader has to know about it: what it does not show."))

    class Meta:
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            word_check("evidence", "stance", Stance),
            partial_date_check("evidence", "happened_on", blank=True),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lock_with_verification",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="IF tracker_lock_evidence(ARRAY[OLD.verification_id], TG_OP = 'DELETE') THEN "
                "PERFORM tracker_lock_row('evidence', to_jsonb(OLD), to_jsonb(NEW)); END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
                "IF NEW.verification_id IS DISTINCT FROM OLD.verification_id THEN "
                "PERFORM tracker_lock_evidence(ARRAY[NEW.verification_id], true); END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="added_to_verification",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="added"),
                func="PERFORM tracker_lock_evidence(ARRAY(SELECT verification_id FROM added), true); RETURN NULL;",
            ),
        ]

    def __str__(self):
        return phrase("{stance}: {source}", stance=self.get_stance_display(), source=self.source)


class TransactionId(models.Field):
    """The PostgreSQL transaction in which a row was written, as the database gives it."""

    def db_type(self, connection):
        return "xid8"


class Correction(models.Model):
    """A public note that a published word was wrong: what stood there, what stands now, and why.

    The lock of a published row opens for a change only in the transaction of the correction that tells exactly
    this change; there is no other way past it.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="corrections")
    part = models.CharField(max_length=12, help_text=_("What was corrected: statement, voice, appearance, …"))
    part_id = models.BigIntegerField(help_text=_("Which one."))
    what = Line(max_length=60, help_text=_("The word for it: “quote”, “said on”."))
    before = models.JSONField(help_text=_("The columns as they were."))
    after = models.JSONField(help_text=_("The columns as they are now."))
    before_words = Prose(blank=True, help_text=_("What readers saw."))
    after_words = Prose(blank=True, help_text=_("What readers see now."))
    reason = Prose(help_text=_("Public: what was wrong, and how we learned of it."))
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(auto_now_add=True)
    transaction = TransactionId(db_default=Func(function="pg_current_xact_id"), editable=False)

    class Meta:
        ordering = ["-corrected_at", "-id"]
        indexes = [
            # /corrections/ reads the latest first.
            models.Index(fields=["-corrected_at", "-id"], name="correction_latest"),
            # The lock of a published row looks for its correction.
            models.Index(fields=["part", "part_id"], name="correction_of_a_part"),
        ]
        constraints = [
            models.CheckConstraint(
                name="correction_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say what was wrong: the reason is public."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            # At the end of the transaction, when all its changes are made, the rules of publication hold again.
            pgtrigger.Trigger(
                name="rules_hold_again",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="PERFORM tracker_check_again(NEW.statement_id); RETURN NULL;",
            ),
        ]

    def __str__(self):
        return f"{self.what} of #{self.statement.number}, {self.corrected_at:%Y-%m-%d}"


class Version(models.Model):
    """What the site showed of a statement from a moment on, numbered, for good."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=12, choices=VersionReason)
    representation = models.JSONField(help_text=_("The public page as data: all that it showed."))

    class Meta:
        ordering = ["number"]
        indexes = [
            # /api/v1/statements/?modified_since=: what changed since a moment.
            models.Index(fields=["made_at"], name="version_by_moment"),
        ]
        constraints = [
            word_check("version", "why", VersionReason),
            models.UniqueConstraint(
                fields=["statement", "number"],
                name="version_is_numbered_once",
                violation_error_message=_("This version is written already."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"#{self.statement.number}, version {self.number}"

    def get_absolute_url(self):
        return self.statement.version_address(self.number)


class Reply(models.Model):
    """What the official answered when asked; or why nobody was asked. Additions only."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="replies")
    asked_on = models.DateField(null=True, blank=True, help_text=_("The day we asked."))
    channel = Line(blank=True, default="", help_text=_("How we asked: “by e-mail to the press office”."))
    answered_on = models.DateField(
        null=True, blank=True, help_text=_("The day of the answer; empty while there is none.")
    )
    text = Prose(blank=True, default="", help_text=_("The answer, letter for letter."))
    language = LanguageTag(blank=True, default="", help_text=_("The language of the answer."))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        help_text=_("Where the answer is printed."),
    )
    why_not_asked = Line(blank=True, default="", help_text=_("Instead of all of the above: why nobody was asked."))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("replies")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="reply_asked_or_says_why_not",
                condition=(Q(asked_on__isnull=False, why_not_asked="") & ~Q(channel=""))
                | (Q(asked_on__isnull=True, answered_on__isnull=True, text="", channel="") & ~Q(why_not_asked="")),
                violation_error_message=_("Give the day and the channel of the question, or why nobody was asked."),
            ),
            models.CheckConstraint(
                name="reply_answer_is_dated",
                condition=Q(text="", answered_on__isnull=True)
                | (~Q(text="") & ~Q(language="") & Q(answered_on__isnull=False)),
                violation_error_message=_("An answer has its day, its text and its language."),
            ),
            models.CheckConstraint(
                name="reply_answer_comes_after_the_question",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                violation_error_message=_("The answer cannot come before the question."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.text or self.why_not_asked or gettext("asked on %(day)s, no answer yet") % {"day": self.asked_on}


# What readers see of a source that something published cites; an empty one may be filled once.
CITED_COLUMNS = (
    "url",
    "publisher_id",
    "title",
    "author",
    "published_on_first",
    "published_on_last",
    "published_on_precision",
    "language",
    "is_machine_translated",
    "kind",
)
pgtrigger.register(
    pgtrigger.Trigger(
        name="lock_cited",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func="IF tracker_is_cited(OLD.id) THEN PERFORM tracker_lock_row('source', to_jsonb(OLD), to_jsonb(NEW), "
        f"ARRAY[]::text[], {sql_array(CITED_COLUMNS)}); END IF; RETURN NEW;",
    ),
    # A day that is filled in, or corrected, has to fit wherever the source is cited.
    pgtrigger.Trigger(
        name="rules_hold_again",
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        condition=pgtrigger.AnyChange("published_on_first", "published_on_last"),
        timing=pgtrigger.Deferred,
        func="PERFORM tracker_check_again(cited) FROM tracker_citing(NEW.id) AS cited; RETURN NULL;",
    ),
)(Source)
pgtrigger.register(
    pgtrigger.Trigger(
        name="lock_cited",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func="IF tracker_is_cited(OLD.source_id) THEN "
        "IF TG_OP = 'DELETE' THEN PERFORM tracker_refuse('cited_origin_is_kept', "
        "'What is published rests on this source, so its origin stays: correct it to another one.'); END IF; "
        "PERFORM tracker_lock_row('attribution', to_jsonb(OLD), to_jsonb(NEW)); END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )
)(Attribution)
