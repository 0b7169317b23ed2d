-- SPEC 11.3: the journal is read by days, also by those long ago.
CREATE INDEX audit_journal_by_time ON audit_journal (at, id);
