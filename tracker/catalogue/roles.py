"""What part an official or a country has in a statement that is listed at theirs."""

from tracker.countries.models import Country
from tracker.officials.models import Official
from tracker.vocabulary import VoiceRole

SPEAKER = "speaker"


def role_of(whose, listing):
    """Whether the words are the official's or the country's own ("speaker"), signed too, or another spoke for them.

    In a list of anything else it is the statement's own: the speaker's.
    """
    if isinstance(whose, Official):
        return _official_role(whose, listing)
    return _country_role(whose, listing) if isinstance(whose, Country) else SPEAKER


def _official_role(official, listing):
    if listing.speaker_id == official.pk:
        return SPEAKER
    return VoiceRole.SIGNED if official.pk in listing.signatories else VoiceRole.SPOKEN_FOR


def _country_role(country, listing):
    if listing.statement.country_id == country.code:
        return SPEAKER
    return VoiceRole.SIGNED if country.code in listing.counting_countries else VoiceRole.SPOKEN_FOR
