"""The desk's pages, light and dark, narrow and wide, in every language: nobody is kept out, nothing is cut off.

All kinds in every mode are looked at by the slow tests, which also leave a picture of each:

    TRACKER_PICTURES=pictures python -m pytest -m slow tests/desk/test_face.py
"""

import html5lib
import pytest

from tests.desk.conftest import desk_of
from tests.desk.kinds import make_desk
from tests.pages.test_face import MODES, look_at, spoken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

EVERY_DAY = ["first", "list-kept", "draft", "preview", "sign-in"]
# A choice by letters before its script has made the box for it.
NOT_YET_MADE = ".admin-autocomplete:not(.select2-hidden-accessible, .empty-form *)"
# Buttons that stay in reach lie over whatever box happens to be there, until somebody scrolls.
BUTTONS_AT_THE_END = "for (const row of document.querySelectorAll('.submit-row')) row.style.position = 'static'"
# What Django's own templates have wrong, by page: one of its sentences of help is a list inside a paragraph.
STOCK_FAULTS = {"user-password": {"unexpected-end-tag"}}
# The same page's hidden box for the name could say that it is one.
STOCK_ADVICE = '[DOM] Input elements should have autocomplete attributes (suggested: "username")'


@pytest.fixture
def look(sits):
    """Looks at kinds of pages, each as who uses it, and gives all that is wrong."""

    def at(kinds, language, scheme, width, folder=None):
        pages = {name: sits(name, scheme, width) for name in {kind.who for kind in kinds.values()}}
        for name, kind in kinds.items():
            address, mode = spoken(kind.address, language), f"{language}-{scheme}-{width}"
            look_at(pages[kind.who], f"desk-{name}", address, folder, mode, _and_is_ready(kind.act))
        return [fault for page in pages.values() for fault in page.faults if STOCK_ADVICE not in fault[1]]

    return at


def _and_is_ready(act):
    def done(page):
        if act:
            act(page)
        page.wait_for_function(f"!document.querySelector('{NOT_YET_MADE}')")
        page.evaluate(BUTTONS_AT_THE_END)

    return done


def told(faults):
    return "\n".join(map(str, faults))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_pages_of_every_day_keep_nobody_out(look, scheme, width):
    kinds = make_desk()
    faults = look({name: kinds[name] for name in EVERY_DAY}, "en", scheme, width)
    assert faults == [], told(faults)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme", "width"), MODES)
def test_no_page_of_the_desk_keeps_anybody_out(look, pictures, language, scheme, width):
    kinds = make_desk()
    faults = look(kinds, language, scheme, width, pictures)
    print(f"{len(kinds)} pictures in {pictures}")
    assert faults == [], told(faults)


def test_every_page_of_the_desk_is_whole_html():
    kinds = make_desk()
    desks = {name: desk_of(name) for name in {kind.who for kind in kinds.values()}}
    for name, kind in kinds.items():
        parser = html5lib.HTMLParser()
        parser.parse(desks[kind.who].get(kind.address, follow=True).content.decode())
        faults = {code for _place, code, _words in parser.errors}
        assert faults == STOCK_FAULTS.get(name, set()), (name, parser.errors)


def test_light_or_dark_is_one_choice_for_the_desk_and_for_the_site(sits, live_server):
    make_desk()
    page = sits("edith", "light", 1280)
    page.visit("/admin/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".theme-toggle").click()
    dark = page.evaluate(ground)
    assert dark != light
    for path in ("/", "/admin/tracker/statement/"):
        page.visit(path)
        assert page.evaluate(ground) == dark
