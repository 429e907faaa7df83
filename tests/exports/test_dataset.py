"""The whole record as files: whole, valid, without a draft, and the same as long as nothing changes."""

import hashlib
import json
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from frictionless import Package
from frictionless import system as frictionless_system
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT3

from tests import newsroom
from tests.exports.record import HOSTILE, SECRETS, make_record
from tests.newsroom import make_tenure
from tracker.catalogue.dataset.tables import TABLES
from tracker.exports.reading import read_csv
from tracker.statements.models import StatementLink
from tracker.texts import clean_text
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply
from tracker.verifications.publishing import record_reply, withdraw
from tracker.vocabulary import Finding, Stance

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "popolo-schemas"
BY_NAME = {table.name: table for table in TABLES}


def export(folder):
    output = StringIO()
    call_command("export_dataset", str(folder), stdout=output)
    return output.getvalue()


def make_whole_record():
    """With a row for every table."""
    statement = make_record()
    later = newsroom.make_published_statement(
        speaker=statement.speaker,
        said_on="2024-03-05",
        source=newsroom.make_source("2024-03-05", url="", title="Off the record, ”=1"),
    )
    StatementLink.objects.create(later=later, earlier=statement, kind="contradicts", note="-of itself")
    correct(statement, newsroom.editor(), "We misread it.", [Change(statement, "occasion", "A ball")])
    record_reply(Reply(statement=statement, why_not_asked="He fled."), by=newsroom.editor())
    asked = {"asked_on": "2024-05-01", "channel": "by letter", "answered_on": "2024-05-02"}
    source = newsroom.make_source()
    record_reply(Reply(statement=statement, text="@all: no", language="en", source=source, **asked), newsroom.editor())
    wrong = newsroom.make_published_verification(
        later, Finding.NO_CHANGE, summary="Hush elephant", evidence=[Stance.CONTEXT]
    )
    withdraw(wrong, newsroom.editor(), "The photograph was older.")
    make_tenure(statement.speaker, "King of Ruritania", "2024-W13", is_acting=True, source=newsroom.make_source())
    return statement


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def rows_of(folder, table):
    lines = (folder / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_every_table_is_there_twice_and_says_the_same(tmp_path):
    make_whole_record()
    said = export(tmp_path / "dataset")
    assert "statements: 17" in said
    for table in TABLES:
        rows = rows_of(tmp_path / "dataset", table.name)
        assert rows, table.name
        with (tmp_path / "dataset" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert list(read_csv(file, table.columns)) == rows


def test_a_reader_of_data_packages_finds_types_and_keys_in_order(tmp_path):
    make_whole_record()
    export(tmp_path / "dataset")
    with frictionless_system.use_context(trusted=True):
        report = Package(str(tmp_path / "dataset" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "rowNumber", "fieldName", "note"])
    assert {task.name for task in report.tasks} == set(BY_NAME)


def test_the_package_says_what_every_column_means_and_the_licence(tmp_path, settings):
    settings.LICENCE = "Licence of Ruritania 1.0"
    export(tmp_path / "dataset")
    package = json.loads((tmp_path / "dataset" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0] == {
        "name": "Licence-of-Ruritania-1.0",
        "title": "Licence of Ruritania 1.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
    for resource in package["resources"]:
        assert resource["description"]
        assert resource["schema"]["primaryKey"]
        for field in resource["schema"]["fields"]:
            assert field["description"].endswith((".", "”.", "/.")), field
            assert "you" not in field["description"].split(), field


def test_nothing_changed_nothing_differs(tmp_path):
    make_whole_record()
    export(tmp_path / "one")
    export(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    export(tmp_path / "one")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    newsroom.make_published_statement()
    export(tmp_path / "one")
    changed = {
        name for name, content in contents(tmp_path / "one").items() if content != contents(tmp_path / "two")[name]
    }
    assert {"statements.csv", "statements.jsonl", "SHA256SUMS"} <= changed
    assert "links.csv" not in changed


def test_the_checksums_are_those_of_the_files(tmp_path):
    make_whole_record()
    export(tmp_path / "dataset")
    files = contents(tmp_path / "dataset")
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_no_draft_and_no_withdrawn_word_is_in_any_file(tmp_path):
    make_whole_record()
    export(tmp_path / "dataset")
    for name, content in contents(tmp_path / "dataset").items():
        assert not [secret for secret in SECRETS if secret in content.decode()], name
    (statement,) = rows_of(tmp_path / "dataset", "withdrawn_statements")
    assert statement["withdrawal_reason"] == "He never said it."
    (entry,) = rows_of(tmp_path / "dataset", "withdrawn_verifications")
    assert entry["withdrawal_reason"] == "The photograph was older."
    assert statement["number"] not in {row["number"] for row in rows_of(tmp_path / "dataset", "statements")}


def test_what_belongs_to_a_withdrawn_statement_goes_with_it(tmp_path):
    statement = make_whole_record()
    withdraw(statement, newsroom.editor(), "A hoax.")
    export(tmp_path / "dataset")
    for table in TABLES:
        if any(column.name == "statement" for column in table.columns):
            assert statement.number not in {row["statement"] for row in rows_of(tmp_path / "dataset", table.name)}
    with frictionless_system.use_context(trusted=True):
        assert Package(str(tmp_path / "dataset" / "datapackage.json")).validate().valid


def test_texts_come_through_letter_for_letter(tmp_path):
    make_whole_record()
    export(tmp_path / "dataset")
    wordings = {row["wording"] for row in rows_of(tmp_path / "dataset", "appearances")}
    assert {clean_text(text) for text in HOSTILE} <= wordings


def test_a_status_that_only_the_day_changes_is_left_out(tmp_path):
    assert not {"status", "status_label"} & {column.name for column in BY_NAME["statements"].columns}


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the schemas of Popolo are not beside this checkout")
def test_people_and_offices_are_valid_popolo(tmp_path):
    make_whole_record()
    export(tmp_path / "dataset")
    content = json.loads((tmp_path / "dataset" / "popolo.json").read_text(encoding="utf-8"))
    schemas = {file.stem: json.loads(file.read_text()) for file in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(
        (schema["id"].rstrip("#"), Resource(schema, DRAFT3)) for schema in schemas.values()
    )
    kinds = {"persons": "person", "organizations": "organization", "posts": "post", "memberships": "membership"}
    for kind, schema in kinds.items():
        assert content[kind], kind
        for thing in content[kind]:
            jsonschema.Draft3Validator(schemas[schema], registry=registry).validate(thing)


def test_popolo_tells_who_held_what_as_exactly_as_known(tmp_path):
    make_whole_record()
    export(tmp_path / "dataset")
    content = json.loads((tmp_path / "dataset" / "popolo.json").read_text(encoding="utf-8"))
    minister, king = [one for one in content["memberships"] if one["person_id"] == "rudolf-rassendyll"]
    assert (minister["post_id"], minister["start_date"], minister["end_date"]) == (
        "Minister of Elephants",
        "2020",
        "2024-03-20",
    )
    assert (king["role"], king["start_date"], king["end_date"]) == ("King of Ruritania (acting)", "2024-03", None)
    (person,) = [one for one in content["persons"] if one["id"] == "rudolf-rassendyll"]
    assert person["other_names"] == [{"name": "Рудольф Рассендилл", "note": "Russian"}]
    assert person["identifiers"] == [{"scheme": "wikidata", "identifier": "Q42424242"}]


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("Dear Flavia")
    with pytest.raises(CommandError, match="holds something else"):
        export(tmp_path)
    with pytest.raises(CommandError, match="is a file"):
        export(tmp_path / "letters.txt")
    assert contents(tmp_path) == {"letters.txt": b"Dear Flavia"}


def test_a_dataset_to_which_somebody_added_a_file_is_left_alone(tmp_path):
    export(tmp_path / "dataset")
    (tmp_path / "dataset" / "letters.txt").write_text("Dear Flavia")
    with pytest.raises(CommandError, match="holds something else"):
        export(tmp_path / "dataset")


def test_a_dataset_that_fails_leaves_the_earlier_one(tmp_path, monkeypatch):
    export(tmp_path / "dataset")
    before = contents(tmp_path / "dataset")
    monkeypatch.setattr("tracker.exports.dataset.writing.popolo", lambda site: 1 / 0)
    newsroom.make_published_statement()
    with pytest.raises(ZeroDivisionError):
        export(tmp_path / "dataset")
    assert contents(tmp_path / "dataset") == before
    assert [file.name for file in tmp_path.iterdir()] == ["dataset"]


def test_an_empty_record_is_a_valid_dataset(tmp_path):
    export(tmp_path / "dataset")
    with frictionless_system.use_context(trusted=True):
        assert Package(str(tmp_path / "dataset" / "datapackage.json")).validate().valid
