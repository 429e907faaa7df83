"""Words uttered by an official on a day, how we read them, and the sources that carry them.

A statement is born a draft and becomes public by one UPDATE that sets `published_at`; the triggers below
check the rules at that moment and lock the words from then on.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.addresses import address_of
from tracker.countries.models import Country
from tracker.languages import phrase
from tracker.officials.models import Official, Tenure
from tracker.partial_dates import PartialDateAttribute, partial_date_check, partial_date_columns
from tracker.sources.models import Origin, Source, kept_address
from tracker.texts import LanguageTag, Line, Prose
from tracker.vocabulary import (
    FORWARD_KINDS,
    Basis,
    CheckByBasis,
    Form,
    Kind,
    LinkKind,
    VoiceRole,
    label_of,
    word_check,
)


class Topic(models.Model):
    """What statements are about, in the newsroom's own list."""

    name = Line(max_length=100, unique=True)
    slug = models.SlugField(
        max_length=80,
        unique=True,
        null=True,
        blank=True,
        allow_unicode=True,
        help_text=_("The word in the address of its page; given at the first publication."),
    )

    class Meta:
        ordering = ["name"]
        triggers = [kept_address()]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("topic", self.slug)


def sql_array(words):
    """A list of our own column names as an SQL array."""
    return f"ARRAY[{', '.join(repr(word) for word in words)}]::text[]"


# Locked by publication: what was said, whose words they are, and how we read them (design.md, rule 4).
LOCKED_WORDS = (
    "id",
    "kind",
    "quote",
    "quote_language",
    "spoken_language",
    "translation",
    "claim",
    "speaker_id",
    "tenure_id",
    "speaker_label",
    "country_id",
    "said_on_first",
    "said_on_last",
    "said_on_precision",
    "occasion",
    "selected_because",
    "number",
    "slug",
    "created_by_id",
    "created_at",
    "published_at",
    "published_by_id",
    "criteria_written_at",
)
# Locked as well, but an empty one may be filled once, and is dated then.
LOCKED_CRITERIA = (
    "reading",
    "upheld_if",
    "broken_if",
    "check_by_first",
    "check_by_last",
    "check_by_precision",
    "check_by_basis",
)


_CRITERIA_CHANGED = (
    f"({', '.join(f'OLD.{field}' for field in LOCKED_CRITERIA)}) IS DISTINCT FROM "
    f"({', '.join(f'NEW.{field}' for field in LOCKED_CRITERIA)})"
)
_CRITERION_FILLED = " OR ".join(
    f"(coalesce(OLD.{field}::text, '') = '' AND coalesce(NEW.{field}::text, '') <> '')" for field in LOCKED_CRITERIA
)


# One IF, and a call only where it refuses: this is asked of every new row.
BORN_A_DRAFT = (
    "IF NEW.published_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN PERFORM tracker_refuse('born_a_draft', "
    "'A new entry is a draft first: publish it in a second step, when its parts are there.'); END IF; "
)


def just_published(problems, first=""):
    """The trigger that asks the rules of publication, once for all the rows that an UPDATE makes public: by then they
    are locked, and what others were about to change of them is done."""
    return pgtrigger.Trigger(
        name="publication_rules",
        level=pgtrigger.Statement,
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="was", new="becomes"),
        func=f"{first}PERFORM tracker_refuse_all(array_agg(rule), array_agg(message)) FROM {problems}(ARRAY("  # noqa: S608
        "SELECT id FROM becomes WHERE published_at IS NOT NULL "
        "EXCEPT SELECT id FROM was WHERE published_at IS NOT NULL)); RETURN NULL;",
    )


class Statement(models.Model):
    """Words uttered by one speaker on a day, with the claim in them and our reading of it."""

    number = models.PositiveIntegerField(
        unique=True, null=True, editable=False, help_text=_("The public number, given at the first publication.")
    )
    slug = models.SlugField(
        max_length=80,
        blank=True,
        default="",
        allow_unicode=True,
        editable=False,
        db_index=False,
        help_text=_("Made from the claim at publication; the number alone decides which page it is."),
    )

    kind = models.CharField(
        max_length=10,
        choices=Kind,
        help_text=_(
            "What sort of words: it decides what can become of them. Commitments and predictions need criteria."
        ),
    )
    quote = Prose(
        blank=True,
        default="",
        help_text=_(
            "Letter for letter as the primary source prints it, without the outer quotation marks. Empty when "
            "no source prints the words."
        ),
    )
    quote_language = LanguageTag(blank=True, default="", help_text=_("The language of the quote as printed: en."))
    spoken_language = LanguageTag(
        blank=True, default="", help_text=_("The language that the words were said in, where a source tells.")
    )
    translation = Prose(
        blank=True,
        default="",
        help_text=_("Our own translation of the quote into the site’s language, where there is one."),
    )
    claim = Prose(
        blank=True,
        default="",
        help_text=_("What can be checked in the words, in neutral words, one sentence. May wait until publication."),
    )
    reading = Prose(
        blank=True,
        default="",
        help_text=_("Why this kind and this day, and what else the words could mean."),
    )

    speaker = models.ForeignKey(
        Official,
        models.PROTECT,
        related_name="statements",
        help_text=_("Whose words they are. Others who signed, or for whom the speaker spoke, are voices."),
    )
    tenure = models.ForeignKey(
        Tenure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text=_("The office held on that day; proposed from the speaker and the day."),
    )
    speaker_label = Line(
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "The office as of that day, as pages print it: “Minister of Foreign Affairs of Belarus”. "
            "Filled from the tenure when you leave it empty."
        ),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="statements",
        help_text=_(
            "The country that the speaker spoke for on that day. Filled from the tenure or the official when "
            "you leave it empty."
        ),
    )
    concerns = models.ManyToManyField(
        Country,
        through="Concern",
        related_name="concerned_in",
        help_text=_("Other countries that the words are about."),
    )
    topics = models.ManyToManyField(Topic, through="StatementTopic", related_name="statements")

    said_on_first, said_on_last, said_on_precision = partial_date_columns(
        help_text=_("The day of the words, at the place of the words.")
    )
    said_on = PartialDateAttribute()
    occasion = Line(blank=True, default="", help_text=_("Where and to whom: “press conference in Minsk”."))

    upheld_if = Prose(
        blank=True, default="", help_text=_("What would have to happen, or be shown, for the claim to hold.")
    )
    broken_if = Prose(
        blank=True,
        default="",
        help_text=_("What documented event would break it. “Broken” is published only against this."),
    )
    check_by_first, check_by_last, check_by_precision = partial_date_columns(
        blank=True, help_text=_("The day by which it can be checked, where there is one.")
    )
    check_by = PartialDateAttribute()
    check_by_basis = models.CharField(
        max_length=8,
        choices=CheckByBasis,
        blank=True,
        default="",
        help_text=_("Only a day that the words name or imply makes a statement due in readers’ eyes."),
    )
    selected_because = Prose(
        blank=True, default="", help_text=_("Why we logged it. Readers ask that of every selection.")
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    criteria_written_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When reading and criteria were last changed before publication.")
    )
    criteria_completed_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When an empty criterion was filled after publication.")
    )
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
    submitted_at = models.DateTimeField(null=True, editable=False, help_text=_("When it was handed in for review."))
    review_note = Prose(blank=True, default="", editable=False, help_text=_("For the desk: why it was sent back."))
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = Prose(
        blank=True,
        default="",
        editable=False,
        help_text=_("Public: why we took it back. The page stays and says so."),
    )

    # The words as HTML, where a search marked something in them.
    marked_words = ""

    class Meta:
        ordering = ["-said_on_first", "-id"]
        permissions = [
            ("publish_statement", "Can publish a statement"),
            ("withdraw_statement", "Can withdraw a statement"),
            ("review_statement", "Can send a statement back from review"),
            ("correct_statement", "Can correct what is published"),
        ]
        indexes = [
            # The desk's lists: drafts and the latest, of all or of one speaker.
            models.Index(fields=["-said_on_first", "-id"], name="statement_in_order"),
            # The desk's index: drafts only, newest first.
            models.Index(fields=["-created_at"], condition=Q(published_at__isnull=True), name="statement_drafts"),
            # The desk's list of one country. (Django's own index would come twice, for LIKE as well.)
            models.Index(fields=["country"], name="statement_country"),
            # The feeds and the dataset tell what was withdrawn.
            models.Index(fields=["-withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="statement_withdrawn"),
        ]
        constraints = [
            word_check("statement", "kind", Kind),
            word_check("statement", "check_by_basis", CheckByBasis, blank=True),
            partial_date_check("statement", "said_on"),
            partial_date_check("statement", "check_by", blank=True),
            models.CheckConstraint(
                name="statement_number_comes_with_publication",
                condition=Q(published_at__isnull=True, number__isnull=True, slug="")
                | (Q(published_at__isnull=False, number__isnull=False) & ~Q(slug="")),
                violation_error_message=_("A number and an address are given at publication, and only then."),
            ),
            models.CheckConstraint(
                name="statement_claim_stands_when_published",
                condition=Q(published_at__isnull=True) | ~Q(claim=""),
                violation_error_message=_("Write the claim in neutral words before you publish."),
            ),
            models.CheckConstraint(
                name="statement_says_why_selected",
                condition=Q(published_at__isnull=True) | ~Q(selected_because=""),
                violation_error_message=_("Say why this statement was selected before you publish."),
            ),
            models.CheckConstraint(
                name="statement_criteria_come_first",
                condition=Q(published_at__isnull=True)
                | ~Q(kind__in=FORWARD_KINDS)
                | ~Q(upheld_if="")
                | ~Q(broken_if=""),
                violation_error_message=_(
                    "A commitment or prediction needs criteria before it is published: say what "
                    "would uphold it, or what would break it."
                ),
            ),
            models.CheckConstraint(
                name="statement_position_has_no_criteria",
                condition=~Q(kind=Kind.POSITION) | Q(upheld_if="", broken_if="", check_by_first__isnull=True),
                violation_error_message=_(
                    "A position takes no finding, so it has neither criteria nor a check-by day."
                ),
            ),
            models.CheckConstraint(
                name="statement_check_by_has_a_basis",
                condition=Q(check_by_first__isnull=True, check_by_basis="")
                | (Q(check_by_first__isnull=False) & ~Q(check_by_basis="")),
                violation_error_message=_(
                    "Say where the check-by day comes from (named, implied, or set by you); "
                    "without a day leave that empty."
                ),
            ),
            models.CheckConstraint(
                name="statement_check_by_after_words",
                condition=Q(check_by_first__isnull=True) | Q(check_by_last__gte=F("said_on_first")),
                violation_error_message=_("The check-by day lies before the words were said."),
            ),
            models.CheckConstraint(
                name="statement_quote_has_a_language",
                condition=Q(quote="") | ~Q(quote_language=""),
                violation_error_message=_("Give the language of the quote as printed, such as en or ru."),
            ),
            models.CheckConstraint(
                name="statement_withdrawal_has_a_reason",
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
                func=f"{BORN_A_DRAFT}NEW.criteria_written_at = now(); NEW.criteria_completed_at = NULL; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="lock_words",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func=f"PERFORM tracker_lock_row('statement', to_jsonb(OLD), to_jsonb(NEW), {sql_array(LOCKED_WORDS)}, "
                f"{sql_array(LOCKED_CRITERIA)}); "
                f"NEW.criteria_completed_at = CASE WHEN {_CRITERION_FILLED} THEN now() "
                "ELSE OLD.criteria_completed_at END; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="publish",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=True),
                func=f"NEW.criteria_written_at = CASE WHEN {_CRITERIA_CHANGED} THEN now() "
                "ELSE OLD.criteria_written_at END; NEW.criteria_completed_at = NULL; "
                "IF NEW.published_at IS NOT NULL THEN NEW.number = tracker_next_number(); END IF; RETURN NEW;",
            ),
            just_published("tracker_statement_problems"),
            pgtrigger.Trigger(
                name="keep_published",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func="PERFORM tracker_refuse('published_is_kept', 'A published statement is never deleted: "
                "withdraw it with a reason instead.'); RETURN NULL;",
            ),
        ]

    def __str__(self):
        words = self.claim or self.quote or gettext("no words yet")
        words = words if len(words) <= 80 else f"{words[:79]}…"
        speaker = self.speaker
        if self.number:
            speaker = phrase("{number} {speaker}", number=f"#{self.number}", speaker=speaker)
        return phrase(gettext("{speaker}, {day}: {words}"), speaker=speaker, day=self.said_on, words=words)

    def get_absolute_url(self):
        return address_of("statement", self.number, self.slug)

    @property
    def history_address(self):
        return reverse("history", args=[self.number, self.slug])

    def version_address(self, version):
        """The permanent address of a version, by its number."""
        return reverse("version", args=[self.number, self.slug, version])

    @property
    def has_criteria(self):
        return bool(self.upheld_if or self.broken_if)


class Concern(models.Model):
    """That a statement is about a country other than the speaker's own."""

    statement = models.ForeignKey(Statement, models.CASCADE, db_index=False, related_name="concern_rows")
    country = models.ForeignKey(Country, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "country"],
                name="concern_names_a_country_once",
                violation_error_message=_("This country is named here already."),
            ),
        ]

    def __str__(self):
        return str(self.country)


class StatementTopic(models.Model):
    """That a statement is about a topic."""

    statement = models.ForeignKey(Statement, models.CASCADE, db_index=False, related_name="topic_rows")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "topic"],
                name="statement_topic_stands_once",
                violation_error_message=_("This topic stands here already."),
            ),
        ]

    def __str__(self):
        return str(self.topic)


def part_of_a_statement(part, *locked_operations):
    """The trigger that every part of a statement has: a change waits for a publication under way, and is refused
    where it would change what is published. An update passes with the correction that tells it."""
    return pgtrigger.Trigger(
        name="lock_with_statement",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        # One IF in the other: PostgreSQL may leave out a call that stands beside a condition it knows to be false.
        func=f"IF tracker_lock_parts(ARRAY[OLD.statement_id], TG_OP = ANY({sql_array(locked_operations)}), '{part}') "
        f"THEN IF TG_OP = 'UPDATE' THEN PERFORM tracker_lock_row('{part}', to_jsonb(OLD), to_jsonb(NEW)); END IF; "
        "END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        "IF NEW.statement_id IS DISTINCT FROM OLD.statement_id THEN "
        "PERFORM tracker_refuse('part_stays_with_its_statement', "
        "'This belongs to another statement and cannot be moved: add it there.'); END IF; "
        "RETURN NEW;",
    )


def added_to_a_statement(part, is_locked, where_published=""):
    """The same for all the parts that an INSERT adds: it waits for publications under way, then is refused, or what
    else has to be asked where a statement is published."""
    return pgtrigger.Trigger(
        name="added_to_statement",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="added"),
        func=f"IF tracker_lock_parts(ARRAY(SELECT statement_id FROM added), {is_locked}, '{part}') THEN "  # noqa: S608
        f"NULL; {where_published} END IF; RETURN NULL;",
    )


class Voice(models.Model):
    """An official who signed the words too, or for whom the speaker spoke."""

    statement = models.ForeignKey(Statement, models.CASCADE, db_index=False, related_name="voices")
    official = models.ForeignKey(Official, models.PROTECT, related_name="voices")
    role = models.CharField(max_length=10, choices=VoiceRole)
    get_role_display = label_of("role", VoiceRole)
    tenure = models.ForeignKey(
        Tenure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voices",
        help_text=_("The office held on that day; proposed from the official and the day."),
    )
    label = Line(
        max_length=200,
        blank=True,
        default="",
        help_text=_("The office as of that day. Filled from the tenure when you leave it empty."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="voices",
        help_text=_("Filled from the tenure or the official when you leave it empty."),
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            word_check("voice", "role", VoiceRole),
            models.UniqueConstraint(
                fields=["statement", "official"],
                name="voice_is_named_once",
                violation_error_message=_("This official is a voice of this statement already."),
            ),
        ]
        triggers = [part_of_a_statement("voice", "DELETE"), added_to_a_statement("voice", is_locked=True)]

    def __str__(self):
        return phrase("{official} ({role})", official=self.official, role=self.get_role_display())


class Appearance(models.Model):
    """A source that carries the statement, with its own wording of it."""

    statement = models.ForeignKey(Statement, models.CASCADE, db_index=False, related_name="appearances")
    source = models.ForeignKey(Source, models.PROTECT, related_name="appearances")
    wording = Prose(
        blank=True,
        default="",
        help_text=_("The words letter for letter as this source has them, without the outer quotation marks."),
    )
    language = LanguageTag(blank=True, default="", help_text=_("The language of this wording."))
    form = models.CharField(max_length=18, choices=Form, help_text=_("How the source has the words."))
    basis = models.CharField(
        max_length=13, choices=Basis, default=Basis.REPORT, help_text=_("What the wording rests on.")
    )
    relayed_by = models.ForeignKey(
        Origin,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="relayed",
        help_text=_("For relayed words: whose account they are known from."),
    )
    locator = Line(blank=True, default="", help_text=_("Where in the source: a paragraph, a page, 12:30."))
    is_primary = models.BooleanField(
        "primary", default=False, help_text=_("The wording that we judge. One a statement.")
    )

    class Meta:
        ordering = ["-is_primary", "id"]
        # The unique constraints below find the appearances of a statement.
        indexes = [
            # An origin that nothing rests on may be deleted.
            models.Index(fields=["relayed_by"], condition=Q(relayed_by__isnull=False), name="appearance_relayed"),
        ]
        constraints = [
            word_check("appearance", "form", Form),
            word_check("appearance", "basis", Basis),
            models.UniqueConstraint(
                fields=["statement", "source"],
                name="appearance_source_stands_once",
                violation_error_message=_("This source stands at this statement already."),
            ),
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(is_primary=True),
                name="appearance_one_is_primary",
                violation_error_message=_("One wording is the primary one: unmark the other first."),
            ),
            models.CheckConstraint(
                name="appearance_relayed_says_by_whom",
                condition=Q(basis=Basis.RELAYED, relayed_by__isnull=False)
                | (~Q(basis=Basis.RELAYED) & Q(relayed_by__isnull=True)),
                violation_error_message=_("Relayed words need whose account they are known from; others have none."),
            ),
            models.CheckConstraint(
                name="appearance_wording_has_a_language",
                condition=Q(wording="") | ~Q(language=""),
                violation_error_message=_("Give the language of this wording, such as en or ru."),
            ),
        ]
        triggers = [
            part_of_a_statement("appearance", "DELETE"),
            # A source may be added to a published statement; its day has to fit there too.
            added_to_a_statement(
                "appearance",
                is_locked=False,
                where_published="PERFORM tracker_check_added_sources(array_agg(statement_id), array_agg(source_id)) "
                "FROM added;",
            ),
        ]

    def __str__(self):
        publisher, form = self.source.publisher, self.get_form_display()
        return phrase(gettext("{publisher}, {form}"), publisher=publisher, form=form)


class StatementLink(models.Model):
    """What a later statement does to an earlier one."""

    later = models.ForeignKey(
        Statement,
        models.CASCADE,
        db_index=False,
        related_name="links_to_earlier",
        help_text=_("The statement that came after."),
    )
    earlier = models.ForeignKey(
        Statement, models.CASCADE, related_name="links_to_later", help_text=_("The statement that it speaks of.")
    )
    kind = models.CharField(max_length=13, choices=LinkKind)
    note = Line(blank=True, default="", help_text=_("Required for “see also”: why they should be read together."))

    class Meta:
        ordering = ["id"]
        constraints = [
            word_check("link", "kind", LinkKind),
            models.UniqueConstraint(
                fields=["later", "earlier", "kind"],
                name="link_stands_once",
                violation_error_message=_("These two are linked in this way already."),
            ),
            models.CheckConstraint(
                name="link_joins_two_statements",
                condition=~Q(later=F("earlier")),
                violation_error_message=_("A statement cannot be linked to itself."),
            ),
            models.CheckConstraint(
                name="link_see_also_says_why",
                condition=~Q(kind=LinkKind.SEE_ALSO) | ~Q(note=""),
                violation_error_message=_("“See also” needs a note that says why."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="link_order",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="PERFORM tracker_check_link(NEW.later_id, NEW.earlier_id); RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="keep_public_link",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="PERFORM tracker_keep_link(OLD.later_id, OLD.earlier_id); "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
            ),
        ]

    def __str__(self):
        return f"{self.later} {self.get_kind_display()} {self.earlier}"
