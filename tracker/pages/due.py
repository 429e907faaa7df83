"""What is to be checked: overdue first, then by the day on which it falls due."""

from django.views.decorators.http import require_safe

from tracker.catalogue import keysets, public
from tracker.catalogue.orders import ORDERS
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer_piece
from tracker.pages.due_ahead import due_ahead


@require_safe
@one_snapshot()
def due(request):
    page = keysets.piece_of(public.to_be_checked(), ORDERS["check_by"], request.GET, read=public.rows)
    return answer_piece(request, "due", page, {"due_ahead": due_ahead(page.count)})
