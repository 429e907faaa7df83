"""What the API gives away: for each sort of thing its rows, how they can be asked for, and one of them in full.

Which rows anybody may see, and what stands in a row, comes from the catalogue: here it is only put together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse

from tracker.api import filters, shapes
from tracker.api.shapes import Shape
from tracker.catalogue import directories, facets, public
from tracker.catalogue.asking import asked_statements
from tracker.catalogue.changed import statements_changed_since
from tracker.catalogue.choices import Choice
from tracker.catalogue.columns import row_of
from tracker.catalogue.dataset import shown, tables
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.in_full import source_in_full, statement_in_full, verification_in_full
from tracker.catalogue.keysets import Order, whole_number
from tracker.catalogue.news import withdrawn_from
from tracker.catalogue.parameters import Problem
from tracker.catalogue.places import with_place
from tracker.catalogue.representations import STATEMENT_COLUMNS, lines_of
from tracker.catalogue.tallies import count_by
from tracker.countries.models import Country

BY_NUMBER = Order((whole_number("number"),), words="by number")


@dataclass(frozen=True)
class Asked:
    """A list as somebody asked for it: its rows in an order, how they are shown, and what cannot be followed."""

    rows: object
    order: Order
    show: Callable  # the things of a piece and the beginning of all addresses → rows
    problems: list[Problem] = field(default_factory=list)
    title: str = ""
    day: date | None = None
    page: str = ""  # the path of the page that shows the same to people, where there is one
    count: int | None = None  # where it is known without counting the rows
    read: Callable | None = None  # the things of a piece by their keys, where they are not the rows themselves


@dataclass(frozen=True, eq=False)
class Resource:
    """One sort of thing: where it stands, what its rows and one of them in full are, and what tells one apart.

    `ask(query, moment, also)` gives what a query asks for; `find(…)` gives one by its `key`, the names of columns
    that stand in its address as `route` has them, or None; `in_full(thing, site, day)` gives that one as plain rows.
    """

    name: str
    row: Shape
    full: Shape
    key: tuple[str, ...]
    route: str
    filter: type
    ask: Callable
    find: Callable
    in_full: Callable
    is_counted: bool = True
    # What a copy is told of a row that was withdrawn since; of a list with none nothing is ever withdrawn.
    gone: Shape | None = None
    why_gone: Callable = lambda thing: ""
    also: tuple[str, ...] = ()  # what one of them can be asked for

    def address_of(self, row):
        """Where the API has the thing of a row."""
        return reverse(f"api-{self.name}-one", kwargs={name: row[name] for name in self.key})

    @property
    def page(self):
        """The path of the page that lists the same for people, or of the one that explains the API."""
        pages = {"statements", "officials", "countries"}
        return reverse(self.name if self.name in pages else "api")


def _why_gone(taken_back):
    """Why a statement or an entry was withdrawn; empty where it stands."""
    if not taken_back.withdrawn_at:
        return ""
    return f"This was withdrawn on {taken_back.withdrawn_at:%Y-%m-%d}. The reason: {taken_back.withdrawal_reason}"


# Statements


def _ask_statements(query, moment, also):
    asked = asked_statements(query, also=also)
    if moment is None:
        return Asked(
            asked.listings,
            asked.filter.in_order,
            partial(_show_statements, day=asked.day),
            asked.problems,
            asked.title,
            asked.day,
            _page_of(asked.filter),
            count=facets.total_of(asked.filter),
            read=list,
        )
    stands = Exists(asked.listings.order_by().filter(pk=OuterRef("pk")))
    rows = public.statements().filter(Q(stands) | Q(pk__in=withdrawn_from(asked).values("pk")))
    rows = rows.filter(pk__in=statements_changed_since(moment))
    problems = [*asked.problems, *_not_together(query, "as_of"), *_not_together(query, "order")]
    return Asked(rows, BY_NUMBER, _show_changed_statements, problems, asked.title)


def _page_of(asked):
    """The path of the page with the same filters."""
    query = QueryDict(mutable=True)
    for name in asked.parameters():
        query.setlist(name, asked.data.getlist(name))
    return reverse("statements") + (f"?{query.urlencode()}" if query.urlencode() else "")


def _not_together(query, name):
    """With modified_since, rows are those of now, in an order in which they stay."""
    words = f"“{name}” cannot be asked together with “modified_since”."
    return [Problem(name, query.get(name), words)] if query.get(name, "").strip() else []


def _show_statements(keys, site, day=None):
    return [row_of(STATEMENT_COLUMNS, line) for line in lines_of(keys, site, day=day)]


def _show_changed_statements(statements, site):
    standing = [statement.pk for statement in statements if not statement.withdrawn_at]
    rows = {row["number"]: row for row in _show_statements(standing, site)}
    gone = {statement.number: _gone_statement(statement, site) for statement in statements if statement.withdrawn_at}
    return [(rows | gone)[statement.number] for statement in statements]


def _gone_statement(statement, site):
    """What is told of a statement that was withdrawn."""
    row = row_of(tables.WITHDRAWN_STATEMENTS.columns, statement)
    return row | {"address": site + statement.get_absolute_url(), "withdrawn": True}


STATEMENTS = Resource(
    name="statements",
    row=shapes.STATEMENT,
    full=shapes.STATEMENT_IN_FULL,
    key=("number",),
    route="<int:number>",
    filter=StatementFilter,
    ask=_ask_statements,
    find=public.statement_page,
    in_full=statement_in_full,
    gone=shapes.GONE_STATEMENT,
    why_gone=_why_gone,
    also=("as_of",),
)


# Verifications


def _entries():
    """Of statements that stand or did; the parts that a row shows are read for the rows of a piece alone."""
    return (
        with_place(public.verifications(), "published_at")
        .select_related("statement")
        .prefetch_related(
            "author__groups",
            "published_by__groups",
            "evidence__source__publisher",
            "evidence__source__attributions__origin",
        )
    )


_IN_FORCE = Q(withdrawn_at__isnull=True, statement__withdrawn_at__isnull=True)


def _ask_verifications(query, moment, also):
    rows = _entries().filter(_IN_FORCE)
    if moment is not None:
        rows = _entries().filter(statement__in=statements_changed_since(moment))
    asked = filters.VerificationFilter(query, rows, also=also)
    problems = asked.problems + (_not_together(query, "order") if moment else [])
    order = filters.VERIFICATIONS["statement"] if moment else asked.in_order
    return Asked(asked.qs, order, _show_verifications, problems, "Verifications")


def _show_verifications(entries, site):
    return [_verification(entry, site) for entry in entries]


def _verification(entry, site, day=None):
    statement = entry.statement
    known_by = {"statement": statement.number, "address": f"{site}{statement.get_absolute_url()}#entry-{entry.place}"}
    if entry.withdrawn_at or statement.withdrawn_at:
        return known_by | _gone_verification(entry)
    return known_by | verification_in_full(entry, statement.kind)


def _gone_verification(entry):
    """What is told of an entry that was withdrawn, by itself or with its statement."""
    taken_back = entry if entry.withdrawn_at else entry.statement
    entry.withdrawn_at, entry.withdrawal_reason = taken_back.withdrawn_at, taken_back.withdrawal_reason
    return row_of(tables.WITHDRAWN_VERIFICATIONS.columns, entry) | {"withdrawn": True}


VERIFICATIONS = Resource(
    name="verifications",
    row=shapes.VERIFICATION,
    full=shapes.VERIFICATION,
    key=("statement", "place"),
    route="<int:statement>/<int:place>",
    filter=filters.VerificationFilter,
    ask=_ask_verifications,
    find=lambda statement, place: _entries().filter(statement__number=statement, place=place).first(),
    in_full=_verification,
    is_counted=False,
    gone=shapes.GONE_VERIFICATION,
    why_gone=lambda entry: _why_gone(entry) or _why_gone(entry.statement),
)


# Who speaks, where, about what, and what it rests on: lists of which nothing is withdrawn


def _asks(name, filter_, rows, show):
    def ask(query, moment, also):
        asked = filter_(query, rows(), also=also)
        return Asked(asked.qs, asked.in_order, show, asked.problems, name.capitalize())

    return ask


def _table_rows(table):
    return lambda things, site: [row_of(table.columns, thing) for thing in things]


def _table_row(table):
    return lambda thing, site, day=None: row_of(table.columns, thing)


def _show_officials(officials, site):
    found = directories.officials_of([official.pk for official in officials], site)
    return [row_of(directories.OFFICIAL_COLUMNS, official) for official in found]


def _official_in_full(official, site, day=None):
    (row,) = _show_officials([official], site)
    tenures = shown.tenures().filter(official=official)
    return row | {"tenures": [row_of(tables.TENURES.columns, tenure) for tenure in tenures]}


def _find_official(slug):
    """By the present word in its address, or by a former one, which leads to the present one."""
    return public.officials().filter(slug=slug).first() or public.official_formerly(slug)


OFFICIALS = Resource(
    name="officials",
    row=shapes.OFFICIAL,
    full=shapes.OFFICIAL_IN_FULL,
    key=("slug",),
    route="<word:slug>",
    filter=filters.OfficialFilter,
    ask=_asks("officials", filters.OfficialFilter, public.officials, _show_officials),
    find=_find_official,
    in_full=_official_in_full,
)

OFFICES = Resource(
    name="offices",
    row=shapes.OFFICE,
    full=shapes.OFFICE,
    key=("title",),
    route="<path:title>",
    filter=filters.OfficeFilter,
    ask=_asks("offices", filters.OfficeFilter, shown.offices, _table_rows(tables.OFFICES)),
    find=lambda title: shown.offices().filter(title=title).first(),
    in_full=_table_row(tables.OFFICES),
)

TENURES = Resource(
    name="tenures",
    row=shapes.TENURE,
    full=shapes.TENURE,
    key=("official", "place"),
    route="<word:official>/<int:place>",
    filter=filters.TenureFilter,
    ask=_asks("tenures", filters.TenureFilter, shown.tenures, _table_rows(tables.TENURES)),
    find=lambda official, place: shown.tenures().filter(official__slug=official, place=place).first(),
    in_full=_table_row(tables.TENURES),
)


def _show_countries(countries, site):
    counts = count_by("country", [country.code for country in countries])
    return [
        row_of(
            directories.COUNTRY_COLUMNS,
            {
                "country": Choice(country.code, country.code, country.name),
                "address": site + country.get_absolute_url(),
                "count": counts.get(country.code, 0),
            },
        )
        for country in countries
    ]


COUNTRIES = Resource(
    name="countries",
    row=shapes.COUNTRY,
    full=shapes.COUNTRY,
    key=("code",),
    route="<country:code>",
    filter=filters.CountryFilter,
    ask=_asks("countries", filters.CountryFilter, Country.objects.all, _show_countries),
    find=lambda code: Country.objects.filter(code=code.upper()).first(),
    in_full=lambda country, site, day=None: _show_countries([country], site)[0],
)

TOPICS = Resource(
    name="topics",
    row=shapes.TOPIC,
    full=shapes.TOPIC,
    key=("slug",),
    route="<word:slug>",
    filter=filters.TopicFilter,
    ask=_asks("topics", filters.TopicFilter, public.topics, _table_rows(tables.TOPICS)),
    find=lambda slug: public.topics().filter(slug=slug).first(),
    in_full=_table_row(tables.TOPICS),
)


def _sources():
    return shown.sources().prefetch_related("attributions__origin")


SOURCES = Resource(
    name="sources",
    row=shapes.SOURCE,
    full=shapes.SOURCE,
    key=("id",),
    route="<word:id>",
    filter=filters.SourceFilter,
    ask=_asks(
        "sources", filters.SourceFilter, _sources, lambda things, site: [source_in_full(source) for source in things]
    ),
    find=shown.source_by_identifier,
    in_full=lambda source, site, day=None: source_in_full(source),
    is_counted=False,
)

RESOURCES = (STATEMENTS, VERIFICATIONS, OFFICIALS, OFFICES, TENURES, COUNTRIES, TOPICS, SOURCES)
