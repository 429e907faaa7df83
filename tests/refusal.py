"""How the tests provoke a refusal and read it: by its rule, and in the words that a person is shown."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tracker.database.refusals import refusals_explained

# What PostgreSQL or Django would say by themselves; nobody can act on it.
RAW_WORDS = ("violates", "constraint", "The database refused", "duplicate key", "relation")


@contextmanager
def refused(rule, words=""):
    """What is done inside is refused by this rule, in words that contain these; what was done before stays."""
    with pytest.raises(ValidationError) as caught, refusals_explained():
        yield
    codes = {error.code for error in caught.value.error_list}
    said = " ".join(caught.value.messages)
    assert rule in codes, f"refused by {codes}: {said}"
    assert words in said, said
    assert not [raw for raw in RAW_WORDS if raw in said], said


def run_sql(sql, *parameters):
    """Plain SQL, as somebody at the database's own prompt would write it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount
