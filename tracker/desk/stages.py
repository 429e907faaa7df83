"""Where a statement or verification is between the desk and the readers."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

STAGES = {
    "draft": {"published_at__isnull": True, "submitted_at__isnull": True, "review_note": ""},
    "review": {"published_at__isnull": True, "submitted_at__isnull": False},
    "back": {"published_at__isnull": True, "submitted_at__isnull": True, "review_note__gt": ""},
    "published": {"published_at__isnull": False, "withdrawn_at__isnull": True},
    "withdrawn": {"withdrawn_at__isnull": False},
}
WORDS = {
    "draft": _("draft"),
    "review": _("in review"),
    "back": _("sent back"),
    "published": _("published"),
    "withdrawn": _("withdrawn"),
}


def stage_of(entry):
    """The key of an entry's stage."""
    if entry.withdrawn_at:
        return "withdrawn"
    if entry.published_at:
        return "published"
    if entry.submitted_at:
        return "review"
    return "back" if entry.review_note else "draft"


def stage(entry):
    """The word for an entry's stage."""
    return WORDS[stage_of(entry)]


def stage_tag(entry):
    """The same as lists show it."""
    return format_html('<span class="desk-tag">{}</span>', stage(entry).capitalize())
