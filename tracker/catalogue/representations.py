"""The shared rows: what one statement, official or country is in every table that leaves the house.

Lists as CSV, JSON, JSON Lines and XLSX, the API and the data dictionary all read the columns declared here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db.models import DateField
from django.utils.functional import cached_property

from tracker.catalogue import past, public, roles
from tracker.catalogue.accounts import origin_count, origins_of
from tracker.catalogue.batches import keys_in_batches
from tracker.catalogue.columns import Column, Type, iso, of_field, partial_day, row_of, utc
from tracker.database.rows import rows
from tracker.database.snapshots import one_snapshot
from tracker.database.written_once import Given, WrittenOnce, among, grouped, hand_out, look_up
from tracker.officials.models import Official
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Statement, Topic, Voice
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.status import Standing, standing, today, was_logged_afterwards, why_not_counted
from tracker.vocabulary import TERMINAL_FINDINGS, Basis, Finding, Status, VoiceRole


@dataclass
class Line:
    """A public statement with all that its row shows, as it stands on a day."""

    listing: object
    stands: Standing
    site: str
    role: str
    topics: list
    version: int | None
    changed_at: datetime
    decided_by: list = field(default_factory=list)  # the evidence of the deciding entry

    @cached_property
    def statement(self):
        return self.listing.statement

    @property
    def appearances(self):
        """The primary one first."""
        return self.statement.public_appearances

    @property
    def primary(self):
        return self.appearances[0]

    @property
    def source(self):
        return self.primary.source

    @cached_property
    def sources(self):
        return [appearance.source for appearance in self.appearances]

    @cached_property
    def deciding(self):
        """The entry that settled it, if one did; a reopened one settles nothing."""
        deciding = self.stands.deciding
        return deciding if deciding and deciding.finding in TERMINAL_FINDINGS else None

    @cached_property
    def why_not_counted(self):
        return why_not_counted(self.stands.status, self.primary.basis == Basis.RELAYED, self.role)

    @property
    def had_left_office(self):
        """As of a past day, by the check-by day of that time."""
        return getattr(self.listing, "had_left_office_then", self.listing.had_left_office)

    def voices(self, role):
        return [voice.official.slug for voice in self.statement.public_voices if voice.role == role]


def _of_words(name, **options):
    return of_field(Statement, name, attrgetter(f"statement.{name}"), **options)


def _of_source(name, column, **options):
    return of_field(Source, name, attrgetter(f"source.{name}"), column=column, **options)


def _of_deciding(name, column, description):
    return of_field(
        Verification,
        name,
        lambda line: getattr(line.deciding, name) if line.deciding else "",
        column=column,
        description=description,
    )


_WHO_COLUMNS = (
    Column("speaker", Type.TEXT, "Whose words they are: the name.", lambda line: line.statement.speaker.name),
    Column(
        "speaker_slug",
        Type.TEXT,
        "The speaker’s word in addresses: /officials/<it>/.",
        lambda line: line.statement.speaker.slug,
    ),
    of_field(
        Statement, "speaker_label", attrgetter("statement.speaker_label"), description="The office as of that day."
    ),
    Column(
        "speaker_country",
        Type.TEXT,
        "The country that the speaker spoke for on that day, as ISO 3166-1 alpha-2; empty for a body of several.",
        lambda line: line.statement.country_id or "",
    ),
    Column(
        "also_signed_by",
        Type.LIST,
        "Officials who signed the words too, by their word in addresses.",
        lambda line: line.voices(VoiceRole.SIGNED),
    ),
    Column(
        "spoken_for",
        Type.LIST,
        "Officials for whom the speaker spoke, by their word in addresses. It is listed at theirs, not counted there.",
        lambda line: line.voices(VoiceRole.SPOKEN_FOR),
    ),
    Column(
        "countries",
        Type.LIST,
        "The countries of the speaker and of those who signed or were spoken for.",
        lambda line: line.listing.countries,
    ),
    Column("concerns", Type.LIST, "Other countries that the words are about.", lambda line: line.listing.concerns),
    Column("topics", Type.LIST, "Topics, by their word in addresses: /topics/<it>/.", lambda line: line.topics),
)

_WHEN_COLUMNS = (
    partial_day(Statement, "said_on", lambda line: iso(line.statement.said_on), is_required=True),
    of_field(
        Statement,
        "said_on_first",
        lambda line: iso(line.statement.said_on_first),
        description="The first day on which it can have been said.",
        is_required=True,
    ),
    of_field(
        Statement,
        "said_on_last",
        lambda line: iso(line.statement.said_on_last),
        description="The last day on which it can have been said; equal to the first when the day is known.",
        is_required=True,
    ),
    _of_words("said_on_precision", is_required=True),
    _of_words("occasion"),
)

_CRITERIA_COLUMNS = (
    _of_words("reading"),
    _of_words("upheld_if"),
    _of_words("broken_if"),
    partial_day(
        Statement,
        "check_by",
        lambda line: iso(line.stands.check_by),
        description="The day by which it can be checked, where there is one; as moved by others, where a "
        "verification “postponed” says so.",
    ),
    Column(
        "check_by_last",
        Type.DAY,
        "The last day that check_by can mean: from the next day on it is due, if the words name or imply it.",
        lambda line: iso(line.stands.check_by and line.stands.check_by.last),
    ),
    _of_words("check_by_basis", description="Whether the words name the day, imply it, or the editors set it."),
    _of_words("selected_because"),
)

_OUTCOME_COLUMNS = (
    Column(
        "status",
        Type.WORD,
        "Where it stands: worked out from the entries and the day, never typed in.",
        lambda line: str(line.stands.status),
        tuple(Status.values),
        is_required=True,
    ),
    Column(
        "status_label",
        Type.TEXT,
        "The status as readers see it, in the words of the statement’s kind.",
        lambda line: str(line.stands.label),
    ),
    Column(
        "finding",
        Type.WORD,
        "The finding that settled it; empty as long as none has.",
        lambda line: str(line.deciding.finding) if line.deciding else "",
        tuple(str(finding) for finding in TERMINAL_FINDINGS),
    ),
    Column(
        "finding_public_on",
        Type.PARTIAL_DAY,
        "The day from which the deciding fact was public, whenever we wrote it down.",
        lambda line: iso(line.deciding and line.deciding.public_on),
    ),
    _of_deciding("summary", "finding_summary", "What happened, in one sentence."),
    _of_deciding("confidence", "finding_confidence", "How sure the finding is."),
    _of_deciding("partly_because", "finding_partly_because", "For “partly upheld”: which part."),
    Column(
        "happened_on",
        Type.LIST,
        "The days of the events that the evidence of the finding reports, each as exactly as known.",
        lambda line: sorted({piece.happened_on.isoformat() for piece in line.decided_by if piece.happened_on}),
    ),
    Column(
        "latest_interim",
        Type.WORD,
        "The latest interim finding but “no change”: something new that does not settle it.",
        lambda line: str(line.stands.interim.finding) if line.stands.interim else "",
        tuple(str(finding) for finding in Finding if finding not in (*TERMINAL_FINDINGS, Finding.NO_CHANGE)),
    ),
    Column(
        "latest_interim_public_on",
        Type.PARTIAL_DAY,
        "The day from which that was public.",
        lambda line: iso(line.stands.interim and line.stands.interim.public_on),
    ),
)

_FAIRNESS_COLUMNS = (
    Column(
        "is_counted",
        Type.BOOLEAN,
        "Whether it counts where promises, predictions and factual claims are counted. In the list of one official or "
        "country: whether it counts there.",
        lambda line: not line.why_not_counted,
    ),
    Column("why_not_counted", Type.TEXT, "Why it does not; empty when it counts.", attrgetter("why_not_counted")),
    Column(
        "is_logged_afterwards",
        Type.BOOLEAN,
        "Whether the outcome was public already when we published the words.",
        lambda line: was_logged_afterwards(line.statement, line.stands.deciding),
    ),
    Column(
        "had_left_office",
        Type.BOOLEAN,
        "Whether the speaker had surely left the office before the check-by day.",
        attrgetter("had_left_office"),
    ),
    Column(
        "terms_changed",
        Type.BOOLEAN,
        "Whether the speaker’s own side moved the deadline or the scope.",
        lambda line: any(entry.finding == Finding.TERMS_CHANGED for entry in line.statement.public_entries),
    ),
)

_SOURCE_COLUMNS = (
    _of_source("url", "source_address", description="Address of the source whose wording is judged."),
    Column("source_publisher", Type.TEXT, "Who brought that source out.", lambda line: line.source.publisher.name),
    Column(
        "source_interest",
        Type.TEXT,
        "What a reader has to know to weigh that publisher.",
        lambda line: line.source.publisher.interest,
    ),
    _of_source("title", "source_title", description="Its title, as printed."),
    partial_day(
        Source,
        "published_on",
        lambda line: iso(line.source.published_on),
        column="source_published_on",
        description="The day it came out.",
    ),
    of_field(Appearance, "form", attrgetter("primary.form")),
    of_field(Appearance, "basis", attrgetter("primary.basis")),
    Column(
        "relayed_by",
        Type.TEXT,
        "For relayed words: whose account they are known from.",
        lambda line: line.primary.relayed_by.name if line.primary.relayed_by else "",
    ),
    Column("source_count", Type.INTEGER, "How many sources carry it.", lambda line: len(line.sources)),
    Column(
        "origins",
        Type.LIST,
        "Whose accounts these sources carry, as far as known.",
        lambda line: sorted({origin.name for source in line.sources for origin in origins_of(source)}),
    ),
    Column(
        "origin_count",
        Type.INTEGER,
        "How many different accounts that makes: sources with one origin count as one, and a source that names none "
        "stands for itself.",
        lambda line: origin_count(line.sources),
    ),
)

_RECORD_COLUMNS = (
    of_field(
        Statement,
        "published_at",
        lambda line: utc(line.statement.published_at),
        description="When it was published here.",
        is_required=True,
    ),
    of_field(
        Statement,
        "withdrawn_at",
        lambda line: utc(line.statement.withdrawn_at),
        description="When we took it back. In lists always empty: what is withdrawn is in none.",
    ),
    Column("version", Type.INTEGER, "The number of the latest version of its page.", attrgetter("version")),
    Column("changed_at", Type.MOMENT, "When that version was written.", lambda line: utc(line.changed_at)),
)

STATEMENT_COLUMNS = (
    _of_words("number", description="The public number.", is_required=True),
    Column(
        "address",
        Type.ADDRESS,
        "The permanent address of its page.",
        lambda line: line.site + line.statement.get_absolute_url(),
        is_required=True,
    ),
    _of_words("kind", description="What sort of words: it decides what can become of them.", is_required=True),
    *_OUTCOME_COLUMNS,
    _of_words(
        "quote",
        description="The words letter for letter as the primary source prints them, without the outer quotation "
        "marks. Empty when no source prints the words.",
    ),
    _of_words("quote_language"),
    _of_words("translation"),
    _of_words("claim", description="What can be checked in the words, in neutral words.", is_required=True),
    *_WHO_COLUMNS,
    *_WHEN_COLUMNS,
    *_CRITERIA_COLUMNS,
    *_FAIRNESS_COLUMNS,
    *_SOURCE_COLUMNS,
    *_RECORD_COLUMNS,
)


def statement_rows(listings, site, *, whose=None, day=None):
    """The rows of a list of public statements in its order, read in batches of a fixed number of queries.

    `site` is the beginning of all addresses; `whose` the official, country or topic whose own list it is; `day` the
    day as of which each is to stand.
    """
    for batch in statement_lines(listings, site, whose=whose, day=day):
        for line in batch:
            yield row_of(STATEMENT_COLUMNS, line)


def statement_lines(listings, site, *, whose=None, day=None):
    """The same as Lines, in lists of a batch each. What is withdrawn while the list is read is left out."""
    for keys in keys_in_batches(listings):
        yield lines_of(keys, site, whose=whose, day=day)


@one_snapshot()
def lines_of(keys, site, *, whose=None, day=None):
    """The Lines of a few statements, by their keys and in their order."""
    listings = _with_parts(list(keys), day) if keys else []
    stands = {listing.pk: standing(listing.statement, listing.statement.public_entries, day) for listing in listings}
    topics = {topic.pk: topic for topic in _TOPICS.ask(keys=[topic for one in listings for topic in one.topics])}
    versions = _latest_versions(keys)
    deciding = [where.deciding.pk for where in stands.values() if where.deciding]
    evidence = grouped(_EVIDENCE.ask(keys=deciding), "verification_id")
    return [
        Line(
            listing,
            stands[listing.pk],
            site,
            roles.role_of(whose, listing),
            sorted(topics[topic].slug for topic in listing.topics),
            *versions.get(listing.pk, (None, listing.published_at)),
            evidence[getattr(stands[listing.pk].deciding, "pk", None)],
        )
        for listing in listings
    ]


def _lines(listings):
    return listings.filter(among("pk", "keys")).order_by().select_related("statement")


_DAY = Given("day", output_field=DateField())
_LINES_TODAY = WrittenOnce(lambda: _lines(public.listings(_DAY)))
_LINES_THEN = WrittenOnce(lambda: _lines(past.listings_as_of(_DAY)))
# Long texts that no row shows stay behind.
_APPEARANCES = WrittenOnce(
    lambda: Appearance.objects.filter(among("statement", "keys")).select_related("source").defer("wording", "locator")
)
_ENTRIES = WrittenOnce(
    lambda: (
        public.verifications()
        .filter(among("statement", "keys"), withdrawn_at__isnull=True)
        .defer("reasoning", "searched", "confidence_reason", "review_note", "created_at", "submitted_at")
    )
)
_EVIDENCE = WrittenOnce(
    lambda: Evidence.objects.filter(among("verification", "keys")).defer("excerpt", "note", "locator")
)
_VOICES = WrittenOnce(lambda: Voice.objects.filter(among("statement", "keys")))
_ATTRIBUTIONS = WrittenOnce(lambda: Attribution.objects.filter(among("source", "keys")))
_OFFICIALS, _ORIGINS, _PUBLISHERS, _TOPICS = (
    WrittenOnce(lambda model=model: model.objects.filter(among("pk", "keys")).order_by())
    for model in (Official, Origin, Publisher, Topic)
)


def _with_parts(keys, day):
    """Listing lines in the order of the keys, with the parts of the record that a row shows."""
    lines = _LINES_TODAY.ask(keys=keys, day=today()) if day is None else _LINES_THEN.ask(keys=keys, day=day)
    voices, appearances, entries = (query.ask(keys=keys) for query in (_VOICES, _APPEARANCES, _ENTRIES))
    _look_up_names([line.statement for line in lines], voices, appearances)
    in_force = [entry for entry in entries if day is None or entry.public_on_last <= day]
    # Lists are much cheaper here than what a manager keeps.
    parts = {"public_voices": voices, "public_appearances": appearances, "public_entries": in_force}
    for name, of_each in ((name, grouped(those, "statement_id")) for name, those in parts.items()):
        for line in lines:
            setattr(line.statement, name, of_each[line.pk])
    by_key = {line.pk: line for line in lines}
    return [by_key[key] for key in keys if key in by_key]


def _look_up_names(statements, voices, appearances):
    """Who stands in many rows is read once."""
    look_up(statements, "speaker", _OFFICIALS)
    look_up(voices, "official", _OFFICIALS)
    look_up(appearances, "relayed_by", _ORIGINS)
    sources = [appearance.source for appearance in appearances]
    look_up(sources, "publisher", _PUBLISHERS)
    attributions = _ATTRIBUTIONS.ask(keys=[source.pk for source in sources])
    look_up(attributions, "origin", _ORIGINS)
    hand_out(attributions, sources, "attributions", of="source")


def _latest_versions(statements):
    """The number and the moment of the latest version of each statement's page."""
    found = rows(
        "SELECT statement_id, max(number) AS number, max(made_at) AS made_at FROM tracker_version "
        "WHERE statement_id = ANY(%s) GROUP BY 1",
        list(statements),
    )
    return {row["statement_id"]: (row["number"], row["made_at"]) for row in found}
