"""The officials, and the page of one: who, offices over time, words, and where they stand."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tracker.catalogue import counts_apart, keysets, public
from tracker.catalogue.orders import OFFICIALS, ORDERS, USUAL_ORDER
from tracker.catalogue.tallies import count_by
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer_piece
from tracker.pages.offices import offices
from tracker.pages.rows import why_listed
from tracker.vocabulary import VoiceRole


@require_safe
@one_snapshot()
def official_list(request):
    page = keysets.piece_of(public.with_latest_office(public.officials()), OFFICIALS, request.GET)
    counts = count_by("official", [official.pk for official in page.rows])
    for official in page.rows:
        official.statement_count = counts.get(official.pk, 0)
    return answer_piece(request, "officials", page)


@require_safe
@one_snapshot()
def official(request, slug):
    official = public.official_page(slug)
    if official is None:
        return _moved(request, public.official_formerly(slug))
    listed = public.under(public.listings(), "official", [official.pk])
    counts = counts_apart.official_counts(official)
    page = keysets.piece_of(listed, ORDERS[USUAL_ORDER], request.GET, count=counts.listed_count, read=public.rows)
    for row in page.rows:
        why_listed(row, _role(row, official))
    context = {"official": official, "counts": counts, "offices": offices(official)}
    return answer_piece(request, "official", page, context)


def _moved(request, official):
    """To the present address of an official's page, for good."""
    if official is None:
        raise Http404
    query = request.GET.urlencode()
    return redirect(official.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)


def _role(row, official):
    """Whether the official said it, signed it, or was spoken for."""
    if row.speaker_id == official.pk:
        return "speaker"
    return next(VoiceRole(voice.role) for voice in row.statement.voices.all() if voice.official_id == official.pk)
