"""Every address that the site has, from its own address book: a new route joins by itself.

Arguments of routes are taken from samples by name, so that a route is asked for what is there, for what is not, and
for what must not be seen. A route with a part that has no sample fails every test that walks the site.
"""

import hashlib
import re
from dataclasses import dataclass, field
from itertools import product

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, get_resolver
from django.utils.regex_helper import normalize


def source_id(key):
    """What tells a source apart in public: made from the one spelling of its address."""
    return hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()


# Values by the names of a route's parts; parts that belong together stand together. What is public here is what
# `tests.records` makes; the rest is what nobody may find.
SAMPLES = {
    ("number", "slug"): [
        ("1", "no-elephant-stays-in-strelsau"),
        ("1", "other-words"),
        ("2", "it-will-rain-in-zenda"),
        ("3", "the-parade-comes-first"),
        ("4", "no-elephant-was-in-strelsau"),
        ("5", "no-elephant-comes-back"),
        ("6", "the-king-is-an-elephant"),
        ("26", "secret-claim"),
        ("27", "taken-back-claim"),
        ("0", "x"),
    ],
    ("number",): [("1",), ("5",), ("6",), ("26",), ("27",), ("0",)],
    ("version",): [("1",), ("2",), ("3",), ("9",), ("99",)],
    ("slug",): [
        ("rudolf-rassendyll",),
        ("ministry-of-elephants",),
        ("rupert-of-hentzau",),
        ("rupert",),
        ("elephants",),
        ("parades",),
        ("secret-sapt",),
        ("secret-topic",),
        ("nobody",),
    ],
    ("code",): [("BE",), ("LU",), ("FR",), ("DE",), ("be",), ("XX",)],
    ("chosen",): [("csv",), ("xlsx",), ("json",), ("jsonl",), ("ics",), ("atom",), ("bib",), ("csl.json",)],
    ("file",): [("datapackage.json",), ("statements.csv",), ("secret.txt",)],
    ("section", "part"): [("pages", "1"), ("statements", "1"), ("officials", "1"), ("topics", "1"), ("secrets", "1")],
    # The desk and the accounts.
    ("content_type_id",): [("1",)],
    ("object_id",): [("1",)],
    ("pk",): [("1",)],
    ("id",): [
        ("1",),
        (source_id("courier.example.org/shared"),),
        (source_id("secret.example.org"),),
        (source_id("taken.example.org/statement"),),
    ],
    # The API's.
    ("statement", "place"): [("1", "1"), ("1", "2"), ("1", "3"), ("5", "1"), ("26", "1"), ("27", "1")],
    ("official", "place"): [("rudolf-rassendyll", "1"), ("rudolf-rassendyll", "2"), ("secret-sapt", "1")],
    ("title",): [("Minister of Elephants",), ("Secret Colonel of the Guard",)],
    ("rest",): [("nothing/here",)],
    ("app_label",): [("tracker",), ("auth",)],
    ("url",): [("nothing/here",)],
    ("uidb36", "key"): [("1", "set-password")],
}


@dataclass(frozen=True)
class Route:
    """One entry of the address book: its pattern as text, the names of its parts and their converters."""

    text: str
    parts: tuple
    converters: dict = field(hash=False, compare=False)

    def addresses(self, samples=SAMPLES):
        """The route's address with each of the samples that it takes."""
        for values in product(*_groups(self, samples)):
            named = dict(zip(self.parts, (value for group in values for value in group), strict=True))
            if all(self._takes(name, value) for name, value in named.items()):
                yield "/" + self.text % named

    def _takes(self, name, value):
        converter = self.converters.get(name)
        return converter is None or re.fullmatch(converter.regex, value)


def _groups(route, samples):
    """For the parts of a route, from left to right, the samples of the most parts that have some together."""
    groups, left = [], route.parts
    while left:
        together = next((left[:count] for count in range(len(left), 0, -1) if left[:count] in samples), None)
        assert together, f"“{left[0]}” of the route /{route.text} has no sample: add one to tests/routes.py"
        groups.append(_rows_at_the_desk(route, together) or samples[together])
        left = left[len(together) :]
    return groups


def _rows_at_the_desk(route, parts):
    """The key of the newest row where a route of the desk asks for one; also where that is a draft."""
    found = re.match(r"admin/(\w+)/(\w+)/%\((object_id|pk|id)\)s", route.text)
    model = found and parts == (found[3],) and apps.all_models[found[1]].get(found[2])
    newest = model.objects.order_by("-pk").values_list("pk", flat=True)[:1] if model in admin.site._registry else []
    return [(str(key),) for key in newest]


def routes(patterns=None, before="", converters=None):
    """All routes of the URLconf, the desk's and the accounts' among them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = before + pattern.pattern.regex.pattern.removeprefix("^")
        known = {**(converters or {}), **getattr(pattern.pattern, "converters", {})}
        if isinstance(pattern, URLPattern):
            for text, parts in normalize(whole):
                yield Route(text, tuple(parts), known)
        else:
            yield from routes(pattern.url_patterns, whole, known)


def addresses():
    """Every address that the site knows, with every sample."""
    return sorted({address for route in routes() for address in route.addresses()})


def is_for_readers(address):
    """Whether an address belongs to the public site, and not to the desk or an account."""
    return not address.startswith(("/admin/", "/accounts/"))
