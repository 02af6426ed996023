-- A result that somebody mistyped from paper is taken back and stays to be seen; what a campaign counted is nobody's to
-- take back.
ALTER TABLE problem_evaluations
  ADD COLUMN withdrawn_at timestamptz,
  ADD CONSTRAINT problem_evaluations_withdrawn CHECK (withdrawn_at IS NULL OR campaign_id IS NULL);
GRANT UPDATE (withdrawn_at) ON problem_evaluations TO bihuan_app;
