"""All models in one place for Django; each lives in the room of its stage."""

from tracker.catalogue.models import Listing
from tracker.countries.models import Country
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
from tracker.verifications.models import Evidence, Verification

__all__ = [
    "Appearance",
    "Attribution",
    "Concern",
    "Country",
    "Evidence",
    "FormerSlug",
    "Listing",
    "Office",
    "Official",
    "Origin",
    "OtherName",
    "Publisher",
    "Source",
    "Statement",
    "StatementLink",
    "StatementTopic",
    "Tenure",
    "Topic",
    "Verification",
    "Voice",
]
