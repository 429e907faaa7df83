"""The desk's lists: found by words, names and addresses, filtered, and never slower for being longer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from tests import newsroom
from tests.desk.forms import page
from tracker.verifications.status import today
from tracker.vocabulary import Finding, Kind

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/statement/"


def found(desk, **query):
    return set(desk.get(LIST, query).context["cl"].queryset)


def test_words_names_and_other_names_find_a_statement(desk):
    speaker = newsroom.make_official("Rudolf Rassendyll")
    speaker.other_names.create(name="Рудольф Рассендилл")
    statement = newsroom.make_statement(speaker=speaker, claim="No camel stays.")
    newsroom.make_statement()
    for words in ("camel", "rassendyll", "Рассендилл"):
        assert statement in found(desk, q=words)
    assert found(desk, q="camel") == {statement}


def test_an_address_finds_what_it_carries_and_what_it_is_evidence_for(desk):
    carried = newsroom.make_statement(source=newsroom.make_source(url="https://courier.example.org/a"))
    checked = newsroom.make_published_statement()
    verification = newsroom.make_verification(checked, evidence=[])
    newsroom.make_evidence(verification, source=newsroom.make_source(url="https://courier.example.org/b"))
    assert found(desk, q="http://www.courier.example.org/a/?utm_source=x") == {carried}
    assert found(desk, q="https://courier.example.org/b") == {checked}
    assert found(desk, q="https://") == set()


def test_the_stage_is_a_filter(desk):
    draft, published = newsroom.make_statement(), newsroom.make_published_statement()
    assert found(desk, stage="draft") == {draft}
    assert found(desk, stage="published") == {published}
    assert found(desk, stage="withdrawn") == set()


def test_the_status_is_that_of_the_readers(desk):
    newsroom.make_statement()
    is_open, broken = newsroom.make_published_statement(), newsroom.make_published_statement()
    newsroom.make_published_verification(broken)
    assert found(desk, status="open") == {is_open}
    assert found(desk, status="broken") == {broken}


def test_where_something_stands_is_a_word_with_its_shape(desk):
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement)
    newsroom.make_statement()
    broken = render_to_string("components/mark.html", {"word": "Broken", "tone": "against"})
    for address in (LIST, "/admin/tracker/verification/", page("statement_change", statement.pk)):
        assert broken in desk.get(address).text, address
    assert '<span class="desk-tag">Draft</span>' in desk.get(LIST).text


def test_sources_that_are_gone_from_the_web_are_a_filter(desk):
    gone, there = newsroom.make_source(gone_on="2024-06-01"), newsroom.make_source()
    for value, sources in (("yes", {gone}), ("no", {there}), ("", {gone, there})):
        assert set(desk.get("/admin/tracker/source/", {"gone": value}).context["cl"].queryset) == sources


def test_an_empty_list_says_that_nothing_fits_and_offers_nothing_to_do(desk):
    assert "Nothing is here yet." in desk.get(LIST).text
    newsroom.make_statement()
    nothing = desk.get(LIST, {"q": "camel"}).text
    assert "Nothing here fits what was asked." in nothing
    assert 'name="action"' not in nothing
    assert "In all: 1" in desk.get(LIST).text


def test_due_for_readers_and_due_for_the_desk_are_two_things(desk):
    named = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    ours = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="editors")
    soon = newsroom.make_published_statement(check_by=today() + timedelta(days=3), check_by_basis="editors")
    assert found(desk, due="readers") == {named}
    assert found(desk, due="desk") == {ours}
    assert found(desk, due="soon") == {soon}


def test_official_and_country_match_speaker_and_voices(desk):
    signatory = newsroom.make_official(code="FR")
    statement = newsroom.make_published_statement(voices=[(signatory, "signed")])
    newsroom.make_statement(speaker=newsroom.make_official(code="AT"))
    for official in (statement.speaker, signatory):
        assert found(desk, official=official.pk) == {statement}
    assert found(desk, country="BE") == {statement}
    assert found(desk, kind__exact=Kind.DENIAL) == set()


def test_my_own_are_a_filter(desk, editor):
    mine = newsroom.make_statement(created_by=editor)
    newsroom.make_statement(created_by=newsroom.checker())
    assert found(desk, by="me") == {mine}


def test_verifications_are_found_by_the_address_of_their_evidence(desk):
    verification = newsroom.make_verification(newsroom.make_published_statement())
    newsroom.make_verification(newsroom.make_published_statement(), Finding.NO_CHANGE)
    address = verification.evidence.get().source.url
    assert set(desk.get("/admin/tracker/verification/", {"q": address}).context["cl"].queryset) == {verification}


def _a_newsroom_with(count):
    for _ in range(count):
        speaker = newsroom.make_official()
        newsroom.make_tenure(speaker)
        statement = newsroom.make_published_statement(speaker=speaker)
        newsroom.make_published_verification(statement)
        newsroom.make_statement(speaker=speaker, created_by=newsroom.editor())


@pytest.mark.parametrize(
    "address", ["statement", "verification", "source", "official", "office", "tenure", "publisher"]
)
def test_a_long_list_costs_as_many_queries_as_a_short_one(desk, address):
    _a_newsroom_with(2)
    desk.get(page(f"{address}_changelist"))  # what is asked once in a process is asked now
    with CaptureQueriesContext(connection) as short:
        desk.get(page(f"{address}_changelist"))
    _a_newsroom_with(6)
    with CaptureQueriesContext(connection) as long:
        desk.get(page(f"{address}_changelist"))
    assert len(long) == len(short) <= 20


def test_the_first_page_costs_as_many_queries_when_the_desk_is_full(desk):
    _a_newsroom_with(2)
    desk.get("/admin/")
    with CaptureQueriesContext(connection) as short:
        desk.get("/admin/")
    _a_newsroom_with(5)
    with CaptureQueriesContext(connection) as long:
        desk.get("/admin/")
    assert len(long) == len(short)
