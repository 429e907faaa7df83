"""Every change that may show on a public page makes another version of the site; what no page shows makes none."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from pghistory.models import Event

from tests import newsroom, records
from tests.refusal import run_sql
from tests.sessions import at_once
from tracker.catalogue.models import (
    Findable,
    FindableName,
    Heading,
    KnownWord,
    Listing,
    Signatory,
    SiteChange,
    Tally,
    TallyChange,
)
from tracker.catalogue.site_version import record_version, site_version
from tracker.catalogue.watching import WATCHED, WATCHED_WHEN_UPDATED
from tracker.desk.models import SavedFilter
from tracker.officials.models import OtherName
from tracker.statements.models import Appearance
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply, Version
from tracker.verifications.publishing import record_reply, withdraw
from tracker.vocabulary import Finding, LinkKind

pytestmark = pytest.mark.django_db


@contextmanager
def the_same_version():
    before = site_version()
    yield
    assert site_version() == before


def test_every_table_of_ours_is_watched_but_history_and_the_changes_themselves():
    """A new table joins by being named in WATCHED, or here with the reason why no page can be stale without it."""
    ours = {model for model in apps.get_app_config("tracker").get_models() if not issubclass(model, Event)}
    assert ours - {*WATCHED, *WATCHED_WHEN_UPDATED} == {
        SiteChange,
        Tally,  # these two change with the listing, which is watched; folding changes no count
        TallyChange,
        Heading,  # the listing's own lines once more, likewise
        Version,  # only added to: watched when it is
        Signatory,  # watched when somebody is named otherwise
        Findable,  # made of rows that are watched, in the same transaction
        FindableName,  # likewise
        KnownWord,  # likewise
        SavedFilter,  # for one editor’s eyes
    }


# Each is one change of something public, made as its own table knows it.


def change_name(thing):
    thing.refresh_from_db()
    thing.name = f"{thing.name}, renamed"
    thing.save()


CHANGES = {
    "an official is renamed": lambda cast: change_name(cast.rudolf),
    "a publisher is renamed": lambda cast: change_name(cast.shared.publisher),
    "an origin is renamed": lambda cast: change_name(cast.shared.attributions.get().origin),
    "a topic is renamed": lambda cast: change_name(cast.elephants),
    "an official gets another name": lambda cast: OtherName.objects.create(
        official=cast.rudolf, name="Rodolphe", language="fr"
    ),
    "another name goes": lambda cast: OtherName.objects.all().delete(),
    "an office is renamed": lambda cast: (
        apps.get_model("tracker", "Office").objects.filter(pk=cast.office.pk).update(title="Minister of Trunks")
    ),
    "a tenure ends": lambda cast: run_sql(
        "UPDATE tracker_tenure SET ended_on_first = ended_on_first + 1, ended_on_last = ended_on_last + 1"
    ),
    "a tenure begins": lambda cast: newsroom.make_tenure(cast.rupert, "Regent of Ruritania", "2021"),
    "a source is archived": lambda cast: (
        type(cast.shared).objects.filter(pk=cast.shared.pk).update(archived_url="https://archive.example.org/1")
    ),
    "a source gets an origin": lambda cast: apps.get_model("tracker", "Attribution").objects.create(
        source=cast.gazette, origin=newsroom.make_origin()
    ),
    "a statement gets a topic": lambda cast: cast.drafts[0].topics.add(cast.parades),
    "a statement loses a topic": lambda cast: cast.drafts[1].topics.remove(cast.elephants),
    "a statement concerns another country": lambda cast: cast.drafts[0].concern_rows.create(country_id="DE"),
    "a statement gets a source": lambda cast: Appearance.objects.create(
        statement=cast.drafts[0], source=newsroom.make_source(), form="own_words", wording="None.", language="en"
    ),
    "a link is added": lambda cast: newsroom.make_link(cast.drafts[1], cast.drafts[0], LinkKind.REPEATS),
    "a statement is published": lambda cast: newsroom.make_published_statement(speaker=cast.rudolf),
    "a verification is published": lambda cast: newsroom.make_published_verification(cast.drafts[1], Finding.BROKEN),
    "a verification is withdrawn": lambda cast: withdraw(
        cast.drafts[0].verifications.first(), newsroom.editor(), "A hoax."
    ),
    "a statement is withdrawn": lambda cast: withdraw(cast.drafts[2], newsroom.editor(), "A hoax."),
    "a claim is corrected": lambda cast: correct(
        cast.drafts[1], newsroom.editor(), "Misread.", [Change(cast.drafts[1], "claim", "It rains in Zenda.")]
    ),
    "a reply is recorded": lambda cast: record_reply(
        Reply(statement=cast.drafts[1], why_not_asked="He is dead."), by=newsroom.editor()
    ),
    "a country is renamed": lambda cast: run_sql("UPDATE tracker_country SET code = code WHERE code = 'BE'"),
    "the editor is called otherwise": lambda cast: newsroom.User.objects.filter(username="edith").update(
        last_name="Smith"
    ),
    "the editor joins a group": lambda cast: newsroom.editor().groups.add(Group.objects.get(name="checker")),
    "a group is renamed": lambda cast: Group.objects.filter(name="editor").update(name="chief editor"),
    "a line of the catalogue is made anew": lambda cast: run_sql("UPDATE tracker_listing SET terms_changed = true"),
}


@pytest.fixture
def cast():
    return records.make_record()


def test_each_public_change_makes_another_version(cast):
    without = []
    for what, change in CHANGES.items():
        before = site_version()
        with transaction.atomic():
            change(cast)
            if site_version() == before:
                without.append(what)
            transaction.set_rollback(True)
        assert site_version() == before, f"after a rollback nothing has changed: {what}"
    assert without == []


@pytest.mark.parametrize("sort", records.HIDDEN)
def test_what_is_written_in_drafts_makes_none(sort, cast):
    """So no kept page is cleared, and nobody learns from an ETag that somebody is at work."""
    office = type(cast.office).objects.filter(pk=cast.office.pk)
    with the_same_version():
        records.make_strangers()
        with transaction.atomic():
            records.HIDDEN[sort](cast)
            if office.get().institution_id:  # an office that pages may show was changed too
                transaction.set_rollback(True)


def test_signing_in_makes_none():
    editor = newsroom.editor()
    with the_same_version():
        editor.save(update_fields=["last_login"])
        editor.save()


def test_a_version_never_comes_again():
    seen = {site_version()}
    for _ in range(20):
        with transaction.atomic():
            newsroom.make_published_statement()
            assert site_version() not in seen
            seen.add(site_version())
            transaction.set_rollback(True)


def test_the_records_own_number_counts_the_versions_of_pages():
    before = record_version()
    newsroom.make_published_verification(newsroom.make_published_statement())
    newsroom.make_statement()
    assert record_version() == before + 2 == Version.objects.count()


# Folding


def make_changes(count):
    run_sql("INSERT INTO tracker_sitechange (shown) SELECT 1 FROM generate_series(1, %s)", count)


def test_many_changes_are_folded_into_one_that_says_the_same():
    make_changes(500)
    version, shown = site_version(), record_version()
    assert SiteChange.objects.count() == 1
    assert (site_version(), record_version()) == (version, shown)


def test_the_web_server_folds_them_and_can_take_none_away(settings):
    make_changes(500)
    run_sql(f"SET ROLE {settings.WEB_ROLE}")
    site_version()
    assert SiteChange.objects.count() == 1
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        run_sql("DELETE FROM tracker_sitechange")
    run_sql("RESET ROLE")


@pytest.mark.django_db(transaction=True)
def test_whoever_folds_waits_for_nobody_and_loses_nothing():
    make_changes(500)
    before = int(site_version_unfolded())
    first, second = at_once(site_version, site_version)
    assert not second.has_waited
    assert int(first.result) == int(second.result) == before
    assert int(site_version_unfolded()) == before


@pytest.mark.django_db(transaction=True)
def test_an_editor_who_publishes_waits_for_no_reader_who_folds():
    make_changes(500)
    statement = newsroom.make_statement()
    newsroom.editor()
    _, editor = at_once(site_version, lambda: newsroom.publish_statement(statement, by=newsroom.editor()))
    assert not editor.has_waited
    assert Listing.objects.exists()


def site_version_unfolded():
    return run_sql("SELECT sum(step) FROM tracker_sitechange")[0][0]
