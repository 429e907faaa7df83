"""Stops the embedded server when nobody uses it any more, however its last user ended.

Run by server.py as a script, in the server's folder, with three open lock files as its arguments. It needs
nothing but the standard library, because it outlives whoever started it.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

# Long enough for one command to follow another, or for a reloading runserver, without a restart between.
GRACE_SECONDS = 1
# Ctrl-C and a closed terminal are meant for the site; when the machine shuts down, the site ends first.
IGNORED = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP, signal.SIGTERM)


def main(users_lock, server_lock, keeper_lock):
    if os.fork():
        return  # whoever asked goes on at once, and has no child to wait for
    for signal_number in IGNORED:
        signal.signal(signal_number, signal.SIG_IGN)
    pid = wait_until_unused(users_lock)
    stop(server_lock, pid)
    # In this order: who shares users.lock next must not take this for a keeper that goes on.
    os.close(keeper_lock)
    os.close(users_lock)


def wait_until_unused(users_lock):
    """Return the server's process id, if it has one, holding `users.lock` alone."""
    while True:
        fcntl.flock(users_lock, fcntl.LOCK_EX)
        pid = server_pid()  # now, because an unused folder may be deleted at any time
        fcntl.flock(users_lock, fcntl.LOCK_UN)
        time.sleep(GRACE_SECONDS)
        if take(users_lock):
            return server_pid() or pid


def stop(server_lock, pid):
    """Ask for a fast shutdown until nothing of the server is left."""
    while not take(server_lock):
        pid = server_pid() or pid  # a server that is just starting writes its id a little later
        if pid:
            ask_to_stop(pid)
        time.sleep(0.05)


def ask_to_stop(pid):
    try:
        os.kill(pid, signal.SIGINT)
    except ProcessLookupError:
        return  # it has just ended; the lock tells when its children have too


def server_pid():
    try:
        pid = int(Path("data/postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid > 1 else None  # a number below would mean a whole group of processes


def take(lock, kind=fcntl.LOCK_EX):
    """Lock the open file now or not at all; true when it is locked."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
