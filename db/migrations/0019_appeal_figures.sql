-- 三率 (domain.md 3.1): each month's figures as they were when it was frozen, and the running month's until then.

-- Contacts by the day they happened on: the speed of response reads only its month.
CREATE INDEX appeal_contacts_by_day ON appeal_contacts (county_id, happened_at);

-- One line a scope: the whole county, a township, a village, a field, a handler; `within` says of which township's
-- appeals (`all`: of all). Never of a person. Written once: what was published stays what it was.
CREATE TABLE appeal_months (
  county_id integer NOT NULL,
  month     text NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  scope     text NOT NULL CHECK (scope IN ('county','township','place','field','handler')),
  scope_id  text NOT NULL,
  within    text NOT NULL,
  -- The chain that its freezing is an entry of.
  freeze_id uuid NOT NULL,
  -- Which version of each formula it was counted by.
  formula   jsonb NOT NULL,
  received  integer NOT NULL,
  closed    integer NOT NULL,
  running   integer NOT NULL,
  suspended integer NOT NULL,
  -- Rates with their numerators, denominators and exclusions, and the speed of response.
  figures   jsonb NOT NULL,
  -- Everything that was entered by then, and nothing later.
  as_of     timestamptz NOT NULL,
  -- Of the line's canonical JSON.
  sha256    text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (county_id, month, scope, scope_id, within)
);
CREATE INDEX appeal_months_of_scope ON appeal_months (county_id, scope, scope_id, within, month);

-- The same of a month that is not frozen, derived anew whenever it is asked for and old: reading it costs a line, however
-- many appeals the county has. `took_ms` says how seldom that may be.
CREATE TABLE appeal_month_drafts (
  county_id integer NOT NULL,
  month     text NOT NULL,
  scope     text NOT NULL,
  scope_id  text NOT NULL,
  within    text NOT NULL,
  figures   jsonb NOT NULL,
  PRIMARY KEY (county_id, month, scope, scope_id, within)
);
CREATE TABLE appeal_month_derivings (
  county_id integer NOT NULL,
  month     text NOT NULL,
  formula   jsonb NOT NULL,
  as_of     timestamptz NOT NULL,
  took_ms   integer NOT NULL,
  PRIMARY KEY (county_id, month)
);

CALL raise_county_walls();

GRANT SELECT, INSERT ON appeal_months TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON appeal_month_drafts, appeal_month_derivings TO bihuan_app;
