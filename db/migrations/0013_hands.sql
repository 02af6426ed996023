-- What takes two hands, and whose.

-- The leading group confirms administrators; so nobody makes one of it but who may make an administrator. What system
-- and security administrator confirmed before stays as it was decided, and says so.
ALTER TABLE grant_requests ADD COLUMN earlier_rule boolean NOT NULL DEFAULT false;
UPDATE grant_requests SET earlier_rule = true
  WHERE role = 'leader' AND decided_as IN ('security_admin','system_admin');
ALTER TABLE grant_requests DROP CONSTRAINT grant_requests_check7;
ALTER TABLE grant_requests ADD CONSTRAINT grant_requests_decided_by CHECK (decided_as IS NULL OR CASE
  WHEN role IN ('system_admin','security_admin','audit_admin') OR role = 'leader' AND NOT earlier_rule
    THEN decided_as IN ('audit_admin','leader')
  WHEN asked_as = 'security_admin' THEN decided_as IN ('security_admin','system_admin','leader')
  ELSE decided_as = 'security_admin' END);
REVOKE INSERT, UPDATE ON grant_requests FROM bihuan_app;
GRANT INSERT (county_id, id, batch_id, kind, person_id, role, organization_id, valid_from, valid_to, reason, grant_id,
  asked_by, asked_as, asked_at) ON grant_requests TO bihuan_app;
GRANT UPDATE (status, grant_id, decided_by, decided_as, decided_at, decision_note) ON grant_requests TO bihuan_app;

-- A run of first passwords passes over whoever may not be given one any more when their turn comes.
ALTER TABLE first_password_slips ADD COLUMN passed_over_at timestamptz;
GRANT UPDATE (passed_over_at) ON first_password_slips TO bihuan_app;

-- What is lost is given back by two: a second factor is taken away at once, a new first password may be made once and
-- within a day.
ALTER TABLE factor_resets
  ADD COLUMN kind text NOT NULL DEFAULT 'factor' CHECK (kind IN ('factor','password')),
  ADD COLUMN used_at timestamptz,
  ADD CONSTRAINT factor_resets_used CHECK (used_at IS NULL OR (kind = 'password' AND status = 'done'));
DROP INDEX factor_resets_by_waiting;
CREATE UNIQUE INDEX factor_resets_by_waiting ON factor_resets (county_id, person_id, kind) WHERE status = 'waiting';

-- What a passkey is asked is asked for one thing. Questions that are open at this moment are asked anew.
ALTER TABLE sign_in_sessions ADD COLUMN challenge_for text CHECK (challenge_for IN ('make','sign'));
UPDATE sign_in_sessions SET challenge = NULL WHERE challenge IS NOT NULL;
ALTER TABLE sign_in_sessions ADD CONSTRAINT sign_in_sessions_asked_for
  CHECK ((challenge IS NULL) = (challenge_for IS NULL));

-- An authenticator app is sealed with the installation's keys as every other column is. Those of before, `algorithm:body`,
-- open until they have been sealed anew.
ALTER TABLE second_factors ADD CONSTRAINT second_factors_sealed CHECK (
  secret ~ '^[a-z0-9-]+:[0-9]+-[0-9a-f]{8}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+:[A-Za-z0-9_-]{22}$'
  OR secret ~ '^aes-256-gcm:[A-Za-z0-9_-]+$');
