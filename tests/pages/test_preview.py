"""A draft is shown as readers would see it, to those at the desk who may see the draft, and leaves no trace."""

import re

import pytest
from django.apps import apps
from django.test import Client

from tests import newsroom
from tests.pages.reading import text_of
from tracker.statements.models import Statement, StatementLink
from tracker.verifications.publishing import publish_statement
from tracker.vocabulary import Finding, VoiceRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A draft of a speaker whom no page names yet, with all that a page can show."""
    speaker = newsroom.make_official("Rupert of Hentzau")
    newsroom.make_tenure(speaker, "Captain of the Guard")
    draft = newsroom.make_statement(speaker=speaker, speaker_label="", check_by="2024-03-10", check_by_basis="explicit")
    draft.voices.create(
        official=newsroom.make_official("Black Michael"), role=VoiceRole.SIGNED, label="Duke of Strelsau"
    )
    draft.topics.add(newsroom.make_topic("Parades"))
    draft.concern_rows.create(country_id="FR")
    return draft


@pytest.fixture
def contributor(db):
    client = Client()
    client.force_login(newsroom.make_user("connie", "contributor"))
    return client


def preview(thing):
    return f"/admin/tracker/{thing._meta.model_name}/{thing.pk}/preview/"


def test_a_draft_is_shown_as_its_page_will_be(contributor, draft):
    answer = contributor.get(preview(draft))
    assert answer.status_code == 200
    words = text_of(answer)
    for part in (
        "Preview: not published",
        "Not a single elephant will stay in Strelsau.",
        "Rupert of Hentzau, Captain of the Guard",
        "Black Michael",
        "An elephant is in Strelsau after the parade.",
        "It can be checked, and it was widely reported.",
        "Awaiting our check",
        "Parades",
    ):
        assert part in words


def test_the_page_published_afterwards_says_the_same(contributor, client, draft):
    """Word for word, from where the record begins to where publication adds its own."""
    before = text_of(contributor.get(preview(draft)))
    publish_statement(draft, by=newsroom.editor())
    after = text_of(client.get(Statement.objects.get().get_absolute_url()))
    begins, ends = "Not a single elephant", "It can be checked, and it was widely reported."
    assert before[before.index(begins) : before.index(ends)] == after[after.index(begins) : after.index(ends)]


def test_a_draft_without_claim_or_quote_has_a_preview_too(contributor):
    bare = newsroom.make_statement(
        claim="", quote="", upheld_if="", broken_if="", selected_because="", speaker_label="", quote_language=""
    )
    assert contributor.get(preview(bare)).status_code == 200


def test_without_a_source_it_says_what_to_add_first(contributor, draft):
    draft.appearances.all().delete()
    answer = contributor.get(preview(draft), follow=True)
    assert answer.redirect_chain == [(f"/admin/tracker/statement/{draft.pk}/change/", 302)]
    assert "first add the source that carries the words" in answer.text


def test_a_draft_entry_is_shown_among_the_published_ones_and_other_drafts_are_not(contributor):
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement, Finding.TERMS_CHANGED, summary="The parade was put off.")
    entry = newsroom.make_verification(statement, Finding.BROKEN, summary="An elephant was seen.")
    newsroom.make_verification(statement, Finding.UPHELD, summary="Another draft.")
    words = text_of(contributor.get(preview(entry)))
    for part in ("The parade was put off.", "Broken", "An elephant was seen.", "Judged by Charles"):
        assert part in words
    assert "Another draft." not in words


def test_an_entry_of_a_draft_is_shown_with_it(contributor, draft):
    entry = newsroom.make_verification(draft, Finding.BROKEN, summary="An elephant was seen.")
    words = text_of(contributor.get(preview(entry)))
    assert "An elephant was seen." in words
    assert "when the outcome was already public" in words


def test_links_lead_to_public_statements_only(contributor, draft):
    public = newsroom.make_published_statement(claim="A public claim.", quote="A public quote.")
    hidden = newsroom.make_statement(claim="A hidden claim.", quote="A hidden quote.")
    draft.said_on = "2024-03-02"
    draft.save()
    for other in (public, hidden):
        StatementLink.objects.create(later=draft, earlier=other, kind="repeats")
    words = text_of(contributor.get(preview(draft)))
    assert "A public quote." in words
    assert "A hidden quote." not in words


def test_it_can_be_asked_as_of_a_day(contributor, draft):
    assert "Open" in text_of(contributor.get(f"{preview(draft)}?as_of=2024-03-05"))
    assert contributor.get(f"{preview(draft)}?as_of=yesterday").status_code == 400


def test_what_is_published_is_shown_where_it_is(contributor):
    statement = newsroom.make_published_statement()
    verification = newsroom.make_published_verification(statement)
    for thing in (statement, verification):
        answer = contributor.get(preview(thing))
        assert (answer.status_code, answer.headers["Location"]) == (302, statement.get_absolute_url())


def test_nobody_else_gets_there(client, draft):
    entry = newsroom.make_verification(draft)
    stranger, reader = Client(), Client()
    stranger.force_login(newsroom.make_user("stanley"))
    outsider = newsroom.make_user("rita")
    type(outsider).objects.filter(pk=outsider.pk).update(is_staff=False)
    reader.force_login(outsider)
    for thing in (draft, entry):
        assert client.get(preview(thing)).status_code == 302
        assert reader.get(preview(thing)).status_code == 302
        assert stranger.get(preview(thing)).status_code == 403
    # Nor does anybody learn whether there is such a draft.
    assert client.get("/admin/tracker/statement/999999/preview/").status_code == 302
    assert stranger.get("/admin/tracker/statement/999999/preview/").status_code == 403


def test_who_may_not_see_entries_sees_no_preview_of_one(draft):
    looker = newsroom.make_user("lois")
    looker.user_permissions.add(*_permissions("view_statement"))
    client = Client()
    client.force_login(looker)
    assert client.get(preview(draft)).status_code == 200
    assert client.get(preview(newsroom.make_verification(draft))).status_code == 403


def _permissions(*codenames):
    return apps.get_model("auth", "Permission").objects.filter(codename__in=codenames)


def test_nothing_keeps_it_and_nothing_finds_it(contributor, draft):
    answer = contributor.get(preview(draft))
    assert {"private", "no-store"} <= {part.strip() for part in answer.headers["Cache-Control"].split(",")}
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.text
    for name in ("ETag", "Last-Modified"):
        assert name not in answer.headers
    for part in ("canonical", "x-default", "og:", "ld+json", ".json", "Embed", "Cite"):
        assert part not in answer.text


def test_a_preview_writes_nothing(contributor, draft):
    newsroom.make_verification(draft)
    was = _everything()
    contributor.get(preview(draft))
    contributor.get(preview(draft.verifications.get()))
    assert _everything() == was
    draft.refresh_from_db()
    assert (draft.number, draft.slug, draft.speaker_label, draft.published_at) == (None, "", "", None)
    assert draft.speaker.slug is None


def _everything():
    """The record, its history and its lists, row by row."""
    models = [model for model in apps.get_app_config("tracker").get_models() if not model._meta.proxy]
    return {model.__name__: sorted(map(str, model.objects.values())) for model in models}


def test_no_link_of_a_preview_leads_nowhere(contributor, draft):
    """What has no page yet leads back to the preview; nothing on it is a dead end."""
    answer = contributor.get(preview(draft))
    links = {link for link in _links(answer.text) if link.startswith("/")}
    assert preview(draft) in links
    assert {link: contributor.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def _links(text):
    return re.findall(r'<a [^>]*href="([^"#?]+)', text)
