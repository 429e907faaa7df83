"""The page of the whole record as data: formats, licence, and what every column means."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.catalogue.directories import COUNTRY_COLUMNS, OFFICIAL_COLUMNS
from tracker.catalogue.parameters import unknown_parameters
from tracker.catalogue.representations import STATEMENT_COLUMNS


@require_safe
def data(request):
    context = {
        "problems": unknown_parameters(request.GET, ()),
        "tables": {"statements": STATEMENT_COLUMNS, "officials": OFFICIAL_COLUMNS, "countries": COUNTRY_COLUMNS},
    }
    return render(request, "exports/data.html", context)
