"""What the site showed: the public page of a statement as data, written down at every change, for good."""

from django.conf import settings
from django.db.models import Q

from tracker.languages import said_as_usual
from tracker.statements.models import StatementLink
from tracker.verifications.models import Version
from tracker.verifications.status import standing
from tracker.vocabulary import LINK_SEEN_FROM_EARLIER, LinkKind, finding_label, status_label


def write_version(statement, why, by):
    """Writes the page down as it is now, if it differs from the last version. The caller holds the statement's lock."""
    last = statement.versions.order_by("-number").first()
    page = representation(statement)
    if last and last.representation == page:
        return last
    return Version.objects.create(
        statement=statement, number=last.number + 1 if last else 1, made_by=by, why=why, representation=page
    )


def signature(user):
    """How pages name somebody of the newsroom, as it chose in TRACKER_AUTHORS: by name or by role."""
    if user is None:
        return ""
    if settings.AUTHORS_SHOWN == "role":
        return ", ".join(sorted(group.name for group in user.groups.all())) or "editor"
    return user.get_full_name() or user.get_username()


@said_as_usual
def representation(statement):
    """All that the public page of a published statement shows, as plain data: words, days in ISO 8601, addresses.
    In the usual language, whichever the desk speaks to whoever publishes."""
    statement = type(statement).objects.select_related("speaker", "country", "published_by").get(pk=statement.pk)
    entries = list(
        statement.verifications.filter(published_at__isnull=False)
        .select_related("author", "published_by")
        .prefetch_related("evidence__source__publisher", "evidence__source__attributions__origin")
    )
    places = _places(entries)
    where = standing(statement, entries)
    return {
        "number": statement.number,
        "slug": statement.slug,
        "status": str(where.status),
        "status_label": str(status_label(where.status, where.kind)),
        **_words(statement),
        "speaker": _official(statement.speaker, statement.speaker_label, statement.country),
        "voices": [
            _official(voice.official, voice.label, voice.country) | {"role": voice.role}
            for voice in statement.voices.select_related("official", "country")
        ],
        "concerns": sorted(country.code for country in statement.concerns.all()),
        "topics": sorted(topic.name for topic in statement.topics.all()),
        "appearances": [
            _appearance(a) for a in statement.appearances.select_related("source__publisher", "relayed_by")
        ],
        "entries": [_entry(entry, statement.kind, places[entry.pk]) for entry in entries],
        "links": _links(statement),
        "corrections": [
            _correction(correction, places.get(_corrected_entry(correction, entries)))
            for correction in statement.corrections.select_related("corrected_by")
        ],
        "replies": [_reply(reply) for reply in statement.replies.select_related("source__publisher")],
        "published_at": _moment(statement.published_at),
        "published_by": signature(statement.published_by),
        "withdrawn_at": _moment(statement.withdrawn_at),
        "withdrawal_reason": statement.withdrawal_reason,
    }


def _places(entries):
    """By key, which of the statement's published entries each is: the first, the second. That never changes, and
    tells nothing of drafts, as the key would."""
    in_order = sorted(entries, key=lambda entry: (entry.published_at, entry.pk))
    return {entry.pk: place for place, entry in enumerate(in_order, 1)}


def _corrected_entry(correction, entries):
    """The key of the entry whose words or evidence were corrected, if it was an entry's."""
    if correction.part == "verification":
        return correction.part_id
    if correction.part == "evidence":
        pieces = {piece.pk: entry.pk for entry in entries for piece in entry.evidence.all()}
        return pieces.get(correction.part_id)
    return None


def _words(statement):
    """What was said and how we read it."""
    same_name = [
        "kind",
        "quote",
        "quote_language",
        "spoken_language",
        "translation",
        "claim",
        "reading",
        "occasion",
        "upheld_if",
        "broken_if",
        "check_by_basis",
        "selected_because",
    ]
    return {name: getattr(statement, name) for name in same_name} | {
        "said_on": _day(statement.said_on),
        "check_by": _day(statement.check_by),
        "criteria_written_at": _moment(statement.criteria_written_at),
        "criteria_completed_at": _moment(statement.criteria_completed_at),
    }


def _official(official, label, country):
    return {
        "name": official.name,
        "slug": official.slug,
        "label": label,
        "country": country.code if country else None,
    }


def _appearance(appearance):
    return {
        "source": _source(appearance.source),
        "wording": appearance.wording,
        "language": appearance.language,
        "form": appearance.form,
        "basis": appearance.basis,
        "relayed_by": appearance.relayed_by.name if appearance.relayed_by else "",
        "locator": appearance.locator,
        "is_primary": appearance.is_primary,
    }


def _source(source):
    return {
        "url": source.url,
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher.name,
        "interest": source.publisher.interest,
        "published_on": _day(source.published_on),
        "language": source.language,
        "archived_url": source.archived_url,
        "gone_on": source.gone_on.isoformat() if source.gone_on else None,
        "origins": [
            {"name": attribution.origin.name, "basis": attribution.basis, "note": attribution.note}
            for attribution in source.attributions.all()
        ],
    }


def _entry(entry, kind, place):
    """An entry as the page has it. Its label stays when the entry is withdrawn, and so does not say which part."""
    same_name = [
        "finding",
        "partly_because",
        "summary",
        "reasoning",
        "searched",
        "confidence",
        "confidence_reason",
        "withdrawal_reason",
    ]
    return {name: getattr(entry, name) for name in same_name} | {
        "place": place,
        "finding_label": str(finding_label(entry.finding, kind)),
        "public_on": _day(entry.public_on),
        "new_check_by": _day(entry.new_check_by),
        "judged_by": signature(entry.author),
        "published_by": signature(entry.published_by),
        "is_single_handed": entry.is_single_handed,
        "published_at": _moment(entry.published_at),
        "withdrawn_at": _moment(entry.withdrawn_at),
        "evidence": [
            {
                "source": _source(evidence.source),
                "stance": evidence.stance,
                "happened_on": _day(evidence.happened_on),
                "excerpt": evidence.excerpt,
                "locator": evidence.locator,
                "note": evidence.note,
            }
            for evidence in entry.evidence.all()
        ],
    }


def _links(statement):
    """Links both ways, to statements that have a page; a withdrawn one shows its number only."""
    links = StatementLink.objects.filter(
        Q(later=statement) | Q(earlier=statement),
        earlier__published_at__isnull=False,
        later__published_at__isnull=False,
    ).select_related("later", "earlier")
    shown = []
    for link in links:
        is_later = link.later_id == statement.pk
        other = link.earlier if is_later else link.later
        label = link.get_kind_display() if is_later else LINK_SEEN_FROM_EARLIER[LinkKind(link.kind)]
        shown.append(
            {
                "kind": link.kind,
                "label": str(label),
                "number": other.number,
                "claim": "" if other.withdrawn_at else other.claim,
                "note": link.note,
            }
        )
    return shown


def _correction(correction, of_entry):
    return {
        "of_entry": of_entry,
        "what": correction.what,
        "before": correction.before_words,
        "after": correction.after_words,
        "reason": correction.reason,
        "corrected_at": _moment(correction.corrected_at),
        "corrected_by": signature(correction.corrected_by),
    }


def _reply(reply):
    return {
        "asked_on": reply.asked_on.isoformat() if reply.asked_on else None,
        "channel": reply.channel,
        "answered_on": reply.answered_on.isoformat() if reply.answered_on else None,
        "text": reply.text,
        "language": reply.language,
        "source": _source(reply.source) if reply.source else None,
        "why_not_asked": reply.why_not_asked,
        "recorded_at": _moment(reply.recorded_at),
    }


def _day(partial_date):
    return partial_date.isoformat() if partial_date else None


def _moment(moment):
    return moment.isoformat(timespec="seconds") if moment else None
