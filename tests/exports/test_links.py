"""A reader finds every format on the page, with what it will give."""

import re

import pytest

from tests import newsroom
from tests.exports.reading import events_of, rows_of
from tests.exports.record import make_record
from tests.pages.reading import links_of, text_of
from tracker.catalogue import formats
from tracker.catalogue.directories import COUNTRY_COLUMNS, OFFICIAL_COLUMNS
from tracker.exports import lists

pytestmark = pytest.mark.django_db

PAGES = ["/statements/?country=BE&kind=denial&kind=assertion", "/officials/rudolf-rassendyll/", "/countries/LU/"]
FORMATS = "This list as data CSV {0} rows.*XLSX {0} rows.*JSON {0} rows.*JSON Lines {0} rows.*iCalendar {1} days.*Atom"


def files_of(client, page):
    """The addresses of the files and the feed that a page links to, by suffix."""
    found = [re.fullmatch(r"/[^?]*\.(\w+)(\?.*)?", link) for link in links_of(client.get(page))]
    return {match.group(1): match.group() for match in found if match}


@pytest.mark.parametrize("page", [*PAGES, "/topics/elephants/", "/statements/"])
def test_each_list_links_to_its_formats_with_the_number_of_their_rows(client, page):
    make_record()
    files = files_of(client, page)
    assert list(files) == ["csv", "xlsx", "json", "jsonl", "ics", "atom"]
    rows = {suffix: len(rows_of(client.get(files[suffix]), suffix)) for suffix in ("csv", "xlsx", "json", "jsonl")}
    days = len(events_of(client.get(files["ics"])))
    assert len(set(rows.values())) == 1
    assert days > 1
    assert re.search(FORMATS.format(rows["csv"], days), text_of(client.get(page)))


def test_the_directories_link_to_theirs(client):
    make_record()
    for page, columns in [("/officials/", OFFICIAL_COLUMNS), ("/countries/", COUNTRY_COLUMNS)]:
        files = files_of(client, page)
        assert list(files) == ["csv", "xlsx", "json", "jsonl"]
        count = len(rows_of(client.get(files["csv"]), "csv", columns))
        assert f"CSV {count} rows" in text_of(client.get(page))


def test_filters_go_along_but_not_the_page_nor_what_is_not_understood(client):
    for _ in range(3):
        newsroom.make_published_statement()
    files = files_of(client, "/statements/?after=2024-03-01~3&country=BE&order=oldest&contry=LU")
    assert files["csv"] == "/statements.csv?country=BE&order=oldest"
    assert files["atom"] == "/statements.atom?country=BE"


def test_a_feed_reader_finds_the_feed_from_the_page(client):
    make_record()
    for page in [*PAGES, "/topics/elephants/"]:
        head = client.get(page).content.decode().split("</head>")[0]
        (link,) = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]*" href="([^"]*)">', head)
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_a_question_that_cannot_be_understood_has_no_files(client):
    assert files_of(client, "/statements/?status=lost") == {}


def test_a_list_too_long_for_a_format_says_so_instead_of_linking(client, monkeypatch):
    small = formats.Format("xlsx", "XLSX", "x/y", "for Excel", at_most=1)
    monkeypatch.setitem(formats.STATEMENT_LISTS, "xlsx", small)
    monkeypatch.setitem(lists.WRITERS, small, lists.WRITERS[formats.XLSX])
    newsroom.make_published_statement()
    newsroom.make_published_statement()
    assert "xlsx" not in files_of(client, "/statements/")
    assert "XLSX 2 rows, and the format holds 1: filter the list to have it" in text_of(client.get("/statements/"))
