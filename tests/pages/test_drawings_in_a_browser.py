"""Pictures as a browser draws them: their words can be read on a telephone, in both reading directions, and the
columns lead where they say."""

from datetime import timedelta

import pytest

from tests.newsroom import make_official, make_published_statement, make_published_verification, make_tenure
from tracker.verifications.status import today
from tracker.vocabulary import Finding, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# Of each picture the words that stick out of it, or that stand on each other.
WORDS_IN_THE_WAY = """() => [...document.querySelectorAll('svg.drawing')].flatMap(picture => {
  const frame = picture.getBoundingClientRect();
  const words = [...picture.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  const out = words.filter(([_, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  const clash = words.filter(([_, one], place) => words.slice(place + 1).some(([_, other]) => one.left < other.right
    && other.left < one.right && one.top < other.bottom && other.top < one.bottom));
  return [...out, ...clash].map(([word]) => word);
})"""


@pytest.fixture
def record():
    rudolf = make_official("Rudolf Rassendyll", slug="rudolf")
    tenure = make_tenure(rudolf, "King of Ruritania", "2011-05", ended_on="2020")
    for year in range(2009, 2025, 3):
        make_published_statement(speaker=rudolf, said_on=f"{year}-07-01", tenure=tenure if 2011 < year < 2020 else None)
    for days in (-300, -3, 3, 400):
        make_published_statement(check_by=today() + timedelta(days=days), check_by_basis="explicit")
    make_published_verification(make_published_statement(kind=Kind.DENIAL), Finding.BROKEN)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_words_stay_inside_their_picture_and_apart(browser, live_server, record, width, language):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for address in ("/", "/countries/BE/", "/due/", "/officials/rudolf/"):
        page.goto(live_server.url + language + address)
        assert page.locator("svg.drawing text").count() > 0, address
        assert page.evaluate(WORDS_IN_THE_WAY) == [], address
    page.close()


def test_years_run_in_the_reading_direction_and_a_column_leads_to_its_list(browser, live_server, record):
    page = browser.new_page()
    is_from_the_left = {}
    for language in ("", "/ar"):
        page.goto(f"{live_server.url}{language}/")
        first, last = (page.locator(f"svg.drawing a[href*='year={year}&']").first for year in (2009, 2024))
        is_from_the_left[language] = first.bounding_box()["x"] < last.bounding_box()["x"]
    assert is_from_the_left == {"": True, "/ar": False}
    page.goto(live_server.url)
    page.locator("svg.drawing a[href*='year=2012&']").first.click()
    assert page.url.endswith("/statements/?year=2012&kind=commitment")
    page.close()
