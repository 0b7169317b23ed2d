-- SPEC 8.3: an event that the web hook has refused is dealt with when the same is said of its number rightly, under whatever key; what was dealt with lately is told.
CREATE INDEX package_event_refused_number ON package_event_refused (express_number) WHERE settled_at IS NULL;
CREATE INDEX package_event_refused_settled ON package_event_refused (settled_at) WHERE settled_at IS NOT NULL;
