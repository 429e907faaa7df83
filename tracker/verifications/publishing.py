"""The ways into the public record and out of it. Each is one function, used by the desk and by code alike.

    draft → in review → published → (withdrawn)

The rules themselves stand in the database (rules.sql, the models' constraints); here the steps are taken in
order. Each function asks whether the person may (PermissionDenied), turns refusals into a ValidationError that
names everything that is missing, and writes the page's new version in the same transaction.
"""

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tracker.database.refusals import refusals_explained
from tracker.database.sentences import in_words
from tracker.officials.models import FormerSlug, Official
from tracker.sources.models import Publisher
from tracker.statements.models import Statement, Topic
from tracker.statements.recording import fill_frozen_words
from tracker.verifications.models import Reply, Verification
from tracker.verifications.versions import write_version
from tracker.vocabulary import TERMINAL_FINDINGS, VersionReason

SLUG_LENGTH = 80


def submit(entry, by):
    """Hands a draft statement or verification in for review."""
    _may(by, "change", entry)
    return _while_draft(entry, submitted_at=timezone.now(), review_note="")


def send_back(entry, by, note):
    """Sends what is in review back to its author, with a note for the desk."""
    _may(by, "review", entry)
    if not note.strip():
        raise ValidationError(_("Say what has to change before it can be published."), code="note")
    return _while_draft(entry, submitted_at=None, review_note=note)


def _while_draft(entry, **fields):
    with refusals_explained():
        entry = _lock(type(entry), entry)
        if entry.published_at:
            raise ValidationError(_("This is published already."), code="published")
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.save(update_fields=list(fields))
    return entry


def publish_statement(statement, by):
    """Makes a draft public and locks its words. Raises ValidationError naming all that is missing."""
    _may(by, "publish", statement)
    with refusals_explained():
        statement = _lock(Statement, statement)
        _take_turns()
        if statement.published_at:
            raise ValidationError(_("This statement is published already."), code="published")
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
        write_version(statement, VersionReason.PUBLISHED, by)
    return statement


def publish_verification(verification, by):
    """Makes a draft entry public and locks it with its evidence. Raises ValidationError naming all that is missing.

    A terminal finding is published by someone other than its author, but in a newsroom of one
    (TRACKER_ONE_PERSON_NEWSROOM): then the page says so.
    """
    _may(by, "publish", verification)
    with refusals_explained():
        # Statement first, then entry: the order in which the triggers lock, so that two editors wait, not deadlock.
        statement = _lock(Statement, verification.statement)
        _take_turns()
        verification = _lock(Verification, verification)
        if verification.published_at:
            raise ValidationError(_("This verification is published already."), code="published")
        verification.published_by = by
        verification.is_single_handed = (
            settings.ONE_PERSON_NEWSROOM
            and by.pk == verification.author_id
            and verification.finding in TERMINAL_FINDINGS
        )
        if missing := missing_for_verification(verification):
            raise ValidationError(missing)
        _give_each_an_address(Publisher.objects.filter(sources__evidence__verification=verification))
        verification.published_at = timezone.now()
        verification.save(update_fields=["published_at", "published_by", "is_single_handed"])
        write_version(statement, VersionReason.VERIFIED, by)
    return verification


def withdraw(entry, by, reason):
    """Takes a published statement or verification back; its page or entry stays and gives the reason."""
    _may(by, "withdraw", entry)
    if not reason.strip():
        raise ValidationError(_("Say why it is withdrawn: the reason is public."), code="reason")
    with pghistory.context(why=reason), refusals_explained():
        statement = _lock(Statement, getattr(entry, "statement", entry))
        entry = _lock(type(entry), entry)
        entry.withdrawn_at = timezone.now()
        entry.withdrawal_reason = reason
        entry.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        write_version(statement, VersionReason.WITHDRAWN, by)
    return entry


def note_addition(statement, by):
    """Writes a new version after a source, link, topic or empty criterion was added to a published statement, and
    gives an address to what became public with it."""
    with refusals_explained():
        statement = _lock(Statement, statement)
        if statement.published_at:
            _take_turns()
            _give_addresses(statement)
            write_version(statement, VersionReason.ADDED, by)


def record_reply(reply: Reply, by):
    """Puts on record what the official answered, or why nobody was asked. It is public at once, and stays."""
    _may(by, "publish", reply.statement)
    with refusals_explained():
        statement = _lock(Statement, reply.statement)
        if not statement.published_at:
            raise ValidationError(_("The statement is not public: publish it first."), code="draft")
        reply.recorded_by = by
        reply.full_clean()
        reply.save()
        write_version(statement, VersionReason.REPLIED, by)
    return reply


def missing_for_statement(statement):
    """All that keeps a saved draft statement from being published, as sentences for the editor."""
    return _missing(statement, "tracker_statement_problems")


def missing_for_verification(verification):
    """All that keeps a saved draft verification from being published, as sentences for the editor."""
    return _missing(verification, "tracker_verification_problems")


def _may(person, action, entry):
    permission = f"tracker.{action}_{entry._meta.model_name}"
    if not person.has_perm(permission):
        raise PermissionDenied(f"{person} may not {action} a {entry._meta.verbose_name}.")


def _missing(entry, problems):
    """Asks the models' constraints as if it were published, then the rules across tables, in one list."""
    messages = []
    was, entry.published_at = entry.published_at, timezone.now()
    try:
        for constraint in entry._meta.constraints:
            # The number and the address, and who publishes, come with the publication itself.
            if constraint.name not in ("statement_number_comes_with_publication", *_unknown_yet(entry)):
                messages += _violation(constraint, entry)
    finally:
        entry.published_at = was
    with connection.cursor() as cursor:
        cursor.execute(  # the names are this file's own
            f"SELECT message FROM {problems}(ARRAY[%s::bigint])",  # noqa: S608
            [entry.pk],
        )
        return messages + [in_words(message) for (message,) in cursor.fetchall()]


def _unknown_yet(entry):
    return () if entry.published_by_id else ("verification_ending_is_published_by_another",)


def _violation(constraint, entry):
    try:
        constraint.validate(type(entry), entry)
    except ValidationError as error:
        return error.messages
    return []


def _lock(model, entry):
    """The entry as it is now, kept from changing until the transaction ends."""
    return model.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)


def _take_turns():
    """Waits for publications under way: what is read from here on is as they left it, slugs and numbers included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracker_take_turns()")


def _give_addresses(statement):
    """Words in addresses for all that becomes public with a statement."""
    spoke = Q(pk=statement.speaker_id) | Q(voices__statement=statement)
    _give_each_an_address(Official.objects.filter(spoke))
    _give_each_an_address(Topic.objects.filter(statements=statement))
    _give_each_an_address(Publisher.objects.filter(sources__appearances__statement=statement))


def _give_each_an_address(things):
    """Each once, however many ways lead to it; what has an address keeps it."""
    for thing in things.filter(slug__isnull=True).order_by("pk").distinct():
        _give_address(thing)


def _give_address(thing):
    """A free slug made from the name."""
    model = type(thing)
    base = address_word(thing.name) or model._meta.model_name
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
