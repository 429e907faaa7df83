"""The page that explains the API, made from what the API says of itself; it reads without any script."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.api.resources import RESOURCES
from tracker.catalogue.imprint import site_address
from tracker.catalogue.parameters import unknown_parameters


@require_safe
def docs(request):
    context = {
        "problems": unknown_parameters(request.GET, ()),
        "beginning": site_address(request) + reverse("api"),
        "resources": RESOURCES,
    }
    return render(request, "api/docs.html", context)
