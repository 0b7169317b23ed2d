-- What every room stands on. Columns named ..._at are instants (microseconds since 1970 in UTC), ..._day civil days since 1970-01-01;
-- booleans are 0 and 1. Written in SQLite's dialect; outside/migration.h says how PostgreSQL gets it.

-- What init decided about the store: demonstration (0/1), the demonstration's clock, the store's own secret for derived codes.
CREATE TABLE store_setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- SPEC 13.4: the first answer to each write that carried a key. The key is scoped by who asks before it comes here.
CREATE TABLE once (
    key TEXT NOT NULL PRIMARY KEY,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A fact that a higher room has to follow up: left by the lower room in its own transaction, taken away in the transaction that follows it up.
CREATE TABLE due (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,         -- what it is about: an id, or the first id of a range
    last INTEGER NOT NULL,          -- the same id, or the last of the range
    not_before_at INTEGER NOT NULL,
    left_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, -- that failed
    CHECK (first <= last),
    UNIQUE (kind, first, last)
) STRICT;
CREATE INDEX due_by_time ON due (not_before_at, id);

-- GCRA: when the next arrival would be in time (Generic Cell Rate Algorithm, ITU-T I.371), one row a limited thing.
CREATE TABLE rate_limit (
    key TEXT NOT NULL PRIMARY KEY,
    arrival_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The body's keys with their certificates. What a signature vouches for is checked against these for ever, so they are never deleted.
CREATE TABLE signing_key (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('authority', 'ecert')),
    certificate TEXT NOT NULL,       -- PEM
    private_key TEXT NOT NULL,       -- PEM (PKCS #8); empty where the key is a file of the operator's
    made_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;
CREATE UNIQUE INDEX signing_key_in_use ON signing_key (purpose) WHERE retired_at IS NULL;
