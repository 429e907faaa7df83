"""Which rows of each table the public may see: parts of statements that stand, and what these rest on.

Each function gives a query in an order that stays as long as nothing changes; whoever wants only some of the rows
filters it further.
"""

import hashlib
import re

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import MD5, RowNumber

from tracker.catalogue import public
from tracker.catalogue.dataset.declared import ROWS_A_FETCH, source_identifier
from tracker.catalogue.places import with_place
from tracker.officials.models import Office, OtherName, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Concern, StatementLink, StatementTopic, Voice
from tracker.verifications.models import Evidence, Reply

# Of the sources that have no address.
_MD5_OF_NONE = hashlib.md5(b"", usedforsecurity=False).hexdigest()


def _stands(path):
    """That the statement at the end of a path is public and not taken back."""
    return Q(**{f"{path}published_at__isnull": False, f"{path}withdrawn_at__isnull": True})


def _parts(model, *related):
    """The rows of a model that belong to statements that stand."""
    return model.objects.filter(_stands("statement__")).select_related("statement", *related)


def _numbered(rows, *order, within):
    """The rows, each with its `place` among those with the same `within`, which are to be taken together."""
    return rows.annotate(place=Window(RowNumber(), partition_by=[F(within)], order_by=[*order, "pk"]))


# Statements and their parts


def withdrawn_statements():
    return public.statements().filter(withdrawn_at__isnull=False).order_by("number")


def voices():
    return _parts(Voice, "official").order_by("statement__number", "official__slug")


def statement_topics():
    return _parts(StatementTopic, "topic").order_by("statement__number", "topic__slug")


def concerns():
    return _parts(Concern).order_by("statement__number", "country")


def appearances():
    rows = _parts(Appearance, "source__publisher", "relayed_by")
    return rows.order_by("statement__number", "-is_primary", "pk")


def links():
    rows = StatementLink.objects.filter(_stands("later__"), _stands("earlier__"))
    return rows.select_related("later", "earlier").order_by("later__number", "earlier__number", "kind")


def corrections():
    rows = public.corrections().prefetch_related("corrected_by__groups")
    return rows.order_by("statement__number", "place")


def replies():
    rows = _numbered(_parts(Reply, "source__publisher"), "recorded_at", within="statement")
    return rows.order_by("statement__number", "place")


# What happened next


def entries():
    """Published entries of statements that stand, the withdrawn ones too."""
    return with_place(public.verifications(), "published_at").filter(_stands("statement__"))


def verifications():
    rows = entries().filter(withdrawn_at__isnull=True).select_related("statement")
    rows = rows.prefetch_related("author__groups", "published_by__groups")  # they sign by name or by role
    return rows.order_by("statement__number", "place")


def withdrawn_verifications():
    rows = entries().filter(withdrawn_at__isnull=False).select_related("statement")
    return rows.order_by("statement__number", "place")


def _evidence():
    in_force = Q(verification__published_at__isnull=False, verification__withdrawn_at__isnull=True)
    return Evidence.objects.filter(in_force, _stands("verification__statement__"))


def evidence():
    of_entry = with_place(public.verifications(), "published_at").filter(pk=OuterRef("verification"))
    rows = _numbered(_evidence(), within="verification").annotate(of_entry=Subquery(of_entry.values("place")))
    rows = rows.select_related("verification__statement", "source__publisher")
    return rows.order_by("verification__statement__number", "of_entry", "place")


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
    same = ("publisher", "published_on_first", "published_on_last", "published_on_precision", "title", "author")
    described_alike = _cited().filter(url="", pk__lt=OuterRef("pk"), **{name: OuterRef(name) for name in same})
    rows = _cited().filter(~Q(url="") | ~Exists(described_alike))
    return rows.select_related("publisher").order_by("pk")


def source_by_identifier(identifier):
    """The source that has it, or None; what has no address is found by what describes it."""
    if not re.fullmatch("[0-9a-f]{32}", identifier):
        return None
    by_address = Q(address_md5=identifier) | Q(url="")
    rows = sources().annotate(address_md5=MD5("url_key")).filter(by_address, address_md5__in=[identifier, _MD5_OF_NONE])
    return next((source for source in rows if source_identifier(source) == identifier), None)


def attributions():
    """The rows themselves, because what is said of sources described alike is said once."""
    seen = set()
    rows = Attribution.objects.filter(source__in=_cited()).select_related("source__publisher", "origin")
    for row in rows.order_by("source", "pk").iterator(chunk_size=ROWS_A_FETCH):
        named = (source_identifier(row.source), row.origin_id)
        if row.source.url or named not in seen:
            yield row
        if not row.source.url:
            seen.add(named)


def publishers():
    return Publisher.objects.filter(Exists(_cited().filter(publisher=OuterRef("pk")))).order_by("name")


def origins():
    """With the official whose own account it is, where he or she has a page."""
    carried = Attribution.objects.filter(origin=OuterRef("pk"), source__in=_cited())
    relayed = _parts(Appearance).filter(relayed_by=OuterRef("pk"))
    rows = Origin.objects.filter(Exists(carried) | Exists(relayed)).order_by("name")
    whose = public.officials().filter(origin=OuterRef("pk"))
    return rows.annotate(official_slug=Subquery(whose.values("slug")))


# Who speaks


def other_names():
    rows = OtherName.objects.filter(official__in=public.officials()).select_related("official")
    return rows.order_by("official__slug", "name")


def _held():
    return Tenure.objects.filter(official__in=public.officials())


def offices():
    """With the body that each belongs to, where it has a page: otherwise nobody has quoted it, and it is not named."""
    rows = Office.objects.filter(Exists(_held().filter(office=OuterRef("pk"))))
    bodies = public.officials().filter(pk=OuterRef("institution"))
    return rows.annotate(institution_slug=Subquery(bodies.values("slug"))).order_by("title")


def tenures():
    rows = with_place(_held(), "started_on_first", within="official")
    return rows.select_related("official", "office", "source__publisher").order_by("official__slug", "place")


def officials_with_names():
    """Officials with a page and their other names, for Popolo."""
    other_names = Prefetch("other_names", OtherName.objects.order_by("name"))
    return public.officials().order_by("slug").prefetch_related(other_names)
