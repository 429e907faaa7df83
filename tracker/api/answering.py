"""How the API answers: JSON for everybody, without a cookie, and whatever goes wrong in one shape."""

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.log import log_response
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound, Throttled
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from tracker.api.throttling import PerAddress
from tracker.catalogue.answers import for_everybody, refusal
from tracker.catalogue.imprint import site_address
from tracker.catalogue.parameters import SHOWN_LENGTH, Problem
from tracker.database.serving import RETRY_SECONDS, is_database_gone

METHODS = ("GET", "HEAD", "OPTIONS")
READ_BY_SCRIPTS = "Content-Length, ETag, Link, Retry-After, X-Read-At"
A_DAY = 24 * 60 * 60


class OpenView(APIView):
    """What all addresses of the API have in common: anybody may read, nobody is asked who he or she is."""

    authentication_classes = permission_classes = parser_classes = ()
    renderer_classes = (JSONRenderer,)
    throttle_classes = (PerAddress,)

    def options(self, request, *args, **kwargs):
        """To browsers that ask before they ask: scripts of any site may read, with any header of their own."""
        return HttpResponse(
            status=204,
            headers={
                "Access-Control-Allow-Methods": ", ".join(METHODS),
                "Access-Control-Allow-Headers": "*",
                "Access-Control-Max-Age": str(A_DAY),
            },
        )

    def get_exception_handler(self):
        return refused

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        site = site_address(request)
        response.headers["Access-Control-Expose-Headers"] = READ_BY_SCRIPTS
        patch_vary_headers(response, ["Accept"])  # what is not JSON is refused
        response.headers["Link"] = (
            f'<{settings.LICENCE_ADDRESS}>; rel="license", '
            f'<{site}{reverse("api-schema")}>; rel="service-desc"; type="application/json", '
            f'<{site}{reverse("api")}>; rel="service-doc"; type="text/html"'
        )
        return for_everybody(response)


class NotThere(OpenView):
    """Every address below the API that is none."""

    schema = None

    def get(self, request, *args, **kwargs):
        raise NotFound


def refused(error, context):
    """The answer to whatever keeps a question from being answered, in the shape of every refusal of ours."""
    request = context["request"]
    status, message, valid, headers = _told(error, request)
    shown = request.method if isinstance(error, MethodNotAllowed) else ""
    answer = refusal([Problem("", shown[:SHOWN_LENGTH], message, valid)], status)
    for name, value in headers.items():
        answer.headers[name] = str(value)
    if status >= 500:
        # As Django does with what nobody catches: the operator's log has the trace, and tests see it.
        got_request_exception.send(sender=None, request=request._request)
        log_response(
            "%s: %s",
            answer.reason_phrase,
            request.path,
            response=answer,
            request=request._request,
            exception=error,
        )
    return answer


def _told(error, request):
    """Status, words, what would be right, and more headers."""
    if isinstance(error, Http404 | NotFound):
        return 404, NOT_THERE, (), {}
    if isinstance(error, MethodNotAllowed):
        return 405, "The API is for reading.", METHODS, {"Allow": ", ".join(METHODS)}
    if isinstance(error, NotAcceptable):
        return 406, "The API answers in JSON only: ask for it, or for anything.", (JSONRenderer.media_type,), {}
    if isinstance(error, Throttled):
        wait = _come_again(error.wait or 1)
        return 429, f"That was too much at once. Come again in {wait['Retry-After']} seconds.", (), wait
    if isinstance(error, APIException):
        return error.status_code, str(error.detail), (), {}
    if isinstance(error, SuspiciousOperation | BadRequest):
        return 400, "The question cannot be read: the address or what was sent with it is not in order.", (), {}
    if is_database_gone(error):
        return 503, OUT_OF_REACH, (), _come_again(RETRY_SECONDS) | {"Cache-Control": "no-store"}
    return 500, "Something went wrong here. This is our fault, not yours. Please try again in a minute.", (), {}


NOT_THERE = (
    "Nothing public stands at this address. What was published here keeps its address, also when it was withdrawn; so "
    "the address may be mistyped."
)
OUT_OF_REACH = "Nothing is lost: the database behind these answers is out of reach just now."


def _come_again(seconds):
    return {"Retry-After": max(1, round(seconds))}
