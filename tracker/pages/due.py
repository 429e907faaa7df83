"""What is to be checked: overdue first, then by the day on which it falls due."""

from django.views.decorators.http import require_safe

from tracker.catalogue import keysets, public
from tracker.catalogue.orders import TO_BE_CHECKED
from tracker.catalogue.tallies import count_to_be_checked
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer_piece
from tracker.pages.due_ahead import due_ahead


@require_safe
@one_snapshot()
def due(request):
    count = count_to_be_checked()
    page = keysets.piece_of(public.to_be_checked(), TO_BE_CHECKED, request.GET, count=count, read=public.rows)
    return answer_piece(request, "due", page, {"due_ahead": due_ahead(page.count)})
