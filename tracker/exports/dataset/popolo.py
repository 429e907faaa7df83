"""People, institutions, offices and who held them, as Popolo has them (popoloproject.com)."""

from tracker.catalogue.columns import iso
from tracker.catalogue.dataset import shown
from tracker.texts import language_name
from tracker.vocabulary import OfficialKind, Precision


def popolo(site):
    """Persons, organizations, posts and memberships. An institution that holds an office is a member too."""
    officials = list(shown.officials_with_names())
    kinds = {official.slug: official.kind for official in officials}
    return {
        "persons": [_person(one, site) for one in officials if one.kind == OfficialKind.PERSON],
        "organizations": [_organization(one, site) for one in officials if one.kind == OfficialKind.INSTITUTION],
        "posts": [_post(office) for office in shown.offices()],
        "memberships": [_membership(tenure, kinds[tenure.official.slug]) for tenure in shown.tenures()],
    }


def _person(official, site):
    return _known_by(official, site) | ({"sort_name": official.sort_as} if official.sort_as else {})


def _organization(official, site):
    area = {"area_id": official.country_id} if official.country_id else {}
    return _known_by(official, site) | {"classification": "institution"} | area


def _known_by(official, site):
    """What persons and organizations have alike."""
    identifiers = [{"scheme": "wikidata", "identifier": official.wikidata_id}] if official.wikidata_id else []
    return {
        "id": official.slug,
        "name": official.name,
        "other_names": [_other_name(other) for other in official.other_names.all()],
        "identifiers": identifiers,
        "links": [{"url": site + official.get_absolute_url(), "note": "Statements on record"}],
    }


def _other_name(other):
    return {"name": other.name} | ({"note": language_name(other.language)} if other.language else {})


def _post(office):
    return {
        "id": office.title,
        "label": office.title,
        "role": office.title,
        **({"organization_id": office.institution_slug} if office.institution_slug else {}),
        **({"area_id": office.country_id} if office.country_id else {}),
    }


def _membership(tenure, kind):
    member = (
        {"person_id": tenure.official.slug}
        if kind == OfficialKind.PERSON
        else {"member": {"@type": "Organization", "id": tenure.official.slug, "name": tenure.official.name}}
    )
    return {
        "id": f"{tenure.official.slug}/{tenure.place}",
        **member,
        "post_id": tenure.office.title,
        "role": f"{tenure.office.title}{' (acting)' if tenure.is_acting else ''}",
        "start_date": known_date(tenure.started_on),
        "end_date": known_date(tenure.ended_on),
        "sources": [_link(tenure.source)] if tenure.source and tenure.source.url else [],
    }


def _link(source):
    return {
        "url": source.url,
        "note": f"{source.publisher}{f', {iso(source.published_on)}' if source.published_on else ''}",
    }


def known_date(day):
    """As much of a partial date as year, month and day can tell: nothing where even the year is open."""
    if day is None:
        return None
    if day.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        return day.isoformat()
    if (day.first.year, day.first.month) == (day.last.year, day.last.month):
        return f"{day.first:%Y-%m}"
    return f"{day.first:%Y}" if day.first.year == day.last.year else None
