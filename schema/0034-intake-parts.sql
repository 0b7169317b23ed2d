-- The parts of a raw file are packed already: PostgreSQL need not try again.
-- postgresql:
ALTER TABLE intake_part ALTER COLUMN content SET STORAGE EXTERNAL;
-- both:
