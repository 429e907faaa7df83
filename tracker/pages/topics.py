"""The statements of a topic."""

from django.http import Http404
from django.views.decorators.http import require_safe

from tracker.catalogue import public
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer
from tracker.pages.paging import page_of


@require_safe
@one_snapshot()
def topic(request, slug):
    topic = public.topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    page = page_of(public.with_rows(public.listings().filter(topics__contains=[topic.pk])), request.GET)
    context = {"topic": topic, "page": page}
    return answer(request, "topic", context, accepts=["page"], more_problems=page.problems, status=page.status)
