"""Logging: the office held then is proposed, never guessed, and frozen at publication."""

from datetime import date

import pytest

from tests import newsroom
from tracker.officials.models import Office, Official, Tenure
from tracker.partial_dates import PartialDate
from tracker.statements.models import Voice
from tracker.statements.recording import office_on, tenure_warning
from tracker.verifications.publishing import publish_statement

pytestmark = pytest.mark.django_db

DAY = PartialDate.day(newsroom.SAID_ON)


def test_the_one_office_that_surely_covers_the_day_is_proposed():
    official = newsroom.make_official()
    newsroom.make_tenure(official, "Cadet", "2010", ended_on="2019")
    tenure = newsroom.make_tenure(official, "King", "2020")
    assert office_on(official, DAY).tenure == tenure
    assert office_on(official, DAY).warning == ""


def test_with_no_office_or_several_it_says_so_and_guesses_nothing():
    official = newsroom.make_official("Rudolf")
    assert office_on(official, DAY).tenure is None
    assert "No tenure on record says which office Rudolf held on 1 March 2024" in office_on(official, DAY).warning
    newsroom.make_tenure(official, "King", "2020")
    newsroom.make_tenure(official, "Chief of the Guard", "2020")
    then = office_on(official, DAY)
    assert then.tenure is None
    assert "held several offices on 1 March 2024" in then.warning
    assert "King" in then.warning
    assert "Chief of the Guard" in then.warning


def test_a_day_that_only_may_lie_in_the_tenure_proposes_nothing():
    official = newsroom.make_official()
    newsroom.make_tenure(official, "King", "2024-03-01")
    assert office_on(official, PartialDate.month(2024, 3)).tenure
    assert office_on(official, PartialDate.year(2024)).tenure is None
    assert office_on(official, PartialDate.day(date(2024, 2, 29))).tenure is None


def test_a_mismatch_of_tenure_speaker_and_day_is_flagged():
    official, other = newsroom.make_official("Rudolf"), newsroom.make_official("Michael")
    others, past = newsroom.make_tenure(other, "Duke"), newsroom.make_tenure(official, "Cadet", "2010", ended_on="2019")
    may_be = newsroom.make_tenure(official, "King", "2024")
    assert "is a tenure of Michael, not of Rudolf" in tenure_warning(others, official, DAY)
    assert "does not cover the day of the words, 1 March 2024" in tenure_warning(past, official, DAY)
    assert tenure_warning(may_be, official, DAY) == ""
    assert "No tenure on record" in tenure_warning(None, official, DAY)


def published(**fields):
    return publish_statement(newsroom.make_statement(**fields), newsroom.editor())


def test_publication_freezes_office_and_country_of_that_day():
    official = newsroom.make_official(code="FR")
    tenure = newsroom.make_tenure(official, "King of Ruritania", "2020")
    Office.objects.update(country=newsroom.country("BE"))
    statement = published(speaker=official, speaker_label="")
    assert (statement.tenure, statement.speaker_label, statement.country_id) == (tenure, "King of Ruritania", "BE")
    Office.objects.update(title="Emperor of Ruritania", country=newsroom.country("DE"))
    Tenure.objects.update(started_on_first="2023-01-01", started_on_last="2023-01-01", started_on_precision="day")
    Official.objects.filter(pk=official.pk).update(country=newsroom.country("DE"))
    statement.refresh_from_db()
    assert (statement.speaker_label, statement.country_id) == ("King of Ruritania", "BE")
    assert statement.listing.countries == ["BE"]


def test_the_office_of_then_counts_not_the_later_one():
    official = newsroom.make_official()
    newsroom.make_tenure(official, "Cadet", "2020", ended_on="2024-04-01")
    newsroom.make_tenure(official, "King", "2024-04-01")
    assert published(speaker=official, speaker_label="").speaker_label == "Cadet"


def test_what_an_editor_wrote_stays():
    official = newsroom.make_official()
    newsroom.make_tenure(official, "King", "2020")
    statement = published(speaker=official, speaker_label="Pretender", country=newsroom.country("FR"))
    assert (statement.speaker_label, statement.country_id, statement.tenure) == ("Pretender", "FR", None)


def test_without_an_office_the_country_is_the_officials_and_a_body_of_several_has_none():
    assert published(speaker=newsroom.make_official(code="FR")).country_id == "FR"
    alliance = newsroom.make_official("Alliance", code=None, kind="institution")
    statement = published(speaker=alliance, speaker_label="")
    assert statement.country is None
    assert statement.listing.countries == []
    secretary = newsroom.make_official(code="FR")
    newsroom.make_tenure(secretary, "Secretary of the Alliance", "2020")
    Office.objects.filter(title="Secretary of the Alliance").update(country=None)
    assert published(speaker=secretary, speaker_label="").country is None


def test_voices_are_frozen_in_the_same_way():
    official = newsroom.make_official(code="FR")
    tenure = newsroom.make_tenure(official, "Queen", "2020")
    statement = newsroom.make_statement()
    Voice.objects.create(statement=statement, official=official, role="signed")
    publish_statement(statement, newsroom.editor())
    voice = statement.voices.get()
    assert (voice.tenure, voice.label, voice.country_id) == (tenure, "Queen", "FR")


def test_a_refused_publication_freezes_nothing():
    official = newsroom.make_official()
    newsroom.make_tenure(official, "King", "2020")
    statement = newsroom.make_statement(speaker=official, speaker_label="", claim="")
    with pytest.raises(Exception, match="Write the claim"):
        publish_statement(statement, newsroom.editor())
    statement.refresh_from_db()
    assert (statement.speaker_label, statement.tenure) == ("", None)
