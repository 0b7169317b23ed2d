-- SPEC 4.2, 8.1: where a person's packages go. An application keeps a copy of its own.
CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    country TEXT NOT NULL,           -- ISO 3166-1 alpha-2
    -- In the script of the country; in normal form, and empty where the country does not need it.
    recipient TEXT NOT NULL CHECK (recipient <> ''), organization TEXT NOT NULL, street TEXT NOT NULL CHECK (street <> ''), -- street: lines
    district TEXT NOT NULL, city TEXT NOT NULL,
    region TEXT NOT NULL,            -- key in data/addresses.tsv where the country has a list, else as written
    -- The same in Latin letters; all empty where it is in Latin letters already.
    latin_recipient TEXT NOT NULL, latin_organization TEXT NOT NULL, latin_street TEXT NOT NULL, latin_district TEXT NOT NULL, latin_city TEXT NOT NULL, latin_region TEXT NOT NULL,
    postal_code TEXT NOT NULL, sorting_code TEXT NOT NULL,
    phone TEXT NOT NULL CHECK (phone LIKE '+%'), -- E.164
    preferred INTEGER NOT NULL CHECK (preferred IN (0, 1)),
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX address_by_account ON address (account_id, id);
CREATE UNIQUE INDEX address_preferred ON address (account_id) WHERE preferred = 1;
