"""Logging a claim on one page, as an editor does it without the script; the script only saves typing."""

import pytest

from tests import newsroom
from tests.desk.forms import errors, log_boxes, messages, page, typed
from tracker.sources.models import Source
from tracker.statements.models import Appearance, Statement
from tracker.vocabulary import Form, Kind

pytestmark = pytest.mark.django_db
ADD = "/admin/tracker/statement/add/"


@pytest.fixture
def minister():
    official = newsroom.make_official("Rudolf Rassendyll")
    newsroom.make_tenure(official, "Minister of Elephants of Ruritania")
    return official


def log(desk, speaker, **boxes):
    return desk.post(ADD, log_boxes(speaker, **boxes), follow=True)


def test_a_new_address_becomes_a_source_that_carries_the_draft(desk, editor, minister):
    publisher, agency = newsroom.make_publisher("The Strelsau Courier"), newsroom.make_origin("RPA")
    answer = log(desk, minister, publisher=publisher.pk, origin=agency.pk)
    statement, source = Statement.objects.get(), Source.objects.get()
    assert answer.redirect_chain[-1][0] == page("statement_change", statement.pk)
    assert (statement.created_by, statement.published_at, statement.claim) == (editor, None, "")
    assert (source.publisher, source.created_by, str(source.published_on)) == (publisher, editor, "1 March 2024")
    assert list(source.origins.all()) == [agency]
    primary = Appearance.objects.get()
    assert (primary.is_primary, primary.wording, primary.language) == (True, statement.quote, "en")
    assert statement.quote_language == "en"


def test_a_known_address_is_used_however_it_is_spelled(desk, minister):
    known = newsroom.make_source(
        url="https://courier.example.org/known", language="en", origins=[newsroom.make_origin()]
    )
    log(desk, minister, address="http://www.Courier.example.org/known/?utm_source=x", source_published_on="")
    assert Appearance.objects.get().source == known
    assert Source.objects.count() == 1


def test_what_the_record_lacks_of_a_known_source_is_filled_in(desk, minister):
    known = newsroom.make_source(url="https://courier.example.org/known")
    agency = newsroom.make_origin()
    log(desk, minister, address=known.url, source_published_on="", source_language="en", origin=agency.pk)
    known.refresh_from_db()
    assert (known.language, list(known.origins.all())) == ("en", [agency])


def test_a_contributor_does_not_fill_in_what_readers_see_already(contributors_desk, minister):
    known = newsroom.make_source(url="https://courier.example.org/known")
    newsroom.make_published_statement(source=known, speaker=minister)
    answer = log(contributors_desk, minister, address=known.url, source_published_on="", source_language="en")
    known.refresh_from_db()
    assert known.language == ""
    assert "Not put on record" in messages(answer)


def test_what_contradicts_a_known_source_is_refused_and_kept_in_the_form(desk, minister):
    known = newsroom.make_source(url="https://courier.example.org/known", language="en")
    answer = log(desk, minister, address=known.url, source_published_on="2 Mar 2024")
    assert "on record with “1 March 2024”" in errors(answer)
    assert typed(answer)["source_published_on"] == "2 Mar 2024"
    assert typed(answer)["quote"] == "Not a single elephant will stay in Strelsau."
    assert not Statement.objects.exists()


def test_a_new_address_asks_who_brought_it_out(desk, minister):
    answer = log(desk, minister)
    assert "This address is new: say who brought it out." in errors(answer)
    assert not Source.objects.exists()


@pytest.mark.parametrize("address", ["not an address", "ftp://courier.example.org/x", "https://localhost/x"])
def test_an_address_that_readers_cannot_open_is_refused(desk, minister, address):
    assert "cannot be used as a web address" in errors(log(desk, minister, address=address))


def test_a_source_without_an_address_is_chosen(desk, minister):
    letter = newsroom.make_source(url="", title="A letter to the Courier", language="en")
    log(desk, minister, address="", source=letter.pk, source_published_on="")
    assert Appearance.objects.get().source == letter


def test_no_statement_without_a_source(desk, minister):
    assert "without a source" in errors(log(desk, minister, address=""))
    assert not Statement.objects.exists()


def test_the_day_is_proposed_from_the_source_and_has_to_be_looked_at(desk, minister):
    known = newsroom.make_source(url="https://courier.example.org/known", language="en")
    answer = log(desk, minister, address=known.url, source_published_on="", said_on="")
    assert "Proposed from the day" in errors(answer)
    assert not Statement.objects.exists()
    desk.post(ADD, typed(answer) | {"_continue": "1"})
    assert str(Statement.objects.get().said_on) == "1 March 2024"


def test_a_day_is_known_as_exactly_as_its_source_knows_it(desk, minister):
    publisher = newsroom.make_publisher()
    log(desk, minister, publisher=publisher.pk, said_on="Feb 2024", check_by="2024", check_by_basis="implied")
    statement = Statement.objects.get()
    assert (str(statement.said_on), str(statement.check_by)) == ("February 2024", "2024")


def test_where_no_words_are_printed_there_is_no_quote(desk, minister):
    publisher = newsroom.make_publisher()
    log(desk, minister, publisher=publisher.pk, quote="He said they would leave.", no_words="on", primary_form="")
    statement, primary = Statement.objects.get(), Appearance.objects.get()
    assert (statement.quote, statement.quote_language) == ("", "")
    assert (primary.form, primary.wording) == (Form.PARAPHRASE, "He said they would leave.")


def test_neither_words_nor_no_words_is_refused(desk, minister):
    assert "tick “No words printed”" in errors(log(desk, minister, quote=""))


def test_words_without_a_language_are_refused_with_one_message(desk, minister):
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk, source_language="")
    assert "in which language the words are printed" in errors(answer)
    assert not answer.context["adminform"].form.non_field_errors()


def test_relayed_words_name_whose_account_they_are_known_from(desk, minister):
    publisher = newsroom.make_publisher().pk
    assert "Relayed words need" in errors(log(desk, minister, publisher=publisher, primary_basis="relayed"))
    teller = newsroom.make_origin()
    log(desk, minister, publisher=publisher, primary_basis="relayed", primary_relayed_by=teller.pk)
    assert Appearance.objects.get().relayed_by == teller


def test_rules_on_days_speak_up_at_the_form(desk, minister):
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk, check_by="2023", check_by_basis="implied")
    assert "The check-by day lies before the words were said." in errors(answer)


def test_the_office_held_then_is_shown_and_never_guessed(desk, minister):
    newsroom.make_tenure(minister, "Minister of Parades of Ruritania")
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk)
    assert "held several offices" in messages(answer)
    assert Statement.objects.get().tenure is None
    assert b"Choose one." in answer.content


def test_a_tenure_that_does_not_cover_the_day_is_flagged(desk, minister):
    left = newsroom.make_tenure(minister, "Mayor of Strelsau", started_on="2010", ended_on="2012")
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk, tenure=left.pk)
    assert "does not cover the day of the words" in messages(answer)


def test_words_of_the_same_speaker_and_day_are_pointed_out(desk, minister):
    newsroom.make_statement(speaker=minister, claim="The first of the day.")
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk)
    assert "On record from the same speaker and day" in messages(answer)
    assert "The first of the day." in messages(answer)


def test_another_from_this_source_keeps_source_speaker_day_and_form(desk, minister):
    publisher = newsroom.make_publisher()
    answer = log(desk, minister, publisher=publisher.pk, _another_from_source="1")
    boxes = typed(answer)
    kept = ("address", "speaker", "said_on", "primary_form", "primary_basis")
    assert [boxes[name] for name in kept] == [
        "https://courier.example.org/new",
        minister.pk,
        "2024-03-01",
        "own_words",
        "report",
    ]
    assert not {"quote", "kind", "claim", "publisher", "source_published_on"} & set(boxes)


def test_same_words_another_claim_keeps_the_words_and_the_kind_too(desk, minister):
    boxes = typed(log(desk, minister, publisher=newsroom.make_publisher().pk, claim="No elephant.", _same_words="1"))
    assert boxes["quote"] == "Not a single elephant will stay in Strelsau."
    assert boxes["kind"] == Kind.COMMITMENT
    assert "claim" not in boxes
    desk.post(ADD, log_boxes(minister) | boxes | {"claim": "Another claim.", "_continue": "1"})
    assert Statement.objects.filter(quote=boxes["quote"]).count() == 2
    assert Source.objects.count() == 1


def test_a_refusal_of_the_database_is_shown_and_nothing_typed_is_lost(desk, minister):
    later = newsroom.make_statement(speaker=minister, said_on="2025", claim="Said later.")
    link = {
        "links_to_earlier-TOTAL_FORMS": 1,
        "links_to_earlier-0-kind": "repeats",
        "links_to_earlier-0-earlier": later.pk,
    }
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk, claim="Typed with care.", **link)
    assert "A link runs from the later statement to the earlier one" in errors(answer)
    assert typed(answer)["claim"] == "Typed with care."
    assert Statement.objects.get() == later
    assert not Source.objects.filter(url="https://courier.example.org/new").exists()


def test_a_character_that_cannot_be_stored_is_named(desk, minister):
    answer = log(desk, minister, publisher=newsroom.make_publisher().pk, quote="turned \u202e around")
    assert "U+202E" in errors(answer)
