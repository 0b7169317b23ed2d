-- SPEC 5.10: by which merge of two accounts a certificate came, last; where that is undone it goes back with its number, whatever it rests on by then.
ALTER TABLE certificate ADD COLUMN merge_id INTEGER REFERENCES account_merge (id);
CREATE INDEX certificate_by_merge ON certificate (merge_id) WHERE merge_id IS NOT NULL;
