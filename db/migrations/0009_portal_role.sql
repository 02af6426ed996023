-- The role of the public pages. Anybody in the world may ask them: it can read what is published and take a comment,
-- whatever the code that uses it does; src/apps/portal.db.test.ts tries everything there is.

GRANT USAGE ON SCHEMA public TO bihuan_portal;
-- Which county a host name or a path belongs to, and what it is called.
GRANT SELECT (county_id, name, host, prefix, time_zone, is_demo) ON counties TO bihuan_portal;
GRANT SELECT ON published, published_files, published_pictures, published_counts, published_comments TO bihuan_portal;

-- Whom residents phone or go to, as the county gave it; stands on the public pages.
CREATE TABLE public_contacts (
  county_id integer NOT NULL REFERENCES counties,
  position  integer NOT NULL CHECK (position BETWEEN 1 AND 100),
  name      text NOT NULL CHECK (name <> ''),
  phone     text,
  address   text,
  hours     text,
  PRIMARY KEY (county_id, position)
);
CALL raise_county_walls();
GRANT SELECT, INSERT, DELETE ON public_contacts TO bihuan_app;
GRANT SELECT ON public_contacts TO bihuan_portal;

-- PostgreSQL lets everybody call every new function. Here each is granted to whom it is for.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
DO $$
DECLARE ours regprocedure;
BEGIN
  FOR ours IN
    SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', ours);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION current_county(), leave_comment(text, uuid, text, timestamptz) TO bihuan_portal;

-- Every page kept in memory is asked whether it still stands by the last withdrawal.
CREATE INDEX published_withdrawals ON published (county_id, withdrawn_at) WHERE withdrawn_at IS NOT NULL;
