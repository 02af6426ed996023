-- A picture of the evidence may stand in several publications, once in each.
ALTER TABLE publication_pictures ADD UNIQUE (county_id, publication_id, evidence_id);
