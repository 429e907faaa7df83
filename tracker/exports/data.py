"""The page of the whole record as data: formats, licence, what every column means; and the dataset's files."""

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.cache import set_response_etag
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from tracker.catalogue.dataset.tables import TABLES
from tracker.catalogue.directories import COUNTRY_COLUMNS, OFFICIAL_COLUMNS
from tracker.catalogue.formats import FEED, STATEMENT_LISTS
from tracker.catalogue.imprint import site_address
from tracker.catalogue.parameters import unknown_parameters
from tracker.catalogue.representations import STATEMENT_COLUMNS
from tracker.exports.dataset.package import PACKAGE, SUMS
from tracker.exports.dataset.writing import checksums, is_dataset

LISTS = {"statements": STATEMENT_COLUMNS, "officials": OFFICIAL_COLUMNS, "countries": COUNTRY_COLUMNS}
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".json": "application/json",
}


@require_safe
def data(request):
    context = {
        "problems": unknown_parameters(request.GET, ()),
        "beginning": site_address(request),
        "licence": settings.LICENCE,
        "licence_address": settings.LICENCE_ADDRESS,
        "formats": [*STATEMENT_LISTS.values(), FEED],
        "lists": LISTS,
        "tables": TABLES,
        "files": _files(),
    }
    # Marked here, because what it depends on is no part of the record: the files may be others tomorrow.
    return set_response_etag(render(request, "exports/data.html", context))


@require_safe
def dataset_file(request, file):
    """One file of the dataset that the newsroom left for download."""
    if file not in _files():
        raise Http404
    path = settings.DATASET_DIR / file
    stat = path.stat()
    media_type = MEDIA_TYPES.get(path.suffix, "text/plain; charset=utf-8")
    answer = FileResponse(path.open("rb"), content_type=media_type, as_attachment=path.suffix != ".txt")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["ETag"] = quote_etag(f"{stat.st_mtime_ns:x}-{stat.st_size:x}")
    answer.headers["Link"] = f'<{settings.LICENCE_ADDRESS}>; rel="license"'
    return answer


def _files():
    """The names of the files, the description first; none where no dataset was exported."""
    if not is_dataset(settings.DATASET_DIR):
        return []
    names = [*checksums(settings.DATASET_DIR), SUMS]
    return sorted(names, key=lambda name: (name != PACKAGE, name))
