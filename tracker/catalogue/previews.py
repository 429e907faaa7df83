"""A draft as readers would see it, were it published at this moment. Only the desk's preview asks for it.

What publication gives by itself (the moment, the office and country then) is put into the rows in memory, and nothing
of it is saved. What comes only with publication stays away: number, address, and who publishes.
"""

from django.utils import timezone

from tracker.catalogue import public
from tracker.statements.models import Statement
from tracker.statements.recording import fill_words_of_speaker, fill_words_of_voice
from tracker.verifications.models import Verification


def preview_of_statement(draft, address):
    """A statement with all that its page would show, if it was a draft. Links to what has no page yet lead to
    `address`."""
    statement = public.with_all_parts(Statement.objects.get(pk=draft.pk))
    if not statement.published_at:
        statement.published_at = timezone.now()
        fill_words_of_speaker(statement)
        for voice in statement.voices.all():
            fill_words_of_voice(voice, statement.said_on)
        _lead_to(address, statement)
    spoke = [statement.speaker, *(voice.official for voice in statement.voices.all())]
    _lead_to(address, *(thing for thing in (*spoke, *statement.public_topics) if not thing.slug))
    return statement


def preview_of_verification(draft, address):
    """The statement of a draft entry, with that entry among those that readers see; of other drafts, nothing."""
    statement = preview_of_statement(draft.statement, address)
    (entry,) = public.with_evidence([Verification.objects.get(pk=draft.pk)])
    entry.published_at, entry.place = timezone.now(), len(statement.public_entries) + 1
    entries = [*statement.public_entries, entry]
    statement.public_entries = sorted(entries, key=lambda entry: (entry.public_on_last, entry.published_at))[::-1]
    return statement


def _lead_to(address, *things):
    for thing in things:
        thing.get_absolute_url = lambda: address
