-- 群众诉求 (S3-33, domain.md 3): one row a matter that somebody brought up, what hangs on it, and, sealed and apart, who.

-- 登记人: works on appeals alone.
ALTER TABLE role_grants DROP CONSTRAINT role_grants_role_check,
  ADD CONSTRAINT role_grants_role_check CHECK (role IN ('office','leader','inspector','discipline','personnel','secretary',
    'clerk','viewer','secrecy','registrar','system_admin','security_admin','audit_admin'));

CREATE TABLE appeals (
  county_id        integer NOT NULL,
  id               uuid NOT NULL,
  number           text NOT NULL,
  -- what the engine keeps of every case
  version          integer NOT NULL DEFAULT 1,
  state            text NOT NULL,
  round            integer NOT NULL DEFAULT 1,
  clocks           jsonb NOT NULL DEFAULT '{}',
  acted            jsonb NOT NULL DEFAULT '{}',
  due_at           timestamptz NOT NULL DEFAULT 'infinity',
  due_kind         text,
  entered_state_at timestamptz NOT NULL,
  -- how it came in
  channel          text NOT NULL CHECK (channel IN
    ('phone','wechat','counter','reception','grid','forwarded','inspection','web','system')),
  source_ref       text,
  openness         text NOT NULL CHECK (openness IN ('handler','registrar','anonymous')),
  received_on      date NOT NULL,
  -- 登记五要素 without who: where, when, cause, course. Emptied when it is diverted (2.7).
  place_id         uuid NOT NULL,
  township_id      uuid,
  place_detail     text,
  title            text NOT NULL,
  cause            text NOT NULL,
  course           text,
  happened_on      date,
  since_on         date,
  about_village    boolean NOT NULL DEFAULT false,
  people           integer NOT NULL DEFAULT 1 CHECK (people > 0),
  -- 分类、定级
  track            text NOT NULL DEFAULT 'ordinary' CHECK (track IN ('ordinary','petition')),
  nature           text CHECK (nature IN ('inquiry','help','complaint','report','advice','praise')),
  urgency          text NOT NULL DEFAULT 'ordinary' CHECK (urgency IN ('ordinary','urgent','very_urgent')),
  is_complex       boolean NOT NULL DEFAULT false,
  field_code       text,
  responsibility   text CHECK (responsibility IN ('village','township','department','joint')),
  reasonableness   text CHECK (reasonableness IN ('reasonable','partly','no_basis','unverifiable')),
  -- who handles it
  handler_id       uuid,
  assistant_ids    uuid[] NOT NULL DEFAULT '{}',
  leader_id        uuid,
  returns          integer NOT NULL DEFAULT 0,
  extensions       integer NOT NULL DEFAULT 0,
  redos            integer NOT NULL DEFAULT 0,
  main_id          uuid,
  -- when what happened, for rates and the speed of response (N45)
  registered_at    timestamptz,
  dispatched_at    timestamptz,
  contact_due_at   timestamptz,
  signed_at        timestamptz,
  contacted_at     timestamptz,
  answered_at      timestamptz,
  closed_at        timestamptz,
  solved           boolean,
  satisfaction     text CHECK (satisfaction IN ('satisfied','fairly','fair','unsatisfied')),
  rated_at         timestamptz,
  excluded_code    text,
  refused_code     text,
  refused_to       text,
  suspended_code   text,
  pledged_year     integer,
  problem_id       uuid,
  external_key     text,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, number),
  FOREIGN KEY (county_id, place_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, handler_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, main_id) REFERENCES appeals (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  -- A matter about a village's own people is never dispatched to that village, whatever the code does.
  CHECK (NOT (about_village AND handler_id IS NOT NULL AND handler_id = place_id)),
  CHECK ((state = 'joined') = (main_id IS NOT NULL)),
  -- Of what was diverted the ordinary ledger keeps a number.
  CHECK (state <> 'diverted' OR (title = '' AND cause = '' AND course IS NULL AND place_detail IS NULL))
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX appeals_by_external_key ON appeals (county_id, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX appeals_by_state ON appeals (county_id, state, due_at, id);
CREATE INDEX appeals_by_township ON appeals (county_id, township_id, state, due_at, id);
CREATE INDEX appeals_by_handler ON appeals (county_id, handler_id, state, due_at, id);
CREATE INDEX appeals_by_place ON appeals (county_id, place_id, state, created_at, id);
CREATE INDEX appeals_newest ON appeals (county_id, created_at, id);
CREATE INDEX appeals_newest_of_township ON appeals (county_id, township_id, created_at, id);
CREATE INDEX appeals_assisted ON appeals USING gin (county_id, assistant_ids) WHERE assistant_ids <> '{}';
CREATE INDEX appeals_joined ON appeals (county_id, main_id) WHERE main_id IS NOT NULL;
CREATE INDEX appeals_pledged ON appeals (county_id, pledged_year, township_id) WHERE pledged_year IS NOT NULL;

-- Every dispatch: to whom, as main or assisting, until when they held it and why no longer.
CREATE TABLE appeal_assignments (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  appeal_id       uuid NOT NULL,
  round           integer NOT NULL,
  organization_id uuid NOT NULL,
  part            text NOT NULL CHECK (part IN ('main','assisting')),
  assigned_at     timestamptz NOT NULL,
  person_id       uuid NOT NULL,
  contact_due_at  timestamptz,
  note            text,
  ended_at        timestamptz,
  ended_as        text CHECK (ended_as IN ('returned','reassigned','recalled','redone')),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id)
);
CREATE INDEX appeal_assignments_by_appeal ON appeal_assignments (county_id, appeal_id, assigned_at);
CREATE INDEX appeal_assignments_by_day ON appeal_assignments (county_id, assigned_at) WHERE part = 'main';

-- 首次联系 and what followed: how, when; never a number.
CREATE TABLE appeal_contacts (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  appeal_id  uuid NOT NULL,
  round      integer NOT NULL,
  way        text NOT NULL CHECK (way IN ('phone','visit','receipt','through_registrar','none_left')),
  happened_at timestamptz NOT NULL,
  note       text,
  entered_at timestamptz NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_contacts_by_appeal ON appeal_contacts (county_id, appeal_id, happened_at);

CREATE TABLE appeal_progress (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  appeal_id   uuid NOT NULL,
  round       integer NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('progress','mediation','assistance')),
  text        text NOT NULL,
  agreed      boolean,
  happened_on date NOT NULL,
  entered_at  timestamptz NOT NULL,
  person_id   uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_progress_by_appeal ON appeal_progress (county_id, appeal_id, entered_at);

-- Pictures and papers: the resident's own and the handler's.
CREATE TABLE appeal_evidence (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  appeal_id  uuid NOT NULL,
  round      integer NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('document','site','resident')),
  sha256     text NOT NULL,
  file_name  text NOT NULL,
  note       text,
  taken_on   date NOT NULL,
  entered_at timestamptz NOT NULL,
  person_id  uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id),
  FOREIGN KEY (county_id, sha256) REFERENCES files (county_id, sha256)
);
CREATE INDEX appeal_evidence_by_appeal ON appeal_evidence (county_id, appeal_id, entered_at);

-- What one asks and another decides: 退单, 延期, 挂账, 剔除.
CREATE TABLE appeal_requests (
  county_id     integer NOT NULL,
  id            uuid NOT NULL,
  appeal_id     uuid NOT NULL,
  round         integer NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('return','extension','suspension','exclusion')),
  asks          jsonb NOT NULL DEFAULT '{}',
  reason        text NOT NULL,
  requested_by  uuid NOT NULL,
  requested_at  timestamptz NOT NULL,
  status        text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','approved','refused','withdrawn')),
  decided_by    uuid,
  decided_at    timestamptz,
  decision_note text,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id),
  CHECK (decided_by IS NULL OR decided_by <> requested_by)
);
CREATE INDEX appeal_requests_by_appeal ON appeal_requests (county_id, appeal_id, requested_at);
CREATE INDEX appeal_requests_decided ON appeal_requests (county_id, kind, decided_at) WHERE status = 'approved';

CREATE TABLE appeal_answers (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  appeal_id  uuid NOT NULL,
  round      integer NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('answer','at_once','refusal','meeting','review','final_review')),
  text       text NOT NULL,
  claim      text CHECK (claim IN ('solved','partly','explained')),
  status     text NOT NULL CHECK (status IN ('waiting','passed','sent_back')),
  entered_at timestamptz NOT NULL,
  person_id  uuid NOT NULL,
  passed_by  uuid,
  passed_at  timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_answers_by_appeal ON appeal_answers (county_id, appeal_id, entered_at);

-- 回访, and what residents say by their receipt: reached or not, solved or not, how satisfied. Rates count from here.
CREATE TABLE appeal_callbacks (
  county_id    integer NOT NULL,
  id           uuid NOT NULL,
  appeal_id    uuid NOT NULL,
  round        integer NOT NULL,
  way          text NOT NULL CHECK (way IN ('call','receipt','at_once')),
  outcome      text NOT NULL CHECK (outcome IN ('unreached','solved','unsolved')),
  satisfaction text CHECK (satisfaction IN ('satisfied','fairly','fair','unsatisfied')),
  text         text,
  at           timestamptz NOT NULL,
  person_id    uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id),
  CHECK (outcome <> 'unreached' OR satisfaction IS NULL)
);
CREATE INDEX appeal_callbacks_by_appeal ON appeal_callbacks (county_id, appeal_id, at);
CREATE INDEX appeal_callbacks_by_day ON appeal_callbacks (county_id, at);

-- The dialogue by receipt.
CREATE TABLE appeal_messages (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  appeal_id uuid NOT NULL,
  side      text NOT NULL CHECK (side IN ('resident','registrar','handler')),
  text      text NOT NULL,
  at        timestamptz NOT NULL,
  person_id uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id),
  CHECK ((side = 'resident') = (person_id IS NULL))
);
CREATE INDEX appeal_messages_by_appeal ON appeal_messages (county_id, appeal_id, at);

-- 催办、督办、挂牌.
CREATE TABLE appeal_orders (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  appeal_id uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('urge','order','listed')),
  reason    text NOT NULL,
  at        timestamptz NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_orders_by_appeal ON appeal_orders (county_id, appeal_id, at);

-- Each time it was classified: what a month was counted by stays known.
CREATE TABLE appeal_classes (
  county_id      integer NOT NULL,
  id             uuid NOT NULL,
  appeal_id      uuid NOT NULL,
  track          text NOT NULL,
  nature         text NOT NULL,
  urgency        text NOT NULL,
  is_complex     boolean NOT NULL,
  field_code     text NOT NULL,
  responsibility text,
  reasonableness text,
  at             timestamptz NOT NULL,
  person_id      uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_classes_by_appeal ON appeal_classes (county_id, appeal_id, at);

-- Where each appeal was when: figures as of any moment, also long afterwards.
CREATE TABLE appeal_spans (
  county_id    integer NOT NULL,
  appeal_id    uuid NOT NULL,
  seq          integer NOT NULL,
  from_at      timestamptz NOT NULL,
  state        text NOT NULL,
  round        integer NOT NULL,
  place_id     uuid NOT NULL,
  township_id  uuid,
  handler_id   uuid,
  nature       text,
  field_code   text,
  due_at       timestamptz NOT NULL,
  PRIMARY KEY (county_id, appeal_id, seq)
);
CREATE INDEX appeal_spans_by_state ON appeal_spans (county_id, state, from_at);

-- ── Who it was. Sealed, apart, under a key of its own purpose; nothing joins it but its appeal. ──
CREATE TABLE appeal_identities (
  county_id   integer NOT NULL,
  appeal_id   uuid NOT NULL,
  sealed      text NOT NULL CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  -- Keyed digest of the number: tells whether two appeals are the same person's, never whose.
  blind_index text CHECK (blind_index ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{43}$'),
  has_phone   boolean NOT NULL,
  PRIMARY KEY (county_id, appeal_id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_identities_by_person ON appeal_identities (county_id, blind_index) WHERE blind_index IS NOT NULL;

CREATE TABLE identity_openings (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  appeal_id  uuid NOT NULL,
  opened_by  uuid NOT NULL,
  opened_as  text NOT NULL,
  reason     text NOT NULL CHECK (length(reason) >= 2),
  at         timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX identity_openings_by_appeal ON identity_openings (county_id, appeal_id, at);

-- The only way to a sealed identity: what is opened was written down first, in the same transaction.
CREATE FUNCTION open_identity(appeal uuid, opening uuid, person uuid, acting_as text, why text, at timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  found text;
BEGIN
  SELECT sealed INTO found FROM appeal_identities WHERE county_id = county AND appeal_id = appeal;
  IF found IS NULL THEN RETURN NULL; END IF;
  INSERT INTO identity_openings (county_id, id, appeal_id, opened_by, opened_as, reason, at)
    VALUES (county, opening, appeal, person, acting_as, why, at);
  RETURN found;
END $$;

-- A receipt is known by its keyed digest only; who lost one is given another, and the old one is void.
CREATE TABLE appeal_receipts (
  county_id integer NOT NULL,
  digest    text NOT NULL CHECK (digest ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{43}$'),
  appeal_id uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  void_at   timestamptz,
  PRIMARY KEY (county_id, digest),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_receipts_by_appeal ON appeal_receipts (county_id, appeal_id, issued_at);

-- 2.7: what accuses a named official leaves the ordinary ledger; sealed, for the county's discipline office alone.
CREATE TABLE diverted_matters (
  county_id   integer NOT NULL,
  appeal_id   uuid NOT NULL,
  kind_code   text NOT NULL,
  sealed      text NOT NULL CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  diverted_at timestamptz NOT NULL,
  diverted_by uuid NOT NULL,
  received_at timestamptz,
  received_by uuid,
  PRIMARY KEY (county_id, appeal_id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX diverted_matters_waiting ON diverted_matters (county_id, diverted_at) WHERE received_at IS NULL;

-- Empties what the history and the dialogue keep of a diverted matter; entries and hashes stay, so that it verifies.
CREATE FUNCTION seal_away(appeal uuid, at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  emptied integer;
BEGIN
  IF NOT EXISTS (SELECT FROM appeals a JOIN diverted_matters d USING (county_id)
                 WHERE a.county_id = county AND a.id = appeal AND a.state = 'diverted' AND d.appeal_id = appeal) THEN
    RAISE EXCEPTION 'only what was diverted is sealed away' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE row_versions SET content = NULL, salt = NULL, erased_at = at
    WHERE county_id = county AND case_id = appeal AND erased_at IS NULL;
  GET DIAGNOSTICS emptied = ROW_COUNT;
  DELETE FROM appeal_messages WHERE county_id = county AND appeal_id = appeal;
  DELETE FROM appeal_progress WHERE county_id = county AND appeal_id = appeal;
  DELETE FROM appeal_search WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_answers SET text = '' WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_requests SET reason = '', decision_note = NULL WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_orders SET reason = '' WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_contacts SET note = NULL WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_assignments SET note = NULL WHERE county_id = county AND appeal_id = appeal;
  RETURN emptied;
END $$;

-- The words an appeal is found by; laid out like those of problems. Masked text only, nobody's name or number.
CREATE TABLE appeal_search (
  county_id integer NOT NULL,
  place     integer NOT NULL,
  appeal_id uuid NOT NULL,
  search    tsvector NOT NULL,
  PRIMARY KEY (county_id, place)
);
CREATE INDEX appeal_search_by_words ON appeal_search USING gin (search) WITH (gin_pending_list_limit = 256);
CREATE UNIQUE INDEX appeal_search_by_appeal ON appeal_search (county_id, appeal_id);

CALL raise_county_walls();

GRANT SELECT, INSERT, UPDATE ON appeals, appeal_assignments, appeal_requests, appeal_answers, appeal_receipts, appeal_search
  TO bihuan_app;
GRANT SELECT, INSERT ON appeal_contacts, appeal_progress, appeal_evidence, appeal_callbacks, appeal_messages, appeal_orders,
  appeal_classes, appeal_spans TO bihuan_app;
-- Who it was is put in, and asked for through the door alone.
GRANT INSERT ON appeal_identities TO bihuan_app;
GRANT SELECT (county_id, appeal_id, blind_index, has_phone) ON appeal_identities TO bihuan_app;
GRANT SELECT ON identity_openings TO bihuan_app;
GRANT SELECT, INSERT ON diverted_matters TO bihuan_app;
GRANT UPDATE (received_at, received_by) ON diverted_matters TO bihuan_app;
GRANT EXECUTE ON FUNCTION open_identity(uuid, uuid, uuid, text, text, timestamptz), seal_away(uuid, timestamptz)
  TO bihuan_app;
