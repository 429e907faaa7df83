"""Queries whose SQL is written once.

To put a queryset together and to write its SQL takes Django many times as long as PostgreSQL takes to answer, and most
of PostgreSQL's own time goes into planning. What every page asks is therefore written once a process, with a place for
each value that is told only when it is asked, and each connection keeps its plan.
"""

from collections import defaultdict

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BooleanField, F, Func, Value
from django.db.models.query import get_related_populators
from django.utils.functional import cached_property
from psycopg.sql import Literal


class Given(Value):
    """The place of a value, by the name under which it is told."""

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def _resolve_output_field(self):
        """Not a text, though its name is one."""


def among(column, name):
    """The rule that a column has one of the values in the list that is told under a name."""
    return Func(F(column), Given(name), template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


class WrittenOnce:
    """A query of models. `make` gives its queryset, with `Given(…)` where a value belongs; what it selects along
    comes along, but for prefetches, which are queries of their own (`hand_out`)."""

    def __init__(self, make, using=DEFAULT_DB_ALIAS):
        self.make, self.using = make, using

    @cached_property
    def _written(self):
        """The SQL, the names of the values in their order, and how a row becomes a model."""
        compiler = self.make().query.get_compiler(self.using)
        sql, parameters = compiler.as_sql()
        # What is always the same stands in the SQL, where the planner sees it.
        places = ["%s" if isinstance(one, Given) else _literal(one) for one in parameters]
        names = [one.value for one in parameters if isinstance(one, Given)]
        return sql.replace("%%", "%%%%") % tuple(places), names, compiler.klass_info and _Shape(compiler, self.using)

    def ask(self, **given):
        """The models that are found, in the order of the queryset."""
        *_, shape = self._written
        return [shape.model_of(row) for row in self.ask_values(**given)]

    def ask_values(self, **given):
        """The rows as the database has them: for a queryset of `values_list`."""
        sql, names, _ = self._written
        connection = connections[self.using]
        with connection.cursor() as cursor:
            if not connection.queries_logged:  # a log shows queries with their values
                cursor.cursor = ServerBindingCursor(connection.connection)  # of this sort only, plans can be kept
            cursor.execute(sql, [given[name] for name in names])
            return cursor.fetchall()


class _Shape:
    """Where in a row the columns of the model stand, and of what comes along: what Django finds out anew each time."""

    def __init__(self, compiler, using):
        self.model, self.using = compiler.klass_info["model"], using
        fields = compiler.klass_info["select_fields"]
        self.own = slice(fields[0], fields[-1] + 1)
        self.columns = [column[0].target.attname for column in compiler.select[self.own]]
        self.populators = get_related_populators(compiler.klass_info, compiler.select, using)
        self.annotations = tuple(compiler.annotation_col_map.items())
        self.converters = tuple(compiler.get_converters([column[0] for column in compiler.select]).items())

    def model_of(self, row):
        if self.converters:
            row = self._converted(list(row))
        found = self.model.from_db(self.using, self.columns, row[self.own])
        for populator in self.populators:
            populator.populate(row, found)
        for name, place in self.annotations:
            setattr(found, name, row[place])
        return found

    def _converted(self, row):
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connections[self.using])
        return row


def _literal(value):
    return Literal(value).as_string().replace("%", "%%")


def hand_out(parts, things, name, of):
    """Gives each of the things its own of the parts, as if they had been prefetched under a name; `of` is the part’s
    own word for the thing."""
    of_each = grouped(parts, f"{of}_id")
    for thing in things:
        keep(thing, name, of_each[thing.pk])
        for part in of_each[thing.pk]:
            part._state.fields_cache[of] = thing


def look_up(rows, name, query):
    """Gives each of the rows what it refers to under a name, and answers what was found. What several refer to is
    read once; `query` finds it by `keys`."""
    keys = {getattr(row, f"{name}_id") for row in rows} - {None}
    found = {thing.pk: thing for thing in (query.ask(keys=list(keys)) if keys else [])}
    for row in rows:
        row._state.fields_cache[name] = found.get(getattr(row, f"{name}_id"))
    return list(found.values())


def keep(thing, name, parts):
    """What the thing answers from now on when it is asked for all of a relation."""
    vars(thing).setdefault("_prefetched_objects_cache", {})[name] = parts


def grouped(parts, column):
    """The parts by the value of a column."""
    groups = defaultdict(list)
    for part in parts:
        groups[getattr(part, column)].append(part)
    return groups
