"""The page of the data says what there is, what it means and under which licence; ready files can be taken."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from tests import newsroom
from tests.pages.reading import links_of, text_of
from tracker.catalogue.dataset.tables import TABLES
from tracker.catalogue.representations import STATEMENT_COLUMNS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dataset_folder(settings, tmp_path):
    settings.DATASET_DIR = tmp_path / "dataset"
    return settings.DATASET_DIR


def test_every_column_is_explained(client):
    page = text_of(client.get("/data/"))
    for column in [*STATEMENT_COLUMNS, *(column for table in TABLES for column in table.columns)]:
        assert column.name in page
        assert " ".join(column.description.split()) in page


def test_the_licence_is_the_one_that_the_operator_set(client, settings):
    settings.LICENCE, settings.LICENCE_ADDRESS = "Open Ruritania 1.0", "https://licence.example.org/"
    response = client.get("/data/")
    assert "Open Ruritania 1.0" in text_of(response)
    assert "https://licence.example.org/" in links_of(response)


def test_the_example_works_as_it_stands(live_server, client, transactional_db, capsys):
    """With the address of the site that shows it."""
    newsroom.make_published_verification(newsroom.make_published_statement())
    page = client.get("/data/", headers={"host": live_server.url.removeprefix("http://")}).content.decode()
    (example,) = re.findall("<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    exec(unescape(example), {})  # noqa: S102 - it is what readers are told to run
    assert capsys.readouterr().out.startswith("2024-03-01 Rudolf Rassendyll")


def test_the_page_is_found_from_every_page(client):
    assert "/data/" in links_of(client.get("/"))


def test_without_an_export_there_is_nothing_to_take(client):
    assert not [link for link in links_of(client.get("/data/")) if re.match("/data/.", link)]
    assert client.get("/data/statements.csv").status_code == 404
    assert "manage.py" not in client.get("/data/").text


def test_explanations_in_english_stand_in_a_table_that_runs_as_english_does(client):
    page = client.get("/ar/data/").text
    tables = re.findall(r'<div class="scroll" dir="ltr"[^>]*>.*?</table>', page, re.DOTALL)
    assert len(tables) == page.count("<table") > len(TABLES)
    for table in tables:
        body = re.search(r'<tbody lang="en[^"]*">(.*?)</tbody>', table, re.DOTALL)[1]
        assert not re.search("[\u0600-\u06ff]", body)


def test_an_exported_dataset_can_be_taken_file_by_file(client, dataset_folder, capsys):
    newsroom.make_published_statement()
    call_command("export_dataset")
    assert "statements: 1" in capsys.readouterr().out
    files = [link for link in links_of(client.get("/data/")) if re.match("/data/.", link)]
    assert len(files) == 2 * len(TABLES) + 4
    for link in files:
        response = client.get(link)
        assert b"".join(response) == (dataset_folder / link.removeprefix("/data/")).read_bytes()
        assert response.headers["Cache-Control"] == "no-cache"
    assert client.get("/data/statements.csv").headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("name", ["..%2f..%2fsettings.py", "%2e%2e", "..", "secret.txt", "%00", "statements.csv%00"])
def test_no_other_file_can_be_taken(client, dataset_folder, name, capsys):
    call_command("export_dataset")
    (dataset_folder.parent / "secret.txt").write_text("Hush")
    assert client.get(f"/data/{name}").status_code == 404


def test_a_folder_to_which_somebody_added_a_file_is_not_offered(client, dataset_folder, capsys):
    call_command("export_dataset")
    (dataset_folder / "secret.txt").write_text("Hush")
    assert client.get("/data/secret.txt").status_code == 404
    assert client.get("/data/statements.csv").status_code == 404


def test_a_parameter_is_never_ignored(client):
    response = client.get("/data/?table=statements")
    assert "“table”" in text_of(response)
