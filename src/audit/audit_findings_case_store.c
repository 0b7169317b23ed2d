/* Rules about cases: what was wished, said, proven and decided (SPEC 4.4, 4.6, 5.2, 5.8, 11.3). */
#include "audit/audit_inside.h"
#include "outside/hash.h"

RULE(case_references, "case.reference", "case_file", REFERENCE_MISSING,
     "SELECT " REFERS("case_file", "id", "account_id", "account") AND_REFERS("case_file", "id", "mailbox_id", "mailbox") AND_REFERS("case_file", "id", "record_id", "exam_record")
     AND_REFERS("case_file", "id", "certificate_id", "certificate") AND_REFERS("case_file", "id", "first_by", "account") AND_REFERS("case_file", "id", "closed_by", "account"));
RULE(case_impossible, "case.values", "case_file", N_("The case's number, wish, state, outcome or close cannot be."),
     "SELECT c.id, c.number AS name FROM case_file c WHERE LENGTH(c.number) <> 14 OR c.wish NOT LIKE '{%}' OR c.state NOT BETWEEN 1 AND 5"
     " OR CASE WHEN c.state = 5 THEN 1 ELSE 0 END <> CASE WHEN c.closed_at IS NULL THEN 0 ELSE 1 END"
     " OR CASE WHEN c.state IN (4, 5) THEN 1 ELSE 0 END <> CASE WHEN c.outcome = '' THEN 0 ELSE 1 END OR (c.state = 4 AND c.first_by IS NULL)");
RULE(reason_missing, "case.reason", "case_file", N_("The case was decided without a reason."),
     "SELECT c.id, c.number AS name FROM case_file c WHERE c.state IN (4, 5) AND c.outcome <> 'withdrawn' AND c.reason = ''");
RULE(second_missing, "case.second", "case_file", N_("One person decided alone what he had proposed himself, or decided about himself."),
     "SELECT c.id, c.number AS name FROM case_file c WHERE c.first_by = c.closed_by OR c.first_by = c.account_id OR (c.closed_by = c.account_id AND c.outcome <> 'withdrawn')");
/* A day of patience for the zone. */
RULE(granted_early, "case.early", "case_file", N_("The case was granted before the day from which it could be."),
     "SELECT c.id, c.number AS name FROM case_file c WHERE c.outcome = 'granted' AND c.closed_at / 86400000000 < c.not_before_day - 1");
RULE(opening_unknown_to_journal, "case.opened", "case_file", N_("The journal does not know that the case was opened, or says another kind or another asker."),
     "SELECT c.id, c.number AS name FROM case_file c LEFT JOIN audit_journal j ON j.subject = 'case_file' AND j.subject_id = c.id AND j.act = 'case.open'"
     " AND j.detail = '{\"kind\":\"' || c.kind || '\"}'"
     " AND (j.actor_kind <> 1 OR j.actor_account = c.account_id) WHERE j.id IS NULL");
#define DONE_BY(ACT, ACTOR)                                                                                                      \
    "EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'case_file' AND j.subject_id = c.id AND j.act = '" ACT "' AND COALESCE(j.actor_account, 0) = COALESCE(" ACTOR ", 0)"
#define SAME_OUTCOME " AND j.detail = '{\"outcome\":\"' || c.outcome || '\"}')"
RULE(decision_unknown_to_journal, "case.journal", "case_file", N_("The journal does not know that this was proposed or decided, or says another outcome or another person."),
     "SELECT c.id, c.number AS name FROM case_file c WHERE (c.first_by IS NOT NULL AND NOT " DONE_BY("case.propose", "c.first_by") SAME_OUTCOME ")"
     " OR (c.state = 5 AND c.outcome = 'withdrawn' AND NOT " DONE_BY("case.withdraw", "c.closed_by") "))"
     " OR (c.state = 5 AND c.outcome <> 'withdrawn' AND NOT " DONE_BY("case.decide", "c.closed_by") SAME_OUTCOME ")");

/* --- What was said and done --- */

RULE(entry_impossible, "case.entry", "case_entry", N_("The entry belongs to no case, or was made by somebody who cannot be."),
     "SELECT e.id, e.what AS name FROM case_entry e LEFT JOIN case_file c ON c.id = e.case_id LEFT JOIN account a ON a.id = e.actor_account"
     " WHERE c.id IS NULL OR e.actor_kind NOT BETWEEN 0 AND 4 OR CASE WHEN e.actor_kind IN (1, 2) THEN 1 ELSE 0 END <> CASE WHEN e.actor_account IS NULL THEN 0 ELSE 1 END"
     " OR (e.actor_account IS NOT NULL AND a.id IS NULL)");
RULE(entries_differ, "case.entries", "case_file", N_("The case's entries do not begin with its opening, or do not end as it stands."),
     "SELECT c.id, c.number AS name FROM case_file c LEFT JOIN (SELECT e.case_id, MIN(e.id) AS first, MAX(CASE WHEN e.what IN ('opened', 'closed', 'reopened', 'proposed', 'sent-back')"
     " THEN e.id END) AS turn FROM case_entry e GROUP BY e.case_id) k ON k.case_id = c.id LEFT JOIN case_entry f ON f.id = k.first LEFT JOIN case_entry t ON t.id = k.turn"
     " WHERE COALESCE(f.what, '') <> 'opened' OR CASE WHEN c.state = 5 THEN 'closed' WHEN c.state = 4 THEN 'proposed' ELSE 'open' END"
     " <> CASE WHEN t.what IN ('closed', 'proposed') THEN t.what ELSE 'open' END");
RULE(message_unknown_to_journal, "case.message", "case_file", N_("The case has more or fewer notes, proposals or pieces of evidence than the journal says."),
     "SELECT c.id, c.number AS name FROM case_file c"
     " LEFT JOIN (SELECT e.case_id, COUNT(*) AS count FROM case_entry e WHERE e.what IN ('note', 'proposed', 'sent-back') GROUP BY e.case_id) e ON e.case_id = c.id"
     " LEFT JOIN (SELECT j.subject_id, COUNT(*) AS count FROM audit_journal j WHERE j.subject = 'case_file' AND j.act IN ('case.note', 'case.propose', 'case.send_back')"
     " GROUP BY j.subject_id) j ON j.subject_id = c.id"
     " LEFT JOIN (SELECT e.case_id, COUNT(*) AS count FROM case_entry e WHERE e.what = 'evidence' GROUP BY e.case_id) v ON v.case_id = c.id"
     " LEFT JOIN (SELECT p.case_id, COUNT(*) AS count FROM case_evidence p GROUP BY p.case_id) p ON p.case_id = c.id"
     " WHERE COALESCE(e.count, 0) <> COALESCE(j.count, 0) OR COALESCE(v.count, 0) <> COALESCE(p.count, 0)");

/* --- Evidence --- */

RULE(evidence_references, "case.evidence_of", "case_evidence", N_("The evidence belongs to no case, was added by nobody, or the journal does not know of it."),
     "SELECT p.id, p.name FROM case_evidence p LEFT JOIN case_file c ON c.id = p.case_id LEFT JOIN account a ON a.id = p.added_by"
     " WHERE c.id IS NULL OR (p.added_by IS NOT NULL AND a.id IS NULL) OR NOT EXISTS (SELECT 1 FROM audit_journal j WHERE j.subject = 'case_evidence' AND j.subject_id = p.id"
     " AND j.act = 'case.evidence')");
WALK_RULE(evidence_changed, "case.evidence", "case_evidence", N_("The evidence does not have the hash that was recorded when it was added, or is not of its kind."));

struct evidence_row {
    int64_t id;
    struct text name, media, sha256;
    struct bytes content;
};
RECORD(audit_evidence_record, struct evidence_row, FIELD(struct evidence_row, id), FIELD(struct evidence_row, name), FIELD(struct evidence_row, media), FIELD(struct evidence_row, sha256),
       FIELD(struct evidence_row, content));
STATEMENT(all_evidence, &audit_evidence_record, "SELECT id, name, media, sha256, content FROM case_evidence ORDER BY id");

static bool begins_like(struct text media, struct bytes content)
{
    struct text start = {(const char *)content.data, content.length < 8 ? content.length : 8};
    if (text_is(media, "image/png")) return text_starts_with(start, "\x89PNG\r\n\x1a\n");
    if (text_is(media, "image/jpeg")) return text_starts_with(start, "\xFF\xD8\xFF");
    return text_is(media, "application/pdf") && text_starts_with(start, "%PDF-");
}

static enum result check_evidence(struct context *context, const void *row, void *data)
{
    const struct evidence_row *evidence = row;
    struct arena_mark mark = arena_mark(context->arena);
    bool right = text_equal(hash_sha256_hex(context->arena, evidence->content), evidence->sha256) && begins_like(evidence->media, evidence->content);
    arena_rewind(context->arena, mark);
    if (!right) audit_break(context, data, &evidence_changed, evidence->id, evidence->name);
    return RESULT_OK;
}

static enum result walk_evidence(struct context *context, struct audit *audit)
{
    return database_each(context, &all_evidence, NO_PARAMETERS, check_evidence, audit);
}
WALK(walk_evidence);
