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
    listed = public.listings().filter(topics__contains=[topic.pk])
    page = page_of(public.with_rows(listed), request.GET)
    context = {"topic": topic, "page": page, "day_count": public.with_check_by(listed).count()}
    return answer(request, "topic", context, accepts=["page"], more_problems=page.problems, status=page.status)
