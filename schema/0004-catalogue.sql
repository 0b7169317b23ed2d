-- SPEC 2: the text as it was loaded is the truth; the newest is in effect.
CREATE TABLE catalogue_version (
    id INTEGER PRIMARY KEY,
    loaded_at INTEGER NOT NULL,
    loaded_by TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
-- Stable numbers for what other tables refer to.
CREATE TABLE exam (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE certification (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT;
