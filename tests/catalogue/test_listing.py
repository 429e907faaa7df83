"""The catalogue's lines are the record's own answer: after any history, for every column, on every day."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import newsroom
from tests.catalogue.expected import expected_headings, expected_line, listed_headings, listed_line
from tests.refusal import run_sql
from tests.strategies import partial_dates
from tracker.catalogue.models import Heading, Listing
from tracker.catalogue.public import has_status
from tracker.countries.models import Country
from tracker.statements.models import Appearance, Concern, Statement, StatementTopic, Voice
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.publishing import withdraw
from tracker.verifications.status import is_due, standing, status_expression
from tracker.vocabulary import FORWARD_KINDS, Finding, Kind, Status

pytestmark = pytest.mark.django_db

SAID_ON = date(2024, 3, 1)
COUNTRIES = ["BE", "FR", "DE"]
# Few days and few moments, so that entries often share them.
PUBLIC_DAYS = partial_dates(date(2024, 3, 1), date(2024, 5, 31))
CHECK_DAYS = partial_dates(date(2024, 3, 1), date(2024, 6, 30))
MOMENTS = st.sampled_from([datetime(2025, 1, day, tzinfo=UTC) for day in (1, 2, 3)])


@st.composite
def statements(draw):
    """What a statement may be: kind, criteria or none, a check-by day of any basis, whose words, how we have them."""
    kind = draw(st.sampled_from(list(Kind)))
    criteria = draw(st.sampled_from(["", "It leaves."])), draw(st.sampled_from(["", "It stays."]))
    if kind == Kind.POSITION:
        criteria = "", ""
    elif kind in FORWARD_KINDS and not any(criteria):
        criteria = "", "It stays."
    fields = {"kind": kind, "upheld_if": criteria[0], "broken_if": criteria[1]}
    if kind != Kind.POSITION and draw(st.booleans()):
        fields |= {
            "check_by": draw(CHECK_DAYS),
            "check_by_basis": draw(st.sampled_from(["explicit", "implied", "editors"])),
        }
    return fields | {"is_relayed": draw(st.booleans()), "country": draw(st.sampled_from([None, *COUNTRIES]))}


def entries(kind, upheld_if, broken_if):
    """What entries the rules let such a statement have, published at some moment or still drafts."""
    allowed = set(Finding)
    if not broken_if:
        allowed -= {Finding.BROKEN}
    if not (upheld_if or broken_if):
        allowed -= {Finding.UPHELD, Finding.PARTLY_UPHELD}
    one = st.fixed_dictionaries(
        {
            "finding": st.sampled_from(sorted(allowed)),
            "public_on": PUBLIC_DAYS,
            "published_at": st.none() | MOMENTS,
            "new_check_by": CHECK_DAYS,
            "is_withdrawn": st.booleans(),
        }
    )
    return st.lists(one, max_size=0 if kind == Kind.POSITION else 5)


VOICES = st.lists(st.tuples(st.sampled_from(["signed", "spoken_for"]), st.sampled_from([None, *COUNTRIES])), max_size=3)


@st.composite
def histories(draw):
    said = draw(statements())
    return {
        "said": said,
        "voices": draw(VOICES),
        "entries": draw(entries(said["kind"], said["upheld_if"], said["broken_if"])),
        "changes": draw(st.lists(st.sampled_from(sorted(CHANGES)), max_size=4)),
        "days": draw(st.lists(st.dates(date(2024, 2, 1), date(2024, 8, 1)), max_size=3)),
    }


class Record:
    """Plays a history, and asks after each step whether the line is what the record says."""

    def __init__(self):
        self.sources = [newsroom.make_source(published_on=None, title=f"Elephants {n}") for n in range(3)]
        self.topics = [newsroom.make_topic() for _ in range(3)]
        self.origin = newsroom.make_origin()
        self.draft = newsroom.make_statement(source=self.sources[0])

    def play(self, said, voices, entries, changes, days):
        statement = self.log(**said)
        self.add_voices(statement, voices)
        self.compare(statement)
        run_sql("UPDATE tracker_statement SET published_at = now(), slug = 'a' WHERE id = %s", statement.pk)
        self.compare(statement)
        for entry in entries:
            self.verify(statement, **entry)
            self.compare(statement)
        for change in changes:
            CHANGES[change](self, statement)
            self.compare(statement)
        self.compare_statuses(statement, days)
        assert not Listing.objects.filter(pk=self.draft.pk).exists()

    def log(self, is_relayed, country, **fields):
        basis = {"basis": "relayed", "relayed_by": self.origin} if is_relayed else {}
        if country:
            fields["country"] = Country(code=country)
        speaker = newsroom.make_official(code=None)
        statement = newsroom.make_statement(self.sources[0], appearance=basis, speaker=speaker, **fields)
        statement.topics.set(self.topics[:1])
        return statement

    def add_voices(self, statement, voices):
        for role, code in voices:
            official = newsroom.make_official(code=None)
            Voice.objects.create(statement=statement, official=official, role=role, label="Aide", country_id=code)

    def verify(self, statement, finding, public_on, published_at, new_check_by, is_withdrawn):
        entry = newsroom.make_verification(
            statement,
            finding,
            public_on=public_on,
            evidence=[],
            new_check_by=new_check_by if finding == Finding.POSTPONED else None,
        )
        for stance in ("for", "against"):
            Evidence.objects.create(verification=entry, source=self.sources[0], stance=stance)
        if not published_at:
            return
        Verification.objects.filter(pk=entry.pk).update(published_at=published_at, published_by=newsroom.editor())
        self.compare(statement)
        if is_withdrawn:
            Verification.objects.filter(pk=entry.pk).update(withdrawn_at=published_at, withdrawal_reason="A hoax.")

    def compare(self, statement):
        statement = Statement.objects.get(pk=statement.pk)
        assert listed_line(statement) == expected_line(statement)
        assert listed_headings(statement) == expected_headings(statement)

    def compare_statuses(self, statement, days):
        """Of the days drawn, and of those around the check-by day, the query and plain Python say the same."""
        line = listed_line(statement)
        if not line:
            return
        statement = Statement.objects.get(pk=statement.pk)
        entries = list(statement.verifications.all())
        edges = [line["check_by_last"] + timedelta(n) for n in (-1, 0, 1)] if line["check_by_last"] else []
        for day in [*days, *edges]:
            status = standing(statement, entries, today=day).status
            rows = Listing.objects.filter(pk=statement.pk)
            assert rows.annotate(status=status_expression(day)).get().status == status
            assert rows.filter(is_due(day)).exists() == (status == "due")
            assert [one for one in Status if rows.filter(has_status(one, day)).exists()] == [status]


def _set_concerns(record, statement):
    statement.concerns.set(Country.objects.filter(code__in=["FR", "DE"]))


def _add_source(record, statement):
    known = statement.appearances.values_list("source_id", flat=True)
    for source in [source for source in record.sources if source.pk not in known][:1]:
        Appearance.objects.create(statement=statement, source=source, form="paraphrase", wording="So.", language="en")


def _move_rows_away(record, statement):
    for model in (StatementTopic, Concern):
        model.objects.filter(statement=record.draft).delete()
        model.objects.filter(statement=statement).update(statement=record.draft)


def _merge_topics(record, statement):
    if not StatementTopic.objects.filter(statement=statement, topic=record.topics[2]).exists():
        StatementTopic.objects.filter(topic=record.topics[0]).update(topic=record.topics[2])


def _fill_criterion(record, statement):
    if statement.kind != Kind.POSITION:
        Statement.objects.filter(pk=statement.pk, broken_if="").update(broken_if="It stays.")


def _correct(part, what, becomes):
    def correct_it(record, statement):
        wrong = part(statement)
        if wrong and not Statement.objects.get(pk=statement.pk).withdrawn_at:
            correct(statement, newsroom.editor(), "We had misread it.", [Change(wrong, what, becomes(wrong))])

    return correct_it


def _withdraw(record, statement):
    if not Statement.objects.get(pk=statement.pk).withdrawn_at:
        withdraw(statement, newsroom.editor(), "A hoax.")


def _another_day(statement):
    """A day before that of the words, so that no check-by day or entry forbids it."""
    return f"{statement.said_on_first - timedelta(1)}"


CHANGES = {
    "other topics": lambda record, statement: statement.topics.set(record.topics[1:]),
    "no topic": lambda record, statement: statement.topics.clear(),
    "concerns": _set_concerns,
    "another source": _add_source,
    "rows moved to a draft": _move_rows_away,
    "topics merged": _merge_topics,
    "a criterion filled": _fill_criterion,
    "the publisher corrected": _correct(
        lambda statement: statement.appearances.get(is_primary=True).source,
        "publisher",
        lambda source: newsroom.make_publisher(),
    ),
    "a voice corrected": _correct(
        lambda statement: statement.voices.first(),
        "country",
        lambda voice: newsroom.country("FR" if voice.country_id == "DE" else "DE"),
    ),
    "the occasion corrected": _correct(
        lambda statement: statement, "occasion", lambda statement: f"dinner {next(SERIAL)}"
    ),
    "the day corrected": _correct(lambda statement: Statement.objects.get(pk=statement.pk), "said_on", _another_day),
    "withdrawn": _withdraw,
}
SERIAL = count()


def check(history):
    with transaction.atomic():
        Record().play(**history)
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_after_any_history_the_line_is_what_the_record_says(history):
    check(history)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_after_hundreds_of_histories_the_line_is_what_the_record_says(history):
    check(history)


# Stories of their own


def test_drafts_and_what_is_withdrawn_have_no_line():
    newsroom.make_statement()
    statement = newsroom.make_published_statement()
    withdrawn = newsroom.make_published_statement()
    withdraw(withdrawn, newsroom.editor(), "A hoax.")
    assert list(Listing.objects.values_list("pk", flat=True)) == [statement.pk]
    newsroom.make_verification(statement)
    assert Listing.objects.get().finding == ""


def test_many_statements_changed_by_one_sql_update_all_keep_their_lines():
    said = [newsroom.make_published_statement(broken_if="", kind="assertion", upheld_if="") for _ in range(3)]
    found = [newsroom.make_verification(s, "undetermined") for s in said]
    author = newsroom.editor().pk
    run_sql("UPDATE tracker_verification SET published_at = now(), published_by_id = %s", author)
    assert set(Listing.objects.values_list("finding", flat=True)) == {"undetermined"}
    run_sql(
        "UPDATE tracker_verification SET withdrawn_at = now(), withdrawal_reason = 'A hoax.' WHERE id <> %s",
        found[0].pk,
    )
    assert sorted(Listing.objects.values_list("finding", flat=True)) == ["", "", "undetermined"]
    run_sql("UPDATE tracker_statement SET broken_if = 'It stays.'")
    assert not Listing.objects.filter(is_on_record=True).exists()
    topic = newsroom.make_topic()
    StatementTopic.objects.bulk_create([StatementTopic(statement=s, topic=topic) for s in said])
    assert Listing.objects.filter(topics__contains=[topic.pk]).count() == 3
    assert Heading.objects.filter(name=f"topic {topic.pk}").count() == 3
    StatementTopic.objects.all().delete()
    assert Listing.objects.filter(topics=[]).count() == 3
    run_sql("UPDATE tracker_statement SET withdrawn_at = now(), withdrawal_reason = 'A hoax.'")
    assert not Listing.objects.exists()
    assert not Heading.objects.exists()


def test_a_draft_deleted_with_its_topics_leaves_the_list_alone():
    topic = newsroom.make_topic()
    statement = newsroom.make_published_statement(topics=[topic], concerns=["FR"])
    draft = newsroom.make_statement()
    draft.topics.set([topic])
    draft.concerns.add(newsroom.country("FR"))
    before = listed_line(statement)
    draft.delete()
    assert listed_line(statement) == before


def test_voices_without_a_country_and_a_speaker_without_one_leave_no_hole_in_the_lists():
    voices = [(newsroom.make_official(code=None), "signed"), (newsroom.make_official(code="FR"), "spoken_for")]
    statement = newsroom.make_published_statement(speaker=newsroom.make_official(code=None), voices=voices)
    line = listed_line(statement)
    assert (line["countries"], line["counting_countries"]) == (["FR"], [])
    assert len(line["officials"]) == 3
    assert line["signatories"] == [statement.speaker_id, voices[0][0].pk]
