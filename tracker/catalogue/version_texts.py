"""A version of a statement's page as sections of labelled texts, and what changed between two versions.

Reads what `verifications/versions.py` wrote down, so that an old page shows what it showed then, whatever has
become of the record since.
"""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.catalogue.word_by_word import runs
from tracker.languages import apart_if_foreign, listed, phrase
from tracker.names import named
from tracker.partial_dates import PartialDate
from tracker.vocabulary import (
    AttributionBasis,
    Basis,
    CheckByBasis,
    Confidence,
    Form,
    Kind,
    PartlyBecause,
    Stance,
    VersionReason,
    VoiceRole,
)

# What an entry says; the finding and its day stay when it is withdrawn.
_ENTRYS_WORDS = ("partly_because", "summary", "reasoning", "searched", "confidence", "confidence_reason")


@dataclass(frozen=True)
class Withdrawn:
    """What has been taken back since: reasons by the places of entries, and numbers of linked statements."""

    entries: dict[int, str] = field(default_factory=dict)
    statements: set[int] = field(default_factory=set)


def still_shown(page, withdrawn):
    """A version's page without the words of what has been withdrawn since."""
    return page | {
        "entries": [
            _without_words(entry) if entry["place"] in withdrawn.entries else entry for entry in page["entries"]
        ],
        "links": [
            link | {"claim": "", "note": ""} if link["number"] in withdrawn.statements else link
            for link in page["links"]
        ],
        "corrections": [
            correction for correction in page["corrections"] if correction["of_entry"] not in withdrawn.entries
        ],
    }


def _without_words(entry):
    return entry | dict.fromkeys(_ENTRYS_WORDS, "") | {"new_check_by": None, "evidence": []}


def why(version):
    """Why there is this version, for readers: of a reply it may be only why nobody was asked for one; and the version
    itself is never withdrawn."""
    if version.why == VersionReason.REPLIED:
        return _("right of reply")
    if version.why == VersionReason.WITHDRAWN:
        return _("the statement withdrawn") if version.representation["withdrawn_at"] else _("an entry withdrawn")
    return version.get_why_display()


def stored_label(label):
    """A word with a fixed meaning, stored as it was labelled then, in the language of the page; one that the
    vocabulary no longer has stays as it is."""
    return _(label) if label else ""


@dataclass(frozen=True)
class Text:
    """One labelled text of a page."""

    label: str
    text: str
    language: str = ""
    address: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page. The key tells which part it is in every version, whatever its title then."""

    key: str
    title: str
    texts: list[Text] = field(default_factory=list)


def sections(page):
    """The page of one version, in the order of the live page; what was empty is left out."""
    found = [
        Section("status", _("Where it stood"), _said({_("Status"): stored_label(page["status_label"])})),
        Section("words", _("The words"), _words(page)),
        Section("reading", _("How we read it"), _reading(page)),
        *(_entry(entry) for entry in page["entries"]),
        *(_appearance(number, row) for number, row in enumerate(page["appearances"], 1)),
        Section("links", _("Linked statements"), [_link(link) for link in page["links"]]),
        *(_correction(number, row) for number, row in enumerate(reversed(page["corrections"]), 1)),
        *(_reply(number, row) for number, row in enumerate(page["replies"], 1)),
    ]
    return [section for section in found if section.texts]


@dataclass(frozen=True)
class Difference:
    """A text that reads otherwise now: runs of (what it is, text), where it is one of same, gone, new."""

    section: str
    label: str
    runs: tuple[tuple[str, str], ...]
    language: str = ""


def differences(before, after):
    """What changed from one version's page to the next, text by text, in the order of the later page."""
    was, becomes = _by_place(before), _by_place(after)
    changed = []
    for place in becomes | was:
        old, new = was.get(place), becomes.get(place)
        if (old and old.text) != (new and new.text):
            now = new or old
            told = runs(old.text if old else "", new.text if new else "")
            changed.append(Difference(now.section, now.label, told, now.language))
    return changed


@dataclass(frozen=True)
class _Placed:
    section: str
    label: str
    text: str
    language: str


def _by_place(page):
    """Each text under the section and the label that it has in every version, with the titles to print."""
    return {
        (section.key, text.label): _Placed(section.title, text.label, text.text, text.language)
        for section in sections(page)
        for text in section.texts
    }


def _texts(named, **more):
    return [Text(label, str(text), **more) for label, text in named.items() if text]


def _said(named):
    """Texts that are no words of the record: days, and words with a fixed meaning, in the language of the page."""
    return _texts(named, language=get_language())


def _day(iso):
    """A day as the page's language writes it."""
    return str(PartialDate.parse(iso)) if iso else ""


def _word(vocabulary, value):
    return str(vocabulary(value).label) if value else ""


def _words(page):
    speaker = page["speaker"]
    return [
        *_texts({_("Quote"): page["quote"]}, language=page["quote_language"]),
        *_texts(
            {
                _("Our translation"): page["translation"],
                _("Claim"): page["claim"],
                _("Speaker"): listed(filter(None, [speaker["name"], speaker["label"]])),
                _("Country"): speaker["country"],
                _("Voices"): _("; ").join(_voice(voice) for voice in page["voices"]),
            }
        ),
        *_said({_("Said on"): _day(page["said_on"])}),
        *_texts({_("Occasion"): page["occasion"]}),
    ]


def _voice(voice):
    who = listed(filter(None, [voice["name"], voice["label"]]))
    return phrase("{who} ({role})", who=who, role=_word(VoiceRole, voice["role"]).lower())


def _reading(page):
    check_by = _day(page["check_by"])
    basis = _word(CheckByBasis, page["check_by_basis"])
    return [
        *_said({_("Kind"): _word(Kind, page["kind"])}),
        *_texts(
            {
                _("Reading"): page["reading"],
                _("Upheld if"): page["upheld_if"],
                _("Broken if"): page["broken_if"],
            }
        ),
        *_said({_("Check by"): _(", ").join([check_by, basis]) if check_by else ""}),
        *_texts(
            {
                _("Why we logged it"): page["selected_because"],
                _("Concerns"): listed(page["concerns"]),
                _("Topics"): listed(page["topics"]),
                _("Published by"): page["published_by"],
            }
        ),
    ]


def _entry(entry):
    texts = [
        *_said({_("Finding"): stored_label(entry["finding_label"])}),
        *_said({_("In which part"): _word(PartlyBecause, entry["partly_because"])}),
        *_texts({_("Summary"): entry["summary"]}),
        *_said({_("New day to check by"): _day(entry["new_check_by"])}),
        *_texts({_("Reasoning"): entry["reasoning"], _("Searched"): entry["searched"]}),
        *_said({_("Confidence"): _word(Confidence, entry["confidence"])}),
        *_texts(
            {
                _("Reason for the confidence"): entry["confidence_reason"],
                _("Judged by"): entry["judged_by"],
                _("Published by"): entry["published_by"],
                _("Withdrawn"): entry["withdrawal_reason"],
            }
        ),
    ]
    for number, evidence in enumerate(entry["evidence"], 1):
        texts += _evidence(number, evidence)
    return Section(
        f"entry {entry['place']}",
        _("{finding}, public {day}").format(finding=stored_label(entry["finding_label"]), day=_day(entry["public_on"])),
        texts,
    )


def _evidence(number, evidence):
    source = evidence["source"]
    label = _("Evidence %(number)s") % {"number": number}
    return [
        Text(
            label,
            phrase("{stance}: {source}", stance=_word(Stance, evidence["stance"]), source=_source(source)),
            address=source["url"],
        ),
        *_texts({_("%(evidence)s, excerpt") % {"evidence": label}: evidence["excerpt"]}, language=source["language"]),
        *_said({_("%(evidence)s, happened on") % {"evidence": label}: _day(evidence["happened_on"])}),
        *_texts(
            {
                _("%(evidence)s, where") % {"evidence": label}: evidence["locator"],
                _("%(evidence)s, note") % {"evidence": label}: evidence["note"],
            }
        ),
    ]


def _source(source):
    origins = _("; ").join(_origin(origin) for origin in source["origins"])
    words = listed(
        filter(None, [source["publisher"], source["title"], _day(source["published_on"]), source["interest"]])
    )
    return _("%(source)s. Account of %(origins)s") % {"source": words, "origins": origins} if origins else words


def _origin(origin):
    how = listed(filter(None, [_word(AttributionBasis, origin["basis"]), origin["note"]]))
    return phrase("{name} ({how})", name=origin["name"], how=how)


def _appearance(number, row):
    how = _(", ").join([_word(Form, row["form"]), _word(Basis, row["basis"]).lower()])
    texts = [
        *_texts({_("Wording"): row["wording"]}, language=row["language"]),
        *_said({_("How the source has it"): how}),
        *_texts({_("Relayed by"): row["relayed_by"], _("Where"): row["locator"]}),
        Text(_("Source"), _source(row["source"]), address=row["source"]["url"]),
    ]
    return Section(
        f"wording {row['source']['url'] or number}",
        format_html(_("Wording in {publisher}"), publisher=apart_if_foreign(row["source"]["publisher"])),
        texts,
    )


def _link(link):
    claim = link["claim"] or _("withdrawn")
    words = _("%(link)s statement %(number)s: %(claim)s")
    label = stored_label(link["label"])
    text = words % {"link": label, "number": link["number"], "claim": claim}
    label = _("{link}, statement {number}").format(link=label.capitalize(), number=link["number"])
    return Text(label, f"{text} ({link['note']})" if link["note"] else text)


def _correction(number, row):
    texts = {_("Before"): row["before"], _("After"): row["after"], _("Reason"): row["reason"]}
    return Section(
        f"correction {number}",
        _("Correction of “%(what)s”, %(day)s") % {"what": named(row["what"]), "day": _day(row["corrected_at"][:10])},
        _texts(texts),
    )


def _reply(number, row):
    texts = [
        *_said({_("Asked on"): _day(row["asked_on"])}),
        *_texts({_("How"): row["channel"]}),
        *_said({_("Answered on"): _day(row["answered_on"])}),
        *_texts({_("Answer"): row["text"], _("Why nobody was asked"): row["why_not_asked"]}),
    ]
    return Section(f"reply {number}", _("Right of reply"), texts)
