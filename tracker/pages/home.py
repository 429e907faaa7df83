"""The front page."""

from django.views.decorators.http import require_safe

from tracker.catalogue import facets, public
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.vocabulary import Status

LATEST = 8
NEXT_DUE = 5


@require_safe
@one_snapshot()
def home(request):
    """What this is, how much of it there is, what was found last, and what is to be checked next."""
    kinds = facets.count_by_kind()
    to_be_checked = public.with_rows(public.to_be_checked())
    context = {
        "kinds": kinds,
        "statement_count": sum(count for _kind, count in kinds),
        "official_count": public.officials().count(),
        "latest": public.latest_verifications()[:LATEST],
        "to_be_checked": [
            ("Awaiting our check", to_be_checked.filter(status=Status.DUE)[:NEXT_DUE]),
            ("Falling due", to_be_checked.filter(status=Status.OPEN)[:NEXT_DUE]),
        ],
    }
    return answer(request, "home", context)
