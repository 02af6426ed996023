-- A search whose words are common, but stand together nowhere, had to walk their whole lists: twice the ledger, twice
-- the work. For each volume of 8,000 places that is full, one bit a place now says of each of its frequent words where
-- it stands; which places hold all words of a search is then a few kilobytes, whatever they are.

-- The volumes that hold anything. One that is not sealed is searched by the index of words, and so is one in which a
-- word of the search has no bits: there it stands in fewer than 16 places, or in some that were corrected since.
CREATE TABLE problem_search_volumes (
  county_id integer NOT NULL,
  volume    integer NOT NULL,
  sealed    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (county_id, volume)
);
INSERT INTO problem_search_volumes (county_id, volume) SELECT DISTINCT county_id, place / 8000 FROM problem_search;

CREATE TABLE problem_search_bits (
  county_id integer NOT NULL,
  volume    integer NOT NULL,
  word      text NOT NULL,
  bits      bit varying NOT NULL,
  PRIMARY KEY (county_id, word, volume)
);
-- In the row itself, where a few pages hold what a search reads; made small where it can be.
ALTER TABLE problem_search_bits ALTER bits SET STORAGE MAIN, SET (toast_tuple_target = 256);

-- Writes down the bits of the newest full volume that has none yet: a second, once every 8,000 problems, so a job does
-- it. NULL: none was left. Whoever enters or corrects a problem of the volume meanwhile waits.
CREATE FUNCTION seal_search_volume() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET work_mem = '64MB' SET enable_mergejoin = off AS $$
DECLARE
  county integer := current_county();
  full_one integer;
BEGIN
  SELECT max(volume) INTO full_one FROM problem_search_volumes WHERE county_id = county AND NOT sealed
    AND volume < (SELECT max(volume) FROM problem_search_volumes WHERE county_id = county);
  IF full_one IS NULL THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(43, full_one);
  UPDATE problem_search_volumes SET sealed = true WHERE county_id = county AND volume = full_one AND NOT sealed;
  IF NOT FOUND THEN RETURN full_one; END IF;
  INSERT INTO problem_search_bits (county_id, volume, word, bits)
  WITH standing AS MATERIALIZED (
    SELECT w.word, s.place - full_one * 8000 AS n
    FROM problem_search s CROSS JOIN unnest(tsvector_to_array(s.search)) w(word)
    WHERE s.county_id = county AND s.place BETWEEN full_one * 8000 AND full_one * 8000 + 7999
  ), frequent AS MATERIALIZED (
    SELECT word FROM standing WHERE word NOT LIKE county || ' #%' GROUP BY word HAVING count(*) >= 16
  ), piece AS (
    SELECT word, n / 32 AS n, bit_or(1::bigint << 31 - n % 32) AS bits FROM standing JOIN frequent USING (word) GROUP BY 1, 2
  )
  SELECT county, full_one, f.word, string_agg(coalesce(p.bits, 0)::bit(32)::text, '' ORDER BY g.n)::bit varying
  FROM frequent f CROSS JOIN generate_series(0, 249) g(n) LEFT JOIN piece p ON p.word = f.word AND p.n = g.n
  GROUP BY f.word;
  RETURN full_one;
END $$;
REVOKE EXECUTE ON FUNCTION seal_search_volume() FROM PUBLIC;

-- What is entered or corrected in a volume that has bits stands in them at once. Locked in two steps, so that those who
-- only look whether there are bits do not wait for each other, and those who write the same words never in two orders.
CREATE FUNCTION keep_search_bits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  its integer := NEW.place / 8000;
  n integer := NEW.place % 8000;
  is_sealed boolean;
  old_words text[] := '{}';
  new_words text[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(43, its);
  SELECT sealed INTO is_sealed FROM problem_search_volumes WHERE county_id = NEW.county_id AND volume = its;
  IF is_sealed IS NULL THEN
    INSERT INTO problem_search_volumes (county_id, volume) VALUES (NEW.county_id, its) ON CONFLICT DO NOTHING;
  END IF;
  IF is_sealed IS NOT TRUE THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(44, its);
  IF TG_OP = 'UPDATE' THEN old_words := tsvector_to_array(OLD.search); END IF;
  new_words := tsvector_to_array(NEW.search);
  UPDATE problem_search_bits SET bits = set_bit(bits, n, (word = ANY(new_words))::int)
  WHERE county_id = NEW.county_id AND volume = its AND word = ANY(old_words || new_words)
    AND get_bit(bits, n) <> (word = ANY(new_words))::int;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_search_bits() FROM PUBLIC;
CREATE TRIGGER keep_search_bits AFTER INSERT OR UPDATE OF search ON problem_search
  FOR EACH ROW EXECUTE FUNCTION keep_search_bits();

-- A query for these words, with & or | between them; of no words, none.
CREATE FUNCTION words_query(words text[], operator text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE RETURN
  CASE WHEN cardinality(words) > 0 THEN ('''' || replace(replace(replace(array_to_string(words, E'\n'),
    '\', '\\'), '''', ''''''), E'\n', ''' ' || operator || ' ''') || '''')::tsquery END;

-- Places that hold all words, and one of the units if there are any; newest first, from below a place on, at most so
-- many. Runs as the owner: behind row-level security the planner may not use an index with an operator that is not
-- leak-proof, and @@ is none.
-- The newest volumes first, as many as will fill the page at the rate of those before; what is left, all at once.
-- Words are handed to the index apart from each other: it then leaps from each to the next place of the others, and
-- looks at less than half of what it looks at for one query of all of them. Told how few rows it gives, and kept from reading
-- all words from end to end: the planner knows nothing of a search's words.
CREATE FUNCTION find_problems(words text[], units text[], before integer, most integer)
  RETURNS TABLE (problem_id uuid, place integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 51 SET search_path = public SET enable_seqscan = off
  SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  county integer := current_county();
  first tsquery := words_query(words[1:1], '&');
  second tsquery := coalesce(words_query(words[2:2], '&'), first);
  others tsquery := coalesce(words_query(words[3:], '&'), first);
  whose tsquery := coalesce(words_query(units, '|'), first);
  newest integer;
  oldest integer;
  span integer := 2;
  got integer;
  marks tsquery;
  volumes integer[];
  full_ones integer[];
  masks bit varying[];
BEGIN
  LOOP
    IF most <= 0 THEN RETURN; END IF;
    SELECT max(s.place) / 1000 INTO newest FROM problem_search s WHERE s.county_id = county AND s.place < before;
    IF newest IS NULL THEN RETURN; END IF;
    EXIT WHEN span > 16;
    oldest := newest - span + 1;
    marks := words_query(ARRAY(SELECT county || ' #1000.' || v FROM generate_series(oldest, newest) v), '|');
    RETURN QUERY
      WITH hit AS MATERIALIZED (SELECT s.problem_id, s.place FROM problem_search s WHERE s.county_id = county
        AND s.search @@ marks AND s.search @@ first AND s.search @@ second AND s.search @@ others AND s.search @@ whose)
      SELECT h.problem_id, h.place FROM hit h WHERE h.place < before ORDER BY h.place DESC LIMIT most;
    GET DIAGNOSTICS got = ROW_COUNT;
    most := most - got;
    before := oldest * 1000;
    span := CASE WHEN got = 0 THEN 17 ELSE span * most / got + 2 END;
  END LOOP;

  volumes := ARRAY(SELECT v.volume FROM problem_search_volumes v WHERE v.county_id = county AND v.volume <= newest / 8);
  SELECT array_agg(b.volume), array_agg(b.bits & coalesce(u.bits, b.bits)) INTO full_ones, masks
  FROM (SELECT b.volume, bit_and(b.bits) AS bits FROM problem_search_bits b
    WHERE b.county_id = county AND b.word = ANY(words) AND b.volume = ANY(volumes)
    GROUP BY 1 HAVING count(*) = cardinality(words)) b
  LEFT JOIN (SELECT b.volume, bit_or(b.bits) AS bits FROM problem_search_bits b
    WHERE b.county_id = county AND b.word = ANY(units) AND b.volume = ANY(volumes)
    GROUP BY 1 HAVING count(*) = cardinality(units)) u USING (volume)
  WHERE cardinality(units) = 0 OR u.volume IS NOT NULL;
  volumes := ARRAY(SELECT v FROM unnest(volumes) v WHERE v <> ALL(coalesce(full_ones, '{}')));
  marks := words_query(CASE WHEN cardinality(volumes) <= 2
    THEN ARRAY(SELECT county || ' #1000.' || v * 8 + n FROM unnest(volumes) v CROSS JOIN generate_series(0, 7) n)
    ELSE ARRAY(SELECT DISTINCT county || ' #32000.' || v / 4 FROM unnest(volumes) v) END, '|');
  RETURN QUERY
    WITH hit AS MATERIALIZED (SELECT s.problem_id, s.place FROM problem_search s WHERE s.county_id = county
      AND s.search @@ marks AND s.search @@ first AND s.search @@ second AND s.search @@ others AND s.search @@ whose),
    -- First which thousands hold enough, then which 25 of them, then which places: most bits are none.
    thousand AS (
      SELECT t.place, t.bits, sum(bit_count(t.bits)) OVER (ORDER BY t.place DESC) - bit_count(t.bits) AS newer
      FROM (SELECT v.n * 8000 + t.n * 1000 AS place, substring(v.bits, t.n * 1000 + 1, 1000) AS bits
        FROM unnest(full_ones, masks) v(n, bits) CROSS JOIN generate_series(0, 7) t(n)
        WHERE bit_count(v.bits) > 0 OFFSET 0) t
      WHERE t.place < before AND bit_count(t.bits) > 0),
    piece AS (
      SELECT t.place + p.n * 25 AS place, substring(t.bits, p.n * 25 + 1, 25) AS bits
      FROM thousand t CROSS JOIN generate_series(0, 39) p(n) WHERE t.newer < most OFFSET 0),
    told AS (
      SELECT p.place + b.n AS place
      FROM (SELECT p.place, p.bits FROM piece p WHERE p.place < before AND bit_count(p.bits) > 0 ORDER BY 1 DESC LIMIT most) p
      CROSS JOIN generate_series(0, 24) b(n) WHERE get_bit(p.bits, b.n) = 1 ORDER BY 1 DESC LIMIT most)
    SELECT x.problem_id, x.place FROM (
      SELECT h.problem_id, h.place FROM hit h WHERE h.place < before AND h.place / 8000 = ANY(volumes)
      UNION ALL
      SELECT s.problem_id, s.place FROM told t JOIN problem_search s ON s.county_id = county AND s.place = t.place) x
    ORDER BY x.place DESC LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION find_problems(text[], text[], integer, integer), words_query(text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_problems(text[], text[], integer, integer), seal_search_volume() TO bihuan_app;
DROP FUNCTION find_problems(tsquery, integer, integer);

GRANT SELECT ON problem_search_volumes, problem_search_bits TO bihuan_app;
CALL raise_county_walls();
