"""The desk's pages, light and dark, narrow and wide, in both directions: nobody is kept out, nothing is cut off."""

from itertools import product

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import page as address
from tests.pages.test_face import barriers, open_everything, pixels_too_wide
from tracker.desk.models import SavedFilter
from tracker.verifications.publishing import submit
from tracker.vocabulary import VoiceRole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# A choice by letters before its script has made the box for it.
NOT_YET_MADE = ".admin-autocomplete:not(.select2-hidden-accessible, .empty-form *)"
MODES = [
    pytest.param(*mode, id="-".join(map(str, mode))) for mode in product(["light", "dark"], [320, 1280], ["", "/ar"])
]


@pytest.fixture
def desk_pages():
    """A desk with something of every sort on it: one page of each kind, by name."""
    editor, checker = newsroom.editor(), newsroom.checker()
    draft = newsroom.make_statement(created_by=editor)
    draft.voices.create(official=newsroom.make_official(), role=VoiceRole.SIGNED)
    draft.topics.add(newsroom.make_topic())
    submit(newsroom.make_statement(created_by=checker), by=checker)
    statement = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    newsroom.make_published_verification(newsroom.make_published_statement(speaker=statement.speaker))
    entry = newsroom.make_verification(statement, author=editor)
    newsroom.make_tenure(statement.speaker)
    SavedFilter.objects.create(owner=editor, list="statement", name="Drafts", query="stage=draft")
    source = newsroom.make_source(origins=[newsroom.make_origin()])
    return {
        "first": "/admin/",
        "list": address("statement_changelist"),
        "kept-list": f"{address('statement_changelist')}?stage=draft",
        "verifications": address("verification_changelist"),
        "log": address("statement_add"),
        "draft": address("statement_change", draft.pk),
        "published": address("statement_change", statement.pk),
        "follow-up": f"{address('verification_add')}?statement={statement.pk}",
        "entry": address("verification_change", entry.pk),
        "source": address("source_change", source.pk),
        "official": address("official_change", statement.speaker.pk),
        "history": address("statement_history", statement.pk),
        "withdraw": address("statement_withdraw", statement.pk),
        "delete": address("statement_delete", draft.pk),
        "correct": address("statement_correct", statement.pk),
        "preview": f"/admin/tracker/statement/{draft.pk}/preview/",
        "preview-entry": f"/admin/tracker/verification/{entry.pk}/preview/",
        "password": "/accounts/password/change/",
        "factor": "/accounts/second-factor/",
    }


@pytest.fixture
def sits(browser, live_server):
    """Opens pages as the editor does, or as somebody who has not signed in yet."""
    contexts = []

    def down(scheme, width, user=None):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        if user:
            session = at_the_desk(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield down
    for context in contexts:
        context.close()


def faults_of(page, url):
    """What is wrong with a page with everything on it opened."""
    page.goto(url)
    open_everything(page)
    page.wait_for_function(f"!document.querySelector('{NOT_YET_MADE}')")
    found = barriers(page)
    if wide := pixels_too_wide(page):
        found.append(f"{wide} pixels too wide")
    return [(url, fault) for fault in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_pages_of_every_day_keep_nobody_out(sits, live_server, desk_pages, scheme, width):
    page = sits(scheme, width, newsroom.editor())
    faults = [
        fault
        for kind in ("first", "kept-list", "draft", "preview")
        for fault in faults_of(page, live_server.url + desk_pages[kind])
    ]
    faults += faults_of(sits(scheme, width), f"{live_server.url}/accounts/login/")
    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width", "language"), MODES)
def test_no_page_of_the_desk_keeps_anybody_out(sits, live_server, desk_pages, scheme, width, language):
    page = sits(scheme, width, newsroom.editor())
    faults = [fault for path in desk_pages.values() for fault in faults_of(page, live_server.url + language + path)]
    faults += faults_of(sits(scheme, width), f"{live_server.url}{language}/accounts/login/")
    assert faults == []


def test_light_or_dark_is_one_choice_for_the_desk_and_for_the_site(sits, live_server):
    page = sits("light", 1280, newsroom.editor())
    page.goto(f"{live_server.url}/admin/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".theme-toggle").click()
    dark = page.evaluate(ground)
    assert dark != light
    for path in ("/", "/admin/tracker/statement/"):
        page.goto(live_server.url + path)
        assert page.evaluate(ground) == dark
