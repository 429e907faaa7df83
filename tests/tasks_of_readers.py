"""What readers come for, step by step, by whichever hand (hands.py). The record is plainly fictional."""

import csv
import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.newsroom import (
    editor,
    make_evidence,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_publisher,
    make_source,
    make_tenure,
    make_topic,
    make_verification,
)
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import publish_verification
from tracker.verifications.status import today
from tracker.vocabulary import Finding, Kind

PROMISE = re.compile("Not a single elephant will stay in Strelsau")
EVIDENCE = "https://gazette.example.org/elephant"
TO_CHECK = "The bridge of Zenda opens next year"


def make_record():
    """A broken promise with its story, a promise that was kept, one that is due, and much else beside them."""
    rudolf = make_official("Rudolf Rassendyll", slug="rudolf-rassendyll")
    tenure = make_tenure(rudolf, "Minister of Elephants of Ruritania", "2020")
    courier = make_source(
        url="https://courier.example.org/promise", title="No elephant will stay", language="en",
        publisher=make_publisher("The Strelsau Courier"), origins=[make_origin("Ruritanian Press Agency")],
    )  # fmt: skip
    elephants, parades = make_topic("Elephants"), make_topic("Parades")
    promise = make_published_statement(
        speaker=rudolf, tenure=tenure, source=courier, topics=[elephants], check_by="2024-03-10",
        check_by_basis="explicit",
    )  # fmt: skip
    _tell_what_happened_to(promise)
    make_published_statement(speaker=rudolf, kind=Kind.DENIAL, quote="There was never an elephant.", topics=[parades])
    flavia = make_official("Flavia Elphberg", code="FR")
    kept = make_published_statement(speaker=flavia, quote="The parade comes first.", topics=[parades])
    make_published_verification(kept, Finding.UPHELD)
    for days, words in ((-3, TO_CHECK), (40, "The road to Hentzau is paved")):
        soon = today() + timedelta(days=days)
        make_published_statement(speaker=flavia, quote=words, check_by=soon, check_by_basis="explicit")
    for number in range(25):
        make_published_statement(speaker=flavia, kind=Kind.ASSERTION, quote=f"Tree {number} stands.", said_on="2023")
    promise.refresh_from_db()
    return promise


def _tell_what_happened_to(promise):
    make_published_verification(
        promise, Finding.TERMS_CHANGED, public_on=date(2024, 3, 8), summary="The parade was moved."
    )
    entry = make_verification(promise, Finding.BROKEN, public_on=date(2024, 4, 1), evidence=[])
    gazette = make_source(url=EVIDENCE, published_on="2024-04-01", publisher=make_publisher("The Ruritanian Gazette"))
    make_evidence(entry, source=gazette, excerpt="An elephant stood in the square.")
    publish_verification(entry, by=editor())
    correct(promise, editor(), "The Courier has “at the parade”.", [Change(promise, "occasion", "At the parade.")])


def find_a_claim_by_its_words(hand, site):
    hand.open(f"{site}/")
    if hand.has_script:
        hand.search("single elephant")
    else:
        hand.write(hand.box("Words or names"), "single elephant")
        hand.goes(hand.button("Search"))
    hand.reads("with “single” and “elephant” in words or names: 1")
    hand.open_row(PROMISE)
    hand.reads("No elephant stays in Strelsau after the parade.")


def narrow_the_list_and_take_a_filter_off(hand, site):
    hand.open(f"{site}/")
    hand.skip()
    hand.pick(hand.box("Country"), "Belgium (2)")
    hand.goes(hand.button("Search"))
    hand.reads("Statements by officials of Belgium: 2")
    hand.narrow(hand.page.locator("#status-broken"), hand.page.locator("#kind-commitment"))
    hand.reads("Commitments by officials of Belgium, broken: 1")
    hand.goes(hand.link("Remove the filter Status: Broken"))
    hand.reads("Commitments by officials of Belgium: 1")
    hand.goes(hand.link("Remove all"))
    hand.reads("All statements: 30")


def read_where_a_claim_stands_and_open_its_evidence(hand, site):
    hand.page.context.route(EVIDENCE, lambda route: route.fulfill(body="An elephant stood in the square, we hear."))
    hand.open(f"{site}/statements/?official=rudolf-rassendyll&kind=commitment")
    hand.open_row(PROMISE)
    hand.skip()
    hand.reads("Broken, public since 1 April 2024: An elephant was seen in Strelsau.")
    hand.goes(hand.page.locator(".points").get_by_role("link", name="Broken"))
    hand.at("#entry-2")
    hand.goes(hand.link("Read it at gazette.example.org"))
    hand.reads("An elephant stood in the square, we hear.")


def see_what_was_known_on_a_past_day(hand, site):
    hand.open(f"{site}/statements/1/")
    hand.skip()
    hand.write_day(hand.box("Where did it stand on a day?"), date(2024, 3, 9))
    hand.goes(hand.button("Show that day"))
    hand.reads("As of 9 March 2024, by what was public by that day")
    hand.reads("Latest: Terms changed, public since 8 March 2024: The parade was moved.")
    hand.goes(hand.link("Where it stands today"))
    hand.reads("Broken, public since 1 April 2024")


def follow_an_official(hand, site):
    hand.open(f"{site}/statements/1/")
    hand.skip()
    hand.goes(hand.link("Rudolf Rassendyll"))
    hand.reads_heading("Rudolf Rassendyll")
    hand.skip()
    hand.reads("Minister of Elephants of Ruritania")
    hand.press(hand.page.get_by_text("The same days as a table").first)
    expect(hand.page.get_by_role("rowheader", name="1 March 2024").first).to_be_visible()
    hand.goes(hand.link("Filter these statements"))
    hand.reads("by or on behalf of Rudolf Rassendyll: 2")


def see_what_falls_due(hand, site):
    hand.open(f"{site}/")
    hand.goes(hand.page.get_by_role("navigation", name="Main").get_by_role("link", name="To be checked"))
    hand.reads_heading("Awaiting our check")
    hand.reads_heading("To come")
    hand.press(hand.page.get_by_text("The same numbers as a table").first)
    month = hand.page.get_by_role("table").get_by_role("link").last
    hand.goes(month)
    hand.reads("The road to Hentzau is paved")
    hand.goes(hand.page.get_by_role("navigation", name="Main").get_by_role("link", name="To be checked"))
    hand.open_row(re.compile(TO_CHECK))
    hand.reads("Awaiting our check since")


def take_it_along(hand, site):
    hand.open(f"{site}/statements/?status=broken")
    hand.skip()
    if hand.has_script:
        hand.goes(hand.link("Skip the filters"))
    (row,) = csv.DictReader(hand.downloads(hand.link("CSV")).splitlines())
    assert row["claim"] == "No elephant stays in Strelsau after the parade."
    hand.goes(hand.link("Atom"))
    hand.at("/statements.atom?status=broken")
    hand.open(f"{site}/statements/1/")
    hand.skip()
    hand.press(hand.page.get_by_text("Cite this page"))
    assert "title = " in hand.downloads(hand.link("BibTeX"))


def see_what_the_site_changed_and_read_on_in_another_language(hand, site):
    hand.open(f"{site}/")
    hand.skip(is_to_foot=True)
    hand.goes(hand.page.get_by_role("contentinfo").get_by_role("link", name="Corrections"))
    hand.reads("The Courier has “at the parade”.")
    hand.skip()
    hand.goes(hand.link("statement 1"))
    hand.skip()
    hand.goes(hand.link("All versions of this page"))
    hand.reads_heading("Version 4")
    hand.skip()
    hand.goes(hand.page.get_by_role("link", name="Version 1", exact=True))
    hand.reads("It is old: version 4 is the newest.")
    hand.skip()
    hand.goes(hand.link("The page today"))
    hand.skip(is_to_foot=True)
    hand.goes(hand.link("العربية"))
    hand.at(re.compile("/ar/statements/1-"))
    assert hand.page.locator("html").get_attribute("dir") == "rtl"
    hand.reads(PROMISE)
    hand.skip(is_to_foot=True)
    hand.goes(hand.link("English"))
    hand.at(re.compile("[^r]/statements/1-"))
