"""Days and moments on pages: in words, and beside them for machines."""

from datetime import date, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html

from tracker.languages import once
from tracker.partial_dates import ON_A_DAY, SINCE_A_DAY, PartialDate
from tracker.vocabulary import Precision

register = template.Library()


def _partial(day):
    return PartialDate.day(day) if isinstance(day, date) else day


@register.filter
@once
def day(value):
    """A day or partial date in words, in a <time> where HTML has a notation for it."""
    partial = _partial(value)
    if not partial:
        return ""
    if partial.precision == Precision.BETWEEN:
        return str(partial)
    return format_html('<time datetime="{}">{}</time>', partial.isoformat(), partial)


@register.filter
@once
def on_day(value):
    """With the preposition that fits: "on 16 February 2022", "in February 2022"."""
    partial = _partial(value)
    return format_html(ON_A_DAY[Precision(partial.precision)], day=day(partial)) if partial else ""


@register.filter
@once
def since_day(value):
    """From which day on: "since 24 February 2022", "since a day between 14 and 16 February 2022"."""
    partial = _partial(value)
    return format_html(SINCE_A_DAY[Precision(partial.precision)], day=day(partial)) if partial else ""


@register.filter
def day_after(value):
    """The first day on which a partial date is surely past."""
    partial = _partial(value)
    return partial.last + timedelta(days=1)


@register.filter
@once
def moment(value):
    """The day of a moment, in the newsroom's time zone."""
    if not value:
        return ""
    words = PartialDate.day(timezone.localdate(value))
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(value).isoformat(timespec="seconds"), words)
