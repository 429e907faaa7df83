"""How to cite a version of a statement, as a file for the programs that keep references."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from tracker.catalogue import public
from tracker.catalogue.answers import refusal
from tracker.catalogue.citations import citation_of
from tracker.catalogue.formats import BIBTEX
from tracker.catalogue.imprint import site_address
from tracker.catalogue.parameters import Problem, unknown_parameters
from tracker.database.snapshots import one_snapshot
from tracker.exports.statements import gone


@require_safe
@one_snapshot()
def citation(request, number, slug, version, chosen):
    """The reference at the version's address with the format's suffix."""
    statement = public.statements().filter(number=number).first()
    found = statement and public.versions(statement).filter(number=version).first()
    if not found:
        return refusal([Problem("", "", f"No version {version} of a statement {number} is public here.")], status=404)
    address = reverse("reference", args=[number, statement.slug, version, chosen])
    if escape_uri_path(request.path) != address:
        return redirect(address, permanent=True)
    if statement.withdrawn_at:
        return gone(statement)
    if problems := unknown_parameters(request.GET, ()):
        return refusal(problems)
    return _file(citation_of(found, site_address(request)), chosen)


def _file(citation, chosen):
    body = citation.bibtex if chosen == BIBTEX else citation.csl
    headers = {
        "Content-Disposition": f'attachment; filename="{citation.key}.{chosen.suffix}"',
        "Cache-Control": "no-cache",
        "Access-Control-Allow-Origin": "*",
    }
    return HttpResponse(body, content_type=chosen.media_type, headers=headers)
