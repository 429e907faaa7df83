"""Whoever cannot see the desk hears of every box what it is for."""

import pytest

from tests import newsroom
from tests.desk.forms import page
from tracker.vocabulary import VoiceRole

pytestmark = pytest.mark.django_db


def test_a_box_in_a_table_is_named_after_its_column(desk):
    statement = newsroom.make_statement()
    statement.voices.create(official=newsroom.make_official(), role=VoiceRole.SIGNED)
    words = desk.get(page("statement_change", statement.pk)).text
    for name in ("Official", "Role", "Tenure", "Delete"):
        assert f'aria-label="{name}"' in words
