"""Status, finding and stance as pages draw them: always the word with its shape and its colour."""

from django import template
from django.template.loader import render_to_string

from tracker.languages import once
from tracker.vocabulary import Finding, Kind, Stance, Status, finding_label, status_label

register = template.Library()


@register.simple_tag
@once
def status_mark(status, kind, partly_because=""):
    return _drawn(status_label(status, kind, partly_because), Status(status).tone)


@register.simple_tag
@once
def finding_mark(finding, kind, partly_because=""):
    return _drawn(finding_label(finding, kind, partly_because), Finding(finding).tone)


def _drawn(word, tone):
    return render_to_string("components/mark.html", {"word": word, "tone": tone})


@register.filter
@once
def kind_word(kind):
    """“Commitment”, “Denial”, as rows have it."""
    return str(Kind(kind).label)


@register.simple_tag
@once
def stance_mark(stance):
    return _drawn(Stance(stance).label, Stance(stance).tone)
