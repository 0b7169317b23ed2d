-- SPEC 5.10: the names in the exam records suggest a near miss, too ('record-name').
-- sqlite:
DROP TRIGGER near_miss_values_on_insert;
DROP TRIGGER near_miss_values_on_update;
-- postgresql:
ALTER TABLE near_miss DROP CONSTRAINT near_miss_values;
-- both:
CREATE CHECK near_miss_values ON near_miss (new.evidence IN ('candidate-id', 'name', 'record-name') AND (new.set_aside_at IS NULL) = (new.set_aside_by IS NULL));
