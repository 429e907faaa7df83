"""The desk and the account pages in Arabic: what is in Latin letters there was typed by somebody."""

import json

import pytest
from django.apps import apps
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from tests import newsroom
from tests.desk.forms import page as desk_page
from tests.desk.kinds import make_desk
from tests.desk.test_face import desk_of
from tests.pages.test_face import spoken
from tests.spoken import LATIN, foreign_words
from tracker.desk.histories import events_of
from tracker.desk.models import SavedFilter
from tracker.partial_dates import ACCEPTED

pytestmark = pytest.mark.django_db(transaction=True)


# Django has written one sentence of this page so that it cannot be translated.
STOCK = {"user-password"}
# Where rights are given: Django keeps their names as rows, in English.
WITH_RIGHTS = {"user", "group"}
# What Django says of its pictures for yes and no.
STOCK_WORDS = {"True", "False"}


def parts_of_password(user):
    """What the page of an account shows instead of its password."""
    return map(str, identify_hasher(user.password).safe_summary(user.password).values()) if user.password else ()


def words_of_the_record():
    """On the desk they stand in boxes, choices, messages and histories, in whatever language they were typed."""
    texts = [
        name for user in User.objects.all() for name in (user.username, user.first_name, user.last_name, user.email)
    ]
    texts += [part for user in User.objects.all() for part in parts_of_password(user)]
    texts += [*Group.objects.values_list("name", flat=True), *SavedFilter.objects.values_list("name", flat=True)]
    for model in apps.get_app_config("tracker").get_models():
        if model.__module__.endswith(".models") and events_of(model) is not None:
            texts += [value for row in model.objects.values() for value in row.values() if isinstance(value, str)]
    return {word for text in texts for word in LATIN.findall(text)}


def words_of_rights():
    return {word for right in Permission.objects.select_related("content_type") for word in LATIN.findall(str(right))}


def test_no_word_of_the_desk_is_left_in_another_language():
    kinds = make_desk()
    desks = {name: desk_of(name) for name in {kind.who for kind in kinds.values()}}
    found = {}
    for name, kind in kinds.items():
        if name not in STOCK:
            page = desks[kind.who].get(spoken(kind.address, "ar"), follow=True)
            known = words_of_the_record() | STOCK_WORDS | (words_of_rights() if name in WITH_RIGHTS else set())
            found[name] = foreign_words(page.text, "ar", names=known)
    assert {kind: words for kind, words in found.items() if words} == {}


def test_the_scripts_of_the_desk_speak_arabic_where_django_does_not(desk):
    """They are kept by hand in `djangojs.po`; after a change of it: `manage.py compilemessages`."""
    spoken_by_scripts = desk.get(spoken(reverse("admin:jsi18n"), "ar")).text
    for words in ("المحدد: %(sel)s من %(cnt)s", "إزالة كل %s"):
        assert json.dumps(words) in spoken_by_scripts


@pytest.mark.slow
@pytest.mark.browser
def test_what_is_said_after_a_form_was_sent_or_filled_in_is_in_the_language_of_the_page(sits):
    kinds = {name: kind for name, kind in make_desk().items() if kind.act and name not in STOCK}
    pages = {name: sits(name, "light", 1280) for name in {kind.who for kind in kinds.values()}}
    found = {}
    for name, kind in kinds.items():
        page = pages[kind.who]
        page.visit(spoken(kind.address, "ar"))
        kind.act(page)
        known = words_of_the_record() | STOCK_WORDS | set(LATIN.findall(str(ACCEPTED)))
        found[name] = foreign_words(page.content(), "ar", names=known)
    assert len(found) > 10
    assert {kind: words for kind, words in found.items() if words} == {}


# Where each of some words begins in the first heading that has them all, from the right edge of the screen.
PLACES_FROM_THE_RIGHT = """words => {
    const nodes = document.createTreeWalker(document.querySelector("#content h2"), NodeFilter.SHOW_TEXT);
    const places = {};
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        for (const word of words) {
            const start = node.data.indexOf(word);
            if (start < 0) continue;
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + word.length);
            places[word] = innerWidth - range.getBoundingClientRect().right;
        }
    }
    return words.map(word => places[word]);
}"""


@pytest.mark.browser
def test_a_day_between_latin_names_is_read_from_right_to_left(sits):
    newsroom.editor()
    source = newsroom.make_source(
        "16 Mar 2024", publisher=newsroom.make_publisher("The Strelsau Courier 5597"), title="Of 3 elephants"
    )
    page = sits("edith", "light", 1280)
    page.visit(spoken(desk_page("source_change", source.pk), "ar"))
    places = page.evaluate(PLACES_FROM_THE_RIGHT, ["The Strelsau Courier 5597", "16", "مارس", "2024", "Of 3 elephants"])
    assert None not in places
    assert places == sorted(places)
