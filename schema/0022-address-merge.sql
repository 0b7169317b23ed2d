-- SPEC 5.10: by which merge of two accounts an address came, last; where that is undone it goes back.
ALTER TABLE address ADD COLUMN merge_id INTEGER REFERENCES account_merge (id);
CREATE INDEX address_by_merge ON address (merge_id) WHERE merge_id IS NOT NULL;
