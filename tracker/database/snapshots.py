"""Reading the record at one moment."""

from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def one_snapshot(using=DEFAULT_DB_ALIAS):
    """All that is read inside is the record of one moment, so that a list, its pages and its counts agree while
    editors publish. Writing inside is refused. Also a decorator: @one_snapshot().
    """
    connection = connections[using]
    if connection.in_atomic_block:  # a transaction that began before us keeps the isolation it began with
        yield
        return
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
