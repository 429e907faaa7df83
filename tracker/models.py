"""All models in one place for Django, each from the room of its stage; and the history of every one.

For each model of the record there is an event model here (`StatementEvent` for `Statement`): one row a change,
deletes included, with who and when, written by triggers and never changed.
"""

import pghistory

from tracker.catalogue import watching  # noqa: F401 its triggers
from tracker.catalogue.models import (
    Findable,
    FindableName,
    Heading,
    KnownWord,
    Listing,
    SiteChange,
    Tally,
    TallyChange,
)
from tracker.countries.models import Country
from tracker.desk.models import SavedFilter
from tracker.officials.models import FormerSlug, Office, Official, OtherName, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import (
    Appearance,
    Concern,
    Statement,
    StatementLink,
    StatementTopic,
    Topic,
    Voice,
)
from tracker.verifications.models import Correction, Evidence, Reply, Verification, Version

# Made from other columns, so that its history is theirs; the listing is made as a whole, and has none.
DERIVED = {Tenure: ["surely_held"], Source: ["url_key"], Official: ["sort_key"], Correction: ["transaction"]}

RECORD = [
    Country,
    Publisher,
    Origin,
    Source,
    Attribution,
    Official,
    FormerSlug,
    OtherName,
    Office,
    Tenure,
    Topic,
    Statement,
    Voice,
    Appearance,
    Concern,
    StatementTopic,
    StatementLink,
    Verification,
    Evidence,
    Correction,
    Reply,
]
for _model in RECORD:
    pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=DERIVED.get(_model)
    )(_model)

__all__ = [
    "RECORD",
    "Appearance",
    "Attribution",
    "Concern",
    "Correction",
    "Country",
    "Evidence",
    "Findable",
    "FindableName",
    "FormerSlug",
    "Heading",
    "KnownWord",
    "Listing",
    "Office",
    "Official",
    "Origin",
    "OtherName",
    "Publisher",
    "Reply",
    "SavedFilter",
    "SiteChange",
    "Source",
    "Statement",
    "StatementLink",
    "StatementTopic",
    "Tally",
    "TallyChange",
    "Tenure",
    "Topic",
    "Verification",
    "Version",
    "Voice",
]
