"""datapackage.json: what each table holds, for people and for any reader of Frictionless Data Packages."""

import re

from django.conf import settings

from tracker.catalogue.columns import Type

NAME = "said-and-done"
PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"
_TYPES = {
    Type.INTEGER: {"type": "integer"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DAY: {"type": "date"},
    Type.MOMENT: {"type": "datetime"},
}
CELLS = (
    "In CSV, an apostrophe stands before whatever a spreadsheet could take for a formula (= + - @ or a tab, where one "
    "begins a text, a line of it, or what follows a semicolon or tab, also after quotation marks or apostrophes): take "
    "one apostrophe away there to have the text letter for letter. Lists are written with “; ” between their texts; a "
    "semicolon or backslash of a text itself has a backslash before it. JSON Lines have texts and lists as they are."
)


def data_package(tables, version):
    """The description; `version` is that of the record, so that nothing in it tells when it was written."""
    return {
        "name": NAME,
        "title": f"{settings.SITE_NAME}: what officials said, and what happened next",
        "description": f"The public record as tables. What stands here was selected by editors and tells nothing about "
        f"the rest of a person’s words. {CELLS}",
        "version": str(version),
        "licenses": [licence()],
        **({"homepage": f"{settings.SITE_ADDRESS}/data/"} if settings.SITE_ADDRESS else {}),
        "resources": [_resource(table) for table in tables],
    }


def licence():
    """The licence as data packages name it."""
    name = re.sub(r"[^A-Za-z0-9._]+", "-", settings.LICENCE).strip("-")
    return {"name": name, "title": settings.LICENCE, "path": settings.LICENCE_ADDRESS}


def _resource(table):
    return {
        "name": table.name,
        "type": "table",
        "description": table.description,
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "same_as_json_lines": f"{table.name}.jsonl",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(reference) for reference in table.references],
        },
    }


def _field(column):
    constraints = ({"required": True} if column.is_required else {}) | (
        {"enum": list(column.words)} if column.words else {}
    )
    return {
        "name": column.name,
        **_TYPES.get(column.type, {"type": "string"}),
        "description": column.description,
        "holds": str(column.type),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(reference):
    return {
        "fields": list(reference.columns),
        "reference": {"resource": reference.table, "fields": list(reference.keys)},
    }
