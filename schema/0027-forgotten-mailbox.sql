-- SPEC 4.1: all wishes of one mailbox make one letter.
CREATE INDEX forgotten_password_by_mailbox ON forgotten_password (mailbox);
