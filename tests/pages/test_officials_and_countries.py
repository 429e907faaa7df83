"""The pages of officials and countries: who, offices, words, and counts that nobody can turn into a score."""

import re
from datetime import date

import pytest

from tests.newsroom import (
    country,
    editor,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_source,
    make_statement,
    make_tenure,
)
from tests.pages.reading import links_of, text_of
from tracker.officials.models import Office, OtherName, Tenure
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Finding, Form, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def rudolf():
    return make_official("Rudolf Rassendyll", sort_as="Rassendyll, Rudolf", wikidata_id="Q123")


def page_of(client, official):
    official.refresh_from_db()
    return text_of(client.get(official.get_absolute_url()))


def group(client, address, name):
    """One group of the counts: its number, and its statuses with their numbers."""
    counts = client.get(address).context["counts"]
    found = next(group for group in counts.groups if group.name == name)
    return found.count, {one.label: one.count for one in found.statuses if one.count}


def make_relayed(**fields):
    return make_published_statement(
        form=Form.PARAPHRASE, appearance={"basis": "relayed", "relayed_by": make_origin()}, **fields
    )


def test_the_page_says_who_this_is_and_which_offices_over_time(client, rudolf):
    OtherName.objects.create(official=rudolf, name="Рудольф Рассендилл", language="ru")
    source = make_source(published_on=date(2024, 5, 2), url="https://courier.example.org/resigns")
    make_tenure(
        rudolf, "King of Ruritania", "2024-03", ended_on="2024-05-01", is_acting=True, note="left", source=source
    )
    make_tenure(rudolf, "Guest of Ruritania", "2024-05-01")
    make_published_statement(speaker=rudolf)
    page = page_of(client, rudolf)
    assert "Belgium · Q123 at Wikidata" in page
    assert "Also: Рудольф Рассендилл (Russian)" in page
    assert "King of Ruritania (acting): from March 2024 to 1 May 2024; left." in page
    assert "Guest of Ruritania: since 1 May 2024, no end on record." in page
    assert {"https://www.wikidata.org/wiki/Q123", "https://courier.example.org/resigns", "/countries/BE/"} <= {
        *links_of(client.get(rudolf.get_absolute_url()))
    }


def test_promises_predictions_and_factual_claims_are_counted_apart(client, rudolf):
    make_published_verification(make_published_statement(speaker=rudolf, said_on="2024-02-01"), public_on="2024-05-01")
    make_published_statement(speaker=rudolf)
    make_published_verification(
        make_published_statement(speaker=rudolf, kind=Kind.PREDICTION), Finding.UPHELD, public_on=date(2024, 5, 1)
    )
    make_published_verification(make_published_statement(speaker=rudolf, kind=Kind.DENIAL))
    make_published_verification(make_published_statement(speaker=rudolf, kind=Kind.ASSERTION))
    page = page_of(client, rudolf)
    address = rudolf.get_absolute_url()
    assert group(client, address, "Promises") == (2, {"Broken": 1, "Open": 1})
    assert group(client, address, "Predictions") == (1, {"Came true": 1})
    assert group(client, address, "Factual claims") == (2, {"Contradicted or inaccurate": 2})
    assert "Promises: 2" in page
    assert "Kept 0" in page
    assert "The first was said on 1 February 2024, the last on 1 March 2024." in page
    assert "Logged since" in page


def test_the_first_and_the_last_words_are_of_days_as_exact_as_they_are_known(client, rudolf):
    make_published_statement(speaker=rudolf, said_on="2024-02")
    make_published_statement(speaker=rudolf)
    assert "The first was said in February 2024, the last on 1 March 2024." in page_of(client, rudolf)


def test_nothing_is_a_percentage_a_score_or_a_rank(client, rudolf):
    make_published_verification(make_published_statement(speaker=rudolf))
    for address in ("/", "/officials/", "/countries/", "/countries/BE/", "/officials/rudolf-rassendyll/"):
        assert not re.search(r"%|per cent|\bscore|\brank", text_of(client.get(address)))
    assert "A selection by editors tells nothing about the rest of a person’s words." in page_of(client, rudolf)


def test_relayed_spoken_for_and_unrated_words_are_listed_and_not_counted(client, rudolf):
    make_published_verification(make_relayed(speaker=rudolf))
    make_published_statement(voices=[(rudolf, "spoken_for")])
    make_published_statement(speaker=rudolf, kind=Kind.POSITION)
    page = page_of(client, rudolf)
    assert "Promises: 0" in page
    assert "Statements by or on behalf of Rudolf Rassendyll: 3" in page
    assert "Listed below, but not counted here: 3" in page
    assert "1 relayed: known only from another’s account" in page
    assert "not counted (relayed: known only from another’s account)" in page
    assert "not counted (spoken for: the words are another’s)" in page
    assert "not counted (on record: not rated)" in page


def test_who_signed_counts_and_is_marked(client, rudolf):
    make_published_statement(voices=[(rudolf, "signed")])
    assert "Promises: 1" in page_of(client, rudolf)
    assert "Signed too" in page_of(client, rudolf)


def test_counts_say_how_often_the_speaker_had_left_office_before_the_day(client, rudolf):
    tenure = make_tenure(rudolf, ended_on="2024-03-05")
    make_published_statement(speaker=rudolf, tenure=tenure, check_by="2024-03-10", check_by_basis="explicit")
    assert "In 1 of them the speaker had left the office before the day to check." in page_of(client, rudolf)


def test_withdrawn_words_leave_list_and_counts_but_the_page_stays(client, rudolf):
    withdraw(make_published_statement(speaker=rudolf), editor(), "Never said.")
    page = page_of(client, rudolf)
    assert "Promises: 0" in page
    assert "Nothing is listed at present." in page


def test_a_former_address_leads_to_the_present_one_for_good(client, rudolf):
    make_published_statement(speaker=rudolf)
    rudolf.refresh_from_db()
    rudolf.slug = "rudolf-v"
    rudolf.save()
    response = client.get("/officials/rudolf-rassendyll/?before=end")
    assert (response.status_code, response["Location"]) == (301, "/officials/rudolf-v/?before=end")


@pytest.mark.parametrize("address", ["/officials/nobody/", "/officials/a%00b/", "/officials/%F0%9F%90%98/"])
def test_an_unknown_official_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_official_of_drafts_only_has_no_page_even_with_an_address(client, rudolf):
    rudolf.slug = "rudolf-rassendyll"
    rudolf.save()
    make_statement(speaker=rudolf)
    assert client.get("/officials/rudolf-rassendyll/").status_code == 404
    assert "Rudolf" not in text_of(client.get("/officials/"))


def test_a_body_that_nobody_quoted_is_not_named_beside_an_office(client, rudolf):
    palace = make_official("The Palace", kind="institution")
    Tenure.objects.create(
        official=rudolf, office=Office.objects.create(title="King", institution=palace), started_on="2020"
    )
    make_published_statement(speaker=rudolf)
    assert "The Palace" not in page_of(client, rudolf)
    make_published_statement(speaker=palace)
    assert "King, The Palace: since 2020" in page_of(client, rudolf)


def test_officials_stand_in_alphabetical_order_with_how_many_statements_each(client, rudolf):
    make_published_statement(speaker=make_official("Antoinette de Mauban", sort_as="Mauban, Antoinette de"))
    make_published_statement(speaker=rudolf, voices=[(make_official("Black Michael"), "signed")])
    make_published_statement(speaker=rudolf)
    make_tenure(rudolf, "King of Ruritania", ended_on="2024-05-01")
    page = text_of(client.get("/officials/"))
    assert "in alphabetical order: 3" in page
    places = [page.index(name) for name in ("Black Michael", "Antoinette", "Rudolf Rassendyll")]
    assert places == sorted(places)
    assert "Rudolf Rassendyll King of Ruritania, to 1 May 2024 2 statements" in page


def test_many_officials_come_in_pages(client):
    for number in range(26):
        make_published_statement(speaker=make_official(f"Guard {number:02}"))
    first = client.get("/officials/")
    assert "Guard 25" not in text_of(first)
    assert "?after=guard+24~guard-24" in links_of(first) or "?after=guard%2024~guard-24" in links_of(first)
    assert "Guard 25 Belgium 1 statement" in text_of(client.get("/officials/?after=guard+24~guard-24"))
    assert "a place reads “rassendyll, rudolf~rudolf-rassendyll”" in text_of(client.get("/officials/?after=25"))


def test_a_country_lists_the_words_of_its_officials_and_links_those_that_concern_it(client):
    make_published_verification(make_published_statement(speaker=make_official(code="FR"), concerns=["BE"]))
    make_published_statement(speaker=make_official(code="BE"))
    response = client.get("/countries/BE/")
    page = text_of(response)
    assert "Statements by officials of Belgium: 1" in page
    assert group(client, "/countries/BE/", "Promises") == (1, {"Open": 1})
    assert "1 statement concerning Belgium" in page
    assert {"/statements/?concerns=BE", "/statements/?country=BE"} <= {*links_of(response)}


def test_a_country_does_not_count_what_was_only_spoken_for_it(client):
    make_published_statement(speaker=make_official(code="FR"), voices=[(make_official(code="BE"), "spoken_for")])
    page = text_of(client.get("/countries/BE/"))
    assert "Promises: 0" in page
    assert "not counted (spoken for: the words are another’s)" in page


def test_words_count_for_the_country_of_that_day(client, rudolf):
    make_published_statement(speaker=rudolf)
    rudolf.refresh_from_db()
    rudolf.country = country("FR")
    rudolf.save()
    assert "Promises: 1" in text_of(client.get("/countries/BE/"))
    assert "Promises: 0" in text_of(client.get("/countries/FR/"))


def test_the_countries_are_those_with_words_of_theirs_and_how_many(client):
    make_published_statement(speaker=make_official(code="FR"), concerns=["UA"])
    make_statement(speaker=make_official(code="DE"))
    make_published_statement(speaker=make_official("NATO", code=None))
    page = text_of(client.get("/countries/"))
    assert "logged here: 1" in page
    assert "France 1 statement" in page
    for name in ("Ukraine", "Germany"):
        assert name not in page


def test_a_country_code_is_written_large_and_an_unknown_one_is_not_found(client):
    response = client.get("/countries/be/?before=end")
    assert (response.status_code, response["Location"]) == (301, "/countries/BE/?before=end")
    assert client.get("/countries/ZZ/").status_code == 404
    assert client.get("/countries/BEL/").status_code == 404
    assert "Nothing is listed at present." in text_of(client.get("/countries/BE/"))
