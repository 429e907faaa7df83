"""One of several processes of the crash test: writes through the real functions until a file tells it to stop.

Each write that the database acknowledged is noted in a file, as surely as the database itself notes things, before
the next one begins. Run as `python -m tests.crash_writer FILE STOP`; `prepare` makes the people who write before,
and `verify FILE …` looks for every write afterwards.
"""

import json
import os
import sys
import time
from itertools import count
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402 the models need what is set up

from tests import newsroom  # noqa: E402
from tracker.database.serving import connect_as_web_server  # noqa: E402
from tracker.models import (  # noqa: E402
    Correction,
    CorrectionEvent,
    Statement,
    StatementEvent,
    Verification,
    VerificationEvent,
    Version,
)
from tracker.verifications.correcting import Change, correct  # noqa: E402
from tracker.verifications.publishing import publish_statement, publish_verification, withdraw  # noqa: E402
from tracker.vocabulary import VersionReason  # noqa: E402

LONGEST_SECONDS = 180  # whatever becomes of who should tell it to stop


def write(path, stop):
    connect_as_web_server()
    newsroom._serial = count(os.getpid() * 1_000_000)  # names are given once, whoever writes
    deadline = time.monotonic() + LONGEST_SECONDS
    with Path(path).open("a") as notes:
        while not Path(stop).exists() and time.monotonic() < deadline:
            try:
                for note in one_life():
                    notes.write(f"{json.dumps(note)}\n")
                    notes.flush()
                    os.fsync(notes.fileno())
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.05)


def one_life():
    """A statement is published, verified, corrected, perhaps withdrawn: a note for each, after it is committed."""
    editor = newsroom.editor()
    statement = publish_statement(newsroom.make_statement(), editor)
    yield {"published": statement.pk, "number": statement.number}
    entry = publish_verification(newsroom.make_verification(statement), editor)
    yield {"verified": entry.pk}
    claim = f"Elephant {statement.number} stays."
    (correction,) = correct(statement, editor, "We had misread it.", [Change(statement, "claim", claim)])
    yield {"corrected": correction.pk, "claim": claim}
    if statement.number % 3 == 0:
        withdraw(entry, editor, "The source was a hoax.")
        yield {"withdrawn": entry.pk}


def verify(paths):
    """Prints each acknowledged write that is not there with its event and its version, then how many were looked at."""
    notes = [json.loads(line) for path in paths for line in Path(path).read_text().splitlines()]
    for note in notes:
        what = next(iter(note))
        if not LOOK_FOR[what](note):
            print("MISSING", json.dumps(note))
    print(json.dumps({what: sum(what in note for note in notes) for what in LOOK_FOR}))


def is_published(note):
    statement = Statement.objects.get(pk=note["published"])
    told = StatementEvent.objects.filter(pgh_obj_id=statement.pk, published_at=statement.published_at)
    version = statement.versions.filter(number=1, why=VersionReason.PUBLISHED)
    return statement.published_at and statement.number == note["number"] and told.exists() and version.exists()


def is_verified(note):
    entry = Verification.objects.get(pk=note["verified"])
    told = VerificationEvent.objects.filter(pgh_obj_id=entry.pk, published_at=entry.published_at)
    version = Version.objects.filter(
        statement=entry.statement_id,
        why=VersionReason.VERIFIED,
        representation__entries__contains=[{"summary": entry.summary, "finding": entry.finding}],
    )
    return entry.published_at and told.exists() and version.exists()


def is_corrected(note):
    correction = Correction.objects.get(pk=note["corrected"])
    told = StatementEvent.objects.filter(pgh_obj_id=correction.statement_id, claim=note["claim"])
    version = Version.objects.filter(
        statement=correction.statement_id, why=VersionReason.CORRECTED, representation__claim=note["claim"]
    )
    is_told = CorrectionEvent.objects.filter(pgh_obj_id=correction.pk).exists() and told.exists()
    return correction.statement.claim == note["claim"] and is_told and version.exists()


def is_withdrawn(note):
    entry = Verification.objects.get(pk=note["withdrawn"])
    told = VerificationEvent.objects.filter(pgh_obj_id=entry.pk, withdrawn_at=entry.withdrawn_at)
    version = Version.objects.filter(statement=entry.statement_id, why=VersionReason.WITHDRAWN)
    return entry.withdrawn_at and told.exists() and version.exists()


LOOK_FOR = {
    "published": is_published,
    "verified": is_verified,
    "corrected": is_corrected,
    "withdrawn": is_withdrawn,
}

if __name__ == "__main__":
    if sys.argv[1] == "verify":
        verify(sys.argv[2:])
    elif sys.argv[1] == "prepare":
        print(newsroom.editor(), newsroom.checker())
    else:
        write(sys.argv[1], sys.argv[2])
