"""The lists in a real browser: a list follows its filters without being loaded anew."""

import re

import pytest
from playwright.sync_api import expect

from tests.newsroom import (
    make_official,
    make_published_statement,
    make_published_verification,
    make_topic,
)
from tracker.vocabulary import Finding, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def record():
    """Belgium's Rudolf broke a promise and denies something; France's Flavia kept hers."""
    rudolf, flavia = make_official("Rudolf Rassendyll"), make_official("Flavia Elphberg", code="FR")
    elephants = make_topic("Elephants")
    broken = make_published_statement(speaker=rudolf, topics=[elephants])
    make_published_verification(broken)
    make_published_statement(
        speaker=rudolf, kind=Kind.DENIAL, quote="There was never an elephant.", topics=[make_topic("Parades")]
    )
    kept = make_published_statement(speaker=flavia, quote="The parade comes first.", topics=[elephants])
    make_published_verification(kept, Finding.UPHELD)
    broken.refresh_from_db()
    return broken


@pytest.fixture
def open_page(browser, live_server):
    """Opens an address in a browser of its own; what it complains of makes the test fail."""
    contexts, complaints, refused = [], [], []

    def open_(address, width=1280, has_script=True):
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": 800}, java_script_enabled=has_script, accept_downloads=True
            )
        )
        page = contexts[-1].new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [text for text in complaints if not (refused and "400" in text)] == []


def told(page, words):
    """Waits until the page says so, and until what comes with a list, as the focus, is in its place."""
    page.locator("#told").get_by_text(words).wait_for()
    expect(page.locator(".htmx-swapping, .htmx-settling")).to_have_count(0)


# The list follows its filters


def test_a_filter_that_changes_changes_list_counts_chips_title_and_address_and_stays_focused(open_page, record):
    page = open_page("/statements/")
    page.evaluate("window.isStillThis = true")
    belgium = page.get_by_role("group", name="Country").get_by_label("Belgium")
    belgium.focus()
    page.keyboard.press("Space")
    told(page, "Statements by officials of Belgium: 2")
    assert page.url.endswith("/statements/?country=BE")
    assert page.locator("#list .row").count() == 2
    assert page.get_by_role("group", name="Status").get_by_label(re.compile("Kept|Upheld")).is_disabled()
    assert page.title().startswith("Statements by officials of Belgium")
    assert page.get_by_role("link", name="Remove the filter Country: Belgium").is_visible()
    assert page.get_by_role("link", name="CSV").get_attribute("href").endswith("/statements.csv?country=BE")
    expect(belgium).to_be_focused()
    assert belgium.is_checked()
    page.get_by_role("group", name="Kind").get_by_label("Denial").check()
    told(page, "Denials by officials of Belgium: 1")
    assert page.url.endswith("/statements/?country=BE&kind=denial")
    assert page.evaluate("window.isStillThis"), "the page was loaded anew"


def test_the_number_is_announced_politely_where_it_stood_before(open_page, record):
    page = open_page("/statements/")
    region = page.locator("#told[role=status]")
    region.evaluate("element => { element.wasHere = true }")
    page.get_by_role("group", name="Kind").get_by_label("Denial").check()
    told(page, "Denials: 1")
    assert region.evaluate("element => element.wasHere"), "a region that is replaced is not announced"


def test_back_and_forward_lead_through_the_lists_that_were_seen(open_page, record):
    page = open_page("/statements/")
    page.get_by_role("group", name="Country").get_by_label("France").check()
    told(page, "Statements by officials of France: 1")
    page.locator("#status-upheld").check()
    told(page, "France, upheld: 1")
    page.go_back()
    told(page, "Statements by officials of France: 1")
    assert not page.locator("#status-upheld").is_checked()
    page.go_back()
    told(page, "All statements: 3")
    assert page.url.endswith("/statements/")
    page.go_forward()
    told(page, "Statements by officials of France: 1")
    page.locator("#list .row h3 a").click()
    page.go_back()
    told(page, "Statements by officials of France: 1")


def test_words_are_looked_for_as_the_form_is_sent_and_a_chip_takes_them_away(open_page, record):
    page = open_page("/statements/")
    page.get_by_label("Words or names").fill("flavia")
    page.keyboard.press("Enter")
    told(page, "with “flavia” in words or names: 1")
    assert page.url.endswith("/statements/?q=flavia")
    page.get_by_role("link", name="Remove the filter Words: flavia").click()
    told(page, "All statements: 3")
    assert page.get_by_label("Words or names").input_value() == ""


def test_a_day_that_is_half_typed_asks_nothing_and_keeps_its_place(open_page, record):
    page = open_page("/statements/")
    box = page.locator("#said_after")
    box.focus()
    page.keyboard.type("01022024")
    told(page, "said on or after")
    expect(box).to_be_focused()
    assert re.search(r"said_after=2024-0[12]-0[12]$", page.url)
    page.go_back()
    told(page, "All statements: 3")
    assert page.url.endswith("/statements/"), "no half-typed year stands in the history"


def test_a_list_that_cannot_be_had_is_shown_as_the_page_that_says_why(open_page, record):
    page = open_page("/statements/")
    page.locator("#country-BE").evaluate("box => { box.value = 'Belgium' }")
    page.locator("#country-BE").check()
    page.get_by_text("“Belgium” is not on record here.").wait_for()
    assert page.url.endswith("country=Belgium")


def test_an_official_who_is_found_by_name_narrows_the_list_when_ticked(open_page, record):
    page = open_page("/statements/")
    officials = page.get_by_role("group", name="Official")
    box = officials.get_by_label("Find by name")
    box.press_sequentially("flavia")
    officials.get_by_text("Found: 1").wait_for()
    page.keyboard.press("Enter")
    officials.get_by_label("Flavia Elphberg 1").check()
    told(page, "by or on behalf of Flavia Elphberg: 1")
    assert page.url.endswith("/statements/?official=flavia-elphberg")
    expect(page.locator("#official-flavia-elphberg")).to_be_focused()


def until_htmx_is_here(page):
    for _ in range(100):
        if page.evaluate("Boolean(window.htmx)"):
            return
        page.wait_for_timeout(50)


def stay(page):
    """From here on the page may change, and not be loaded anew."""
    page.evaluate("window.isStillThis = true; document.getElementById('told').wasHere = true")
    yield
    assert page.evaluate("window.isStillThis"), "the page was loaded anew"
    assert page.evaluate("document.getElementById('told').wasHere"), "a region that is replaced is not announced"


def test_a_chip_that_is_removed_gives_the_focus_to_the_next_one_and_the_last_one_to_the_list(open_page, record):
    page = open_page("/statements/?q=elephant&country=BE&kind=commitment")
    staying = stay(page)
    next(staying)
    chips = page.locator("#chips li:not(.clear) a")
    chips.nth(0).focus()
    until_htmx_is_here(page)
    page.keyboard.press("Enter")
    told(page, "Commitments by officials of Belgium: 1")
    assert page.get_by_label("Words or names").input_value() == ""
    expect(chips.nth(0)).to_be_focused()
    assert "Country" in chips.nth(0).inner_text()
    chips.nth(1).focus()
    page.keyboard.press("Enter")
    told(page, "Statements by officials of Belgium: 2")
    expect(chips.nth(0)).to_be_focused()
    assert not page.locator("#kind-commitment").is_checked()
    page.keyboard.press("Enter")
    told(page, "All statements: 3")
    expect(page.locator("#list")).to_be_focused()
    assert page.url.endswith("/statements/")
    next(staying, None)
    page.go_back()
    told(page, "Statements by officials of Belgium: 2")


def test_the_next_piece_of_a_list_is_shown_in_place_from_its_beginning(open_page):
    speaker = make_official()
    for number in range(27):
        make_published_statement(speaker=speaker, claim=f"Claim {number}.", quote=f"Words {number}.")
    page = open_page("/statements/?kind=commitment")
    staying = stay(page)
    next(staying)
    page.get_by_role("link", name="Next").focus()
    until_htmx_is_here(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**after=*")
    page.get_by_role("link", name="Previous").wait_for()
    assert page.locator("#list .row").count() == 2
    expect(page.locator("#list")).to_be_focused()
    assert page.locator("#list .row").first.evaluate("row => row.getBoundingClientRect().top >= 0")
    assert page.title().startswith("Commitments, continued")
    next(staying, None)
    page.keyboard.press("Tab")
    expect(page.locator("#list .words a").first).to_be_focused()


def test_the_head_names_the_feed_and_the_languages_of_the_list_that_is_shown(open_page, record):
    page = open_page("/statements/")
    page.locator("#country-BE").check()
    told(page, "Statements by officials of Belgium: 2")
    feed = page.locator("head link[type='application/atom+xml']")
    assert feed.get_attribute("href") == "/statements.atom?country=BE"
    arabic = page.locator("head link[hreflang=ar]")
    assert arabic.get_attribute("href").endswith("/ar/statements/?country=BE")


# On a phone


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_on_a_phone_the_filters_open_and_close_as_a_drawer(open_page, record, has_script):
    page = open_page("/statements/", width=320, has_script=has_script)
    country = page.get_by_role("group", name="Country")
    assert not country.is_visible()
    page.get_by_role("button", name="Filters").click()
    country.wait_for()
    page.keyboard.press("Escape")
    country.wait_for(state="hidden")
    page.get_by_role("button", name="Filters").press("Enter")
    country.get_by_label("France").check()
    page.locator("#status-upheld").check()
    page.get_by_role("button", name="Apply the filters").click()
    country.wait_for(state="hidden")
    told(page, "France, upheld: 1")
    assert page.locator("#list .row").count() == 1


def test_on_a_phone_the_drawer_stays_open_while_filters_are_ticked(open_page, record):
    page = open_page("/statements/", width=320)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("group", name="Country").get_by_label("France").check()
    told(page, "Statements by officials of France: 1")
    assert page.get_by_role("group", name="Country").is_visible()
    page.get_by_role("button", name="Close the filters").click()
    assert not page.get_by_role("group", name="Country").is_visible()


def test_names_that_were_found_without_script_are_in_sight(open_page, record):
    page = open_page("/statements/", width=320, has_script=False)
    page.get_by_role("button", name="Filters").click()
    officials = page.get_by_role("group", name="Official")
    officials.get_by_label("Find by name").fill("flavia")
    page.keyboard.press("Enter")
    officials.get_by_label("Flavia Elphberg 1").check()
    page.get_by_role("button", name="Apply the filters").click()
    told(page, "by or on behalf of Flavia Elphberg: 1")


# Keys


def test_keys_lead_to_the_search_and_through_the_rows_and_can_be_switched_off_for_good(open_page, record):
    page = open_page("/methodology/")
    page.keyboard.press("/")
    page.wait_for_url("**/statements/#q")
    search = page.get_by_label("Words or names")
    expect(search).to_be_focused()
    page.keyboard.type("j/k?")
    assert search.input_value() == "j/k?", "keys are left to who types"
    search.fill("")
    page.get_by_role("link", name="Statements", exact=True).focus()
    rows = page.locator("#list .words a")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("Control+j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").get_by_label("Use these keys").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").press("Enter")
    page.keyboard.press("/")
    expect(search).not_to_be_focused()
    page.reload()
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Keyboard: ?").press("Enter")
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(search).to_be_focused()


def test_the_list_is_reached_past_the_masthead_and_the_filters_with_five_keys(open_page, record):
    page = open_page("/statements/", has_script=False)
    for key in ("Tab", "Enter", "Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    expect(page.locator("#list .words a").first).to_be_focused()


def test_without_script_nothing_is_offered_that_needs_it(open_page, record):
    page = open_page("/", has_script=False)
    assert not page.get_by_role("button", name="Keyboard: ?").is_visible()


# Page by page


def test_long_lists_are_walked_page_by_page_without_script(open_page):
    speaker = make_official()
    for number in range(27):
        make_published_statement(speaker=speaker, claim=f"Claim {number}.", quote=f"Words {number}.")
    page = open_page("/statements/?kind=commitment", has_script=False)
    assert page.locator("#list .row").count() == 25
    page.get_by_role("link", name="Next").click()
    assert page.locator("#list .row").count() == 2
    page.get_by_role("link", name="Previous").click()
    assert page.locator("#list .row").count() == 25


ENDS_OF_LINES = """() => [...document.querySelectorAll("h3.words")].map((title) => {
  const text = document.createRange(), lines = {}
  text.selectNodeContents(title)
  for (const { bottom, right } of text.getClientRects()) {
    lines[Math.round(bottom)] = Math.max(lines[Math.round(bottom)] ?? 0, right)
  }
  return [title.parentElement.getBoundingClientRect().right, ...Object.values(lines)]
})"""


def test_words_of_the_other_direction_stand_where_the_lines_around_them_begin(record, open_page):
    titles = open_page("/ar/statements/", width=320).evaluate(ENDS_OF_LINES)
    assert max(len(lines) for _edge, *lines in titles) > 1, "None of them is wrapped."
    for edge, *lines in titles:
        assert lines == pytest.approx([edge] * len(lines), abs=2)
