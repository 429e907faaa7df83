"""What the interface says in other languages is there, whole, and keeps what has its place in a sentence."""

import ast
import gettext
import re
from itertools import product

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation import override
from django.utils.translation.template import (
    block_re,
    constant_re,
    endblock_re,
    inline_re,
    plural_re,
    trim_whitespace,
)

from tests import newsroom
from tracker import names
from tracker.countries.models import Country
from tracker.desk.histories import CARRIED, MORE, PARTS
from tracker.partial_dates import PartialDateAttribute
from tracker.verifications.correcting import Change, correct

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


# --- what the code says


def strings(files, pick):
    """Each string to be translated in these files, and where it stands: the same for (context, string)."""
    found = {}
    for path in files:
        for string in pick(path.read_text()):
            found.setdefault(string, path.relative_to(settings.BASE_DIR))
    return found


# By the name of the function: which of its arguments is the string, and which the context.
CALLED = {
    f"{kind}gettext{lazy}": place
    for (kind, place), lazy in product(
        {"": (0, None), "n": (0, None), "p": (1, 0), "np": (1, 0)}.items(), ("", "_lazy", "_noop")
    )
}


def strings_of_python(text):
    tree = ast.parse(text)
    imported = [name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names]
    originals = {name.asname: name.name for name in imported if name.asname}
    for call in ast.walk(tree):
        name = isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", None))
        name = originals.get(name, name)
        if name in CALLED and all(isinstance(argument, ast.Constant) for argument in call.args[:1]):
            string, context = (place if place is None else call.args[place].value for place in CALLED[name])
            yield context, string


def quoted(text):
    return text[1:-1].replace("%%", "%")


def strings_of_template(text):
    """As makemessages reads a template: tags, blocks, and constants in filters and arguments."""
    block = None
    for token in Lexer(text).tokenize():
        said = token.contents
        if block is not None and not (token.token_type == TokenType.BLOCK and endblock_re.match(said)):
            if token.token_type == TokenType.BLOCK and plural_re.match(said):
                block["is_over"] = True
            elif not block["is_over"]:
                block["text"] += f"%({said})s" if token.token_type == TokenType.VAR else said
        elif block is not None:
            yield block["context"], trim_whitespace(block["text"]) if block["trims"] else block["text"]
            block = None
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            if token.token_type == TokenType.BLOCK and (found := inline_re.match(said)):
                context = re.search(r"""context\s+("[^"]*"|'[^']*')""", said)
                yield context and quoted(context[1]), quoted(found[1])
            elif token.token_type == TokenType.BLOCK and block_re.match(said):
                context = re.search(r"""context\s+("[^"]*"|'[^']*')""", said)
                block = {"text": "", "trims": " trimmed" in said, "is_over": False}
                block["context"] = context and quoted(context[1])
            for constant in constant_re.findall(said):
                yield None, quoted(constant)


def said_in_english():
    """All strings of the interface: (context, string), and a file that has it."""
    code = [path for path in settings.BASE_DIR.glob("tracker/**/*.py") if "migrations" not in path.parts]
    templates = [path for path in settings.BASE_DIR.glob("templates/**/*") if path.suffix in (".html", ".txt")]
    return strings(code, strings_of_python) | strings(templates, strings_of_template)


@pytest.mark.parametrize("language", OTHERS)
def test_no_string_of_the_interface_is_forgotten(language):
    """A new one: `manage.py makemessages -l ar --no-location`, translate it, `manage.py compilemessages`."""
    there = {(message.context, message.id[0] if message.pluralizable else message.id) for message in messages(language)}
    english = said_in_english()
    assert len(english) > len(there) * 0.9, "The strings were not found."
    assert {string: str(path) for string, path in english.items() if string not in there} == {}


def test_every_table_and_column_that_the_desk_shows_can_be_named_in_other_languages():
    shown = {*PARTS, *MORE, *CARRIED, *(part for parts in (*PARTS.values(), *MORE.values()) for part in parts)}
    for model in shown:
        days = {name for name in dir(model) if isinstance(getattr(model, name), PartialDateAttribute)}
        columns = {f"{day}_{end}" for day in days for end in ("first", "last", "precision")} | {"id"}
        fields = {field for field in model._meta.local_fields if field.name not in columns}
        english = {str(field.verbose_name) for field in fields} | {day.replace("_", " ") for day in days}
        english -= {"part id", "before", "after", "transaction"}  # told by other columns
        assert english - set(names.COLUMNS) == set(), model
        assert str(model._meta.verbose_name) in names.ONE
        assert str(model._meta.verbose_name_plural) in {*names.MANY, "evidence"}


def test_names_of_tables_are_those_of_the_migrations_and_are_said_in_the_language_of_the_page():
    statement = apps.get_model("tracker.Statement")._meta
    assert statement.verbose_name_raw == "statement"
    assert str(statement.verbose_name_plural) == "statements"
    with override("ar"):
        assert str(statement.verbose_name) == "تصريح"
        assert str(statement.verbose_name_plural) == "التصريحات"
        assert str(statement.get_field("quote").verbose_name) == "الاقتباس"


# --- what people see


@pytest.mark.django_db
def test_what_is_kept_is_in_the_usual_language_whoever_writes_it():
    statement = newsroom.make_published_statement(said_on="2024-03-01")
    with override("ar"):
        (correction,) = correct(
            statement, newsroom.editor(), "A day off.", [Change(statement, "said_on", "2024-02-28")]
        )
    assert (correction.what, correction.before_words, correction.after_words) == (
        "said on",
        "1 March 2024",
        "28 February 2024",
    )


@pytest.mark.django_db
def test_names_of_countries_and_languages_days_and_findings_are_in_the_language_of_the_page(client):
    statement = newsroom.make_published_statement()
    page = client.get(f"/ar{statement.get_absolute_url()}").text
    assert "1 مارس 2024\N{POP DIRECTIONAL ISOLATE}</time>" in page
    assert "1 March 2024</time>" not in page
    with override("ar"):
        assert str(Country(code="BY", name="Belarus")) == "بيلاروس"
    assert str(Country(code="BY", name="Belarus")) == "Belarus"
