"""What tells whether anything was written: where each row lies, which transaction wrote it, and how far each
sequence has counted. An update that changes nothing shows as well."""

from django.db import connection

# Counts that wait are added up by whoever comes next, also by who changes nothing.
ADDED_UP = ("tracker_tally", "tracker_tallychange", "tracker_sitechange")


def stored_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall() if table not in ADDED_UP]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT ctid::text, xmin::text, cmin::text FROM "{table}" ORDER BY ctid')  # noqa: S608
            rows[table] = cursor.fetchall()
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return rows | {"sequences": cursor.fetchall()}
