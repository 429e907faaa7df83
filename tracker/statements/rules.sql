-- The rules of a statement that no single row can hold (design.md, section 3), called by the triggers in models.py.

-- Publications take turns, each until its transaction ends, so that numbers have no gaps and no word in an address is
-- given twice. Whoever needs a statement's row lock takes it before.
CREATE OR REPLACE FUNCTION tracker_take_turns() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tracker publication'));
END $$;

-- Public numbers have no gaps, so that nobody has to ask what happened to number 17.
CREATE OR REPLACE FUNCTION tracker_next_number() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tracker_take_turns();
  RETURN (SELECT coalesce(max(number), 0) + 1 FROM tracker_statement);
END $$;

-- All that keeps these statements from being published: the desk shows the list, the trigger refuses while there is one.
CREATE OR REPLACE FUNCTION tracker_statement_problems(ids bigint[])
RETURNS TABLE (id bigint, rule text, message text) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH said AS MATERIALIZED (
    SELECT id, quote, quote_language, said_on_first, said_on_last, speaker_id, speaker_label, tenure_id, published_at
    FROM tracker_statement WHERE id = ANY(ids)
  )
  SELECT said.id, 'source_is_not_before_the_words', format('The source by %s came out before the words were said: one of the two days is wrong.', p.name)
    FROM said JOIN tracker_appearance a ON a.statement_id = said.id JOIN tracker_source s ON s.id = a.source_id
      JOIN tracker_publisher p ON p.id = s.publisher_id
    WHERE s.published_on_last < said.said_on_first
  UNION ALL
  -- What one look at the statement, its primary source, its speaker and tenure tells.
  SELECT said.id, problem.rule, problem.message
  FROM said
  LEFT JOIN tracker_appearance main ON main.statement_id = said.id AND main.is_primary
  JOIN tracker_official speaker ON speaker.id = said.speaker_id
  LEFT JOIN tracker_tenure t ON t.id = said.tenure_id
  CROSS JOIN LATERAL (VALUES
    (main.id IS NULL, 'no_statement_without_a_source',
      'No statement without a source: add the source that carries it, and mark one as primary.'),
    (said.quote = '' AND main.form <> 'paraphrase', 'quote_is_printed',
      'The primary source prints the words, so the quote has to stand here; if it only tells them, its form is “paraphrase”.'),
    (said.quote <> '' AND main.form = 'paraphrase', 'quote_is_printed',
      'The primary source only tells the words (paraphrase), so there is no quote: leave it empty, the claim carries it.'),
    (said.quote <> '' AND main.form <> 'paraphrase' AND (said.quote, said.quote_language) <> (main.wording, main.language),
      'quote_is_letter_for_letter',
      'The quote and the wording of the primary source differ: the quote is that wording letter for letter.'),
    -- A day may have begun elsewhere already: refused is only what is in the future everywhere on earth.
    (said.said_on_first > ((coalesce(said.published_at, now()) AT TIME ZONE 'UTC') + interval '14 hours')::date,
      'said_in_the_past', 'The day of the words lies in the future.'),
    (speaker.kind = 'person' AND said.speaker_label = '', 'speaker_has_a_label',
      'Say in which office the speaker spoke: choose the tenure, or write the label.'),
    (t.official_id <> said.speaker_id, 'tenure_is_the_speakers', 'The tenure chosen is another official’s.'),
    (t.started_on_first > said.said_on_last OR t.ended_on_last < said.said_on_first, 'tenure_covers_the_day',
      'The tenure chosen did not cover the day of the words.')
  ) AS problem (is_one, rule, message)
  WHERE problem.is_one
  UNION ALL
  SELECT said.id, problem.rule, problem.message
  FROM said JOIN tracker_voice v ON v.statement_id = said.id JOIN tracker_official o ON o.id = v.official_id
  LEFT JOIN tracker_tenure t ON t.id = v.tenure_id
  CROSS JOIN LATERAL (VALUES
    (v.official_id = said.speaker_id, 'voice_is_another', 'The speaker cannot be a voice of the same statement as well.'),
    (o.kind = 'person' AND v.label = '', 'voice_has_a_label',
      format('Say in which office %s speaks here: choose the tenure, or write the label.', o.name)),
    (t.official_id <> v.official_id, 'tenure_is_the_voices', format('The tenure chosen for %s is another official’s.', o.name)),
    (t.started_on_first > said.said_on_last OR t.ended_on_last < said.said_on_first, 'tenure_covers_the_day',
      format('The tenure chosen for %s did not cover the day of the words.', o.name))
  ) AS problem (is_one, rule, message)
  WHERE problem.is_one
  UNION ALL
  -- The day may have been changed after the link was made. Where the other is a draft, its publication asks.
  SELECT said.id, 'link_runs_from_later_to_earlier', format('The link with #%s runs from the earlier statement to the later one: swap the two.', e.number)
    FROM said JOIN tracker_statementlink k ON k.later_id = said.id JOIN tracker_statement e ON e.id = k.earlier_id
    WHERE e.published_at IS NOT NULL AND said.said_on_last < e.said_on_first
  UNION ALL
  SELECT said.id, 'link_runs_from_later_to_earlier', format('The link with #%s runs from the earlier statement to the later one: swap the two.', l.number)
    FROM said JOIN tracker_statementlink k ON k.earlier_id = said.id JOIN tracker_statement l ON l.id = k.later_id
    WHERE l.published_at IS NOT NULL AND l.said_on_last < said.said_on_first;
END $$;

-- What publication locked stays, unless a correction of this very transaction tells exactly this change; an empty
-- criterion may be filled once; a withdrawal is final. Without a list every column is locked.
CREATE OR REPLACE FUNCTION tracker_lock_row(part text, was jsonb, becomes jsonb, locked text[] DEFAULT NULL, fillable text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  field text;
BEGIN
  FOREACH field IN ARRAY coalesce(locked, ARRAY(SELECT jsonb_object_keys(was))) || fillable LOOP
    IF was -> field IS DISTINCT FROM becomes -> field
       AND NOT (field = ANY(fillable) AND coalesce(was ->> field, '') = '')
       AND NOT tracker_is_corrected(part, (was ->> 'id')::bigint, field, was -> field, becomes -> field) THEN
      PERFORM tracker_refuse('published_words_are_locked', format(
        '“%s” was locked by publication%s. Make a correction instead.', replace(replace(field, '_id', ''), '_', ' '),
        CASE WHEN field = ANY(fillable) THEN ': only an empty criterion may be filled, once' ELSE ' and stays as it is' END));
    END IF;
  END LOOP;
  IF was ->> 'withdrawn_at' IS NOT NULL AND (was -> 'withdrawn_at', was -> 'withdrawal_reason')
     IS DISTINCT FROM (becomes -> 'withdrawn_at', becomes -> 'withdrawal_reason') THEN
    PERFORM tracker_refuse('withdrawal_is_final', 'A withdrawal and its reason stay as they are: log it anew.');
  END IF;
END $$;

-- Makes what follows wait for whoever is changing one of these statements, and the other way round.
CREATE OR REPLACE FUNCTION tracker_lock_statements(statements bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM tracker_statement WHERE id = ANY(statements) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- Called for the parts of these statements when they change: whether one of the statements is published. The row locks
-- make it wait for a publication under way.
CREATE OR REPLACE FUNCTION tracker_lock_parts(statements bigint[], is_locked_operation boolean, part text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  is_published boolean;
BEGIN
  SELECT bool_or(published_at IS NOT NULL) INTO is_published FROM (
    SELECT published_at FROM tracker_statement WHERE id = ANY(statements) ORDER BY id FOR NO KEY UPDATE) locked;
  IF is_published AND is_locked_operation THEN
    PERFORM tracker_refuse('published_parts_are_locked', format('The statement is published, and its %s was locked with it.', part));
  END IF;
  RETURN coalesce(is_published, false);
END $$;

-- Sources that are added to these statements: the day of each has to fit where the statement is published.
CREATE OR REPLACE FUNCTION tracker_check_added_sources(statements bigint[], sources bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tracker_refuse('source_is_not_before_the_words', 'This source came out before the words were said: one of the two days is wrong.')
  FROM unnest(statements, sources) AS added (statement_id, source_id)
    JOIN tracker_statement s ON s.id = added.statement_id JOIN tracker_source o ON o.id = added.source_id
  WHERE s.published_at IS NOT NULL AND o.published_on_last < s.said_on_first;
END $$;

-- The row locks make it wait for a change of either day, and for a publication, under way.
CREATE OR REPLACE FUNCTION tracker_check_link(later bigint, earlier bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM tracker_statement WHERE id IN (later, earlier) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM tracker_statement l, tracker_statement e
             WHERE l.id = later AND e.id = earlier AND l.said_on_last < e.said_on_first) THEN
    PERFORM tracker_refuse('link_runs_from_later_to_earlier', 'A link runs from the later statement to the earlier one: swap the two.');
  END IF;
END $$;

CREATE OR REPLACE FUNCTION tracker_keep_link(later bigint, earlier bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM tracker_statement WHERE id IN (later, earlier) ORDER BY id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM tracker_statement WHERE id IN (later, earlier) AND published_at IS NOT NULL) = 2 THEN
    PERFORM tracker_refuse('published_links_are_kept', 'Both statements are published, so their link stays.');
  END IF;
END $$;
