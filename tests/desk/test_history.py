"""The desk tells the whole history of a thing: who, when, what, why; its parts and what was deleted included."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import opened_and_sent, page, typed
from tests.desk.test_two_people import FORMS, make_thing
from tracker.desk.history_page import SHOWN
from tracker.models import RECORD
from tracker.statements.models import Statement
from tracker.verifications.models import Reply
from tracker.verifications.publishing import record_reply, withdraw

pytestmark = pytest.mark.django_db


def told(desk, thing, name=None, **query):
    answer = desk.get(page(f"{name or thing._meta.model_name}_history", thing.pk), query)
    assert answer.status_code == 200
    return answer


def lines(answer):
    return [
        (happening.what, happening.done, difference.label, difference.before, difference.after)
        for happening in answer.context["happenings"]
        for difference in happening.differences
    ]


def save(desk, thing, **boxes):
    address = page(f"{thing._meta.model_name}_change", thing.pk)
    answer = desk.post(address, typed(desk.get(address)) | boxes)
    assert answer.status_code == 302


def test_a_change_is_told_with_who_when_and_before_and_after(desk, editor):
    draft = newsroom.make_statement(claim="No elephant.")
    save(desk, draft, claim="No grey elephant.", said_on="Feb 2024")
    answer = told(desk, draft)
    assert ("Statement", "changed", "Claim", "No elephant.", "No grey elephant.") in lines(answer)
    assert ("Statement", "changed", "Said on", "1 March 2024", "February 2024") in lines(answer)
    newest = answer.context["happenings"][0]
    assert (newest.who, newest.done) == ("Edith", "changed")
    words = answer.content.decode()
    assert "<del><bdi>No elephant.</bdi></del>" in words
    assert "<ins><bdi>No grey elephant.</bdi></ins>" in words


def test_what_no_person_did_is_told_as_a_commands(desk):
    assert told(desk, newsroom.make_topic()).context["happenings"][0].who == "a command"


def test_rows_below_are_told_by_their_names_also_when_they_are_gone(desk):
    draft = newsroom.make_statement()
    source = newsroom.make_source(publisher=newsroom.make_publisher("The Zenda Gazette"))
    row = draft.appearances.create(source=source, form="paraphrase", wording="He said so.", language="en")
    row.delete()
    answer = told(desk, draft)
    of_row = [(line[1], *line[2:]) for line in lines(answer) if "Zenda Gazette" in line[0]]
    assert ("added", "Wording", "", "He said so.") in of_row
    assert ("deleted", "Wording", "He said so.", "") in of_row
    assert ("added", "Form", "", "Paraphrase") in of_row


def test_a_statements_history_has_its_entries_their_evidence_replies_and_withdrawal(desk, editor):
    statement = newsroom.make_published_statement()
    entry = newsroom.make_verification(statement)
    entry.evidence.all().delete()
    entry.delete()
    record_reply(Reply(statement=statement, why_not_asked="He died."), by=editor)
    withdraw(statement, editor, "He never said it.")
    found = {(line[0].split(":")[0], line[1]) for line in lines(told(desk, statement))}
    assert {("Verification", "deleted"), ("Evidence", "deleted"), ("Reply", "added")} <= found
    assert "He never said it." in told(desk, statement).content.decode()


def test_a_verifications_history_has_its_evidence(desk):
    entry = newsroom.make_verification(newsroom.make_published_statement())
    assert ("Evidence", "added") in {(line[0].split(":")[0], line[1]) for line in lines(told(desk, entry))}


@pytest.mark.parametrize("model", [model for model in FORMS if model in RECORD], ids=lambda model: model.__name__)
def test_every_thing_of_the_record_has_its_history_and_a_link_to_it(desk, model):
    thing = make_thing(model)
    answer = told(desk, thing)
    assert answer.context["happenings"]
    history = page(f"{model._meta.model_name}_history", thing.pk)
    assert history in desk.get(page(f"{model._meta.model_name}_change", thing.pk)).content.decode()


def test_what_was_deleted_has_its_history_still(desk):
    draft = newsroom.make_statement(claim="A slip.")
    pk = draft.pk
    opened_and_sent(desk, page("statement_delete", pk), post="yes")
    draft.pk = pk
    answer = told(desk, draft)
    assert ("Statement", "deleted", "Claim", "A slip.", "") in lines(answer)
    assert answer.context["happenings"][0].who == "Edith"
    assert page("statement_history", pk) in desk.get("/admin/").content.decode()


def test_what_never_was_is_not_found(desk):
    assert desk.get(page("statement_history", 123456)).status_code == 404
    assert desk.get("/admin/tracker/statement/x/history/").status_code == 404


def test_the_history_is_for_those_who_may_see_the_thing(stranger):
    assert stranger.get(page("statement_history", newsroom.make_statement().pk)).status_code == 403


def test_a_long_history_comes_in_pages(desk):
    topic = newsroom.make_topic("Topic 0")
    for n in range(SHOWN + 5):
        topic.name = f"Other topic {n}"
        topic.save()
    first, second = told(desk, topic), told(desk, topic, p=2)
    assert (len(first.context["happenings"]), len(second.context["happenings"])) == (SHOWN, 6)
    assert ("Topic", "added", "Name", "", "Topic 0") in lines(second)
    assert "?p=2" in first.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_history(desk):
    draft = newsroom.make_statement()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            told(desk, draft)
        return len(captured)

    save(desk, draft, occasion="0")
    before = queries()
    for n in range(1, 12):
        source = newsroom.make_source(published_on=date(2024, 3, 1))
        draft.appearances.create(source=source, form="paraphrase", wording=f"{n}", language="en")
        Statement.objects.filter(pk=draft.pk).update(occasion=str(n))
    assert queries() <= before
    assert before < 60


def test_an_account_has_the_log_of_the_desk(db):
    chief = newsroom.make_user("flavia", is_superuser=True)
    assert at_the_desk(chief).get(f"/admin/auth/user/{chief.pk}/history/").status_code == 200
