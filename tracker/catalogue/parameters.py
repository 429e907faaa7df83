"""What is wrong with the part of an address after the question mark: said, never ignored.

Pages show each problem as a notice; machine formats answer 400 with the same words and the valid names.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.partial_dates import PartialDate
from tracker.verifications.status import today

SHOWN_LENGTH = 100


@dataclass(frozen=True)
class Problem:
    """A parameter that cannot be followed, and what would be right."""

    parameter: str
    value: str
    message: str
    valid: tuple[str, ...] = ()
    is_unknown_parameter: bool = False

    def as_plain(self):
        """The problem for machines; the valid names or values only where there is a list of them."""
        # A page goes on without the parameter; a file or feed that would is refused as a whole.
        message = self.message.replace(" of this page and changes nothing", " here").replace(
            "This page takes", "It takes"
        )
        message = message.replace(" changes nothing.", " cannot be followed.")
        plain = {"parameter": self.parameter, "value": self.value, "message": message}
        return plain | ({"valid": list(self.valid)} if self.valid else {})


def unknown_parameters(query, accepted):
    """A problem for each parameter of the query that the page does not have."""
    return [_unknown(name, query.get(name, ""), tuple(accepted)) for name in query if name not in accepted]


def repeated_parameters(query, single):
    """A problem for each parameter that takes one value and was given several."""
    return [
        Problem(
            name,
            ", ".join(query.getlist(name))[:SHOWN_LENGTH],
            _("“%(name)s” takes one value: give it once.") % {"name": name},
        )
        for name in single
        if len(query.getlist(name)) > 1
    ]


def _unknown(name, value, accepted):
    shown = name[:SHOWN_LENGTH]
    if not accepted:
        message = _("This page takes no parameters, so “%(name)s” changes nothing.") % {"name": shown}
    else:
        close = get_close_matches(name, accepted, n=1)
        message = _("“%(name)s” is no parameter of this page and changes nothing.") % {"name": shown}
        if close:
            guess = _("Did you mean “%(name)s”?") % {"name": close[0]}
            message = f"{message} {guess}"
    if name == "page" and "after" in accepted:
        message = f"{message} {_NO_PAGE_NUMBERS}"
    return Problem(shown, value[:SHOWN_LENGTH], message, accepted, is_unknown_parameter=True)


_NO_PAGE_NUMBERS = gettext_lazy(
    "Pages have no numbers, since whatever is published would move them: “Next” and “Previous” go on."
)


def asked_moment(query, name):
    """The moment in a parameter, a day standing for its beginning in UTC, and the problem if it is none."""
    text = query.get(name, "").strip()
    if not text:
        return None, None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?)?", text, re.ASCII):
            raise ValueError
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC), None
    except (ValueError, OverflowError):
        shown = text[:SHOWN_LENGTH]
        words = _(
            "“%(value)s” is neither a moment nor a day. Write it like 2022-02-16T09:30:00Z, in UTC, or 2022-02-16."
        )
        return None, Problem(name, shown, words % {"value": shown})


def asked_day(query):
    """The day in `as_of`, and the problem if it is none that can be answered."""
    text = query.get("as_of", "").strip()
    if not text:
        return None, None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        shown = text[:SHOWN_LENGTH]
        words = _("“%(value)s” is not a day. Write it like 2022-02-16.")
        return None, Problem("as_of", shown, words % {"value": shown})
    if day > today():
        words = _("%(day)s lies in the future: what will be public by then, nobody knows. Ask for a day up to today.")
        return None, Problem("as_of", text, words % {"day": PartialDate.day(day)})
    return day, None
