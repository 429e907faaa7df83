-- The rules of a verification that no single row can hold (design.md, sections 1 and 3).

-- Whether one of the verifications is published. The row locks make a change of evidence wait for a publication under way.
CREATE OR REPLACE FUNCTION tracker_lock_evidence(verifications bigint[], is_locked_operation boolean) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  is_published boolean;
BEGIN
  SELECT bool_or(published_at IS NOT NULL) INTO is_published FROM (
    SELECT published_at FROM tracker_verification WHERE id = ANY(verifications) ORDER BY id FOR NO KEY UPDATE) locked;
  IF is_published AND is_locked_operation THEN
    PERFORM tracker_refuse('published_evidence_is_locked',
      'The verification is published, and its evidence was locked with it: add a new verification instead.');
  END IF;
  RETURN coalesce(is_published, false);
END $$;

-- How many different accounts stand behind a stance. A source without an origin stands for itself, and the speaker's
-- own account is none for the claim.
CREATE OR REPLACE FUNCTION tracker_origins(verification bigint, wanted text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(DISTINCT coalesce('origin ' || a.origin_id, 'source ' || e.source_id))::integer
  FROM tracker_evidence e LEFT JOIN tracker_attribution a ON a.source_id = e.source_id
    JOIN tracker_verification v ON v.id = e.verification_id JOIN tracker_statement s ON s.id = v.statement_id
    JOIN tracker_official speaker ON speaker.id = s.speaker_id
  WHERE e.verification_id = verification AND e.stance = wanted
    AND (wanted <> 'for' OR a.origin_id IS DISTINCT FROM coalesce(speaker.origin_id, 0))
$$;

-- Which stance a finding has to have evidence of.
CREATE OR REPLACE FUNCTION tracker_needed_stance(finding text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN finding IN ('upheld', 'partly_upheld') THEN 'for' WHEN finding = 'broken' THEN 'against' END
$$;

-- All that keeps these verifications from being published: the desk shows the list, the trigger refuses while there is
-- one.
CREATE OR REPLACE FUNCTION tracker_verification_problems(ids bigint[])
RETURNS TABLE (id bigint, rule text, message text) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH entry AS MATERIALIZED (
    SELECT v.id, v.finding, v.public_on_first, v.public_on_last, v.new_check_by_last, v.confidence, v.confidence_reason,
      v.published_at, said.kind, said.said_on_first, said.upheld_if, said.broken_if, speaker.origin_id AS own_account,
      said.published_at IS NOT NULL AND said.withdrawn_at IS NULL AS statement_is_public,
      said.kind IN ('commitment', 'prediction') AS looks_forward,
      tracker_needed_stance(v.finding) AS needed
    FROM tracker_verification v JOIN tracker_statement said ON said.id = v.statement_id
      JOIN tracker_official speaker ON speaker.id = said.speaker_id
    WHERE v.id = ANY(ids)
  ),
  proof AS MATERIALIZED (
    SELECT entry.id AS entry_id, entry.needed, entry.public_on_last, entry.said_on_first, entry.looks_forward,
      e.source_id, e.stance, e.happened_on_first, s.published_on_first, s.published_on_last, s.publisher_id
    FROM entry JOIN tracker_evidence e ON e.verification_id = entry.id JOIN tracker_source s ON s.id = e.source_id
  ),
  weighed AS MATERIALIZED (
    SELECT entry_id,
      bool_or(stance = needed) AS is_there,
      bool_or(stance = needed AND (published_on_first IS NULL OR published_on_first <= public_on_last)
        AND (happened_on_first IS NULL OR happened_on_first <= public_on_last)) AS is_in_time
    FROM proof GROUP BY 1
  )
  -- What one look at the entry, its statement and the sum of its evidence tells.
  SELECT entry.id, problem.rule, problem.message
  FROM entry LEFT JOIN weighed ON weighed.entry_id = entry.id
  CROSS JOIN LATERAL (VALUES
    (NOT statement_is_public, 'verification_of_what_is_public', 'The statement is not public: publish it first.'),
    (kind = 'position', 'position_takes_no_finding', 'A position takes no finding: log the later words and link them.'),
    (finding IN ('upheld', 'partly_upheld') AND upheld_if = '' AND broken_if = '', 'finding_needs_criteria',
      'The statement has no criteria, so nothing says what would uphold it: fill them in first.'),
    (finding = 'broken' AND broken_if = '', 'finding_needs_criteria',
      'The statement has no breaking criterion, so nothing can break it: fill in “broken if” first.'),
    -- A day may have begun elsewhere already: refused is only what is in the future everywhere on earth.
    (public_on_first > ((coalesce(published_at, now()) AT TIME ZONE 'UTC') + interval '14 hours')::date,
      'public_before_published', 'The day from which the fact was public lies after our publication.'),
    (looks_forward AND public_on_last < said_on_first, 'public_after_the_words',
      'What was public before the words were said cannot decide a commitment or a prediction.'),
    (new_check_by_last < said_on_first, 'new_day_after_the_words', 'The new day lies before the words were said.'),
    (needed IS NOT NULL AND is_there IS NOT TRUE, 'finding_needs_evidence',
      format('This finding needs evidence %s the claim: add at least one source.', needed)),
    (is_there AND NOT is_in_time, 'public_with_its_evidence',
      format('Nothing %s the claim had happened and was out by the day from which you say the fact was public.', needed))
  ) AS problem (is_one, rule, message)
  WHERE problem.is_one
  UNION ALL
  SELECT entry.id, 'repeating_is_no_evidence', 'All evidence for the claim is the speaker’s own account: repeating himself or herself is no evidence.'
    FROM entry
    WHERE needed = 'for' AND own_account IS NOT NULL
    AND EXISTS (SELECT FROM proof WHERE entry_id = entry.id AND stance = 'for') AND NOT EXISTS (
      SELECT FROM proof LEFT JOIN tracker_attribution a ON a.source_id = proof.source_id
      WHERE entry_id = entry.id AND proof.stance = 'for' AND a.origin_id IS DISTINCT FROM entry.own_account)
  UNION ALL
  SELECT proof.entry_id, 'source_is_not_before_the_event', format('The source by %s came out before the event that it is said to report.', p.name)
    FROM proof JOIN tracker_publisher p ON p.id = proof.publisher_id
    WHERE published_on_last < happened_on_first
  UNION ALL
  SELECT proof.entry_id, 'evidence_comes_after_the_words', format('The source by %s came out before the words were said: it can be context, but decides nothing of a commitment or a prediction.', p.name)
    FROM proof JOIN tracker_publisher p ON p.id = proof.publisher_id
    WHERE looks_forward AND stance <> 'context' AND published_on_last < said_on_first
  UNION ALL
  SELECT entry.id, 'high_needs_two_origins', 'High confidence needs two origins; with one, name the primary record or whose admission it is.'
    FROM entry
    WHERE confidence = 'high' AND confidence_reason = '' AND needed IS NOT NULL AND tracker_origins(entry.id, needed) < 2;
END $$;
