"""What can be cited: one row an address, and a description where there is none."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker.catalogue.models import Listing
from tracker.database.refusals import refusals_explained
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import publish_statement, publish_verification

pytestmark = pytest.mark.django_db

ADDRESS = "https://www.courier.example.org/parade?utm_source=x"


@pytest.mark.parametrize(
    "spelling",
    [ADDRESS, "http://courier.example.org/parade/", "https://COURIER.example.org:443/parade#top"],
)
def test_one_address_is_one_source_however_it_is_spelled(spelling):
    known = newsroom.make_source(url=ADDRESS)
    with refused("source_address_is_known_once", "choose the known source"):
        newsroom.make_source(url=spelling)
    with pytest.raises(ValidationError, match="choose the known source"):
        Source(url=spelling, publisher=known.publisher).full_clean()
    newsroom.make_source(url=spelling.replace("parade", "parade-2"))


def test_the_key_follows_the_address_in_every_save():
    source = newsroom.make_source(url=ADDRESS)
    source.url = "https://courier.example.org/another"
    source.save(update_fields=["url"])
    source.refresh_from_db()
    assert source.url_key == "courier.example.org/another"


@pytest.mark.parametrize(("url", "key"), [("", "courier.example.org"), ("https://courier.example.org/1", "")])
def test_an_address_without_key_or_a_key_without_address_is_refused(url, key):
    source = newsroom.make_source(title="Elephants", url="https://courier.example.org/0")
    with refused("source_key_follows_address", "made by the record itself"):
        run_sql("UPDATE tracker_source SET url = %s, url_key = %s WHERE id = %s", url, key, source.pk)
    with refused("source_key_follows_address"):
        Source.objects.bulk_create([Source(url="https://courier.example.org/1", publisher=source.publisher)])


@pytest.mark.parametrize("missing", ["title", "published_on"])
def test_what_has_no_address_is_described(missing):
    described = {"url": "", "title": "Parade ends", "published_on": "2024-03"}
    lacking = described | ({"title": ""} if missing == "title" else {"published_on": None})
    with refused("source_without_address_is_described", "its title, its publisher and its day"):
        newsroom.make_source(**lacking)
    newsroom.make_source(**described)
    newsroom.make_source(**described)  # two letters of one day are two sources


def test_a_source_has_a_publisher():
    with pytest.raises(ValidationError):
        Source(url=ADDRESS).full_clean()


def test_it_is_found_gone_after_it_was_read():
    source = newsroom.make_source(seen_on=date(2024, 3, 2))
    with refused("source_gone_after_seen", "gone before it was last read"):
        Source.objects.filter(pk=source.pk).update(gone_on=date(2024, 3, 1))
    assert Source.objects.filter(pk=source.pk).update(gone_on=date(2024, 3, 2)) == 1
    assert Source.objects.filter(pk=source.pk).update(gone_on=date(2024, 1, 1), seen_on=None) == 1


def test_an_origin_stands_once_at_a_source():
    agency = newsroom.make_origin()
    source = newsroom.make_source(origins=[agency])
    with refused("attribution_names_an_origin_once", "stands at this source already"):
        Attribution.objects.create(source=source, origin=agency, basis="comparison")
    Attribution.objects.create(source=source, origin=newsroom.make_origin(), basis="comparison")


@pytest.mark.parametrize("model", [Publisher, Origin])
def test_names_are_written_once(model):
    model.objects.create(name="Strelsau Courier")
    with pytest.raises(ValidationError, match="already exists"):
        model(name="Strelsau Courier").full_clean()


def test_two_editors_who_add_one_publisher_at_once_are_told_so_too():
    newsroom.make_publisher("Strelsau Courier")
    with pytest.raises(ValidationError, match="such a publisher on record already"), refusals_explained():
        newsroom.make_publisher("Strelsau Courier")


@pytest.mark.parametrize("row", ["publisher", "origin", "source"])
def test_what_is_cited_is_not_deleted(row):
    agency = newsroom.make_origin()
    source = newsroom.make_source(origins=[agency])
    newsroom.make_statement(source=source)
    with refused("needed", "so it stays"):
        {"publisher": source.publisher, "origin": agency, "source": source}[row].delete()


def test_what_nothing_rests_on_may_go():
    source = newsroom.make_source()
    source.delete()
    source.publisher.delete()
    assert not Source.objects.exists()


def test_a_publisher_keeps_the_word_in_its_address():
    publisher = newsroom.make_publisher(slug=None)
    Publisher.objects.filter(pk=publisher.pk).update(slug="courier")
    for slug in ("herald", None):
        with refused("address_stays"):
            Publisher.objects.filter(pk=publisher.pk).update(slug=slug)
    assert Publisher.objects.filter(pk=publisher.pk).update(name="Strelsau Herald") == 1


# Sources that something published cites


def test_the_publisher_may_change_until_something_public_rests_on_it():
    source, another = newsroom.make_source(), newsroom.make_publisher()
    draft = newsroom.make_statement(source=source)
    Source.objects.filter(pk=source.pk).update(publisher=another)
    publish_statement(draft, newsroom.editor())
    assert Listing.objects.get().publishers == [another.pk]
    with refused("published_words_are_locked"):
        Source.objects.filter(pk=source.pk).update(publisher=newsroom.make_publisher())


def test_the_list_follows_a_publisher_that_is_corrected():
    statement = newsroom.make_published_statement()
    source, another = statement.appearances.get().source, newsroom.make_publisher()
    correct(statement, newsroom.editor(), "The Herald brought it out.", [Change(source, "publisher", another)])
    assert Listing.objects.get().publishers == [another.pk]


def test_a_day_filled_in_later_has_to_fit_the_words_that_rest_on_it():
    source = newsroom.make_source(published_on=None)
    newsroom.make_published_statement(source=source, said_on="2024-03-01")
    with refused("source_is_not_before_the_words", "came out before the words"):
        Source.objects.filter(pk=source.pk).update(**_day("2024-02-01"))
    assert Source.objects.filter(pk=source.pk).update(**_day("2024-03-02")) == 1
    with refused("published_words_are_locked", "once"):
        Source.objects.filter(pk=source.pk).update(**_day("2024-03-03"))


def test_a_day_filled_in_later_has_to_fit_the_evidence_too():
    statement = newsroom.make_published_statement(said_on="2024-03-01")
    source = newsroom.make_source(published_on=None)
    entry = newsroom.make_verification(statement, evidence=[])
    newsroom.make_evidence(entry, source=source, happened_on="2024-03-15")
    publish_verification(entry, newsroom.editor())
    with refused("source_is_not_before_the_event"):
        Source.objects.filter(pk=source.pk).update(**_day("2024-03-10"))
    assert Source.objects.filter(pk=source.pk).update(**_day("2024-03-20")) == 1


def test_what_readers_need_to_find_it_again_stays_open():
    source = newsroom.make_source()
    newsroom.make_published_statement(source=source)
    Source.objects.filter(pk=source.pk).update(
        archived_url="https://archive.example.org/1", seen_on=date(2024, 5, 1), gone_on=date(2024, 6, 1)
    )
    Attribution.objects.create(source=source, origin=newsroom.make_origin())


def _day(written):
    source = Source(published_on=written)
    return {f"published_on_{end}": getattr(source, f"published_on_{end}") for end in ("first", "last", "precision")}
