-- 公示 (S2-13, domain.md 7.6): from draft to withdrawal, what of it the public may read, and what is withheld.

-- One row an edition of one publication for one audience. What is public is written apart, below, once it is published.
CREATE TABLE publications (
  county_id        integer NOT NULL,
  id               uuid NOT NULL,
  number           text NOT NULL,
  -- A change of what was published is a new edition under the same number, with a life of its own.
  edition          integer NOT NULL DEFAULT 1 CHECK (edition > 0),
  replaces_id      uuid,
  -- what the engine keeps of every case
  version          integer NOT NULL DEFAULT 1,
  state            text NOT NULL,
  round            integer NOT NULL DEFAULT 1,
  clocks           jsonb NOT NULL DEFAULT '{}',
  acted            jsonb NOT NULL DEFAULT '{}',
  due_at           timestamptz NOT NULL DEFAULT 'infinity',
  due_kind         text,
  entered_state_at timestamptz NOT NULL,
  -- what it is about
  kind             text NOT NULL CHECK (kind IN ('problem','organization','month')),
  -- 党内 and 社会 are kept apart: two publications, each with its own text, checks and decision.
  audience         text NOT NULL CHECK (audience IN ('party','society')),
  organization_id  uuid NOT NULL,
  township_id      uuid,
  problem_id       uuid,
  month            text CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  title            text NOT NULL,
  -- The text as the data gave it, as people left it, and what of that is masked and by whom.
  generated        jsonb NOT NULL,
  content          jsonb NOT NULL,
  masks            jsonb NOT NULL DEFAULT '{}',
  days             integer NOT NULL CHECK (days BETWEEN 1 AND 3660),
  publish_from     date,
  publish_until    date,
  withdrawn_at     timestamptz,
  withdrawn_kind   text CHECK (withdrawn_kind IN ('ended','early','replaced')),
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, number, edition),
  UNIQUE (county_id, id, audience),
  FOREIGN KEY (county_id, replaces_id) REFERENCES publications (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, township_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  CHECK ((kind = 'problem') = (problem_id IS NOT NULL)),
  CHECK ((kind = 'month') = (month IS NOT NULL))
) WITH (fillfactor = 85);
CREATE INDEX publications_by_state ON publications (county_id, state, due_at, id);
CREATE INDEX publications_by_township ON publications (county_id, township_id, state, due_at, id);
CREATE INDEX publications_by_organization ON publications (county_id, organization_id, state, due_at, id);
CREATE INDEX publications_by_problem ON publications (county_id, problem_id) WHERE problem_id IS NOT NULL;
-- Nobody drafts the same edition twice at once.
CREATE UNIQUE INDEX publications_one_successor ON publications (county_id, replaces_id)
  WHERE replaces_id IS NOT NULL AND state <> 'dropped';

-- Pictures chosen from the evidence: the stripped copy is what is looked at, ticked and published.
CREATE TABLE publication_pictures (
  county_id      integer NOT NULL,
  id             uuid NOT NULL,
  publication_id uuid NOT NULL,
  position       integer NOT NULL,
  evidence_id    uuid NOT NULL,
  sha256         text NOT NULL,
  mime           text NOT NULL,
  size           integer NOT NULL CHECK (size > 0),
  faces_clear    boolean NOT NULL DEFAULT false,
  plates_clear   boolean NOT NULL DEFAULT false,
  checked_by     uuid,
  checked_at     timestamptz,
  dropped        boolean NOT NULL DEFAULT false,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, publication_id) REFERENCES publications (county_id, id),
  FOREIGN KEY (county_id, evidence_id) REFERENCES problem_evidence (county_id, id),
  FOREIGN KEY (county_id, sha256) REFERENCES files (county_id, sha256)
);
CREATE INDEX publication_pictures_by_publication ON publication_pictures (county_id, publication_id, position);

-- 拟不公开 with its reason class, who asked, who agreed, and when it is looked at again.
CREATE TABLE withheld (
  county_id      integer NOT NULL,
  id             uuid NOT NULL,
  publication_id uuid NOT NULL,
  reason_class   text NOT NULL,
  note           text NOT NULL,
  review_on      date NOT NULL,
  asked_by       uuid NOT NULL,
  asked_at       timestamptz NOT NULL,
  status         text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','approved','refused','ended')),
  decided_by     uuid,
  decided_at     timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, publication_id) REFERENCES publications (county_id, id),
  CHECK (decided_by IS NULL OR decided_by <> asked_by)
);
CREATE INDEX withheld_by_publication ON withheld (county_id, publication_id, asked_at);

-- What was published, as it was: canonical JSON hashes to sha256. Written once, for both audiences.
CREATE TABLE publication_releases (
  county_id      integer NOT NULL,
  publication_id uuid NOT NULL,
  body           jsonb NOT NULL,
  sha256         text NOT NULL,
  released_at    timestamptz NOT NULL,
  person_id      uuid NOT NULL,
  PRIMARY KEY (county_id, publication_id),
  FOREIGN KEY (county_id, publication_id) REFERENCES publications (county_id, id)
);

-- Where it was also made known (S3-09): site, notice board, WeChat group, broadcast; with proof.
CREATE TABLE publication_channels (
  county_id      integer NOT NULL,
  id             uuid NOT NULL,
  publication_id uuid NOT NULL,
  channel        text NOT NULL,
  place          text NOT NULL,
  happened_on    date NOT NULL,
  link           text,
  note           text,
  sha256         text,
  file_name      text,
  entered_at     timestamptz NOT NULL,
  person_id      uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, publication_id) REFERENCES publications (county_id, id),
  FOREIGN KEY (county_id, sha256) REFERENCES files (county_id, sha256)
);
CREATE INDEX publication_channels_by_publication ON publication_channels (county_id, publication_id, entered_at);

-- The public's words, masked before they are kept. Who wrote them is neither asked nor kept.
CREATE TABLE publication_comments (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  publication_id  uuid NOT NULL,
  words           text NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
  left_on         date NOT NULL,
  status          text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting','set_aside','forwarded','answered','public')),
  screened_by     uuid,
  answer          text,
  answered_by     uuid,
  answered_on     date,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, publication_id) REFERENCES publications (county_id, id)
);
CREATE INDEX publication_comments_by_publication ON publication_comments (county_id, publication_id, left_on, id);
CREATE INDEX publication_comments_open ON publication_comments (county_id, status, publication_id)
  WHERE status IN ('waiting','forwarded','answered');

-- ── What the public portal reads: only these, and the names of counties. Written at publication, of society only. ──

-- Names stand in it as text, so that whoever reads it needs no other table.
CREATE TABLE published (
  county_id         integer NOT NULL,
  -- As in the address: the number, from the second edition on with the edition behind it.
  slug              text NOT NULL CHECK (slug ~ '^[0-9]{4}-[0-9]{4,}(-[0-9]+)?$'),
  publication_id    uuid NOT NULL,
  audience          text NOT NULL DEFAULT 'society' CHECK (audience = 'society'),
  number            text NOT NULL,
  edition           integer NOT NULL,
  kind              text NOT NULL,
  title             text NOT NULL,
  township_id       uuid,
  township_name     text,
  organization_id   uuid NOT NULL,
  organization_name text NOT NULL,
  problem_number    text,
  month             text,
  -- Masked text only: see PublishedBody in features/publicity/content.ts. sha256 is of its canonical JSON.
  body              jsonb NOT NULL,
  sha256            text NOT NULL,
  published_at      timestamptz NOT NULL,
  -- The first moment at which the period has ended: from then on it is withdrawn, whether or not a job has said so.
  until             timestamptz NOT NULL,
  withdrawn_at      timestamptz,
  withdrawn_kind    text CHECK (withdrawn_kind IN ('ended','early','replaced')),
  replaced_by       text,
  PRIMARY KEY (county_id, slug),
  UNIQUE (county_id, publication_id),
  -- The database refuses what was made for the party.
  FOREIGN KEY (county_id, publication_id, audience) REFERENCES publications (county_id, id, audience)
);
CREATE INDEX published_newest ON published (county_id, published_at DESC, slug);
CREATE INDEX published_by_township ON published (county_id, township_id, published_at DESC, slug);
CREATE INDEX published_by_problem ON published (county_id, problem_number) WHERE problem_number IS NOT NULL;

-- The stripped copies themselves, by what they are: a portal in another network zone reaches no file store.
CREATE TABLE published_files (
  county_id integer NOT NULL,
  sha256    text NOT NULL,
  mime      text NOT NULL,
  size      integer NOT NULL,
  bytes     bytea NOT NULL,
  PRIMARY KEY (county_id, sha256)
);

CREATE TABLE published_pictures (
  county_id integer NOT NULL,
  slug      text NOT NULL,
  position  integer NOT NULL,
  sha256    text NOT NULL,
  caption   text NOT NULL,
  PRIMARY KEY (county_id, slug, position),
  FOREIGN KEY (county_id, slug) REFERENCES published (county_id, slug),
  FOREIGN KEY (county_id, sha256) REFERENCES published_files (county_id, sha256)
);

-- `withheld`: how many publications to society are withheld, by reason class. The others: a township's (key: its id)
-- or the whole county's (key: county) figures of problems as its last monthly publication told them, as of that day.
CREATE TABLE published_counts (
  county_id integer NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('withheld','found','open','closed','overdue')),
  key       text NOT NULL,
  label     text NOT NULL,
  n         integer NOT NULL CHECK (n >= 0),
  as_of     date NOT NULL,
  PRIMARY KEY (county_id, kind, key)
);

-- Comments that a person has let through, with the answer.
CREATE TABLE published_comments (
  county_id     integer NOT NULL,
  id            uuid NOT NULL,
  slug          text NOT NULL,
  words         text NOT NULL,
  left_on       date NOT NULL,
  answer        text NOT NULL,
  answered_by   text NOT NULL,
  answered_on   date NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, slug) REFERENCES published (county_id, slug)
);
CREATE INDEX published_comments_by_slug ON published_comments (county_id, slug, left_on, id);

-- The one thing that the public may write: words under a publication that stands. Runs as the owner, so that whoever
-- serves the public needs no right on the table. A publication takes only so many that nobody has read yet.
-- Only the day is kept of when. True: kept. Sent twice is kept once.
CREATE FUNCTION leave_comment(of_slug text, comment_id uuid, said text, said_at timestamptz) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  about uuid;
BEGIN
  SELECT publication_id INTO about FROM published
    WHERE county_id = county AND slug = of_slug AND withdrawn_at IS NULL AND until > said_at;
  IF about IS NULL THEN RETURN false; END IF;
  IF (SELECT count(*) FROM publication_comments WHERE county_id = county AND status = 'waiting'
      AND publication_id = about) >= 200 THEN RETURN false; END IF;
  INSERT INTO publication_comments (county_id, id, publication_id, words, left_on)
    SELECT county, comment_id, about, said, (said_at AT TIME ZONE c.time_zone)::date FROM counties c
    WHERE c.county_id = county ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION leave_comment(text, uuid, text, timestamptz) FROM PUBLIC;

CALL raise_county_walls();

GRANT SELECT, INSERT, UPDATE ON publications, publication_pictures, withheld, publication_comments, published_counts
  TO bihuan_app;
GRANT SELECT, INSERT ON publication_releases, publication_channels, published, published_files, published_pictures,
  published_comments TO bihuan_app;
-- What stands in public is withdrawn, never rewritten.
GRANT UPDATE (withdrawn_at, withdrawn_kind, replaced_by) ON published TO bihuan_app;
GRANT EXECUTE ON FUNCTION leave_comment(text, uuid, text, timestamptz) TO bihuan_app;
