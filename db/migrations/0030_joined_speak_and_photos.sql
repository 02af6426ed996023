-- What residents may do more: speak by their own receipt when joined, and send pictures by the web form.

-- Who was joined 并案 says by their own receipt whether it is solved; beside what the rates are counted from (3.3).
ALTER TABLE appeal_callbacks DROP CONSTRAINT appeal_callbacks_way_check,
  ADD CONSTRAINT appeal_callbacks_way_check CHECK (way IN ('call','receipt','at_once','joined'));

-- Pictures of the web form, sealed like its text and gone with it: when it is carried out, laid aside or not to be kept.
CREATE TABLE appeal_inbox_photos (
  county_id integer NOT NULL,
  item_id   uuid NOT NULL,
  nth       integer NOT NULL CHECK (nth BETWEEN 1 AND 3),
  sealed    bytea NOT NULL CHECK (length(sealed) BETWEEN 60 AND 10600000),
  PRIMARY KEY (county_id, item_id, nth),
  FOREIGN KEY (county_id, item_id) REFERENCES appeal_inbox (county_id, id) ON DELETE CASCADE
);
-- What is sealed does not get smaller.
ALTER TABLE appeal_inbox_photos ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE FUNCTION drop_inbox_photos() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM appeal_inbox_photos WHERE county_id = NEW.county_id AND item_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_photos AFTER UPDATE OF sealed ON appeal_inbox FOR EACH ROW
  WHEN (OLD.sealed IS NOT NULL AND NEW.sealed IS NULL) EXECUTE FUNCTION drop_inbox_photos();

-- False: as many bytes wait in the county as may. Only beside what was left in this very transaction.
CREATE FUNCTION leave_inbox_photo(item uuid, which integer, photo bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
BEGIN
  IF (SELECT coalesce(sum(length(p.sealed)), 0) FROM appeal_inbox_photos p WHERE p.county_id = county) + length(photo) > 1000000000
    THEN RETURN false; END IF;
  INSERT INTO appeal_inbox_photos (county_id, item_id, nth, sealed)
    SELECT county, i.id, which, photo FROM appeal_inbox i WHERE i.county_id = county AND i.id = item
      AND i.kind = 'submission' AND i.xmin = pg_current_xact_id()::xid;
  RETURN FOUND;
END $$;

-- What somebody sent as pictures may tell who they are: whoever screens them keeps them from whoever handles it.
ALTER TABLE appeals ADD COLUMN pictures_withheld boolean NOT NULL DEFAULT false;

CALL raise_county_walls();
GRANT SELECT ON appeal_inbox_photos TO bihuan_app;
GRANT EXECUTE ON FUNCTION leave_inbox_photo(uuid, integer, bytea) TO bihuan_portal, bihuan_app;
