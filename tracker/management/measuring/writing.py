"""How long an editor waits for a publication: alone, and while a long load runs."""

import subprocess
import sys
from statistics import median
from time import perf_counter

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tracker.management.synthesis.cast import EDITOR
from tracker.officials.models import Official
from tracker.sources.models import Publisher, Source
from tracker.statements.models import Appearance, Statement
from tracker.verifications.publishing import publish_statement
from tracker.vocabulary import Form, Kind

PUBLICATIONS = 25


def milliseconds_of_publishing():
    """Median and longest of some publications, as the desk makes them, each of a new draft."""
    author = get_user_model().objects.get(username=EDITOR)
    editor, _ = get_user_model().objects.get_or_create(username="synthetic-publisher", defaults={"password": "!"})
    editor.groups.add(Group.objects.get(name="editor"))
    drafts = [_draft(author, number) for number in range(PUBLICATIONS)]
    times = []
    for draft in drafts:
        start = perf_counter()
        publish_statement(draft, by=editor)
        times.append((perf_counter() - start) * 1000)
    return round(median(times), 1), round(max(times), 1)


def _draft(author, number):
    speaker = Official.objects.filter(kind="person").order_by("id")[number]
    day = "2025-06-01"
    source = Source.objects.create(
        url=f"https://measured.example/{Source.objects.order_by('-id').first().pk}",
        publisher=Publisher.objects.order_by("id").first(),
        published_on=day,
        created_by=author,
    )
    statement = Statement.objects.create(
        kind=Kind.POSITION,
        quote="Lighthouses are fine.",
        quote_language="en",
        claim="Lighthouses are fine.",
        speaker=speaker,
        speaker_label="Former minister",
        said_on=day,
        selected_because="To measure how long its publication takes.",
        created_by=author,
    )
    Appearance.objects.create(
        statement=statement,
        source=source,
        wording="Lighthouses are fine.",
        language="en",
        form=Form.OWN_WORDS,
        is_primary=True,
    )
    return statement


def milliseconds_during_a_load(count):
    """The same while so many statements are added in another process."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "synthesize", "--statements", str(count)]
    load = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 our own command
    try:
        for line in load.stdout:
            if line.startswith("Adding"):  # it is under way
                break
        return milliseconds_of_publishing()
    finally:
        load.stdout.read()
        load.wait()
