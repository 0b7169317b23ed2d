-- SPEC 6.4: what was withdrawn beside a certificate that the other account had moves along, too, when its records go on.
DROP INDEX certificate_record_left;
DROP INDEX certificate_left;
CREATE INDEX certificate_left ON certificate (id) WHERE reason IN ('record-left', 'joined');
