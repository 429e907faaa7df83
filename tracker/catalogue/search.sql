-- By which words a public statement is found, and what a word that a reader types stands for (search.py).
--
-- A statement's vector holds its texts, each in the configuration of its own language and followed by a lexeme that
-- names the language (`~russian`), which also keeps a phrase from running on into the next text; whose words they are
-- by number (`@17`), and its topics (`#4`). A name is looked up when it is asked for (tracker_findablename): a new
-- spelling of a name is found at once, and rewrites nothing.

-- The configuration of a language tag: those that PostgreSQL 15 has a stemmer for, `simple` for all others.
CREATE OR REPLACE FUNCTION tracker_search_language(tag text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE split_part(tag, '-', 1)
    WHEN 'en' THEN 'english' WHEN 'ru' THEN 'russian' WHEN 'ar' THEN 'arabic' WHEN 'fr' THEN 'french'
    WHEN 'es' THEN 'spanish' WHEN 'de' THEN 'german' WHEN 'pt' THEN 'portuguese' WHEN 'it' THEN 'italian'
    WHEN 'tr' THEN 'turkish' WHEN 'hi' THEN 'hindi' WHEN 'id' THEN 'indonesian' WHEN 'nl' THEN 'dutch'
    WHEN 'hu' THEN 'hungarian' WHEN 'ro' THEN 'romanian' WHEN 'sr' THEN 'serbian' WHEN 'el' THEN 'greek'
    WHEN 'sv' THEN 'swedish' WHEN 'da' THEN 'danish' WHEN 'fi' THEN 'finnish' WHEN 'lt' THEN 'lithuanian'
    WHEN 'no' THEN 'norwegian' WHEN 'nb' THEN 'norwegian' WHEN 'nn' THEN 'norwegian' WHEN 'hy' THEN 'armenian'
    WHEN 'ca' THEN 'catalan' WHEN 'eu' THEN 'basque' WHEN 'ga' THEN 'irish' WHEN 'ta' THEN 'tamil'
    WHEN 'ne' THEN 'nepali' WHEN 'yi' THEN 'yiddish' ELSE 'simple' END;
END $$;

-- The letters that are written without spaces: Thai, Lao, Burmese, Khmer, kana, Han, and Korean for its endings.
CREATE OR REPLACE FUNCTION tracker_unspaced() RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN '\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0eff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u3096'
    '\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f'
    '\U00020000-\U0003ffff';
END $$;

-- A text as single words with spaces between them, the same on every server, whatever its locale takes for a letter.
-- Marks that writers may leave out (Arabic and Hebrew vowels, joiners) are left out; Arabic letters that are written in
-- several ways become one. What is written without spaces (Han, kana, Thai …), and Korean with its endings, becomes
-- overlapping pairs: 大統領は is 大統 統領 領は, and は at the end, so that a single character is found as a beginning. A text
-- that is asked for ends with its last pair.
CREATE OR REPLACE FUNCTION tracker_single_words(words text, is_asked boolean DEFAULT false) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  unspaced CONSTANT text := tracker_unspaced();
  -- Signs of Thai, Lao, Burmese and Khmer that belong to the letter before them.
  signs CONSTANT text := '\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059\u17b4-\u17d3';
BEGIN
  -- PostgreSQL would read addresses, paths and compounds out of these. (What else parts words, it parts as well.)
  words := regexp_replace(words, '[-./:@_<&+~''\n\t]', ' ', 'g');
  IF octet_length(words) = length(words) THEN RETURN words; END IF;
  words := regexp_replace(words,
    '[\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4'
    '\u06e7\u06e8\u06ea-\u06ed\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]', '', 'g');
  words := regexp_replace(words,
    '[\u0080-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb-\u00bf\u00d7\u00f7\u02b9-\u02df\u055a-\u055f\u0589\u058a'
    '\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9\u0964\u0965\u0970\u0e2f\u0e3f'
    '\u0e4f\u0e5a\u0e5b\u104a-\u104f\u1361-\u1368\u17d4-\u17da\u2010-\u205f\u2061-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f'
    '\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff'
    '\U0001f000-\U0001ffff]', ' ', 'g');
  words := translate(words, 'أإآٱىیک', 'اااايييك');
  IF words !~ ('[' || unspaced || ']') THEN RETURN words; END IF;
  RETURN (
    SELECT string_agg(CASE WHEN run[1] ~ ('^[' || unspaced || ']') THEN (
        SELECT string_agg(letter || coalesce(next, ''), ' ' ORDER BY place)
        FROM (SELECT letter[1] AS letter, place, lead(letter[1]) OVER (ORDER BY place) AS next
              FROM regexp_matches(run[1], '.[' || signs || ']*', 'g') WITH ORDINALITY AS letters (letter, place)) pairs
        WHERE next IS NOT NULL OR place = 1 OR NOT is_asked)
      ELSE run[1] END, ' ' ORDER BY place)
    FROM regexp_matches(words, '[' || unspaced || ']+|[^' || unspaced || ']+', 'g') WITH ORDINALITY AS runs (run, place));
END $$;

-- A text's part of the vector. A vector holds a megabyte: of a longer text the beginning is found.
CREATE OR REPLACE FUNCTION tracker_text_vector(words text, language text, weight "char") RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF words = '' THEN RETURN ''; END IF;
  RETURN setweight(to_tsvector(('tracker_' || language)::regconfig, tracker_single_words(left(words, 16000))), weight)
    || ('''~' || language || ''':1')::tsvector;
END $$;

-- The other wordings of a statement, those of its sources that do not print the quote letter for letter.
CREATE OR REPLACE FUNCTION tracker_wordings_vector(statement bigint, quote text) RETURNS tsvector LANGUAGE plpgsql STABLE AS $$
DECLARE
  vector tsvector := '';
  other record;
  length_left integer := 16000;
BEGIN
  FOR other IN SELECT a.wording, a.language FROM tracker_appearance a
               WHERE a.statement_id = statement AND a.wording <> quote ORDER BY a.id LOOP
    vector := vector || tracker_text_vector(left(other.wording, length_left), tracker_search_language(other.language), 'B');
    length_left := greatest(0, length_left - length(other.wording));
  END LOOP;
  RETURN vector;
END $$;

-- The vectors of these statements as the record has them; drafts and withdrawn statements have none.
-- `manage.py check_record` asks for them too.
CREATE OR REPLACE FUNCTION tracker_findable_lines(ids bigint[]) RETURNS TABLE (statement_id bigint, vector tsvector) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT s.id,
    -- (Asked before each call: half of the texts are empty, and a load makes a million vectors.)
    CASE s.quote WHEN '' THEN '' ELSE tracker_text_vector(s.quote, tracker_search_language(s.quote_language), 'A') END
    || tracker_text_vector(s.claim, 'english', 'A')
    || CASE s.translation WHEN '' THEN '' ELSE tracker_text_vector(s.translation, 'english', 'B') END
    || CASE s.occasion WHEN '' THEN '' ELSE tracker_text_vector(s.occasion, 'english', 'C') END
    || CASE WHEN EXISTS (SELECT FROM tracker_appearance a WHERE a.statement_id = s.id AND a.wording <> s.quote)
         THEN tracker_wordings_vector(s.id, s.quote) ELSE '' END
    || (SELECT string_agg(name, ' ' ORDER BY name) FROM (
          SELECT '''@' || s.speaker_id || ''':1A' AS name
          UNION ALL SELECT '''@' || v.official_id || ''':1B' FROM tracker_voice v WHERE v.statement_id = s.id
          UNION ALL SELECT '''#' || t.topic_id || ''':1C' FROM tracker_statementtopic t WHERE t.statement_id = s.id) names)::tsvector
  FROM tracker_statement s
  WHERE s.id = ANY(ids) AND s.published_at IS NOT NULL AND s.withdrawn_at IS NULL;
END $$;

-- Writes those of public statements: part of tracker_refresh_listings, which has locked them.
CREATE OR REPLACE FUNCTION tracker_refresh_findable(listed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tracker_findable AS f (statement_id, vector) SELECT * FROM tracker_findable_lines(listed)
  ON CONFLICT (statement_id) DO UPDATE SET vector = EXCLUDED.vector WHERE f.vector IS DISTINCT FROM EXCLUDED.vector;
  PERFORM tracker_know_words(
    (SELECT string_agg(concat_ws(' ', s.quote, s.claim, s.translation, s.occasion), ' ') FROM tracker_statement s WHERE s.id = ANY(listed))
    || coalesce((SELECT string_agg(' ' || a.wording, '') FROM tracker_appearance a JOIN tracker_statement s ON s.id = a.statement_id
                 WHERE s.id = ANY(listed) AND a.wording <> s.quote), ''));
END $$;

-- One spelling of the name of an official or a topic, under the key of the row that has it.
CREATE OR REPLACE FUNCTION tracker_keep_name(key text, lexeme text, name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO tracker_findablename AS f (key, lexeme, vector) VALUES (key, lexeme, tracker_name_vector(lexeme, name))
  ON CONFLICT ON CONSTRAINT tracker_findablename_pkey DO UPDATE SET lexeme = EXCLUDED.lexeme, vector = EXCLUDED.vector;
  PERFORM tracker_know_words(name);
END $$;

CREATE OR REPLACE FUNCTION tracker_forget_name(gone text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  DELETE FROM tracker_findablename WHERE key = gone;
END $$;

-- Topics are English words, in whatever number; a name of an official stands as it is.
CREATE OR REPLACE FUNCTION tracker_name_vector(lexeme text, name text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN to_tsvector(CASE WHEN lexeme LIKE '#%' THEN 'tracker_english' ELSE 'tracker_simple' END::regconfig, tracker_single_words(name));
END $$;

-- All names as the record has them now, and as they are looked for.
CREATE OR REPLACE FUNCTION tracker_names() RETURNS TABLE (key text, lexeme text, name text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT 'official ' || o.id, '@' || o.id, o.name::text FROM tracker_official o
  UNION ALL SELECT 'other name ' || o.id, '@' || o.official_id, o.name::text FROM tracker_othername o
  UNION ALL SELECT 'topic ' || t.id, '#' || t.id, t.name::text FROM tracker_topic t;
END $$;

CREATE OR REPLACE FUNCTION tracker_name_lines() RETURNS TABLE (key text, lexeme text, vector tsvector) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT n.key, n.lexeme, tracker_name_vector(n.lexeme, n.name) FROM tracker_names() n;
END $$;

-- Makes findable what was on record before there was a search: at the end of every `migrate`.
CREATE OR REPLACE FUNCTION tracker_find_the_rest() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tracker_keep_name(n.key, n.lexeme, n.name) FROM tracker_names() n
  WHERE NOT EXISTS (SELECT FROM tracker_findablename f WHERE f.key = n.key);
  PERFORM tracker_refresh_findable(missing.ids) FROM (
    SELECT array_agg(statement_id) AS ids FROM (
      SELECT l.statement_id, row_number() OVER () / 1000 AS thousand FROM tracker_listing l
      WHERE NOT EXISTS (SELECT FROM tracker_findable f WHERE f.statement_id = l.statement_id)) line
    GROUP BY thousand) missing;
END $$;

-- The words of a text that a typing error can be compared with: letters only, of scripts with spaces.
CREATE OR REPLACE FUNCTION tracker_comparable_words(words text) RETURNS SETOF text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  words := regexp_replace(words, '[0-9' || tracker_unspaced() || ']+', ' ', 'g');
  RETURN QUERY
  SELECT DISTINCT lower(bare) FROM (
    SELECT DISTINCT btrim(word, '!"#$%()*,;=?[\]^`{|}') AS bare FROM string_to_table(tracker_single_words(words), ' ') AS word) once
  WHERE length(bare) BETWEEN 1 AND 40 AND bare !~ '[[:punct:]\s]';
END $$;

-- A word as plain letters of the same number, the same for the same: trigrams are made of these alone where the locale is C.
CREATE OR REPLACE FUNCTION tracker_plain_letters(word text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  word := unaccent(word);
  IF octet_length(word) = length(word) THEN RETURN word; END IF;
  RETURN (SELECT string_agg(CASE WHEN ascii(letter) < 128 THEN letter ELSE chr(97 + ascii(letter) % 26) END, '' ORDER BY place)
          FROM regexp_split_to_table(word, '') WITH ORDINALITY AS letters (letter, place));
END $$;

-- Nobody waits for anybody here: two who write the same new word at once leave it there twice, which does no harm. Most
-- words are known as they stand; only the others are taken apart, which costs more than all the rest.
CREATE OR REPLACE FUNCTION tracker_know_words(words text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  unknown text;
BEGIN
  SELECT string_agg(once.word, ' ') INTO unknown FROM (
    SELECT DISTINCT btrim(word, '.,:;!?()"“”') AS word FROM string_to_table(words, ' ') AS word) once
  WHERE NOT EXISTS (SELECT FROM tracker_knownword known WHERE known.word = lower(once.word));
  INSERT INTO tracker_knownword (word, letters)
  SELECT new.word, tracker_plain_letters(new.word) FROM tracker_comparable_words(unknown) AS new (word)
  WHERE NOT EXISTS (SELECT FROM tracker_knownword known WHERE known.word = new.word);
END $$;

-- The words on record that are most like one that is not, the likest first.
CREATE OR REPLACE FUNCTION tracker_like_words(asked text) RETURNS TABLE (word text, likeness real) LANGUAGE plpgsql STABLE AS $$
DECLARE
  asked_letters text := tracker_plain_letters(lower(asked));
BEGIN
  RETURN QUERY
  SELECT k.word::text, max(similarity(k.letters, asked_letters)) AS alike FROM tracker_knownword k
  WHERE k.letters % asked_letters GROUP BY 1 ORDER BY alike DESC, abs(length(k.word) - length(asked)), 1 LIMIT 10;
END $$;

-- What a reader's word or phrase stands for: it in any language, there where a text of that language is; and whose
-- name it is, in any spelling. All statements have English texts, so English is not asked for.
CREATE OR REPLACE FUNCTION tracker_asked_vector(asked text) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
  words text := tracker_single_words(asked, true);
  languages CONSTANT text[] := '{simple,arabic,armenian,basque,catalan,danish,dutch,english,finnish,french,german,greek,hindi,'
    'hungarian,indonesian,irish,italian,lithuanian,nepali,norwegian,portuguese,romanian,russian,serbian,spanish,swedish,tamil,turkish,yiddish}';
  letter CONSTANT text := format('''([%s])''', tracker_unspaced());
  whole text;
BEGIN
  -- A single character of an unspaced script begins a pair, or stands alone.
  SELECT string_agg(CASE WHEN 'english' = ANY(spoken) THEN stems
      ELSE format('(%s) & (%s)', stems, (SELECT string_agg(format('''~%s''', one), ' | ') FROM unnest(spoken) one)) END, ' | ')
    INTO whole
    FROM (
      SELECT regexp_replace(phraseto_tsquery(('tracker_' || language)::regconfig, words)::text, letter, '''\1'':*', 'g') AS stems,
        array_agg(language) AS spoken
      FROM unnest(languages) AS language GROUP BY 1) forms
    WHERE stems <> '';
  SELECT concat_ws(' | ', whole, string_agg(DISTINCT format('''%s''', f.lexeme), ' | ')) INTO whole
    FROM tracker_findablename f
    WHERE f.vector @@ (phraseto_tsquery('tracker_simple', words) || phraseto_tsquery('tracker_english', words));
  RETURN whole::tsquery;
END $$;
