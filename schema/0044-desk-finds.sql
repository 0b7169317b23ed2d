-- SPEC 10, 11.2: letters that are held back are counted and listed; most are sent.
CREATE INDEX letter_delivery_held ON letter_delivery (changed_at) WHERE state = 4;
-- SPEC 11.3: what happened to a certificate is asked by its number. An evaluation is about many accounts at once, and found by its time.
CREATE INDEX audit_journal_evaluations ON audit_journal (at) WHERE act = 'award.evaluate';
CREATE INDEX package_by_certificate ON package (certificate_id);
