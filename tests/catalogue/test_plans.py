"""The hot lists are read by the indexes that are there for them, asked at 20,000 lines: no list is sorted, and none of
the lines before its first or behind its last row is looked at.

Plans do not depend on how fast a machine is. What is asked are the queries of the pages themselves.
"""

# ruff: noqa: S608 the queries are this file's own

import re

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tracker.catalogue import public
from tracker.catalogue.counts_apart import GROUPS, Group, counted_lines
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.keysets import PARAMETERS, piece_of
from tracker.catalogue.models import Listing, sql_headings
from tracker.catalogue.orders import ORDERS, TO_BE_CHECKED

pytestmark = pytest.mark.django_db

LINES = 20_000
# One in ten is of Belgium, one in a hundred of official 7, whose words all lie in the first years; the kinds, the
# findings and the other officials, topics, publishers and countries are mixed.
MAKE_LINES = f"""
INSERT INTO tracker_listing (
  statement_id, number, slug, kind, speaker_id, said_on_first, said_on_last, finding, check_by_first, check_by_last,
  check_by_precision, check_by_is_binding, decided_on, is_on_record, is_relayed, terms_changed, had_left_office,
  published_at,
  officials, signatories, countries, counting_countries, concerns, topics, publishers)
SELECT n, n, 'elephants',
  (ARRAY['commitment', 'prediction', 'denial', 'assertion', 'position'])[1 + n % 5], official, day, day + n % 2,
  CASE WHEN n % 5 = 4 OR n % 3 > 0 THEN '' ELSE (ARRAY['upheld', 'broken', 'void'])[1 + n / 3 % 3] END,
  check_by, check_by, CASE WHEN check_by IS NULL THEN '' ELSE 'day' END, check_by IS NOT NULL,
  CASE WHEN n % 5 = 4 OR n % 3 > 0 THEN NULL ELSE day + 100 END, n % 5 = 4, false, false, false,
  '2025-01-01'::timestamptz + n * interval '1 minute',
  ARRAY[official], ARRAY[official], ARRAY[country], ARRAY[country], ARRAY['FR'], ARRAY[1 + n % 40], ARRAY[1 + n % 30]
FROM generate_series(1, {LINES}) n,
  LATERAL (SELECT CASE WHEN n % 100 = 0 THEN 7 ELSE 10 + n % 500 END AS official,
    CASE WHEN n % 10 = 1 THEN 'BE' ELSE chr(65 + n % 19) || chr(65 + n % 7) END AS country) whose,
  LATERAL (SELECT CASE WHEN n % 100 = 0 THEN '1990-01-01'::date + n % 700
    ELSE '2000-01-01'::date + n * 7919 % 9000 END AS day) said,
  LATERAL (SELECT CASE WHEN n % 7 = 0 THEN day + 365 END AS check_by) due
"""

LIST_OF_ALL = "tracker_listing_shelfmark_key"
UNDER_A_HEADING = "tracker_heading_pkey"
# The query of a list, and the indexes of which its rows may be read.
LISTS = {
    "": [LIST_OF_ALL],
    "after=2012-01-01~17": [LIST_OF_ALL],
    "before=end": [LIST_OF_ALL],
    "order=oldest": [LIST_OF_ALL],
    "order=decided": ["listing_by_decision"],
    "order=check_by": ["listing_by_check"],
    "order=logged": ["listing_by_publication"],
    "order=logged&after=2025-01-03T00:00:00Z~17": ["listing_by_publication"],
    "status=broken": ["listing_by_status"],
    "status=void&kind=denial": ["listing_by_status"],
    "status=due": ["listing_due", "listing_by_status"],
    "country=BE": [UNDER_A_HEADING, LIST_OF_ALL],
    "country=BE&after=2012-01-01~17": [UNDER_A_HEADING, LIST_OF_ALL],
    "country=BE&kind=commitment": [UNDER_A_HEADING, "listing_by_status", LIST_OF_ALL],
    "country=BE&said_before=2005-01-01": [UNDER_A_HEADING, LIST_OF_ALL],
    "concerns=FR": [UNDER_A_HEADING, LIST_OF_ALL],
    "said_after=2010-01-01&said_before=2020-12-31": [LIST_OF_ALL],
}
HEADINGS = {"official": 7, "topic": 3, "publisher": 5}


def _plan(rows, order, query=""):
    """How the rows of a piece are found: the plan of the query that finds their keys."""
    with CaptureQueriesContext(connection) as asked:
        piece_of(rows, order, QueryDict(query), count=0, read=lambda keys: Listing.objects.filter(pk__in=keys))
    (found, *_more) = [query["sql"] for query in asked if "LIMIT 26" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {found}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.fixture(scope="module")
def plans(django_db_setup, django_db_blocker):
    """The plans of all the lists, by what was asked."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(MAKE_LINES)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f"INSERT INTO tracker_heading (name, shelfmark) {sql_headings('tracker_listing')}")
        cursor.execute("ANALYZE tracker_listing, tracker_heading")
        found = {query: _plan_of_filter(query) for query in LISTS}
        for name, key in HEADINGS.items():
            found[name] = _plan(public.under(public.listings(), name, [key]), ORDERS["said"])
        found["due"] = _plan(public.to_be_checked(), TO_BE_CHECKED)
        found["overdue"] = _plan(public.overdue(), TO_BE_CHECKED)
        found["falling due"] = _plan(public.falling_due(), TO_BE_CHECKED)
        found["logged since"] = public.first_number_under("country", "BE").explain()
        promises = counted_lines("country", "BE", Group("", GROUPS["Promises"], []))
        found["first words"] = promises.order_by("walk").values_list("said_on_first")[:1].explain()
        transaction.set_rollback(True)
    return found


def _plan_of_filter(query):
    asked = StatementFilter(QueryDict(query), also=PARAMETERS)
    assert not asked.problems
    return _plan(asked.qs, asked.in_order, query)


def _indexes(plan):
    return set(re.findall(r"using (\w+) on", plan))


@pytest.mark.parametrize("query", LISTS)
def test_a_list_is_read_in_its_order_from_its_own_index(plans, query):
    plan = plans[query]
    assert "Sort" not in plan, plan
    assert "Seq Scan" not in plan, plan
    assert _indexes(plan) <= set(LISTS[query]), plan
    assert LISTS[query][0] in _indexes(plan) or "listing_by_status" in _indexes(plan), plan


@pytest.mark.parametrize("name", HEADINGS)
def test_the_words_of_an_official_a_topic_or_a_publisher_are_walked_under_their_heading(plans, name):
    plan = plans[name]
    assert "Sort" not in plan, plan
    assert _indexes(plan) == {UNDER_A_HEADING, LIST_OF_ALL}, plan


def test_what_is_to_be_checked_is_read_by_its_day(plans):
    for name in ("due", "overdue", "falling due"):
        assert _indexes(plans[name]) == {"listing_can_become_due"}, plans[name]
        assert "Sort" not in plans[name]
    assert re.search(r"Index Cond: .*check_by_last >=", plans["falling due"]), plans["falling due"]


def test_since_when_an_official_is_logged_is_the_first_in_an_index(plans):
    plan = plans["logged since"]
    assert _indexes(plan) == {"heading_by_number"}, plan
    assert "Sort" not in plan, plan


def test_the_first_and_last_words_that_count_are_found_from_the_ends_of_the_heading(plans):
    plan = plans["first words"]
    assert _indexes(plan) == {UNDER_A_HEADING, LIST_OF_ALL}, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("after=2012-01-01~17", "(shelfmark < "),
        ("country=BE&after=2012-01-01~17", "AND (shelfmark < "),
        ("order=logged&after=2025-01-03T00:00:00Z~17", "(ROW(published_at, number) < ROW("),
    ],
)
def test_a_piece_far_down_begins_where_the_last_one_ended(plans, query, where):
    (begins,) = [line for line in plans[query].splitlines() if where in line]
    assert "Index Cond" in begins
