"""Whose account is it? Sources with one origin count as one, whatever their number (design.md, rule 1)."""

from dataclasses import dataclass

from tracker.vocabulary import Stance


def origins_of(source):
    """The origins of a source, by name; a source that names none stands for itself."""
    return sorted((attribution.origin for attribution in source.attributions.all()), key=lambda origin: origin.name)


def origin_count(sources):
    """How many different accounts stand behind the sources: the rule of `tracker_origins` in the database."""
    accounts = set()
    for source in sources:
        accounts |= {("origin", origin.pk) for origin in origins_of(source)} or {("source", source.pk)}
    return len(accounts)


@dataclass(frozen=True)
class Account:
    """Rows (wordings, evidence) whose sources carry the same account."""

    origins: list
    rows: list

    @property
    def name(self):
        names = [origin.name for origin in self.origins]
        return " and ".join(names) or f"{self.rows[0].source.publisher}, no other origin named"


@dataclass(frozen=True)
class Accounts:
    """Rows by account, with how many sources and how many origins there are."""

    accounts: list
    source_count: int
    origin_count: int


def by_origin(rows):
    """The rows, each with a `source`, grouped by whose account they are, in their own order."""
    groups = {}
    for row in rows:
        origins = origins_of(row.source)
        key = tuple(origin.pk for origin in origins) or ("source", row.source.pk)
        groups.setdefault(key, Account(origins, [])).rows.append(row)
    sources = [row.source for row in rows]
    return Accounts(list(groups.values()), len(sources), origin_count(sources))


def evidence_by_stance(evidence):
    """Pairs of a stance and the accounts that take it, for before against before context; empty ones left out."""
    by_stance = {stance: [piece for piece in evidence if piece.stance == stance] for stance in Stance}
    return [(stance, by_origin(pieces)) for stance, pieces in by_stance.items() if pieces]
