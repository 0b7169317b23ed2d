#include "intake/intake_store.h"

#include "base/buffer.h"

/* --- Files --- */

RECORD(intake_file_row_record, struct intake_file_row, FIELD(struct intake_file_row, id), FIELD(struct intake_file_row, done_through), FIELD(struct intake_file_row, rows),
       FIELD(struct intake_file_row, fresh), FIELD(struct intake_file_row, unchanged), FIELD(struct intake_file_row, corrected), FIELD(struct intake_file_row, quarantined),
       FIELD(struct intake_file_row, refused), FIELD(struct intake_file_row, state), FIELD(struct intake_file_row, received_at));

STATEMENT(provider_find, NULL, "SELECT id FROM provider WHERE name = $1");
STATEMENT(provider_add, NULL, "INSERT INTO provider (name) VALUES ($1) ON CONFLICT DO NOTHING");

enum result intake_store_provider(struct context *context, struct text name, int64_t *provider)
{
    enum result result = database_integer(context, &provider_find, PARAMETERS(name), provider);
    if (result != RESULT_NONE) return result;
    TRY(database_run(context, &provider_add, PARAMETERS(name), NULL));
    return database_integer(context, &provider_find, PARAMETERS(name), provider);
}

enum result intake_store_known_provider(struct context *context, struct text name, int64_t *provider)
{
    return database_integer(context, &provider_find, PARAMETERS(name), provider);
}

STATEMENT(file_find, &intake_file_row_record,
          "SELECT id, state, done_through, rows, new AS fresh, unchanged, corrected, quarantined, refused, received_at FROM intake_file WHERE provider_id = $1 AND sha256 = $2 AND sha256 <> ''");

enum result intake_store_find_file(struct context *context, int64_t provider, struct text sha256, struct intake_file_row *file)
{
    return database_one(context, &file_find, PARAMETERS(provider, sha256), file);
}

STATEMENT(file_add, NULL,
          "INSERT INTO intake_file (id, provider_id, name, sha256, bytes, received_at, state, refusal, done_through, rows, new, unchanged, corrected, quarantined, refused) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING");

enum result intake_store_add_file(struct context *context, int64_t provider, struct text name, struct text sha256, int64_t bytes, enum intake_file_state state, struct text refusal,
                                  int64_t *file)
{
    TRY(database_take_ids(context, "intake_file", 1, file));
    int64_t added;
    TRY(database_run(context, &file_add, PARAMETERS(*file, provider, name, sha256, bytes, context_now(context), (int)state, refusal), &added));
    return added ? RESULT_OK : context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

STATEMENT(file_refuse, NULL, "UPDATE intake_file SET state = $2, refusal = $3 WHERE id = $1");

enum result intake_store_set_refusal(struct context *context, int64_t file, enum intake_file_state state, struct text refusal)
{
    return database_run(context, &file_refuse, PARAMETERS(file, (int)state, refusal), NULL);
}

STATEMENT(file_lock, NULL, "UPDATE intake_file SET done_through = done_through WHERE id = $1");
STATEMENT(file_read, &intake_file_row_record,
          "SELECT id, state, done_through, rows, new AS fresh, unchanged, corrected, quarantined, refused, received_at FROM intake_file WHERE id = $1");

enum result intake_store_lock_file(struct context *context, int64_t file, struct intake_file_row *row)
{
    TRY(database_run(context, &file_lock, PARAMETERS(file), NULL));
    return database_one(context, &file_read, PARAMETERS(file), row);
}

STATEMENT(file_set, NULL,
          "UPDATE intake_file SET state = $2, done_through = $3, rows = $4, new = $5, unchanged = $6, corrected = $7, quarantined = $8, refused = $9 WHERE id = $1");

enum result intake_store_set_file(struct context *context, const struct intake_file_row *file)
{
    return database_run(context, &file_set,
                        PARAMETERS(file->id, file->state, file->done_through, file->rows, file->fresh, file->unchanged, file->corrected, file->quarantined, file->refused), NULL);
}

STATEMENT(member_add, NULL, "INSERT INTO intake_member (file_id, number, name, no_show, first_line, stamp_at, header) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");

enum result intake_store_add_member(struct context *context, int64_t file, int64_t number, struct text name, bool no_show, int64_t first_line, struct instant stamp, struct text header)
{
    return database_run(context, &member_add, PARAMETERS(file, number, name, no_show, first_line, stamp, header), NULL);
}

STATEMENT(member_stamp, NULL, "SELECT stamp_at FROM intake_member WHERE file_id = $1 AND first_line < $2 ORDER BY first_line DESC LIMIT 1");

enum result intake_store_stamp(struct context *context, int64_t file, int64_t line, struct instant *stamp)
{
    enum result result = database_integer(context, &member_stamp, PARAMETERS(file, line), &stamp->microseconds);
    if (result == RESULT_NONE) *stamp = (struct instant){0};
    return result < 0 ? result : RESULT_OK;
}

/* Where two nodes have the same file, each packs it from where it came to it; a part is the same from either. */
STATEMENT(part_add, NULL, "INSERT INTO intake_part (file_id, number, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
STATEMENT(part_count, NULL, "SELECT count(*) FROM intake_part WHERE file_id = $1");

enum result intake_store_add_part(struct context *context, int64_t file, int64_t number, struct bytes content)
{
    return database_run(context, &part_add, PARAMETERS(file, number, content), NULL);
}

enum result intake_store_parts(struct context *context, int64_t file, int64_t *count)
{
    return database_integer(context, &part_count, PARAMETERS(file), count);
}

/* --- Rows that are not plain --- */

STATEMENT(row_settle, NULL, "UPDATE intake_row SET settled_at = $2 WHERE id = $1");
RECORD(intake_still_record, struct intake_waiting, FIELD(struct intake_waiting, remedy), FIELD(struct intake_waiting, remedy_value));
STATEMENT(row_take, &intake_still_record, "UPDATE intake_row SET settled_at = settled_at WHERE id = $1 AND verdict = 4 AND settled_at IS NULL RETURNING remedy, remedy_value");
STATEMENT(row_change, NULL, "UPDATE intake_row SET verdict = $2, code = $3, reason = $4, place = $5 WHERE id = $1");

enum result intake_store_take_row(struct context *context, struct intake_waiting *row)
{
    struct intake_waiting now;
    enum result taken = database_one(context, &row_take, PARAMETERS(row->id), &now);
    if (taken == RESULT_OK) row->remedy = now.remedy, row->remedy_value = now.remedy_value;
    return taken;
}

enum result intake_store_settle_row(struct context *context, int64_t row, struct instant at)
{
    return database_run(context, &row_settle, PARAMETERS(row, at), NULL);
}

enum result intake_store_change_row(struct context *context, int64_t row, enum intake_verdict verdict, const char *code, struct text reason, long place)
{
    return database_run(context, &row_change, PARAMETERS(row, (int)verdict, code, reason, (int64_t)place), NULL);
}

/* The text that a line stands in is the last one that begins before it. */
#define MEMBER_OF_ROW "m.file_id = w.file_id AND m.number = (SELECT max(o.number) FROM intake_member o WHERE o.file_id = w.file_id AND o.first_line < w.line)"

STATEMENT(row_verdicts, &intake_row_verdict_record,
          "SELECT w.id, m.name AS member, w.line - m.first_line AS line, w.place, CASE w.verdict WHEN 3 THEN 'corrected' WHEN 4 THEN 'quarantined' ELSE 'refused' END AS verdict, w.code, "
          "w.reason FROM intake_row w JOIN intake_member m ON " MEMBER_OF_ROW " WHERE w.file_id = $1 AND ($2 = 0 OR w.verdict = 5 OR (w.verdict = 4 AND w.settled_at IS NULL)) ORDER BY w.line, w.id LIMIT $3");
STATEMENT(row_waiting_verdicts, &intake_row_verdict_record,
          "SELECT w.id, m.name AS member, w.line - m.first_line AS line, w.place, 'quarantined' AS verdict, w.code, w.reason FROM intake_row w JOIN intake_member m ON " MEMBER_OF_ROW
          " WHERE w.verdict = 4 AND w.settled_at IS NULL ORDER BY w.id LIMIT $1");
STATEMENT(row_rejected, &intake_row_verdict_record,
          "SELECT w.id, m.name AS member, w.line - m.first_line AS line, w.place, 'refused' AS verdict, w.code, w.reason FROM intake_row w JOIN intake_member m ON " MEMBER_OF_ROW
          " WHERE w.file_id = $1 AND w.verdict = 5 ORDER BY w.line, w.id LIMIT $2");
STATEMENT(row_waiting_count, NULL, "SELECT count(*) FROM intake_row WHERE file_id = $1 AND verdict = 4 AND settled_at IS NULL");

enum result intake_store_verdicts(struct context *context, int64_t file, bool open_only, size_t maximum, struct list *verdicts)
{
    return database_all(context, &row_verdicts, PARAMETERS(file, (int)open_only, (int64_t)maximum), maximum, verdicts);
}

enum result intake_store_waiting_verdicts(struct context *context, size_t maximum, struct list *verdicts)
{
    return database_all(context, &row_waiting_verdicts, PARAMETERS((int64_t)maximum), maximum, verdicts);
}

enum result intake_store_rejected(struct context *context, int64_t file, size_t maximum, struct list *verdicts)
{
    return database_all(context, &row_rejected, PARAMETERS(file, (int64_t)maximum), maximum, verdicts);
}

enum result intake_store_waiting(struct context *context, int64_t file, int64_t *count)
{
    return database_integer(context, &row_waiting_count, PARAMETERS(file), count);
}

RECORD(intake_waiting_record, struct intake_waiting, FIELD(struct intake_waiting, id), FIELD(struct intake_waiting, file_id), FIELD(struct intake_waiting, line),
       FIELD(struct intake_waiting, member), FIELD(struct intake_waiting, first_line), FIELD(struct intake_waiting, provider), FIELD(struct intake_waiting, file_name), FIELD(struct intake_waiting, raw), FIELD(struct intake_waiting, code), FIELD(struct intake_waiting, reason),
       FIELD(struct intake_waiting, remedy), FIELD(struct intake_waiting, remedy_value), FIELD(struct intake_waiting, member_name), FIELD(struct intake_waiting, header),
       FIELD(struct intake_waiting, no_show), FIELD(struct intake_waiting, stamp_at), FIELD(struct intake_waiting, received_at), FIELD(struct intake_waiting, decided_by),
       FIELD(struct intake_waiting, settled_at), FIELD(struct intake_waiting, proposed_by), FIELD(struct intake_waiting, proposed_value), FIELD(struct intake_waiting, proposed_why));
#define ROWS_OF(STANDING, MORE, OF)                                                                                                                                                                   \
    "SELECT w.id, w.file_id, w.line, m.number AS member, m.first_line, p.name AS provider, f.name AS file_name, w.raw, w.code, w.reason, w.remedy, w.remedy_value, m.name AS member_name, "  \
    "m.header, m.no_show, m.stamp_at, f.received_at" MORE " FROM intake_row w JOIN intake_file f ON f.id = w.file_id JOIN provider p ON p.id = f.provider_id JOIN intake_member m ON " MEMBER_OF_ROW \
    " " OF " WHERE w.verdict = 4 AND " STANDING " AND "
#define WAITS "w.settled_at IS NULL"
#define ASIDE "w.settled_at IS NOT NULL AND w.remedy = 'ignore'"
/* Who decided last. */
#define BY                                                                                                                                                                              \
    "LEFT JOIN audit_journal j ON j.id = (SELECT MAX(d.id) FROM audit_journal d WHERE d.subject = 'intake_row' AND d.subject_id = w.id AND d.act = 'intake.decide') "                  \
    "LEFT JOIN account a ON a.id = j.actor_account"
#define DECIDED ", a.user_name AS decided_by, w.settled_at"
/* Who wants it taken in, and waits for a second person. */
#define PROPOSED ", b.user_name AS proposed_by, w.proposed_value, w.proposed_why"
#define PROPOSER "LEFT JOIN account b ON b.id = w.proposed_by"
STATEMENT(rows_waiting, &intake_waiting_record, ROWS_OF(WAITS, PROPOSED, PROPOSER) "w.id > $1 ORDER BY w.id LIMIT $2");
STATEMENT(rows_aside, &intake_waiting_record, ROWS_OF(ASIDE, DECIDED, BY) "w.id > $1 ORDER BY w.id LIMIT $2");
STATEMENT(rows_waiting_of_file, &intake_waiting_record, ROWS_OF(WAITS, PROPOSED, PROPOSER) "w.id > $1 AND w.file_id = $3 ORDER BY w.id LIMIT $2");
STATEMENT(rows_aside_of_file, &intake_waiting_record, ROWS_OF(ASIDE, DECIDED, BY) "w.id > $1 AND w.file_id = $3 ORDER BY w.id LIMIT $2");
STATEMENT(rows_waiting_for, &intake_waiting_record, ROWS_OF(WAITS, "", "") "w.code = $1 ORDER BY w.id LIMIT $2");
STATEMENT(rows_waiting_with, &intake_waiting_record, ROWS_OF(WAITS, "", "") "w.raw LIKE $1 ESCAPE '!' ORDER BY w.id LIMIT $2");

enum result intake_store_list_rows(struct context *context, enum intake_standing standing, int64_t file, int64_t after, size_t maximum, struct list *rows)
{
    if (!file) return database_all(context, standing == INTAKE_WAITS ? &rows_waiting : &rows_aside, PARAMETERS(after, (int64_t)maximum), maximum, rows);
    return database_all(context, standing == INTAKE_WAITS ? &rows_waiting_of_file : &rows_aside_of_file, PARAMETERS(after, (int64_t)maximum, file), maximum, rows);
}

enum result intake_store_waiting_for(struct context *context, const char *code, size_t maximum, struct list *rows)
{
    return database_all(context, &rows_waiting_for, PARAMETERS(code, (int64_t)maximum), maximum, rows);
}

enum result intake_store_waiting_with(struct context *context, struct text registration, struct list *rows)
{
    struct buffer pattern = buffer_new(context->arena, registration.length + 8, 1000);
    buffer_put_char(&pattern, '%');
    for (size_t i = 0; i < registration.length; i++) {
        if (strchr("%_!", registration.bytes[i])) buffer_put_char(&pattern, '!');
        buffer_put_char(&pattern, registration.bytes[i]);
    }
    buffer_put_char(&pattern, '%');
    return database_all(context, &rows_waiting_with, PARAMETERS(buffer_text(&pattern), (int64_t)INTAKE_WAITING_WITH), INTAKE_WAITING_WITH, rows);
}

#define FORGET_PROPOSAL "proposed_by = NULL, proposed_remedy = '', proposed_value = '', proposed_why = ''"
STATEMENT(row_remedy, NULL, "UPDATE intake_row SET remedy = $2, remedy_value = $3, " FORGET_PROPOSAL " WHERE id = $1 AND verdict = 4 AND settled_at IS NULL");

enum result intake_store_set_remedy(struct context *context, int64_t row, const char *remedy, struct text value, int64_t *changed)
{
    return database_run(context, &row_remedy, PARAMETERS(row, remedy, value), changed);
}

RECORD(intake_proposal_record, struct intake_proposal, FIELD(struct intake_proposal, by), FIELD(struct intake_proposal, remedy), FIELD(struct intake_proposal, value));
STATEMENT(row_take_proposal, &intake_proposal_record, "UPDATE intake_row SET settled_at = settled_at WHERE id = $1 AND verdict = 4 AND settled_at IS NULL"
                                                      " RETURNING COALESCE(proposed_by, 0) AS by, proposed_remedy AS remedy, proposed_value AS value");
STATEMENT(row_propose, NULL, "UPDATE intake_row SET proposed_by = $2, proposed_remedy = $3, proposed_value = $4, proposed_why = $5 WHERE id = $1");

enum result intake_store_take_proposal(struct context *context, int64_t row, struct intake_proposal *proposal)
{
    return database_one(context, &row_take_proposal, PARAMETERS(row), proposal);
}

enum result intake_store_propose(struct context *context, int64_t row, const struct intake_proposal *proposal, struct text why)
{
    return database_run(context, &row_propose, PARAMETERS(row, proposal->by, proposal->remedy, proposal->value, why), NULL);
}

_Static_assert(INTAKE_REFUSED == 5 && INTAKE_WAITS_ON == 0 && INTAKE_TAKEN_IN == 1 && INTAKE_REFUSED_NOW == 2 && INTAKE_PROPOSED == 3, "the statement writes them as numbers");
STATEMENT(row_fate, NULL, "SELECT CASE WHEN verdict = 5 THEN 2 WHEN settled_at IS NOT NULL THEN 1 WHEN proposed_by IS NOT NULL THEN 3 ELSE 0 END FROM intake_row WHERE id = $1");

enum result intake_store_fate(struct context *context, int64_t row, int64_t *fate)
{
    return database_integer(context, &row_fate, PARAMETERS(row), fate);
}

STATEMENT(row_take_back, NULL, "UPDATE intake_row SET remedy = '', remedy_value = '', settled_at = NULL WHERE id = $1 AND verdict = 4 AND settled_at IS NOT NULL AND remedy = 'ignore'");

enum result intake_store_take_back(struct context *context, int64_t row, int64_t *changed)
{
    return database_run(context, &row_take_back, PARAMETERS(row), changed);
}

RECORD(intake_known_record, struct intake_known, FIELD(struct intake_known, id), FIELD(struct intake_known, registration), FIELD(struct intake_known, first_name), FIELD(struct intake_known, last_name),
       FIELD(struct intake_known, native_first_name), FIELD(struct intake_known, native_last_name), FIELD(struct intake_known, by_candidate), FIELD(struct intake_known, released));
#define KNOWN(BY_CANDIDATE) "SELECT r.id, r.registration_id AS registration, r.first_name, r.last_name, r.native_first_name, r.native_last_name, " BY_CANDIDATE " AS by_candidate, CASE WHEN r.grade = 1 AND r.state = 3 THEN 1 ELSE 0 END AS released FROM exam_record r JOIN provider p ON p.id = r.provider_id WHERE p.name = $1 AND "
STATEMENT(known_by_registration, &intake_known_record, KNOWN("0") "r.registration_id = $2");
STATEMENT(known_by_candidate, &intake_known_record, KNOWN("1") "r.candidate_id = $2 AND r.candidate_id <> '' ORDER BY r.exam_day DESC, r.id DESC LIMIT 1");

enum result intake_store_known(struct context *context, struct text provider, struct text registration, struct text candidate, struct intake_known *known)
{
    enum result found = database_one(context, &known_by_registration, PARAMETERS(provider, registration), known);
    return found == RESULT_NONE ? database_one(context, &known_by_candidate, PARAMETERS(provider, candidate), known) : found;
}

/* --- Records --- */

STATEMENT(version_find, &intake_version_record, "SELECT " INTAKE_VERSION_COLUMNS " FROM exam_record r WHERE r.provider_id = $1 AND r.registration_id = $2");

enum result intake_store_find_version(struct context *context, int64_t provider, struct text registration, struct intake_version *version)
{
    return database_one(context, &version_find, PARAMETERS(provider, registration), version);
}

STATEMENT(version_replace, NULL,
          "UPDATE exam_record SET candidate_id = $2, mailbox_id = $3, exam_id = $4, exam_language = $5, exam_day = $6, grade = $7, score = $8, state = $9, given_state = $10, "
          "first_name = $11, last_name = $12, native_first_name = $13, native_last_name = $14, country = $15, site = $16, validation_id = $17, updated_at = $18, file_id = $19, "
          "line = $20 WHERE id = $1");

enum result intake_store_replace(struct context *context, const struct intake_version *version)
{
    return database_run(context, &version_replace,
                        PARAMETERS(version->id, version->candidate_id, OPTIONAL(version->mailbox_id), version->exam_id, version->exam_language, version->exam_day, version->grade,
                                   version->score, version->state, version->given_state, version->first_name, version->last_name, version->native_first_name,
                                   version->native_last_name, version->country, version->site, version->validation_id, version->updated_at, version->file_id, version->line),
                        NULL);
}

STATEMENT(version_time, NULL, "UPDATE exam_record SET updated_at = $2, file_id = $3, line = $4 WHERE id = $1");
STATEMENT(version_state, NULL, "UPDATE exam_record SET state = $2 WHERE id = $1");

enum result intake_store_set_time(struct context *context, int64_t record, struct instant updated, int64_t file, int64_t line)
{
    return database_run(context, &version_time, PARAMETERS(record, updated, file, line), NULL);
}

enum result intake_store_set_state(struct context *context, int64_t record, int32_t state)
{
    return database_run(context, &version_state, PARAMETERS(record, state), NULL);
}

STATEMENT(past_add, NULL, "INSERT INTO exam_record_past (record_id, until_at, was) VALUES ($1, $2, $3)");

enum result intake_store_add_past(struct context *context, int64_t record, struct text was)
{
    return database_run(context, &past_add, PARAMETERS(record, context_now(context), was), NULL);
}

/* --- Events --- */

STATEMENT(event_add, NULL,
          "INSERT INTO exam_event (provider_id, registration_id, kind, at, detail, file_id, mailbox) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");
STATEMENT(event_list, &intake_event_row_record, "SELECT kind, at, detail FROM exam_event WHERE provider_id = $1 AND registration_id = $2");

enum result intake_store_add_event(struct context *context, int64_t provider, struct text registration, const struct intake_event_row *event, int64_t file, bool *fresh)
{
    int64_t changed;
    TRY(database_run(context, &event_add, PARAMETERS(provider, registration, event->kind, event->at, event->detail, file, event->mailbox), &changed));
    *fresh = changed > 0;
    return RESULT_OK;
}

enum result intake_store_each_event(struct context *context, int64_t provider, struct text registration, database_each_function *each, void *data)
{
    return database_each(context, &event_list, PARAMETERS(provider, registration), each, data);
}

RECORD(intake_registration_record, struct intake_registration, FIELD(struct intake_registration, registration_id));
STATEMENT(event_registrations, &intake_registration_record, "SELECT DISTINCT registration_id FROM exam_event WHERE provider_id = $1 AND registration_id BETWEEN $2 AND $3");
STATEMENT(event_any, NULL, "SELECT COUNT(*) FROM exam_event WHERE provider_id = $1 AND registration_id = $2");

enum result intake_store_each_with_events(struct context *context, int64_t provider, struct text first, struct text last, database_each_function *each, void *data)
{
    return database_each(context, &event_registrations, PARAMETERS(provider, first, last), each, data);
}

enum result intake_store_has_events(struct context *context, int64_t provider, struct text registration, bool *has)
{
    int64_t count;
    TRY(database_integer(context, &event_any, PARAMETERS(provider, registration), &count));
    *has = count > 0;
    return RESULT_OK;
}

/* --- Much at once --- */

const char intake_store_met[] = "intake.met";

const struct intake_bulk_engine *intake_store_bulk(const struct database *database)
{
    return database_engine(database) == DATABASE_SQLITE ? &intake_store_sqlite : &intake_store_postgresql;
}

const char *const intake_record_columns[INTAKE_RECORD_COLUMNS] = {
    "id", "provider_id", "registration_id", "candidate_id", "mailbox_id", "exam_id", "exam_language", "exam_day", "grade", "score", "state", "given_state", "first_name",
    "last_name", "native_first_name", "native_last_name", "country", "site", "validation_id", "updated_at", "file_id", "line"};

void intake_store_values(int64_t provider, const struct intake_version *version, struct value values[INTAKE_RECORD_COLUMNS])
{
    struct value *value = values;
    *value++ = value_integer(version->id);
    *value++ = value_integer(provider);
    *value++ = value_text(version->registration_id);
    *value++ = value_text(version->candidate_id);
    *value++ = OPTIONAL(version->mailbox_id);
    *value++ = value_integer(version->exam_id);
    *value++ = value_text(version->exam_language);
    *value++ = value_day(version->exam_day);
    *value++ = value_integer(version->grade);
    *value++ = value_text(version->score);
    *value++ = value_integer(version->state);
    *value++ = value_integer(version->given_state);
    *value++ = value_text(version->first_name);
    *value++ = value_text(version->last_name);
    *value++ = value_text(version->native_first_name);
    *value++ = value_text(version->native_last_name);
    *value++ = value_text(version->country);
    *value++ = value_text(version->site);
    *value++ = value_text(version->validation_id);
    *value++ = value_instant(version->updated_at);
    *value++ = value_integer(version->file_id);
    *value = value_integer(version->line);
}
