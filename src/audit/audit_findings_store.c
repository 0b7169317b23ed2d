/* Each rule is one statement that names the rows which break it. The texts are the whole check: what they do not ask is not audited. */
#include "audit/audit_findings.h"

#include "audit/audit.h"
#include "outside/database.h"

struct broken_row {
    struct text place;
};
RECORD(broken_row_record, struct broken_row, FIELD(struct broken_row, place));

RECORD(audit_finding_record, struct audit_finding, FIELD(struct audit_finding, rule), FIELD(struct audit_finding, english), FIELD(struct audit_finding, where));

/* $1 is the most rows that are named. */
#define RULE(NAME, SQL) STATEMENT(NAME, &broken_row_record, SQL " ORDER BY 1 LIMIT $1")

/* 5.9: the journal is the truth; the last word on each mailbox is today's state. */
RULE(mailbox_not_as_journaled,
     "SELECT 'mailbox ' || CAST(m.id AS TEXT) AS place FROM mailbox m"
     " LEFT JOIN association a ON a.mailbox_id = m.id"
     " LEFT JOIN association_journal j ON j.id = (SELECT MAX(k.id) FROM association_journal k WHERE k.mailbox_id = m.id)"
     " WHERE COALESCE(CASE WHEN j.act = 'associate' THEN j.account_id END, 0) <> COALESCE(a.account_id, 0)");
RULE(record_not_as_its_mailbox,
     "SELECT 'held_record ' || CAST(h.record_id AS TEXT) AS place FROM held_record h JOIN exam_record r ON r.id = h.record_id"
     " LEFT JOIN association a ON a.mailbox_id = r.mailbox_id"
     " WHERE COALESCE(a.account_id, 0) <> h.account_id"
     " AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.record_id = h.record_id AND j.account_id = h.account_id)");
RULE(record_not_held,
     "SELECT 'exam_record ' || CAST(r.id AS TEXT) AS place FROM association a JOIN exam_record r ON r.mailbox_id = a.mailbox_id"
     " LEFT JOIN held_record h ON h.record_id = r.id WHERE h.record_id IS NULL"
     " AND NOT EXISTS (SELECT 1 FROM due d WHERE d.kind IN ('records-came', 'mailbox-moved'))");
RULE(request_completed_without_journal,
     "SELECT 'association_request ' || CAST(q.id AS TEXT) AS place FROM association_request q WHERE q.outcome = 'completed'"
     " AND NOT EXISTS (SELECT 1 FROM association_journal j WHERE j.request_id = q.id AND j.account_id = q.account_id AND j.mailbox_id = q.mailbox_id)");
RULE(certificate_without_basis,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c WHERE c.state IN (1, 2)"
     " AND NOT EXISTS (SELECT 1 FROM certificate_basis b WHERE b.certificate_id = c.id)");
RULE(certificate_on_foreign_record,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c"
     " JOIN certificate_basis b ON b.certificate_id = c.id LEFT JOIN held_record h ON h.record_id = b.record_id"
     " WHERE c.state IN (1, 2, 4) AND COALESCE(h.account_id, 0) <> c.account_id");
RULE(certificate_on_open_result,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c"
     " JOIN certificate_basis b ON b.certificate_id = c.id JOIN exam_record r ON r.id = b.record_id"
     " WHERE c.state IN (1, 2) AND (r.state <> 3 OR r.grade <> 1)"
     " AND NOT EXISTS (SELECT 1 FROM due d WHERE d.kind = 'record-changed')");
RULE(dates_out_of_order,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c"
     " WHERE c.exam_day > c.award_day OR c.award_day > c.issue_day OR c.expiry_day < c.award_day OR c.revision < 1 OR c.state NOT BETWEEN 1 AND 6");
RULE(state_without_reason,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c WHERE c.state IN (3, 5, 6) AND c.reason = ''");
RULE(state_without_history,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c"
     " JOIN certificate_journal j ON j.id = (SELECT MAX(k.id) FROM certificate_journal k WHERE k.certificate_id = c.id)"
     " WHERE j.state_after <> c.state OR COALESCE(j.expiry_after, 0) <> COALESCE(c.expiry_day, 0)");
RULE(revision_missing,
     "SELECT 'certificate ' || CAST(c.id AS TEXT) || ' (' || c.number || ')' AS place FROM certificate c"
     " WHERE c.revision - 1 <> (SELECT COUNT(*) FROM certificate_revision v WHERE v.certificate_id = c.id)");
RULE(record_of_unknown_file,
     "SELECT 'exam_record ' || CAST(r.id AS TEXT) AS place FROM exam_record r LEFT JOIN intake_file f ON f.id = r.file_id WHERE f.id IS NULL");
RULE(file_not_whole,
     "SELECT 'intake_file ' || CAST(f.id AS TEXT) || ' (' || f.name || ')' AS place FROM intake_file f WHERE f.state = 2"
     " AND f.rows <> f.new + f.unchanged + f.corrected + f.quarantined + f.refused");
RULE(letter_without_way,
     "SELECT 'letter ' || CAST(l.id AS TEXT) AS place FROM letter l LEFT JOIN letter_delivery d ON d.letter_id = l.id WHERE d.letter_id IS NULL");

static const struct {
    const char *rule;
    const struct statement *statement;
    const char *english;
} rules[] = {
    {"association.journal", &mailbox_not_as_journaled, N_("The mailbox is not tied as the journal says.")},
    {"association.record", &record_not_as_its_mailbox, N_("The exam record is in an account that neither its mailbox nor the journal gives it to.")},
    {"association.missing", &record_not_held, N_("The exam record's mailbox is tied to an account, but the record is in none.")},
    {"association.request", &request_completed_without_journal, N_("The request is completed, but the journal does not know of it.")},
    {"award.basis", &certificate_without_basis, N_("The certificate rests on no exam record.")},
    {"award.foreign", &certificate_on_foreign_record, N_("The certificate rests on an exam record of another account.")},
    {"award.result", &certificate_on_open_result, N_("The certificate rests on a result that is not a final pass.")},
    {"award.dates", &dates_out_of_order, N_("The certificate's dates, revision or state cannot be.")},
    {"award.reason", &state_without_reason, N_("The certificate was taken away without a reason.")},
    {"award.history", &state_without_history, N_("The certificate is not in the state that its history ends with.")},
    {"award.revision", &revision_missing, N_("An earlier revision of the certificate is missing.")},
    {"intake.file", &record_of_unknown_file, N_("The exam record came from a file that is not there.")},
    {"intake.count", &file_not_whole, N_("The verdicts on the file's rows do not add up.")},
    {"letter.way", &letter_without_way, N_("The letter has no delivery.")},
};

struct reading {
    size_t maximum;
    struct list *findings;
    int64_t *count;
};

static enum result read_all(struct context *context, void *data)
{
    const struct reading *reading = data;
    size_t capacity = reading->maximum * (sizeof rules / sizeof *rules), found = 0;
    struct audit_finding *findings = ARENA_ARRAY(context->arena, capacity, struct audit_finding);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct list rows;
        TRY(database_all(context, rules[i].statement, PARAMETERS((int64_t)reading->maximum), reading->maximum, &rows));
        for (size_t k = 0; k < rows.count; k++)
            findings[found++] = (struct audit_finding){rules[i].rule, rules[i].english, ((const struct broken_row *)rows.items)[k].place};
    }
    *reading->findings = (struct list){&audit_finding_record, findings, found};
    *reading->count = (int64_t)found;
    return RESULT_OK;
}

enum result audit_findings(struct context *context, size_t maximum, struct list *findings, int64_t *count)
{
    TRY(audit_may(context, MAY_READ_REGISTER));
    struct reading reading = {maximum, findings, count};
    return database_reading(context, read_all, &reading);
}
