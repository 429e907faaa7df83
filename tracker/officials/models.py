"""Whose words are logged, and the offices they held."""

from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.addresses import address_of
from tracker.countries.models import Country
from tracker.languages import phrase
from tracker.partial_dates import PartialDate, PartialDateAttribute, partial_date_check, partial_date_columns
from tracker.sources.models import Origin, Source
from tracker.texts import LanguageTag, Line, sort_key
from tracker.vocabulary import OfficialKind, word_check


class Official(models.Model):
    """A person or an institution whose words are logged."""

    kind = models.CharField(max_length=11, choices=OfficialKind, default=OfficialKind.PERSON)
    name = Line(max_length=200, help_text=_("The spelling that your readers know best. Others go below."))
    sort_as = Line(
        max_length=200,
        blank=True,
        default="",
        help_text=_("How lists order it, where that is not the name itself: “Makei, Vladimir”."),
    )
    sort_key = models.CharField(
        max_length=300,
        editable=False,
        db_collation="C",
        help_text=_("Made from the name: folded, for order only."),
    )
    slug = models.SlugField(
        max_length=80,
        unique=True,
        null=True,
        blank=True,
        allow_unicode=True,
        help_text=_(
            "The word in the address of the page; given at the first publication. "
            "After a change the old address leads to the new one."
        ),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officials",
        help_text=_("Empty for a body of several countries, such as NATO."),
    )
    wikidata_id = models.CharField(
        "Wikidata id",
        max_length=15,
        blank=True,
        default="",
        help_text=_("Q and digits: Q2026222. Keeps two people of one name apart."),
    )
    origin = models.OneToOneField(
        Origin,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="official",
        help_text=_(
            "The origin that is this official’s own account. Speakers’ accounts of their own words "
            "are no evidence for them."
        ),
    )

    # The name as HTML, where a search marked something in it.
    marked_name = ""

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [
            # /officials/ and every choice of an official read in this order.
            models.Index(fields=["sort_key", "id"], name="official_in_order"),
        ]
        constraints = [
            word_check("official", "kind", OfficialKind),
            models.UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id=""),
                name="official_wikidata_id_is_known_once",
                violation_error_message=_("Another official has this Wikidata id: is it the same one?"),
            ),
            models.CheckConstraint(
                name="official_wikidata_id_is_one",
                condition=Q(wikidata_id__regex=r"^(Q[1-9][0-9]*)?$"),
                violation_error_message=_("A Wikidata id is Q and a number, such as Q2026222."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_former_slug",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug"), old__slug__isnull=False),
                func=(
                    "DELETE FROM tracker_formerslug WHERE official_id = NEW.id AND slug = NEW.slug; "
                    "INSERT INTO tracker_formerslug (official_id, slug) VALUES (OLD.id, OLD.slug) "
                    "ON CONFLICT DO NOTHING; RETURN NULL;"
                ),
            ),
            pgtrigger.Trigger(
                name="keep_address",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="IF TG_OP = 'UPDATE' AND OLD.slug IS NOT NULL AND NEW.slug IS NULL THEN "
                "PERFORM tracker_refuse('address_stays', 'This page has its address: change the word, but do not "
                "empty it.'); END IF; "
                "IF EXISTS (SELECT FROM tracker_formerslug WHERE slug = NEW.slug AND official_id <> NEW.id) THEN "
                "PERFORM tracker_refuse('address_is_anothers', 'This word was in another official’s address and leads "
                "there: choose another one.'); END IF; RETURN NEW;",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_key = sort_key(self.sort_as or self.name)
        if update_fields is not None and {"name", "sort_as"} & set(update_fields):
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return address_of("official", self.slug)


class FormerSlug(models.Model):
    """An address that an official's page had: it leads to the present one for good."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="former_slugs")
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)

    class Meta:
        triggers = [
            # Only the official's own return to it makes a former address superfluous.
            pgtrigger.Trigger(
                name="keep_former_address",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="IF TG_OP = 'UPDATE' OR NOT EXISTS (SELECT FROM tracker_official WHERE id = OLD.official_id "
                "AND slug = OLD.slug) THEN PERFORM tracker_refuse('former_address_is_kept', "
                "'A former address leads to the page for good: it stays.'); END IF; RETURN OLD;",
            ),
        ]

    def __str__(self):
        return self.slug


class OtherName(models.Model):
    """Another spelling or name under which an official is found."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="other_names")
    name = Line(max_length=200, help_text=_("“Uladzimir Makey”, “Владимир Макей”."))
    language = LanguageTag(blank=True, default="", help_text=_("Where the spelling belongs to one: be, ru."))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "name"],
                name="other_name_is_written_once",
                violation_error_message=_("This name stands here already."),
            ),
        ]

    def __str__(self):
        return self.name


class Office(models.Model):
    """A position that outlives whoever holds it."""

    title = Line(
        max_length=200,
        unique=True,
        help_text=_("In full, as it stands beside a name: “Minister of Foreign Affairs of Belarus”."),
    )
    institution = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        limit_choices_to={"kind": OfficialKind.INSTITUTION},
        help_text=_("The body that it belongs to, where the record has it."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        help_text=_("The country that its holder speaks for; empty for a body of several."),
    )

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class TenureQuerySet(models.QuerySet):
    def on(self, day):
        """Tenures that may cover the day, or some day of a partial date. The day of handing over belongs to both."""
        day = PartialDate.day(day) if isinstance(day, date) else day
        return self.filter(
            Q(ended_on_last__isnull=True) | Q(ended_on_last__gte=day.first), started_on_first__lte=day.last
        )

    def surely_on(self, day):
        """Tenures that cover every possible day of a day or a partial date, for all that is recorded."""
        day = PartialDate.day(day) if isinstance(day, date) else day
        return self.filter(
            Q(ended_on_first__isnull=True) | Q(ended_on_first__gte=day.last), started_on_last__lte=day.first
        )


class _SurelyHeld(Func):
    """From the last possible start to the first possible end; empty where the two cross."""

    output_field = DateRangeField()

    def __init__(self, *days, **extra):
        # Named as expressions, so that a form can ask the question of a tenure that is not saved yet.
        super().__init__(*(days or ("started_on_last", "ended_on_first")), **extra)

    def as_sql(self, compiler, connection, **_):
        (start, of_start), (end, of_end) = (compiler.compile(day) for day in self.source_expressions)
        sql = f"CASE WHEN {end} <= {start} THEN 'empty'::daterange ELSE daterange({start}, {end}, '[)') END"
        return sql, (*of_end, *of_start, *of_start, *of_end)


class Tenure(models.Model):
    """That an official held an office, from a day to a day, each known as exactly as its source knows it."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="tenures")
    office = models.ForeignKey(Office, models.PROTECT, related_name="tenures")
    started_on_first, started_on_last, started_on_precision = partial_date_columns(
        help_text=_("The first day in office.")
    )
    started_on = PartialDateAttribute()
    ended_on_first, ended_on_last, ended_on_precision = partial_date_columns(
        blank=True, help_text=_("The last day in office; empty as long as no end is recorded.")
    )
    ended_on = PartialDateAttribute()
    is_acting = models.BooleanField("acting", default=False, help_text=_("Held it for the time being only."))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tenures",
        help_text=_("Where the days are from."),
    )
    note = Line(blank=True, default="", help_text=_("How it ended, where that matters: “died in office”."))
    surely_held = models.GeneratedField(
        expression=_SurelyHeld(),
        output_field=DateRangeField(),
        db_persist=True,
        editable=False,
    )

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on_first", "id"]
        constraints = [
            partial_date_check("tenure", "started_on"),
            partial_date_check("tenure", "ended_on", blank=True),
            models.CheckConstraint(
                name="tenure_ends_after_it_starts",
                condition=Q(ended_on_last__isnull=True) | Q(ended_on_last__gte=F("started_on_first")),
                violation_error_message=_("A tenure cannot end before it starts."),
            ),
            ExclusionConstraint(
                name="tenure_days_are_held_once",
                expressions=[
                    (F("official"), RangeOperators.EQUAL),
                    (F("office"), RangeOperators.EQUAL),
                    (F("surely_held"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "This official holds this office on some of these days already: change the tenure that is there."
                ),
            ),
        ]

    def __str__(self):
        days = self.started_on
        if self.ended_on:
            days = gettext("{start} to {end}").format(start=self.started_on, end=self.ended_on)
        return phrase(gettext("{office}, {days}"), office=self.office, days=days)

    def ended_surely_before(self, day):
        return self.ended_on_last is not None and self.ended_on_last < day
