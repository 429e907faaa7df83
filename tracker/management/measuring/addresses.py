"""The pages that are measured: what a reader asks for, how soon it should be there, and where it is in this record."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from tracker.catalogue.orders import RELEVANCE, USUAL_ORDER
from tracker.officials.models import Official
from tracker.statements.models import Topic

# A share of all statements that stands for much, but not most: 50,000 of a million.
MUCH = 0.05
NEWEST = "newest, no filter, all facets"


@dataclass(frozen=True)
class Asked:
    """One row of the table: what is asked for, its address, and in how many milliseconds it should be answered."""

    what: str
    address: str
    reach: float | None


def pages():
    """What is measured, in the order of the table."""
    largest, ordinary = _members("countries", None), _members("countries", MUCH)
    official = Official.objects.get(pk=_members("officials", None))
    busy, rare = Official.objects.get(pk=_members("officials", MUCH)), Official.objects.get(pk=_members("officials", 0))
    topic = Topic.objects.get(pk=_members("topics", None))
    common, hardly = _words()
    several = {"country": ordinary, "status": ["broken", "due"], "kind": "commitment", "said_after": "2018-01-01"}
    yield Asked("hello, through the same middleware and server", "/hello/", None)
    yield Asked("one statement with ten verifications", _statement_with_ten(), 10)
    yield Asked("newest without facets (API)", f"{reverse('api-statements')}?page_size=25", 10)
    yield Asked(NEWEST, _list(), 40)
    yield Asked("the page half-way down", _list(after=_half_way()), 40)
    yield Asked("the last page", _list(before="end"), 40)
    yield Asked(f"the country with most statements ({largest})", _list(country=largest), 15)
    yield Asked(f"a country with a twentieth ({ordinary})", _list(country=ordinary), 15)
    yield Asked("the official with most statements", _list(official=official.slug), 15)
    yield Asked("an official with few statements", _list(official=rare.slug), 15)
    yield Asked("country, status and kind", _list(country=ordinary, status="broken", kind="commitment"), 15)
    yield Asked("the topic with most statements", _list(topic=topic.slug), 100)
    yield Asked("several filters", _list(**several), 100)
    yield Asked("a range of days across years", _list(said_after="2010-01-01", said_before="2020-12-31"), 100)
    for order in (USUAL_ORDER, RELEVANCE):
        yield Asked(f"a rare word ({hardly}), by {order}", _list(q=hardly, order=order), 25)
        yield Asked(f"a word in a hundredth of all ({common}), by {order}", _list(q=common, order=order), 80)
    yield Asked("latest outcome first", _list(order="decided"), 40)
    yield Asked("the page of an official with a twentieth", reverse("official", args=[busy.slug]), 20)
    yield Asked("the page of a country with a twentieth", reverse("country", args=[ordinary]), 20)
    yield Asked("the page of the largest country", reverse("country", args=[largest]), 20)
    yield Asked("the page of the largest topic", reverse("topic", args=[topic.slug]), 100)
    yield Asked("front page", reverse("home"), 40)
    yield Asked("to be checked", reverse("due"), 40)
    yield Asked("all countries", reverse("countries"), 40)
    yield Asked("all officials", reverse("officials"), 40)


def _list(**query):
    return f"{reverse('statements')}?{urlencode(query, doseq=True)}".rstrip("?")


def _half_way():
    """The place in the usual order that half of all public statements come before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said_on_first || '~' || number FROM tracker_listing ORDER BY said_on_first DESC, number DESC "
            "OFFSET (SELECT count(*) / 2 FROM tracker_listing) LIMIT 1"
        )
        return cursor.fetchone()[0]


def _members(column, share):
    """The member of an array column that stands nearest to a share of all public statements; the most frequent one
    for None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member FROM ("  # noqa: S608 our own column names
            f"  SELECT unnest({column}) AS member, count(*) AS n FROM tracker_listing GROUP BY 1"
            ") counted ORDER BY CASE WHEN %s::float IS NULL THEN -n "
            "  ELSE abs(n - %s::float * (SELECT count(*) FROM tracker_listing)) END, member LIMIT 1",
            [share, share],
        )
        return cursor.fetchone()[0]


def _statement_with_ten():
    """The address of a public statement with ten entries, or with as many as there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.number, l.slug FROM tracker_listing l JOIN ("
            "  SELECT statement_id, count(*) AS n FROM tracker_verification WHERE published_at IS NOT NULL GROUP BY 1"
            ") entries USING (statement_id) ORDER BY n <> 10, n DESC, number LIMIT 1"
        )
        return reverse("statement", args=cursor.fetchone())


def _words():
    """A place that stands in about a hundredth of all statements, and one that stands in hardly any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH latest AS (SELECT s.claim AS words FROM tracker_listing l "
            "                JOIN tracker_statement s ON s.id = l.statement_id ORDER BY l.number DESC LIMIT 20000), "
            "word AS (SELECT DISTINCT latest.words, (regexp_matches(latest.words, '[A-Z][a-z]{6,}', 'g'))[1] AS word "
            "         FROM latest), "
            "counted AS (SELECT word, count(*) AS n FROM word GROUP BY 1) "
            "SELECT (SELECT word FROM counted ORDER BY abs(n - (SELECT count(*) FROM latest) / 100.0), word LIMIT 1), "
            "       (SELECT word FROM counted ORDER BY n, word LIMIT 1)"
        )
        return cursor.fetchone()
