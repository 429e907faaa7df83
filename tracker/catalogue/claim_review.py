"""What the page of a statement tells search engines and fact-check explorers: schema.org’s Claim, and ClaimReview.

Every statement is a Claim. Assertions, denials and predictions with a terminal finding are reviewed; a commitment is
never true or false, so it stays a Claim with its status in words, and relayed words have no review, because their own
wording is not known. Each text here stands on the page as well.
"""

from django.conf import settings
from django.utils import timezone

from tracker.vocabulary import Basis, Finding, Kind, OfficialKind, Precision

REVIEWED_KINDS = (Kind.ASSERTION, Kind.DENIAL, Kind.PREDICTION)
# Where a finding stands between the worst and the best; what cannot be determined or no longer applies has no place.
WORST, BEST = 1, 5
RATINGS = {Finding.BROKEN: WORST, Finding.PARTLY_UPHELD: 3, Finding.UPHELD: BEST}


def structured_claim(statement, stands, site):
    """The page of a public statement as schema.org has it, where it stands today; `site` begins all addresses."""
    address = site + statement.get_absolute_url()
    primary = next(row for row in statement.appearances.all() if row.is_primary)
    is_relayed = primary.basis == Basis.RELAYED
    claim = {
        "@type": "Claim",
        "@id": f"{address}#claim",
        "text": statement.claim,
        "author": _speaker(statement, site),
        **_published(statement.said_on),
        **_appearances(statement),
    }
    if statement.kind in REVIEWED_KINDS and stands.is_settled and not is_relayed:
        return {"@context": "https://schema.org", **_review(statement, stands, address, site), "itemReviewed": claim}
    status = {"url": address, "creativeWorkStatus": str(stands.label)}
    if is_relayed:
        status["description"] = f"Known only from the account of {primary.relayed_by}"
    return {"@context": "https://schema.org", **claim, **status}


def _review(statement, stands, address, site):
    entry = stands.deciding
    rating = {"@type": "Rating", "alternateName": str(stands.label), "ratingExplanation": entry.summary}
    if entry.finding in RATINGS:
        rating |= {"ratingValue": RATINGS[entry.finding], "bestRating": BEST, "worstRating": WORST}
    return {
        "@type": "ClaimReview",
        "@id": f"{address}#review",
        "url": address,
        "claimReviewed": statement.claim,
        "datePublished": timezone.localdate(entry.published_at).isoformat(),
        "author": {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{site}/"},
        "reviewRating": rating,
    }


def _speaker(statement, site):
    """The person or body whose words they are, in the office of that day."""
    speaker = statement.speaker
    is_person = speaker.kind == OfficialKind.PERSON
    told = {
        "@type": "Person" if is_person else "Organization",
        "name": speaker.name,
        "url": site + speaker.get_absolute_url(),
    }
    if is_person and statement.speaker_label:
        told["jobTitle"] = statement.speaker_label
    if speaker.wikidata_id:
        told["sameAs"] = f"https://www.wikidata.org/wiki/{speaker.wikidata_id}"
    return told


def _appearances(statement):
    """The sources that carry it, and the earliest of those whose day is known; of one day, that which we judge."""
    sources = [appearance.source for appearance in statement.appearances.all()]
    dated = [source for source in sources if source.published_on]
    first = min(dated, key=lambda source: source.published_on.last, default=None)
    told = {"appearance": [_work(source) for source in sources]}
    return told | ({"firstAppearance": _work(first)} if first else {})


def _work(source):
    told = {"url": source.url, "name": source.title, "inLanguage": source.language}
    return {
        "@type": "CreativeWork",
        **{name: value for name, value in told.items() if value},
        **_published(source.published_on),
        "publisher": {"@type": "Organization", "name": source.publisher.name},
    }


def _published(day):
    """A day as exactly as it is known, in ISO 8601; a day between two others is no date there, and is left out."""
    if not day or day.precision == Precision.BETWEEN:
        return {}
    return {"datePublished": day.isoformat()}
