"""When each public page last changed, and what changed since: by the moments of the versions of statements."""

from django.apps import apps
from django.db.models import F, Func, Max, Q
from django.utils import timezone

from tracker.catalogue import public
from tracker.statements.models import Appearance
from tracker.verifications.models import Version
from tracker.verifications.status import is_due, today


def site_changed_at():
    """When anything was last published, corrected or withdrawn; None as long as nothing is."""
    return Version.objects.order_by("-pk").values_list("made_at", flat=True).first()


def last_number():
    """The highest number of a public statement."""
    return public.listings().aggregate(last=Max("number"))["last"] or 0


def statements_changed_at(first, last):
    """The addresses and moments of the public statements from one number to another."""
    rows = public.listings().filter(number__gte=first, number__lte=last).order_by("number")
    return rows.annotate(changed_at=Max("statement__versions__made_at")).values_list("number", "slug", "changed_at")


def changed_by(column):
    """For each member of an array column of the listing, when a statement of its list last changed."""
    rows = public.listings().order_by().values(member=_Unnest(F(column)))
    return {row["member"]: row["at"] for row in rows.annotate(at=Max("statement__versions__made_at"))}


def statements_changed_since(moment):
    """The keys of the public statements of which a row of ours may be another than before a moment, the withdrawn too.

    Most changes write a version. The others are changes of what the rows of many statements name: officials with
    their offices, publishers, origins; and an open statement becomes due by the day alone.
    """
    versions = Version.objects.filter(made_at__gte=moment).order_by().values("statement")
    became_due = public.listings().filter(is_due(today()), check_by_last__gte=timezone.localdate(moment))
    return versions.union(became_due.order_by().values("pk"), *_naming_what_changed(moment))


def _naming_what_changed(moment):
    listings = public.listings().order_by()
    if officials := {*_changed("Official", moment), *_changed("Tenure", moment, "official_id")}:
        yield public.under(listings, "official", list(officials)).values("pk")
    if publishers := _changed("Publisher", moment):
        yield public.under(listings, "publisher", publishers).values("pk")
        cited = public.verifications().filter(evidence__source__publisher__in=publishers)
        yield cited.order_by().values("statement")
    if origins := _changed("Origin", moment):
        told = Q(relayed_by__in=origins) | Q(source__attributions__origin__in=origins)
        yield Appearance.objects.filter(told).order_by().values("statement")


def _changed(model, moment, column="pgh_obj_id"):
    """What the history tells of since a moment, by a column of its rows."""
    events = apps.get_model("tracker", f"{model}Event").objects.filter(pgh_created_at__gte=moment)
    return list(events.values_list(column, flat=True).distinct())


class _Unnest(Func):
    """Every member of an array column, as rows of their own."""

    function = "unnest"
    set_returning = True

    def __init__(self, *expressions, **extra):
        super().__init__(*expressions, **extra)

    def _resolve_output_field(self):
        return self.source_expressions[0].output_field.base_field
