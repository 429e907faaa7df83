"""The one filter of statements, used unchanged by the list page and every other format.

A parameter that does not exist or a value that cannot be followed is never ignored: it stands in `problems`,
which pages print as notices and machine formats answer with 400. With a bad value nothing is listed.
"""

import re
from copy import copy
from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.catalogue import choices, public
from tracker.catalogue.models import Listing
from tracker.catalogue.orders import ORDERS, ORDERS_OF_SEARCHES, RELEVANCE
from tracker.catalogue.parameters import SHOWN_LENGTH, Problem, repeated_parameters, unknown_parameters
from tracker.catalogue.search import LONGEST_SEARCH, Search
from tracker.languages import isolated
from tracker.partial_dates import PartialDate
from tracker.texts import clean_text
from tracker.vocabulary import KINDS_IN_PLURAL, Kind


@dataclass(frozen=True)
class Chip:
    """One value that the list is filtered by, and the query of the same list without it."""

    parameter: str
    value: str
    label: str
    query_without: str


class SeveralField(forms.Field):
    """All values given for one parameter, each looked up; one that is not found is refused by name."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, of, **kwargs):
        self.of = of
        super().__init__(**kwargs)

    def clean(self, values):
        values = list(dict.fromkeys(value.strip() for value in values or [] if value.strip()))
        # PostgreSQL cannot hold U+0000, so nothing on record has it.
        found = self.of.find([value for value in values if "\0" not in value]) if values else {}
        if missing := [value for value in values if value not in found]:
            raise ValidationError([self._refusal(value[:SHOWN_LENGTH]) for value in missing])
        return list({found[value].key: found[value] for value in values}.values())

    @property
    def valid(self):
        """The values that there are, where they are so few that a refusal names them."""
        return getattr(self.of, "valid", ())

    def _refusal(self, value):
        if self.of.what_is_right:
            words = _("“%(value)s” is not on record here. Right would be %(what)s.")
            return words % {"value": value, "what": self.of.what_is_right}
        return _("“%(value)s” is no value of this filter.") % {"value": value}


class DayField(forms.Field):
    """A day as machines and date boxes write it."""

    def clean(self, value):
        value = (value or "").strip()
        if not value:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            words = _("“%(value)s” is not a day. Write it like 2022-02-16.") % {"value": value[:SHOWN_LENGTH]}
            raise ValidationError(words) from None


class WordsField(forms.Field):
    """Plain words to look for, as a list."""

    def clean(self, value):
        value = clean_text(value or "")
        if len(value) > LONGEST_SEARCH:
            words = _("Give at most %(number)d characters to look for.") % {"number": LONGEST_SEARCH}
            raise ValidationError(words)
        return value.split()


class SearchField(WordsField):
    """Words and names to look for, with what can be said by quotation marks, minus and OR."""

    def clean(self, value):
        words = super().clean(value)
        return Search(" ".join(words)) if words else None


class OrderField(forms.Field):
    """One of the orders of a list, by its name; the first is the usual one."""

    def __init__(self, *, orders, **kwargs):
        self.orders, self.valid = orders, tuple(orders)
        super().__init__(**kwargs)

    def clean(self, value):
        value = (value or "").strip()
        if value and value not in self.valid:
            raise ValidationError(_("“%(value)s” is no order of this list.") % {"value": value[:SHOWN_LENGTH]})
        return value


class Filter(django_filters.Filter):
    """One parameter. Each question has its own, but not of what all of them are made."""

    def __deepcopy__(self, memo):
        return copy(self)


class HeadingFilter(Filter):
    """Lines that stand under any of the headings."""

    field_class = SeveralField

    def filter(self, listings, chosen):
        return public.under(listings, self.field_name, [one.key for one in chosen]) if chosen else listings


class OneOfFilter(Filter):
    """Rows whose column is one of the values."""

    field_class = SeveralField

    def filter(self, listings, chosen):
        return listings.filter(**{f"{self.field_name}__in": [one.key for one in chosen]}) if chosen else listings


class StatusFilter(Filter):
    """Lines with any of the statuses, today or as of the day that the whole filter is asked for."""

    field_class = SeveralField

    def filter(self, listings, chosen):
        if not chosen:
            return listings
        statuses = [one.key for one in chosen]
        # As of a past day the status is worked out from the entries of that time, which no index knows.
        return listings.filter(status__in=statuses) if self.parent.as_of else public.with_status(listings, statuses)


class DayFilter(Filter):
    """Rows whose column compares with a day."""

    field_class = DayField


class YearFilter(Filter):
    """Rows of any of the years. A day known only roughly counts for the year of its first possible day."""

    field_class = SeveralField

    def filter(self, listings, chosen):
        return public.said_in(listings, [one.key for one in chosen]) if chosen else listings


class SaidAfterFilter(Filter):
    """Lines whose words may have been said on a day or later: a day known only roughly matches where it can lie."""

    field_class = DayField

    def filter(self, listings, day):
        return public.said_after(listings, day) if day else listings


class SaidBeforeFilter(Filter):
    """Lines whose words may have been said on a day or earlier."""

    field_class = DayField

    def filter(self, listings, day):
        return public.said_before(listings, day) if day else listings


class SearchFilter(Filter):
    """Rows of statements that have what is looked for."""

    field_class = SearchField

    def filter(self, listings, search):
        return search.found(listings) if search else listings


class OrderFilter(Filter):
    """The rows in an order of the list, by its name."""

    field_class = OrderField

    @property
    def orders(self):
        return self.extra["orders"]

    @property
    def usual(self):
        return next(iter(self.orders))

    def filter(self, rows, order):
        return self.orders[order or self.usual].sorted(rows)


class AskedFilter(django_filters.FilterSet):
    """A filter that ignores nothing: whatever it was asked and cannot follow stands in `problems`.

    `also` names parameters that the caller itself takes, such as the place in the list.
    """

    def __init__(self, data=None, queryset=None, *, also=(), **kwargs):
        super().__init__(QueryDict() if data is None else data, queryset, **kwargs)
        self.also = tuple(also)

    @classmethod
    def parameters(cls):
        """The names of all parameters, in the order of the form."""
        return tuple(cls.base_filters)

    @cached_property
    def problems(self):
        """All that cannot be followed. Machine formats answer 400 when there is any."""
        accepted = (*self.parameters(), *self.also)
        single = [name for name, field in self.form.fields.items() if not isinstance(field, SeveralField)]
        return [
            *unknown_parameters(self.data, accepted),
            *repeated_parameters(self.data, [*single, *self.also]),
            *self._bad_values(),
            *self._contradictions(),
        ]

    def _bad_values(self):
        return [
            Problem(name, ", ".join(self.data.getlist(name))[:SHOWN_LENGTH], message, self._valid(name))
            for name, messages in self.errors.items()
            for message in messages
        ]

    def _contradictions(self):
        """What cannot be followed together, though each by itself could be."""
        return []

    def _valid(self, name):
        return getattr(self.form.fields[name], "valid", ())

    @property
    def can_be_followed(self):
        """Whether the list is what was asked for, but for parameters that do not exist."""
        return all(problem.is_unknown_parameter for problem in self.problems)

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset) if self.can_be_followed else queryset.none()

    def chosen(self, name):
        """The values that a filter of several values is set to."""
        return self._asked.get(name) or []

    @cached_property
    def _asked(self):
        """What could be understood of the query."""
        self.form.errors  # noqa: B018 - Django reads the query when it is asked for errors
        return self.form.cleaned_data

    @property
    def current_order(self):
        """The name of the order that the list is in."""
        return self._asked.get("order") or self.filters["order"].usual

    @property
    def in_order(self):
        """The order that the list is in."""
        return self.filters["order"].orders[self.current_order]


class StatementFilter(AskedFilter):
    """Public statements by what readers ask for. Several values of one filter mean any of them.

    `as_of` is the past day whose status the lines in `queryset` have; without it theirs is that of today.
    """

    q = SearchFilter(label=gettext_lazy("Words"))
    country = HeadingFilter(label=gettext_lazy("Country"), of=choices.COUNTRIES)
    official = HeadingFilter(label=gettext_lazy("Official"), of=choices.OFFICIALS)
    status = StatusFilter(label=gettext_lazy("Status"), of=choices.STATUSES)
    kind = OneOfFilter(label=gettext_lazy("Kind"), of=choices.KINDS)
    topic = HeadingFilter(label=gettext_lazy("Topic"), of=choices.TOPICS)
    concerns = HeadingFilter(label=gettext_lazy("Concerns"), of=choices.COUNTRIES)
    publisher = HeadingFilter(label=gettext_lazy("Source by"), of=choices.PUBLISHERS)
    year = YearFilter(label=gettext_lazy("Year"), of=choices.YEARS)
    said_after = SaidAfterFilter(label=gettext_lazy("Said on or after"))
    said_before = SaidBeforeFilter(label=gettext_lazy("Said on or before"))
    order = OrderFilter(label=gettext_lazy("Order"), orders=ORDERS_OF_SEARCHES)

    class Meta:
        model = Listing
        fields = []

    def __init__(self, data=None, queryset=None, *, as_of=None, **kwargs):
        super().__init__(data, public.listings() if queryset is None else queryset, **kwargs)
        self.as_of = as_of
        self.is_of_all = queryset is None

    def listings_without(self, *names):
        """The lines that all filters but the named ones leave, in no order."""
        listings = self.queryset.order_by()
        for name in self.parameters():
            if name not in (*names, "order"):
                listings = self.filters[name].filter(listings, self._asked.get(name))
        return listings

    def keys(self, name):
        """The same as the listing has them."""
        return [one.key for one in self.chosen(name)]

    def day(self, name):
        return self._asked.get(name)

    def is_set(self, name):
        return bool(self._asked.get(name))

    def filter_queryset(self, queryset):
        if self.search and self.current_order == RELEVANCE:
            queryset = self.search.with_relevance(queryset)
        return super().filter_queryset(queryset)

    @property
    def search(self):
        """The words and names that are looked for, if any."""
        return self._asked.get("q")

    @property
    def orders(self):
        """The orders that this list can be in, by name."""
        return ORDERS_OF_SEARCHES if self.search else ORDERS

    def _valid(self, name):
        return tuple(self.orders) if name == "order" else super()._valid(name)

    def _contradictions(self):
        if self.current_order in self.orders or "q" in self.errors:
            return []
        message = _(
            "The best match comes first only among what was looked for: give words or a name, or another order."
        )
        return [Problem("order", RELEVANCE, message, tuple(self.orders))]

    @property
    def chips(self):
        """Each value that the list is filtered by, in the order of the form."""
        return [chip for name in self.parameters() if name != "order" for chip in self._chips_of(name)]

    def _chips_of(self, name):
        value = self._asked.get(name)
        if not value:
            return []
        if name == "q":
            return [Chip(name, "", self._chip_label(name, value.typed), self._query_without(name))]
        if isinstance(value, date):
            label = self._chip_label(name, PartialDate.day(value))
            return [Chip(name, value.isoformat(), label, self._query_without(name))]
        return [
            Chip(name, one.value, self._chip_label(name, one.label), self._query_without(name, one.key))
            for one in value
        ]

    def _chip_label(self, name, value):
        return _("%(filter)s: %(value)s") % {"filter": self.filters[name].label, "value": isolated(value)}

    def _query_without(self, name, key=None):
        """The query of the same list without a filter, or without one of its values; it starts at the first row."""
        query = QueryDict(mutable=True)
        for other in self.parameters():
            query.setlist(other, [value for value in self.data.getlist(other) if value.strip()])
        query.setlist(name, [one.value for one in self.chosen(name) if one.key != key] if key is not None else [])
        return query.urlencode()

    @property
    def sentence(self):
        """What the list shows, in words: “Statements by officials of Belarus, broken, said on or after …”."""
        asked = self._asked
        clauses = [
            _any_of(self.chosen("status"), str.lower),
            self._clause(_("about %(chosen)s"), "topic"),
            self._clause(_("concerning %(chosen)s"), "concerns"),
            self._clause(_("said in %(chosen)s"), "year"),
            _said(asked.get("said_after"), asked.get("said_before")),
            self._clause(_("in sources by %(chosen)s"), "publisher"),
            asked["q"].sentence if asked.get("q") else "",
        ]
        return _(", ").join([self._subject(), *filter(None, clauses)])

    def _clause(self, words, name):
        return words % {"chosen": _any_of(self.chosen(name))} if self.chosen(name) else ""

    def _subject(self):
        """What sort of statements, and whose."""
        subject = self._kinds()
        for name, words in (
            ("official", _("%(statements)s by or on behalf of %(chosen)s")),
            ("country", _("%(statements)s by officials of %(chosen)s")),
        ):
            if self.chosen(name):
                subject = words % {"statements": subject, "chosen": _any_of(self.chosen(name))}
        return subject

    def _kinds(self):
        kinds = [str(KINDS_IN_PLURAL[Kind(one.value)]).lower() for one in self.chosen("kind")]
        if not kinds:
            return _("Statements") if self.chips else _("All statements")
        words = _joined(kinds, _("%(some)s and %(last)s"))
        return words[0].upper() + words[1:]


def _any_of(chosen, spell=str):
    return _joined([isolated(spell(one.label)) for one in chosen], _("%(some)s or %(last)s"))


def _joined(words, together):
    """Words as a list in a sentence: “A, B or C”."""
    if len(words) < 2:
        return "".join(words)
    return together % {"some": _(", ").join(words[:-1]), "last": words[-1]}


def _said(after, before):
    days = {"after": after and PartialDate.day(after), "before": before and PartialDate.day(before)}
    if after and before:
        return _("said between %(after)s and %(before)s") % days
    if after:
        return _("said on or after %(after)s") % days
    return _("said on or before %(before)s") % days if before else ""
