"""Counts that are ready before anybody asks: how many lines there are of a country, a topic, a year, an official, by
kind and by where they stand.

What is counted is `tracker_tally` and what is noted in `tracker_tallychange` but not folded in yet, together: exact
at every moment. Only *due* depends on the day. What can become due is tallied by the quarter of its day, so that only
the days of the present quarter are looked up in the listing.
"""

# ruff: noqa: S608 the names of columns in queries are our own

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db import connections
from django.utils.functional import cached_property

from tracker.catalogue.models import SETTLED, UNSETTLED, Apart
from tracker.database.rows import rows
from tracker.verifications.status import today
from tracker.vocabulary import Status

# A bit for each column of a tally that names a member.
BITS = {"official": 1, "country": 2, "topic": 4, "year": 8}
QUARTER = 16
# The columns of a line that hold several members, and their type.
SEVERAL = {
    "official": ("officials", "bigint[]"),
    "country": ("countries", "varchar[]"),
    "topic": ("topics", "bigint[]"),
}
_TALLIES = f"""
  SELECT members, official, country, topic, year, check_by_quarter, kind, apart, {", ".join(SETTLED)} FROM tracker_tally
  UNION ALL SELECT * FROM noted"""
_NOTED = """
WITH noted AS MATERIALIZED (
  SELECT * FROM tracker_tallies_of((SELECT array_agg(c) FROM tracker_tallychange c), %s::bigint[]))"""
_DUE_LATELY = "check_by_quarter = %s AND check_by_last >= %s AND check_by_last < %s"
_COUNTED = f""",
due_lately AS MATERIALIZED (
  SELECT kind, year, officials, countries, topics FROM tracker_listing WHERE {_DUE_LATELY})
SELECT facet, value, sum(n)::integer AS n FROM ({{parts}}) part GROUP BY 1, 2 HAVING sum(n) <> 0"""
# Of the lines of one official, or of one country: the column of those whose words they are.
_OWN = {"official": "signatories", "country": "counting_countries"}


def fold_tallies(using="default", **_):
    """Folds all noted changes into the tallies, as after a migration or a load."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tracker_fold_tallies()")


def is_tallied(official):
    """Whether an official has so many words that they are tallied together with countries, topics and years."""
    return bool(rows("SELECT 1 FROM tracker_tally WHERE members = 9 AND official = %s LIMIT 1", official))


def count_by(name, members=None):
    """How many public statements each official, country, topic or kind has, all of them or only `members`."""
    values = [] if members is None else [list(members)]
    rule = f"AND {name} = ANY(%s)" if values else ""
    found = rows(
        f"{_NOTED} SELECT {name} AS member, sum({' + '.join(SETTLED)})::integer AS n FROM ({_TALLIES}) t "
        f"WHERE members = {BITS.get(name, 0)} {rule} GROUP BY 1",
        [],
        *values,
    )
    return {row["member"]: row["n"] for row in found if row["n"]}


def count_by_year(**whose):
    """How many public statements there are by kind, year of the words and where they stand today: all of them, or those
    of one country or of one topic. What is not there has no row; each row has a kind, a year, a status and a number."""
    (name, key), *_ = [*whose.items(), (None, None)]
    members = BITS["year"] + BITS.get(name, 0)
    own, of_own = "official = 0 AND country = %s AND topic = %s", [whose.get("country", ""), whose.get("topic", 0)]
    of_lines, chosen = rules_of_lines({name: [key]}, [name] if name else [])
    first_day, quarter = _quarter(today())
    settled = ", ".join(f"sum({column}) AS {column}" for column in SETTLED)
    statuses = ", ".join(f"('{_OPEN if column == UNSETTLED else column}', {column})" for column in SETTLED)
    return rows(
        f"""{_NOTED}, kept AS (
          SELECT kind, year, {settled} FROM ({_TALLIES}) t WHERE members = {members} AND {own} GROUP BY 1, 2),
        due AS (
          SELECT kind, year, sum(n) AS n FROM (
            SELECT kind, year, unsettled AS n FROM ({_TALLIES}) t
            WHERE members = {members + QUARTER} AND {own} AND check_by_quarter < %s
            UNION ALL
            SELECT kind, year, 1 FROM tracker_listing
            WHERE finding = '' AND check_by_quarter = %s AND check_by_last >= %s AND check_by_last < %s
              AND {_all_of(of_lines)}) part
          GROUP BY 1, 2)
        SELECT kind, year, status, sum(n)::integer AS n FROM (
          SELECT kind, year, status, n FROM kept CROSS JOIN LATERAL (VALUES {statuses}) s (status, n)
          UNION ALL SELECT kind, year, moved.status, moved.sign * n FROM due
          CROSS JOIN (VALUES ('{_DUE}', 1), ('{_OPEN}', -1)) moved (status, sign)) part
        GROUP BY 1, 2, 3 HAVING sum(n) <> 0""",
        [],
        *of_own,
        *of_own,
        quarter,
        quarter,
        first_day,
        today(),
        *chosen,
    )


def count_to_be_checked():
    """How many public statements can become due or are, on whatever day."""
    found = rows(f"{_NOTED} SELECT sum(unsettled)::integer AS n FROM ({_TALLIES}) t WHERE members = {QUARTER}", [])
    return found[0]["n"] or 0


def count_apart(name, key, today):
    """How many lines stand under one official or one country, by kind, status and what sets them apart."""
    first_day, quarter = _quarter(today)
    array, type_ = SEVERAL[name]
    counts = ", ".join(f"('{_OPEN if column == UNSETTLED else column}', {column})" for column in SETTLED)
    return rows(
        f"""{_NOTED} SELECT kind, apart, status, sum(n)::integer AS n FROM (
          SELECT kind, apart, status, n FROM ({_TALLIES}) t CROSS JOIN LATERAL (VALUES {counts}) s (status, n)
          WHERE members = {BITS[name]} AND {name} = %s
          UNION ALL
          SELECT kind, apart, status, sign * n FROM (
            SELECT kind, apart, unsettled AS n FROM ({_TALLIES}) t
            WHERE members = {BITS[name] + QUARTER} AND {name} = %s AND check_by_quarter < %s
            UNION ALL
            SELECT kind, {_apart(f"%s = ANY({_OWN[name]})")}, 1 FROM tracker_listing
            WHERE {_DUE_LATELY} AND {array} @> ARRAY[%s]::{type_}) due
          CROSS JOIN (VALUES ('{_DUE}', 1), ('{_OPEN}', -1)) moved (status, sign)) part
        GROUP BY 1, 2, 3 HAVING sum(n) <> 0""",
        [],
        *(key, key, quarter, key, quarter, first_day, today, key),
    )


def _apart(is_own):
    """What sets a line apart, as tracker_tallies_of has it."""
    return (
        f"CASE WHEN is_relayed THEN '{Apart.RELAYED.value}' WHEN NOT {is_own} THEN '{Apart.SPOKEN_FOR.value}' "
        f"WHEN had_left_office THEN '{Apart.LEFT_OFFICE.value}' ELSE '' END"
    )


@dataclass(frozen=True)
class TallyQuestion:
    """What is to be counted: of each name the keys that are asked for, any where there are none; `years` are the first
    and the last that count, if not all do."""

    chosen: dict
    years: tuple | None
    today: date

    def can_answer(self, facet):
        """Whether the tallies know the values of a facet with all other filters applied."""
        names = self._names(facet)
        if any(len(self.chosen[name]) > 1 for name in names - {facet, "year"}):
            return False  # what two countries say together would count twice
        if "official" not in names:
            return len(names) <= 2
        return len(names) == 1 or (len(names) == 2 and self._is_official_tallied)

    @cached_property
    def _is_official_tallied(self):
        return is_tallied(self.chosen["official"][0])

    def _names(self, facet):
        """The columns that name a member in the tallies that a facet is counted from."""
        names = {name for name in BITS if self.chosen[name] and name != facet}
        return names | ({facet} & BITS.keys()) | ({"year"} if self.years else set())

    def count(self, facets):
        """The counts of the facets: rows of facet, value and number."""
        first_day, quarter = _quarter(self.today)
        parts, parameters = [], [list(self.chosen["official"]), quarter, first_day, self.today]
        for facet in facets:
            for sql, values in self._parts(facet, quarter):
                parts.append(sql)
                parameters += values
        return rows(_NOTED + _COUNTED.format(parts=" UNION ALL ".join(parts)), *parameters)

    def _parts(self, facet, quarter):
        statuses = [] if facet == "status" else self.chosen["status"]
        columns = _columns_of(statuses)
        if facet == "status":
            counts = ", ".join(f"('{_OPEN if column == UNSETTLED else column}', {column})" for column in SETTLED)
            yield self._from_tallies(facet, f"CROSS JOIN LATERAL (VALUES {counts}) s (status, n)", "s.n")
        elif columns:
            yield self._from_tallies(facet, "", " + ".join(columns))
        for status, sign in _moved_by_the_day(facet, statuses):
            yield self._from_tallies(facet, "", f"{sign} * unsettled", quarter, status)
            yield self._from_lines(facet, sign, status)

    def _from_tallies(self, facet, join, count, quarter=None, status=None):
        """Sums of tallies; with a quarter of what can become due and is, because its day is in an earlier one."""
        names = self._names(facet)
        members = sum(BITS[name] for name in names) + (QUARTER if quarter else 0)
        rules, values = [f"members = {members}"], []
        for name in sorted(names - {facet}):
            if self.chosen[name]:
                rules.append(f"{name} = ANY(%s)")
                values.append(list(self.chosen[name]))
        if self.years:
            rules.append("year BETWEEN %s AND %s")
            values += self.years
        if quarter:
            rules.append("check_by_quarter < %s")
            values.append(quarter)
        if self.chosen["kind"] and facet != "kind":
            rules.append("kind = ANY(%s)")
            values.append(list(self.chosen["kind"]))
        value = status or ("s.status" if facet == "status" else f"{facet}::text")
        sql = f"SELECT '{facet}' AS facet, {value} AS value, sum({count}) AS n FROM ({_TALLIES}) t {join}"
        return f"{sql} WHERE {_all_of(rules)} GROUP BY 2", values

    def _from_lines(self, facet, sign, status):
        """The lines that became due in the present quarter."""
        names = [name for name in ("official", "country", "topic", "year", "kind") if self.chosen[name]]
        rules, values = rules_of_lines(self.chosen, [name for name in names if name != facet])
        if self.years:
            rules.append("year BETWEEN %s AND %s")
            values += self.years
        return sql_count_of_lines("due_lately", facet, _all_of(rules), sign, status), values


def rules_of_lines(chosen, names):
    """The rules, and the values for them, by which lines have what was chosen of these names."""
    rules = [
        f"{SEVERAL[name][0]} && %s::{SEVERAL[name][1]}" if name in SEVERAL else f"{name} = ANY(%s)" for name in names
    ]
    return rules, [list(chosen[name]) for name in names]


def sql_count_of_lines(lines, facet, where, sign=1, value=None):
    """SQL that counts lines by a facet's values, each value of those that have several; or all under one value."""
    # (An array that is opened by a join costs five times as much.)
    value = value or (f"unnest({SEVERAL[facet][0]})" if facet in SEVERAL else facet)
    counted = f"SELECT {value} AS value FROM {lines} WHERE {where}"
    return (
        f"SELECT '{facet}' AS facet, value::text AS value, {sign} * count(*) AS n FROM ({counted}) v GROUP BY v.value"
    )


def _all_of(rules):
    return " AND ".join(rules) or "true"


_OPEN, _DUE = Status.OPEN.value, Status.DUE.value


def _quarter(day):
    """The first day of the quarter that a day is in, and the quarter's number as tallies have it."""
    number = (day.month - 1) // 3
    return date(day.year, 3 * number + 1, 1), day.year * 4 + number


def _columns_of(statuses):
    """The columns of a tally that are summed up for these statuses; all of them for none."""
    if not statuses:
        return SETTLED
    return [column for column in SETTLED if (_OPEN if column == UNSETTLED else column) in statuses]


def _moved_by_the_day(facet, statuses):
    """What is due was tallied as unsettled: under which status, and whether it is added or taken away."""
    if facet == "status":
        return [(f"'{_DUE}'", 1), (f"'{_OPEN}'", -1)]
    if (_OPEN in statuses) == (_DUE in statuses):
        return []
    return [(None, 1 if _DUE in statuses else -1)]


def what_is_tallied():
    """The names that are tallied together, each by itself and once more by the quarter of what can become due."""
    names = [pair for size in (0, 1, 2) for pair in combinations(("country", "topic", "year"), size)]
    names += [("official",), *(("official", name) for name in ("country", "topic", "year"))]
    return [(together, by_quarter) for together in names for by_quarter in (False, True)]


def wrong_tallies(names, by_quarter):
    """The tallies that are not what a fresh count of all lines gives: with what is kept and what is counted."""
    members = sum(BITS[name] for name in names) + (QUARTER if by_quarter else 0)
    keys = [*names, "kind", "apart", *(["check_by_quarter"] if by_quarter else [])]
    joins = " ".join(f"CROSS JOIN unnest({SEVERAL[name][0]}) {name}" for name in names if name in SEVERAL)
    apart = _apart(f"{names[0]} = ANY({_OWN[names[0]]})") if len(names) == 1 and names[0] in _OWN else "''"
    rules = ["check_by_quarter <> 0"] if by_quarter else []
    rules += ["official = ANY(tracker_tallied_officials())"] if "official" in names and len(names) > 1 else []
    kept = ", ".join(f"sum({column}) AS {column}" for column in SETTLED)
    counted = ", ".join(f"count(*) FILTER (WHERE settled = '{column}') AS {column}" for column in SETTLED)
    numbers = [f"coalesce({{}}.{column}, 0)" for column in SETTLED]
    kept_numbers, numbers = (", ".join(number.format(side) for number in numbers) for side in ("kept", "counted"))
    by = ", ".join(keys)
    return rows(
        f"""{_NOTED.replace("%s::bigint[]", "tracker_tallied_officials()")}
        SELECT concat_ws(' ', {by}) AS which, ARRAY[{kept_numbers}]::int[] AS kept, ARRAY[{numbers}]::int[] AS counted
        FROM (SELECT {by}, {kept} FROM ({_TALLIES}) t WHERE members = {members} GROUP BY {by}) kept
        FULL JOIN (SELECT {by}, {counted} FROM tracker_listing {joins}
          CROSS JOIN LATERAL (SELECT {apart} AS apart) a WHERE {_all_of(rules)} GROUP BY {by}) counted
        USING ({by}) WHERE ({kept_numbers}) IS DISTINCT FROM ({numbers}) ORDER BY 1"""
    )
