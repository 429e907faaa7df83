"""What the database refused, in words that a person can act on.

Triggers raise check violations with a message of their own; for the constraints of the models the message
stands at the constraint. So every refusal has one text, whoever provoked it: a form, a script or plain SQL.
"""

from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tracker.database.sentences import in_words

CHECK_VIOLATION = "23514"
FOREIGN_KEY_VIOLATION = "23503"
UNIQUE_VIOLATION = "23505"


@contextmanager
def refusals_explained(using=None):
    """A savepoint in which a refusal of the database becomes a ValidationError; what was done in it is undone.

    Rules that wait for the end of the transaction are asked before it is left, while somebody can still answer.
    """
    try:
        with transaction.atomic(using=using):
            yield
            connections[using or DEFAULT_DB_ALIAS].check_constraints()
    except IntegrityError as error:
        raise explained(error) from error


def explained(error):
    """The ValidationError for an IntegrityError. Its `code` is the name of the rule or the constraint."""
    if isinstance(error, ProtectedError):
        needed_by = ", ".join(sorted({str(row._meta.verbose_name) for row in error.protected_objects}))
        words = _("This is still needed on record (%(by)s), so it stays.")
        return ValidationError(words % {"by": needed_by}, code="needed")
    diagnosis = error.__cause__.diag
    name = diagnosis.constraint_name or ""
    message = _constraint_messages().get(name)
    if message is None and diagnosis.sqlstate == CHECK_VIOLATION and not _is_column_check(diagnosis):
        message = "\n".join(map(in_words, diagnosis.message_primary.split("\n")))
    if message is None:
        message = _message_for_column(diagnosis)
    return ValidationError([ValidationError(line, code=name) for line in str(message).split("\n")])


def _is_column_check(diagnosis):
    """PostgreSQL names the table of a constraint that it checked itself; our triggers name none."""
    return bool(diagnosis.table_name)


def _message_for_column(diagnosis):
    """What no constraint of a model says: that a column is unique, or checks its own text."""
    row = _name_of_table(diagnosis.table_name)
    if diagnosis.sqlstate == FOREIGN_KEY_VIOLATION:
        return _("This is still needed on record (%(row)s), or what it names is not there.") % {"row": row}
    if diagnosis.sqlstate == UNIQUE_VIOLATION:
        return _("There is such a %(row)s on record already: choose it, or write something else.") % {"row": row}
    if diagnosis.sqlstate == CHECK_VIOLATION:
        words = _("A text of this %(row)s holds a character, or an address a form, that the record does not accept.")
        return words % {"row": row}
    words = _("The database refused this (%(rule)s): %(message)s")
    return words % {"rule": diagnosis.constraint_name or diagnosis.sqlstate, "message": diagnosis.message_primary}


def _name_of_table(table):
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    return model._meta.verbose_name if model else table


def _constraint_messages():
    return {
        constraint.name: constraint.get_violation_error_message()
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }
