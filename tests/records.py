"""A record to walk the whole site with: two newsrooms that make it have the same one, but for its private keys.

Twenty-five statements are listed, so that one more would make a second page. `hide_…` adds what only drafts use.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from tests import newsroom
from tracker.officials.models import Office, Official, OtherName, Tenure
from tracker.sources.models import Source
from tracker.statements.models import Appearance, Topic, Voice
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply
from tracker.verifications.publishing import (
    note_addition,
    publish_statement,
    publish_verification,
    record_reply,
    submit,
    withdraw,
)
from tracker.vocabulary import CheckByBasis, Finding, Form, Kind, LinkKind, Stance, VoiceRole

LISTED = 25


class Clock:
    """Stands still until the newsroom goes on, so that two of them do the same at the same moments."""

    def __init__(self):
        self.moment = timezone.now().replace(microsecond=0)

    def __call__(self):
        return self.moment

    def tick(self):
        self.moment += timedelta(minutes=1)


@dataclass
class Cast:
    """What the newsroom has before it publishes; `drafts` are the statements that will be public, in order."""

    rudolf: Official
    ministry: Official
    rupert: Official
    office: Office
    tenure: Tenure
    elephants: Topic
    parades: Topic
    shared: Source
    gazette: Source
    drafts: list


def make_cast():
    """People, sources, topics, and the drafts of what will be public."""
    newsroom.editor(), newsroom.checker()
    rudolf = newsroom.make_official("Rudolf Rassendyll", wikidata_id="Q42424242")
    OtherName.objects.create(official=rudolf, name="Рудольф Рассендилл", language="ru")
    ministry = newsroom.make_official("Ministry of Elephants", code=None, kind="institution")
    rupert = newsroom.make_official("Rupert", code="LU")
    agency = newsroom.make_origin("Ruritanian Press Agency")
    courier = newsroom.make_publisher("Strelsau Courier", interest="Owned by the ministry")
    shared = newsroom.make_source(url="https://courier.example.org/shared", publisher=courier, origins=[agency])
    paper = newsroom.make_publisher("Ruritanian Gazette")
    gazette = newsroom.make_source(url="https://gazette.example.org/report", publisher=paper, published_on="2024-04-01")
    office = newsroom.Office.objects.create(title="Minister of Elephants", country=newsroom.country("BE"))
    tenure = newsroom.make_tenure(rudolf, office.title, "2020", ended_on="2024-03-20", source=gazette)
    cast = Cast(
        rudolf=rudolf,
        ministry=ministry,
        rupert=rupert,
        office=office,
        tenure=tenure,
        elephants=newsroom.make_topic("Elephants"),
        parades=newsroom.make_topic("Parades"),
        shared=shared,
        gazette=gazette,
        drafts=[],
    )
    cast.drafts = [*_drafts_with_a_story(cast, agency), *_drafts_without(cast)]
    return cast


def _drafts_with_a_story(cast, agency):
    due = {"check_by": "2024-04", "check_by_basis": CheckByBasis.EXPLICIT}
    far = {"check_by": "2100-01-01", "check_by_basis": CheckByBasis.IMPLIED}
    promise = newsroom.make_statement(
        speaker=cast.rudolf, tenure=cast.tenure, source=cast.shared, claim="No elephant stays in Strelsau.", **due
    )
    Voice.objects.create(statement=promise, official=cast.ministry, role=VoiceRole.SPOKEN_FOR)
    Appearance.objects.create(
        statement=promise, source=_source("told"), form=Form.TRANSLATED, wording="No elephants here.", language="en"
    )
    told = {"basis": "relayed", "relayed_by": agency}
    drafts = [
        promise,
        _draft("It will rain in Zenda.", cast.rupert, kind=Kind.PREDICTION, **due),
        _draft("The parade comes first.", cast.rudolf, kind=Kind.POSITION, said_on="2024-W07"),
        _draft("No elephant was in Strelsau.", cast.ministry, kind=Kind.DENIAL, form=Form.PARAPHRASE, appearance=told),
        _draft("No elephant comes back.", cast.rupert, said_on="2024-05-02", **far),
        _draft("The king is an elephant.", cast.rudolf, kind=Kind.ASSERTION, said_on="2024-05-03"),
    ]
    for draft in drafts[:3]:
        draft.topics.add(cast.elephants)
    for draft in drafts[1:]:
        draft.topics.add(cast.parades)
    promise.concern_rows.create(country_id="FR")
    newsroom.make_link(drafts[4], promise, LinkKind.REPEATS)
    newsroom.make_link(drafts[5], promise, LinkKind.SEE_ALSO, note="The same parade.")
    return drafts


def _drafts_without(cast):
    return [
        _draft(f"Tree {number} stands in Zenda.", cast.rupert, kind=Kind.ASSERTION, said_on="2023")
        for number in range(7, LISTED + 2)
    ]


def _draft(claim, speaker, **fields):
    fields.setdefault("said_on", newsroom.SAID_ON)
    quote = "" if fields.get("form") == Form.PARAPHRASE else claim
    return newsroom.make_statement(claim=claim, quote=quote, speaker=speaker, source=_source(claim[:18]), **fields)


def _source(word):
    publisher = newsroom.Publisher.objects.filter(name="Zenda Post").first() or newsroom.make_publisher("Zenda Post")
    url = f"https://post.example.org/{word.replace(' ', '-').lower()}"
    return newsroom.make_source(url=url, publisher=publisher, published_on="2024-05-03")


def make_record():
    """All that is public, for tests that need no second newsroom."""
    cast = make_cast()
    publish_cast(cast, Clock())
    return cast


def publish_cast(cast, clock):
    """Publishes everything and tells what happened next: findings, a correction, replies, what was taken back."""
    for draft in cast.drafts:
        clock.tick()
        publish_statement(draft, by=newsroom.editor())
    cast.rupert.refresh_from_db()
    cast.rupert.name, cast.rupert.slug = "Rupert of Hentzau", "rupert-of-hentzau"
    cast.rupert.save()
    promise, rain, _position, _denial, back, king = cast.drafts[:6]
    _find(cast, clock, promise, Finding.TERMS_CHANGED, "2024-04-01", "The parade was put off.")
    broken = _find(cast, clock, promise, Finding.BROKEN, "2024-04-02", "An elephant was seen in Strelsau.")
    _find(cast, clock, rain, Finding.TOWARD_UPHELD, "2024-04-05", "Clouds were seen.")
    statue = _find(cast, clock, back, Finding.TOWARD_BROKEN, "2024-05-04", "A trunk was seen.", _source("trunk"))
    clock.tick()
    correct(promise, newsroom.editor(), "It was in the square.", [Change(promise, "occasion", "In the square")])
    clock.tick()
    correct(promise, newsroom.editor(), "Two were seen.", [Change(broken, "summary", "Two elephants were seen.")])
    clock.tick()
    record_reply(Reply(statement=promise, why_not_asked="He was on the road."), by=newsroom.editor())
    clock.tick()
    withdraw(statue, newsroom.editor(), "The trunk was a tree’s.")
    clock.tick()
    withdraw(king, newsroom.editor(), "He never said it.")
    clock.tick()


def _find(cast, clock, statement, finding, public_on, summary, source=None):
    clock.tick()
    entry = newsroom.make_verification(
        statement, finding, public_on=date.fromisoformat(public_on), summary=summary, evidence=[]
    )
    stance = Stance.FOR if finding == Finding.TOWARD_UPHELD else Stance.AGAINST
    newsroom.make_evidence(entry, stance, source=source or cast.gazette, excerpt=f"{summary} So the gazette says.")
    return publish_verification(entry, by=newsroom.editor())


# What nobody outside the desk may see. Every text of it holds the word “secret”.


def hide_statement(cast):
    """Drafts of a public official from a public source, of a public topic, linked with a public statement both ways;
    one of them in review, each with an entry of its own."""
    for number, said_on in enumerate(["2024-02-01", "2024-06-01"]):
        draft = newsroom.make_statement(
            source=cast.shared,
            appearance={"locator": "secret place"},
            speaker=cast.rudolf,
            tenure=cast.tenure,
            claim=f"Secret claim {number}.",
            quote="Secret words.",
            reading="Secret reading.",
            occasion="Secret occasion",
            check_by="2024-07-01",
            check_by_basis="explicit",
            said_on=said_on,
        )
        draft.topics.set([cast.elephants, cast.parades])
        draft.concern_rows.create(country_id="DE")
        Voice.objects.create(statement=draft, official=cast.rupert, role=VoiceRole.SIGNED, label="Secret label")
        newsroom.make_verification(draft, summary="Secret finding.", evidence=[])
        if number == 0:
            newsroom.make_link(cast.drafts[0], draft, LinkKind.SEE_ALSO, note="Secret note")
        else:
            newsroom.make_link(draft, cast.drafts[0], LinkKind.CONTRADICTS)
            submit(draft, by=newsroom.editor())


def hide_verification(cast):
    """Draft entries on public statements that would end, reopen, move or hint; one of them in review."""
    findings = [Finding.UPHELD, Finding.REOPENED, Finding.POSTPONED, Finding.TERMS_CHANGED, Finding.VOID]
    for statement in cast.drafts[:2]:
        for finding in findings:
            entry = newsroom.make_verification(
                statement, finding, date(2024, 6, 1), summary="Secret finding.", reasoning="Secret why.", evidence=[]
            )
            newsroom.make_evidence(entry, Stance.FOR, source=cast.shared, excerpt="Secret excerpt.", note="Secret.")
            newsroom.make_evidence(entry, Stance.CONTEXT, source=cast.gazette, happened_on="2024-06-01")
        submit(entry, by=newsroom.editor())


def hide_official(cast):
    """An official and an institution known from drafts only, in the offices of public people as well; and a twin of
    a public official."""
    guard = newsroom.make_official("Secret Guard", kind="institution", code="AD")
    sapt = newsroom.make_official("Secret Sapt", code="AD")
    twin = newsroom.make_official("Rudolf Rassendyll", code="BE")
    OtherName.objects.create(official=sapt, name="Secret Colonel", language="en")
    OtherName.objects.create(official=sapt, name="Strelsau", language="en")
    office = newsroom.Office.objects.create(title="Secret Colonel of the Guard", institution=guard)
    newsroom.make_tenure(sapt, office.title, "2021")
    newsroom.make_tenure(sapt, cast.office.title, "2020")
    cast.office.institution = guard
    cast.office.save()
    for speaker in (sapt, twin, guard):
        draft = newsroom.make_statement(source=cast.shared, speaker=speaker, claim="Secret claim.", quote="Secret.")
        if speaker != sapt:
            Voice.objects.create(statement=draft, official=sapt, role=VoiceRole.SPOKEN_FOR)


def hide_source(cast):
    """A source with its publisher, origin and topic, and a topic that would have a public one’s address: in drafts."""
    agency = newsroom.make_origin("Secret Agency")
    source = newsroom.make_source(
        publisher=newsroom.make_publisher("Secret Paper", interest="Secret interest"),
        url="https://secret.example.org/",
        title="Secret title",
        origins=[agency],
    )
    draft = newsroom.make_statement(
        source=source,
        form=Form.PARAPHRASE,
        appearance={"basis": "relayed", "relayed_by": agency},
        speaker=cast.rudolf,
        claim="Secret claim.",
    )
    draft.topics.set([newsroom.make_topic("Secret topic"), newsroom.make_topic("Elephants!")])
    entry = newsroom.make_verification(cast.drafts[1], Finding.VOID, summary="Secret finding.")
    newsroom.make_evidence(entry, Stance.CONTEXT, source=source, excerpt="Secret excerpt.")


def make_strangers():
    """A draft that has nothing to do with what will be public; only that it is there moves every private key."""
    draft = newsroom.make_statement(claim="A secret stranger.", speaker=newsroom.make_official("Secret stranger"))
    draft.topics.add(newsroom.make_topic("Secret stranger"))
    newsroom.make_verification(draft)
    newsroom.make_tenure(draft.speaker, "Secret strangers’ office")


HIDDEN = {
    "draft statement": hide_statement,
    "draft verification": hide_verification,
    "official of drafts": hide_official,
    "source of drafts": hide_source,
}


# What was published and taken back. Every text of it holds the words “taken back”, the reasons do not.


def make_withdrawn(cast):
    """A statement, linked both ways, and an entry on a public statement: with corrections, a reply and evidence from
    sources of their own; then both withdrawn."""
    promise, back = cast.drafts[0], cast.drafts[4]
    gone = newsroom.make_statement(
        source=_source_of_withdrawn("statement"),
        appearance={"locator": "Taken back place"},
        speaker=cast.rudolf,
        speaker_label="Taken back minister",
        said_on="2024-04-20",
        **{name: f"Taken back {name}." for name in ("claim", "quote", "translation", "reading", "occasion")},
        **{name: f"Taken back {name}." for name in ("upheld_if", "broken_if", "selected_because")},
    )
    gone.topics.add(cast.elephants)
    newsroom.make_link(gone, promise, LinkKind.SEE_ALSO, note="Taken back note.")
    newsroom.make_link(back, gone, LinkKind.SEE_ALSO, note="Taken back note.")
    publish_statement(gone, by=newsroom.editor())
    gone.refresh_from_db()
    note_addition(promise, by=newsroom.editor())
    note_addition(back, by=newsroom.editor())
    entries = [_entry_of_withdrawn(gone), _entry_of_withdrawn(promise)]
    _correct_withdrawn(gone, Change(gone, "reading", "Taken back, otherwise."))
    record_reply(Reply(statement=gone, why_not_asked="Taken back reply."), by=newsroom.editor())
    withdraw(entries[1], newsroom.editor(), "The report was a hoax.")
    withdraw(gone, newsroom.editor(), "Those words were another’s.")
    return gone


def _entry_of_withdrawn(statement):
    texts = {name: f"Taken back {name}." for name in ("summary", "reasoning", "searched", "confidence_reason")}
    entry = newsroom.make_verification(
        statement, Finding.PARTLY_UPHELD, date(2024, 5, 1), partly_because="late", evidence=[], **texts
    )
    evidence = newsroom.make_evidence(
        entry,
        Stance.FOR,
        source=_source_of_withdrawn(f"entry{statement.number}"),
        excerpt="Taken back excerpt.",
        locator="Taken back page",
        note="Taken back note.",
    )
    publish_verification(entry, by=newsroom.editor())
    _correct_withdrawn(statement, Change(entry, "summary", "Taken back, otherwise."))
    _correct_withdrawn(statement, Change(evidence, "excerpt", "Taken back, otherwise."))
    return entry


def _correct_withdrawn(statement, change):
    correct(statement, newsroom.editor(), "Taken back reason.", [change])


def _source_of_withdrawn(word):
    return newsroom.make_source(
        url=f"https://taken.example.org/{word}",
        title="Taken back title",
        author="Taken back author",
        published_on="2024-05-01",
    )
