"""The history of a thing and of its parts, told in words: who changed what, when and why, deletes included.

The events themselves are written by triggers and never changed (tracker/models.py); here they are read. A thing may
be gone: its history stays.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Count, Max, OuterRef, Q, Subquery, Value
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from tracker.names import named
from tracker.officials.models import FormerSlug, Official, OtherName, Tenure
from tracker.partial_dates import PartialDate, PartialDateAttribute
from tracker.sources.models import Attribution, Source
from tracker.statements.models import Appearance, Concern, Statement, StatementLink, StatementTopic, Voice
from tracker.verifications.models import Correction, Evidence, Reply, Verification
from tracker.vocabulary import Precision

# The parts that a thing's form changes together with it, each with the columns that say whose part it is.
PARTS = {
    Statement: {
        Voice: ["statement"],
        Appearance: ["statement"],
        Concern: ["statement"],
        StatementTopic: ["statement"],
        StatementLink: ["later", "earlier"],
    },
    Verification: {Evidence: ["verification"]},
    Official: {OtherName: ["official"], Tenure: ["official"]},
    Source: {Attribution: ["source"]},
}
# What else the history of a thing tells.
MORE = {
    Statement: {Verification: ["statement"], Correction: ["statement"], Reply: ["statement"]},
    Official: {FormerSlug: ["official"]},
}
# By what a row is told that has no name of its own.
CARRIED = {
    Voice: "official",
    Appearance: "source",
    Concern: "country",
    StatementTopic: "topic",
    Evidence: "source",
    Attribution: "origin",
    Tenure: "office",
}
# Told by other columns of the same row, or by where the row stands.
UNTOLD = {Correction: {"statement", "part_id", "before", "after"}, Evidence: {"verification"}}
UNTOLD |= {part: {"statement"} for part in (Voice, Appearance, Concern, StatementTopic, Verification, Reply)}
DONE = {"insert": "added", "update": "changed", "delete": "deleted"}
# What stands in a name, so that many names take one query.
NAMED_WITH = {
    Source: ["publisher"],
    Statement: ["speaker"],
    Tenure: ["office", "official"],
    Verification: ["statement"],
}


@dataclass(frozen=True)
class Difference:
    """One field before and after, in words; `column`, `was` and `now` are what stood in the database."""

    column: str
    label: str
    before: str
    after: str
    was: object = None
    now: object = None


@dataclass
class Happening:
    """One event: what happened to which thing, by whose hand."""

    model: type
    pk: int
    done: str
    what: str
    who: str
    when: object
    why: str = ""
    differences: list = field(default_factory=list)


def events_of(model):
    """The recorded events of a model, or None where it has no history."""
    try:
        return apps.get_model("tracker", f"{model.__name__}Event").objects.order_by("pgh_id")
    except LookupError:
        return None


def strands(model, pk, with_more=False):
    """Pairs of a model and its events: those of the thing itself and of all that ever was a part of it."""
    found = [(model, events_of(model).filter(pgh_obj_id=pk))]
    parts = PARTS.get(model, {}) | (MORE.get(model, {}) if with_more else {})
    for part, columns in parts.items():
        owned = Q()
        for column in columns:
            owned |= Q(**{f"{column}_id": pk})
        ever = events_of(part).filter(owned).order_by().values("pgh_obj_id")
        found.append((part, events_of(part).filter(pgh_obj_id__in=ever)))
    if with_more and model is Statement:
        entries = events_of(Verification).filter(statement_id=pk).order_by().values("pgh_obj_id")
        found.append((Evidence, events_of(Evidence).filter(verification_id__in=entries)))
    return found


def standing(model, pk):
    """How far the history of a thing and its parts has come: by strand, the number of events and the latest one."""
    counted = [
        events.order_by()
        .annotate(strand=Value(part._meta.model_name))
        .values("strand")
        .annotate(count=Count("pgh_id"), latest=Max("pgh_id"))
        for part, events in strands(model, pk)
    ]
    rows = counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0]
    return {row["strand"]: (row["count"], row["latest"] or 0) for row in rows}


def happened_since(model, pk, before):
    """What happened to a thing and its parts since its history had come as far as `before`, newest first."""
    picked = {}
    for part, events in strands(model, pk):
        _count, latest = before.get(part._meta.model_name, (0, 0))
        picked[part] = list(events.filter(pgh_id__gt=latest).values_list("pk", flat=True))
    return tell(picked)


def timeline(model, pk):
    """All events of a thing, its parts and what else belongs to its history, newest first, as a query of keys."""
    keys = [
        events.order_by()
        .annotate(strand=Value(part._meta.model_name))
        .values_list("pgh_created_at", "pgh_id", "strand")
        for part, events in strands(model, pk, with_more=True)
    ]
    rows = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    return rows.order_by("-pgh_created_at", "-pgh_id")


def tell(picked):
    """The picked events (keys by model) in words, newest first, in a number of queries that no count raises."""
    pairs = [pair for part, keys in picked.items() if keys for pair in _with_event_before(part, keys)]
    names = Names()
    for part, event, before in pairs:
        names.note(part, event, before)
    names.look_up()
    told = [_happening(part, event, before, names) for part, event, before in pairs]
    return sorted(told, key=lambda happening: happening.when, reverse=True)


def _with_event_before(part, keys):
    """Each event with the one before it of the same thing, or None; newest first."""
    events = events_of(part)
    earlier = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    # A correction has a column “before” of its own.
    key_before = Subquery(earlier.values("pk")[:1])
    found = list(events.filter(pk__in=keys).annotate(key_before=key_before).order_by("-pgh_id"))
    befores = events.in_bulk([event.key_before for event in found if event.key_before])
    return [(part, event, befores.get(event.key_before)) for event in found]


class Names:
    """The names of what the columns of many events point at, and of who made them: one query a table."""

    def __init__(self):
        self.wanted, self.known = {}, {}

    def note(self, part, *events):
        for event in filter(None, events):
            if user := _who(event):
                self.wanted.setdefault(User, set()).add(user)
            for column in columns_of(event):
                value = getattr(event, column.attname)
                if column.is_relation and value is not None:
                    self.wanted.setdefault(column.related_model, set()).add(value)

    def look_up(self):
        for model, keys in self.wanted.items():
            rows = model._default_manager.select_related(*NAMED_WITH.get(model, []))
            self.known |= {(model, pk): _name(row) for pk, row in rows.in_bulk(keys).items()}

    def of(self, model, pk):
        return self.known.get((model, pk), gettext("no. %(number)s, no longer on record") % {"number": pk})


def _name(row):
    return (row.get_full_name() or row.get_username()) if isinstance(row, User) else str(row)


def _who(event):
    return (event.pgh_context or {}).get("user")


def columns_of(event):
    """The columns of the thing itself in its event."""
    return [field for field in event._meta.concrete_fields if not field.name.startswith("pgh_") and field.name != "id"]


def _happening(part, event, before, names):
    user = _who(event)
    return Happening(
        model=part,
        pk=event.pgh_obj_id,
        done=DONE[event.pgh_label],
        what=_what(part, event, names),
        who=names.of(User, user) if user else gettext("a command"),
        when=event.pgh_created_at,
        why=(event.pgh_context or {}).get("why", ""),
        differences=differences(part, event, before, names),
    )


def _what(part, event, names):
    """The row in words; one that only carries something is told by what it carries."""
    word = capfirst(part._meta.verbose_name)
    if part is OtherName:
        return f"{word}: {event.name}"
    if part not in CARRIED:
        return word
    column = part._meta.get_field(CARRIED[part])
    return f"{word}: {names.of(column.related_model, getattr(event, column.attname))}"


def differences(part, event, before, names):
    """What an event changed. A row that was added is told whole, and so is one that was deleted."""
    pair = {"insert": (None, event), "update": (before, event), "delete": (event, None)}[event.pgh_label]
    told = []
    for column, label in labels_of(part).items():
        (was, was_words), (now, now_words) = (_value(part, row, column, names) for row in pair)
        if was != now and (was_words or now_words):
            told.append(Difference(column, label, was_words, now_words, was, now))
    return told


def labels_of(part):
    """What a person calls the columns of a model; the three of a partial date are one."""
    days = [name for name in dir(part) if isinstance(getattr(part, name), PartialDateAttribute)]
    columns = {f"{day}_{end}" for day in days for end in ("first", "last", "precision")}
    columns |= UNTOLD.get(part, set())
    labels = {}
    event = events_of(part).model
    for column in columns_of(event):
        day = next((day for day in days if column.name == f"{day}_first"), None)
        if day:
            labels[day] = capfirst(named(day))
        elif column.name not in columns:
            labels[column.name] = capfirst(part._meta.get_field(column.name).verbose_name)
    return labels


def _value(part, event, column, names):
    """What an event holds in a column, and that in words."""
    if event is None:
        return None, ""
    if isinstance(getattr(part, column, None), PartialDateAttribute):
        first, last, precision = (getattr(event, f"{column}_{end}") for end in ("first", "last", "precision"))
        day = PartialDate(first, last, Precision(precision)) if first else None
        return day, str(day or "")
    model_field = part._meta.get_field(column)
    value = getattr(event, model_field.attname)
    return value, _words(model_field, value, names)


def _words(model_field, value, names):
    if value is None or value == "":
        return ""
    if model_field.is_relation:
        return names.of(model_field.related_model, value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if model_field.choices:
        return str(dict(model_field.flatchoices).get(value, value))
    if hasattr(value, "hour"):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return date_format(value) if hasattr(value, "isoformat") else str(value)
