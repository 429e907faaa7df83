-- The rules of a statement that no single row can hold (design.md, section 3), called by the triggers in models.py.

CREATE OR REPLACE FUNCTION tracker_born_a_draft(published_at timestamptz, withdrawn_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF published_at IS NOT NULL OR withdrawn_at IS NOT NULL THEN
    PERFORM tracker_refuse('born_a_draft', 'A new entry is a draft first: publish it in a second step, when its parts are there.');
  END IF;
END $$;

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

-- All that keeps a statement from being published: the desk shows the list, the trigger refuses while there is one.
CREATE OR REPLACE FUNCTION tracker_statement_problems(said tracker_statement)
RETURNS TABLE (rule text, message text) LANGUAGE sql STABLE AS $$
  WITH main AS (SELECT * FROM tracker_appearance WHERE statement_id = said.id AND is_primary)
  SELECT 'no_statement_without_a_source', 'No statement without a source: add the source that carries it, and mark one as primary.'
    WHERE NOT EXISTS (SELECT FROM main)
  UNION ALL
  SELECT 'quote_is_printed', 'The primary source prints the words, so the quote has to stand here; if it only tells them, its form is “paraphrase”.'
    FROM main WHERE said.quote = '' AND form <> 'paraphrase'
  UNION ALL
  SELECT 'quote_is_printed', 'The primary source only tells the words (paraphrase), so there is no quote: leave it empty, the claim carries it.'
    FROM main WHERE said.quote <> '' AND form = 'paraphrase'
  UNION ALL
  SELECT 'quote_is_letter_for_letter', 'The quote and the wording of the primary source differ: the quote is that wording letter for letter.'
    FROM main WHERE said.quote <> '' AND form <> 'paraphrase' AND (said.quote, said.quote_language) <> (wording, language)
  UNION ALL
  SELECT 'source_is_not_before_the_words', format('The source by %s came out before the words were said: one of the two days is wrong.', p.name)
    FROM tracker_appearance a JOIN tracker_source s ON s.id = a.source_id JOIN tracker_publisher p ON p.id = s.publisher_id
    WHERE a.statement_id = said.id AND s.published_on_last < said.said_on_first
  UNION ALL
  -- A day may have begun elsewhere already: refused is only what is in the future everywhere on earth.
  SELECT 'said_in_the_past', 'The day of the words lies in the future.'
    WHERE said.said_on_first > ((coalesce(said.published_at, now()) AT TIME ZONE 'UTC') + interval '14 hours')::date
  UNION ALL
  SELECT 'speaker_has_a_label', 'Say in which office the speaker spoke: choose the tenure, or write the label.'
    FROM tracker_official WHERE id = said.speaker_id AND kind = 'person' AND said.speaker_label = ''
  UNION ALL
  SELECT 'tenure_is_the_speakers', 'The tenure chosen is another official’s.'
    FROM tracker_tenure WHERE id = said.tenure_id AND official_id <> said.speaker_id
  UNION ALL
  SELECT 'tenure_covers_the_day', 'The tenure chosen did not cover the day of the words.'
    FROM tracker_tenure WHERE id = said.tenure_id
    AND (started_on_first > said.said_on_last OR ended_on_last < said.said_on_first)
  UNION ALL
  SELECT 'voice_is_another', 'The speaker cannot be a voice of the same statement as well.'
    FROM tracker_voice WHERE statement_id = said.id AND official_id = said.speaker_id
  UNION ALL
  SELECT 'voice_has_a_label', format('Say in which office %s speaks here: choose the tenure, or write the label.', o.name)
    FROM tracker_voice v JOIN tracker_official o ON o.id = v.official_id
    WHERE v.statement_id = said.id AND o.kind = 'person' AND v.label = ''
  UNION ALL
  SELECT 'tenure_is_the_voices', format('The tenure chosen for %s is another official’s.', o.name)
    FROM tracker_voice v JOIN tracker_official o ON o.id = v.official_id JOIN tracker_tenure t ON t.id = v.tenure_id
    WHERE v.statement_id = said.id AND t.official_id <> v.official_id
  UNION ALL
  SELECT 'tenure_covers_the_day', format('The tenure chosen for %s did not cover the day of the words.', o.name)
    FROM tracker_voice v JOIN tracker_official o ON o.id = v.official_id JOIN tracker_tenure t ON t.id = v.tenure_id
    WHERE v.statement_id = said.id AND (t.started_on_first > said.said_on_last OR t.ended_on_last < said.said_on_first)
  UNION ALL
  -- The day may have been changed after the link was made. Where the other is a draft, its publication asks.
  SELECT 'link_runs_from_later_to_earlier', format('The link with #%s runs from the earlier statement to the later one: swap the two.', other.number)
    FROM tracker_statementlink k JOIN tracker_statement other ON other.id = CASE said.id WHEN k.later_id THEN k.earlier_id ELSE k.later_id END
    WHERE said.id IN (k.later_id, k.earlier_id) AND other.published_at IS NOT NULL
    AND CASE said.id WHEN k.later_id THEN said.said_on_last < other.said_on_first ELSE other.said_on_last < said.said_on_first END
$$;

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

-- Called by each part of a statement before it changes: whether the statement is published. The row lock makes it
-- wait for a publication under way.
CREATE OR REPLACE FUNCTION tracker_lock_part(statement bigint, is_locked_operation boolean, part text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  published timestamptz;
BEGIN
  SELECT published_at INTO published FROM tracker_statement WHERE id = statement FOR NO KEY UPDATE;
  IF published IS NOT NULL AND is_locked_operation THEN
    PERFORM tracker_refuse('published_parts_are_locked', format('The statement is published, and its %s was locked with it.', part));
  END IF;
  RETURN published IS NOT NULL;
END $$;

-- A source may be added to a published statement; its day has to fit there too.
CREATE OR REPLACE FUNCTION tracker_check_added_source(statement bigint, source bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM tracker_statement s, tracker_source o WHERE s.id = statement AND o.id = source
             AND s.published_at IS NOT NULL AND o.published_on_last < s.said_on_first) THEN
    PERFORM tracker_refuse('source_is_not_before_the_words', 'This source came out before the words were said: one of the two days is wrong.');
  END IF;
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
