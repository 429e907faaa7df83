"""What `manage.py check --database default` and `migrate` say about a server that cannot hold the record."""

from django.core.checks import Error
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
