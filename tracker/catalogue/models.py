"""The catalogue's own tables: derived from the record, kept by triggers, never edited."""

from datetime import date

import pgtrigger
from django.contrib.auth.models import Group, User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Floor, Random

from tracker.officials.models import Official
from tracker.partial_dates import PartialDateAttribute
from tracker.sources.models import Source
from tracker.statements.models import Appearance, Concern, Statement, StatementTopic, Voice
from tracker.verifications.models import Verification
from tracker.vocabulary import Finding, Kind


class Listing(models.Model):
    """A public statement's line in the catalogue. What is a draft or withdrawn has none, so it cannot leak.

    Recomputed from the record by the SQL function tracker_refresh_listings, which the triggers below call.
    """

    # Derived as a whole from rows that are never deleted, so no line asks whether what it refers to is there.
    statement = models.OneToOneField(
        Statement, models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="listing"
    )
    number = models.PositiveIntegerField(unique=True)
    slug = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    speaker = models.ForeignKey(Official, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    said_on_first = models.DateField()
    said_on_last = models.DateField()
    finding = models.CharField(
        max_length=13, choices=Finding, blank=True, help_text="The terminal finding that decides, or empty."
    )
    deciding = models.ForeignKey(
        Verification,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        help_text="The entry that decides, if any.",
    )
    decided_on = models.DateField(null=True, help_text="The last possible day of the deciding entry’s public day.")
    interim = models.ForeignKey(
        Verification,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        help_text="The latest interim entry but no change.",
    )
    check_by_first = models.DateField(null=True)
    check_by_last = models.DateField(null=True)
    check_by_precision = models.CharField(max_length=7, blank=True)
    check_by = PartialDateAttribute()
    check_by_is_binding = models.BooleanField(help_text="The words name or imply the day.")
    is_on_record = models.BooleanField(help_text="A position, or without criteria: not rated unless an entry decides.")
    is_relayed = models.BooleanField(help_text="Known only from another’s account: listed, not counted.")
    terms_changed = models.BooleanField(help_text="The speaker’s own side moved the deadline or the scope.")
    published_at = models.DateTimeField()
    officials = ArrayField(models.BigIntegerField(), help_text="The speaker and the voices.")
    signatories = ArrayField(models.BigIntegerField(), help_text="The speaker and who signed: where it counts.")
    countries = ArrayField(models.CharField(max_length=2), help_text="The speaker’s and the voices’ countries.")
    counting_countries = ArrayField(models.CharField(max_length=2), help_text="The speaker’s and the signatories’.")
    concerns = ArrayField(models.CharField(max_length=2))
    topics = ArrayField(models.BigIntegerField())
    publishers = ArrayField(models.BigIntegerField(), help_text="Whose sources carry it.")
    words = models.TextField(help_text="Quote, claim, occasion and wordings, for the search by plain words.")

    class Meta:
        ordering = ["-said_on_first", "-number"]
        indexes = [
            # /statements/ in its usual order, and its neighbours of a day.
            models.Index(fields=["-said_on_first", "-number"], name="listing_in_order"),
            # /statements/?order=decided: what is not decided stands last.
            models.Index(Coalesce("decided_on", date.min).desc(), F("number").desc(), name="listing_by_decision"),
            # /statements/?order=check_by: what has no day stands last.
            models.Index(Coalesce("check_by_last", date.max), F("number"), name="listing_by_check"),
            # /statements/?order=logged and the feeds: what was published last.
            models.Index(fields=["-published_at", "-number"], name="listing_by_publication"),
            # /due/ and the home page: what is not settled, by its day.
            models.Index(
                Coalesce("check_by_last", date.max), F("number"), condition=Q(finding=""), name="listing_unsettled"
            ),
            # ?official= and the officials' pages.
            GinIndex(fields=["officials"], name="listing_officials"),
            # ?country= and the countries' pages.
            GinIndex(fields=["countries"], name="listing_countries"),
            # ?topic= and the topics' pages.
            GinIndex(fields=["topics"], name="listing_topics"),
        ]

    def __str__(self):
        return f"#{self.number}"


def _refresh_after(operation, statements="SELECT statement_id FROM changed", **rows):
    """A statement-level trigger that recomputes the lines of the statements that the changed rows belong to: `rows`
    names the rows as they were (`old`) or are now (`new`)."""
    return pgtrigger.Trigger(
        name=f"refresh_listing_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**(rows or {"new": "changed"})),
        func=f"PERFORM tracker_refresh_listings(ARRAY({statements})); RETURN NULL;",
    )


# Drafts have no line, so only what is published is looked at.
pgtrigger.register(
    _refresh_after(pgtrigger.Update, "SELECT id FROM changed WHERE published_at IS NOT NULL"),
)(Statement)
pgtrigger.register(
    _refresh_after(pgtrigger.Update, "SELECT statement_id FROM changed WHERE published_at IS NOT NULL"),
)(Verification)
# Parts change after publication by a correction only; a source may be added.
pgtrigger.register(_refresh_after(pgtrigger.Insert), _refresh_after(pgtrigger.Update))(Appearance)
pgtrigger.register(_refresh_after(pgtrigger.Update))(Voice)
pgtrigger.register(
    _refresh_after(
        pgtrigger.Update,
        "SELECT statement_id FROM changed JOIN tracker_appearance a ON a.source_id = changed.id",
    ),
)(Source)
for _part in (Concern, StatementTopic):
    pgtrigger.register(
        _refresh_after(pgtrigger.Insert),
        _refresh_after(pgtrigger.Delete, old="changed"),
        # A row that moves to another statement changes two lines.
        _refresh_after(
            pgtrigger.Update,
            "SELECT statement_id FROM gone UNION SELECT statement_id FROM changed",
            old="gone",
            new="changed",
        ),
    )(_part)


class SiteChange(models.Model):
    """A change of what the public may see, written in its own transaction by triggers (watching.py).

    The sum of all steps is the version of the site (site_version.py). Steps are random, so that no version comes again
    after a rollback or when a backup is put back, and so that it tells nobody how much was changed.
    """

    step = models.BigIntegerField(db_default=Floor(Random() * 2**31) + 1)
    shown = models.IntegerField(default=0, help_text="How many versions of statements' pages were written down.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="site_change_goes_forward",
                condition=Q(step__gt=0, shown__gte=0),
                violation_error_message="The version of the site only grows.",
            ),
        ]

    def __str__(self):
        return f"+{self.step}"


class Signatory(User):
    """Somebody of the newsroom under whose name pages sign."""

    class Meta:
        proxy = True
        default_permissions = ()


class Team(Group):
    """A group of the newsroom, by which pages name its people when TRACKER_AUTHORS is “role”."""

    class Meta:
        proxy = True
        default_permissions = ()


class Membership(User.groups.through):
    """Who belongs to which group."""

    class Meta:
        proxy = True
        default_permissions = ()
