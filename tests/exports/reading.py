"""How tests read a file back: by a library of its own field, as numbers or as whole rows."""

import csv
import json
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
from icalendar import Calendar
from openpyxl.utils.escape import unescape

from tracker.catalogue.columns import Type
from tracker.catalogue.representations import STATEMENT_COLUMNS
from tracker.exports.reading import read_csv, value_of


def body_of(response):
    assert response.status_code == 200, response.content
    return b"".join(response) if response.streaming else response.content


def problems_of(response):
    """The parameters that a file refuses, each with what is said of it."""
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"
    return {problem["parameter"]: problem for problem in json.loads(response.content)["error"]["problems"]}


def rows_of(response, suffix, columns=STATEMENT_COLUMNS):
    """All rows of a file, as they are in the record."""
    return _READERS[suffix](body_of(response), columns)


def cells_of(response, **dialect):
    """Every cell of a CSV file as a spreadsheet that takes another separator or quotation mark would see it."""
    lines = csv.reader(StringIO(body_of(response).decode("utf-8-sig"), newline=""), **dialect)
    return [cell for line in lines for cell in line]


def sheets_of(response):
    return openpyxl.load_workbook(BytesIO(body_of(response)))


def text_of(response, suffix):
    """All that stands in a file of any format, as one text."""
    if suffix == "xlsx":
        return str([list(sheet.iter_rows(values_only=True)) for sheet in sheets_of(response)])
    return body_of(response).decode().replace("\r\n ", "")  # a calendar folds its lines


def events_of(response):
    return Calendar.from_ical(body_of(response)).walk("VEVENT")


def _csv_rows(body, columns):
    return list(read_csv(StringIO(body.decode("utf-8-sig"), newline=""), columns))


def _json_rows(body, columns):
    content = json.loads(body)
    rows = next(value for value in content.values() if isinstance(value, list))
    assert content["count"] == len(rows)
    return rows


def _json_lines_rows(body, columns):
    return [json.loads(line) for line in body.decode().split("\n") if line]


def _xlsx_rows(body, columns):
    sheet = openpyxl.load_workbook(BytesIO(body)).worksheets[0]
    names, *lines = sheet.iter_rows(values_only=True)
    by_name = {column.name: column for column in columns}
    return [{name: _cell(by_name[name], cell) for name, cell in zip(names, line, strict=True)} for line in lines]


def _cell(column, cell):
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if column.type in (Type.INTEGER, Type.BOOLEAN):
        return cell
    # openpyxl reads a text that stands in its cell without the format's own escapes.
    return value_of(column, "" if cell is None else unescape(cell))


_READERS = {"csv": _csv_rows, "json": _json_rows, "jsonl": _json_lines_rows, "xlsx": _xlsx_rows}
