-- SPEC 5.2, 5.8: the case of a lost mailbox in which staff have found by its evidence that what another account has is the claimant's.
ALTER TABLE unbinding ADD COLUMN lost_case_id INTEGER REFERENCES case_file (id);
