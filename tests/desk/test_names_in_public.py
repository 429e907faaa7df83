"""Names that readers see are changed by editors only: such a change is public at once."""

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import errors, page, typed
from tracker.officials.models import OtherName, Tenure

pytestmark = pytest.mark.django_db
NAMES = {
    "official": "name",
    "publisher": "interest",
    "office": "title",
    "tenure": "note",
    "origin": "name",
    "topic": "name",
}


@pytest.fixture
def shown(db):
    """What a published statement shows by name."""
    topic, origin = newsroom.make_topic(), newsroom.make_origin()
    source = newsroom.make_source(origins=[origin])
    statement = newsroom.make_published_statement(topics=[topic], source=source)
    tenure = newsroom.make_tenure(statement.speaker)
    things = [statement.speaker, source.publisher, tenure.office, tenure, origin, topic]
    for thing in things:
        thing.refresh_from_db()
    return {thing._meta.model_name: thing for thing in things}


@pytest.fixture
def unseen(db):
    """The same things in drafts only."""
    topic, origin = newsroom.make_topic(), newsroom.make_origin()
    statement = newsroom.make_statement(source=newsroom.make_source(origins=[origin]))
    statement.topics.set([topic])
    tenure = newsroom.make_tenure(statement.speaker)
    publisher = statement.appearances.get().source.publisher
    return {
        thing._meta.model_name: thing for thing in [statement.speaker, publisher, tenure.office, tenure, origin, topic]
    }


def save(desk, thing, **boxes):
    address = page(f"{thing._meta.model_name}_change", thing.pk)
    return desk.post(address, typed(desk.get(address)) | boxes)


@pytest.mark.parametrize(("name", "column"), NAMES.items())
@pytest.mark.parametrize("group", ["contributor", "checker"])
def test_who_may_not_correct_changes_no_name_that_readers_see(shown, name, column, group):
    desk = at_the_desk(newsroom.make_user("fritz", group))
    thing = shown[name]
    assert column not in typed(desk.get(page(f"{name}_change", thing.pk)))
    assert save(desk, thing, **{column: "Of Fritz"}).status_code == 403
    assert desk.post(page(f"{name}_delete", thing.pk), {"post": "yes"}).status_code == 403
    thing.refresh_from_db()
    assert getattr(thing, column) != "Of Fritz"


@pytest.mark.parametrize(("name", "column"), NAMES.items())
def test_an_editor_changes_it_and_history_keeps_it(desk, shown, name, column):
    assert save(desk, shown[name], **{column: "Of Edith"}).status_code == 302
    assert "Of Edith" in desk.get(page(f"{name}_history", shown[name].pk)).content.decode()


@pytest.mark.parametrize(("name", "column"), NAMES.items())
def test_what_only_drafts_name_is_everybodys_to_change(contributors_desk, unseen, name, column):
    assert save(contributors_desk, unseen[name], **{column: "Of Connie"}).status_code == 302
    unseen[name].refresh_from_db()
    assert getattr(unseen[name], column) == "Of Connie"


def test_a_contributor_adds_no_office_to_whom_readers_know(contributors_desk, shown):
    office = newsroom.make_tenure(newsroom.make_official()).office
    boxes = {"official": shown["official"].pk, "office": office.pk, "started_on": "2024"}
    answer = contributors_desk.post(page("tenure_add"), boxes)
    assert "only an editor changes it" in errors(answer)
    assert not Tenure.objects.filter(official=shown["official"], office=office).exists()


def test_a_contributor_moves_no_tenure_to_whom_readers_know(contributors_desk, shown, unseen):
    answer = save(contributors_desk, unseen["tenure"], official=shown["official"].pk)
    assert "only an editor changes it" in errors(answer)


def test_a_contributor_adds_no_name_to_whom_readers_know(contributors_desk, shown):
    row = {"other_names-TOTAL_FORMS": 1, "other_names-INITIAL_FORMS": 0, "other_names-0-name": "Rudolf the Red"}
    assert save(contributors_desk, shown["official"], **row).status_code == 403
    assert not OtherName.objects.exists()
