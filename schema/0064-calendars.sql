-- SPEC 1.2: the data of a calendar as they were loaded from its file; the newest of a name are in effect, on all nodes. `follows` is the one before, 0 for the first: of nodes that load at once one does.
CREATE TABLE calendar_version (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,              -- the word of the catalogue's `calendar:` line
    loaded_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,           -- the file
    follows INTEGER NOT NULL,
    UNIQUE (name, follows)
) STRICT;
