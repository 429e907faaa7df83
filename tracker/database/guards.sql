-- pgtrigger lets every session switch triggers off by a variable (`SET pgtrigger.ignore = …`). The record knows no
-- such bypass, so the function that its triggers ask always answers no.
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT false
$$;
