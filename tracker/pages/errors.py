"""What a reader gets when there is no page: one plain sentence, and the way back."""

import sys

from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker.database.serving import RETRY_SECONDS, is_database_gone


def _error(request, status, title, sentence):
    return render(request, "pages/error.html", {"title": title, "sentence": sentence}, status=status)


def bad_request(request, exception):
    sentence = _("The address or what was sent with it is not in order.")
    return _error(request, 400, _("This request cannot be read"), sentence)


def forbidden(request, exception):
    sentence = _("This page is open to editors with the right to it only.")
    return _error(request, 403, _("Not for this account"), sentence)


def csrf_failure(request, reason=""):
    sentence = _(
        "It did not come from a page of this site, or that page was too old. Please go back, reload it and send again."
    )
    return _error(request, 403, _("This was not sent from here"), sentence)


def not_found(request, exception):
    return _error(
        request,
        404,
        _("There is no such page"),
        _(
            "Nothing public stands at this address. What was published here keeps its address, also when it was "
            "withdrawn; so the address may be mistyped."
        ),
    )


def not_allowed(get_response):
    """The middleware that gives the site's own page to what Django answers with 405 and nothing else."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        sentence = _("This address answers to %(allowed)s only; what was asked for was %(asked)s.")
        words = {"allowed": response["Allow"], "asked": request.method}
        page = _error(request, 405, _("Not in this way"), sentence % words)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def server_error(request):
    """Nothing that could fail again: no database, no reader’s query."""
    if is_database_gone(sys.exception()):
        return unavailable()
    sentence = _("This is our fault, not yours. Please try again in a minute.")
    return _error(None, 500, _("Something went wrong here"), sentence)


def unavailable():
    """The database does not answer, or not in time: a page that needs none, and when to come again."""
    response = _error(
        None,
        503,
        _("The record is out of reach"),
        _("Nothing is lost: the database behind these pages does not answer just now. Please try again in a minute."),
    )
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response
