"""The front page, topics, what is to be checked, the methodology, and what holds for all public pages."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.newsroom import (
    checker,
    editor,
    make_official,
    make_published_statement,
    make_published_verification,
    make_statement,
    make_topic,
    make_verification,
)
from tests.pages.reading import links_of, text_of
from tracker import vocabulary
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Finding, Kind, Vocabulary

pytestmark = pytest.mark.django_db


def public_addresses():
    """One of each kind of public page, of what is on record."""
    topic = make_topic("Elephants")
    statement = make_published_statement(speaker=make_official("Rudolf Rassendyll"), topics=[topic])
    withdrawn = make_published_statement()
    withdraw(withdrawn, editor(), "Never said.")
    return [
        "/",
        "/statements/",
        "/statements/?country=BE&q=elephant",
        statement.get_absolute_url(),
        f"{statement.get_absolute_url()}?as_of=2024-03-05",
        withdrawn.get_absolute_url(),
        "/officials/",
        "/officials/rudolf-rassendyll/",
        "/countries/",
        "/countries/BE/",
        "/topics/elephants/",
        "/due/",
        "/methodology/",
    ]


# --- front page


def test_the_front_page_says_what_this_is_and_how_much_there_is(client):
    make_published_statement()
    make_published_statement(kind=Kind.DENIAL)
    response = client.get("/")
    page = text_of(response)
    assert "What officials said, and what happened next" in page
    assert "2 Statements" in page or "Statements 2" in page
    assert "Denials 1" in page
    assert "/statements/?kind=denial" in links_of(response)
    assert 'action="/statements/"' in response.content.decode()


def test_the_front_page_finds_a_country_among_those_with_statements(client):
    make_published_statement(speaker=make_official(code="FR"))
    make_published_statement(speaker=make_official(code="FR"))
    make_statement(speaker=make_official(code="DE"))
    page = client.get("/").content.decode()
    assert '<select id="country" name="country">' in page
    assert '<option value="FR">France (2)</option>' in page
    assert "Germany" not in page
    assert "Countries 1" in text_of(client.get("/"))
    assert client.get("/statements/?q=&country=FR")["Location"] == "/statements/?country=FR"


def test_the_front_page_shows_what_was_corrected_and_withdrawn_with_the_reasons(client):
    corrected = make_published_statement(quote="The crown is safe.", occasion="A ball")
    correct(corrected, editor(), "It was a dinner.", [Change(corrected, "occasion", "A dinner")])
    gone = make_published_statement(quote="The king is mad.", claim="The king is mad.")
    entry = make_published_verification(make_published_statement(quote="No tree falls."), summary="A tree fell.")
    withdraw(entry, editor(), "It was a bush.")
    withdraw(gone, editor(), "Another said it.")
    response = client.get("/")
    page = text_of(response)
    assert f"Statement {gone.number} withdrawn" in page
    assert page.index("Another said it.") < page.index("It was a bush.") < page.index("It was a dinner.")
    assert "Corrected: occasion" in page
    assert "The crown is safe." in page
    assert "The king is mad." not in page
    assert "A tree fell." not in page
    assert f"/statements/{gone.number}/" in links_of(response)


def test_the_front_page_shows_the_latest_entries_that_stand(client):
    statement = make_published_statement()
    make_published_verification(statement, Finding.TERMS_CHANGED, summary="The parade is moved.")
    taken_back = make_published_verification(statement, summary="An elephant.")
    withdraw(taken_back, editor(), "A statue.")
    make_verification(statement, Finding.NO_CHANGE, summary="A draft.")
    page = text_of(client.get("/"))
    assert "Terms changed, evidence public since 1 April 2024, our entry of " in page
    assert "The parade is moved." in page
    assert "An elephant." not in page
    assert "A draft." not in page


def test_the_front_page_shows_what_is_overdue_and_what_falls_due(client):
    make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    make_published_statement(check_by="2099-03-10", check_by_basis="implied")
    page = text_of(client.get("/"))
    assert "Awaiting our check since 11 March 2024" in page
    assert "check by 10 March 2099" in page


def test_the_front_page_of_an_empty_site_is_a_page(client):
    assert "No statement without a finding names or implies a day at present." in text_of(client.get("/"))


# --- to be checked, topics


def test_what_is_overdue_comes_before_what_falls_due_day_by_day(client):
    for day, basis in (("2099-05-01", "explicit"), ("2024-04", "implied"), ("2024-03-10", "explicit")):
        make_published_statement(check_by=day, check_by_basis=basis)
    page = text_of(client.get("/due/"))
    headings = ["Awaiting our check", "10 March 2024", "April 2024", "To come", "1 May 2099"]
    places = [page.index(words) for words in headings]
    assert places == sorted(places)


def test_what_is_settled_unrated_or_has_a_day_of_the_editors_only_is_not_due(client):
    make_published_verification(make_published_statement(check_by="2024-03-10", check_by_basis="explicit"))
    make_published_statement(check_by="2024-03-10", check_by_basis="editors")
    make_published_statement(kind=Kind.POSITION)
    make_published_statement()
    make_statement(check_by="2024-03-10", check_by_basis="explicit")
    assert "imply a day: 0" in text_of(client.get("/due/"))


def test_a_day_that_others_moved_counts_as_moved(client):
    statement = make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    make_published_verification(statement, Finding.POSTPONED, new_check_by="2099-01-01", public_on=date(2024, 3, 5))
    page = text_of(client.get("/due/"))
    assert "Awaiting our check" not in page.replace("they await our check", "")
    assert "1 January 2099" in page


def test_a_topic_lists_its_statements(client):
    topic = make_topic("Elephants")
    make_published_statement(topics=[topic])
    make_published_statement(claim="Another.")
    response = client.get("/topics/elephants/")
    assert "Statements about this topic: 1" in text_of(response)
    assert "/statements/?topic=elephants" in links_of(response)


def test_a_topic_of_drafts_only_does_not_exist(client):
    topic = make_topic("Secret")
    topic.slug = "secret"
    topic.save()
    make_statement().topics.set([topic])
    assert client.get("/topics/secret/").status_code == 404
    assert "Secret" not in text_of(client.get("/statements/"))


# --- methodology


def test_the_methodology_defines_every_word_of_the_vocabulary(client):
    page = text_of(client.get("/methodology/"))
    words = [
        member
        for thing in vars(vocabulary).values()
        if isinstance(thing, type) and issubclass(thing, Vocabulary) and thing.__name__ not in DESK_WORDS
        for member in thing
    ]
    assert len(words) > 60
    for word in words:
        assert str(word.definition) in page, word
        assert str(word.label).lower() in page.lower(), word


# Whether an official is a person, and what made a version, stand on pages in plain sight.
DESK_WORDS = {"Vocabulary", "OfficialKind", "VersionReason"}


def test_the_methodology_says_what_days_as_of_and_selection_mean(client):
    page = text_of(client.get("/methodology/"))
    assert "A selection by editors tells nothing about the rest of a person’s words" in page
    assert "It does not show what this site looked like then" in page
    assert "Did not come true" in page


# --- all pages


def test_no_page_gives_a_reader_a_cookie_or_depends_on_one():
    for address in public_addresses():
        client = Client()
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


def test_an_editor_who_is_signed_in_sees_the_pages_that_readers_see(client):
    addresses = public_addresses()
    make_statement(claim="A draft.")
    as_reader = [client.get(address).content for address in addresses]
    client.force_login(editor())
    assert [client.get(address).content for address in addresses] == as_reader


def test_pages_hold_no_inline_script_or_style_and_ask_no_other_host(client):
    for address in public_addresses():
        page = client.get(address).content.decode()
        # A script is a file of ours, never text in the page; a claim review is data, which no browser runs.
        page = re.sub(r'<script( src="/static/[^"<>]+"( defer)?| type="application/ld\+json")>', "", page)
        for forbidden in ("<script", "<style", ' style="', ' onclick="', "javascript:", 'src="http', "@import"):
            assert forbidden not in page, (address, forbidden)


def test_every_page_has_one_main_heading_a_title_and_a_language(client):
    for address in public_addresses():
        page = client.get(address).content.decode()
        assert page.count("<h1") == 1, address
        assert page.count("<main") == 1, address
        assert '<html lang="en-gb" dir="ltr">' in page
        assert "– Said &amp; Done</title>" in page, address


def test_a_parameter_that_a_page_does_not_have_is_shown(client):
    for address in public_addresses():
        joint = "&" if "?" in address else "?"
        page = text_of(client.get(f"{address}{joint}foo=bar"))
        assert "“foo”" in page, address


def test_links_on_pages_lead_to_pages(client):
    make_published_verification(make_published_statement(topics=[make_topic()], concerns=["UA"]), author=checker())
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in seen or not address.startswith("/") or address.startswith("/admin/"):
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if response["Content-Type"].startswith("text/html"):
            waiting += [link for link in links_of(response) if link.startswith("/")]
    assert len(seen) > 15


def test_what_is_not_there_is_told_plainly(client):
    for address in ("/nothing/", "/statements/1-nothing/", "/topics/nothing/", "/countries/ZZ/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "There is no such page" in text_of(response)
        assert not response.cookies


def test_a_server_that_fails_says_so_without_details(client, monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("tracker.catalogue.public.officials", fail)
    client.raise_request_exception = False
    response = client.get("/officials/")
    assert response.status_code == 500
    assert "This is our fault" in text_of(response)
    assert "secret detail" not in text_of(response)


@pytest.mark.parametrize("address", ["/", "/statements/", "/officials/", "/due/", "/methodology/"])
def test_pages_are_read_not_written(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/statements/", "/corrections/"])
def test_a_page_that_is_only_read_says_so_with_what_it_answers_to(client, address):
    answer = client.options(address)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "<h1>Not in this way</h1>" in answer.content.decode()
