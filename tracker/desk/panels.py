"""What stays in view while an editor judges: the statement, its criteria, and the evidence so far."""

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from tracker.desk.stages import stage_of, stage_tag
from tracker.sources.models import Attribution
from tracker.statements.models import Appearance, Statement
from tracker.statements.recording import fill_frozen_words
from tracker.templatetags.marks import finding_mark
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.publishing import missing_for_statement, missing_for_verification
from tracker.verifications.status import standing


class Entry:
    """A verification, with its finding as readers see it, and with its stage unless they do."""

    def __init__(self, verification, kind):
        self.verification = verification
        self.finding = finding_mark(verification.finding, kind, verification.partly_because)
        self.stage = "" if stage_of(verification) == "published" else stage_tag(verification)


def entries(statement):
    """All verifications of a statement, drafts and withdrawn ones among them, newest first, with their evidence."""
    rows = statement.verifications.select_related("author").prefetch_related(
        Prefetch("evidence", _with_source(Evidence.objects.all()))
    )
    return [Entry(verification, statement.kind) for verification in rows]


def statement_panel(pk):
    """One statement with all that an editor needs beside a new entry; None when there is no such statement."""
    statement = (
        Statement.objects.filter(pk=pk)
        .select_related("speaker")
        .prefetch_related(Prefetch("appearances", _with_source(Appearance.objects.select_related("relayed_by"))))
        .first()
    )
    if statement is None:
        return None
    return {
        "statement": statement,
        "standing": standing(statement, Verification.objects.filter(statement=statement)),
        "appearances": statement.appearances.all(),
        "entries": entries(statement),
    }


def _with_source(rows):
    origins = Prefetch("source__attributions", Attribution.objects.select_related("origin"))
    return rows.select_related("source__publisher").prefetch_related(origins)


def missing_statement(statement):
    """What keeps a draft from being published, told by a rehearsal that is undone: publishing fills the office,
    label and country first. Nobody waits for it: while somebody else saves the statement, nothing is rehearsed."""
    with transaction.atomic():
        rehearsed = Statement.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=statement.pk).first()
        if rehearsed is None:
            return [_("Somebody else is saving it at this very moment: save again to see what is missing.")]
        fill_frozen_words(rehearsed)
        rehearsed.save()
        missing = missing_for_statement(rehearsed)
        transaction.set_rollback(True)
    return missing


def missing_verification(verification, by):
    """What keeps a draft entry from being published by this person: one's own ending is published by another."""
    asked = Verification.objects.select_related("statement").get(pk=verification.pk)
    asked.published_by = by
    asked.is_single_handed = settings.ONE_PERSON_NEWSROOM
    return missing_for_verification(asked)
