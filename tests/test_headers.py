"""Every answer tells the browser to trust nothing but this site, and gives it nothing that needs more trust."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests import newsroom, records
from tests.routes import addresses

ROOT = Path(__file__).resolve().parent.parent
MORE_ADDRESSES = [
    "/statements/?country=BE&order=said_on&q=elephant",
    "/statements/?unknown=1",
    "/statements/?as_of=2024-03-02",
    "/nowhere/",
    "/statements",  # without its slash: a redirect
    "/static/tracker/site.css",
    "/static/admin/js/vendor/jquery/jquery.js",
    "/static/nowhere.css",
]
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def browsers(db):
    """Anonymous, and an editor who is an administrator too and so sees every page of the desk."""
    chief = newsroom.make_user("flavia", "editor", is_superuser=True)
    at_desk = Client(raise_request_exception=False)
    at_desk.force_login(chief)
    return {"anonymous": Client(raise_request_exception=False), "editor": at_desk}


# The one page that others may frame says so, and nothing else that is softer.
EXPECTED_OF_FRAMES = EXPECTED | {"Cross-Origin-Resource-Policy": "cross-origin", "X-Frame-Options": None}


def faults_of_headers(headers, is_frame=False):
    for name, value in (EXPECTED_OF_FRAMES if is_frame else EXPECTED).items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    yield from faults_of_policy(headers.get("Content-Security-Policy", ""), "*" if is_frame else "'none'")
    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        if f"{feature}=()" not in headers.get("Permissions-Policy", ""):
            yield f"{feature} is not switched off"


def faults_of_policy(policy, framed_by="'none'"):
    """Only this site, only what the pages use; nothing inline, nothing evaluated, nothing framed."""
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    if (framed := directives.pop("frame-ancestors", None)) != framed_by:
        yield f"CSP frame-ancestors: {framed}"
    for name in ("default-src", "base-uri"):
        if directives.get(name) != "'none'":
            yield f"CSP {name}: {directives.get(name)}"
    if directives.get("form-action") != "'self'":
        yield f"CSP form-action: {directives.get('form-action')}"
    if more := {value for values in directives.values() for value in values.split()} - {"'none'", "'self'"}:
        yield f"CSP allows {more}"


# Scripts by name only: no browser runs them.
DATA_BLOCKS = ("application/json", "application/ld+json")


class Page(HTMLParser):
    """Collects what the policy would forbid, or what leaves this site, in a page."""

    LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "use": "href"}

    def __init__(self, text):
        super().__init__()
        self.faults = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_inline = tag == "script" and "src" not in given and given.get("type") not in DATA_BLOCKS
        if tag == "style" or is_inline:
            self.faults.append(f"inline <{tag}>")
        for name, value in attributes:
            if name == "style" or name.startswith("on") or re.match(r"\s*(javascript|data):", value or "", re.I):
                self.faults.append(f"<{tag} {name}={value}>")
        if tag in ("object", "embed", "applet", "base") or "http-equiv" in given:
            self.faults.append(f"<{tag}>")
        loaded = given.get(self.LOADS.get(tag)) or ""
        if re.match(r"(https?:)?//", loaded) and given.get("rel") not in ("canonical", "alternate"):
            self.faults.append(f"<{tag}> loads {loaded}")


def faults(answer, address=""):
    is_frame = answer.status_code == 200 and address.startswith("/embed/")
    yield from faults_of_headers(answer.headers, is_frame)
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        yield from Page(answer.text).faults


def is_whole(answer):
    """Whether it is no failure, and a file comes to its end."""
    try:
        return answer.status_code < 500 and (not answer.streaming or list(answer.streaming_content) is not None)
    except Exception:
        return False


def test_every_route_answers_with_every_header_and_nothing_inline(browsers):
    records.make_record()
    tried, found = 0, []
    for who, browser in browsers.items():
        for address in [*addresses(), *MORE_ADDRESSES]:
            if who == "editor" and "logout" in address:
                continue
            answer = browser.get(address)
            tried += 1
            found += [f"{who} {address} {answer.status_code}: {fault}" for fault in faults(answer, address)]
            if not is_whole(answer):
                found.append(f"{who} {address} fails")
    print(f"{tried} answers")
    assert found == []
    assert tried > 200


def test_readers_get_no_cookie_on_any_route_and_no_answer_depends_on_one(browsers):
    records.make_record()
    found = []
    for address in [*addresses(), *MORE_ADDRESSES]:
        if address.startswith(("/accounts/", "/admin/")):
            continue
        answer = browsers["anonymous"].get(address)
        if answer.cookies or "Cookie" in answer.headers.get("Vary", ""):
            found.append(f"{address}: {answer.cookies} Vary: {answer.headers.get('Vary')}")
    assert found == []


# Errors are the site's own pages


def is_own_page(answer, *secrets):
    assert list(faults(answer)) == []
    assert answer.headers["Content-Type"].startswith("text/html")
    assert '<a class="name" href="/">' in answer.text, "the site's own page, with the way back"
    for word in ("Traceback", "Django", "DEBUG", "psycopg", "/tracker/", *secrets):
        assert word not in answer.text.replace("/static/tracker/", "")


def test_an_unknown_host_gets_a_plain_400(browsers):
    answer = browsers["anonymous"].get("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    is_own_page(answer, "evil.example", "ALLOWED_HOSTS")


def test_a_form_sent_from_elsewhere_gets_a_plain_403():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "edith", "password": "x"})
    assert answer.status_code == 403
    is_own_page(answer, "CSRF", "cookie")


def test_a_fault_of_ours_gets_a_plain_500(browsers, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracker_listing RENAME TO elsewhere")
    answer = browsers["anonymous"].get("/statements/")
    assert answer.status_code == 500
    is_own_page(answer, "tracker_listing", "relation")


def test_a_page_that_is_not_there_gets_a_plain_404(browsers):
    for browser in browsers.values():
        answer = browser.get("/nowhere/<script>alert(1)</script>/")
        assert answer.status_code == 404
        is_own_page(answer, "alert(1)")


# Production: https, files with the same headers, cookies that no neighbour can set

IN_PRODUCTION = """
import json, sys, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
answers = {}
for name, path, more in json.loads(sys.argv[1]):
    answer = Client(HTTP_HOST="record.example.org").get(path, **more)
    answers[name] = {
        "status": answer.status_code, "headers": dict(answer.headers),
        "cookies": [cookie.OutputString() for cookie in answer.cookies.values()],
    }
print(json.dumps({"answers": answers, "mfa": settings.REQUIRE_MFA, "session": settings.SESSION_COOKIE_NAME,
                  "secure": settings.SESSION_COOKIE_SECURE}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """A production site's answers over https, with an empty database of its own, of pages that need none."""
    asked = [
        ("login", "/accounts/login/", {"secure": True}),
        ("missing", "/nowhere/", {"secure": True}),
        ("file", "/static/tracker/site.css", {"secure": True}),
        ("unknown host", "/", {"secure": True, "HTTP_HOST": "evil.example"}),
        ("http", "/methodology/", {"secure": False}),
        ("http of an unknown host", "/", {"secure": False, "HTTP_HOST": "evil.example"}),
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "DATABASE_URL"))}
    ran = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION, json.dumps(asked)],
        cwd=ROOT,
        env=clean
        | {
            "TRACKER_PRODUCTION": "1",
            "SECRET_KEY": "for this test only",
            "TRACKER_HOSTS": "record.example.org",
            "TRACKER_DATA": str(tmp_path_factory.mktemp("production")),
        },
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_in_production_every_answer_has_the_headers_redirects_and_refused_hosts_too(production):
    statuses = {name: answer["status"] for name, answer in production["answers"].items()}
    assert statuses == {
        "login": 200,
        "missing": 404,
        "file": 200,
        "unknown host": 400,
        "http": 301,
        "http of an unknown host": 400,
    }
    for name, answer in production["answers"].items():
        assert list(faults_of_headers(answer["headers"])) == [], name


def test_in_production_https_is_promised_for_a_year(production):
    for name in ("login", "missing", "file"):
        headers = production["answers"][name]["headers"]
        assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_in_production_cookies_are_this_hosts_alone_and_the_second_factor_is_required(production):
    (cookie,) = production["answers"]["login"]["cookies"]
    assert cookie.startswith("__Host-csrf=")
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert production["session"].startswith("__Host-")
    assert production["secure"]
    assert production["mfa"]


# In a real browser: the console stays empty, and nobody else is asked for anything


@pytest.fixture
def watched(page, live_server):
    """Chromium, and what it complains of or asks another host for."""
    page.complaints = []
    page.on(
        "console",
        lambda message: (
            message.type == "verbose"  # advice on forms, which nobody sees who did not ask for it
            or page.complaints.append(f"{page.url} {message.type}: {message.text}")
        ),
    )
    page.on("pageerror", lambda error: page.complaints.append(f"{page.url} {error}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith(live_server.url) or page.complaints.append(f"{page.url} asks {request.url}")
        ),
    )
    return page


def cookie_of(browser, live_server):
    return {"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}


def look_at(page, live_server, browser, chosen):
    """Opens the addresses that are pages; files and redirects are for the tests above."""
    pages = []
    for address in chosen:
        answer = browser.get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            pages.append(address)
    for address in pages:
        page.goto(live_server.url + address, wait_until="load")
    return len(pages)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_chromium_has_nothing_to_complain_of_on_the_pages_that_are_used_most(watched, live_server, browsers):
    statement = records.make_record().drafts[0]
    statement.refresh_from_db()
    public = ["/", "/statements/", statement.get_absolute_url(), "/officials/", "/accounts/login/"]
    assert look_at(watched, live_server, browsers["anonymous"], public) == len(public)
    watched.context.add_cookies([cookie_of(browsers["editor"], live_server)])
    desk = ["/admin/", "/admin/tracker/statement/", "/admin/tracker/statement/add/", "/accounts/password/change/"]
    assert look_at(watched, live_server, browsers["editor"], desk) == len(desk)
    assert watched.complaints == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["anonymous", "editor"])
def test_chromium_has_nothing_to_complain_of_on_any_page(watched, live_server, browsers, who):
    records.make_record()
    chosen = [*addresses(), *MORE_ADDRESSES]
    if who == "editor":
        chosen = [address for address in chosen if not address.startswith("/admin/logout")]
        watched.context.add_cookies([cookie_of(browsers["editor"], live_server)])
    count = look_at(watched, live_server, browsers[who], chosen)
    print(f"{count} pages as {who}")
    assert watched.complaints == []
    assert count > 15
