"""Two people at one thing: the later save is refused with who changed what, and nothing typed is lost."""

import threading
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection, models, transaction

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import errors, messages, opened_and_sent, page, typed
from tracker.countries.models import Country
from tracker.desk.histories import PARTS
from tracker.officials.models import Office, Official, OtherName, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Concern, Statement, StatementLink, StatementTopic, Topic, Voice
from tracker.verifications.models import Evidence, Reply, Verification
from tracker.verifications.publishing import publish_statement, submit

pytestmark = pytest.mark.django_db
NEVER_CHANGED = {Country}  # a fixed list


def make_thing(model):
    """One of every model that the desk has a form for, with all parts that its form can hold."""
    make = {
        Publisher: newsroom.make_publisher,
        Origin: newsroom.make_origin,
        Source: lambda: newsroom.make_source(origins=[newsroom.make_origin()], language="en"),
        Topic: newsroom.make_topic,
        Official: _official,
        Office: lambda: newsroom.make_tenure(newsroom.make_official()).office,
        Tenure: lambda: newsroom.make_tenure(newsroom.make_official()),
        Statement: _statement,
        Verification: lambda: newsroom.make_verification(newsroom.make_published_statement()),
        User: lambda: newsroom.make_user("rupert", "contributor"),
        Group: lambda: Group.objects.get(name="contributor"),
    }
    return make[model]()


def _official():
    official = newsroom.make_official()
    newsroom.make_tenure(official)
    OtherName.objects.create(official=official, name="Rudolf the Red")
    return official


def _statement():
    statement = newsroom.make_statement()
    Voice.objects.create(statement=statement, official=newsroom.make_official(), role="signed")
    StatementTopic.objects.create(statement=statement, topic=newsroom.make_topic())
    Concern.objects.create(statement=statement, country=newsroom.country("FR"))
    newsroom.make_link(statement, newsroom.make_statement(said_on=date(2024, 2, 1)))
    newsroom.make_link(newsroom.make_statement(said_on=date(2024, 4, 1)), statement)
    return statement


FORMS = [model for model in admin.site._registry if model not in NEVER_CHANGED]


def change_page(thing):
    return f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"


def text_of(model):
    """A column of a model whose words anybody may change, and other words for it."""
    chosen = {Statement: "occasion", Verification: "reasoning", User: "last_name", Source: "author", Tenure: "note"}
    chosen |= {Official: "name", Office: "title"}
    return chosen.get(model, "name")


@pytest.fixture
def two(db):
    """Two administrators, each at a desk of his or her own."""
    anna = newsroom.make_user("anna", "editor", first_name="Anna", is_superuser=True)
    bert = newsroom.make_user("bert", "editor", first_name="Bert", is_superuser=True)
    return at_the_desk(anna), at_the_desk(bert)


def name_of(model):
    return model.__name__


@pytest.mark.parametrize("model", FORMS, ids=name_of)
def test_the_later_save_of_any_form_is_refused_and_may_be_repeated_after_reading(two, model):
    anna, bert = two
    thing, column = make_thing(model), text_of(model)
    address = change_page(thing)
    of_anna, of_bert = typed(anna.get(address)), typed(bert.get(address))
    saved = bert.post(address, of_bert | {column: "Of Bert"})
    assert saved.status_code == 302, errors(saved)
    refused = anna.post(address, of_anna | {column: "Of Anna"})
    words = refused.content.decode()
    assert refused.status_code == 200
    assert "Somebody changed this after you had opened it" in errors(refused)
    assert model._default_manager.filter(**{column: "Of Bert"}, pk=thing.pk).exists()
    assert typed(refused)[column] == "Of Anna"
    if model not in (User, Group):
        assert "changed by Bert" in words
        assert "Of Bert" in words
    again = anna.post(address, typed(refused))
    assert again.status_code == 302, errors(again)
    assert model._default_manager.filter(**{column: "Of Anna"}, pk=thing.pk).exists()


@pytest.mark.parametrize("model", FORMS, ids=name_of)
def test_a_form_without_its_mark_saves_nothing(two, model):
    anna, _ = two
    thing, column = make_thing(model), text_of(model)
    sent = typed(anna.get(change_page(thing))) | {column: "Of Anna"}
    for mark in ("", "nonsense", "statement.1.1/x;y.z"):
        assert "after you had opened it" in errors(anna.post(change_page(thing), sent | {"seen": mark}))
    assert not model._default_manager.filter(**{column: "Of Anna"}).exists()


def test_every_inline_of_every_form_belongs_to_what_is_compared(two, rf):
    request = rf.get("/")
    request.user = User.objects.get(username="anna")
    tried = 0
    for model in FORMS:
        inlines = admin.site._registry[model].get_inline_instances(request, make_thing(model))
        for inline in inlines:
            tried += 1
            assert inline.model in PARTS[model], f"{inline.model.__name__} in the form of {model.__name__}"
    assert tried >= 10


INLINES = [
    (Statement, Voice, "role"),
    (Statement, Appearance, "wording"),
    (Statement, StatementLink, "note"),
    (Statement, StatementTopic, None),
    (Statement, Concern, None),
    (Verification, Evidence, "note"),
    (Official, Tenure, "note"),
    (Official, OtherName, "name"),
    (Source, Attribution, "note"),
]


CHANGES = [(*inline, "deleted") for inline in INLINES] + [(*inline, "changed") for inline in INLINES if inline[2]]


@pytest.mark.parametrize(
    ("model", "part", "column", "what"), CHANGES, ids=lambda value: getattr(value, "__name__", value) or "row"
)
def test_a_change_of_any_row_below_counts_as_a_change(two, model, part, column, what):
    anna, _ = two
    thing = make_thing(model)
    sent = typed(anna.get(change_page(thing)))
    owner = PARTS[model][part][0]
    row = part.objects.filter(**{owner: thing}).first()
    if what == "deleted":
        row.delete()
    else:
        part.objects.filter(pk=row.pk).update(**{column: "spoken_for" if column == "role" else "Another."})
    answer = anna.post(change_page(thing), sent)
    assert "after you had opened it" in errors(answer)
    assert what in answer.content.decode()


def test_a_row_that_another_added_counts_and_stays(two):
    anna, _ = two
    thing = make_thing(Statement)
    sent = typed(anna.get(change_page(thing))) | {"occasion": "Of Anna"}
    added = Appearance.objects.create(statement=thing, source=newsroom.make_source(), form="paraphrase")
    refused = anna.post(change_page(thing), sent)
    assert f"Appearance: {added.source}".split(",")[0] in refused.content.decode()
    anna.post(change_page(thing), typed(refused))
    assert Appearance.objects.filter(pk=added.pk).exists()
    assert Statement.objects.get(pk=thing.pk).occasion == "Of Anna"


def test_what_one_did_not_touch_follows_the_other_when_saved_again(two):
    """Anna writes the reading and Bert the claim: after reading what changed, both stand."""
    anna, bert = two
    draft = newsroom.make_statement()
    address = change_page(draft)
    of_anna = typed(anna.get(address)) | {"reading": "Of Anna"}
    boxes = {"claim": "Of Bert", "said_on": "Feb 2024", "appearances-0-locator": "page 3", "_continue": "1"}
    bert.post(address, typed(bert.get(address)) | boxes)
    again = typed(anna.post(address, of_anna | {"_continue": "1"}))
    assert (again["claim"], again["reading"], again["said_on"]) == ("Of Bert", "Of Anna", "2024-02")
    anna.post(address, again)
    draft.refresh_from_db()
    assert (draft.claim, draft.reading, str(draft.said_on)) == ("Of Bert", "Of Anna", "February 2024")
    assert draft.appearances.get().locator == "page 3"


def test_a_row_that_another_deleted_comes_back_with_what_was_typed_in_it(two):
    anna, _ = two
    official = _official()
    address = change_page(official)
    sent = typed(anna.get(address)) | {"other_names-0-name": "Rudolf the Fifth"}
    official.other_names.all().delete()
    refused = anna.post(address, sent)
    assert "deleted" in refused.content.decode()
    again = anna.post(address, typed(refused))
    assert again.status_code == 302, errors(again)
    assert official.other_names.get().name == "Rudolf the Fifth"


def test_a_row_that_another_deleted_and_nobody_touched_stays_deleted(two):
    anna, _ = two
    official = _official()
    address = change_page(official)
    sent = typed(anna.get(address)) | {"name": "Black Michael"}
    official.other_names.all().delete()
    again = anna.post(address, typed(anna.post(address, sent)))
    assert again.status_code == 302, errors(again)
    official.refresh_from_db()
    assert (official.name, official.other_names.count()) == ("Black Michael", 0)


def test_a_draft_published_meanwhile_shows_what_was_typed_to_who_may_not_change_it_any_more(
    contributors_desk, contributor, editor
):
    draft = newsroom.make_statement(created_by=contributor)
    address = change_page(draft)
    sent = typed(contributors_desk.get(address)) | {"claim": "Typed for an hour.", "appearances-0-locator": "page 7"}
    publish_statement(draft, by=editor)
    answer = contributors_desk.post(address, sent)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "changed by" in words
    assert "Typed for an hour." in words
    assert "page 7" in words


def test_a_draft_published_meanwhile_shows_an_editor_what_has_no_box_any_more(two, editor):
    anna, _ = two
    draft = newsroom.make_statement()
    sent = typed(anna.get(change_page(draft))) | {"claim": "Typed for an hour."}
    publish_statement(draft, by=editor)
    answer = anna.post(change_page(draft), sent)
    assert ("claim", "Typed for an hour.") in answer.context["left_over"]
    assert "Typed for an hour." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.claim == "No elephant stays in Strelsau after the parade."


def test_a_draft_deleted_meanwhile_shows_what_was_typed(two):
    anna, bert = two
    draft = newsroom.make_statement()
    sent = typed(anna.get(change_page(draft))) | {"claim": "Typed for an hour."}
    opened_and_sent(bert, page("statement_delete", draft.pk), post="yes")
    answer = anna.post(change_page(draft), sent)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "deleted by Bert" in words
    assert "Typed for an hour." in words


def test_an_error_of_ones_own_does_not_make_ones_form_out_of_date(two):
    anna, _ = two
    draft = newsroom.make_statement()
    refused = anna.post(change_page(draft), typed(anna.get(change_page(draft))) | {"said_on": "someday"})
    assert "is not a day" in errors(refused)
    again = anna.post(change_page(draft), typed(refused) | {"said_on": "2 Mar 2024"})
    assert again.status_code == 302


def test_a_refusal_of_the_database_keeps_the_mark(two):
    anna, _ = two
    earlier = newsroom.make_statement(said_on=date(2025, 1, 1))
    draft = newsroom.make_statement()
    row = {"links_to_earlier-TOTAL_FORMS": 1, "links_to_earlier-0-kind": "repeats"}
    sent = typed(anna.get(change_page(draft))) | row | {"links_to_earlier-0-earlier": earlier.pk}
    refused = anna.post(change_page(draft), sent)
    assert "swap the two" in errors(refused)
    assert anna.post(change_page(draft), typed(refused) | {"links_to_earlier-0-DELETE": "on"}).status_code == 302


@pytest.mark.parametrize("button", ["_publish", "_submit"])
def test_nobody_publishes_or_hands_in_what_has_become_something_else(two, button):
    anna, bert = two
    draft = newsroom.make_statement()
    sent = typed(anna.get(change_page(draft))) | {button: "1"}
    bert.post(change_page(draft), typed(bert.get(change_page(draft))) | {"claim": "Of Bert"})
    assert "changed by Bert" in anna.post(change_page(draft), sent).content.decode()
    draft.refresh_from_db()
    assert (draft.published_at, draft.submitted_at) == (None, None)


def test_nobody_withdraws_or_sends_back_what_has_become_something_else(two):
    anna, bert = two
    public, handed_in = newsroom.make_published_statement(upheld_if=""), newsroom.make_statement()
    submit(handed_in, by=newsroom.editor())
    for thing, step in ((public, "withdraw"), (handed_in, "send_back")):
        address = page(f"statement_{step}", thing.pk)
        mark = anna.get(address).context["mark"]
        bert.post(change_page(thing), typed(bert.get(change_page(thing))) | {"upheld_if": "No elephant is seen."})
        refused = anna.post(address, {"seen": mark, "reason": "Well considered."})
        assert "changed by Bert" in refused.content.decode()
        assert "Well considered." in refused.content.decode()
        thing.refresh_from_db()
        assert (thing.withdrawn_at, thing.review_note) == (None, "")
        anna.post(address, {"seen": refused.context["mark"], "reason": "Well considered."})
        thing.refresh_from_db()
        assert thing.withdrawn_at or thing.review_note


def test_nobody_deletes_what_has_become_something_else(two):
    anna, bert = two
    draft = newsroom.make_statement()
    address = page("statement_delete", draft.pk)
    mark = anna.get(address).context["mark"]
    bert.post(change_page(draft), typed(bert.get(change_page(draft))) | {"claim": "Of Bert"})
    answer = anna.post(address, {"post": "yes", "seen": mark}, follow=True)
    assert "changed by Bert" in messages(answer)
    assert Statement.objects.filter(pk=draft.pk).exists()
    opened_and_sent(anna, address, post="yes")
    assert not Statement.objects.filter(pk=draft.pk).exists()


def test_a_reply_is_not_added_to_what_has_become_something_else(two):
    anna, bert = two
    statement = newsroom.make_published_statement(upheld_if="")
    address = page("statement_reply", statement.pk)
    mark = anna.get(address).context["mark"]
    bert.post(change_page(statement), typed(bert.get(change_page(statement))) | {"upheld_if": "None is seen."})
    refused = anna.post(address, {"seen": mark, "why_not_asked": "He died."})
    assert "changed by Bert" in refused.content.decode()
    assert "He died." in refused.content.decode()
    assert not Reply.objects.exists()


# Two connections at the same moment


class AtOnce:
    """Several people who press their buttons at the same moment, each on a connection of his or her own."""

    def __init__(self, presses):
        self.start, self.answers = threading.Barrier(len(presses)), [None] * len(presses)
        self.threads = [threading.Thread(target=self._run, args=pair) for pair in enumerate(presses)]

    def _run(self, index, press):
        try:
            self.start.wait()
            self.answers[index] = press()
        finally:
            connection.close()

    def run(self):
        for thread in self.threads:
            thread.start()
        for thread in self.threads:
            thread.join()
        return self.answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Statement, Verification, Official, Source, Tenure], ids=name_of)
def test_of_saves_at_the_same_moment_exactly_one_goes_through(model):
    people = [newsroom.make_user(f"person{n}", "editor", is_superuser=True) for n in range(4)]
    thing, column = make_thing(model), text_of(model)
    desks = [at_the_desk(person) for person in people]
    for _ in range(5):
        sent = [typed(desk.get(change_page(thing))) | {column: f"Of person {n}"} for n, desk in enumerate(desks)]

        def pressing(desk, boxes):
            return lambda: desk.post(change_page(thing), boxes)

        answers = AtOnce([pressing(*pair) for pair in zip(desks, sent, strict=True)]).run()
        saved = [n for n, answer in enumerate(answers) if answer.status_code == 302]
        assert len(saved) == 1
        assert getattr(model.objects.get(pk=thing.pk), column) == f"Of person {saved[0]}"
        refused = [answer for answer in answers if answer.status_code == 200]
        assert all("after you had opened it" in errors(answer) for answer in refused)
        model.objects.filter(pk=thing.pk).update(**{column: "Between."})


@pytest.mark.django_db(transaction=True)
def test_an_official_and_a_tenure_of_it_saved_at_once_from_two_pages():
    """A part has a page of its own; still only one of the two saves goes through."""
    anna, bert = (at_the_desk(newsroom.make_user(name, "editor", is_superuser=True)) for name in ("anna", "bert"))
    official = _official()
    tenure = official.tenures.get()
    for n in range(5):
        of_anna = typed(anna.get(change_page(official))) | {"tenures-0-note": f"Of Anna {n}"}
        of_bert = typed(bert.get(change_page(tenure))) | {"note": f"Of Bert {n}"}
        answers = AtOnce(
            [
                lambda sent=of_anna: anna.post(change_page(official), sent),
                lambda sent=of_bert: bert.post(change_page(tenure), sent),
            ]
        ).run()
        assert sorted(answer.status_code for answer in answers) == [200, 302]


@pytest.mark.django_db(transaction=True)
def test_saving_and_publishing_at_once_never_publishes_what_nobody_saw():
    anna, bert = (at_the_desk(newsroom.make_user(name, "editor", is_superuser=True)) for name in ("anna", "bert"))
    for n in range(5):
        draft = newsroom.make_statement(claim=f"Seen by Anna {n}.")
        entry_form = change_page(draft)
        publishing = typed(anna.get(entry_form)) | {"_publish": "1"}
        changing = typed(bert.get(entry_form)) | {"claim": f"Of Bert {n}."}
        AtOnce([lambda: anna.post(entry_form, publishing), lambda: bert.post(entry_form, changing)]).run()  # noqa: B023
        draft.refresh_from_db()
        if draft.published_at:
            assert draft.claim == f"Seen by Anna {n}."
        else:
            assert draft.claim == f"Of Bert {n}."


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_anothers_save_keeps_what_was_typed():
    """The web server waits for a lock for some seconds only; here it is a tenth of one."""
    draft = newsroom.make_statement()
    anna = at_the_desk(newsroom.make_user("anna", "editor"))
    sent = typed(anna.get(change_page(draft))) | {"claim": "Of Anna"}
    with held_by_another(draft), connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
        answer = anna.post(change_page(draft), sent)
        cursor.execute("RESET lock_timeout")
    assert "press the button again" in errors(answer)
    assert typed(answer)["claim"] == "Of Anna"
    assert anna.post(change_page(draft), typed(answer)).status_code == 302
    draft.refresh_from_db()
    assert draft.claim == "Of Anna"


@contextmanager
def held_by_another(thing):
    """Somebody else's save of a thing is under way, on another connection."""
    is_held, is_over = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            type(thing).objects.select_for_update(no_key=True).get(pk=thing.pk)
            is_held.set()
            is_over.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    is_held.wait(30)
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def test_the_tests_know_every_form():
    """A form that joins the desk joins these tests, or fails here."""
    assert all(issubclass(model, models.Model) for model in FORMS)
    assert len(FORMS) >= 11
