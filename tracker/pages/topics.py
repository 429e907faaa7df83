"""The page of a topic: what was said about it, and where that stands."""

from django.http import Http404
from django.views.decorators.http import require_safe

from tracker.catalogue import keysets, public
from tracker.catalogue.orders import ORDERS, USUAL_ORDER
from tracker.catalogue.tallies import count_by
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer_piece
from tracker.pages.by_year import by_year


@require_safe
@one_snapshot()
def topic(request, slug):
    topic = public.topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    listed = public.under(public.listings(), "topic", [topic.pk])
    count = count_by("topic", [topic.pk]).get(topic.pk, 0)
    page = keysets.piece_of(listed, ORDERS[USUAL_ORDER], request.GET, count=count, read=public.rows)
    logged_since = public.first_published_under("topic", topic.pk) if count else None
    context = {
        "topic": topic,
        "day_count": public.day_count(listed, count),
        "by_year": by_year(logged_since, topic=(topic.slug, topic.pk)),
    }
    return answer_piece(request, "topic", page, context)
