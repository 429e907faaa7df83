"""The answers: a list in pieces, and one thing in full."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from rest_framework.response import Response

from tracker.api.answering import OpenView
from tracker.catalogue import keysets
from tracker.catalogue.answers import refusal
from tracker.catalogue.changed import site_changed_at
from tracker.catalogue.columns import utc
from tracker.catalogue.imprint import imprint_of, site_address
from tracker.catalogue.parameters import (
    SHOWN_LENGTH,
    Problem,
    asked_day,
    asked_moment,
    repeated_parameters,
    unknown_parameters,
)
from tracker.database.snapshots import one_snapshot

USUAL_SIZE = 50
LARGEST_SIZE = 200
# A publication carries the moment at which it began, and is seen when it is done.
OVERLAP = timedelta(hours=1)


class ListOf(OpenView):
    """The rows of a resource, in pieces."""

    resource = None

    @one_snapshot()
    def get(self, request):
        resource, (query, problems) = self.resource, one_word_for_order(request.GET)
        moment, more = _modified_since(resource, query)
        size, even_more = _page_size(query)
        fields, most = asked_fields(query, resource.row)
        asked = resource.ask(query, moment, own_parameters(resource))
        problems = [*problems, *more, *even_more, *most, *asked.problems]
        if problems:
            return refusal(problems)
        count = asked.count if resource.is_counted else 0
        piece = keysets.piece_of(asked.rows, asked.order, query, size=size, count=count, read=asked.read)
        if piece.problems:
            return refusal(piece.problems)
        headers = {"X-Read-At": utc(timezone.now())}
        return Response(_answer(request, resource, asked, piece, fields), headers=headers)


def own_parameters(resource):
    """What every list takes beside its filter."""
    return (*keysets.PARAMETERS, "page_size", "fields", *(["modified_since"] if resource.gone else []))


def one_word_for_order(query):
    """The query with `order`, as pages have it, where it was given as `ordering`; and the problem if it was both."""
    if "ordering" not in query:
        return query, []
    same = query.copy()
    asked = same.pop("ordering")
    if "order" in same:
        words = "“ordering” and “order” are the same: give one of them."
        return same, [Problem("ordering", ", ".join(asked)[:SHOWN_LENGTH], words)]
    same.setlist("order", asked)
    return same, []


def _modified_since(resource, query):
    moment, problem = asked_moment(query, "modified_since") if resource.gone else (None, None)
    return moment, [problem] if problem else []


def _page_size(query):
    text = query.get("page_size", "").strip() or str(USUAL_SIZE)
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if 1 <= size <= LARGEST_SIZE:
        return size, []
    return 0, [Problem("page_size", text[:SHOWN_LENGTH], f"Give a whole number from 1 to {LARGEST_SIZE}.")]


def asked_fields(query, shape):
    """The names in `fields`, or None for all; and what is wrong with them."""
    names = [name.strip() for name in query.get("fields", "").split(",") if name.strip()]
    wrong = [name[:SHOWN_LENGTH] for name in names if name not in shape.fields]
    words = "“{}” is no field here."
    return names or None, [Problem("fields", name, words.format(name), shape.fields) for name in wrong]


def only(row, fields):
    """Of a row the fields that were asked for; of what was withdrawn there is little enough to tell."""
    if fields is None or row.get("withdrawn") is True:
        return row
    return {name: row[name] for name in row if name in fields}


def _answer(request, resource, asked, piece, fields):
    imprint = imprint_of(request, resource.name, asked.title, asked.page or resource.page, asked.day)
    # When it was read stands in the head, so that the same question has the same answer as long as nothing changes.
    about = {name: value for name, value in imprint.as_plain().items() if name != "read_at"}
    if resource.gone:
        about["next_modified_since"] = _begin_next()
    return {
        "about": about,
        **({"count": piece.count} if resource.is_counted else {}),
        "next": _beside(request, imprint.site, after=piece.next),
        "previous": _beside(request, imprint.site, before=piece.previous),
        "results": [only(row, fields) for row in asked.show(piece.rows, imprint.site)],
    }


def _begin_next():
    """From when on to ask next time: a little before the last change, of which nobody needs to be told again."""
    at = site_changed_at()
    return utc(at - OVERLAP) if at else "1970-01-01T00:00:00Z"


def _beside(request, site, **place):
    """The address of the piece after or before this one, or None."""
    ((name, value),) = place.items()
    if value is None:
        return None
    query = request.GET.copy()
    for parameter in keysets.PARAMETERS:
        query.pop(parameter, None)
    query[name] = value
    return f"{site}{request.path}?{query.urlencode()}"


class OneOf(OpenView):
    """One thing of a resource in full."""

    resource = None

    @one_snapshot()
    def get(self, request, **key):
        resource, site = self.resource, site_address(request)
        thing = _found(resource, key)
        if withdrawn := resource.why_gone(thing):
            return refusal([Problem("", "", withdrawn)], 410)
        fields, problems = asked_fields(request.GET, resource.full)
        day, problem = asked_day(request.GET) if "as_of" in resource.also else (None, None)
        accepted = ("fields", *resource.also)
        problems = [
            *unknown_parameters(request.GET, accepted),
            *repeated_parameters(request.GET, accepted),
            *problems,
            *([problem] if problem else []),
        ]
        if problems:
            return refusal(problems)
        row = resource.in_full(thing, site, day)
        if row is None:
            return refusal([Problem("as_of", f"{day}", f"On {day} these words had not been said yet.")])
        here = resource.address_of(row)
        return Response(only(row, fields)) if escape_uri_path(request.path) == here else _moved(request, here)


def _found(resource, key):
    """The thing itself; a name with a character that no text of ours can hold is nobody's."""
    try:
        thing = resource.find(*key.values())
    except ValidationError:
        thing = None
    if thing is None:
        raise Http404
    return thing


def _moved(request, here):
    query = request.GET.urlencode()
    return redirect(here + (f"?{query}" if query else ""), permanent=True)
