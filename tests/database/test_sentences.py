"""What the database refuses, it refuses in the language of whoever asked."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from tests import newsroom
from tracker.database.sentences import SENTENCES, in_words
from tracker.verifications.publishing import missing_for_statement

# The words that stand for what a sentence leaves open in SQL.
FILLED_IN = {
    "“%s” was locked by publication%s. Make a correction instead.": [
        "“quote” was locked by publication and stays as it is. Make a correction instead.",
        "“broken if” was locked by publication: only an empty criterion may be filled, once. "
        "Make a correction instead.",
    ],
    "This finding needs evidence %s the claim: add at least one source.": [
        f"This finding needs evidence {stance} the claim: add at least one source." for stance in ("for", "against")
    ],
    "Nothing %s the claim had happened and was out by the day from which you say the fact was public.": [
        f"Nothing {stance} the claim had happened and was out by the day from which you say the fact was public."
        for stance in ("for", "against")
    ],
}
A_SENTENCE = re.compile(r"'([A-Z“][^'\n]* [^'\n]*\.)'")


def sentences_of_the_database():
    rules = "\n".join(path.read_text() for path in settings.BASE_DIR.glob("tracker/*/rules.sql"))
    triggers = [trigger.func or "" for model in apps.get_models() for trigger in getattr(model._meta, "triggers", [])]
    found = A_SENTENCE.findall(re.sub(r"--.*", "", rules))
    for func in filter(lambda func: isinstance(func, str), triggers):
        found += re.findall(r"tracker_refuse\('\w+', '([^']+)'", func)
    return {filled for sentence in found for filled in FILLED_IN.get(sentence, [sentence])}


def test_every_sentence_of_the_database_can_be_said_in_other_languages():
    said = sentences_of_the_database()
    assert len(said) > 35
    with override("ar"):
        assert [sentence for sentence in said if in_words(sentence) == sentence] == []


def test_no_sentence_is_kept_that_the_database_says_no_longer():
    said = sentences_of_the_database()
    for sentence in SENTENCES:
        like = re.compile(re.escape(sentence).replace("%s", ".+"))
        assert any(like.fullmatch(one) for one in said), sentence


def test_what_a_sentence_names_stays_in_it():
    message = "The source by Strelsau Courier came out before the words were said: one of the two days is wrong."
    assert in_words(message) == message
    with override("ar"):
        assert "Strelsau Courier" in in_words(message)
        assert "الاقتباس" in in_words(
            "“quote” was locked by publication and stays as it is. Make a correction instead."
        )


@pytest.mark.django_db
def test_an_editor_reads_what_is_missing_in_the_language_of_the_desk():
    draft = newsroom.make_statement(said_on="2024-03-01")
    draft.appearances.all().delete()
    assert "No statement without a source" in " ".join(missing_for_statement(draft))
    with override("ar"):
        assert "لا تصريح بلا مصدر" in " ".join(missing_for_statement(draft))
