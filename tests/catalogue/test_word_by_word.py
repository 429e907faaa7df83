"""What two texts have in common, word by word: nothing is lost, and scripts without spaces are read as well."""

from hypothesis import given
from hypothesis import strategies as some

from tracker.catalogue.word_by_word import MOST_WORDS, runs

TEXTS = some.text(alphabet="ab ,.\n“”é\u0301漢字ไทย\u0e35\u200d", max_size=40)


def test_words_that_are_other_are_told_apart():
    assert runs("No elephant will stay in Strelsau", "No elephant will remain in Strelsau") == (
        ("same", "No elephant will"),
        ("same", " "),
        ("gone", "stay"),
        ("new", "remain"),
        ("same", " in Strelsau"),
    )


def test_a_little_word_between_two_others_is_marked_with_them():
    assert runs("One end of term stays", "Two ends of terms stays") == (
        ("gone", "One end of term"),
        ("new", "Two ends of terms"),
        ("same", " stays"),
    )


def test_signs_are_no_part_of_a_word():
    assert runs("They leave.", "They leave, all.") == (("same", "They leave"), ("new", ", all"), ("same", "."))


def test_where_no_spaces_stand_between_words_each_character_is_one():
    assert runs("大象将离开首都", "大象不会离开首都") == (
        ("same", "大象"),
        ("gone", "将"),
        ("new", "不会"),
        ("same", "离开首都"),
    )


def test_an_accent_stays_on_its_letter():
    for _what, text in runs("ที่นี่", "ทีนี่"):
        assert not text.startswith(("\u0e35", "\u0e48"))


def test_texts_too_long_to_compare_stand_one_after_the_other():
    long = "word " * (MOST_WORDS + 5)
    assert runs("One word", long) == (("gone", "One word"), ("new", long))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(before, after):
    found = runs(before, after)
    assert "".join(text for what, text in found if what != "gone") == after
    assert all(text for _what, text in found)
    if before == after:
        assert {what for what, _text in found} <= {"same"}
