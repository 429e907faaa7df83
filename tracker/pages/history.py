"""What the site showed of a statement, and when: its versions, one version as it was, and all corrections."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from tracker.catalogue import keysets, public
from tracker.catalogue.citations import citation_of
from tracker.catalogue.imprint import site_address
from tracker.catalogue.orders import CORRECTIONS
from tracker.catalogue.version_texts import differences, sections, still_shown, why
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer, answer_piece


@require_safe
@one_snapshot()
def history(request, number, slug):
    """All versions of a statement, newest first, each with what it changed."""
    statement = _statement_or_404(number)
    if away := _away(request, statement.history_address):
        return away
    versions = list(public.versions(statement))
    for version in versions:
        version.why_in_words = why(version)
    # What was withdrawn shows when and why, and its words no more.
    if not statement.withdrawn_at:
        withdrawn = public.withdrawn_since(statement)
        pages = [still_shown(version.representation, withdrawn) for version in versions]
        for version, before, after in zip(versions[1:], pages, pages[1:], strict=False):
            version.differences = differences(before, after)
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
    withdrawn = public.withdrawn_since(statement)
    page = still_shown(found.representation, withdrawn)
    context = {
        "statement": statement,
        "version": found,
        "sections": sections(page),
        "withdrawn_since": [
            withdrawn.entries[entry["place"]]
            for entry in page["entries"]
            if entry["place"] in withdrawn.entries and not entry["withdrawn_at"]
        ],
        "newest": public.versions(statement).last(),
        "citation": citation_of(found, site_address(request)),
    }
    return answer(request, "version", context)


@require_safe
@one_snapshot()
def corrections(request):
    """All corrections of what stands, newest first."""
    page = keysets.piece_of(public.corrections(), CORRECTIONS, request.GET)
    return answer_piece(request, "corrections", page)


def _statement_or_404(number):
    statement = public.statements().filter(number=number).select_related("speaker").first()
    if statement is None:
        raise Http404
    return statement


def _away(request, address):
    """The way to the right address, where the words in this one are others."""
    return None if escape_uri_path(request.path) == address else redirect(address, permanent=True)
