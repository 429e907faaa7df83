"""How a file is answered: with its name, its licence and what was asked in the answer's head, and no cookie."""

from django.conf import settings
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from tracker.catalogue.formats import FEED, JSON

LONGEST_NAME = 100
# Asked for anew each time, and read by scripts of any site: what is public is public.
_FOR_EVERYBODY = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}


def file_answer(request, chosen, imprint, write):
    """The file that `write` gives, as a text, an open file or in pieces; asked by HEAD, its head alone."""
    answer = HttpResponse() if request.method == "HEAD" else _whole(write())
    _add(answer, _head(chosen, imprint))
    return answer


def _whole(body):
    if isinstance(body, str):
        return HttpResponse(body)
    return FileResponse(body) if hasattr(body, "read") else StreamingHttpResponse(body)


def _head(chosen, imprint):
    return {
        "Content-Type": chosen.media_type,
        "Content-Disposition": content_disposition_header(chosen not in (JSON, FEED), file_name(chosen, imprint)),
        **_FOR_EVERYBODY,
        "Link": ", ".join(
            [
                f'<{settings.LICENCE_ADDRESS}>; rel="license"',
                f'<{imprint.page}>; rel="alternate"; type="text/html"',
                f'<{imprint.dictionary}>; rel="describedby"',
            ]
        ),
        "X-Licence": settings.LICENCE,
        "X-Query": imprint.query,
        "X-Record-Version": str(imprint.version),
        "X-Read-At": imprint.as_plain()["read_at"],
    }


def file_name(chosen, imprint):
    """A name that tells later what is in the file: statements-status-broken-2026-01-31.csv."""
    words = slugify(f"{imprint.name} {imprint.query}".replace("=", " ").replace("&", " "), allow_unicode=True)
    return f"{words[:LONGEST_NAME].strip('-')}-{imprint.moment:%Y-%m-%d}.{chosen.suffix}"


def refusal(problems, status=400):
    """What is wrong with the question, for machines: each parameter with the names or values that would be right."""
    answer = JsonResponse(
        {"error": {"status": status, "problems": [problem.as_plain() for problem in problems]}},
        status=status,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    return for_everybody(answer)


def for_everybody(answer):
    """The answer as scripts of any site may read it."""
    _add(answer, _FOR_EVERYBODY)
    return answer


def _add(answer, headers):
    for name, value in headers.items():
        answer.headers[name] = value
