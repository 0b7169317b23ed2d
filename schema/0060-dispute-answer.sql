-- SPEC 5.8: who disputes by the link of a letter, without signing in, is told the end, too, in the mailbox and in the language in which he was answered.
ALTER TABLE unbinding ADD COLUMN answer_language TEXT;
-- Of those that ran before: he was answered by a letter.
UPDATE unbinding SET answer_language = (SELECT MAX(l.language) FROM letter l JOIN mailbox m ON m.address = l.recipient LEFT JOIN exam_record r ON r.id = unbinding.record_id
    WHERE l.kind = 'association-disputed' AND (m.id = unbinding.mailbox_id OR m.id = r.mailbox_id)) WHERE claimant_id IS NULL AND cause = 'owner' AND state <> 'dropped';
