#include "audit/tampering.h"
#include "audit/tampering_rows.h"

const struct tampering tamperings_of_ground[] = {
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
    /* A forged act that the next start would chain; an honest one that it would chain once more. */
    {"INSERT INTO audit_journal (id, at, actor_kind, act, subject, subject_id, detail) VALUES (99999, 0, 4, 'unbinding.gone', 'unbinding', 1, ''); INSERT INTO audit_unchained (id, step) VALUES (99999, 'by-hand')",
     {{"journal.unchained", "SELECT id FROM audit_journal WHERE id = 99999"}, {"journal.waiting", "SELECT id FROM audit_unchained WHERE id = 99999"}}},
    {"INSERT INTO audit_journal (id, at, actor_kind, actor_account, act, subject, subject_id, detail) VALUES (99999, 0, 1, " BOB ", 'account.profile', 'account', 1, ''); INSERT INTO audit_unchained (id, step)"
     " VALUES (99999, '0039-record-bars')",
     {{"journal.unchained", "SELECT id FROM audit_journal WHERE id = 99999"}, {"journal.waiting", "SELECT id FROM audit_unchained WHERE id = 99999"}}},
    {"INSERT INTO audit_unchained (id, step) SELECT " ACT("association.ask") ", '0039-record-bars' FROM migration WHERE name = '0039-record-bars'", {{"journal.waiting", THE(ACT("association.ask"))}}},

    /* --- Ground --- */
    {"UPDATE migration SET sha256 = 'x' WHERE name = '0003-letter'", {{"store.migration", NAMED("0003-letter")}}},
    {"INSERT INTO migration (name, sha256, applied_at) VALUES ('9999-backdoor', 'x', 0)", {{"store.migration", NAMED("9999-backdoor")}}},
    {"UPDATE store_setting SET value = 'short' WHERE name = 'secret'", {{"store.secret", NAMED("secret")}}},
    {"INSERT INTO due (id, kind, first, last, not_before_at, left_at) VALUES (99999, '', 1, 1, 0, 0)", {{"store.due", "SELECT id FROM due WHERE id = 99999"}}},
    {"UPDATE signing_key SET retired_at = 1 WHERE purpose = 'ecert'", {{"key.in_use", THE(KEY("ecert"))}}},
    {"UPDATE signing_key SET private_key = (SELECT k.private_key FROM signing_key k WHERE k.purpose = 'authority') WHERE purpose = 'ecert'", {{"key.pair", THE(KEY("ecert"))}}},
    {"UPDATE signing_key SET certificate = 'none' WHERE purpose = 'authority'", {{"key.pair", THE(KEY("authority"))}}},

    /* --- The catalogue --- */
    {"UPDATE catalogue_version SET text = REPLACE(text, 'zone: Asia/Shanghai', 'zone: Asia/Tokyo')", {{"catalogue.sha256", "SELECT id FROM catalogue_version"}}},
    {"UPDATE catalogue_version SET sha256 = REPLACE(sha256, SUBSTR(sha256, 1, 8), '00000000')", {{"catalogue.sha256", "SELECT id FROM catalogue_version"}, {"catalogue.journal", "SELECT id FROM catalogue_version"}}},
    {"UPDATE catalogue_version SET reason = 'So it is.'", {{"catalogue.journal", "SELECT id FROM catalogue_version"}}},
    {"UPDATE catalogue_version SET proposed_by = " ALICE, {{"catalogue.journal", "SELECT id FROM catalogue_version"}}},
    {"UPDATE catalogue_proposal SET text = REPLACE(text, 'zone: Asia/Shanghai', 'zone: Asia/Tokyo') WHERE outcome = ''", {{"catalogue.proposal", PROPOSAL("")}}},
    {"UPDATE catalogue_proposal SET reason = 'So it is.' WHERE outcome = ''", {{"catalogue.proposal", PROPOSAL("")}}},
    {"UPDATE catalogue_proposal SET proposed_by = " ALICE " WHERE outcome = ''", {{"catalogue.proposal", PROPOSAL("")}}},
    {"UPDATE catalogue_proposal SET version_id = 4711 WHERE outcome = ''", {{"catalogue.reference", PROPOSAL("")}}},
    {"UPDATE catalogue_proposal SET outcome = '', ended_at = NULL, ended_by = NULL, end_reason = '' WHERE outcome = 'rejected'", {{"catalogue.proposal_end", PROPOSAL("rejected")}}},
    {"UPDATE catalogue_proposal SET ended_by = " ALICE " WHERE outcome = 'rejected'", {{"catalogue.proposal_end", PROPOSAL("rejected")}}},
    {"UPDATE calendar_version SET sha256 = REPLACE(sha256, SUBSTR(sha256, 1, 8), '00000000')", {{"calendar.sha256", "SELECT id FROM calendar_version"}, {"calendar.journal", "SELECT id FROM calendar_version"}}},
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
    {"UPDATE session SET desk = 1 WHERE id = " SESSION, {{"staff.session", THE(SESSION)}, {"staff.factor", THE(SESSION)}}},
    {"UPDATE session SET desk = 1, account_id = " SECOND " WHERE id = " SESSION, {{"staff.session", THE(SESSION)}, {"staff.factor", THE(SESSION)}}}, /* no longer one of the staff */
    {"UPDATE session SET desk = 1, account_id = " FIRST " WHERE id = " SESSION, {{"staff.factor", THE(SESSION)}}},
    {"UPDATE session SET acting_for = " BOB " WHERE id = " SESSION, {{"staff.session", THE(SESSION)}}},
    {"INSERT INTO staff (account_id, roles, since_at) VALUES (4711, 127, 0)",
     {{"staff.values", "SELECT account_id FROM staff WHERE account_id = 4711"}, {"staff.journal", "SELECT account_id FROM staff WHERE account_id = 4711"}}},
    {"UPDATE staff SET roles = 127 WHERE account_id = " FIRST, {{"staff.journal", THE(FIRST)}}},
    {"UPDATE staff SET ended_at = NULL WHERE account_id = " SECOND, {{"staff.journal", THE(SECOND)}}},
    {"DELETE FROM staff WHERE account_id = " SECOND, {{"staff.missing", THE(SECOND)}}},
    {"INSERT INTO one_time_password (account_id, sealed, last_step) SELECT " ALICE ", token_hash, -5 FROM session WHERE id = " SESSION, {{"account.second", THE(ALICE)}}},
    {"INSERT INTO recovery_code (account_id, hash) SELECT 4711, token_hash FROM session WHERE id = " SESSION, {{"account.recovery", "SELECT account_id FROM recovery_code WHERE account_id = 4711"}}},
    {"INSERT INTO passkey (id, account_id, credential, public_key, algorithm, sign_count, name, made_at) SELECT 99999, " ALICE ", token_hash, token_hash, 0, 0, '', 0 FROM session WHERE id = " SESSION,
     {{"account.passkey", "SELECT id FROM passkey WHERE id = 99999"}}},
    {"INSERT INTO forgotten_password (id, mailbox, language, asked_at) VALUES (99999, 'a@example.org', 'en', 0)", {{"account.forgotten", "SELECT id FROM forgotten_password WHERE id = 99999"}}},
    {"INSERT INTO forgotten_password (id, mailbox, language, asked_at) VALUES (99999, 'nowhere', 'en', 0); INSERT INTO due (kind, first, last, not_before_at, left_at) VALUES ('password-forgotten', 99999, 99999, 0, 0)",
     {{"account.forgotten", "SELECT id FROM forgotten_password WHERE id = 99999"}}},
    {"INSERT INTO challenge (hash, purpose, made_at, ends_at) SELECT token_hash, 'enrol', 5, 5 FROM session WHERE id = " SESSION, {{"account.challenge", NAMED("of account -")}}},

    {"UPDATE address SET account_id = 4711 WHERE id = " ADDRESS("0"), {{"address.reference", THE(ADDRESS("0"))}, {"address.journal", THE(ADDRESS("0"))}, {"address.preferred", THE(ADDRESS("0"))}}},
    {"UPDATE address SET account_id = " BOB " WHERE id = " ADDRESS("1"), {{"address.journal", THE(ADDRESS("1"))}, {"address.preferred", THE(ADDRESS("0"))}}},
    {"UPDATE address SET merge_id = 4711 WHERE id = " ADDRESS("1"), {{"address.reference", THE(ADDRESS("1"))}}},
    {"UPDATE address SET merge_id = (SELECT id FROM account_merge WHERE undone_at IS NULL) WHERE id = " ADDRESS("1"), {{"address.merge", THE(ADDRESS("1"))}}},
    {"UPDATE address SET account_id = (SELECT into_id FROM account_merge WHERE undone_at IS NULL), merge_id = (SELECT id FROM account_merge WHERE undone_at IS NULL), preferred = 0 WHERE id = " ADDRESS("0"),
     {{"address.merge", THE(ADDRESS("0"))}}},
    {"UPDATE address SET account_id = " EMIL " WHERE id = " MERGED_ADDRESS, {{"address.merge", THE(MERGED_ADDRESS)}}},
    {"UPDATE address SET account_id = (SELECT from_id FROM account_merge WHERE undone_at IS NULL) WHERE id = " MERGED_ADDRESS, {{"address.merge", THE(MERGED_ADDRESS)}}},
    {"UPDATE address SET merge_id = NULL WHERE id = " MERGED_ADDRESS, {{"address.journal", THE(MERGED_ADDRESS)}}},
    {"UPDATE address SET merge_id = (SELECT id FROM account_merge WHERE undone_at IS NOT NULL) WHERE id = " MERGED_ADDRESS, {{"address.merge", THE(MERGED_ADDRESS)}}},
    {"UPDATE address SET country = 'China' WHERE id = " ADDRESS("1"), {{"address.values", THE(ADDRESS("1"))}}},
    {"UPDATE address SET preferred = 0 WHERE id = " ADDRESS("1"), {{"address.preferred", THE(ADDRESS("0"))}}},
    {"DELETE FROM address WHERE id = " ADDRESS("0"), {{"address.missing", THE(ADDRESS("0"))}}},

    /* --- Letters --- */
    {"DELETE FROM letter_delivery WHERE letter_id = " LETTER, {{"letter.way", THE(LETTER)}}},
    {"UPDATE letter SET account_id = 4711 WHERE id = " LETTER, {{"letter.reference", THE(LETTER)}, {"letter.journal", THE(LETTER)}}},
    {"UPDATE letter SET text = '' WHERE id = " LETTER, {{"letter.values", THE(LETTER)}, {"letter.journal", THE(LETTER)}}},
    {"DELETE FROM letter WHERE id = " LETTER, {{"letter.orphan", THE(LETTER)}, {"letter.missing", THE(LETTER)}}},
    {"UPDATE letter SET subject = 'Your account is closed' WHERE id = " LETTER, {{"letter.journal", THE(LETTER)}}},
    {"UPDATE letter SET kind = 'association-taken' WHERE id = " LETTER, {{"letter.journal", THE(LETTER)}}},
    {"UPDATE letter SET recipient = 'x' || recipient WHERE id = " LETTER, {{"letter.journal", THE(LETTER)}}},
    {"UPDATE letter SET recipient_name = 'Mallory' WHERE id = " LETTER, {{"letter.journal", THE(LETTER)}}},
    {"UPDATE letter SET html = html || ' ' WHERE id = " LETTER, {{"letter.journal", THE(LETTER)}}},
    {"UPDATE letter SET written_at = written_at - 1 WHERE id = " LETTER, {{"letter.journal", THE(LETTER)}}},
    {"INSERT INTO letter (id, account_id, recipient, recipient_name, kind, language, subject, text, html, message_id, written_at)"
     " SELECT 99999, account_id, recipient, recipient_name, kind, language, subject, text, html, 'forged@example.org', written_at FROM letter WHERE id = " LETTER ";"
     " INSERT INTO letter_delivery (letter_id, state, attempts, queued_at, domain, answer, changed_at) SELECT 99999, state, attempts, queued_at, domain, answer, changed_at FROM letter_delivery"
     " WHERE letter_id = (SELECT MAX(id) FROM letter WHERE account_id IS NOT NULL AND id < 99999)", {{"letter.unknown", "SELECT id FROM letter WHERE id = 99999"}}},
    {"UPDATE letter_delivery SET state = 7 WHERE letter_id = " LETTER, {{"letter.delivery", THE(LETTER)}}},
    {"UPDATE letter_delivery SET domain = 'mallory.example' WHERE letter_id = " LETTER, {{"letter.delivery", THE(LETTER)}}},
    {"INSERT INTO letter_domain (domain, failures, cool_until_at, minute_at, taken) VALUES ('example.org', -1, 0, 0, 0)", {{"letter.domain", NAMED("example.org")}}},
};
const size_t tamperings_of_ground_count = sizeof tamperings_of_ground / sizeof *tamperings_of_ground;
