"""Which of a statement's published entries or corrections one is: the first, the second.

Nothing published is deleted, and all that comes later is published later, so the place of one never changes: it can
stand in identifiers, where private keys may not.
"""

from django.db.models import Count, OuterRef, Q, Subquery


def with_place(rows, moment, within="statement"):
    """Public rows with their `place` among those of the same statement, by the moment of publication; or among
    others that belong together, by another column."""
    not_after = Q(**{f"{moment}__lt": OuterRef(moment)}) | Q(**{moment: OuterRef(moment), "pk__lte": OuterRef("pk")})
    same = rows.filter(not_after, **{within: OuterRef(within)}).select_related(None).order_by()
    return rows.annotate(place=Subquery(same.values(within).annotate(place=Count("pk")).values("place")))
