"""`manage.py synthesize`: a made-up record that keeps every rule, that a seed makes again, and that never mixes with a
real one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q

from tests import newsroom
from tracker.catalogue import public
from tracker.catalogue.models import Listing
from tracker.management.commands import synthesize as command
from tracker.management.synthesis.loading import COLUMNS
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.verifications.status import standing

pytestmark = pytest.mark.django_db(transaction=True)

# When the criteria were written and the events happened is when the command ran.
OF_THE_MOMENT = {"criteria_written_at"}


@pytest.fixture(autouse=True)
def _several_batches(monkeypatch):
    monkeypatch.setattr(command, "BATCH", 40)


def synthesize(*arguments):
    output = StringIO()
    call_command("synthesize", *arguments, stdout=output)
    return output.getvalue()


def rows():
    """All that was put in, and the listing."""
    with connection.cursor() as cursor:
        found = {}
        for table in (*COLUMNS, "official", "tenure", "publisher", "topic", "listing"):
            cursor.execute(f"SELECT * FROM tracker_{table} ORDER BY 1")  # noqa: S608 our own names
            names = [column.name for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    return {
        table: [{name: row[name] for name in row if name not in OF_THE_MOMENT} for row in there]
        for table, there in found.items()
    }


def begin_anew():
    """An empty record whose keys count from one, as in a new database."""
    call_command("flush", interactive=False, verbosity=0)


def test_the_same_seed_makes_the_same_record_and_another_seed_another():
    begin_anew()
    synthesize("--statements", "200", "--seed", "7")
    first = rows()
    begin_anew()
    synthesize("--statements", "200", "--seed", "7")
    assert rows() == first
    begin_anew()
    synthesize("--statements", "200", "--seed", "8")
    assert rows()["statement"] != first["statement"]


def test_the_listing_says_of_every_made_up_statement_where_it_stands():
    synthesize("--statements", "200")
    listed = {line.statement_id: line for line in public.listings()}
    shown = Statement.objects.filter(published_at__isnull=False, withdrawn_at=None)
    assert set(listed) == set(shown.values_list("pk", flat=True))
    for statement in shown.prefetch_related("verifications", "voices", "topics", "concerns"):
        line, plainly = listed[statement.pk], standing(statement, statement.verifications.all())
        assert (line.status, line.deciding_id, line.interim_id, line.check_by) == (
            plainly.status,
            plainly.deciding and plainly.deciding.pk,
            plainly.interim and plainly.interim.pk,
            plainly.check_by,
        )
        assert set(line.officials) == {statement.speaker_id} | {voice.official_id for voice in statement.voices.all()}
        assert line.topics == sorted(topic.pk for topic in statement.topics.all())
        assert line.concerns == sorted(country.pk for country in statement.concerns.all())


def test_it_holds_what_a_real_record_holds():
    said = synthesize("--statements", "400")
    assert "Adding statements: 400 of 400" in said
    statements = Statement.objects.all()
    numbers = statements.filter(number__isnull=False).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert statements.filter(published_at=None).exists()
    assert {"en", "ru", "ar", "zh-Hans", "ja", "th"} <= set(statements.values_list("spoken_language", flat=True))
    assert statements.values("speaker").distinct().count() > 20
    assert statements.exclude(said_on_precision="day").exists()
    assert set(Listing.objects.values_list("finding", flat=True)) >= {"", "upheld", "broken", "undetermined"}
    assert Listing.objects.filter(is_relayed=True).exists()
    assert Listing.objects.filter(Q(officials__len__gt=1) & ~Q(topics=[]) & ~Q(concerns=[])).exists()
    assert 1.5 < Verification.objects.count() / 400 < 2.5
    assert not Verification.objects.filter(published_at=None).exists()


def test_more_statements_and_entries_can_be_added():
    synthesize("--statements", "100")
    synthesize("--statements", "60")
    assert Statement.objects.count() == 160
    before = Verification.objects.count()
    assert "Added 90 entries" in synthesize("--entries", "90")
    assert Verification.objects.filter(published_at__isnull=False).count() == before + 90


def test_a_database_with_anything_real_in_it_is_refused_and_stays_as_it_is():
    newsroom.make_published_statement()
    before = rows()
    with pytest.raises(CommandError, match="holds real records"):
        synthesize("--statements", "10")
    assert rows() == before


def test_one_real_source_among_made_up_ones_is_enough_to_be_refused():
    synthesize("--statements", "10")
    newsroom.make_source()
    with pytest.raises(CommandError, match="holds real records"):
        synthesize("--statements", "10")


def test_without_a_number_it_asks_for_one():
    with pytest.raises(CommandError, match="Say how much"):
        synthesize()
