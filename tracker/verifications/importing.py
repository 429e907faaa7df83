"""Puts a hand-made case into the record: sources, officials, and statements with what happened next.

What is absent is added, found by natural keys; what is there is never touched, so a second run writes nothing.
Everything goes the editors' way: drafts first, then the publishing functions with all their rules.
"""

import json
from collections import Counter
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q

from tracker.countries.models import Country
from tracker.database.refusals import refusals_explained
from tracker.officials.models import Office, Official, OtherName, Tenure
from tracker.partial_dates import PartialDate
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import (
    Appearance,
    Concern,
    Statement,
    StatementLink,
    StatementTopic,
    Topic,
    Voice,
)
from tracker.texts import address_key
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.publishing import (
    address_word,
    note_addition,
    publish_statement,
    publish_verification,
)

SOURCES, OFFICIALS, STATEMENTS = "sources.json", "officials.json", "statements.json"


class CaseError(Exception):
    """Something in the case's files is wrong; the message names the file and the entry."""


def import_case(folder, judged_by, published_by):
    """Adds what is absent of the case in the folder's three files, or nothing at all.

    `judged_by` is the author of the verifications, `published_by` publishes them and the statements. Returns how
    many rows of each sort were added. Raises CaseError naming the file and the entry when something is wrong.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:  # two at once would each find everything absent
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker import'))")
        case = _Case(Path(folder), judged_by, published_by)
        case.add_all()
    return case.added


class _Case:
    """One run: the files, who signs, and what their keys stand for in the record."""

    def __init__(self, folder, judged_by, published_by):
        self.judged_by, self.published_by = judged_by, published_by
        self.files = {name: _read(folder / name) for name in (SOURCES, OFFICIALS, STATEMENTS)}
        self.interests, self.sources, self.officials, self.statements = {}, {}, {}, {}
        self.linked, self.drafts = {}, []
        self.added = Counter()

    def add_all(self):
        self.each(SOURCES, "publishers", "name", self.know_interest)
        self.each(SOURCES, "sources", "key", self.add_source)
        self.each(OFFICIALS, "officials", "name", self.add_official)
        self.each(OFFICIALS, "offices", "title", self.add_office)
        self.each(OFFICIALS, "officials", "name", self.add_tenures)
        self.each(STATEMENTS, "statements", "key", self.add_statement)
        self.each(STATEMENTS, "statements", "key", self.add_links)
        for statement in self.linked.values():
            note_addition(statement, by=self.published_by)
        self.each(STATEMENTS, "statements", "key", self.draft_verifications)
        self.publish_verifications()

    def each(self, file, kind, name, take):
        """Gives each entry of a list to `take`; what goes wrong meanwhile names the entry."""
        for position, entry in enumerate(self.files[file].get(kind, []), 1):
            label = entry.get(name) if isinstance(entry, dict) else entry
            with _named(f"{file}, {kind}, number {position} ({label})"):
                take(_fields(entry))

    def add(self, model, **fields):
        row = model(**fields)
        row.full_clean()
        row.save()
        self.added[model] += 1
        return row

    def known(self, model, **key):
        """The row with this natural key, added when it is absent."""
        return model.objects.filter(**key).first() or self.add(model, **key)

    def source(self, key):
        return _get(self.sources, key, "source", SOURCES)

    def official(self, name):
        return _get(self.officials, name, "official", OFFICIALS)

    # What can be cited

    def know_interest(self, entry):
        self.interests[entry["name"]] = entry["interest"]

    def add_source(self, entry):
        key = _new(self.sources, entry.pop("key"))
        found = Source.objects.filter(url_key=address_key(entry["url"])).first()
        self.sources[key] = found or self.new_source(entry)

    def new_source(self, entry):
        name, attributions = entry.pop("publisher"), entry.pop("attributions", [])
        publisher = Publisher.objects.filter(name=name).first()
        publisher = publisher or self.add(Publisher, name=name, interest=self.interests.get(name, ""))
        source = self.add(Source, publisher=publisher, created_by=self.published_by, **entry)
        for attribution in map(_fields, attributions):
            origin = self.known(Origin, name=attribution.pop("origin"))
            self.add(Attribution, source=source, origin=origin, **attribution)
        return source

    # Who speaks

    def add_official(self, entry):
        name, other_names = _new(self.officials, entry["name"]), entry.pop("other_names", [])
        entry.pop("tenures", None)
        official = self.officials[name] = _official_found(entry) or self.new_official(entry)
        for other_name in other_names:
            self.known(OtherName, official=official, name=other_name)

    def new_official(self, entry):
        origin, country = entry.pop("origin", None), entry.pop("country", None)
        origin = self.known(Origin, name=origin) if origin else None
        return self.add(Official, origin=origin, country=_country(country), **entry)

    def add_office(self, entry):
        institution, country = entry.pop("institution", None), entry.pop("country", None)
        institution = self.official(institution) if institution else None
        if not Office.objects.filter(title=entry["title"]).exists():
            self.add(Office, institution=institution, country=_country(country), **entry)

    def add_tenures(self, entry):
        for tenure in map(_fields, entry.get("tenures", [])):
            source = tenure.pop("source", None)
            tenure["official"] = self.official(entry["name"])
            tenure["office"] = Office.objects.get(title=tenure["office"])
            tenure["source"] = self.source(source) if source else None
            if not _tenure_found(**tenure):
                self.add(Tenure, **tenure)

    # What was said, with the parts that publication locks

    def add_statement(self, entry):
        key = _new(self.statements, entry.pop("key"))
        entry["speaker"] = self.official(entry["speaker"])
        self.statements[key] = _statement_found(entry) or self.new_statement(entry)

    def new_statement(self, entry):
        for added_later in ("verifications", "links"):
            entry.pop(added_later, None)
        parts = {part: entry.pop(part, []) for part in ("appearances", "voices", "concerns", "topics")}
        statement = self.add(Statement, created_by=self.published_by, **entry)
        for voice in map(_fields, parts["voices"]):
            self.add(Voice, statement=statement, official=self.official(voice.pop("official")), **voice)
        for appearance in map(_fields, parts["appearances"]):
            self.add_appearance(statement, appearance)
        for code in parts["concerns"]:
            self.add(Concern, statement=statement, country=_country(code))
        for name in parts["topics"]:
            self.add(StatementTopic, statement=statement, topic=self.known(Topic, name=name))
        return publish_statement(statement, by=self.published_by)

    def add_appearance(self, statement, entry):
        source, relayed_by = self.source(entry.pop("source")), entry.pop("relayed_by", None)
        relayed_by = self.known(Origin, name=relayed_by) if relayed_by else None
        self.add(Appearance, statement=statement, source=source, relayed_by=relayed_by, **entry)

    def add_links(self, entry):
        later = self.statements[entry["key"]]
        for link in map(_fields, entry.get("links", [])):
            earlier = _get(self.statements, link.pop("earlier"), "statement", STATEMENTS)
            if not StatementLink.objects.filter(later=later, earlier=earlier, kind=link["kind"]).exists():
                self.add(StatementLink, later=later, earlier=earlier, **link)
                self.linked |= {later.pk: later, earlier.pk: earlier}

    # What happened next

    def draft_verifications(self, entry):
        statement = self.statements[entry["key"]]
        for verification in map(_fields, entry.get("verifications", [])):
            if not _verification_found(statement, verification):
                self.drafts.append((entry["key"], self.new_verification(statement, verification)))

    def new_verification(self, statement, entry):
        evidence = entry.pop("evidence", [])
        verification = self.add(Verification, statement=statement, author=self.judged_by, **entry)
        for piece in map(_fields, evidence):
            self.add(Evidence, verification=verification, source=self.source(piece.pop("source")), **piece)
        return verification

    def publish_verifications(self):
        """In the order in which the facts became public, so that the latest comes last, as in a newsroom."""
        for key, draft in sorted(self.drafts, key=lambda pair: pair[1].public_on_last):
            with _named(f"{STATEMENTS}, statements, {key}, {draft.get_finding_display()}"):
                publish_verification(draft, by=self.published_by)


def _read(path):
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise CaseError(f"{path.name} has to be one object with its lists.")
    return content


@contextmanager
def _named(entry):
    """What is wrong with an entry, or refused by the database, becomes a CaseError that names it."""
    try:
        with refusals_explained():
            yield
    except KeyError as error:
        raise CaseError(f"{entry}: {error} is missing") from error
    except ValidationError as error:
        raise CaseError(f"{entry}: {' '.join(_problems(error))}") from error
    except (ValueError, TypeError, AttributeError, ObjectDoesNotExist, PermissionDenied) as error:
        raise CaseError(f"{entry}: {error}") from error


def _problems(error):
    """The messages, with the field where there is one."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        message if field == "__all__" else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]


def _fields(entry):
    """A copy of an entry without the marks of what its editors wrote, which have to name keys that it has."""
    entry = dict(entry)
    if strangers := set(entry.pop("editors_words", [])) - set(entry):
        raise ValueError(f"editors_words names what is not there: {', '.join(sorted(strangers))}")
    return entry


def _get(known, key, what, file):
    if key not in known:
        raise ValueError(f"no {what} “{key}” in {file}")
    return known[key]


def _new(known, key):
    if key in known:
        raise ValueError(f"“{key}” stands twice")
    return key


def _country(code):
    return Country.objects.get(code=code) if code else None


def _official_found(entry):
    """The official on record, also when an editor has since changed the spelling."""
    name, word, wikidata_id = entry["name"], address_word(entry["name"]), entry.get("wikidata_id")
    is_found = Q(name=name) | Q(other_names__name=name) | Q(slug=word) | Q(former_slugs__slug=word)
    if wikidata_id:  # it keeps two people of one name apart
        is_found = Q(wikidata_id=wikidata_id) | (is_found & Q(wikidata_id=""))
    return Official.objects.filter(is_found, kind=entry["kind"]).order_by("id").first()


def _tenure_found(official, office, **fields):
    """Whether a tenure in that office lies over these days: it is this one, as an editor knows it now."""
    wanted = Tenure(**fields)
    days = PartialDate.between(wanted.started_on_first, wanted.ended_on_last or date.max)
    return Tenure.objects.filter(official=official, office=office).on(days).exists()


def _statement_found(entry):
    said_on = PartialDate.parse(entry["said_on"])
    return Statement.objects.filter(
        speaker=entry["speaker"], claim=entry["claim"], said_on_first=said_on.first, said_on_last=said_on.last
    ).first()


def _verification_found(statement, entry):
    public_on = PartialDate.parse(entry["public_on"])
    return statement.verifications.filter(
        finding=entry["finding"], summary=entry["summary"], public_on_last=public_on.last
    ).exists()
