-- SPEC 6.3, 11.3: what the staff take away, or give back, is a case of its own kind, which a second person confirms where the body wants one.
-- A column's own CHECK goes with the column, and no table that refers to this one has to be made anew (as in 0017).
-- sqlite:
DROP TRIGGER case_file_dispute_on_insert;
DROP TRIGGER case_file_dispute_on_update;
-- postgresql:
ALTER TABLE case_file DROP CONSTRAINT case_file_dispute;
-- both:
ALTER TABLE case_file ADD COLUMN kind_of TEXT NOT NULL DEFAULT 'question'
    CHECK (kind_of IN ('name', 'lost-mailbox', 'unbinding', 'replacement', 'question', 'certificate'));
UPDATE case_file SET kind_of = kind;
DROP INDEX case_file_open;
DROP INDEX case_file_one_name;
DROP INDEX case_file_one_lost;
ALTER TABLE case_file DROP COLUMN kind;
ALTER TABLE case_file RENAME COLUMN kind_of TO kind;
CREATE INDEX case_file_open ON case_file (kind, opened_at) WHERE state < 5;
CREATE UNIQUE INDEX case_file_one_name ON case_file (account_id) WHERE kind = 'name' AND state < 5;
CREATE UNIQUE INDEX case_file_one_lost ON case_file (account_id, COALESCE(mailbox_id, 0), COALESCE(record_id, 0)) WHERE kind = 'lost-mailbox' AND state < 5;
