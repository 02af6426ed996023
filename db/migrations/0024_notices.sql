-- What people are told besides their desk: by mail, and in the groups of their organisations. A notice is a row without
-- words: what it says is read from the live cases in the moment it goes out (decision 0033).

-- How somebody wishes to be told. Addresses are personal data: sealed, and used only once their owner has confirmed them.
CREATE TABLE notice_ways (
  county_id    integer NOT NULL,
  person_id    uuid NOT NULL,
  sealed       text CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  confirmed_at timestamptz,
  -- Of the code that was mailed to the address, salted with its own row.
  code_hash    text CHECK (code_hash ~ '^[A-Za-z0-9_-]{43}$'),
  code_until   timestamptz,
  code_tries   integer NOT NULL DEFAULT 0,
  digest       boolean NOT NULL DEFAULT true,
  urgent       boolean NOT NULL DEFAULT true,
  -- Their own hours; null: the county's.
  digest_at    text CHECK (digest_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
  quiet_from   text CHECK (quiet_from ~ '^[0-2][0-9]:[0-5][0-9]$'),
  quiet_to     text CHECK (quiet_to ~ '^[0-2][0-9]:[0-5][0-9]$'),
  -- Until when they have looked at what is new on the desk.
  seen_at      timestamptz,
  PRIMARY KEY (county_id, person_id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  CHECK (confirmed_at IS NULL OR sealed IS NOT NULL)
);

-- 对外通道: where the county's data goes out by itself, to a group's robot or to another system. One asks, another confirms.
CREATE TABLE outlets (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('wecom','dingtalk','feishu','webhook')),
  name            text NOT NULL,
  -- Whose group it is.
  organization_id uuid,
  -- For another system: of which kinds of cases it is told.
  events          jsonb NOT NULL DEFAULT '[]',
  digest          boolean NOT NULL DEFAULT true,
  urgent          boolean NOT NULL DEFAULT true,
  -- Address and secret; a robot's address is a secret itself. The host may be read.
  sealed          text NOT NULL CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  host            text NOT NULL,
  status          text NOT NULL CHECK (status IN ('asked','active','disabled','refused','ended')),
  asked_by        uuid NOT NULL,
  asked_at        timestamptz NOT NULL,
  decided_by      uuid,
  decided_at      timestamptz,
  ended_at        timestamptz,
  -- Since when nothing has got through.
  failing_since   timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, asked_by) REFERENCES people (county_id, id),
  CHECK ((kind = 'webhook') = (organization_id IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  -- Two hands (decision 0015).
  CHECK (decided_by IS NULL OR decided_by <> asked_by),
  CHECK (status NOT IN ('active','disabled') OR decided_by IS NOT NULL)
);
CREATE INDEX outlets_by_status ON outlets (county_id, status, kind);

-- What is to be told whom, and what became of it. `key` makes each once: a digest by its day, an urgent one by its case
-- and moment.
CREATE TABLE notices (
  county_id    integer NOT NULL,
  id           uuid NOT NULL,
  way          text NOT NULL CHECK (way IN ('email','robot')),
  -- A person, or the outlet of a group.
  recipient_id uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('digest','urgent','confirm','alert','test')),
  key          text NOT NULL,
  case_kind    text,
  case_id      uuid,
  made_at      timestamptz NOT NULL,
  status       text NOT NULL CHECK (status IN ('waiting','sent','lapsed','failed')),
  -- Why it lapsed or failed: a code.
  why          text,
  tries        integer NOT NULL DEFAULT 0,
  -- By whom it is being sent, until when at the longest.
  held_until   timestamptz,
  settled_at   timestamptz,
  -- How many cases it named, and with which version of its template.
  lines        integer,
  template     integer,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, recipient_id, kind, key)
);
CREATE INDEX notices_waiting ON notices (county_id, way, recipient_id) WHERE status = 'waiting';
CREATE INDEX notices_of ON notices (county_id, recipient_id, made_at DESC, id DESC);

-- A way that does not get through waits as a whole, so that a server that comes back meets one try and not a storm.
CREATE TABLE notice_pauses (
  county_id    integer NOT NULL,
  -- `email`, or the id of an outlet.
  way          text NOT NULL,
  failures     integer NOT NULL,
  since        timestamptz NOT NULL,
  paused_until timestamptz NOT NULL,
  reason       text NOT NULL,
  PRIMARY KEY (county_id, way)
);

CALL raise_county_walls();
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_ways TO bihuan_app;
GRANT SELECT, INSERT ON outlets TO bihuan_app;
GRANT UPDATE (status, decided_by, decided_at, ended_at, failing_since) ON outlets TO bihuan_app;
GRANT SELECT, INSERT, DELETE ON notices TO bihuan_app;
GRANT UPDATE (status, why, tries, held_until, settled_at, lines, template) ON notices TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_pauses TO bihuan_app;
