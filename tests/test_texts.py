"""What text and which addresses the record accepts, whichever way they come in."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests import newsroom
from tests.refusal import refused, run_sql
from tracker.sources.models import Source
from tracker.statements.models import Topic
from tracker.texts import address_key, check_address, clean_text, language_name, sort_key

CONTROLS = ["\x01", "\x08", "\x0b", "\x0c", "\r", "\x1b", "\x7f", "\x80", "\x85", "\x9f"]
NONCHARACTERS = ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"]
BIDI = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
SPELLING = {"ZWNJ": "می\u200cخواهم", "ZWJ": "क्\u200dष", "LRM": "abc\u200e", "RLM": "\u200fאבג", "tab": "a\tb"}


@pytest.mark.parametrize("character", CONTROLS + NONCHARACTERS + BIDI, ids=lambda c: f"U+{ord(c):04X}")
def test_invisible_characters_that_change_how_a_text_reads_are_refused_by_name(character):
    with pytest.raises(ValidationError) as caught:
        clean_text(f"Not{character} one")
    assert f"U+{ord(character):04X}" in caught.value.message
    assert "at position 4" in caught.value.message


@pytest.mark.parametrize("character", ["\x00", "\ud800"], ids=["NUL", "surrogate"])
def test_what_the_database_could_not_even_hold_is_refused_before(character):
    with pytest.raises(ValidationError, match="cannot be stored"):
        clean_text(f"Not{character} one")


@pytest.mark.parametrize("text", SPELLING.values(), ids=SPELLING)
def test_joiners_direction_marks_and_tabs_are_spelling_and_stay(text):
    assert clean_text(text) == text


@given(st.text())
def test_a_text_that_is_taken_is_in_normal_form_and_stays_as_it_is(text):
    try:
        clean = clean_text(text)
    except ValidationError:
        return
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_text(clean) == clean


def test_line_breaks_become_newlines_and_white_space_alone_is_empty():
    assert clean_text("one\r\ntwo") == "one\ntwo"
    assert clean_text(" \n\t\u00a0") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("character", [*CONTROLS, *NONCHARACTERS, *BIDI], ids=lambda c: f"U+{ord(c):04X}")
def test_the_database_refuses_them_too(character):
    topic = newsroom.make_topic()
    with refused("tracker_topic_name_check", "holds a character"):
        run_sql("UPDATE tracker_topic SET name = %s WHERE id = %s", f"Ele{character}phants", topic.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("text", SPELLING.values(), ids=SPELLING)
def test_the_database_keeps_spelling_letter_for_letter(text):
    topic = newsroom.make_topic(text)
    topic.refresh_from_db()
    assert topic.name == text


@pytest.mark.django_db
def test_text_by_the_orm_is_normalised_and_plain_sql_is_refused_unless_it_is():
    decomposed, composed = "Cafe\u0301", "Caf\u00e9"
    topic = newsroom.make_topic(decomposed)
    assert topic.name == composed
    (another,) = Topic.objects.bulk_create([Topic(name=decomposed + "s")])
    assert another.name == composed + "s"
    Topic.objects.filter(pk=topic.pk).update(name=decomposed + "t")
    topic.refresh_from_db()
    assert topic.name == composed + "t"
    with refused("tracker_topic_name_check"):
        run_sql("UPDATE tracker_topic SET name = %s WHERE id = %s", decomposed, topic.pk)
    assert run_sql("UPDATE tracker_topic SET name = %s WHERE id = %s", composed, topic.pk) == 1


@pytest.mark.django_db
def test_an_orm_save_with_a_refused_character_says_which_one():
    with pytest.raises(ValidationError, match="RIGHT-TO-LEFT OVERRIDE"):
        newsroom.make_topic("Ele\u202ephants")


@pytest.mark.django_db
@pytest.mark.parametrize("line_end", ["\n", "\u2028", "\u2029"])
def test_a_line_is_one_line_and_prose_may_have_several(line_end):
    with pytest.raises(ValidationError, match="without a line break"), transaction.atomic():
        newsroom.make_topic(f"one{line_end}two")
    topic = newsroom.make_topic()
    with refused("tracker_topic_name_check"):
        run_sql("UPDATE tracker_topic SET name = %s WHERE id = %s", f"one{line_end}two", topic.pk)
    draft = newsroom.make_statement(reading=f"one{line_end}two")
    draft.refresh_from_db()
    assert draft.reading == f"one{line_end}two"


@pytest.mark.django_db
def test_white_space_cannot_stand_for_a_text_that_is_asked_for():
    draft = newsroom.make_statement(selected_because=" \n ")
    draft.refresh_from_db()
    assert draft.selected_because == ""
    with refused("tracker_statement_selected_because_check"):
        run_sql("UPDATE tracker_statement SET selected_because = %s WHERE id = %s", " \t\n", draft.pk)


# Addresses

GOOD = [
    "https://example.org",
    "http://example.org/a?b=c#d",
    "HTTPS://EXAMPLE.ORG/Path",
    "https://example.org:8443/",
    "https://bücher.example/ä?ö=ü",
    "https://xn--bcher-kva.example/",
    "https://sub_domain.example.org/",
    "https://example.org./",
    "https://93.184.216.34/x",
    "https://[2606:4700::1111]/x",
    "https://t.me/s/courier/12345",
    "https://example.org/@courier/1",
    "https://example.org/a'b(c)[d]{e}|f",
    "https://новости.рф/статья",
]
BAD_SHAPES = [
    "example.org",
    "//example.org/a",
    "ftp://example.org/a",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https:example.org",
    "https:///a",
    "https://",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://example.org@evil.example/",
    "https://example.org/a b",
    " https://example.org/",
    "https://example.org/\n",
    "https://example.org/\ta",
    'https://example.org/"onmouseover="x',
    "https://example.org/<script>",
    "https://example.org\\@evil.example/",
    "https://example.org/\u202egpj.exe",
    "https://exa\u202emple.org/",
    "https://example.org/\x01",
]
BAD_HOSTS = [
    "https://localhost/",
    "https://courier.localhost/",
    "https://printer.local/",
    "https://db.internal/",
    "https://127.0.0.1/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest",
    "https://192.168.0.1:8000/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://127.0.0.0x1/",
    "https://127.1/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://example.org:99999/",
    "https://example.org:http/",
    "https://[::1/",
    "https://-example.org/",
    "https://example..org/",
    "https://exa%6dple.org/",
    "https://courier/",
]
UNSTORABLE = ["https://example.org/\ud800", "https://example.org/\x00"]


@pytest.mark.parametrize("address", GOOD)
def test_an_address_that_readers_can_open_is_taken(address):
    assert check_address(address) == address


@pytest.mark.parametrize("address", BAD_SHAPES + BAD_HOSTS + UNSTORABLE, ids=ascii)
def test_any_other_is_refused_with_a_reason(address):
    with pytest.raises(ValidationError, match="cannot be used as a web address: "):
        check_address(address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in BAD_SHAPES + BAD_HOSTS + UNSTORABLE if a], ids=ascii)
def test_no_form_and_no_script_saves_a_bad_address(address):
    publisher = newsroom.make_publisher()
    with pytest.raises(ValidationError):
        Source(publisher=publisher, url=address).full_clean()
    with pytest.raises(ValidationError), transaction.atomic():
        Source.objects.create(publisher=publisher, archived_url=address, url="https://courier.example.org/1")
    with pytest.raises(ValidationError):
        Source.objects.bulk_create([Source(publisher=publisher, url=address, url_key="x")])


@pytest.mark.django_db
@pytest.mark.parametrize("address", BAD_SHAPES, ids=ascii)
def test_plain_sql_saves_no_bad_shape_the_host_is_judged_by_python_only(address):
    source = newsroom.make_source()
    with refused("tracker_source_url_check", "an address a form"):
        run_sql("UPDATE tracker_source SET url = %s WHERE id = %s", address, source.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("address", GOOD)
def test_good_addresses_are_kept_as_given_by_every_way(address):
    source = newsroom.make_source(url=address)
    source.refresh_from_db()
    assert source.url == address
    assert run_sql("UPDATE tracker_source SET archived_url = %s WHERE id = %s", address, source.pk) == 1


SPELLINGS = [
    [
        "https://example.org",
        "http://www.example.org/",
        "HTTPS://EXAMPLE.org:443/?utm_source=x#top",
        "http://example.org.",
    ],
    ["https://example.org/a?b=2&a=1", "https://example.org/a/?a=1&b=2&fbclid=xyz", "http://example.org/a?a=1&b=2#b"],
    ["https://bücher.example/é", "https://xn--bcher-kva.example/%c3%a9", "http://BÜCHER.example/%C3%A9/"],
    ["https://example.org/~user", "https://example.org/%7Euser"],
]


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_spellings_of_one_address_have_one_key(spellings):
    assert len({address_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?id=1&id=2", "https://example.org/a?id=1"),
        ("https://example.org/a/b", "https://example.org/a%2Fb"),
        ("https://example.org/", "https://example.org:8443/"),
        ("https://example.org/", "https://news.example.org/"),
    ],
)
def test_different_pages_have_different_keys(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.django_db
def test_a_very_long_cyrillic_address_has_a_key_that_the_index_holds():
    long = "https://example.org/" + "й" * 1900
    source = newsroom.make_source(url=long)
    assert len(source.url_key) == 1000
    with refused("source_address_is_known_once"):
        newsroom.make_source(url=long + "/")
    assert newsroom.make_source(url=long + "ж").url_key != source.url_key


@given(st.sampled_from(GOOD))
def test_the_key_of_no_address_is_empty_and_a_key_is_never(address):
    assert address_key("") == ""
    assert address_key(address)


# Languages and order


@pytest.mark.parametrize(("given_tag", "kept"), [("EN", "en"), ("zh-hant", "zh-Hant"), ("ru", "ru"), ("iw", "he")])
@pytest.mark.django_db
def test_a_language_is_kept_in_its_standard_spelling(given_tag, kept):
    assert newsroom.make_source(language=given_tag).language == kept


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["english", "e", "en_GB!", "xx-", "en--gb", "русский"])
def test_what_is_no_language_tag_is_refused_with_examples(tag):
    with pytest.raises(ValidationError, match="no language tag"):
        newsroom.make_source(language=tag)


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["e", "en_GB", "en-", "русский"])
def test_plain_sql_stores_no_language_of_another_shape(tag):
    source = newsroom.make_source()
    with refused("tracker_source_language_check"):
        run_sql("UPDATE tracker_source SET language = %s WHERE id = %s", tag, source.pk)


def test_languages_have_english_names():
    assert (language_name("be"), language_name("")) == ("Belarusian", "")


@pytest.mark.parametrize(
    ("name", "key"), [("Élise  Ångström", "elise angstrom"), ("STRAẞE", "strasse"), ("Łukasz", "łukasz"), ("ﷺ", None)]
)
def test_order_knows_no_accents_and_no_case(name, key):
    assert len(sort_key(name * 200)) <= 300
    assert key is None or sort_key(name) == key
