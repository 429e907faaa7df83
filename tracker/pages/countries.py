"""The countries, and the page of one: the words of its officials, and where they stand."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tracker.catalogue import choices, counts_apart, keysets, public
from tracker.catalogue.orders import ORDERS, USUAL_ORDER
from tracker.countries.models import Country
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer, answer_piece
from tracker.pages.by_year import by_year
from tracker.pages.rows import why_listed
from tracker.vocabulary import VoiceRole


@require_safe
@one_snapshot()
def country_list(request):
    return answer(request, "countries", {"countries": choices.listed_countries()})


@require_safe
@one_snapshot()
def country(request, code):
    country = Country.objects.filter(code=code.upper()).first()
    if country is None:
        raise Http404
    if code != country.code:
        query = request.GET.urlencode()
        return redirect(country.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    listed = public.under(public.listings(), "country", [country.code])
    counts = counts_apart.country_counts(country)
    page = keysets.piece_of(listed, ORDERS[USUAL_ORDER], request.GET, count=counts.listed_count, read=public.rows)
    for row in page.rows:
        why_listed(row, _role(row, country))
    context = {
        "country": country,
        "counts": counts,
        "by_year": by_year(counts.logged_since, country=(country.code, country.code)),
        "concerning_count": public.under(public.listings(), "concerns", [country.code]).count(),
    }
    return answer_piece(request, "country", page, context)


def _role(row, country):
    """Whether an official of the country said it or signed it, or one was only spoken for."""
    if row.statement.country_id == country.code:
        return "speaker"
    is_spoken_for = country.code not in row.counting_countries
    return VoiceRole.SPOKEN_FOR if is_spoken_for else VoiceRole.SIGNED
