"""The one filter of statements, as every format uses it."""

import pytest
from django.http import QueryDict

from tests.newsroom import make_published_statement
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.orders import ORDERS
from tracker.vocabulary import Kind, Status

pytestmark = pytest.mark.django_db


def asked(query, **options):
    return StatementFilter(QueryDict(query), **options)


def test_without_a_question_it_lists_all_newest_words_first():
    old = make_published_statement(said_on="2024-01-01")
    new = make_published_statement(said_on="2024-02-01")
    assert [row.number for row in StatementFilter().qs] == [new.number, old.number]


def test_an_unknown_parameter_is_a_problem_with_the_valid_names():
    (problem,) = asked("contry=BE").problems
    assert problem.parameter == "contry"
    assert problem.is_unknown_parameter
    assert problem.valid == StatementFilter.parameters()
    assert set(StatementFilter.parameters()) == {
        "country", "official", "status", "kind", "topic", "concerns", "year",
        "said_after", "said_before", "publisher", "q", "order",
    }  # fmt: skip


def test_a_format_names_the_parameters_that_are_its_own():
    assert asked("page=2", also=["page"]).problems == []
    assert [problem.parameter for problem in asked("page=2").problems] == ["page"]


@pytest.mark.parametrize(
    ("query", "valid"),
    [("status=brokn", tuple(Status.values)), ("kind=lie", tuple(Kind.values)), ("order=best", tuple(ORDERS))],
)
def test_a_bad_value_is_a_problem_with_the_valid_values_and_lists_nothing(query, valid):
    make_published_statement()
    listed = asked(query)
    assert [problem.valid for problem in listed.problems] == [valid]
    assert not listed.can_be_followed
    assert list(listed.qs) == []


def test_each_bad_value_of_one_filter_is_named():
    messages = [problem.message for problem in asked("country=ZZ&country=BE&country=YY").problems]
    assert [message[:4] for message in messages] == ["“ZZ”", "“YY”"]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_is_one_that_pages_can_follow(order):
    for _ in range(3):
        make_published_statement()
    numbers = [row.number for row in asked(f"order={order}").qs]
    assert sorted(numbers) == sorted(set(numbers))
    assert len(numbers) == 3


def test_the_question_is_the_same_whatever_the_case_of_a_country_or_the_spaces_around_a_value():
    make_published_statement()
    assert asked("country=+be+").qs.count() == 1
    assert [chip.value for chip in asked("country=+be+&country=BE").chips] == ["BE"]
