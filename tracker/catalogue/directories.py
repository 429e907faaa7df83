"""The shared rows of the directories: one an official, one a country."""

from operator import attrgetter

from tracker.catalogue import choices, public
from tracker.catalogue.batches import keys_in_batches
from tracker.catalogue.columns import Column, Type, of_field, row_of
from tracker.catalogue.tallies import count_by
from tracker.countries.models import Country
from tracker.database.snapshots import one_snapshot
from tracker.officials.models import Official

OFFICIAL_COLUMNS = (
    of_field(
        Official,
        "slug",
        attrgetter("slug"),
        description="The word in the address of the page. After a change the old address leads to the new one.",
        is_required=True,
    ),
    Column("address", Type.ADDRESS, "The permanent address of the page.", attrgetter("address"), is_required=True),
    of_field(Official, "kind", attrgetter("kind"), description="A person or an institution.", is_required=True),
    of_field(
        Official,
        "name",
        attrgetter("name"),
        description="The spelling that our readers know best.",
        is_required=True,
    ),
    of_field(Official, "sort_as", attrgetter("sort_as")),
    Column(
        "other_names",
        Type.LIST,
        "Other spellings and names.",
        lambda official: [other.name for other in official.other_names.all()],
    ),
    Column(
        "country",
        Type.TEXT,
        "ISO 3166-1 alpha-2; empty for a body of several countries, such as NATO.",
        lambda official: official.country_id or "",
    ),
    Column(
        "latest_office",
        Type.TEXT,
        "The office that the record has as the latest, held or left.",
        lambda official: official.latest_tenures[0].office.title if official.latest_tenures else "",
    ),
    of_field(Official, "wikidata_id", attrgetter("wikidata_id")),
    Column(
        "statement_count",
        Type.INTEGER,
        "How many public statements are listed at this official’s, counted or not.",
        attrgetter("statement_count"),
    ),
)

COUNTRY_COLUMNS = (
    of_field(Country, "code", lambda row: row["country"].key, is_required=True),
    Column("address", Type.ADDRESS, "The permanent address of the page.", lambda row: row["address"], is_required=True),
    of_field(Country, "name", lambda row: row["country"].label, is_required=True),
    Column(
        "statement_count",
        Type.INTEGER,
        "How many public statements are listed at this country’s, counted or not.",
        lambda row: row["count"],
    ),
)


def official_rows(site):
    """The officials with a page, in alphabetical order."""
    for official in officials(site):
        yield row_of(OFFICIAL_COLUMNS, official)


def officials(site):
    """The same with all that their rows show."""
    for keys in keys_in_batches(public.officials()):
        yield from officials_of(keys, site)


@one_snapshot()
def officials_of(keys, site):
    """A few of them, by their keys and in their order."""
    found = _officials_with_parts(keys).in_bulk(keys)
    counts = count_by("official", keys)
    for official in found.values():
        official.address = site + official.get_absolute_url()
        official.statement_count = counts.get(official.pk, 0)
    return [found[key] for key in keys if key in found]


def _officials_with_parts(keys):
    return public.with_latest_office(public.officials().filter(pk__in=keys)).prefetch_related("other_names")


@one_snapshot()
def country_rows(site):
    """The countries that statements are of, by name."""
    return [
        row_of(
            COUNTRY_COLUMNS,
            {
                "country": country,
                "address": site + Country(country.key).get_absolute_url(),
                "count": count,
            },
        )
        for country, count in choices.listed_countries()
    ]
