"""The SQL functions that triggers call: each room keeps its own in .sql files, `migrate` installs them.

`migrate` drops and creates all of them, every time, so that the files and the database can't drift apart.
"""

from pathlib import Path

import pghistory.trigger
import pgtrigger
from django.db import connections, transaction

ROOMS = Path(__file__).resolve().parent.parent

_DROP_ALL = """
DO $$ DECLARE function regprocedure; BEGIN
  FOR function IN SELECT oid::regprocedure FROM pg_proc
    WHERE proname LIKE 'tracker\\_%' AND pronamespace = current_schema()::regnamespace
  LOOP EXECUTE 'DROP FUNCTION ' || function; END LOOP;
END $$
"""

# Whoever can make tables, if only temporary ones, would otherwise put one of his own in the place of a table that a
# function reads or writes by its name: forged corrections, events that go nowhere.
_PIN_TO_SCHEMA = """
DO $$ DECLARE function regprocedure; BEGIN
  FOR function IN SELECT oid::regprocedure FROM pg_proc
    WHERE proname ~ '^(tracker|pgtrigger)_' AND pronamespace = current_schema()::regnamespace AND proconfig IS NULL
  LOOP EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', function, current_schema()); END LOOP;
END $$
"""


def install_functions(using="default", **_):
    """Makes the database's functions those of the files. Triggers look them up by name when they fire."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_DROP_ALL)
        for file in sorted(ROOMS.glob("*/*.sql")):
            # No parameters, so a percent sign in the file is only a percent sign.
            cursor.execute(file.read_text(encoding="utf-8"))
        cursor.execute(_PIN_TO_SCHEMA)
        # History is written with its owner's rights, so that nobody else needs any.
        for name in history_functions():
            cursor.execute(f"ALTER FUNCTION {name}() SECURITY DEFINER")


def history_functions():
    """The names of the trigger functions that write the history."""
    return [
        trigger.get_pgid(model)
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, pghistory.trigger.Event)
    ]
