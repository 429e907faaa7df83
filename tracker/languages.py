"""The language of a page is part of its address: `/statements/` is English, `/ar/statements/` Arabic.

Nothing else decides it: no cookie, and nothing that a browser says of its owner. So an address means the same page to
everybody, and a page is kept once for all who ask for it. Files, feeds and the API are in English; the record itself is
never translated.
"""

from functools import lru_cache, wraps

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.translation import get_language, get_language_bidi, get_language_from_path, gettext, override

# So many different words a function remembers that is asked for the same ones again and again.
DIFFERENT_ONES = 10_000


def spoken_by_address(get_response):
    """Middleware: everything behind it speaks the language that the address asks for."""

    def answer(request):
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def said_as_usual(say):
    """For what is kept or given away: said in the usual language, whoever asks in whatever language.

    (`override` as a decorator would be one for all threads, and give one of them back what another spoke.)"""

    @wraps(say)
    def said(*words, **more):
        with override(settings.LANGUAGE_CODE):
            return say(*words, **more)

    return said


def in_usual_language(path):
    """The same page in the usual language: where its files are too."""
    spoken = get_language()
    return path if spoken == settings.LANGUAGE_CODE else path.removeprefix(f"/{spoken}")


def in_each_language(path):
    """The page at `path` in every language of the site: (code, address)."""
    bare = in_usual_language(path)
    for code, _name in settings.LANGUAGES:
        yield code, bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def once(say):
    """What a function that depends on nothing but its words and the language said before, it says again."""
    said = lru_cache(maxsize=DIFFERENT_ONES)(lambda _language, *words: say(*words))

    @wraps(say)
    def again(*words):
        return said(get_language(), *words)

    return again


def of_record():
    """For the tag around words of the record: on a page in another language, that they are in the newsroom’s."""
    usual = settings.LANGUAGE_CODE
    return "" if get_language() == usual else format_html(' lang="{}"', usual)


def isolated(text):
    """The same for plain text, where no tag can stand: a title, a label, the name of a row. On a page that runs from
    right to left, an Arabic day between Latin names stays whole. (Unicode Standard Annex 9, directional formatting.)"""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if text and get_language_bidi() else str(text)


def listed(names):
    """Names one after the other, with the commas of the page's language."""
    return gettext(", ").join(map(isolated, names))


def phrase(pattern, **parts):
    """Parts that each keep their own direction, while they follow one another as the page runs:
    `phrase("{publisher}, {day}", …)`."""
    words = pattern.format(**{name: isolated(part) for name, part in parts.items()})
    return f"\N{RIGHT-TO-LEFT MARK}{words}" if get_language_bidi() else words


def apart(text):
    """Words of the record in a sentence of the page, which may be in another language and run in the other direction:
    neither moves the other's commas and brackets."""
    return format_html("<bdi{}>{}</bdi>", of_record(), text) if text else ""


def apart_if_foreign(text):
    """The same where the page is in another language; in the newsroom's own it needs no mark."""
    return apart(text) if of_record() else escape(text)
