"""The front page."""

from django.views.decorators.http import require_safe

from tracker.catalogue import counts_apart, public
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.pages.by_year import by_year
from tracker.vocabulary import Status

LATEST = 8
NEXT_DUE = 5


@require_safe
@one_snapshot()
def home(request):
    """What this is, how much of it there is, what was found last, and what is to be checked next."""
    kinds = counts_apart.count_by_kind()
    overdue = _next_of(Status.DUE)
    falling_due = _next_of(Status.OPEN)
    context = {
        "kinds": kinds,
        "statement_count": sum(count for _kind, count in kinds),
        "official_count": public.officials().count(),
        "by_year": by_year(public.logged_since()),
        "latest": public.latest_verifications()[:LATEST],
        "to_be_checked": [
            ("Awaiting our check", overdue),
            ("Falling due", falling_due),
        ],
        "is_anything_to_be_checked": bool(overdue or falling_due),
    }
    return answer(request, "home", context)


def _next_of(status):
    """The first of those to be checked that have the status."""
    return list(public.with_rows(public.to_be_checked().filter(status=status))[:NEXT_DUE])
