"""Every change of every row of the record leaves an event that nobody can change, deletes included."""

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests import newsroom
from tracker.models import RECORD

pytestmark = pytest.mark.django_db


def events(model):
    return apps.get_model("tracker", f"{model.__name__}Event").objects.order_by("pgh_id")


def test_every_model_of_the_record_has_a_history_but_what_is_derived_or_itself_history():
    not_of_the_record = {"tracker.catalogue.models", "tracker.desk.models"}
    models = [model for model in apps.get_app_config("tracker").get_models() if not model._meta.proxy]
    of_record = [model for model in models if model.__module__ not in not_of_the_record]
    names = {model.__name__ for model in of_record if not model.__name__.endswith("Event")}
    assert names - {model.__name__ for model in RECORD} == {"Version"}


def test_making_changing_and_deleting_a_draft_are_told_with_who_did_it():
    user = newsroom.editor()
    with pghistory.context(user=user.pk, why="a test"):
        topic = newsroom.make_topic("Elephants")
        topic.name = "Elephants and parades"
        topic.save()
        pk = topic.pk
        topic.delete()
    told = list(events(type(topic)).filter(pgh_obj_id=pk))
    assert [event.pgh_label for event in told] == ["insert", "update", "delete"]
    assert [event.name for event in told] == ["Elephants", "Elephants and parades", "Elephants and parades"]
    assert {event.pgh_context["user"] for event in told} == {user.pk}
    assert told[-1].pgh_context["why"] == "a test"


def test_a_save_that_changes_nothing_leaves_no_event():
    topic = newsroom.make_topic()
    before = events(type(topic)).count()
    topic.save()
    assert events(type(topic)).count() == before


@pytest.mark.parametrize("sql", ["UPDATE tracker_topicevent SET name = 'x'", "DELETE FROM tracker_topicevent"])
def test_not_even_the_owner_changes_an_event_by_sql(sql):
    newsroom.make_topic()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_history_follows_a_change_of_many_rows_at_once():
    topics = [newsroom.make_topic() for _ in range(3)]
    type(topics[0]).objects.filter(pk__in=[topic.pk for topic in topics]).delete()
    assert events(type(topics[0])).filter(pgh_label="delete").count() == 3
