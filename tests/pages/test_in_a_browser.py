"""Each kind of page in a real browser: narrow and wide, light and dark, and usable without any script."""

from datetime import date

import pytest

from tests.newsroom import (
    editor,
    make_evidence,
    make_link,
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
from tracker.officials.models import OtherName
from tracker.statements.models import Appearance
from tracker.verifications.publishing import publish_verification, withdraw
from tracker.vocabulary import Finding, Form, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def full_site():
    """A record with something of every sort, long words and other scripts among it."""
    rudolf = make_official(f"Rudolf {LONG}", slug="rudolf")
    OtherName.objects.create(official=rudolf, name="Рудольф Рассендилл", language="ru")
    tenure = make_tenure(rudolf, f"Minister of the {LONG}", ended_on="2024-03-05")
    agency = make_origin("Ruritanian Press Agency")
    source = make_source(
        url=f"https://courier.example.org/{LONG * 3}", title=LONG * 2, origins=[agency], language="en",
        publisher=make_publisher(f"The {LONG}", interest="Ruritanian state newspaper"),
    )  # fmt: skip
    statement = make_published_statement(
        speaker=rudolf, tenure=tenure, source=source, topics=[make_topic("Elephants")], concerns=["UA", "FR"],
        voices=[(make_official("فلافيا", code="FR"), "signed")], check_by="2024-03-10", check_by_basis="explicit",
        quote=f"Not a single {LONG} will stay.", reading=f"{LONG} is read as an elephant.",
    )  # fmt: skip
    Appearance.objects.create(
        statement=statement, source=make_source(gone_on=date(2024, 6, 1)), wording="لن يبقى فيل واحد",
        language="ar", form=Form.OWN_WORDS,
    )  # fmt: skip
    for finding in (Finding.TERMS_CHANGED, Finding.PARTLY_UPHELD, Finding.BROKEN):
        entry = make_verification(statement, finding, reasoning="Because.", searched="The archive.")
        make_evidence(entry, "context", source=make_source(url=f"https://x.example.org/{finding}/{LONG}"), excerpt=LONG)
        publish_verification(entry, by=editor())
    withdraw(statement.verifications.last(), editor(), "A statue.")
    for kind, finding in zip(Kind, [Finding.UPHELD, Finding.UNDETERMINED, Finding.VOID, Finding.BROKEN], strict=False):
        make_published_verification(make_published_statement(kind=kind, speaker=rudolf), finding)
    position = make_published_statement(kind=Kind.POSITION, said_on="2024-03-20", form=Form.PARAPHRASE)
    make_link(position, statement, "contradicts", note="Later.")
    gone = make_published_statement()
    withdraw(gone, editor(), "Never said.")
    for number in range(3):
        make_published_statement(said_on="2024-02", check_by=f"{2090 + number % 3}", check_by_basis="implied")
    return [
        "/",
        "/statements/",
        "/statements/?country=BE&country=FR&status=open&q=elephant",
        statement.get_absolute_url(),
        f"{statement.get_absolute_url()}?as_of=2024-03-05",
        statement.version_address(1),
        "/embed/statements/1/?version=1",
        position.get_absolute_url(),
        gone.get_absolute_url(),
        "/officials/",
        "/officials/rudolf/",
        "/countries/",
        "/countries/BE/",
        "/topics/elephants/",
        "/due/",
        "/methodology/",
        f"/?{LONG}={LONG}",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways_or_complains(browser, live_server, full_site, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    complaints, other_hosts = [], []
    page.on("console", lambda message: complaints.append((page.url, message.text)))
    page.on("pageerror", lambda error: complaints.append((page.url, str(error))))
    page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else other_hosts.append(asked.url))
    for address in full_site:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} pixels too wide at {width}"
    assert complaints == []
    assert other_hosts == []
    assert context.cookies() == []
    context.close()


def test_a_reader_without_script_searches_filters_and_asks_for_a_day(browser, live_server):
    make_published_statement(voices=[(make_official(code="FR"), "signed")])
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.set_default_timeout(5_000)
    page.get_by_label("Words or names").fill("single")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("group", name="Country").get_by_label("Belgium").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("group", name="Country").get_by_label("France").check()
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith("/statements/?q=single&country=BE&country=FR")
    page.get_by_role("link", name="Remove the filter Country: Belgium").click()
    assert page.url.endswith("/statements/?q=single&country=FR")
    page.locator("article.row h3 a").first.click()
    page.get_by_label("Where did it stand").fill("2024-03-05")
    page.get_by_role("button", name="Show that day").click()
    page.get_by_text("As of 5 March 2024, by what was public by that day").wait_for()
    context.close()


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
