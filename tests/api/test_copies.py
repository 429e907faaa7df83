"""Whoever keeps a copy and asks only for what changed ends up with the whole record, and with nothing that is gone."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests import newsroom, records
from tests.api.asking import ask, walk
from tracker.officials.models import Tenure
from tracker.statements.models import Statement, StatementLink
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply, Verification
from tracker.verifications.publishing import note_addition, record_reply, withdraw
from tracker.vocabulary import CheckByBasis, Finding

pytestmark = pytest.mark.django_db

KEYS = {"statements/": ("number",), "verifications/": ("statement", "place")}


class Copy:
    """A copy of a list that begins empty and follows."""

    def __init__(self, client, path):
        self.client, self.path, self.rows, self.since = client, path, {}, "1970-01-01"

    def follow(self, page_size=3):
        self.told = walk(self.client, self.path, modified_since=self.since, page_size=page_size)
        for row in self.told:
            key = tuple(row[name] for name in KEYS[self.path])
            if row.get("withdrawn"):
                self.rows.pop(key, None)
            else:
                self.rows[key] = row
        return self

    @property
    def whole(self):
        rows = walk(self.client, self.path, page_size=200)
        return {tuple(row[name] for name in KEYS[self.path]): row for row in rows}


@pytest.fixture(params=KEYS)
def copy(request, client):
    return Copy(client, request.param)


def moment():
    """A moment after all that was written so far, as PostgreSQL and Python count them."""
    return timezone.now().isoformat().replace("+00:00", "Z")


def publish(cast):
    newsroom.make_published_statement(speaker=cast.rudolf, claim="Another elephant comes.")


def verify(cast):
    newsroom.make_published_verification(cast.drafts[3], Finding.NO_CHANGE, evidence=["context"])


def publish_and_verify(cast):
    newsroom.make_published_verification(newsroom.make_published_statement(), Finding.BROKEN)


def an_entry_that_stands(cast):
    standing = Verification.objects.filter(published_at__isnull=False, withdrawn_at=None, finding=Finding.BROKEN)
    entry = standing.filter(statement__number=1).first()
    return entry or newsroom.make_published_verification(cast.drafts[0], Finding.BROKEN)


def take_an_entry_back(cast):
    withdraw(an_entry_that_stands(cast), newsroom.editor(), "A hoax.")


def take_a_statement_back(cast):
    withdraw(Statement.objects.get(number=2), newsroom.editor(), "Another said it.")


def correct_a_word(cast):
    correct(cast.drafts[0], newsroom.editor(), "It was in the park.", [Change(cast.drafts[0], "occasion", moment())])


def correct_an_entry(cast):
    entry = an_entry_that_stands(cast)
    correct(entry.statement, newsroom.editor(), "Three were seen.", [Change(entry, "summary", moment())])


def add_a_topic(cast):
    cast.drafts[6].topics.add(newsroom.make_topic())
    note_addition(cast.drafts[6], by=newsroom.editor())


def answer(cast):
    record_reply(Reply(statement=cast.drafts[7], why_not_asked="He fled."), by=newsroom.editor())


def rename_an_official(cast):
    cast.rudolf.refresh_from_db()
    cast.rudolf.name = f"Rudolf the {moment()}"
    cast.rudolf.save()


def say_more_of_a_publisher(cast):
    for publisher in (cast.shared.publisher, cast.gazette.publisher):
        publisher.refresh_from_db()
        publisher.interest = f"Bought by the king at {moment()}"
        publisher.save()


def rename_an_origin(cast):
    origin = cast.shared.origins.get()
    origin.name = f"Agency {moment()}"
    origin.save()


def end_a_tenure(cast):
    tenure = Tenure.objects.get(pk=cast.tenure.pk)
    tenure.ended_on = "2024-06-30"
    tenure.save()


WITH_A_VERSION = [
    publish,
    verify,
    take_an_entry_back,
    take_a_statement_back,
    correct_a_word,
    correct_an_entry,
    add_a_topic,
    answer,
]
# The history dates them to when their transaction began, so each needs one of its own.
WITHOUT_A_VERSION = [
    rename_an_official,
    say_more_of_a_publisher,
    rename_an_origin,
    end_a_tenure,
]


def follows(copy, happens):
    cast = records.make_record()
    assert copy.follow().rows == copy.whole
    copy.since = moment()
    happens(cast)
    assert copy.rows != copy.whole
    assert copy.follow().rows == copy.whole


@pytest.mark.parametrize("happens", WITH_A_VERSION)
def test_a_copy_follows(client, happens):
    follows(Copy(client, "statements/"), happens)


@pytest.mark.parametrize("happens", [publish_and_verify, take_an_entry_back, take_a_statement_back, correct_an_entry])
def test_a_copy_of_the_verifications_follows(client, happens):
    follows(Copy(client, "verifications/"), happens)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happens", WITHOUT_A_VERSION)
def test_a_copy_follows_what_rows_only_name(client, happens):
    follows(Copy(client, "statements/"), happens)


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_the_verifications_follows_what_they_only_name(client):
    follows(Copy(client, "verifications/"), say_more_of_a_publisher)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(10))
def test_a_copy_follows_whatever_happens_in_whatever_order(copy, seed):
    cast, chance = records.make_record(), random.Random(seed)  # noqa: S311
    copy.follow()
    for _ in range(8):
        copy.since = moment()
        for happens in chance.sample([*WITH_A_VERSION, *WITHOUT_A_VERSION], 3):
            if happens is not take_a_statement_back or Statement.objects.get(number=2).withdrawn_at is None:
                happens(cast)
        assert copy.follow().rows == copy.whole


def test_what_changed_at_the_very_moment_is_told(client):
    statement = newsroom.make_published_statement()
    made_at = statement.versions.get().made_at
    for since, told in [(made_at, 1), (made_at + timedelta(microseconds=1), 0)]:
        text = since.isoformat().replace("+00:00", "Z")
        assert len(walk(client, "statements/", modified_since=text)) == told


def test_a_day_is_its_beginning_in_utc(client):
    statement = newsroom.make_published_statement()
    day = statement.versions.get().made_at.astimezone(UTC).date()
    assert len(walk(client, "statements/", modified_since=f"{day}")) == 1
    assert walk(client, "statements/", modified_since=f"{day + timedelta(days=1)}") == []


def test_nothing_changed_nothing_is_told(copy):
    records.make_record()
    copy.since = moment()
    assert copy.follow().told == []


def test_an_open_statement_that_becomes_due_by_the_day_alone_is_told(client, monkeypatch):
    statement = newsroom.make_published_statement(check_by="2100-01-01", check_by_basis=CheckByBasis.EXPLICIT)
    since = datetime(2100, 1, 1, 12, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: since)
    assert walk(client, "statements/", modified_since="2100-01-01T11:00:00Z") == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: since + timedelta(days=1))
    (row,) = walk(client, "statements/", modified_since="2100-01-01T12:00:00Z")
    assert (row["number"], row["status"]) == (statement.number, "due")


def test_a_copy_is_told_the_number_and_the_reason_of_what_is_gone_and_no_word(client):
    cast = records.make_record()
    gone = records.make_withdrawn(cast)
    told = walk(client, "statements/", modified_since="1970-01-01", fields="claim,number")
    rows = {row["number"]: row for row in told}
    assert rows[gone.number] == {
        "number": gone.number,
        "address": f"http://testserver{gone.get_absolute_url()}",
        "published_at": rows[gone.number]["published_at"],
        "withdrawn_at": rows[gone.number]["withdrawn_at"],
        "withdrawal_reason": "Those words were another’s.",
        "withdrawn": True,
    }
    of_entries = [row for row in walk(client, "verifications/", modified_since="1970-01-01") if row.get("withdrawn")]
    assert {(row["statement"], row["place"]) for row in of_entries} == {(1, 3), (5, 1), (gone.number, 1)}
    assert all("summary" not in row for row in of_entries)


def test_a_filter_tells_only_of_what_it_let_through_before(client):
    cast = records.make_record()
    withdraw(cast.drafts[1], newsroom.editor(), "Another said it.")
    since = {"modified_since": "1970-01-01"}
    assert [row["number"] for row in walk(client, "statements/", kind="prediction", **since)] == [2]
    assert 2 not in [row["number"] for row in walk(client, "statements/", kind="denial", **since)]
    assert [row["statement"] for row in walk(client, "verifications/", country="LU", **since)] == [2, 5]


def test_the_moment_to_begin_from_next_time_lies_an_hour_before_the_last_change(client):
    assert ask(client, "statements/")["about"]["next_modified_since"] == "1970-01-01T00:00:00Z"
    statement = newsroom.make_published_statement()
    began = datetime.fromisoformat(ask(client, "statements/")["about"]["next_modified_since"])
    assert began == statement.versions.get().made_at.replace(microsecond=0) - timedelta(hours=1)
    assert "next_modified_since" not in ask(client, "topics/")["about"]


def test_drafts_change_and_nobody_is_told(copy):
    cast = records.make_record()
    copy.since = moment()
    records.hide_statement(cast)
    records.hide_verification(cast)
    records.hide_source(cast)
    draft = Statement.objects.filter(published_at=None).first()
    draft.claim = "Secret, otherwise."
    draft.save()
    StatementLink.objects.filter(later=draft).delete()
    assert copy.follow().told == []
