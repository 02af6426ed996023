-- Whoever is erased is erased from the lists of first passwords too: when somebody received one says nothing any more
-- once they are gone, and a run that is still open gives out none of theirs. The rest is as it was (0008).
CREATE OR REPLACE FUNCTION erase_person(person uuid, pseudonym text, at timestamptz) RETURNS integer
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
  DELETE FROM first_password_slips WHERE county_id = county AND person_id = person;
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
