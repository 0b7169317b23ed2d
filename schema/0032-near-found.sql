-- SPEC 13.3: that a near miss was found is an act of the journal, which the audit holds it against. Those that staff have not set aside are found anew.
DELETE FROM near_miss WHERE set_aside_at IS NULL;
