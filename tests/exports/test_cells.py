"""No cell becomes a formula, and what was written comes back."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.catalogue.columns import Column, Type
from tracker.exports.csv_files import cell_text, csv_text, harmless
from tracker.exports.reading import list_of, read_csv, restored, value_of
from tracker.exports.workbooks import CUT_NOTE, LONGEST_CELL, fitting

LIST = Column("texts", Type.LIST, "", None)
# What spreadsheets look at, and some letters of several scripts.
TEXTS = st.text(alphabet="=+-@'\";,\\\t\n ＝＋aЖع" + "0", max_size=30)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("https://example.org","x")', '\'=HYPERLINK("https://example.org","x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("'=1", "''=1"),
        ('"=1', "'\"=1"),
        ("Yes.\n- No.", "Yes.\n'- No."),
        ("one;=1", "one;'=1"),
        ("twenty-one = 21", "twenty-one = 21"),
        ("'tis said", "'tis said"),
    ],
)
def test_an_apostrophe_stands_before_what_would_begin_a_formula(text, cell):
    assert harmless(text) == cell
    assert restored(cell) == text


@given(TEXTS)
def test_every_text_comes_back(text):
    assert restored(harmless(text)) == text


@given(st.lists(TEXTS, max_size=3), st.sampled_from([",", ";", "\t"]))
def test_no_cell_begins_a_formula_whatever_a_spreadsheet_takes_for_the_separator(texts, separator):
    file = StringIO(csv_text([["1", *map(harmless, texts)]]), newline="")
    for line in csv.reader(file, delimiter=separator, quotechar='"'):
        # A spreadsheet that misreads the file may take our own line end for a part of a cell.
        assert not any(cell.lstrip("\r\n").startswith(FORMULA_STARTS) for cell in line)


@given(st.lists(TEXTS.filter(bool), max_size=4))
def test_every_list_comes_back(texts):
    assert value_of(LIST, restored(cell_text(LIST, texts))) == texts


def test_a_list_reads_well():
    assert cell_text(LIST, ["Dnevnik", "Kurier; Abendblatt"]) == "Dnevnik; Kurier\\; Abendblatt"
    assert list_of("Dnevnik; Kurier\\; Abendblatt") == ["Dnevnik", "Kurier; Abendblatt"]


def test_a_long_speech_comes_back_from_csv():
    speech = Column("speech", Type.TEXT, "", None)
    text = "No elephant. " * 20_000
    assert list(read_csv(StringIO(csv_text([["speech"], [text]]), newline=""), [speech])) == [{"speech": text}]


def test_a_text_longer_than_a_spreadsheet_cell_says_that_it_is_cut():
    assert fitting("ж" * LONGEST_CELL) == "ж" * LONGEST_CELL
    cut = fitting("🐘" * LONGEST_CELL)
    assert cut.endswith(CUT_NOTE)
    assert len(cut.encode("utf-16-le")) <= 2 * LONGEST_CELL
