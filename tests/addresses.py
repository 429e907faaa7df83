"""Every address that the URLconf knows, filled with samples: a new route joins the tests that walk them by itself."""

import re
from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils.regex_helper import normalize

from tests import newsroom
from tracker.countries.models import Country
from tracker.sources.models import Publisher
from tracker.vocabulary import VoiceRole

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
CHOICE = re.compile(r"[\w.]+(\|[\w.]+)+")


def routes(patterns=None, before=""):
    """All routes as Django's `path()` writes them, `statements/<int:number>-<anything:slug>/`."""
    for part in patterns or get_resolver().url_patterns:
        route = before + _written_as_path(part.pattern)
        if isinstance(part, URLResolver):
            yield from routes(part.url_patterns, route)
        else:
            yield route


def _written_as_path(pattern):
    if not isinstance(pattern, RegexPattern):
        return str(pattern)
    text, _ = normalize(pattern.regex.pattern)[0]
    return re.sub(r"%\((\w+)\)s", r"<\1>", text).replace("%%", "%")


def addresses(samples, below=""):
    """One address a route, or one for each choice where a part of the route is a choice such as csv or json.

    A sample is named by the first word of the route and the parameter ("officials slug"), or by the parameter alone.
    """
    for route in routes():
        if not route.startswith(below):
            continue
        values = [_values(route, converter, name, samples) for converter, name in PARAMETER.findall(route)]
        for chosen in product(*values):
            filled = iter(chosen)
            yield "/" + PARAMETER.sub(lambda _, filled=filled: str(next(filled)), route)


def _values(route, converter, name, samples):
    if converter and CHOICE.fullmatch(get_converters()[converter].regex):
        return get_converters()[converter].regex.split("|")
    place = re.match(r"\w*", route)[0]
    if (model := _model_at_the_desk(route)) and name in ("object_id", "pk", "id"):
        thing = model.objects.order_by("pk").last()
        return [thing.pk if thing else 1]
    for key in (f"{place} {name}", name):
        if key in samples:
            return [samples[key]]
    return pytest.fail(f"The route {route} is new: give its <{name}> a sample in {__file__}, make_samples().")


def _model_at_the_desk(route):
    words = re.match(r"admin/(\w+)/(\w+)/", route)
    model = words and apps.all_models.get(words[1], {}).get(words[2])
    return model if model in admin.site._registry else None


def make_samples():
    """A small public record, with something at every kind of address."""
    topic = newsroom.make_topic("Elephants")
    voice = newsroom.make_official("Sapt")
    statement = newsroom.make_published_statement(
        voices=[(voice, VoiceRole.SIGNED)], topics=[topic], concerns=["FR"], speaker=newsroom.make_official("Rudolf")
    )
    newsroom.make_tenure(statement.speaker)
    newsroom.make_published_verification(statement)
    newsroom.make_verification(statement)
    for thing in (statement, statement.speaker, topic):
        thing.refresh_from_db()
    return {
        "number": statement.number,
        "version": 1,
        "statements slug": statement.slug,
        "officials slug": statement.speaker.slug,
        "topics slug": topic.slug,
        "code": Country.objects.get(code="BE").code,
        "uidb36": "1",
        "key": "c0ffee-0123456789abcdef",
        "content_type_id": 1,
        "object_id": Publisher.objects.first().pk,
        "app_label": "tracker",
        "url": "nowhere/",
    }
