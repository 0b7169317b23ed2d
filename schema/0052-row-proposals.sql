-- SPEC 11.3: a row that changes a pass that was released can take a certificate away, so taking it in waits for a second person where the body wants one.
ALTER TABLE intake_row ADD COLUMN proposed_by INTEGER REFERENCES account (id); -- who proposed it; NULL: nobody
ALTER TABLE intake_row ADD COLUMN proposed_remedy TEXT NOT NULL DEFAULT '';    -- accept, mailbox
ALTER TABLE intake_row ADD COLUMN proposed_value TEXT NOT NULL DEFAULT '';     -- the address for mailbox
ALTER TABLE intake_row ADD COLUMN proposed_why TEXT NOT NULL DEFAULT '';
CREATE CHECK intake_row_proposed ON intake_row ((new.proposed_by IS NULL) = (new.proposed_remedy = '') AND (new.proposed_by IS NULL) = (new.proposed_why = '') AND new.proposed_remedy IN ('', 'accept', 'mailbox') AND (new.proposed_remedy = 'mailbox') = (new.proposed_value <> ''));
