-- What the desk reads of appeals beside their rows.

-- The newest that hold all the words. Through a function of the owner's, as find_problems(): it holds the county itself.
CREATE FUNCTION find_appeals(words tsquery, most integer) RETURNS TABLE (appeal_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 51 SET search_path = public SET enable_seqscan = off AS $$
DECLARE
  county integer := current_county();
  before integer := 2147483647;
  size integer;
  newest integer;
  older integer;
  volumes tsquery;
  got integer;
BEGIN
  FOREACH size IN ARRAY ARRAY[1000, 32000] LOOP
    SELECT max(s.place) INTO newest FROM appeal_search s WHERE s.county_id = county AND s.place < before;
    IF newest IS NULL OR most <= 0 THEN RETURN; END IF;
    SELECT max(s.place) INTO older FROM appeal_search s WHERE s.county_id = county AND s.place < newest / size * size;
    older := coalesce(older, newest);
    volumes := format('''%1$s #%2$s.%3$s'' | ''%1$s #%2$s.%4$s''', county, size, newest / size, older / size)::tsquery;
    RETURN QUERY
      WITH hit AS MATERIALIZED (SELECT s.appeal_id, s.place FROM appeal_search s
        WHERE s.county_id = county AND s.search @@ (volumes && words))
      SELECT h.appeal_id FROM hit h WHERE h.place < before ORDER BY h.place DESC LIMIT most;
    GET DIAGNOSTICS got = ROW_COUNT;
    most := most - got;
    before := older / size * size;
  END LOOP;
  IF most <= 0 THEN RETURN; END IF;
  RETURN QUERY
    WITH hit AS MATERIALIZED (SELECT s.appeal_id, s.place FROM appeal_search s
      WHERE s.county_id = county AND s.search @@ words)
    SELECT h.appeal_id FROM hit h WHERE h.place < before ORDER BY h.place DESC LIMIT most;
END $$;

-- Appeals of one place in these states by how many of these words they hold; of the newest 200 of them.
CREATE FUNCTION like_appeals(place uuid, words text[], running text[]) RETURNS TABLE (appeal_id uuid, likeness real)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = public AS $$
  SELECT a.id, (cardinality(ARRAY(SELECT unnest(words) INTERSECT SELECT unnest(tsvector_to_array(s.search))))::real
    / greatest(cardinality(words), 1)) AS likeness
  FROM (
    SELECT id, county_id, number FROM appeals
    WHERE county_id = current_county() AND place_id = like_appeals.place
      AND state = ANY (running)
    ORDER BY created_at DESC LIMIT 200
  ) a JOIN appeal_search s ON s.county_id = a.county_id AND s.appeal_id = a.id
  ORDER BY 2 DESC LIMIT 10
$$;

-- 信访接待日 (S3-08, S3-56).
CREATE TABLE reception_days (
  county_id       integer NOT NULL,
  id              uuid NOT NULL,
  organization_id uuid NOT NULL,
  day             date NOT NULL,
  hours           text NOT NULL,
  place           text NOT NULL,
  leader_id       uuid,
  announced_by    uuid NOT NULL,
  announced_at    timestamptz NOT NULL,
  cancelled_at    timestamptz,
  cancelled_by    uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, organization_id) REFERENCES organizations (county_id, id),
  FOREIGN KEY (county_id, leader_id) REFERENCES people (county_id, id)
);
CREATE INDEX reception_days_by_day ON reception_days (county_id, day, id);
CREATE INDEX reception_days_of ON reception_days (county_id, organization_id, day, id);

CALL raise_county_walls();
GRANT SELECT, INSERT ON reception_days TO bihuan_app;
GRANT UPDATE (cancelled_at, cancelled_by) ON reception_days TO bihuan_app;
GRANT EXECUTE ON FUNCTION find_appeals(tsquery, integer), like_appeals(uuid, text[], text[]) TO bihuan_app;
