-- SPEC 8.3: what was printed of a package, the last of each kind: nothing else is packed.
CREATE TABLE package_print (
    package_id INTEGER NOT NULL REFERENCES package (id),
    paper TEXT NOT NULL CHECK (paper IN ('label', 'slip', 'certificate', 'list')),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1), -- of the dispatch that it was printed for
    printed_at INTEGER NOT NULL,
    printed_by INTEGER REFERENCES account (id),    -- NULL: the operator
    revision INTEGER NOT NULL CHECK (revision >= 1), -- of the certificate, whose name was printed
    address_hash TEXT NOT NULL CHECK (LENGTH(address_hash) = 64), -- SHA-256 of the package's copy of the address, hexadecimal
    PRIMARY KEY (package_id, paper)
) STRICT, WITHOUT ROWID;
