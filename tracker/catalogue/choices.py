"""What a filter of statements can be set to: looked up when a reader gives it, and listed for a form."""

import re
from dataclasses import dataclass

from django.db.models import Case, F, Func, Q, When

from tracker.catalogue import public
from tracker.countries.models import Country
from tracker.officials.models import FormerSlug
from tracker.vocabulary import Kind, Status

# A form lists no more than this; a longer list is searched by name or started from its own page.
LISTED_AT_MOST = 400


@dataclass(frozen=True)
class Choice:
    """One value of a filter: as it stands in an address, as the listing has it, and as readers see it."""

    value: str
    key: object
    label: str


class Countries:
    """Countries that statements are of, or that they concern."""

    what_is_right = "a country’s two letters, such as UA"

    def find(self, values):
        codes = {value: value.upper() for value in values}
        known = Country.objects.in_bulk(set(codes.values()))
        return {value: _country_choice(known[code]) for value, code in codes.items() if code in known}


def _country_choice(country):
    return Choice(country.code, country.code, country.name)


def listed_countries():
    """Two lists, read at once: the countries that statements are of, and those that they concern."""
    lines = public.listings()
    used = {
        "has_words": Q(code__in=lines.values(code=each_of("countries"))),
        "is_concerned": Q(code__in=lines.values(code=each_of("concerns"))),
    }
    rows = Country.objects.filter(used["has_words"] | used["is_concerned"]).order_by("name")
    rows = rows.annotate(
        **{f"in_{column}": Case(When(rule, then=True), default=False) for column, rule in used.items()}
    )
    return tuple([_country_choice(row) for row in rows if getattr(row, f"in_{column}")] for column in used)


class Officials:
    what_is_right = "the last word in the address of an official’s page"

    def find(self, values):
        """By the present address of the page, or by a former one."""
        found = {official.slug: self._choice(official) for official in public.officials().filter(slug__in=values)}
        if missing := set(values) - set(found):
            former = dict(FormerSlug.objects.filter(slug__in=missing).values_list("slug", "official"))
            by_key = public.officials().in_bulk(former.values())
            found |= {slug: self._choice(by_key[key]) for slug, key in former.items() if key in by_key}
        return found

    def listed(self):
        return [self._choice(official) for official in public.officials()[:LISTED_AT_MOST]]

    def _choice(self, official):
        return Choice(official.slug, official.pk, official.name)


class Named:
    """Topics or publishers: things with a name and a slug."""

    def __init__(self, rows, what_is_right):
        self.rows = rows
        self.what_is_right = what_is_right

    def find(self, values):
        return {row.slug: self._choice(row) for row in self.rows().filter(slug__in=values)}

    def listed(self):
        return [self._choice(row) for row in self.rows().order_by("name")[:LISTED_AT_MOST]]

    def _choice(self, row):
        return Choice(row.slug, row.pk, row.name)


class Words:
    """The members of a vocabulary: so few that a refusal names them all."""

    what_is_right = ""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    @property
    def valid(self):
        return tuple(self.vocabulary.values)

    def find(self, values):
        return {choice.value: choice for choice in self.listed() if choice.value in values}

    def listed(self):
        return [Choice(member.value, member.value, str(member.label)) for member in self.vocabulary]


class Years:
    what_is_right = "a year in four digits, such as 2022"

    def find(self, values):
        years = [value for value in values if re.fullmatch(r"\d{4}", value, re.ASCII) and int(value)]
        return {value: self.choice(int(value)) for value in years}

    def choice(self, year):
        return Choice(f"{year:04}", year, str(year))


COUNTRIES = Countries()
OFFICIALS = Officials()
TOPICS = Named(public.topics, "the last word in the address of a topic’s page")
PUBLISHERS = Named(public.publishers, "a publisher’s word as it stands in the addresses of this list")
STATUSES = Words(Status)
KINDS = Words(Kind)
YEARS = Years()


def each_of(column):
    """Every member of an array column, as rows of their own."""
    return _Unnest(F(column))


class _Unnest(Func):
    function = "unnest"
    set_returning = True

    def __init__(self, *expressions, **extra):
        super().__init__(*expressions, **extra)

    def _resolve_output_field(self):
        return self.source_expressions[0].output_field.base_field
