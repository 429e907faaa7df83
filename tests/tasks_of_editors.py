"""What editors sit down for, step by step, by whichever hand (hands.py). The record is plainly fictional."""

import re

from tests import newsroom
from tests.desk.forms import page as desk_page
from tests.desk.test_accounts import code_now, give_second_factor
from tracker.catalogue.models import Listing
from tracker.sources.models import Source
from tracker.statements.models import Statement
from tracker.verifications.models import Correction, Verification

KNOWN = "https://courier.example.org/known"
WORDS = "Not a single elephant will stay in Strelsau."


def sign_in_with_a_second_factor_and_log_a_claim(hand, site, sit_down):
    secret, _codes = give_second_factor(newsroom.editor())
    newsroom.make_source(url=KNOWN, language="en")
    rudolf = newsroom.make_official("Rudolf Rassendyll")
    newsroom.make_tenure(rudolf, "Minister of Elephants of Ruritania")
    hand.open(f"{site}/admin/")
    hand.write(hand.box("Username"), "edith")
    hand.write(hand.box("Password"), newsroom.PASSWORD)
    hand.goes(hand.button("Sign in"))
    hand.write(hand.box("Code"), code_now(secret))
    hand.goes(hand.button("Sign in"))
    hand.goes(hand.page.get_by_role("navigation", name="Desk").get_by_role("link", name="Log a claim"))
    hand.at("/admin/tracker/statement/add/")
    hand.write(hand.box("Address of the source"), KNOWN)
    hand.write(hand.page.locator("#id_quote"), WORDS)
    hand.choose("id_speaker", "Rassendyll")
    hand.write(hand.page.locator("#id_said_on"), "1 Mar 2024")
    hand.tick(hand.page.locator("#id_kind_0"))
    hand.pick(hand.page.locator("#id_primary_form"), "Own words")
    hand.write(hand.page.locator("#id_claim"), "No elephant stays in Strelsau.")
    hand.goes(hand.page.locator("[name=_continue]:visible"))
    hand.reads("A draft. What publishing still needs:")
    draft = Statement.objects.get()
    assert (draft.speaker, draft.quote, str(draft.said_on)) == (rudolf, WORDS, "1 March 2024")
    assert draft.appearances.get().source.url == KNOWN


def preview_hand_in_review_and_publish(hand, site, sit_down):
    connie = newsroom.make_user("connie", "contributor")
    draft = newsroom.make_statement(created_by=connie)
    hand = sit_down(hand, connie)
    hand.open(f"{site}/admin/")
    hand.skip()
    hand.goes(hand.link(re.compile("Preview ?: No elephant stays")))
    hand.reads("Preview: not published")
    hand.reads(WORDS)
    hand.skip()
    hand.goes(hand.link("Back to the draft"))
    hand.skip()
    hand.goes(hand.button("Save and hand in for review"))
    hand.reads("Handed in for review")
    hand = sit_down(hand, newsroom.editor())
    hand.open(f"{site}/admin/")
    hand.skip()
    hand.reads_heading("Statements waiting for review")
    hand.goes(hand.button(re.compile("Publish … ?: No elephant stays")))
    hand.reads("This cannot be undone")
    hand.skip()
    hand.goes(hand.button("Publish"))
    assert Listing.objects.get().statement_id == draft.pk
    hand.open(f"{site}/statements/")
    hand.reads(WORDS)


def follow_up_with_a_new_source(hand, site, sit_down):
    statement = newsroom.make_published_statement()
    newsroom.make_publisher("The Ruritanian Gazette")
    hand = sit_down(hand, newsroom.checker())
    hand.open(site + desk_page("statement_change", statement.pk))
    hand.skip()
    hand.goes(hand.link("Add a verification"))
    hand.write(hand.page.locator("#id_evidence-0-address"), "https://gazette.example.org/elephant")
    hand.write(hand.page.locator("#id_evidence-0-excerpt"), "An elephant stood in the square.")
    hand.pick(hand.page.locator("#id_evidence-0-stance"), "Against the claim")
    if hand.has_script:
        hand.reads("A new address")  # and unfolds what it asks for
    else:
        hand.press(hand.page.locator("summary:visible", has_text="About the source").first)
    hand.choose("id_evidence-0-publisher", "Gazette")
    hand.write(hand.page.locator("#id_evidence-0-source_published_on"), "1 Apr 2024")
    hand.write(hand.page.locator("#id_evidence-0-source_language"), "en")
    hand.pick(hand.page.locator("#id_finding"), "Broken")
    hand.write(hand.page.locator("#id_summary"), "An elephant was seen in Strelsau.")
    hand.write(hand.page.locator("#id_public_on"), "1 Apr 2024")
    hand.pick(hand.page.locator("#id_confidence"), "Medium")
    hand.write(hand.page.locator("#id_confidence_reason"), "One origin.")
    hand.goes(hand.button("Save and hand in for review"))
    hand.reads("Handed in for review")
    entry = Verification.objects.get()
    assert (entry.finding, str(entry.public_on), entry.author) == ("broken", "1 April 2024", newsroom.checker())
    assert entry.evidence.get().source == Source.objects.get(publisher__name="The Ruritanian Gazette")


def correct_a_published_word_and_withdraw(hand, site, sit_down):
    statement = newsroom.make_published_statement(occasion="At the parad")
    hand = sit_down(hand, newsroom.editor())
    hand.open(site + desk_page("statement_change", statement.pk))
    hand.skip()
    hand.goes(hand.page.get_by_role("link", name="Correct", exact=True))
    hand.skip()
    hand.goes(hand.page.get_by_role("link", name=re.compile("^Correct ?: Statement$")))
    hand.skip()
    hand.write(hand.page.locator("#id_occasion"), "At the parade")
    hand.write(hand.page.locator("#id_reason"), "A letter was missing.")
    hand.goes(hand.button("Show before and after"))
    hand.reads("What readers will see. Nothing is published yet.")
    hand.goes(hand.button("Publish the correction"))
    assert Correction.objects.get().reason == "A letter was missing."
    hand.open(site + statement.get_absolute_url())
    hand.reads("A letter was missing.")
    hand.open(site + desk_page("statement_change", statement.pk))
    hand.skip()
    hand.goes(hand.link("Withdraw"))
    hand.write(hand.box("Why it is withdrawn"), "It was said by another.")
    hand.goes(hand.button("Withdraw for good"))
    hand.open(site + statement.get_absolute_url())
    hand.reads("It was said by another.")
