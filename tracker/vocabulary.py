"""Every word with a fixed meaning: its value in the database, its label and its public definition.

The pages, the desk, the methodology page and the data dictionary all read this file, so that a word means
the same wherever it stands.
"""

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.names import named


class Vocabulary(models.TextChoices):
    """Choices whose members also carry a one-sentence public `definition` and a `tone`.

    A member is written (value, definition, tone, label). The tone names how pages draw the word: it picks
    the shape and the colour, which always stand beside the word itself.
    """

    def __new__(cls, value, definition="", tone=""):
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        member.tone = tone
        return member


def label_of(field, words):
    """For a model’s class: `get_…_display` as Django has it, which puts all labels into words for the sake of one."""

    def label(self):
        value = getattr(self, field)
        return str(words(value).label) if value in words else value

    return label


def word_check(model_name, field, words, *, blank=False):
    """The check that a column holds one of these words, also where no form stands before it."""
    allowed = [*words.values, ""] if blank else words.values
    return models.CheckConstraint(
        name=f"{model_name}_{field}_is_a_word",
        condition=models.Q(**{f"{field}__in": allowed}),
        violation_error_message=format_lazy(
            _("“{field}” is one of: {words}."), field=named(field), words=", ".join(words.values)
        ),
    )


class OfficialKind(Vocabulary):
    PERSON = "person", _("A human being who holds or held an office."), "", _("Person")
    INSTITUTION = (
        "institution",
        _("A body that speaks as such: a ministry, a government."),
        "",
        _("Institution"),
    )


class Kind(Vocabulary):
    """What sort of words a statement is; it decides what can become of it."""

    COMMITMENT = (
        "commitment",
        _("The speaker, or those he or she speaks for, will or will not do something."),
        "",
        _("Commitment"),
    )
    PREDICTION = (
        "prediction",
        _("The speaker says what will happen, by others’ doing or by itself."),
        "",
        _("Prediction"),
    )
    DENIAL = "denial", _("The speaker says that something is not so or did not happen."), "", _("Denial")
    ASSERTION = "assertion", _("The speaker says that something is so or did happen."), "", _("Assertion")
    POSITION = (
        "position",
        _("A stance. It takes no finding: we keep it, and later words are linked to it."),
        "",
        _("Position"),
    )


KINDS_IN_PLURAL = {
    Kind.COMMITMENT: _("Commitments"),
    Kind.PREDICTION: _("Predictions"),
    Kind.DENIAL: _("Denials"),
    Kind.ASSERTION: _("Assertions"),
    Kind.POSITION: _("Positions"),
}

# What lies ahead when it is said: it is judged by what happens afterwards, and needs criteria first.
FORWARD_KINDS = (Kind.COMMITMENT, Kind.PREDICTION)
# What may be so or not when it is said: older evidence is the rule.
FACTUAL_KINDS = (Kind.DENIAL, Kind.ASSERTION)


class Finding(Vocabulary):
    """What one verification found. The first five end the matter; the others are interim."""

    UPHELD = "upheld", _("The evidence shows that the claim held."), "for", _("Upheld")
    PARTLY_UPHELD = (
        "partly_upheld",
        _("The claim held in part only, or late, or only with a qualification left out; the entry names which."),
        "mixed",
        _("Partly upheld"),
    )
    BROKEN = (
        "broken",
        _("A documented event meets a breaking criterion as worded, whatever the motive."),
        "against",
        _("Broken"),
    )
    UNDETERMINED = (
        "undetermined",
        _("A described search found no adequate evidence, or the words cannot be tested."),
        "unknown",
        _("Undetermined"),
    )
    VOID = "void", _("The condition that the words depend on never arose."), "void", _("Void")
    NO_CHANGE = "no_change", _("Something new is on record that changes nothing."), "interim", _("No change")
    TOWARD_UPHELD = (
        "toward_upheld",
        _("The evidence points toward the claim, but does not settle it."),
        "interim",
        _("Points toward upheld"),
    )
    TOWARD_BROKEN = (
        "toward_broken",
        _("The evidence points against the claim, but does not settle it."),
        "interim",
        _("Points toward broken"),
    )
    TERMS_CHANGED = (
        "terms_changed",
        _(
            "The speaker’s own side moved the deadline or the scope; the words are judged as announced when "
            "they were said."
        ),
        "interim",
        _("Terms changed"),
    )
    POSTPONED = (
        "postponed",
        _("Others moved the day; the entry carries the new one."),
        "interim",
        _("Postponed"),
    )
    REOPENED = "reopened", _("The outcome was undone, or is in doubt again."), "interim", _("Reopened")


TERMINAL_FINDINGS = (
    Finding.UPHELD,
    Finding.PARTLY_UPHELD,
    Finding.BROKEN,
    Finding.UNDETERMINED,
    Finding.VOID,
)
DECIDING_FINDINGS = (*TERMINAL_FINDINGS, Finding.REOPENED)
INTERIM_FINDINGS = tuple(finding for finding in Finding if finding not in TERMINAL_FINDINGS)


class PartlyBecause(Vocabulary):
    """Which of the three readings of "partly upheld" an entry means."""

    PART = "part", _("A part of what was said held, another part did not."), "", _("a part only")
    LATE = "late", _("It came, but after the day that the words named or implied."), "", _("late")
    QUALIFICATION = (
        "qualification",
        _("It is right only with a qualification that the speaker left out."),
        "",
        _("with a qualification left out"),
    )


# A terminal finding in the words of the statement's kind.
_BY_KIND = {
    Finding.UPHELD: {
        Kind.COMMITMENT: _("Kept"),
        Kind.PREDICTION: _("Came true"),
        Kind.DENIAL: _("Held"),
        Kind.ASSERTION: _("Accurate"),
    },
    Finding.PARTLY_UPHELD: {
        Kind.COMMITMENT: _("Kept in part or late"),
        Kind.PREDICTION: _("Right in part"),
        Kind.DENIAL: _("Right in part"),
        Kind.ASSERTION: _("Right in part"),
    },
    Finding.BROKEN: {
        Kind.COMMITMENT: _("Broken"),
        Kind.PREDICTION: _("Did not come true"),
        Kind.DENIAL: _("Contradicted"),
        Kind.ASSERTION: _("Inaccurate"),
    },
    Finding.UNDETERMINED: dict.fromkeys(Kind, _("Cannot be determined")),
    Finding.VOID: dict.fromkeys(Kind, _("No longer applies")),
}


# "Partly upheld", where an entry names which of the three it means.
_PARTLY = {
    PartlyBecause.PART: dict.fromkeys(Kind, _("Right in part")) | {Kind.COMMITMENT: _("Kept in part")},
    PartlyBecause.LATE: dict.fromkeys(Kind, _("Right but late"))
    | {Kind.COMMITMENT: _("Kept late"), Kind.PREDICTION: _("Came true late")},
    PartlyBecause.QUALIFICATION: dict.fromkeys(Kind, _("Right only with a qualification"))
    | {Kind.COMMITMENT: _("Kept only with a qualification")},
}


def finding_label(finding, kind, partly_because=""):
    """The finding as readers see it, in the words of the statement's kind: a broken denial is "Contradicted", and a
    promise that was partly upheld because it came late is "Kept late"."""
    finding = Finding(finding)
    if finding == Finding.PARTLY_UPHELD and partly_because:
        return _PARTLY[PartlyBecause(partly_because)][Kind(kind)]
    return _BY_KIND.get(finding, {}).get(Kind(kind), finding.label)


class Status(Vocabulary):
    """Where a statement stands. Always worked out (see verifications/status.py), never typed in."""

    ON_RECORD = (
        "on_record",
        _("Kept, not rated: a position, or words for which nobody has written down what would decide them."),
        "record",
        _("On record"),
    )
    OPEN = "open", _("No finding yet, and no day that the words name or imply has passed."), "open", _("Open")
    DUE = (
        "due",
        _("A day that the words name or imply has passed, and we have not yet published a finding."),
        "due",
        _("Awaiting our check"),
    )
    UPHELD = Finding.UPHELD.value, Finding.UPHELD.definition, "for", _("Upheld")
    PARTLY_UPHELD = Finding.PARTLY_UPHELD.value, Finding.PARTLY_UPHELD.definition, "mixed", _("Partly upheld")
    BROKEN = Finding.BROKEN.value, Finding.BROKEN.definition, "against", _("Broken")
    UNDETERMINED = (
        Finding.UNDETERMINED.value,
        Finding.UNDETERMINED.definition,
        "unknown",
        _("Undetermined"),
    )
    VOID = Finding.VOID.value, Finding.VOID.definition, "void", _("Void")


def status_label(status, kind, partly_because=""):
    """The status as readers see it, in the words of the statement's kind."""
    return finding_label(status, kind, partly_because) if status in TERMINAL_FINDINGS else Status(status).label


class Confidence(Vocabulary):
    HIGH = (
        "high",
        _("Two origins, a primary record, or an admission by the speaker’s side."),
        "",
        _("High"),
    )
    MEDIUM = (
        "medium",
        _("One origin or a step of inference; the entry gives the reason. Less than that is no finding."),
        "",
        _("Medium"),
    )


class Stance(Vocabulary):
    """What a piece of evidence says of the claim, whoever it comes from."""

    FOR = "for", _("Speaks for the claim as worded."), "for", _("For the claim")
    AGAINST = "against", _("Speaks against the claim as worded."), "against", _("Against the claim")
    CONTEXT = "context", _("Helps to understand; decides nothing."), "context", _("Context")


class Form(Vocabulary):
    """How a source has the words."""

    OWN_WORDS = "own_words", _("The words as spoken or written, in their own language."), "", _("Own words")
    TRANSLATED = "translated", _("Translated by the source."), "", _("Translated by the source")
    MACHINE_TRANSLATED = "machine_translated", _("Translated by a machine."), "", _("Machine-translated")
    PARAPHRASE = (
        "paraphrase",
        _("Told in the source’s own words; a part may stand in quotation marks."),
        "",
        _("Paraphrase"),
    )


class Basis(Vocabulary):
    """What a source's wording rests on."""

    RECORDING = "recording", _("Sound or pictures of the words being said."), "", _("Recording")
    OFFICIAL_TEXT = "official_text", _("A text that the speaker’s side published."), "", _("Official text")
    REPORT = (
        "report",
        _("A report by somebody who says that he or she heard or read the words."),
        "",
        _("Report"),
    )
    RELAYED = (
        "relayed",
        _("Known only from another’s account; the page says whose. Listed, never counted."),
        "",
        _("Relayed"),
    )


class VoiceRole(Vocabulary):
    SIGNED = "signed", _("Signed it too."), "", _("Signed too")
    SPOKEN_FOR = (
        "spoken_for",
        _("The speaker spoke for this official. Listed there, not counted there."),
        "",
        _("Spoken for"),
    )


class CheckByBasis(Vocabulary):
    """Where a check-by day comes from."""

    EXPLICIT = "explicit", _("The words name the day."), "", _("named in the words")
    IMPLIED = "implied", _("The words imply the day; the reading says how."), "", _("implied by the words")
    EDITORS = (
        "editors",
        _("We set the day to look again. It makes nothing due for readers."),
        "",
        _("set by the editors"),
    )


# Only a day that the words themselves name or imply can make a statement due in readers' eyes.
BINDING_BASES = (CheckByBasis.EXPLICIT, CheckByBasis.IMPLIED)


class LinkKind(Vocabulary):
    """What a later statement does to an earlier one."""

    REPEATS = "repeats", _("Says the same again."), "", _("repeats")
    ATTRIBUTES = (
        "attributes",
        _("Says that the earlier words were the speaker’s or his or her side’s own."),
        "",
        _("attributes itself to"),
    )
    CHANGES_TERMS = "changes_terms", _("Moves the deadline or the scope."), "", _("changes the terms of")
    CONTRADICTS = "contradicts", _("Says what cannot be so if the earlier words are."), "", _("contradicts")
    RETRACTS = "retracts", _("Takes the earlier words back."), "", _("retracts")
    SEE_ALSO = "see_also", _("Worth reading together; the note says why."), "", _("see also")


# The same link seen from the earlier statement.
LINK_SEEN_FROM_EARLIER = {
    LinkKind.REPEATS: _("repeated by"),
    LinkKind.ATTRIBUTES: _("attributed to this by"),
    LinkKind.CHANGES_TERMS: _("terms changed by"),
    LinkKind.CONTRADICTS: _("contradicted by"),
    LinkKind.RETRACTS: _("retracted by"),
    LinkKind.SEE_ALSO: _("see also"),
}


class SourceKind(Vocabulary):
    ARTICLE = "article", _("A text of a news medium or agency."), "", _("Article")
    OFFICIAL = "official", _("A document or page of a public body."), "", _("Official document")
    RECORDING = "recording", _("Sound or moving pictures."), "", _("Recording")
    POST = "post", _("A post on a social network or in a messenger channel."), "", _("Post")
    PRINT = "print", _("A newspaper, magazine or book on paper."), "", _("Print")
    BROADCAST = "broadcast", _("Radio or television, heard or seen when it went out."), "", _("Broadcast")
    LETTER = "letter", _("A letter or e-mail to the newsroom or one that it holds."), "", _("Letter")
    OTHER = "other", _("Anything else that can be cited."), "", _("Other")


class AttributionBasis(Vocabulary):
    """How we know whose account a source carries."""

    CREDITED = "credited", _("The source itself names it."), "", _("credited")
    COMPARISON = "comparison", _("By our comparison of the texts."), "", _("by our comparison")


class Precision(Vocabulary):
    """How exactly a day is known."""

    DAY = "day", _("Known to the day."), "", _("day")
    WEEK = "week", _("Known to the week, Monday to Sunday."), "", _("week")
    MONTH = "month", _("Known to the month."), "", _("month")
    YEAR = "year", _("Known to the year."), "", _("year")
    BETWEEN = "between", _("Known to lie between two days, both included."), "", _("between two days")


class VersionReason(Vocabulary):
    """Why a statement's page got a new version."""

    PUBLISHED = "published", _("The statement was first published."), "", pgettext_lazy("version", "published")
    VERIFIED = "verified", _("A verification was added."), "", _("verification added")
    CORRECTED = "corrected", _("A published word was wrong; the correction tells it."), "", _("corrected")
    ADDED = "added", _("A source, a link, a topic or a criterion that was empty was added."), "", _("addition")
    REPLIED = "replied", _("An answer, or the question to the official, was added."), "", _("reply added")
    WITHDRAWN = (
        "withdrawn",
        _("The statement or an entry was taken back; the page gives the reason."),
        "",
        pgettext_lazy("version", "withdrawn"),
    )
