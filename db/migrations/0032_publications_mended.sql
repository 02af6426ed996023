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
