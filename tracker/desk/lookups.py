"""What the desk's script asks while a form is being filled: short answers in JSON, for those who may see them.

Everything works without the script as well; then the same is said when the form is saved.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tracker.desk.citing import known_by_address
from tracker.desk.forms import said_back
from tracker.desk.similar import similar_statements
from tracker.languages import listed
from tracker.officials.models import Official
from tracker.partial_dates import PartialDate
from tracker.sources.models import Origin, Source
from tracker.statements.models import Appearance, Statement
from tracker.statements.recording import office_on
from tracker.texts import address_key
from tracker.verifications.models import Evidence
from tracker.verifications.possible import Proof, impossible_findings


def _for_those_who_may(request, *permissions):
    if not request.user.has_perms([f"tracker.{permission}" for permission in permissions]):
        raise PermissionDenied


@require_GET
def known_source(request):
    """What the record has under an address: the values of the boxes, and what else came from this source."""
    _for_those_who_may(request, "view_source", "view_statement")
    address = request.GET.get("address", "").strip()
    try:
        source = known_by_address(address)
    except ValidationError as error:
        return JsonResponse({"known": False, "problem": " ".join(error.messages)})
    if source is None:
        return JsonResponse({"known": False, **_proposed_by_its_site(address)})
    attribution = source.attributions.select_related("origin").first()
    statements = [entry(statement) for statement in from_source(source)]
    note = _("On record: %(source)s. It carries:") if statements else _("On record: %(source)s.")
    return JsonResponse(
        {
            "known": True,
            "note": note % {"source": source},
            "publisher": _choice(source.publisher),
            "published_on": source.published_on.isoformat() if source.published_on else "",
            "language": source.language,
            "origin": _choice(attribution.origin) if attribution else None,
            "origin_basis": attribution.basis if attribution else "",
            "statements": statements,
            "warning": origin_warning(attribution.origin, request.GET.get("statement")) if attribution else "",
        }
    )


def _proposed_by_its_site(address):
    """For a new address: the publisher and the language of all that is on record from the same site, if they agree."""
    note = _("A new address: say who brought it out, and when.")
    site = address_key(address).partition("/")[0]
    found = _sources_of_site(site) if site else []
    if len({source.publisher_id for source in found}) != 1:
        return {"note": note}
    languages = {source.language for source in found}
    said = _(
        "A new address. The publisher is that of all else on record from %(site)s: look whether it is so here, and say "
        "when it came out."
    )
    return {
        "note": said % {"site": site},
        "publisher": _choice(found[0].publisher),
        "language": languages.pop() if len(languages) == 1 else "",
    }


def _sources_of_site(site):
    """Some sources of a site, found by the beginning of their addresses: “/” and “0” are neighbours."""
    some = Source.objects.filter(~Q(url_key=""), url_key__gte=f"{site}/", url_key__lt=f"{site}0")
    return [source for source in some.select_related("publisher")[:20] if source.url_key.startswith(f"{site}/")]


@require_GET
def day_read(request):
    """How a typed day is understood, or why it is none."""
    try:
        return JsonResponse({"words": said_back(PartialDate.parse(request.GET.get("day", "")))})
    except ValueError as error:
        return JsonResponse({"problem": str(error)})


@require_GET
def office_then(request):
    """The office an official held on a day, and the words of that day that are on record already."""
    _for_those_who_may(request, "view_official", "view_statement")
    try:
        speaker = _speaker(request)
        day = PartialDate.parse(request.GET.get("said_on", ""))
    except ValueError as error:
        return JsonResponse({"problem": str(error)})
    if speaker is None:
        return JsonResponse({"problem": _("Choose the speaker first.")})
    then = office_on(speaker, day)
    return JsonResponse(
        {
            "office": _("Office held then: %(office)s") % {"office": then.tenure} if then.tenure else "",
            "warning": then.warning,
            "same_day": _("On record from the same day:"),
            "statements": [entry(statement) for statement in of_that_day(speaker, day, request.GET.get("except"))],
        }
    )


@require_GET
def similar(request):
    """What is on record of a speaker in much the same words, drafts included."""
    _for_those_who_may(request, "view_official", "view_statement")
    typed = {box: request.GET.get(box, "") for box in ("claim", "quote")}
    alike = similar_statements(_speaker(request), number_or_none(request.GET.get("except")), **typed)
    return JsonResponse(
        {
            "note": _("Much the same words of this speaker are on record:"),
            "statements": [entry(statement) for statement in alike],
        }
    )


@require_GET
def findings(request):
    """Which findings a follow-up cannot come to as it stands in the form, and why."""
    _for_those_who_may(request, "view_statement", "view_verification")
    statement = Statement.objects.filter(pk=number_or_none(request.GET.get("statement"))).first()
    if statement is None:
        return JsonResponse({"impossible": {}})
    proofs = [_proof(text) for text in request.GET.getlist("proof")[:50]]
    return JsonResponse({"impossible": impossible_findings(statement, _day(request.GET.get("public_on")), proofs)})


def _proof(text):
    """A row of evidence as the script sends it: stance, day of the event, and day of the source."""
    stance, happened_on, came_out_on = (*text.split("|"), "", "", "")[:3]
    return Proof(stance, _day(happened_on), _day(came_out_on))


def _day(text):
    """A day, or None as long as it cannot be read: the box says so itself."""
    try:
        return PartialDate.parse(text or "")
    except ValueError:
        return None


def _speaker(request):
    return Official.objects.filter(pk=number_or_none(request.GET.get("speaker"))).first()


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
    sentence = _(
        "%(origin)s is among this statement’s sources already (%(there)s): accounts with one origin count once."
    )
    return sentence % {"origin": origin, "there": listed(there)}


def _choice(thing):
    return {"id": thing.pk, "text": str(thing)}


def entry(statement):
    """A statement as a line of a list beside the form; a draft says that it is one."""
    text = str(statement) if statement.published_at else _("Draft: %(statement)s") % {"statement": statement}
    return {"text": text, "url": reverse("admin:tracker_statement_change", args=[statement.pk])}


def number_or_none(text):
    return int(text) if str(text).isdecimal() else None
