"""What pages do in a real browser; what each looks like is test_face.py's, what is done with them test_tasks.py's."""

import pytest

from tests.newsroom import (
    make_official,
    make_published_statement,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_officials_are_offered_while_their_name_is_typed_and_stay_when_another_is(browser, live_server):
    for name in ("Rudolf Rassendyll", "Rudolf Sapt", "Flavia Elphberg"):
        make_published_statement(speaker=make_official(name))
    page = browser.new_page()
    page.set_default_timeout(5_000)
    page.goto(f"{live_server.url}/statements/")
    officials = page.get_by_role("group", name="Official")
    box = officials.get_by_label("Find by name")
    box.press_sequentially("rudolf")
    officials.get_by_text("Found: 2").wait_for()
    officials.get_by_label("Rudolf Rassendyll 1").check()
    page.get_by_text("by or on behalf of Rudolf Rassendyll: 1").wait_for()
    box.fill("flavia")
    officials.get_by_label("Flavia Elphberg 1").check()
    page.get_by_text("Rassendyll or Flavia Elphberg: 2").wait_for()
    assert officials.get_by_label("Rudolf Sapt").count() == 0
    assert page.url.endswith("/statements/?official=rudolf-rassendyll&official=flavia-elphberg")
    page.close()


def test_the_first_tab_leads_past_the_masthead(browser, live_server):
    page = browser.new_page()
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()
