-- Monthly publications (domain.md 3.4, S3-57): appeals beside rectification; a correction is an issue of its own.

ALTER TABLE publications DROP CONSTRAINT publications_kind_check,
  ADD CONSTRAINT publications_kind_check CHECK (kind IN ('problem','organization','month','appeals')),
  DROP CONSTRAINT publications_check1,
  ADD CONSTRAINT publications_check1 CHECK ((kind IN ('month','appeals')) = (month IS NOT NULL));
-- Whether there is one of this month already.
CREATE INDEX publications_by_month ON publications (county_id, month, organization_id, kind) WHERE month IS NOT NULL;

-- Found by the words in it: every word and every character (as problem_search), taken away with the text.
ALTER TABLE published ADD COLUMN search tsvector;
CREATE INDEX published_by_words ON published USING gin (search) WHERE withdrawn_at IS NULL;
CREATE INDEX published_by_month ON published (county_id, month, kind) WHERE month IS NOT NULL AND withdrawn_at IS NULL;

-- Through the owner, as find_problems(): row-level security keeps a search from its index. It holds the county, and what
-- stands, itself.
CREATE FUNCTION find_published(words tsquery, most integer) RETURNS TABLE (slug text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.slug FROM published s
  WHERE s.county_id = current_county() AND s.search @@ words AND s.withdrawn_at IS NULL AND s.until > now()
  ORDER BY s.published_at DESC, s.slug DESC LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION find_published(tsquery, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_published(tsquery, integer) TO bihuan_portal, bihuan_app;

-- As in 0014, and the words it was found by.
CREATE OR REPLACE FUNCTION erase_published(publication uuid, at timestamptz) RETURNS void
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
  UPDATE published SET body = NULL, title = '', search = NULL WHERE county_id = county AND publication_id = publication
    RETURNING slug INTO of_slug;
  DELETE FROM published_comments WHERE county_id = county AND slug = of_slug;
  WITH gone AS (DELETE FROM published_pictures WHERE county_id = county AND slug = of_slug RETURNING sha256)
    SELECT array_agg(sha256) INTO files FROM gone;
  DELETE FROM published_files f WHERE f.county_id = county AND f.sha256 = ANY(files)
    AND NOT EXISTS (SELECT FROM published_pictures p WHERE p.county_id = county AND p.sha256 = f.sha256);
END $$;
