"""When an official's words on record were said, and in which office: what a picture of the offices shows."""

from django.db.models import BigIntegerField, Case, F, OuterRef, Subquery, When

from tracker.catalogue import public
from tracker.catalogue.orders import ORDERS, USUAL_ORDER
from tracker.partial_dates import PartialDate
from tracker.statements.models import Voice
from tracker.vocabulary import Precision


def latest_days(official, at_most):
    """Of the official's latest statements, at most so many: the day of each, and the office that he or she held then
    as speaker or voice, as the key of the tenure, or None where none is recorded."""
    own = Voice.objects.filter(statement=OuterRef("statement"), official=official).values("tenure")
    lines = public.under(public.listings(), "official", [official.pk]).annotate(
        tenure_then=Case(
            When(speaker=official, then=F("statement__tenure_id")),
            default=Subquery(own),
            output_field=BigIntegerField(),
        )
    )
    said_on = [f"said_on_{part}" for part in ("first", "last")]
    found = ORDERS[USUAL_ORDER].sorted(lines).values_list("tenure_then", *said_on, "statement__said_on_precision")
    return [(key, PartialDate(first, last, Precision(how))) for key, first, last, how in found[:at_most]]
