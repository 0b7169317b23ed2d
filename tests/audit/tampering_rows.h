/* Names for the rows of the history that are tampered with: SELECTs of their ids. */
#ifndef TESTS_AUDIT_TAMPERING_ROWS_H
#define TESTS_AUDIT_TAMPERING_ROWS_H

#define ACCOUNT(NAME) "(SELECT id FROM account WHERE user_name_key = '" NAME "')"
#define ALICE ACCOUNT("alice.wu")
#define BOB ACCOUNT("bob")
#define CARLA ACCOUNT("carla")
#define MAILBOX(ADDRESS) "(SELECT id FROM mailbox WHERE address = '" ADDRESS "')"
#define REGISTERED(REGISTRATION) "(SELECT id FROM exam_record WHERE registration_id = '" REGISTRATION "')"
#define CERTIFICATE(NAME, CODE) "(SELECT id FROM certificate WHERE account_id = " ACCOUNT(NAME) " AND certification_id = (SELECT id FROM certification WHERE code = '" CODE "'))"
#define ALICES CERTIFICATE("alice.wu", "HCIA-Datacom")
#define BOBS CERTIFICATE("bob", "HCIA-Datacom")
#define BOBS_SECOND CERTIFICATE("bob", "HCIP-Datacom")
#define CARLAS CERTIFICATE("carla", "HCIA-Security")
#define DORAS CERTIFICATE("dora", "HCIA-Storage")
#define DORAS_AWAITED CERTIFICATE("dora", "HCIA-AI")
#define DORA ACCOUNT("dora")
#define EMIL ACCOUNT("emil")
#define FIRST ACCOUNT("first")
#define SECOND ACCOUNT("second")
#define EMILS CERTIFICATE("emil", "HCIA-Cloud-Computing")
#define FIRST_FILE "(SELECT id FROM intake_file WHERE name = 'EXAMPLE-ABE-2026-01-08a.dat')"
#define REFUSED_FILE "(SELECT id FROM intake_file WHERE state = 3)"
#define ACT(NAME) "(SELECT MIN(id) FROM audit_journal WHERE act = '" NAME "')"
#define BEHIND(NAME) "(SELECT n.id FROM audit_journal n JOIN audit_journal j ON j.chain = n.chain AND j.place = n.place - 1 WHERE j.id = " ACT(NAME) ")"
#define LAST_ACT "(SELECT MAX(id) FROM audit_journal WHERE act = 'association.ask')"
#define LAST_CHAIN "(SELECT chain FROM audit_journal WHERE id = " LAST_ACT ")"
#define LETTER "(SELECT MAX(id) FROM letter WHERE account_id IS NOT NULL)"
#define ROW_OF(CODE) "(SELECT MIN(id) FROM intake_row WHERE code = '" CODE "')"
#define REQUEST "(SELECT id FROM association_request WHERE outcome = 'completed' AND account_id = " ALICE ")"
#define LOST_REQUEST "(SELECT id FROM association_request WHERE purpose = 'lost-mailbox')"
#define OPEN_REQUEST "(SELECT id FROM association_request WHERE ended_at IS NULL AND account_id = " ALICE ")"
#define STEP_OF_RECORD(REGISTRATION) "(SELECT MAX(id) FROM association_journal WHERE record_id = " REGISTERED(REGISTRATION) ")"
#define STEP_OF(ADDRESS) "(SELECT MAX(id) FROM association_journal WHERE mailbox_id = " MAILBOX(ADDRESS) ")"
#define ADDRESS(PREFERRED) "(SELECT MIN(id) FROM address WHERE preferred = " PREFERRED ")"
#define MERGED_ADDRESS "(SELECT id FROM address WHERE merge_id IS NOT NULL)"
#define SESSION "(SELECT MIN(id) FROM session)"
#define TURN_OF(CERTIFICATE) "(SELECT MAX(id) FROM certificate_journal WHERE certificate_id = " CERTIFICATE ")"
#define KEY(PURPOSE) "(SELECT id FROM signing_key WHERE purpose = '" PURPOSE "')"
#define PROPOSAL(OUTCOME) "SELECT id FROM catalogue_proposal WHERE outcome = '" OUTCOME "'"
#define THE(SUBQUERY) "SELECT " SUBQUERY " AS row_id"
#define NAMED(NAME) "SELECT CAST('" NAME "' AS TEXT) AS row_name"

#define CASE(OUTCOME, KIND) "(SELECT MIN(id) FROM case_file WHERE kind = '" KIND "' AND outcome = '" OUTCOME "' AND state = 5)"
#define GRANTED "(SELECT id FROM case_file WHERE kind = 'lost-mailbox' AND outcome = 'granted' AND first_by IS NOT NULL)"
#define IVANS_CASE "(SELECT id FROM case_file WHERE account_id = " ACCOUNT("ivan") ")"
#define ANSWERED CASE("answered", "question")
#define COOLING "(SELECT id FROM case_file WHERE state = 2)"
#define WAITING "(SELECT id FROM case_file WHERE state = 4)"
#define UNBINDING(STATE) "(SELECT id FROM unbinding WHERE state = '" STATE "')"
#define UNBINDING_CASE(STATE) "(SELECT case_id FROM unbinding WHERE state = '" STATE "')"
#define FORCED_STEP "(SELECT MIN(id) FROM association_journal WHERE means = 'forced' AND mailbox_id IS NOT NULL)"
#define GIVEN_STEP "(SELECT id FROM association_journal WHERE means = 'unbinding')"
#define MERGE(UNDONE) "(SELECT id FROM account_merge WHERE undone_at IS " UNDONE ")"
#define MERGED_STEP(ACT) "(SELECT MIN(id) FROM association_journal WHERE means = 'merge' AND act = '" ACT "')"
#define PARTED_STEP(ACT) "(SELECT id FROM association_journal WHERE means = 'merge-undo' AND act = '" ACT "')"
#define NEAR_MISS "(SELECT id FROM near_miss WHERE set_aside_at IS NOT NULL)"
#define ENTRY(CASE_ID, WHAT) "(SELECT MAX(id) FROM case_entry WHERE what = '" WHAT "' AND case_id = " CASE_ID ")"
#define EVIDENCE "(SELECT id FROM case_evidence WHERE case_id = " GRANTED ")"
#define UPDATE_OF(CANDIDATE, STATE) "(SELECT id FROM demographic_update WHERE candidate_id = '" CANDIDATE "' AND state = " STATE ")"
#define SENT_FILE "(SELECT MAX(id) FROM demographic_file)"

#endif
