-- SPEC 5.8: what somebody has claimed stands in his account.
CREATE INDEX unbinding_by_claimant ON unbinding (claimant_id) WHERE claimant_id IS NOT NULL;
