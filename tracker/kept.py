"""Public answers are given again as long as nothing changed: from this process's memory, or by a plain “not modified”.

The version of the site is read before anything else of an answer, then the day. What is kept, or marked with an ETag,
under both of them is at least as new as they are. So it is never stale: an answer is given again only to whoever comes
while the version and the day are still the same.
"""

import gzip
import hashlib
import os
import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from django.conf import settings
from django.db import ProgrammingError
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from tracker.catalogue.site_version import site_version
from tracker.verifications.status import today

MEGABYTE = 1024 * 1024
# What an answer in memory costs beside its own bytes, and how much of the room a single one may take.
OVERHEAD_BYTES = 2_000
LARGEST_SHARE = 8
# Texts are sent packed to browsers that can unpack them: a page then is a sixth of its size.
PACKED_FROM_BYTES, PACKED_HARD = 500, 6
UNPACKS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# What a view says of its answer to the middlewares around this one, beside the headers.
SAID_TO_OTHERS = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt", "xframe_options_exempt")
SAID_TO_BROWSERS = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")


@dataclass(frozen=True)
class Kept:
    """An answer as it was given, with the moment of the record that it shows."""

    moment: tuple
    content: bytes
    headers: dict
    varies_by: dict  # the headers of the question that it depends on, and what they said
    said_to_others: dict

    @classmethod
    def of(cls, request, response, moment):
        names = [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]
        return cls(
            moment,
            response.content,
            dict(response.items()),
            {name: request.headers.get(name) for name in names},
            {name: vars(response)[name] for name in SAID_TO_OTHERS if name in vars(response)},
        )

    @cached_property
    def packed(self):
        return _packed(self.content)

    @property
    def size(self):
        """With room for the packed text, which is made when the first browser asks for it."""
        return (
            OVERHEAD_BYTES
            + len(self.content) * 5 // 4
            + sum(len(name) + len(text) for name, text in self.headers.items())
        )

    def is_for(self, request, moment):
        return self.moment == moment and all(request.headers.get(name) == said for name, said in self.varies_by.items())

    def answer(self):
        response = HttpResponse(self.content, headers=self.headers)
        vars(response).update(self.said_to_others)
        return response


class Shelf:
    """Kept answers by address, within a number of bytes: the one that nobody asked for longest makes room."""

    def __init__(self, room):
        self.room, self.taken = room, 0
        self.answers, self.lock = OrderedDict(), Lock()

    def find(self, address):
        with self.lock:
            if address in self.answers:
                self.answers.move_to_end(address)
            return self.answers.get(address)

    def put(self, address, kept):
        """An answer under another version takes the place of the older one."""
        if kept.size > self.room // LARGEST_SHARE:
            return
        with self.lock:
            self._take_down(address)
            self.answers[address] = kept
            self.taken += _size(address, kept)
            while self.taken > self.room:
                self._take_down(next(iter(self.answers)))

    def _take_down(self, address):
        if address in self.answers:
            self.taken -= _size(address, self.answers.pop(address))


def _size(address, kept):
    return kept.size + sum(map(len, address))


def answered_again(get_response):
    """Middleware. Behind it is all that asks who somebody is; before it, what only adds headers."""
    shelf = Shelf(settings.PAGE_CACHE * MEGABYTE)
    code = _code_and_settings()

    def answer(request):
        if not _is_anonymous(request):
            return _for_one_person(get_response(request))
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        address = _address(request)  # a host that is not ours is refused before anything is asked
        moment = _moment()
        kept = shelf.find(address)
        if kept and kept.is_for(request, moment):
            return _as_short_as_can_be(request, _conditional(request, kept.answer()), kept)
        mark = _mark(moment, code)
        if mark in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponseNotModified(headers={"ETag": mark, "Cache-Control": "no-cache"})
        response = get_response(request)
        if _is_for_one_person(response):
            return _for_one_person(response)
        may_be_kept = moment and request.method == "GET" and _is_a_page_of_the_record(response)
        _for_everybody(response, mark)
        kept = Kept.of(request, response, moment) if may_be_kept else None
        if kept:
            shelf.put(address, kept)
        return _as_short_as_can_be(request, _conditional(request, response), kept)

    return answer


def _conditional(request, response):
    """The answer, or “not modified”; which says by whom the page may be framed as the answer itself does, because
    browsers take over what it says."""
    answer = get_conditional_response(request, response.get("ETag"), response=response)
    if answer is not response:
        vars(answer).update({name: vars(response)[name] for name in SAID_TO_OTHERS if name in vars(response)})
        for name in SAID_TO_BROWSERS:
            if name in response:
                answer.headers[name] = response[name]
    return answer


def _as_short_as_can_be(request, response, kept):
    """A text packed, for browsers that can unpack it. Only what is for everybody is: it holds no secret that its
    length could betray."""
    if response.streaming or not _is_text(response):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) < PACKED_FROM_BYTES or not UNPACKS.search(request.headers.get("Accept-Encoding", "")):
        return response
    response.content = kept.packed if kept else _packed(response.content)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if response.get("ETag", "").startswith('"'):  # the same page, but not the same bytes
        response.headers["ETag"] = f"W/{response['ETag']}"
    return response


def _is_text(response):
    kind = response.get("Content-Type", "").partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("json", "xml"))


def _packed(content):
    return gzip.compress(content, PACKED_HARD, mtime=0)


def _moment():
    """The version of the site, read before all else, and the day."""
    try:
        return site_version(), today()
    except ProgrammingError:  # the database was never prepared: the page itself will say so
        return None


def _address(request):
    """All of a question that the answer may depend on, but for headers, which the answer names."""
    return request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", "")


def _code_and_settings():
    """What files look like depends on these too: another release is another answer."""
    texts = [path.read_bytes() for path in sorted((settings.BASE_DIR / "tracker").rglob("*.py"))]
    chosen = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("TRACKER_")]
    return hashlib.blake2b(b"\0".join([*texts, *(line.encode() for line in chosen)])).hexdigest()


def _mark(moment, code):
    """The ETag of what is too long to look at as a whole: of everything at this moment. It tells nothing else."""
    return f'W/"{salted_hmac("tracker.kept", f"{moment} {code}").hexdigest()}"' if moment else None


def _is_anonymous(request):
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "Authorization" not in request.headers


def _is_for_one_person(response):
    """Whether it gives a cookie, depends on one, or says so by itself."""
    varies_by = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return bool(response.cookies) or not varies_by.isdisjoint({"cookie", "*"}) or "private" in _caching(response)


def _for_one_person(response):
    if "no-store" not in _caching(response):
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_a_page_of_the_record(response):
    """It is there, whole, and does not mark itself, as what depends on more than the record does."""
    is_whole = not response.streaming and response.content
    return bool(response.status_code == 200 and is_whole and "ETag" not in response and _may_be_held(response))


def _may_be_held(response):
    return _caching(response) in ("", "no-cache")


def _for_everybody(response, mark):
    """Who keeps it has to ask each time whether it is still the same."""
    if not _caching(response):
        response.headers["Cache-Control"] = "no-store" if response.status_code >= 500 else "no-cache"
    if response.status_code != 200 or "ETag" in response or not _may_be_held(response):
        return
    if not response.streaming and response.content:
        set_response_etag(response)
    elif mark and "Vary" not in response:
        response.headers["ETag"] = mark


def _caching(response):
    return response.get("Cache-Control", "")
