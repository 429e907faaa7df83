"""Whatever the database refuses is told in words that a person can act on, and what was done before it stays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import newsroom
from tests.refusal import run_sql
from tracker.database.refusals import explained, refusals_explained
from tracker.sources.models import Source
from tracker.statements.models import Appearance, Statement, Topic, Voice
from tracker.verifications.models import Verification

pytestmark = pytest.mark.django_db


def said(act):
    """The messages and the rules by which this is refused."""
    with pytest.raises(ValidationError) as caught, refusals_explained():
        act()
    return caught.value.messages, {error.code for error in caught.value.error_list}


def test_a_constraint_speaks_with_the_message_of_its_model():
    draft = newsroom.make_statement()
    messages, rules = said(lambda: Statement.objects.filter(pk=draft.pk).update(quote_language=""))
    assert messages == ["Give the language of the quote as printed, such as en or ru."]
    assert rules == {"statement_quote_has_a_language"}


def test_a_trigger_speaks_for_itself_a_line_for_each_fault():
    draft = newsroom.make_statement(speaker_label="")
    draft.appearances.all().delete()
    messages, rules = said(lambda: run_sql("UPDATE tracker_statement SET published_at = now(), slug = 'a'"))
    assert messages[0].startswith("No statement without a source")
    assert messages[1].startswith("Say in which office")
    assert rules == {"no_statement_without_a_source"}


def test_text_that_a_column_refuses_is_told_without_the_name_of_its_check():
    topic = newsroom.make_topic()
    messages, _ = said(lambda: run_sql("UPDATE tracker_topic SET name = %s WHERE id = %s", "a\u202eb", topic.pk))
    assert messages == [
        "A text of this topic holds a character, or an address a form, that the record does not accept."
    ]


def test_what_another_row_has_already_is_told():
    newsroom.make_topic("Elephants")
    messages, _ = said(lambda: Topic.objects.bulk_create([Topic(name="Elephants")]))
    assert messages == ["There is such a topic on record already: choose it, or write something else."]


def test_what_is_still_needed_is_told_by_the_orm_and_by_the_database():
    source = newsroom.make_source()
    newsroom.make_statement(source=source)
    assert said(source.delete)[0] == ["This is still needed on record (appearance), so it stays."]
    messages, _ = said(lambda: run_sql("DELETE FROM tracker_source WHERE id = %s", source.pk))
    assert messages == ["This is still needed on record (appearance), or what it names is not there."]


def test_what_is_not_there_cannot_be_named():
    """Foreign keys are asked at the end of a transaction; the answer comes before somebody leaves."""
    draft = newsroom.make_statement()
    messages, _ = said(lambda: Statement.objects.filter(pk=draft.pk).update(country_id="QQ"))
    assert "what it names is not there" in messages[0]


def test_rules_that_wait_for_the_end_of_the_transaction_are_asked_before_it_is_left():
    source = newsroom.make_source(published_on=None)
    newsroom.make_published_statement(source=source, said_on="2024-03-01")
    day = date(2024, 2, 1)
    change = {"published_on_first": day, "published_on_last": day, "published_on_precision": "day"}
    _, rules = said(lambda: Source.objects.filter(pk=source.pk).update(**change))
    assert rules == {"source_is_not_before_the_words"}
    source.refresh_from_db()
    assert source.published_on is None


def test_only_what_was_done_inside_is_undone():
    before = newsroom.make_topic("Before")

    def inside():
        newsroom.make_topic("Inside")
        newsroom.make_topic("Inside")

    said(inside)
    after = newsroom.make_topic("After")
    assert list(Topic.objects.order_by("id")) == [before, after]


def test_what_is_no_refusal_stays_what_it_is():
    with pytest.raises(DatabaseError) as caught, refusals_explained():
        run_sql("SELECT 1 / 0")
    assert not isinstance(caught.value, ValidationError)
    with pytest.raises(ZeroDivisionError), refusals_explained():
        1 / 0  # noqa: B018
    with pytest.raises(ValidationError, match="ours"), refusals_explained():
        raise ValidationError("ours")


def test_a_missing_value_is_named():
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        run_sql("INSERT INTO tracker_topic (name) VALUES (NULL)")
    assert "null value" in explained(caught.value).messages[0]


def test_a_rule_of_the_record_survives_a_switched_off_trigger_setting():
    """pgtrigger knows a session variable that switches triggers off; here it does nothing."""
    statement = newsroom.make_published_statement()
    run_sql("SELECT set_config('pgtrigger.ignore', '{tracker_statement:lock_words,lock_words}', true)")
    with pytest.raises(ValidationError, match="locked by publication"), refusals_explained():
        Statement.objects.filter(pk=statement.pk).update(claim="Another.")


@pytest.mark.parametrize("model", [Statement, Verification, Voice, Appearance, Source])
def test_every_refusal_of_a_form_names_a_rule_that_the_database_knows(model):
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert {constraint.name for constraint in model._meta.constraints} <= set(known)
