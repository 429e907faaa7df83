"""When each public page last changed: the moment of the latest version of a statement that stands on it."""

from django.db.models import Max

from tracker.catalogue import public
from tracker.catalogue.choices import each_of
from tracker.verifications.models import Version


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
    rows = public.listings().order_by().values(member=each_of(column))
    return {row["member"]: row["at"] for row in rows.annotate(at=Max("statement__versions__made_at"))}
