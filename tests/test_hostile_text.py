"""Whatever stands in the record, every answer is built of the same parts: a text is shown, and does nothing.

The same record is made twice, once with harmless words and once with hostile ones in every text field that the record
has; a new field joins by itself. Bad addresses and characters come in by the desk's forms and by the case's files.
"""

import copy
import json
import re
from functools import lru_cache

import html5lib
import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from tests import hostile, newsroom, routes
from tests.desk.forms import follow_up_boxes, log_boxes, typed
from tests.test_texts import BAD_HOSTS, BAD_SHAPES, BIDI, CONTROLS, NONCHARACTERS, SPELLING
from tests.verifications.test_importing import CASE
from tracker.desk.models import SavedFilter
from tracker.officials.models import Office, Official, OtherName, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Statement, StatementLink, Topic, Voice
from tracker.texts import Line, Prose
from tracker.verifications.correcting import Change, correct
from tracker.verifications.importing import CaseError, import_case
from tracker.verifications.models import Correction, Evidence, Reply, Verification
from tracker.verifications.publishing import publish_statement, publish_verification, record_reply, withdraw
from tracker.vocabulary import Basis, Finding, Form, LinkKind, VoiceRole

pytestmark = pytest.mark.django_db

TEXT_FIELDS = [
    field
    for model in apps.get_app_config("tracker").get_models()
    if model.__module__ != "tracker.models"  # the events of the history, made by a package
    for field in model._meta.fields
    if isinstance(field, Line | Prose)
]
# Given by the record itself: the names of countries, and the word for what was corrected.
NOBODY_WRITES = {"Country.name", "Correction.what"}


class Texts:
    """One text for each field, from a list in turn, and all that were given."""

    def __init__(self, *texts, first=0):
        self.texts, self.first, self.given = texts, first, set()

    def __getitem__(self, field):
        text = self.texts[(TEXT_FIELDS.index(field) + self.first) % len(self.texts)]
        if isinstance(field, Line):
            text = " ".join(text.split())[: field.max_length]
        self.given.add(text)
        return text

    def of(self, model, *but, **more):
        """All text fields of a model, filled, for its creation."""
        fields = [field for field in TEXT_FIELDS if field.model is model and field.name not in but]
        return {field.name: self[field] for field in fields} | more

    def one(self, model, name):
        return self[model._meta.get_field(name)]


def make_record(texts):
    """A published statement with all parts, followed up, corrected, answered; an entry and a statement withdrawn."""
    serial = f"{texts.first}-{Statement.objects.count()}"
    by = newsroom.make_user(f"edith{serial}", "editor", first_name=texts.one(Official, "name")[:100])
    judge = newsroom.make_user(f"charles{serial}", "checker", first_name=texts.one(Source, "title")[:100])
    SavedFilter.objects.create(owner=by, list="statement", query="stage=draft", **texts.of(SavedFilter))
    publisher, origin = Publisher.objects.create(**texts.of(Publisher)), Origin.objects.create(**texts.of(Origin))
    sources = [_source(texts, publisher, origin, f"{serial}/{number}") for number in range(3)]
    speaker = _official(texts, sources[0])
    voice = Official.objects.create(**texts.of(Official), kind="institution")
    topic = Topic.objects.create(**texts.of(Topic))
    draft = _entry(texts, _statement(texts, speaker, sources, origin), judge, sources[2], Finding.BROKEN)
    gone, statement = (_statement(texts, speaker, sources, origin) for _ in range(2))
    for one in (gone, statement):
        one.topics.add(topic)
        Voice.objects.create(statement=one, official=voice, role=VoiceRole.SIGNED, **texts.of(Voice))
    link = {"later": statement, "earlier": gone, "kind": LinkKind.SEE_ALSO}
    StatementLink.objects.create(**texts.of(StatementLink), **link)
    gone, statement = (publish_statement(one, by=by) for one in (gone, statement))
    entries = [
        _entry(texts, statement, judge, sources[2], finding) for finding in (Finding.TERMS_CHANGED, Finding.BROKEN)
    ]
    for entry in entries:
        publish_verification(entry, by=by)
    changes = [Change(statement, "reading", texts.one(Correction, "after_words") + " Corrected.")]
    correct(statement, by, texts.one(Correction, "reason"), changes)
    asked = {"asked_on": "2024-05-01", "answered_on": "2024-05-02", "language": "en", "source": sources[2]}
    record_reply(Reply(statement=statement, **texts.of(Reply, "why_not_asked"), **asked), by=by)
    record_reply(Reply(statement=statement, why_not_asked=texts.one(Reply, "why_not_asked")), by=by)
    withdraw(entries[0], by, texts.one(Verification, "withdrawal_reason"))
    withdraw(gone, by, texts.one(Statement, "withdrawal_reason"))
    for thing in (statement, gone, speaker, voice, topic, publisher):
        thing.refresh_from_db()
    people = {"speaker": speaker, "voice": voice, "by": by}
    return {"statement": statement, "gone": gone, "draft": draft, "topic": topic, **people}


def _source(texts, publisher, origin, word):
    url = f"https://courier.example.org/{word}"
    fields = {"published_on": "2024-04-01", "language": "en", "archived_url": f"https://archive.example.org/{word}"}
    source = Source.objects.create(url=url, publisher=publisher, **fields, **texts.of(Source))
    Attribution.objects.create(source=source, origin=origin, **texts.of(Attribution))
    return source


def _official(texts, source):
    country = newsroom.country("BE")
    official = Official.objects.create(country=country, **texts.of(Official))
    OtherName.objects.create(official=official, language="en", **texts.of(OtherName))
    office = Office.objects.create(country=country, **texts.of(Office))
    Tenure.objects.create(official=official, office=office, started_on="2020", source=source, **texts.of(Tenure))
    return official


def _statement(texts, speaker, sources, origin):
    statement = Statement.objects.create(
        kind="commitment",
        speaker=speaker,
        said_on="2024-03-31",
        quote_language="en",
        spoken_language="ru",
        check_by="2024-04-30",
        check_by_basis="explicit",
        **texts.of(Statement, "withdrawal_reason"),
    )
    of_statement = {"statement": statement, "language": "en"}
    first = {"source": sources[0], "form": Form.OWN_WORDS, "is_primary": True}
    Appearance.objects.create(**texts.of(Appearance, wording=statement.quote, **first, **of_statement))
    second = {"source": sources[1], "form": Form.TRANSLATED, "basis": Basis.RELAYED, "relayed_by": origin}
    Appearance.objects.create(**texts.of(Appearance, **second, **of_statement))
    statement.concern_rows.create(country_id="FR")
    return statement


def _entry(texts, statement, author, source, finding):
    fields = {"finding": finding, "public_on": "2024-04-02", "author": author, "confidence": "medium"}
    entry = Verification.objects.create(statement=statement, **fields, **texts.of(Verification, "withdrawal_reason"))
    Evidence.objects.create(
        verification=entry, source=source, stance="against", happened_on="2024-04-01", **texts.of(Evidence)
    )
    return entry


def samples_of(record):
    numbers = [record["statement"], record["gone"]]
    return routes.SAMPLES | {
        ("number", "slug"): [(str(one.number), one.slug) for one in numbers],
        ("number",): [(str(one.number),) for one in numbers] + [("0",)],
        ("version",): [(str(number),) for number in (1, 3, 5, 7)],
        ("slug",): [(record[who].slug,) for who in ("speaker", "voice", "topic")] + [("nobody",)],
        ("code",): [("BE",)],
    }


def anatomies(record, is_asked=lambda route: True):
    """The parts of every answer, by route; readers' addresses asked by nobody, the desk's by the editor."""
    nobody, editor = Client(), Client()
    editor.force_login(record["by"])
    parts = {}
    for route in filter(is_asked, routes.routes()):
        for address in route.addresses(samples_of(record)):
            client = nobody if routes.is_for_readers(address) else editor
            if "logout" not in address:
                parts.setdefault(route.text, []).append((address, _anatomy(client, address)))
    for name, address in _more_addresses(record).items():
        client = nobody if routes.is_for_readers(address) else editor
        parts[name] = [(address, _anatomy(client, address))]
    return parts


def _more_addresses(record):
    statement, speaker = record["statement"], record["speaker"]
    choice = "/admin/autocomplete/?app_label=tracker&model_name={}&field_name={}&term="
    lookup = {"speaker": speaker.pk, "said_on": "2024-03-31"}
    return {
        "as of": f"{statement.get_absolute_url()}?as_of=2024-04-03",
        "list of one": f"/statements/?{urlencode({'official': speaker.slug, 'topic': record['topic'].slug})}",
        "search": f"/statements/?{urlencode({'q': re.search('[a-z0-9]+', statement.claim, re.I)[0][:50]})}",
        "choice of an official": choice.format("statement", "speaker"),
        "choice of a source": choice.format("appearance", "source"),
        "choice of a statement": choice.format("statementlink", "earlier"),
        "known source": f"/admin/lookup/source/?{urlencode({'address': statement.appearances.first().source.url})}",
        "office then": f"/admin/lookup/office/?{urlencode(lookup)}",
        "search at the desk": f"/admin/tracker/statement/?{urlencode({'q': statement.claim[:50]})}",
        "another from this source": f"/admin/tracker/statement/add/?from={statement.pk}&keep=words",
        "follow up": f"/admin/tracker/verification/add/?statement={statement.pk}",
        "preview of a statement": f"/admin/tracker/statement/{record['draft'].statement_id}/preview/",
        "preview of an entry": f"/admin/tracker/verification/{record['draft'].pk}/preview/",
    }


def _anatomy(client, address):
    answer = client.get(address)
    assert answer.status_code < 500, address
    try:
        return _read(answer.headers.get("Content-Type", ""), tuple(answer.headers), answer.getvalue())
    except Exception as error:
        error.add_note(f"the answer to {address}")
        raise


@lru_cache(maxsize=2000)
def _read(kind, names, body):
    return frozenset(hostile.anatomy(kind, names, body))


def strange_parts(seen, usual):
    """What the answers of a route have that those of the harmless record have not."""
    for route, answers in seen.items():
        known = frozenset().union(*(parts for _address, parts in usual[route]))
        yield from ((address, sorted(map(str, parts - known))[:5]) for address, parts in answers if parts - known)


@pytest.fixture
def harmless():
    with transaction.atomic():
        # Five texts: so the wordings of a statement differ, and that is marked here as well.
        kinds = ("Harmless", "Good", "Fair", "Mild", "Calm")
        texts = [f"{kind} words,\nin two lines\n\nand two paragraphs" for kind in kinds]
        parts = anatomies(make_record(Texts(*texts)))
        transaction.set_rollback(True)
    return parts


def told(found):
    return "\n".join(map(str, found[:20]))


def case_count(answers):
    return sum(map(len, answers.values()))


def test_every_text_field_of_the_record_is_tried():
    texts = Texts(*hostile.PAYLOADS)
    make_record(texts)
    silent = [
        f"{field.model.__name__}.{field.name}"
        for field in TEXT_FIELDS
        if not any(value.removesuffix(" Corrected.") in texts.given for value in _values(field))
    ]
    assert set(silent) == NOBODY_WRITES
    assert len(TEXT_FIELDS) > 40
    assert len(set(hostile.PAYLOADS)) >= 40


def _values(field):
    return set(field.model.objects.values_list(field.name, flat=True))


def test_no_text_becomes_a_part_of_an_answer(harmless, capsys):
    """Every field holds two mixed ones, and then another each; pages, files, feeds and the desk are built as ever."""
    found, tried = [], 0
    for texts in [*map(Texts, hostile.MIXED), Texts(*hostile.PAYLOADS[2:])]:
        answers = anatomies(make_record(texts))
        tried += case_count(answers)
        found += strange_parts(answers, harmless)
    with capsys.disabled():
        print(f" {len(hostile.PAYLOADS)} payloads, {len(TEXT_FIELDS)} text fields, {tried} answers read ")
    assert not found, told(found)


@pytest.mark.slow
def test_no_payload_in_any_field_becomes_a_part_of_any_answer(harmless, capsys):
    found, tried = [], 0
    for payload in hostile.PAYLOADS:
        with transaction.atomic():
            answers = anatomies(make_record(Texts(payload)))
            transaction.set_rollback(True)
        tried += case_count(answers)
        found += [(payload, *one) for one in strange_parts(answers, harmless)]
    with capsys.disabled():
        cases = tried * len(TEXT_FIELDS)
        print(f" {len(hostile.PAYLOADS)} payloads × {len(TEXT_FIELDS)} text fields, {tried} answers, {cases} cases ")
    assert not found, told(found)


def test_readers_see_every_text_letter_for_letter(client):
    for payload in hostile.PAYLOADS:
        statement = newsroom.make_published_statement(
            claim=payload, quote=payload, check_by="2024-05-01", check_by_basis="explicit"
        )
        page = client.get(statement.get_absolute_url())
        words = " ".join(" ".join(html5lib.parse(page.text).itertext()).split())
        assert words.count(" ".join(payload.split())) >= 2, payload
    rows = json.loads(client.get("/statements.json?order=oldest").getvalue())["statements"]
    assert [(row["claim"], row["quote"]) for row in rows] == [(payload, payload) for payload in hostile.PAYLOADS]


def test_what_a_reader_asks_is_shown_and_does_nothing(client, capsys):
    """The same texts in the address: as values, as names of parameters, and as the address itself."""
    asked = [
        *(
            "/statements/?q={text}&{name}=1",
            "/statements/?{value}&after=2024-03-01~1",
            "/officials/?{value}",
            "/corrections/?after={text}",
        ),
        *(
            "/statements/{text}/",
            "/officials/{text}/",
            "/{text}",
            "/statements.json?{value}",
            "/statements.csv?{value}",
        ),
        *("/statements.atom?{value}", "/accounts/login/?next={text}", "/admin/?{value}", "/statements/1-{text}/"),
        *(
            f"/statements/?{name}={{text}}"
            for name in ("q", "official", "topic", "order", "said_after", "after", "before", "page", "kind")
        ),
        *(f"/statements.jsonl?{name}={{text}}" for name in ("q", "official", "as_of")),
    ]
    tried = 0
    for number, pattern in enumerate(asked):
        # As a search for words, for what is to be left out alone, and with a word that is left out.
        usual = frozenset().union(*(_asked(client, pattern, text) for text in ("harmless", "-harm", "the harm")))
        for payload in hostile.PAYLOADS[number % 3 :: 3] if number else hostile.PAYLOADS:
            tried += 1
            assert _asked(client, pattern, payload) - usual == set(), (pattern, payload)
    with capsys.disabled():
        print(f" {tried} questions with hostile texts ")


def _asked(client, pattern, text):
    query = urlencode({"": text})[1:]
    address = pattern.format(text=query, name=query, value=f"x={query}")
    return _anatomy(client, address)


# What never comes in, by the desk's forms and by the files of a case

# Forms leave out white space around what is typed, so what is left of these is a good address.
BAD_ADDRESSES = [address for address in BAD_SHAPES + BAD_HOSTS if address == address.strip()]
REFUSED = [*CONTROLS, *NONCHARACTERS, *BIDI]


@pytest.fixture
def desk():
    client = Client()
    client.force_login(newsroom.editor())
    return client


def ways_of_an_address():
    """Each box of the desk that takes an address: where it stands, and the boxes of the form around it."""
    speaker, publisher = newsroom.make_official(), newsroom.make_publisher("Strelsau Courier")
    statement = newsroom.make_published_statement(source=newsroom.make_source(publisher=publisher))
    log, source = reverse("admin:tracker_statement_add"), reverse("admin:tracker_source_add")
    around = {
        "publisher": publisher.pk,
        "kind": "article",
        "attributions-TOTAL_FORMS": 0,
        "attributions-INITIAL_FORMS": 0,
    }
    evidence = follow_up_boxes(statement, **{"evidence-0-publisher": publisher.pk})
    return [
        (log, log_boxes(speaker, publisher=publisher.pk), "address"),
        (log, log_boxes(speaker, publisher=publisher.pk), "archived_url"),
        (source, around, "url"),
        (source, around | {"url": "https://courier.example.org/another"}, "archived_url"),
        (reverse("admin:tracker_verification_add"), evidence, "evidence-0-address"),
    ]


def test_no_box_of_the_desk_takes_a_bad_address(desk, capsys):
    tried = 0
    for number, (form, boxes, box) in enumerate(ways_of_an_address()):
        known = Source.objects.count()
        for address in BAD_ADDRESSES if number == 0 else BAD_ADDRESSES[number::5]:
            tried += 1
            answer = desk.post(form, boxes | {box: address})
            assert (answer.status_code, Source.objects.count()) == (200, known), (form, box, address)
        good = f"https://courier.example.org/good/{number}"
        assert desk.post(form, boxes | {box: good}).status_code == 302, (form, box)
        assert Source.objects.count() == known + 1
    with capsys.disabled():
        print(f" {tried} bad addresses typed ")


@pytest.fixture
def load(tmp_path):
    """Loads a case from files, and tells whether it was taken."""

    def is_taken(case):
        for name, content in case.items():
            (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
        try:
            with transaction.atomic():
                import_case(tmp_path, judged_by=newsroom.checker(), published_by=newsroom.editor())
        except CaseError:
            return False
        return True

    return is_taken


@pytest.mark.parametrize("name", ["url", "archived_url"])
def test_no_file_of_a_case_brings_a_bad_address_in(load, name):
    for address in [*BAD_SHAPES, *BAD_HOSTS, "https://example.org/\ud800", "https://example.org/\0"]:
        case = copy.deepcopy(CASE)
        case["sources.json"]["sources"][0][name] = address
        assert not load(case), address
        assert not Source.objects.exists()
    assert load(CASE)


def desk_forms():
    """The address of each form of the desk that adds something to the record."""
    models = [model for model in admin.site._registry if model._meta.app_label == "tracker"]
    return [reverse(f"admin:tracker_{model._meta.model_name}_add") for model in models]


def text_boxes(form):
    """What a person types text into."""
    return [name for name, field in form.fields.items() if isinstance(field, forms.CharField) and not field.disabled]


def test_no_form_of_the_desk_takes_a_character_that_is_refused(desk, capsys):
    """All boxes of a form at once; each of them has to say so."""
    publisher = newsroom.make_publisher()
    tried, addresses = 0, [address for address in desk_forms() if desk.get(address).status_code == 200]
    assert len(addresses) > 5
    for number, address in enumerate(addresses):
        empty = desk.get(address)
        names = text_boxes(empty.context["adminform"].form)
        for character in REFUSED if "statement" in address else REFUSED[number % 4 :: 4]:
            boxes = typed(empty) | dict.fromkeys(names, f"Ele{character}phants")
            if "address" in names:  # a source with a bad address is looked at no further
                boxes |= {"address": "https://courier.example.org/1", "publisher": publisher.pk}
            answer = desk.post(address, boxes)
            assert answer.status_code == 200, address
            # A Wikidata id has a shape of its own, which the form asks for when all else is right.
            silent = set(names) - set(answer.context["adminform"].form.errors) - {"wikidata_id", "address"}
            assert not silent, (address, ascii(character), silent)
            tried += len(names)
    assert not Statement.objects.exists()
    with capsys.disabled():
        print(f" {tried} texts with characters that are refused ")


def texts_of(branch):
    """Every text of a case: what holds it, and its key there."""
    for key, value in list(branch.items() if isinstance(branch, dict) else enumerate(branch)):
        if isinstance(value, str):
            yield branch, key
        elif isinstance(value, dict | list):
            yield from texts_of(value)


def stored_texts():
    return "".join(
        str(value) for field in TEXT_FIELDS for value in field.model.objects.values_list(field.name, flat=True)
    )


@pytest.mark.slow
def test_no_file_of_a_case_brings_a_refused_character_in(load, capsys):
    count = len(list(texts_of(CASE)))
    for number in range(count):
        case = copy.deepcopy(CASE)
        branch, key = list(texts_of(case))[number]
        character = REFUSED[number % len(REFUSED)]
        branch[key] = f"{branch[key][:1]}{character}{branch[key][1:]}"
        with transaction.atomic():
            load(case)
            assert character not in stored_texts(), (key, ascii(character))
            transaction.set_rollback(True)
    with capsys.disabled():
        print(f" {count} texts of a case ")


@pytest.mark.parametrize("character", [*REFUSED, "\0", "\ud800"], ids=ascii)
def test_a_claim_with_a_refused_character_is_refused_from_a_file(load, character):
    case = copy.deepcopy(CASE)
    case["statements.json"]["statements"][0]["claim"] = f"No ele{character}phant stays."
    assert not load(case)


@pytest.mark.parametrize("text", SPELLING.values(), ids=SPELLING)
def test_joiners_and_direction_marks_go_from_the_form_to_the_page_and_the_files(desk, client, text):
    boxes = log_boxes(
        newsroom.make_official(), publisher=newsroom.make_publisher().pk, quote=f"{text}.", claim=f"“{text}”"
    )
    more = {"selected_because": text, "broken_if": text, "speaker_label": "Minister"}
    assert desk.post(reverse("admin:tracker_statement_add"), boxes | more).status_code == 302
    statement = publish_statement(Statement.objects.get(), by=newsroom.editor())
    assert text in client.get(statement.get_absolute_url()).text
    (row,) = json.loads(client.get("/statements.json", {"q": text}).getvalue())["statements"]
    assert (row["quote"], row["claim"]) == (f"{text}.", f"“{text}”")
    assert statement.get_absolute_url() in client.get("/statements/", {"q": text}).text
