-- What a review of appeals found: who spoke up could be found, or words of theirs were lost.

-- Nobody is to be told whose several appeals are: what could tell it goes.
ALTER TABLE appeal_identities DROP COLUMN blind_index;

-- 2.7: also what was said when somebody called back, and what papers are called, leaves the ordinary ledger.
CREATE OR REPLACE FUNCTION seal_away(appeal uuid, at timestamptz) RETURNS integer
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
  UPDATE appeal_callbacks SET text = NULL WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_evidence SET file_name = '', note = NULL WHERE county_id = county AND appeal_id = appeal;
  UPDATE appeal_notices SET status = 'lapsed' WHERE county_id = county AND appeal_id = appeal AND status IN ('waiting','sending');
  RETURN emptied;
END $$;

-- What was diverted before this leaves nothing either.
UPDATE appeal_callbacks c SET text = NULL FROM appeals a
  WHERE a.county_id = c.county_id AND a.id = c.appeal_id AND a.state = 'diverted';
UPDATE appeal_evidence e SET file_name = '', note = NULL FROM appeals a
  WHERE a.county_id = e.county_id AND a.id = e.appeal_id AND a.state = 'diverted';

-- Calls of people; `tries` counts messages.
ALTER TABLE appeal_notices ADD COLUMN calls integer NOT NULL DEFAULT 0;
GRANT UPDATE (calls) ON appeal_notices TO bihuan_app;
-- What the queue lost is looked for every two seconds.
CREATE INDEX appeal_notices_sending ON appeal_notices (county_id, at, id) WHERE status = 'sending';

-- Since when so many people have brought it up that its leader is told (domain.md 3.3).
ALTER TABLE appeals ADD COLUMN many_since timestamptz;
UPDATE appeals p SET many_since = now() WHERE main_id IS NULL
  AND state NOT IN ('closed','refused','joined','diverted','set_aside','withdrawn','archived')
  AND people + (SELECT coalesce(sum(j.people), 0) FROM appeals j WHERE j.county_id = p.county_id AND j.main_id = p.id) >= 5;
CREATE INDEX appeals_of_many ON appeals (county_id, township_id, due_at, id) WHERE many_since IS NOT NULL AND leader_id IS NULL;
