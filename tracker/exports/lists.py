"""The lists as files: each at the address of its page with the format's suffix, and with the page's own filters."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.catalogue import directories, public
from tracker.catalogue.asking import asked_statements
from tracker.catalogue.formats import CALENDAR, CSV, JSON, JSON_LINES, XLSX
from tracker.catalogue.imprint import imprint_of
from tracker.catalogue.parameters import Problem, unknown_parameters
from tracker.catalogue.representations import STATEMENT_COLUMNS, statement_lines, statement_rows
from tracker.catalogue.tables import Table
from tracker.countries.models import Country
from tracker.exports.answers import file_answer, refusal
from tracker.exports.calendars import calendar_chunks
from tracker.exports.csv_files import csv_chunks
from tracker.exports.json_files import json_chunks, json_lines_chunks
from tracker.exports.workbooks import workbook_file


@require_safe
def statements(request, chosen):
    return _statements(request, chosen)


@require_safe
def of_official(request, slug, chosen):
    official = public.officials().filter(slug=slug).first()
    if official is None:
        return _moved(request, "official-file", public.official_formerly(slug), chosen)
    return _statements(request, chosen, Whose(official, slug, Q(officials__contains=[official.pk])))


@require_safe
def of_country(request, code, chosen):
    country = Country.objects.filter(code=code.upper()).first()
    if country is None or country.code != code:
        return _moved(request, "country-file", country, chosen)
    return _statements(request, chosen, Whose(country, code, Q(countries__contains=[code])))


@require_safe
def of_topic(request, slug, chosen):
    topic = public.topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    return _statements(request, chosen, Whose(topic, slug, Q(topics__contains=[topic.pk])))


@require_safe
def officials(request, chosen):
    return _directory(request, chosen, "officials", directories.OFFICIAL_COLUMNS, directories.official_rows)


@require_safe
def countries(request, chosen):
    return _directory(request, chosen, "countries", directories.COUNTRY_COLUMNS, directories.country_rows)


@dataclass(frozen=True)
class Whose:
    """The official, country or topic whose own list it is, its word in addresses, and which lines are listed there."""

    thing: object
    name: str
    condition: Q


def _moved(request, view, thing, chosen):
    """To the present address, for good; with nothing there, there is no such file."""
    if thing is None:
        raise Http404
    query = request.GET.urlencode()
    address = reverse(view, args=[getattr(thing, "slug", thing.pk), chosen])
    return redirect(address + (f"?{query}" if query else ""), permanent=True)


def _statements(request, chosen, whose=None):
    """Guard, filter, and the rows in the format that was asked for."""
    asked = asked_statements(request.GET, within=whose and whose.condition)
    if problems := asked.problems or _too_many(chosen, asked.listings):
        return refusal(problems)
    imprint = _imprint(request, asked, whose)
    parts = {"whose": whose and whose.thing, "day": asked.day}
    if chosen == CALENDAR:
        lines = statement_lines(asked.with_check_by, imprint.site, **parts)
        return file_answer(request, chosen, imprint, lambda: calendar_chunks(lines, imprint))
    rows = statement_rows(asked.listings, imprint.site, **parts)
    return _table(request, chosen, Table("statements", STATEMENT_COLUMNS, rows, imprint))


def _imprint(request, asked, whose):
    if whose is None:
        query = asked.filter.data.urlencode() if asked.day is None else ""
        page = reverse("statements") + (f"?{query}" if query else "")
        return imprint_of(request, "statements", asked.sentence, page, asked.day)
    title = f"{whose.thing}: {asked.sentence}"
    return imprint_of(request, whose.name, title, whose.thing.get_absolute_url(), asked.day)


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
