-- SPEC 8.3: what the delivery web hook has refused, until one of the staff has dealt with it, or it was sent again and kept. A row for each event; of whole calls one for each reason and day.
CREATE TABLE package_event_refused (
    id INTEGER PRIMARY KEY,
    refused_key TEXT NOT NULL UNIQUE, -- an event's own (package_event.event_key); of a call its reason and day
    reason TEXT NOT NULL CHECK (reason IN ('number', 'what', 'day', 'to-come', 'control', 'early', 'signature', 'time', 'body')),
    carrier TEXT NOT NULL,            -- this and the next four as sent, last; of a call empty
    express_number TEXT NOT NULL,
    what TEXT NOT NULL,
    said_time TEXT NOT NULL,
    text TEXT NOT NULL,
    since_day INTEGER,                -- where it lies too early: on which its package can have been sent
    network TEXT NOT NULL,            -- from which it came last
    times INTEGER NOT NULL CHECK (times > 0),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by INTEGER REFERENCES account (id) -- NULL: it was sent again and kept
) STRICT;
CREATE INDEX package_event_refused_open ON package_event_refused (first_at, id) WHERE settled_at IS NULL;
