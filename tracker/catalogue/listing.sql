-- The catalogue's lines of these statements as the record has them; drafts and withdrawn statements have none.
-- The rule of the deciding entry is that of verifications/status.py. `manage.py check_record` asks for them too.
CREATE OR REPLACE FUNCTION tracker_listing_lines(ids bigint[]) RETURNS TABLE (
  statement_id bigint, number integer, slug varchar, kind varchar, speaker_id bigint,
  said_on_first date, said_on_last date,
  finding varchar, deciding_id bigint, decided_on date, interim_id bigint,
  check_by_first date, check_by_last date, check_by_precision varchar, check_by_is_binding boolean,
  is_on_record boolean, is_relayed boolean, terms_changed boolean, had_left_office boolean, published_at timestamptz,
  officials bigint[], signatories bigint[], countries varchar[], counting_countries varchar[], concerns varchar[],
  topics bigint[], publishers bigint[]) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT
    s.id, s.number, s.slug, s.kind, s.speaker_id, s.said_on_first, s.said_on_last,
    CASE WHEN deciding.finding = 'reopened' THEN '' ELSE coalesce(deciding.finding, '') END,
    deciding.id, deciding.public_on_last, interim.id,
    coalesce(postponed.new_check_by_first, s.check_by_first),
    coalesce(postponed.new_check_by_last, s.check_by_last),
    coalesce(postponed.new_check_by_precision, s.check_by_precision),
    s.check_by_basis IN ('explicit', 'implied'),
    s.kind = 'position' OR (s.upheld_if = '' AND s.broken_if = ''),
    main.basis = 'relayed',
    coalesce(entries.terms_changed, false),
    -- The rule of public.with_offices_left. (Asked of few: of those whose office ended by then.)
    (held.ended_on_last < coalesce(postponed.new_check_by_last, s.check_by_last)) IS TRUE AND NOT EXISTS (
      SELECT FROM tracker_tenure again WHERE again.official_id = s.speaker_id AND again.office_id = held.office_id
        AND again.started_on_first <= coalesce(postponed.new_check_by_last, s.check_by_last)
        AND (again.ended_on_last IS NULL OR again.ended_on_last >= coalesce(postponed.new_check_by_last, s.check_by_last))),
    s.published_at,
    array_prepend(s.speaker_id, coalesce(voices.officials, '{}')),
    array_prepend(s.speaker_id, coalesce(voices.signatories, '{}')),
    array_remove(array_prepend(s.country_id, coalesce(voices.countries, '{}')), NULL),
    array_remove(array_prepend(s.country_id, coalesce(voices.counting_countries, '{}')), NULL),
    ARRAY(SELECT c.country_id FROM tracker_concern c WHERE c.statement_id = s.id ORDER BY 1),
    ARRAY(SELECT t.topic_id FROM tracker_statementtopic t WHERE t.statement_id = s.id ORDER BY 1),
    appearances.publishers
  FROM tracker_statement s
  JOIN tracker_appearance main ON main.statement_id = s.id AND main.is_primary
  LEFT JOIN tracker_tenure held ON held.id = s.tenure_id
  LEFT JOIN LATERAL (
    SELECT v.id, v.finding, v.public_on_last FROM tracker_verification v
    WHERE v.statement_id = s.id AND v.published_at IS NOT NULL AND v.withdrawn_at IS NULL
      AND v.finding IN ('upheld', 'partly_upheld', 'broken', 'undetermined', 'void', 'reopened')
    ORDER BY v.public_on_last DESC, v.published_at DESC, v.id DESC LIMIT 1
  ) deciding ON true
  LEFT JOIN LATERAL (
    SELECT v.id FROM tracker_verification v
    WHERE v.statement_id = s.id AND v.published_at IS NOT NULL AND v.withdrawn_at IS NULL
      AND v.finding IN ('toward_upheld', 'toward_broken', 'terms_changed', 'postponed', 'reopened')
    ORDER BY v.public_on_last DESC, v.published_at DESC, v.id DESC LIMIT 1
  ) interim ON true
  LEFT JOIN LATERAL (
    SELECT v.new_check_by_first, v.new_check_by_last, v.new_check_by_precision FROM tracker_verification v
    WHERE v.statement_id = s.id AND v.published_at IS NOT NULL AND v.withdrawn_at IS NULL AND v.finding = 'postponed'
    ORDER BY v.public_on_last DESC, v.published_at DESC, v.id DESC LIMIT 1
  ) postponed ON true
  LEFT JOIN LATERAL (
    SELECT bool_or(v.finding = 'terms_changed') AS terms_changed FROM tracker_verification v
    WHERE v.statement_id = s.id AND v.published_at IS NOT NULL AND v.withdrawn_at IS NULL
  ) entries ON true
  LEFT JOIN LATERAL (
    SELECT array_agg(v.official_id ORDER BY v.id) AS officials,
      array_agg(v.official_id ORDER BY v.id) FILTER (WHERE v.role = 'signed') AS signatories,
      array_agg(DISTINCT v.country_id::text) FILTER (WHERE v.country_id IS DISTINCT FROM s.country_id) AS countries,
      array_agg(DISTINCT v.country_id::text) FILTER (WHERE v.role = 'signed' AND v.country_id IS DISTINCT FROM s.country_id)
        AS counting_countries
    FROM tracker_voice v WHERE v.statement_id = s.id
  ) voices ON true
  JOIN LATERAL (
    SELECT array_agg(DISTINCT src.publisher_id ORDER BY src.publisher_id) AS publishers
    FROM tracker_appearance a JOIN tracker_source src ON src.id = a.source_id WHERE a.statement_id = s.id
  ) appearances ON true
  WHERE s.id = ANY(ids) AND s.published_at IS NOT NULL AND s.withdrawn_at IS NULL;
END $$;

-- Writes them. Only this function writes the listing, as its owner: the web server's role reads it. The locks make
-- simultaneous changes of one statement wait for each other: without them each would read the record without the
-- other's change, and the line would stay wrong for good.
CREATE OR REPLACE FUNCTION tracker_refresh_listings(ids bigint[], with_words boolean DEFAULT true) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
  listed bigint[];
  withdrawn bigint[];
BEGIN
  IF cardinality(ids) = 0 THEN RETURN; END IF;
  -- What is public is asked of the locked rows: in a WHERE it would be asked before the lock is had.
  SELECT array_agg(id) FILTER (WHERE published_at IS NOT NULL AND withdrawn_at IS NULL),
    array_agg(id) FILTER (WHERE withdrawn_at IS NOT NULL)
    INTO listed, withdrawn
    FROM (SELECT id, published_at, withdrawn_at FROM tracker_statement WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE) s;

  IF withdrawn IS NOT NULL THEN
    DELETE FROM tracker_listing WHERE statement_id = ANY(withdrawn);
    DELETE FROM tracker_findable WHERE statement_id = ANY(withdrawn);
  END IF;
  IF listed IS NULL THEN RETURN; END IF;

  INSERT INTO tracker_listing AS l (
    statement_id, number, slug, kind, speaker_id, said_on_first, said_on_last,
    finding, deciding_id, decided_on, interim_id,
    check_by_first, check_by_last, check_by_precision, check_by_is_binding,
    is_on_record, is_relayed, terms_changed, had_left_office, published_at,
    officials, signatories, countries, counting_countries, concerns, topics, publishers)
  SELECT * FROM tracker_listing_lines(listed)
  ON CONFLICT (statement_id) DO UPDATE SET
    slug = EXCLUDED.slug, kind = EXCLUDED.kind, speaker_id = EXCLUDED.speaker_id,
    said_on_first = EXCLUDED.said_on_first, said_on_last = EXCLUDED.said_on_last,
    finding = EXCLUDED.finding, deciding_id = EXCLUDED.deciding_id, decided_on = EXCLUDED.decided_on,
    interim_id = EXCLUDED.interim_id, check_by_first = EXCLUDED.check_by_first, check_by_last = EXCLUDED.check_by_last,
    check_by_precision = EXCLUDED.check_by_precision, check_by_is_binding = EXCLUDED.check_by_is_binding,
    is_on_record = EXCLUDED.is_on_record, is_relayed = EXCLUDED.is_relayed, terms_changed = EXCLUDED.terms_changed,
    had_left_office = EXCLUDED.had_left_office,
    officials = EXCLUDED.officials, signatories = EXCLUDED.signatories, countries = EXCLUDED.countries,
    counting_countries = EXCLUDED.counting_countries, concerns = EXCLUDED.concerns, topics = EXCLUDED.topics,
    publishers = EXCLUDED.publishers
  -- Most entries change nothing of it: then nothing is written, here and in eight indexes.
  WHERE l.* IS DISTINCT FROM EXCLUDED.*;
  -- Nor does an entry change by which words a statement is found.
  IF with_words THEN PERFORM tracker_refresh_findable(listed); END IF;
END $$;
