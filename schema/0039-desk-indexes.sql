-- SPEC 11.1, 11.2: what the desk counts, lists and looks for in tables that only grow.
CREATE INDEX intake_file_received ON intake_file (received_at);
CREATE INDEX intake_row_open_by_file ON intake_row (file_id, id) WHERE verdict = 4 AND settled_at IS NULL;
CREATE INDEX case_file_closed ON case_file (closed_at, id) WHERE state = 5;
CREATE INDEX demographic_update_failed ON demographic_update (id) WHERE state = 4;
CREATE INDEX certificate_by_award ON certificate (award_day);
CREATE INDEX account_by_mailbox ON account (mailbox);
-- By its last six digits: how it begins depends on who dials.
CREATE INDEX account_by_phone ON account (SUBSTR(phone, LENGTH(phone) - 5)) WHERE phone <> '';
CREATE INDEX address_by_phone ON address (SUBSTR(phone, LENGTH(phone) - 5)) WHERE phone <> '';
CREATE INDEX account_merge_by_end ON account_merge (undo_until_at) WHERE undone_at IS NULL;
