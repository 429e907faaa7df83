"""The orders of those lists that only the API has; each begins with the usual one (see catalogue/keysets.py)."""

from tracker.catalogue.dataset.declared import source_identifier
from tracker.catalogue.dataset.shown import source_by_identifier
from tracker.catalogue.keysets import Key, Order, moment, text, whole_number
from tracker.sources.models import Source

_ENTRY = (whole_number("statement__number"), whole_number("place"))
VERIFICATIONS = {
    "latest": Order((moment("published_at"), *_ENTRY), is_descending=True, words="latest published first"),
    "oldest": Order((moment("published_at"), *_ENTRY), words="oldest published first"),
    "statement": Order(_ENTRY, words="by the numbers of the statements"),
}
OFFICES = {"title": Order((text("title", 200, "Minister of Foreign Affairs of Belarus"),), words="by title")}
TENURES = {
    "official": Order(
        (text("official__slug", 80, "vladimir-makei"), whole_number("place")), words="by official, then from the first"
    )
}
COUNTRIES = {"name": Order((text("name", 100, "Belarus"),), words="by name")}
TOPICS = {"name": Order((text("name", 100, "Troops"),), words="by name")}


def _identifier(key):
    return source_identifier(Source.objects.select_related("publisher").get(pk=key))


def _key(identifier):
    source = source_by_identifier(identifier)
    if source is None:
        raise ValueError
    return source.pk


# Private keys stay inside: a place is written as the public identifier of the source that stands there.
SOURCES = {
    "logged": Order(
        (Key("pk", _identifier, _key, "5d41402abc4b2a76b9719d911017c592"),), words="in the order of being logged"
    )
}
