"""The owner of the database tampers with the record behind the site's back; `manage.py check_record` tells.

Each way is tried by itself in a newsroom where everything agreed before.
"""

# ruff: noqa: S608 the queries are this file's own

from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from tests import newsroom
from tracker.catalogue import auditing, checking
from tracker.models import RECORD
from tracker.statements.models import StatementLink
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply
from tracker.verifications.publishing import note_addition, record_reply, withdraw
from tracker.vocabulary import Finding, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(nobody_is_the_twentieth):
    """A record in which everything happened that may: every finding, corrections, replies, withdrawals."""
    editor, topic = newsroom.editor(), newsroom.make_topic("Elephants")
    said = newsroom.make_published_statement(
        claim="No elephant stays.", topics=[topic], concerns=["UA"], voices=[(newsroom.make_official(), "signed")]
    )
    for finding in Finding:
        newsroom.make_published_verification(newsroom.make_published_statement(), finding)
    entry = newsroom.make_published_verification(said)
    taken_back = newsroom.make_published_verification(said, Finding.NO_CHANGE)
    withdraw(taken_back, editor, "The source was a hoax.")
    withdraw(newsroom.make_published_statement(), editor, "He never said it.")
    changes = [Change(said, "claim", "No grey elephant stays."), Change(said, "quote", "Not one grey elephant.")]
    correct(said, editor, "We had misread it.", changes)
    correct(said, editor, "We had misread the day.", [Change(said, "said_on", "2024-02")])
    correct(said, editor, "It was seen from afar.", [Change(entry.evidence.get(), "note", "Seen from afar.")])
    correct(said, editor, "It stands in the report.", [Change(said.voices.get(), "label", "Keeper of the elephants")])
    record_reply(Reply(statement=said, why_not_asked="He died in 2020."), by=editor)
    position = newsroom.make_published_statement(kind=Kind.POSITION)
    StatementLink.objects.create(later=position, earlier=said, kind="see_also", note="The same day.")
    note_addition(position, editor)
    newsroom.make_verification(newsroom.make_statement())
    newsroom.make_topic("Mice").delete()
    return said


def tamper(*commands):
    """As the owner, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        for command in commands:
            cursor.execute(command)
        cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def questions():
    return [*checking.questions(), *auditing.questions()]


def told_by(title):
    """What one question finds, as text."""
    (question,) = [question for question in questions() if question.title == title]
    found = [disagreement for _count, batch in question.answers() for disagreement in batch]
    return "\n".join(f"{one.which}: {one.wrong}" for one in found)


def check_record():
    """The exit code of the command, and what it prints where there is no terminal."""
    output = StringIO()
    try:
        call_command("check_record", stdout=output)
    except SystemExit as end:
        return end.code, output.getvalue()
    return 0, output.getvalue()


SAID = "WHERE claim = 'No grey elephant stays.'"
# By the question that has to find it: what was done, and words of the complaint.
TAMPERED = {
    "Lines of the catalogue": [
        ("UPDATE tracker_listing SET slug = 'elephants'", "differs in slug"),
        ("UPDATE tracker_listing SET said_on_first = '2020-01-01'", "differs in said_on_first"),
        ("DELETE FROM tracker_listing", "has no line"),
        (f"UPDATE tracker_statement SET withdrawn_at = now(), withdrawal_reason = 'x' {SAID}", "is not public"),
    ],
    "Tallies": [
        ("UPDATE tracker_tally SET broken = broken + 1", "tallied are"),
        ("DELETE FROM tracker_tally WHERE country = 'BE'", "country"),
        ("DELETE FROM tracker_tallychange", "tallied are"),
        ("UPDATE tracker_listing SET kind = 'denial' WHERE number = 1", "denial"),
    ],
    "Words of the search": [
        ("UPDATE tracker_findable SET vector = 'elephants'", "is found by other words"),
        ("DELETE FROM tracker_findable", "is not found by its words"),
        (f"UPDATE tracker_statement SET withdrawn_at = now(), withdrawal_reason = 'x' {SAID}", "is not public"),
        ("DELETE FROM tracker_knownword WHERE word = 'elephant'", "words that are not known: elephant"),
    ],
    "Names of the search": [
        ("DELETE FROM tracker_findablename WHERE key LIKE 'official %'", "another name than it has"),
        ("UPDATE tracker_official SET name = 'Black Michael'", "another name than it has"),
    ],
    "Headings of the catalogue": [
        ("DELETE FROM tracker_heading WHERE name LIKE 'topic %'", "#1 under “topic "),
        ("UPDATE tracker_heading SET name = 'country FR' WHERE name = 'country BE'", "stands there and should not"),
        ("UPDATE tracker_heading SET shelfmark = shelfmark + 1000", "should stand there and does not"),
    ],
    "Statuses": [
        ("UPDATE tracker_listing SET finding = 'upheld' WHERE finding = 'broken'", "status is upheld"),
        ("UPDATE tracker_listing SET interim_id = NULL", "interim entry is None"),
        ("UPDATE tracker_verification SET finding = 'no_change' WHERE finding = 'broken'", "entries say open"),
    ],
    "Rules for statements": [
        ("UPDATE tracker_appearance SET wording = 'Other words.'", "letter for letter"),
        ("DELETE FROM tracker_appearance", "No statement without a source"),
        (f"UPDATE tracker_statement SET quote = 'Never said.' {SAID}", "letter for letter"),
    ],
    "Rules for findings": [
        ("DELETE FROM tracker_evidence", "This finding needs evidence"),
        ("UPDATE tracker_statement SET kind = 'position', upheld_if = '', broken_if = ''", "takes no finding"),
    ],
    "Public numbers": [(f"UPDATE tracker_statement SET number = 1000 {SAID}", "#1: was never given")],
    "Addresses": [("UPDATE tracker_official SET slug = NULL", "is public without an address")],
    "Versions": [
        ("DELETE FROM tracker_version WHERE number = 1", "has the versions 2, 3"),
        ("DELETE FROM tracker_version", "has no version"),
        ("UPDATE tracker_version SET representation = representation || '{\"claim\": \"x\"}'", "differs in claim"),
        (f"UPDATE tracker_statement SET reading = 'Otherwise.' {SAID}", "differs in reading"),
        ("DELETE FROM tracker_reply", "differs in replies"),
        ("UPDATE tracker_verification SET summary = 'Nothing.' WHERE finding = 'broken'", "differs in entries"),
    ],
    "Corrections": [
        (f"UPDATE tracker_statement SET claim = 'No mouse stays.' {SAID}", "“claim” reads otherwise"),
        ("UPDATE tracker_correction SET after = jsonb_set(after, '{note}', '\"x\"') WHERE part = 'evidence'", "“note”"),
        ("DELETE FROM tracker_evidence", "its evidence is gone"),
        ("DELETE FROM tracker_version WHERE why = 'corrected'", "no version was written"),
    ],
    "History: statements": [
        (f"UPDATE tracker_statement SET claim = 'No mouse stays.' {SAID}", "differs from its last event in claim"),
        ("UPDATE tracker_statementevent SET quote = 'Never said.'", "differs from its last event in quote"),
        ("DELETE FROM tracker_statementevent", "no event tells of it"),
    ],
    "History: what is gone": [
        ("DELETE FROM tracker_topic", "is gone, and no event tells of it"),
        ("UPDATE tracker_verificationevent SET pgh_label = 'delete' WHERE published_at IS NOT NULL", "and was deleted"),
    ],
    "Constraints": [
        ("DELETE FROM tracker_publisher", "breaks “tracker_source_publisher_id"),
        (
            "ALTER TABLE tracker_statement DROP CONSTRAINT statement_says_why_selected; "
            "UPDATE tracker_statement SET selected_because = ''; "
            "ALTER TABLE tracker_statement ADD CONSTRAINT statement_says_why_selected "
            "CHECK (published_at IS NULL OR selected_because <> '') NOT VALID",
            "breaks “statement_says_why_selected”",
        ),
        ("ALTER TABLE tracker_topic ADD CONSTRAINT later CHECK (name <> '') NOT VALID", "without looking at the rows"),
    ],
    "Guards: constraints": [
        ("ALTER TABLE tracker_version DROP CONSTRAINT version_is_numbered_once", "version_is_numbered_once: this"),
        ("DROP INDEX appearance_one_is_primary", "appearance_one_is_primary: this constraint is missing"),
        ("ALTER TABLE tracker_topic DROP CONSTRAINT tracker_topic_name_check", "tracker_topic: name: what it may hold"),
    ],
    "Guards: triggers": [
        ("ALTER TABLE tracker_statement DISABLE TRIGGER USER", "tracker_statement: lock_words: is switched off"),
        ("DROP TRIGGER {lock_words} ON tracker_statement", "tracker_statement: lock_words: is uninstalled"),
        ("ALTER TABLE tracker_statement ENABLE REPLICA TRIGGER {lock_words}", "lock_words: is switched off"),
    ],
    "Guards: what nobody wrote": [
        ("CREATE RULE silence AS ON INSERT TO tracker_topicevent DO INSTEAD NOTHING", "rule silence"),
        ("ALTER TABLE tracker_version ENABLE ROW LEVEL SECURITY", "tracker_version: row security"),
        (
            "CREATE TRIGGER mine BEFORE UPDATE ON tracker_topic EXECUTE FUNCTION {lock_words}()",
            "tracker_topic: trigger mine",
        ),
    ],
    "Guards: functions": [
        (
            "CREATE OR REPLACE FUNCTION tracker_refuse(rule text, message text) RETURNS void LANGUAGE sql AS 'SELECT'",
            "tracker_refuse: this function is not the one",
        ),
        (
            "CREATE OR REPLACE FUNCTION {lock_words}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "lock_words_",
        ),
        ("DROP FUNCTION tracker_refuse(text, text)", "tracker_refuse: this function is missing"),
        ("ALTER FUNCTION tracker_is_corrected RESET ALL", "may look for tables elsewhere"),
        (
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
            "LANGUAGE sql AS 'SELECT true'",
            "_pgtrigger_should_ignore: this function",
        ),
    ],
    "Guards: the web server’s role": [
        ("GRANT DELETE ON tracker_statementevent TO tracker_web", "tracker_web holds DELETE"),
        ("REVOKE INSERT ON tracker_version FROM tracker_web", "tracker_web lacks INSERT"),
        ("GRANT TEMPORARY ON DATABASE {database} TO tracker_web", "temporary tables"),
    ],
}  # fmt: skip
# What a lock would have refused, when only that lock is switched off: the history tells of it, but no correction.
UNLOCKED = {
    "statement": "UPDATE tracker_statement SET claim = 'No mouse stays.' WHERE published_at IS NOT NULL",
    "voice": "UPDATE tracker_voice SET label = 'Nobody'",
    "appearance": "UPDATE tracker_appearance SET locator = 'nowhere'",
    "verification": "UPDATE tracker_verification SET reasoning = 'None.' WHERE published_at IS NOT NULL",
    "evidence": "UPDATE tracker_evidence SET stance = 'context'",
}


def test_a_newsroom_that_did_everything_agrees_with_itself(record):
    code, output = check_record()
    assert code == 0, output
    assert "everything agrees" in output
    for question in questions():
        assert f"{question.title}: {question.count()} looked at, all agree" in output


@pytest.mark.parametrize("title", TAMPERED)
def test_what_was_tampered_with_is_told(record, title):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_lock_words%'")
        known = {"{lock_words}": cursor.fetchone()[0], "{database}": connection.settings_dict["NAME"]}
    for command, complaint in TAMPERED[title]:
        assert told_by(title) == ""
        for name, value in known.items():
            command = command.replace(name, value)
        with undone():
            tamper(command)
            assert complaint in told_by(title), command
    print(f"{title}: tampered with in {len(TAMPERED[title])} ways")


@pytest.mark.parametrize("part", UNLOCKED)
def test_a_change_that_only_a_lock_would_have_refused_is_told(record, part):
    title, table = f"Changes in the open: {part}", f"tracker_{part}"
    assert told_by(title) == ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND tgname LIKE '%lock\\_%'")
        locks = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for lock in locks:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {lock}")
        # The change comes in a later transaction than the publication, which is the same one only in this test.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for event in ("statement", "verification"):
            cursor.execute(f"UPDATE tracker_{event}event SET pgh_created_at = pgh_created_at - interval '1 day'")
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(UNLOCKED[part])
    assert "was changed after publication without a correction" in told_by(title)


def test_every_question_is_known_to_find_something(record):
    """A question that nobody ever saw complain is none."""
    history = {f"History: {model._meta.verbose_name_plural}" for model in RECORD}
    tried = set(TAMPERED) | {f"Changes in the open: {part}" for part in UNLOCKED} | history
    assert {question.title for question in questions()} == tried


def test_history_is_missed_of_every_sort_of_row(record):
    tamper(*[f"DELETE FROM {apps.get_model('tracker', f'{model.__name__}Event')._meta.db_table}" for model in RECORD])
    for model in RECORD:
        if model.objects.exists():
            assert "no event tells of it" in told_by(f"History: {model._meta.verbose_name_plural}")


def test_the_command_lists_what_disagrees_and_ends_with_one(record):
    tamper("UPDATE tracker_listing SET finding = 'upheld' WHERE finding = 'broken'")
    code, output = check_record()
    assert code == 1
    assert "Statuses: 13 looked at, 2 disagree" in output
    assert "#1: status is upheld, but the entries say broken" in output
    assert f"see {record.get_absolute_url()}" in output


def test_a_list_that_never_ends_is_cut(record, monkeypatch):
    monkeypatch.setattr("tracker.management.commands.check_record.SHOWN", 2)
    tamper("DELETE FROM tracker_version")
    _code, output = check_record()
    assert output.count("has no version") == 2
    assert "more" in output


def test_it_goes_through_more_rows_than_one_batch_holds(record, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 3)
    assert check_record()[0] == 0
    (question,) = [question for question in questions() if question.title == "Versions"]
    assert sum(count for count, _found in question.answers()) == question.count() > 3


def test_a_day_that_passes_and_a_publisher_renamed_are_no_disagreement(record):
    """What a page shows but does not own moves without a new version."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_publisher SET name = name || ' International'")
        cursor.execute("UPDATE tracker_official SET name = name || ' II'")
    due = newsroom.make_published_statement(check_by="2030-01-01", check_by_basis="explicit")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        due.versions.update(representation=due.versions.get().representation | {"status": "due"})
    assert told_by("Versions") == ""
