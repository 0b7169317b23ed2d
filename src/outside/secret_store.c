#include "outside/secret_store.h"

struct secret_row {
    struct text value;
};
RECORD(secret_row_record, struct secret_row, FIELD(struct secret_row, value));

STATEMENT(read_secret, &secret_row_record, "SELECT value FROM store_setting WHERE name = 'secret'");
STATEMENT(keep_secret, NULL, "INSERT INTO store_setting (name, value) VALUES ('secret', $1) ON CONFLICT (name) DO NOTHING");

enum result secret_store_read(struct context *context, struct text *hex)
{
    struct secret_row row;
    enum result found = database_one(context, &read_secret, NO_PARAMETERS, &row);
    if (found == RESULT_OK) *hex = row.value;
    return found;
}

enum result secret_store_keep(struct context *context, struct text hex)
{
    return database_run(context, &keep_secret, PARAMETERS(hex), NULL);
}
