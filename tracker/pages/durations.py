"""How long it was from one day to another, in words: “2 years, 8 months”."""

from calendar import monthrange
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MONTHS = 12  # in a year
DAYS = 7  # in a week


def duration(first, last):
    """The largest of years, months, weeks and days that there is one of, with what there is of the next smaller; a
    language may say one or two without a numeral. Nothing where it is the same day."""
    months = (last.year - first.year) * MONTHS + last.month - first.month - (last.day < first.day)
    days = (last - _months_later(first, months)).days
    parts = [_years(months // MONTHS), _months(months % MONTHS), _weeks(days // DAYS), _days(days % DAYS), ""]
    for longer, shorter in pairwise(parts):
        if longer:
            return _("%(longer)s, %(shorter)s") % {"longer": longer, "shorter": shorter} if shorter else longer
    return ""


def _months_later(day, months):
    """The same day of a later month, or the last day of it where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _years(number):
    return number and ngettext("%(number)d year", "%(number)d years", number) % {"number": number}


def _months(number):
    return number and ngettext("%(number)d month", "%(number)d months", number) % {"number": number}


def _weeks(number):
    return number and ngettext("%(number)d week", "%(number)d weeks", number) % {"number": number}


def _days(number):
    return number and ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
