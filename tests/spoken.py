"""Which words of a page are not in the page's language and do not say so."""

import re
from xml.etree.ElementTree import Element

import html5lib
from django.conf import settings

# Their text is no language's, or the same in all of them.
NO_LANGUAGE = {"script", "style", "code", "pre", "kbd", "textarea", "iframe"}
SAID_ALOUD = ("aria-label", "title", "placeholder", "alt")
LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+")
# Addresses, whole or in part; and what a page quotes, such as an example of what can be typed.
ADDRESSES = re.compile(r"«[^»]*»|\S+://\S+|\b[\w-]+(\.[\w-]+)+\S*|/\S+|\S+@\S+")
# Names of formats and programs, and notations, that no language translates.
NAMES = {
    "API", "APA", "Atom", "BibTeX", "BOM", "CC", "BY", "ClaimReview", "CSL-JSON", "CSV", "Excel", "Frictionless",
    "iCalendar", "ISO", "JSON", "LaTeX", "LibreOffice", "Lines", "OR", "Popolo", "Python", "QR", "UTC", "UTF-", "UTF",
    "Wikidata", "XK", "XLSX", "alpha-", "Zotero", "en", "ru", "be", "uk", "ar", "zh-Hant",
}  # fmt: skip


def foreign_words(html, language, names=()):
    """Latin words of a page that is in a language with other letters, but for those of elements that say they are in
    another one: (the element, the words). `names` are left out as well."""
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    known = NAMES | set(LATIN.findall(settings.SITE_NAME)) | set(names)
    marked, found = set(), []
    for element, spoken, text, is_attribute in _texts(body, language):
        words = {word for word in LATIN.findall(ADDRESSES.sub(" ", text)) if word not in known}
        if spoken != language:
            marked |= words
        elif words:
            found.append((element, text, words, is_attribute))
    # What is read aloud of an element names things of the record, which an attribute cannot mark.
    return [
        (_named(element), " ".join(text.split())[:150])
        for element, text, words, is_attribute in found
        if words - (marked if is_attribute else set())
    ]


def _texts(element, language):
    """Each text of the element and of all in it, with the language that it is in."""
    if not isinstance(element.tag, str) or element.tag in NO_LANGUAGE or element.get("translate") == "no":
        return
    language = element.get("lang", language)
    yield element, language, element.text or "", False
    spoken_aloud = [*SAID_ALOUD, "value"] if element.get("type") == "submit" and element.tag == "input" else SAID_ALOUD
    for name in spoken_aloud:
        yield element, language, element.get(name, ""), True
    for inner in element:
        yield from _texts(inner, language)
        yield element, language, inner.tail or "", False


def _named(element: Element):
    return f"<{element.tag} class={element.get('class', '')!r} id={element.get('id', '')!r}>"
