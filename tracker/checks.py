"""What `manage.py check --database default` and `migrate` say about a server that cannot hold the record, and about
a web server that could change it."""

from django.conf import settings
from django.core.checks import Error, Warning  # noqa: A004 Django's own name for it
from django.db import connections

OLDEST = 15


def check_server(databases=None, **_):
    """The record's triggers and texts need PostgreSQL 15 and a UTF-8 database."""
    problems = []
    for name in databases or []:
        with connections[name].cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000, getdatabaseencoding()")
            major, encoding = cursor.fetchone()
        if major < OLDEST:
            problems.append(Error(f"PostgreSQL {major} is too old: use {OLDEST} or newer.", id="tracker.E001"))
        if encoding != "UTF8":
            hint = "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
            problems.append(Error(f"The database’s encoding is {encoding}.", hint=hint, id="tracker.E002"))
    return problems


def check_web_role(**_):
    """Without a role of its own the web server comes as the owner of the tables, whom nothing holds back."""
    if settings.WEB_ROLE:
        return []
    hint = "Set TRACKER_WEB_ROLE to the name of a role, and run `manage.py migrate`, which prepares it."
    return [
        Warning("The web server can change the history, since it has no role of its own.", hint=hint, id="tracker.W001")
    ]
