"""One site to look at: every kind of page for readers."""

from datetime import date

import pytest

from tests.newsroom import (
    editor,
    make_evidence,
    make_link,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_publisher,
    make_source,
    make_tenure,
    make_topic,
    make_verification,
)
from tracker.officials.models import OtherName
from tracker.statements.models import Appearance
from tracker.verifications.correcting import Change, correct
from tracker.verifications.models import Reply
from tracker.verifications.publishing import publish_verification, record_reply, withdraw
from tracker.vocabulary import Finding, Form, Kind

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def full_site():
    """A record with something of every sort, long words and other scripts among it: one page of each kind, by name.

    A new kind of page for readers joins here, and is then looked at in every mode (test_face.py)."""
    rudolf = make_official(f"Rudolf {LONG}", slug="rudolf")
    OtherName.objects.create(official=rudolf, name="Рудольф Рассендилл", language="ru")
    tenure = make_tenure(rudolf, f"Minister of the {LONG}", ended_on="2024-03-05")
    agency = make_origin("Ruritanian Press Agency")
    source = make_source(
        url=f"https://courier.example.org/{LONG * 3}", title=LONG * 2, origins=[agency], language="en",
        publisher=make_publisher(f"The {LONG}", interest="Ruritanian state newspaper"),
    )  # fmt: skip
    statement = make_published_statement(
        speaker=rudolf, tenure=tenure, source=source, topics=[make_topic("Elephants")], concerns=["UA", "FR"],
        voices=[(make_official("فلافيا", code="FR"), "signed")], check_by="2024-03-10", check_by_basis="explicit",
        quote=f"Not a single {LONG} will stay.", reading=f"{LONG} is read as an elephant.",
    )  # fmt: skip
    Appearance.objects.create(
        statement=statement, source=make_source(gone_on=date(2024, 6, 1)), wording="لن يبقى فيل واحد",
        language="ar", form=Form.OWN_WORDS,
    )  # fmt: skip
    for finding in (Finding.TERMS_CHANGED, Finding.PARTLY_UPHELD, Finding.BROKEN):
        entry = make_verification(statement, finding, reasoning="Because.", searched="The archive.")
        make_evidence(
            entry,
            "context",
            source=make_source(url=f"https://x.example.org/{finding}/{LONG}", language="de"),
            excerpt=LONG,
        )
        publish_verification(entry, by=editor())
    withdraw(statement.verifications.last(), editor(), "A statue.")
    for kind, finding in zip(Kind, [Finding.UPHELD, Finding.UNDETERMINED, Finding.VOID, Finding.BROKEN], strict=False):
        make_published_verification(make_published_statement(kind=kind, speaker=rudolf), finding)
    position = make_published_statement(kind=Kind.POSITION, said_on="2024-03-20", form=Form.PARAPHRASE)
    make_link(position, statement, "contradicts", note="Later.")
    gone = make_published_statement()
    withdraw(gone, editor(), "Never said.")
    for number in range(3):
        make_published_statement(said_on="2024-02", check_by=f"{2090 + number % 3}", check_by_basis="implied")
    correct(statement, editor(), f"It was {LONG}.", [Change(statement, "occasion", LONG)])
    record_reply(Reply(statement=statement, why_not_asked="He was on the road."), by=editor())
    return {
        "home": "/",
        "list": "/statements/",
        "search": "/statements/?country=BE&country=FR&status=open&q=elephant",
        "nothing-found": "/statements/?q=unicorn",
        "not-understood": f"/?{LONG}={LONG}",
        "claim": statement.get_absolute_url(),
        "claim-as-of": f"{statement.get_absolute_url()}?as_of=2024-03-05",
        "position": position.get_absolute_url(),
        "withdrawn": gone.get_absolute_url(),
        "history": f"{statement.get_absolute_url()}history/",
        "version": statement.version_address(1),
        "frame": "/embed/statements/1/?version=1",
        "officials": "/officials/",
        "official": "/officials/rudolf/",
        "countries": "/countries/",
        "country": "/countries/BE/",
        "topic": "/topics/elephants/",
        "due": "/due/",
        "corrections": "/corrections/",
        "methodology": "/methodology/",
        "data": "/data/",
        "api": "/api/v1/",
        "not-there": f"/nothing/{LONG}/",
    }
