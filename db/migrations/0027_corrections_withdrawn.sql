-- A correction that was withdrawn corrects nothing: another one may be begun.
DROP INDEX publications_one_successor;
CREATE UNIQUE INDEX publications_one_successor ON publications (county_id, replaces_id)
  WHERE replaces_id IS NOT NULL AND state NOT IN ('dropped', 'withdrawn');
