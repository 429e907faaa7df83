"""Two roles of the database: the owner, who migrates, and the web server's, who cannot change the history.

`migrate` makes the web server's role (TRACKER_WEB_ROLE) and keeps its rights exactly as they are worked out here.
The web server logs in as whoever DATABASE_URL names, in that role (serving.py). This holds against mistakes and
against whatever the site's own code can be made to do; a session that runs any SQL it likes can take the role off
again (SET ROLE NONE), back to whom it logged in as. So a production site logs in as somebody who is nothing but a
member of the role (README.md).
"""

import pghistory.models
import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, transaction
from psycopg.sql import SQL, Identifier

NOTHING = frozenset()
READ = frozenset({"SELECT"})
APPEND = READ | {"INSERT"}
KEEP = APPEND | {"UPDATE"}
WRITE = KEEP | {"DELETE"}

# Tables in which the web server has less to do than to write as it likes; the record's own say it by their triggers.
LESS = {
    "django_migrations": NOTHING,
    "django_content_type": READ,
    "auth_permission": READ,
    "django_admin_log": APPEND,
    "auth_user": KEEP,  # people are deactivated, never deleted
    "pghistory_context": NOTHING,
    "tracker_sitechange": APPEND,  # folded by tracker_site_version, with its owner's rights
    # Written by the functions of listing.sql, tallies.sql and search.sql, and by the triggers of the listing, with
    # their owner's rights.
    "tracker_listing": READ,
    "tracker_heading": READ,
    "tracker_tally": READ,
    "tracker_tallychange": READ,
    "tracker_findable": READ,
    "tracker_findablename": READ,
    "tracker_knownword": READ,
}

# Every table and sequence with what the role holds on it now, and a sequence with its table.
_HELD = """
SELECT c.oid::regclass::text, c.relkind::text, coalesce(t.relname, c.relname),
  array_remove(array_agg(a.privilege_type), NULL)
FROM pg_class c
LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.deptype IN ('a', 'i')
  AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
LEFT JOIN pg_class t ON t.oid = d.refobjid
LEFT JOIN LATERAL aclexplode(c.relacl) a ON a.grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
GROUP BY c.oid, t.relname ORDER BY 1
"""


def grant_to_web_role(using=DEFAULT_DB_ALIAS, **_):
    """Makes the role that TRACKER_WEB_ROLE names, and its rights in this database those that it needs, no more."""
    role = settings.WEB_ROLE
    if not role:
        return
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            # Two who migrate one database at once wait for each other; roles belong to all databases of a server.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker web role'))")
            _make_role(cursor, role)
            _refuse_the_mighty(cursor, role)
            _close_the_schema(cursor, role)
            for thing, kind, held, wanted in rights(cursor, role):
                _set_rights(cursor, role, thing, kind, held, wanted)
    except ProgrammingError as error:
        raise CommandError(_advice(role, str(error).splitlines()[0])) from error


def rights(cursor, role):
    """Of every table and sequence: its name and kind, the rights that the role holds, and those that it should."""
    limits = LESS | _limits_of_the_record()
    cursor.execute(_HELD, [role])
    for thing, kind, table, held in cursor.fetchall():
        wanted = limits.get(table, WRITE)
        if kind == "S":
            wanted = frozenset({"USAGE"}) if "INSERT" in wanted else NOTHING
        elif kind in "vm":
            wanted = READ
        yield thing, kind, frozenset(held), wanted


def _limits_of_the_record():
    """History is read; what is append-only by its trigger is added to."""
    limits = {}
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event):
            limits[model._meta.db_table] = READ
    for model, trigger in pgtrigger.registered():
        if trigger.name == "append_only":
            limits.setdefault(model._meta.db_table, APPEND)
    return limits


def _make_role(cursor, role):
    """The role, and that we may take it on. Tests in parallel make it at the same moment for their databases."""
    cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone()[0]:
        _run_unless_done(cursor, SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(Identifier(role)))
    cursor.execute(
        "SELECT pg_has_role(%s, CASE WHEN current_setting('server_version_num')::int < 160000 "
        "THEN 'MEMBER' ELSE 'SET' END)",
        [role],
    )
    if not cursor.fetchone()[0]:
        _run_unless_done(cursor, SQL("GRANT {} TO CURRENT_USER").format(Identifier(role)))


def _run_unless_done(cursor, command):
    statement = command.as_string(cursor.connection).replace("'", "''")
    cursor.execute(f"DO 'BEGIN {statement}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END'")


def _refuse_the_mighty(cursor, role):
    """A web role that owns the tables, or can become who does, would guard nothing."""
    cursor.execute(
        "SELECT rolsuper OR pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s", [role]
    )
    if cursor.fetchone()[0]:
        raise CommandError(f"TRACKER_WEB_ROLE is “{role}”, which may do all that the owner may: name another role.")


def _close_the_schema(cursor, role):
    """Nobody but the owner makes tables here, not even temporary ones, which would hide the real ones."""
    cursor.execute(
        "SELECT current_database(), current_schema(), has_database_privilege(%s, current_database(), 'TEMPORARY'), "
        "has_schema_privilege(%s, current_schema(), 'CREATE'), has_schema_privilege(%s, current_schema(), 'USAGE')",
        [role] * 3,
    )
    database, schema, makes_temporary, makes_tables, enters = cursor.fetchone()
    if makes_temporary:
        cursor.execute(SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(Identifier(database)))
    if makes_tables:
        cursor.execute(SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC").format(Identifier(schema)))
    if not enters:
        cursor.execute(SQL("GRANT USAGE ON SCHEMA {} TO {}").format(Identifier(schema), Identifier(role)))


def _set_rights(cursor, role, thing, kind, held, wanted):
    what = SQL("SEQUENCE " if kind == "S" else "TABLE ") + SQL(thing)
    for command, preposition, rights_ in (("REVOKE", "FROM", held - wanted), ("GRANT", "TO", wanted - held)):
        if rights_:
            words = SQL(", ".join(sorted(rights_)))
            cursor.execute(SQL(f"{command} {{}} ON {{}} {preposition} {{}}").format(words, what, Identifier(role)))


def _advice(role, complaint):
    return (
        f"The database's user may not prepare the role “{role}”, as which the web server reads and writes "
        f"({complaint}). Let a superuser run: CREATE ROLE {role} NOLOGIN; GRANT {role} TO the user of DATABASE_URL. "
        "Or set TRACKER_WEB_ROLE to nothing: then the web server comes as the owner, who can change the history."
    )
