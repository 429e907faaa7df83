"""A feed reader is told of everything new, once, and of nothing else."""

import re
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import newsroom
from tests.exports.record import ARABIC, CYRILLIC, HOSTILE
from tracker.catalogue import news
from tracker.texts import clean_text
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Finding, Kind, VoiceRole

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def feed(client):
    """Asks for a feed and has a feed reader's own library read it."""

    def ask(address="/statements.atom"):
        response = client.get(address)
        assert response.status_code == 200
        read = feedparser.parse(response.content)
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == "atom10"
        return read

    return ask


def titles(read):
    return [entry.title for entry in read.entries]


def make_broken(**fields):
    statement = newsroom.make_published_statement(speaker=newsroom.make_official("Rudolf Rassendyll"), **fields)
    return statement, newsroom.make_published_verification(statement)


def test_a_new_statement_and_what_became_of_it_are_news_the_latest_first(feed):
    statement, entry = make_broken()
    read = feed()
    assert titles(read) == [
        "Broken: No elephant stays in Strelsau after the parade. (Rudolf Rassendyll)",
        "Rudolf Rassendyll: No elephant stays in Strelsau after the parade.",
    ]
    verified, said = read.entries
    assert verified.link == said.link == f"http://testserver{statement.get_absolute_url()}"
    assert "An elephant was seen in Strelsau." in verified.summary
    assert "Not a single elephant will stay in Strelsau." in said.summary
    assert "Minister of Elephants of Ruritania" in said.summary
    assert verified.updated == entry.published_at.isoformat()
    assert read.feed.updated == verified.updated
    assert [entry.tags[0].term for entry in read.entries] == ["verification", "statement"]


def test_a_correction_is_news(feed):
    statement, _ = make_broken()
    correct(statement, newsroom.editor(), "We misread it.", [Change(statement, "occasion", "A ball in Strelsau")])
    latest = feed().entries[0]
    assert latest.title == "Corrected: occasion of statement 1"
    assert "A ball in Strelsau" in latest.summary
    assert "We misread it." in latest.summary


def test_of_what_is_withdrawn_only_the_reason_is_told(feed):
    statement, entry = make_broken(claim="The king is an elephant.", quote="I am the king.")
    withdraw(entry, newsroom.editor(), "The photograph was older.")
    read = feed()
    assert titles(read)[0] == "Withdrawn: a verification of statement 1"
    assert read.entries[0].summary == "<p>The photograph was older.</p>"
    assert "An elephant was seen" not in str(read)
    withdraw(statement, newsroom.editor(), "He never said it.")
    read = feed()
    assert titles(read) == ["Withdrawn: statement 1"]
    assert read.entries[0].summary == "<p>He never said it.</p>"
    for told in ("king", "photograph", "Rassendyll"):
        assert told not in str(read)


def test_drafts_are_no_news(feed):
    statement, _ = make_broken()
    newsroom.make_verification(statement, Finding.NO_CHANGE, summary="Hush elephant", evidence=[])
    newsroom.make_statement(claim="Hush elephant")
    assert "Hush" not in str(feed())
    assert len(feed().entries) == 2


def test_identifiers_stay_and_tell_every_event_apart(feed):
    statement, first = make_broken()
    newsroom.make_published_verification(statement, Finding.REOPENED)
    before = {entry.id for entry in feed().entries}
    day = f"{statement.published_at:%Y-%m-%d}"
    assert before == {
        f"tag:testserver,{day}:statement-1/statement",
        f"tag:testserver,{day}:statement-1/verification-1",
        f"tag:testserver,{day}:statement-1/verification-2",
    }
    withdraw(first, newsroom.editor(), "A hoax.")
    after = {entry.id for entry in feed().entries}
    assert after - before == {f"tag:testserver,{day}:statement-1/verification-withdrawn-1"}
    assert f"tag:testserver,{day}:statement-1/verification-2" in after


def test_a_feed_tells_of_what_its_list_has(feed):
    minister, ministry = newsroom.make_official("Rassendyll"), newsroom.make_official("Ministry", code=None)
    newsroom.make_published_statement(
        speaker=minister, voices=[(ministry, VoiceRole.SPOKEN_FOR)], topics=[newsroom.make_topic("Elephants")]
    )
    newsroom.make_published_statement(kind=Kind.DENIAL, speaker=newsroom.make_official("Rupert", code="LU"))
    assert len(feed().entries) == 2
    for address in [
        "officials/rassendyll.atom",
        "officials/ministry.atom",
        "countries/BE.atom",
        "topics/elephants.atom",
    ]:
        assert titles(feed(f"/{address}")) == ["Rassendyll: No elephant stays in Strelsau after the parade."]
    assert titles(feed("/statements.atom?kind=denial")) == ["Rupert: No elephant stays in Strelsau after the parade."]
    assert titles(feed("/officials/rassendyll.atom?kind=denial")) == []


def test_whoever_follows_a_list_is_told_what_is_withdrawn_from_it(feed):
    official = newsroom.make_official("Rassendyll")
    topic = newsroom.make_topic("Elephants")
    statement = newsroom.make_published_statement(
        speaker=official, topics=[topic], concerns=["FR"], source=newsroom.make_source()
    )
    rupert = newsroom.make_official("Rupert", code="LU")
    other = newsroom.make_published_statement(speaker=rupert, topics=[newsroom.make_topic("Parades")])
    withdraw(statement, newsroom.editor(), "He never said it.")
    publisher = statement.appearances.get().source.publisher.slug
    told = ["officials/rassendyll.atom?", "countries/BE.atom?", "topics/elephants.atom?"]
    told += [
        "statements.atom?official=rassendyll&",
        "statements.atom?country=BE&concerns=FR&",
        "statements.atom?topic=elephants&",
    ]
    told += [f"statements.atom?publisher={publisher}&", "statements.atom?kind=commitment&said_after=2024-03-01&"]
    for address in told:
        assert "Withdrawn: statement 1" in titles(feed(f"/{address}")), address
        assert "Withdrawn: statement 1" not in titles(feed(f"/{address}said_before=2023-01-01")), address
    for others in ["officials/rupert.atom", "countries/LU.atom"]:
        assert "Withdrawn: statement 1" not in titles(feed(f"/{others}")), others
    publisher = other.appearances.get().source.publisher.slug
    for others in ["official=rupert", "country=LU", "kind=denial", "topic=parades", f"publisher={publisher}"]:
        assert "Withdrawn: statement 1" not in titles(feed(f"/statements.atom?{others}")), others
    assert "Withdrawn: statement 1" not in titles(feed("/topics/parades.atom"))


def test_words_that_are_withdrawn_cannot_be_asked_for(feed):
    """Otherwise one could guess them, a word at a time."""
    statement, _ = make_broken(claim="The king is an elephant.")
    withdraw(statement, newsroom.editor(), "He never said it.")
    assert titles(feed("/statements.atom?q=king")) == titles(feed("/statements.atom?q=queen"))


def test_the_latest_fifty_are_told(feed, monkeypatch):
    monkeypatch.setattr(news.latest_news.__wrapped__, "__defaults__", (3,))
    for _ in range(5):
        make_broken()
    assert len(feed().entries) == 3


def test_a_feed_says_whose_it_is_and_where_the_page_is(client, feed):
    make_broken()
    read = feed("/statements.atom?status=broken")
    assert read.feed.title == "Said & Done: Statements, broken"
    assert read.feed.author == "Said & Done"
    assert "CC BY 4.0" in read.feed.rights
    links = {link.rel: link.href for link in read.feed.links}
    assert links["self"] == "http://testserver/statements.atom?status=broken"
    assert links["alternate"] == "http://testserver/statements/?status=broken"
    response = client.get("/statements.atom?status=broken")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert not response.cookies
    assert client.head("/statements.atom").content == b""


def test_a_feed_has_all_that_the_standard_asks_for(client):
    make_broken()
    root = ElementTree.fromstring(client.get("/statements.atom").content)  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    identifiers = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(set(identifiers)) == len(identifiers) == 2
    for entry in root.iter(f"{ATOM}entry"):
        assert len(entry.findall(f"{ATOM}title")) == len(entry.findall(f"{ATOM}updated")) == 1
        moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
        assert re.fullmatch(moment, entry.findtext(f"{ATOM}updated"))


def test_a_feed_without_news_is_valid_too(feed):
    assert feed().entries == []


def test_every_text_comes_through_as_text(feed):
    texts = [clean_text(text) for text in (ARABIC, CYRILLIC, *HOSTILE)]
    for text in texts:
        newsroom.make_published_statement(claim=text, quote=text, speaker=newsroom.make_official("Rupert"))
    shown = titles(feed())
    assert ["".join(title.split()) for title in reversed(shown)] == [
        "".join(f"Rupert:{text}".split()) for text in texts
    ]
    assert "<script>" not in str([entry.summary for entry in feed().entries])


def test_what_cannot_be_followed_is_refused(client):
    for query, parameter in [("contry=BE", "contry"), ("order=oldest", "order"), ("as_of=2024-01-01", "as_of")]:
        response = client.get(f"/statements.atom?{query}")
        assert response.status_code == 400
        assert response.json()["error"]["problems"][0]["parameter"] == parameter


def test_a_former_address_leads_to_the_present_feed(client):
    official = newsroom.make_official("Rassendyll")
    newsroom.make_published_statement(speaker=official)
    official.refresh_from_db()
    official.slug = "king-rudolf"
    official.save()
    assert client.get("/officials/rassendyll.atom").headers["Location"] == "/officials/king-rudolf.atom"
    assert client.get("/countries/be.atom").headers["Location"] == "/countries/BE.atom"
    assert client.get("/officials/nobody.atom").status_code == 404
    assert client.get("/topics/nothing.atom").status_code == 404


def test_queries_do_not_grow_with_news(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/statements.atom")
        return len(queries)

    make_broken()
    few = count()
    for place in range(4):
        statement, _ = make_broken(said_on=date(2024, 2, 1 + place))
        correct(statement, newsroom.editor(), "Late.", [Change(statement, "occasion", "A ball")])
    withdraw(statement, newsroom.editor(), "A hoax.")
    assert count() == few
