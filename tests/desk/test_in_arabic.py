"""The desk and the account pages in Arabic: what is in Latin letters there was typed by somebody."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from tests.desk.kinds import make_desk
from tests.desk.test_face import desk_of
from tests.pages.test_face import spoken
from tests.spoken import LATIN, foreign_words
from tracker.desk.histories import events_of
from tracker.desk.models import SavedFilter

pytestmark = pytest.mark.django_db(transaction=True)


# Django's own pages of accounts, whose newest sentences, and names of rights, it has not translated itself.
STOCK = {"user", "user-new", "user-password", "group"}
# What Django says of its pictures for yes and no.
STOCK_WORDS = {"True", "False"}


def words_of_the_record():
    """On the desk they stand in boxes, choices, messages and histories, in whatever language they were typed."""
    texts = [
        name for user in User.objects.all() for name in (user.username, user.first_name, user.last_name, user.email)
    ]
    texts += [*Group.objects.values_list("name", flat=True), *SavedFilter.objects.values_list("name", flat=True)]
    for model in apps.get_app_config("tracker").get_models():
        if model.__module__.endswith(".models") and events_of(model) is not None:
            texts += [value for row in model.objects.values() for value in row.values() if isinstance(value, str)]
    return {word for text in texts for word in LATIN.findall(text)}


def test_no_word_of_the_desk_is_left_in_another_language():
    kinds = make_desk()
    desks = {name: desk_of(name) for name in {kind.who for kind in kinds.values()}}
    found = {}
    for name, kind in kinds.items():
        if name not in STOCK:
            page = desks[kind.who].get(spoken(kind.address, "ar"), follow=True)
            found[name] = foreign_words(page.text, "ar", names=words_of_the_record() | STOCK_WORDS)
    assert {kind: words for kind, words in found.items() if words} == {}
