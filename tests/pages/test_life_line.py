"""The life line: which days stand on it, where, and that nothing on it lies on top of anything else."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.newsroom import editor, make_published_statement, make_published_verification
from tests.pages.reading import links_of, text_of
from tracker.pages.life_drawing import NARROWEST, drawn
from tracker.pages.lifelines import life_line
from tracker.statements.models import Statement
from tracker.verifications.models import Verification
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Finding, Kind

TODAY = date(2024, 6, 1)


def said(**fields):
    known = {"said_on": "2024-03-01", "upheld_if": "It leaves.", "broken_if": "It stays."}
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    return Statement(kind="commitment", published_at=moment, **known | fields)


def entry(finding, public_on, pk=1, **fields):
    return Verification(
        pk=pk, finding=finding, public_on=public_on, published_at=datetime(2024, 5, 2, tzinfo=UTC), **fields
    )


def line(statement, *entries, day=None):
    return life_line(statement, entries, day, TODAY)


def told(statement, *entries, day=None):
    return [(str(point.label), str(point.day)) for point in line(statement, *entries, day=day).points]


def test_it_runs_from_the_words_to_today():
    statement = said(check_by="2024-03-10", check_by_basis="explicit")
    assert told(statement, entry("terms_changed", "2024-03-10"), entry("broken", "2024-04-01", pk=2)) == [
        ("Said", "1 March 2024"),
        ("Terms changed", "10 March 2024"),
        ("Check by", "10 March 2024"),
        ("Broken", "1 April 2024"),
        ("Logged here", "1 May 2024"),
        ("Today", "1 June 2024"),
    ]


def test_between_two_points_it_says_where_the_statement_stood():
    statement = said(check_by="2024-03-10", check_by_basis="explicit")
    stretches = line(statement, entry("broken", "2024-04-01")).stretches
    assert [(stretch.days, stretch.status) for stretch in stretches] == [
        (9, "open"),
        (22, "due"),
        (30, "broken"),
        (31, "broken"),
    ]


def test_a_day_that_others_moved_stands_beside_the_new_one():
    statement = said(check_by="2024-03-10", check_by_basis="explicit")
    moved = line(statement, entry("postponed", "2024-03-05", new_check_by="2024-09-01"))
    days = [point for point in moved.points if point.kind == "check_by"]
    assert [(str(point.label), str(point.day), point.is_ahead) for point in days] == [
        ("Check by", "10 March 2024", False),
        ("Check by, moved", "1 September 2024", True),
    ]
    assert days[0].moved_to == days[1].day
    assert len(drawn(moved).moves) == 1


def test_what_lies_ahead_has_no_status_yet():
    stretches = line(said(check_by="2024-12-31", check_by_basis="explicit")).stretches
    assert [stretch.status for stretch in stretches] == ["open", "open", None]


def test_a_day_set_by_the_editors_is_called_theirs():
    assert ("We look again", "1 May 2024") in told(said(check_by="2024-05-01", check_by_basis="editors"))


def test_only_the_entry_in_force_decides():
    entries = [
        entry("broken", "2024-04-01"),
        entry("reopened", "2024-04-10", pk=2),
        entry("upheld", "2024-04-20", pk=3),
    ]
    points = line(said(), *entries).points
    assert [str(point.label) for point in points if point.decides] == ["Kept"]


def test_a_withdrawn_entry_stands_there_as_withdrawn_and_says_no_more():
    gone = entry("broken", "2024-04-01", withdrawn_at=datetime(2024, 5, 5, tzinfo=UTC))
    points = line(said(), gone).points
    assert [(str(point.label), point.decides) for point in points if point.entry] == [("Withdrawn entry", False)]
    assert {stretch.status for stretch in line(said(), gone).stretches} == {"open"}


def test_as_of_a_day_it_ends_there():
    statement = said(check_by="2024-03-10", check_by_basis="explicit")
    assert told(statement, day=date(2024, 3, 5)) == [
        ("Said", "1 March 2024"),
        ("As of this day", "5 March 2024"),
        ("Check by", "10 March 2024"),
    ]


def test_on_its_last_day_nothing_is_awaited_yet():
    statement = said(check_by="2024-03-10", check_by_basis="explicit")
    assert {stretch.status for stretch in line(statement, day=date(2024, 3, 10)).stretches} == {"open"}
    assert line(statement, day=date(2024, 3, 11)).stretches[-1].status == "due"


def test_a_day_known_in_part_is_drawn_from_its_first_to_its_last_possible_day():
    drawing = drawn(line(said(said_on="2024-03", check_by="2024-04-10", check_by_basis="implied")))
    ((start, end),) = drawing.spans
    places = [mark.at for mark in drawing.marks]
    assert start == places[0]
    assert places[0] < end < places[1]


# --- the drawing


def test_a_year_without_news_does_not_push_the_days_together():
    statement = said(said_on="2014-03-01", check_by="2014-03-05", check_by_basis="explicit")
    places = [mark.at for mark in drawn(line(statement, entry("broken", "2014-03-09"))).marks]
    assert places[0] == 0
    assert places[-1] == 100
    assert places[1] > 10


def test_long_stretches_say_how_long_they_were():
    drawing = drawn(line(said(said_on="2014-03-01"), entry("broken", "2014-03-09")))
    assert [piece.length for piece in drawing.pieces] == [
        "1 week, 1 day",
        "10 years, 1 month",
        "1 month",
    ]


DAYS = some.dates(date(2020, 1, 1), TODAY)


@settings(max_examples=60, deadline=None)
@given(
    findings=some.lists(
        some.tuples(some.sampled_from(["terms_changed", "no_change", "broken", "upheld"]), DAYS), max_size=25
    ),
    check_by=some.none() | some.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_no_label_lies_on_another_or_runs_off_the_page(findings, check_by):
    statement = said(said_on="2020-01-01", check_by=check_by, check_by_basis="explicit" if check_by else "")
    entries = [entry(finding, day, pk=place) for place, (finding, day) in enumerate(findings)]
    marks = drawn(life_line(statement, entries, None, TODAY)).marks
    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)
    assert all(one.at < other.at for one, other in pairwise(marks)), "each has a place of its own"
    labelled = [mark for mark in marks if mark.row is not None]
    assert any(mark.point.kind == "said" for mark in labelled)
    for mark in labelled:
        start, end = mark.extent
        assert start >= 0
        assert end <= NARROWEST
        for other in labelled:
            if other is mark:
                continue
            if other.row == mark.row:
                assert end < other.extent[0] or other.extent[1] < start
            if other.row > mark.row:
                assert not start <= other.pixels <= end, "a stem runs through no label"


# --- on the page


@pytest.mark.django_db
def test_each_point_leads_to_where_the_statement_stood_then(client):
    statement = make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    make_published_verification(statement)
    address = statement.get_absolute_url()
    links = links_of(client.get(address))
    for day in ("2024-03-01", "2024-03-10", "2024-04-01"):
        assert links.count(f"{address}?as_of={day}") == 2, "once drawn, once in the list"
    assert client.get(f"{address}?as_of=2024-03-10").context["stands"].status == "open"


@pytest.mark.django_db
def test_no_link_leads_to_a_day_in_the_future(client):
    ahead = timezone.localdate() + timedelta(30)
    statement = make_published_statement(check_by=ahead, check_by_basis="explicit")
    links = links_of(client.get(statement.get_absolute_url()))
    assert not [link for link in links if link and f"as_of={ahead}" in link]


@pytest.mark.django_db
def test_the_drawing_has_a_title_and_says_what_it_shows_and_that_it_is_no_scale(client):
    statement = make_published_statement()
    make_published_verification(statement)
    page = text_of(client.get(statement.get_absolute_url()))
    assert "The life line, drawn" in page
    assert "with 1 entry. Longer stretches are drawn longer, but not to scale. The list below says the same." in page
    assert "Broken decides" in page


@pytest.mark.django_db
def test_as_of_says_that_what_came_later_is_left_out(client):
    statement = make_published_statement()
    page = text_of(client.get(statement.get_absolute_url(), {"as_of": "2024-03-05"}))
    assert "as far as it was public by 5 March 2024; entries about what became public later are left out." in page
    page = text_of(client.get(statement.get_absolute_url(), {"as_of": "2024-02-05"}))
    assert "drawn" not in page


@pytest.mark.django_db
def test_what_a_withdrawn_entry_found_is_not_drawn(client):
    statement = make_published_statement(kind=Kind.DENIAL)
    withdraw(make_published_verification(statement, Finding.BROKEN), editor(), "It was a statue.")
    response = client.get(statement.get_absolute_url())
    assert [str(point.label) for point in response.context["life_line"].points if point.entry] == ["Withdrawn entry"]


# --- in a browser

BOXES = """
(selector) => [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect())
    .map((box) => [box.left, box.top, box.right, box.bottom])
"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [864, 1280])
def test_what_is_drawn_is_read_without_overlaps_and_mirrored_where_reading_starts_at_the_right(
    browser, live_server, width
):
    statement = make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    for day, finding in enumerate([Finding.TERMS_CHANGED, Finding.NO_CHANGE, Finding.TOWARD_BROKEN, Finding.BROKEN], 9):
        make_published_verification(statement, finding, public_on=date(2024, 3, day))
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(live_server.url + statement.get_absolute_url())
    signs, texts = ".life-drawing .sign, .life-drawing .shape", ".life-drawing text"
    read = page.evaluate(BOXES, texts)
    assert len(read) > 8
    for one, other in combinations(read, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 2 or other[3] <= one[1] + 2
    assert all(box[0] >= 0 and box[2] <= width for box in read)
    places = [round(box[0] + box[2]) / 2 for box in page.evaluate(BOXES, signs)]
    page.evaluate("document.documentElement.dir = 'rtl'")
    mirrored = [width - round(box[0] + box[2]) / 2 for box in page.evaluate(BOXES, signs)]
    assert mirrored == pytest.approx(places, abs=1.5)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(BOXES, texts)[0][2:] == [0, 0], "on a telephone the list alone has the words"
    page.close()
