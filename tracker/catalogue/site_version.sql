-- The version of the site (site_version.py). Where many changes have come together, whoever reads them makes them one
-- that says the same: no editor has to, and nobody waits, for what another reader is just folding is left to him. It is
-- one statement, so that everybody sees either the many or the one. With its owner's rights, because the web server's
-- role may add changes and take none away.
CREATE OR REPLACE FUNCTION tracker_site_version() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  version numeric;
  changes bigint;
BEGIN
  SELECT coalesce(sum(step), 0), count(*) INTO version, changes FROM tracker_sitechange;
  IF changes > 200 THEN
    WITH gone AS (
      DELETE FROM tracker_sitechange WHERE id IN (SELECT id FROM tracker_sitechange ORDER BY id FOR UPDATE SKIP LOCKED)
      RETURNING step, shown
    )
    INSERT INTO tracker_sitechange (step, shown) SELECT sum(step), sum(shown) FROM gone HAVING count(*) > 0;
  END IF;
  RETURN version;
END $$;
