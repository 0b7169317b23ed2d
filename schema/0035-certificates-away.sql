-- SPEC 6.4: a certificate that has lost its records is found by them when they come to an account, without a walk over all that ever have. Derived: 1 where the certificate's reason is record-left or joined, else nothing.
ALTER TABLE certificate_basis ADD COLUMN away INTEGER CHECK (away = 1);
UPDATE certificate_basis SET away = 1 WHERE certificate_id IN (SELECT id FROM certificate WHERE reason IN ('record-left', 'joined'));
CREATE INDEX certificate_basis_away ON certificate_basis (record_id) WHERE away = 1;
DROP INDEX certificate_left;
