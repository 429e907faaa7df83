"""What is to be checked, counted: what awaits our check, and what falls due when."""

from django.db.models import Count

from tracker.catalogue.models import Listing
from tracker.catalogue.tallies import BITS, TallyQuestion
from tracker.verifications.status import today
from tracker.vocabulary import Status


def awaiting_count():
    """How many statements a day has passed for that their words name or imply, and that have no finding yet."""
    of_all = {name: [] for name in (*BITS, "kind", "status")}
    counted = TallyQuestion(of_all, None, today()).count(["status"])
    return next((row["n"] for row in counted if row["value"] == Status.DUE), 0)


def count_by_day(first, until):
    """How many statements without a finding have their day on each from a first day up to but not on another."""
    # Only what its words make due has a quarter; their days are read in an index that holds nothing else.
    lines = Listing.objects.filter(check_by_quarter__gt=0, check_by_last__gte=first, check_by_last__lt=until)
    return dict(lines.order_by().values_list("check_by_last").annotate(n=Count("*")))
