"""What is not published leaves no trace: every answer is that of a newsroom that never wrote it, byte for byte.

Two newsrooms publish the same at the same moments; one of them has drafts as well. Their private keys differ, so an
answer that shows a key, or counts what is hidden, differs too.
"""

import io
import re
import zipfile
from collections import Counter
from difflib import unified_diff

import pytest
from django.db import transaction
from django.test import Client

from tests import newsroom, records, routes
from tracker.statements.models import Statement
from tracker.verifications.models import Verification

pytestmark = pytest.mark.django_db

# What is asked of the list of statements; the slow test asks all of it of every page and file.
TELLING = [
    *("q=secret", "q=Colonel", "q=Strelsau", "official=secret-sapt", "official=rudolf-rassendyll-2"),
    *("topic=secret-topic", "topic=elephants-2", "publisher=secret-paper", "country=AD", "concerns=DE"),
    *("status=due", "status=void", "order=logged", "after=2024-02-20~3", "before=end", "secret=1"),
]
QUESTIONS = [
    *TELLING,
    *("q=Sapt", "q=Paper", "q=elephant", "q=secret&q=words", "official=secret-guard", "official=rudolf-rassendyll"),
    *("topic=elephants", "publisher=zenda-post", "country=BE", "concerns=FR", "kind=assertion", "kind=prediction"),
    *("status=open", "status=broken", "status=upheld", "status=on_record"),
    *("order=oldest", "order=decided", "order=check_by", "order=secret", "page=1"),
    *("after=2024-05-04~9", "before=2023-12-31~1", "before=secret"),
    *("as_of=2024-04-01", "as_of=2024-06-30", "as_of=2024-02-15", "said_after=2024-05-04", "said_before=2023-12-31"),
    *("term=secret", "id=1", "address=https://secret.example.org/"),
]
DESK_QUESTIONS = [
    "/admin/autocomplete/?app_label=tracker&model_name=statement&field_name=speaker&term=Secret",
    "/admin/autocomplete/?app_label=tracker&model_name=source&field_name=publisher&term=Secret",
    "/admin/autocomplete/?app_label=tracker&model_name=statementlink&field_name=earlier&term=secret",
    "/admin/lookup/source/?address=https://secret.example.org/",
    "/admin/lookup/office/?speaker=1&said_on=2024",
    "/admin/tracker/statement/?q=secret",
]
ROWS_AS_WELL = (".csv", ".xlsx", ".json")
READERS = ("nobody", "a contributor")
# Headers that tell only what time it is.
OF_THE_CLOCK = ("Date", "Expires")
# A weak ETag is made from random numbers; that no draft makes another one is seen in test_watching.py.
RANDOM = "W/"


@pytest.fixture
def clock(monkeypatch):
    clock = records.Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def newsrooms(clock):
    """Makes a newsroom, asks it and forgets it."""

    def answers_of(addresses, *, before=(), after=(), readers=READERS):
        began = clock.moment
        with transaction.atomic():
            contributor = newsroom.make_user("connie", "contributor")
            if before:
                records.make_strangers()
            cast = records.make_cast()
            for hide in before:
                hide(cast)
            records.publish_cast(cast, clock)
            for hide in after:
                hide(cast)
            if before or after:
                newsroom.make_statement(speaker=cast.rudolf, created_by=contributor, claim="Connie’s own secret.")
            answers = _ask_all(addresses() if callable(addresses) else addresses, contributor, readers)
            transaction.set_rollback(True)
        clock.moment = began
        return answers

    return answers_of


def _ask_all(addresses, contributor, readers):
    clients = {reader: Client() for reader in readers}
    if "a contributor" in clients:
        clients["a contributor"].force_login(contributor)
    return {
        (address, reader): _answer(client, address)
        for address in addresses
        for reader, client in clients.items()
        if reader == "nobody" or routes.is_for_readers(address)
    }


def _answer(client, address):
    """Status, headers, cookies and body, with the random token of a form made one."""
    answer = client.get(address)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in OF_THE_CLOCK and not (name == "ETag" and value.startswith(RANDOM))
    }
    cookies = {
        name: re.sub("(?<==)[^;]{32}|(?<=expires=)[^;]+", "", str(cookie)) for name, cookie in answer.cookies.items()
    }
    body = re.sub(rb'(?<=name="csrfmiddlewaretoken" value=")\w+', b"", answer.getvalue())
    return answer.status_code, headers, cookies, body


def _addresses():
    """Every address of the site, the newest rows' at the desk among them, and the most telling questions."""
    drafts = [model.objects.filter(published_at=None).order_by("-pk") for model in (Statement, Verification)]
    keys = {rows.values_list("pk", flat=True)[0] for rows in drafts if rows}
    return [
        *routes.addresses(),
        *(f"/statements/{key}/" for key in keys),
        *(f"/statements/?{question}" for question in TELLING),
        *DESK_QUESTIONS,
    ]


def _first_difference(seen, expected):
    if seen[0] != expected[0]:
        return f"status {seen[0]} instead of {expected[0]}"
    for one, other in zip(seen[1:3], expected[1:3], strict=True):
        if one != other:
            return f"{set(one.items()) - set(other.items())} instead of {set(other.items()) - set(one.items())}"
    texts = [body.decode(errors="replace").splitlines() for body in (expected[3], seen[3])]
    return "\n".join(list(unified_diff(*texts, "without drafts", "with drafts", lineterm="", n=0))[:20])


def _compare(newsrooms, hidden, addresses, capsys, readers=READERS):
    """Asks newsrooms that hid something, each before it published and another afterwards, and one that never did.
    `hidden` are lists of what to hide, by name."""
    asked, cases, leaks = {}, Counter(), {}
    for name, sorts in hidden.items():
        asked[name, "before"] = newsrooms(addresses, before=sorts, readers=readers)
        asked[name, "after"] = newsrooms(addresses, after=sorts, readers=readers)
    everything = dict.fromkeys(address for answers in asked.values() for address, _reader in answers)
    expected = newsrooms(list(everything), readers=readers)
    for (name, when), answers in asked.items():
        for key, answer in answers.items():
            cases[answer[0]] += len(hidden[name])
            if answer != expected[key]:
                leaks[name, when, *key] = _first_difference(answer, expected[key])
    with capsys.disabled():
        print(f" {len(everything)} addresses, {cases.total()} cases (address × reader × sort × when): {dict(cases)} ")
    told = "\n".join(f"{'  '.join(where)}\n{what}" for where, what in list(leaks.items())[:10])
    assert not leaks, f"{len(leaks)} answers tell of what is hidden:\n{told}"
    return expected


def test_no_answer_tells_of_what_is_not_published(newsrooms, capsys):
    answers = _compare(newsrooms, {"all": list(records.HIDDEN.values())}, _addresses, capsys)
    for (address, _reader), (status, _headers, _cookies, body) in answers.items():
        if routes.is_for_readers(address):
            assert b"Secret" not in body, address
        elif address.startswith("/admin/"):
            assert status in (302, 404), address


def test_what_is_withdrawn_shows_its_reason_and_no_word_of_it(client, capsys):
    """Neither on pages nor in files, feeds, old versions, corrections, nor where other statements link to it."""
    cast = records.make_record()
    gone = records.make_withdrawn(cast)
    assert str(gone.versions.get(number=6).representation).count("Taken back") > 20, "there is much to show"
    cast.drafts[0].refresh_from_db()
    old = [cast.drafts[0].version_address(version.number) for version in cast.drafts[0].versions.all()]
    asked = [address for address in [*routes.addresses(), *old] if routes.is_for_readers(address)]
    answers = {address: client.get(address) for address in asked}
    texts = {address: _all_text(answer) for address, answer in answers.items()}
    with capsys.disabled():
        print(f" {len(texts)} addresses asked about what is withdrawn ")
    assert [
        address for address, text in texts.items() if re.search("taken.back(?!-claim)|taken.example", text, re.I)
    ] == []
    told = {address for address, text in texts.items() if "Those words were another’s." in text}
    here = gone.get_absolute_url()
    assert {here, gone.history_address, gone.version_address(1), "/statements.atom"} <= told
    assert answers[here].status_code == 200
    assert answers[gone.version_address(1)].status_code == 410
    assert [address for address in old if "The report was a hoax." in texts[address]]


def _all_text(answer):
    """What an answer says, a workbook's cells too."""
    body = answer.getvalue()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as workbook:
            body = b"".join(workbook.read(name) for name in workbook.namelist())
    return body.decode()


@pytest.mark.slow
def test_each_sort_alone_leaves_no_trace(newsrooms, capsys):
    """What one hides, another could make up for."""
    _compare(newsrooms, {name: [hide] for name, hide in records.HIDDEN.items()}, _addresses, capsys)


@pytest.mark.slow
def test_no_question_asked_of_any_page_or_file_tells_of_it(newsrooms, capsys):
    """Asked by a contributor, who could be told more than others; of the files with the same rows, one is asked."""
    public = [one for one in routes.addresses() if routes.is_for_readers(one) and not one.endswith(ROWS_AS_WELL)]
    there = [address for (address, _reader), answer in newsrooms(public).items() if answer[0] == 200]
    asked = [f"{address}?{question}" for address in dict.fromkeys(there) for question in QUESTIONS]
    _compare(newsrooms, {"all": list(records.HIDDEN.values())}, asked, capsys, readers=["a contributor"])
