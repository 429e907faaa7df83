"""One statement in full: its row in lists, with all the parts that its page shows beside it.

Each part has the columns of its table in the whole record; what a table would point to stands in it: the source of a
wording, the evidence of a verification, the other end of a link.
"""

from tracker.catalogue import accounts, public
from tracker.catalogue.columns import iso, row_of, utc
from tracker.catalogue.dataset import tables
from tracker.catalogue.past import listings_as_of
from tracker.catalogue.representations import statement_rows
from tracker.database.snapshots import one_snapshot
from tracker.verifications.status import standing
from tracker.verifications.versions import signature
from tracker.vocabulary import LINK_SEEN_FROM_EARLIER, LinkKind, finding_label

# What says where a row belongs: here it stands there.
_BELONGS_TO = {"statement", "verification", "source"}


def own_columns(table):
    """The columns of a table but for those that say where its rows belong."""
    return tuple(column for column in table.columns if column.name not in _BELONGS_TO)


def _row(table, thing):
    return row_of(own_columns(table), thing)


@one_snapshot()
def statement_in_full(statement, site, day=None):
    """Everything that the page of a statement shows, as plain data; None where it stands in no list, now or by a day.

    `statement` is one of `public.statement_page`, `site` the beginning of all addresses, and `day` the day as of which
    it is to stand.
    """
    lines = public.listings() if day is None else listings_as_of(day)
    row = next(statement_rows(lines.filter(pk=statement.pk), site, day=day), None)
    return row and {
        **row,
        "spoken_language": statement.spoken_language,
        "criteria_written_at": utc(statement.criteria_written_at),
        "criteria_completed_at": utc(statement.criteria_completed_at),
        "published_by": signature(statement.published_by),
        "voices": [_voice(voice) for voice in statement.voices.all()],
        "appearances": [_appearance(appearance) for appearance in statement.appearances.all()],
        **_entries(statement, day),
        "links": [
            _link(link, statement, site, day)
            for link in public.linked(statement)
            if day is None or _other(link, statement).said_on_first <= day
        ],
        **_changes(statement),
    }


def _voice(voice):
    return {"name": voice.official.name, **_row(tables.VOICES, voice)}


def _appearance(appearance):
    return {**_row(tables.APPEARANCES, appearance), "source": source_in_full(appearance.source)}


def source_in_full(source):
    """A source with what a reader has to know of its publisher, and whose account it is."""
    if source is None:
        return None
    return {
        **_row(tables.SOURCES, source),
        "publisher_interest": source.publisher.interest,
        "origins": [_row(tables.ATTRIBUTIONS, attribution) for attribution in source.attributions.all()],
    }


def _entries(statement, day):
    """The verifications in the order of the page, those public by a day; withdrawn ones with their reasons alone, and
    only where they stand today."""
    entries = [entry for entry in statement.public_entries if day is None or entry.public_on_last <= day]
    withdrawn = [entry for entry in entries if entry.withdrawn_at and day is None]
    return {
        "verifications": [verification_in_full(entry, statement.kind) for entry in entries if not entry.withdrawn_at],
        "withdrawn_verifications": [_row(tables.WITHDRAWN_VERIFICATIONS, entry) for entry in withdrawn],
    }


def verification_in_full(entry, kind):
    """A verification that stands, with its evidence. It carries its `place` among those of its statement."""
    evidence = sorted(entry.evidence.all(), key=lambda piece: piece.pk)
    for place, piece in enumerate(evidence, start=1):
        piece.place = place
    return {
        **_row(tables.VERIFICATIONS, entry),
        "finding_label": str(finding_label(entry.finding, kind, entry.partly_because)),
        "origin_count": accounts.origin_count([piece.source for piece in evidence]),
        "evidence": [{**_row(tables.EVIDENCE, piece), "source": source_in_full(piece.source)} for piece in evidence],
    }


def _other(link, statement):
    return link.earlier if link.later_id == statement.pk else link.later


def _link(link, statement, site, day):
    """A link as this statement's page tells it, with the other statement; of a withdrawn one only the reason."""
    other, is_later = _other(link, statement), link.later_id == statement.pk
    words = LinkKind(link.kind).label if is_later else LINK_SEEN_FROM_EARLIER[LinkKind(link.kind)]
    shown = {**_row(tables.LINKS, link), "words": str(words)}
    if other.withdrawn_at:
        return shown | {"note": "", "withdrawn": _row(tables.WITHDRAWN_STATEMENTS, other)}
    stands = standing(other, other.public_entries, day)
    return shown | {
        "other": {
            "number": other.number,
            "address": site + other.get_absolute_url(),
            "speaker": other.speaker.name,
            "said_on": iso(other.said_on),
            "claim": other.claim,
            "status": str(stands.status),
            "status_label": str(stands.label),
        }
    }


def _changes(statement):
    changes = public.changes(statement)
    for place, reply in enumerate(changes["replies"], start=1):
        reply.place = place
    return {
        "corrections": [_row(tables.CORRECTIONS, correction) for correction in changes["corrections"]],
        "replies": [
            {**_row(tables.REPLIES, reply), "source": source_in_full(reply.source)} for reply in changes["replies"]
        ],
    }
