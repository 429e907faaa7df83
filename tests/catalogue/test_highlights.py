"""What was looked for is marked in the rows of the list, as text and never as markup; or told where else it stands."""

import re

import pytest
from django.http import QueryDict

from tests.hostile import PAYLOADS
from tests.newsroom import make_official, make_published_statement, make_source, make_topic
from tracker.catalogue import public
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.highlights import show_matches
from tracker.officials.models import OtherName
from tracker.statements.models import Appearance

pytestmark = pytest.mark.django_db


def only_row(words):
    query = QueryDict(mutable=True)
    query["q"] = words
    asked = StatementFilter(query)
    rows = public.rows(asked.qs.values_list("pk", flat=True))
    show_matches(rows, asked.search)
    (row,) = rows
    return row


def marked(words):
    """What is marked in the row's own words."""
    return re.findall("<mark>(.*?)</mark>", only_row(words).statement.marked_words)


def told(words):
    """The lines that the row has beside its words."""
    return [f"{text.label}: {text.excerpt}" for text in only_row(words).found_in]


def say(quote, language="en", **fields):
    fields = {"claim": "Something was said."} | fields
    return make_published_statement(quote=quote, quote_language=language, appearance={"language": language}, **fields)


@pytest.mark.parametrize(
    ("language", "quote", "words", "marks"),
    [
        ("en", "The elephant, all elephants & Elephants’ heirs.", "elephants", ["elephant", "elephants", "Elephants"]),
        ("en", "To be or not to be; be to no one.", '"to be"', ["To be", "to be"]),
        ("fr", "Les éléphants de la cité.", "elephant", ["éléphants"]),
        ("ru", "Все мосты и мост.", "мостов", ["мосты", "мост"]),
        ("ja", "大臣は橋を直すと大臣が約束した。", "大臣 直", ["大臣", "直", "大臣"]),
        ("th", "เราจะซ่อมสะพานทั้งหมด", "สะพาน", ["สะพาน"]),
        ("ko", "대통령은 다리를 고친다", "대통령", ["대통령"]),
        ("ar", "سنُصلح الجُسور في هذه السنة", "الجسور", ["الجُسور"]),
        ("he", "לֹא נִבְנֶה גְּשָׁרִים", "נבנה", ["נִבְנֶה"]),
        ("en", "Elephants or crowns, not mice.", "crown OR elephant -lion", ["Elephants", "crowns"]),
        ("en", "The road to Zenda.", "Zendaa road", ["road", "Zenda"]),
    ],
)
def test_each_place_is_marked_whole_in_its_own_spelling(language, quote, words, marks):
    say(quote, language)
    assert marked(words) == marks
    assert re.sub("</?mark>", "", only_row(words).statement.marked_words) == quote.replace("&", "&amp;")


def test_where_no_source_prints_the_words_the_claim_is_marked():
    make_published_statement(form="paraphrase", claim="No elephant stays.")
    assert marked("elephants") == ["elephant"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_marked_is_text_and_never_markup(payload):
    say(f"Elephant {payload} elephant", claim=f"A crown. {payload}")
    page = only_row("elephant crown")
    for html in (page.statement.marked_words, *(text.excerpt for text in page.found_in)):
        bare = re.sub("</?mark>|… | …", "", html)
        assert not set("<>\"'") & set(bare), html
    assert "<mark>Elephant</mark>" in page.statement.marked_words


def test_a_mark_does_not_cut_what_is_escaped():
    say("R&amp;D and <b>amp</b> gt; lt;")
    assert only_row("amp").statement.marked_words == (
        "R&amp;<mark>amp</mark>;D and &lt;b&gt;<mark>amp</mark>&lt;/b&gt; gt; lt;"
    )


def test_the_names_of_speaker_and_voices_are_marked():
    voice = make_official("Black <b>Michael</b>")
    say("Nothing.", speaker=make_official("Rudolf Rassendyll"), voices=[(voice, "signed")])
    statement = only_row("rassendyll michael").statement
    assert statement.speaker.marked_name == "Rudolf <mark>Rassendyll</mark>"
    assert statement.voices.all()[0].official.marked_name == "Black &lt;b&gt;<mark>Michael</mark>&lt;/b&gt;"


def test_what_stands_in_no_text_of_the_row_is_told_where_it_stands():
    official = make_official("Vladimir Makei")
    OtherName.objects.create(official=official, name="Uładzimir Makiej")
    statement = say(
        "Мосты.",
        "ru",
        speaker=official,
        claim="The tunnel is safe.",
        translation="The bridges.",
        occasion="feast in Zenda",
        topics=[make_topic("Ferries")],
    )
    source = make_source()
    Appearance.objects.create(statement=statement, source=source, wording="Wege.", language="de", form="translated")
    assert told("tunnels") == ["Claim: The <mark>tunnel</mark> is safe."]
    assert told("bridge") == ["Our translation: The <mark>bridges</mark>."]
    assert told("zenda") == ["Occasion: feast in <mark>Zenda</mark>"]
    assert told("makiej") == ["Vladimir Makei is also: Uładzimir <mark>Makiej</mark>"]
    assert told("ferry") == ["Topic: <mark>Ferries</mark>"]
    assert told("weg") == [f"Wording in {source.publisher}: <mark>Wege</mark>."]
    assert told("мост") == told("makei") == []
    assert told("safe zenda tunnel мост") == [
        "Claim: The <mark>tunnel</mark> is <mark>safe</mark>.",
        "Occasion: feast in <mark>Zenda</mark>",
    ]


def test_of_a_long_text_the_part_around_the_place_is_told():
    say("Nothing.", claim=f"{'Much was said. ' * 40}Then an elephant came. {'More was said. ' * 40}".strip())
    (line,) = told("elephant")
    assert line.startswith("Claim: … ")
    assert "<mark>elephant</mark> came." in line
    assert line.endswith(" …")
    assert len(line) < 300


def test_the_page_shows_the_marks_and_says_what_it_did_otherwise(client):
    say("The elephants of Zenda.")
    page = client.get("/statements/?q=the+elefants").content.decode()
    assert "The <mark>elephants</mark> of Zenda." in page
    assert "Nothing has “elefants”; shown is “elephants”." in page
    assert "Left out as too common: “the”." in page
    assert "with “elephants” (nothing has “elefants”) in words or names: <strong>1</strong>" in page
    assert '<option value="relevance">best match first</option>' in page
    assert "relevance" not in client.get("/statements/").content.decode()
