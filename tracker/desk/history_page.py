"""The page that tells the whole history of a thing: every change of it and of its parts, deletes included."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from tracker.desk.histories import strands, tell, timeline

SHOWN = 50


def history(model_admin, request, pk):
    """All that happened, newest first. What was deleted has its history still."""
    model = model_admin.model
    thing = model_admin.get_object(request, str(pk)) if pk is not None else None
    if not model_admin.has_view_permission(request, thing):
        raise PermissionDenied
    keys = Paginator(timeline(model, pk), SHOWN) if pk is not None else None
    if keys is None or not (thing or keys.count):
        raise Http404
    page = keys.get_page(request.GET.get("p"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History of this %(name)s") % {"name": model._meta.verbose_name},
        "opts": model._meta,
        "original": thing,
        "page": page,
        "happenings": tell(_picked(model, pk, page)),
    }
    return TemplateResponse(request, "desk/history.html", context)


def _picked(model, pk, page):
    """The keys on a page of the timeline, by model."""
    models = {part._meta.model_name: part for part, _events in strands(model, pk, with_more=True)}
    picked = {}
    for _moment, key, strand in page:
        picked.setdefault(models[strand], []).append(key)
    return picked


def back_with_what_changed(request, refusal, page):
    """To a fresh page, saying what had changed since the one that was out of date."""
    told = render_to_string("desk/happenings.html", {"happenings": refusal.happenings})
    messages.error(request, _("Somebody changed this after you had opened the page, so nothing was done."))
    messages.warning(request, told)
    return HttpResponseRedirect(page)
