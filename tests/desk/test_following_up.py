"""Following up: the statement in view, evidence first, the finding in the words of the statement's kind."""

import re

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import errors, follow_up_boxes, messages, opened_and_sent, page, typed
from tracker.catalogue.models import Listing
from tracker.sources.models import Source
from tracker.verifications.models import Evidence, Verification
from tracker.vocabulary import Finding, Kind

pytestmark = pytest.mark.django_db
ADD = "/admin/tracker/verification/add/"


@pytest.fixture
def checker():
    return newsroom.checker()


@pytest.fixture
def checkers_desk(checker):
    return at_the_desk(checker)


def follow_up(desk, statement, **boxes):
    return desk.post(f"{ADD}?statement={statement.pk}", follow_up_boxes(statement, **boxes), follow=True)


def new_source(**boxes):
    return {"evidence-0-publisher": newsroom.make_publisher("The Zenda Gazette").pk, **boxes}


def test_the_statement_stays_in_view_with_criteria_and_evidence_so_far(desk):
    statement = newsroom.make_published_statement(reading="Read as the day of the parade.")
    newsroom.make_published_verification(statement, summary="The parade is put off.")
    words = desk.get(f"{ADD}?statement={statement.pk}").content.decode()
    for part in (statement.quote, statement.claim, "Read as the day of the parade.", statement.broken_if):
        assert part in words
    assert "The parade is put off." in words
    assert "Against the claim" in words


def test_evidence_comes_before_the_finding(desk):
    words = desk.get(f"{ADD}?statement={newsroom.make_published_statement().pk}").content.decode()
    assert words.index("id_evidence-0-address") < words.index("id_finding") < words.index("id_summary")


@pytest.mark.parametrize(
    ("kind", "word"),
    [(Kind.DENIAL, "Contradicted"), (Kind.PREDICTION, "Did not come true"), (Kind.ASSERTION, "Inaccurate")],
)
def test_the_finding_is_offered_in_the_words_of_the_kind(desk, kind, word):
    statement = newsroom.make_published_statement(kind=kind)
    form = desk.get(f"{ADD}?statement={statement.pk}").context["adminform"].form
    offered = {value: str(label) for _, group in form.fields["finding"].choices[1:] for value, label in group}
    assert offered[Finding.BROKEN] == word


def test_the_author_is_who_is_signed_in(checkers_desk, checker):
    statement = newsroom.make_published_statement()
    follow_up(checkers_desk, statement, author=newsroom.editor().pk, **new_source())
    assert Verification.objects.get().author == checker


def test_evidence_from_a_new_address_becomes_a_source(checkers_desk, checker):
    statement = newsroom.make_published_statement()
    agency = newsroom.make_origin()
    follow_up(checkers_desk, statement, **new_source(**{"evidence-0-origin": agency.pk}))
    evidence = Evidence.objects.get()
    assert (evidence.source.url, evidence.source.created_by) == ("https://gazette.example.org/elephant", checker)
    assert list(evidence.source.origins.all()) == [agency]


def test_evidence_from_a_known_address_uses_the_known_source(checkers_desk):
    statement = newsroom.make_published_statement()
    known = newsroom.make_source(url="https://gazette.example.org/elephant", published_on="2024-04-01", language="en")
    follow_up(checkers_desk, statement)
    assert Evidence.objects.get().source == known


def test_two_pieces_of_evidence_from_one_new_address_share_the_source(checkers_desk):
    statement = newsroom.make_published_statement()
    boxes = new_source()
    second = {
        key.replace("-0-", "-1-"): value
        for key, value in follow_up_boxes(statement, **boxes).items()
        if key.startswith("evidence-0-")
    }
    follow_up(checkers_desk, statement, **boxes, **second, **{"evidence-TOTAL_FORMS": 2})
    assert Evidence.objects.count() == 2
    assert Source.objects.filter(url="https://gazette.example.org/elephant").count() == 1


def test_an_origin_that_stands_there_already_is_pointed_out(checkers_desk):
    agency = newsroom.make_origin("RPA")
    statement = newsroom.make_published_statement(source=newsroom.make_source(origins=[agency]))
    answer = follow_up(checkers_desk, statement, **new_source(**{"evidence-0-origin": agency.pk}))
    assert "RPA is among this statement’s sources already" in messages(answer)


def test_evidence_without_a_source_is_refused_and_nothing_is_lost(checkers_desk):
    statement = newsroom.make_published_statement()
    answer = follow_up(checkers_desk, statement, **{"evidence-0-address": ""})
    assert "paste its address" in errors(answer)
    assert typed(answer)["evidence-0-excerpt"] == "An elephant stood in the square."
    assert answer.context["panel"]["statement"] == statement
    assert not Verification.objects.exists()


def test_a_rule_of_the_finding_is_told_at_the_form(checkers_desk):
    statement = newsroom.make_published_statement()
    answer = follow_up(checkers_desk, statement, **new_source(finding="postponed"))
    assert "“Postponed” needs the new day" in errors(answer)


def test_an_editor_publishes_what_a_checker_found(checkers_desk, desk, editor):
    statement = newsroom.make_published_statement()
    follow_up(checkers_desk, statement, **new_source())
    verification = Verification.objects.get()
    opened = typed(desk.get(page("verification_change", verification.pk)))
    answer = desk.post(page("verification_change", verification.pk), opened | {"_publish": "1"}, follow=True)
    verification.refresh_from_db()
    assert "Published" in messages(answer)
    assert verification.published_by == editor
    assert Listing.objects.get().finding == Finding.BROKEN


def test_ones_own_ending_is_published_by_another_and_the_draft_says_so(desk):
    statement = newsroom.make_published_statement()
    answer = follow_up(desk, statement, **new_source(_publish="1"))
    assert "someone other than its author" in messages(answer)
    verification = Verification.objects.get()
    assert verification.published_at is None
    assert "someone other than its author" in desk.get(page("verification_change", verification.pk)).content.decode()


def test_publishing_without_the_needed_evidence_says_what_is_missing(desk):
    statement = newsroom.make_published_statement()
    verification = newsroom.make_verification(statement, evidence=[])
    opened = typed(desk.get(page("verification_change", verification.pk)))
    answer = desk.post(page("verification_change", verification.pk), opened | {"_publish": "1"}, follow=True)
    assert "needs evidence against the claim" in errors(answer)
    assert typed(answer)["summary"] == "An elephant was seen in Strelsau."


def test_a_checker_does_not_publish(checkers_desk):
    statement = newsroom.make_published_statement()
    answer = follow_up(checkers_desk, statement, **new_source(_publish="1"))
    assert "An editor can publish it" in messages(answer)
    assert not Verification.objects.exclude(published_at=None).exists()


def test_a_published_entry_is_locked_with_its_evidence(desk):
    verification = newsroom.make_published_verification(newsroom.make_published_statement())
    answer = desk.get(page("verification_change", verification.pk))
    assert list(answer.context["adminform"].form.fields) == ["statement"]
    evidence = answer.context["inline_admin_formsets"][0]
    assert not evidence.has_add_permission
    assert not evidence.has_change_permission
    desk.post(page("verification_change", verification.pk), typed(answer) | {"summary": "Other.", "public_on": "2020"})
    verification.refresh_from_db()
    assert (verification.summary, str(verification.public_on)) == ("An elephant was seen in Strelsau.", "1 April 2024")


def test_a_published_entry_is_withdrawn_with_a_reason(desk):
    verification = newsroom.make_published_verification(newsroom.make_published_statement())
    opened_and_sent(desk, page("verification_withdraw", verification.pk), reason="It was a camel.")
    assert Listing.objects.get().finding == ""


def test_a_position_takes_no_finding(desk):
    statement = newsroom.make_published_statement(kind=Kind.POSITION)
    answer = desk.get(f"{ADD}?statement={statement.pk}", follow=True)
    assert "A position takes no finding" in messages(answer)
    assert b"Add a verification" not in desk.get(page("statement_change", statement.pk)).content


def test_a_follow_up_starts_from_a_statement(desk):
    for address in (ADD, f"{ADD}?statement=77", f"{ADD}?statement=x"):
        assert "Choose the statement to follow up" in messages(desk.get(address, follow=True))


def test_an_entry_stays_with_its_statement(desk):
    statement, other = newsroom.make_published_statement(), newsroom.make_published_statement()
    verification = newsroom.make_verification(statement)
    opened = typed(desk.get(page("verification_change", verification.pk)))
    desk.post(page("verification_change", verification.pk), opened | {"statement": other.pk})
    verification.refresh_from_db()
    assert verification.statement == statement


def folded_parts(response):
    return re.findall(r"<details>.*?</details>", response.content.decode(), re.DOTALL)


def test_a_folded_part_of_a_row_stands_open_where_something_in_it_is_wrong(desk):
    statement = newsroom.make_published_statement()
    assert any("evidence-0-publisher" in part for part in folded_parts(desk.get(f"{ADD}?statement={statement.pk}")))
    refused = follow_up(desk, statement, **{"evidence-0-publisher": ""})
    assert "This address is new: say who brought it out." in refused.content.decode()
    assert not any("evidence-0-publisher" in part for part in folded_parts(refused))


def test_nothing_is_offered_to_be_saved_where_nothing_can_be_changed(desk):
    entry = newsroom.make_published_verification(newsroom.make_published_statement())
    words = desk.get(page("verification_change", entry.pk)).content.decode()
    assert 'name="_save"' not in words
    assert 'name="_continue"' not in words
    assert "Close" in words
