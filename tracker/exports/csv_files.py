"""CSV as RFC 4180 has it, in UTF-8 with a byte order mark, so that spreadsheets read every script.

No cell can become a formula: where a text, a line of it, or what follows a semicolon or tab in it begins with
= + - @ (or a tab), an apostrophe is put before it, also where quotation marks or apostrophes stand in between. A
list is written with semicolons between its texts; a semicolon or backslash of a text itself has a backslash before
it. `tracker.exports.reading` undoes both.
"""

import csv
import re
from io import StringIO

from tracker.catalogue.columns import Type

BYTE_ORDER_MARK = "\ufeff"
ROWS_A_CHUNK = 200
BEGINS_A_FORMULA = "=+-@\t\r＝＋－＠"
# Where a spreadsheet may see the beginning of a cell, also one that takes semicolon or tab for its separator.
_FORMULA = re.compile(rf"""(?:(?<=[\n\r;\t])|\A)(['"]*[{re.escape(BEGINS_A_FORMULA)}])""")
LIST_SEPARATOR = "; "


def csv_chunks(table):
    """The file in pieces of text, the names of the columns first."""
    yield BYTE_ORDER_MARK + csv_text([[column.name for column in table.columns]])
    lines = []
    for row in table.rows:
        lines.append([cell_text(column, row[column.name]) for column in table.columns])
        if len(lines) == ROWS_A_CHUNK:
            yield csv_text(lines)
            lines = []
    if lines:
        yield csv_text(lines)


def csv_text(lines):
    """Lines of cells as CSV."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def cell_text(column, value):
    """A value as it stands in a CSV cell; what is empty or not known leaves the cell empty."""
    is_empty = value is None or value == ""  # as many are, and there are many cells
    return "" if is_empty else harmless(plain_text(column, value))


def plain_text(column, value):
    """A value as one text: the cell of a CSV or XLSX file before it is made harmless."""
    if value is None:
        return ""
    if column.type == Type.LIST:
        return LIST_SEPARATOR.join(text.replace("\\", "\\\\").replace(";", "\\;") for text in value)
    if column.type == Type.BOOLEAN:
        return "true" if value else "false"
    return str(value)


def harmless(text):
    """The text so that no spreadsheet takes a part of it for a formula."""
    return _FORMULA.sub(r"'\1", text)
