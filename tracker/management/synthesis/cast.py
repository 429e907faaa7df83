"""Who speaks, in which office, who prints it, and what it is about: made once for a synthetic database."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from django.contrib.auth import get_user_model

from tracker.countries.models import Country
from tracker.management.synthesis.chance import Chance
from tracker.management.synthesis.words import (
    BODIES,
    PAPERS,
    PLACES,
    PORTFOLIOS,
    TOPICS,
    full_names,
    in_cyrillic,
)
from tracker.officials.models import Office, Official, OtherName, Tenure
from tracker.sources.models import Origin, Publisher
from tracker.statements.models import Topic
from tracker.verifications.publishing import address_word
from tracker.vocabulary import OfficialKind

COUNTRY_COUNT = 195
FIRST_DAY = date(1990, 1, 1)
# Nothing is said after it: the same rows come of the same seed whatever day it is.
LAST_DAY = date(2026, 1, 1)
EDITOR, CHECKERS = "synthetic", [f"synthetic-checker-{number}" for number in range(1, 6)]
A_ROUND = 5000


@dataclass(frozen=True)
class Speaker:
    """An official as statements need one: key, name, country, and offices with the days surely held."""

    key: int
    name: str
    is_person: bool
    country: str | None
    tenures: tuple  # (key, title, country, first day, last day or None)

    @property
    def label(self):
        """What stands beside the name on a day without an office; a body needs none."""
        return "Former minister" if self.is_person else ""

    def tenure_on(self, day):
        return next((tenure for tenure in self.tenures if tenure[3] <= day <= (tenure[4] or LAST_DAY)), None)


@dataclass(frozen=True)
class Cast:
    """All that statements refer to. The first speakers, publishers and topics are the frequent ones."""

    speakers: list
    speakers_of: dict
    publishers: list
    origins: list
    topics: list
    countries: list
    editor: int
    checkers: list


def synthetic_editor():
    """The key of the user in whose name everything made up stands, or None where nothing was made up."""
    return get_user_model().objects.filter(username=EDITOR).values_list("pk", flat=True).first()


def sizes(statement_count):
    """How many officials, publishers and topics a record of so many statements has."""
    return {
        "officials": max(40, min(20_000, statement_count // 50)),
        "publishers": max(10, min(3_000, statement_count // 300)),
        "topics": max(12, min(len(TOPICS), statement_count // 50)),
    }


def make_cast(seed, statement_count):
    """Puts the cast of a record of this size in. The same seed and size make the same cast."""
    chance = Chance(f"cast {seed}")
    size = sizes(statement_count)
    _make_users()
    Topic.objects.bulk_create(Topic(name=name, slug=address_word(name)) for name in TOPICS[: size["topics"]])
    Publisher.objects.bulk_create(_publishers(chance, size["publishers"]))
    Origin.objects.bulk_create(Origin(name=f"{place} Press Agency") for place in PLACES[: size["publishers"] // 2])
    countries = _ranked_countries(seed)
    officials = Official.objects.bulk_create(_officials(chance, size["officials"], countries), batch_size=A_ROUND)
    spelled = chance.some(officials, len(officials) // 3)
    OtherName.objects.bulk_create(
        [OtherName(official=official, name=in_cyrillic(official.name), language="ru") for official in spelled],
        batch_size=A_ROUND,
    )
    _make_tenures(chance, officials)


def _make_users():
    for name in (EDITOR, *CHECKERS):
        user, is_new = get_user_model().objects.get_or_create(username=name, defaults={"is_active": False})
        if is_new:
            user.set_unusable_password()
            user.save()


def _ranked_countries(seed):
    """195 countries, the much-quoted first."""
    codes = sorted(Country.objects.values_list("code", flat=True))
    return Chance(f"countries {seed}").some(codes, COUNTRY_COUNT)


def _publishers(chance, count):
    names = [f"{place} {paper}" for paper, place in product(PAPERS, PLACES[:400])][:count]
    interest = "Owned by the ministry whose words it prints."
    return [
        Publisher(name=name, slug=address_word(name), interest=interest if chance.is_so(0.2) else "") for name in names
    ]


def _officials(chance, count, countries):
    names = full_names(chance)
    for number in range(1, count + 1):
        # The first thirteen are persons of the first thirteen countries, so that no country has nearly all words.
        code = countries[number - 1] if number <= 13 else chance.early_of(countries, 2.5)
        is_body = number > 13 and chance.is_so(0.08)
        name = f"{chance.one_of(BODIES)} {chance.one_of(PORTFOLIOS)} {number}" if is_body else next(names)
        official = Official(
            kind=OfficialKind.INSTITUTION if is_body else OfficialKind.PERSON,
            name=name,
            slug=f"{address_word(name)}-{number}",
            country_id=None if is_body and chance.is_so(0.2) else code,
        )
        official.sort_key = official.name.casefold()
        yield official


def _make_tenures(chance, officials):
    """One to three offices for each person, one after the other, some with days known only to the month."""
    names = dict(Country.objects.values_list("code", "name"))
    offices, tenures = {}, []
    for official in officials:
        if official.kind == OfficialKind.PERSON:
            held = chance.some(PORTFOLIOS, chance.one_of((1, 1, 2, 3)))
            for portfolio, days in zip(held, _days_in_office(chance, len(held)), strict=True):
                title = f"Minister of {portfolio} of {names[official.country_id]}"
                office = offices.setdefault(title, Office(title=title, country_id=official.country_id))
                tenures.append(Tenure(official=official, office=office, **days))
    Office.objects.bulk_create(offices.values(), batch_size=A_ROUND)
    for tenure in tenures:
        tenure.office_id = tenure.office.pk
    Tenure.objects.bulk_create(tenures, batch_size=A_ROUND)


def _days_in_office(chance, count):
    start = FIRST_DAY + timedelta(days=chance.below(9_000))
    for number in range(count):
        end = start + timedelta(days=chance.between(400, 4_000))
        is_last = number == count - 1 and chance.is_so(0.7)
        is_vague = chance.is_so(0.1)
        yield {
            "started_on": f"{start:%Y-%m}" if is_vague else start,
            "ended_on": None if is_last else end,
        }
        start = end + timedelta(days=40)


def read_cast(seed):
    """The cast as the database has it."""
    tenures = {}
    for tenure in Tenure.objects.select_related("office").order_by("id"):
        row = (
            tenure.pk,
            tenure.office.title,
            tenure.office.country_id,
            tenure.started_on_last,
            tenure.ended_on_first,
        )
        tenures.setdefault(tenure.official_id, []).append(row)
    speakers = [
        Speaker(one.pk, one.name, one.kind == OfficialKind.PERSON, one.country_id, tuple(tenures.get(one.pk, ())))
        for one in Official.objects.order_by("id")
    ]
    speakers_of = {}
    for speaker in speakers:
        speakers_of.setdefault(speaker.country, []).append(speaker)
    users = dict(get_user_model().objects.filter(username__in=[EDITOR, *CHECKERS]).values_list("username", "pk"))
    return Cast(
        speakers=speakers,
        speakers_of=speakers_of,
        publishers=list(Publisher.objects.order_by("id").values_list("pk", "slug")),
        origins=list(Origin.objects.order_by("id").values_list("pk", flat=True)),
        topics=list(Topic.objects.order_by("id").values_list("pk", flat=True)),
        countries=_ranked_countries(seed),
        editor=users[EDITOR],
        checkers=[users[name] for name in CHECKERS],
    )
