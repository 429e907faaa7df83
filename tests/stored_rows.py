"""What tells whether anything was written: where each row lies, which transaction wrote it, and how far each
sequence has counted. An update that changes nothing shows as well."""

from django.db import connection


def stored_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall()]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT ctid::text, xmin::text, cmin::text FROM "{table}" ORDER BY ctid')  # noqa: S608
            rows[table] = cursor.fetchall()
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return rows | {"sequences": cursor.fetchall()}
