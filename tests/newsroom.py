"""The cast of the tests: a newsroom, a minister and one disputed quote. All of it is plainly fictional.

Every `make_…` function makes the least that is valid and takes the model's own field names. Texts name
"Ruritania", places and people that do not exist.
"""

from datetime import date
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from tracker.countries.models import Country
from tracker.officials.models import Office, Official, Tenure
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Appearance, Statement, StatementLink, Topic, Voice
from tracker.verifications.models import Evidence, Verification
from tracker.verifications.publishing import publish_statement, publish_verification
from tracker.vocabulary import Confidence, Finding, Form, Kind, LinkKind, Stance, VoiceRole

PASSWORD = "correct horse battery staple"
SAID_ON = date(2024, 3, 1)

_serial = count(1)


@cache
def hashed_password():
    """Once for all users: a good hash takes its time."""
    return make_password(PASSWORD)


def make_user(username, group=None, **fields):
    user = User.objects.create(username=username, password=hashed_password(), is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def editor():
    """Edith, who publishes."""
    return User.objects.filter(username="edith").first() or make_user("edith", "editor", first_name="Edith")


def checker():
    """Charles, who judges."""
    return User.objects.filter(username="charles").first() or make_user("charles", "checker", first_name="Charles")


def country(code="BE"):
    return Country.objects.get(code=code)


def make_publisher(name=None, **fields):
    return Publisher.objects.create(name=name or f"Strelsau Courier {next(_serial)}", **fields)


def make_origin(name=None):
    return Origin.objects.create(name=name or f"Ruritanian Press Agency {next(_serial)}")


def make_source(published_on=SAID_ON, origins=(), **fields):
    fields.setdefault("url", f"https://courier.example.org/{next(_serial)}")
    fields.setdefault("publisher", None)
    fields["publisher"] = fields["publisher"] or make_publisher()
    source = Source.objects.create(published_on=published_on, **fields)
    for origin in origins:
        Attribution.objects.create(source=source, origin=origin)
    return source


def make_official(name=None, code="BE", **fields):
    fields.setdefault("country", country(code) if code else None)
    return Official.objects.create(name=name or f"Rudolf Rassendyll {next(_serial)}", **fields)


def make_tenure(official, title=None, started_on="2020", **fields):
    office, _ = Office.objects.get_or_create(
        title=title or f"Minister {next(_serial)} of Ruritania", defaults={"country": official.country}
    )
    return Tenure.objects.create(official=official, office=office, started_on=started_on, **fields)


def make_topic(name=None):
    return Topic.objects.create(name=name or f"Topic {next(_serial)}")


def make_statement(source=None, form=Form.OWN_WORDS, appearance=None, **fields):
    """A draft with its primary appearance, ready to be published."""
    quote = fields.pop("quote", "" if form == Form.PARAPHRASE else "Not a single elephant will stay in Strelsau.")
    defaults = {
        "kind": Kind.COMMITMENT,
        "claim": "No elephant stays in Strelsau after the parade.",
        "said_on": SAID_ON,
        "upheld_if": "No elephant is in Strelsau after the parade.",
        "broken_if": "An elephant is in Strelsau after the parade.",
        "selected_because": "It can be checked, and it was widely reported.",
        "speaker_label": "Minister of Elephants of Ruritania",
        "quote_language": "en" if quote else "",
    }
    if fields.get("kind") == Kind.POSITION:
        defaults |= {"upheld_if": "", "broken_if": ""}
    if "speaker" not in fields:
        fields["speaker"] = make_official()
    statement = Statement.objects.create(**(defaults | {"quote": quote} | fields))
    wording = {"wording": quote or "He said that the elephants would leave.", "language": "en", "form": form}
    source = source or make_source(published_on=statement.said_on)
    Appearance.objects.create(statement=statement, source=source, is_primary=True, **(wording | (appearance or {})))
    return statement


def make_published_statement(voices=(), topics=(), concerns=(), **fields):
    """`voices` are pairs of an official and a role, `topics` Topics, `concerns` country codes."""
    statement = make_statement(**fields)
    for official, role in voices:
        Voice.objects.create(statement=statement, official=official, role=VoiceRole(role), label="Of the voice")
    statement.topics.set(topics)
    statement.concerns.set(Country.objects.filter(code__in=concerns))
    return publish_statement(statement, by=editor())


def make_verification(statement, finding=Finding.BROKEN, public_on=date(2024, 4, 1), evidence=None, **fields):
    """A draft entry with the evidence that its finding needs, ready to be published."""
    defaults = {
        "author": fields.pop("author", None) or checker(),
        "summary": "An elephant was seen in Strelsau.",
        "searched": "The Courier’s archive, on 2 May 2024." if finding in (Finding.UNDETERMINED, Finding.VOID) else "",
        "confidence": Confidence.MEDIUM,
        "confidence_reason": "One origin.",
        "partly_because": "late" if finding == Finding.PARTLY_UPHELD else "",
        "new_check_by": "2030-01-01" if finding == Finding.POSTPONED else None,
    }
    verification = Verification.objects.create(
        statement=statement, finding=finding, public_on=public_on, **(defaults | fields)
    )
    stances = {
        Finding.BROKEN: [Stance.AGAINST],
        Finding.UPHELD: [Stance.FOR],
        Finding.PARTLY_UPHELD: [Stance.FOR],
    }
    for stance in stances.get(finding, []) if evidence is None else evidence:
        make_evidence(verification, stance)
    return verification


def make_evidence(verification, stance=Stance.AGAINST, source=None, **fields):
    source = source or make_source(published_on=verification.public_on)
    return Evidence.objects.create(verification=verification, source=source, stance=stance, **fields)


def make_published_verification(statement, finding=Finding.BROKEN, **fields):
    return publish_verification(make_verification(statement, finding, **fields), by=editor())


def make_link(later, earlier, kind=LinkKind.REPEATS, **fields):
    return StatementLink.objects.create(later=later, earlier=earlier, kind=kind, **fields)
