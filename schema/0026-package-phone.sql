-- SPEC 8.2: carriers ask for the end of the phone number on the label, whatever the address is changed to when the parcel has come back.
ALTER TABLE package_dispatch ADD COLUMN phone_end TEXT NOT NULL DEFAULT '' CHECK (LENGTH(phone_end) IN (0, 4)); -- its last four digits; empty: it has no more, or they are not known any more
-- sqlite:
UPDATE package_dispatch SET phone_end = COALESCE((SELECT SUBSTR(p.address ->> 'phone', -4) FROM package p WHERE p.id = package_dispatch.package_id AND p.dispatches = package_dispatch.ordinal
    AND LENGTH(p.address ->> 'phone') > 4 AND NOT EXISTS (SELECT 1 FROM package_journal j WHERE j.package_id = p.id AND j.act = 'address' AND j.at >= package_dispatch.mailed_at)), '');
-- postgresql:
UPDATE package_dispatch SET phone_end = COALESCE((SELECT RIGHT(CAST(p.address AS JSON) ->> 'phone', 4) FROM package p WHERE p.id = package_dispatch.package_id AND p.dispatches = package_dispatch.ordinal
    AND LENGTH(CAST(p.address AS JSON) ->> 'phone') > 4 AND NOT EXISTS (SELECT 1 FROM package_journal j WHERE j.package_id = p.id AND j.act = 'address' AND j.at >= package_dispatch.mailed_at)), '');
-- both:
