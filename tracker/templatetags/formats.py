"""The same list in other formats: links with the number of rows that each will give, and the feed of the page."""

from django import template
from django.utils.translation import ngettext

from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.formats import CALENDAR, FEED, STATEMENT_LISTS, TABLES
from tracker.languages import in_usual_language

register = template.Library()


@register.inclusion_tag("components/formats.html", takes_context=True)
def list_formats(context, count, day_count):
    """The files of the list of statements that this page shows: `count` rows, `day_count` of them with a check-by
    day, as public.day_count counts them."""
    files = [
        _file(context["request"], chosen, day_count if chosen == CALENDAR else count)
        for chosen in STATEMENT_LISTS.values()
    ]
    return {"files": files, "feed": _feed(context["request"])}


@register.inclusion_tag("components/formats.html", takes_context=True)
def directory_formats(context, count):
    """The files of the directory that this page shows."""
    return {"files": [_file(context["request"], chosen, count) for chosen in TABLES.values()]}


@register.inclusion_tag("components/feed.html", takes_context=True)
def feed_link(context):
    """For the head of a page of statements: where feed readers find its feed."""
    return {"address": _feed(context["request"]), "media_type": FEED.media_type.partition(";")[0]}


def _file(request, chosen, count):
    return {
        "format": chosen,
        "address": _address(request, chosen),
        "count": _number(count, chosen == CALENDAR),
        "limit": "" if count is None or chosen.holds(count) else f"{chosen.at_most:,}",
    }


def _number(count, is_of_days):
    """How many rows or days the file will have; of the days of a long list nothing is said."""
    if count is None:
        return ""
    if is_of_days:
        words = ngettext("%(count)s day", "%(count)s days", count)
    else:
        words = ngettext("%(count)s row", "%(count)s rows", count)
    return words % {"count": f"{count:,}"}


def _feed(request):
    """A feed has an order of its own."""
    return _address(request, FEED, without=("order",))


def _address(request, chosen, without=()):
    """The page's address with the format's suffix and the page's own filters, as far as they say anything."""
    query = request.GET.copy()
    for name in list(query):
        is_kept = name in StatementFilter.parameters() and name not in without
        query.setlist(name, [value for value in query.getlist(name) if is_kept and value.strip()])
    asked = query.urlencode()
    return f"{in_usual_language(request.path).rstrip('/')}.{chosen.suffix}" + (f"?{asked}" if asked else "")
