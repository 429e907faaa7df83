"""What readers would see of a draft: for those at the desk who may see the draft itself, and for nobody else.

The page is the public one, made of the same parts, in a transaction that can only read. It has an address below the
desk's, whose doors it stands behind (tracker/urls.py).
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.catalogue.previews import preview_of_statement, preview_of_verification
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.pages.as_of import asked_day
from tracker.pages.statements import all_of
from tracker.statements.models import Statement
from tracker.verifications.models import Verification


@require_safe
@one_snapshot()
def of_statement(request, pk):
    """A draft statement as if it were published now; what is published already is shown where it is."""
    _for_those_who_may(request, "tracker.view_statement")
    statement = get_object_or_404(Statement, pk=pk)
    if statement.published_at:
        return redirect(statement)
    return _page(request, statement, preview_of_statement)


@require_safe
@one_snapshot()
def of_verification(request, pk):
    """The page of its statement with a draft entry as if that were published now."""
    _for_those_who_may(request, "tracker.view_statement", "tracker.view_verification")
    verification = get_object_or_404(Verification.objects.select_related("statement"), pk=pk)
    if verification.published_at or verification.statement.withdrawn_at:
        return redirect(verification.statement)
    return _page(request, verification, preview_of_verification)


def _for_those_who_may(request, *permissions):
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def _page(request, draft, preview):
    """The public page of a draft, marked as a preview, for this one answer."""
    at_the_desk = reverse(f"admin:tracker_{draft._meta.model_name}_change", args=[draft.pk])
    if not getattr(draft, "statement", draft).appearances.filter(is_primary=True).exists():
        messages.warning(request, _("No preview yet: first add the source that carries the words, as the primary one."))
        return redirect(at_the_desk)
    day, problem = asked_day(request.GET)
    context = all_of(preview(draft, request.path), day) | {"draft": draft, "at_the_desk": at_the_desk}
    problems = [problem] if problem else []
    response = answer(
        request, "preview", context, accepts=["as_of"], more_problems=problems, status=400 if problem else 200
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
