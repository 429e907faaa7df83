"""From draft to published and withdrawn at the desk: who may, what is missing, what is locked then."""

import re

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import errors, log_boxes, messages, opened_and_sent, page, typed
from tracker.catalogue.models import Listing
from tracker.statements.models import Appearance, Statement, StatementLink
from tracker.verifications.models import Version
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db


def change(statement):
    return page("statement_change", statement.pk)


def save(desk, statement, **boxes):
    """Opens the form, changes some boxes, and sends it off."""
    opened = typed(desk.get(change(statement)))
    return desk.post(change(statement), opened | {"_continue": "1"} | boxes, follow=True)


def test_a_draft_says_what_publishing_still_needs(desk):
    draft = newsroom.make_statement(claim="", selected_because="", upheld_if="", broken_if="", speaker_label="")
    words = desk.get(change(draft)).content.decode()
    for missing in (
        "Write the claim in neutral words",
        "Say why this statement was selected",
        "A commitment or prediction needs criteria",
        "Say in which office the speaker spoke",
    ):
        assert missing in words


def test_the_office_that_publishing_finds_by_itself_is_not_missing(desk):
    speaker = newsroom.make_official()
    newsroom.make_tenure(speaker, "Minister of Elephants of Ruritania")
    draft = newsroom.make_statement(speaker=speaker, speaker_label="")
    answer = desk.get(change(draft))
    assert answer.context["missing"] == []
    draft.refresh_from_db()
    assert (draft.tenure, draft.speaker_label) == (None, "")


def test_save_and_publish_makes_the_statement_public(desk, editor):
    draft = newsroom.make_statement()
    answer = save(desk, draft, claim="No elephant will stay.", _publish="1")
    draft.refresh_from_db()
    assert (draft.claim, draft.published_by, draft.number) == ("No elephant will stay.", editor, 1)
    assert "Published" in messages(answer)
    assert Listing.objects.get().statement == draft


def test_what_was_typed_is_saved_when_publishing_is_refused(desk):
    draft = newsroom.make_statement(selected_because="", upheld_if="", broken_if="")
    answer = save(desk, draft, claim="Typed with care.", _publish="1")
    draft.refresh_from_db()
    assert (draft.claim, draft.published_at) == ("Typed with care.", None)
    assert "Say why this statement was selected" in messages(answer)
    assert "A commitment or prediction needs criteria" in messages(answer)


def test_a_claim_can_be_logged_and_published_in_one_go(desk):
    speaker = newsroom.make_official()
    newsroom.make_tenure(speaker, "Minister of Elephants of Ruritania")
    boxes = {
        "publisher": newsroom.make_publisher().pk,
        "claim": "No elephant stays.",
        "broken_if": "An elephant stays.",
        "selected_because": "It can be checked.",
        "_publish": "1",
    }
    desk.post("/admin/tracker/statement/add/", log_boxes(speaker, **boxes))
    assert Statement.objects.get().speaker_label == "Minister of Elephants of Ruritania"
    assert Listing.objects.exists()


def test_a_contributor_drafts_and_does_not_publish(contributors_desk):
    draft = newsroom.make_statement()
    assert b"Save and publish" not in contributors_desk.get(change(draft)).content
    answer = save(contributors_desk, draft, claim="Typed with care.", _publish="1")
    draft.refresh_from_db()
    assert (draft.claim, draft.published_at) == ("Typed with care.", None)
    assert "An editor can publish it" in messages(answer)


def test_a_contributor_cannot_add_to_what_is_published(contributors_desk):
    statement = newsroom.make_published_statement(reading="")
    assert not typed(contributors_desk.get(change(statement))).get("reading")
    assert contributors_desk.post(change(statement), {"reading": "Mine."}).status_code == 403


@pytest.mark.parametrize("name", ["quote", "claim", "speaker", "said_on", "kind", "upheld_if", "check_by"])
def test_locked_fields_are_shown_and_not_offered(desk, name):
    statement = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="implied")
    answer = desk.get(change(statement))
    assert name not in answer.context["adminform"].form.fields
    assert "No elephant stays in Strelsau after the parade." in answer.content.decode()


def test_what_is_sent_for_a_locked_field_changes_nothing(desk):
    statement = newsroom.make_published_statement()
    save(desk, statement, claim="Something else.", kind=Kind.DENIAL)
    statement.refresh_from_db()
    assert (statement.claim, statement.kind) == ("No elephant stays in Strelsau after the parade.", Kind.COMMITMENT)


def test_an_empty_criterion_is_filled_once_and_makes_a_version(desk):
    statement = newsroom.make_published_statement(upheld_if="")
    save(desk, statement, upheld_if="No elephant is there.", check_by="2024-03-10", check_by_basis="implied")
    statement.refresh_from_db()
    assert (statement.upheld_if, str(statement.check_by)) == ("No elephant is there.", "10 March 2024")
    assert statement.criteria_completed_at
    assert Version.objects.filter(statement=statement, why="added").count() == 1
    assert "upheld_if" not in desk.get(change(statement)).context["adminform"].form.fields


def test_saving_a_published_statement_unchanged_makes_no_version(desk):
    statement = newsroom.make_published_statement()
    save(desk, statement)
    assert Version.objects.filter(statement=statement).count() == 1


def test_a_published_statement_keeps_its_appearances_and_takes_another(desk):
    statement = newsroom.make_published_statement()
    known = newsroom.make_source(language="en")
    opened = desk.get(change(statement))
    appearances = opened.context["inline_admin_formsets"][0]
    assert (appearances.has_change_permission, appearances.has_delete_permission) == (False, False)
    row = {
        "appearances-TOTAL_FORMS": 2,
        "appearances-1-address": known.url,
        "appearances-1-origin_basis": "credited",
        "appearances-1-form": "translated",
        "appearances-1-basis": "report",
        "appearances-1-wording": "No elephant will remain.",
        "appearances-1-language": "en",
    }
    save(desk, statement, **row)
    assert set(Appearance.objects.values_list("source", flat=True)) >= {known.pk}
    assert Version.objects.filter(statement=statement, why="added").exists()


def test_a_second_primary_wording_is_refused_in_words(desk):
    draft = newsroom.make_statement()
    row = {
        "appearances-TOTAL_FORMS": 2,
        "appearances-1-address": newsroom.make_source().url,
        "appearances-1-origin_basis": "credited",
        "appearances-1-form": "own_words",
        "appearances-1-basis": "report",
        "appearances-1-is_primary": "on",
    }
    answer = save(desk, draft, claim="Typed with care.", **row)
    assert "unmark the other first" in errors(answer)
    assert typed(answer)["claim"] == "Typed with care."


def test_a_quote_corrected_in_a_draft_is_corrected_in_its_wording(desk):
    draft = newsroom.make_statement()
    save(desk, draft, quote="Not a single elephant will remain.")
    assert Appearance.objects.get().wording == "Not a single elephant will remain."


def test_a_public_link_stays(desk):
    earlier, later = newsroom.make_published_statement(), newsroom.make_published_statement(said_on="2024-03-02")
    StatementLink.objects.create(later=later, earlier=earlier, kind="repeats")
    links = [
        inline for inline in desk.get(change(later)).context["inline_admin_formsets"] if inline.formset.initial_forms
    ]
    assert not any(inline.has_delete_permission or inline.has_change_permission for inline in links)


def test_withdrawing_asks_for_the_reason(desk):
    statement = newsroom.make_published_statement()
    step = page("statement_withdraw", statement.pk)
    assert "the reason is public" in opened_and_sent(desk, step, reason=" ").content.decode()
    opened_and_sent(desk, step, reason="It was another Rassendyll.")
    statement.refresh_from_db()
    assert statement.withdrawal_reason == "It was another Rassendyll."
    assert not Listing.objects.exists()


def test_what_is_withdrawn_says_so_at_the_desk_with_the_reason(desk, editor):
    statement = newsroom.make_published_statement()
    assert "Published: readers see it." in desk.get(page("statement_change", statement.pk)).text
    withdraw(statement, editor, "It was said by another.")
    words = desk.get(page("statement_change", statement.pk)).text
    assert "Withdrawn. Readers see that it was, and why:" in words
    assert "It was said by another." in words


def test_only_those_who_may_withdraw(contributors_desk, stranger):
    step = page("statement_withdraw", newsroom.make_published_statement().pk)
    assert contributors_desk.get(step).status_code == 403
    assert stranger.post(step, {"reason": "Because."}).status_code == 403


def test_a_draft_cannot_be_withdrawn(desk):
    draft = newsroom.make_statement()
    answer = desk.get(page("statement_withdraw", draft.pk), follow=True)
    assert "Only what is published can be withdrawn" in messages(answer)


def test_a_draft_is_deleted_and_what_is_published_is_not(desk):
    draft, statement = newsroom.make_statement(), newsroom.make_published_statement()
    assert b"deletelink" not in desk.get(change(statement)).content
    assert desk.post(page("statement_delete", statement.pk), {"post": "yes"}).status_code == 403
    opened_and_sent(desk, page("statement_delete", draft.pk), post="yes")
    assert list(Statement.objects.all()) == [statement]


def test_deleting_many_spares_what_is_published_and_says_so(desk):
    draft, statement = newsroom.make_statement(), newsroom.make_published_statement()
    boxes = {"action": "delete_drafts", "index": "0", "_selected_action": [draft.pk, statement.pk]}
    answer = desk.post(page("statement_changelist"), boxes, follow=True)
    assert "never deleted" in messages(answer)
    assert Statement.objects.count() == 2


def test_many_drafts_are_deleted_as_the_page_lists_them(desk):
    drafts, kept = [newsroom.make_statement() for _ in range(3)], newsroom.make_statement()
    asked = delete_many(desk, drafts)
    desk.post(page("statement_changelist"), hidden_boxes(asked))
    assert list(Statement.objects.all()) == [kept]


def test_drafts_that_changed_after_the_page_listed_them_are_not_deleted(desk):
    drafts = [newsroom.make_statement() for _ in range(3)]
    asked = delete_many(desk, drafts)
    save(desk, drafts[1], claim="Changed meanwhile.")
    answer = desk.post(page("statement_changelist"), hidden_boxes(asked), follow=True)
    assert "Changed meanwhile." in messages(answer)
    assert Statement.objects.count() == 3


def delete_many(desk, drafts):
    """The page that asks once more before it deletes."""
    boxes = {"action": "delete_drafts", "index": "0", "_selected_action": [draft.pk for draft in drafts]}
    return desk.post(page("statement_changelist"), boxes)


def hidden_boxes(response):
    """What the page of a deletion sends back."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()):
        found.setdefault(name, []).append(value)
    return found


def test_a_cited_source_shows_what_is_locked(desk, contributors_desk):
    statement = newsroom.make_published_statement()
    source = statement.appearances.get().source
    boxes = desk.get(page("source_change", source.pk)).context["adminform"].form.fields
    assert "url" not in boxes
    assert "title" in boxes
    assert contributors_desk.post(page("source_change", source.pk), {"title": "Mine"}).status_code == 403
    assert desk.post(page("source_delete", source.pk), {"post": "yes"}).status_code == 403


def test_people_are_deactivated_and_not_deleted(db):
    boss = newsroom.make_user("boss", is_superuser=True)
    client = at_the_desk(boss)
    assert client.get(f"/admin/auth/user/{newsroom.editor().pk}/delete/").status_code == 403
