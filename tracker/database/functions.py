"""The SQL functions that triggers call: each room keeps its own in .sql files, `migrate` installs them.

`migrate` drops and creates all of them, every time, so that the files and the database can't drift apart.
"""

from pathlib import Path

from django.db import connections, transaction

ROOMS = Path(__file__).resolve().parent.parent

_DROP_ALL = """
DO $$ DECLARE function regprocedure; BEGIN
  FOR function IN SELECT oid::regprocedure FROM pg_proc
    WHERE proname LIKE 'tracker\\_%' AND pronamespace = current_schema()::regnamespace
  LOOP EXECUTE 'DROP FUNCTION ' || function; END LOOP;
END $$
"""


def install_functions(using="default", **_):
    """Makes the database's functions those of the files. Triggers look them up by name when they fire."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_DROP_ALL)
        for file in sorted(ROOMS.glob("*/*.sql")):
            # No parameters, so a percent sign in the file is only a percent sign.
            cursor.execute(file.read_text(encoding="utf-8"))
