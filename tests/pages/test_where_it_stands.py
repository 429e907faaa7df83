"""The sentence that says where a statement stands: every kind with every status, and what else it has to say."""

import re

import pytest

from tests.newsroom import (
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_tenure,
)
from tests.pages.reading import text_of
from tracker.vocabulary import FACTUAL_KINDS, TERMINAL_FINDINGS, Basis, Finding, Form, Kind, Status

pytestmark = pytest.mark.django_db

NO_CRITERIA = {"upheld_if": "", "broken_if": ""}
OVERDUE = {"check_by": "2024-03-10", "check_by_basis": "explicit"}
NO_DAY = "Open. No day is set by which it can be checked."
DUE = "Awaiting our check since 11 March 2024. It was to be checked by 10 March 2024, a day named in the words."
NOT_RATED = "On record. Nobody has written down what would decide these words; we do not rate them."
FOUND = "public since 1 April 2024: An elephant was seen in Strelsau."

# The kind, what else the statement has, the finding if there is one, and what the page says.
SENTENCES = [
    ("commitment", {}, "upheld", f"Kept, {FOUND}"),
    ("commitment", {}, "partly_upheld", f"Kept late, {FOUND}"),
    ("commitment", {}, "broken", f"Broken, {FOUND}"),
    ("commitment", {}, "undetermined", f"Cannot be determined, {FOUND}"),
    ("commitment", {}, "void", f"No longer applies, {FOUND}"),
    ("commitment", {}, None, NO_DAY),
    ("commitment", OVERDUE, None, DUE),
    ("prediction", {}, "upheld", f"Came true, {FOUND}"),
    ("prediction", {}, "partly_upheld", f"Came true late, {FOUND}"),
    ("prediction", {}, "broken", f"Did not come true, {FOUND}"),
    ("prediction", {}, "undetermined", f"Cannot be determined, {FOUND}"),
    ("prediction", {}, "void", f"No longer applies, {FOUND}"),
    ("prediction", {}, None, NO_DAY),
    ("prediction", OVERDUE, None, DUE),
    ("denial", {}, "upheld", f"Held, {FOUND}"),
    ("denial", {}, "partly_upheld", f"Right but late, {FOUND}"),
    ("denial", {}, "broken", f"Contradicted, {FOUND}"),
    ("denial", {}, "undetermined", f"Cannot be determined, {FOUND}"),
    ("denial", {}, "void", f"No longer applies, {FOUND}"),
    ("denial", {}, None, NO_DAY),
    ("denial", OVERDUE, None, DUE),
    ("denial", NO_CRITERIA, None, NOT_RATED),
    ("assertion", {}, "upheld", f"Accurate, {FOUND}"),
    ("assertion", {}, "partly_upheld", f"Right but late, {FOUND}"),
    ("assertion", {}, "broken", f"Inaccurate, {FOUND}"),
    ("assertion", {}, "undetermined", f"Cannot be determined, {FOUND}"),
    ("assertion", {}, "void", f"No longer applies, {FOUND}"),
    ("assertion", {}, None, NO_DAY),
    ("assertion", OVERDUE, None, DUE),
    ("assertion", NO_CRITERIA, None, NOT_RATED),
    ("position", {}, None, "On record. A position; we do not rate it."),
]
STATUS_OF = {NO_DAY: "open", DUE: "due", NOT_RATED: "on_record"}


def _standing(client, statement, as_of=""):
    """The words of the first section of a statement's page."""
    response = client.get(statement.get_absolute_url(), {"as_of": as_of} if as_of else {})
    section = re.search(r'<section class="standing".*?</section>', response.text, re.DOTALL)[0]
    response.content = section.encode()
    return text_of(response)


def test_the_table_has_every_status_that_each_kind_can_have():
    told = {(kind, finding or STATUS_OF.get(sentence, "on_record")) for kind, _more, finding, sentence in SENTENCES}
    possible = {(kind, status) for kind in Kind for status in (*TERMINAL_FINDINGS, Status.OPEN, Status.DUE)}
    possible = {pair for pair in possible if pair[0] != Kind.POSITION}
    possible |= {(kind, Status.ON_RECORD) for kind in (*FACTUAL_KINDS, Kind.POSITION)}
    assert told == {(str(kind), str(status)) for kind, status in possible}


@pytest.mark.parametrize(("kind", "more", "finding", "sentence"), SENTENCES)
def test_where_it_stands_is_said_in_whole_sentences(client, kind, more, finding, sentence):
    statement = make_published_statement(kind=kind, **more)
    if finding:
        make_published_verification(statement, finding)
    shown = _standing(client, statement)
    assert re.sub(r" Logged on [^,]+, when the outcome was already public\.$", "", shown) == sentence


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            "broken",
            "Contradicted, as reported by Black Michael; the own words of Rupert of Hentzau are not in print. Not "
            "counted. Public since 1 April 2024: An elephant was seen in Strelsau.",
        ),
        (
            "partly_upheld",
            "Right but late, as reported by Black Michael; the own words of Rupert of Hentzau are not in print. "
            "Not counted. Public since 1 April 2024: An elephant was seen in Strelsau.",
        ),
        (
            None,
            "Open. No day is set by which it can be checked. Known only from the account of Black Michael. "
            "The own words of Rupert of Hentzau are not in print. Not counted.",
        ),
    ],
)
def test_relayed_words_say_whose_account_they_are_and_that_they_are_not_counted(client, finding, sentence):
    statement = make_published_statement(
        kind=Kind.DENIAL,
        speaker=make_official("Rupert of Hentzau"),
        form=Form.PARAPHRASE,
        appearance={"basis": Basis.RELAYED, "relayed_by": make_origin("Black Michael")},
    )
    if finding:
        make_published_verification(statement, finding)
    assert _standing(client, statement).startswith(sentence)


@pytest.mark.parametrize(
    ("check_by", "basis", "moved_to", "sentence"),
    [
        ("2099", "explicit", None, "Open. To be checked by 2099, a day named in the words."),
        ("2099", "implied", None, "Open. To be checked by 2099, a day implied by the words."),
        ("2099", "editors", None, "Open. We look again by 2099, a day set by the editors."),
        ("2024-03", "editors", None, "Open. We look again by March 2024, a day set by the editors."),
        (
            "2024-03",
            "implied",
            None,
            "Awaiting our check since 1 April 2024. It was to be checked by March 2024, a day implied by the words.",
        ),
        ("2024-03-10", "explicit", "2099", "Open. To be checked by 2099, a day to which others moved it."),
        (
            "2024-03-10",
            "explicit",
            "2024-05-01",
            "Awaiting our check since 2 May 2024. It was to be checked by 1 May 2024, a day to which others moved it.",
        ),
    ],
)
def test_the_day_to_check_says_whose_day_it_is(client, check_by, basis, moved_to, sentence):
    statement = make_published_statement(check_by=check_by, check_by_basis=basis)
    if moved_to:
        make_published_verification(statement, Finding.POSTPONED, new_check_by=moved_to, summary="A strike.")
    latest = " Latest: Postponed, public since 1 April 2024: A strike." if moved_to else ""
    assert _standing(client, statement) == sentence + latest


def test_what_was_logged_late_and_who_had_left_say_so(client):
    official = make_official("Rudolf Rassendyll")
    tenure = make_tenure(official, ended_on="2024-03-05")
    statement = make_published_statement(speaker=official, tenure=tenure, **OVERDUE)
    assert _standing(client, statement) == (
        f"{DUE} Rudolf Rassendyll had left this office before 10 March 2024, the day to check."
    )
    make_published_verification(statement)
    assert re.search(r"Logged on \d+ \w+ \d{4}, when the outcome was already public\.$", _standing(client, statement))


def test_as_of_a_day_before_the_words_nothing_is_said_of_them(client):
    shown = _standing(client, make_published_statement(said_on="2024-03"), "2024-02-29")
    assert "On 29 February 2024 these words had not been said yet: they are from March 2024." in shown
    assert "Open" not in shown
