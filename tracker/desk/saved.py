"""Lists that a person asks for again and again: filtered, named, and found on the desk's first page."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_FACETS_VAR, IS_POPUP_VAR, TO_FIELD_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR, ChangeList
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tracker.desk.models import SavedFilter

MOST = 12  # of one person: each is counted when the first page is opened
# How long the count of one may take, and how far it goes.
MILLISECONDS = 150
COUNTED = 1_000
# What says where one stands in a list, and not which list it is.
NOT_KEPT = (PAGE_VAR, ALL_VAR, ERROR_FLAG, IS_FACETS_VAR, IS_POPUP_VAR, TO_FIELD_VAR, "_changelist_filters")


class Asked(ChangeList):
    """A list that was asked for, without its rows and their number: only to see whether, and how, it can be."""

    def get_results(self, request):
        pass


@dataclass(frozen=True)
class Line:
    """A saved filter as the first page shows it; no count where it would take long."""

    saved: SavedFilter
    list_name: str
    address: str
    count: int | None = None

    @property
    def is_more(self):
        return self.count is not None and self.count > COUNTED


class NameForm(forms.ModelForm):
    """The name under which a list is kept."""

    class Meta:
        model = SavedFilter
        fields = ["name"]
        labels = {"name": gettext_lazy("Keep this list as")}


def beside_the_list(model_admin, request):
    """What a list of the desk shows of saved filters: those of this list, and a box for a name where it is filtered."""
    asked = _kept(request.GET)
    lines = [_line(saved, model_admin) for saved in _own(request.user).filter(list=model_admin.opts.model_name)]
    return {
        "saved_filters": lines,
        "asked": asked,
        "is_kept": any(line.saved.query == asked for line in lines),
        "name_form": NameForm(),
        "most_saved": MOST,
    }


@require_POST
def save(request):
    """Keeps a list under a name, for whoever asks."""
    model_admin = _list_of(request, request.POST.get("list", ""))
    query = _kept(QueryDict(request.POST.get("query", "")))
    back = f"{_address(model_admin)}?{query}"
    try:
        made = _save(model_admin, request, query)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        words = _("“%(name)s” is kept: you find it here and on the first page.")
        messages.success(request, words % {"name": made.name})
    return HttpResponseRedirect(back)


def _save(model_admin, request, query):
    if not query:
        raise ValidationError(_("Filter or search first: this is the whole list, which needs no name."))
    asked_list(model_admin, request.user, query)
    if _own(request.user).count() >= MOST:
        raise ValidationError(_("You keep %(most)d lists, which is the most: delete one first.") % {"most": MOST})
    form = NameForm(request.POST, instance=SavedFilter(owner=request.user, list=model_admin.opts.model_name))
    form.instance.query = query
    if not form.is_valid():
        raise ValidationError([message for messages_ in form.errors.values() for message in messages_])
    form.instance.full_clean()
    return form.save()


@require_POST
def delete(request, pk):
    """Forgets one of one's own. The list itself stays where it was: the message leads there."""
    saved = get_object_or_404(_own(request.user), pk=pk)
    model_admin = _list_of(request, saved.list)
    address = f"{_address(model_admin)}?{saved.query}"
    saved.delete()
    told = _("“%(name)s” is no longer kept.") % {"name": saved.name}
    messages.success(request, format_html('{} <a href="{}">{}</a>', told, address, _("The list as it was")))
    return HttpResponseRedirect(reverse("admin:index") + "#lists" if "index" in request.POST else _address(model_admin))


def on_the_first_page(user):
    """All of somebody's own, each with its count where that is cheap."""
    lines = []
    for saved in _own(user):
        model_admin = _admin_of(saved.list)
        if model_admin and model_admin.has_view_permission(_as(user)):
            lines.append(_line(saved, model_admin, _count(model_admin, user, saved.query)))
    return lines


def _own(user):
    return SavedFilter.objects.filter(owner=user)


def _line(saved, model_admin, count=None):
    name = str(model_admin.opts.verbose_name_plural)
    return Line(saved, name[:1].upper() + name[1:], f"{_address(model_admin)}?{saved.query}", count)


def _address(model_admin):
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")


def _admin_of(name):
    found = (one for model, one in admin.site._registry.items() if model._meta.label_lower == f"tracker.{name}")
    return next(found, None)


def _list_of(request, name):
    model_admin = _admin_of(name)
    if model_admin is None or not model_admin.has_view_permission(request):
        raise Http404
    return model_admin


def _kept(asked):
    """What of a list's address says which list it is, in one order."""
    pairs = [(name, value) for name, values in asked.lists() for value in values]
    kept = QueryDict(mutable=True)
    for name, value in sorted(pairs):
        if name not in NOT_KEPT and value:
            kept.appendlist(name, value)
    return kept.urlencode()


def _as(user, query=""):
    """A question as if that person had asked it by the address."""
    request = HttpRequest()
    request.method, request.GET, request.user = "GET", QueryDict(query), user
    request.is_only_asked = True
    return request


def asked_list(model_admin, user, query):
    """The list that the query asks for. Raises ValidationError where it is none."""
    try:
        return model_admin.get_changelist_instance(_as(user, query))
    except (IncorrectLookupParameters, SuspiciousOperation, messages.MessageFailure) as error:
        raise ValidationError(_("This list has no such filter, or a filter has no such value.")) from error


def _count(model_admin, user, query):
    """How many there are, up to a limit; None where it would take long: a search looks through all words."""
    asked = QueryDict(query)
    if "q" in asked:
        return None
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = %s", [MILLISECONDS])
            rows = asked_list(model_admin, user, query).queryset
            count = rows.order_by().values("pk")[: COUNTED + 1].count()
            transaction.set_rollback(True)  # and with it goes the limit
        return count
    except (OperationalError, ValidationError):
        return None
