-- Single sign-on: whom of the county an identity provider means by a subject. The person says so, signed in and with
-- the password once more; names are never compared.

CREATE TABLE sso_links (
  county_id integer NOT NULL,
  person_id uuid NOT NULL,
  issuer    text NOT NULL,
  -- The provider's own name for somebody, which it gives to nobody else and never again.
  subject   text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  made_at   timestamptz NOT NULL,
  PRIMARY KEY (county_id, person_id),
  UNIQUE (county_id, issuer, subject),
  FOREIGN KEY (county_id, person_id) REFERENCES people (county_id, id)
);

-- Ways back from the provider that were walked: none is good twice, in whichever process it arrives.
CREATE TABLE sso_returns (
  county_id  integer NOT NULL REFERENCES counties,
  state_hash text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (county_id, state_hash)
);

CALL raise_county_walls();
GRANT SELECT, INSERT, DELETE ON sso_links, sso_returns TO bihuan_app;
