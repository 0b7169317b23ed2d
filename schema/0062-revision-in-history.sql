-- SPEC 6.3, 11.3: which revision a step of a certificate's history began, and why, is written down with it. Of steps before this is nothing known.
ALTER TABLE certificate_journal ADD COLUMN revision INTEGER;
