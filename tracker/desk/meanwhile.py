"""Two people at one thing: the later save is refused with who changed what, and nothing typed is lost.

A form carries a mark: how far the history of its thing and of all its parts had come when it was opened. A save
first locks the thing and compares the mark with the history as it is then, in the transaction that saves.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.forms.models import model_to_dict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from tracker.database.refusals import refusals_explained
from tracker.desk.histories import events_of, happened_since, standing
from tracker.officials.models import Official, Tenure
from tracker.statements.models import Statement
from tracker.verifications.models import Verification

MARK = "seen"  # the hidden box of every form
# Changed by every sign-in, and no part of any form.
NOT_SHOWN = {"last_login"}
# Another's save is under way: deadlock, or waited too long for a lock.
BUSY = ("40P01", "55P03")
BUSY_WORDS = _("Somebody else is saving this at this very moment. Nothing of yours is lost: press the button again.")


class ChangedMeanwhile(ValidationError):  # noqa: N818 - named as Django names PermissionDenied
    """That a thing is not as it was when a form was opened: what happened to it, and its mark now."""

    def __init__(self, happenings, mark, is_gone=False):
        super().__init__(
            _(
                "Somebody changed this after you had opened it, so nothing was saved. Read above what changed, look at "
                "what you typed, and save again."
            ),
            code="changed_meanwhile",
        )
        self.happenings, self.mark, self.is_gone = happenings, mark, is_gone


def mark_of(*things):
    """The mark of things as they stand now; each is a pair of a model and a key. Taken before they are read."""
    return "/".join(_mark_of_one(model, pk) for model, pk in things)


def _mark_of_one(model, pk):
    if events_of(model) is None:
        return _digest(model, pk)
    return ";".join(f"{strand}.{count}.{latest}" for strand, (count, latest) in sorted(standing(model, pk).items()))


def _digest(model, pk):
    """For what has no history: a digest of all that its form shows."""
    row = model._default_manager.filter(pk=pk).first()
    shown = {name: str(value) for name, value in model_to_dict(row).items() if name not in NOT_SHOWN} if row else {}
    for relation in model._meta.many_to_many if row else []:
        shown[relation.name] = sorted(getattr(row, relation.name).values_list("pk", flat=True))
    return salted_hmac("tracker.desk.meanwhile", str(sorted(shown.items())), algorithm="sha256").hexdigest()


def refuse_if_changed(mark, *things):
    """Locks things until the transaction ends. Raises ChangedMeanwhile when they are not as the mark saw them."""
    for model, pk in sorted(_with_owners(things), key=lambda thing: (_RANK.get(thing[0], len(_RANK)), thing[1])):
        list(model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk).values_list("pk"))
    now = mark_of(*things)
    if constant_time_compare(now, mark):
        return
    parts = mark.split("/")
    parts += [""] * (len(things) - len(parts))
    happenings = []
    for (model, pk), part in zip(things, parts, strict=False):
        if events_of(model) is not None and part != _mark_of_one(model, pk):
            happenings += happened_since(model, pk, read_mark(part))
    is_gone = any(not model._default_manager.filter(pk=pk).exists() for model, pk in things)
    raise ChangedMeanwhile(happenings, now, is_gone)


# In this order everywhere, as the triggers lock, so that two who save wait for each other and never for good.
_RANK = {Official: 0, Statement: 1, Verification: 2}


def _with_owners(things):
    """The things, and those whose parts they are: who changes those locks them first."""
    found = set(things)
    for model, pk in things:
        owner = {Tenure: ("official", Official), Verification: ("statement", Statement)}.get(model)
        if owner:
            keys = model._default_manager.filter(pk=pk).values_list(f"{owner[0]}_id", flat=True)
            found |= {(owner[1], key) for key in keys}
    return found


def read_mark(text):
    """A mark as `histories.standing()` gives it; one that was never ours has seen nothing."""
    seen = {}
    for strand in text.split(";"):
        name, *numbers = strand.split(".")
        if len(numbers) == 2 and all(number.isdecimal() for number in numbers):
            seen[name] = (int(numbers[0]), int(numbers[1]))
    return seen


@contextmanager
def one_at_a_time(mark, *things):
    """A transaction in which the things are locked, and are as the mark saw them. Raises ChangedMeanwhile, or a
    ValidationError with what the database refused."""
    try:
        with refusals_explained():
            if things:
                refuse_if_changed(mark, *things)
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in BUSY:
            raise ValidationError(BUSY_WORDS, code="busy") from error
        raise
