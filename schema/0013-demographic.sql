-- SPEC 3.8, 5.7: a person's new address on its way to the provider.
CREATE TABLE demographic_update (
    id INTEGER PRIMARY KEY,
    provider_id INTEGER NOT NULL REFERENCES provider (id),
    candidate_id TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    mailbox_id INTEGER NOT NULL REFERENCES mailbox (id), -- the new address
    first_name TEXT NOT NULL, last_name TEXT NOT NULL, country TEXT NOT NULL, phone TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5), -- enum demographic_state: 1 queued, 2 sent, 3 accepted, 4 error, 5 replaced by a newer one
    asked_at INTEGER NOT NULL,
    file_id INTEGER,                 -- demographic_file
    answer TEXT NOT NULL DEFAULT '', -- the provider's words
    changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX demographic_update_open ON demographic_update (provider_id, candidate_id) WHERE state IN (1, 2);
CREATE INDEX demographic_update_by_account ON demographic_update (account_id, id);
CREATE TABLE demographic_file (
    id INTEGER PRIMARY KEY,
    provider_id INTEGER NOT NULL REFERENCES provider (id),
    name TEXT NOT NULL,              -- cdd-20260213-083000.dat
    sha256 TEXT NOT NULL,            -- of content
    content BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    confirmed_at INTEGER,            -- the provider's answer was read
    answer TEXT NOT NULL DEFAULT '', -- what it said of the file as a whole
    UNIQUE (provider_id, name)
) STRICT;
