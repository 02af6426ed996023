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
