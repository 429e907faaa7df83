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
    def source_count(self):
        return len(self.rows)

    @property
    def origin_count(self):
        return len(self.origins) or 1


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


@dataclass(frozen=True)
class OriginUse:
    """One origin, or none that a source names, and its sources: which carry the words, and which are evidence."""

    origin: object
    sources: list  # pairs of what each is used for

    @property
    def carrying_count(self):
        return sum(carries for carries, _is_evidence in self.sources)

    @property
    def evidence_count(self):
        return sum(is_evidence for _carries, is_evidence in self.sources)


def sources_by_origin(appearances, evidence):
    """Whose accounts a statement and what was found of it rest on, most sources first. Sources that name no origin
    stand last and together; each of them is an origin of its own."""
    carrying, deciding = ({row.source_id: row.source for row in rows} for rows in (appearances, evidence))
    uses, none_named = {}, []
    for key, source in (carrying | deciding).items():
        use = (key in carrying, key in deciding)
        for origin in origins_of(source):
            uses.setdefault(origin.pk, OriginUse(origin, [])).sources.append(use)
        if not origins_of(source):
            none_named.append(use)
    named = sorted(uses.values(), key=lambda use: (-len(use.sources), use.origin.name))
    found = [*named, *([OriginUse(None, none_named)] if none_named else [])]
    for use in found:
        use.sources.sort(reverse=True)
    return found
