"""Whether the record agrees with itself: every line, rule, version and event asked again, over the whole database.

Each question looks at things batch by batch and says which of them disagree with what they should be. Within a batch
everything is read at one moment, so that editors may go on publishing meanwhile. `manage.py check_record` asks them.
"""

# ruff: noqa: S608 the names of tables in queries are our own

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from tracker.catalogue import public, tallies
from tracker.catalogue.models import SETTLED, SHELFMARKS_A_DAY, Listing, sql_headings
from tracker.database.rows import rows
from tracker.database.snapshots import one_snapshot
from tracker.statements.models import LOCKED_CRITERIA, LOCKED_WORDS, Statement
from tracker.verifications.correcting import PARTS
from tracker.verifications.models import LOCKED_ENTRY, Correction, Verification
from tracker.verifications.status import standing
from tracker.verifications.versions import representation
from tracker.vocabulary import Status, VersionReason

BATCH = 500


@dataclass(frozen=True)
class Disagreement:
    """Something that is not as it should be: which, what is wrong with it, and where to look."""

    which: str
    wrong: str
    look: str


@dataclass(frozen=True)
class Question:
    """Something asked of many things: rows by their keys, or parts of the database by their names."""

    title: str
    things: QuerySet | list
    disagreements: Callable[[list], Iterator[Disagreement]]

    def count(self):
        return self.things.count() if isinstance(self.things, QuerySet) else len(self.things)

    def answers(self) -> Iterator[tuple[int, list[Disagreement]]]:
        """Batch by batch: how many things were looked at, and what disagrees among them."""
        for batch in self._batches():
            with one_snapshot():
                yield len(batch), list(self.disagreements(batch))

    def _batches(self):
        if isinstance(self.things, list):
            yield from ([thing] for thing in self.things)
            return
        keys = self.things.order_by("pk").values_list("pk", flat=True)
        batch = list(keys[:BATCH])
        while batch:
            yield batch
            batch = list(keys.filter(pk__gt=batch[-1])[:BATCH])


def questions() -> list[Question]:
    """All that can be asked of the record itself; of its history and guards see auditing.py."""
    published = Statement.objects.filter(published_at__isnull=False)
    entries = Verification.objects.filter(published_at__isnull=False)
    return [
        Question("Lines of the catalogue", Statement.objects.all(), wrong_lines),
        Question("Tallies", tallies.what_is_tallied(), wrong_tallies),
        Question("Words of the search", Statement.objects.all(), wrong_words),
        Question("Names of the search", ["all spellings"], wrong_names),
        Question("Headings of the catalogue", ["of all lines"], wrong_headings),
        Question("Statuses", Listing.objects.all(), wrong_statuses),
        Question("Rules for statements", published.filter(withdrawn_at__isnull=True), broken_statement_rules),
        Question("Rules for findings", entries.filter(withdrawn_at__isnull=True), broken_entry_rules),
        Question("Public numbers", ["without a gap"], gaps_in_numbers),
        Question("Addresses", published, missing_addresses),
        Question("Versions", published, wrong_versions),
        Question("Corrections", Correction.objects.all(), wrong_corrections),
        *(Question(f"Changes in the open: {part}", PARTS[part].objects.all(), _secret_changes(part)) for part in LOCKS),
    ]


def row_address(table, key):
    """How to see a row, with `manage.py dbshell`."""
    return f"SELECT * FROM {table} WHERE {'code' if table == 'tracker_country' else 'id'} = '{key}';"


def wrong_lines(ids):
    """Lines that are missing, too many, or other than the record makes them."""
    sql = """
        SELECT coalesce(kept.statement_id, made.statement_id) AS id,
          to_jsonb(kept) - %s::text[] AS kept, to_jsonb(made) AS made
        FROM (SELECT * FROM tracker_listing WHERE statement_id = ANY(%s)) kept
        FULL JOIN tracker_listing_lines(%s) made ON made.statement_id = kept.statement_id
        WHERE to_jsonb(kept) - %s::text[] IS DISTINCT FROM to_jsonb(made)"""
    # What the database itself makes of a line's other columns.
    generated = [field.column for field in Listing._meta.concrete_fields if field.generated]
    for row in rows(sql, generated, ids, ids, generated):
        kept, made = (json.loads(row[name]) if row[name] else None for name in ("kept", "made"))
        if kept and made:
            wrong = "differs in " + ", ".join(sorted(name for name in kept if kept[name] != made.get(name, object)))
        else:
            wrong = "has no line" if made else "has a line, but is not public"
        yield Disagreement(f"statement {row['id']}", wrong, row_address("tracker_statement", row["id"]))


def wrong_tallies(things):
    """Tallies that are not what a fresh count of the lines gives."""
    ((names, by_quarter),) = things
    for row in tallies.wrong_tallies(names, by_quarter):
        which = f"{' and '.join(names) or 'all'}{' by quarter' if by_quarter else ''}: {row['which']}"
        wrong = f"tallied are {row['kept']}, counted {row['counted']} ({', '.join(SETTLED)})"
        yield Disagreement(which, wrong, "SELECT * FROM tracker_tally;")


def wrong_words(ids):
    """Statements that are found by other words than they have, and words that no typing error is compared with."""
    sql = """
        SELECT coalesce(kept.statement_id, made.statement_id) AS id, kept.vector IS NULL AS is_missing,
          made.vector IS NULL AS is_too_much, claim.unknown
        FROM (SELECT * FROM tracker_findable WHERE statement_id = ANY(%s)) kept
        FULL JOIN tracker_findable_lines(%s) made ON made.statement_id = kept.statement_id
        LEFT JOIN LATERAL (
          SELECT string_agg(word, ', ') AS unknown
          FROM tracker_statement s, tracker_comparable_words(s.claim) AS said (word)
          WHERE s.id = made.statement_id AND NOT EXISTS (SELECT FROM tracker_knownword k WHERE k.word = said.word)
        ) claim ON true
        WHERE kept.vector IS DISTINCT FROM made.vector OR claim.unknown IS NOT NULL"""
    for row in rows(sql, ids, ids):
        wrong = f"has words that are not known: {row['unknown']}" if row["unknown"] else "is found by other words"
        wrong = "is not found by its words" if row["is_missing"] else wrong
        wrong = "is found, but is not public" if row["is_too_much"] else wrong
        yield Disagreement(f"statement {row['id']}", wrong, row_address("tracker_statement", row["id"]))


def wrong_names(_):
    """Names that officials or topics have and the search does not know, and the other way round."""
    sql = """
        SELECT coalesce(kept.key, made.key) AS key FROM tracker_findablename kept
        FULL JOIN tracker_name_lines() made ON made.key = kept.key
        WHERE (kept.lexeme, kept.vector) IS DISTINCT FROM (made.lexeme, made.vector) ORDER BY 1 LIMIT 1000"""
    for row in rows(sql):
        look = f"SELECT * FROM tracker_findablename WHERE key = '{row['key']}';"
        yield Disagreement(row["key"], "is found by another name than it has", look)


def wrong_headings(_):
    """Headings that a line does not stand under although it should, or should not although it does."""
    sql = f"""
        SELECT coalesce(kept.name, made.name) AS name, made.name IS NULL AS is_too_much,
          mod(coalesce(kept.shelfmark, made.shelfmark), {SHELFMARKS_A_DAY}) AS number
        FROM tracker_heading kept FULL JOIN ({sql_headings("tracker_listing")}) made USING (name, shelfmark)
        WHERE kept.name IS NULL OR made.name IS NULL LIMIT 1000"""
    for row in rows(sql):
        wrong = "stands there and should not" if row["is_too_much"] else "should stand there and does not"
        look = f"SELECT * FROM tracker_listing WHERE number = {row['number']};"
        yield Disagreement(f"#{row['number']} under “{row['name']}”", wrong, look)


def wrong_statuses(ids):
    """Lines whose status or deciding entries are not those that the rule in plain Python finds."""
    lines = (
        public.listings()
        .filter(pk__in=ids)
        .select_related("statement")
        .prefetch_related(Prefetch("statement__verifications", to_attr="entries"))
    )
    for line in lines:
        where = standing(line.statement, line.statement.entries)
        asked = {
            "status": (line.status, str(where.status)),
            "deciding entry": (line.deciding_id, where.deciding and where.deciding.pk),
            "interim entry": (line.interim_id, where.interim and where.interim.pk),
            "check-by day": (line.check_by, where.check_by),
        }
        for what, (kept, found) in asked.items():
            if kept != found:
                wrong = f"{what} is {kept}, but the entries say {found}"
                yield Disagreement(f"#{line.number}", wrong, line.statement.get_absolute_url())


def broken_statement_rules(ids):
    sql = """
        SELECT s.number, s.slug, p.message
        FROM tracker_statement_problems(%s) p JOIN tracker_statement s ON s.id = p.id ORDER BY s.number"""
    for row in rows(sql, ids):
        yield Disagreement(f"#{row['number']}", row["message"], _page(row))


def broken_entry_rules(ids):
    sql = """
        SELECT v.id, s.number, s.slug, p.message
        FROM tracker_verification_problems(%s) p JOIN tracker_verification v ON v.id = p.id
          JOIN tracker_statement s ON s.id = v.statement_id
        WHERE s.withdrawn_at IS NULL ORDER BY v.id"""
    for row in rows(sql, ids):
        yield Disagreement(f"entry {row['id']} of #{row['number']}", row["message"], _page(row))


def gaps_in_numbers(_):
    sql = """
        SELECT previous + 1 AS first, number - 1 AS last
        FROM (SELECT number, lag(number, 1, 0) OVER (ORDER BY number) AS previous
              FROM tracker_statement WHERE number IS NOT NULL) numbers
        WHERE number <> previous + 1 LIMIT 1000"""
    for row in rows(sql):
        which = f"#{row['first']}" if row["first"] == row["last"] else f"#{row['first']} to #{row['last']}"
        look = f"SELECT * FROM tracker_statementevent WHERE number BETWEEN {row['first']} AND {row['last']};"
        yield Disagreement(which, "was never given, or its statement is gone", look)


def missing_addresses(ids):
    """What is public with a statement, but has no word for its address."""
    sql = """
        SELECT s.number, s.slug, thing.name
        FROM tracker_statement s CROSS JOIN LATERAL (
          SELECT o.name FROM tracker_official o WHERE o.slug IS NULL AND (o.id = s.speaker_id
            OR o.id IN (SELECT official_id FROM tracker_voice WHERE statement_id = s.id))
          UNION ALL SELECT t.name FROM tracker_statementtopic x JOIN tracker_topic t ON t.id = x.topic_id
            WHERE x.statement_id = s.id AND t.slug IS NULL
          UNION ALL SELECT p.name FROM tracker_appearance a JOIN tracker_source r ON r.id = a.source_id
            JOIN tracker_publisher p ON p.id = r.publisher_id WHERE a.statement_id = s.id AND p.slug IS NULL) thing
        WHERE s.id = ANY(%s) ORDER BY s.number"""
    for row in rows(sql, ids):
        yield Disagreement(f"#{row['number']}", f"“{row['name']}” is public without an address", _page(row))


def wrong_versions(ids):
    """Statements whose versions are not numbered 1, 2, 3 …, or whose page shows other words than the last one."""
    statements = Statement.objects.filter(pk__in=ids).order_by("number")
    for statement in statements:
        versions = list(statement.versions.values_list("number", flat=True).order_by("number"))
        if not versions or versions != list(range(1, len(versions) + 1)):
            wrong = f"has the versions {', '.join(map(str, versions))}" if versions else "has no version"
            yield Disagreement(f"#{statement.number}", wrong, statement.history_address)
            continue
        last = statement.versions.get(number=versions[-1])
        if changed := sorted(set(differences(last.representation, representation(statement)))):
            wrong = f"version {last.number} is the last, but the page differs in {', '.join(changed)}"
            yield Disagreement(f"#{statement.number}", wrong, statement.version_address(last.number))


# What a page shows but does not own: names of people, places and publishers, and the words of this software.
_NOT_ITS_OWN = {"label", "status_label", "finding_label", "name", "publisher", "interest", "relayed_by", "links"}
_NOT_ITS_OWN |= {"topics", "origins", "judged_by", "published_by", "corrected_by", "archived_url", "gone_on", "slug"}
# The day alone moves one to the other.
_MOVED_BY_THE_DAY = {Status.OPEN.value, Status.DUE.value}


def differences(kept, shown, name=""):
    """The names of what a version and the page now have both, but not alike."""
    if isinstance(kept, dict) and isinstance(shown, dict):
        # A later release of this software may know more words than the version does.
        for key in sorted(kept.keys() & shown.keys()):
            # A speaker's label is the statement's own, a link's is the software's.
            if key not in _NOT_ITS_OWN or (key == "label" and "country" in kept):
                yield from differences(kept[key], shown[key], name or key)
    elif isinstance(kept, list) and isinstance(shown, list) and len(kept) == len(shown):
        for one, other in zip(kept, shown, strict=True):
            yield from differences(one, other, name)
    elif kept != shown and not (name == "status" and {kept, shown} <= _MOVED_BY_THE_DAY):
        yield name


def wrong_corrections(ids):
    """Corrections whose “after” is neither what stands there now nor what the next correction found, or which have
    no version of their own."""
    for part, model in PARTS.items():
        table = model._meta.db_table
        sql = f"""
            SELECT c.id, s.number, s.slug, word.key, row.id IS NULL AS is_gone
            FROM tracker_correction c JOIN tracker_statement s ON s.id = c.statement_id
            CROSS JOIN LATERAL jsonb_each(c.after) word
            LEFT JOIN LATERAL (
              SELECT n.before FROM tracker_correction n
              WHERE n.part = c.part AND n.part_id = c.part_id AND n.before ? word.key AND n.id > c.id
              ORDER BY n.id LIMIT 1) next ON true
            LEFT JOIN {table} row ON row.id = c.part_id
            WHERE c.id = ANY(%s) AND c.part = %s AND coalesce(word.value #>> '{{}}', '') <> ''
              AND coalesce(next.before, to_jsonb(row)) -> word.key IS DISTINCT FROM word.value
            ORDER BY c.id"""
        for row in rows(sql, ids, part):
            wrong = f"its {part} is gone" if row["is_gone"] else f"“{row['key']}” reads otherwise than it says"
            yield Disagreement(f"correction {row['id']} of #{row['number']}", wrong, _page(row))
    sql = """
        SELECT c.id, s.number, s.slug FROM tracker_correction c JOIN tracker_statement s ON s.id = c.statement_id
        WHERE c.id = ANY(%s) AND NOT EXISTS (SELECT FROM tracker_version v
          WHERE v.statement_id = c.statement_id AND v.why = %s AND v.made_at >= c.corrected_at)"""
    for row in rows(sql, ids, VersionReason.CORRECTED):
        yield Disagreement(f"correction {row['id']} of #{row['number']}", "no version was written with it", _page(row))


# What publication locked of each part, what of it may be filled once, and whose publication it was.
_STATEMENT, _ENTRY = ("tracker_statementevent", "statement_id"), ("tracker_verificationevent", "verification_id")
LOCKS = {
    "statement": (LOCKED_WORDS, LOCKED_CRITERIA, ("tracker_statementevent", "id")),
    "voice": (None, (), _STATEMENT),
    "appearance": (None, (), _STATEMENT),
    "verification": (LOCKED_ENTRY, (), ("tracker_verificationevent", "id")),
    "evidence": (None, (), _ENTRY),
}


def _secret_changes(part):
    """The question after events in which something published changed without a correction that tells it."""
    locked, fillable, (publication, key) = LOCKS[part]
    events = f"tracker_{part}event"
    fields = [*(locked or _columns_of(PARTS[part])), *fillable]
    sql = f"""
        WITH step AS (
          SELECT pgh_id, pgh_obj_id, pgh_created_at, to_jsonb(e) AS becomes,
            lag(to_jsonb(e)) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS was
          FROM {events} e WHERE pgh_obj_id = ANY(%s))
        SELECT step.pgh_id, step.pgh_obj_id, field FROM step, unnest(%s::text[]) field
        WHERE was -> field IS DISTINCT FROM becomes -> field AND was IS NOT NULL
          AND NOT (field = ANY(%s::text[]) AND coalesce(was ->> field, '') = '')
          AND EXISTS (SELECT FROM {publication} p WHERE p.pgh_obj_id = (was ->> '{key}')::bigint
            AND p.published_at IS NOT NULL AND (p.pgh_created_at < step.pgh_created_at
              OR p.pgh_id < step.pgh_id AND '{events}' = '{publication}'))
          AND NOT EXISTS (SELECT FROM tracker_correction c WHERE c.part = %s AND c.part_id = step.pgh_obj_id
            AND c.before ? field AND c.before -> field = was -> field AND c.after -> field = becomes -> field)
        ORDER BY step.pgh_id"""

    def ask(ids):
        for row in rows(sql, ids, fields, list(fillable), part):
            look = f"SELECT * FROM {events} WHERE pgh_obj_id = {row['pgh_obj_id']} ORDER BY pgh_id;"
            wrong = f"“{row['field']}” was changed after publication without a correction"
            yield Disagreement(f"{part} {row['pgh_obj_id']}", wrong, look)

    return ask


def _columns_of(model):
    return [field.column for field in model._meta.concrete_fields]


def _page(row):
    return f"/statements/{row['number']}-{row['slug']}/"
