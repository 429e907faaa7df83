"""Reading rows with SQL of our own."""

from typing import Any

from django.db import connection


def rows(sql, *parameters) -> list[dict[str, Any]]:
    """What a query answers, by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
