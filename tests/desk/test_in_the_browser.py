"""The desk in a real browser, by keyboard alone, under the site's Content Security Policy."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import page as desk_page
from tests.hands import Keyboard
from tracker.catalogue.models import Listing
from tracker.sources.models import Source
from tracker.statements.models import Statement
from tracker.verifications.models import Verification

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def violations(page):
    """What the browser says against the pages' own policy; empty at the end of every test here."""
    told = []

    def listen(opened):
        opened.on("console", lambda message: told.append(f"{opened.url}: {message.text}"))

    listen(page)
    page.context.on("page", listen)
    yield told
    assert not [text for text in told if "Content Security Policy" in text or "Content-Security-Policy" in text]


@pytest.fixture
def sit_down(page, live_server, violations):
    """Lets a person sit down at the desk in the browser."""

    def as_(user):
        session = at_the_desk(user).cookies["sessionid"].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return Keyboard(page)

    return as_


def test_a_claim_is_logged_published_and_followed_up_by_keyboard_alone(page, live_server, sit_down):
    keyboard = sit_down(newsroom.editor())
    page.goto(f"{live_server.url}/admin/tracker/statement/add/")
    _log_a_claim_by_a_new_speaker(keyboard)
    missing = page.locator(".desk-missing").inner_text()
    assert "Write the claim in neutral words" in missing
    assert "criteria" in missing
    statement = Statement.objects.get()
    assert statement.speaker.name == "Antoinette de Mauban"
    assert Source.objects.get().publisher.name == "The Strelsau Courier"

    _complete_and_publish(keyboard)
    statement.refresh_from_db()
    assert statement.speaker_label == "Minister of Elephants of Ruritania"
    assert Listing.objects.get().countries == ["BE"]

    keyboard = sit_down(newsroom.checker())
    page.goto(live_server.url + desk_page("statement_change", statement.pk))
    keyboard.goes("Add a verification")
    _follow_up(keyboard)
    verification = Verification.objects.get()
    assert (verification.author, verification.published_at) == (newsroom.checker(), None)

    keyboard = sit_down(newsroom.editor())
    page.goto(live_server.url + desk_page("verification_change", verification.pk))
    keyboard.goes("_publish")
    assert Listing.objects.get().finding == "broken"
    page.goto(f"{live_server.url}/statements/?country=BE")
    row = page.locator("main").inner_text()
    assert "Not a single elephant will stay in Strelsau." in row
    assert "Broken" in row


def _log_a_claim_by_a_new_speaker(keyboard):
    assert keyboard.focused() == "id_address"
    keyboard.write("id_address", "https://courier.example.org/new")
    publisher = keyboard.new_thing("add_id_publisher")
    publisher.write("id_name", "The Strelsau Courier")
    publisher.saves_and_closes()
    keyboard.write("id_source_published_on", "1 Mar 2024")
    keyboard.write("id_source_language", "en")
    keyboard.write("id_quote", "Not a single elephant will stay in Strelsau.")
    speaker = keyboard.new_thing("add_id_speaker")
    speaker.write("id_name", "Antoinette de Mauban")
    speaker.choose("id_country", "Belgium")
    office = speaker.new_thing("add_id_tenures-0-office")
    office.write("id_title", "Minister of Elephants of Ruritania")
    office.choose("id_country", "Belgium")
    office.tab_to("_save")
    office.saves_and_closes()
    speaker.write("id_tenures-0-started_on", "2020")
    speaker.saves_and_closes()
    keyboard.tab_to("id_said_on")
    keyboard.page.get_by_text("Office held then: Minister of Elephants of Ruritania").wait_for()
    assert keyboard.page.locator("#id_said_on").input_value() == "1 Mar 2024"
    keyboard.press("id_kind_0", "Space")
    keyboard.pick("id_primary_form", "Own")
    keyboard.goes("_continue")


def _complete_and_publish(keyboard):
    keyboard.write("id_claim", "No elephant stays in Strelsau.")
    keyboard.press("Reading and criteria")
    keyboard.write("id_upheld_if", "No elephant is there after the parade.")
    keyboard.write("id_broken_if", "An elephant is there after the parade.")
    keyboard.write("id_selected_because", "It can be checked.")
    keyboard.goes("_publish")
    assert "Published" in keyboard.page.locator(".messagelist").inner_text()


def _follow_up(keyboard):
    page = keyboard.page
    assert keyboard.focused() == "id_evidence-0-address"
    for part in ("Not a single elephant will stay in Strelsau.", "An elephant is there after the parade."):
        assert part in page.locator(".desk-panel").inner_text()
    keyboard.write("id_evidence-0-address", "https://gazette.example.org/elephant")
    keyboard.write("id_evidence-0-excerpt", "An elephant stood in the square.")
    keyboard.pick("id_evidence-0-stance", "Against")
    keyboard.choose("id_evidence-0-publisher", "Courier")
    keyboard.write("id_evidence-0-source_published_on", "1 Apr 2024")
    keyboard.pick("id_finding", "Broken")
    keyboard.write("id_summary", "An elephant was seen in Strelsau.")
    keyboard.write("id_public_on", "1 Apr 2024")
    keyboard.pick("id_confidence", "Medium")
    keyboard.write("id_confidence_reason", "One origin.")
    keyboard.goes("_continue")


def test_the_tab_key_takes_the_steps_in_their_order(page, live_server, sit_down):
    keyboard = sit_down(newsroom.editor())
    page.goto(f"{live_server.url}/admin/tracker/statement/add/")
    order = [keyboard.focused()]
    while order[-1] != "_continue":
        page.keyboard.press("Tab")
        order.append(keyboard.focused())
    steps = [
        "id_address",
        "About the source",
        "id_quote",
        "id_no_words",
        "id_speaker",
        "id_said_on",
        "id_kind_0",
        "id_primary_form",
        "id_primary_basis",
        "id_claim",
        "id_check_by",
        "id_check_by_basis",
        "_continue",
    ]
    assert [box for box in order if box in steps] == steps
    assert not {"id_publisher", "id_origin", "id_upheld_if", "id_tenure", "id_occasion"} & set(order)


def test_a_known_address_fills_the_boxes_and_proposes_the_day(page, live_server, sit_down):
    known = newsroom.make_source(
        url="https://courier.example.org/known", language="en", origins=[newsroom.make_origin("RPA")]
    )
    newsroom.make_published_statement(source=known)
    keyboard = sit_down(newsroom.editor())
    page.goto(f"{live_server.url}/admin/tracker/statement/add/")
    keyboard.write("id_address", "http://www.courier.example.org/known/?utm_source=x")
    page.keyboard.press("Tab")
    page.locator("#id_address_note a").wait_for()
    assert page.locator("#id_publisher option:checked").text_content() == known.publisher.name
    assert page.locator("#id_origin option:checked").text_content() == "RPA"
    values = {
        box: page.locator(f"#id_{box}").input_value() for box in ("source_published_on", "source_language", "said_on")
    }
    assert values == {"source_published_on": "2024-03-01", "source_language": "en", "said_on": "2024-03-01"}
    page.get_by_text("About the source").click()
    page.fill("#id_source_language", "de")
    page.fill("#id_address", "https://courier.example.org/another")
    page.keyboard.press("Tab")
    page.get_by_text("A new address").wait_for()
    assert page.locator("#id_publisher").input_value() == str(known.publisher.pk)  # of all else from that site
    assert page.locator("#id_source_published_on").input_value() == ""
    assert page.locator("#id_source_language").input_value() == "de"


def test_an_origin_that_stands_there_already_is_pointed_out_before_saving(page, live_server, sit_down):
    agency = newsroom.make_origin("RPA")
    statement = newsroom.make_published_statement(source=newsroom.make_source(origins=[agency]))
    keyboard = sit_down(newsroom.checker())
    page.goto(f"{live_server.url}/admin/tracker/verification/add/?statement={statement.pk}")
    keyboard.press("About the source")
    keyboard.choose("id_evidence-0-origin", "RPA")
    page.get_by_text("RPA is among this statement’s sources already").wait_for()


def test_no_page_of_the_desk_breaks_the_policy(page, live_server, sit_down):
    """Every list, every form with and without a row, the first page and the withdrawal."""
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement)
    newsroom.make_verification(newsroom.make_published_statement())
    newsroom.make_tenure(statement.speaker)
    sit_down(newsroom.make_user("boss", is_superuser=True))
    addresses = ["/admin/", desk_page("statement_withdraw", statement.pk)]
    addresses.append(f"/admin/tracker/verification/add/?statement={statement.pk}")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        addresses += [reverse(f"{name}_change", args=[row.pk]) for row in model.objects.all()[:1]]
        addresses += [reverse(f"{name}_history", args=[row.pk]) for row in model.objects.all()[:1]]
    for address in addresses:
        page.goto(live_server.url + address)
    assert len(addresses) > 30


def test_a_claim_of_a_known_speaker_and_source_takes_six_boxes(page, live_server, sit_down, violations):
    """Eight are allowed. Nothing is typed twice, and a pair of keys saves from any box."""
    known = newsroom.make_source(url="https://courier.example.org/known", language="en")
    minister = newsroom.make_official("Rudolf Rassendyll")
    newsroom.make_tenure(minister, "Minister of Elephants of Ruritania")
    keyboard = sit_down(newsroom.editor())
    page.goto(f"{live_server.url}/admin/tracker/statement/add/")
    keyboard.write("id_address", known.url)
    keyboard.write("id_quote", "Not a single elephant will stay in Strelsau.")
    keyboard.tab_to("id_speaker")
    page.keyboard.type("Rass")  # the choice opens by itself
    page.locator(".select2-results__option--highlighted", has_text="Rassendyll").wait_for()
    page.keyboard.press("Enter")
    page.locator("#id_said_on_read", has_text="1 March 2024, to the day").wait_for()
    keyboard.press("id_kind_0", "Space")
    keyboard.pick("id_primary_form", "Own")
    keyboard.write("id_claim", "No elephant stays in Strelsau.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    statement = Statement.objects.get()
    assert (statement.speaker, str(statement.said_on)) == (minister, "1 March 2024")
    assert statement.appearances.get().source == known
    assert violations == []


def test_the_next_claim_begins_with_the_last_one_and_is_emptied_with_one_key(page, live_server, sit_down, violations):
    keyboard = sit_down(newsroom.editor())
    statement = newsroom.make_statement(said_on="28 Feb 2024", source=newsroom.make_source(language="en"))
    page.goto(f"{live_server.url}/admin/tracker/statement/add/?from={statement.pk}&keep=source")
    page.locator("#id_address_note a").wait_for()
    assert page.locator("#id_publisher option:checked").count() == 1
    assert page.locator("#id_said_on").input_value() == "2024-02-28"  # not that of the source
    assert page.locator(".desk-taken:visible").count() == 4
    page.keyboard.type("https://courier.example.org/another")  # what is in the box is selected
    assert page.locator("#id_address").input_value() == "https://courier.example.org/another"
    assert page.locator(".desk-taken:visible").count() == 3
    page.keyboard.press("Shift+Tab")
    keyboard.press("Empty them")
    assert page.locator(".desk-taken:visible").count() == 0
    assert violations == []
    assert page.locator("#id_said_on").input_value() == ""
    assert page.locator("#id_address").input_value() == "https://courier.example.org/another"


def test_much_the_same_words_are_shown_while_they_are_typed(page, live_server, sit_down):
    statement = newsroom.make_statement(speaker=newsroom.make_official("Rudolf Rassendyll"))
    keyboard = sit_down(newsroom.editor())
    page.goto(f"{live_server.url}/admin/tracker/statement/add/")
    keyboard.choose("id_speaker", "Rassendyll")
    page.fill("#id_claim", "No elephant will stay in Strelsau after the")
    page.locator("#id_claim_warning", has_text="Much the same words").wait_for()
    assert statement.claim in page.locator("#id_claim_warning").inner_text()
    page.fill("#id_claim", "Rain falls in Zenda on Sundays.")
    page.locator("#id_claim_warning").wait_for(state="hidden")


def test_a_wording_is_put_in_on_demand_and_overwrites_nothing(page, live_server, sit_down):
    keyboard = sit_down(newsroom.editor())
    page.goto(f"{live_server.url}/admin/tracker/statement/add/")
    keyboard.press("Reading and criteria")
    page.fill("#id_upheld_if", "My own words.")
    page.locator("#id_address").focus()
    keyboard.press("Start from a wording")
    page.locator("button", has_text="something will not be done").focus()
    page.keyboard.press("Enter")
    assert page.locator("#id_upheld_if").input_value() == "My own words."
    assert page.locator("#id_broken_if").input_value().startswith("Before [day]")
    assert page.url.endswith("/add/")


def test_a_finding_that_cannot_be_is_greyed_with_the_reason(page, live_server, sit_down, violations):
    statement = newsroom.make_published_statement()
    keyboard = sit_down(newsroom.checker())
    page.goto(f"{live_server.url}/admin/tracker/verification/add/?statement={statement.pk}")
    page.get_by_text("This finding needs evidence against the claim").wait_for()
    assert page.locator("#id_finding option[value=broken]").evaluate("option => option.disabled")
    keyboard.pick("id_evidence-0-stance", "Against")
    page.get_by_text("This finding needs evidence against the claim").wait_for(state="detached")
    assert not page.locator("#id_finding option[value=broken]").evaluate("option => option.disabled")
    assert page.locator("#id_finding option[value=upheld]").evaluate("option => option.disabled")
    assert not page.locator("#id_partly_because").is_visible()
    assert violations == []


@pytest.mark.parametrize(
    ("thing", "box"), [("official", "#id_name"), ("source", ".field-publisher .select2-selection")]
)
def test_a_form_that_is_refused_leads_to_the_first_box_that_is_wrong(page, live_server, sit_down, thing, box):
    sit_down(newsroom.editor())
    page.goto(live_server.url + desk_page(f"{thing}_add"))
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    with page.expect_navigation():
        page.locator("[name=_save]").click()
    expect(page.locator(box).first).to_be_focused()
