"""What every word on this site means: made from the vocabulary, so that it cannot say something else."""

from django.views.decorators.http import require_safe

from tracker.pages.answering import answer
from tracker.vocabulary import (
    INTERIM_FINDINGS,
    LINK_SEEN_FROM_EARLIER,
    TERMINAL_FINDINGS,
    AttributionBasis,
    Basis,
    CheckByBasis,
    Confidence,
    Form,
    Kind,
    LinkKind,
    PartlyBecause,
    Precision,
    SourceKind,
    Stance,
    Status,
    VoiceRole,
    finding_label,
)


@require_safe
def methodology(request):
    judged_kinds = [kind for kind in Kind if kind != Kind.POSITION]
    context = {
        "kinds": Kind,
        "statuses": Status,
        "judged_kinds": judged_kinds,
        "outcomes": [
            (finding, [finding_label(finding, kind) for kind in judged_kinds]) for finding in TERMINAL_FINDINGS
        ],
        "interim_findings": INTERIM_FINDINGS,
        "links": [(kind, LINK_SEEN_FROM_EARLIER[kind]) for kind in LinkKind],
        "vocabularies": _VOCABULARIES,
    }
    return answer(request, "methodology", context)


# The rest of the vocabulary, each with its anchor, its title and what it answers.
_VOCABULARIES = [
    ("partly", "“In part or late”", "An outcome of this sort names which of three it is.", PartlyBecause),
    ("confidence", "Confidence", "How sure a finding is.", Confidence),
    ("stance", "Evidence", "What a piece of evidence says of the claim, whoever it comes from.", Stance),
    ("form", "Form of a wording", "How a source has the words.", Form),
    ("basis", "Basis of a wording", "What a source’s wording rests on.", Basis),
    ("voice", "Voices", "Officials beside the speaker.", VoiceRole),
    ("check-by", "Check-by day", "Where the day comes from by which a statement can be checked.", CheckByBasis),
    ("origin", "Origin", "How we know whose account a source carries.", AttributionBasis),
    ("source", "Sources", "What can be cited.", SourceKind),
    ("precision", "Precision of days", "How exactly a day is known.", Precision),
]
