"""When an official's words on record were said, and in which office: what a picture of the offices shows."""

from django.db.models import BigIntegerField, Case, F, OuterRef, Subquery, When

from tracker.catalogue import public
from tracker.catalogue.models import Listing
from tracker.catalogue.orders import ORDERS, USUAL_ORDER
from tracker.partial_dates import PartialDate
from tracker.statements.models import Voice
from tracker.vocabulary import Precision


def latest_days(official, at_most):
    """Of the official's latest statements, at most so many: the day of each, and the office that he or she held then
    as speaker or voice, as the key of the tenure, or None where none is recorded."""
    lines = ORDERS[USUAL_ORDER].sorted(public.under(public.listings(), "official", [official.pk]))
    # Found first, and only then read: so nothing but the first lines under the heading is looked at.
    latest = Listing.objects.filter(pk__in=list(lines.values_list("pk", flat=True)[:at_most]))
    own = Voice.objects.filter(statement=OuterRef("statement"), official=official).values("tenure")
    tenure = Case(
        When(speaker=official, then=F("statement__tenure_id")), default=Subquery(own), output_field=BigIntegerField()
    )
    said_on = ("said_on_first", "said_on_last", "statement__said_on_precision")
    found = latest.order_by().values_list(tenure, *said_on)
    return [(key, PartialDate(first, last, Precision(how))) for key, first, last, how in found]
