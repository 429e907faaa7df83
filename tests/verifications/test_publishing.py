"""The ways into the public record: numbers without gaps, addresses given once, everything missing said at once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker.catalogue import public
from tracker.catalogue.models import Listing
from tracker.officials.models import FormerSlug, Official
from tracker.statements.models import Appearance, Statement, Topic
from tracker.verifications.publishing import (
    missing_for_statement,
    note_addition,
    publish_statement,
    publish_verification,
    withdraw,
)

pytestmark = pytest.mark.django_db


def publish(draft):
    return publish_statement(draft, by=newsroom.editor())


def test_a_draft_becomes_public_with_number_address_day_and_name():
    draft = newsroom.make_statement(claim="No elephant stays in Strelsau.")
    assert not public.statements().exists()
    statement = publish(draft)
    assert (statement.number, statement.slug) == (1, "no-elephant-stays-in-strelsau")
    assert statement.get_absolute_url() == "/statements/1-no-elephant-stays-in-strelsau/"
    assert statement.published_by == newsroom.editor()
    assert statement.criteria_written_at < statement.published_at
    assert list(public.statements()) == [statement]
    assert Listing.objects.get().number == 1


def test_numbers_have_no_gaps_also_after_refusals_and_withdrawals():
    publish(newsroom.make_statement())
    for _ in range(3):
        with pytest.raises(ValidationError):
            publish(newsroom.make_statement(claim=""))
    with transaction.atomic():
        publish(newsroom.make_statement())
        transaction.set_rollback(True)  # as if the server had gone away
    second = publish(newsroom.make_statement())
    withdraw(second, newsroom.editor(), "A hoax.")
    assert publish(newsroom.make_statement()).number == 3
    assert sorted(Statement.objects.values_list("number", flat=True).exclude(number=None)) == [1, 2, 3]


def test_many_drafts_published_by_one_sql_update_get_a_number_each():
    for _ in range(4):
        newsroom.make_statement()
    run_sql("UPDATE tracker_statement SET published_at = now(), slug = 'a-word'")
    assert sorted(Statement.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert sorted(Listing.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_nobody_chooses_a_number():
    draft = newsroom.make_statement()
    run_sql("UPDATE tracker_statement SET published_at = now(), slug = 'a', number = 4711 WHERE id = %s", draft.pk)
    draft.refresh_from_db()
    assert draft.number == 1
    with refused("statement_number_comes_with_publication"):
        run_sql("UPDATE tracker_statement SET published_at = now() WHERE id = %s", newsroom.make_statement().pk)


def test_a_refused_publication_leaves_everything_as_it_was():
    draft = newsroom.make_statement(claim="")
    draft.topics.add(newsroom.make_topic())
    with pytest.raises(ValidationError, match="Write the claim"):
        publish(draft)
    draft.refresh_from_db()
    assert (draft.published_at, draft.number, draft.slug) == (None, None, "")
    assert not Official.objects.exclude(slug=None).exists()
    assert not Topic.objects.exclude(slug=None).exists()
    assert not public.listings().exists()


def test_the_words_on_the_page_are_those_of_the_database_not_of_a_stale_copy():
    draft = newsroom.make_statement(claim="First.")
    Statement.objects.filter(pk=draft.pk).update(claim="Second.")
    assert publish(draft).claim == "Second."


@pytest.mark.parametrize("entry", ["statement", "verification"])
def test_what_is_published_is_not_published_again(entry):
    statement = newsroom.make_published_statement()
    with pytest.raises(ValidationError, match="published already"):
        publish(statement)
    verification = newsroom.make_published_verification(statement)
    with pytest.raises(ValidationError, match="published already"):
        publish_verification(verification, newsroom.editor())


def test_an_entry_becomes_public_with_day_and_name_and_decides():
    statement = newsroom.make_published_statement()
    entry = newsroom.make_published_verification(statement, "broken")
    assert entry.published_by == newsroom.editor()
    assert (statement.listing.finding, statement.listing.deciding_id) == ("broken", entry.pk)


def test_withdrawing_needs_a_reason_and_something_public():
    statement = newsroom.make_published_statement()
    for reason in ("", "  \n"):
        with pytest.raises(ValidationError, match="the reason is public"):
            withdraw(statement, newsroom.editor(), reason)
    for draft in (newsroom.make_statement(), newsroom.make_verification(statement)):
        with pytest.raises(ValidationError, match="Only what is published can be withdrawn"):
            withdraw(draft, newsroom.editor(), "A hoax.")


def test_a_withdrawal_leaves_the_list_and_keeps_the_page():
    statement = newsroom.make_published_statement()
    withdraw(statement, newsroom.editor(), "A hoax.")
    assert not public.listings().exists()
    assert public.statement_page(statement.number).withdrawal_reason == "A hoax."
    with pytest.raises(ValidationError, match="A withdrawal and its reason stay"):
        withdraw(statement, newsroom.editor(), "Another reason.")


def test_an_entry_withdrawn_lets_the_one_before_decide_again():
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement, "upheld", public_on="2024-04-01")
    last = newsroom.make_published_verification(statement, "broken", public_on="2024-05-01")
    withdraw(last, newsroom.editor(), "A hoax.")
    assert Listing.objects.get().finding == "upheld"


# Addresses


def test_all_that_becomes_public_gets_its_word_once():
    topic, voice = newsroom.make_topic("Elephants & parades"), newsroom.make_official("Princess Flavia")
    publisher = newsroom.make_publisher("The Strelsau Courier")
    statement = newsroom.make_published_statement(
        speaker=newsroom.make_official("Rudolf Rassendyll"),
        voices=[(voice, "signed")],
        topics=[topic],
        source=newsroom.make_source(publisher=publisher),
    )
    for thing in (statement.speaker, topic, voice, publisher):
        thing.refresh_from_db()
    assert [statement.speaker.slug, topic.slug, voice.slug, publisher.slug] == [
        "rudolf-rassendyll",
        "elephants-parades",
        "princess-flavia",
        "the-strelsau-courier",
    ]


def test_two_sources_of_one_publisher_give_it_one_word():
    publisher = newsroom.make_publisher("Strelsau Courier")
    draft = newsroom.make_statement(source=newsroom.make_source(publisher=publisher))
    Appearance.objects.create(statement=draft, source=newsroom.make_source(publisher=publisher), form="paraphrase")
    publish(draft)
    publisher.refresh_from_db()
    assert publisher.slug == "strelsau-courier"


def test_namesakes_get_different_words_and_a_former_one_is_never_given_again():
    first = newsroom.make_published_statement(speaker=newsroom.make_official("Rudolf")).speaker
    second = newsroom.make_published_statement(speaker=newsroom.make_official("Rudolf")).speaker
    Official.objects.filter(pk=first.pk).update(slug="king-rudolf")
    third = newsroom.make_published_statement(speaker=newsroom.make_official("Rudolf")).speaker
    assert [second.slug, third.slug] == ["rudolf-2", "rudolf-3"]
    assert FormerSlug.objects.get().slug == "rudolf"


def test_a_changed_name_keeps_the_address():
    official = newsroom.make_published_statement(speaker=newsroom.make_official("Rudolf")).speaker
    official.name = "Rudolf V"
    official.save()
    newsroom.make_published_statement(speaker=official)
    official.refresh_from_db()
    assert official.slug == "rudolf"


@pytest.mark.parametrize(("name", "slug"), [("Рудольф", "рудольф"), ("…", "official"), ("A" * 100, "a" * 80)])
def test_every_name_makes_an_address(name, slug):
    assert newsroom.make_published_statement(speaker=newsroom.make_official(name)).speaker.slug == slug


def test_long_names_alike_stay_within_the_length_of_an_address():
    for _ in range(2):
        speaker = newsroom.make_published_statement(speaker=newsroom.make_official("A" * 100)).speaker
    assert speaker.slug == "a" * 74 + "-2"


def test_a_claim_without_letters_still_has_an_address():
    assert publish(newsroom.make_statement(claim="100 % !")).slug == "100"
    assert publish(newsroom.make_statement(claim="?!")).slug == "statement"


def test_what_is_added_to_a_published_statement_gets_its_address_too():
    statement = newsroom.make_published_statement()
    topic = newsroom.make_topic("Parades")
    source = newsroom.make_source(publisher=newsroom.make_publisher("Herald"))
    statement.topics.add(topic)
    Appearance.objects.create(statement=statement, source=source, form="paraphrase")
    note_addition(statement, newsroom.editor())
    topic.refresh_from_db()
    source.publisher.refresh_from_db()
    assert (topic.slug, source.publisher.slug) == ("parades", "herald")
    assert list(public.topics()) == [topic]


def test_an_addition_to_a_draft_makes_nothing_public():
    draft = newsroom.make_statement()
    draft.topics.add(newsroom.make_topic())
    note_addition(draft, newsroom.editor())
    assert not public.topics().exists()


def test_the_word_in_a_topics_address_stays():
    topic = newsroom.make_topic("Parades")
    newsroom.make_published_statement(topics=[topic])
    with refused("address_stays", "others link to it"):
        Topic.objects.filter(pk=topic.pk).update(slug="elephants")
    assert Topic.objects.filter(pk=topic.pk).update(name="Parades and elephants") == 1


def test_drafts_have_no_address():
    newsroom.make_published_statement()
    draft = newsroom.make_statement()
    draft.topics.add(newsroom.make_topic())
    assert not missing_for_statement(draft)
    assert Official.objects.filter(slug=None).get() == draft.speaker
    assert Topic.objects.get().slug is None
