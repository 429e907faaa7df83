"""What a row of a list says on the page of an official or a country."""

from tracker.verifications.status import why_not_counted
from tracker.vocabulary import VoiceRole


def why_listed(row, role):
    """Marks a row with the part that the official or the country has in it, and why it is not counted, if so."""
    row.role = "" if role == "speaker" else VoiceRole(role).label
    row.not_counted = why_not_counted(row.status, row.is_relayed, role)
