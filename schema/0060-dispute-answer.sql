-- SPEC 5.8: who disputes by the link of a letter, without signing in, is told the end, too, in the mailbox and in the language in which he was answered.
ALTER TABLE unbinding ADD COLUMN answer_to TEXT;
ALTER TABLE unbinding ADD COLUMN answer_language TEXT;
-- Of those that ran before: he was answered by a letter, which belongs to no account. By recipient no index finds letters: they are read once.
CREATE TABLE dispute_answered (recipient TEXT NOT NULL PRIMARY KEY, language TEXT NOT NULL) STRICT;
INSERT INTO dispute_answered (recipient, language) SELECT recipient, MAX(language) FROM letter WHERE account_id IS NULL AND kind = 'association-disputed' GROUP BY recipient;
UPDATE unbinding SET answer_to = (SELECT a.recipient FROM mailbox m JOIN dispute_answered a ON a.recipient = m.address
    WHERE m.id = COALESCE(unbinding.mailbox_id, (SELECT r.mailbox_id FROM exam_record r WHERE r.id = unbinding.record_id)))
    WHERE claimant_id IS NULL AND cause = 'owner' AND state <> 'dropped';
UPDATE unbinding SET answer_language = (SELECT a.language FROM dispute_answered a WHERE a.recipient = unbinding.answer_to) WHERE answer_to IS NOT NULL;
DROP TABLE dispute_answered;
