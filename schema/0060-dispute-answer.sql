-- SPEC 5.8: who disputes by the link of a letter, without signing in, is told the end, too, in the mailbox and in the language in which he was answered.
ALTER TABLE unbinding ADD COLUMN answer_to TEXT;
ALTER TABLE unbinding ADD COLUMN answer_language TEXT;
-- Of those that ran before: he was answered by a letter, which belongs to no account.
UPDATE unbinding SET answer_language = (SELECT MAX(l.language) FROM letter l WHERE l.account_id IS NULL AND l.kind = 'association-disputed'
    AND l.recipient = (SELECT m.address FROM mailbox m WHERE m.id = COALESCE(unbinding.mailbox_id, (SELECT r.mailbox_id FROM exam_record r WHERE r.id = unbinding.record_id))))
    WHERE claimant_id IS NULL AND cause = 'owner' AND state <> 'dropped';
UPDATE unbinding SET answer_to = (SELECT m.address FROM mailbox m WHERE m.id = COALESCE(unbinding.mailbox_id, (SELECT r.mailbox_id FROM exam_record r WHERE r.id = unbinding.record_id)))
    WHERE answer_language IS NOT NULL;
