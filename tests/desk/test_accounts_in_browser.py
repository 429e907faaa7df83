"""Signing in as an editor does it: in a browser, by reading the page and typing."""

import pytest
from playwright.sync_api import expect

from tests import newsroom
from tests.desk.test_accounts import code_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor():
    return newsroom.editor()


def type_password(page, address):
    page.goto(address)
    page.get_by_label("Username").fill("edith")
    page.get_by_label("Password").fill(newsroom.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_outside_production_name_and_password_open_the_desk_and_signing_out_closes_it(page, live_server, editor):
    type_password(page, live_server.url + "/admin/")
    expect(page).to_have_url(live_server.url + "/admin/")
    expect(page.get_by_role("heading", name="On the desk")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto(live_server.url + "/admin/tracker/statement/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_editor_sets_up_a_second_factor_and_comes_back_with_a_recovery_code(page, live_server, editor, settings):
    settings.REQUIRE_MFA = True
    type_password(page, live_server.url + "/admin/")
    page.get_by_label("Password").fill(newsroom.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    picture = page.get_by_role("img", name="QR code of the secret").bounding_box()
    assert picture["width"] == picture["height"] > 200

    page.get_by_label("Authenticator code").fill(code_now(page.locator("#secret").inner_text()))
    page.get_by_role("button", name="Set up").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="I have them: to the desk").click()
    expect(page.get_by_role("heading", name="On the desk")).to_be_visible()

    page.get_by_role("button", name="Log out").click()
    type_password(page, live_server.url + "/admin/tracker/statement/")
    page.get_by_label("Code").fill(codes[3])
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(live_server.url + "/admin/tracker/statement/")
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_text("9 recovery codes left.")).to_be_visible()
