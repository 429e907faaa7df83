"""The desk and the account pages in Arabic: what is in Latin letters there is the record's own."""

import pytest
from django.contrib.auth.models import User

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.spoken import LATIN, foreign_words
from tracker.desk.histories import events_of

pytestmark = pytest.mark.django_db(transaction=True)

DOORS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-nothing/",
]


def words_of_the_record():
    """What somebody typed: on the desk it stands in boxes, choices, messages and histories."""
    texts = [user.get_username() for user in User.objects.all()]
    for model in newsroom.recorded_models():
        if events_of(model) is not None:
            texts += [str(value) for row in model.objects.values() for value in row.values() if isinstance(value, str)]
    return {word for text in texts for word in LATIN.findall(text)}


def test_no_word_of_the_desk_is_left_in_another_language(client, desk_pages):
    editor = at_the_desk(newsroom.editor())
    known = words_of_the_record()
    pages = {kind: editor.get(f"/ar{address}") for kind, address in desk_pages.items()}
    pages |= {address: client.get(f"/ar{address}") for address in DOORS}
    found = {kind: foreign_words(page.text, "ar", names=known) for kind, page in pages.items()}
    for kind in found:
        print("##", kind)
        for line in dict.fromkeys(found[kind]):
            print("   ", *line)
    assert {kind: words for kind, words in found.items() if words} == {}
