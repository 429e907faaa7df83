"""The catalogue's own tables: derived from the record, kept by triggers, never edited."""

# ruff: noqa: S608 the names of tables and columns in triggers are our own

from datetime import date

import pgtrigger
from django.contrib.auth.models import Group, User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractQuarter, ExtractYear, Floor, Mod, Random

from tracker.officials.models import Official, OtherName, Tenure
from tracker.partial_dates import PartialDateAttribute
from tracker.sources.models import Source
from tracker.statements.models import Appearance, Concern, Statement, StatementTopic, Topic, Voice
from tracker.verifications.models import Verification
from tracker.vocabulary import TERMINAL_FINDINGS, Finding, Kind, Status

UNSETTLED = "unsettled"  # open or due: the day decides which
_COUNTS_AS_DUE = Q(finding="", is_on_record=False, check_by_is_binding=True, check_by_last__isnull=False)


# A shelfmark is a day and the number of a statement said on it in one whole number, so that one column is the order.
SHELFMARKS_A_DAY = 2**31


def shelfmark_of(day, number):
    """The shelfmark of a line as a query's expression, of its two columns."""
    days = Func(day, template="(%(expressions)s - DATE '0001-01-01')", output_field=models.BigIntegerField())
    return Cast(days, models.BigIntegerField()) * SHELFMARKS_A_DAY + number


def number_of(shelfmark):
    """The number of the line with this shelfmark."""
    return Mod(shelfmark, Value(SHELFMARKS_A_DAY), output_field=models.BigIntegerField())


def span_of_days():
    """How many days lie between the first and the last possible day of the words."""
    days = F("said_on_last"), F("said_on_first")
    return Func(*days, arg_joiner=" - ", template="(%(expressions)s)", output_field=models.IntegerField())


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
    had_left_office = models.BooleanField(
        help_text="The speaker had surely left the office before the check-by day, and did not hold it again by then."
    )
    published_at = models.DateTimeField()
    officials = ArrayField(models.BigIntegerField(), help_text="The speaker and the voices.")
    signatories = ArrayField(models.BigIntegerField(), help_text="The speaker and who signed: where it counts.")
    countries = ArrayField(models.CharField(max_length=2), help_text="The speaker’s and the voices’ countries.")
    counting_countries = ArrayField(models.CharField(max_length=2), help_text="The speaker’s and the signatories’.")
    concerns = ArrayField(models.CharField(max_length=2))
    topics = ArrayField(models.BigIntegerField())
    publishers = ArrayField(models.BigIntegerField(), help_text="Whose sources carry it.")
    # /statements/ in its usual order reads the index of this column.
    shelfmark = models.GeneratedField(
        expression=shelfmark_of(F("said_on_first"), F("number")),
        output_field=models.BigIntegerField(),
        db_persist=True,
        unique=True,
        help_text="Where the line stands in the order of days: the first day on which the words may have been said, "
        "then the public number.",
    )
    year = models.GeneratedField(
        expression=ExtractYear("said_on_first"),
        output_field=models.SmallIntegerField(help_text="The year that it counts for: that of its first possible day."),
        db_persist=True,
    )
    settled = models.GeneratedField(
        expression=Case(
            When(~Q(finding=""), then=F("finding")),
            When(is_on_record=True, then=Value(Status.ON_RECORD.value)),
            default=Value(UNSETTLED),
        ),
        output_field=models.CharField(max_length=13, help_text="The status that no day changes, or “unsettled”."),
        db_persist=True,
    )
    check_by_quarter = models.GeneratedField(
        expression=Case(
            When(_COUNTS_AS_DUE, then=ExtractYear("check_by_last") * 4 + ExtractQuarter("check_by_last") - 1),
            default=Value(0),
        ),
        output_field=models.IntegerField(help_text="Of what can become due: its day’s year × 4 + quarter − 1; else 0."),
        db_persist=True,
    )

    # What some lists add to their rows; templates look for it in every row.
    role = not_counted = ""
    found_in = ()

    class Meta:
        ordering = ["-shelfmark"]
        indexes = [
            # /statements/?status=… and its kinds. With all that such a list is asked for, so that none of the lines
            # themselves is looked at before it is known to stand there.
            models.Index(
                fields=["settled", "-shelfmark"],
                include=["kind", "check_by_quarter", "check_by_last", "statement"],
                name="listing_by_status",
            ),
            # /statements/?status=due: the same of the few lines that can become due.
            models.Index(
                fields=["-shelfmark"],
                include=["kind", "check_by_quarter", "check_by_last", "statement"],
                condition=Q(check_by_quarter__gt=0),
                name="listing_due",
            ),
            # ?said_after=…: how long before a day the first day of words may lie that were said on it.
            models.Index(span_of_days(), condition=Q(said_on_last__gt=F("said_on_first")), name="listing_by_span"),
            # /statements/?order=decided: what is not decided stands last.
            models.Index(Coalesce("decided_on", date.min).desc(), F("number").desc(), name="listing_by_decision"),
            # /statements/?order=check_by: what has no day stands last.
            models.Index(Coalesce("check_by_last", date.max), F("number"), name="listing_by_check"),
            # /statements/?order=logged and the feeds: what was published last.
            models.Index(fields=["-published_at", "-number"], name="listing_by_publication"),
            # /due/ and the home page: what can become due, by its day. Facets: what became due in the present quarter.
            models.Index(
                fields=["check_by_last", "number"], condition=Q(check_by_quarter__gt=0), name="listing_can_become_due"
            ),
        ]

    def __str__(self):
        return f"#{self.number}"


class Heading(models.Model):
    """A public statement's line once more under one of its headings: an official, a country, a topic, a concerned
    country or a publisher.

    Each heading has its lines in the order of their days, so that a list reads the first 25 of an official's 50,000
    and no more, however long ago the words were said. Kept from the arrays of the Listing by the triggers below.
    """

    # The key is the order of the lists of officials, countries and topics, and of each that is filtered by one.
    pk = models.CompositePrimaryKey("name", "shelfmark")
    name = models.CharField(
        max_length=30, db_collation="C", help_text="The filter’s parameter and the key: “country BY”, “official 17”."
    )
    shelfmark = models.BigIntegerField(help_text="That of the line.")
    line = models.ForeignObject(
        Listing, models.DO_NOTHING, from_fields=["shelfmark"], to_fields=["shelfmark"], related_name="headings"
    )

    class Meta:
        indexes = [
            # “Logged since” on the pages of officials and countries: the lowest number that stands under each.
            models.Index(
                F("name"),
                number_of(F("shelfmark")),
                condition=Q(name__gte="country", name__lt="publisher"),
                name="heading_by_number",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.shelfmark}"


# The array of the listing that holds each heading's keys.
HEADINGS = {
    "official": "officials",
    "country": "countries",
    "topic": "topics",
    "concerns": "concerns",
    "publisher": "publishers",
}


def sql_headings(lines):
    """SQL for the headings of lines, as rows of their table; `lines` names lines that have the listing's columns."""
    of_one = " UNION ALL ".join(
        f"SELECT '{name} ' || key FROM unnest({lines}.{array}) key" for name, array in HEADINGS.items()
    )
    return f"SELECT DISTINCT heading.name, {lines}.shelfmark FROM {lines}, LATERAL ({of_one}) heading (name)"


def _keep_headings(operation, func, **rows):
    """A statement-level trigger on the listing, whoever writes it: `rows` names its rows as they were or are."""
    return pgtrigger.Trigger(
        name=f"keep_headings_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),
        func=f"{func} RETURN NULL;",
    )


_ADD = "INSERT INTO tracker_heading (name, shelfmark) {};".format
_TAKE_AWAY = (
    "DELETE FROM tracker_heading h USING ({}) gone WHERE (h.name, h.shelfmark) = (gone.name, gone.shelfmark);"
).format
# Hardly any change of a line moves it: then nothing is read or written.
_IS_ELSEWHERE = " OR ".join(
    f"was.{column} IS DISTINCT FROM made.{column}" for column in ("shelfmark", *HEADINGS.values())
)

pgtrigger.register(
    _keep_headings(pgtrigger.Insert, _ADD(sql_headings("made")), new="made"),
    _keep_headings(pgtrigger.Delete, _TAKE_AWAY(sql_headings("was")), old="was"),
    _keep_headings(
        pgtrigger.Update,
        " ".join(
            [
                f"IF NOT EXISTS (SELECT FROM was JOIN made USING (statement_id) WHERE {_IS_ELSEWHERE}) THEN",
                "RETURN NULL; END IF;",
                _TAKE_AWAY(f"{sql_headings('was')} EXCEPT {sql_headings('made')}"),
                _ADD(f"{sql_headings('made')} EXCEPT {sql_headings('was')}"),
            ]
        ),
        old="was",
        new="made",
    ),
)(Listing)


class Findable(models.Model):
    """By which words a public statement is found: its texts, whose words they are, and its topics (search.sql).

    Written with the statement's line, by the same function; apart from it, because lists read narrow lines, and an
    entry changes the line but not the words.
    """

    listing = models.OneToOneField(
        Listing,
        models.DO_NOTHING,
        db_constraint=False,
        db_column="statement_id",
        primary_key=True,
        help_text="The line of the statement.",
    )
    vector = SearchVectorField(editable=False)

    class Meta:
        indexes = [
            # ?q= of every list of statements. What is new waits in a small heap of its own, so that a publication
            # writes one place and not as many as there are words; a small one, because every search reads it.
            GinIndex(fields=["vector"], name="findable_words", fastupdate=True, gin_pending_list_limit=1024),
        ]

    def __str__(self):
        return f"statement {self.pk}"


class FindableName(models.Model):
    """A name of an official or a topic, in one spelling. Vectors hold `@17` or `#4` in its place, so that a new
    spelling is found at once in all statements."""

    key = models.CharField(max_length=40, primary_key=True, help_text="Which row has it: “other name 5”.")
    lexeme = models.CharField(max_length=30, help_text="What stands for it in vectors: “@17”.")
    vector = SearchVectorField(editable=False)

    class Meta:
        indexes = [
            # Each word of ?q= is looked for in all names.
            GinIndex(fields=["vector"], name="findablename_words"),
        ]

    def __str__(self):
        return self.key


class KnownWord(models.Model):
    """A word that stands, or stood, in a public statement or in a name: what typing errors are compared with."""

    word = models.CharField(max_length=40, help_text="In small letters.")
    letters = models.CharField(max_length=160, help_text="The word in plain letters, of which trigrams are made.")

    class Meta:
        indexes = [
            # Whether a word is known, asked by every search and for every new statement.
            models.Index(fields=["word"], name="knownword_word"),
            # The words most like one that a search did not find.
            GinIndex(OpClass("letters", name="gin_trgm_ops"), name="knownword_alike"),
        ]

    def __str__(self):
        return self.word


class Apart(models.TextChoices):
    """What sets a line apart from the others of an official or a country, whichever of these comes first."""

    RELAYED = "relayed", "Known only from another’s account: not counted"
    SPOKEN_FOR = "spoken_for", "The words are another’s: not counted there"
    LEFT_OFFICE = "left", "The speaker had left office before the day to check"


class Tally(models.Model):
    """How many public statements of a kind stand where, for a country, a topic, a year of the words, an official, or
    for two of them together; what is 0 or empty means any.

    Kept by the triggers below: a change of a line is noted as a TallyChange, and folded in here now and then. So the
    count is what stands here and in the changes together (tallies.py).
    """

    pk = models.CompositePrimaryKey(
        *("members", "official", "country", "topic", "year", "check_by_quarter", "kind", "apart")
    )
    members = models.SmallIntegerField(help_text="Which of the columns name a member: a bit for each.")
    official = models.BigIntegerField(help_text="An official; together with others only for those with many words.")
    country = models.CharField(max_length=2)
    topic = models.BigIntegerField()
    year = models.SmallIntegerField()
    check_by_quarter = models.IntegerField(help_text="Of the unsettled that can become due, apart from all of them.")
    kind = models.CharField(max_length=10, choices=Kind)
    apart = models.CharField(
        max_length=10,
        choices=Apart,
        blank=True,
        help_text="Of an official alone or a country alone: why these do not count there, or what is said beside them.",
    )
    on_record = models.IntegerField()
    unsettled = models.IntegerField(help_text="Open or due.")
    upheld = models.IntegerField()
    partly_upheld = models.IntegerField()
    broken = models.IntegerField()
    undetermined = models.IntegerField()
    void = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self):
        return f"{self.kind} of {self.official}, {self.country or '–'}, {self.topic}, {self.year}"


SETTLED = (Status.ON_RECORD.value, UNSETTLED, *(finding.value for finding in TERMINAL_FINDINGS))


# What of a line is tallied.
SORT = (
    *("officials", "countries", "topics", "year", "check_by_quarter", "kind", "settled"),
    *("signatories", "counting_countries", "is_relayed", "had_left_office"),
)


class TallyChange(models.Model):
    """How many lines more or less there are of one sort, not folded into the tallies yet.

    A row of its own for each change, so that nobody who publishes waits for somebody else's count.
    """

    officials = ArrayField(models.BigIntegerField())
    countries = ArrayField(models.CharField(max_length=2))
    topics = ArrayField(models.BigIntegerField())
    year = models.SmallIntegerField()
    check_by_quarter = models.IntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    settled = models.CharField(max_length=13)
    signatories = ArrayField(models.BigIntegerField())
    counting_countries = ArrayField(models.CharField(max_length=2))
    is_relayed = models.BooleanField()
    had_left_office = models.BooleanField()
    more = models.IntegerField(help_text="Less, where it is below zero.")

    def __str__(self):
        return f"{self.more:+} {self.kind}"


def _note_after(operation, lines, **rows):
    """A statement-level trigger that notes how the changed lines change what there is of each sort. Most changes of
    a line change nothing of it."""
    sort = ", ".join(SORT)
    return pgtrigger.Trigger(
        name=f"note_tallies_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),
        declare=[("noted", "integer")],
        func=(
            f"INSERT INTO tracker_tallychange ({sort}, more) SELECT {sort}, sum(more) FROM ({lines}) AS line "
            f"GROUP BY {sort} HAVING sum(more) <> 0; GET DIAGNOSTICS noted = ROW_COUNT; "
            "PERFORM tracker_fold_now_and_then(noted); RETURN NULL;"
        ),
    )


pgtrigger.register(
    _note_after(pgtrigger.Insert, "SELECT *, 1 AS more FROM added", new="added"),
    _note_after(pgtrigger.Delete, "SELECT *, -1 AS more FROM gone", old="gone"),
    _note_after(
        pgtrigger.Update,
        "SELECT *, 1 AS more FROM added UNION ALL SELECT *, -1 AS more FROM gone",
        old="gone",
        new="added",
    ),
)(Listing)


def _refresh_after(operation, statements="SELECT statement_id FROM changed", with_words=True, first="", **rows):
    """A statement-level trigger that recomputes the lines of the statements that the changed rows belong to: `rows`
    names the rows as they were (`old`) or are now (`new`). `with_words` where it can change by which words they are
    found."""
    return pgtrigger.Trigger(
        name=f"refresh_listing_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**(rows or {"new": "changed"})),
        func=f"{first}PERFORM tracker_refresh_listings(ARRAY({statements}), {with_words}); RETURN NULL;",
    )


# Drafts have no line, so only what is published is looked at.
pgtrigger.register(
    _refresh_after(pgtrigger.Update, "SELECT id FROM changed WHERE published_at IS NOT NULL"),
)(Statement)
pgtrigger.register(
    _refresh_after(
        pgtrigger.Update, "SELECT statement_id FROM changed WHERE published_at IS NOT NULL", with_words=False
    ),
)(Verification)
# Parts change after publication by a correction only; a source may be added.
pgtrigger.register(_refresh_after(pgtrigger.Insert), _refresh_after(pgtrigger.Update))(Appearance)
pgtrigger.register(_refresh_after(pgtrigger.Update))(Voice)


# Whether a speaker had left office depends on all his or her tenures of the office. Their locks make these changes wait
# for whoever is just publishing something said in one of them, and the other way round.
def _refresh_after_tenures(operation, changed="SELECT official_id, office_id FROM changed", **rows):
    of_the_office = f"(t.official_id, t.office_id) IN ({changed})"
    return _refresh_after(
        operation,
        f"SELECT s.id FROM tracker_tenure t JOIN tracker_statement s ON s.tenure_id = t.id WHERE {of_the_office}",
        with_words=False,
        first=f"PERFORM FROM tracker_tenure t WHERE {of_the_office} ORDER BY t.id FOR UPDATE; ",
        **rows,
    )


pgtrigger.register(
    _refresh_after_tenures(pgtrigger.Insert),
    _refresh_after_tenures(pgtrigger.Delete, old="changed"),
    _refresh_after_tenures(
        pgtrigger.Update,
        "SELECT official_id, office_id FROM gone UNION SELECT official_id, office_id FROM changed",
        old="gone",
        new="changed",
    ),
)(Tenure)
pgtrigger.register(
    _refresh_after(
        pgtrigger.Update,
        "SELECT statement_id FROM changed JOIN tracker_appearance a ON a.source_id = changed.id",
        with_words=False,
    ),
)(Source)
for _part, _has_words in ((Concern, False), (StatementTopic, True)):
    pgtrigger.register(
        _refresh_after(pgtrigger.Insert, with_words=_has_words),
        _refresh_after(pgtrigger.Delete, with_words=_has_words, old="changed"),
        # A row that moves to another statement changes two lines.
        _refresh_after(
            pgtrigger.Update,
            "SELECT statement_id FROM gone UNION SELECT statement_id FROM changed",
            with_words=_has_words,
            old="gone",
            new="changed",
        ),
    )(_part)


def _keep_name(kind, lexeme):
    """Row-level triggers that keep a name as it can be looked for, under the row's own key."""
    return pgtrigger.Trigger(
        name="keep_name_findable",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"PERFORM tracker_keep_name('{kind} ' || NEW.id, {lexeme}, NEW.name); RETURN NULL;",
    ), pgtrigger.Trigger(
        name="forget_findable_name",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func=f"PERFORM tracker_forget_name('{kind} ' || OLD.id); RETURN NULL;",
    )


pgtrigger.register(*_keep_name("official", "'@' || NEW.id"))(Official)
pgtrigger.register(*_keep_name("other name", "'@' || NEW.official_id"))(OtherName)
pgtrigger.register(*_keep_name("topic", "'#' || NEW.id"))(Topic)


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
