"""The tables of the dataset, in the order in which a reader meets them: words, what became of them, what they rest on,
who said them."""

from operator import attrgetter

from tracker.catalogue import directories, public
from tracker.catalogue.columns import iso, of_field, utc
from tracker.catalogue.dataset import shown
from tracker.catalogue.dataset.declared import (
    Reference,
    Table,
    described,
    fields,
    in_pieces,
    number,
    partial_days,
    reference,
    required,
    source_identifier,
    statement_number,
    text,
)
from tracker.catalogue.representations import STATEMENT_COLUMNS, statement_lines
from tracker.countries.models import Country
from tracker.officials.models import Office, OtherName, Tenure
from tracker.sources.models import Attribution, Publisher, Source
from tracker.statements.models import Appearance, Statement, StatementLink, Topic, Voice
from tracker.verifications.models import Correction, Evidence, Reply, Verification
from tracker.verifications.versions import signature

# What is another on another day, though nobody published anything; and what is empty here.
OF_THE_DAY = {"status", "status_label"}
NOT_HERE = OF_THE_DAY | {"withdrawn_at"}
OF_A_STATEMENT = reference("statement", "statements", "number")
OF_AN_OFFICIAL = reference("official", "officials", "slug")
OF_A_SOURCE = reference("source", "sources", "id")


def _statements(site):
    for lines in statement_lines(public.listings().order_by("number"), site):
        yield from lines


def _source(row):
    return source_identifier(row.source) if row.source else ""


_SOURCE = text("source", "The source: its id.", _source, is_required=True)
_SOURCE_IF_ANY = text("source", "The source: its id, where there is one.", _source)
_OFFICIAL = text("official", "The official’s word in addresses.", attrgetter("official.slug"), is_required=True)


def _moment(model, name, description):
    return of_field(model, name, lambda row: utc(getattr(row, name)), description=description)


STATEMENTS = Table(
    "statements",
    "Statements that stand, one a row, with where each stands now and the source whose wording is judged. What depends "
    "on today, whether an open one is due, is left out: it is when no finding settled it, the words name or imply "
    "check_by, and check_by_last is past.",
    tuple(column for column in STATEMENT_COLUMNS if column.name not in NOT_HERE),
    ("number",),
    _statements,
    (reference("speaker_slug", "officials", "slug"), reference("speaker_country", "countries", "code")),
)

WITHDRAWN_STATEMENTS = Table(
    "withdrawn_statements",
    "Statements that we took back. Of them only the reason is told.",
    (
        number("number", "The public number.", attrgetter("number")),
        _moment(Statement, "published_at", "When it was published."),
        _moment(Statement, "withdrawn_at", "When it was withdrawn."),
        *fields(Statement, "withdrawal_reason"),
    ),
    ("number",),
    in_pieces(shown.withdrawn_statements),
)

VOICES = Table(
    "voices",
    Voice.__doc__.strip(),
    (
        statement_number(),
        _OFFICIAL,
        required(Voice, "role", "Whether the official signed the words too, or the speaker spoke for him or her."),
        described(Voice, "label", "The office as of that day."),
        text("country", "The country that the official spoke for on that day.", lambda row: row.country_id or ""),
    ),
    ("statement", "official"),
    in_pieces(shown.voices),
    (OF_A_STATEMENT, OF_AN_OFFICIAL, reference("country", "countries", "code")),
)

TOPICS = Table(
    "topics",
    Topic.__doc__.strip(),
    (
        text("slug", "The word in the address of its page.", attrgetter("slug"), is_required=True),
        text("name", "Its name.", attrgetter("name"), is_required=True),
    ),
    ("slug",),
    in_pieces(lambda: public.topics().order_by("slug")),
)

STATEMENT_TOPICS = Table(
    "statement_topics",
    "That a statement is about a topic.",
    (statement_number(), text("topic", "The topic.", attrgetter("topic.slug"), is_required=True)),
    ("statement", "topic"),
    in_pieces(shown.statement_topics),
    (OF_A_STATEMENT, reference("topic", "topics", "slug")),
)

CONCERNS = Table(
    "statement_concerns",
    "That a statement is about a country other than the speaker’s own.",
    (statement_number(), text("country", "The country.", attrgetter("country_id"), is_required=True)),
    ("statement", "country"),
    in_pieces(shown.concerns),
    (OF_A_STATEMENT, reference("country", "countries", "code")),
)

APPEARANCES = Table(
    "appearances",
    Appearance.__doc__.strip(),
    (
        statement_number(),
        _SOURCE,
        required(Appearance, "is_primary"),
        *fields(Appearance, "wording", "language"),
        required(Appearance, "form"),
        required(Appearance, "basis"),
        text(
            "relayed_by",
            "For relayed words: whose account they are known from.",
            lambda row: row.relayed_by.name if row.relayed_by else "",
        ),
        *fields(Appearance, "locator"),
    ),
    ("statement", "source"),
    in_pieces(shown.appearances),
    (OF_A_STATEMENT, OF_A_SOURCE, reference("relayed_by", "origins", "name")),
)

LINKS = Table(
    "links",
    StatementLink.__doc__.strip(),
    (
        number("later", "The number of the later statement.", attrgetter("later.number")),
        required(StatementLink, "kind", "What the later does to the earlier."),
        number("earlier", "The number of the earlier one.", attrgetter("earlier.number")),
        described(StatementLink, "note", "Anything to add; with “see also”, why they should be read together."),
    ),
    ("later", "earlier", "kind"),
    in_pieces(shown.links),
    (reference("later", "statements", "number"), reference("earlier", "statements", "number")),
)

_PLACE = number(
    "place",
    "Which of the statement’s published verifications it is: the first, the second. It never changes.",
    attrgetter("place"),
)

VERIFICATIONS = Table(
    "verifications",
    Verification.__doc__.strip(),
    (
        statement_number(),
        _PLACE,
        required(Verification, "finding", "What was found; pages show it in the words of the statement’s kind."),
        *fields(Verification, "partly_because"),
        *partial_days(Verification, "public_on", is_required=True),
        *partial_days(Verification, "new_check_by"),
        *fields(Verification, "summary", "reasoning"),
        described(Verification, "searched", "What was searched, where and when; or why the words cannot be tested."),
        described(Verification, "confidence", "How sure the finding is."),
        *fields(Verification, "confidence_reason"),
        text("judged_by", "Who judged, as this newsroom names its people.", lambda row: signature(row.author)),
        text("published_by", "Who published it.", lambda row: signature(row.published_by)),
        *fields(Verification, "is_single_handed"),
        _moment(Verification, "published_at", "When it was published."),
    ),
    ("statement", "place"),
    in_pieces(shown.verifications),
    (OF_A_STATEMENT,),
)

WITHDRAWN_VERIFICATIONS = Table(
    "withdrawn_verifications",
    "Verifications that we took back. They decide nothing, and only the reason is told.",
    (
        statement_number(),
        _PLACE,
        _moment(Verification, "published_at", "When it was published."),
        _moment(Verification, "withdrawn_at", "When it was withdrawn."),
        *fields(Verification, "withdrawal_reason"),
    ),
    ("statement", "place"),
    in_pieces(shown.withdrawn_verifications),
    (OF_A_STATEMENT,),
)

EVIDENCE = Table(
    "evidence",
    Evidence.__doc__.strip(),
    (
        statement_number(attrgetter("verification.statement")),
        number("verification", "The place of the verification among the statement’s.", attrgetter("of_entry")),
        number("place", "Which piece of evidence of the verification it is.", attrgetter("place")),
        _SOURCE,
        required(Evidence, "stance"),
        *partial_days(Evidence, "happened_on"),
        *fields(Evidence, "excerpt", "locator", "note"),
    ),
    ("statement", "verification", "place"),
    in_pieces(shown.evidence),
    (Reference(("statement", "verification"), "verifications", ("statement", "place")), OF_A_SOURCE),
)

CORRECTIONS = Table(
    "corrections",
    Correction.__doc__.split("\n")[0].strip(),
    (
        statement_number(),
        number("place", "Which of the statement’s corrections it is. It never changes.", attrgetter("place")),
        *fields(Correction, "what"),
        text("before", "What readers saw.", attrgetter("before_words")),
        text("after", "What readers see now.", attrgetter("after_words")),
        *fields(Correction, "reason"),
        text("corrected_by", "Who corrected it.", lambda row: signature(row.corrected_by)),
        _moment(Correction, "corrected_at", "When it was corrected."),
    ),
    ("statement", "place"),
    in_pieces(shown.corrections),
    (OF_A_STATEMENT,),
)

REPLIES = Table(
    "replies",
    Reply.__doc__.strip(),
    (
        statement_number(),
        number("place", "Which of the statement’s replies it is.", attrgetter("place")),
        of_field(Reply, "asked_on", lambda row: iso(row.asked_on)),
        *fields(Reply, "channel"),
        of_field(Reply, "answered_on", lambda row: iso(row.answered_on)),
        *fields(Reply, "text", "language"),
        _SOURCE_IF_ANY,
        described(Reply, "why_not_asked", "Why nobody was asked."),
        _moment(Reply, "recorded_at", "When it was put on record."),
    ),
    ("statement", "place"),
    in_pieces(shown.replies),
    (OF_A_STATEMENT, OF_A_SOURCE),
)

SOURCES = Table(
    "sources",
    Source.__doc__.strip(),
    (
        text(
            "id",
            "Made from the address, or from what describes a source without one (MD5).",
            source_identifier,
            is_required=True,
        ),
        described(Source, "url", "Its address; empty for print, a broadcast or a letter."),
        text("publisher", "Who brought it out.", attrgetter("publisher.name"), is_required=True),
        *fields(Source, "title", "author"),
        *partial_days(Source, "published_on"),
        *fields(Source, "language", "is_machine_translated"),
        described(Source, "kind", "What sort of thing it is."),
        *fields(Source, "archived_url"),
        of_field(Source, "gone_on", lambda row: iso(row.gone_on)),
    ),
    ("id",),
    in_pieces(shown.sources),
    (reference("publisher", "publishers", "name"),),
)

PUBLISHERS = Table(
    "publishers",
    Publisher.__doc__.strip(),
    (
        required(Publisher, "name"),
        text("slug", "Its word in addresses, where it has one.", lambda row: row.slug or ""),
        *fields(Publisher, "interest"),
    ),
    ("name",),
    in_pieces(shown.publishers),
)

ORIGINS = Table(
    "origins",
    "Whose accounts sources carry. Accounts with one origin count as one.",
    (
        text("name", "Its name.", attrgetter("name"), is_required=True),
        text("official", "The official whose own account it is, if any.", lambda row: row.official_slug or ""),
    ),
    ("name",),
    in_pieces(shown.origins),
    (OF_AN_OFFICIAL,),
)

ATTRIBUTIONS = Table(
    "attributions",
    Attribution.__doc__.strip(),
    (
        _SOURCE,
        text("origin", "Whose account it is.", attrgetter("origin.name"), is_required=True),
        required(Attribution, "basis"),
        *fields(Attribution, "note"),
    ),
    ("source", "origin"),
    lambda _site: shown.attributions(),
    (OF_A_SOURCE, reference("origin", "origins", "name")),
)

OFFICIALS = Table(
    "officials",
    "People and institutions whose words are on record.",
    directories.OFFICIAL_COLUMNS,
    ("slug",),
    directories.officials,
    (reference("country", "countries", "code"),),
)

OTHER_NAMES = Table(
    "other_names",
    OtherName.__doc__.strip(),
    (_OFFICIAL, required(OtherName, "name", "The spelling or name."), *fields(OtherName, "language")),
    ("official", "name"),
    in_pieces(shown.other_names),
    (OF_AN_OFFICIAL,),
)

OFFICES = Table(
    "offices",
    Office.__doc__.strip(),
    (
        required(Office, "title"),
        text(
            "institution", "The body that it belongs to, where that has a page.", lambda row: row.institution_slug or ""
        ),
        text("country", "The country that its holder speaks for.", lambda row: row.country_id or ""),
    ),
    ("title",),
    in_pieces(shown.offices),
    (reference("institution", "officials", "slug"), reference("country", "countries", "code")),
)

TENURES = Table(
    "tenures",
    Tenure.__doc__.strip(),
    (
        _OFFICIAL,
        number("place", "Which of the official’s tenures it is, from the first.", attrgetter("place")),
        text("office", "The office.", attrgetter("office.title"), is_required=True),
        *partial_days(Tenure, "started_on", is_required=True),
        *partial_days(Tenure, "ended_on"),
        *fields(Tenure, "is_acting"),
        _SOURCE_IF_ANY,
        *fields(Tenure, "note"),
    ),
    ("official", "place"),
    in_pieces(shown.tenures),
    (OF_AN_OFFICIAL, reference("office", "offices", "title"), OF_A_SOURCE),
)

COUNTRIES = Table(
    "countries",
    "Countries by their ISO 3166-1 alpha-2 codes, and XK. Standing here says nothing about anyone’s recognition.",
    (required(Country, "code"), required(Country, "name")),
    ("code",),
    in_pieces(lambda: Country.objects.order_by("code")),
)

TABLES = (
    STATEMENTS,
    WITHDRAWN_STATEMENTS,
    VOICES,
    TOPICS,
    STATEMENT_TOPICS,
    CONCERNS,
    APPEARANCES,
    LINKS,
    VERIFICATIONS,
    WITHDRAWN_VERIFICATIONS,
    EVIDENCE,
    CORRECTIONS,
    REPLIES,
    SOURCES,
    PUBLISHERS,
    ORIGINS,
    ATTRIBUTIONS,
    OFFICIALS,
    OTHER_NAMES,
    OFFICES,
    TENURES,
    COUNTRIES,
)
