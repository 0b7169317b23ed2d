-- SPEC 6.3, 6.4: what staff stopped follows its records wherever they go, so it is looked for by them from the moment at which it is stopped. Derived: 1 where the certificate's reason is record-left or joined, or staff's.
UPDATE certificate_basis SET away = 1 WHERE certificate_id IN (SELECT id FROM certificate WHERE state IN (3, 5, 6) AND reason LIKE 'staff %');
