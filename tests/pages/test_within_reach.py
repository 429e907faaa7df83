"""Every kind of page for those who take it in otherwise: by the Tab key, with wide letters, read aloud."""

import pytest

from tests.hands import Keyboard
from tests.pages.test_face import MOST_READ, WIDTHS, open_everything, pixels_too_wide

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# As wide as readers may want to have it (WCAG 1.4.12).
WIDEN = """() => {
    const style = new CSSStyleSheet();
    style.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [style];
}"""
# What holds words that are cut off at its edge, and cannot be scrolled.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const style = getComputedStyle(one);
    const isCut = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
    return isCut && [style.overflowX, style.overflowY].includes("hidden") && one.clientWidth > 1
        && !one.closest("svg") && one.textContent.trim();
}).map((one) => one.outerHTML.slice(0, 160))"""
# Tables without a name, without heads of their columns, or with a row that has no head.
UNREADABLE_TABLES = """() => [...document.querySelectorAll("table")].filter((table) =>
    !table.caption?.textContent.trim()
    || [...table.tHead?.rows[0].cells ?? []].filter((cell) => cell.scope === "col").length < 2
    || [...table.tBodies].some((body) => [...body.rows].some((row) => !row.querySelector("th[scope]")))
).map((table) => table.outerHTML.slice(0, 160))"""


@pytest.fixture
def pages(full_site):
    """Each kind of page but the frame for other sites, which has nothing around it."""
    return {kind: address for kind, address in full_site.items() if kind != "frame"}


@pytest.fixture
def most_read(pages):
    return {kind: pages[kind] for kind in MOST_READ}


def faults_on_the_way(page, pages):
    """What is wrong with any stop of the Tab key, from the first to the last."""
    faults = []
    for kind, address in pages.items():
        page.visit(address)
        hand = Keyboard(page)
        print(f"{kind}: {hand.walks_through()} stops")
        faults += hand.faults
    return faults


def cut_off_with_wide_letters(page, pages):
    faults = []
    for kind, address in pages.items():
        page.visit(address)
        page.evaluate(WIDEN)
        open_everything(page)
        faults += [(kind, cut) for cut in page.evaluate(CUT_OFF)]
        if wide := pixels_too_wide(page):
            faults.append((kind, f"{wide} pixels too wide"))
    return faults


def test_each_stop_of_the_tab_key_is_seen_and_comes_in_its_turn(reader, most_read):
    assert faults_on_the_way(reader(width=320), most_read) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/ar"])
def test_each_stop_of_every_kind_of_page_is_seen(reader, pages, width, language):
    spoken = {kind: language + address for kind, address in pages.items() if not address.startswith("/api/")}
    assert faults_on_the_way(reader(width=width), spoken) == []


def test_nothing_is_cut_off_where_letters_are_set_wide(reader, most_read):
    assert cut_off_with_wide_letters(reader(width=320), most_read) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_no_kind_of_page_cuts_off_wide_letters(reader, pages, width):
    assert cut_off_with_wide_letters(reader(width=width), pages) == []


def test_every_table_is_named_and_says_what_its_columns_and_rows_are(reader, pages):
    page = reader()
    for kind, address in pages.items():
        page.visit(address)
        assert page.evaluate(UNREADABLE_TABLES) == [], kind


def test_a_line_of_a_list_says_in_words_where_the_claim_stands(reader, pages):
    page = reader()
    page.visit(pages["list"] + "?status=broken")
    heard = page.locator("#list article").first.aria_snapshot()
    assert heard.splitlines()[1].strip() == "- text: Inaccurate"
    assert "img" not in heard


def test_a_drawing_is_read_once_by_its_name(reader, pages):
    page = reader()
    page.visit(pages["claim"])
    assert page.locator(".life-drawing").aria_snapshot() == '- group "The life line, drawn"'
    page.visit(pages["home"])
    drawings = page.locator("svg.drawing[role=figure]")
    heard = [drawings.nth(number).aria_snapshot() for number in range(drawings.count())]
    assert len(heard) == len(set(heard)) > 1
    assert all(one.count("\n") == 0 and one.startswith('- figure "') for one in heard)
