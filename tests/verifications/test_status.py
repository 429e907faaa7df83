"""Where a statement stands: the latest entry that decides, the day, and who counts."""

from datetime import UTC, date, datetime

import pytest

from tests import newsroom
from tracker.partial_dates import PartialDate
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.verifications.status import standing, was_logged_afterwards, why_not_counted
from tracker.vocabulary import DECIDING_FINDINGS, TERMINAL_FINDINGS, Finding, Status

TODAY = date(2024, 6, 1)
_CRITERIA = {"upheld_if": "It leaves.", "broken_if": "It stays."}


def statement(kind="commitment", **fields):
    return Statement(kind=kind, said_on="2024-01-01", **_CRITERIA | fields)


def entry(finding, public_on="2024-03-01", published=1, pk=1, **fields):
    moment = datetime(2024, 5, published, tzinfo=UTC) if published else None
    return Verification(pk=pk, finding=finding, public_on=public_on, published_at=moment, **fields)


def status(said, *entries, day=None, today=TODAY):
    return standing(said, entries, day, today=today).status


def test_without_entries_it_is_open_due_or_on_record():
    due = {"check_by": "2024-05-31", "check_by_basis": "explicit"}
    assert status(statement()) == Status.OPEN
    assert status(statement(**due)) == Status.DUE
    assert status(statement(**due), today=date(2024, 5, 31)) == Status.OPEN
    assert status(statement(kind="position", upheld_if="", broken_if="")) == Status.ON_RECORD
    assert status(statement(kind="assertion", upheld_if="", broken_if="")) == Status.ON_RECORD


@pytest.mark.parametrize(("basis", "is_due"), [("explicit", True), ("implied", True), ("editors", False)])
def test_only_a_day_that_the_words_name_or_imply_makes_it_due(basis, is_due):
    said = statement(check_by="2024-01", check_by_basis=basis)
    assert (status(said) == Status.DUE) == is_due


def test_a_day_known_as_a_month_is_over_when_the_month_is():
    said = statement(check_by="2024-05", check_by_basis="explicit")
    assert status(said, today=date(2024, 5, 31)) == Status.OPEN
    assert status(said, today=date(2024, 6, 1)) == Status.DUE


@pytest.mark.parametrize("finding", TERMINAL_FINDINGS)
def test_a_terminal_finding_is_the_status_whatever_came_later_in_between(finding):
    entries = [entry(finding), entry("terms_changed", "2024-04-01", pk=2), entry("no_change", "2024-05-01", pk=3)]
    assert status(statement(check_by="2024-01", check_by_basis="explicit"), *entries) == finding
    assert standing(statement(), entries).interim.pk == 2


@pytest.mark.parametrize("finding", [f for f in Finding if f not in DECIDING_FINDINGS])
def test_an_interim_finding_decides_nothing(finding):
    assert status(statement(), entry(finding, new_check_by="2024-06-01")) == Status.OPEN


def test_reopened_undoes_the_finding_before_it():
    broken, reopened = entry("broken"), entry("reopened", "2024-04-01", pk=2)
    assert status(statement(), broken, reopened) == Status.OPEN
    assert status(statement(check_by="2024-05", check_by_basis="implied"), broken, reopened) == Status.DUE
    assert status(statement(), broken, reopened, entry("upheld", "2024-05-01", pk=3)) == Status.UPHELD
    assert status(statement(), reopened, entry("broken", "2024-04-02", pk=3)) == Status.BROKEN


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"public_on": "2024-03-01", "published": 9, "pk": 9}, {"public_on": "2024-03-02", "published": 1, "pk": 1}),
        ({"public_on": "2024-03-01", "published": 1, "pk": 9}, {"public_on": "2024-03-01", "published": 2, "pk": 1}),
        ({"public_on": "2024-03-01", "published": 1, "pk": 1}, {"public_on": "2024-03-01", "published": 1, "pk": 2}),
        ({"public_on": "2024-03-15", "published": 9, "pk": 9}, {"public_on": "2024-03", "published": 1, "pk": 1}),
    ],
    ids=["by public day", "then by publication", "then by number", "a month by its last day"],
)
def test_the_latest_decides(first, second):
    entries = [entry("broken", **first), entry("upheld", **second)]
    assert status(statement(), *entries) == status(statement(), *reversed(entries)) == Status.UPHELD


def test_drafts_and_what_was_withdrawn_decide_nothing():
    draft = entry("broken", published=None)
    withdrawn = entry("broken", withdrawn_at=datetime(2024, 5, 2, tzinfo=UTC), pk=2)
    assert status(statement(), draft, withdrawn) == Status.OPEN


def test_postponed_moves_the_day_by_the_latest_such_entry():
    said = statement(check_by="2024-02", check_by_basis="explicit")
    once, twice = entry("postponed", new_check_by="2024-05"), entry("postponed", "2024-04", pk=2, new_check_by="2025")
    assert status(said, once) == Status.DUE
    assert status(said, once, twice) == Status.OPEN
    assert standing(said, [twice, once], today=TODAY).check_by == PartialDate.year(2025)


def test_as_of_a_past_day_only_what_was_public_by_its_last_possible_day_counts():
    said = statement(check_by="2024-02-20", check_by_basis="implied")
    entries = [entry("terms_changed", "2024-02-20"), entry("broken", "2024-02", pk=2)]
    assert status(said, *entries, day=date(2024, 2, 19)) == Status.OPEN
    assert status(said, *entries, day=date(2024, 2, 20)) == Status.OPEN
    assert standing(said, entries, date(2024, 2, 20)).interim.pk == 1
    assert status(said, *entries, day=date(2024, 2, 21)) == Status.DUE
    assert status(said, *entries, day=date(2024, 2, 29)) == Status.BROKEN


def test_today_is_a_parameter_and_a_past_day_asked_for_outweighs_it():
    said = statement(check_by="2024-02-20", check_by_basis="implied")
    assert status(said, today=date(2024, 2, 20)) == Status.OPEN
    assert status(said, today=date(2024, 2, 21)) == Status.DUE
    assert status(said, day=date(2024, 2, 20), today=date(2030, 1, 1)) == Status.OPEN
    assert standing(said, [], today=TODAY).day == TODAY


def test_now_an_entry_counts_also_where_its_month_is_not_over():
    assert status(statement(), entry("broken", "2024-06"), today=TODAY) == Status.BROKEN
    assert status(statement(), entry("broken", "2024-06"), day=TODAY) == Status.OPEN


def test_labels_follow_the_kind():
    assert standing(statement("denial"), [entry("broken")]).label == "Contradicted"
    assert standing(statement("prediction"), [entry("upheld")]).label == "Came true"
    assert standing(statement(), [entry("broken")]).is_settled
    assert not standing(statement(), [entry("reopened")]).is_settled


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((Status.BROKEN, True), "relayed"),
        ((Status.BROKEN, False, "spoken_for"), "spoken for"),
        ((Status.ON_RECORD, False), "on record"),
        ((Status.BROKEN, False), ""),
        ((Status.OPEN, False, "signed"), ""),
    ],
)
def test_every_statement_that_is_listed_and_not_counted_says_why(arguments, reason):
    assert why_not_counted(*arguments).startswith(reason)
    assert bool(why_not_counted(*arguments)) == bool(reason)


@pytest.mark.django_db
def test_a_statement_logged_after_its_outcome_says_so():
    said = newsroom.make_published_statement()
    old = newsroom.make_published_verification(said, "broken", public_on="2024-04-01")
    assert was_logged_afterwards(said, old)
    recent = newsroom.make_published_verification(said, "broken", public_on=said.published_at.date())
    assert not was_logged_afterwards(said, recent)
    assert not was_logged_afterwards(said, None)
    assert not was_logged_afterwards(said, entry("reopened"))
