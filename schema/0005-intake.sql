-- SPEC 3: what providers sent, and what was read from it.
CREATE TABLE provider (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE        -- the profile's name: pearson-vue
) STRICT;

-- A mailbox in its normal form (letter/address.h). Exam records hang on it, accounts tie themselves to it.
CREATE TABLE mailbox (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE
) STRICT;

-- A file as it came, kept with its hash; the same again changes nothing (3.2).
CREATE TABLE intake_file (
    id INTEGER PRIMARY KEY,
    provider_id INTEGER NOT NULL REFERENCES provider (id),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- empty where a refused file was too large to be read through
    bytes INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    state INTEGER NOT NULL,          -- enum intake_file_state: 1 under way, 2 done, 3 refused
    refusal TEXT NOT NULL,           -- why it was refused whole, else empty
    done_through INTEGER NOT NULL,   -- the last line (of all its texts, counted through) that is in the store: where a stopped import goes on
    rows INTEGER NOT NULL, new INTEGER NOT NULL, unchanged INTEGER NOT NULL, corrected INTEGER NOT NULL,
    quarantined INTEGER NOT NULL, refused INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX intake_file_by_hash ON intake_file (provider_id, sha256) WHERE sha256 <> '';

-- The texts in a file: itself, or the members of an archive that were read.
CREATE TABLE intake_member (
    file_id INTEGER NOT NULL REFERENCES intake_file (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,              -- empty for the file itself
    no_show INTEGER NOT NULL,        -- its name tells that it lists no-shows
    first_line INTEGER NOT NULL,     -- how many lines stand in the texts before it
    stamp_at INTEGER NOT NULL,       -- date and edition of its name, else when it was received: orders versions of the same time
    header TEXT NOT NULL,
    PRIMARY KEY (file_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE intake_part (
    file_id INTEGER NOT NULL REFERENCES intake_file (id),
    number INTEGER NOT NULL,
    content BLOB NOT NULL,           -- zstd; all parts unpacked, one after the other, are the file
    PRIMARY KEY (file_id, number)
) STRICT;
-- Rows whose verdict is not new or unchanged; quarantined ones are run again after the remedy (3.5).
CREATE TABLE intake_row (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES intake_file (id),
    line INTEGER NOT NULL,           -- of all texts of the file, counted through
    verdict INTEGER NOT NULL,        -- enum intake_verdict
    code TEXT NOT NULL,              -- the reason's code
    reason TEXT NOT NULL,            -- English, with its arguments
    place INTEGER NOT NULL,          -- the column, in characters from 1; 0: the whole row
    raw TEXT NOT NULL,               -- the row as it came
    remedy TEXT NOT NULL DEFAULT '', -- what staff decided: accept, ignore, mailbox
    remedy_value TEXT NOT NULL DEFAULT '', -- the address for mailbox
    settled_at INTEGER               -- when a remedy brought it in, or put it aside
) STRICT;
CREATE INDEX intake_row_by_file ON intake_row (file_id, line);
CREATE INDEX intake_row_open ON intake_row (id) WHERE verdict = 4 AND settled_at IS NULL;

-- One delivered exam (3.6). A fact from a provider: it does not say whose account it is in; held_record does. Provider, mailbox and exam are rows of their tables; the import
-- has just looked each up, and a check of every row of a large file would cost more than all the rest (the auditor holds them against each other).
CREATE TABLE exam_record (
    id INTEGER PRIMARY KEY,
    provider_id INTEGER NOT NULL,
    registration_id TEXT NOT NULL,
    candidate_id TEXT NOT NULL,
    mailbox_id INTEGER,
    exam_id INTEGER NOT NULL,
    exam_language TEXT NOT NULL,
    exam_day INTEGER NOT NULL,
    grade INTEGER NOT NULL,          -- enum exam_grade: 1 pass, 2 fail, 3 no-show, 4 undecided
    score TEXT NOT NULL,             -- as the provider wrote it; empty on no-shows
    state INTEGER NOT NULL,          -- enum exam_state: 1 provisional, 2 on hold, 3 final, 4 revoked
    given_state INTEGER NOT NULL,    -- what the result itself said; state is derived from it and from exam_event
    first_name TEXT NOT NULL, last_name TEXT NOT NULL, native_first_name TEXT NOT NULL, native_last_name TEXT NOT NULL,
    country TEXT NOT NULL,
    site TEXT NOT NULL,
    validation_id TEXT NOT NULL,
    updated_at INTEGER NOT NULL,     -- the provider's own time of this version: orders corrections
    file_id INTEGER NOT NULL,        -- where this version was read
    line INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX exam_record_by_registration ON exam_record (provider_id, registration_id);
CREATE INDEX exam_record_by_candidate ON exam_record (candidate_id, mailbox_id);
CREATE INDEX exam_record_by_mailbox ON exam_record (mailbox_id);

-- What a record was before a correction.
CREATE TABLE exam_record_past (
    id INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES exam_record (id),
    until_at INTEGER NOT NULL,
    was TEXT NOT NULL                -- JSON of the fields that changed
) STRICT;
CREATE INDEX exam_record_past_by_record ON exam_record_past (record_id);

-- Events other than a plain result row, kept so that they can be put in order of their own time (3.4).
CREATE TABLE exam_event (
    id INTEGER PRIMARY KEY,
    provider_id INTEGER NOT NULL REFERENCES provider (id),
    registration_id TEXT NOT NULL,
    kind TEXT NOT NULL,              -- place-hold, release-hold, modify-status, revoke, unrevoke, modify-appointment, cancel-appointment
    at INTEGER NOT NULL,
    detail TEXT NOT NULL,            -- of modify-status: the state's number
    file_id INTEGER NOT NULL,
    UNIQUE (provider_id, registration_id, kind, at, detail)
) STRICT;
