-- SPEC 4: one person's login.
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    user_name TEXT NOT NULL,         -- as the person writes it
    user_name_key TEXT NOT NULL UNIQUE, -- case-folded, NFKC: two names that look the same are the same
    mailbox TEXT NOT NULL,           -- where letters go: normal form; proven where an association says so
    name_latin TEXT NOT NULL,
    name_native TEXT NOT NULL,
    phone TEXT NOT NULL,
    country TEXT NOT NULL,           -- ISO 3166-1 alpha-2, or empty
    language TEXT NOT NULL,
    zone TEXT NOT NULL,              -- IANA
    made_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE TABLE password (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
    hash TEXT NOT NULL,              -- Argon2id, with its parameters
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE, -- SHA-256
    account_id INTEGER NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    network TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (account_id);
