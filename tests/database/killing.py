"""PostgreSQL killed as a power cut kills it: no process of it gets to do anything more."""

import os
import signal
import time
from pathlib import Path

from tracker.database import keeper


def kill_server(data_folder):
    """Kills the embedded server of this folder with all its processes."""
    postmaster = server_pid(data_folder)
    os.kill(postmaster, signal.SIGSTOP)  # so that it starts no new ones meanwhile
    for pid in [*children(postmaster), postmaster]:
        os.kill(pid, signal.SIGKILL)


def wait_until_nothing_is_left(data_folder):
    deadline = time.monotonic() + 10
    with (Path(data_folder) / "postgresql" / "server.lock").open() as lock:
        while not keeper.take(lock.fileno()):
            assert time.monotonic() < deadline, "something of the server lives on"
            time.sleep(0.01)


def server_pid(data_folder):
    return int((Path(data_folder) / "postgresql" / "data" / "postmaster.pid").read_text().split()[0])


def children(pid):
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:  # it has just ended
            continue
        if parent == pid:
            found.append(int(status.parent.name))
    return found
