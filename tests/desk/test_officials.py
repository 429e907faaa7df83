"""Officials, offices, sources and topics at the desk: days in one box, refusals in words."""

import pytest

from tests import newsroom
from tests.desk.forms import errors, opened_and_sent, page, typed
from tracker.officials.models import Official, Tenure
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db


def held(*rows):
    """The boxes of the offices held: each row an office, a first day and a last day."""
    boxes = {"tenures-TOTAL_FORMS": len(rows), "tenures-INITIAL_FORMS": 0}
    boxes |= {"other_names-TOTAL_FORMS": 0, "other_names-INITIAL_FORMS": 0}
    for number, (office, started_on, ended_on) in enumerate(rows):
        boxes[f"tenures-{number}-office"] = office.pk
        boxes[f"tenures-{number}-started_on"] = started_on
        boxes[f"tenures-{number}-ended_on"] = ended_on
    return boxes


@pytest.fixture
def office():
    return newsroom.make_tenure(newsroom.make_official()).office


def test_a_new_official_comes_with_the_offices_held(desk, office):
    desk.post(page("official_add"), {"kind": "person", "name": "Black Michael", **held((office, "Feb 2019", "2021"))})
    tenure = Tenure.objects.get(official__name="Black Michael")
    assert (str(tenure.started_on), str(tenure.ended_on)) == ("February 2019", "2021")


def test_the_same_days_in_the_same_office_are_refused_and_nothing_is_lost(desk, office):
    boxes = {"kind": "person", "name": "Black Michael", **held((office, "2019", "2021"), (office, "2020", ""))}
    answer = desk.post(page("official_add"), boxes)
    assert "holds this office on some of these days already" in errors(answer)
    assert typed(answer)["name"] == "Black Michael"
    assert not Official.objects.filter(name="Black Michael").exists()


def test_a_day_that_is_none_is_refused_at_its_box(desk, office):
    boxes = {"kind": "person", "name": "Black Michael", **held((office, "3/4/2022", ""))}
    assert "“3/4/2022” is not a day" in errors(desk.post(page("official_add"), boxes))


def test_an_end_before_the_start_is_refused(desk, office):
    tenure = Tenure.objects.get()
    opened = typed(desk.get(page("tenure_change", tenure.pk)))
    answer = desk.post(page("tenure_change", tenure.pk), opened | {"ended_on": "2001"})
    assert "A tenure cannot end before it starts." in errors(answer)


def test_a_known_address_is_no_second_source(desk):
    known = newsroom.make_source(url="https://courier.example.org/known")
    boxes = {"url": "http://courier.example.org/known/", "publisher": known.publisher.pk, "kind": "article"}
    boxes |= {"attributions-TOTAL_FORMS": 0, "attributions-INITIAL_FORMS": 0}
    assert "on record already" in errors(desk.post(page("source_add"), boxes))
    assert Source.objects.count() == 1


def test_print_needs_its_title_and_day(desk):
    boxes = {"publisher": newsroom.make_publisher().pk, "kind": "print"}
    boxes |= {"attributions-TOTAL_FORMS": 0, "attributions-INITIAL_FORMS": 0}
    assert "Without an address a source needs its title" in errors(desk.post(page("source_add"), boxes))
    desk.post(page("source_add"), boxes | {"title": "The Rose of Strelsau", "published_on": "1894"})
    assert str(Source.objects.get().published_on) == "1894"


def test_the_word_in_an_address_is_offered_once_there_is_one(desk):
    official = newsroom.make_official()
    assert "slug" not in desk.get(page("official_change", official.pk)).context["adminform"].form.fields
    newsroom.make_published_statement(speaker=official)
    assert "slug" in desk.get(page("official_change", official.pk)).context["adminform"].form.fields


def test_what_is_still_needed_is_not_deleted(desk):
    official = newsroom.make_statement().speaker
    answer = opened_and_sent(desk, page("official_delete", official.pk), post="yes")
    assert "these still need it on record" in answer.content.decode()
    assert Official.objects.filter(pk=official.pk).exists()


def test_the_list_of_countries_is_fixed(desk):
    assert desk.get(page("country_changelist")).status_code == 200
    assert desk.get(page("country_add")).status_code == 403
    assert desk.post(page("country_change", "BE"), {"name": "Ruritania"}).status_code == 403
