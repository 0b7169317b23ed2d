#include "verify/verify_store.h"

RECORD(register_row_record, struct register_row, FIELD(struct register_row, id), FIELD(struct register_row, certification_id),
       FIELD(struct register_row, code_serial), FIELD(struct register_row, revision), FIELD(struct register_row, state),
       FIELD(struct register_row, issued),
       FIELD(struct register_row, number), FIELD(struct register_row, reason), FIELD(struct register_row, state_day),
       FIELD(struct register_row, exam_day), FIELD(struct register_row, award_day), FIELD(struct register_row, issue_day), FIELD(struct register_row, expiry_day),
       FIELD(struct register_row, revision_day), FIELD(struct register_row, name_latin), FIELD(struct register_row, name_native));

#define ROW                                                                                                                                    \
    "SELECT number, id, certification_id, code_serial, revision, state, issued, reason, state_day, exam_day, award_day, issue_day, expiry_day, revision_day,"    \
    " name_latin, name_native FROM certificate "
STATEMENT(find_by_numbers, &register_row_record, ROW "WHERE number IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
STATEMENT_OF_MANY(find_by_number, &register_row_record, ROW "WHERE number = $1", &find_by_numbers);
STATEMENT(find_place, &register_row_record, ROW "WHERE id = $1");
STATEMENT(find_near, &register_row_record, ROW "WHERE number >= $1 ORDER BY number LIMIT 1");

enum result verify_store_find(struct context *context, struct text number, struct register_row *row)
{
    return database_one(context, &find_by_number, PARAMETERS(number), row);
}

enum result verify_store_find_near(struct context *context, struct text number, struct register_row *row, bool *found)
{
    enum result result = database_one(context, &find_near, PARAMETERS(number), row);
    *found = result == RESULT_OK && text_equal(row->number, number);
    return result;
}

enum result verify_store_find_queued(struct context *context, struct text number, struct register_row *row, database_answer *done, void *data)
{
    return database_queue(context->database, context, &find_by_number, PARAMETERS(number), row, done, data);
}

enum result verify_store_find_place(struct context *context, int64_t place, struct register_row *row, bool *found)
{
    enum result result = database_one(context, &find_place, PARAMETERS(place), row);
    *found = result == RESULT_OK;
    return result;
}
