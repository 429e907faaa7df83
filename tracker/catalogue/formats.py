"""The formats that a list is to be had in, each at the page's address with its suffix."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Format:
    """A format: the end of its address, its name, its media type, and how many rows it can hold."""

    suffix: str
    name: str
    media_type: str
    what_for: str
    at_most: int | None = None

    def holds(self, count):
        return self.at_most is None or count <= self.at_most


CSV = Format("csv", "CSV", "text/csv; charset=utf-8; header=present", _("for spreadsheets and statistics programs"))
XLSX = Format(
    "xlsx",
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _("for Excel and LibreOffice"),
    at_most=100_000,
)
JSON = Format("json", "JSON", "application/json", _("for programs"))
JSON_LINES = Format("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", _("for programs, a row a line"))
CALENDAR = Format("ics", "iCalendar", "text/calendar; charset=utf-8", _("for calendars, an event a check-by day"))
FEED = Format("atom", "Atom", "application/atom+xml; charset=utf-8", _("for feed readers, the latest news"))
BIBTEX = Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", _("for LaTeX"))
CSL_JSON = Format(
    "csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", _("for Zotero and other keepers of references")
)

# In the order in which pages offer them.
TABLES = {chosen.suffix: chosen for chosen in (CSV, XLSX, JSON, JSON_LINES)}
STATEMENT_LISTS = TABLES | {CALENDAR.suffix: CALENDAR}
REFERENCES = {chosen.suffix: chosen for chosen in (BIBTEX, CSL_JSON)}
