-- Words that hardly stand in the newest volume are looked for in all of them at once: the volume between would be
-- read for nothing. Told how few rows it gives, and kept from reading all words from end to end: the planner knows
-- nothing of a search's words and would do so in a county whose ledger is small yet. Otherwise as before.
CREATE OR REPLACE FUNCTION find_problems(words tsquery, before integer, most integer)
  RETURNS TABLE (problem_id uuid, place integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 51 SET search_path = public SET enable_seqscan = off AS $$
DECLARE
  county integer := current_county();
  size integer;
  newest integer;
  older integer;
  volumes tsquery;
  got integer;
  rare boolean := false;
BEGIN
  FOREACH size IN ARRAY ARRAY[1000, 32000] LOOP
    SELECT max(s.place) INTO newest FROM problem_search s WHERE s.county_id = county AND s.place < before;
    IF newest IS NULL OR most <= 0 THEN RETURN; END IF;
    EXIT WHEN rare;
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
    -- At the rate of the 1,000 to 2,000 places just read, 32 times as many would not fill the page.
    rare := got * 32 < most;
  END LOOP;
  IF most <= 0 OR NOT EXISTS (SELECT FROM problem_search s WHERE s.county_id = county AND s.place < before) THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH hit AS MATERIALIZED (SELECT s.problem_id, s.place FROM problem_search s
      WHERE s.county_id = county AND s.search @@ words)
    SELECT h.problem_id, h.place FROM hit h WHERE h.place < before ORDER BY h.place DESC LIMIT most;
END $$;
