"""What every test can ask for. The database is a real PostgreSQL, the browser a real Chromium."""

import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items):
    """Without a browser the browser's tests are skipped, saying so; in CI that is a failure."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
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
