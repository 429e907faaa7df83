"""What every test can ask for. The database is a real PostgreSQL, the browser a real Chromium."""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache

from tests.refusal import run_sql

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


@pytest.fixture
def nobody_is_the_twentieth(db):
    """Each twentieth change of the tallies is followed by a fold; whose turn it is hangs on the tests before."""
    run_sql("SELECT setval(pg_get_serial_sequence('tracker_tallychange', 'id'), 1)")


@pytest.fixture(autouse=True)
def attempts_to_sign_in_are_forgotten(request):
    """What tests with real transactions leave behind is emptied, but for the table in which attempts are counted."""
    marker = request.node.get_closest_marker("django_db")
    if "live_server" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        cache.clear()


# Who looks at pages in a browser

# What a browser says by itself of a page that is not there, or not for this reader, or not for now.
USUAL = re.compile("the server responded with a status of (40|429)")


@pytest.fixture(scope="session")
def pictures(tmp_path_factory):
    folder = Path(os.environ.get("TRACKER_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def reader(browser, live_server):
    """Opens pages as a reader with this screen and system does, and notes what is wrong with each."""
    contexts = []

    def comes(scheme="light", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: USUAL.search(message.text) or page.faults.append((page.url, message.text)))
        page.on("pageerror", lambda error: page.faults.append((page.url, str(error))))
        page.on(
            "request",
            lambda asked: asked.url.startswith(live_server.url) or page.faults.append((page.url, asked.url)),
        )
        page.visit = lambda address: page.goto(live_server.url + address)
        return page

    yield comes
    for context in contexts:
        context.close()
