-- Corrections: the one way past the lock of what is published (design.md, section 5, "Lock with corrections").

-- Whether a correction of this transaction holds exactly this column's before and after.
CREATE OR REPLACE FUNCTION tracker_is_corrected(wanted text, wanted_id bigint, field text, was jsonb, becomes jsonb)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM tracker_correction c
    WHERE c.part = wanted AND c.part_id = wanted_id AND c.transaction = pg_current_xact_id()
      AND c.before ? field AND c.before -> field = was AND c.after -> field = becomes)
$$;

-- After a correction the statement and its standing entries have to pass the rules of publication again.
CREATE OR REPLACE FUNCTION tracker_check_again(corrected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tracker_refuse_all(array_agg(rule), array_agg(message)) FROM tracker_statement_problems(ARRAY(
    SELECT id FROM tracker_statement WHERE id = corrected AND published_at IS NOT NULL AND withdrawn_at IS NULL));
  PERFORM tracker_refuse_all(array_agg(rule), array_agg(message)) FROM tracker_verification_problems(ARRAY(
    SELECT v.id FROM tracker_statement s JOIN tracker_verification v ON v.statement_id = s.id
    WHERE s.id = corrected AND s.withdrawn_at IS NULL AND v.published_at IS NOT NULL AND v.withdrawn_at IS NULL));
END $$;

-- The statements, published or not, that rest on the source themselves or by the evidence of an entry.
CREATE OR REPLACE FUNCTION tracker_citing(source bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT statement_id FROM tracker_appearance WHERE source_id = source
  UNION
  SELECT v.statement_id FROM tracker_evidence e JOIN tracker_verification v ON v.id = e.verification_id WHERE e.source_id = source
$$;

-- Whether something published rests on the source. The row locks make its change wait for a publication under way.
CREATE OR REPLACE FUNCTION tracker_is_cited(source bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM tracker_statement WHERE id IN (SELECT tracker_citing(source)) ORDER BY id FOR NO KEY UPDATE;
  RETURN EXISTS (SELECT FROM tracker_appearance a JOIN tracker_statement s ON s.id = a.statement_id
                 WHERE a.source_id = source AND s.published_at IS NOT NULL)
    OR EXISTS (SELECT FROM tracker_evidence e JOIN tracker_verification v ON v.id = e.verification_id
               WHERE e.source_id = source AND v.published_at IS NOT NULL);
END $$;
