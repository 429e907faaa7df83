"""What search engines read in a page: the claim, and its review where there is one; equal to what readers see."""

import json
import re

import extruct
import pytest

from tests import hostile, newsroom, records, routes
from tests.newsroom import (
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_source,
    make_statement,
)
from tests.pages.reading import text_of
from tracker.statements.models import Appearance, Statement
from tracker.verifications.publishing import publish_statement, withdraw
from tracker.vocabulary import Finding, Form, Kind

pytestmark = pytest.mark.django_db


def blocks_in(response):
    return extruct.extract(response.text, syntaxes=["json-ld"])["json-ld"]


@pytest.fixture
def read(client):
    """The one block of a statement's page."""

    def ask(statement):
        (block,) = blocks_in(client.get(statement.get_absolute_url()))
        assert block["@context"] == "https://schema.org"
        return block

    return ask


def make_found(kind, finding, **fields):
    statement = make_published_statement(kind=kind, **fields)
    make_published_verification(statement, finding)
    return statement


@pytest.mark.parametrize("kind", [Kind.ASSERTION, Kind.DENIAL, Kind.PREDICTION])
@pytest.mark.parametrize(("finding", "value"), [(Finding.UPHELD, 5), (Finding.PARTLY_UPHELD, 3), (Finding.BROKEN, 1)])
def test_a_finding_on_what_may_be_so_or_not_is_a_review_with_its_rating(read, client, kind, finding, value):
    statement = make_found(kind, finding)
    review = read(statement)
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == statement.claim
    assert review["url"] == f"http://testserver{statement.get_absolute_url()}"
    assert review["author"] == {"@type": "Organization", "name": "Said & Done", "url": "http://testserver/"}
    rating = review["reviewRating"]
    assert (rating["ratingValue"], rating["worstRating"], rating["bestRating"]) == (value, 1, 5)
    assert f"{rating['alternateName']}, public since" in text_of(client.get(statement.get_absolute_url()))


@pytest.mark.parametrize("finding", [Finding.UNDETERMINED, Finding.VOID])
def test_what_cannot_be_determined_or_no_longer_applies_has_no_number(read, finding):
    rating = read(make_found(Kind.ASSERTION, finding))["reviewRating"]
    assert rating["alternateName"] in ("Cannot be determined", "No longer applies")
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)


def test_a_part_is_named_in_the_words_of_the_page(read):
    statement = make_found(Kind.PREDICTION, Finding.PARTLY_UPHELD)
    assert read(statement)["reviewRating"]["alternateName"] == "Came true late"


@pytest.mark.parametrize("finding", [Finding.UPHELD, Finding.BROKEN, Finding.VOID])
def test_a_commitment_is_no_true_or_false_and_stays_a_claim_with_its_status_in_words(read, finding):
    claim = read(make_found(Kind.COMMITMENT, finding))
    assert claim["@type"] == "Claim"
    assert claim["creativeWorkStatus"] in ("Kept", "Broken", "No longer applies")
    assert "reviewRating" not in json.dumps(claim)


def test_without_an_end_there_is_no_review(read):
    open_one = make_published_statement(kind=Kind.ASSERTION)
    hinted = make_found(Kind.DENIAL, Finding.TOWARD_BROKEN)
    reopened = make_found(Kind.PREDICTION, Finding.BROKEN)
    make_published_verification(reopened, Finding.REOPENED, public_on="2024-05-01")
    undone = make_found(Kind.ASSERTION, Finding.BROKEN)
    withdraw(undone.verifications.get(), newsroom.editor(), "A statue.")
    position = make_published_statement(kind=Kind.POSITION)
    claims = [read(statement) for statement in (open_one, hinted, reopened, undone, position)]
    assert {claim["@type"] for claim in claims} == {"Claim"}
    assert [claim["creativeWorkStatus"] for claim in claims] == ["Open", "Open", "Open", "Open", "On record"]


def test_relayed_words_have_no_review_and_say_whose_account_they_are(read, client):
    agency = make_origin("Ruritanian Press Agency")
    told = {"appearance": {"basis": "relayed", "relayed_by": agency}, "form": Form.PARAPHRASE}
    statement = make_found(Kind.DENIAL, Finding.BROKEN, **told)
    claim = read(statement)
    assert claim["@type"] == "Claim"
    assert claim["description"] == "Known only from the account of Ruritanian Press Agency"
    assert claim["description"] in text_of(client.get(statement.get_absolute_url()))


def test_whose_words_they_are(read):
    minister = make_official("Rudolf Rassendyll", wikidata_id="Q42424242")
    author = read(make_published_statement(speaker=minister))["author"]
    assert author == {
        "@type": "Person",
        "name": "Rudolf Rassendyll",
        "url": "http://testserver/officials/rudolf-rassendyll/",
        "jobTitle": "Minister of Elephants of Ruritania",
        "sameAs": "https://www.wikidata.org/wiki/Q42424242",
    }
    ministry = make_official("Ministry of Elephants", kind="institution", code=None)
    assert read(make_published_statement(speaker=ministry))["author"]["@type"] == "Organization"


def test_where_it_appeared_and_where_first(read):
    draft = make_statement(source=make_source("2024-03-02", url="https://late.example.org/", title="Late"))
    early = make_source("2024-03-01", url="https://early.example.org/", language="ru")
    undated = make_source(None, url="https://undated.example.org/")
    for source in (early, undated):
        Appearance.objects.create(statement=draft, source=source, wording="No.", language="en", form=Form.TRANSLATED)
    claim = read(publish_statement(draft, by=newsroom.editor()))
    assert [work["url"] for work in claim["appearance"]] == [
        "https://late.example.org/",
        "https://early.example.org/",
        "https://undated.example.org/",
    ]
    assert claim["firstAppearance"] == {
        "@type": "CreativeWork",
        "url": "https://early.example.org/",
        "inLanguage": "ru",
        "datePublished": "2024-03-01",
        "publisher": {"@type": "Organization", "name": early.publisher.name},
    }


@pytest.mark.parametrize(
    ("said_on", "told"),
    [("2024-03-01", "2024-03-01"), ("2024-03", "2024-03"), ("2024", "2024"), ("2024-02-14/2024-02-16", None)],
)
def test_a_day_is_told_as_exactly_as_it_is_known(read, said_on, told):
    assert read(make_published_statement(said_on=said_on)).get("datePublished") == told


def test_only_the_page_of_today_has_a_block(client):
    promise = records.make_record().drafts[0]
    promise.refresh_from_db()
    king = promise.links_to_later.get(kind="see_also").later
    assert blocks_in(client.get(promise.get_absolute_url(), {"as_of": "2024-04-02"})) == []
    assert blocks_in(client.get(king.get_absolute_url())) == []
    with_one = {
        address
        for address in routes.addresses()
        if routes.is_for_readers(address) and b"application/ld+json" in client.get(address).getvalue()
    }
    assert with_one == {
        statement.get_absolute_url() for statement in Statement.objects.filter(withdrawn_at=None) if statement.number
    } & set(routes.addresses())
    assert len(with_one) == 5


def test_no_text_ends_the_block(client, read):
    for payload in hostile.PAYLOADS:
        statement = make_published_statement(claim=payload, quote=payload, kind=Kind.ASSERTION)
        make_published_verification(statement, summary=" ".join(payload.split()))
        review = read(statement)
        assert review["claimReviewed"] == statement.claim
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(review["url"]).text)[1]
        assert not set("<>&\u2028\u2029") & set(block)
