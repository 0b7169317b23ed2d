-- SPEC 4.3, 10.1: the letter of a request, so that whoever waits for it reads what has become of it. Of earlier ones, which live for a day, nothing is said.
ALTER TABLE association_request ADD COLUMN letter_id INTEGER REFERENCES letter (id);
