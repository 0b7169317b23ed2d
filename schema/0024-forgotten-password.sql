-- SPEC 4.1, 4.3: a letter was asked for at /forgotten. Whose the mailbox is, is looked up when the letter is written (due: password-forgotten), so that asking costs the same for every mailbox. Gone with the letter.
CREATE TABLE forgotten_password (
    id INTEGER PRIMARY KEY,
    mailbox TEXT NOT NULL CHECK (mailbox LIKE '%_@_%'), -- that was entered
    language TEXT NOT NULL CHECK (language <> ''), -- in which it was asked
    asked_at INTEGER NOT NULL
) STRICT;
