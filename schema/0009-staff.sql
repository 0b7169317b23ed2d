-- SPEC 11.1: who of the accounts works for the certifying body, and as what. What each role may do stands in one table in audit/audit.c.
CREATE TABLE staff (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
    roles INTEGER NOT NULL CHECK (roles BETWEEN 0 AND 127), -- bits of enum staff_role
    since_at INTEGER NOT NULL,
    ended_at INTEGER                 -- no longer one of the staff
) STRICT;

-- SPEC 4.1: one-time passwords (RFC 6238). Sealed with the store's secret; a step is good once.
CREATE TABLE one_time_password (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
    sealed BLOB NOT NULL,
    confirmed_at INTEGER,            -- NULL: shown, but no code of it has been typed yet
    last_step INTEGER NOT NULL       -- the newest step that was used
) STRICT;
CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    hash BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (account_id, hash)
) STRICT;
-- WebAuthn: a public key that one authenticator holds the other half of.
CREATE TABLE passkey (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    credential BLOB NOT NULL UNIQUE, -- the authenticator's name for it
    public_key BLOB NOT NULL,
    algorithm INTEGER NOT NULL,      -- COSE: -7, -8, -257
    sign_count INTEGER NOT NULL,
    name TEXT NOT NULL,              -- as its owner calls it
    made_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkey_by_account ON passkey (account_id);
-- What an authenticator has to sign: known by its hash, good once and for a few minutes. Also a letter's or an operator's link that lets somebody enrol.
CREATE TABLE challenge (
    hash BLOB NOT NULL PRIMARY KEY,  -- SHA-256
    purpose TEXT NOT NULL CHECK (purpose IN ('enrol', 'register', 'sign-in', 'second-step')),
    account_id INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

-- A session of the desk is begun with a second factor only. While staff look at what a candidate sees, acting_for is he, and the session only reads.
ALTER TABLE session ADD COLUMN desk INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN acting_for INTEGER REFERENCES account (id);
-- SPEC 11.2: letters that did not arrive, for the desk.
CREATE INDEX letter_delivery_failed ON letter_delivery (changed_at) WHERE state IN (3, 5);
