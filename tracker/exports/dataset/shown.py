"""Which rows of each table the public may see: parts of statements that stand, and what these rest on.

Each function gives the rows in an order that stays as long as nothing changes.
"""

from django.db.models import Exists, F, OuterRef, Prefetch, Subquery, Window
from django.db.models.functions import RowNumber

from tracker.catalogue import public
from tracker.catalogue.places import with_place
from tracker.exports.dataset.declared import in_pieces, source_identifier
from tracker.officials.models import Office, OtherName, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Concern, StatementLink, StatementTopic, Voice
from tracker.verifications.models import Evidence, Reply


def _standing():
    return public.statements().filter(withdrawn_at__isnull=True)


def _parts(model, *related):
    """The rows of a model that belong to statements that stand."""
    return model.objects.filter(statement__in=_standing()).select_related("statement", *related)


def _numbered(rows, *order, within):
    """The rows, each with its `place` among those with the same `within`."""
    return rows.annotate(place=Window(RowNumber(), partition_by=[F(within)], order_by=[*order, "pk"]))


# Statements and their parts


def withdrawn_statements():
    return in_pieces(public.statements().filter(withdrawn_at__isnull=False).order_by("number"))


def voices():
    return in_pieces(_parts(Voice, "official").order_by("statement__number", "official__slug"))


def statement_topics():
    return in_pieces(_parts(StatementTopic, "topic").order_by("statement__number", "topic__slug"))


def concerns():
    return in_pieces(_parts(Concern).order_by("statement__number", "country"))


def appearances():
    rows = _parts(Appearance, "source__publisher", "relayed_by")
    return in_pieces(rows.order_by("statement__number", "-is_primary", "pk"))


def links():
    rows = StatementLink.objects.filter(later__in=_standing(), earlier__in=_standing())
    return in_pieces(rows.select_related("later", "earlier").order_by("later__number", "earlier__number", "kind"))


def corrections():
    return in_pieces(public.corrections().order_by("statement__number", "place"))


def replies():
    rows = _numbered(_parts(Reply, "source__publisher"), "recorded_at", within="statement")
    return in_pieces(rows.order_by("statement__number", "place"))


# What happened next


def _entries():
    return with_place(public.verifications(), "published_at").filter(statement__in=_standing())


def verifications():
    rows = _entries().filter(withdrawn_at__isnull=True).select_related("statement", "author", "published_by")
    return in_pieces(rows.order_by("statement__number", "place"))


def withdrawn_verifications():
    rows = _entries().filter(withdrawn_at__isnull=False).select_related("statement")
    return in_pieces(rows.order_by("statement__number", "place"))


def _evidence():
    return Evidence.objects.filter(
        verification__in=public.verifications().filter(withdrawn_at__isnull=True, statement__in=_standing())
    )


def evidence():
    of_entry = with_place(public.verifications(), "published_at").filter(pk=OuterRef("verification"))
    rows = _numbered(_evidence(), within="verification").annotate(of_entry=Subquery(of_entry.values("place")))
    rows = rows.select_related("verification__statement", "source__publisher")
    return in_pieces(rows.order_by("verification__statement__number", "of_entry", "place"))


# What it rests on


def _cited():
    """Sources that a public page names."""
    by = OuterRef("pk")
    return Source.objects.filter(
        Exists(_parts(Appearance).filter(source=by))
        | Exists(_evidence().filter(source=by))
        | Exists(_parts(Reply).filter(source=by))
        | Exists(Tenure.objects.filter(official__in=public.officials(), source=by))
    )


def sources():
    """Two sources without an address that are described alike are one to a reader, and one here."""
    seen = set()
    for source in in_pieces(_cited().select_related("publisher").order_by("pk")):
        if source.url or source_identifier(source) not in seen:
            yield source
        if not source.url:
            seen.add(source_identifier(source))


def attributions():
    seen = set()
    rows = Attribution.objects.filter(source__in=_cited()).select_related("source__publisher", "origin")
    for row in in_pieces(rows.order_by("source", "pk")):
        named = (source_identifier(row.source), row.origin_id)
        if row.source.url or named not in seen:
            yield row
        if not row.source.url:
            seen.add(named)


def publishers():
    return in_pieces(Publisher.objects.filter(Exists(_cited().filter(publisher=OuterRef("pk")))).order_by("name"))


def origins():
    """With the official whose own account it is, where he or she has a page."""
    carried = Attribution.objects.filter(origin=OuterRef("pk"), source__in=_cited())
    relayed = _parts(Appearance).filter(relayed_by=OuterRef("pk"))
    rows = Origin.objects.filter(Exists(carried) | Exists(relayed)).order_by("name")
    whose = public.officials().filter(origin=OuterRef("pk"))
    return in_pieces(rows.annotate(official_slug=Subquery(whose.values("slug"))))


# Who speaks


def other_names():
    rows = OtherName.objects.filter(official__in=public.officials()).select_related("official")
    return in_pieces(rows.order_by("official__slug", "name"))


def _held():
    return Tenure.objects.filter(official__in=public.officials())


def offices():
    """With the body that each belongs to, where it has a page: otherwise nobody has quoted it, and it is not named."""
    rows = Office.objects.filter(Exists(_held().filter(office=OuterRef("pk"))))
    bodies = public.officials().filter(pk=OuterRef("institution"))
    return in_pieces(rows.annotate(institution_slug=Subquery(bodies.values("slug"))).order_by("title"))


def tenures():
    rows = _numbered(_held(), "started_on_first", within="official")
    rows = rows.select_related("official", "office", "source__publisher")
    return in_pieces(rows.order_by("official__slug", "place"))


def officials_with_names():
    """Officials with a page and their other names, for Popolo."""
    return in_pieces(
        public.officials()
        .order_by("slug")
        .prefetch_related(Prefetch("other_names", OtherName.objects.order_by("name")))
    )
