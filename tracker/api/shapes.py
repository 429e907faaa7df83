"""What the answers of the API are made of: the columns that every table of ours has, and the parts that stand in them.

The schema is made from the shapes, and so is the page that explains it.
"""

from dataclasses import dataclass, field
from operator import attrgetter

from tracker.catalogue import directories
from tracker.catalogue.columns import Column, Type, of_field
from tracker.catalogue.dataset import tables
from tracker.catalogue.dataset.declared import statement_number
from tracker.catalogue.in_full import own_columns
from tracker.catalogue.representations import STATEMENT_COLUMNS
from tracker.statements.models import Statement


@dataclass(frozen=True, eq=False)
class Shape:
    """An object: its columns, and by their names its parts, each a Shape or a list that holds one."""

    name: str
    about: str
    columns: tuple[Column, ...]
    parts: dict = field(default_factory=dict)

    @property
    def listed_parts(self):
        """The names of its parts, each with its shape and whether it is a list of them."""
        return [
            (name, part[0], True) if isinstance(part, list) else (name, part, False)
            for name, part in self.parts.items()
        ]

    @property
    def fields(self):
        """The names of all that stands in it."""
        return (*(column.name for column in self.columns), *self.parts)


def _said(name, type_, description, **options):
    """A column that the answer itself gives."""
    return Column(name, type_, description, value=None, **options)


_ADDRESS = _said("address", Type.ADDRESS, "The permanent address of its page.", is_required=True)

ATTRIBUTION = Shape("Attribution", tables.ATTRIBUTIONS.description, own_columns(tables.ATTRIBUTIONS))
SOURCE = Shape(
    "Source",
    tables.SOURCES.description,
    (
        *own_columns(tables.SOURCES),
        _said("publisher_interest", Type.TEXT, "What a reader has to know to weigh the publisher."),
    ),
    {"origins": [ATTRIBUTION]},
)
EVIDENCE = Shape("Evidence", tables.EVIDENCE.description, own_columns(tables.EVIDENCE), {"source": SOURCE})
_OF_ENTRY = (
    *own_columns(tables.VERIFICATIONS),
    _said("finding_label", Type.TEXT, "The finding in the words of the statement’s kind.", is_required=True),
    _said("origin_count", Type.INTEGER, "How many different accounts stand behind the evidence.", is_required=True),
)
ENTRY = Shape("StatementVerification", tables.VERIFICATIONS.description, _OF_ENTRY, {"evidence": [EVIDENCE]})
VERIFICATION = Shape(
    "Verification",
    tables.VERIFICATIONS.description,
    (statement_number(), _ADDRESS, *_OF_ENTRY),
    {"evidence": [EVIDENCE]},
)

VOICE = Shape(
    "Voice",
    tables.VOICES.description,
    (_said("name", Type.TEXT, "The official’s name.", is_required=True), *own_columns(tables.VOICES)),
)
APPEARANCE = Shape("Appearance", tables.APPEARANCES.description, own_columns(tables.APPEARANCES), {"source": SOURCE})
CORRECTION = Shape("Correction", tables.CORRECTIONS.description, own_columns(tables.CORRECTIONS))
REPLY = Shape("Reply", tables.REPLIES.description, own_columns(tables.REPLIES), {"source": SOURCE})
WITHDRAWN_ENTRY = Shape(
    "WithdrawnVerification", tables.WITHDRAWN_VERIFICATIONS.description, own_columns(tables.WITHDRAWN_VERIFICATIONS)
)
_WITHDRAWN = _said("withdrawn", Type.BOOLEAN, "Always true: it was withdrawn.", is_required=True)
GONE_STATEMENT = Shape(
    "GoneStatement",
    "A statement that was withdrawn since: its words are no longer given away, and a copy should drop them.",
    (*own_columns(tables.WITHDRAWN_STATEMENTS), _ADDRESS, _WITHDRAWN),
)
GONE_VERIFICATION = Shape(
    "GoneVerification",
    "A verification that was withdrawn since, by itself or with its statement.",
    (statement_number(), *own_columns(tables.WITHDRAWN_VERIFICATIONS), _ADDRESS, _WITHDRAWN),
)
_OTHER = Shape(
    "LinkedStatement",
    "The other statement of a link.",
    tuple(
        column
        for column in STATEMENT_COLUMNS
        if column.name in ("number", "address", "speaker", "said_on", "claim", "status", "status_label")
    ),
)
LINK = Shape(
    "Link",
    tables.LINKS.description,
    (*own_columns(tables.LINKS), _said("words", Type.TEXT, "What the link is, as this statement’s page puts it.")),
    {"other": _OTHER, "withdrawn": Shape("WithdrawnStatement", "", own_columns(tables.WITHDRAWN_STATEMENTS))},
)

STATEMENT = Shape(
    "Statement", "A statement as a row of a list: where it stands, the words, who, when.", STATEMENT_COLUMNS
)
STATEMENT_IN_FULL = Shape(
    "StatementInFull",
    "A statement with all that its page shows.",
    (
        *STATEMENT_COLUMNS,
        of_field(Statement, "spoken_language", attrgetter("spoken_language")),
        of_field(Statement, "criteria_written_at", attrgetter("criteria_written_at")),
        of_field(Statement, "criteria_completed_at", attrgetter("criteria_completed_at")),
        _said("published_by", Type.TEXT, "Who published it, as this newsroom names its people."),
    ),
    {
        "voices": [VOICE],
        "appearances": [APPEARANCE],
        "verifications": [ENTRY],
        "withdrawn_verifications": [WITHDRAWN_ENTRY],
        "links": [LINK],
        "corrections": [CORRECTION],
        "replies": [REPLY],
    },
)

OFFICE = Shape("Office", tables.OFFICES.description, tables.OFFICES.columns)
TENURE = Shape("Tenure", tables.TENURES.description, tables.TENURES.columns)
OFFICIAL = Shape("Official", tables.OFFICIALS.description, directories.OFFICIAL_COLUMNS)
COUNTRY = Shape("Country", tables.COUNTRIES.description, directories.COUNTRY_COLUMNS)
TOPIC = Shape("Topic", tables.TOPICS.description, tables.TOPICS.columns)
OFFICIAL_IN_FULL = Shape(
    "OfficialInFull", "An official, with the offices held.", directories.OFFICIAL_COLUMNS, {"tenures": [TENURE]}
)
