-- The resident's side of appeals: what residents send lies sealed in one inbox, what they may see in pages that only
-- their receipt opens. The role of the public pages reads neither appeals nor identities (decisions 0026, 0027).

-- Public halves of the keys that the inbox is sealed to; the private ones lie in the data folder of desk and worker.
CREATE TABLE appeal_box_keys (
  county_id  integer NOT NULL,
  key_id     text NOT NULL CHECK (key_id ~ '^[0-9]+-[0-9a-f]{8}$'),
  public_key text NOT NULL CHECK (public_key ~ '^[A-Za-z0-9_-]{43}$'),
  added_at   timestamptz NOT NULL,
  PRIMARY KEY (county_id, key_id)
);

-- What residents sent and nobody has opened yet, or what could not be carried out. Emptied once it is carried out.
CREATE TABLE appeal_inbox (
  county_id    integer NOT NULL,
  id           uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('submission','act','reprisal')),
  -- Of the receipt: what it is known by, without the key nothing.
  digest       text NOT NULL CHECK (digest ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{43}$'),
  key_id       text NOT NULL,
  sealed       text CHECK (length(sealed) <= 60000 AND sealed ~ '^x25519:[A-Za-z0-9_-]{43}:[A-Za-z0-9_-]+$'),
  -- Keyed digest of what was written, so that the same form ten times is one; goes after a day.
  content_hash text NOT NULL CHECK (content_hash ~ '^[A-Za-z0-9_-]{43}$'),
  received_at  timestamptz NOT NULL,
  tries        integer NOT NULL DEFAULT 0,
  opened_at    timestamptz,
  -- Why it could not be carried out: a code, never words of it.
  failed       text,
  settled_by   uuid,
  settled_at   timestamptz,
  PRIMARY KEY (county_id, id),
  CHECK (opened_at IS NULL OR sealed IS NULL)
);
CREATE INDEX appeal_inbox_waiting ON appeal_inbox (county_id, kind, received_at, id)
  WHERE opened_at IS NULL AND failed IS NULL;
CREATE INDEX appeal_inbox_failed ON appeal_inbox (county_id, received_at, id) WHERE failed IS NOT NULL;
CREATE INDEX appeal_inbox_by_digest ON appeal_inbox (county_id, digest);
CREATE INDEX appeal_inbox_by_content ON appeal_inbox (county_id, content_hash, received_at);

-- To what the resident's page is sealed. Empty for receipts from before there were pages.
ALTER TABLE appeal_receipts ADD COLUMN page_key text CHECK (page_key ~ '^[A-Za-z0-9_-]{43}$');

-- What a resident may see, sealed so that the receipt alone opens it. `told`: what became of what they sent last.
CREATE TABLE appeal_pages (
  county_id  integer NOT NULL,
  digest     text NOT NULL,
  part       text NOT NULL CHECK (part IN ('appeal','reprisal','told')),
  sealed     text NOT NULL CHECK (sealed ~ '^x25519:[A-Za-z0-9_-]{43}:[A-Za-z0-9_-]+$'),
  written_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, digest, part),
  FOREIGN KEY (county_id, digest) REFERENCES appeal_receipts (county_id, digest)
) WITH (fillfactor = 70);

-- 打击报复 (domain.md 7.1): from the receipt's page straight to the county's discipline office. Beside the appeal, with
-- a history of its own; whoever handles the appeal does not know of it.
CREATE TABLE reprisal_reports (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  appeal_id   uuid NOT NULL,
  digest      text NOT NULL,
  sealed      text NOT NULL CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  received_at timestamptz NOT NULL,
  taken_by    uuid,
  taken_at    timestamptz,
  answered_by uuid,
  answered_at timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id),
  FOREIGN KEY (county_id, digest) REFERENCES appeal_receipts (county_id, digest),
  CHECK ((taken_by IS NULL) = (taken_at IS NULL)),
  CHECK (answered_at IS NULL OR taken_at IS NOT NULL)
);
CREATE INDEX reprisal_reports_open ON reprisal_reports (county_id, received_at, id) WHERE answered_at IS NULL;
CREATE INDEX reprisal_reports_newest ON reprisal_reports (county_id, received_at DESC, id DESC);

-- ── What the role of the public pages may call: put in, and ask for one page by what only a receipt leads to. ──

-- 'kept'; 'again': this very one is here already; 'changed': under this id lies another text; 'repeated': the same text
-- came within a day; 'full'; 'unknown': no such receipt or key. Sizes and numbers are bounded here, not in the caller.
CREATE FUNCTION leave_in_inbox(item uuid, what text, of_receipt text, to_key text, words text, content text, at timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  before text;
  most integer := CASE what WHEN 'submission' THEN 5000 ELSE 2000 END;
BEGIN
  SELECT content_hash INTO before FROM appeal_inbox WHERE county_id = county AND id = item;
  IF before IS NOT NULL THEN RETURN CASE WHEN before = content THEN 'again' ELSE 'changed' END; END IF;
  IF NOT EXISTS (SELECT FROM appeal_box_keys k WHERE k.county_id = county AND k.key_id = to_key) THEN RETURN 'unknown'; END IF;
  IF what = 'submission' THEN
    -- Ten at the same moment are one as well.
    PERFORM pg_advisory_xact_lock(hashtextextended(content, county));
    IF EXISTS (SELECT FROM appeal_receipts r WHERE r.county_id = county AND r.digest = of_receipt) THEN RETURN 'again'; END IF;
    IF EXISTS (SELECT FROM appeal_inbox i WHERE i.county_id = county AND i.content_hash = content
               AND i.received_at > at - interval '1 day') THEN RETURN 'repeated'; END IF;
  ELSE
    IF NOT EXISTS (SELECT FROM appeal_receipts r WHERE r.county_id = county AND r.digest = of_receipt AND r.void_at IS NULL)
      THEN RETURN 'unknown'; END IF;
    -- One receipt takes only so much that nobody has looked at.
    IF (SELECT count(*) FROM appeal_inbox i WHERE i.county_id = county AND i.digest = of_receipt AND i.opened_at IS NULL) >= 10
      THEN RETURN 'full'; END IF;
  END IF;
  IF (SELECT count(*) FROM (SELECT FROM appeal_inbox i WHERE i.county_id = county AND i.kind = what
      AND i.opened_at IS NULL AND i.failed IS NULL LIMIT most) waiting) >= most THEN RETURN 'full'; END IF;
  INSERT INTO appeal_inbox (county_id, id, kind, digest, key_id, sealed, content_hash, received_at)
    VALUES (county, item, what, of_receipt, to_key, words, content, at) ON CONFLICT DO NOTHING;
  RETURN 'kept';
END $$;

-- The parts of the page of one receipt, or that it still waits (`waiting`), or why it is not carried out (`failed`).
CREATE FUNCTION read_appeal_page(digests text[])
RETURNS TABLE (digest text, part text, sealed text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.digest, p.part, p.sealed, p.written_at FROM appeal_pages p
    JOIN appeal_receipts r ON r.county_id = p.county_id AND r.digest = p.digest
    WHERE p.county_id = current_county() AND p.digest = ANY (digests) AND r.void_at IS NULL
  UNION ALL
  SELECT i.digest, CASE WHEN i.failed IS NULL THEN 'waiting' ELSE 'failed' END, i.failed, i.received_at FROM appeal_inbox i
    WHERE i.county_id = current_county() AND i.digest = ANY (digests) AND i.kind = 'submission' AND i.opened_at IS NULL
$$;

-- Townships and villages by name, as they stand on any map.
CREATE FUNCTION list_appeal_places()
RETURNS TABLE (id uuid, name text, township_id uuid, is_township boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT o.id, o.name, o.township_id, o.kind IN ('township','street') FROM organizations o
    WHERE o.county_id = current_county() AND o.status = 'active' AND o.kind IN ('township','street','village','community')
    ORDER BY o.code
$$;

-- ── Other systems that hand appeals over (signed), with what they are known by sealed. ──
CREATE TABLE appeal_sources (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  name      text NOT NULL CHECK (name ~ '^[a-z0-9-]{2,40}$'),
  title     text NOT NULL,
  sealed    text NOT NULL CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  added_at  timestamptz NOT NULL,
  ended_at  timestamptz,
  PRIMARY KEY (county_id, id)
);
CREATE UNIQUE INDEX appeal_sources_by_name ON appeal_sources (county_id, name) WHERE ended_at IS NULL;

-- ── What residents are to be told: by text message where the county sends them, by telephone otherwise. ──
CREATE TABLE appeal_notices (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  appeal_id uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN
    ('dispatched','asked','replied','extended','suspended','resumed','answered','refused','closed')),
  at        timestamptz NOT NULL,
  -- `waiting` is the call list. `sent` by message; `told` by a person; `lapsed`: overtaken by what came after it.
  status    text NOT NULL CHECK (status IN ('waiting','sending','sent','told','unreached','lapsed')),
  tries     integer NOT NULL DEFAULT 0,
  told_at   timestamptz,
  told_by   uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, appeal_id) REFERENCES appeals (county_id, id)
);
CREATE INDEX appeal_notices_by_appeal ON appeal_notices (county_id, appeal_id, at);
CREATE INDEX appeal_notices_waiting ON appeal_notices (county_id, at, id) WHERE status = 'waiting';

-- The number for a message that waits to be sent, and for nothing else; that it was used stands in the notice.
CREATE FUNCTION identity_for_notice(notice uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT i.sealed FROM appeal_notices n
    JOIN appeal_identities i ON i.county_id = n.county_id AND i.appeal_id = n.appeal_id
    WHERE n.county_id = current_county() AND n.id = notice AND n.status = 'sending' AND i.has_phone
$$;

-- Where text messages go out, with the key of the county's gateway sealed.
CREATE TABLE sms_gateways (
  county_id integer NOT NULL,
  settings  jsonb NOT NULL,
  sealed    text CHECK (sealed ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'),
  set_at    timestamptz NOT NULL,
  PRIMARY KEY (county_id)
);

CALL raise_county_walls();

GRANT SELECT, INSERT ON appeal_box_keys TO bihuan_app;
GRANT SELECT ON appeal_box_keys TO bihuan_portal;
GRANT SELECT, DELETE ON appeal_inbox TO bihuan_app;
GRANT UPDATE (sealed, tries, opened_at, failed, settled_by, settled_at) ON appeal_inbox TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON appeal_pages TO bihuan_app;
GRANT SELECT, INSERT ON reprisal_reports TO bihuan_app;
GRANT UPDATE (taken_by, taken_at, answered_by, answered_at) ON reprisal_reports TO bihuan_app;
GRANT SELECT, INSERT, UPDATE (ended_at) ON appeal_sources TO bihuan_app;
GRANT SELECT, INSERT, UPDATE ON sms_gateways TO bihuan_app;
GRANT SELECT, INSERT ON appeal_notices TO bihuan_app;
GRANT UPDATE (status, tries, told_at, told_by) ON appeal_notices TO bihuan_app;
GRANT EXECUTE ON FUNCTION leave_in_inbox(uuid, text, text, text, text, text, timestamptz), read_appeal_page(text[]),
  list_appeal_places() TO bihuan_portal, bihuan_app;
GRANT EXECUTE ON FUNCTION identity_for_notice(uuid) TO bihuan_app;
