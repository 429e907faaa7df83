"""The catalogue as of a past day: what is published and not withdrawn now, with the entries public by that day.

The rule is that of verifications/status.py, here as a query over the record for lists; a test holds them equal.
"""

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from tracker.catalogue import public
from tracker.officials.models import Tenure
from tracker.vocabulary import DECIDING_FINDINGS, TERMINAL_FINDINGS, Finding, Status


def listings_as_of(day):
    """The lines of the statements said by a day, each with its `status` then and its `check_by_then`."""
    entries = (
        public.verifications()
        .filter(statement=OuterRef("pk"), withdrawn_at__isnull=True, public_on_last__lte=day)
        .order_by("-public_on_last", "-published_at", "-id")
    )
    deciding = entries.filter(finding__in=DECIDING_FINDINGS).values("finding")[:1]
    postponed = entries.filter(finding=Finding.POSTPONED).values("new_check_by_last")[:1]
    return (
        public.listings(day)
        .filter(said_on_first__lte=day)
        .annotate(
            finding_then=Subquery(deciding),
            check_by_then=Coalesce(Subquery(postponed), F("statement__check_by_last")),
        )
        .annotate(status=_status_then(day), had_left_office_then=_had_left_office_then())
    )


def _had_left_office_then():
    """The rule of the listing (public.had_left_office) for the check-by day of that time."""
    tenure_then = Tenure.objects.filter(
        Q(ended_on_last__isnull=True) | Q(ended_on_last__gte=OuterRef("check_by_then")),
        official=OuterRef("speaker"),
        office=OuterRef("statement__tenure__office"),
        started_on_first__lte=OuterRef("check_by_then"),
    )
    had_left = Q(statement__tenure__ended_on_last__lt=F("check_by_then")) & ~Exists(tenure_then)
    return Case(When(had_left, then=Value(True)), default=Value(False), output_field=BooleanField())


def _status_then(day):
    is_due = Q(check_by_is_binding=True, check_by_then__lt=day)
    return Case(
        When(finding_then__in=TERMINAL_FINDINGS, then=F("finding_then")),
        When(is_on_record=True, then=Value(Status.ON_RECORD.value)),
        When(is_due, then=Value(Status.DUE.value)),
        default=Value(Status.OPEN.value),
        output_field=CharField(),
    )
