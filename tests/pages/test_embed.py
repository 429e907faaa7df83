"""A statement in a frame on somebody else's page: what it shows, what it says of its own age, and who may frame it."""

import html
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests import hostile, newsroom, records
from tests.newsroom import make_official, make_origin, make_published_statement, make_published_verification
from tests.pages.reading import links_of, text_of
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Form, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame(client):
    """The words of a statement's frame, as it was copied at a version."""

    def ask(statement, version="", status=200):
        response = client.get(f"/embed/statements/{statement.number}/", {"version": version} if version else {})
        assert response.status_code == status
        return text_of(response)

    return ask


def test_it_shows_words_speaker_office_day_and_where_it_stands(frame, client):
    statement = make_published_statement(speaker=make_official("Rudolf Rassendyll"))
    make_published_verification(statement)
    shown = frame(statement)
    in_order = [
        "“Not a single elephant will stay in Strelsau.”",
        "Rudolf Rassendyll, Minister of Elephants of Ruritania Said on 1 March 2024. Own words, in English. From a",
        "The claim: No elephant stays in Strelsau after the parade.",
        "Broken, public since 1 April 2024: An elephant was seen in Strelsau.",
        "when the outcome was already public.",
        "Words, sources and evidence at Said & Done",
    ]
    places = [shown.index(words) for words in in_order]
    assert places == sorted(places)
    response = client.get(f"/embed/statements/{statement.number}/")
    assert f"http://testserver{statement.get_absolute_url()}" in links_of(response)
    assert 'target="_blank" rel="noopener"' in response.text


def test_words_that_no_source_prints_stand_without_quotation_marks(frame):
    told = {"form": Form.PARAPHRASE, "appearance": {"basis": "relayed", "relayed_by": make_origin("The Agency")}}
    shown = frame(make_published_statement(kind=Kind.DENIAL, **told))
    assert "In the words of Said & Done, not the speaker’s." in shown
    assert "Known only from the account of The Agency" in shown
    assert "“" not in shown


def test_a_quote_is_marked_with_its_language(client):
    words = "لن يبقى فيل واحد"
    make_published_statement(quote=words, quote_language="ar", appearance={"language": "ar", "wording": words})
    assert '<blockquote class="words" lang="ar" dir="auto">' in client.get("/embed/statements/1/").text


def test_a_frame_that_was_copied_with_another_finding_says_so(frame):
    statement = make_published_statement()
    assert "copied" not in frame(statement, "1")
    entry = make_published_verification(statement)
    shown = frame(statement, "1")
    assert re.search(r"This frame was copied from version 1, of [^,]+, which said: Open. It is now: Broken\.", shown)
    assert "copied" not in frame(statement, "2")
    assert "copied" not in frame(statement)
    withdraw(entry, newsroom.editor(), "A statue.")
    assert re.search(r"version 2, of [^,]+, which said: Broken. It is now: Open\.", frame(statement, "2"))


def test_a_frame_in_another_language_says_so_in_its_words(client):
    make_published_verification(make_published_statement())
    shown = client.get("/ar/embed/statements/1/?version=1").text
    assert "مفتوح" in shown
    assert "Open" not in shown


def test_that_a_day_passed_is_no_finding(frame):
    statement = make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    statement.versions.get()
    assert "copied" not in frame(statement, "1")


def test_a_version_that_is_none_or_an_unknown_parameter_is_told(frame, client):
    statement = make_published_statement()
    for asked in ("2", "0", "x", "٣", "1" * 30):
        assert "This statement has no such version. Its versions are 1 to 1." in frame(statement, asked)
    shown = text_of(client.get("/embed/statements/1/?finding=broken"))
    assert "“finding” is no parameter of this page" in shown
    assert "Not a single elephant" in shown


def test_what_was_withdrawn_says_so_with_the_reason_and_no_word_more(frame):
    statement = make_published_statement()
    withdraw(statement, newsroom.editor(), "He never said it.")
    for version in ("", "1"):
        shown = frame(statement, version)
        assert "Said & Done withdrew this statement" in shown
        assert "He never said it." in shown
        assert "elephant" not in shown


def test_what_is_not_public_has_no_frame(client):
    newsroom.make_statement()
    assert client.get("/embed/statements/1/").status_code == 404


def test_a_frame_that_did_not_change_may_still_be_framed(client):
    """Browsers take over what “not modified” says of the page that they hold."""
    make_published_statement()
    answers = [client.get("/embed/statements/1/")]
    answers += [client.get("/embed/statements/1/", headers={"If-None-Match": answers[0]["ETag"]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 304, 304]
    for answer in answers:
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


# The snippet


def snippet_of(response):
    return html.unescape(re.search(r"<code>(&lt;iframe.*?)</code>", response.text, re.DOTALL)[1])


def test_the_page_gives_the_frame_to_copy_as_of_its_version(client):
    statement = make_published_statement(speaker=make_official("Rudolf Rassendyll"))
    make_published_verification(statement)
    snippet = snippet_of(client.get(statement.get_absolute_url()))
    assert 'src="http://testserver/embed/statements/1/?version=2"' in snippet
    assert 'title="Rudolf Rassendyll, 1 March 2024, at Said &amp; Done"' in snippet
    assert 'loading="lazy"' in snippet
    assert "allow-scripts" not in snippet


def test_no_name_breaks_out_of_the_frame_to_copy(client):
    for payload in hostile.PAYLOADS:
        statement = make_published_statement(speaker=make_official(" ".join(payload.split())[:200]))
        snippet = snippet_of(client.get(statement.get_absolute_url()))
        parts = hostile.anatomy_of_page(f"<!doctype html><title>x</title>{snippet}".encode())
        assert {name for kind, name, *_ in parts if kind == "element"} == {"html", "head", "title", "body", "iframe"}
        assert len([part for part in parts if part[0] == "attribute"]) == 8


# Who may frame what


@pytest.fixture
def elsewhere():
    """A page of another site, with what it holds."""
    pages = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.pages = pages
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_another_site_can_frame_this_page_and_no_other(page, live_server, elsewhere, client):
    statement = records.make_record().drafts[0]
    statement.refresh_from_db()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    snippet = snippet_of(client.get(statement.get_absolute_url())).replace("http://testserver", live_server.url)
    others = ["/", statement.get_absolute_url(), "/statements/", "/accounts/login/", "/embed/statements/99/"]
    elsewhere.pages["/"] = f'<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title>{snippet}'
    elsewhere.pages["/more"] = elsewhere.pages["/"] + "".join(
        f'<iframe src="{live_server.url}{path}"></iframe>' for path in others
    )
    site = f"http://localhost:{elsewhere.server_port}"
    page.goto(f"{site}/", wait_until="load")
    page.frame_locator("iframe").get_by_text("Broken", exact=True).wait_for()
    inside = page.frames[1]
    inside.wait_for_load_state()
    padding = inside.locator("main").evaluate("main => getComputedStyle(main).paddingTop")
    assert padding == "16px", "its style is there"
    assert complaints == []
    assert page.context.cookies() == []
    page.goto(f"{site}/more", wait_until="load")
    page.frame_locator("iframe").first.get_by_text("Broken", exact=True).wait_for()
    assert len([text for text in complaints if "frame-ancestors" in text]) >= len(others) - 1
    shown = [frame.url for frame in page.frames if frame.url.startswith(live_server.url)]
    assert [url.split("?")[0] for url in shown] == [f"{live_server.url}/embed/statements/1/"]
