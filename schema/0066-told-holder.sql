-- SPEC 5.2: the account that has what is asked for without its mailbox, and was told so: what comes of it is written to that one, and to who has come to it since as to one who hears of it first.
ALTER TABLE association_request ADD COLUMN told_id INTEGER REFERENCES account (id);
