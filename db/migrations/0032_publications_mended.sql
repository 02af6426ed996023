-- Monthly publications stand once for each place, also when places merge.

-- Whose month it is, whoever answers for it since: a successor's own month is not the month of what it has taken in.
ALTER TABLE publications ADD COLUMN place_id uuid;
UPDATE publications p SET place_id = coalesce(
    (SELECT s.organization_id FROM published s WHERE s.county_id = p.county_id AND s.publication_id = p.id),
    p.organization_id)
  WHERE month IS NOT NULL;
ALTER TABLE publications ADD FOREIGN KEY (county_id, place_id) REFERENCES organizations (county_id, id),
  ADD CHECK ((month IS NULL) = (place_id IS NULL));
DROP INDEX publications_by_month;
CREATE INDEX publications_by_month ON publications (county_id, month, place_id, kind) WHERE month IS NOT NULL;

-- As in 0022; and what issues that follow had said of it: what a text was before, and the names of rows that were gone
-- (as corrections.ts tells it). The hashes of the followers stay those of what they were when they came out.
CREATE OR REPLACE FUNCTION erase_published(publication uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  county integer := current_county();
  of_slug text;
  files text[];
  followers uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM publications p WHERE p.county_id = county AND p.id = publication AND p.state = 'withdrawn') THEN
    RAISE EXCEPTION 'only what was withdrawn is erased' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE publication_releases SET body = NULL, erased_at = at
    WHERE county_id = county AND publication_id = publication AND erased_at IS NULL;
  UPDATE published SET body = NULL, title = '', search = NULL WHERE county_id = county AND publication_id = publication
    RETURNING slug INTO of_slug;
  SELECT array_agg(p.id) INTO followers FROM publications p WHERE p.county_id = county AND p.replaces_id = publication;
  UPDATE publication_releases SET body = without_former(body)
    WHERE county_id = county AND publication_id = ANY(followers) AND body ? 'corrects';
  UPDATE published SET body = without_former(body)
    WHERE county_id = county AND publication_id = ANY(followers) AND body ? 'corrects';
  DELETE FROM published_comments WHERE county_id = county AND slug = of_slug;
  WITH gone AS (DELETE FROM published_pictures WHERE county_id = county AND slug = of_slug RETURNING sha256)
    SELECT array_agg(sha256) INTO files FROM gone;
  DELETE FROM published_files f WHERE f.county_id = county AND f.sha256 = ANY(files)
    AND NOT EXISTS (SELECT FROM published_pictures p WHERE p.county_id = county AND p.sha256 = f.sha256);
END $$;

CREATE FUNCTION without_former(body jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = public AS $$
  SELECT jsonb_set(body, '{corrects,changes}', coalesce((
    SELECT jsonb_agg(c.change || CASE WHEN c.change ->> 'to' = '' THEN '{"from":null,"where":"其余内容"}'::jsonb
      ELSE '{"from":null}' END ORDER BY c.n)
    FROM jsonb_array_elements(body #> '{corrects,changes}') WITH ORDINALITY c(change, n)), '[]'))
$$;
REVOKE EXECUTE ON FUNCTION without_former(jsonb) FROM PUBLIC;
-- What was erased before.
UPDATE publication_releases r SET body = without_former(r.body)
  FROM publications p JOIN publication_releases e ON e.county_id = p.county_id AND e.publication_id = p.replaces_id
  WHERE r.county_id = p.county_id AND r.publication_id = p.id AND e.erased_at IS NOT NULL AND r.body ? 'corrects';
UPDATE published s SET body = without_former(s.body)
  FROM publications p JOIN publication_releases e ON e.county_id = p.county_id AND e.publication_id = p.replaces_id
  WHERE s.county_id = p.county_id AND s.publication_id = p.id AND e.erased_at IS NOT NULL AND s.body ? 'corrects';

-- As in 0014, leading along: of a month to the issue of its line that stands, of others to the edition that does.
CREATE OR REPLACE FUNCTION find_withdrawn(of_slug text) RETURNS TABLE (number text, why text, replaced_by text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.number, coalesce(s.withdrawn_kind, 'ended'), coalesce(
    (SELECT n.slug FROM published n
      WHERE n.county_id = s.county_id AND n.withdrawn_at IS NULL AND n.until > now()
        AND CASE WHEN s.month IS NULL THEN n.number = s.number
          ELSE n.month = s.month AND n.kind = s.kind AND n.organization_id = s.organization_id END
      ORDER BY n.published_at DESC, n.slug DESC LIMIT 1),
    CASE WHEN s.month IS NULL THEN s.replaced_by END)
  FROM published s
  WHERE s.county_id = current_county() AND s.slug = of_slug AND (s.withdrawn_at IS NOT NULL OR s.until <= now())
$$;
