"""The addresses of the API, below /api/v1/."""

from django.urls import path

from tracker.api.answering import NotThere
from tracker.api.docs import docs
from tracker.api.resources import RESOURCES
from tracker.api.schema import Schema
from tracker.api.views import ListOf, OneOf


def _addresses_of(resource):
    name = resource.name
    yield path(f"{name}/", ListOf.as_view(resource=resource), name=f"api-{name}")
    yield path(f"{name}/{resource.route}/", OneOf.as_view(resource=resource), name=f"api-{name}-one")


urlpatterns = [
    path("", docs, name="api"),
    path("schema.json", Schema.as_view(), name="api-schema"),
    *(address for resource in RESOURCES for address in _addresses_of(resource)),
    # Whatever else is asked below the API is answered by it too, in its own words.
    path("<path:rest>/", NotThere.as_view()),
]
