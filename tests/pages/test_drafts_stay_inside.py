"""What is not published leaves no trace: every public answer is the same, byte for byte, with and without it."""

from datetime import date

import pytest

from tests.newsroom import (
    make_evidence,
    make_link,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_publisher,
    make_source,
    make_statement,
    make_tenure,
    make_topic,
    make_verification,
)
from tracker.officials.models import OtherName
from tracker.statements.models import Voice
from tracker.vocabulary import Finding, VoiceRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_things():
    """A published case with the publisher, source, official and topic that drafts will use as well."""
    official, topic = make_official("Rudolf Rassendyll"), make_topic("Elephants")
    publisher = make_publisher("Strelsau Courier")
    source = make_source(publisher=publisher, url="https://courier.example.org/shared")
    statement = make_published_statement(speaker=official, topics=[topic], concerns=["UA"], source=source)
    make_published_verification(statement, Finding.TERMS_CHANGED, public_on=date(2024, 3, 5))
    return {"official": official, "topic": topic, "statement": statement, "source": source}


def make_secrets(official, topic, statement, source):
    """Every sort of thing that only drafts use, each with a word of its own."""
    secret = make_official("Secret Sapt", code="FR", slug="secret-sapt")
    OtherName.objects.create(official=secret, name="Secret Colonel")
    make_tenure(secret, "Secret office")
    secret_topic = make_topic("Secret topic")
    secret_topic.slug = "secret-topic"
    secret_topic.save()
    secret_publisher = make_publisher("Secret paper", slug="secret-paper")
    only_in_drafts = make_source(
        publisher=secret_publisher, url="https://secret.example.org/", origins=[make_origin("Secret origin")]
    )
    for source_of_draft, speaker in ((only_in_drafts, secret), (source, official)):
        draft = make_statement(
            source=source_of_draft,
            speaker=speaker,
            claim="A secret claim.",
            quote="Secret words.",
            check_by="2024-03-10",
            check_by_basis="explicit",
        )
        draft.topics.set([topic, secret_topic])
        draft.concern_rows.create(country_id="DE")
        Voice.objects.create(statement=draft, official=secret if speaker != secret else official, role=VoiceRole.SIGNED)
        make_link(draft, statement)
        make_verification(draft)
    entry = make_verification(statement, summary="A secret finding.", evidence=[])
    make_evidence(entry, source=only_in_drafts, excerpt="A secret excerpt.")


def addresses(statement):
    lists = ("/statements/", "/statements/?order=check_by", "/statements/?order=logged")
    filtered = (
        "q=secret", "q=Sapt", "country=FR", "concerns=DE", "official=secret-sapt", "topic=secret-topic",
        "publisher=secret-paper", "official=rudolf-rassendyll", "topic=elephants", "status=due", "status=broken",
    )  # fmt: skip
    return [
        "/", *lists, *(f"/statements/?{query}" for query in filtered),
        statement.get_absolute_url(), f"{statement.get_absolute_url()}?as_of=2024-12-31",
        "/statements/2/", "/statements/2-a-secret-claim/", "/officials/", "/officials/rudolf-rassendyll/",
        "/officials/secret-sapt/", "/countries/", "/countries/BE/", "/countries/FR/", "/countries/DE/",
        "/topics/elephants/", "/topics/secret-topic/", "/due/", "/methodology/",
    ]  # fmt: skip


def test_drafts_change_no_byte_of_any_public_answer(client, public_things):
    statement = public_things["statement"]
    statement.refresh_from_db()

    def answers():
        responses = {address: client.get(address) for address in addresses(statement)}
        return {address: (response.status_code, response.content) for address, response in responses.items()}

    before = answers()
    make_secrets(**public_things)
    after = answers()
    for address, answer in before.items():
        assert after[address] == answer, address
        assert b"Secret " not in answer[1], address
