/* What the rooms above and the doors read: records, mailboxes, when files came. */
#include "audit/audit.h"
#include "intake/intake_store.h"
#include "outside/database.h"

RECORD(exam_record_record, struct exam_record, FIELD(struct exam_record, id), FIELD(struct exam_record, provider_id), FIELD(struct exam_record, mailbox_id),
       FIELD(struct exam_record, exam_id), FIELD(struct exam_record, provider), FIELD(struct exam_record, registration_id), FIELD(struct exam_record, candidate_id),
       FIELD(struct exam_record, exam_code), FIELD(struct exam_record, exam_language), FIELD(struct exam_record, exam_day), FIELD(struct exam_record, grade),
       FIELD(struct exam_record, state), FIELD(struct exam_record, passed), FIELD(struct exam_record, score), FIELD(struct exam_record, first_name), FIELD(struct exam_record, last_name),
       FIELD(struct exam_record, native_first_name), FIELD(struct exam_record, native_last_name), FIELD(struct exam_record, country));

STATEMENT(records_of_mailbox, &exam_record_record,
          "SELECT r.id, r.provider_id, r.mailbox_id, r.exam_id, p.name AS provider, r.registration_id, r.candidate_id, e.code AS exam_code, r.exam_language, r.exam_day, r.grade, r.state, "
          "CASE WHEN r.grade = 1 THEN 1 ELSE 0 END AS passed, "
          "r.score, r.first_name, r.last_name, r.native_first_name, r.native_last_name, r.country FROM exam_record r JOIN provider p ON p.id = r.provider_id JOIN exam e ON e.id = r.exam_id "
          "WHERE r.mailbox_id = $1 ORDER BY r.exam_day DESC, r.id DESC LIMIT $2");

enum result intake_records_of_mailbox(struct context *context, int64_t mailbox, size_t maximum, struct list *records)
{
    return database_all(context, &records_of_mailbox, PARAMETERS(mailbox, (int64_t)maximum), maximum, records);
}

STATEMENT(mailbox_known, NULL, "SELECT id FROM mailbox WHERE address = $1");
STATEMENT(mailbox_make, NULL, "INSERT INTO mailbox (address) VALUES ($1) ON CONFLICT DO NOTHING");

enum result intake_mailbox_known(struct context *context, struct text address, int64_t *mailbox)
{
    return database_integer(context, &mailbox_known, PARAMETERS(address), mailbox);
}

enum result intake_mailbox(struct context *context, struct text address, int64_t *mailbox)
{
    /* The same two statements whether it is known or not: how long they take tells nobody (5.1). */
    TRY(database_run(context, &mailbox_make, PARAMETERS(address), NULL));
    enum result result = intake_mailbox_known(context, address, mailbox);
    return result == RESULT_NONE ? context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment.")) : result;
}

struct appointment_row {
    int64_t provider_id;
    struct instant at;
    struct text kind, detail, mailbox;
};
RECORD(appointment_row_record, struct appointment_row, FIELD(struct appointment_row, provider_id), FIELD(struct appointment_row, at), FIELD(struct appointment_row, kind),
       FIELD(struct appointment_row, detail), FIELD(struct appointment_row, mailbox));
RECORD(intake_appointment_record, struct intake_appointment, FIELD(struct intake_appointment, provider_id));
/* The latest of them, should there be more than anybody moves an exam; CROSS JOIN: from the providers to the index of each. */
enum { APPOINTMENTS = 200 };
STATEMENT(appointments_of, &appointment_row_record,
          "SELECT e.provider_id, e.at, e.kind, e.detail, e.mailbox FROM provider p CROSS JOIN exam_event e WHERE e.provider_id = p.id AND e.registration_id = $1"
          " AND e.kind IN ('modify-appointment', 'cancel-appointment')"
          " AND NOT EXISTS (SELECT 1 FROM exam_record r WHERE r.provider_id = p.id AND r.registration_id = $1)"
          " ORDER BY e.provider_id DESC, e.at DESC, e.kind, e.detail DESC LIMIT 200");

enum result intake_appointments(struct context *context, struct text registration, struct list *appointments)
{
    struct list rows;
    TRY(database_all(context, &appointments_of, PARAMETERS(registration), APPOINTMENTS, &rows));
    struct intake_appointment *items = ARENA_ARRAY(context->arena, rows.count + 1, struct intake_appointment);
    for (size_t i = 0; i < rows.count; i++) {
        const struct appointment_row *row = (const struct appointment_row *)rows.items + (rows.count - 1 - i);
        items[i] = (struct intake_appointment){.provider_id = row->provider_id, .cancelled = text_is(row->kind, "cancel-appointment"), .at = row->at, .day = NO_DAY, .mailbox = row->mailbox};
        (void)day_parse(row->detail, &items[i].day);
    }
    *appointments = (struct list){&intake_appointment_record, items, rows.count};
    return RESULT_OK;
}

RECORD(intake_last_record, struct intake_last, FIELD(struct intake_last, provider), FIELD(struct intake_last, title), FIELD(struct intake_last, received));
STATEMENT(last_files, &intake_last_record,
          "SELECT p.name AS provider, p.name AS title, max(f.received_at) AS received FROM intake_file f JOIN provider p ON p.id = f.provider_id WHERE f.state = 2 GROUP BY p.name ORDER BY p.name");

enum result intake_store_last_files(struct context *context, struct list *files)
{
    return database_all(context, &last_files, NO_PARAMETERS, 1000, files);
}
