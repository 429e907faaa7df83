"""Correcting what is published, in the open: the change, its correction and the new version in one transaction."""

from dataclasses import dataclass

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.database.refusals import refusals_explained
from tracker.languages import said_as_usual
from tracker.names import named
from tracker.partial_dates import PartialDateAttribute
from tracker.sources.models import Attribution, Source
from tracker.statements.models import Appearance, Statement, Voice
from tracker.verifications.models import Correction, Evidence, Verification
from tracker.verifications.versions import write_version
from tracker.vocabulary import VersionReason

# What can be corrected, by the word that a correction knows it by.
PARTS = {
    "statement": Statement,
    "voice": Voice,
    "appearance": Appearance,
    "verification": Verification,
    "evidence": Evidence,
    "source": Source,
    "attribution": Attribution,
}
# Not words: what the record itself gives, and whose it is.
NEVER = {"id", "number", "slug", "statement", "verification", "source", "is_primary", "created_at"}


@dataclass(frozen=True)
class Change:
    """That a published part is to read otherwise: `what` is the name of a field or of a partial date."""

    part: models.Model
    what: str
    becomes: object


def correct(statement, by, reason, changes):
    """Makes the changes public, each with its correction. Raises ValidationError when there is none, when a reason
    lacks, or when the statement would no longer pass the rules of publication; then nothing is changed.

    A corrected quote corrects the primary wording too: it is that wording letter for letter.
    """
    if not by.has_perm("tracker.correct_statement"):
        raise PermissionDenied(f"{by} may not correct what is published.")
    if not reason.strip():
        raise ValidationError(_("Say what was wrong: the reason is public."), code="reason")
    # The desk's history tells why, beside who and when.
    with pghistory.context(why=reason), refusals_explained():
        statement = Statement.objects.select_for_update(of=("self",), no_key=True).get(pk=statement.pk)
        if not statement.published_at or statement.withdrawn_at:
            raise ValidationError(_("Only what is public is corrected; a draft is simply changed."), code="draft")
        made = [_correct_one(statement, change, by, reason) for change in [*changes, *_wordings(statement, changes)]]
        if not any(made):
            raise ValidationError(_("Nothing was changed, so there is nothing to correct."), code="unchanged")
        # The rules that are asked at the end of the transaction are asked now, while the editor can still act.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for affected in _affected(statement, changes):
            write_version(affected, VersionReason.CORRECTED, by)
    return [correction for correction in made if correction]


def correctable_fields(part):
    """The names of the fields and partial dates of a published part that a correction can change."""
    locked = {field.name for field in part._meta.concrete_fields if field.editable} - NEVER
    days = {name for name in dir(type(part)) if isinstance(getattr(type(part), name), PartialDateAttribute)}
    columns = {f"{day}_{end}" for day in days for end in ("first", "last", "precision")}
    return sorted((locked - columns) | days)


def _wordings(statement, changes):
    """A corrected quote, or its language, is corrected in the primary appearance as well."""
    follow = {"quote": "wording", "quote_language": "language"}
    primary = statement.appearances.get(is_primary=True)
    return [
        Change(primary, follow[change.what], change.becomes)
        for change in changes
        if isinstance(change.part, Statement) and change.what in follow and statement.quote
    ]


def _correct_one(statement, change, by, reason):
    """One correction and its change, or None where nothing changes."""
    part = type(change.part).objects.get(pk=change.part.pk)
    name = next(word for word, model in PARTS.items() if isinstance(part, model))
    if not _belongs(part, statement):
        raise ValidationError(_("This belongs to another statement."), code="part")
    if not _is_public(part):
        raise ValidationError(_("Only what is public is corrected; a draft is simply changed."), code="draft")
    if change.what not in correctable_fields(part):
        raise ValidationError(_("“%(what)s” cannot be corrected.") % {"what": named(change.what)}, code="field")
    before, before_words = _columns(part, change.what), _shown(part, change.what)
    setattr(part, change.what, change.becomes)
    part.clean_fields()
    after = _columns(part, change.what)
    if before == after:
        return None
    correction = Correction.objects.create(
        statement=statement,
        part=name,
        part_id=part.pk,
        what=change.what.replace("_", " "),
        before=before,
        after=after,
        before_words=before_words,
        after_words=_shown(part, change.what),
        reason=reason,
        corrected_by=by,
    )
    part.save(update_fields=_field_names(part, change.what))
    return correction


def _belongs(part, statement):
    if isinstance(part, Statement):
        return part == statement
    if isinstance(part, Evidence):
        return part.verification.statement_id == statement.pk
    if isinstance(part, Source | Attribution):
        return statement in _citing(part)
    return part.statement_id == statement.pk


def _is_public(part):
    """A draft entry is simply changed, and a withdrawn one shows no words: a correction would make them public."""
    entry = part.verification if isinstance(part, Evidence) else part
    return not isinstance(entry, Verification) or bool(entry.published_at and not entry.withdrawn_at)


def _citing(part):
    """The published statements whose pages show the source."""
    source = part.source if isinstance(part, Attribution) else part
    shown = Q(appearances__source=source) | Q(
        verifications__evidence__source=source, verifications__published_at__isnull=False
    )
    return Statement.objects.filter(shown, published_at__isnull=False).order_by("pk").distinct()


def _affected(statement, changes):
    """The statements whose pages read otherwise: a source may stand on several."""
    others = {
        citing.pk: citing
        for change in changes
        if isinstance(change.part, Source | Attribution)
        for citing in _citing(change.part)
    }
    return (others | {statement.pk: statement}).values()


def _field_names(part, what):
    if isinstance(getattr(type(part), what), PartialDateAttribute):
        return [f"{what}_{end}" for end in ("first", "last", "precision")]
    return [what]


def _columns(part, what):
    """The columns as the database's to_jsonb() writes them: the lock compares these."""
    fields = [part._meta.get_field(name) for name in _field_names(part, what)]
    columns = {field.column: getattr(part, field.attname) for field in fields}
    encode = DjangoJSONEncoder().default
    return {
        column: value if value is None or isinstance(value, str | int | bool) else encode(value)
        for column, value in columns.items()
    }


@said_as_usual
def _shown(part, what):
    """The words that readers see for it. They are kept, so they are in the usual language, whoever corrects."""
    value = getattr(part, what)
    if display := getattr(part, f"get_{what}_display", None):
        value = display()
    return "" if value is None else str(value)
