"""Wordings to start criteria from, by kind. An editor asks for one, and makes it fit the words.

Each leaves gaps in square brackets, such as “[day]”. No gap is ever saved: the form asks for what belongs there.
"""

import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tracker.vocabulary import Kind


@dataclass(frozen=True)
class Wording:
    """One way in which words of a kind are tested: `label` says when it fits."""

    key: str
    kind: Kind
    label: str
    upheld_if: str
    broken_if: str
    check_by: str = ""

    @property
    def boxes(self):
        """The boxes of the form that it fills, as far as they are empty."""
        texts = {"upheld_if": self.upheld_if, "broken_if": self.broken_if, "check_by": self.check_by}
        return {box: str(text) for box, text in texts.items() if text}

    @property
    def as_json(self):
        """The same for the script."""
        return json.dumps(self.boxes)


WORDINGS = [
    Wording(
        "done_by_a_day",
        Kind.COMMITMENT,
        _("something will be done by a day"),
        _("[Who] has done [what] by [day], according to [whose account or which record]."),
        _("[Day] has passed, and [what] has not been done; or [who] has said that it will not be done."),
        _("[day]"),
    ),
    Wording(
        "not_done",
        Kind.COMMITMENT,
        _("something will not be done"),
        _("Until [day], no documented case of [who] doing [what]."),
        _("Before [day], a documented case of [who] doing [what]."),
        _("[day]"),
    ),
    Wording(
        "happens_by_a_day",
        Kind.PREDICTION,
        _("something will happen by a day"),
        _("[What] has happened [where] by [day]."),
        _("[Day] has passed, and [what] has not happened [where]."),
        _("[day]"),
    ),
    Wording(
        "does_not_happen",
        Kind.PREDICTION,
        _("something will not happen"),
        _("Until [day], [what] has not happened [where]."),
        _("Before [day], [what] has happened [where]."),
        _("[day]"),
    ),
    Wording(
        "was_not_so",
        Kind.DENIAL,
        _("something did not happen, or was not so"),
        _("A search of [which records] finds no [what] between [day] and [day]."),
        _("A record or an account by [whom] documents [what] on or before [day]."),
    ),
    Wording(
        "was_so",
        Kind.ASSERTION,
        _("something happened, or was so"),
        _("[Which record or whose account] documents [what] for [day or period]."),
        _("[Which record or whose account] documents [the opposite] for [day or period]."),
    ),
    Wording(
        "a_number",
        Kind.ASSERTION,
        _("a number"),
        _("[Which record] gives between [lowest] and [highest] for [day or period]."),
        _("[Which record] gives less than [lowest] or more than [highest] for [day or period]."),
    ),
]

_GAP = re.compile(r"\[[^\[\]]*\]")


def wording(key):
    """The wording of that key, or None."""
    return next((wording for wording in WORDINGS if wording.key == key), None)


def gaps_in(text):
    """The gaps of our wordings that a text still has, each once. An editor's own brackets are none."""
    ours = {gap.lower() for wording in WORDINGS for text in wording.boxes.values() for gap in _GAP.findall(text)}
    return [gap for gap in dict.fromkeys(_GAP.findall(text)) if gap.lower() in ours]
