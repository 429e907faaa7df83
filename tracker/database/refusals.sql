-- How the rules of every room refuse: SQLSTATE 23514 (check_violation) with the rule's name, and a message that a
-- person can act on (refusals.py shows it).

CREATE OR REPLACE FUNCTION tracker_refuse(rule text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = rule, MESSAGE = message;
END $$;

-- Refuses with all problems at once, a line each, named by the first.
CREATE OR REPLACE FUNCTION tracker_refuse_all(rules text[], messages text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(rules) > 0 THEN
    PERFORM tracker_refuse(rules[1], array_to_string(messages, E'\n'));
  END IF;
END $$;
