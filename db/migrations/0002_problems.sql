-- The ledger: one row a problem, whatever its source (S3-01), and what hangs on it.

-- Its county and township are those of its organisation: keys of their own would only make all who enter problems lock
-- the same few rows. Room is left in each page for the next version of a row.
CREATE TABLE problems (
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
  -- what was fed back
  track            text NOT NULL CHECK (track IN ('regular','immediate')),
  source           text NOT NULL,
  source_year      integer NOT NULL,
  source_ref       text,
  organization_id  uuid NOT NULL,
  township_id      uuid,
  class_code       text NOT NULL,
  field_code       text,
  severity         text NOT NULL,
  scope            text NOT NULL,
  timing           text NOT NULL,
  secrecy          text NOT NULL CHECK (secrecy IN ('public','internal','work_secret')),
  title            text NOT NULL,
  feedback_text    text NOT NULL,
  basis            text,
  feedback_on      date NOT NULL,
  amount_cents     bigint,
  households       integer,
  -- what is answered
  goal             text,
  root_cause       text,
  planned_on       date,
  completion       text CHECK (completion IN ('open','mostly','done')),
  remaining        text,
  closed_at        timestamptz,
  closure_kind     text CHECK (closure_kind IN ('closed','long_term')),
  relapses         integer NOT NULL DEFAULT 0,
  listed           boolean NOT NULL DEFAULT false,
  external_key     text,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, number),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX problems_by_external_key ON problems (county_id, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX problems_by_state ON problems (county_id, state, due_at, id);
CREATE INDEX problems_by_organization ON problems (county_id, organization_id, state, due_at, id);
CREATE INDEX problems_by_township ON problems (county_id, township_id, state, due_at, id);
-- Recurrence (S3-06): the same organisation and class across years and sources.
CREATE INDEX problems_by_class ON problems (county_id, organization_id, class_code, source_year, id);

-- The words a problem is found by. Apart from its row, which every act writes anew: each time all of its words would
-- have to be entered in the index again. No foreign key: derived, written only with its problem, which is never deleted.
-- Its place is year and running number, newest last. Words begin with the county, so that the index needs no column
-- for it: one county's search reads nothing of another's. Beside the words stand the volumes of 1,000 and 32,000 places
-- it belongs to, its organisation and its township.
CREATE TABLE problem_search (
  county_id  integer NOT NULL,
  place      integer NOT NULL,
  problem_id uuid NOT NULL,
  search     tsvector NOT NULL,
  PRIMARY KEY (county_id, place)
);
-- Entering words one by one costs more than all else of a report; each search reads the list of those still to enter.
CREATE INDEX problem_search_by_words ON problem_search USING gin (search) WITH (gin_pending_list_limit = 256);

CREATE TABLE problem_measures (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  problem_id      uuid NOT NULL,
  round           integer NOT NULL,
  position        integer NOT NULL,
  horizon         text NOT NULL CHECK (horizon IN ('now','lasting')),
  kind            text NOT NULL,
  text            text NOT NULL,
  leader_id       uuid,
  organization_id uuid NOT NULL,
  due_on          date NOT NULL,
  done_on         date,
  result          text,
  dropped         boolean NOT NULL DEFAULT false,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  FOREIGN KEY (county_id, leader_id) REFERENCES people (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id)
);
CREATE INDEX problem_measures_by_problem ON problem_measures (county_id, problem_id, round, position);

CREATE TABLE problem_leaders (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  problem_id uuid NOT NULL,
  person_id  uuid NOT NULL,
  round      integer NOT NULL,
  part       text NOT NULL CHECK (part IN ('lead','co')),
  dropped    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX problem_leaders_by_problem ON problem_leaders (county_id, problem_id);

CREATE TABLE problem_progress (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  problem_id uuid NOT NULL,
  round      integer NOT NULL,
  text       text NOT NULL,
  difficulty text,
  happened_on date NOT NULL,
  entered_at timestamptz NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id)
);
CREATE INDEX problem_progress_by_problem ON problem_progress (county_id, problem_id, entered_at);

CREATE TABLE problem_evidence (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  problem_id uuid NOT NULL,
  measure_id uuid,
  round      integer NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('document','site','public')),
  sha256     text NOT NULL,
  file_name  text NOT NULL,
  note       text,
  place      text,
  taken_on   date NOT NULL,
  entered_at timestamptz NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  FOREIGN KEY (county_id, sha256) REFERENCES files (county_id, sha256)
);
CREATE INDEX problem_evidence_by_problem ON problem_evidence (county_id, problem_id, entered_at);

CREATE TABLE problem_site_checks (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  problem_id uuid NOT NULL,
  round      integer NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('acceptance','review','spot','immediate')),
  checker_ids uuid[] NOT NULL CHECK (cardinality(checker_ids) >= 2),
  checked_on date NOT NULL,
  method     text NOT NULL,
  finding    text NOT NULL,
  passed     boolean NOT NULL,
  entered_at timestamptz NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id)
);
CREATE INDEX problem_site_checks_by_problem ON problem_site_checks (county_id, problem_id, entered_at);

-- Paper results of 群众评价, as counts per class of rater (S3-57); nobody's single answer is kept.
CREATE TABLE problem_evaluations (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  problem_id  uuid NOT NULL,
  round       integer NOT NULL,
  rater_class text NOT NULL CHECK (rater_class IN ('residents','delegates','cppcc')),
  handed_out  integer NOT NULL CHECK (handed_out >= 0),
  valid       integer NOT NULL CHECK (valid >= 0),
  satisfied   integer NOT NULL CHECK (satisfied >= 0),
  fair        integer NOT NULL CHECK (fair >= 0),
  unsatisfied integer NOT NULL CHECK (unsatisfied >= 0),
  rated_on    date NOT NULL,
  entered_at  timestamptz NOT NULL,
  person_id   uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  CHECK (satisfied + fair + unsatisfied = valid AND valid <= handed_out)
);
CREATE INDEX problem_evaluations_by_problem ON problem_evaluations (county_id, problem_id, entered_at);

CREATE TABLE problem_countersigns (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  problem_id uuid NOT NULL,
  round      integer NOT NULL,
  attempt    integer NOT NULL,
  body       text NOT NULL CHECK (body IN ('discipline','personnel')),
  agrees     boolean NOT NULL,
  note       text,
  entered_at timestamptz NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, problem_id, round, attempt, body),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id)
);

CREATE TABLE problem_attributions (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  problem_id      uuid NOT NULL,
  round           integer NOT NULL,
  level           text NOT NULL CHECK (level IN ('direct','main','cooperating')),
  organization_id uuid NOT NULL,
  opinion         text NOT NULL,
  follow_up_body  text NOT NULL CHECK (follow_up_body IN ('discipline','personnel')),
  entered_at      timestamptz NOT NULL,
  person_id       uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id)
);
CREATE INDEX problem_attributions_by_problem ON problem_attributions (county_id, problem_id);

-- What one person asks and another decides: extension, suspension, correction of the feedback text, reassignment.
CREATE TABLE problem_requests (
  county_id    integer NOT NULL,
  id           uuid NOT NULL,
  problem_id   uuid NOT NULL,
  round        integer NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('extension','suspension','correction','reassignment',
    'review','consolidation','relapse')),
  asks         jsonb NOT NULL,
  reason       text NOT NULL,
  requested_by uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','approved','refused','withdrawn')),
  decided_by   uuid,
  decided_at   timestamptz,
  decision_note text,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id),
  CHECK (decided_by IS NULL OR decided_by <> requested_by OR status = 'withdrawn')
);
CREATE INDEX problem_requests_by_problem ON problem_requests (county_id, problem_id, requested_at);
CREATE UNIQUE INDEX problem_requests_one_pending ON problem_requests (county_id, problem_id, kind) WHERE status = 'pending';

-- 立行立改 (S0-06): one act, two linked tasks; both must close.
CREATE TABLE problem_tasks (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  problem_id      uuid NOT NULL,
  round           integer NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('fix','supervise')),
  organization_id uuid NOT NULL,
  status          text NOT NULL DEFAULT 'open' CHECK (status IN ('open','reported','closed')),
  report          text,
  reported_at     timestamptz,
  reported_by     uuid,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, problem_id, round, kind),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id)
);

-- The ledger's dimensions as they were after each entry: any figure can be told as of any past moment.
CREATE TABLE problem_spans (
  county_id       integer NOT NULL,
  problem_id      uuid NOT NULL,
  seq             integer NOT NULL,
  from_at         timestamptz NOT NULL,
  state           text NOT NULL,
  round           integer NOT NULL,
  organization_id uuid NOT NULL,
  township_id     uuid,
  source          text NOT NULL,
  class_code      text NOT NULL,
  due_at          timestamptz NOT NULL,
  PRIMARY KEY (county_id, problem_id, seq)
);

-- Counts are exact and never lock: acts append deltas, a job folds them into totals.
CREATE TABLE problem_count_deltas (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  organization_id uuid NOT NULL,
  township_id     uuid,
  state           text NOT NULL,
  n               integer NOT NULL,
  PRIMARY KEY (county_id, id)
);
CREATE TABLE problem_counts (
  county_id       integer NOT NULL,
  organization_id uuid NOT NULL,
  state           text NOT NULL,
  township_id     uuid,
  n               integer NOT NULL,
  PRIMARY KEY (county_id, organization_id, state)
);
CREATE INDEX problem_counts_by_township ON problem_counts (county_id, township_id);
-- The same by township or county body: what the whole county is shown by.
CREATE TABLE problem_place_counts (
  county_id integer NOT NULL,
  place_id  uuid NOT NULL,
  state     text NOT NULL,
  n         integer NOT NULL,
  PRIMARY KEY (county_id, place_id, state)
);

CREATE TABLE saved_views (
  county_id integer NOT NULL,
  id        uuid NOT NULL,
  person_id uuid NOT NULL,
  name      text NOT NULL,
  query     jsonb NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);
CREATE INDEX saved_views_by_person ON saved_views (county_id, person_id);

-- Full-text hits of the county the transaction is fixed to, newest first, from below a place on. Runs as the owner:
-- behind row-level security the planner may not use an index with an operator that is not leak-proof, and @@ is none.
-- A word that stands everywhere is looked for in the newest volumes only, until there are enough hits: the cost depends
-- on how many are asked for, not on the size of the ledger.
CREATE FUNCTION find_problems(words tsquery, before integer, most integer)
  RETURNS TABLE (problem_id uuid, place integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  size integer;
  newest integer;
  older integer;
  volumes tsquery;
  got integer;
BEGIN
  FOREACH size IN ARRAY ARRAY[1000, 32000] LOOP
    SELECT max(s.place) INTO newest FROM problem_search s WHERE s.county_id = county AND s.place < before;
    IF newest IS NULL OR most <= 0 THEN RETURN; END IF;
    SELECT max(s.place) INTO older FROM problem_search s
      WHERE s.county_id = county AND s.place < newest / size * size;
    older := coalesce(older, newest);
    volumes := format('''%1$s #%2$s.%3$s'' | ''%1$s #%2$s.%4$s''', county, size, newest / size, older / size)::tsquery;
    RETURN QUERY
      WITH hit AS MATERIALIZED (SELECT s.problem_id, s.place FROM problem_search s
        WHERE s.county_id = county AND s.search @@ (volumes && words))
      SELECT h.problem_id, h.place FROM hit h WHERE h.place < before ORDER BY h.place DESC LIMIT most;
    GET DIAGNOSTICS got = ROW_COUNT;
    most := most - got;
    before := older / size * size;
  END LOOP;
  IF most <= 0 OR NOT EXISTS (SELECT FROM problem_search s WHERE s.county_id = county AND s.place < before) THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH hit AS MATERIALIZED (SELECT s.problem_id, s.place FROM problem_search s
      WHERE s.county_id = county AND s.search @@ words)
    SELECT h.problem_id, h.place FROM hit h WHERE h.place < before ORDER BY h.place DESC LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION find_problems(tsquery, integer, integer) FROM PUBLIC;

-- The trend of closings and relapses reads only these.
CREATE INDEX problem_spans_by_state ON problem_spans (county_id, state, from_at);

-- Who may be named to lead the rectification of a problem (S1-16, S3-03): people who are here and hold a post or a
-- role in its organisation or its township, or are its contact 联系村; from and until which day of the county.
CREATE VIEW problem_candidates WITH (security_invoker = true) AS
SELECT p.county_id, p.id AS problem_id, h.person_id, h.valid_from, h.valid_to
FROM problems p
JOIN counties c ON c.county_id = p.county_id
CROSS JOIN LATERAL (
  SELECT x.person_id, x.valid_from, x.valid_to FROM posts x
  WHERE x.county_id = p.county_id AND x.organization_id IN (p.organization_id, p.township_id)
  UNION ALL
  SELECT v.person_id, v.valid_from, v.valid_to FROM village_contacts v
  WHERE v.county_id = p.county_id AND v.village_id = p.organization_id
  UNION ALL
  SELECT g.person_id, (g.valid_from AT TIME ZONE c.time_zone)::date, (g.valid_to AT TIME ZONE c.time_zone)::date
  FROM role_grants g
  WHERE g.county_id = p.county_id AND g.organization_id IN (p.organization_id, p.township_id)
    AND g.role IN ('secretary', 'clerk')
) h
JOIN people n ON n.county_id = p.county_id AND n.id = h.person_id AND n.status = 'active';
