-- The ground everything stands on: counties, organisations, people, rules, calendar, history, commands, files.
-- Every table has county_id first in its keys (one tenant per county, co-located on a cluster) and row-level
-- security by county as a second wall behind the code. Ids are UUIDv7, made by whoever creates the row.

CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE FUNCTION current_county() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.county', true), '')::integer;

-- Also stands against the owner: what was recorded is never rewritten.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the history is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TABLE counties (
  county_id  integer PRIMARY KEY CHECK (county_id > 0),
  code       text NOT NULL,
  name       text NOT NULL,
  host       text UNIQUE,
  time_zone  text NOT NULL DEFAULT 'Asia/Shanghai',
  is_demo    boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE organizations (
  county_id    integer NOT NULL REFERENCES counties,
  id           uuid NOT NULL,
  code         text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('county','township','street','committee','village','community','department','enterprise')),
  name         text NOT NULL,
  short_name   text NOT NULL,
  parent_id    uuid,
  -- The township a village belongs to; a township names itself; null for county bodies. Scope filters use it.
  township_id  uuid,
  status       text NOT NULL DEFAULT 'active' CHECK (status IN ('active','merged','closed')),
  successor_id uuid,
  sort         integer NOT NULL DEFAULT 0,
  version      integer NOT NULL DEFAULT 1,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, code),
  FOREIGN KEY (county_id, parent_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, township_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, successor_id) REFERENCES organizations (county_id, id)
);
CREATE INDEX organizations_by_parent ON organizations (county_id, parent_id, sort, id);
CREATE INDEX organizations_by_township ON organizations (county_id, township_id, sort, id);

CREATE TABLE people (
  county_id  integer NOT NULL REFERENCES counties,
  id         uuid NOT NULL,
  name       text NOT NULL,
  username   text,
  -- The sign-in account in schema auth (better-auth), referred to by id without a foreign key.
  account_id text,
  status     text NOT NULL DEFAULT 'active' CHECK (status IN ('active','left')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, username)
);
CREATE UNIQUE INDEX people_by_account ON people (county_id, account_id) WHERE account_id IS NOT NULL;

-- A post is what somebody holds in an organisation; the secretary is its first-responsible person 第一责任人.
CREATE TABLE posts (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  person_id       uuid NOT NULL,
  organization_id uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('secretary','head','deputy','member','staff')),
  title           text NOT NULL,
  valid_from      date NOT NULL,
  valid_to        date,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id)
);
CREATE INDEX posts_by_organization ON posts (county_id, organization_id);
CREATE INDEX posts_by_person ON posts (county_id, person_id);

-- Which township leader is the contact of which village 联系村 (S1-16).
CREATE TABLE village_contacts (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  village_id uuid NOT NULL,
  person_id  uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to   date,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, village_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX village_contacts_by_village ON village_contacts (county_id, village_id);

CREATE TABLE role_grants (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  person_id       uuid NOT NULL,
  role            text NOT NULL,
  organization_id uuid NOT NULL,
  valid_from      timestamptz NOT NULL DEFAULT now(),
  valid_to        timestamptz,
  granted_by      uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id)
);
CREATE INDEX role_grants_by_person ON role_grants (county_id, person_id);
CREATE INDEX role_grants_by_organization ON role_grants (county_id, organization_id, role);

-- Only the SHA-256 of a token is kept; the token itself is shown once.
CREATE TABLE api_tokens (
  county_id    integer NOT NULL,
  id           uuid NOT NULL,
  person_id    uuid NOT NULL,
  name         text NOT NULL,
  token_hash   text NOT NULL,
  scopes       text[] NOT NULL,
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, token_hash),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);

-- Deadlines, formulas, dictionaries, templates, boundary patterns: versioned rows, never constants in code.
CREATE TABLE rules (
  county_id  integer NOT NULL REFERENCES counties,
  id         uuid NOT NULL,
  kind       text NOT NULL,
  key        text NOT NULL,
  version    integer NOT NULL CHECK (version > 0),
  value      jsonb NOT NULL,
  basis      text NOT NULL,
  source     text NOT NULL,
  valid_from date NOT NULL,
  note       text,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, kind, key, version)
);

CREATE TABLE calendar_days (
  county_id integer NOT NULL REFERENCES counties,
  day       date NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('holiday','workday')),
  name      text NOT NULL,
  source    text NOT NULL,
  PRIMARY KEY (county_id, day)
);

-- Running numbers, taken in blocks outside the acting transaction so that creating never queues on one row.
CREATE TABLE counters (
  county_id integer NOT NULL REFERENCES counties,
  name      text NOT NULL,
  next      integer NOT NULL,
  PRIMARY KEY (county_id, name)
);

-- Every command that was carried out, by the id its sender made: sending it twice does it once.
CREATE TABLE commands (
  county_id    integer NOT NULL,
  command_id   uuid NOT NULL,
  person_id    uuid,
  request_hash text NOT NULL,
  outcome      jsonb NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (county_id, command_id)
);

-- One hash chain per case. Locking its row serialises everything that is recorded about the case. No key to counties:
-- every new case would lock the same row.
CREATE TABLE case_chains (
  county_id integer NOT NULL,
  case_kind text NOT NULL,
  case_id   uuid NOT NULL,
  length    integer NOT NULL CHECK (length > 0),
  head      text NOT NULL,
  PRIMARY KEY (county_id, case_id)
) WITH (fillfactor = 80);

-- An entry holds ids, field names and salted hashes of row versions: never personal data or free text in clear.
CREATE TABLE history (
  county_id integer NOT NULL,
  case_id   uuid NOT NULL,
  seq       integer NOT NULL CHECK (seq > 0),
  entry     jsonb NOT NULL,
  hash      text NOT NULL,
  PRIMARY KEY (county_id, case_id, seq)
);

-- The content an entry refers to. May be erased (content and salt emptied together); the chain still verifies.
CREATE TABLE row_versions (
  county_id integer NOT NULL,
  case_id   uuid NOT NULL,
  seq       integer NOT NULL,
  ref       text NOT NULL,
  salt      text,
  content   jsonb,
  erased_at timestamptz,
  PRIMARY KEY (county_id, case_id, seq, ref),
  FOREIGN KEY (county_id, case_id, seq) REFERENCES history (county_id, case_id, seq),
  CHECK ((erased_at IS NULL) = (content IS NOT NULL AND salt IS NOT NULL))
);

CREATE FUNCTION refuse_unless_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS NULL AND NEW.salt IS NULL AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL
     AND (NEW.county_id, NEW.case_id, NEW.seq, NEW.ref) = (OLD.county_id, OLD.case_id, OLD.seq, OLD.ref) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a row version may only be erased, never rewritten' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE ON history FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER history_is_never_truncated BEFORE TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER versions_are_only_erased BEFORE UPDATE ON row_versions FOR EACH ROW EXECUTE FUNCTION refuse_unless_erasure();
CREATE TRIGGER versions_are_never_deleted BEFORE DELETE ON row_versions FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER versions_are_never_truncated BEFORE TRUNCATE ON row_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- Attempts that were refused before any case was touched, and boundary hits: who, when, which rule. Never the content.
CREATE TABLE refused_attempts (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  at        timestamptz NOT NULL,
  person_id uuid,
  act       text NOT NULL,
  case_id   uuid,
  reason    text NOT NULL,
  rule_id   uuid,
  PRIMARY KEY (county_id, id)
);

-- Content-addressed files: the same bytes are stored once per county.
CREATE TABLE files (
  county_id  integer NOT NULL REFERENCES counties,
  sha256     text NOT NULL,
  size       bigint NOT NULL,
  mime       text NOT NULL,
  stored_at  timestamptz NOT NULL,
  PRIMARY KEY (county_id, sha256)
);

-- A finished upload of one person, waiting to be attached to something.
CREATE TABLE uploads (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  person_id   uuid NOT NULL,
  sha256      text NOT NULL,
  file_name   text NOT NULL,
  finished_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, sha256) REFERENCES files (county_id, sha256)
);

-- Every list that left the system as a file: number, who, what filter, how many rows.
CREATE TABLE exports (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  number    text NOT NULL,
  kind      text NOT NULL,
  person_id uuid,
  filter    jsonb NOT NULL,
  row_count integer,
  at        timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, number)
);

CREATE TABLE imports (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  kind       text NOT NULL,
  file_name  text NOT NULL,
  file_hash  text NOT NULL,
  person_id  uuid,
  created    integer NOT NULL,
  changed    integer NOT NULL,
  unchanged  integer NOT NULL,
  rejected   integer NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (county_id, id)
);
