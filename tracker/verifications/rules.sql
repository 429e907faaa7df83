-- The rules of a verification that no single row can hold (design.md, sections 1 and 3).

-- Whether the verification is published. The row lock makes a change of evidence wait for a publication under way.
CREATE OR REPLACE FUNCTION tracker_lock_evidence(verification bigint, is_locked_operation boolean) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  published timestamptz;
BEGIN
  SELECT published_at INTO published FROM tracker_verification WHERE id = verification FOR NO KEY UPDATE;
  IF published IS NOT NULL AND is_locked_operation THEN
    PERFORM tracker_refuse('published_evidence_is_locked',
      'The verification is published, and its evidence was locked with it: add a new verification instead.');
  END IF;
  RETURN published IS NOT NULL;
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

-- All that keeps a verification from being published: the desk shows the list, the trigger refuses while there is one.
CREATE OR REPLACE FUNCTION tracker_verification_problems(entry tracker_verification)
RETURNS TABLE (rule text, message text) LANGUAGE sql STABLE AS $$
  WITH said AS (SELECT * FROM tracker_statement WHERE id = entry.statement_id),
  proof AS (
    SELECT e.*, s.published_on_first, s.published_on_last, p.name AS publisher
    FROM tracker_evidence e JOIN tracker_source s ON s.id = e.source_id JOIN tracker_publisher p ON p.id = s.publisher_id
    WHERE e.verification_id = entry.id
  ),
  needed AS (SELECT tracker_needed_stance(entry.finding) AS stance)
  SELECT 'verification_of_what_is_public', 'The statement is not public: publish it first.'
    FROM said WHERE published_at IS NULL OR withdrawn_at IS NOT NULL
  UNION ALL
  SELECT 'position_takes_no_finding', 'A position takes no finding: log the later words and link them.'
    FROM said WHERE kind = 'position'
  UNION ALL
  SELECT 'finding_needs_criteria', 'The statement has no criteria, so nothing says what would uphold it: fill them in first.'
    FROM said WHERE entry.finding IN ('upheld', 'partly_upheld') AND upheld_if = '' AND broken_if = ''
  UNION ALL
  SELECT 'finding_needs_criteria', 'The statement has no breaking criterion, so nothing can break it: fill in “broken if” first.'
    FROM said WHERE entry.finding = 'broken' AND broken_if = ''
  UNION ALL
  -- A day may have begun elsewhere already: refused is only what is in the future everywhere on earth.
  SELECT 'public_before_published', 'The day from which the fact was public lies after our publication.'
    WHERE entry.public_on_first > ((coalesce(entry.published_at, now()) AT TIME ZONE 'UTC') + interval '14 hours')::date
  UNION ALL
  SELECT 'public_after_the_words', 'What was public before the words were said cannot decide a commitment or a prediction.'
    FROM said WHERE kind IN ('commitment', 'prediction') AND entry.public_on_last < said_on_first
  UNION ALL
  SELECT 'new_day_after_the_words', 'The new day lies before the words were said.'
    FROM said WHERE entry.new_check_by_last < said_on_first
  UNION ALL
  SELECT 'finding_needs_evidence', format('This finding needs evidence %s the claim: add at least one source.', needed.stance)
    FROM needed WHERE needed.stance IS NOT NULL AND NOT EXISTS (SELECT FROM proof WHERE proof.stance = needed.stance)
  UNION ALL
  SELECT 'repeating_is_no_evidence', 'All evidence for the claim is the speaker’s own account: repeating himself or herself is no evidence.'
    FROM needed, said JOIN tracker_official speaker ON speaker.id = said.speaker_id
    WHERE needed.stance = 'for' AND EXISTS (SELECT FROM proof WHERE stance = 'for') AND NOT EXISTS (
      SELECT FROM proof LEFT JOIN tracker_attribution a ON a.source_id = proof.source_id
      WHERE proof.stance = 'for' AND a.origin_id IS DISTINCT FROM coalesce(speaker.origin_id, 0))
  UNION ALL
  SELECT 'source_is_not_before_the_event', format('The source by %s came out before the event that it is said to report.', publisher)
    FROM proof WHERE published_on_last < happened_on_first
  UNION ALL
  SELECT 'evidence_comes_after_the_words', format('The source by %s came out before the words were said: it can be context, but decides nothing of a commitment or a prediction.', publisher)
    FROM proof, said WHERE kind IN ('commitment', 'prediction') AND stance <> 'context' AND published_on_last < said_on_first
  UNION ALL
  SELECT 'public_with_its_evidence', format('Nothing %s the claim had happened and was out by the day from which you say the fact was public.', needed.stance)
    FROM needed WHERE EXISTS (SELECT FROM proof WHERE proof.stance = needed.stance) AND NOT EXISTS (
      SELECT FROM proof WHERE proof.stance = needed.stance
      AND (published_on_first IS NULL OR published_on_first <= entry.public_on_last)
      AND (happened_on_first IS NULL OR happened_on_first <= entry.public_on_last))
  UNION ALL
  SELECT 'high_needs_two_origins', 'High confidence needs two origins; with one, name the primary record or whose admission it is.'
    FROM needed WHERE entry.confidence = 'high' AND entry.confidence_reason = '' AND needed.stance IS NOT NULL
    AND tracker_origins(entry.id, needed.stance) < 2
$$;
