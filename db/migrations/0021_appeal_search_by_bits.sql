-- Appeals are searched as problems are: by bits for the frequent words of each full volume (0017). What the functions do
-- stands once: those of appeals are those of problems, of other tables.

-- What is taken out (a diverted matter) leaves no bit behind that would still say which words it held.
CREATE OR REPLACE FUNCTION keep_search_bits() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  the problem_search := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  its integer := the.place / 8000;
  n integer := the.place % 8000;
  is_sealed boolean;
  old_words text[] := '{}';
  new_words text[] := '{}';
BEGIN
  PERFORM pg_advisory_xact_lock_shared(43, its);
  SELECT sealed INTO is_sealed FROM problem_search_volumes WHERE county_id = the.county_id AND volume = its;
  IF is_sealed IS NULL THEN
    INSERT INTO problem_search_volumes (county_id, volume) VALUES (the.county_id, its) ON CONFLICT DO NOTHING;
  END IF;
  IF is_sealed IS NOT TRUE THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(44, its);
  IF TG_OP <> 'INSERT' THEN old_words := tsvector_to_array(OLD.search); END IF;
  IF TG_OP <> 'DELETE' THEN new_words := tsvector_to_array(NEW.search); END IF;
  UPDATE problem_search_bits SET bits = set_bit(bits, n, (word = ANY(new_words))::int)
  WHERE county_id = the.county_id AND volume = its AND word = ANY(old_words || new_words)
    AND get_bit(bits, n) <> (word = ANY(new_words))::int;
  RETURN NULL;
END $$;

CREATE TABLE appeal_search_volumes (LIKE problem_search_volumes INCLUDING ALL);
CREATE TABLE appeal_search_bits (LIKE problem_search_bits INCLUDING ALL);
ALTER TABLE appeal_search_bits SET (toast_tuple_target = 256);

-- Whoever handles an appeal or helps searches theirs alone: their organisations stand among its marks.
UPDATE appeal_search s SET search = s.search || array_to_tsvector(ARRAY(
  SELECT s.county_id || ' @>' || u.id FROM unnest(a.assistant_ids || a.handler_id) u(id) WHERE u.id IS NOT NULL))
FROM appeals a WHERE a.county_id = s.county_id AND a.id = s.appeal_id AND (a.handler_id IS NOT NULL OR a.assistant_ids <> '{}');
INSERT INTO appeal_search_volumes (county_id, volume) SELECT DISTINCT county_id, place / 8000 FROM appeal_search;

DROP FUNCTION find_appeals(tsquery, integer);
DO $$
DECLARE
  it regprocedure;
  made text;
BEGIN
  FOREACH it IN ARRAY ARRAY['seal_search_volume()', 'keep_search_bits()', 'find_problems(text[],text[],integer,integer)']::regprocedure[]
  LOOP
    made := pg_get_functiondef(it);
    made := replace(replace(made, 'seal_search_volume', 'seal_appeal_search_volume'), 'keep_search_bits', 'keep_appeal_search_bits');
    made := replace(replace(made, 'find_problems', 'find_appeals'), 'problem_', 'appeal_');
    -- Locks of their own: nobody who enters a problem waits for an appeal.
    EXECUTE replace(replace(made, '(43,', '(45,'), '(44,', '(46,');
  END LOOP;
END $$;
CREATE TRIGGER keep_appeal_search_bits AFTER INSERT OR DELETE OR UPDATE OF search ON appeal_search
  FOR EACH ROW EXECUTE FUNCTION keep_appeal_search_bits();
REVOKE EXECUTE ON FUNCTION seal_appeal_search_volume(), keep_appeal_search_bits(), find_appeals(text[], text[], integer, integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_appeals(text[], text[], integer, integer), seal_appeal_search_volume() TO bihuan_app;

GRANT SELECT ON appeal_search_volumes, appeal_search_bits TO bihuan_app;
CALL raise_county_walls();
