-- A case's history is of the kind of case that began it, whoever appends: an entry of another kind could not be taken out
-- again, and the chain would not verify any more. The first entry makes the chain, under the chain's own key.
CREATE FUNCTION refuse_other_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM case_chains c WHERE c.county_id = NEW.county_id AND c.case_id = NEW.case_id
      AND c.case_kind IS DISTINCT FROM NEW.entry->>'kind') THEN
    RAISE EXCEPTION 'the history of a case takes entries of its own kind only'
      USING ERRCODE = 'unique_violation', TABLE = 'case_chains', CONSTRAINT = 'case_chains_pkey';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER history_is_of_one_kind BEFORE INSERT ON history FOR EACH ROW WHEN (NEW.seq > 1)
  EXECUTE FUNCTION refuse_other_kind();

-- A batch gave its number back if no slip of its class in its place had come back by the time it was void. Kept, since
-- no time is kept of when a slip came back.
ALTER TABLE evaluation_batches
  ADD COLUMN gave_back boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT evaluation_batches_gave_back CHECK (NOT gave_back OR voided_at IS NOT NULL);
GRANT UPDATE (gave_back) ON evaluation_batches TO bihuan_app;
UPDATE evaluation_batches b SET gave_back = true WHERE b.voided_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM evaluation_batches o JOIN evaluation_invitations i ON i.county_id = o.county_id AND i.batch_id = o.id
  WHERE o.county_id = b.county_id AND o.campaign_id = b.campaign_id AND o.place_id = b.place_id
    AND o.rater_class = b.rater_class AND (i.used OR i.paper IS NOT NULL));
