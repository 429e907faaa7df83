"""What is to be checked, counted: what awaits our check, and what falls due in the months ahead."""

from django.db.models import Count
from django.db.models.functions import TruncMonth

from tracker.catalogue.models import Listing
from tracker.catalogue.tallies import BITS, TallyQuestion
from tracker.verifications.status import today
from tracker.vocabulary import Status


def awaiting_count():
    """How many statements a day has passed for that their words name or imply, and that have no finding yet."""
    of_all = {name: [] for name in (*BITS, "kind", "status")}
    counted = TallyQuestion(of_all, None, today()).count(["status"])
    return next((row["n"] for row in counted if row["value"] == Status.DUE), 0)


def count_by_month(until):
    """How many statements without a finding fall due from today up to but not on a day, by the first day of the month
    in which they do."""
    # Only what its words make due has a quarter; their days are read in an index that holds nothing else.
    ahead = Listing.objects.filter(check_by_quarter__gt=0, check_by_last__gte=today(), check_by_last__lt=until)
    months = ahead.order_by().annotate(month=TruncMonth("check_by_last")).values_list("month")
    return dict(months.annotate(n=Count("*")))
