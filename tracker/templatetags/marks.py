"""Status, finding and stance as pages draw them: always the word with its shape and its colour."""

from functools import cache

from django import template
from django.template.loader import render_to_string

from tracker.vocabulary import Finding, Kind, Stance, Status, finding_label, status_label

register = template.Library()


@register.simple_tag
@cache  # as few marks as words, and a list draws some fifty of them
def status_mark(status, kind):
    return _drawn(status_label(status, kind), Status(status).tone)


@register.simple_tag
@cache
def finding_mark(finding, kind):
    return _drawn(finding_label(finding, kind), Finding(finding).tone)


def _drawn(word, tone):
    return render_to_string("components/mark.html", {"word": word, "tone": tone})


@register.filter
@cache
def kind_word(kind):
    """“Commitment”, “Denial”, as rows have it."""
    return str(Kind(kind).label)


@register.inclusion_tag("components/mark.html")
def stance_mark(stance):
    return {"word": Stance(stance).label, "tone": Stance(stance).tone}
