"""The lists as files: each at the address of its page with the format's suffix, and with the page's own filters."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.catalogue import directories
from tracker.catalogue.answers import file_answer, refusal
from tracker.catalogue.asking import asked_statements, whose_list
from tracker.catalogue.formats import CALENDAR, CSV, JSON, JSON_LINES, XLSX
from tracker.catalogue.imprint import imprint_of
from tracker.catalogue.parameters import Problem, unknown_parameters
from tracker.catalogue.representations import STATEMENT_COLUMNS, statement_lines, statement_rows
from tracker.catalogue.tables import Table
from tracker.exports.calendars import calendar_chunks
from tracker.exports.csv_files import csv_chunks
from tracker.exports.json_files import json_chunks, json_lines_chunks
from tracker.exports.workbooks import workbook_file


@require_safe
def statements(request, chosen):
    return _statements(request, chosen)


@require_safe
def of_official(request, slug, chosen):
    return _own_list(request, "official", slug, chosen)


@require_safe
def of_country(request, code, chosen):
    return _own_list(request, "country", code, chosen)


@require_safe
def of_topic(request, slug, chosen):
    return _own_list(request, "topic", slug, chosen)


@require_safe
def officials(request, chosen):
    return _directory(request, chosen, "officials", directories.OFFICIAL_COLUMNS, directories.official_rows)


@require_safe
def countries(request, chosen):
    return _directory(request, chosen, "countries", directories.COUNTRY_COLUMNS, directories.country_rows)


def _own_list(request, parameter, word, chosen):
    """The list of an official, a country or a topic; from a former address, to the present one for good."""
    whose = whose_list(parameter, word)
    if whose is None:
        raise Http404
    if whose.word == word:
        return _statements(request, chosen, whose)
    query = request.GET.urlencode()
    address = reverse(f"{parameter}-file", args=[whose.word, chosen])
    return redirect(address + (f"?{query}" if query else ""), permanent=True)


def _statements(request, chosen, whose=None):
    """Guard, filter, and the rows in the format that was asked for."""
    asked = asked_statements(request.GET, whose)
    if problems := asked.problems or _too_many(chosen, asked.listings):
        return refusal(problems)
    imprint = _imprint(request, asked)
    parts = {"whose": whose and whose.thing, "day": asked.day}
    if chosen == CALENDAR:
        lines = statement_lines(asked.with_check_by, imprint.site, **parts)
        return file_answer(request, chosen, imprint, lambda: calendar_chunks(lines, imprint))
    rows = statement_rows(asked.listings, imprint.site, **parts)
    return _table(request, chosen, Table("statements", STATEMENT_COLUMNS, rows, imprint))


def _imprint(request, asked):
    """The page that shows the same is the list with the same query, or the page of whose list it is."""
    if asked.whose:
        page = asked.whose.thing.get_absolute_url()
        return imprint_of(request, asked.whose.word, asked.title, page, asked.day)
    query = request.GET.urlencode() if asked.day is None else ""
    page = reverse("statements") + (f"?{query}" if query else "")
    return imprint_of(request, "statements", asked.title, page, asked.day)


def _directory(request, chosen, name, columns, rows):
    if problems := unknown_parameters(request.GET, ()):
        return refusal(problems)
    imprint = imprint_of(request, name, name.capitalize(), reverse(name))
    return _table(request, chosen, Table(name, columns, rows(imprint.site), imprint))


def _too_many(chosen, listings):
    """A problem when the format cannot hold the list; asked only of a format that has a limit."""
    if chosen.at_most is None or (count := listings.count()) <= chosen.at_most:
        return []
    words = f"{chosen.name} holds at most {chosen.at_most:,} rows and this list has {count:,}: filter it, or take CSV."
    return [Problem("", "", words)]


WRITERS = {CSV: csv_chunks, JSON: json_chunks, JSON_LINES: json_lines_chunks, XLSX: workbook_file}


def _table(request, chosen, table):
    return file_answer(request, chosen, table.imprint, lambda: WRITERS[chosen](table))
