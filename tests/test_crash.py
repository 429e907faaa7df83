"""The power fails while a newsroom works: nothing that was acknowledged is lost, and nothing is left half done."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.database.killing import kill_server

CHECKOUT = Path(__file__).resolve().parent.parent
WRITERS = 3
CRASHES = 5
SECONDS_BETWEEN = 3


@pytest.fixture
def newsroom_of_its_own(tmp_path):
    """Runs Python in an environment whose embedded database is this test's alone."""
    tmp_path.chmod(0o755)
    environment = {**os.environ, "TRACKER_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    environment.pop("DATABASE_URL", None)
    begun = []

    def begin(*arguments):
        begun.append(
            subprocess.Popen(
                [sys.executable, *arguments], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True
            )
        )
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def finished(process):
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output


def acknowledged(file):
    return file.read_bytes().count(b"\n") if file.exists() else 0


def wait_until_all_write(files, seconds=30):
    """Until each writer had another write acknowledged."""
    before, deadline = [acknowledged(file) for file in files], time.monotonic() + seconds
    while any(acknowledged(file) == count for file, count in zip(files, before, strict=True)):
        assert time.monotonic() < deadline, "nobody can write any more"
        time.sleep(0.02)


@pytest.mark.slow
def test_every_acknowledged_write_outlives_five_crashes(newsroom_of_its_own, tmp_path):
    begin = newsroom_of_its_own
    finished(begin("manage.py", "migrate", "-v0"))
    finished(begin("-m", "tests.crash_writer", "prepare"))
    files = [tmp_path / f"acknowledged-{number}" for number in range(WRITERS)]
    stop = tmp_path / "stop"
    writers = [begin("-m", "tests.crash_writer", str(file), str(stop)) for file in files]
    for _ in range(CRASHES):
        wait_until_all_write(files)
        time.sleep(SECONDS_BETWEEN)
        kill_server(tmp_path / "data")
    wait_until_all_write(files)
    stop.touch()
    for writer in writers:
        finished(writer)

    *missing, counts = finished(begin("-m", "tests.crash_writer", "verify", *map(str, files))).splitlines()
    assert missing == []
    assert all(count > 0 for count in json.loads(counts).values()), counts
    report = finished(begin("manage.py", "check_record"))
    assert "everything agrees" in report, report
    print(f"{CRASHES} crashes, {WRITERS} writers, all acknowledged writes are there: {counts}")
