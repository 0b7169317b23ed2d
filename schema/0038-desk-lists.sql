-- SPEC 3.6, 5.10: what the desk lists out of tables that only grow.
CREATE INDEX intake_row_aside ON intake_row (id) WHERE settled_at IS NOT NULL AND remedy = 'ignore';
CREATE INDEX account_merge_proposed ON account_merge (undo_proposed_at) WHERE undo_by IS NOT NULL;
