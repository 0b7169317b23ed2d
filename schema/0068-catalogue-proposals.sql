-- SPEC 11.3: why a catalogue was loaded that takes certificates away, and who proposed it, where the body wants two persons.
ALTER TABLE catalogue_version ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE catalogue_version ADD COLUMN proposed_by INTEGER REFERENCES account (id); -- NULL: who loaded it did so alone
-- What one of the staff has proposed, until another confirms or rejects it.
CREATE TABLE catalogue_proposal (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES catalogue_version (id), -- in effect then; only over that one it is loaded
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    proposed_at INTEGER NOT NULL,
    proposed_by INTEGER NOT NULL REFERENCES account (id),
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'loaded', 'rejected', 'anew')), -- empty: it waits; anew: it was proposed over another version
    ended_at INTEGER,
    ended_by INTEGER REFERENCES account (id),
    end_reason TEXT NOT NULL DEFAULT '',                           -- why it was rejected
    CHECK ((outcome = '') = (ended_at IS NULL) AND (outcome = '') = (ended_by IS NULL) AND (outcome = 'rejected') = (end_reason <> ''))
) STRICT;
CREATE INDEX catalogue_proposal_waiting ON catalogue_proposal (id) WHERE outcome = '';
