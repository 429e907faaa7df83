"""A reader sees what the site showed before, and what was wrong; a draft's words are in none of it."""

import pytest
from django.utils.translation import override

from tests import newsroom
from tracker.catalogue.version_texts import stored_label
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply
from tracker.verifications.publishing import record_reply, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected():
    statement = newsroom.make_published_statement(claim="No elephant stays in Strelsau.")
    newsroom.make_published_verification(statement)
    correct(
        statement,
        newsroom.editor(),
        "The parade was in Zenda.",
        [Change(statement, "claim", "No elephant stays in Zenda.")],
    )
    statement.refresh_from_db()
    return statement


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_history_tells_each_version_and_what_it_changed(client, corrected):
    html = page(client, corrected.history_address)
    assert [f'id="v{number}"' in html for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "<del>Strelsau</del><ins>Zenda</ins>" in html
    assert "Open" in html
    assert "Broken" in html


def test_an_old_version_shows_the_page_as_it_was_and_says_that_it_is_old(client, corrected):
    html = page(client, corrected.version_address(1))
    assert "No elephant stays in Strelsau." in html
    assert "It is old" in html
    assert "Zenda" not in html
    assert "It is the newest version" in page(client, corrected.version_address(3))


def test_the_address_of_a_version_is_permanent_whatever_words_stand_in_it(client, corrected):
    answer = client.get(f"/statements/{corrected.number}-other-words/v/1/")
    assert (answer.status_code, answer["Location"]) == (301, corrected.version_address(1))
    page(client, corrected.version_address(9), status=404)


def test_corrections_stand_on_their_own_page_and_on_the_statement(client, corrected):
    for address in ("/corrections/", corrected.get_absolute_url()):
        html = page(client, address)
        assert "The parade was in Zenda." in html
        assert "No elephant stays in Strelsau." in html


def test_a_reply_stands_on_the_page_and_so_does_its_absence(client):
    statement = newsroom.make_published_statement()
    record_reply(Reply(statement=statement, why_not_asked="He died in 2020."), by=newsroom.editor())
    record_reply(
        Reply(
            statement=statement,
            asked_on="2024-05-01",
            channel="by letter",
            answered_on="2024-05-03",
            text="<b>No comment.</b>",
            language="en",
        ),
        by=newsroom.editor(),
    )
    html = page(client, statement.get_absolute_url())
    assert "Nobody was asked: <bdi>He died in 2020.</bdi>" in html
    assert "&lt;b&gt;No comment.&lt;/b&gt;" in html


def test_where_nobody_was_asked_no_page_says_that_somebody_answered(client):
    statement = newsroom.make_published_statement()
    record_reply(Reply(statement=statement, why_not_asked="He died in 2020."), by=newsroom.editor())
    for address in (statement.get_absolute_url(), statement.history_address, statement.version_address(2)):
        html = page(client, address).lower()
        assert "right of reply" in html
        assert "what the official answered" not in html
        assert "reply added" not in html


def test_the_history_says_what_was_withdrawn(client, corrected):
    withdraw(corrected.verifications.get(), newsroom.editor(), "A statue.")
    history = page(client, corrected.history_address)
    assert "</a>: an entry withdrawn</h2>" in history
    withdraw(corrected, newsroom.editor(), "He never said it.")
    assert ": the statement withdrawn</h2>" in page(client, corrected.history_address)


def test_an_old_version_has_words_with_a_fixed_meaning_in_the_language_of_the_page(client, corrected):
    history = page(client, f"/ar{corrected.history_address}")
    version = page(client, f"/ar{corrected.version_address(3)}")
    assert '<dd lang="ar" dir="auto"><del>مفتوح</del><ins>نُقض</ins></dd>' in history
    for html in (history, version):
        assert "نُقض، معلن" in html
        assert "Broken" not in html
        assert "An elephant was seen" in html


def test_a_label_that_the_vocabulary_no_longer_has_stays_as_it_was_stored():
    with override("ar"):
        assert stored_label("Broken in spirit") == "Broken in spirit"


def test_nothing_is_neither_struck_out_nor_marked_as_new(client):
    statement = newsroom.make_published_statement(occasion="At the parade.")
    correct(statement, newsroom.editor(), "No parade.", [Change(statement, "occasion", "")])
    for address in ("/corrections/", statement.get_absolute_url()):
        html = page(client, address)
        assert "<del>At the parade.</del>" in html
        assert '<dd dir="auto">nothing</dd>' in html


def test_a_withdrawn_statement_keeps_its_reason_and_no_word_of_it(client, corrected):
    withdraw(corrected, newsroom.editor(), "He never said it.")
    history = page(client, corrected.history_address)
    version = page(client, corrected.version_address(1), status=410)
    statement = page(client, corrected.get_absolute_url())
    for html in (history, version, statement):
        assert "He never said it." in html
        for word in ("No elephant", "Zenda", "An elephant was seen"):
            assert word not in html.replace(corrected.slug, "")
    assert "Zenda" not in page(client, "/corrections/")


def test_a_drafts_words_are_in_no_history(client, corrected):
    newsroom.make_verification(corrected, summary="A secret finding.")
    for address in (corrected.history_address, corrected.version_address(3), "/corrections/"):
        assert "secret" not in page(client, address)


def test_people_are_named_by_role_where_the_newsroom_chose_that(client, corrected, settings):
    settings.AUTHORS_SHOWN = "role"
    html = page(client, corrected.get_absolute_url())
    assert "Edith" not in html
    assert "Charles" not in html


def test_the_history_of_what_is_withdrawn_prints_no_address_for_it_has_words_of_the_claim(client, corrected):
    assert f'class="printed">http://testserver{corrected.history_address}' in page(client, corrected.history_address)
    withdraw(corrected, newsroom.editor(), "Never said.")
    for address in (corrected.history_address, corrected.get_absolute_url()):
        assert 'class="printed"' not in page(client, address)
    assert 'class="printed"' not in page(client, corrected.version_address(1), status=410)


def test_an_arabic_day_stays_whole_among_the_names_of_an_old_version(client, corrected):
    address = corrected.version_address(1)
    assert "\N{FIRST STRONG ISOLATE}1 مارس 2024\N{POP DIRECTIONAL ISOLATE}" in page(client, f"/ar{address}")
    assert "\N{FIRST STRONG ISOLATE}" not in page(client, address)
