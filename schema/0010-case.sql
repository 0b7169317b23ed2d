-- SPEC 5.2, 5.8, 4.4, 4.6: what a person has to decide. A case says what it is about and what is wished; who decides gives a reason.
CREATE TABLE case_file (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- to be quoted in letters; tells nothing
    kind TEXT NOT NULL CHECK (kind IN ('name', 'lost-mailbox', 'dispute', 'unbinding', 'question')),
    account_id INTEGER REFERENCES account (id), -- whose wish it is; of an unbinding: who holds what is to be unbound. NULL: nobody's who is signed in
    mailbox_id INTEGER REFERENCES mailbox (id), -- what it is about, where it is about one
    record_id INTEGER,
    wish TEXT NOT NULL,              -- a JSON object of the room that the matter belongs to: what is asked for (names, the page that the asker came from)
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 5), -- enum case_state: 1 open, 2 cooling off, 3 waiting for the asker, 4 waiting for a second person, 5 closed
    opened_at INTEGER NOT NULL,
    not_before_day INTEGER,          -- it may not be granted before (5.2: five working days)
    due_day INTEGER,                 -- on which something happens by itself, or by which an answer is promised
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'granted', 'refused', 'withdrawn', 'answered', 'done')), -- in state 4: the proposed one
    reason TEXT NOT NULL DEFAULT '', -- as the asker reads it
    first_by INTEGER REFERENCES account (id), -- who proposed the outcome, where a second person is wanted
    closed_by INTEGER REFERENCES account (id), -- NULL: the system, or open
    closed_at INTEGER,
    CHECK ((state = 5) = (closed_at IS NOT NULL)),
    CHECK ((state = 5) <= (outcome <> ''))
) STRICT;
CREATE INDEX case_file_by_account ON case_file (account_id, id);
CREATE INDEX case_file_open ON case_file (kind, opened_at) WHERE state < 5;
-- One open wish of a kind about the same thing.
CREATE UNIQUE INDEX case_file_one_name ON case_file (account_id) WHERE kind = 'name' AND state < 5;
CREATE UNIQUE INDEX case_file_one_lost ON case_file (account_id, COALESCE(mailbox_id, 0), COALESCE(record_id, 0)) WHERE kind = 'lost-mailbox' AND state < 5;

-- What was said and done. Only grows.
CREATE TABLE case_entry (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    at INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,
    actor_account INTEGER,
    what TEXT NOT NULL CHECK (what IN ('opened', 'message', 'note', 'evidence', 'proposed', 'sent-back', 'closed', 'reopened',
        'reminded', 'paused', 'resumed')), -- note, proposed, sent-back: staff only
    text TEXT NOT NULL
) STRICT;
CREATE INDEX case_entry_by_case ON case_entry (case_id, id);
-- sqlite:
CREATE TRIGGER case_entry_no_update BEFORE UPDATE ON case_entry BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER case_entry_no_delete BEFORE DELETE ON case_entry BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
-- postgresql:
CREATE TRIGGER case_entry_only_grows BEFORE UPDATE OR DELETE ON case_entry FOR EACH ROW EXECUTE FUNCTION only_grows();
-- both:

-- Pictures as they were drawn anew, PDFs as they came.
CREATE TABLE case_evidence (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    added_at INTEGER NOT NULL,
    added_by INTEGER REFERENCES account (id),
    name TEXT NOT NULL,              -- the file's, made harmless
    media TEXT NOT NULL CHECK (media IN ('image/jpeg', 'image/png', 'application/pdf')),
    width INTEGER NOT NULL, height INTEGER NOT NULL, -- pixels; 0 for PDF
    sha256 TEXT NOT NULL,            -- of content
    content BLOB NOT NULL
) STRICT;
CREATE INDEX case_evidence_by_case ON case_evidence (case_id);
