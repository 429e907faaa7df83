"""Status, finding and stance as pages draw them: always the word with its shape and its colour."""

from django import template

from tracker.vocabulary import Finding, Stance, Status, finding_label, status_label

register = template.Library()


@register.inclusion_tag("components/mark.html")
def status_mark(status, kind):
    return {"word": status_label(status, kind), "tone": Status(status).tone}


@register.inclusion_tag("components/mark.html")
def finding_mark(finding, kind):
    return {"word": finding_label(finding, kind), "tone": Finding(finding).tone}


@register.inclusion_tag("components/mark.html")
def stance_mark(stance):
    return {"word": Stance(stance).label, "tone": Stance(stance).tone}
