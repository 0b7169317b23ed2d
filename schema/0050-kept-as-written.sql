-- What never changes is kept from being changed, whoever writes. What an act or an evaluation writes has no trigger, and no row that comes in meets one.
-- SPEC 5.1: of a request only the tries of its code, its end and its outcome are filled in, and what has ended has.
-- SPEC 6.3, 6.5: a certificate is never deleted; it keeps its number, and what it is a certificate of.
-- SPEC 4.4, 10.1: what an earlier revision said, and what a letter said, stays.
-- sqlite:
CREATE TRIGGER association_request_no_update BEFORE UPDATE OF id, account_id, mailbox_id, record_id, purpose, letter_mailbox_id, case_id, token_hash, code_hash, made_at, ends_at ON association_request BEGIN SELECT RAISE(ABORT, 'this never changes'); END;
CREATE TRIGGER association_request_no_second_end BEFORE UPDATE OF ended_at ON association_request WHEN old.ended_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'this never changes'); END;
CREATE TRIGGER association_request_no_delete BEFORE DELETE ON association_request BEGIN SELECT RAISE(ABORT, 'the table only grows'); END;
CREATE TRIGGER certificate_no_update BEFORE UPDATE OF id, number, certification_id, made_at ON certificate BEGIN SELECT RAISE(ABORT, 'this never changes'); END;
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate BEGIN SELECT RAISE(ABORT, 'the table only grows'); END;
CREATE TRIGGER certificate_revision_no_update BEFORE UPDATE ON certificate_revision BEGIN SELECT RAISE(ABORT, 'the table only grows'); END;
CREATE TRIGGER certificate_revision_no_delete BEFORE DELETE ON certificate_revision BEGIN SELECT RAISE(ABORT, 'the table only grows'); END;
CREATE TRIGGER letter_no_update BEFORE UPDATE ON letter BEGIN SELECT RAISE(ABORT, 'the table only grows'); END;
CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, 'the table only grows'); END;
-- postgresql:
CREATE FUNCTION never_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this never changes in %', TG_TABLE_NAME; END $$;
CREATE TRIGGER association_request_no_update BEFORE UPDATE OF id, account_id, mailbox_id, record_id, purpose, letter_mailbox_id, case_id, token_hash, code_hash, made_at, ends_at ON association_request FOR EACH ROW EXECUTE FUNCTION never_changes();
CREATE TRIGGER association_request_no_second_end BEFORE UPDATE OF ended_at ON association_request FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION never_changes();
CREATE TRIGGER association_request_no_delete BEFORE DELETE ON association_request FOR EACH ROW EXECUTE FUNCTION only_grows();
CREATE TRIGGER certificate_no_update BEFORE UPDATE OF id, number, certification_id, made_at ON certificate FOR EACH ROW EXECUTE FUNCTION never_changes();
CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION only_grows();
CREATE TRIGGER certificate_revision_only_grows BEFORE UPDATE OR DELETE ON certificate_revision FOR EACH ROW EXECUTE FUNCTION only_grows();
CREATE TRIGGER letter_only_grows BEFORE UPDATE OR DELETE ON letter FOR EACH ROW EXECUTE FUNCTION only_grows();
-- SQLite can add this to a table only by a trigger for each row that comes in; there the audit alone says it.
ALTER TABLE certificate ADD CONSTRAINT certificate_values CHECK (state BETWEEN 1 AND 6 AND revision >= 1);
-- both:
