-- A picture of the evidence may stand in several publications, once in each.
ALTER TABLE publication_pictures ADD UNIQUE (county_id, publication_id, evidence_id);

-- The public pages read the text of what stands. Of what was withdrawn, or is over, they learn that it was, and why: a
-- face or a telephone number that went out by mistake is gone for whoever gets hold of their role, too.
CREATE POLICY standing ON published AS RESTRICTIVE FOR SELECT TO bihuan_portal
  USING (withdrawn_at IS NULL AND until > now());
CREATE POLICY standing ON published_pictures AS RESTRICTIVE FOR SELECT TO bihuan_portal
  USING (EXISTS (SELECT FROM published s
    WHERE s.county_id = published_pictures.county_id AND s.slug = published_pictures.slug));
CREATE POLICY standing ON published_comments AS RESTRICTIVE FOR SELECT TO bihuan_portal
  USING (EXISTS (SELECT FROM published s
    WHERE s.county_id = published_comments.county_id AND s.slug = published_comments.slug));
CREATE POLICY standing ON published_files AS RESTRICTIVE FOR SELECT TO bihuan_portal
  USING (EXISTS (SELECT FROM published_pictures p
    WHERE p.county_id = published_files.county_id AND p.sha256 = published_files.sha256));
CREATE INDEX published_pictures_by_file ON published_pictures (county_id, sha256);

CREATE FUNCTION find_withdrawn(of_slug text) RETURNS TABLE (number text, why text, replaced_by text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.number, coalesce(s.withdrawn_kind, 'ended'), s.replaced_by FROM published s
  WHERE s.county_id = current_county() AND s.slug = of_slug AND (s.withdrawn_at IS NOT NULL OR s.until <= now())
$$;
-- Pages that are kept in memory ask it every second: one look at an index.
CREATE FUNCTION last_withdrawal() RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT max(withdrawn_at) FROM published WHERE county_id = current_county() AND withdrawn_at IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION find_withdrawn(text), last_withdrawal() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_withdrawn(text), last_withdrawal() TO bihuan_portal, bihuan_app;

-- What is forgotten leaves no content behind: the history keeps that it was, by its hash. Otherwise the words of a
-- request outlived the request, and the erasure of the person, which no longer found them.
CREATE OR REPLACE FUNCTION forget_old_rows(log text, before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  forgotten integer := 0;
  cases uuid[] := '{}';
  refs text[];
BEGIN
  IF before > now() - interval '6 months' THEN
    RAISE EXCEPTION 'what is younger than six months is kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  CASE log
    WHEN 'refused_attempts' THEN
      DELETE FROM refused_attempts WHERE county_id = county AND id IN (SELECT r.id FROM refused_attempts r
        WHERE r.county_id = county AND r.at < before ORDER BY r.id LIMIT most);
      GET DIAGNOSTICS forgotten = ROW_COUNT;
    WHEN 'commands' THEN
      DELETE FROM commands WHERE county_id = county AND command_id IN (SELECT r.command_id FROM commands r
        WHERE r.county_id = county AND r.at < before ORDER BY r.command_id LIMIT most);
      GET DIAGNOSTICS forgotten = ROW_COUNT;
    WHEN 'exports' THEN
      WITH gone AS (DELETE FROM exports WHERE county_id = county AND id IN (SELECT r.id FROM exports r
          WHERE r.county_id = county AND r.at < before ORDER BY r.id LIMIT most) RETURNING id)
        SELECT count(*), array_agg(id) INTO forgotten, cases FROM gone;
    WHEN 'phone_openings' THEN
      -- Their contents lie in the history of whose number it was.
      WITH gone AS (DELETE FROM phone_openings WHERE county_id = county AND id IN (SELECT r.id FROM phone_openings r
          WHERE r.county_id = county AND r.at < before ORDER BY r.id LIMIT most) RETURNING id, person_id)
        SELECT count(*), array_agg(DISTINCT person_id) FILTER (WHERE person_id IS NOT NULL),
          array_agg('phone_openings/' || id) INTO forgotten, cases, refs FROM gone;
    WHEN 'data_requests' THEN
      WITH gone AS (DELETE FROM data_requests WHERE county_id = county AND id IN (SELECT r.id FROM data_requests r
          WHERE r.county_id = county AND r.status <> 'pending' AND coalesce(r.decided_at, r.asked_at) < before
          ORDER BY r.id LIMIT most) RETURNING id)
        SELECT count(*), array_agg(id) INTO forgotten, cases FROM gone;
  END CASE;
  UPDATE row_versions v SET content = NULL, salt = NULL, erased_at = now()
    WHERE v.county_id = county AND v.case_id = ANY(cases) AND v.erased_at IS NULL
      AND (refs IS NULL OR v.ref = ANY(refs));
  RETURN forgotten;
END $$;

-- The door by which a text that should never have gone out is erased: only once it is withdrawn, and the hash stays, so
-- that it can still be proved what the text was.
ALTER TABLE publication_releases ADD COLUMN erased_at timestamptz, ALTER COLUMN body DROP NOT NULL;
ALTER TABLE publication_releases ADD CHECK ((erased_at IS NULL) = (body IS NOT NULL));
ALTER TABLE published ALTER COLUMN body DROP NOT NULL;
ALTER TABLE published ADD CHECK (body IS NOT NULL OR withdrawn_at IS NOT NULL);

CREATE FUNCTION erase_published(publication uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  of_slug text;
  files text[];
BEGIN
  IF NOT EXISTS (SELECT FROM publications p WHERE p.county_id = county AND p.id = publication AND p.state = 'withdrawn') THEN
    RAISE EXCEPTION 'only what was withdrawn is erased' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE publication_releases SET body = NULL, erased_at = at
    WHERE county_id = county AND publication_id = publication AND erased_at IS NULL;
  UPDATE published SET body = NULL, title = '' WHERE county_id = county AND publication_id = publication
    RETURNING slug INTO of_slug;
  DELETE FROM published_comments WHERE county_id = county AND slug = of_slug;
  WITH gone AS (DELETE FROM published_pictures WHERE county_id = county AND slug = of_slug RETURNING sha256)
    SELECT array_agg(sha256) INTO files FROM gone;
  DELETE FROM published_files f WHERE f.county_id = county AND f.sha256 = ANY(files)
    AND NOT EXISTS (SELECT FROM published_pictures p WHERE p.county_id = county AND p.sha256 = f.sha256);
END $$;
REVOKE EXECUTE ON FUNCTION erase_published(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_published(uuid, timestamptz) TO bihuan_app;

-- Lists, choices and searches of the public pages look through what stands, which does not grow with the years.
CREATE INDEX published_standing ON published (county_id, published_at DESC, slug) WHERE withdrawn_at IS NULL;
