"""What the interface says in other languages is there, whole, and keeps what has its place in a sentence."""

import gettext
import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import override

from tests import newsroom
from tracker.countries.models import Country

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# Places of values, and tags: a translation has each of them as often as the English.
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")
# Forms for no, one and two of a thing may say the number in words.
FORMS_IN_WORDS = 3


def folder(language):
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES"


def messages(language):
    with (folder(language) / "django.po").open("rb") as written:
        return [message for message in read_po(written, locale=language) if message.id]


@pytest.mark.parametrize("language", OTHERS)
def test_everything_is_translated_and_keeps_its_places(language):
    for message in messages(language):
        english, forms = message.id, [message.string]
        if message.pluralizable:
            english, forms = message.id[1], message.string[FORMS_IN_WORDS:]
        assert all(message.string), message.id
        for form in forms:
            assert sorted(PLACES.findall(form)) == sorted(PLACES.findall(english)), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language):
    """After a change of the .po file: `manage.py compilemessages`."""
    with (folder(language) / "django.mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    for message in messages(language):
        if message.pluralizable:
            said = {spoken.ngettext(*message.id, number) for number in (0, 1, 2, 3, 11, 100)}
            assert said == set(message.string)
        else:
            words = spoken.pgettext(message.context, message.id) if message.context else spoken.gettext(message.id)
            assert words == message.string


@pytest.mark.django_db
def test_names_of_countries_and_languages_days_and_findings_are_in_the_language_of_the_page(client):
    statement = newsroom.make_published_statement()
    page = client.get(f"/ar{statement.get_absolute_url()}").text
    assert "1 مارس 2024</time>" in page
    assert "1 March 2024</time>" not in page
    with override("ar"):
        assert str(Country(code="BY", name="Belarus")) == "بيلاروس"
    assert str(Country(code="BY", name="Belarus")) == "Belarus"
