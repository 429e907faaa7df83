"""Putting a hand-made case into the record: what is absent is added, what is there is never touched."""

import copy
import json

import pytest

from tests import newsroom
from tests.stored_rows import stored_rows
from tracker.catalogue.models import Listing
from tracker.officials.models import Official, Tenure
from tracker.sources.models import Publisher, Source
from tracker.statements.models import Statement, StatementLink
from tracker.verifications.importing import CaseError, import_case
from tracker.verifications.models import Verification

pytestmark = pytest.mark.django_db

PROMISE = {
    "key": 1,
    "kind": "commitment",
    "speaker": "Rudolf Rassendyll",
    "said_on": "2024-03-01",
    "quote": "Not a single elephant will stay.",
    "quote_language": "en",
    "claim": "No elephant stays in Strelsau.",
    "broken_if": "An elephant is in Strelsau after the parade.",
    "selected_because": "It can be checked.",
    "topics": ["Elephants"],
    "concerns": ["LU"],
    "editors_words": ["claim", "broken_if"],
    "appearances": [
        {
            "source": "courier",
            "is_primary": True,
            "form": "own_words",
            "wording": "Not a single elephant will stay.",
            "language": "en",
        }
    ],
    "verifications": [
        {
            "finding": "broken",
            "public_on": "2024-04-01",
            "summary": "An elephant was seen.",
            "confidence": "medium",
            "confidence_reason": "One origin.",
            "evidence": [{"source": "gazette", "stance": "against"}],
        }
    ],
}
STANCE = {
    "key": 2,
    "kind": "position",
    "speaker": "Ministry of Elephants of Ruritania",
    "voices": [{"official": "Rudolf Rassendyll", "role": "signed"}],
    "said_on": "2024-03",
    "claim": "Elephants belong in parades.",
    "selected_because": "It is about the same elephants.",
    "appearances": [{"source": "gazette", "is_primary": True, "form": "paraphrase"}],
    "links": [{"earlier": 1, "kind": "see_also", "note": "The same elephants."}],
}
CASE = {
    "sources.json": {
        "publishers": [{"name": "Strelsau Courier", "interest": "Belongs to the mayor of Strelsau"}],
        "sources": [
            {
                "key": "courier",
                "publisher": "Strelsau Courier",
                "published_on": "2024-03-01",
                "url": "https://courier.example.org/1",
                "attributions": [{"origin": "Ruritanian Press Agency", "basis": "comparison"}],
            },
            {
                "key": "gazette",
                "publisher": "Hentzau Gazette",
                "published_on": "2024-04",
                "url": "https://gazette.example.org/2",
            },
        ],
    },
    "officials.json": {
        "officials": [
            {"name": "Ministry of Elephants of Ruritania", "kind": "institution", "country": "BE"},
            {
                "name": "Rudolf Rassendyll",
                "kind": "person",
                "country": "BE",
                "other_names": ["R. Rassendyll"],
                "tenures": [{"office": "Minister of Elephants", "started_on": "2020", "source": "courier"}],
            },
        ],
        "offices": [
            {
                "title": "Minister of Elephants",
                "institution": "Ministry of Elephants of Ruritania",
                "country": "BE",
            }
        ],
    },
    "statements.json": {"statements": [PROMISE, STANCE]},
}


@pytest.fixture
def case():
    return copy.deepcopy(CASE)


@pytest.fixture
def put_in(tmp_path):
    """Writes a case to its three files and puts it in."""

    def put_in(case, published_by=None):
        for name, content in case.items():
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return import_case(tmp_path, judged_by=newsroom.checker(), published_by=published_by or newsroom.editor())

    return put_in


def test_a_case_goes_in_through_the_newsrooms_own_ways(case, put_in):
    added = put_in(case)
    promise, stance = Statement.objects.order_by("number")
    assert (added[Statement], added[Verification], added[Source]) == (2, 1, 2)
    assert [promise.number, stance.number] == [1, 2]
    assert promise.speaker_label == "Minister of Elephants"
    assert promise.created_by == promise.published_by == newsroom.editor()
    verification = promise.verifications.get()
    assert (verification.author, verification.published_by) == (newsroom.checker(), newsroom.editor())
    assert Listing.objects.get(number=1).finding == "broken"
    assert Publisher.objects.get(name="Strelsau Courier").interest == "Belongs to the mayor of Strelsau"


def test_the_last_version_of_a_page_shows_its_links(case, put_in):
    put_in(case)
    for statement in Statement.objects.all():
        last = statement.versions.order_by("-number").first()
        assert [link["note"] for link in last.representation["links"]] == ["The same elephants."]


def test_a_second_time_writes_nothing_at_all(case, put_in):
    put_in(case)
    before = stored_rows()
    assert not put_in(case)
    assert stored_rows() == before


def test_what_editors_changed_meanwhile_stays_as_they_want_it(case, put_in):
    put_in(case)
    Official.objects.filter(name="Rudolf Rassendyll").update(name="Rudolph Rassendyll", wikidata_id="Q1")
    Tenure.objects.update(started_on_first="2020-05-01", started_on_last="2020-05-01", started_on_precision="day")
    Publisher.objects.filter(name="Strelsau Courier").update(name="The Strelsau Courier", interest="")
    before = stored_rows()
    assert not put_in(case)
    assert stored_rows() == before


def test_two_people_of_one_name_are_kept_apart_by_wikidata(case, put_in):
    other = newsroom.make_official("Rudolf Rassendyll", wikidata_id="Q1")
    case["officials.json"]["officials"][1]["wikidata_id"] = "Q2"
    put_in(case)
    assert not other.statements.exists()


def test_what_is_there_already_is_used(case, put_in):
    source = newsroom.make_source(url="http://www.courier.example.org/1/")
    official = newsroom.make_official("Rudolf Rassendyll")
    put_in(case)
    assert official.statements.get().appearances.get().source == source
    assert not Publisher.objects.filter(name="Strelsau Courier").exists()


def test_only_what_is_absent_is_added(case, put_in):
    put_in(case)
    news = {"finding": "no_change", "public_on": "2024-05-01", "summary": "Another elephant was seen."}
    case["statements.json"]["statements"][0]["verifications"].append(news)
    assert put_in(case) == {Verification: 1}
    assert Statement.objects.get(number=1).verifications.filter(published_at__isnull=False).count() == 2


def test_what_became_public_last_is_published_last(case, put_in):
    earlier = {"finding": "no_change", "public_on": "2024-03-20", "summary": "Nothing was seen."}
    case["statements.json"]["statements"][0]["verifications"].append(earlier)
    put_in(case)
    assert Verification.objects.latest("published_at").finding == "broken"


@pytest.mark.parametrize(
    ("file", "kind", "change", "message"),
    [
        ("sources.json", "sources", {"url": "ftp://example.org"}, "sources, number 1 (courier): “ftp://example.org”"),
        ("sources.json", "sources", {"key": "gazette"}, "sources, number 2 (gazette): “gazette” stands twice"),
        ("sources.json", "sources", {"published_on": "3/4/2024"}, "sources, number 1 (courier): “3/4/2024” is not a"),
        ("officials.json", "officials", {"country": "RR"}, "officials, number 1 (Ministry of Elephants of Ruritania)"),
        ("officials.json", "offices", {"institution": "NATO"}, "offices, number 1 (Minister of Elephants): no offi"),
        ("statements.json", "statements", {"kind": "promise"}, "statements, number 1 (1): kind: Value 'promise'"),
        ("statements.json", "statements", {"speaker": "Nobody"}, "statements, number 1 (1): no official “Nobody” in "),
        ("statements.json", "statements", {"clam": "x"}, "statements, number 1 (1): Statement() got unexpected keyw"),
        ("statements.json", "statements", {"claim": None}, "statements, number 1 (1): The database refused"),
        ("statements.json", "statements", {"appearances": ["courier"]}, "statements, number 1 (1): dictionary update"),
        ("statements.json", "statements", {"appearances": []}, "statements, number 1 (1): No statement without a so"),
        ("statements.json", "statements", {"broken_if": ""}, "statements, number 1 (1): A commitment or prediction n"),
        (
            "statements.json",
            "statements",
            {"editors_words": ["climb"]},
            "(1): editors_words names what is not there: c",
        ),
    ],
)
def test_a_mistake_is_told_with_file_and_entry_and_nothing_goes_in(case, put_in, file, kind, change, message):
    case[file][kind][0] |= change
    newsroom.editor(), newsroom.checker()
    before = stored_rows()
    with pytest.raises(CaseError) as raised:
        put_in(case)
    assert str(raised.value).startswith(file)
    assert message in str(raised.value)
    assert {**stored_rows(), "sequences": []} == {**before, "sequences": []}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"public_on": None}, "number 1 (1)"),
        ({"evidence": []}, "statements, 1, Broken: This finding needs evidence against the claim"),
        ({"finding": "wrong"}, "number 1 (1): finding: Value 'wrong' is not a valid choice."),
        ({"evidence": [{"source": "tribune", "stance": "against"}]}, "number 1 (1): no source “tribune” in sources"),
    ],
)
def test_a_mistake_in_a_verification_names_its_statement(case, put_in, change, message):
    case["statements.json"]["statements"][0]["verifications"][0] |= change
    with pytest.raises(CaseError, match=r"^statements\.json, ") as raised:
        put_in(case)
    assert message in str(raised.value)
    assert not Statement.objects.exists()


@pytest.mark.parametrize("missing", ["claim", "said_on", "speaker"])
def test_a_missing_key_is_named(case, put_in, missing):
    del case["statements.json"]["statements"][0][missing]
    case["statements.json"]["statements"][0]["editors_words"] = []
    with pytest.raises(CaseError, match=rf"number 1 \(1\): '{missing}' is missing"):
        put_in(case)


@pytest.mark.parametrize("text", ["{", "[]", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "{'a': 1}"])
def test_a_file_that_cannot_be_read_is_named(case, put_in, text):
    case["officials.json"] = text
    with pytest.raises(CaseError, match=r"^officials\.json"):
        put_in(case)


def test_an_entry_that_is_no_object_is_named(case, put_in):
    case["sources.json"]["sources"].append("courier")
    with pytest.raises(CaseError, match=r"^sources\.json, sources, number 3 \(courier\)"):
        put_in(case)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CaseError, match=r"^sources\.json cannot be read"):
        import_case(tmp_path, judged_by=newsroom.checker(), published_by=newsroom.editor())


def test_only_who_may_publish_puts_a_case_in(case, put_in):
    with pytest.raises(CaseError, match=r"number 1 \(1\): charles may not publish a statement"):
        put_in(case, published_by=newsroom.checker())


def test_links_go_in_once_each(case, put_in):
    put_in(case)
    link = StatementLink.objects.get()
    assert (link.later.number, link.earlier.number) == (2, 1)
