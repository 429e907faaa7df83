"""Who or what bears a name that a reader is typing, for the script of the form (site.js)."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from tracker.catalogue import choices
from tracker.catalogue.answers import refusal
from tracker.catalogue.parameters import SHOWN_LENGTH, repeated_parameters, unknown_parameters
from tracker.database.snapshots import one_snapshot

_OF = {
    "official": choices.OFFICIALS,
    "country": choices.COUNTRIES,
    "publisher": choices.PUBLISHERS,
    "topic": choices.TOPICS,
}


@require_safe
@one_snapshot()
def names(request, of):
    """Who bears a name, in any spelling on record: the word in its addresses, the name that readers know, and how many
    public statements an official has."""
    problems = [*unknown_parameters(request.GET, ["named"]), *repeated_parameters(request.GET, ["named"])]
    if problems:
        return refusal(problems)
    text = request.GET.get("named", "").strip()[:SHOWN_LENGTH].replace("\0", "")
    offers, is_more = _OF[of].offered(text) if text else ([], False)
    found = [{"value": choice.value, "name": choice.label, "count": count} for choice, count in offers]
    return JsonResponse({"found": found, "is_more": is_more}, json_dumps_params={"ensure_ascii": False})
