-- What other systems are told of: that a case came into another state. Number, kind, state and times, never what it is
-- about (decision 0034).

-- Written with the entry of the history, in the same statement, where the county tells anybody; emptied by the worker.
CREATE TABLE case_moves (
  county_id  integer NOT NULL,
  case_id    uuid NOT NULL,
  seq        integer NOT NULL,
  case_kind  text NOT NULL,
  act        text NOT NULL,
  from_state text,
  to_state   text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (county_id, case_id, seq)
);

CREATE TABLE deliveries (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  outlet_id   uuid NOT NULL,
  type        text NOT NULL,
  payload     jsonb NOT NULL,
  made_at     timestamptz NOT NULL,
  status      text NOT NULL CHECK (status IN ('waiting','sent','failed','lapsed')),
  tries       integer NOT NULL DEFAULT 0,
  next_at     timestamptz NOT NULL,
  held_until  timestamptz,
  -- What the receiver answered, or why there was no answer: a status or a code, never words of it.
  answer      text,
  settled_at  timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, outlet_id) REFERENCES outlets (county_id, id)
);
CREATE INDEX deliveries_waiting ON deliveries (county_id, next_at, id) WHERE status = 'waiting';
CREATE INDEX deliveries_of ON deliveries (county_id, outlet_id, made_at DESC, id DESC);

-- Open311 GeoReport v2: another system brings appeals in by a key of its own, kept as its hash.
ALTER TABLE appeal_sources ADD COLUMN key_hash text CHECK (key_hash ~ '^[A-Za-z0-9_-]{43}$');
CREATE UNIQUE INDEX appeal_sources_by_key ON appeal_sources (county_id, key_hash) WHERE key_hash IS NOT NULL;

-- What was given out for what came in: an id that leads to nothing else, neither number nor receipt.
CREATE TABLE open311_requests (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  item_id     uuid NOT NULL,
  source_id   uuid NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, source_id) REFERENCES appeal_sources (county_id, id)
);
CREATE INDEX open311_requests_by_age ON open311_requests (county_id, received_at);

-- Whose key it is; null: nobody's.
CREATE FUNCTION open311_source(of_key text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.name FROM appeal_sources s
    WHERE s.county_id = current_county() AND s.key_hash = of_key AND s.ended_at IS NULL
$$;

CREATE FUNCTION note_open311(request uuid, item uuid, of_key text, at timestamptz) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO open311_requests (county_id, id, item_id, source_id, received_at)
    SELECT s.county_id, request, item, s.id, at FROM appeal_sources s
    WHERE s.county_id = current_county() AND s.key_hash = of_key AND s.ended_at IS NULL
      AND EXISTS (SELECT FROM appeal_inbox i WHERE i.county_id = s.county_id AND i.id = item)
  RETURNING true
$$;

-- `taken`: it is registered; `waiting`: not yet, or somebody has to look at it first. Null: no such request.
CREATE FUNCTION open311_state(request uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT CASE WHEN i.id IS NULL OR i.opened_at IS NOT NULL THEN 'taken' ELSE 'waiting' END
    FROM open311_requests r LEFT JOIN appeal_inbox i ON i.county_id = r.county_id AND i.id = r.item_id
    WHERE r.county_id = current_county() AND r.id = request
$$;

-- The fields of appeals, as every form shows them.
CREATE FUNCTION list_appeal_fields(today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT r.value FROM rules r
    WHERE r.county_id = current_county() AND r.kind = 'dictionary' AND r.key = 'appeal.field' AND r.valid_from <= today
    ORDER BY r.version DESC LIMIT 1
$$;

CALL raise_county_walls();
GRANT SELECT, INSERT, DELETE ON case_moves TO bihuan_app;
GRANT SELECT, INSERT, DELETE ON deliveries TO bihuan_app;
GRANT UPDATE (status, tries, next_at, held_until, answer, settled_at) ON deliveries TO bihuan_app;
GRANT UPDATE (key_hash) ON appeal_sources TO bihuan_app;
GRANT SELECT, DELETE ON open311_requests TO bihuan_app;
REVOKE EXECUTE ON FUNCTION open311_source(text), note_open311(uuid, uuid, text, timestamptz), open311_state(uuid),
  list_appeal_fields(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open311_source(text), note_open311(uuid, uuid, text, timestamptz), open311_state(uuid),
  list_appeal_fields(date) TO bihuan_portal, bihuan_app;
