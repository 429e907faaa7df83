"""XLSX: the rows, what the file says of itself, and what its columns mean, on three sheets.

Every text is written as text, never as a formula or a link, and marked so that it stays one when somebody edits the
cell. Days are days of the spreadsheet where its calendar has them (from 1900 on).
"""

import tempfile
from datetime import date

import xlsxwriter

from tracker.catalogue.columns import Type
from tracker.exports.csv_files import BEGINS_A_FORMULA, plain_text

LONGEST_CELL = 32_767  # characters as the format counts them: UTF-16 units
CUT_NOTE = " [… cut: a cell holds no more. The CSV and JSON files have the whole text.]"
FIRST_DAY = date(1900, 3, 1)  # the days before are another in Excel than in LibreOffice
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = {Type.TEXT: 32, Type.ADDRESS: 32, Type.LIST: 20, Type.PARTIAL_DAY: 14, Type.DAY: 12, Type.MOMENT: 21}


def workbook_file(table):
    """The finished workbook as an open temporary file, at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties(
            {"title": table.imprint.title, "created": table.imprint.moment.replace(tzinfo=None)},
        )
        _write_rows(_Pen(workbook, table.name), table)
        _write_about(_Pen(workbook, "about"), table.imprint)
        _write_columns(_Pen(workbook, "columns"), table.columns)
    file.seek(0)
    return file


class _Pen:
    """Writes plain values into a sheet of the workbook, row by row."""

    def __init__(self, workbook, sheet):
        self.sheet = workbook.add_worksheet(sheet)
        self.bold = workbook.add_format({"bold": True})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.harmless = workbook.add_format({"quote_prefix": True})

    def head(self, names, widths):
        for place, (name, width) in enumerate(zip(names, widths, strict=True)):
            self.sheet.set_column(place, place, width)
            self.sheet.write_string(0, place, name, self.bold)
        self.sheet.freeze_panes(1, 0)

    def write(self, line, place, column, value):
        """Nothing is written for what is empty."""
        if value is None or value in ("", []):
            return
        if column.type == Type.INTEGER:
            self.sheet.write_number(line, place, value)
        elif column.type == Type.BOOLEAN:
            self.sheet.write_boolean(line, place, value)
        elif column.type == Type.DAY and date.fromisoformat(value) >= FIRST_DAY:
            self.sheet.write_datetime(line, place, date.fromisoformat(value), self.day)
        else:
            self.text(line, place, plain_text(column, value))

    def text(self, line, place, text):
        is_risky = text.startswith(("'", *BEGINS_A_FORMULA))
        self.sheet.write_string(line, place, fitting(text), self.harmless if is_risky else None)


def _write_rows(pen, table):
    pen.head([column.name for column in table.columns], [_WIDTHS.get(column.type, 12) for column in table.columns])
    for line, row in enumerate(table.rows, start=1):
        for place, column in enumerate(table.columns):
            pen.write(line, place, column, row[column.name])


def _write_about(pen, imprint):
    pen.head(["about this file", ""], [24, 80])
    for line, (name, value) in enumerate(imprint.as_plain().items(), start=1):
        pen.text(line, 0, name.replace("_", " "))
        pen.text(line, 1, "" if value is None else str(value))


def _write_columns(pen, columns):
    pen.head(["column", "what a cell holds", "what it means"], [24, 28, 100])
    for line, column in enumerate(columns, start=1):
        for place, text in enumerate((column.name, column.type, column.description)):
            pen.text(line, place, str(text))


def fitting(text):
    """The text, or as much of it as a cell can hold with a note that the rest is elsewhere."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    room = 2 * (LONGEST_CELL - len(CUT_NOTE))
    return units[:room].decode("utf-16-le", errors="ignore") + CUT_NOTE
