#include "audit/tampering.h"
#include "audit/tampering_rows.h"

const struct tampering tamperings_of_matters[] = {
    /* --- Cases --- */
    {"UPDATE case_file SET account_id = 4711 WHERE id = " COOLING, {{"case.reference", THE(COOLING)}, {"case.opened", THE(COOLING)}}},
    {"UPDATE case_file SET number = 'short' WHERE id = " COOLING, {{"case.values", THE(COOLING)}}},
    {"UPDATE case_file SET reason = '' WHERE id = " GRANTED, {{"case.reason", THE(GRANTED)}}},
    {"UPDATE case_file SET closed_by = first_by WHERE id = " GRANTED, {{"case.second", THE(GRANTED)}, {"case.journal", THE(GRANTED)}}}, /* the second person who was not there */
    {"UPDATE case_file SET first_by = closed_by, closed_by = first_by WHERE id = " GRANTED, {{"case.journal", THE(GRANTED)}}},
    {"UPDATE case_file SET account_id = " SECOND " WHERE id = " GRANTED, {{"case.second", THE(GRANTED)}, {"case.opened", THE(GRANTED)}}},
    {"UPDATE case_file SET account_id = " BOB " WHERE id = " IVANS_CASE, {{"case.opened", THE(IVANS_CASE)}, {"request.case", THE(LOST_REQUEST)}, {"association.case", THE(STEP_OF_RECORD("S2"))}}},
    {"UPDATE case_file SET record_id = " REGISTERED("S1") " WHERE id = " IVANS_CASE, {{"request.case", THE(LOST_REQUEST)}, {"association.case", THE(STEP_OF_RECORD("S2"))}}},
    {"UPDATE case_file SET outcome = 'refused' WHERE id = " GRANTED, {{"case.journal", THE(GRANTED)}}},
    {"UPDATE case_file SET not_before_day = 99999 WHERE id = " GRANTED, {{"case.early", THE(GRANTED)}}},
    {"UPDATE case_file SET kind = 'question' WHERE id = " COOLING, {{"case.opened", THE(COOLING)}}},
    {"UPDATE case_file SET state = 5, outcome = 'withdrawn', closed_at = 1, closed_by = account_id WHERE id = " COOLING, {{"case.journal", THE(COOLING)}, {"case.entries", THE(COOLING)}}},
    {"UPDATE case_file SET state = 1, outcome = '', first_by = NULL WHERE id = " WAITING, {{"case.entries", THE(WAITING)}}},
    {"UPDATE case_file SET first_by = " FIRST " WHERE id = " WAITING, {{"case.journal", THE(WAITING)}}},
    {"DELETE FROM case_entry WHERE id = " ENTRY(COOLING, "opened"), {{"case.entries", THE(COOLING)}}},
    {"DELETE FROM case_entry WHERE id = " ENTRY(GRANTED, "note"), {{"case.message", THE(GRANTED)}}},
    {"DELETE FROM case_entry WHERE id = " ENTRY(GRANTED, "closed"), {{"case.entries", THE(GRANTED)}}},
    {"UPDATE case_entry SET actor_account = 4711 WHERE id = " ENTRY(GRANTED, "note"), {{"case.entry", THE(ENTRY(GRANTED, "note"))}}},
    {"UPDATE case_evidence SET content = SUBSTR(content, 1, 40) WHERE id = " EVIDENCE, {{"case.evidence", THE(EVIDENCE)}}},
    {"UPDATE case_evidence SET media = 'image/png' WHERE id = " EVIDENCE, {{"case.evidence", THE(EVIDENCE)}}},
    {"UPDATE case_evidence SET added_by = 4711 WHERE id = " EVIDENCE, {{"case.evidence_of", THE(EVIDENCE)}}},
    {"DELETE FROM case_evidence WHERE id = " EVIDENCE, {{"case.message", THE(GRANTED)}}},
    {"DELETE FROM case_file WHERE id = " COOLING, {{"case.entry", THE(ENTRY(COOLING, "opened"))}, {"case.entry", THE(ENTRY(COOLING, "message"))}}},
    {"UPDATE case_file SET outcome = 'done' WHERE id = " ANSWERED, {{"case.journal", THE(ANSWERED)}}},

    /* --- What had to be let go --- */
    {"UPDATE unbinding SET claimant_id = 4711 WHERE state = 'running'", {{"unbinding.reference", THE(UNBINDING("running"))}}},
    {"UPDATE unbinding SET undo_until_at = undo_until_at + 1 WHERE state = 'done'", {{"unbinding.values", THE(UNBINDING("done"))}}},
    {"UPDATE unbinding SET act_day = from_day WHERE state = 'running'", {{"unbinding.values", THE(UNBINDING("running"))}}},
    {"UPDATE unbinding SET reason = '' WHERE state = 'running'", {{"unbinding.values", THE(UNBINDING("running"))}}},
    {"UPDATE unbinding SET state = 'dropped' WHERE state = 'objected'",
     {{"unbinding.case", THE(UNBINDING("objected"))}, {"unbinding.journal", THE(UNBINDING("objected"))}}},
    {"UPDATE unbinding SET account_id = " EMIL " WHERE state = 'objected'", {{"unbinding.case", THE(UNBINDING("objected"))}, {"unbinding.journal", THE(UNBINDING("objected"))}}},
    {"UPDATE unbinding SET mailbox_id = " MAILBOX("bob@example.org") " WHERE state = 'dropped'", {{"unbinding.case", THE(UNBINDING("dropped"))}}},
    {"DELETE FROM unbinding WHERE state = 'objected'", {{"unbinding.missing", THE(UNBINDING_CASE("objected"))}}},
    {"DELETE FROM due WHERE kind = 'unbinding-due'", {{"unbinding.due", THE(UNBINDING("running"))}}},
    {"DELETE FROM unbinding WHERE state = 'done'", {{"unbinding.missing", THE(UNBINDING_CASE("done"))}, {"association.forced", THE(FORCED_STEP)}, {"association.forced", THE(GIVEN_STEP)}}},
    {"DELETE FROM association_journal WHERE id = " FORCED_STEP,
     {{"unbinding.step", THE(UNBINDING("done"))}, {"association.order", THE(GIVEN_STEP)}}},
    {"UPDATE association_journal SET means = 'released' WHERE id = " FORCED_STEP, {{"unbinding.step", THE(UNBINDING("done"))}, {"association.act", THE(FORCED_STEP)}}},
    {"UPDATE certificate SET state = 2, reason = '' WHERE id = " CERTIFICATE("wei", "HCIA-Cloud-Computing"), /* another person's, and kept */
     {{"award.history", THE(CERTIFICATE("wei", "HCIA-Cloud-Computing"))}, {"award.foreign", THE(CERTIFICATE("wei", "HCIA-Cloud-Computing"))}}},

    /* --- Accounts of one person --- */
    {"UPDATE account_merge SET from_id = 4711 WHERE undone_at IS NULL",
     {{"merge.reference", THE(MERGE("NULL"))}, {"merge.journal", THE(MERGE("NULL"))}, {"merge.step", THE(MERGE("NULL"))}, {"association.merged", THE(MERGED_STEP("disassociate"))},
      {"address.merge", THE(MERGED_ADDRESS)}}},
    {"UPDATE account_merge SET undo_until_at = undo_until_at + 1 WHERE undone_at IS NULL", {{"merge.values", THE(MERGE("NULL"))}}},
    {"UPDATE account_merge SET undone_at = NULL WHERE undone_at IS NOT NULL",
     {{"merge.journal", THE(MERGE("NOT NULL"))}, {"association.merged", THE(PARTED_STEP("disassociate"))}, {"association.merged", THE(PARTED_STEP("associate"))}}},
    {"DELETE FROM account_merge_item WHERE merge_id = " MERGE("NULL"),
     {{"merge.values", THE(MERGE("NULL"))}, {"association.merged", THE(MERGED_STEP("disassociate"))}, {"association.merged", THE(MERGED_STEP("associate"))}}},
    {"UPDATE account_merge_item SET mailbox_id = 4711 WHERE merge_id = " MERGE("NULL"),
     {{"merge.item", THE(MERGE("NULL"))}, {"merge.step", THE(MERGE("NULL"))}, {"association.merged", THE(MERGED_STEP("disassociate"))}, {"association.merged", THE(MERGED_STEP("associate"))}}},
    {"UPDATE association_journal SET means = 'code' WHERE id = " MERGED_STEP("associate"),
     {{"merge.step", THE(MERGE("NULL"))}, {"association.act", THE(MERGED_STEP("associate"))}, {"association.journal", THE(MAILBOX("nora@example.net"))}}},
    {"UPDATE near_miss SET mailbox_id = 4711 WHERE id = " NEAR_MISS, {{"near.reference", THE(NEAR_MISS)}, {"near.found", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET evidence = 'a guess' WHERE id = " NEAR_MISS, {{"near.values", THE(NEAR_MISS)}, {"near.found", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET evidence = 'name' WHERE id = " NEAR_MISS, {{"near.found", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET account_id = " BOB " WHERE id = " NEAR_MISS, {{"near.found", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET mailbox_id = NULL, other_account_id = " BOB " WHERE id = " NEAR_MISS, {{"near.found", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET certification_id = (SELECT id FROM certification WHERE code = 'HCIA-Storage') WHERE id = " NEAR_MISS, {{"near.found", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET set_aside_at = NULL, set_aside_by = NULL WHERE id = " NEAR_MISS, {{"near.journal", THE(NEAR_MISS)}}},
    {"UPDATE near_miss SET written_at = NULL WHERE id = " NEAR_MISS, {{"near.journal", THE(NEAR_MISS)}}},
    {"DELETE FROM near_miss WHERE id = " NEAR_MISS, {{"near.gone", THE(NEAR_MISS)}}},
    {"INSERT INTO near_miss (id, account_id, other_account_id, certification_id, evidence, found_at, seen_run) SELECT 99999, " BOB ", " EMIL ", certification_id, 'name', found_at, seen_run FROM near_miss"
     " WHERE id = " NEAR_MISS, {{"near.found", "SELECT id FROM near_miss WHERE id = 99999"}}},
    {"UPDATE near_miss SET set_aside_by = " BOB " WHERE id = " NEAR_MISS, {{"near.journal", THE(NEAR_MISS)}}},

    /* --- New addresses for providers --- */
    {"UPDATE demographic_update SET mailbox_id = 4711 WHERE id = " UPDATE_OF("C2", "3"), {{"demographic.reference", THE(UPDATE_OF("C2", "3"))}}},
    {"UPDATE demographic_update SET state = 3 WHERE id = " UPDATE_OF("C5", "4"), {{"demographic.journal", THE(UPDATE_OF("C5", "4"))}}},
    {"UPDATE demographic_update SET state = 2 WHERE id = " UPDATE_OF("C1", "1"), {{"demographic.state", THE(UPDATE_OF("C1", "1"))}}},
    {"UPDATE demographic_update SET candidate_id = 'C99' WHERE id = " UPDATE_OF("C1", "1"), {{"demographic.person", THE(UPDATE_OF("C1", "1"))}}},
    {"INSERT INTO demographic_update (id, provider_id, candidate_id, account_id, mailbox_id, first_name, last_name, country, phone, state, asked_at, changed_at)"
     " SELECT 99999, provider_id, candidate_id, account_id, mailbox_id, '', '', '', '', 5, 0, 0 FROM demographic_update WHERE id = " UPDATE_OF("C1", "1"),
     {{"demographic.queued", "SELECT id FROM demographic_update WHERE id = 99999"}}},
    {"DELETE FROM demographic_update WHERE id = " UPDATE_OF("C2", "3"), {{"demographic.file", THE(SENT_FILE)}}},
    {"UPDATE demographic_file SET sha256 = 'x' WHERE id = " SENT_FILE, {{"demographic.file", THE(SENT_FILE)}}},
    {"UPDATE demographic_answer SET provider_id = 4711 WHERE sha256 = (SELECT MIN(sha256) FROM demographic_answer)", {{"demographic.answer", "SELECT name FROM demographic_answer ORDER BY sha256 LIMIT 1"}}},
    {"UPDATE demographic_answer SET sha256 = REPLACE(sha256, SUBSTR(sha256, 1, 8), 'FORGED00') WHERE sha256 = (SELECT MIN(sha256) FROM demographic_answer)",
     {{"demographic.answer", "SELECT name FROM demographic_answer ORDER BY sha256 LIMIT 1"}}},
};
const size_t tamperings_of_matters_count = sizeof tamperings_of_matters / sizeof *tamperings_of_matters;
