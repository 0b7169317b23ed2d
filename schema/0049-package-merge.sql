-- SPEC 5.10, 8: what was not sent yet goes on in the account that is left by a merge; of what came so, by which, so that its undoing takes it back.
ALTER TABLE package ADD COLUMN merge_id INTEGER REFERENCES account_merge (id);
CREATE INDEX package_by_merge ON package (merge_id) WHERE merge_id IS NOT NULL;
