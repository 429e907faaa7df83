"""The rows of one batch: statements with their sources, and what was found of them, as tuples ready for COPY.

Everything is born a draft, as the record wants it; beside the rows stands what to publish, and when.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tracker.management.synthesis.cast import FIRST_DAY, LAST_DAY, Speaker
from tracker.management.synthesis.chance import Chance, Weighted
from tracker.management.synthesis.words import ENGLISH, Sayings
from tracker.partial_dates import PartialDate
from tracker.verifications.publishing import address_word
from tracker.vocabulary import (
    FORWARD_KINDS,
    AttributionBasis,
    Basis,
    CheckByBasis,
    Confidence,
    Finding,
    Form,
    Kind,
    LinkKind,
    PartlyBecause,
    SourceKind,
    Stance,
    VoiceRole,
)

NO_DAY = (None, None, "")
WHY = "Made up by manage.py synthesize, to try this site at full size."
SEARCHED = "The archives of five papers and the public register."

_KINDS = Weighted(
    {Kind.COMMITMENT: 30, Kind.PREDICTION: 14, Kind.DENIAL: 16, Kind.ASSERTION: 32, Kind.POSITION: 8},
)
_BASES = Weighted({Basis.REPORT: 60, Basis.OFFICIAL_TEXT: 22, Basis.RECORDING: 14, Basis.RELAYED: 4})
_DAYS_AS_NAMED = Weighted({CheckByBasis.EXPLICIT: 5, CheckByBasis.IMPLIED: 3, CheckByBasis.EDITORS: 2})
_HAS_CHECK_BY = {Kind.COMMITMENT: 0.7, Kind.PREDICTION: 0.8, Kind.DENIAL: 0.1, Kind.ASSERTION: 0.1, Kind.POSITION: 0}
_TOPICS = (1, 1, 1, 1, 2, 2, 3)
# How many entries a statement has that takes findings: none to ten, two on average over all statements.
_ENTRIES = Weighted({0: 30, 1: 18, 2: 15, 3: 12, 4: 9, 5: 6, 6: 4, 7: 3, 8: 1, 9: 1, 10: 1})
_INTERIM = {Finding.NO_CHANGE: 30, Finding.TOWARD_UPHELD: 20, Finding.TOWARD_BROKEN: 18}
_INTERIM_OF_ALL = Weighted(_INTERIM)
_INTERIM_WITH_A_DAY = Weighted(_INTERIM | {Finding.POSTPONED: 10, Finding.TERMS_CHANGED: 7})
_ENDS = Weighted(
    {Finding.UPHELD: 32, Finding.PARTLY_UPHELD: 18, Finding.BROKEN: 30, Finding.UNDETERMINED: 14, Finding.VOID: 6}
)
_ENDS_WITHOUT_CRITERIA = Weighted({Finding.UNDETERMINED: 8, Finding.VOID: 2})
_NEEDED = {
    Finding.UPHELD: Stance.FOR,
    Finding.PARTLY_UPHELD: Stance.FOR,
    Finding.BROKEN: Stance.AGAINST,
}


@dataclass
class Said:
    """What the rows around a statement have to know of it."""

    key: int
    kind: Kind
    speaker: Speaker
    day: date
    said_on: tuple  # first day, last day, precision
    published_at: datetime
    claim: tuple  # the claim, what upholds it, what breaks it
    has_criteria: bool
    country: str | None
    has_check_by: bool = False
    sources_since: list = field(default_factory=list)

    @property
    def last_day(self):
        return self.said_on[1]


@dataclass
class Batch:
    """Rows by table, and what to publish and to take back afterwards."""

    rows: dict = field(default_factory=dict)
    statements: list = field(default_factory=list)  # (key, slug, published at)
    entries: list = field(default_factory=list)  # (key, published at)
    withdrawn: list = field(default_factory=list)
    withdrawn_entries: list = field(default_factory=list)
    size: int = 0  # of what was asked for


class Author:
    """Writes batches. The same seed, cast and first keys make the same rows."""

    def __init__(self, cast, keys, seed):
        self.cast = cast
        self.keys = keys
        self.seed = seed

    def statements(self, number, count):
        """A batch of statements, most of them public, with their sources and entries."""
        self._begin(number)
        said = None
        for _ in range(count):
            said, earlier = self._statement(said), said
            if earlier and self.chance.is_so(0.05) and said.said_on[0] >= earlier.last_day:
                self._add("statementlink", said.key, earlier.key, LinkKind.REPEATS, "")
            if self.chance.is_so(0.98):
                self._publish(said)
        self.batch.size = count
        return self.batch

    def more_entries(self, number, statements):
        """A batch with one more entry for each statement, given as key, kind, last day and moment of publication."""
        self._begin(number)
        for key, kind, last_day, published_at in statements:
            said = Said(key, kind, None, None, (None, last_day, ""), published_at, (), False, None)
            self._entry(said, Finding.TOWARD_UPHELD, max(last_day, LAST_DAY - timedelta(days=30)))
        self.batch.size = len(statements)
        return self.batch

    def _begin(self, number):
        self.chance = Chance(f"{self.seed} {number}")
        self.sayings = Sayings(self.chance)
        self.batch = Batch()

    def _add(self, table, *row):
        key = next(self.keys[table])
        self.batch.rows.setdefault(table, []).append((key, *row))
        return key

    # The statement and its parts

    def _statement(self, before):
        """A statement by whoever spoke before, out of the same source, or by somebody else on another day."""
        same = before if before and self.chance.is_so(0.3) else None
        speaker = same.speaker if same else self.chance.early_of(self.cast.speakers)
        day = same.day if same else self._day()
        said_on = same.said_on if same else self._partly_known(day)
        tenure = speaker.tenure_on(day)
        kind = self.chance.weighted(_KINDS)
        has_criteria = kind in FORWARD_KINDS or (kind != Kind.POSITION and self.chance.is_so(0.8))
        said = Said(
            key=None,
            kind=kind,
            speaker=speaker,
            day=day,
            said_on=said_on,
            published_at=self._some_time_after(said_on[1]),
            claim=self.sayings.claim(day.year + 1),
            has_criteria=has_criteria,
            country=tenure[2] if tenure else speaker.country,
        )
        wording = self._wording(day)
        said.key = self._statement_row(said, tenure, *wording)
        self._appearances(said, self.primary_source if same else None, *wording)
        self._parts(said)
        return said

    def _statement_row(self, said, tenure, spoken_language, language, form, wording):
        told = form == Form.PARAPHRASE
        claim, upheld_if, broken_if = said.claim
        check_by, check_by_basis = self._check_by(said)
        said.has_check_by = bool(check_by_basis)
        return self._add(
            "statement",
            said.kind,
            "" if told else wording,
            "" if told else language,
            spoken_language,
            claim,
            self.sayings.news(said.day.year) if self.chance.is_so(0.3) else "",
            said.speaker.key,
            tenure[0] if tenure else None,
            tenure[1] if tenure else said.speaker.label,
            said.country,
            *said.said_on,
            self.sayings.occasion(said.day.year),
            upheld_if if said.has_criteria else "",
            broken_if if said.has_criteria else "",
            *check_by,
            check_by_basis,
            WHY,
            self.cast.editor,
            said.published_at - timedelta(hours=3),
        )

    def _day(self):
        """Rather of late than long ago."""
        days_ago = 8 + int(self.chance.late() * 1_900)
        return max(LAST_DAY - timedelta(days=days_ago), FIRST_DAY)

    def _partly_known(self, day):
        """The day as its source knows it: mostly to the day."""
        how = self.chance.random()
        if how < 0.9:
            return day, day, "day"
        if how < 0.94:
            return _columns(PartialDate.month(day.year, day.month))
        if how < 0.97:
            return _columns(PartialDate.between(day - timedelta(days=3), day))
        return _columns(PartialDate.week(day) if how < 0.98 else PartialDate.year(day.year))

    def _check_by(self, said):
        if not self.chance.is_so(_HAS_CHECK_BY[said.kind]):
            return NO_DAY, ""
        day = said.last_day + timedelta(days=1 + int(self.chance.late() * 600))
        columns = _columns(PartialDate.year(day.year)) if self.chance.is_so(0.2) else (day, day, "day")
        if said.kind not in FORWARD_KINDS:
            return columns, CheckByBasis.EDITORS
        return columns, self.chance.weighted(_DAYS_AS_NAMED)

    def _some_time_after(self, day):
        """A moment in office hours, mostly within weeks, sometimes after years."""
        days = int(self.chance.late() * (20 if self.chance.is_so(0.85) else 900))
        day = max(min(day + timedelta(days=days), LAST_DAY), day)
        return datetime.combine(day, time(8 + self.chance.below(10), self.chance.below(60)), UTC)

    def _wording(self, day):
        """The language of the words, and the wording of the source that is judged: its language, form and text."""
        spoken = self.sayings.language()
        if self.chance.is_so(0.12):
            return spoken.tag, "en", Form.PARAPHRASE, self.sayings.speech(ENGLISH, day.year)
        if spoken is not ENGLISH and self.chance.is_so(0.4):
            return spoken.tag, "en", Form.TRANSLATED, self.sayings.speech(ENGLISH, day.year)
        return spoken.tag, spoken.tag, Form.OWN_WORDS, self.sayings.speech(spoken, day.year)

    def _appearances(self, said, source, _spoken_language, language, form, wording):
        basis = self.chance.weighted(_BASES)
        relayed_by = self.chance.one_of(self.cast.origins) if basis == Basis.RELAYED else None
        self.primary_source = source = source or self._source(said.last_day, language)
        self._add("appearance", said.key, source, wording, language, form, basis, relayed_by, "", True)
        while self.chance.is_so(0.25):
            told = self.sayings.speech(ENGLISH, said.day.year)
            other = self._source(said.last_day, "en")
            self._add("appearance", said.key, other, told, "en", Form.PARAPHRASE, Basis.REPORT, None, "", False)

    def _source(self, day, language):
        """A new source of that day, with its origin more often than not."""
        publisher, word = self.chance.early_of(self.cast.publishers)
        # An address that stands once: the number is that of the key, which nobody else has.
        address = f"{word}.example/{day:%Y/%m}/"
        title = self.sayings.news(day.year)
        seen = datetime.combine(day, time(12), UTC)
        key = next(self.keys["source"])
        row = (publisher, title, day, day, "day", language, SourceKind.ARTICLE, self.cast.editor, seen)
        self.batch.rows.setdefault("source", []).append((key, f"https://{address}{key}", f"{address}{key}", *row))
        if self.chance.is_so(0.6):
            basis = AttributionBasis.CREDITED if self.chance.is_so(0.8) else AttributionBasis.COMPARISON
            self._add("attribution", key, self.chance.one_of(self.cast.origins), basis, "")
        return key

    def _parts(self, said):
        """Topics, countries concerned, voices."""
        count = self.chance.one_of(_TOPICS)
        for topic in {self.chance.early_of(self.cast.topics, 2) for _ in range(count)}:
            self._add("statementtopic", said.key, topic)
        if self.chance.is_so(0.25):
            concerned = {self.chance.early_of(self.cast.countries, 2) for _ in range(self.chance.between(1, 3))}
            for code in sorted(concerned - {said.country}):
                self._add("concern", said.key, code)
        if self.chance.is_so(0.08):
            other = self.chance.one_of(self.cast.speakers_of[said.speaker.country])
            role = VoiceRole.SIGNED if self.chance.is_so(0.6) else VoiceRole.SPOKEN_FOR
            if other is not said.speaker:
                self._add("voice", said.key, other.key, role, None, "Signatory", other.country)

    def _publish(self, said):
        self.batch.statements.append((said.key, address_word(said.claim[0]), said.published_at))
        if self.chance.is_so(0.003):
            self.batch.withdrawn.append(said.key)
        elif said.kind != Kind.POSITION:
            for finding, day in self._findings(said):
                self._entry(said, finding, day)

    # What happened next

    def _findings(self, said):
        """The entries' findings with their days, first to last: interim ones, then mostly one that ends it."""
        room = min(max((LAST_DAY - said.last_day).days, 1), 1_500)
        days = sorted(self.chance.below(room) for _ in range(self.chance.weighted(_ENTRIES)))
        for place, days_after in enumerate(days, 1):
            yield self._finding(said, place, len(days) - place), said.last_day + timedelta(days=days_after)

    def _finding(self, said, place, left):
        if left == 0 and place > 2 and self.chance.is_so(0.1):
            return Finding.REOPENED
        if self.chance.is_so({0: 0.8, 1: 0.1}.get(left, 0)):
            return self.chance.weighted(_ENDS if said.has_criteria else _ENDS_WITHOUT_CRITERIA)
        return self.chance.weighted(_INTERIM_WITH_A_DAY if said.has_check_by else _INTERIM_OF_ALL)

    def _entry(self, said, finding, day):
        public_on = _columns(PartialDate.month(day.year, day.month)) if self.chance.is_so(0.04) else (day, day, "day")
        moved = day + timedelta(days=self.chance.between(30, 800))
        published_at = max(self._some_time_after(public_on[1]), said.published_at + timedelta(minutes=5))
        is_high = finding in _NEEDED and self.chance.is_so(0.4)
        key = self._add(
            "verification",
            said.key,
            finding,
            self.chance.one_of(list(PartlyBecause)) if finding == Finding.PARTLY_UPHELD else "",
            *public_on,
            *((moved, moved, "day") if finding == Finding.POSTPONED else NO_DAY),
            self.sayings.news(day.year),
            self.sayings.news(day.year) if self.chance.is_so(0.4) else "",
            SEARCHED if finding in (Finding.UNDETERMINED, Finding.VOID) else "",
            Confidence.HIGH if is_high else Confidence.MEDIUM,
            "The ledger itself." if is_high else "One origin.",
            self.chance.one_of(self.cast.checkers),
            published_at - timedelta(hours=1),
        )
        self.batch.entries.append((key, published_at))
        if self.chance.is_so(0.005):
            self.batch.withdrawn_entries.append(key)
        self._evidence(said, key, finding, day)

    def _evidence(self, said, entry, finding, day):
        """What the finding needs, and mostly something beside it; a source of an earlier entry is often cited again."""
        stances = [_NEEDED[finding]] if finding in _NEEDED else []
        while len(stances) < 4 and self.chance.is_so(0.3 if stances else 0.6):
            stances.append(Stance.CONTEXT if self.chance.is_so(0.6) else _NEEDED.get(finding, Stance.FOR))
        for stance in stances:
            if said.sources_since and self.chance.is_so(0.5):
                source, out = self.chance.one_of(said.sources_since)
            else:
                source, out = self._source(day, "en"), day
                said.sources_since.append((source, out))
            happened_on = (out, out, "day") if self.chance.is_so(0.7) else NO_DAY
            excerpt = self.sayings.sentence(ENGLISH, day.year) if self.chance.is_so(0.5) else ""
            self._add("evidence", entry, source, stance, *happened_on, excerpt)


def _columns(day):
    return day.first, day.last, day.precision
