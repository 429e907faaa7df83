"""The front page."""

from django.views.decorators.http import require_safe

from tracker.catalogue import choices, counts_apart, public
from tracker.catalogue.news import latest_changes
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.pages.by_year import by_year
from tracker.vocabulary import KINDS_IN_PLURAL

CHANGES = 5
# Of those that await our check, and of those that fall due.
TO_BE_CHECKED = 3


@require_safe
@one_snapshot()
def home(request):
    """What this is, how much of it there is, what changed last, and what is to be checked next."""
    counts = counts_apart.count_by_kind()
    context = {
        "kinds": [(kind, KINDS_IN_PLURAL[kind], count) for kind, count in counts],
        "statement_count": sum(count for _kind, count in counts),
        "countries": choices.listed_countries(),
        "by_year": by_year(public.logged_since()),
        "changes": latest_changes(CHANGES),
        "overdue": _first_of(public.overdue()),
        "falling_due": _first_of(public.falling_due()),
    }
    return answer(request, "home", context)


def _first_of(listings):
    return public.rows(listings.values_list("pk", flat=True)[:TO_BE_CHECKED])
