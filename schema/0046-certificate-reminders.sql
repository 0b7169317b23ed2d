-- SPEC 6.6: of which expiry, and how many days before it, the holder was reminded: each once. What was renewed meanwhile has another expiry.
CREATE TABLE certificate_reminder (
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    expiry_day INTEGER NOT NULL,
    step INTEGER NOT NULL CHECK (step IN (90, 30, 7)),
    at INTEGER NOT NULL,
    PRIMARY KEY (certificate_id, expiry_day, step)
) STRICT, WITHOUT ROWID;
