"""Moments as the desk writes them: in UTC, with who it was."""

from datetime import UTC

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def moment(when):
    """“1 March 2024, 14:05 UTC”."""
    return f"{date_format(when.astimezone(UTC), _('j F Y, H:i'))} UTC"


def moment_by(when, who):
    return _("%(moment)s, by %(who)s") % {"moment": moment(when), "who": who or _("nobody on record")}
