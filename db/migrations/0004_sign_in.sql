-- Sign-in under the county's own rules: how old a password is, which came before it, how often it was guessed, which
-- sessions there are and how far they have come, second factors and their loss. The engine's tables in schema auth
-- keep the password's hash and the session's token; what a county decides about them is here, behind its wall.

-- Whether a password may still be used. No row: a demo account, whose password everybody knows and which never ages.
CREATE TABLE password_states (
  county_id   integer NOT NULL,
  person_id   uuid NOT NULL,
  set_at      timestamptz NOT NULL,
  -- Somebody else knows it: its person changes it before anything else.
  must_change boolean NOT NULL,
  PRIMARY KEY (county_id, person_id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
-- Who has a password already keeps it; its age counts from now.
INSERT INTO password_states (county_id, person_id, set_at, must_change)
  SELECT p.county_id, p.id, now(), false FROM people p JOIN counties c USING (county_id)
  WHERE p.account_id IS NOT NULL AND NOT c.is_demo;

-- The last passwords a person chose, as the engine's hashes: a new one must be none of them.
CREATE TABLE password_history (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  person_id uuid NOT NULL,
  hash      text NOT NULL,
  set_at    timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX password_history_by_person ON password_history (county_id, person_id, set_at DESC);

-- Failures in a row of one user name, also of one that nobody has, so that both are answered alike. Only a keyed hash
-- is kept: what was typed may be a password in the wrong field.
CREATE TABLE sign_in_failures (
  county_id    integer NOT NULL REFERENCES counties,
  name_hash    text NOT NULL,
  failures     integer NOT NULL CHECK (failures >= 0),
  last_at      timestamptz NOT NULL,
  locked_until timestamptz,
  PRIMARY KEY (county_id, name_hash)
);

-- One row a session, under the id of the engine's. No address: it is nobody's business where somebody sits.
CREATE TABLE sign_in_sessions (
  county_id    integer NOT NULL,
  id           uuid NOT NULL,
  person_id    uuid NOT NULL,
  method       text NOT NULL CHECK (method IN ('password','sso')),
  -- What stands between the sign-in and the desk; open: nothing.
  step         text NOT NULL CHECK (step IN ('factor','password','enrol','open')),
  -- Kind of browser and system in plain words.
  browser      text NOT NULL,
  begun_at     timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  ended_at     timestamptz,
  ended_why    text CHECK (ended_why IN ('signed_out','idle','over','revoked','replaced','password','factor')),
  -- What a security key was asked to sign, once.
  challenge    text,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  CHECK ((ended_at IS NULL) = (ended_why IS NULL))
);
CREATE INDEX sign_in_sessions_by_person ON sign_in_sessions (county_id, person_id) WHERE ended_at IS NULL;

-- An authenticator app (its secret sealed with a key outside the database) or a passkey (its public key).
CREATE TABLE second_factors (
  county_id     integer NOT NULL,
  id            uuid NOT NULL,
  person_id     uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('totp','passkey')),
  name          text NOT NULL,
  secret        text,
  -- The last 30 seconds whose code was taken: no code is good twice.
  last_step     bigint,
  credential_id text,
  public_key    text,
  counter       bigint,
  made_at       timestamptz NOT NULL,
  -- Null: begun, not yet shown to work; opens nothing and is asked of nobody.
  confirmed_at  timestamptz,
  used_at       timestamptz,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, credential_id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  CHECK (CASE kind WHEN 'totp' THEN secret IS NOT NULL AND credential_id IS NULL
    ELSE secret IS NULL AND credential_id IS NOT NULL AND public_key IS NOT NULL AND counter IS NOT NULL END)
);
CREATE INDEX second_factors_by_person ON second_factors (county_id, person_id);

CREATE TABLE recovery_codes (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  person_id uuid NOT NULL,
  code_hash text NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX recovery_codes_by_person ON recovery_codes (county_id, person_id);

-- A lost second factor is taken away by two: one asks, another confirms, neither is the person concerned.
CREATE TABLE factor_resets (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  person_id  uuid NOT NULL,
  reason     text NOT NULL CHECK (length(reason) >= 4),
  asked_by   uuid NOT NULL,
  asked_at   timestamptz NOT NULL,
  status     text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting','done','refused')),
  decided_by uuid,
  decided_at timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, asked_by) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, decided_by) REFERENCES people (county_id, id),
  CHECK (asked_by <> person_id AND decided_by <> person_id AND decided_by <> asked_by),
  CHECK ((status = 'waiting') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX factor_resets_by_waiting ON factor_resets (county_id, person_id) WHERE status = 'waiting';

CALL raise_county_walls();
GRANT SELECT, INSERT, UPDATE ON password_states, factor_resets TO bihuan_app;
GRANT SELECT, INSERT, DELETE ON password_history TO bihuan_app;
-- Sessions that are over and failures that are forgiven are swept; the log of them is the history.
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failures, sign_in_sessions, second_factors, recovery_codes TO bihuan_app;
