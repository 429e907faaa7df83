"""What one page reads is the record of one moment, whatever editors publish meanwhile."""

from threading import Thread

import pytest
from django.db import DatabaseError, connection

from tests.newsroom import make_published_statement, make_statement
from tracker.catalogue import public
from tracker.database.snapshots import one_snapshot
from tracker.statements.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(act):
    """Does something in another connection, and waits until it is done."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_a_list_and_its_count_agree_while_somebody_publishes():
    make_published_statement()
    with one_snapshot():
        listed = list(public.listings())
        elsewhere(make_published_statement)
        assert public.listings().count() == len(listed) == 1
    assert public.listings().count() == 2


def test_nothing_can_be_written_while_reading():
    make_statement()
    with pytest.raises(DatabaseError, match="read-only"), one_snapshot():
        Topic.objects.create(name="Elephants")
