-- SPEC 5.8: of a mailbox, or of a record, one unbinding is open at most, whoever has it: it is in one account.
DROP INDEX unbinding_of_mailbox;
DROP INDEX unbinding_of_record;
CREATE UNIQUE INDEX unbinding_of_mailbox ON unbinding (mailbox_id) WHERE mailbox_id IS NOT NULL AND state IN ('running', 'paused', 'objected');
CREATE UNIQUE INDEX unbinding_of_record ON unbinding (record_id) WHERE record_id IS NOT NULL AND state IN ('running', 'paused', 'objected');
