"""What a table of ours has for columns: declared once, for every format and for the data dictionary."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.text import capfirst

from tracker.languages import said_as_usual
from tracker.texts import LanguageTag, WebAddress


class Type(StrEnum):
    """What a cell holds. A member's text is what the data dictionary says of it."""

    INTEGER = "whole number"
    BOOLEAN = "true or false"
    TEXT = "text"
    WORD = "one of the words listed"
    LANGUAGE = "language tag (BCP 47)"
    ADDRESS = "web address"
    DAY = "day (2022-02-16)"
    PARTIAL_DAY = "day as exactly as known (2022-02-16, 2022-W07, 2022-02, 2022, 2022-02-14/2022-02-16)"
    MOMENT = "moment in UTC (2022-02-16T09:30:00Z)"
    LIST = "list of texts"


# What an empty cell of a type stands for: a text that is not there is empty, everything else is nothing.
EMPTY = {Type.TEXT: "", Type.WORD: "", Type.LANGUAGE: "", Type.ADDRESS: "", Type.LIST: []}


@dataclass(frozen=True)
class Column:
    """One column: its name, what its cells hold, what it means, and how a row gives it.

    Values are plain, as JSON has them: days and moments are ISO 8601 texts.
    """

    name: str
    type: Type
    description: str
    value: Callable = field(compare=False, repr=False)
    words: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def empty(self):
        return EMPTY.get(self.type)


@said_as_usual  # read once, whoever asks first in whatever language
def of_field(model, name, value, *, column="", description="", is_required=False):
    """The column of a model's field: type, words and, unless given, the description come from the field."""
    model_field = model._meta.get_field(name)
    words = tuple(str(word) for word, _label in model_field.choices or ())
    said = description or str(model_field.help_text) or f"{capfirst(model_field.verbose_name)}."
    return Column(column or name, _type_of(model_field), said, value, words, is_required)


@said_as_usual
def partial_day(model, name, value, *, column="", description="", is_required=False):
    """The column of a partial date: the day as exactly as it is known."""
    said = description or str(model._meta.get_field(f"{name}_first").help_text)
    return Column(column or name, Type.PARTIAL_DAY, said, value, is_required=is_required)


_TYPES = (
    (LanguageTag, Type.LANGUAGE),
    (WebAddress, Type.ADDRESS),
    (models.BooleanField, Type.BOOLEAN),
    (models.DateTimeField, Type.MOMENT),
    (models.DateField, Type.DAY),
    (models.IntegerField, Type.INTEGER),
)


def _type_of(model_field):
    if model_field.choices:
        return Type.WORD
    return next((its for model, its in _TYPES if isinstance(model_field, model)), Type.TEXT)


def row_of(columns, thing):
    """The row of a thing: a plain value for each column, in their order."""
    return {column.name: column.value(thing) for column in columns}


def iso(day):
    """A day, a partial date or nothing, in ISO 8601."""
    return day.isoformat() if day else None


def utc(moment):
    """A moment to the second in UTC, or nothing."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
