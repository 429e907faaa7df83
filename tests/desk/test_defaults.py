"""What a log begins with, what it is started from, and what is said before anything is saved."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import errors, follow_up_boxes, log_boxes, messages, page, typed
from tracker.desk.wordings import WORDINGS, gaps_in
from tracker.statements.models import Statement
from tracker.verifications.models import Verification

pytestmark = pytest.mark.django_db
ADD = "/admin/tracker/statement/add/"


@pytest.fixture
def minister():
    official = newsroom.make_official("Rudolf Rassendyll")
    newsroom.make_tenure(official, "Minister of Elephants of Ruritania")
    return official


@pytest.fixture
def known():
    return newsroom.make_source(url="https://courier.example.org/known", language="en")


def log(desk, speaker, **boxes):
    return desk.post(ADD, log_boxes(speaker, **boxes), follow=True)


def log_known(desk, speaker, known, **boxes):
    return log(desk, speaker, address=known.url, source_published_on="", source_language="", **boxes)


# The last claim of this sitting


def test_the_next_log_begins_with_source_speaker_day_and_occasion_and_marks_them(desk, minister, known):
    log_known(desk, minister, known, occasion="press conference in Strelsau")
    answer = desk.get(ADD)
    boxes, words = typed(answer), answer.content.decode()
    taken = ("address", "speaker", "said_on", "occasion", "primary_form")
    assert [boxes[box] for box in taken] == [
        known.url,
        minister.pk,
        "2024-03-01",
        "press conference in Strelsau",
        "own_words",
    ]
    assert words.count("Taken over from the last claim.") == len(taken)
    assert "filled from the last claim" in words
    assert not {"quote", "claim", "kind"} & set(boxes)


def test_what_is_taken_over_is_emptied_with_one_link(desk, minister, known):
    log_known(desk, minister, known)
    answer = desk.get(f"{ADD}?from=")
    assert not {"address", "speaker", "said_on"} & set(typed(answer))
    assert "Taken over" not in answer.content.decode()


def test_what_was_left_as_it_was_taken_over_is_named_when_it_is_saved(desk, minister, known):
    log_known(desk, minister, known)
    first = Statement.objects.get()
    boxes = typed(desk.get(ADD)) | {"quote": "It will rain in Zenda.", "kind": "prediction", "said_on": "2 Mar 2024"}
    answer = desk.post(ADD, boxes | {"from": first.pk, "_continue": "1"}, follow=True)
    said = next(str(m) for m in answer.context["messages"] if "taken over" in str(m))
    assert "Address of the source" in said
    assert "Said on" not in said


def test_another_address_leaves_nothing_of_the_last_source_behind(desk, minister, known):
    log_known(desk, minister, known)
    boxes = typed(desk.get(ADD)) | {"address": "https://gazette.example.org/new", "quote": "Rain.", "kind": "denial"}
    answer = desk.post(ADD, boxes | {"_continue": "1"}, follow=True)
    assert "This address is new: say who brought it out." in errors(answer)


def test_after_a_long_break_nothing_is_taken_over(desk, minister, known):
    log_known(desk, minister, known)
    session = desk.session
    session["last_claim"] |= {"at": (timezone.now() - timedelta(hours=4)).isoformat()}
    session.save()
    assert "speaker" not in typed(desk.get(ADD))


def test_another_person_takes_nothing_over(desk, contributors_desk, minister, known):
    log_known(desk, minister, known)
    assert "speaker" not in typed(contributors_desk.get(ADD))


def test_who_may_not_see_statements_takes_nothing_over_and_finds_nothing(minister, known):
    blind = newsroom.make_user("blind")
    wanted = ["add_statement", "add_appearance", "view_source", "view_official"]
    blind.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    secret = newsroom.make_statement(speaker=minister, source=known)
    desk = at_the_desk(blind)
    assert "speaker" not in typed(desk.get(f"{ADD}?from={secret.pk}&keep=words"))
    answer = log_known(desk, minister, known, _check="1")
    assert secret.claim not in answer.content.decode()
    assert desk.get("/admin/lookup/similar/", {"speaker": minister.pk, "quote": secret.quote}).status_code == 403


# Before it is saved


def test_a_check_saves_nothing_and_names_much_the_same_words(desk, minister, known):
    before = newsroom.make_statement(speaker=minister)
    answer = log_known(desk, minister, known, _check="1")
    words = answer.content.decode()
    assert "Nothing is saved yet: this was only checked." in words
    assert "Please correct" not in words
    assert "Much the same words of this speaker are on record" in words
    assert before.claim in words
    assert "1 March 2024, to the day" in words
    assert Statement.objects.get() == before


def test_a_check_says_what_is_wrong_too(desk, minister):
    answer = log(desk, minister, _check="1", said_on="3/4/2024")
    assert "is not a day" in errors(answer)
    assert "only checked" in errors(answer)


def test_much_the_same_words_are_named_after_the_first_save(desk, minister, known):
    newsroom.make_statement(speaker=minister, said_on="2 Feb 2024", claim="No elephant stays.")
    answer = log_known(desk, minister, known)
    assert "in much the same words" in messages(answer)
    assert "No elephant stays." in messages(answer)


def test_a_folded_section_stands_open_where_something_in_it_is_wrong(desk, minister):
    assert b"<details><summary>" in desk.get(ADD).content
    words = log(desk, minister, source_published_on="nonsense").content.decode()
    about = words[words.index("About the source") - 400 : words.index("About the source")]
    assert "<summary>" not in about


# Wordings to start from


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.key)
def test_a_wording_fills_what_is_empty_and_is_never_saved_as_it_is(desk, minister, known, wording):
    assert gaps_in(str(wording.upheld_if))
    assert gaps_in(str(wording.broken_if))
    answer = log_known(desk, minister, known, kind=wording.kind, upheld_if="My own.", _start_from=wording.key)
    boxes = typed(answer)
    assert (boxes["upheld_if"], boxes["broken_if"]) == ("My own.", str(wording.broken_if))
    assert "Please correct" not in answer.content.decode()
    refused = desk.post(ADD, log_boxes(minister) | boxes | {"_continue": "1"}, follow=True)
    assert "Put what is meant in place of [" in errors(refused)
    assert not Statement.objects.exists()


def test_brackets_of_an_editor_are_no_gap(desk, minister, known):
    log_known(desk, minister, known, upheld_if="“They [the elephants] leave” holds by 3 May 2024.")
    assert Statement.objects.get().upheld_if


# Findings that cannot be


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        ({"evidence-0-stance": "for"}, "needs evidence against the claim"),
        ({"finding": "upheld"}, "needs evidence for the claim"),
        ({"evidence-TOTAL_FORMS": 0}, "needs evidence against the claim"),
        ({"evidence-0-happened_on": "1 May 2024"}, "had happened and was out by the day"),
        ({"public_on": "1 Feb 2024"}, "before the words were said"),
    ],
)
def test_a_finding_that_cannot_be_is_refused_with_the_reason(desk, boxes, reason):
    statement = newsroom.make_published_statement()
    publisher = {"evidence-0-publisher": newsroom.make_publisher().pk}
    answer = desk.post(
        f"/admin/tracker/verification/add/?statement={statement.pk}",
        follow_up_boxes(statement, **publisher) | boxes,
        follow=True,
    )
    assert reason in errors(answer)
    assert typed(answer)["summary"] == "An elephant was seen in Strelsau."
    assert not Verification.objects.exists()


def test_without_a_breaking_criterion_nothing_is_broken(desk):
    statement = newsroom.make_published_statement(broken_if="")
    address = f"/admin/tracker/verification/add/?statement={statement.pk}"
    publisher = {"evidence-0-publisher": newsroom.make_publisher().pk}
    answer = desk.post(address, follow_up_boxes(statement, **publisher), follow=True)
    assert "no breaking criterion" in errors(answer)


def test_a_saved_day_is_said_back(desk, minister, known):
    log_known(desk, minister, known, said_on="Feb 2024")
    words = desk.get(page("statement_change", Statement.objects.get().pk)).content.decode()
    assert "February 2024, to the month" in words
