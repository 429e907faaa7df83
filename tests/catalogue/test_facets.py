"""Facets: how many statements a list would have with each value, held against a count in plain Python."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import newsroom
from tests.refusal import run_sql
from tracker.catalogue import counts_apart, facets, public
from tracker.catalogue.facets import FACETS
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.public import had_left_office
from tracker.catalogue.tallies import count_apart, count_to_be_checked, fold_tallies
from tracker.countries.models import Country
from tracker.officials.models import Official
from tracker.statements.models import Topic
from tracker.verifications.publishing import withdraw
from tracker.verifications.status import today
from tracker.vocabulary import Finding, Kind, Status

pytestmark = pytest.mark.django_db

DAY, NOW = timedelta(days=1), today()
FIRST = NOW.replace(month=(NOW.month - 1) // 3 * 3 + 1, day=1)


def asked(query):
    filter_ = StatementFilter(QueryDict(query))
    assert filter_.can_be_followed, filter_.problems
    return filter_


def counted(query):
    """The facets of a list, with what is not zero."""
    found = facets.of(asked(query))
    return found.total, {name: {key: n for key, n in found.counts[name].items() if n} for name in FACETS}


def values_of(line):
    """What a line has of each facet."""
    return {
        "status": [line.status],
        "country": line.countries,
        "kind": [line.kind],
        "year": [line.said_on_first.year],
        "topic": line.topics,
    }


def counted_in_python(query):
    """The same by looking at every public line."""
    filter_ = asked(query)
    chosen = {name: set(filter_.keys(name)) for name in FACETS}
    lines = [values_of(line) for line in public.listings() if matches_the_rest(line, filter_)]

    def fits(line, but=None):
        return all(chosen[name] & set(line[name]) for name in FACETS if chosen[name] and name != but)

    counts = {name: Counter(value for line in lines if fits(line, name) for value in line[name]) for name in FACETS}
    return sum(map(fits, lines)), {name: dict(count) for name, count in counts.items()}


def matches_the_rest(line, filter_):
    after, before = filter_.day("said_after"), filter_.day("said_before")
    columns = {"official": line.officials, "publisher": line.publishers, "concerns": line.concerns}
    return (
        all(set(filter_.keys(name)) & set(column) for name, column in columns.items() if filter_.keys(name))
        and (after is None or line.said_on_last >= after)
        and (before is None or line.said_on_first <= before)
        and ("q" not in filter_.data or "elephant" in words_of(line.statement).lower())
    )


def words_of(statement):
    wordings = statement.appearances.values_list("wording", flat=True)
    return " ".join([statement.quote, statement.claim, *wordings, *(topic.name for topic in statement.topics.all())])


@pytest.fixture
def record(nobody_is_the_twentieth):
    """Fifty statements of all sorts: some drafts, some taken back, some roughly dated, many of one official."""
    run_sql("CREATE OR REPLACE FUNCTION tracker_many_words() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 10'")
    random = Random(4)  # noqa: S311 the same record each time
    cast = {name: newsroom.make_official(name.title(), code) for name, code in OFFICIALS.items()}
    topics = [newsroom.make_topic(name.title()) for name in TOPICS]
    sources = [newsroom.make_source(publisher=newsroom.make_publisher(name.title())) for name in PUBLISHERS]
    for number in range(50):
        make_one(random, cast, topics, sources[number % 2])
        if number == 40:
            fold_tallies()
    newsroom.make_statement(speaker=cast["rudolf"])


def make_one(random, cast, topics, source):
    speaker, other = random.sample([*cast.values()], 2) if random.random() < 0.6 else (cast["rudolf"], cast["sapt"])
    kind = random.choice(list(Kind))
    has_day = kind != Kind.POSITION and random.random() < 0.6
    statement = newsroom.make_published_statement(
        speaker=speaker,
        kind=kind,
        source=source,
        form=random.choice(["own_words", "paraphrase"]),
        claim=random.choice(["No elephant stays.", "The parade is over."]),
        said_on=random.choice(SAID_ON),
        voices=[(other, random.choice(["signed", "spoken_for"]))] if random.random() < 0.4 else [],
        topics=random.sample(topics, random.choice([0, 1, 1, 2])),
        concerns=random.sample(["UA", "FR"], random.choice([0, 1])),
        check_by=random.choice(CHECK_BY) if has_day else None,
        check_by_basis=random.choice(["explicit", "editors"]) if has_day else "",
    )
    if kind != Kind.POSITION and random.random() < 0.5:
        newsroom.make_published_verification(statement, random.choice(list(Finding)), public_on="2024-05-01")
    if random.random() < 0.1:
        withdraw(statement, newsroom.editor(), "Never said.")


OFFICIALS = {"rudolf": "BE", "flavia": "FR", "sapt": "DE", "league": None}
TOPICS = ["elephants", "parades", "mice"]
PUBLISHERS = ["courier", "herald"]
SAID_ON = [
    "2019-12-31",
    "2020-01-01",
    "2020-05",
    "2021",
    "2021-06-15",
    "2022-12-31",
    "2023-03-04",
    "2021-12-20/2022-01-10",
]
# The first day of this quarter, today and the days around them decide what is due.
CHECK_BY = ["2024-03-01", "2024-10", FIRST, NOW, NOW - DAY, NOW + DAY, NOW + 200 * DAY]


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2)


DAYS = st.sampled_from(["", "2020-01-01", "2020-12-31", "2021-06-15", "2022-01-01", "2023-12-31"])


@st.composite
def queries(draw):
    """What a reader may ask for: few filters often, many now and then."""
    names = draw(st.lists(st.sampled_from(list(ASKED)), unique=True, max_size=4))
    query = QueryDict(mutable=True)
    for name in names:
        values = draw(ASKED[name])
        query.setlist(name, [value for value in (values if isinstance(values, list) else [values]) if value])
    return query.urlencode()


ASKED = {
    "status": some(Status.values),
    "country": some(["BE", "FR", "DE", "IT"]),
    "kind": some(Kind.values),
    "year": some(["2019", "2020", "2021", "2022", "2023"]),
    "topic": some(TOPICS),
    "official": some(["rudolf", "flavia", "sapt"]),
    "concerns": some(["UA", "FR"]),
    "publisher": some(PUBLISHERS),
    "said_after": DAYS,
    "said_before": DAYS,
    "q": st.just("elephant"),
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries())
def test_any_question_is_counted_as_in_plain_python(record, query):
    assert counted(query) == counted_in_python(query), query


@pytest.mark.slow
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries())
def test_many_questions_are_counted_as_in_plain_python(record, query):
    assert counted(query) == counted_in_python(query), query


# One question for each way of counting.
QUESTIONS = [
    "",
    "status=due",
    "status=open&kind=commitment",
    "country=BE",
    "country=BE&status=due&status=broken",
    "country=BE&country=FR",
    "topic=mice&country=BE&year=2021",
    "official=rudolf",
    "official=rudolf&year=2021&status=due",
    "official=flavia&country=FR",
    "said_after=2020-02-01&said_before=2022-03-01",
    "said_after=2022-01-01&country=DE",
    "q=elephant&kind=denial&country=BE",
    "publisher=herald&status=open",
]


def test_each_way_of_counting_is_exact_with_changes_folded_or_not(record):
    assert run_sql("SELECT count(*) FROM tracker_tallychange")[0][0] > 0
    for query in QUESTIONS:
        assert counted(query) == counted_in_python(query), query
    fold_tallies()
    assert run_sql("SELECT count(*) FROM tracker_tallychange")[0][0] == 0
    for query in QUESTIONS:
        assert counted(query) == counted_in_python(query), query


def test_the_count_of_a_list_alone_is_that_beside_its_facets(record):
    for query in QUESTIONS:
        assert facets.total_of(asked(query)) == counted(query)[0], query


def apart_in_python(lines, own, key):
    """What is listed by kind, status and what sets it apart, by looking at every line."""

    def apart(line):
        if line.is_relayed:
            return "relayed"
        if key not in getattr(line, own):
            return "spoken_for"
        return "left" if had_left_office(line.statement, line.check_by) else ""

    return Counter((line.kind, line.status, apart(line)) for line in lines)


def assert_counts_apart(name, key, array, own):
    lines = [line for line in public.listings() if key in getattr(line, array)]
    found = {(row["kind"], row["status"], row["apart"]): row["n"] for row in count_apart(name, key, today())}
    assert found == apart_in_python(lines, own, key)
    thing = (Official if name == "official" else Country).objects.get(pk=key)
    counts = getattr(counts_apart, f"{name}_counts")(thing)
    assert counts.listed_count == len(lines)
    assert counts.logged_since == min((line.published_at for line in lines), default=None)
    for group in counts.groups:
        said = [
            line.said_on_first
            for line in lines
            if line.kind in group.kinds
            and line.status != "on_record"
            and not line.is_relayed
            and key in getattr(line, own)
        ]
        days = (min(said, default=None), max(said, default=None))
        told = [day and day.first for day in (group.first_said, group.last_said)]
        assert (group.count, *told) == (len(said), *days)


def test_the_pages_of_officials_and_countries_count_apart_as_in_plain_python(record):
    tenure = make_one_who_left(Official.objects.get(name="Rudolf"))
    for fold in (lambda: None, fold_tallies, lambda: leave_later(tenure), fold_tallies):
        fold()
        for official in Official.objects.filter(name__in=["Rudolf", "Flavia", "Sapt", "League"]):
            assert_counts_apart("official", official.pk, "officials", "signatories")
        for code in ("BE", "FR", "DE", "IT"):
            assert_counts_apart("country", code, "countries", "counting_countries")


def make_one_who_left(official):
    """Somebody with promises to check after the last day in office, and his or her tenure."""
    tenure = newsroom.make_tenure(official, ended_on="2024-03-05")
    for day in ("2024-03-01", "2024-03-10", NOW - DAY):
        newsroom.make_published_statement(speaker=official, tenure=tenure, check_by=day, check_by_basis="explicit")
    newsroom.make_published_statement(
        speaker=official, tenure=tenure, source=newsroom.make_source(), check_by=NOW + DAY, check_by_basis="editors"
    )
    return tenure


def leave_later(tenure):
    was = public.listings().filter(had_left_office=True).count()
    tenure.ended_on = "2024-03-20"
    tenure.save()
    assert public.listings().filter(had_left_office=True).count() == was - 1


def test_a_filter_more_never_adds_rows_and_a_facet_says_what_the_list_will_have(record):
    for query in ("", "country=BE", "status=open", "topic=mice&year=2021"):
        total, counts = counted(query)
        for name in FACETS:
            if f"{name}=" not in query:
                for choice, n in counts[name].items():
                    value = asked_value(name, choice)
                    assert counted(f"{query}&{name}={value}")[0] == n <= total, (query, name, value)


def asked_value(name, key):
    return Topic.objects.get(pk=key).slug if name == "topic" else key


def test_what_is_to_be_checked_is_counted_whatever_the_day(record):
    lines = [line for line in public.listings() if line.check_by_is_binding and line.status in ("open", "due")]
    assert count_to_be_checked() == len(lines) == public.to_be_checked().count() > 0
    assert {*public.overdue()} | {*public.falling_due()} == {*lines}
    assert all(line.status == "due" for line in public.overdue())


def test_statuses_kinds_and_years_add_up_to_the_total_and_countries_and_topics_may_exceed_it(record):
    total, counts = counted("")
    assert sum(counts["status"].values()) == sum(counts["kind"].values()) == sum(counts["year"].values()) == total
    assert sum(counts["country"].values()) > total
