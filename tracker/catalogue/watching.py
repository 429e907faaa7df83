"""Which changes of the record change what the public may see: each adds to the version of the site.

A statement-level trigger a table and event writes one row into SiteChange, in the transaction of the change, when any
row that it touched may stand on a public page. What is surely in no page adds nothing: a draft that is saved clears no
kept page, and tells nobody that somebody is at work. In doubt it adds.
"""

import pgtrigger

from tracker.catalogue.models import Listing, Membership, Signatory, SiteChange, Team
from tracker.countries.models import Country
from tracker.officials.models import FormerSlug, Office, Official, OtherName, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Concern, Statement, StatementLink, StatementTopic, Topic, Voice
from tracker.verifications.models import Correction, Evidence, Reply, Verification, Version

ANY_CHANGE = (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)

# Rows that are in no public page, whatever becomes of them, are told by these conditions; `it` is the row.
_IS_PUBLISHED = "it.published_at IS NOT NULL"
_OF_PUBLISHED = "(SELECT s.published_at IS NOT NULL FROM tracker_statement s WHERE s.id = it.statement_id)"
_OF_PUBLISHED_ENTRY = "(SELECT v.published_at IS NOT NULL FROM tracker_verification v WHERE v.id = it.verification_id)"
_OF_LISTED_OFFICIAL = "(SELECT o.slug IS NOT NULL FROM tracker_official o WHERE o.id = it.official_id)"
_OF_CITED_SOURCE = " OR ".join(
    f"EXISTS (SELECT FROM {table} used WHERE used.source_id = it.source_id)"
    for table in ("tracker_appearance", "tracker_evidence", "tracker_reply", "tracker_tenure")
)
_OF_TWO_PUBLISHED = (
    "(SELECT count(*) = 2 FROM tracker_statement s "
    "WHERE s.id IN (it.earlier_id, it.later_id) AND s.published_at IS NOT NULL)"
)
# An update has both; a row of `gone` finds itself there, so only one that is named otherwise now is told.
_SAME_NAMES = (
    "(gone.id, gone.username, gone.first_name, gone.last_name) = (it.id, it.username, it.first_name, it.last_name)"
)
WATCHED = {
    Statement: _IS_PUBLISHED,
    Verification: _IS_PUBLISHED,
    Appearance: _OF_PUBLISHED,
    Voice: _OF_PUBLISHED,
    Concern: _OF_PUBLISHED,
    StatementTopic: _OF_PUBLISHED,
    StatementLink: _OF_TWO_PUBLISHED,
    Evidence: _OF_PUBLISHED_ENTRY,
    OtherName: _OF_LISTED_OFFICIAL,
    Tenure: _OF_LISTED_OFFICIAL,
    Attribution: _OF_CITED_SOURCE,
    **dict.fromkeys([Country, FormerSlug, Correction, Reply, Listing, Membership], "true"),
}
# Nothing public refers to a new row of these, nor to one that can be deleted.
WATCHED_WHEN_UPDATED = [Official, Office, Publisher, Origin, Source, Topic, Team]


def _counts(operation, condition="true", shown="0"):
    """A statement-level trigger that writes a SiteChange when a row that it was told of meets the condition."""
    before, after = operation != pgtrigger.Insert, operation != pgtrigger.Delete
    rows = [name for name, are_there in {"gone": before, "changed": after}.items() if are_there]
    is_public = " OR ".join(f"EXISTS (SELECT FROM {name} it WHERE {condition})" for name in rows)
    return pgtrigger.Trigger(
        name=f"site_changed_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old="gone" if before else None, new="changed" if after else None),
        func=f"IF {is_public} THEN INSERT INTO {SiteChange._meta.db_table} (shown) SELECT {shown}; END IF; "
        "RETURN NULL;",
    )


for _model, _condition in WATCHED.items():
    pgtrigger.register(*(_counts(operation, _condition) for operation in ANY_CHANGE))(_model)
for _model in WATCHED_WHEN_UPDATED:
    pgtrigger.register(_counts(pgtrigger.Update))(_model)
pgtrigger.register(_counts(pgtrigger.Insert, shown="count(*) FROM changed"))(Version)
# Not each time that somebody signs in.
pgtrigger.register(_counts(pgtrigger.Update, f"NOT EXISTS (SELECT FROM gone WHERE {_SAME_NAMES})"))(Signatory)
