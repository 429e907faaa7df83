"""What a row of a list says of a statement beside its words."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker.languages import once
from tracker.templatetags import days
from tracker.verifications.status import was_logged_afterwards

register = template.Library()


@register.filter
@once
def said(day):
    """“said on 16 February 2022”."""
    return format_html(_("said {on_day}"), on_day=days.on_day(day))


@register.filter
@once
def public_since(day):
    """“public since 24 February 2022”."""
    return format_html(_("public {since_day}"), since_day=days.since_day(day))


@register.filter
@once
def to_check_by(day):
    """“check by 20 February 2022”."""
    return format_html(_("check by {day}"), day=days.day(day))


@register.filter
def row_tags(row):
    """The short warnings of a row, only those that are true."""
    tags = {
        **{
            _("reported by %(whose)s") % {"whose": relayed.relayed_by}: row.is_relayed
            for relayed in row.statement.relayed_appearances
        },
        _("terms changed"): row.terms_changed,
        _("logged afterwards"): was_logged_afterwards(row.statement, row.deciding),
        _("had left office"): row.had_left_office,
    }
    return [tag for tag, is_true in tags.items() if is_true]
