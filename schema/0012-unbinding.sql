-- SPEC 5.8: what an account has to let go on a day, unless it objects or staff say otherwise.
CREATE TABLE unbinding (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL UNIQUE REFERENCES case_file (id),
    account_id INTEGER NOT NULL REFERENCES account (id), -- that holds it
    mailbox_id INTEGER REFERENCES mailbox (id), -- the whole mailbox ...
    record_id INTEGER,               -- ... or one record
    cause TEXT NOT NULL CHECK (cause IN ('owner', 'identity', 'staff')),
    claimant_id INTEGER REFERENCES account (id), -- the account of the rightful owner, where he has one
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'objected', 'done', 'dropped', 'undone')),
    reason TEXT NOT NULL,            -- in the words of the staff who opened it; else empty
    opened_at INTEGER NOT NULL,
    from_day INTEGER NOT NULL,       -- act_day is so many working days after it; both begin anew when the clock goes on
    working_days INTEGER NOT NULL,
    act_day INTEGER NOT NULL,        -- on which the system unbinds by itself, as the holder was told
    own_tie INTEGER NOT NULL DEFAULT 0, -- of a record that was unbound: it had a tie of its own, which undoing gives back
    done_at INTEGER,
    undo_until_at INTEGER,           -- 30 days after done_at
    undone_at INTEGER,
    CHECK ((mailbox_id IS NULL) <> (record_id IS NULL)),
    CHECK ((state IN ('done', 'undone')) = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX unbinding_by_account ON unbinding (account_id);
CREATE INDEX unbinding_not_over ON unbinding (act_day) WHERE state IN ('running', 'paused', 'objected');
CREATE UNIQUE INDEX unbinding_of_mailbox ON unbinding (account_id, mailbox_id) WHERE mailbox_id IS NOT NULL AND state IN ('running', 'paused', 'objected');
CREATE UNIQUE INDEX unbinding_of_record ON unbinding (account_id, record_id) WHERE record_id IS NOT NULL AND state IN ('running', 'paused', 'objected');

-- SPEC 5.10: everything that one account held went to another of the same person.
CREATE TABLE account_merge (
    id INTEGER PRIMARY KEY,
    from_id INTEGER NOT NULL REFERENCES account (id),
    into_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    undo_until_at INTEGER NOT NULL,
    undone_at INTEGER,
    CHECK (from_id <> into_id)
) STRICT;
CREATE INDEX account_merge_of ON account_merge (from_id);
CREATE INDEX account_merge_into ON account_merge (into_id);
CREATE TABLE account_merge_item (
    merge_id INTEGER NOT NULL REFERENCES account_merge (id),
    number INTEGER NOT NULL,
    mailbox_id INTEGER,
    record_id INTEGER,
    bound INTEGER NOT NULL,          -- of a record: tied or barred
    since_at INTEGER NOT NULL,       -- as it was before
    means TEXT NOT NULL,
    PRIMARY KEY (merge_id, number),
    CHECK ((mailbox_id IS NULL) <> (record_id IS NULL))
) STRICT, WITHOUT ROWID;

-- Found by the nightly run: persons who would earn something if two accounts, or an account and a mailbox of nobody's, were one.
CREATE TABLE near_miss (
    id INTEGER PRIMARY KEY,
    account_id INTEGER REFERENCES account (id), -- NULL: only mailboxes of nobody's
    other_account_id INTEGER REFERENCES account (id),
    mailbox_id INTEGER REFERENCES mailbox (id),
    certification_id INTEGER NOT NULL REFERENCES certification (id),
    evidence TEXT NOT NULL,          -- candidate-id, name
    found_at INTEGER NOT NULL,
    seen_run INTEGER NOT NULL,       -- the newest run that found it; what a run does not find any more is gone, unless staff have set it aside
    written_at INTEGER,              -- when staff last wrote to the person
    set_aside_at INTEGER,            -- staff have looked: it is none
    set_aside_by INTEGER REFERENCES account (id)
) STRICT;
CREATE UNIQUE INDEX near_miss_once ON near_miss (COALESCE(account_id, 0), COALESCE(other_account_id, 0), COALESCE(mailbox_id, 0), certification_id);

-- Certificates that may move along with their records (6.4).
CREATE INDEX certificate_record_left ON certificate (certification_id) WHERE reason = 'record-left';
