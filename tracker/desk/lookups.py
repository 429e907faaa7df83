"""What the desk's script asks while a form is being filled: short answers in JSON, for those who may see them.

Everything works without the script as well; then the same is said when the form is saved.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tracker.desk.citing import known_by_address
from tracker.officials.models import Official
from tracker.partial_dates import PartialDate
from tracker.sources.models import Origin
from tracker.statements.models import Appearance, Statement
from tracker.statements.recording import office_on
from tracker.verifications.models import Evidence


def _for_those_who_may(request, *permissions):
    if not request.user.has_perms([f"tracker.{permission}" for permission in permissions]):
        raise PermissionDenied


@require_GET
def known_source(request):
    """What the record has under an address: the values of the boxes, and what else came from this source."""
    _for_those_who_may(request, "view_source", "view_statement")
    try:
        source = known_by_address(request.GET.get("address", "").strip())
    except ValidationError as error:
        return JsonResponse({"known": False, "problem": " ".join(error.messages)})
    if source is None:
        return JsonResponse({"known": False})
    attribution = source.attributions.select_related("origin").first()
    return JsonResponse(
        {
            "known": True,
            "label": str(source),
            "publisher": _choice(source.publisher),
            "published_on": source.published_on.isoformat() if source.published_on else "",
            "language": source.language,
            "origin": _choice(attribution.origin) if attribution else None,
            "origin_basis": attribution.basis if attribution else "",
            "statements": [_entry(statement) for statement in from_source(source)],
            "warning": origin_warning(attribution.origin, request.GET.get("statement")) if attribution else "",
        }
    )


@require_GET
def office_then(request):
    """The office an official held on a day, and the words of that day that are on record already."""
    _for_those_who_may(request, "view_official", "view_statement")
    try:
        speaker = Official.objects.filter(pk=number_or_none(request.GET.get("speaker"))).first()
        day = PartialDate.parse(request.GET.get("said_on", ""))
    except ValueError as error:
        return JsonResponse({"problem": str(error)})
    if speaker is None:
        return JsonResponse({"problem": "Choose the speaker first."})
    then = office_on(speaker, day)
    return JsonResponse(
        {
            "office": str(then.tenure) if then.tenure else "",
            "warning": then.warning,
            "statements": [_entry(statement) for statement in of_that_day(speaker, day, request.GET.get("except"))],
        }
    )


@require_GET
def origin_seen(request):
    """Whether an account stands among a statement's sources already, so that it adds no second one."""
    _for_those_who_may(request, "view_source", "view_statement")
    origin = Origin.objects.filter(pk=number_or_none(request.GET.get("origin"))).first()
    return JsonResponse({"warning": origin_warning(origin, request.GET.get("statement")) if origin else ""})


def of_that_day(speaker, day, but=None):
    """A speaker's statements that may be of the same day: perhaps the one being logged is among them."""
    same = Statement.objects.filter(speaker=speaker, said_on_first__lte=day.last, said_on_last__gte=day.first)
    return same.exclude(pk=number_or_none(but)).select_related("speaker")[:5]


def from_source(source):
    """Statements that a source is known to carry."""
    return Statement.objects.filter(appearances__source=source).select_related("speaker")[:5]


def origin_warning(origin, statement, but=()):
    """A sentence when an origin stands among the statement's sources already; `but` are evidence rows left out."""
    statement = number_or_none(statement)
    evidence = Evidence.objects.filter(verification__statement=statement).exclude(pk__in=but)
    sources = evidence.filter(source__origins=origin).values_list("source__publisher__name", flat=True)
    appearances = Appearance.objects.filter(statement=statement, source__origins=origin)
    carriers = appearances.values_list("source__publisher__name", flat=True)
    if not statement or not (there := sorted({*sources, *carriers})):
        return ""
    return (
        f"{origin} is among this statement’s sources already ({', '.join(there)}): accounts with one origin count once."
    )


def _choice(thing):
    return {"id": thing.pk, "text": str(thing)}


def _entry(statement):
    return {"text": str(statement), "url": reverse("admin:tracker_statement_change", args=[statement.pk])}


def number_or_none(text):
    return int(text) if str(text).isdecimal() else None
