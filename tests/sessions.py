"""Two people at once: each in a thread with a database connection of its own, the interleaving as real as it gets."""

import time
from dataclasses import dataclass
from threading import Event, Thread

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tests.refusal import run_sql
from tracker.database.refusals import refusals_explained

PATIENCE = 15


@dataclass
class Session:
    """What one of the two did: its result or its refusal, and whether it had to wait for the other."""

    result: object = None
    refusal: ValidationError | None = None
    error: Exception | None = None
    has_waited: bool = False
    pid: int | None = None

    def refused_by(self, rule):
        if self.error:
            raise self.error
        return bool(self.refusal) and rule in {error.code for error in self.refusal.error_list}

    def run(self, act, pause=None):
        """Runs in a transaction; with a pause the transaction stays open until the pause is over."""
        try:
            with transaction.atomic():
                (self.pid,) = run_sql("SELECT pg_backend_pid()")[0]
                try:
                    with refusals_explained():
                        self.result = act()
                except ValidationError as refusal:
                    self.refusal = refusal
                if pause:
                    pause()
        except Exception as error:
            self.error = error
        finally:
            connection.close()


def at_once(first, second, *, first_gives_up=False):
    """`first` acts and keeps its transaction open until `second` waits for it, or is through; then it commits.

    Gives both sessions. An error that is no refusal (a deadlock, say) is raised.
    """
    one, other = Session(), Session()
    acted, may_end = Event(), Event()

    def pause():
        acted.set()
        may_end.wait(PATIENCE)
        if first_gives_up:
            transaction.set_rollback(True)

    threads = [Thread(target=one.run, args=(first, pause)), Thread(target=other.run, args=(second,))]
    threads[0].start()
    assert acted.wait(PATIENCE) or one.error, "the first session did not act"
    threads[1].start()
    other.has_waited = _waits(other, threads[1])
    may_end.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a session hangs"
    for session in (one, other):
        if session.error:
            raise session.error
    return one, other


def _waits(session, thread):
    """Whether the session comes to wait for a lock of another; it is asked of the server itself."""
    until = time.monotonic() + PATIENCE
    while thread.is_alive() and time.monotonic() < until:
        if session.pid and run_sql("SELECT cardinality(pg_blocking_pids(%s)) > 0", session.pid)[0][0]:
            return True
        time.sleep(0.005)
    return False
