"""What a filter of statements can be set to: looked up when a reader gives it, and listed for a form."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.catalogue import public
from tracker.catalogue.tallies import count_by
from tracker.countries.models import Country
from tracker.database.written_once import WrittenOnce, among
from tracker.officials.models import FormerSlug, OtherName
from tracker.texts import country_name, sort_key
from tracker.vocabulary import Kind, Status

# While a name is typed, so many who bear it are offered, of so many that are looked at.
OFFERED_AT_MOST, LOOKED_AT = 20, 500


@dataclass(frozen=True)
class Choice:
    """One value of a filter: as it stands in an address, as the listing has it, and as readers see it."""

    value: str
    key: object
    label: str


class Countries:
    """Countries that statements are of, or that they concern."""

    what_is_right = _("a country’s two letters, such as UA")

    def find(self, values):
        codes = {value: value.upper() for value in values}
        known = Country.objects.in_bulk(set(codes.values()))
        return {value: _country_choice(known[code]) for value, code in codes.items() if code in known}

    def with_keys(self, keys):
        """Those with these codes, by name."""
        names = {code: country_name(code, name) for code, name in _COUNTRIES.ask_values(keys=list(keys))}
        in_order = sorted(names.items(), key=lambda country: sort_key(country[1]))
        return [Choice(code, code, name) for code, name in in_order]

    def offered(self, text):
        """Those that bear the name; nobody counts what concerns them."""
        return _first_of([_country_choice(row) for row in Country.objects.filter(_named(text)).order_by("name")])


_COUNTRIES = WrittenOnce(lambda: Country.objects.filter(among("code", "keys")).values_list("code", "name"))


def _country_choice(country):
    return Choice(country.code, country.code, str(country))


def listed_countries():
    """The countries that statements are of, with how many."""
    counts = count_by("country")
    return [(country, counts[country.key]) for country in COUNTRIES.with_keys(counts)]


class Officials:
    what_is_right = _("the last word in the address of an official’s page")

    def find(self, values):
        """By the present address of the page, or by a former one."""
        found = {official.slug: self._choice(official) for official in public.officials().filter(slug__in=values)}
        if missing := set(values) - set(found):
            former = dict(FormerSlug.objects.filter(slug__in=missing).values_list("slug", "official"))
            by_key = public.officials().in_bulk(former.values())
            found |= {slug: self._choice(by_key[key]) for slug, key in former.items() if key in by_key}
        return found

    def offered(self, text):
        """Who bears the name, in any spelling on record, with how many statements: those with most of them first."""
        found = public.officials().filter(_named(text, in_other_names=True))
        counts = count_by("official", found.order_by("pk").values_list("pk", flat=True)[:LOOKED_AT])
        most = sorted(counts, key=lambda key: (-counts[key], key))
        by_key = public.officials().in_bulk(most[:OFFERED_AT_MOST])
        offers = [(self._choice(by_key[key]), counts[key]) for key in most[:OFFERED_AT_MOST]]
        return offers, len(most) > OFFERED_AT_MOST

    def _choice(self, official):
        return Choice(official.slug, official.pk, official.name)


class Named:
    """Topics or publishers: things with a name and a slug."""

    def __init__(self, rows, what_is_right):
        self.rows = rows
        self.what_is_right = what_is_right
        self._by_name = WrittenOnce(
            lambda: rows().model.objects.filter(among("pk", "keys")).order_by("name").values_list("slug", "pk", "name")
        )

    def find(self, values):
        return {row.slug: self._choice(row) for row in self.rows().filter(slug__in=values)}

    def with_keys(self, keys):
        """Those with these keys, which public lines name, by name."""
        return [Choice(*row) for row in self._by_name.ask_values(keys=list(keys))]

    def offered(self, text):
        """Those that bear the name, in alphabetical order; nobody counts them."""
        return _first_of([self._choice(row) for row in self.rows().filter(_named(text)).order_by("name")[:LOOKED_AT]])

    def _choice(self, row):
        return Choice(row.slug, row.pk, row.name)


def _named(text, in_other_names=False):
    """The rule for rows in whose name every word of a text stands; for officials in any of their names."""
    rule = Q()
    for word in text.split():
        in_one = Q(name__icontains=word)
        if in_other_names:
            others = OtherName.objects.filter(name__icontains=word)
            in_one |= Q(sort_key__contains=sort_key(word)) | Q(pk__in=others.values("official"))
        rule &= in_one
    return rule


def _first_of(found):
    """As many as are offered, without counts, and whether there are more."""
    return [(choice, None) for choice in found[:OFFERED_AT_MOST]], len(found) > OFFERED_AT_MOST


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
    what_is_right = _("a year in four digits, such as 2022")

    def find(self, values):
        years = [value for value in values if re.fullmatch(r"\d{4}", value, re.ASCII) and int(value)]
        return {value: self.choice(int(value)) for value in years}

    def choice(self, year):
        return Choice(f"{year:04}", year, str(year))


COUNTRIES = Countries()
OFFICIALS = Officials()
TOPICS = Named(public.topics, _("the last word in the address of a topic’s page"))
PUBLISHERS = Named(public.publishers, _("a publisher’s word as it stands in the addresses of this list"))
STATUSES = Words(Status)
KINDS = Words(Kind)
YEARS = Years()
