"""The seed case: true words of real people, told exactly as their sources tell them."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests import newsroom
from tests.stored_rows import stored_rows
from tracker.catalogue.models import Listing
from tracker.countries.models import Country
from tracker.management.commands.demo import FIXTURES
from tracker.officials.models import Official, Tenure
from tracker.partial_dates import PartialDate
from tracker.sources.models import Attribution, Publisher, Source
from tracker.statements.models import Appearance, Statement, StatementLink, Voice
from tracker.verifications.importing import import_case
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.status import standing, was_logged_afterwards, why_not_counted
from tracker.vocabulary import Finding, Status

pytestmark = pytest.mark.django_db

DOSSIER = Path(__file__).resolve().parents[2] / "shared" / "seed" / "dossier.md"
ARTICLE = DOSSIER.with_name("moscow-times-2022-02-16.txt")
with_dossier = pytest.mark.skipif(not DOSSIER.exists(), reason="the dossier is not beside this checkout")

MAKEI, LUKASHENKO, KHRENIN = "Vladimir Makei", "Alexander Lukashenko", "Viktor Khrenin"
MINISTRY = "Ministry of Defence of Belarus"

# Number, kind, speaker, day, whether a source prints the words, status today.
STATEMENTS = [
    (1, "commitment", MAKEI, "2022-02-16", True, "broken"),
    (2, "denial", MAKEI, "2022-02-16", True, "open"),
    (3, "assertion", MAKEI, "2022-02-16", False, "undetermined"),
    (4, "assertion", MAKEI, "2022-02-16", True, "open"),
    (5, "commitment", MAKEI, "2022-02-16", True, "open"),
    (6, "position", LUKASHENKO, "2022-02-14", False, "on_record"),
    (7, "denial", KHRENIN, "2022-02-14", False, "broken"),
    (8, "assertion", "Oleksii Reznikov", "2022-02-16", False, "open"),
    (9, "prediction", "Oleksii Reznikov", "2022-02-16", True, "upheld"),
    (10, "assertion", "Government of Russia", "2022-02-14/2022-02-16", False, "on_record"),
    (11, "position", "NATO", "2022-02", False, "on_record"),
    (12, "position", MINISTRY, "2022-02-20", False, "on_record"),
    (13, "commitment", LUKASHENKO, "2017-09-20", False, "undetermined"),
    (14, "commitment", MINISTRY, "2022-01-18", False, "partly_upheld"),
    (15, "commitment", "Sergei Lavrov", "2022-02-17", True, "broken"),
    (16, "position", "Dmitry Peskov", "2022-02-17", False, "on_record"),
]

# Number, finding, public on, confidence, evidence as publisher and day with its stance.
ENTRIES = [
    (1, "terms_changed", "2022-02-20", "", {"Reuters 2022-02-20": "context", "UAWire 2022-02-20": "context"}),
    (
        1,
        "broken",
        "2022-02-24",
        "high",
        {
            "Interfax 2022-02-24": "against",
            "HeraldLIVE 2022-02-24": "context",
            "The Business Standard 2022-02-24": "context",
            "TASS 2022-02-24": "context",
        },
    ),
    (1, "no_change", "2022-02-27", "", {"Interfax 2022-02-27": "against"}),
    (
        2,
        "toward_broken",
        "2022-02-24",
        "medium",
        {"HeraldLIVE 2022-02-24": "against", "The Business Standard 2022-02-24": "against"},
    ),
    (3, "undetermined", "2022-02-16", "", {}),
    (
        7,
        "broken",
        "2022-02-24",
        "medium",
        {
            "HeraldLIVE 2022-02-24": "against",
            "The Business Standard 2022-02-24": "against",
            "Interfax 2022-02-27": "against",
        },
    ),
    (9, "upheld", "2022-02", "medium", {"Motolko Help 2022-02": "for"}),
    (
        13,
        "undetermined",
        "2017-10-02",
        "",
        {"UAWire 2017-09": "for", "TASS 2017-10-02": "for", "Jejak Tapak 2017-10-03": "against"},
    ),
    (14, "partly_upheld", "2022-02-20", "high", {"TASS 2022-02-16": "for", "Reuters 2022-02-20": "against"}),
    (15, "broken", "2022-02-20", "high", {"UAWire 2022-02-20": "against", "Reuters 2022-02-20": "against"}),
]


@pytest.fixture(scope="module", autouse=True)
def seed_case(django_db_setup, django_db_blocker):
    """The whole case, put in once, around all of this file’s tests; then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_case(FIXTURES, judged_by=newsroom.checker(), published_by=newsroom.editor())
        transaction.set_rollback(True)


def number(public_number):
    return Statement.objects.get(number=public_number)


def where(statement, day=None):
    return standing(statement, statement.verifications.all(), day)


def source(label):
    publisher, day = label.rsplit(" ", 1)
    return Source.objects.get(publisher__name=publisher, published_on_first=PartialDate.parse(day).first)


def test_all_sixteen_stand_in_the_dossiers_order():
    found = [
        (s.number, s.kind, s.speaker.name, s.said_on.isoformat(), bool(s.quote), str(where(s).status))
        for s in Statement.objects.order_by("number").select_related("speaker")
    ]
    assert found == STATEMENTS


def test_every_finding_has_its_day_its_confidence_and_its_evidence():
    found = [
        (
            entry.statement.number,
            entry.finding,
            entry.public_on.isoformat(),
            entry.confidence,
            {f"{e.source.publisher} {e.source.published_on.isoformat()}": e.stance for e in entry.evidence.all()},
        )
        for entry in Verification.objects.order_by("statement__number", "public_on_last")
    ]
    assert found == ENTRIES


def test_the_checker_judged_and_the_editor_published():
    assert set(Statement.objects.values_list("published_by__username", flat=True)) == {"edith"}
    signed = set(Verification.objects.values_list("author__username", "published_by__username"))
    assert signed == {("charles", "edith")}


def test_where_makeis_promise_stood_as_of_four_days():
    promise = number(1)
    on_the_day = where(promise, date(2022, 2, 20))
    assert (on_the_day.status, on_the_day.interim.finding) == (Status.OPEN, Finding.TERMS_CHANGED)
    assert where(promise, date(2022, 2, 21)).status == Status.DUE
    assert where(promise, date(2022, 2, 25)).status == Status.BROKEN
    assert where(promise).status == Status.BROKEN
    assert where(promise).deciding.public_on.isoformat() == "2022-02-24"


def test_as_of_the_other_days_too():
    assert where(number(9), date(2022, 2, 17)).status == Status.DUE
    assert where(number(13), date(2017, 10, 1)).status == Status.DUE
    assert where(number(15), date(2022, 2, 19)).status == Status.OPEN
    assert where(number(2)).interim.finding == Finding.TOWARD_BROKEN


def test_every_outcome_was_logged_afterwards_and_says_so():
    for statement in Statement.objects.all():
        assert was_logged_afterwards(statement, where(statement).deciding) == where(statement).is_settled


def test_links_run_from_the_later_statement_to_the_earlier():
    links = StatementLink.objects.values_list("later__number", "kind", "earlier__number")
    assert set(links) == {
        (12, "changes_terms", 1),
        (12, "changes_terms", 14),
        (12, "changes_terms", 15),
        (1, "see_also", 6),
        (1, "see_also", 13),
    }


def test_makeis_page_shows_the_extension_in_its_last_version():
    shown = number(1).versions.order_by("-number").first().representation["links"]
    assert {(link["label"], link["number"]) for link in shown} == {
        ("terms changed by", 12),
        ("see also", 6),
        ("see also", 13),
    }


def test_three_publishers_of_one_origin_count_as_one():
    reports = [source(f"{name} 2022-02-16") for name in ("The Moscow Times", "APA", "The Free Press Journal")]
    attributions = Attribution.objects.filter(source__in=reports)
    assert {(a.source.publisher.name, a.origin.name, a.basis, a.note) for a in attributions} == {
        ("The Moscow Times", "AFP", "credited", ""),
        ("APA", "AFP", "comparison", "credits BelTA"),
        ("The Free Press Journal", "AFP", "credited", ""),
    }
    with transaction.atomic():
        draft = newsroom.make_verification(number(1), evidence=[])
        for report in reports:
            Evidence.objects.create(verification=draft, source=report, stance="against")
        with connection.cursor() as cursor:
            cursor.execute("SELECT tracker_origins(%s, 'against')", [draft.pk])
            assert cursor.fetchone() == (1,)
        transaction.set_rollback(True)


def test_khrenins_relayed_denial_is_listed_and_not_counted():
    line = Listing.objects.get(number=7)
    assert line.speaker.name == KHRENIN
    assert why_not_counted(line.finding, line.is_relayed).startswith("relayed")
    assert {a.relayed_by.name for a in line.statement.appearances.all()} == {"Oleksii Reznikov"}


def test_peskovs_words_stand_at_the_presidents_page_as_spoken_for_him():
    line, putin = Listing.objects.get(number=16), Official.objects.get(name="Vladimir Putin")
    assert putin.pk in line.officials
    assert putin.pk not in line.signatories
    assert why_not_counted(Status.ON_RECORD, line.is_relayed, putin.voices.get().role).startswith("spoken for")
    assert line.statement.speaker_label == "Press secretary of the President of Russia"
    assert putin.voices.get().label == "President of Russia"
    assert not Tenure.objects.filter(official__name__in=["Dmitry Peskov", "Vladimir Putin"]).exists()


def test_voices():
    voices = Voice.objects.values_list("statement__number", "official__name", "role", "label")
    assert set(voices) == {
        (2, "Government of Belarus", "spoken_for", ""),
        (12, KHRENIN, "signed", "Minister of Defence of Belarus"),
        (16, "Vladimir Putin", "spoken_for", "President of Russia"),
    }


def test_nato_is_in_no_countrys_list():
    nato = Official.objects.get(name="NATO")
    assert nato.country is None
    lines = Listing.objects.filter(officials__contains=[nato.pk])
    assert [(line.number, line.countries, line.counting_countries) for line in lines] == [(11, [], [])]


def test_each_country_has_its_own():
    found = {code: set() for code in ("BY", "UA", "RU")}
    for line in Listing.objects.all():
        for code in line.countries:
            found[code].add(line.number)
    assert found == {"BY": {1, 2, 3, 4, 5, 6, 7, 12, 13, 14}, "UA": {8, 9}, "RU": {10, 15, 16}}
    assert Country.objects.filter(statements__number=11).count() == 0


def test_who_held_which_office_and_how_exactly_it_is_known():
    found = {
        (t.official.name, t.office.title, t.started_on.isoformat(), t.ended_on and t.ended_on.isoformat(), t.note)
        for t in Tenure.objects.all()
    }
    assert found == {
        (MAKEI, "Minister of Foreign Affairs of Belarus", "2012-08-20", "2022-11-26", "died in office"),
        (LUKASHENKO, "President of Belarus", "1994-07-20", None, ""),
        (KHRENIN, "Minister of Defence of Belarus", "2020-01-20", None, ""),
        ("Oleksii Reznikov", "Minister of Defence of Ukraine", "2021-11-04", "2023-09", ""),
        ("Sergei Lavrov", "Minister of Foreign Affairs of Russia", "2004-03", None, ""),
    }
    labels = dict(Statement.objects.filter(speaker__kind="person").values_list("speaker__name", "speaker_label"))
    assert labels[MAKEI] == "Minister of Foreign Affairs of Belarus"
    assert {name for name, label in labels.items() if not label} == set()


def test_two_spellings_find_one_official():
    names = dict(Official.objects.filter(other_names__isnull=False).values_list("other_names__name", "name"))
    assert names == {
        "Uladzimir Makey": MAKEI,
        "Alyaksandr Lukashenka": LUKASHENKO,
        "Viktar Khrenin": KHRENIN,
        "Aleksey Reznikov": "Oleksii Reznikov",
    }


def test_the_five_wordings_of_one_sentence():
    appearances = number(1).appearances.all()
    assert {(a.language, a.form) for a in appearances} == {("en", "translated"), ("ru", "own_words")}
    assert len({a.wording for a in appearances}) == 5
    assert number(1).spoken_language == "ru"
    primary = appearances.get(is_primary=True)
    assert primary.source == source("The Moscow Times 2022-02-16")
    assert number(1).quote == primary.wording


def test_where_no_source_prints_the_words_the_claim_carries_them():
    for statement in Statement.objects.filter(quote=""):
        assert statement.appearances.get(is_primary=True).form == "paraphrase"
        assert statement.claim


def test_interests_stand_beside_the_publishers_and_origins_that_have_one():
    assert set(Publisher.objects.exclude(interest="").values_list("name", flat=True)) == {"TASS", "CGTN", "ukraina.ru"}
    told = Attribution.objects.filter(note__contains="state media").values_list("origin__name", flat=True)
    assert set(told) == {"TASS", "BelTA", "RIA Novosti", "Sputnik"}


def test_only_these_readings_and_criteria_are_the_dossiers_own():
    """All others are marked as the editors' words."""
    own = set()
    for entry in json.loads((FIXTURES / "statements.json").read_text(encoding="utf-8"))["statements"]:
        texts = {"claim", "reading", "upheld_if", "broken_if", "selected_because"} & set(entry)
        own |= {(entry["key"], text) for text in texts - set(entry["editors_words"])}
    assert own == {
        *[(1, "reading"), (1, "upheld_if"), (1, "broken_if"), (2, "broken_if"), (7, "broken_if")],
        *[(9, "upheld_if"), (9, "broken_if"), (13, "upheld_if"), (13, "broken_if")],
    }


def test_the_notes_that_the_dossier_asks_for_are_said():
    broken, no_change = (number(1).verifications.get(finding=finding) for finding in ("broken", "no_change"))
    assert "“After the exercise” is Interfax’s phrase, outside the quotation marks." in broken.reasoning
    assert "neither of which shows that they were the drills’ troops" in broken.reasoning
    assert "On Minsk’s account a drill was still on." in no_change.reasoning
    assert number(3).verifications.get().searched == "A wish cannot be tested as worded."
    assert "day and the place of the visit are not confirmed" in number(9).verifications.get().reasoning


def test_a_second_run_adds_no_row_and_rewrites_none():
    before = stored_rows()
    assert not import_case(FIXTURES, judged_by=newsroom.checker(), published_by=newsroom.editor())
    assert stored_rows() == before


# Letter for letter, against the dossier itself.


def one_line(text):
    return re.sub(r"\s+", " ", text)


@with_dossier
def test_every_wording_quote_and_excerpt_is_the_sources_letter_for_letter():
    given = one_line(DOSSIER.read_text(encoding="utf-8") + ARTICLE.read_text(encoding="utf-8"))
    wordings = list(Appearance.objects.exclude(wording="").values_list("wording", flat=True))
    excerpts = list(Evidence.objects.exclude(excerpt="").values_list("excerpt", flat=True))
    quotes = list(Statement.objects.exclude(quote="").values_list("quote", flat=True))
    assert [text for text in wordings + excerpts + quotes if text not in given] == []


@with_dossier
def test_every_wording_of_the_dossier_is_on_record():
    part = one_line(DOSSIER.read_text(encoding="utf-8").split("## Statements")[1].split("## Why it makes")[0])
    printed = {english or russian for english, russian in re.findall(r'"([^"]+)"|«([^»]+)»', part)}
    not_wordings = {"after the drills", "After the exercise", "this week", "dangerous"}
    on_record = "\n".join(
        [*Appearance.objects.values_list("wording", flat=True), *Evidence.objects.values_list("excerpt", flat=True)]
    )
    assert len(printed) > 15
    assert {text for text in printed if text not in on_record} <= not_wordings


@with_dossier
def test_every_source_is_the_dossiers_own():
    lines = [line for line in DOSSIER.read_text(encoding="utf-8").splitlines() if "| http" in line]
    assert len(lines) == Source.objects.count() == 28
    for line in lines:
        _key, publisher, day, language, _origin, address = (cell.strip() for cell in line.strip("|").split("|"))
        found = Source.objects.get(url=address)
        tag = found.language + (", machine-translated" if found.is_machine_translated else "")
        assert (found.publisher.name, found.published_on.isoformat(), tag) == (publisher, day, language)
