"""The embedded PostgreSQL: one data folder, and as many processes as like to use it.

Three lock files say who is there, because the kernel lets go of a lock however its holder ends:

- `users.lock` is shared by every process that uses the server; a forked child shares its parent's.
- `keeper.lock` belongs to the keeper (keeper.py), which stops the server when nobody shares users.lock.
- `server.lock` belongs to whoever starts the server and then, inherited, to each of its processes. While
  it is held something of the server is alive; when it is free nothing is, whatever process id a
  left-over postmaster.pid names.

A file is opened anew for each lock but the first: forked processes would hold it together.
"""

import fcntl
import logging
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import conninfo, pq, sql

from tracker.database import cluster, folders, keeper

logger = logging.getLogger(__name__)


class ServerError(psycopg.OperationalError):
    """The embedded server cannot be had; the message says what to do about it."""


class EmbeddedServer:
    """A PostgreSQL in `data_folder`/postgresql that runs for as long as any process uses it.

    Threads need no lock of their own: the lock files hold them apart as they hold processes apart.
    """

    def __init__(self, data_folder):
        self.home = Path(data_folder).absolute() / "postgresql"
        self.users_lock = None
        self.run_seen = None
        self.patience = cluster.START_SECONDS

    def require(self):
        """Make sure that the server runs; true when it is not the run that this process saw last.

        Cheap enough (some ten microseconds) to be asked before every connection.
        """
        if self.run_seen and self.run_seen == self.current_run() and self.something_lives():
            return False
        try:
            folders.prepare(self.home, cluster.programs_folder())
            self.share_users_lock()
            self.call_keeper()
            self.start_or_wait()
        except cluster.StartError as error:
            raise ServerError(str(error)) from error
        except OSError as error:
            raise ServerError(
                f"The database's folder {self.home} cannot be used: {error}. Run as the user whose it is, "
                "or set TRACKER_DATA to a folder that you and the database's user can reach."
            ) from error
        self.run_seen = self.current_run()
        return True

    def address(self):
        """Where the server listens and as whom to come, in psycopg's words."""
        host = str(folders.socket_folder(self.home))
        return {"host": host, "port": str(cluster.PORT), "user": cluster.ROLE}

    def answers(self):
        return pq.PGconn.ping(conninfo.make_conninfo(**self.address()).encode()) == pq.Ping.OK

    def create_database(self, name):
        """Create the database unless it is there."""
        with psycopg.connect(dbname="postgres", autocommit=True, **self.address()) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                logger.debug("Another process created %s at the same moment.", name)

    def current_run(self):
        """What tells one run of the server from the next: each makes its socket anew."""
        try:
            found = (folders.socket_folder(self.home) / folders.SOCKET_NAME).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def something_lives(self):
        """Whether the server's lock is held; not where the whole folder was deleted, the lock with it."""
        try:
            with self.open_locks("server") as (lock,):
                return not keeper.take(lock)
        except FileNotFoundError:
            return False

    def share_users_lock(self):
        """Hold `users.lock` until this process and its forked children have ended.

        A keeper that is just stopping the server holds it alone; its end is waited for.
        """
        path = self.home / "users.lock"
        if self.users_lock is not None and path.exists() and os.path.samestat(os.fstat(self.users_lock), path.stat()):
            return
        lock = open_lock_file(path)
        self.wait_for(lambda: keeper.take(lock, fcntl.LOCK_SH), "stop")
        self.users_lock = lock

    def call_keeper(self):
        """See that there is a keeper, before there is anything to stop."""
        with self.open_locks("users", "server", "keeper") as locks:
            if not keeper.take(locks[-1]):
                return
            subprocess.run(  # noqa: S603 this very interpreter, and a file of ours
                [sys.executable, "-I", "-S", keeper.__file__, *map(str, locks)],
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=locks,
                check=True,
            )

    def start_or_wait(self):
        """Start the server, unless it runs or another process is about to start it."""
        self.wait_for(self.start_or_ask, "answer")

    def start_or_ask(self):
        with self.open_locks("server") as (lock,):
            if keeper.take(lock):
                cluster.start(self.home, lock, self.patience)
        return self.answers()

    def wait_for(self, done, what):
        deadline = time.monotonic() + self.patience
        while not done():
            if time.monotonic() > deadline:
                raise ServerError(
                    f"The database in {self.home} (TRACKER_DATA) did not {what} within "
                    f"{self.patience} seconds. The end of its log:\n{cluster.end_of_log(self.home)}"
                )
            time.sleep(0.05)

    @contextmanager
    def open_locks(self, *names):
        locks = [open_lock_file(self.home / f"{name}.lock") for name in names]
        try:
            yield locks
        finally:
            for lock in locks:
                os.close(lock)


def open_lock_file(path):
    # As root in another user's folder: never through a link of theirs.
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
