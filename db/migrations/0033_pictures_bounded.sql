-- Pictures that anybody may send do not fill the disk: what nobody has looked at is bounded, what was no appeal goes.

CREATE INDEX appeal_evidence_by_machine ON appeal_evidence (county_id, entered_at) WHERE kind = 'resident' AND person_id IS NULL;

-- False: as many bytes wait in the county as may, sealed or on appeals that nobody has screened, or came in a day. Only
-- beside what was left in this very transaction.
CREATE OR REPLACE FUNCTION leave_inbox_photo(item uuid, which integer, photo bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
BEGIN
  IF (SELECT coalesce(sum(length(p.sealed)), 0) FROM appeal_inbox_photos p WHERE p.county_id = county) + length(photo) > 1000000000
    THEN RETURN false; END IF;
  IF (SELECT coalesce(sum(f.size), 0) FROM files f WHERE f.county_id = county AND f.sha256 IN (
        SELECT e.sha256 FROM appeal_evidence e WHERE e.county_id = county AND e.kind = 'resident' AND e.person_id IS NULL
          AND e.entered_at > now() - interval '1 day'
        UNION
        SELECT e.sha256 FROM appeals a JOIN appeal_evidence e ON e.county_id = a.county_id AND e.appeal_id = a.id
          WHERE a.county_id = county AND a.state = 'screening' AND e.kind = 'resident' AND e.person_id IS NULL
      )) + length(photo) > 2000000000
    THEN RETURN false; END IF;
  INSERT INTO appeal_inbox_photos (county_id, item_id, nth, sealed)
    SELECT county, i.id, which, photo FROM appeal_inbox i WHERE i.county_id = county AND i.id = item
      AND i.kind = 'submission' AND i.xmin = pg_current_xact_id()::xid;
  RETURN FOUND;
END $$;

-- What came with something that was no appeal, thirty days after that was said: time enough for somebody else to restore
-- it. Entries and hashes stay, so that the history verifies. Returns which files nothing on that appeal needs any more.
CREATE FUNCTION drop_set_aside_pictures(before timestamptz, most integer) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
BEGIN
  IF before > now() - interval '30 days' THEN
    RAISE EXCEPTION 'what was set aside within thirty days is kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    WITH gone AS (
      DELETE FROM appeal_evidence WHERE county_id = county AND id IN (
        SELECT e.id FROM appeals a JOIN appeal_evidence e ON e.county_id = a.county_id AND e.appeal_id = a.id
        WHERE a.county_id = county AND a.state = 'set_aside' AND e.kind = 'resident' AND e.person_id IS NULL
          AND before > (SELECT max(s.from_at) FROM appeal_spans s
                        WHERE s.county_id = county AND s.appeal_id = a.id AND s.state = 'set_aside')
        ORDER BY e.id LIMIT most)
      RETURNING id, appeal_id, sha256
    ), emptied AS (
      UPDATE row_versions v SET content = NULL, salt = NULL, erased_at = now() FROM gone
        WHERE v.county_id = county AND v.case_id = gone.appeal_id AND v.ref = 'appeal_evidence/' || gone.id
          AND v.erased_at IS NULL
    )
    SELECT DISTINCT gone.sha256 FROM gone;
END $$;

REVOKE EXECUTE ON FUNCTION drop_set_aside_pictures(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_set_aside_pictures(timestamptz, integer) TO bihuan_app;
