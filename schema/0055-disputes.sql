-- SPEC 6.3: what rests on a record that is in dispute is not issued. Whatever is under way is looked at.
INSERT INTO due (kind, first, last, not_before_at, left_at) SELECT DISTINCT 'account-changed', account_id, account_id, 0, 0 FROM unbinding WHERE state IN ('running', 'paused', 'objected') ORDER BY 2 ON CONFLICT DO NOTHING;

-- SPEC 11.3: who of the staff named the rightful owner in an unbinding that ran already. Where the body wants two persons, its day does not carry it out by the word of one.
ALTER TABLE unbinding ADD COLUMN claimant_by INTEGER REFERENCES account (id);
CREATE CHECK unbinding_claimant_by ON unbinding (new.claimant_by IS NULL OR new.claimant_id IS NOT NULL);
