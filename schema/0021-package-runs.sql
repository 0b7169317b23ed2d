-- SPEC 8.3, 13.4: many packages approved or packed by one press: which they are, how far it has come, and what became of them. The same press again goes on there, and is told the same.
CREATE TABLE package_run (
    id INTEGER PRIMARY KEY,
    form_key TEXT UNIQUE,            -- as in the table once; NULL: of no form
    account_id INTEGER REFERENCES account (id), -- who has pressed; NULL: the operator
    act TEXT NOT NULL CHECK (act IN ('approve', 'pack')),
    printed INTEGER NOT NULL CHECK (printed IN (0, 1)), -- packs only what was printed
    numbers TEXT NOT NULL,           -- of the packages, with a blank between
    more INTEGER NOT NULL CHECK (more IN (0, 1)), -- there were more than can be done by one press
    begun_at INTEGER NOT NULL,
    count INTEGER NOT NULL,          -- of the numbers
    next INTEGER NOT NULL,           -- so many of them were dealt with
    done INTEGER NOT NULL CHECK (done >= 0),
    refused INTEGER NOT NULL CHECK (refused >= 0),
    refusals TEXT NOT NULL,          -- of the first of them, a line each: number, blank, why
    CHECK (next <= count AND done + refused = next)
) STRICT;
