"""Crawlers find every public page with the day it truly changed, and nothing else; finders of holes, whom to tell."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from tests import newsroom
from tests.exports.record import SECRETS, make_record
from tracker.feeds import sitemaps
from tracker.verifications.publishing import withdraw

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, address):
    """Each address of a sitemap with its moment."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/xml")
    body = b"".join(response) if response.streaming else response.content
    root = ElementTree.fromstring(body)  # noqa: S314 - our own
    return {child.findtext(f"{NAMESPACE}loc"): child.findtext(f"{NAMESPACE}lastmod") for child in root}


def all_pages(client):
    pages = {}
    for part in read(client, "/sitemap.xml"):
        pages |= read(client, part.removeprefix("http://testserver"))
    return pages


def test_every_public_page_is_there_and_answers(client):
    make_record()
    pages = [address.removeprefix("http://testserver") for address in all_pages(client)]
    assert {"/", "/statements/", "/officials/rudolf-rassendyll/", "/countries/BE/", "/topics/elephants/"} <= set(pages)
    assert len([page for page in pages if page.startswith("/statements/")]) == 1 + 16
    for page in pages:
        assert client.get(page).status_code == 200, page
    assert not [secret for secret in SECRETS if secret.lower().replace(" ", "-") in str(pages)]


def test_lastmod_is_when_the_page_last_changed(client):
    official = newsroom.make_official("Rassendyll")
    old = newsroom.make_published_statement(speaker=official)
    new = newsroom.make_published_statement()
    newsroom.make_published_verification(old)
    pages = {address.removeprefix("http://testserver"): moment for address, moment in all_pages(client).items()}
    changed = {statement: statement.versions.last().made_at for statement in (old, new)}
    assert pages[old.get_absolute_url()] == f"{changed[old]:%Y-%m-%dT%H:%M:%SZ}"
    assert pages[new.get_absolute_url()] == f"{changed[new]:%Y-%m-%dT%H:%M:%SZ}"
    assert pages["/officials/rassendyll/"] == pages["/"] == pages[old.get_absolute_url()]
    assert pages["/methodology/"] is None


def test_a_withdrawn_page_is_not_offered(client):
    statement = newsroom.make_published_statement()
    withdraw(statement, newsroom.editor(), "A hoax.")
    assert not [page for page in all_pages(client) if "/statements/1" in page]


def test_many_pages_are_split_and_a_page_keeps_its_part(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES_A_PART", 2)
    statements = [newsroom.make_published_statement() for _ in range(5)]
    parts = [part for part in read(client, "/sitemap.xml") if "statements" in part]
    assert len(parts) == 3
    assert len(read(client, "/sitemap-statements-2.xml")) == 2
    withdraw(statements[0], newsroom.editor(), "A hoax.")
    assert len(read(client, "/sitemap-statements-1.xml")) == 1
    assert len(read(client, "/sitemap-statements-2.xml")) == 2
    assert client.get("/sitemap-statements-4.xml").status_code == 404
    assert client.get("/sitemap-secrets-1.xml").status_code == 404
    assert client.get("/sitemap-statements-0.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is_and_what_is_endless(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines
    assert "Disallow: /statements/?" in lines
    assert "Disallow: /" not in lines


@pytest.mark.parametrize("closed", ["/admin/", "/accounts/", "/statements/?"])
def test_robots_stay_out_of_the_desk_in_every_language(client, closed):
    lines = client.get("/robots.txt").content.decode().splitlines()
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    assert [f"Disallow: /{code}{closed}" for code in others if f"Disallow: /{code}{closed}" not in lines] == []


def test_finders_of_holes_are_told_where_to_write(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@courier.example.org"
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@courier.example.org"
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.fromisoformat(lines["Expires"])
    assert timezone.now() < expires < timezone.now() + timedelta(days=365)


def test_addresses_are_those_that_the_operator_set(client, settings):
    settings.SITE_ADDRESS = "https://said.example.org"
    assert "Sitemap: https://said.example.org/sitemap.xml" in client.get("/robots.txt").content.decode()
    newsroom.make_published_statement()
    assert "https://said.example.org/statements/1-" in client.get("/statements.atom").content.decode()
    assert "tag:said.example.org," in client.get("/statements.atom").content.decode()
