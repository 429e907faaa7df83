"""A version of a statement's page as sections of labelled texts, and what changed between two versions.

Reads what `verifications/versions.py` wrote down, so that an old page shows what it showed then, whatever has
become of the record since.
"""

from dataclasses import dataclass, field

from tracker.catalogue.word_by_word import runs
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
        Section("status", "Where it stood", _texts({"Status": page["status_label"]})),
        Section("words", "The words", _words(page)),
        Section("reading", "How we read it", _reading(page)),
        *(_entry(entry) for entry in page["entries"]),
        *(_appearance(number, row) for number, row in enumerate(page["appearances"], 1)),
        Section("links", "Linked statements", [_link(link) for link in page["links"]]),
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


def differences(before, after):
    """What changed from one version's page to the next, text by text, in the order of the later page."""
    was, becomes = _by_place(before), _by_place(after)
    changed = []
    for place in becomes | was:
        old, new = was.get(place), becomes.get(place)
        if (old and old.text) != (new and new.text):
            place_now = new or old
            changed.append(
                Difference(place_now.section, place_now.label, runs(old.text if old else "", new.text if new else ""))
            )
    return changed


@dataclass(frozen=True)
class _Placed:
    section: str
    label: str
    text: str


def _by_place(page):
    """Each text under the section and the label that it has in every version, with the titles to print."""
    return {
        (section.key, text.label): _Placed(section.title, text.label, text.text)
        for section in sections(page)
        for text in section.texts
    }


def _texts(named, **more):
    return [Text(label, str(text), **more) for label, text in named.items() if text]


def _day(iso):
    return str(PartialDate.parse(iso)) if iso else ""


def _word(vocabulary, value):
    return str(vocabulary(value).label) if value else ""


def _words(page):
    speaker = page["speaker"]
    return [
        *_texts({"Quote": page["quote"]}, language=page["quote_language"]),
        *_texts(
            {
                "Our translation": page["translation"],
                "Claim": page["claim"],
                "Speaker": ", ".join(filter(None, [speaker["name"], speaker["label"]])),
                "Country": speaker["country"],
                "Voices": "; ".join(_voice(voice) for voice in page["voices"]),
                "Said on": _day(page["said_on"]),
                "Occasion": page["occasion"],
            }
        ),
    ]


def _voice(voice):
    return f"{', '.join(filter(None, [voice['name'], voice['label']]))} ({_word(VoiceRole, voice['role']).lower()})"


def _reading(page):
    check_by = _day(page["check_by"])
    basis = _word(CheckByBasis, page["check_by_basis"])
    return _texts(
        {
            "Kind": _word(Kind, page["kind"]),
            "Reading": page["reading"],
            "Upheld if": page["upheld_if"],
            "Broken if": page["broken_if"],
            "Check by": f"{check_by}, {basis}" if check_by else "",
            "Why we logged it": page["selected_because"],
            "Concerns": ", ".join(page["concerns"]),
            "Topics": ", ".join(page["topics"]),
            "Published by": page["published_by"],
        }
    )


def _entry(entry):
    texts = _texts(
        {
            "Finding": entry["finding_label"],
            "In which part": _word(PartlyBecause, entry["partly_because"]),
            "Summary": entry["summary"],
            "New day to check by": _day(entry["new_check_by"]),
            "Reasoning": entry["reasoning"],
            "Searched": entry["searched"],
            "Confidence": _word(Confidence, entry["confidence"]),
            "Reason for the confidence": entry["confidence_reason"],
            "Judged by": entry["judged_by"],
            "Published by": entry["published_by"],
            "Withdrawn": entry["withdrawal_reason"],
        }
    )
    for number, evidence in enumerate(entry["evidence"], 1):
        texts += _evidence(number, evidence)
    return Section(f"entry {entry['place']}", f"{entry['finding_label']}, public {_day(entry['public_on'])}", texts)


def _evidence(number, evidence):
    source = evidence["source"]
    label = f"Evidence {number}"
    return [
        Text(label, f"{_word(Stance, evidence['stance'])}: {_source(source)}", address=source["url"]),
        *_texts({f"{label}, excerpt": evidence["excerpt"]}, language=source["language"]),
        *_texts(
            {
                f"{label}, happened on": _day(evidence["happened_on"]),
                f"{label}, where": evidence["locator"],
                f"{label}, note": evidence["note"],
            }
        ),
    ]


def _source(source):
    origins = "; ".join(_origin(origin) for origin in source["origins"])
    named = [source["publisher"], source["title"], _day(source["published_on"]), source["interest"]]
    return ", ".join(filter(None, named)) + (f". Account of {origins}" if origins else "")


def _origin(origin):
    how = ", ".join(filter(None, [_word(AttributionBasis, origin["basis"]), origin["note"]]))
    return f"{origin['name']} ({how})"


def _appearance(number, row):
    texts = [
        *_texts({"Wording": row["wording"]}, language=row["language"]),
        *_texts(
            {
                "How the source has it": ", ".join([_word(Form, row["form"]), _word(Basis, row["basis"]).lower()]),
                "Relayed by": row["relayed_by"],
                "Where": row["locator"],
            }
        ),
        Text("Source", _source(row["source"]), address=row["source"]["url"]),
    ]
    return Section(f"wording {row['source']['url'] or number}", f"Wording in {row['source']['publisher']}", texts)


def _link(link):
    claim = link["claim"] or "withdrawn"
    text = f"{link['label']} statement {link['number']}: {claim}" + (f" ({link['note']})" if link["note"] else "")
    return Text(f"{link['label'].capitalize()}, statement {link['number']}", text)


def _correction(number, row):
    texts = {"Before": row["before"], "After": row["after"], "Reason": row["reason"]}
    return Section(f"correction {number}", f"Correction of “{row['what']}”, {row['corrected_at'][:10]}", _texts(texts))


def _reply(number, row):
    texts = {
        "Asked on": _day(row["asked_on"]),
        "How": row["channel"],
        "Answered on": _day(row["answered_on"]),
        "Answer": row["text"],
        "Why nobody was asked": row["why_not_asked"],
    }
    return Section(f"reply {number}", "What the official answered", _texts(texts))
