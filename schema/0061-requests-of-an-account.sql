-- SPEC 5.1: what waits for an account's letters is asked on most of its pages, of a table that only grows.
CREATE INDEX association_request_by_account ON association_request (account_id, id);
-- SPEC 11.2: what the desk lists of tables that grow, too.
CREATE INDEX package_event_unknown_newest ON package_event (id) WHERE verdict = 'unknown';
CREATE INDEX demographic_update_waiting ON demographic_update (id) WHERE state IN (1, 2);
