-- 群众评价 (S3-57, S3-09, N44): questionnaires, campaigns, invitations, ballots that nobody can tell apart
-- (docs/evaluation-secrecy.md, decisions 0031 and 0032).

-- ── Questionnaires, for evaluation now and other surveys later. A draft may be changed, a published version never. ──
CREATE TABLE survey_drafts (
  county_id  integer NOT NULL,
  id         uuid NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('evaluation','inspection','follow_up','service')),
  title      text NOT NULL CHECK (title <> ''),
  questions  jsonb NOT NULL,
  version    integer NOT NULL DEFAULT 1 CHECK (version > 0),
  changed_at timestamptz NOT NULL,
  changed_by uuid NOT NULL,
  retired_at timestamptz,
  PRIMARY KEY (county_id, id)
);
CREATE INDEX survey_drafts_newest ON survey_drafts (county_id, purpose, changed_at DESC, id);

CREATE TABLE survey_versions (
  county_id    integer NOT NULL,
  survey_id    uuid NOT NULL,
  number       integer NOT NULL CHECK (number > 0),
  title        text NOT NULL CHECK (title <> ''),
  questions    jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL,
  PRIMARY KEY (county_id, survey_id, number),
  FOREIGN KEY (county_id, survey_id) REFERENCES survey_drafts (county_id, id)
);

-- What was counted of a run of any survey: how often each value was given in each part of those asked. Not an answer,
-- not a sheet: what is counted together cannot be taken apart.
CREATE TABLE survey_tallies (
  county_id integer NOT NULL,
  run_id    uuid NOT NULL,
  stratum   text NOT NULL CHECK (stratum <> ''),
  question  text NOT NULL CHECK (question <> ''),
  value     text NOT NULL,
  n         integer NOT NULL CHECK (n > 0),
  PRIMARY KEY (county_id, run_id, stratum, question, value)
);
-- What people wrote in their own words, masked before it was kept. `id` is random and says nothing of order.
CREATE TABLE survey_texts (
  county_id integer NOT NULL,
  run_id    uuid NOT NULL,
  id        uuid NOT NULL,
  stratum   text NOT NULL CHECK (stratum <> ''),
  question  text NOT NULL CHECK (question <> ''),
  words     text NOT NULL CHECK (words <> ''),
  PRIMARY KEY (county_id, run_id, id)
);

-- ── Campaigns ──
CREATE TABLE evaluation_campaigns (
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
  -- who holds it: the county's office or a township
  organization_id  uuid NOT NULL,
  township_id      uuid,
  title            text NOT NULL CHECK (title <> ''),
  -- Places, what is rated in each, and how many of whom are to be asked there; frozen when it opens.
  plan             jsonb NOT NULL,
  survey_id        uuid,
  survey_number    integer,
  questions        jsonb NOT NULL,
  answers_until    date NOT NULL,
  -- The moment after which no answer is taken; empty until it opens.
  answers_end      timestamptz,
  -- What ballots are sealed to, and how long each is once sealed. The private half is a file that goes with the count.
  public_key       text CHECK (public_key ~ '^[A-Za-z0-9_-]{43}$'),
  sealed_length    integer,
  -- Says, under the key of receipts, that this key and this length are ours: nothing is sealed to another one.
  key_mark         text,
  -- Of the places' classes: handed out, returned, valid; and what was not counted for being too few.
  counts           jsonb,
  counted_at       timestamptz,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, number),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, township_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, survey_id, survey_number) REFERENCES survey_versions (county_id, survey_id, number),
  CHECK ((public_key IS NULL) = (sealed_length IS NULL) AND (public_key IS NULL) = (answers_end IS NULL)
    AND (public_key IS NULL) = (key_mark IS NULL))
) WITH (fillfactor = 85);
CREATE INDEX evaluation_campaigns_by_state ON evaluation_campaigns (county_id, state, due_at, id);
CREATE INDEX evaluation_campaigns_by_organization ON evaluation_campaigns (county_id, organization_id, id);

-- Which problems a campaign asks about, to find it from the problem.
CREATE TABLE evaluation_items (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  campaign_id uuid NOT NULL,
  problem_id  uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, campaign_id, problem_id),
  FOREIGN KEY (county_id, campaign_id) REFERENCES evaluation_campaigns (county_id, id),
  FOREIGN KEY (county_id, problem_id) REFERENCES problems (county_id, id)
);
CREATE INDEX evaluation_items_by_problem ON evaluation_items (county_id, problem_id);

-- Invitations that were made out together, for one class of raters in one place.
CREATE TABLE evaluation_batches (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  campaign_id uuid NOT NULL,
  place_id    uuid NOT NULL,
  rater_class text NOT NULL CHECK (rater_class IN ('residents','delegates','cppcc')),
  n           integer NOT NULL CHECK (n BETWEEN 1 AND 2000),
  person_id   uuid NOT NULL,
  issued_at   timestamptz NOT NULL,
  -- What of it was not handed out is void.
  voided_at   timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, campaign_id) REFERENCES evaluation_campaigns (county_id, id)
);
CREATE INDEX evaluation_batches_by_campaign ON evaluation_batches (county_id, campaign_id, issued_at);

-- One slip of paper. It names nobody; it is known by a digest under a key that the database does not hold. Until the
-- count it carries its own sealed ballot, which nothing in the database opens; no time is kept of when it came.
CREATE TABLE evaluation_invitations (
  county_id   integer NOT NULL,
  id          uuid NOT NULL,
  campaign_id uuid NOT NULL,
  batch_id    uuid NOT NULL,
  digest      text NOT NULL CHECK (digest ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{43}$'),
  used        boolean NOT NULL DEFAULT false,
  is_void     boolean NOT NULL DEFAULT false,
  -- The form it came by, so that pressing the button twice is once; random.
  form        uuid,
  sealed      text CHECK (length(sealed) <= 60000 AND sealed ~ '^x25519:[A-Za-z0-9_-]{43}:[A-Za-z0-9_-]+$'),
  -- Paper: entered once; entered by two who read it differently; entered alike.
  paper       text CHECK (paper IN ('once','differs','settled')),
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, digest),
  FOREIGN KEY (county_id, campaign_id) REFERENCES evaluation_campaigns (county_id, id),
  FOREIGN KEY (county_id, batch_id) REFERENCES evaluation_batches (county_id, id),
  CHECK (used OR sealed IS NULL),
  CHECK (NOT (used AND is_void))
) WITH (fillfactor = 80);
CREATE INDEX evaluation_invitations_by_batch ON evaluation_invitations (county_id, campaign_id, batch_id);
CREATE INDEX evaluation_invitations_paper ON evaluation_invitations (county_id, campaign_id, paper)
  WHERE paper IN ('once','differs');

-- What each of two people read on a paper, sealed as a ballot is; goes with the count.
CREATE TABLE evaluation_readings (
  county_id     integer NOT NULL,
  invitation_id uuid NOT NULL,
  nth           smallint NOT NULL CHECK (nth IN (1, 2, 3)),
  campaign_id   uuid NOT NULL,
  person_id     uuid NOT NULL,
  sealed        text CHECK (length(sealed) <= 60000),
  PRIMARY KEY (county_id, invitation_id, nth),
  UNIQUE (county_id, invitation_id, person_id),
  FOREIGN KEY (county_id, invitation_id) REFERENCES evaluation_invitations (county_id, id)
);

-- ── Acceptance: a result says by what it came and whether it reached the threshold of its day. ──
ALTER TABLE problem_evaluations
  ADD COLUMN campaign_id uuid,
  ADD COLUMN passed boolean,
  ALTER COLUMN person_id DROP NOT NULL,
  DROP CONSTRAINT problem_evaluations_rater_class_check,
  -- `mixed`: several classes counted together, because one alone had fewer than five; `others`: no residents among them.
  ADD CONSTRAINT problem_evaluations_rater_class_check
    CHECK (rater_class IN ('residents','delegates','cppcc','mixed','others')),
  ADD CONSTRAINT problem_evaluations_entered_by CHECK (person_id IS NOT NULL OR campaign_id IS NOT NULL);

-- ── What everybody may read: results of what was counted, nothing under five. ──
CREATE TABLE published_evaluations (
  county_id    integer NOT NULL,
  slug         text NOT NULL CHECK (slug ~ '^\d{4}-\d{3,10}$'),
  title        text NOT NULL,
  body         jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, slug)
);
CREATE INDEX published_evaluations_newest ON published_evaluations (county_id, published_at DESC, slug);

-- ── What the role of the public pages may call ──

-- What stands on the sheet of one invitation; no row: there is no such one. Nothing of any answer.
CREATE FUNCTION find_invitation(digests text[])
RETURNS TABLE (campaign_id uuid, place_id text, rater_class text, title text, questions jsonb, place jsonb, state text,
  digest text, used boolean, is_void boolean, answers_end timestamptz, public_key text, sealed_length integer,
  key_mark text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT c.id, b.place_id::text, b.rater_class, c.title, c.questions,
    jsonb_path_query_first(c.plan, '$.places[*] ? (@.id == $id)', jsonb_build_object('id', b.place_id::text)),
    c.state, i.digest, i.used OR i.paper IS NOT NULL, i.is_void, c.answers_end, c.public_key, c.sealed_length,
    c.key_mark
  FROM evaluation_invitations i
    JOIN evaluation_batches b ON b.county_id = i.county_id AND b.id = i.batch_id
    JOIN evaluation_campaigns c ON c.county_id = i.county_id AND c.id = i.campaign_id
  WHERE i.county_id = current_county() AND i.digest = ANY (digests) LIMIT 1
$$;

-- 'kept'; 'again': this very form was kept; 'used': by another one; 'closed'; 'unknown'; 'wrong': not as long as all.
-- The count takes the same lock whole, so that a ballot is either counted or told that it came too late.
CREATE FUNCTION deposit_ballot(digests text[], of_form uuid, ballot text, at timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  campaign evaluation_campaigns;
  slip evaluation_invitations;
BEGIN
  SELECT * INTO slip FROM evaluation_invitations i WHERE i.county_id = county AND i.digest = ANY (digests);
  IF slip.id IS NULL OR slip.is_void THEN RETURN 'unknown'; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('evaluation ' || slip.campaign_id::text, county));
  SELECT * INTO slip FROM evaluation_invitations i WHERE i.county_id = county AND i.id = slip.id FOR UPDATE;
  SELECT * INTO campaign FROM evaluation_campaigns c WHERE c.county_id = county AND c.id = slip.campaign_id;
  IF slip.is_void THEN RETURN 'unknown'; END IF;
  IF slip.used THEN RETURN CASE WHEN slip.form = of_form THEN 'again' ELSE 'used' END; END IF;
  IF slip.paper IS NOT NULL THEN RETURN 'used'; END IF;
  IF campaign.state <> 'running' OR at >= campaign.answers_end THEN RETURN 'closed'; END IF;
  IF length(ballot) IS DISTINCT FROM campaign.sealed_length THEN RETURN 'wrong'; END IF;
  UPDATE evaluation_invitations i SET used = true, form = of_form, sealed = ballot
    WHERE i.county_id = county AND i.id = slip.id;
  RETURN 'kept';
END $$;

CALL raise_county_walls();

GRANT SELECT, INSERT ON survey_drafts, survey_versions, survey_tallies, survey_texts, evaluation_campaigns,
  evaluation_items, evaluation_batches, evaluation_invitations, evaluation_readings, published_evaluations TO bihuan_app;
GRANT UPDATE (title, questions, version, changed_at, changed_by, retired_at) ON survey_drafts TO bihuan_app;
GRANT UPDATE ON evaluation_campaigns TO bihuan_app;
GRANT DELETE ON evaluation_items TO bihuan_app;
GRANT UPDATE (voided_at) ON evaluation_batches TO bihuan_app;
GRANT UPDATE (used, is_void, form, sealed, paper) ON evaluation_invitations TO bihuan_app;
GRANT UPDATE (sealed) ON evaluation_readings TO bihuan_app;
GRANT SELECT ON published_evaluations TO bihuan_portal;
GRANT EXECUTE ON FUNCTION find_invitation(text[]), deposit_ballot(text[], uuid, text, timestamptz)
  TO bihuan_portal, bihuan_app;
