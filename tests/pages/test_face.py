"""The face: every kind of page, light and dark, narrow and wide, in every language, in a real browser.

A few pages in the suite; all of them in every mode among the slow tests, which also leave a picture of each:

    TRACKER_PICTURES=pictures python -m pytest -m slow tests/pages/test_face.py
"""

import os
import subprocess
import sys
from itertools import product

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.database.test_roles import database_url
from tests.served import CHECKOUT, Site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SCHEMES, WIDTHS, LANGUAGES = ["light", "dark"], [320, 1280], [code for code, _name in settings.LANGUAGES]
MODES = [pytest.param(*mode, id="-".join(map(str, mode))) for mode in product(LANGUAGES, SCHEMES, WIDTHS)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_READ = ["home", "list", "claim", "official"]


def spoken(address, language):
    """The same page in a language; the API's page is in one only."""
    is_usual = language == settings.LANGUAGE_CODE or address.startswith("/api/")
    return address if is_usual else f"/{language}{address}"


def open_everything(page):
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")


def pixels_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def barriers(page):
    """What keeps people out, as axe-core finds it."""
    # Without axe's own copy of the stylesheets, which the pages' policy refuses.
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"], "preload": False})
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def assert_no_fault(page):
    assert page.faults == [], "\n".join(map(str, page.faults))


def look_at(page, kind, address, pictures=None, mode="", act=None):
    """One page with everything on it opened: nothing wider than the screen, no barrier, no complaint. `act` is what
    somebody does on it first."""
    page.visit(address)
    if act:
        act(page)
    if pictures:
        page.screenshot(path=pictures / f"{kind}-{mode}.png", full_page=True)
    open_everything(page)
    if wide := pixels_too_wide(page):
        page.faults.append((address, f"{wide} pixels too wide"))
    page.faults += [(address, barrier) for barrier in barriers(page)]


# --- barriers, widths, complaints, pictures


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_pages_that_are_read_most_keep_nobody_out(reader, full_site, scheme, width):
    page = reader(scheme, width)
    for kind in MOST_READ:
        look_at(page, kind, full_site[kind])
    assert_no_fault(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_no_page_scrolls_sideways_or_complains_or_gives_a_cookie(reader, full_site, scheme, width):
    page = reader(scheme, width)
    for address in full_site.values():
        page.visit(address)
        open_everything(page)
        if wide := pixels_too_wide(page):
            page.faults.append((address, f"{wide} pixels too wide"))
    assert_no_fault(page)
    assert page.context.cookies() == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme", "width"), MODES)
def test_every_kind_of_page_in_every_mode_keeps_nobody_out(reader, full_site, pictures, language, scheme, width):
    page = reader(scheme, width)
    for kind, address in full_site.items():
        look_at(page, kind, spoken(address, language), pictures, f"{language}-{scheme}-{width}")
    print(f"{len(full_site)} pictures in {pictures}")
    assert_no_fault(page)


@pytest.mark.slow
def test_every_kind_of_page_can_be_printed(reader, full_site, pictures):
    """White paper, the addresses in print, and nothing to press."""
    page = reader("dark", 680)
    page.emulate_media(media="print")
    for kind, address in full_site.items():
        page.visit(address)
        page.screenshot(path=pictures / f"{kind}-print.png", full_page=True)
        page.pdf(path=pictures / f"{kind}.pdf", format="A4")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        left_over = page.locator("nav:visible, form:visible, button:visible, input:visible").count()
        if (paper, left_over) != ("rgb(255, 255, 255)", 0):
            page.faults.append((address, paper, left_over))
    assert_no_fault(page)


def test_a_printed_claim_shows_the_addresses_of_its_sources_and_its_own(reader, full_site):
    page = reader(width=680)
    page.visit(full_site["claim"])
    page.emulate_media(media="print")
    outside = page.locator("main a[href^=http]").first
    assert outside.evaluate("a => getComputedStyle(a, '::after').content.includes(a.getAttribute('href'))")
    assert page.locator(".printed").inner_text().endswith(full_site["claim"])


def test_every_kind_of_page_is_whole_html(client, full_site):
    for kind, address in full_site.items():
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(client.get(address).content.decode())
        assert parser.errors == [], kind


# --- light and dark


def paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_who_chooses_light_or_dark_has_it_on_every_page_from_then_on_without_a_cookie(reader, full_site):
    page = reader("light")
    page.visit(full_site["home"])
    light = paper(page)
    page.get_by_role("group", name="Colours").get_by_label("Dark").check()
    dark = paper(page)
    assert dark != light
    page.visit(full_site["methodology"])
    assert paper(page) == dark
    assert page.get_by_label("Dark").is_checked()
    page.visit("/accounts/login/")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.visit(full_site["home"])
    page.get_by_label("System").check()
    assert paper(page) == light
    page.emulate_media(color_scheme="dark")
    assert paper(page) == dark
    assert [cookie["name"] for cookie in page.context.cookies() if "csrf" not in cookie["name"]] == []


def test_the_choice_is_known_before_anything_is_drawn(reader, full_site):
    """What decides it stands in the head, in a script that the page waits for, before the stylesheet."""
    page = reader("light")
    page.visit(full_site["home"])
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.add_init_script(
        "new MutationObserver(() => { if (document.body) window.before ??= document.documentElement.dataset.theme })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.visit(full_site["home"])
    assert page.evaluate("window.before") == "dark"


def test_without_script_the_system_decides_and_there_is_no_switch(reader, full_site):
    page = reader("dark", java_script_enabled=False)
    page.visit(full_site["home"])
    assert page.locator(".switch").is_hidden()
    lit = reader("light", java_script_enabled=False)
    lit.visit(full_site["home"])
    assert page.screenshot() != lit.screenshot()


def test_the_switch_is_worked_by_keys_alone(reader, full_site):
    page = reader("light")
    page.visit(full_site["methodology"])
    page.get_by_label("System").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


# --- the name


@pytest.mark.parametrize("name", ["Said & Done", "Der Faktenspiegel", "A & B <i>", "قيل وفُعل", "N" * 60])
def test_the_wordmark_takes_any_name(reader, live_server, settings, name):
    settings.SITE_NAME = name
    page = reader(width=320)
    page.visit("/methodology/")
    link = page.locator(".masthead .name")
    assert " ".join(link.inner_text().split()) == name
    assert page.get_by_role("link", name=name, exact=True).count() == 1
    assert pixels_too_wide(page) == 0


# --- how much it weighs, and whether it stands still

KILOBYTES_OF_A_FIRST_VIEW, REQUESTS_OF_A_FIRST_VIEW, KILOBYTES_OF_STYLE = 40, 6, 25
THROUGH_A_PROXY = {"X-Forwarded-Proto": "https"}
# A busy browser draws a long word before all of it is there. What people notice begins at a hundred times as much
# (web.dev/cls: 0.1).
A_HAIR = 0.001
SHIFTS = """() => new Promise((tell) => {
  let sum = 0;
  new PerformanceObserver((seen) => seen.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(sum), 300);
})"""


def test_the_stylesheet_of_readers_is_small(settings):
    style = settings.BASE_DIR / "tracker/static/tracker/site.css"
    assert style.stat().st_size <= KILOBYTES_OF_STYLE * 1000


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_while_a_page_is_opened(reader, full_site, width):
    page = reader("light", width)
    for kind in (*MOST_READ, "due", "not-there"):
        page.visit(full_site[kind])
        assert page.evaluate(SHIFTS) < A_HAIR, kind


@pytest.fixture
def production(tmp_path):
    """The site as it is served to the world, with its static files as they leave the house."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("TRACKER_")} | {
        "TRACKER_PRODUCTION": "1",
        "TRACKER_BEHIND_PROXY": "1",
        "SECRET_KEY": "for this test only",
        "TRACKER_HOSTS": "127.0.0.1",
        "TRACKER_DATA": str(tmp_path),
        "DATABASE_URL": database_url(),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=CHECKOUT, env=environment, check=True)
    site = Site(environment)
    assert site.is_back(30, **THROUGH_A_PROXY)
    yield site
    site.end()


def weights_of_answers(browser, address):
    """Bytes that come over the wire for a first visit, headers included, by address."""
    context = browser.new_context(extra_http_headers=THROUGH_A_PROXY)
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="load")
    assert {answer.status for answer in answers} == {200}
    sizes = {answer.url: answer.request.sizes() for answer in answers}
    context.close()
    return {url: size["responseHeadersSize"] + size["responseBodySize"] for url, size in sizes.items()}


def test_a_first_view_is_light(browser, full_site, production):
    for kind in MOST_READ:
        weights = weights_of_answers(browser, f"http://127.0.0.1:{production.port}{full_site[kind]}")
        print(f"{kind}: {sum(weights.values())} bytes in {len(weights)} answers")
        assert len(weights) <= REQUESTS_OF_A_FIRST_VIEW, weights
        assert sum(weights.values()) <= KILOBYTES_OF_A_FIRST_VIEW * 1024, weights
