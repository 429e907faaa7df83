"""What every word on this site means: made from the vocabulary, so that it cannot say something else."""

from django.utils.translation import gettext_lazy as _
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
    ("partly", _("“In part or late”"), _("An outcome of this sort names which of three it is."), PartlyBecause),
    ("confidence", _("Confidence"), _("How sure a finding is."), Confidence),
    ("stance", _("Evidence"), _("What a piece of evidence says of the claim, whoever it comes from."), Stance),
    ("form", _("Form of a wording"), _("How a source has the words."), Form),
    ("basis", _("Basis of a wording"), _("What a source’s wording rests on."), Basis),
    ("voice", _("Voices"), _("Officials beside the speaker."), VoiceRole),
    ("check-by", _("Check-by day"), _("Where the day comes from by which a statement can be checked."), CheckByBasis),
    ("origin", _("Origin"), _("How we know whose account a source carries."), AttributionBasis),
    ("source", _("Sources"), _("What can be cited."), SourceKind),
    ("precision", _("Precision of days"), _("How exactly a day is known."), Precision),
]
