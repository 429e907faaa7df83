"""Whoever cannot see the desk hears of every box what it is for."""

import pytest

from tests import newsroom
from tests.desk.forms import page

pytestmark = pytest.mark.django_db


def test_a_box_in_a_table_is_named_after_its_column(desk):
    source = newsroom.make_source(origins=[newsroom.make_origin()])
    words = desk.get(page("source_change", source.pk)).text
    for name in ("Origin", "Basis", "Note", "Delete"):
        assert f'aria-label="{name}"' in words
