"""A statement's line in the catalogue, worked out in plain Python from the record's own rows."""

from django.db.models import F

from tracker.catalogue.models import SHELFMARKS_A_DAY, Heading, Listing
from tracker.catalogue.orders import shelfmark
from tracker.catalogue.public import had_left_office
from tracker.verifications.status import standing
from tracker.vocabulary import TERMINAL_FINDINGS


def expected_line(statement):
    """The columns of the statement's line by name, or None for a draft and for what was withdrawn."""
    if not statement.published_at or statement.withdrawn_at:
        return None
    now = standing(statement, statement.verifications.all())
    return (
        {name: getattr(statement, name) for name in SAME}
        | _decision(now)
        | _check_by(statement, now)
        | _whose(statement)
        | _surroundings(statement)
        | {
            "statement_id": statement.pk,
            "had_left_office": had_left_office(statement, now.check_by),
            "is_on_record": not (statement.upheld_if or statement.broken_if),
            "terms_changed": any(entry.finding == "terms_changed" for entry in _standing_entries(statement)),
        }
    )


SAME = ("number", "slug", "kind", "speaker_id", "said_on_first", "said_on_last", "published_at")


def _standing_entries(statement):
    return [entry for entry in statement.verifications.all() if entry.published_at and not entry.withdrawn_at]


def _decision(now):
    is_over = now.deciding and now.deciding.finding in TERMINAL_FINDINGS
    return {
        "finding": now.deciding.finding if is_over else "",
        "deciding_id": now.deciding.pk if now.deciding else None,
        "decided_on": now.deciding.public_on.last if now.deciding else None,
        "interim_id": now.interim.pk if now.interim else None,
    }


def _check_by(statement, now):
    day = now.check_by
    return {
        "check_by_first": day.first if day else None,
        "check_by_last": day.last if day else None,
        "check_by_precision": str(day.precision) if day else "",
        "check_by_is_binding": statement.check_by_basis in ("explicit", "implied"),
    }


def _whose(statement):
    voices = list(statement.voices.order_by("id"))
    signed = [voice for voice in voices if voice.role == "signed"]

    def countries(voices):
        own = [statement.country_id] if statement.country_id else []
        return own + sorted({v.country_id for v in voices if v.country_id} - set(own))

    return {
        "officials": [statement.speaker_id, *(voice.official_id for voice in voices)],
        "signatories": [statement.speaker_id, *(voice.official_id for voice in signed)],
        "countries": countries(voices),
        "counting_countries": countries(signed),
    }


def _surroundings(statement):
    appearances = list(statement.appearances.order_by("id").select_related("source"))
    (primary,) = [appearance for appearance in appearances if appearance.is_primary]
    return {
        "is_relayed": primary.basis == "relayed",
        "concerns": sorted(row.country_id for row in statement.concern_rows.all()),
        "topics": sorted(row.topic_id for row in statement.topic_rows.all()),
        "publishers": sorted({appearance.source.publisher_id for appearance in appearances}),
    }


def expected_headings(statement):
    """The headings that the statement stands under, in plain words."""
    line = expected_line(statement)
    if line is None:
        return set()
    names = {
        "official": line["officials"],
        "country": line["countries"],
        "topic": line["topics"],
        "concerns": line["concerns"],
        "publisher": line["publishers"],
    }
    return {f"{name} {key}" for name, keys in names.items() for key in keys}


def listed_headings(statement):
    """The headings that it stands under in the catalogue, at any day of its number."""
    number = statement.number or 0
    rows = Heading.objects.annotate(number=F("shelfmark") % SHELFMARKS_A_DAY).filter(number=number)
    assert all(row.shelfmark == shelfmark(statement.said_on_first, number) for row in rows)
    return {row.name for row in rows}


def listed_line(statement):
    """The columns of the line as it stands in the catalogue, or None."""
    made = [field.attname for field in Listing._meta.concrete_fields if not field.generated]
    return Listing.objects.filter(pk=statement.pk).values(*made).first()
