-- SPEC 6.4: certificates whose records have left; each evaluation of an account looks whether one of them is whole again there.
CREATE INDEX certificate_left ON certificate (id) WHERE reason = 'record-left';
