-- SPEC 11.3: the undoing of a merge by staff takes certificates away, so it waits for a second person where the body wants one.
ALTER TABLE account_merge ADD COLUMN undo_by INTEGER REFERENCES account (id); -- who proposed it; NULL: nobody
ALTER TABLE account_merge ADD COLUMN undo_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE account_merge ADD COLUMN undo_proposed_at INTEGER;
CREATE CHECK account_merge_proposed ON account_merge ((new.undo_by IS NULL) = (new.undo_reason = '') AND (new.undo_by IS NULL) = (new.undo_proposed_at IS NULL) AND (new.undo_by IS NULL OR new.undone_at IS NULL));
