"""The page that explains the API, made from what the API says of itself; it reads without any script."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.api.resources import RESOURCES, Resource
from tracker.api.schema import REFUSALS, described
from tracker.api.views import LARGEST_SIZE, USUAL_SIZE
from tracker.catalogue.imprint import site_address
from tracker.catalogue.keysets import PARAMETERS
from tracker.catalogue.parameters import unknown_parameters

# What every list takes is told once for all of them.
OF_EVERY_LIST = {*PARAMETERS, "page_size", "fields", "modified_since", "order"}
EXAMPLES = {"curl": "curl.sh", "Python": "python.py", "R": "r.R", "JavaScript": "javascript.js"}


@dataclass(frozen=True)
class Explained:
    """A resource on the page: where it stands, what it can be asked, what it is made of."""

    resource: Resource
    address: str
    address_of_one: str
    parameters: list[tuple]  # name, what it asks, and the words that it takes, where they are few
    orders: list[tuple[str, str]]


@require_safe
def docs(request):
    context = {
        "problems": unknown_parameters(request.GET, ()),
        "beginning": site_address(request) + reverse("api"),
        "licence": settings.LICENCE,
        "licence_address": settings.LICENCE_ADDRESS,
        "rate": settings.API_RATE,
        "sizes": {"usual": USUAL_SIZE, "largest": LARGEST_SIZE},
        "examples": {language: f"api/examples/{file}" for language, file in EXAMPLES.items()},
        "refusals": REFUSALS,
        "resources": [_explained(resource) for resource in RESOURCES],
        "shapes": _shapes(),
    }
    return render(request, "api/docs.html", context)


def _explained(resource):
    address = reverse(f"api-{resource.name}")
    paths = described()["paths"]
    asked = [
        (one["name"], one["description"], one["schema"].get("items", one["schema"]).get("enum", ()))
        for one in paths[address]["get"]["parameters"]
        if one["name"] not in OF_EVERY_LIST
    ]
    of_one = address + "/".join(f"{{{name}}}" for name in resource.key) + "/"
    orders = resource.filter.base_filters["order"].orders
    return Explained(resource, address, of_one, asked, [(name, order.words) for name, order in orders.items()])


def _shapes():
    """Every shape that stands in an answer, each once, the larger before its parts."""
    found = {}
    waiting = [shape for resource in RESOURCES for shape in (resource.row, resource.full, resource.gone) if shape]
    while waiting:
        shape = waiting.pop(0)
        if shape.name not in found:
            found[shape.name] = shape
            waiting += [part for _name, part, _is_list in shape.listed_parts]
    return list(found.values())
