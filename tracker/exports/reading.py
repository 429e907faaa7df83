"""Reading our own CSV and XLSX files back: each row as it was in the record."""

import csv
import re

from tracker.catalogue.columns import Type
from tracker.exports.csv_files import BEGINS_A_FORMULA

LONGEST_TEXT = 2**31 - 1  # Python's own limit is shorter than a long speech
_APOSTROPHE = re.compile(rf"""(?:(?<=[\n\r;\t])|\A)'(['"]*[{re.escape(BEGINS_A_FORMULA)}])""")
_ITEM = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)


def read_csv(file, columns):
    """The rows of an open text file (encoding="utf-8-sig", newline="")."""
    csv.field_size_limit(LONGEST_TEXT)
    by_name = {column.name: column for column in columns}
    for row in csv.DictReader(file):
        yield {name: value_of(by_name[name], restored(cell)) for name, cell in row.items()}


def restored(cell):
    """The text of a CSV cell without the apostrophes that keep it from being a formula."""
    return _APOSTROPHE.sub(r"\1", cell)


def value_of(column, text):
    """The value that a cell's text stands for, by the type of its column."""
    if column.type == Type.LIST:
        return list_of(text)
    if text == "":
        return column.empty
    if column.type == Type.INTEGER:
        return int(text)
    return text == "true" if column.type == Type.BOOLEAN else text


def list_of(text):
    """The texts of a list's cell."""
    first, *others = _ITEM.findall(text) or [""]
    items = [first, *(item.removeprefix(" ") for item in others)]
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in items if item]
