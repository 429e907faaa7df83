"""What every test can ask for. The database is a real PostgreSQL, the browser a real Chromium."""

import os
import shutil

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

# What fails in a task is told as in a test.
pytest.register_assert_rewrite("tests.hands", "tests.tasks_of_readers", "tests.tasks_of_editors")

# Playwright runs an event loop in the thread of the tests, which go on asking the database as any other test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items):
    """Without a browser the browser's tests are skipped, saying so; in CI that is a failure."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason="no Chromium here: install it, or set CHROMIUM to its path"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    assert CHROMIUM, "CI needs Chromium: .ci/run installs it"
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-sync",
    ]
    return {"executable_path": CHROMIUM, "args": [*quiet, "--disable-quic", "--disable-component-update"]}


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_little():
    """A third of a second for each of some hundred sign-ins would be minutes of waiting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
        yield


@pytest.fixture(scope="session", autouse=True)
def anybody_may_ask_the_api_as_often_as_it_takes():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "API_RATE", "")
        yield


@pytest.fixture(autouse=True)
def attempts_to_sign_in_are_forgotten(request):
    """What tests with real transactions leave behind is emptied, but for the table in which attempts are counted."""
    marker = request.node.get_closest_marker("django_db")
    if "live_server" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        cache.clear()
