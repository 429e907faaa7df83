"""An operator can find every setting, and a production site does not start half-configured."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def settings_read():
    text = (ROOT / "tracker" / "settings.py").read_text()
    return set(re.findall(r'(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)"', text))


def test_readme_names_every_setting_and_no_other():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert documented == settings_read()


def start(**environment):
    """What `manage.py check` says in an environment with these variables only."""
    clean = {name: value for name, value in os.environ.items() if name not in settings_read()}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=clean | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"TRACKER_PRODUCTION": "1", "TRACKER_HOSTS": "example.org"}, "Set SECRET_KEY"),
        ({"TRACKER_PRODUCTION": "1", "SECRET_KEY": "x" * 50}, "Set TRACKER_HOSTS"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must name a PostgreSQL server"),
    ],
)
def test_a_start_that_lacks_something_says_what_to_set(environment, named):
    answer = start(**environment)
    assert answer.returncode != 0
    assert named in answer.stderr


def test_without_any_setting_the_site_starts_and_check_needs_no_server():
    answer = start(TRACKER_DATA="/nonexistent/and/never/made")
    assert answer.returncode == 0, answer.stderr
