"""A choice by letters where no script runs: the letters are sent with the form, and lose nothing that was typed."""

import pytest

from tests import newsroom
from tests.desk.forms import errors, log_boxes, page
from tracker.statements.models import Statement

pytestmark = pytest.mark.django_db
LOG = "/admin/tracker/statement/add/"


@pytest.fixture
def rudolf(db):
    return newsroom.make_official("Rudolf Rassendyll")


@pytest.fixture
def boxes(rudolf):
    newsroom.make_source(url="https://courier.example.org/known", language="en")
    return log_boxes(rudolf, address="https://courier.example.org/known") | {"speaker": ""}


def test_the_one_who_is_found_is_taken(desk, rudolf, boxes):
    desk.post(LOG, boxes | {"speaker_named": "rassen"})
    assert Statement.objects.get().speaker == rudolf


def test_of_several_the_editor_chooses_from_the_list_that_comes_back(desk, boxes):
    newsroom.make_official("Albert Rassendyll", code="FR")
    answer = desk.post(LOG, boxes | {"speaker_named": "Rassendyll"})
    assert "“Rassendyll” finds nothing, or more than one" in errors(answer)
    assert not Statement.objects.exists()
    for offered in (">Rudolf Rassendyll (Belgium)</option>", ">Albert Rassendyll (France)</option>"):
        assert offered in answer.text
    assert 'name="speaker_named" value="Rassendyll"' in answer.text
    assert boxes["quote"] in answer.text


def test_letters_that_find_nobody_are_told_and_kept(desk, boxes):
    answer = desk.post(LOG, boxes | {"speaker_named": "Sapt"})
    assert "“Sapt” finds nothing, or more than one" in errors(answer)
    assert 'name="speaker_named" value="Sapt"' in answer.text


def test_letters_in_a_box_that_may_stay_empty_are_not_dropped(desk, rudolf, boxes):
    answer = desk.post(LOG, boxes | {"speaker": rudolf.pk, "publisher_named": "Nobody’s Gazette"})
    assert "“Nobody’s Gazette” finds nothing" in errors(answer)
    assert not Statement.objects.exists()


def test_what_was_chosen_goes_before_letters(desk, rudolf, boxes):
    desk.post(LOG, boxes | {"speaker": rudolf.pk, "speaker_named": "Sapt"})
    assert Statement.objects.get().speaker == rudolf


def test_letters_find_nothing_for_an_account_that_may_see_nothing(stranger, rudolf, boxes):
    assert stranger.post(LOG, boxes | {"speaker_named": "Rassendyll"}).status_code == 403


def test_a_row_of_evidence_has_such_a_box_of_its_own(desk, rudolf):
    statement = newsroom.make_published_statement(speaker=rudolf)
    form = desk.get(f"{page('verification_add')}?statement={statement.pk}").text
    assert 'name="evidence-0-publisher_named"' in form
