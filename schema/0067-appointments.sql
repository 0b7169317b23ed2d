-- An appointment that was moved or cancelled (3.4) is told to whoever has the mailbox under which it was booked (5.4).
ALTER TABLE exam_event ADD COLUMN mailbox TEXT NOT NULL DEFAULT ''; -- of modify-appointment and cancel-appointment, where the row has one; normal form
