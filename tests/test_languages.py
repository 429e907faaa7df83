"""The language of a page is part of its address, and nothing else decides it."""

import re

import pytest
from django.utils.translation import override

from tests import newsroom, records
from tests.routes import addresses, is_for_readers
from tracker import languages
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return records.make_record()


def test_an_address_alone_decides_the_language(client, record):
    for headers in ({}, {"accept-language": "ar"}, {"cookie": "django_language=ar"}):
        english, arabic = (client.get(address, headers=headers) for address in ("/statements/", "/ar/statements/"))
        assert '<html lang="en-gb" dir="ltr">' in english.text
        assert '<html lang="ar" dir="rtl">' in arabic.text
        assert (english["Content-Language"], arabic["Content-Language"]) == ("en-gb", "ar")
        assert "Accept-Language" not in english.get("Vary", "")
    assert client.get("/en-gb/statements/").status_code == 404
    assert client.get("/fr/statements/").status_code == 404


def test_each_page_names_itself_in_every_language(client, record):
    for address in ("/statements/?status=broken", "/ar/statements/?status=broken"):
        page = client.get(address).text
        assert re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page) == [
            ("en-gb", "http://testserver/statements/?status=broken"),
            ("x-default", "http://testserver/statements/?status=broken"),
            ("ar", "http://testserver/ar/statements/?status=broken"),
        ]
    assert "hreflang" not in client.get("/nowhere/").text


def test_a_page_in_another_language_has_the_same_files(client, record):
    assert 'href="/countries/BE.csv"' in client.get("/ar/countries/BE/").text
    assert client.get("/ar/countries/BE.csv").status_code == 404


def test_a_claim_is_described_to_search_engines_and_cited_by_one_address(client, record):
    path = "/statements/1-no-elephant-stays-in-strelsau/"
    english, arabic = client.get(path).text, client.get(f"/ar{path}").text
    assert "application/ld+json" in english
    assert "application/ld+json" not in arabic
    assert "http://testserver/ar/statements/1-no-elephant-stays-in-strelsau/v/" not in arabic


def test_what_is_kept_for_good_is_in_the_usual_language_whoever_publishes():
    with override("ar"):
        statement = newsroom.make_published_verification(newsroom.make_published_statement()).statement
    labels = {version.representation["status_label"] for version in statement.versions.all()}
    assert labels
    assert labels <= {str(label) for label in Status.labels} | {"Kept", "Broken"}


@pytest.mark.slow
def test_every_page_is_there_in_every_language(client, record):
    """Pages answer alike at both addresses: with the page, with an error, or with the way to another address."""
    for address in filter(is_for_readers, addresses()):
        if address.endswith("/") and not address.startswith("/api/"):
            for _code, other in languages.in_each_language(address):
                assert client.get(other).status_code == client.get(address).status_code, other
