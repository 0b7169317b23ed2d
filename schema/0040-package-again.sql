-- SPEC 1.4, 8.2: what came back is promised anew from the day on which its applicant says where it is to go.
ALTER TABLE package ADD COLUMN again_day INTEGER CHECK (again_day IS NULL OR state = 6); -- that day, which is from_day then; NULL: not said, or it is decided already that it is sent again
DROP INDEX package_waiting;
CREATE INDEX package_waiting ON package (due_day, id) WHERE state < 4 OR again_day IS NOT NULL;
