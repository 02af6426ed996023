-- Many counties in one installation: each under a host name of its own, or below a path of its own (/c/<prefix>/…).
ALTER TABLE counties ADD COLUMN prefix text UNIQUE CHECK (prefix ~ '^[a-z0-9][a-z0-9-]{1,39}$');
