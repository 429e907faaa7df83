"""An attacker who speaks SQL as the web server, by whatever hole, wants to change or erase what was recorded.

What the role protects from: everything that the site's own code can be made to do. What it does not: a session that
may run any SQL at all takes the role off (SET ROLE NONE) and is whoever it logged in as. Logged in as the owner it has
won; so a production site logs in as somebody who is nothing but a member of the role, and that is tried here too.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests import newsroom, records
from tests.routes import addresses
from tracker.database.roles import grant_to_web_role, rights
from tracker.models import RECORD
from tracker.statements.models import Statement
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply
from tracker.verifications.publishing import record_reply, withdraw

pytestmark = pytest.mark.django_db
CHECKOUT = Path(__file__).resolve().parents[2]
ROLE = settings.WEB_ROLE
NO_RIGHT, RULE_OF_THE_RECORD, NO_SUCH_LANGUAGE = "42501", "23514", "42704"
LOGIN = "site_login_of_a_test"

# Each is a way to change or erase history, or to get the power to: one or more commands of one session.
WAYS = {
    "update an event": ["UPDATE tracker_statementevent SET quote = 'Never said.'"],
    "update nothing, as a first try": ["UPDATE tracker_statementevent SET quote = quote WHERE false"],
    "update on conflict": [
        "INSERT INTO tracker_statementevent SELECT * FROM tracker_statementevent "
        "ON CONFLICT (pgh_id) DO UPDATE SET quote = ''"
    ],
    "merge into the events": [
        "MERGE INTO tracker_statementevent e USING tracker_statement s ON s.id = e.id WHEN MATCHED THEN DELETE"
    ],
    "delete the events": ["DELETE FROM tracker_statementevent"],
    "truncate the events": ["TRUNCATE tracker_statementevent"],
    "truncate the record with all that hangs on it": ["TRUNCATE tracker_statement CASCADE"],
    "drop the events": ["DROP TABLE tracker_statementevent"],
    "drop the schema": ["DROP SCHEMA public CASCADE"],
    "rename the events": ["ALTER TABLE tracker_statementevent RENAME TO gone"],
    "own the events": [f"ALTER TABLE tracker_statementevent OWNER TO {ROLE}"],
    "forge an event": [
        "INSERT INTO tracker_statementevent SELECT * FROM tracker_statementevent ORDER BY pgh_id DESC LIMIT 1"
    ],
    "count the events anew": ["SELECT setval('tracker_statementevent_pgh_id_seq', 1)"],
    "change a version": ["UPDATE tracker_version SET representation = 'null'"],
    "delete the versions": ["DELETE FROM tracker_version"],
    "change a correction": ["UPDATE tracker_correction SET reason = 'Nothing.'"],
    "delete a reply": ["DELETE FROM tracker_reply"],
    "change what lists show": ["UPDATE tracker_listing SET finding = 'upheld'"],
    "change what is found": ["UPDATE tracker_findable SET vector = 'elephants'"],
    "delete the published": ["DELETE FROM tracker_statement"],
    "change published words without a correction": ["UPDATE tracker_statement SET quote = 'Never said.'"],
    "switch all triggers off": ["ALTER TABLE tracker_statement DISABLE TRIGGER ALL"],
    "switch the users' triggers off": ["ALTER TABLE tracker_statementevent DISABLE TRIGGER USER"],
    "switch triggers off in the catalogue": ["UPDATE pg_trigger SET tgenabled = 'D'"],
    "play a replica": ["SET session_replication_role = replica"],
    "play a replica by a function": ["SELECT set_config('session_replication_role', 'replica', false)"],
    "ask pgtrigger to look away": [
        "SELECT set_config('pgtrigger.ignore', array['{lock_words}']::text, true)",
        "UPDATE tracker_statement SET quote = 'Never said.'",
    ],
    "drop a trigger": ["DROP TRIGGER {lock_words} ON tracker_statement"],
    "add a trigger": [
        "CREATE TRIGGER mine BEFORE INSERT ON tracker_statementevent EXECUTE FUNCTION {lock_words}()"
    ],
    "add a rule": ["CREATE RULE silence AS ON INSERT TO tracker_statementevent DO INSTEAD NOTHING"],
    "hide rows by a policy": ["ALTER TABLE tracker_statementevent ENABLE ROW LEVEL SECURITY"],
    "write the lock anew": [
        "CREATE OR REPLACE FUNCTION tracker_refuse(rule text, message text) RETURNS void LANGUAGE sql AS 'SELECT'"
    ],
    "drop the lock": ["DROP FUNCTION tracker_refuse(text, text)"],
    "let functions look elsewhere": [
        "SET search_path = pg_catalog",
        "UPDATE public.tracker_statement SET quote = 'Never said.'",
    ],
    "hide the events behind a table of one's own": ["CREATE TEMPORARY TABLE tracker_statementevent (id int)"],
    "forge corrections in a table of one's own": ["CREATE TABLE tracker_correction_too (id int)"],
    "make a schema of one's own": ["CREATE SCHEMA mine"],
    "grant it to itself": [
        f"GRANT ALL ON tracker_statementevent TO {ROLE}",  # PostgreSQL only warns that it granted nothing
        "DELETE FROM tracker_statementevent",
    ],
    "make itself a superuser": [f"ALTER ROLE {ROLE} SUPERUSER"],
    "join the owners": ["GRANT {owner} TO " + ROLE],
    "make itself a login": ["CREATE ROLE mallory LOGIN SUPERUSER"],
    "read events in from a file": ["COPY tracker_statementevent FROM '/dev/null'"],
    "let the server run a program": ["COPY tracker_version TO PROGRAM 'true'"],
    "run code in the server": ["DO LANGUAGE plpythonu 'pass'"],
    "write a file of the server's": ["SELECT lo_export(lo_create(0), '/tmp/never')"],
    "change the database's settings": ["ALTER DATABASE {database} SET session_replication_role = replica"],
}  # fmt: skip

# After RESET ROLE, or in the owner's name, these would work for the owner.
WAYS_OUT = {
    "stay": [],
    "take the role off": ["RESET ROLE"],
    "be nobody": ["SET ROLE NONE"],
    "become the owner": ["SET ROLE {owner}"],
    "log in again as the owner": ["SET SESSION AUTHORIZATION {owner}"],
}
ERASURES = [
    "UPDATE tracker_statementevent SET quote = 'Never said.'",
    "DELETE FROM tracker_statementevent",
    "TRUNCATE tracker_statementevent",
    "SET session_replication_role = replica",
    "DROP TABLE tracker_statementevent",
]


@contextmanager
def as_web_server():
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.fixture
def published():
    """A statement that went through every step: published, verified, answered, corrected."""
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement)
    record_reply(Reply(statement=statement, why_not_asked="He died in 2020."), by=newsroom.editor())
    correct(statement, newsroom.editor(), "We had misread it.", [Change(statement, "claim", "No grey elephant stays.")])
    return statement


def names():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_database(), tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_lock_words%'"
        )
        return dict(zip(("owner", "database", "lock_words"), cursor.fetchone(), strict=True))


def refused(commands):
    """With what the database refuses the web server one of the commands; what was done before it is undone."""
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as refusal, transaction.atomic():  # noqa: PT012
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        for command in commands:
            cursor.execute(command)
    return refusal.value.__cause__


def what_stands():
    """All that must be the same after an attack: history, what is public, and what guards them."""
    tables = [f"tracker_{model.__name__.lower()}event" for model in RECORD]
    tables += ["tracker_version", "tracker_correction", "tracker_reply", "tracker_statement", "tracker_listing"]
    queries = [f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t" for table in tables]  # noqa: S608
    queries += [
        "SELECT string_agg(concat_ws(' ', tgrelid, tgname, tgenabled), '|' ORDER BY oid) FROM pg_trigger",
        "SELECT md5(string_agg(p::text, '|' ORDER BY oid)) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace",
        "SELECT string_agg(concat_ws(' ', relname, relowner, relacl, relrowsecurity), '|' ORDER BY oid) "
        "FROM pg_class WHERE relnamespace = 'public'::regnamespace",
        "SELECT string_agg(r::text, '|' ORDER BY oid) FROM pg_roles r",
    ]
    with connection.cursor() as cursor:
        return [cursor.execute(query).fetchone() for query in queries]


@pytest.mark.parametrize("way", WAYS)
def test_as_the_web_server_nobody_changes_or_erases_history(published, way):
    before, known = what_stands(), names()
    refusal = refused(command.format(**known) for command in WAYS[way])
    assert refusal.sqlstate in (NO_RIGHT, RULE_OF_THE_RECORD, NO_SUCH_LANGUAGE), refusal
    assert what_stands() == before


def test_a_session_that_may_make_temporary_tables_still_forges_no_correction(published):
    """As in a database whose owner is somebody else, so that `migrate` cannot take that right away."""
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {connection.settings_dict['NAME']} TO {ROLE}")
    before = what_stands()
    refusal = refused(
        [
            "CREATE TEMPORARY TABLE tracker_correction AS SELECT 'statement'::text AS part, id AS part_id, "
            "pg_current_xact_id() AS transaction, jsonb_build_object('claim', claim) AS before, "
            "jsonb_build_object('claim', 'Nothing.') AS after FROM tracker_statement",
            "UPDATE tracker_statement SET claim = 'Nothing.'",
        ]
    )
    assert "locked by publication" in str(refusal)
    assert what_stands() == before


def test_the_newsroom_does_all_its_work_as_the_web_server():
    """And what it does is in the history, which it cannot write by itself."""
    editor, _checker, topic = newsroom.editor(), newsroom.checker(), newsroom.make_topic()
    with as_web_server() as cursor:
        statement = newsroom.make_published_statement(
            topics=[topic], concerns=["UA"], voices=[(newsroom.make_official(), "signed")]
        )
        entry = newsroom.make_published_verification(statement)
        record_reply(Reply(statement=statement, why_not_asked="He died in 2020."), by=editor)
        correct(statement, editor, "Misread.", [Change(statement, "claim", "No grey elephant stays.")])
        withdraw(entry, editor, "The source was a hoax.")
        withdraw(statement, editor, "He never said it.")
        newsroom.make_statement().delete()
        cursor.execute("SELECT count(*) FROM tracker_statementevent WHERE pgh_label IN ('insert', 'delete')")
        assert cursor.fetchone()[0] == 3
    assert statement.versions.count() == 6


def test_every_address_answers_the_web_server(client):
    """Every page, file and form that the site knows, for somebody who may see them all."""
    records.make_record()
    client.force_login(newsroom.make_user("flavia", "editor", is_superuser=True))
    client.raise_request_exception = False
    with as_web_server():
        asked = [(client.get(address).status_code, address) for address in addresses()]
    assert [answer for answer in asked if answer[0] >= 500] == []
    print(f"{len(asked)} addresses")


def test_migrating_again_gives_back_what_was_taken_and_takes_what_was_given(published):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON tracker_statementevent, tracker_version TO {ROLE}")
        cursor.execute(f"REVOKE ALL ON tracker_statement FROM {ROLE}")
        grant_to_web_role()
        assert [row for row in rights(cursor, ROLE) if row[2] != row[3]] == []
        cursor.execute(f"SELECT has_table_privilege('{ROLE}', 'tracker_version', 'TRUNCATE, DELETE, UPDATE')")
        assert cursor.fetchone()[0] is False


def test_every_table_of_history_is_read_only_for_the_web_server():
    with connection.cursor() as cursor:
        wanted = {thing: rights_ for thing, _kind, _held, rights_ in rights(cursor, ROLE)}
    events = [f"tracker_{model.__name__.lower()}event" for model in RECORD]
    assert {wanted[table] for table in events} == {frozenset({"SELECT"})}
    append_only = {wanted[f"tracker_{table}"] for table in ("version", "correction", "reply")}
    assert append_only == {frozenset({"SELECT", "INSERT"})}


@pytest.mark.parametrize("mighty", ["the owner", "a member of the owner's role"])
def test_a_role_that_would_guard_nothing_is_refused(settings, mighty):
    owner = names()["owner"]
    settings.WEB_ROLE = owner if mighty == "the owner" else "mighty_of_a_test"
    with connection.cursor() as cursor:
        if mighty != "the owner":
            cursor.execute(f"CREATE ROLE mighty_of_a_test; GRANT {owner} TO mighty_of_a_test")
    with pytest.raises(CommandError, match="TRACKER_WEB_ROLE"), transaction.atomic():
        grant_to_web_role()


def test_an_owner_who_may_make_no_role_is_told_what_a_superuser_has_to_run(settings):
    settings.WEB_ROLE = "not_yet_made"
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE modest_of_a_test; SET ROLE modest_of_a_test")
        with pytest.raises(CommandError, match="CREATE ROLE not_yet_made NOLOGIN"), transaction.atomic():
            grant_to_web_role()
        cursor.execute("RESET ROLE")


def test_without_a_role_the_check_warns(settings, capsys):
    settings.WEB_ROLE = ""
    call_command("check", "--deploy", tags=["security"])
    assert "tracker.W001" in capsys.readouterr().err


def database_url(**changes):
    """The tests' own database as DATABASE_URL names one, wherever its address came from."""
    connection.ensure_connection()
    at = connection.connection.info
    own = {"USER": at.user, "PASSWORD": at.password, "NAME": at.dbname} | changes
    password = f":{quote(own['PASSWORD'])}" if own["PASSWORD"] else ""
    query = urlencode({"host": at.host, "port": at.port})
    return f"postgresql://{quote(own['USER'])}{password}@/{own['NAME']}?{query}"


WHO_SERVES = """
import tracker.wsgi
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user, current_setting('statement_timeout'), current_setting('lock_timeout')")
    print(*cursor.fetchone())
"""


@pytest.mark.parametrize(("web_role", "user"), [(ROLE, ROLE), ("", "{owner}")])
def test_a_process_that_serves_comes_in_the_role_with_limits(web_role, user):
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "TRACKER_WEB_ROLE": web_role,
        "TRACKER_LOCK_SECONDS": "3",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    answer = subprocess.run(
        [sys.executable, "-c", WHO_SERVES], cwd=CHECKOUT, env=environment, capture_output=True, text=True
    )
    assert answer.stdout.split() == [user.format(**names()), "15s", "3s"], answer.stderr


@pytest.fixture
def login(transactional_db):
    """Somebody who can log in, and is nothing but a member of the web server's role."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {LOGIN}; CREATE ROLE {LOGIN} LOGIN NOINHERIT; GRANT {ROLE} TO {LOGIN}")
    newsroom.make_published_statement()
    try:
        yield psycopg.conninfo.make_conninfo(database_url(), user=LOGIN)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE {LOGIN}")


def test_a_login_that_is_only_a_member_finds_no_way_out_of_the_role(login):
    """The production set-up of README.md: even RESET ROLE leads nowhere."""
    tried, before, known = 0, what_stands(), names()
    for way_out in WAYS_OUT.values():
        for erasure in ERASURES:
            with psycopg.connect(login, autocommit=True) as session:
                session.execute(f"SET ROLE {ROLE}")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(";".join([*way_out, erasure]).format(**known))
                tried += 1
    assert what_stands() == before
    assert Statement.objects.get().published_at
    print(f"{tried} ways tried, none works")


def test_a_login_that_is_only_a_member_reads_and_writes_in_the_role(login):
    with psycopg.connect(login) as session:
        session.execute(f"SET ROLE {ROLE}")
        session.execute("INSERT INTO tracker_topic (name) VALUES ('Parades')")
        assert session.execute("SELECT pgh_label FROM tracker_topicevent WHERE name = 'Parades'").fetchall() == [
            ("insert",)
        ]
