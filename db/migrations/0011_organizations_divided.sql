-- An organisation that was split off names the one it came from, as one that was merged names its successor.
ALTER TABLE organizations ADD COLUMN origin_id uuid;
ALTER TABLE organizations ADD FOREIGN KEY (county_id, origin_id) REFERENCES organizations (county_id, id);
CREATE INDEX organizations_by_successor ON organizations (county_id, successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX organizations_by_origin ON organizations (county_id, origin_id) WHERE origin_id IS NOT NULL;

-- First passwords for many people are made in one run, for hashing them takes minutes. Each is computed from a key that
-- only the browser of whoever began it holds: here lies what is done, and a hash by which the key is known again.
CREATE TABLE first_password_runs (
  county_id  integer NOT NULL REFERENCES counties,
  id         uuid NOT NULL,
  started_by uuid,
  started_at timestamptz NOT NULL,
  key_hash   text NOT NULL,
  total      integer NOT NULL,
  -- While somebody works on it, renewed every few seconds.
  alive_at   timestamptz,
  closed_at  timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, started_by) REFERENCES people (county_id, id)
);

-- In the order they are printed: by organisation, then by name.
CREATE TABLE first_password_slips (
  county_id  integer NOT NULL,
  run_id     uuid NOT NULL,
  position   integer NOT NULL,
  person_id  uuid NOT NULL,
  given_at   timestamptz,
  PRIMARY KEY (county_id, run_id, position),
  FOREIGN KEY (county_id, run_id) REFERENCES first_password_runs (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX first_password_slips_to_give ON first_password_slips (county_id, run_id, position) WHERE given_at IS NULL;

CALL raise_county_walls();
GRANT SELECT, INSERT ON first_password_runs, first_password_slips TO bihuan_app;
GRANT UPDATE (alive_at, closed_at) ON first_password_runs TO bihuan_app;
GRANT UPDATE (given_at) ON first_password_slips TO bihuan_app;
