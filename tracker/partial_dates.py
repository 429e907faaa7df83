"""Days known as exactly as the sources know them: to the day, the week, the month, the year, or in between.

A partial date is the first and the last possible day, both included, with the precision in which it is
known. Days are calendar days at the place of the words. In the database it is three columns with one check;
in Python it is one value:

    class Statement(models.Model):
        said_on_first, said_on_last, said_on_precision = partial_date_columns()
        said_on = PartialDateAttribute()

        class Meta:
            constraints = [partial_date_check("statement", "said_on")]
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.languages import isolated
from tracker.names import named
from tracker.vocabulary import Precision

# A language that runs from right to left keeps each of them whole.
ACCEPTED = _("“16 Feb 2022”, “Feb 2022”, “2022”, “14–16 Feb 2022”, “2022-02-16”, “2022-02-14/2022-02-16”, “2022-W07”")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

# The columns that a partial date has, each after its name.
PARTS = ("first", "last", "precision")
_NONE = (None, None, "")


class NoDayError(ValueError):
    """Says why something is no day, in the language of the page; Python's own errors are English."""


@dataclass(frozen=True)
class PartialDate:
    """A day that lies between `first` and `last`, both included. Raises ValueError when they disagree with
    the precision."""

    first: date
    last: date
    precision: Precision = Precision.DAY

    def __post_init__(self):
        if self.first > self.last:
            raise NoDayError(
                _("{first} is after {last}: the earlier day comes first.").format(first=self.first, last=self.last)
            )
        if (self.first, self.last) != _bounds(self.first, self.last, self.precision):
            raise ValueError(f"{self.first} to {self.last} is not a {self.precision}.")

    @classmethod
    def day(cls, day):
        return cls(day, day, Precision.DAY)

    @classmethod
    def week(cls, day):
        """The week, Monday to Sunday (ISO 8601), that the day lies in."""
        return cls(*_bounds(day, day, Precision.WEEK), Precision.WEEK)

    @classmethod
    def month(cls, year, month):
        return cls(*_bounds(date(year, month, 1), None, Precision.MONTH), Precision.MONTH)

    @classmethod
    def year(cls, year):
        return cls(*_bounds(date(year, 1, 1), None, Precision.YEAR), Precision.YEAR)

    @classmethod
    def between(cls, first, last):
        return cls(first, last, Precision.BETWEEN if first != last else Precision.DAY)

    @classmethod
    def parse(cls, text):
        """The partial date that a person or a file wrote. Raises ValueError saying what is accepted."""
        text = re.sub(r"\s+", " ", text.strip().replace("–", "-").replace("—", "-"))
        for pattern, build in _NOTATIONS:
            if match := pattern.fullmatch(text):
                try:
                    return build(cls, **match.groupdict())
                except (ValueError, OverflowError) as error:  # the week after which the calendar ends overflows
                    reason = error if isinstance(error, NoDayError) else _("the calendar has no such day.")
                    raise NoDayError(_("“{text}” is not a day: {reason}").format(text=text, reason=reason)) from error
        raise NoDayError(_("“{text}” is not a day. Write it like {notations}.").format(text=text, notations=ACCEPTED))

    @property
    def is_exact(self):
        return self.first == self.last

    def isoformat(self):
        """The shortest ISO 8601 form: 2022-02-16, 2022-W07, 2022-02, 2022, or 2022-02-14/2022-02-16."""
        year, week = self.first.isocalendar()[:2]
        return {
            Precision.DAY: f"{self.first}",
            Precision.WEEK: f"{year:04}-W{week:02}",
            Precision.MONTH: f"{self.first}"[:7],
            Precision.YEAR: f"{self.first}"[:4],
            Precision.BETWEEN: f"{self.first}/{self.last}",
        }[Precision(self.precision)]

    def __str__(self):
        return isolated(self._words())

    def _words(self):
        return {
            Precision.DAY: lambda: _in_full(self.first),
            Precision.WEEK: lambda: gettext("week of {day}").format(day=_in_full(self.first)),
            Precision.MONTH: lambda: date_format(self.first, "F Y"),
            Precision.YEAR: lambda: date_format(self.first, "Y"),
            Precision.BETWEEN: self._between_words,
        }[Precision(self.precision)]()

    def _between_words(self):
        """Says the month and the year once where both days share them."""
        start = "j F Y"
        if self.first.year == self.last.year:
            start = "j" if self.first.month == self.last.month else "j F"
        return gettext("between {first} and {last}").format(
            first=date_format(self.first, start), last=_in_full(self.last)
        )

    @property
    def on_words(self):
        """With the preposition that fits: "on 16 February 2022", "in February 2022", "in the week of …"."""
        return ON_A_DAY[Precision(self.precision)].format(day=self)


# A day of each precision within a sentence: on which, and since which.
ON_A_DAY = {
    Precision.DAY: _("on {day}"),
    Precision.WEEK: _("in the {day}"),
    Precision.MONTH: _("in {day}"),
    Precision.YEAR: _("in {day}"),
    Precision.BETWEEN: _("{day}"),
}
SINCE_A_DAY = {
    Precision.DAY: _("since {day}"),
    Precision.WEEK: _("since the {day}"),
    Precision.MONTH: _("since {day}"),
    Precision.YEAR: _("since {day}"),
    Precision.BETWEEN: _("since a day {day}"),
}


def _in_full(day):
    return date_format(day, "j F Y")


def _bounds(first, last, precision):
    """The first and last day that a precision gives to a day: what the columns have to hold."""
    match precision:
        case Precision.DAY:
            return first, first
        case Precision.WEEK:
            monday = first - timedelta(days=first.weekday())
            return monday, monday + timedelta(days=6)
        case Precision.MONTH:
            return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
        case Precision.YEAR:
            return date(first.year, 1, 1), date(first.year, 12, 31)
        case _:
            return first, last


def _month(word):
    if word.isdigit():
        return int(word)
    numbers = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(word.lower())]
    if not numbers:
        raise NoDayError(_("“{word}” is no month.").format(word=word))
    return numbers[0]


def _range(cls, d1, d2, y2, m2, m1=None, y1=None):
    last = date(int(y2), _month(m2), int(d2))
    return cls.between(date(int(y1 or y2), _month(m1 or m2), int(d1)), last)


# Each notation that `parse` accepts, the unambiguous ones only: 3/4/2022 is two days, so it is none.
_NOTATIONS = [
    (re.compile(pattern), build)
    for pattern, build in [
        (r"(?P<iso>\d{4}-\d\d-\d\d)", lambda cls, iso: cls.day(date.fromisoformat(iso))),
        (
            r"(?P<first>\d{4}-\d\d-\d\d) ?/ ?(?P<last>\d{4}-\d\d-\d\d)",
            lambda cls, first, last: cls.between(date.fromisoformat(first), date.fromisoformat(last)),
        ),
        (
            r"(?P<y>\d{4})-W(?P<w>\d\d)",
            lambda cls, y, w: cls.week(date.fromisocalendar(int(y), int(w), 1)),
        ),
        (r"(?P<y>\d{4})-(?P<m>\d\d)", lambda cls, y, m: cls.month(int(y), int(m))),
        (r"(?P<y>\d{4})", lambda cls, y: cls.year(int(y))),
        (r"(?P<m>[A-Za-z]{3,9})\.? (?P<y>\d{4})", lambda cls, m, y: cls.month(int(y), _month(m))),
        (
            r"(?P<d>\d{1,2})\.? (?P<m>[A-Za-z]{3,9})\.? (?P<y>\d{4})",
            lambda cls, d, m, y: cls.day(date(int(y), _month(m), int(d))),
        ),
        (
            r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}), (?P<y>\d{4})",
            lambda cls, m, d, y: cls.day(date(int(y), _month(m), int(d))),
        ),
        (
            r"[Ww]eek of (?P<d>\d{1,2}) (?P<m>[A-Za-z]{3,9})\.? (?P<y>\d{4})",
            lambda cls, d, m, y: cls.week(date(int(y), _month(m), int(d))),
        ),
        (
            r"(?:between )?(?P<d1>\d{1,2})(?: (?P<m1>[A-Za-z]{3,9})\.?)?(?: (?P<y1>\d{4}))? ?(?:-|and|to) ?"
            r"(?P<d2>\d{1,2}) (?P<m2>[A-Za-z]{3,9})\.? (?P<y2>\d{4})",
            _range,
        ),
    ]
]


def partial_date_columns(*, blank=False, help_text=""):
    """The three columns of a partial date, in order: first possible day, last possible day, precision."""
    return (
        models.DateField(null=blank, blank=blank, help_text=help_text),
        models.DateField(null=blank, blank=blank, help_text=_("The last possible day; equal to the first when known.")),
        models.CharField(
            max_length=7,
            choices=Precision,
            blank=blank,
            default="" if blank else Precision.DAY,
            help_text=_("How exactly the day is known."),
        ),
    )


class PartialDateAttribute(property):
    """Reads and writes the three columns that share its name as one PartialDate, or None.

    Takes a date or a text as well. It is a property so that Django takes it as a model's keyword:
    Statement(said_on="16 Feb 2022").
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        first, last, precision = (getattr(instance, f"{self.name}_{part}") for part in PARTS)
        return PartialDate(first, last, Precision(precision)) if first else None

    def __set__(self, instance, value):
        if isinstance(value, str):
            value = PartialDate.parse(value) if value else None
        elif isinstance(value, date):
            value = PartialDate.day(value)
        for part, content in zip(PARTS, (value.first, value.last, value.precision) if value else _NONE, strict=True):
            setattr(instance, f"{self.name}_{part}", content)


class _DayBefore(models.Func):
    """The day before the first day plus an interval: the last day of a month or a year."""

    template = "(%(expressions)s + interval '%(interval)s' - interval '1 day')::date"
    output_field = models.DateField()


def partial_date_check(model_name, name, *, blank=False):
    """The one check of a partial date: both days are there, in order, and are what the precision says."""
    first, last, precision = f"{name}_first", f"{name}_last", f"{name}_precision"
    rule = (
        Q(**{precision: Precision.DAY, last: F(first)})
        | Q(**{precision: Precision.BETWEEN, f"{last}__gt": F(first)})
        | Q(
            **{
                precision: Precision.WEEK,
                f"{first}__iso_week_day": 1,
                last: _DayBefore(F(first), interval="7 days"),
            }
        )
        | Q(**{precision: Precision.MONTH, f"{first}__day": 1, last: _DayBefore(F(first), interval="1 month")})
        | Q(
            **{
                precision: Precision.YEAR,
                f"{first}__day": 1,
                f"{first}__month": 1,
                last: _DayBefore(F(first), interval="1 year"),
            }
        )
    )
    present = Q(**{f"{first}__isnull": False, f"{last}__isnull": False}) & rule
    if blank:
        present |= Q(**{f"{first}__isnull": True, f"{last}__isnull": True, precision: ""})
    return models.CheckConstraint(
        name=f"{model_name}_{name}_is_a_day",
        condition=present,
        violation_error_message=format_lazy(
            _(
                "“{field}” needs a first and a last possible day that fit its precision (day, week from Monday, "
                "month, year, or between two days)."
            ),
            field=named(name),
        ),
    )


class PartialDateFormField(forms.CharField):
    """One text box for a partial date, as people write days: "16 Feb 2022", "Feb 2022", "2022"."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", format_lazy(_("As exactly as it is known: {notations}."), notations=ACCEPTED))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, PartialDate) else value

    def to_python(self, value):
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="partial_date") from error

    def has_changed(self, initial, data):
        """Another way to write the same day is no change."""
        try:
            return not self.disabled and self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDatesFormMixin:
    """A ModelForm whose PartialDateFormFields, named like the model's attributes, fill all three columns.

    The model's constraints on the columns are asked with the form, although the columns are no fields of it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._partial_date_names():
            self.initial.setdefault(name, getattr(self.instance, name))

    def _partial_date_names(self):
        return [name for name, field in self.fields.items() if isinstance(field, PartialDateFormField)]

    def _post_clean(self):
        for name in self._partial_date_names():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()

    def _get_validation_exclusions(self):
        read = [name for name in self._partial_date_names() if self.cleaned_data.get(name) or self._may_be_empty(name)]
        return super()._get_validation_exclusions() - {f"{name}_{part}" for name in read for part in PARTS}

    def _may_be_empty(self, name):
        """A day that is required and missing, or that could not be read, has its own message already."""
        return name in self.cleaned_data and self._meta.model._meta.get_field(f"{name}_first").null
