"""The wordings of one statement side by side: grouped by language and origin, compared with the one that we judge."""

import re

import pytest

from tests.newsroom import editor, make_origin, make_published_statement, make_publisher, make_source, make_statement
from tests.pages.reading import headings_of, text_of
from tracker.statements.models import Appearance
from tracker.verifications.publishing import publish_statement
from tracker.vocabulary import Form

pytestmark = pytest.mark.django_db

JUDGED = "Not a single elephant will stay in Strelsau."


def make_told(*wordings, **fields):
    """A published statement with more wordings: its text, and what else is known of it."""
    statement = make_statement(quote=JUDGED, **fields)
    for wording, more in wordings:
        known = {"source": make_source(), "language": "en", "form": Form.TRANSLATED}
        Appearance.objects.create(statement=statement, wording=wording, **known | more)
    return publish_statement(statement, by=editor())


def wordings_of(client, statement):
    return re.search(r'<section class="wordings".*?\n</section>', client.get(statement.get_absolute_url()).text, re.S)[
        0
    ]


def marked(section):
    return re.findall(r"<mark>(.*?)</mark>", section)


def test_words_that_are_other_are_marked_and_those_that_are_missing_are_told(client):
    statement = make_told(("Not one elephant will remain in Strelsau.", {}))
    section = wordings_of(client, statement)
    assert marked(section) == ["one", "remain"]
    page = text_of(client.get(statement.get_absolute_url()))
    assert "Not one elephant will remain in Strelsau." in page, "letter for letter"
    assert "In the wording that we judge, but not in this one: a single · stay" in page
    assert "Only in this wording: one remain" in page
    assert "Marked words are other than in the wording that we judge." in page


def test_without_any_difference_nothing_is_said_of_marks(client):
    page = text_of(client.get(make_published_statement().get_absolute_url()))
    assert "Marked words" not in page


@pytest.mark.parametrize(
    "more",
    [{"language": "de"}, {"form": Form.PARAPHRASE}],
    ids=["in another language", "told in the source’s own words"],
)
def test_what_cannot_be_compared_has_no_marks(client, more):
    assert marked(wordings_of(client, make_told(("Kein Elefant bleibt.", more)))) == []


def test_british_and_american_wordings_are_compared(client):
    section = wordings_of(client, make_told(("Not a single elephant will stay in the capital.", {"language": "en-GB"})))
    assert marked(section) == ["the capital"]


def test_sources_that_print_the_same_stand_under_one_wording(client):
    agency = make_origin("RPA")
    publishers = [make_publisher(name) for name in ("Zenda Herald", "Hentzau Post")]
    same = [("No elephant stays.", {"source": make_source(origins=[agency], publisher=one)}) for one in publishers]
    section = wordings_of(client, make_told(*same, source=make_source(origins=[agency])))
    assert section.count('class="wording"') == 2
    assert "3 sources, 2 origins" not in section
    assert re.search(r"RPA.*3 sources, 1 origin", section, re.S)
    assert section.index("Zenda Herald") < section.index("Hentzau Post")


def test_other_languages_stand_apart_and_the_spoken_one_says_so(client):
    statement = make_told(
        ("Ни один слон не останется.", {"language": "ru", "form": Form.OWN_WORDS}),
        ("", {"language": "", "form": Form.PARAPHRASE}),
        spoken_language="ru",
    )
    headings = headings_of(client.get(statement.get_absolute_url()))
    start = headings.index("Wordings by origin")
    assert headings[start + 1 : start + 4] == [
        "In English",
        "In Russian, the language in which it was said",
        "Wording not on record here",
    ]


def test_no_word_of_a_source_becomes_markup(client):
    section = wordings_of(client, make_told(("Not a <b>single</b> elephant & will stay in Strelsau.", {})))
    assert "&lt;" in section
    assert "<b>single" not in section


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_wording_is_seen_on_the_page_and_in_print(browser, live_server):
    statement = make_told(("Not one elephant will remain in Strelsau.", {}))
    page = browser.new_page()
    page.goto(live_server.url + statement.get_absolute_url())
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.locator("blockquote.wording").count() == 2
        for wording in page.locator("blockquote.wording").all():
            assert wording.is_visible()
    page.close()
