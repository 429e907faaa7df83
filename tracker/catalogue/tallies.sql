-- Counts of public statements, kept up to date without anybody waiting. See Tally and TallyChange in models.py.
-- The bits of tracker_tally.members: 1 official, 2 country, 4 topic, 8 year, 16 quarter of the check-by day.

-- The rows of tracker_tally that these changes add up to. Every line counts for each of its members by itself and for
-- each two of country, topic and year; for an official together with one of those only where the official is `tallied`,
-- because most officials have so few words that they are counted as fast; and what can become due once more by quarter.
-- What does not count for an official or a country is set apart where one of them stands alone.
CREATE OR REPLACE FUNCTION tracker_tallies_of(changes tracker_tallychange[], tallied bigint[]) RETURNS TABLE (
  members smallint, official bigint, country varchar, topic bigint, year smallint, check_by_quarter integer, kind varchar,
  apart varchar, on_record integer, unsettled integer, upheld integer, partly_upheld integer, broken integer, undetermined integer, void integer)
LANGUAGE sql STABLE AS $$
  SELECT m.members::smallint, o, coalesce(c, ''), t, y, q, change.kind, a,
    coalesce(sum(more) FILTER (WHERE settled = 'on_record'), 0)::integer, coalesce(sum(more) FILTER (WHERE settled = 'unsettled'), 0)::integer,
    coalesce(sum(more) FILTER (WHERE settled = 'upheld'), 0)::integer, coalesce(sum(more) FILTER (WHERE settled = 'partly_upheld'), 0)::integer,
    coalesce(sum(more) FILTER (WHERE settled = 'broken'), 0)::integer, coalesce(sum(more) FILTER (WHERE settled = 'undetermined'), 0)::integer,
    coalesce(sum(more) FILTER (WHERE settled = 'void'), 0)::integer
  FROM unnest(changes) change
  CROSS JOIN unnest(ARRAY[0, change.year]) y
  CROSS JOIN unnest(change.topics || 0::bigint) t
  CROSS JOIN unnest(change.countries || ''::varchar) c
  CROSS JOIN unnest(change.officials || 0::bigint) o
  CROSS JOIN unnest(CASE change.check_by_quarter WHEN 0 THEN '{0}' ELSE ARRAY[0, change.check_by_quarter] END) q
  CROSS JOIN LATERAL (
    SELECT (y <> 0)::int + (t <> 0)::int + (c <> '')::int AS together) n
  CROSS JOIN LATERAL (
    SELECT (o <> 0)::int + 2 * (c <> '')::int + 4 * (t <> 0)::int + 8 * (y <> 0)::int + 16 * (q <> 0)::int AS members) m
  CROSS JOIN LATERAL (
    SELECT CASE WHEN (o <> 0) = (c <> '') OR t <> 0 OR y <> 0 THEN '' WHEN is_relayed THEN 'relayed'
      WHEN o <> 0 AND o <> ALL(signatories) OR c <> '' AND c <> ALL(counting_countries) THEN 'spoken_for'
      WHEN had_left_office THEN 'left' ELSE '' END AS a) apart
  WHERE CASE WHEN o = 0 THEN together <= 2 ELSE together = 0 OR together = 1 AND o = ANY(tallied) END
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;

-- The officials who are counted together with a country, a topic and a year.
CREATE OR REPLACE FUNCTION tracker_tallied_officials() RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT DISTINCT official FROM tracker_tally WHERE members = 9)
$$;

CREATE OR REPLACE FUNCTION tracker_add_tallies(changes tracker_tallychange[], tallied bigint[], only_for bigint DEFAULT 0)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO tracker_tally AS kept (members, official, country, topic, year, check_by_quarter, kind, apart,
    on_record, unsettled, upheld, partly_upheld, broken, undetermined, void)
  SELECT members, official, country, topic, year, check_by_quarter, kind, apart,
    on_record, unsettled, upheld, partly_upheld, broken, undetermined, void
  FROM tracker_tallies_of(changes, tallied)
  WHERE only_for = 0 OR official = only_for AND members NOT IN (1, 17)
  ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT (members, official, country, topic, year, check_by_quarter, kind, apart) DO UPDATE SET
    on_record = kept.on_record + EXCLUDED.on_record, unsettled = kept.unsettled + EXCLUDED.unsettled,
    upheld = kept.upheld + EXCLUDED.upheld, partly_upheld = kept.partly_upheld + EXCLUDED.partly_upheld,
    broken = kept.broken + EXCLUDED.broken, undetermined = kept.undetermined + EXCLUDED.undetermined,
    void = kept.void + EXCLUDED.void
$$;

-- From so many words on an official is counted together with countries, topics and years.
CREATE OR REPLACE FUNCTION tracker_many_words() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1000 $$;

-- Counts an official together with countries, topics and years from now on: all lines as they are, less what is noted
-- and will be folded in later. One statement, so that both are of one moment.
CREATE OR REPLACE FUNCTION tracker_tally_official(one bigint) RETURNS void LANGUAGE sql AS $$
  SELECT tracker_add_tallies(array_agg(change), ARRAY[one], one) FROM (
    SELECT ROW(0, officials, countries, topics, year, check_by_quarter, kind, settled,
      signatories, counting_countries, is_relayed, had_left_office, 1)::tracker_tallychange AS change
    FROM tracker_heading JOIN tracker_listing USING (shelfmark) WHERE name = 'official ' || one
    UNION ALL
    SELECT ROW(0, officials, countries, topics, year, check_by_quarter, kind, settled,
      signatories, counting_countries, is_relayed, had_left_office, -more)::tracker_tallychange
    FROM tracker_tallychange WHERE officials @> ARRAY[one]) lines
$$;

-- Folds the oldest noted changes into the tallies, all of them without a limit; answers how many. Whoever finds
-- somebody else at it leaves it to him. What is added is exactly what is deleted, whatever others note meanwhile.
CREATE OR REPLACE FUNCTION tracker_fold_tallies(at_most integer DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  folded tracker_tallychange[];
  tallied bigint[];
  one bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('tracker tallies')) THEN RETURN 0; END IF;
  WITH gone AS (
    DELETE FROM tracker_tallychange c
    WHERE c.id IN (SELECT id FROM tracker_tallychange ORDER BY id LIMIT at_most) RETURNING c)
  SELECT array_agg(gone.c) INTO folded FROM gone;
  IF folded IS NULL THEN RETURN 0; END IF;
  tallied := tracker_tallied_officials();
  PERFORM tracker_add_tallies(folded, tallied);
  FOR one IN
    SELECT official FROM tracker_tally
    WHERE members = 1 AND official <> ALL(tallied)
      AND official IN (SELECT unnest(officials) FROM unnest(folded))
    GROUP BY 1
    HAVING sum(on_record + unsettled + upheld + partly_upheld + broken + undetermined + void) >= tracker_many_words()
  LOOP PERFORM tracker_tally_official(one); END LOOP;
  RETURN cardinality(folded);
END $$;

-- Called by whoever noted so many changes: each twentieth who notes few folds what waits, so that readers never have
-- much to add up; a load that notes many at once folds later and more together, which is cheaper. What others note
-- meanwhile moves the turn a little.
CREATE OR REPLACE FUNCTION tracker_fold_now_and_then(noted integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  last bigint;
  together integer := noted * least(greatest(noted, 20), 100);
BEGIN
  IF noted = 0 THEN RETURN; END IF;
  last := currval(pg_get_serial_sequence('tracker_tallychange', 'id'));
  IF last / together <> (last - noted) / together THEN PERFORM tracker_fold_tallies(10 * together); END IF;
END $$;
