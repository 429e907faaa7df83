"""Words and names as readers type them: what is found, in which order, and what the list says of it."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.newsroom import make_official, make_published_statement, make_source, make_statement, make_topic
from tracker.catalogue import search
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.models import Findable, FindableName
from tracker.officials.models import OtherName
from tracker.statements.models import Appearance
from tracker.verifications.correcting import Change, correct
from tracker.verifications.publishing import withdraw

pytestmark = pytest.mark.django_db

PLAIN = {"claim": "Something else.", "quote": "Something else."}


def asked(words, **more):
    query = QueryDict(mutable=True)
    query.update({"q": words} | more)
    return StatementFilter(query)


def found(words, **more):
    """The public numbers of what is found, in its order."""
    statements = asked(words, **more)
    assert statements.problems == []
    return [row.number for row in statements.qs]


def say(quote, language="en", **fields):
    """The public number of a statement with these words and a claim that says nothing."""
    fields = {"claim": "Something was said.", "appearance": {"language": language}} | fields
    return make_published_statement(quote=quote, quote_language=language, **fields).number


# --- what is found


@pytest.mark.parametrize(
    ("language", "quote", "words"),
    [
        ("en", "The elephants were promised a lighthouse.", ["elephant", "PROMISES", "lighthouses"]),
        ("ru", "Мы отремонтируем все мосты.", ["мост", "мостов", "отремонтируем"]),
        ("fr", "Les éléphants quitteront la cité.", ["elephant", "éléphants", "cite", "CITÉ", "quitteront"]),
        ("de", "Die Brücken werden größer.", ["brucke", "Brücke", "grosser"]),
        ("es", "Mañana no habrá elefantes.", ["manana", "elefante", "HABRA"]),
        ("uk", "Жодного мосту не буде.", ["мосту", "ЖОДНОГО"]),
        ("be", "Ніводнага слана ў горадзе.", ["слана", "ў"]),
        ("tr", "Köprüler onarılacak.", ["kopruler", "köprü"]),
        ("el", "Οι γέφυρες είναι ασφαλείς.", ["γεφυρες", "γέφυρα"]),
        ("hi", "हाथी शहर छोड़ देंगे।", ["हाथी", "शहर"]),
        ("ar", "سنُصلح الجُسور في هذه الســنة", ["الجسور", "جسور", "السنة", "سنصلح"]),
        ("fa", "پل‌ها را می‌سازیم", ["پلها", "میسازیم", "می‌سازیم"]),
        ("he", "לֹא נִבְנֶה גְּשָׁרִים", ["נבנה", "גשרים"]),
        ("zh", "总理说大桥明年完工。", ["大桥", "总理", "明年完工", "桥"]),
        ("ja", "大臣は橋を直すと約束した。", ["大臣", "約束", "橋", "直す"]),
        ("th", "เราจะซ่อมสะพานทั้งหมด", ["สะพาน", "ซ่อม"]),
        ("ko", "대통령은 다리를 고친다", ["대통령", "다리"]),
        ("vi", "Cầu sẽ được sửa chữa", ["cau", "sửa"]),
    ],
)
def test_words_are_found_in_their_language_without_accents_and_in_any_case(language, quote, words):
    make_published_statement(**PLAIN)
    number = say(quote, language)
    for word in words:
        assert found(word) == [number], word


@pytest.mark.parametrize("words", ["臣大", "橋橋", "ศสะ", "통대", "大将"])
def test_letters_of_unspaced_scripts_are_found_only_in_their_order(words):
    say("大臣は橋を直すと約束した。", "ja")
    say("เราจะซ่อมสะพานทั้งหมด", "th")
    say("대통령은 다리를 고친다", "ko")
    assert found(words) == []


def test_a_word_is_found_in_its_own_language_and_not_by_the_ending_of_another():
    spanish = say("Mi casa es grande.", "es")
    assert found("mi") == [spanish]
    # A Turkish ending: as a Turkish word it would be “mi”.
    assert found("mine") == []


def test_claim_translation_occasion_other_wordings_and_topics_are_looked_at_as_well():
    bridges = make_topic("Bridges and ferries")
    statement = make_published_statement(
        quote="Мы отремонтируем мосты.",
        quote_language="ru",
        appearance={"language": "ru"},
        claim="The tunnel is repaired.",
        translation="We will mend the viaducts.",
        occasion="press conference in Hentzau",
        topics=[bridges],
    )
    source = make_source()
    Appearance.objects.create(
        statement=statement, source=source, wording="Wir reparieren Wege.", language="de", form="translated"
    )
    for word in ("tunnels", "viaduct", "hentzau", "weg", "мост", "ferry", '"bridges and ferries"'):
        assert found(word) == [statement.number], word


def test_a_name_is_found_in_every_spelling_that_the_record_has_as_soon_as_it_has_it():
    official = make_official("Vladimir Makei")
    number = make_published_statement(speaker=official, **PLAIN).number
    assert found("makei") == [number]
    assert asked("makey").search.followed.replaced
    OtherName.objects.create(official=official, name="Uładzimir Makiej")
    spelling = OtherName.objects.create(official=official, name="Makey", language="en")
    OtherName.objects.create(official=official, name="Владимир Макей", language="ru")
    for words in ("Makey", "makiej", "uladzimir", "МАКЕЙ", '"Владимир Макей"', "vladimir makey"):
        assert found(words) == [number], words
    spelling.delete()
    assert found("Makey") == []


def test_a_name_with_an_apostrophe_or_a_hyphen_is_found_as_people_type_it():
    official = make_official("Siobhán O’Rassendyll-Strelsau")
    number = make_published_statement(speaker=official, **PLAIN).number
    for words in (
        "o'rassendyll",
        "o’rassendyll",
        "siobhan",
        "rassendyll-strelsau",
        '"rassendyll strelsau"',
        "strelsau",
    ):
        assert found(words) == [number], words


def test_a_voice_is_found_by_name_and_a_renamed_topic_by_its_new_one():
    topic, voice = make_topic("Elephants"), make_official("Flavia of Ruritania")
    number = make_published_statement(voices=[(voice, "signed")], topics=[topic], **PLAIN).number
    assert found("flavia") == [number]
    topic.refresh_from_db()
    topic.name = "Pachyderms"
    topic.save()
    assert found("pachyderm") == [number]
    assert asked("elephants").qs.count() == 0


def test_all_words_have_to_be_there_wherever_they_stand():
    number = say("The elephants will leave.", "en", speaker=make_official("Rupert of Hentzau"), claim="A promise.")
    say("The elephants will stay.")
    assert found("elephant promise hentzau") == [number]
    assert found("elephant crown") == []


def test_a_phrase_is_found_as_it_stands_and_not_from_one_text_into_the_next():
    number = say("To be or not to be in Zenda.", claim="Castle gates are open.")
    for phrase in ('"to be or not to be"', "“be in zenda”", "«castle gates»", '"Zenda', "castle-gates"):
        assert found(phrase) == [number], phrase
    for phrase in ('"be to"', '"zenda castle"', '"gates castle"'):
        assert found(phrase) == [], phrase


def test_minus_leaves_out_in_every_language_and_or_lets_either_do():
    elephants, slony = say("The elephants of Zenda leave."), say("Слоны остаются в Зенде. Zenda.", "ru")
    crown = say("The crown is in Zenda.")
    assert found("zenda -elephant") == [crown, slony]
    assert found("zenda -слон -crown") == [elephants]
    assert found('zenda -"elephants of"') == [crown, slony]
    assert found("elephant OR crown") == [crown, elephants]
    assert found("zenda crown OR слоны") == [crown, slony]
    assert found('zenda "or" crown') == []  # a word


def test_words_as_frequent_as_the_are_left_out_unless_they_are_all_that_is_asked_for():
    number = say("Who will it be?", claim="Elephants.")
    assert found("the elephants") == [number]
    assert asked("the elephants").search.sentence == "with “elephants” in words or names"
    assert "Left out as too common: “the”." in asked("the elephants").search.notes[0]
    assert found('"the" elephants') == []
    assert found("who will") == [number]
    assert found("the") == []


def test_numbers_and_signs_are_found_as_they_are_read():
    number = say("By 2030 it costs 3.5 per cent, says example.org/page and COVID-19 (v2).")
    for words in ("2030", "3.5", "example.org", "page", "covid-19", "covid 19", "v2", "19"):
        assert found(words) == [number], words


def test_a_very_long_text_can_be_published_and_is_found_by_its_beginning():
    long = "大臣は橋を直すと約束した。" * 3000 + " ".join(f"word{number}" for number in range(30_000))
    statement = make_published_statement(quote=long, quote_language="ja", appearance={"language": "ja"})
    assert found("約束した") == [statement.number]


def test_drafts_and_withdrawn_statements_are_not_found_nor_are_their_words_proposed():
    make_statement(quote="A zeppelin was there.", speaker=make_official("Zeppelina Zond"))
    gone = make_published_statement(quote="A marmalade was there.")
    withdraw(gone, by=gone.published_by, reason="Logged twice.")
    for words in ("zeppelin", "marmalade", "zepelin", "marmelade", "zeppelina", "zepellina"):
        assert asked(words).qs.count() == 0
        assert asked(words).search.followed.replaced == (), words


def test_what_is_corrected_is_found_by_its_new_words_only():
    statement = make_published_statement(claim="No elephant stays.", quote="Nobody stays.")
    correct(statement, by=statement.published_by, reason="Misread.", changes=[Change(statement, "claim", "No camel.")])
    assert found("camels") == [statement.number]
    assert found("elephants") == []


# --- typing errors


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Lavrow", "Lavrov"),
        ("elefants", "elephants"),
        ("лавроф", "лавров"),
        ("Ruritnia", "Ruritania"),
        ('"sergei lavrow"', "sergei lavrov"),
        ("الجصور", "الجسور"),
    ],
)
def test_a_typing_error_finds_what_is_most_like_it_and_says_so(typed, shown):
    official = make_official("Sergei Lavrov")
    OtherName.objects.create(official=official, name="Сергей Лавров")
    number = say("The elephants of Ruritania. الجسور", speaker=official)
    statements = asked(typed)
    assert [row.number for row in statements.qs] == [number]
    bare = typed.strip('"')
    assert statements.search.notes == [f"Nothing has “{bare}”; shown is “{shown}”."]
    assert f"“{shown}” (nothing has “{bare}”)" in statements.sentence


def test_words_that_are_on_record_are_never_taken_for_typing_errors():
    say("The elephants of Strelsau.")
    say("The crown of Zenda.")
    statements = asked("elephants zenda")
    assert list(statements.qs) == []
    assert statements.search.notes == []
    assert asked("qqqqwwww").search.notes == []


# --- the order


def test_the_best_match_comes_first_and_then_the_newest():
    topic = make_topic("Elephants")
    in_topic = make_published_statement(topics=[topic], said_on="2024-05-01", **PLAIN).number
    in_occasion = make_published_statement(occasion="feast of the elephants", said_on="2024-04-01", **PLAIN).number
    wording = make_published_statement(said_on="2024-03-01", **PLAIN)
    Appearance.objects.create(
        statement=wording, source=make_source(), wording="An elephant spoke.", language="en", form="translated"
    )
    in_words = say("An elephant is here.", said_on="2023-01-01")
    assert found("elephant", order="relevance")[:2] == [in_words, wording.number]
    assert set(found("elephant", order="relevance")[2:]) == {in_occasion, in_topic}
    assert found("elephant") == [in_topic, in_occasion, wording.number, in_words]


def test_the_best_match_without_words_to_match_is_a_problem_that_names_the_other_orders():
    (problem,) = StatementFilter(QueryDict("order=relevance")).problems
    assert problem.parameter == "order"
    assert "relevance" not in problem.valid
    assert "said" in problem.valid


# --- what can be typed


@pytest.mark.parametrize("words", ["-elephant", '-"the elephants" -crown', "OR -a"])
def test_only_what_is_to_be_left_out_is_no_question(words):
    (problem,) = asked(words).problems
    assert "none beside what is to be left out" in problem.message


@pytest.mark.parametrize("words", ["!!!", '""', "😀", "- | & <->", "OR", "؟ … 。"])
def test_without_a_letter_or_a_digit_there_is_nothing_to_look_for(words):
    (problem,) = asked(words).problems
    assert problem.message == "Give a word or a name to look for: this has no letter and no digit."


OPERATORS = st.sampled_from(
    ['"', "-", "−", " OR ", "|", "&", "!", "(", ")", "<->", ":*", ":A", "'", "\\", "%", "_", "@1", "#1", "~english",
     "\u200f", "the", "elephant", "слон", "象", "大臣", "สะพาน", "ـ", "é", "1.5", "😀", " ", "\n",
     "\t", "a" * 60, "ﷺ", "ß", "İ", "\u0301"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATORS, max_size=40).map("".join) | st.text(max_size=200))
@example("'" * 200)
@example("\\' | '@1' & !'~english':*A")
@example('"' * 199 + "x")
@example("x" * 200)
@example("อ่" * 100)
def test_whatever_is_typed_is_followed_or_refused_in_words_and_never_fails(words):
    statements = asked(words[:200])
    rows = list(statements.qs)
    assert statements.sentence
    assert statements.chips is not None
    if statements.problems:
        assert rows == []


def test_what_stands_for_names_in_the_index_cannot_be_typed():
    speaker, topic = make_official("Flavia"), make_topic("Crowns")
    make_published_statement(speaker=speaker, topics=[topic], **PLAIN)
    for words in (f"@{speaker.pk}", f"'@{speaker.pk}'", f"#{topic.pk}", f"'@{speaker.pk}':A", "~english"):
        assert found(words) == [], words


# --- how it is found


def test_what_many_have_and_what_few_have_is_the_same_list(monkeypatch):
    few, many = say("The crown of Zenda."), [say(f"Elephant {number}.") for number in range(4)]
    for most in (search.FEW, 3):
        monkeypatch.setattr(search, "FEW", most)
        assert found("elephant") == many[::-1]
        assert sorted(found("elephant", order="relevance")) == many
        assert found("crown") == [few]


@pytest.fixture
def twenty_thousand():
    """So many vectors, as the index sees them; nothing else of the statements."""
    with connection.cursor() as cursor:
        with cursor.copy("COPY tracker_findable (statement_id, vector) FROM STDIN") as copy:
            for key in range(20_000):
                copy.write_row((key, f"'eleph':1A 'place{key % 5000}':2A 'no{key}':3B '@{key % 300}':4A '~english':5"))
        cursor.execute("ANALYZE tracker_findable")


def plan_of(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("words", ["place77", "elephant place77 no77", '"elephant place77"', "place77 OR no5 -no78"])
def test_what_is_looked_for_is_found_by_the_index(twenty_thousand, words):
    with CaptureQueriesContext(connection) as asked_of_the_record:
        assert list(asked(words).qs) == []
    (sql,) = [one["sql"] for one in asked_of_the_record if "array_agg(statement_id)" in one["sql"]]
    assert "Bitmap Index Scan on findable_words" in plan_of(sql.replace("%", "%%"))


def test_words_like_one_are_found_by_the_index_of_their_letters():
    with connection.cursor() as cursor:
        with cursor.copy("COPY tracker_knownword (word, letters) FROM STDIN") as copy:
            for number in range(20_000):
                word = "".join(chr(97 + number * 7 // 26**place % 26) for place in range(6))
                copy.write_row((word, word))
        # So few would be gone through as soon.
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = plan_of("SELECT word FROM tracker_knownword WHERE letters %% 'elefants' LIMIT 10")
    assert "Bitmap Index Scan on knownword_alike" in plan
    assert "knownword_word" in plan_of("SELECT FROM tracker_knownword WHERE word = 'elefants'")


def test_what_was_on_record_before_there_was_a_search_is_found_after_an_upgrade():
    said = make_published_statement(claim="Elephants are grey.")
    Findable.objects.all().delete()
    FindableName.objects.all().delete()
    assert not asked("elephants").qs.exists()
    search.find_the_rest()
    assert [line.number for line in asked("elephants").qs] == [said.number]
    assert [line.number for line in asked(said.speaker.name).qs] == [said.number]
