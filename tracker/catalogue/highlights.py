"""Where rows of a list have what was looked for: marked in the words and names that they show, and where it stands in
none of these, a line that tells where else the statement has it.

Words are compared as the search compares them: by the stem that each has in the language of its text.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from tracker.officials.models import OtherName
from tracker.statements.models import Appearance, Topic

NO_LANGUAGE = ""
ENGLISH = "en"
# Characters of a text on either side of what is marked in it, where the text is longer.
AROUND = 80


@dataclass
class Text:
    """A text of a statement, with the places where it has what was looked for."""

    words: str
    language: str
    label: str = ""
    spans: list = field(default_factory=list)

    @property
    def marked(self):
        """The whole text as HTML, escaped."""
        return _marked(self.words, self.spans)

    @property
    def excerpt(self):
        """The part around the first mark as HTML, escaped."""
        start, end = self.spans[0][0] - AROUND, self.spans[0][1] + AROUND
        start = 0 if start <= 0 else self.words.find(" ", start, self.spans[0][0]) + 1 or start
        end = len(self.words) if end >= len(self.words) else self.words.rfind(" ", self.spans[0][1], end)
        end = self.spans[0][1] + AROUND if end < 0 else end
        spans = [(a - start, b - start) for a, b in self.spans if b <= end]
        cut = _marked(self.words[start:end], spans)
        return format_html("{}{}{}", "… " if start else "", cut, " …" if end < len(self.words) else "")


def _marked(words, spans):
    pieces, done = [], 0
    for start, end in spans:
        pieces += [(words[done:start], words[start:end])]
        done = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), words[done:])


def show_matches(rows, search):
    """Marks in each row what was looked for: `marked_words` of its statement, `marked_name` of its officials; and in
    `found_in` of the row, texts that it does not show."""
    groups, stems = search.followed.groups, _Stems()
    shown = [_shown_texts(row.statement) for row in rows]
    found = [_find(groups, texts, stems) for texts in _learned(stems, groups, shown)]
    elsewhere = {row.pk: missing for row, missing in zip(rows, found, strict=True) if missing}
    other = _other_texts([row for row in rows if row.pk in elsewhere])
    _learned(stems, groups, other.values())
    for row, texts in zip(rows, shown, strict=True):
        _show(row.statement, texts)
        row.found_in = _firsts_with(elsewhere[row.pk], other[row.pk], stems) if row.pk in elsewhere else []


def _show(statement, texts):
    words, *names = texts
    statement.marked_words = words.marked
    for official, name in zip(_officials(statement), names, strict=True):
        official.marked_name = name.marked


def _officials(statement):
    return [statement.speaker, *(voice.official for voice in statement.voices.all())]


def _shown_texts(statement):
    words = Text(statement.quote, statement.quote_language) if statement.quote else Text(statement.claim, ENGLISH)
    return [words, *(Text(official.name, NO_LANGUAGE) for official in _officials(statement))]


def _other_texts(rows):
    """By row, the texts that the search looks at and a row does not show, the nearest first."""
    keys = [row.pk for row in rows]
    officials = {official.pk for row in rows for official in _officials(row.statement)}
    names = list(OtherName.objects.filter(official__in=officials).select_related("official")) if rows else []
    topics = Topic.objects.in_bulk({topic for row in rows for topic in row.topics}) if rows else {}
    wordings = list(Appearance.objects.filter(statement__in=keys).select_related("source__publisher")) if rows else []
    return {
        row.pk: [
            Text(row.statement.claim, ENGLISH, _("Claim")),
            Text(row.statement.translation, ENGLISH, _("Our translation")),
            Text(row.statement.occasion, ENGLISH, _("Occasion")),
            *(
                Text(name.name, NO_LANGUAGE, _("%(official)s is also") % {"official": name.official})
                for name in names
                if name.official_id in row.officials
            ),
            *(Text(topics[topic].name, ENGLISH, _("Topic")) for topic in row.topics if topic in topics),
            *(
                Text(
                    wording.wording,
                    wording.language,
                    _("Wording in %(publisher)s") % {"publisher": wording.source.publisher},
                )
                for wording in wordings
                if wording.statement_id == row.pk
            ),
        ]
        for row in rows
    }


def _find(groups, texts, stems):
    """Marks every group in the texts, and returns those that none has."""
    missing = []
    for group in groups:
        spans = [(text, span) for text in texts for term in group for span in stems.spans(term, text)]
        for text, span in spans:
            text.spans.append(span)
        missing += [] if spans else [group]
    for text in texts:
        text.spans = _apart(text.spans)
    return missing


def _firsts_with(groups, texts, stems):
    """For each group the first of the texts that has it, with what it has marked."""
    for group in groups:
        spans = ((text, [span for term in group for span in stems.spans(term, text)]) for text in texts)
        text, found = next((pair for pair in spans if pair[1]), (None, []))
        if text:
            text.spans = _apart([*text.spans, *found])
    return [text for text in texts if text.spans]


def _apart(spans):
    """The spans in order, those that overlap as one."""
    joined = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _learned(stems, groups, rows):
    """The same rows of texts, when the stems of all words in them are known."""
    rows = list(rows)
    texts = [text for texts in rows for text in texts]
    languages = {text.language for text in texts}
    words = {(text.language, text.words[a:b]) for text in texts for a, b in _words(text.words)}
    terms = {term.words for group in groups for term in group}
    words |= {(language, term[a:b]) for language in languages for term in terms for a, b in _words(term)}
    stems.learn(words)
    return rows


class _Stems:
    """What words are compared by, learned from the database for many at once."""

    def __init__(self):
        self.known = {}

    def learn(self, words):
        unknown = list(words - self.known.keys())
        if not unknown:
            return
        languages, words = zip(*unknown, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tsvector_to_array(to_tsvector(('tracker_' || tracker_search_language(language))::regconfig, "
                "tracker_single_words(word))) FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY "
                "AS asked (language, word, place) ORDER BY place",
                [list(languages), list(words)],
            )
            self.known |= {word: tuple(stems) for word, (stems,) in zip(unknown, cursor.fetchall(), strict=True)}

    def of(self, words, language):
        """The places and the stems of all words of a text."""
        places = _words(words)
        return places, [self.known[language, words[start:end]] for start, end in places]

    def spans(self, term, text):
        """Where the text has the term: from its first to its last word."""
        _places, looked_for = self.of(term.words, text.language)
        places, stems = self.of(text.words, text.language)
        count = len(looked_for)
        if not any(looked_for):
            return []
        return [
            (places[i][0], places[i + count - 1][1])
            for i in range(len(stems) - count + 1)
            if stems[i : i + count] == looked_for
        ]


def _words(text):
    """The places of the words of a text; each letter of a script without spaces is one, with its signs."""
    places, start, before = [], None, ""
    for place, letter in enumerate(text):
        kind = _kind(letter)
        if start is not None and (kind == "gap" or kind == "unspaced" or (before == "unspaced" and kind == "letter")):
            places.append((start, place))
            start = None
        if start is None and kind in ("letter", "unspaced"):
            start, before = place, kind
    return [*places, (start, len(text))] if start is not None else places


# As tracker_unspaced() in search.sql has them.
_UNSPACED = (
    (0x0E01, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17D3), (0x3005, 0x3007), (0x3041, 0x3096), (0x309D, 0x309F),
    (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF),
)  # fmt: skip


@cache
def _kind(letter):
    category = unicodedata.category(letter)
    if category[0] == "M" or category == "Cf":
        return "sign"  # of the letter before it
    if category[0] not in "LN":
        return "gap"
    return "unspaced" if any(first <= ord(letter) <= last for first, last in _UNSPACED) else "letter"
