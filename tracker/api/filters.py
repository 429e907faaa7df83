"""What the lists of the API can be asked for. Statements have the filter of their page; the others stand here."""

import re

from django import forms
from django.db.models import Exists, OuterRef, Q

from tracker.api.orders import COUNTRIES, OFFICES, SOURCES, TENURES, TOPICS, VERIFICATIONS
from tracker.catalogue import choices, orders, public
from tracker.catalogue.choices import Choice
from tracker.catalogue.filters import (
    AskedFilter,
    DayField,
    DayFilter,
    Filter,
    OneOfFilter,
    OrderFilter,
    SeveralField,
    WordsField,
)
from tracker.catalogue.news import STOOD_THERE
from tracker.countries.models import Country
from tracker.officials.models import Office, Official, OtherName, Tenure
from tracker.sources.models import Source
from tracker.statements.models import Topic
from tracker.texts import address_key
from tracker.verifications.models import Verification
from tracker.vocabulary import Finding, OfficialKind, SourceKind


class Numbers:
    """Statements that have a page, by their numbers."""

    what_is_right = "the number of a published statement"

    def find(self, values):
        numbers = {value: int(value) for value in values if re.fullmatch(r"\d{1,9}", value, re.ASCII)}
        known = set(public.statements().filter(number__in=numbers.values()).values_list("number", flat=True))
        return {value: Choice(value, number, f"#{number}") for value, number in numbers.items() if number in known}


class Titles:
    """Offices of officials who have a page, by their titles."""

    what_is_right = "the title of an office, letter for letter"

    def find(self, values):
        held = Tenure.objects.filter(office=OuterRef("pk"), official__in=public.officials())
        rows = Office.objects.filter(Exists(held), title__in=values)
        return {office.title: Choice(office.title, office.pk, office.title) for office in rows}


class OfStatementFilter(Filter):
    """Entries of the statements that a list of statements has, or had before they were withdrawn, under this name."""

    field_class = SeveralField

    def filter(self, entries, chosen):
        if not chosen:
            return entries
        stood_there = STOOD_THERE[self.field_name]([one.key for one in chosen])
        return entries.filter(statement__in=public.statements().filter(stood_there))


class NamedFilter(Filter):
    """Rows in which every word stands: in a text of theirs, or where `elsewhere` looks as well."""

    field_class = WordsField

    def __init__(self, *args, elsewhere=lambda word: Q(), **kwargs):
        super().__init__(*args, **kwargs)
        self.elsewhere = elsewhere

    def filter(self, rows, words):
        for word in words:
            rows = rows.filter(Q(**{f"{self.field_name}__icontains": word}) | self.elsewhere(word))
        return rows


def _other_name(word):
    return Q(Exists(OtherName.objects.filter(official=OuterRef("pk"), name__icontains=word)))


class HeldOnFilter(Filter):
    """Tenures that may cover a day."""

    field_class = DayField

    def filter(self, tenures, day):
        return tenures.on(day) if day else tenures


class AddressField(forms.Field):
    """A web address, as the key that all its spellings have."""

    def clean(self, value):
        return address_key((value or "").strip())


class AddressFilter(Filter):
    field_class = AddressField


class VerificationFilter(AskedFilter):
    statement = OneOfFilter(label="Statement", field_name="statement__number", of=Numbers())
    official = OfStatementFilter(label="Official", field_name="official", of=choices.OFFICIALS)
    country = OfStatementFilter(label="Country", field_name="country", of=choices.COUNTRIES)
    finding = OneOfFilter(label="Finding", field_name="finding", of=choices.Words(Finding))
    public_after = DayFilter(label="Public on or after", field_name="public_on_last", lookup_expr="gte")
    public_before = DayFilter(label="Public on or before", field_name="public_on_first", lookup_expr="lte")
    order = OrderFilter(label="Order", orders=VERIFICATIONS)

    class Meta:
        model = Verification
        fields = []


class OfficialFilter(AskedFilter):
    q = NamedFilter(label="Words in a name", field_name="name", elsewhere=_other_name)
    country = OneOfFilter(label="Country", field_name="country", of=choices.COUNTRIES)
    kind = OneOfFilter(label="Kind", field_name="kind", of=choices.Words(OfficialKind))
    order = OrderFilter(label="Order", orders={"name": orders.OFFICIALS})

    class Meta:
        model = Official
        fields = []


class OfficeFilter(AskedFilter):
    q = NamedFilter(label="Words in the title", field_name="title")
    country = OneOfFilter(label="Country", field_name="country", of=choices.COUNTRIES)
    institution = OneOfFilter(label="Institution", field_name="institution", of=choices.OFFICIALS)
    order = OrderFilter(label="Order", orders=OFFICES)

    class Meta:
        model = Office
        fields = []


class TenureFilter(AskedFilter):
    official = OneOfFilter(label="Official", field_name="official", of=choices.OFFICIALS)
    office = OneOfFilter(label="Office", field_name="office", of=Titles())
    country = OneOfFilter(label="Country of the office", field_name="office__country", of=choices.COUNTRIES)
    on = HeldOnFilter(label="May have been held on")
    order = OrderFilter(label="Order", orders=TENURES)

    class Meta:
        model = Tenure
        fields = []


class CountryFilter(AskedFilter):
    q = NamedFilter(label="Words in the name", field_name="name")
    order = OrderFilter(label="Order", orders=COUNTRIES)

    class Meta:
        model = Country
        fields = []


class TopicFilter(AskedFilter):
    q = NamedFilter(label="Words in the name", field_name="name")
    order = OrderFilter(label="Order", orders=TOPICS)

    class Meta:
        model = Topic
        fields = []


class SourceFilter(AskedFilter):
    address = AddressFilter(label="Address, in any spelling", field_name="url_key")
    publisher = OneOfFilter(label="Publisher", field_name="publisher", of=choices.PUBLISHERS)
    kind = OneOfFilter(label="Kind", field_name="kind", of=choices.Words(SourceKind))
    published_after = DayFilter(label="Published on or after", field_name="published_on_last", lookup_expr="gte")
    published_before = DayFilter(label="Published on or before", field_name="published_on_first", lookup_expr="lte")
    order = OrderFilter(label="Order", orders=SOURCES)

    class Meta:
        model = Source
        fields = []
