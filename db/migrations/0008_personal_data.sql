-- Personal data of the people who work here: sealed telephone numbers, who opened one and why, requests to see, correct
-- and erase (Personal Information Protection Law, articles 44 to 47), and how long what is recorded is kept.

-- Who was erased goes on as a number; the row stays, for everything refers to it.
ALTER TABLE people ADD COLUMN erased_at timestamptz CHECK (erased_at IS NULL OR (status = 'left' AND username IS NULL));

-- Apart from people, so that no list or join carries it along. Only sealed values pass: `algorithm:key id:nonce:…`.
CREATE TABLE person_phones (
  county_id   integer NOT NULL,
  person_id   uuid NOT NULL,
  sealed      text NOT NULL CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  -- Keyed digest of the number, for finding whose it is: `algorithm:key id:digest`.
  blind_index text NOT NULL CHECK (blind_index ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{43}$'),
  PRIMARY KEY (county_id, person_id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX person_phones_by_blind_index ON person_phones (county_id, blind_index);

-- Each time a number was shown in full, or somebody looked for whose a number is. Looking for one that nobody has is kept too:
-- it counts for the limit.
CREATE TABLE phone_openings (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  person_id uuid,
  kind      text NOT NULL CHECK (kind IN ('reveal','lookup')),
  opened_by uuid NOT NULL,
  opened_as text NOT NULL,
  -- Emptied with the person's erasure.
  reason    text,
  at        timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, opened_by) REFERENCES people (county_id, id),
  CHECK (kind = 'lookup' OR person_id IS NOT NULL)
);
CREATE INDEX phone_openings_by_person ON phone_openings (county_id, person_id, at);
CREATE INDEX phone_openings_by_opener ON phone_openings (county_id, opened_by, at);

CREATE TABLE data_requests (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('see','correct','erase')),
  person_id   uuid NOT NULL,
  -- On paper: handed in by the person, entered by somebody else.
  origin      text NOT NULL CHECK (origin IN ('desk','paper')),
  asked_by    uuid NOT NULL,
  asked_at    timestamptz NOT NULL,
  received_on date NOT NULL,
  due_at      timestamptz NOT NULL,
  -- What the person says, and what is to stand in place of what is wrong; emptied with the person's erasure.
  statement   text,
  new_name    text,
  new_phone   text CHECK (new_phone ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  status      text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','done','refused','withdrawn')),
  decided_by  uuid,
  decided_at  timestamptz,
  decision    text,
  version     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, asked_by) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, decided_by) REFERENCES people (county_id, id),
  CHECK ((origin = 'desk') = (asked_by = person_id)),
  CHECK ((status IN ('done','refused')) = (decided_by IS NOT NULL)),
  -- Nobody decides what they asked for themselves, or entered for somebody.
  CHECK (decided_by IS NULL OR (decided_by <> asked_by AND decided_by <> person_id))
);
CREATE INDEX data_requests_by_status ON data_requests (county_id, status, due_at, id);
CREATE INDEX data_requests_by_person ON data_requests (county_id, person_id, asked_at);
CREATE UNIQUE INDEX data_requests_one_pending ON data_requests (county_id, person_id, kind) WHERE status = 'pending';

-- The door of erasure. The app may not touch what was recorded; through here it can empty what is recorded of somebody who
-- has left, once. Entries and their hashes stay, so that the chain still verifies.
CREATE FUNCTION erase_person(person uuid, pseudonym text, at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  emptied integer;
BEGIN
  UPDATE people SET name = pseudonym, username = NULL, account_id = NULL, erased_at = at
    WHERE county_id = county AND id = person AND status = 'left' AND people.erased_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only somebody who has left is erased, and only once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM person_phones WHERE county_id = county AND person_id = person;
  DELETE FROM api_tokens WHERE county_id = county AND person_id = person;
  DELETE FROM saved_views WHERE county_id = county AND person_id = person;
  UPDATE phone_openings SET reason = NULL WHERE county_id = county AND person_id = person;
  UPDATE data_requests SET statement = NULL, new_name = NULL, new_phone = NULL
    WHERE county_id = county AND person_id = person;
  UPDATE grant_requests SET reason = '', decision_note = NULL WHERE county_id = county AND person_id = person;
  UPDATE delegations SET reason = '' WHERE county_id = county AND from_person_id = person;
  UPDATE row_versions v SET content = NULL, salt = NULL, erased_at = at
    WHERE v.county_id = county AND v.erased_at IS NULL
      AND (v.case_id = person
        OR v.case_id IN (SELECT r.id FROM data_requests r WHERE r.county_id = county AND r.person_id = person));
  GET DIAGNOSTICS emptied = ROW_COUNT;
  RETURN emptied;
END $$;

-- The door of retention: so many of the oldest rows from before a moment that is at least six months past (Cybersecurity Law:
-- logs are kept six months), whatever the rules of a county say.
CREATE FUNCTION forget_old_rows(log text, before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  forgotten integer;
BEGIN
  IF before > now() - interval '6 months' THEN
    RAISE EXCEPTION 'what is younger than six months is kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  CASE log
    WHEN 'refused_attempts' THEN
      DELETE FROM refused_attempts WHERE county_id = county AND id IN (SELECT r.id FROM refused_attempts r
        WHERE r.county_id = county AND r.at < before ORDER BY r.id LIMIT most);
    WHEN 'exports' THEN
      DELETE FROM exports WHERE county_id = county AND id IN (SELECT r.id FROM exports r
        WHERE r.county_id = county AND r.at < before ORDER BY r.id LIMIT most);
    WHEN 'commands' THEN
      DELETE FROM commands WHERE county_id = county AND command_id IN (SELECT r.command_id FROM commands r
        WHERE r.county_id = county AND r.at < before ORDER BY r.command_id LIMIT most);
    WHEN 'phone_openings' THEN
      DELETE FROM phone_openings WHERE county_id = county AND id IN (SELECT r.id FROM phone_openings r
        WHERE r.county_id = county AND r.at < before ORDER BY r.id LIMIT most);
    WHEN 'data_requests' THEN
      DELETE FROM data_requests WHERE county_id = county AND id IN (SELECT r.id FROM data_requests r
        WHERE r.county_id = county AND r.status <> 'pending' AND coalesce(r.decided_at, r.asked_at) < before
        ORDER BY r.id LIMIT most);
  END CASE;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;

CALL raise_county_walls();
REVOKE EXECUTE ON FUNCTION erase_person(uuid, text, timestamptz), forget_old_rows(text, timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_person(uuid, text, timestamptz), forget_old_rows(text, timestamptz, integer) TO bihuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON person_phones TO bihuan_app;
GRANT SELECT, INSERT ON phone_openings TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON data_requests TO bihuan_app;
