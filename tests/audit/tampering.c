#include "audit/tampering.h"

/* By the history of history.h. */
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
#define EMILS CERTIFICATE("emil", "HCIA-Cloud-Computing")
#define FIRST_FILE "(SELECT id FROM intake_file WHERE name = 'EXAMPLE-ABE-2026-01-08a.dat')"
#define REFUSED_FILE "(SELECT id FROM intake_file WHERE state = 3)"
#define ACT(NAME) "(SELECT MIN(id) FROM audit_journal WHERE act = '" NAME "')"
#define BEHIND(NAME) "(SELECT n.id FROM audit_journal n JOIN audit_journal j ON j.chain = n.chain AND j.place = n.place - 1 WHERE j.id = " ACT(NAME) ")"
#define LAST_ACT "(SELECT MAX(id) FROM audit_journal WHERE act = 'association.ask')"
#define LAST_CHAIN "(SELECT chain FROM audit_journal WHERE id = " LAST_ACT ")"
#define LETTER "(SELECT MAX(id) FROM letter WHERE account_id IS NOT NULL)"
#define ROW_OF(CODE) "(SELECT MIN(id) FROM intake_row WHERE code = '" CODE "')"
#define REQUEST "(SELECT id FROM association_request WHERE outcome = 'completed')"
#define OPEN_REQUEST "(SELECT id FROM association_request WHERE ended_at IS NULL)"
#define STEP_OF(ADDRESS) "(SELECT MAX(id) FROM association_journal WHERE mailbox_id = " MAILBOX(ADDRESS) ")"
#define SESSION "(SELECT MIN(id) FROM session)"
#define TURN_OF(CERTIFICATE) "(SELECT MAX(id) FROM certificate_journal WHERE certificate_id = " CERTIFICATE ")"
#define KEY(PURPOSE) "(SELECT id FROM signing_key WHERE purpose = '" PURPOSE "')"
#define THE(SUBQUERY) "SELECT " SUBQUERY " AS row_id"
#define NAMED(NAME) "SELECT CAST('" NAME "' AS TEXT) AS row_name"

const struct tampering tamperings[] = {
    /* --- The journal of acts --- */
    {"UPDATE audit_journal SET detail = '{}' WHERE id = " ACT("association.ask"), {{"journal.hash", THE(ACT("association.ask"))}}},
    {"UPDATE audit_journal SET at = at + 1 WHERE id = " ACT("intake.decide"), {{"journal.hash", THE(ACT("intake.decide"))}}},
    {"UPDATE audit_journal SET actor_kind = 1, actor_account = " BOB " WHERE id = " ACT("award.reset_code"), {{"journal.hash", THE(ACT("award.reset_code"))}}},
    {"UPDATE audit_journal SET act = 'association.nothing' WHERE id = " ACT("association.ask"), {{"journal.hash", THE(ACT("association.ask"))}}},
    {"UPDATE audit_journal SET hash = NULL WHERE id = " ACT("association.ask"), {{"journal.hash", THE(ACT("association.ask"))}, {"journal.hash", THE(BEHIND("association.ask"))}}},
    {"DELETE FROM audit_journal WHERE id = " ACT("association.ask"), {{"journal.place", THE(BEHIND("association.ask"))}}},
    {"DELETE FROM audit_journal WHERE id = " LAST_ACT, {{"journal.head", THE(LAST_CHAIN)}}},
    {"UPDATE audit_chain SET length = length + 1 WHERE chain = " LAST_CHAIN, {{"journal.head", THE(LAST_CHAIN)}}},
    {"DELETE FROM audit_chain WHERE chain = " LAST_CHAIN, {{"journal.head", THE(LAST_CHAIN)}}},
    {"INSERT INTO audit_chain (chain, length, hash) SELECT 99, 5, hash FROM audit_chain WHERE chain = " LAST_CHAIN, {{"journal.head", "SELECT chain FROM audit_chain WHERE chain = 99"}}},
    {"INSERT INTO audit_journal (id, at, actor_kind, act, subject, subject_id, detail) VALUES (99999, 0, 3, 'intake.file', 'intake_file', 99, '')",
     {{"journal.unchained", "SELECT id FROM audit_journal WHERE id = 99999"}}},
    {"INSERT INTO audit_journal (id, at, actor_kind, act, subject, subject_id, detail, chain, place, hash) SELECT 99999, 0, 3, 'a', 'b', 1, '', chain, length + 1, hash FROM audit_chain"
     " WHERE chain = " LAST_CHAIN,
     {{"journal.hash", "SELECT id FROM audit_journal WHERE id = 99999"}, {"journal.head", THE(LAST_CHAIN)}}},
    {"INSERT INTO audit_journal (id, at, actor_kind, actor_account, act, subject, subject_id, detail) VALUES (99999, 0, 1, 4711, 'account.profile', 'account', 1, '')",
     {{"journal.unchained", "SELECT id FROM audit_journal WHERE id = 99999"}, {"journal.actor", "SELECT id FROM audit_journal WHERE id = 99999"}}},

    /* --- Ground --- */
    {"UPDATE migration SET sha256 = 'x' WHERE name = '0003-letter'", {{"store.migration", NAMED("0003-letter")}}},
    {"INSERT INTO migration (name, sha256, applied_at) VALUES ('9999-backdoor', 'x', 0)", {{"store.migration", NAMED("9999-backdoor")}}},
    {"UPDATE store_setting SET value = 'short' WHERE name = 'secret'", {{"store.secret", NAMED("secret")}}},
    {"INSERT INTO due (id, kind, first, last, not_before_at, left_at) VALUES (99999, '', 1, 1, 0, 0)", {{"store.due", "SELECT id FROM due WHERE id = 99999"}}},
    {"UPDATE signing_key SET retired_at = 1 WHERE purpose = 'ecert'", {{"key.in_use", THE(KEY("ecert"))}}},
    {"UPDATE signing_key SET private_key = (SELECT k.private_key FROM signing_key k WHERE k.purpose = 'authority') WHERE purpose = 'ecert'", {{"key.pair", THE(KEY("ecert"))}}},
    {"UPDATE signing_key SET certificate = 'none' WHERE purpose = 'authority'", {{"key.pair", THE(KEY("authority"))}}},

    /* --- The catalogue --- */
    {"UPDATE catalogue_version SET text = REPLACE(text, 'validity: 3 years', 'validity: 9 years')", {{"catalogue.sha256", "SELECT id FROM catalogue_version"},
      {"award.validity", THE(ALICES)}, {"award.validity", THE(BOBS)}, {"award.validity", THE(BOBS_SECOND)}, {"award.validity", THE(CERTIFICATE("dora", "HCIA-AI"))},
      {"award.validity", THE(DORAS)}, {"award.validity", THE(EMILS)}}},
    {"UPDATE catalogue_version SET sha256 = REPLACE(sha256, SUBSTR(sha256, 1, 8), '00000000')", {{"catalogue.sha256", "SELECT id FROM catalogue_version"}, {"catalogue.journal", "SELECT id FROM catalogue_version"}}},
    {"UPDATE exam SET code = 'H99-000' WHERE code = 'H12-892'", {{"catalogue.exam", "SELECT id FROM exam WHERE code = 'H12-892'"}}},
    {"UPDATE certification SET code = 'HCIE-Nothing' WHERE code = 'HCIE-Datacom'", {{"catalogue.certification", "SELECT id FROM certification WHERE code = 'HCIE-Datacom'"}}},
    {"INSERT INTO rule_change_applied (code, at) VALUES ('ten-years-for-me', 0)", {{"award.change", NAMED("ten-years-for-me")}}},

    /* --- Accounts --- */
    {"INSERT INTO account (id, user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at) VALUES (99999, 'mallory', 'mallory', 'm@example.org', '', '',"
     " '', '', 'en', '', 0)",
     {{"account.journal", "SELECT id FROM account WHERE id = 99999"}}},
    {"UPDATE account SET user_name_key = 'somebody' WHERE id = " BOB, {{"account.key", THE(BOB)}}},
    {"UPDATE account SET language = '' WHERE id = " BOB, {{"account.values", THE(BOB)}}},
    {"UPDATE account SET closed_at = 1 WHERE id = " ALICE, {{"account.closed", THE(ALICE)}}},
    {"UPDATE password SET hash = 'plain' WHERE account_id = " ALICE, {{"account.password", THE(ALICE)}}},
    {"UPDATE session SET token_hash = SUBSTR(token_hash, 1, 8) WHERE id = " SESSION, {{"account.session", THE(SESSION)}}},
    {"UPDATE session SET account_id = 4711 WHERE id = " SESSION, {{"account.reference", THE(SESSION)}}},
    {"UPDATE session SET desk = 1 WHERE id = " SESSION, {{"staff.session", THE(SESSION)}}},
    {"UPDATE session SET acting_for = " BOB " WHERE id = " SESSION, {{"staff.session", THE(SESSION)}}},
    {"INSERT INTO staff (account_id, roles, since_at) VALUES (4711, 127, 0)", {{"staff.values", "SELECT account_id FROM staff WHERE account_id = 4711"}}},
    {"INSERT INTO one_time_password (account_id, sealed, last_step) SELECT " ALICE ", token_hash, -5 FROM session WHERE id = " SESSION, {{"account.second", THE(ALICE)}}},
    {"INSERT INTO recovery_code (account_id, hash) SELECT 4711, token_hash FROM session WHERE id = " SESSION, {{"account.recovery", "SELECT account_id FROM recovery_code WHERE account_id = 4711"}}},
    {"INSERT INTO passkey (id, account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT 99999, " ALICE ", token_hash, token_hash, 0, 0, '', 0 FROM session WHERE id = " SESSION,
     {{"account.passkey", "SELECT id FROM passkey WHERE id = 99999"}}},
    {"INSERT INTO challenge (hash, purpose, made_at, ends_at) SELECT token_hash, 'enrol', 5, 5 FROM session WHERE id = " SESSION, {{"account.challenge", NAMED("of account -")}}},

    /* --- Letters --- */
    {"DELETE FROM letter_delivery WHERE letter_id = " LETTER, {{"letter.way", THE(LETTER)}}},
    {"UPDATE letter SET account_id = 4711 WHERE id = " LETTER, {{"letter.reference", THE(LETTER)}}},
    {"UPDATE letter SET text = '' WHERE id = " LETTER, {{"letter.values", THE(LETTER)}}},
    {"DELETE FROM letter WHERE id = " LETTER, {{"letter.orphan", THE(LETTER)}}},
    {"UPDATE letter_delivery SET state = 7 WHERE letter_id = " LETTER, {{"letter.delivery", THE(LETTER)}}},
    {"UPDATE letter_delivery SET domain = 'mallory.example' WHERE letter_id = " LETTER, {{"letter.delivery", THE(LETTER)}}},
    {"INSERT INTO letter_domain (domain, failures, cool_until_at, minute_at, taken) VALUES ('example.org', -1, 0, 0, 0)", {{"letter.domain", NAMED("example.org")}}},

    /* --- Files of providers --- */
    {"UPDATE intake_file SET provider_id = 4711 WHERE id = " REFUSED_FILE, {{"intake.reference", THE(REFUSED_FILE)}}},
    {"UPDATE intake_file SET refusal = '' WHERE id = " REFUSED_FILE, {{"intake.file", THE(REFUSED_FILE)}}},
    {"UPDATE intake_file SET rows = rows + 1 WHERE id = " FIRST_FILE, {{"intake.count", THE(FIRST_FILE)}, {"intake.journal", THE(FIRST_FILE)}}},
    {"UPDATE intake_file SET new = new + 1, unchanged = unchanged - 1 WHERE id = " FIRST_FILE, {{"intake.journal", THE(FIRST_FILE)}}},
    {"DELETE FROM intake_row WHERE id = " ROW_OF("intake.exam_unknown"), {{"intake.rows", THE(FIRST_FILE)}, {"record.lost", THE(FIRST_FILE)}}},
    {"UPDATE intake_part SET content = SUBSTR(content, 2) WHERE file_id = " FIRST_FILE, {{"intake.sha256", THE(FIRST_FILE)}}},
    {"UPDATE intake_part SET content = (SELECT p.content FROM intake_part p WHERE p.file_id = " REFUSED_FILE ") WHERE file_id = " FIRST_FILE, {{"intake.sha256", THE(FIRST_FILE)}}},
    {"DELETE FROM intake_part WHERE file_id = " REFUSED_FILE, {{"intake.sha256", THE(REFUSED_FILE)}}},
    {"INSERT INTO intake_part (file_id, number, content) SELECT 4711, 0, content FROM intake_part WHERE file_id = " REFUSED_FILE, {{"intake.part", "SELECT file_id FROM intake_part WHERE file_id = 4711"}}},
    {"UPDATE intake_member SET header = 'registrationid' WHERE file_id = " FIRST_FILE, {{"intake.header", THE(FIRST_FILE)}}},
    {"UPDATE intake_member SET no_show = 5 WHERE file_id = " FIRST_FILE,
     {{"intake.member", THE(FIRST_FILE)}}},
    {"UPDATE intake_row SET verdict = 9 WHERE id = " ROW_OF("intake.exam_unknown"), {{"intake.row", THE(ROW_OF("intake.exam_unknown"))}}},
    {"UPDATE intake_row SET raw = REPLACE(raw, '712', '999') WHERE id = " ROW_OF("intake.exam_unknown"), {{"intake.raw", THE(ROW_OF("intake.exam_unknown"))}}},
    {"UPDATE intake_row SET remedy = 'accept' WHERE id = " ROW_OF("intake.exam_unknown"), {{"intake.remedy", THE(ROW_OF("intake.exam_unknown"))}}},
    {"UPDATE mailbox SET address = 'nobody' WHERE id = " MAILBOX("nobody@example.org"), {{"intake.mailbox", THE(MAILBOX("nobody@example.org"))}, {"record.row", THE(REGISTERED("N1"))},
      {"record.row", THE(REGISTERED("N2"))}}},

    /* --- Exam records --- */
    {"UPDATE exam_record SET grade = 1 WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}}, /* the fail that became a pass */
    {"UPDATE exam_record SET score = '999' WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET exam_id = (SELECT id FROM exam WHERE code = 'H12-892') WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET exam_day = exam_day - 1 WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET candidate_id = 'C1' WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET last_name = 'Mallory' WHERE id = " REGISTERED("G1"), {{"record.row", THE(REGISTERED("G1"))}}},
    {"UPDATE exam_record SET line = line + 1 WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}, {"record.row", THE(REGISTERED("N2"))}}},
    {"UPDATE exam_record SET mailbox_id = " MAILBOX("hold@example.org") " WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}},
    {"DELETE FROM exam_record WHERE id = " REGISTERED("N2"), {{"record.lost", THE(FIRST_FILE)}}},
    {"UPDATE exam_record SET file_id = 4711 WHERE id = " REGISTERED("N1"), {{"record.reference", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET state = 1 WHERE id = " REGISTERED("N1"), {{"record.state", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET state = 1, given_state = 1 WHERE id = " REGISTERED("N1"), {{"record.row", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET state = 3 WHERE id = " REGISTERED("G1"), {{"record.events", THE(REGISTERED("G1"))}}}, /* the revocation that was forgotten */
    {"DELETE FROM exam_event WHERE kind = 'revoke'", {{"record.state", THE(REGISTERED("G1"))}}},
    {"UPDATE exam_event SET at = at - 864000000000 WHERE kind = 'release-hold'", {{"record.events", THE(REGISTERED("G3"))}}},
    {"UPDATE exam_event SET kind = 'forgive' WHERE kind = 'place-hold'", {{"record.event", "SELECT id FROM exam_event WHERE kind = 'place-hold'"}}},
    {"UPDATE exam_record SET state = 9 WHERE id = " REGISTERED("N1"), {{"record.values", THE(REGISTERED("N1"))}, {"record.state", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record SET provider_id = (SELECT id FROM provider WHERE name = 'generic-csv') WHERE id = " REGISTERED("N1"), {{"record.provider", THE(REGISTERED("N1"))}}},
    {"UPDATE exam_record_past SET record_id = 4711 WHERE record_id = " REGISTERED("B1"), {{"record.past", "SELECT MIN(id) FROM exam_record_past WHERE record_id = " REGISTERED("B1")}}},

    /* --- Associations --- */
    {"UPDATE association SET account_id = " BOB " WHERE mailbox_id = " MAILBOX("carla.old@example.net"),
     {{"association.journal", THE(MAILBOX("carla.old@example.net"))}, {"association.record", THE(REGISTERED("G2"))}}},
    {"DELETE FROM association WHERE mailbox_id = " MAILBOX("carla.old@example.net"),
     {{"association.journal", THE(MAILBOX("carla.old@example.net"))}, {"association.record", THE(REGISTERED("G2"))}}},
    {"UPDATE association SET since_at = since_at - 1 WHERE mailbox_id = " MAILBOX("bob@example.org"), {{"association.journal", THE(MAILBOX("bob@example.org"))}}},
    {"UPDATE held_record SET account_id = " BOB " WHERE record_id = " REGISTERED("G2"), {{"association.record", THE(REGISTERED("G2"))}}},
    {"DELETE FROM held_record WHERE record_id = " REGISTERED("G2"), {{"association.missing", THE(REGISTERED("G2"))}}},
    {"INSERT INTO held_record (record_id, account_id) VALUES (" REGISTERED("N1") ", " BOB ")", {{"association.record", THE(REGISTERED("N1"))}}},
    {"INSERT INTO record_association (record_id, account_id, bound, since_at, means) VALUES (" REGISTERED("N1") ", " BOB ", 0, 0, 'forced')", {{"association.single", THE(REGISTERED("N1"))}}},
    {"INSERT INTO record_association (record_id, account_id, bound, since_at, means) VALUES (" REGISTERED("N1") ", " BOB ", 1, 0, 'case')",
     {{"association.single", THE(REGISTERED("N1"))}, {"association.missing", THE(REGISTERED("N1"))}}},
    {"UPDATE association_journal SET account_id = " BOB " WHERE id = " STEP_OF("carla.old@example.net"),
     {{"association.journal", THE(MAILBOX("carla.old@example.net"))}, {"association.act", THE(STEP_OF("carla.old@example.net"))}}},
    {"DELETE FROM association_journal WHERE id = " STEP_OF("carla.old@example.net"), {{"association.journal", THE(MAILBOX("carla.old@example.net"))}}},
    {"DELETE FROM association_journal WHERE id = " STEP_OF("alice@example.org"), {{"association.journal", THE(MAILBOX("alice@example.org"))}, {"request.completed", THE(REQUEST)}}},
    {"UPDATE association_journal SET request_id = NULL WHERE id = " STEP_OF("alice@example.org"), {{"association.act", THE(STEP_OF("alice@example.org"))}, {"request.completed", THE(REQUEST)}}},
    {"INSERT INTO association_journal (id, at, act, account_id, mailbox_id, means) VALUES (0, 0, 'disassociate', " BOB ", " MAILBOX("bob@example.org") ", 'released')",
     {{"association.order", "SELECT id FROM association_journal WHERE id = 0"}, {"association.act", "SELECT id FROM association_journal WHERE id = 0"}}},
    {"UPDATE association_journal SET request_id = 4711 WHERE id = " STEP_OF("bob@example.org"),
     {{"association.reference", THE(STEP_OF("bob@example.org"))}, {"association.act", THE(STEP_OF("bob@example.org"))}}},
    {"UPDATE association_request SET outcome = 'completed', ended_at = 1 WHERE id = " OPEN_REQUEST, {{"request.completed", THE(OPEN_REQUEST)}}},
    {"UPDATE association_request SET outcome = 'disowned' WHERE id = " REQUEST, {{"request.step", THE(STEP_OF("alice@example.org"))}}},
    {"UPDATE association_request SET account_id = " BOB " WHERE id = " REQUEST, {{"request.step", THE(STEP_OF("alice@example.org"))}, {"request.completed", THE(REQUEST)}}},
    {"UPDATE association_request SET code_tries = -100 WHERE id = " OPEN_REQUEST, {{"request.values", THE(OPEN_REQUEST)}}},
    {"UPDATE association_request SET ended_at = 1 WHERE id = " OPEN_REQUEST, {{"request.values", THE(OPEN_REQUEST)}}},
    {"UPDATE association_request SET mailbox_id = 4711 WHERE id = " OPEN_REQUEST, {{"request.reference", THE(OPEN_REQUEST)}}},

    /* --- Certificates --- */
    {"UPDATE certificate SET number = 'HW20260000000000' WHERE id = " ALICES, {{"award.number", THE(ALICES)}}},
    {"UPDATE certificate SET certification_id = (SELECT id FROM certification WHERE code = 'HCIE-Datacom') WHERE id = " ALICES, {{"award.requirement", THE(ALICES)}}}, /* the expert of one exam */
    {"UPDATE certificate SET account_id = " CARLA " WHERE id = " BOBS_SECOND, {{"award.foreign", THE(BOBS_SECOND)}}},
    {"UPDATE certificate SET account_id = 4711 WHERE id = " DORAS, {{"award.reference", THE(DORAS)}, {"award.foreign", THE(DORAS)}}},
    {"UPDATE certificate SET expiry_day = expiry_day + 3650 WHERE id = " ALICES, {{"award.validity", THE(ALICES)}}},
    {"UPDATE certificate SET expiry_day = expiry_day + 3650 WHERE id = " EMILS, {{"award.history", THE(EMILS)}}},
    {"UPDATE certificate SET issue_day = issue_day + 1 WHERE id = " ALICES, {{"award.issue_day", THE(ALICES)}}},
    {"UPDATE certificate SET award_day = award_day + 1 WHERE id = " BOBS_SECOND,
     {{"award.exam_day", THE(BOBS_SECOND)}, {"award.validity", THE(BOBS_SECOND)}, {"award.issue_day", THE(BOBS_SECOND)}}},
    {"UPDATE certificate SET revision_day = award_day - 9 WHERE id = " ALICES, {{"award.dates", THE(ALICES)}}},
    {"UPDATE certificate SET state = 2, state_day = issue_day WHERE id = " DORAS, {{"award.expired", THE(DORAS)}}},
    {"UPDATE certificate SET state = 2, reason = '' WHERE id = " CARLAS, {{"award.history", THE(CARLAS)}, {"award.result", THE(CARLAS)}}}, /* the revoked one that is valid again */
    {"UPDATE certificate SET state = 5, reason = 'record-revoked' WHERE id = " ALICES, {{"award.unexplained", THE(ALICES)}}},
    {"UPDATE certificate SET reason = '' WHERE id = " CARLAS, {{"award.reason", THE(CARLAS)}}},
    {"UPDATE certificate SET issued = 0 WHERE id = " ALICES, {{"award.state", THE(ALICES)}}},
    {"UPDATE certificate SET code_serial = 7 WHERE id = " BOBS, {{"award.code", THE(BOBS)}}},
    {"UPDATE certificate SET name_latin = '', name_native = '' WHERE id = " ALICES, {{"award.name", THE(ALICES)}}},
    {"DELETE FROM certificate_basis WHERE certificate_id = " ALICES, {{"award.basis", THE(ALICES)}, {"award.exam_day", THE(ALICES)}}},
    {"UPDATE certificate_basis SET record_id = " REGISTERED("B1") " WHERE certificate_id = " ALICES, {{"award.foreign", THE(ALICES)}, {"award.exam_day", THE(ALICES)}}},
    {"INSERT INTO certificate_basis (certificate_id, record_id) VALUES (" BOBS_SECOND ", " REGISTERED("B1") ")", {{"award.requirement", THE(BOBS_SECOND)}}},
    {"UPDATE certificate_basis SET record_id = 4711 WHERE certificate_id = " BOBS_SECOND " AND record_id = " REGISTERED("B2"),
     {{"award.orphan", THE(BOBS_SECOND)}, {"award.foreign", THE(BOBS_SECOND)}, {"award.requirement", THE(BOBS_SECOND)}}},
    {"DELETE FROM certificate WHERE id = " ALICES, {{"award.orphan", THE(ALICES)}}},
    {"DELETE FROM certificate_journal WHERE id = " TURN_OF(CARLAS), {{"award.unexplained", THE(CARLAS)}}},
    {"UPDATE certificate_journal SET expiry_before = expiry_before - 1 WHERE id = " TURN_OF(EMILS), {{"award.step", THE(TURN_OF(EMILS))}}},
    {"DELETE FROM certificate_journal WHERE certificate_id = " EMILS " AND id < " TURN_OF(EMILS), {{"award.validity", THE(EMILS)}}},
    {"UPDATE certificate_journal SET reason = '' WHERE id = " TURN_OF(EMILS), {{"award.journal", THE(TURN_OF(EMILS))}}},
    {"DELETE FROM certificate_revision WHERE certificate_id = " BOBS, {{"award.revision", THE(BOBS)}}},
    {"UPDATE certificate_revision SET revision_day = revision_day + 9999 WHERE certificate_id = " BOBS, {{"award.revision_order", THE(BOBS)}}},
};
const size_t tampering_count = sizeof tamperings / sizeof *tamperings;
