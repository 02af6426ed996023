-- Who may do what: one person holds one kind of office, a role is granted by two, a role may be handed over for some days,
-- and what the audit administrator reads is found by time.

-- Who ran the system and did business too keeps the business: the history still says what else they held.
DELETE FROM role_grants a USING role_grants b
  WHERE a.role = 'admin' AND b.county_id = a.county_id AND b.person_id = a.person_id AND b.role <> 'admin';
UPDATE role_grants SET role = 'system_admin' WHERE role = 'admin';

-- Business, or exactly one of the three administrators; for good, once anything was granted.
ALTER TABLE people ADD COLUMN office text NOT NULL DEFAULT 'business'
  CHECK (office IN ('business','system_admin','security_admin','audit_admin'));
UPDATE people p SET office = 'system_admin'
  WHERE EXISTS (SELECT FROM role_grants g WHERE g.county_id = p.county_id AND g.person_id = p.id AND g.role = 'system_admin');
ALTER TABLE people ADD UNIQUE (county_id, id, office);

ALTER TABLE role_grants
  ADD CHECK (role IN ('office','leader','inspector','discipline','personnel','secretary','clerk','viewer','secrecy',
    'system_admin','security_admin','audit_admin')),
  ADD COLUMN office text NOT NULL GENERATED ALWAYS AS
    (CASE WHEN role IN ('system_admin','security_admin','audit_admin') THEN role ELSE 'business' END) STORED;
ALTER TABLE role_grants
  ADD FOREIGN KEY (county_id, person_id, office) REFERENCES people (county_id, id, office),
  ADD UNIQUE (county_id, id, person_id, office);

-- What one has asked and another is to confirm. Nothing of it is in force before.
CREATE TABLE grant_requests (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  -- Rows of one workbook are looked at and decided together.
  batch_id        uuid,
  kind            text NOT NULL CHECK (kind IN ('grant','end')),
  person_id       uuid NOT NULL,
  role            text NOT NULL,
  organization_id uuid NOT NULL,
  valid_from      timestamptz NOT NULL,
  valid_to        timestamptz CHECK (valid_to > valid_from),
  reason          text NOT NULL,
  -- What is to end, or what came of it.
  grant_id        uuid,
  asked_by        uuid NOT NULL,
  asked_as        text NOT NULL CHECK (asked_as IN ('security_admin','system_admin','office')),
  asked_at        timestamptz NOT NULL,
  status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','approved','refused','withdrawn')),
  decided_by      uuid,
  decided_as      text CHECK (decided_as IN ('security_admin','system_admin','audit_admin','leader')),
  decided_at      timestamptz,
  decision_note   text,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, grant_id) REFERENCES role_grants (county_id, id),
  FOREIGN KEY (county_id, asked_by) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, decided_by) REFERENCES people (county_id, id),
  -- Three people: who asks, who confirms, and whom it concerns.
  CHECK (asked_by <> person_id),
  CHECK (decided_by <> asked_by AND decided_by <> person_id),
  CHECK ((status IN ('approved','refused')) = (decided_by IS NOT NULL AND decided_as IS NOT NULL)),
  CHECK ((status = 'pending') = (decided_at IS NULL)),
  CHECK (kind = 'grant' OR grant_id IS NOT NULL),
  CHECK (kind = 'end' OR (grant_id IS NOT NULL) = (status = 'approved')),
  -- An administrator's role is none of the two administrators' to give, however they agree.
  CHECK (decided_as IS NULL OR CASE
    WHEN role IN ('system_admin','security_admin','audit_admin') THEN decided_as IN ('audit_admin','leader')
    WHEN asked_as = 'security_admin' THEN decided_as IN ('security_admin','system_admin','leader')
    ELSE decided_as = 'security_admin' END)
);
CREATE UNIQUE INDEX grant_requests_once ON grant_requests (county_id, person_id, role, organization_id, kind)
  WHERE status = 'pending';
CREATE INDEX grant_requests_waiting ON grant_requests (county_id, asked_at, id) WHERE status = 'pending';
CREATE INDEX grant_requests_by_time ON grant_requests (county_id, asked_at DESC, id DESC);
CREATE INDEX grant_requests_by_person ON grant_requests (county_id, person_id);

-- A role handed to somebody else until a day 代办. It refers to a grant of the one who hands it over, so that nothing handed
-- over can be handed on; and both are people of business, so that no administrator's role ever is.
CREATE TABLE delegations (
  county_id      integer NOT NULL,
  id             uuid NOT NULL,
  from_person_id uuid NOT NULL,
  to_person_id   uuid NOT NULL CHECK (to_person_id <> from_person_id),
  grant_id       uuid NOT NULL,
  office         text NOT NULL DEFAULT 'business' CHECK (office = 'business'),
  valid_from     timestamptz NOT NULL,
  valid_to       timestamptz NOT NULL CHECK (valid_to > valid_from),
  reason         text NOT NULL,
  made_at        timestamptz NOT NULL,
  ended_at       timestamptz,
  ended_by       uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, grant_id, from_person_id, office) REFERENCES role_grants (county_id, id, person_id, office),
  FOREIGN KEY (county_id, to_person_id, office) REFERENCES people (county_id, id, office),
  FOREIGN KEY (county_id, ended_by) REFERENCES people (county_id, id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX delegations_by_delegate ON delegations (county_id, to_person_id, valid_to);
CREATE INDEX delegations_by_delegator ON delegations (county_id, from_person_id, valid_to);
CREATE INDEX delegations_by_grant ON delegations (county_id, grant_id);

-- People by name, and by any characters of it in whatever order; a LIKE behind it sees to the order.
CREATE INDEX people_by_name ON people (county_id, name text_pattern_ops, id);
CREATE INDEX people_by_characters ON people USING gin
  (county_id, string_to_array(lower(name || coalesce(username, '')), NULL));

-- The log: everything but business, newest first; of business, who opened what is 工作秘密.
CREATE INDEX history_log ON history (county_id, ((entry->>'entered') COLLATE "C"), case_id, seq)
  WHERE entry->>'kind' <> 'problem' OR entry->>'act' = 'read';
CREATE INDEX history_log_by_actor ON history (county_id, (entry->>'actor'), ((entry->>'entered') COLLATE "C"), case_id, seq)
  WHERE entry->>'kind' <> 'problem' OR entry->>'act' = 'read';
CREATE INDEX refused_attempts_by_time ON refused_attempts (county_id, at, id);
CREATE INDEX refused_attempts_by_person ON refused_attempts (county_id, person_id, at, id);

CALL raise_county_walls();
GRANT SELECT, INSERT, UPDATE ON grant_requests, delegations TO bihuan_app;
