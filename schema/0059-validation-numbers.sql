-- SPEC 11.1: a person is found by the validation number on his score report; few records have one.
CREATE INDEX exam_record_by_validation ON exam_record (UPPER(REPLACE(validation_id, ' ', ''))) WHERE validation_id <> '';
