"""What the site showed of a statement, and when: its versions, one version as it was, and all corrections."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from tracker.catalogue import public
from tracker.catalogue.version_texts import differences, sections
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.pages.paging import page_of


@require_safe
@one_snapshot()
def history(request, number, slug):
    """All versions of a statement, newest first, each with what it changed."""
    statement = _statement_or_404(number)
    if away := _away(request, statement.history_address):
        return away
    versions = list(public.versions(statement))
    for before, version in zip([None, *versions], versions, strict=False):
        # What was withdrawn shows when and why, and its words no more.
        is_told = before and not statement.withdrawn_at
        version.differences = differences(before.representation, version.representation) if is_told else []
    return answer(request, "history", {"statement": statement, "versions": versions[::-1]})


@require_safe
@one_snapshot()
def version(request, number, slug, version):
    """The page as it was, marked as old; 410 with the reason once the statement is withdrawn."""
    statement = _statement_or_404(number)
    found = public.versions(statement).filter(number=version).first()
    if found is None:
        raise Http404
    if away := _away(request, statement.version_address(version)):
        return away
    if statement.withdrawn_at:
        return answer(request, "withdrawn", {"statement": statement}, status=410)
    context = {
        "statement": statement,
        "version": found,
        "sections": sections(found.representation),
        "newest": public.versions(statement).last(),
    }
    return answer(request, "version", context)


@require_safe
@one_snapshot()
def corrections(request):
    """All corrections of what stands, newest first."""
    page = page_of(public.corrections(), request.GET)
    return answer(
        request, "corrections", {"page": page}, accepts=["page"], more_problems=page.problems, status=page.status
    )


def _statement_or_404(number):
    statement = public.statements().filter(number=number).select_related("speaker").first()
    if statement is None:
        raise Http404
    return statement


def _away(request, address):
    """The way to the right address, where the words in this one are others."""
    return None if escape_uri_path(request.path) == address else redirect(address, permanent=True)
