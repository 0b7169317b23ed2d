-- SPEC 3.8: answers of providers that were read; the same text again changes nothing.
CREATE TABLE demographic_answer (
    provider_id INTEGER NOT NULL REFERENCES provider (id),
    sha256 TEXT NOT NULL CHECK (LENGTH(sha256) = 64), -- of the text
    name TEXT NOT NULL,              -- of the file that it came in
    read_at INTEGER NOT NULL,
    PRIMARY KEY (provider_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX demographic_update_by_candidate ON demographic_update (provider_id, candidate_id) WHERE file_id IS NOT NULL;
CREATE INDEX demographic_update_by_file ON demographic_update (file_id) WHERE file_id IS NOT NULL;

-- What the code never writes, the store does not take either. CREATE CHECK is of outside/migration.h.

-- The staff and second factors (0009).
CREATE CHECK staff_has_role ON staff (new.roles <> 0 OR new.ended_at IS NOT NULL);
CREATE CHECK one_time_password_values ON one_time_password (LENGTH(new.sealed) >= 16 AND new.last_step >= 0);
CREATE CHECK recovery_code_values ON recovery_code (LENGTH(new.hash) = 32);
CREATE CHECK passkey_values ON passkey (LENGTH(new.credential) BETWEEN 1 AND 1023 AND LENGTH(new.public_key) BETWEEN 1 AND 4096 AND new.algorithm IN (-7, -8, -257) AND new.sign_count >= 0 AND LENGTH(new.name) <= 300);
CREATE CHECK challenge_values ON challenge (LENGTH(new.hash) = 32 AND new.ends_at > new.made_at);
CREATE CHECK challenge_account ON challenge ((new.purpose = 'sign-in') = (new.account_id IS NULL));
CREATE CHECK session_desk ON session (new.desk IN (0, 1) AND (new.acting_for IS NULL OR (new.desk = 1 AND new.acting_for <> new.account_id)));

-- What has to be let go, merges and near misses (0012). 2592000000000 microseconds are 30 days.
CREATE CHECK unbinding_clock ON unbinding (new.working_days >= 1 AND (new.state <> 'running' OR new.act_day >= new.from_day + new.working_days));
CREATE CHECK unbinding_times ON unbinding ((new.undo_until_at IS NULL) = (new.done_at IS NULL) AND (new.done_at IS NULL OR new.undo_until_at = new.done_at + 2592000000000));
CREATE CHECK unbinding_undone ON unbinding ((new.state = 'undone') = (new.undone_at IS NOT NULL) AND (new.undone_at IS NULL OR new.undone_at < new.undo_until_at));
CREATE CHECK unbinding_reason ON unbinding (new.cause <> 'staff' OR new.reason <> '');
CREATE CHECK unbinding_own_tie ON unbinding (new.own_tie = 0 OR (new.own_tie = 1 AND new.record_id IS NOT NULL AND new.done_at IS NOT NULL));
CREATE CHECK unbinding_claimant ON unbinding (new.claimant_id IS NULL OR new.claimant_id <> new.account_id);
CREATE CHECK account_merge_times ON account_merge (new.undo_until_at = new.at + 2592000000000 AND (new.undone_at IS NULL OR new.undone_at < new.undo_until_at));
CREATE CHECK account_merge_item_values ON account_merge_item (new.number >= 1 AND new.bound IN (0, 1) AND (new.bound = 1 OR new.record_id IS NOT NULL) AND new.means <> '');
CREATE CHECK near_miss_of ON near_miss (new.account_id IS NOT NULL AND (new.other_account_id IS NULL) <> (new.mailbox_id IS NULL) AND (new.other_account_id IS NULL OR new.other_account_id <> new.account_id));
CREATE CHECK near_miss_values ON near_miss (new.evidence IN ('candidate-id', 'name') AND (new.set_aside_at IS NULL) = (new.set_aside_by IS NULL));

-- New addresses on their way to providers (0013).
CREATE CHECK demographic_update_file ON demographic_update ((new.state <> 1 OR new.file_id IS NULL) AND (new.state NOT IN (2, 3, 4) OR new.file_id IS NOT NULL));
CREATE CHECK demographic_update_answer ON demographic_update (new.candidate_id <> '' AND LENGTH(new.answer) <= 500 AND (new.answer = '' OR new.state IN (3, 4)));
CREATE CHECK demographic_file_values ON demographic_file (new.name <> '' AND LENGTH(new.sha256) = 64 AND LENGTH(new.content) > 0);
CREATE CHECK demographic_file_answer ON demographic_file (LENGTH(new.answer) <= 500 AND (new.answer = '' OR new.confirmed_at IS NOT NULL));

-- The chained journal (0014).
CREATE CHECK audit_chain_values ON audit_chain (new.chain >= 1 AND new.length >= 0 AND LENGTH(new.hash) = 32);
CREATE CHECK audit_journal_place ON audit_journal (new.place >= 0 AND (new.place > 0) = (new.chain > 0) AND (new.place > 0) = (new.hash IS NOT NULL) AND (new.hash IS NULL OR LENGTH(new.hash) = 32));
