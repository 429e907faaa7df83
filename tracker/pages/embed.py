"""A statement in a frame on anybody's page: the one page of this site that others may frame."""

from csp.decorators import csp_replace
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tracker.catalogue import accounts, public
from tracker.catalogue.imprint import site_address
from tracker.catalogue.parameters import Problem
from tracker.catalogue.version_texts import stored_label
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.verifications.status import standing, was_logged_afterwards
from tracker.vocabulary import TERMINAL_FINDINGS, Basis, Status


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@one_snapshot()
def embed(request, number):
    """The words, the speaker and where it stands today; and what it said when it was copied, if that is another
    finding now."""
    statement = public.statement_page(number)
    if statement is None:
        raise Http404
    context = {"statement": statement, "address": site_address(request) + statement.get_absolute_url()}
    problems = []
    if not statement.withdrawn_at:
        copied, problems = _copied(request, statement)
        context |= _shown(statement, copied)
    response = answer(request, "embed", context, accepts=["version"], more_problems=problems)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # also for pages that are isolated from other sites
    return response


def _copied(request, statement):
    """The version that the frame was copied at, and the problem if there is none of that number."""
    asked = request.GET.get("version", "").strip()
    if not asked:
        return None, []
    versions = public.versions(statement)
    found = versions.filter(number=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    if found:
        return found, []
    latest = versions.last()
    words = _("This statement has no such version. Its versions are 1 to %(latest)s.")
    return None, [Problem("version", asked[:100], words % {"latest": latest.number if latest else 0})]


def _shown(statement, copied):
    stands = standing(statement, statement.public_entries)
    primary = next(appearance for appearance in statement.appearances.all() if appearance.is_primary)
    return {
        "stands": stands,
        "primary": primary,
        "primary_origins": accounts.origins_of(primary.source),
        "is_relayed": primary.basis == Basis.RELAYED,
        "was_said": True,
        "had_left_office": public.had_left_office(statement, stands.check_by),
        "was_logged_afterwards": was_logged_afterwards(statement, stands.deciding),
        "superseded": copied if copied and _is_superseded(copied.representation["status"], stands.status) else None,
        "said_then": stored_label(copied.representation["status_label"]) if copied else "",
    }


def _is_superseded(then, now):
    """Whether a finding came, went or changed since; that a day passed without any is no finding."""
    return then != now and bool({Status(then), now} & set(TERMINAL_FINDINGS))
