"""The ways into the public record and out of it. Each is one function, used by the desk and by code alike.

The rules themselves stand in the database (rules.sql, the models' constraints); here the steps are taken in
order, and a refusal becomes a ValidationError that names everything that is missing.
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from tracker.database.refusals import refusals_explained
from tracker.officials.models import FormerSlug, Official
from tracker.statements.models import Statement
from tracker.statements.recording import fill_frozen_words
from tracker.verifications.models import Verification

SLUG_LENGTH = 80


def publish_statement(statement, by):
    """Makes a draft public and locks its words. Raises ValidationError naming all that is missing."""
    with refusals_explained():
        statement = _lock(Statement, statement)
        if statement.published_at:
            raise ValidationError("This statement is published already.", code="published")
        fill_frozen_words(statement)
        statement.save()
        if missing := missing_for_statement(statement):
            raise ValidationError(missing)
        _give_addresses(statement)
        statement.slug = address_word(statement.claim) or "statement"
        statement.published_at = timezone.now()
        statement.published_by = by
        # The database gives the number, so it is left out here and read back.
        statement.save(update_fields=["slug", "published_at", "published_by"])
        statement.refresh_from_db()
    return statement


def publish_verification(verification, by):
    """Makes a draft entry public and locks it with its evidence. Raises ValidationError naming all that is missing."""
    with refusals_explained():
        # Statement first, then entry: the order in which the triggers lock, so that two editors wait, not deadlock.
        _lock(Statement, verification.statement)
        verification = _lock(Verification, verification)
        if verification.published_at:
            raise ValidationError("This verification is published already.", code="published")
        if missing := missing_for_verification(verification):
            raise ValidationError(missing)
        for evidence in verification.evidence.select_related("source__publisher"):
            _give_address(evidence.source.publisher, evidence.source.publisher.name)
        verification.published_at = timezone.now()
        verification.published_by = by
        verification.save(update_fields=["published_at", "published_by"])
    return verification


def withdraw(entry, reason):
    """Takes a published statement or verification back; its page or entry stays and gives the reason."""
    if not reason.strip():
        raise ValidationError("Say why it is withdrawn: the reason is public.", code="reason")
    with refusals_explained():
        entry = _lock(type(entry), entry)
        entry.withdrawn_at = timezone.now()
        entry.withdrawal_reason = reason
        entry.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    return entry


def missing_for_statement(statement):
    """All that keeps a saved draft statement from being published, as sentences for the editor."""
    return _missing(statement, "tracker_statement", "tracker_statement_problems")


def missing_for_verification(verification):
    """All that keeps a saved draft verification from being published, as sentences for the editor."""
    return _missing(verification, "tracker_verification", "tracker_verification_problems")


def _missing(entry, table, problems):
    """Asks the models' constraints as if it were published, then the rules across tables, in one list."""
    messages = []
    was, entry.published_at = entry.published_at, timezone.now()
    try:
        for constraint in entry._meta.constraints:
            # The number and the address come with the publication itself.
            if constraint.name != "statement_number_comes_with_publication":
                messages += _violation(constraint, entry)
    finally:
        entry.published_at = was
    with connection.cursor() as cursor:
        cursor.execute(  # the names are this file's own
            f"SELECT message FROM {table} AS entry, {problems}(entry) WHERE entry.id = %s",  # noqa: S608
            [entry.pk],
        )
        return messages + [message for (message,) in cursor.fetchall()]


def _violation(constraint, entry):
    try:
        constraint.validate(type(entry), entry)
    except ValidationError as error:
        return error.messages
    return []


def _lock(model, entry):
    """The entry as it is now, kept from changing until the transaction ends."""
    return model.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)


def _give_addresses(statement):
    """Words in addresses for all that becomes public with a statement."""
    voices = [voice.official for voice in statement.voices.select_related("official")]
    for official in [statement.speaker, *voices]:
        _give_address(official, official.name)
    for topic in statement.topics.all():
        _give_address(topic, topic.name)
    for appearance in statement.appearances.select_related("source__publisher"):
        _give_address(appearance.source.publisher, appearance.source.publisher.name)


def _give_address(thing, name):
    """A free slug made from the name, once; what has one keeps it."""
    if thing.slug:
        return
    model = type(thing)
    base = address_word(name) or model._meta.model_name
    slug, number = base, 1
    while _is_taken(model, slug):
        number += 1
        slug = f"{base[: SLUG_LENGTH - 6]}-{number}"
    thing.slug = slug
    thing.save(update_fields=["slug"])


def _is_taken(model, slug):
    former = model is Official and FormerSlug.objects.filter(slug=slug).exists()
    return former or model.objects.filter(slug=slug).exists()


def address_word(text):
    """The text as it stands in an address: at most 80 characters, cut between words."""
    word = slugify(text, allow_unicode=True)
    return word if len(word) <= SLUG_LENGTH else word[: SLUG_LENGTH + 1].rsplit("-", 1)[0][:SLUG_LENGTH]
