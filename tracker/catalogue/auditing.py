"""Whether history tells of every row, and whether all that guards the record stands as it was written.

Whoever owns the tables can switch a trigger off, drop a constraint or write a function anew; here it shows.
"""

# ruff: noqa: S608 the names of tables in queries are our own

import json
import re

import pghistory.models
import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tracker.catalogue.checking import Disagreement, Question, row_address
from tracker.database.functions import ROOMS
from tracker.database.roles import rights
from tracker.database.rows import rows

# Of what one constraint finds so many are named: a record that is that wrong needs other help.
NAMED = 20
WHERE_GUARDS_ARE = "manage.py migrate installs functions and rights anew; manage.py pgtrigger install the triggers."


def questions() -> list[Question]:
    tracked = {event.pgh_tracked_model: event for event in _event_models()}
    return [
        *(
            Question(f"History: {_title(model)}", model.objects.all(), _untold(model, tracked[model]))
            for model in tracked
        ),
        Question("History: what is gone", [*tracked.items()], gone_without_a_word),
        Question("Constraints", _constraints(), broken_constraints),
        Question("Guards: constraints", list(_record_models()), missing_constraints),
        Question("Guards: triggers", pgtrigger.registered(), missing_triggers),
        Question("Guards: what nobody wrote", ["triggers, rules and policies"], strange_things),
        Question("Guards: functions", sorted(_functions_as_written().items()), changed_functions),
        Question("Guards: the web server’s role", [settings.WEB_ROLE] if settings.WEB_ROLE else [], wrong_rights),
    ]


def _event_models():
    return [m for m in apps.get_models() if issubclass(m, pghistory.models.Event) and hasattr(m, "pgh_tracked_model")]


def _record_models():
    return apps.get_app_config("tracker").get_models()


def _title(model):
    return str(model._meta.verbose_name_plural)


def _untold(model, event):
    """The question after rows that are not as their last event says."""
    table, events, key = model._meta.db_table, event._meta.db_table, model._meta.pk.column
    columns = {field.column for field in event._meta.fields} & {field.column for field in model._meta.fields}
    sql = f"""
        SELECT row.{key} AS key, last.pgh_label AS label, to_jsonb(row) AS is_now, to_jsonb(last) AS was
        FROM {table} row
        LEFT JOIN LATERAL (
          SELECT * FROM {events} e WHERE e.pgh_obj_id = row.{key} ORDER BY pgh_id DESC LIMIT 1) last ON true
        WHERE row.{key} = ANY(%s) AND (last.pgh_id IS NULL OR last.pgh_label = 'delete'
          OR ({_listed("row", columns)}) IS DISTINCT FROM ({_listed("last", columns)}))"""

    def ask(keys):
        for row in rows(sql, keys):
            yield Disagreement(
                f"{model._meta.verbose_name} {row['key']}", _told_wrong(row, columns), row_address(table, row["key"])
            )

    return ask


def _listed(row, columns):
    return ", ".join(f'{row}."{column}"' for column in sorted(columns))


def _told_wrong(row, columns):
    if row["label"] is None:
        return "no event tells of it"
    if row["label"] == "delete":
        return "its last event is that it was deleted"
    is_now, was = json.loads(row["is_now"]), json.loads(row["was"])
    differing = sorted(column for column in columns if is_now[column] != was[column])
    return f"differs from its last event in {', '.join(differing)}"


def gone_without_a_word(things):
    """Rows that events tell of, but which are neither there nor told deleted; and deletions of what was published."""
    ((model, event),) = things
    table, events, key = model._meta.db_table, event._meta.db_table, model._meta.pk.column
    sql = f"""
        SELECT DISTINCT e.pgh_obj_id AS key FROM {events} e
        WHERE NOT EXISTS (SELECT FROM {table} row WHERE row.{key} = e.pgh_obj_id)
          AND NOT EXISTS (SELECT FROM {events} d WHERE d.pgh_obj_id = e.pgh_obj_id AND d.pgh_label = 'delete')
        ORDER BY 1 LIMIT {NAMED}"""
    for row in rows(sql):
        look = f"SELECT * FROM {events} WHERE pgh_obj_id = '{row['key']}';"
        yield Disagreement(f"{model._meta.verbose_name} {row['key']}", "is gone, and no event tells of it", look)
    if "published_at" not in {field.name for field in model._meta.fields}:
        return
    sql = (
        f"SELECT pgh_obj_id AS key FROM {events} WHERE pgh_label = 'delete' AND published_at IS NOT NULL LIMIT {NAMED}"
    )
    for row in rows(sql):
        look = f"SELECT * FROM {events} WHERE pgh_obj_id = '{row['key']}';"
        yield Disagreement(f"{model._meta.verbose_name} {row['key']}", "was published, and was deleted", look)


def _constraints():
    """Every check and every foreign key of the database, by its name."""
    sql = """
        SELECT conname, conrelid::regclass::text AS "table", contype::text, convalidated,
          confrelid::regclass::text AS parent, pg_get_expr(conbin, conrelid) AS condition,
          (SELECT array_agg(attname::text ORDER BY ord) FROM unnest(conkey) WITH ORDINALITY k(num, ord)
            JOIN pg_attribute ON attrelid = conrelid AND attnum = num) AS columns,
          (SELECT array_agg(attname::text ORDER BY ord) FROM unnest(confkey) WITH ORDINALITY k(num, ord)
            JOIN pg_attribute ON attrelid = confrelid AND attnum = num) AS parent_columns
        FROM pg_constraint
        WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace ORDER BY 2, 1"""
    return rows(sql)


def broken_constraints(things):
    """Rows that a constraint would refuse, had it been asked: it was switched off, or added without looking."""
    (constraint,) = things
    table, name = constraint["table"], constraint["conname"]
    if not constraint["convalidated"]:
        yield Disagreement(f"{table}: {name}", "was added without looking at the rows", f"\\d {table}")
    if constraint["contype"] == "c":
        is_broken = f"({constraint['condition']}) IS FALSE"
    else:
        pairs = zip(constraint["columns"], constraint["parent_columns"], strict=True)
        joined = " AND ".join(f'parent."{theirs}" = child."{ours}"' for ours, theirs in pairs)
        filled = " AND ".join(f'child."{ours}" IS NOT NULL' for ours in constraint["columns"])
        is_broken = f"{filled} AND NOT EXISTS (SELECT FROM {constraint['parent']} parent WHERE {joined})"
    sql = (
        "SELECT coalesce(to_jsonb(child) ->> 'id', to_jsonb(child) ->> 'pgh_id', child.ctid::text) AS key "
        f"FROM {table} child WHERE {is_broken} LIMIT {NAMED}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)  # without parameters: a condition may hold a percent sign
        for (key,) in cursor.fetchall():
            yield Disagreement(f"{table} {key}", f"breaks “{name}”", f"\\d {table}")


def missing_constraints(things):
    (model,) = things
    table = model._meta.db_table
    there = rows(
        "SELECT conname::text AS name, "
        "CASE WHEN cardinality(conkey) = 1 AND contype = 'c' THEN attname::text END AS checked FROM pg_constraint "
        "LEFT JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] "
        "WHERE conrelid = %s::regclass "
        "UNION ALL SELECT indexrelid::regclass::text, NULL FROM pg_index "
        "WHERE indrelid = %s::regclass AND indisunique AND indisvalid",
        table,
        table,
    )
    names, checked = {row["name"] for row in there}, {row["checked"] for row in there}
    for constraint in model._meta.constraints:
        if constraint.name not in names:
            yield Disagreement(f"{table}: {constraint.name}", "this constraint is missing", f"\\d {table}")
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.Field) and field.db_check(connection) and field.column not in checked:
            yield Disagreement(f"{table}: {field.column}", "what it may hold is not checked any more", f"\\d {table}")


def missing_triggers(things):
    ((model, trigger),) = things
    status, is_enabled = trigger.get_installation_status(model)
    if status == "INSTALLED" and is_enabled:
        return
    wrong = "is switched off" if status == "INSTALLED" else f"is {status.lower()}"
    yield Disagreement(f"{model._meta.db_table}: {trigger.name}", wrong, WHERE_GUARDS_ARE)


def strange_things(_):
    """Triggers that the code does not know, rules, and rows hidden by policies: each could swallow a change."""
    known = [trigger.get_pgid(model) for model, trigger in pgtrigger.registered()]
    sql = """
        SELECT tgrelid::regclass::text AS "table", 'trigger ' || tgname AS name
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND tgname <> ALL(%s) AND relnamespace = current_schema()::regnamespace
        UNION ALL SELECT tablename, 'rule ' || rulename FROM pg_rules WHERE schemaname = current_schema()
        UNION ALL SELECT relname, 'row security' FROM pg_class
        WHERE relrowsecurity AND relnamespace = current_schema()::regnamespace ORDER BY 1, 2"""
    for row in rows(sql, known):
        yield Disagreement(f"{row['table']}: {row['name']}", "nobody wrote this in the code", f"\\d {row['table']}")


_FUNCTION = re.compile(r'FUNCTION (?:public\.)?"?(\w+)"?\s*\(.*?AS \$\$(.*?)\$\$', re.DOTALL)


def _functions_as_written():
    """The body of each function of ours, from the files and the triggers."""
    texts = [str(trigger.compile(model).install_sql) for model, trigger in pgtrigger.registered()]
    texts += [file.read_text(encoding="utf-8") for file in sorted(ROOMS.glob("*/*.sql"))]
    return {name: body for text in texts for name, body in _FUNCTION.findall(text)}


def changed_functions(things):
    ((name, body),) = things
    there = rows(
        "SELECT prosrc, proconfig FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace", name
    )
    if not there:
        yield Disagreement(name, "this function is missing", WHERE_GUARDS_ARE)
    for function in there:
        if function["prosrc"] != body:
            yield Disagreement(name, "this function is not the one in the files", f"\\sf {name}")
        elif not name.startswith("_") and not any("search_path" in line for line in function["proconfig"] or []):
            yield Disagreement(name, "this function may look for tables elsewhere", WHERE_GUARDS_ARE)


def wrong_rights(things):
    (role,) = things
    with connection.cursor() as cursor:
        for thing, _kind, held, wanted in rights(cursor, role):
            if too_many := held - wanted:
                yield Disagreement(thing, f"{role} holds {', '.join(sorted(too_many))} on it", f"\\dp {thing}")
            if missing := wanted - held:
                yield Disagreement(thing, f"{role} lacks {', '.join(sorted(missing))} on it", f"\\dp {thing}")
        cursor.execute("SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')", [role])
        if cursor.fetchone()[0]:
            wrong = f"{role} may make temporary tables, which hide real ones"
            yield Disagreement("the database", wrong, "REVOKE TEMPORARY ON DATABASE … FROM PUBLIC, as its owner")
