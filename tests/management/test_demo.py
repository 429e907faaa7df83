"""`manage.py demo` as a new user runs it: nothing is there, then everything; a second time nothing is added."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.stored_rows import stored_rows
from tracker.statements.models import Statement

CHECKOUT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60
STORED_ROWS = "import json; from tests.stored_rows import stored_rows; print(json.dumps(stored_rows()))"


def demo(*arguments):
    output = StringIO()
    call_command("demo", *arguments, "--no-serve", stdout=output)
    return output.getvalue()


def passwords(output):
    return dict(re.findall(r"^Account (\w+): password (\S+)", output, re.MULTILINE))


@pytest.mark.django_db
def test_it_makes_an_editor_and_a_checker_and_shows_their_passwords_once():
    shown = passwords(demo())
    assert set(shown) == {"editor", "checker"}
    assert shown["editor"] != shown["checker"]
    for name, password in shown.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert (user.is_staff, user.is_superuser) == (True, False)
        assert [group.name for group in user.groups.all()] == [name]
    before = stored_rows()
    again = demo()
    assert passwords(again) == {}
    assert "manage.py changepassword editor" in again
    assert "nothing added" in again
    assert stored_rows() == before
    assert Statement.objects.count() == 16


@pytest.mark.django_db
def test_an_account_that_may_not_publish_is_told():
    User.objects.create_user("editor")
    with pytest.raises(CommandError, match="editor may not publish a statement"):
        demo()


def test_a_port_in_use_is_told_before_anything_else():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cannot serve at 127.0.0.1:{port} .*--port"):
            call_command("demo", port=port)  # this test may not use the database, and it does not


@pytest.mark.parametrize("port", [70000, -1])
def test_a_port_that_does_not_exist_is_told(port):
    with pytest.raises(CommandError, match="Choose another port"):
        call_command("demo", port=port)


class Runs:
    """Runs manage.py in a data folder of its own, and sees that nothing of it is left."""

    def __init__(self, data_folder):
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.environment = environment | {"TRACKER_DATA": str(data_folder)}
        self.postmaster = data_folder / "postgresql" / "data" / "postmaster.pid"
        self.started = []

    def __call__(self, *arguments):
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def end(self):
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """All slow tests share one folder: the first to run makes it."""
    runs = Runs(tmp_path_factory.mktemp("demo") / "data")
    yield runs
    runs.end()


def outcome(process):
    output, _ = process.communicate(timeout=READY_SECONDS)
    assert process.returncode == 0, output
    return output


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answer(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.headers["Content-Type"], response.read()
    except urllib.error.HTTPError as error:
        return error.code, "", b""


def wait_until_served(process, port, seconds=READY_SECONDS):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing at port {port}")


def becomes_true(question, seconds=60):
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def nothing_answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_in_a_fresh_folder_the_second_run_adds_no_row_no_event_and_rewrites_none(run):
    first = outcome(run("demo", "--no-serve"))
    assert len(re.findall(r"^Preparing the database: \d+ of \d+$", first, re.MULTILINE)) > 1  # it says how far it is
    assert "16 statements" in first
    before = json.loads(outcome(run("shell", "-v0", "-c", STORED_ROWS)))
    second = outcome(run("demo", "--no-serve"))
    assert "nothing added" in second
    assert "Preparing" not in second
    after = json.loads(outcome(run("shell", "-v0", "-c", STORED_ROWS)))
    assert {table for table in before if before[table] != after[table]} == set()
    assert len(before["tracker_statementevent"]) >= 16


@pytest.mark.slow
@pytest.mark.parametrize("how", ["Ctrl-C", "INT", "TERM", "HUP", "KILL"])
def test_it_serves_the_site_and_ends_with_all_that_it_started(run, how):
    port = free_port()
    process = run("demo", "--port", str(port))
    wait_until_served(process, port)
    for path in ("/", "/statements/?official=vladimir-putin", "/admin/login/"):
        assert answer(port, path)[:2] == (200, "text/html; charset=utf-8"), path
    status, content_type, body = answer(port, "/static/admin/css/base.css")
    assert (status, content_type.split(";")[0], body[:2]) == (200, "text/css", b"/*")
    if how == "Ctrl-C":  # a terminal sends it to everything that was started from it
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(getattr(signal, f"SIG{how}"))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if how == "KILL" else 0), output
    assert f"http://127.0.0.1:{port}/admin/" in output
    assert "Traceback" not in output
    assert becomes_true(lambda: nothing_answers(port))
    assert becomes_true(lambda: not run.postmaster.exists())
