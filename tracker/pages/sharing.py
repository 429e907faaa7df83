"""What readers and other sites may take along from the page of a statement."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.catalogue import public
from tracker.catalogue.citations import citation_of
from tracker.catalogue.claim_review import structured_claim
from tracker.catalogue.imprint import site_address
from tracker.partial_dates import PartialDate


def to_take_along(request, statement, stands, day):
    """The page as data; and where it is that of today, how to cite it, the frame that shows it elsewhere, and what
    search engines read. A day in the past is our reconstruction: it is no version, so nobody can cite it as one."""
    site = site_address(request)
    data = reverse("statement-file", args=[statement.number, statement.slug])
    shared = {
        "headline": f"{statement.speaker}, {statement.said_on}: {Truncator(statement.claim).chars(90)}",
        "in_short": _in_short(statement, stands, day),
        "address": site + statement.get_absolute_url(),
        "data_address": f"{data}?as_of={day}" if day else data,
    }
    if day is not None:
        return shared
    version = public.latest_version(statement)
    # One claim is described to search engines on one page and cited by one address: those of the usual language.
    is_usual = get_language() == settings.LANGUAGE_CODE
    citation = version and citation_of(version, site)
    return shared | {
        "structured": structured_claim(statement, stands, site) if is_usual else None,
        "version": version,
        "citation": citation,
        "frame_address": f"{site}{reverse('embed', args=[statement.number])}",
    }


def _in_short(statement, stands, day):
    """Where it stands and the claim, in one line for those who have not opened the page."""
    then = {"day": day and PartialDate.day(day), "claim": statement.claim}
    if day and day < statement.said_on_first:
        return _("As of %(day)s: not said yet: %(claim)s") % then
    primary = next(appearance for appearance in statement.appearances.all() if appearance.is_primary)
    then["status"] = str(stands.label)
    if primary.relayed_by:
        then["status"] = _("%(status)s, as reported by %(whose)s") % (then | {"whose": primary.relayed_by})
    return (_("As of %(day)s: %(status)s: %(claim)s") if day else _("%(status)s: %(claim)s")) % then
