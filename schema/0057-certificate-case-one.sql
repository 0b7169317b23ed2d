-- SPEC 6.3: of a certificate's state one case is open at most. Those from before are found by the number in their wish.
ALTER TABLE case_file ADD COLUMN certificate_id INTEGER REFERENCES certificate (id); -- of kind certificate: which one; of any other NULL
UPDATE case_file SET certificate_id = (SELECT c.id FROM certificate c WHERE c.account_id = case_file.account_id AND case_file.wish LIKE '{"certificate":"' || c.number || '"%') WHERE kind = 'certificate';
CREATE UNIQUE INDEX case_file_one_certificate ON case_file (certificate_id) WHERE state < 5;
