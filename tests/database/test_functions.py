"""The SQL functions in the database are those of the files, after every migration."""

import re

import pytest
from django.core.management import call_command

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker.catalogue.models import Listing
from tracker.database.functions import ROOMS, install_functions
from tracker.statements.models import Statement

pytestmark = pytest.mark.django_db


def functions():
    """Each function of ours in the database, with its text."""
    return dict(
        run_sql("SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc WHERE proname ~ '^tracker_'")
    )


def written():
    """The names of the functions in the files."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in ROOMS.glob("*/*.sql"))
    return set(re.findall(r"CREATE OR REPLACE FUNCTION (tracker_\w+)", text))


def test_the_database_has_the_functions_of_the_files_and_no_others():
    assert {name.split("(")[0] for name in functions()} == written()


def test_every_function_is_written_once():
    names = [name.split("(")[0] for name in functions()]
    assert len(names) == len(set(names))


def test_installing_again_changes_nothing():
    before = functions()
    install_functions()
    assert functions() == before


def test_what_was_changed_or_left_over_in_the_database_is_put_right():
    before = functions()
    run_sql("CREATE FUNCTION tracker_left_over(a text, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    run_sql("CREATE OR REPLACE FUNCTION tracker_needed_stance(finding text) RETURNS text LANGUAGE sql AS 'SELECT NULL'")
    assert functions() != before
    install_functions()
    assert functions() == before


def test_functions_of_others_are_left_alone():
    run_sql("CREATE FUNCTION trackers_own(a text) RETURNS text LANGUAGE sql AS 'SELECT a'")
    run_sql("CREATE FUNCTION own_tracker_thing(a text) RETURNS text LANGUAGE sql AS 'SELECT a'")
    install_functions()
    assert run_sql("SELECT trackers_own('a'), own_tracker_thing('b')") == [("a", "b")]


def test_the_guards_work_on_after_an_install_in_the_same_session():
    statement = newsroom.make_published_statement()
    install_functions()
    with refused("published_words_are_locked"):
        Statement.objects.filter(pk=statement.pk).update(claim="Another.")
    newsroom.make_published_verification(statement)
    assert Listing.objects.get().finding == "broken"


def test_migrating_installs_them():
    run_sql("DROP FUNCTION tracker_needed_stance(text)")
    call_command("migrate", verbosity=0)
    assert any(name.startswith("tracker_needed_stance(") for name in functions())


def test_sql_never_asks_what_day_it_is_but_where_a_publication_is_judged():
    """Today is a parameter; the one use of the clock is to refuse what is in the future everywhere on earth."""
    for file in ROOMS.glob("*/*.sql"):
        for line in file.read_text(encoding="utf-8").splitlines():
            code = line.split("--")[0]
            assert "current_date" not in code.lower(), f"{file.name}: {line}"
            if "now()" in code:
                assert "14 hours" in code, f"{file.name}: {line}"


def test_every_trigger_calls_functions_that_are_there():
    called = run_sql(
        "SELECT prosrc FROM pg_proc WHERE proname ~ '^tracker_' "
        "UNION SELECT prosrc FROM pg_proc JOIN pg_trigger ON tgfoid = pg_proc.oid WHERE NOT tgisinternal"
    )
    names = set(re.findall(r"\b(tracker_\w+)\(", " ".join(source for (source,) in called)))
    assert names - {"tracker_statement", "tracker_verification"} <= written()
