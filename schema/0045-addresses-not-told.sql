-- SPEC 5.7, 5.8: what was not sent, because the account with the new address holds no record of that candidate any more, or one is disputed.
ALTER TABLE demographic_update ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn = 0 OR (withdrawn = 1 AND state = 5 AND file_id IS NULL));
