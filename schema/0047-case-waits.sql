-- SPEC 11.2: of a message of the staff after which a case waits for its asker: until which day. Then it is with the staff again.
ALTER TABLE case_entry ADD COLUMN until_day INTEGER;
-- SPEC 5.8: of a second claim the case of the unbinding by which the first runs.
ALTER TABLE case_file ADD COLUMN about_id INTEGER REFERENCES case_file (id);
CREATE INDEX case_file_about ON case_file (about_id, id) WHERE about_id IS NOT NULL;
UPDATE case_file SET about_id = (SELECT MIN(u.id) FROM case_file u WHERE u.kind = 'unbinding' AND case_file.wish LIKE '%"unbinding":"' || u.number || '"%')
    WHERE kind = 'question' AND wish LIKE '%"unbinding":"%';
