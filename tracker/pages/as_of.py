"""The question that a reader asks of a statement's page: where did it stand on a day?"""

import re
from datetime import date

from tracker.catalogue.parameters import SHOWN_LENGTH, Problem
from tracker.partial_dates import PartialDate
from tracker.verifications.status import today


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
        return None, _problem(text, f"“{text[:SHOWN_LENGTH]}” is not a day. Write it like 2022-02-16.")
    if day > today():
        words = f"{PartialDate.day(day)} lies in the future: what will be public by then, nobody knows."
        return None, _problem(text, f"{words} Ask for a day up to today.")
    return day, None


def _problem(text, message):
    return Problem("as_of", text[:SHOWN_LENGTH], f"{message} Below is where it stands today.")
