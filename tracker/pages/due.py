"""What is to be checked: overdue first, then by the day on which it falls due."""

from django.views.decorators.http import require_safe

from tracker.catalogue import public
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.pages.paging import page_of


@require_safe
@one_snapshot()
def due(request):
    page = page_of(public.with_rows(public.to_be_checked()), request.GET)
    return answer(request, "due", {"page": page}, accepts=["page"], more_problems=page.problems, status=page.status)
