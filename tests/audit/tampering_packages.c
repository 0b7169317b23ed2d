#include "audit/tampering.h"
#include "audit/tampering_rows.h"

#define OLD "(SELECT id FROM package WHERE replaces_id IS NULL)"
#define FRESH "(SELECT id FROM package WHERE replaces_id IS NOT NULL)"
#define ACT_OF(ACT) "(SELECT id FROM package_journal WHERE act = '" ACT "' AND package_id = " OLD ")"
#define TAKEN "(SELECT id FROM package_event WHERE verdict = 'taken')"
#define UNKNOWN "(SELECT id FROM package_event WHERE verdict = 'unknown')"
#define REPLACEMENT_CASE CASE("granted", "replacement")

const struct tampering tamperings_of_packages[] = {
    {"UPDATE package SET mailbox_id = 4711 WHERE id = " FRESH, {{"package.reference", THE(FRESH)}}},
    {"UPDATE package_draft SET mailbox_id = 4711", {{"package.draft", THE(ACCOUNT("pam"))}}},
    {"UPDATE package SET number = 'short' WHERE id = " FRESH, {{"package.values", THE(FRESH)}}},
    {"UPDATE package SET address = 'somewhere' WHERE id = " FRESH, {{"package.values", THE(FRESH)}}},
    {"UPDATE package SET due_day = earliest_day - 1 WHERE id = " FRESH, {{"package.values", THE(FRESH)}}},
    {"UPDATE package SET again_day = from_day WHERE id = " OLD, {{"package.values", THE(OLD)}}}, /* it never came back */
    {"UPDATE package SET state = 6, again_day = from_day - 9999 WHERE id = " OLD "; UPDATE package_dispatch SET returned_day = delivered_day, delivered_day = NULL WHERE package_id = " OLD,
     {{"package.journal", THE(OLD)}, {"package.dispatch", THE(OLD)}}},
    {"DROP INDEX package_once; UPDATE package SET replaces_id = NULL, case_id = NULL WHERE id = (SELECT MAX(id) FROM package)",
     {{"package.twice", "SELECT MAX(id) AS row_id FROM package"}, {"package.journal", "SELECT MAX(id) AS row_id FROM package"}}},
    {"UPDATE package SET account_id = " BOB " WHERE id = " FRESH, {{"package.replaces", THE(FRESH)}}},
    {"UPDATE case_file SET outcome = 'refused' WHERE id = " REPLACEMENT_CASE, {{"case.journal", THE(REPLACEMENT_CASE)}, {"package.replaces", THE(FRESH)}}},
    {"DROP INDEX package_one_waiting; UPDATE package SET state = 2 WHERE id = " OLD, {{"package.journal", THE(OLD)}, {"package.twice", THE(FRESH)}}},
    {"DELETE FROM package_journal WHERE id = " ACT_OF("approve"), {{"package.acts", THE(OLD)}}},
    {"DELETE FROM package_journal WHERE id = " ACT_OF("deliver"), {{"package.acts", THE(OLD)}, {"package.journal", THE(OLD)}}},
    {"UPDATE package_journal SET actor_account = 4711 WHERE id = " ACT_OF("pack"), {{"package.entry", THE(ACT_OF("pack"))}}},
    {"UPDATE package_dispatch SET delivered_day = NULL", {{"package.dispatch", THE(OLD)}}},
    {"UPDATE package_dispatch SET mailed_day = delivered_day + 1", {{"package.dispatch", THE(OLD)}}},
    {"DELETE FROM package_dispatch", {{"package.dispatch", THE(OLD)}}},
    {"UPDATE package_dispatch SET phone_end = '0000'", {{"package.phone", THE(OLD)}}},
    {"UPDATE package_dispatch SET phone_end = ''", {{"package.phone", THE(OLD)}}},
    {"UPDATE package_print SET printed_by = 4711", {{"package.reference", THE(OLD)}, {"package.printed", THE(OLD)}}},
    {"UPDATE package_print SET ordinal = 3", {{"package.print", THE(OLD)}, {"package.printed", THE(OLD)}}},
    {"UPDATE package_print SET revision = 99", {{"package.print", THE(OLD)}, {"package.printed", THE(OLD)}}},
    {"DELETE FROM package_print", {{"package.printed", THE(OLD)}}},
    {"UPDATE package_print SET address_hash = REPLACE(address_hash, SUBSTR(address_hash, 1, 8), 'FORGED00')", {{"package.printed", THE(OLD)}}},
    /* The list that was printed is gone, and a certificate that was not is there. */
    {"UPDATE package_print SET paper = 'certificate'", {{"package.printed", THE(OLD)}, {"package.printed", THE(OLD)}}},
    {"UPDATE package_run SET done = done + 1", {{"package.run", "SELECT id AS row_id FROM package_run"}}},
    {"UPDATE package_run SET account_id = 4711", {{"package.run", "SELECT id AS row_id FROM package_run"}}},
    {"UPDATE package_event SET package_id = NULL WHERE id = " TAKEN, {{"package.event", THE(TAKEN)}}},
    {"UPDATE package_event SET verdict = 'taken' WHERE id = " UNKNOWN, {{"package.event", THE(UNKNOWN)}}},
    {"UPDATE package_event_refused SET last_at = first_at - 1", {{"package.refused", "SELECT id AS row_id FROM package_event_refused"}}},
    {"UPDATE package_event_refused SET settled_at = last_at, settled_by = " BOB, {{"package.refused", "SELECT id AS row_id FROM package_event_refused"}}},
    {"INSERT INTO package_opening (certificate_id, told_at) VALUES (4711, 0)", {{"package.opening", "SELECT certificate_id FROM package_opening WHERE certificate_id = 4711"}}},
    {"INSERT INTO package_opening (certificate_id, told_at) SELECT id, 0 FROM certificate WHERE issued = 0", {{"package.opening", "SELECT certificate_id FROM package_opening WHERE told_at = 0"}}},
    /* A printed certificate that nobody has asked for. */
    {"INSERT INTO package (number, certificate_id, account_id, state, revision, name_latin, name_native, country, address, applied_at, applied_day, approved_day, from_day, earliest_day, due_day, provisional)"
     " SELECT 'P000-0000-0000', " ALICES ", " ALICE ", 2, 1, 'A', '', 'DE', '{}', applied_at, applied_day, applied_day, from_day, earliest_day, due_day, 0 FROM package WHERE id = " OLD,
     {{"package.journal", "SELECT id AS row_id FROM package WHERE number = 'P000-0000-0000'"}}},
};
const size_t tamperings_of_packages_count = sizeof tamperings_of_packages / sizeof *tamperings_of_packages;
