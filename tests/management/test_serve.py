"""`manage.py serve` as an operator runs it: one command, and the site answers as a production site should."""

import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from tests.management.test_demo import CHECKOUT, free_port, wait_until_served
from tests.test_headers import faults_of_headers

PRODUCTION = {
    "TRACKER_PRODUCTION": "1",
    "TRACKER_HOSTS": "record.example.org",
    "TRACKER_BEHIND_PROXY": "1",
    "SECRET_KEY": "Zenda and Strelsau and all that is between them, 1894, at noon",
}
BEHIND_PROXY = {"Host": "record.example.org", "X-Forwarded-Proto": "https"}


def ask(port, address, headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as visit:
        visit.request("GET", address, headers=headers)
        answer = visit.getresponse()
        return answer.status, answer.headers, answer.read()


@pytest.fixture
def serving(tmp_path):
    """Starts the command with these variables; what it said is in the file."""
    tmp_path.chmod(0o755)
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRACKER_", "DATABASE_URL", "DJANGO_"))
    }
    said, port = tmp_path / "said", free_port()
    started = []

    def start(**environment):
        with said.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "2"],
                cwd=CHECKOUT,
                env=clean | {"TRACKER_DATA": str(tmp_path / "data")} | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        wait_until_served(process, port, seconds=180)
        return process, port, said

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_one_command_serves_a_production_site_from_nothing(serving):
    process, port, said = serving(**PRODUCTION)
    status, headers, body = ask(port, "/statements/", BEHIND_PROXY)
    assert status == 200, said.read_text()
    assert list(faults_of_headers(headers)) == []
    assert headers["Strict-Transport-Security"]
    mark = headers["ETag"]
    assert [ask(port, "/statements/", BEHIND_PROXY | {"If-None-Match": mark})[0] for _ in range(6)] == [304] * 6
    style = re.search(rb'href="(/static/tracker/site\.\w{12}\.css)"', body)[1].decode()
    status, headers, packed = ask(port, style, BEHIND_PROXY | {"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]
    assert b"{" in gzip.decompress(packed)
    assert ask(port, "/", {"Host": "record.example.org"})[0] == 301, "over http: to https"
    assert ask(port, "/", {"Host": "evil.example", "X-Forwarded-Proto": "https"})[0] == 400
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert time.monotonic() - began < 15
    assert "System check identified no issues" in said.read_text()
    assert "in 2 processes" in said.read_text()


@pytest.mark.slow
def test_who_forgot_the_proxy_is_told_and_https_can_end_here(serving):
    environment = {name: value for name, value in PRODUCTION.items() if name != "TRACKER_BEHIND_PROXY"}
    _process, port, said = serving(**environment)
    assert ask(port, "/", BEHIND_PROXY)[0] == 301
    assert "TRACKER_BEHIND_PROXY" in said.read_text()


@pytest.mark.parametrize(
    ("arguments", "told"), [(["--certificate", "x"], "--certificate and --key"), (["--port", "{taken}"], "--port")]
)
def test_what_cannot_be_served_is_told_before_anything_is_done(arguments, told):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(CommandError, match=told):
            call_command("serve", *(argument.format(taken=port) for argument in arguments))
