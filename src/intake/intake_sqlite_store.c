/* SQLite is in this process: a look-up costs a microsecond, and inserting finds out by itself what is there. */
#include "intake/intake_store.h"

struct intake_bulk {
    int64_t provider;
    struct database_copy *records, *mailboxes;
    struct list dropped; /* of struct definition */
};

struct definition {
    struct text name, sql;
};
RECORD(intake_definition_record, struct definition, FIELD(struct definition, name), FIELD(struct definition, sql));
/* Only SQLite has these tables, so the statements are not registered. */
static const struct statement last_look = {"last_look", NULL, "SELECT COALESCE(max(id), 0) FROM exam_record"};
static const struct statement indexes_look = {"indexes_look", &intake_definition_record,
                                              "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'exam_record' AND sql LIKE 'CREATE INDEX %' ORDER BY name"};

/* To sort an index anew costs a quarter, for each row that it has, of what it costs to find the place for a new one. Readers on other connections see nothing of it: the transaction ends
 * with the indexes as they were. What must be unique stays so meanwhile. */
static enum result rows_begin(struct context *context, struct intake_bulk *bulk, size_t count, int64_t *first)
{
    int64_t last;
    bulk->dropped = (struct list){0};
    TRY(database_take_ids(context, "exam_record", (int64_t)count, first));
    if (count < INTAKE_MANY_ROWS) return RESULT_OK;
    TRY(database_integer(context, &last_look, NO_PARAMETERS, &last));
    if (last / 2 > (int64_t)count) return RESULT_OK;
    TRY(database_all(context, &indexes_look, NO_PARAMETERS, 32, &bulk->dropped));
    const struct definition *definitions = bulk->dropped.items;
    for (size_t i = 0; i < bulk->dropped.count; i++) TRY(database_script(context, text_printf(context->arena, "DROP INDEX %.*s", TEXT_ARG(definitions[i].name)).bytes));
    return RESULT_OK;
}

static enum result rows_end(struct context *context, struct intake_bulk *bulk)
{
    const struct definition *definitions = bulk->dropped.items;
    for (size_t i = 0; i < bulk->dropped.count; i++) TRY(database_make_index(context, text_string(context->arena, definitions[i].sql)));
    return RESULT_OK;
}

/* Both stay open until the transaction ends: as long as they are, the store works with its large cache. */
static enum result begin(struct context *context, int64_t provider, bool *meets, struct intake_bulk **bulk)
{
    static const char *const mailbox_columns[] = {"id", "address"};
    *bulk = ARENA_NEW(context->arena, struct intake_bulk);
    (*bulk)->provider = provider;
    TRY(database_copy_begin(context, "exam_record", intake_record_columns, INTAKE_RECORD_COLUMNS, &(*bulk)->records));
    return database_copy_begin(context, "mailbox", mailbox_columns, 2, &(*bulk)->mailboxes);
}

STATEMENT(mailbox_find, NULL, "SELECT id FROM mailbox WHERE address = $1");

static enum result mailboxes(struct context *context, struct intake_bulk *bulk, const struct intake_address *addresses, size_t count, int64_t *ids, bool *existed)
{
    int64_t next;
    if (count == 0) return RESULT_OK;
    TRY(database_take_ids(context, "mailbox", (int64_t)count, &next));
    for (size_t i = 0; i < count; i++) {
        struct value values[2] = {value_integer(next), value_text(addresses[i].text)};
        bool taken;
        TRY(database_copy_try(context, bulk->mailboxes, values, &taken));
        existed[i] = !taken;
        if (taken) ids[i] = next++;
        else TRY(database_integer(context, &mailbox_find, PARAMETERS(addresses[i].text), &ids[i]));
    }
    return RESULT_OK;
}

/* A candidate ID is a person only at the provider that gave it: another's may be anybody's. The plus keeps the look-up off the index by provider, which has millions of each. */
#define OF_PROVIDER " AND +provider_id = $3 LIMIT 1"
STATEMENT(pair_together, NULL, "SELECT 1 FROM exam_record WHERE candidate_id = $1 AND mailbox_id = $2" OF_PROVIDER);
STATEMENT(pair_elsewhere, NULL, "SELECT 1 FROM exam_record WHERE candidate_id = $1 AND mailbox_id <> $2" OF_PROVIDER);
STATEMENT(pair_shared, NULL, "SELECT 1 FROM exam_record WHERE mailbox_id = $2 AND candidate_id <> $1 AND candidate_id <> ''" OF_PROVIDER);

static enum result pairs(struct context *context, struct intake_bulk *bulk, struct intake_pair_seen *seen, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t one;
        enum result together = database_integer(context, &pair_together, PARAMETERS(seen[i].candidate, seen[i].mailbox, bulk->provider), &one);
        TRY(together);
        if ((seen[i].together = together == RESULT_OK)) continue;
        enum result elsewhere = database_integer(context, &pair_elsewhere, PARAMETERS(seen[i].candidate, seen[i].mailbox, bulk->provider), &one);
        TRY(elsewhere);
        seen[i].elsewhere = elsewhere == RESULT_OK;
        enum result shared = database_integer(context, &pair_shared, PARAMETERS(seen[i].candidate, seen[i].mailbox, bulk->provider), &one);
        TRY(shared);
        seen[i].shared = shared == RESULT_OK;
    }
    return RESULT_OK;
}

struct range {
    int64_t first, last;
};
RECORD(intake_range_record, struct range, FIELD(struct range, first), FIELD(struct range, last));
STATEMENT(guess, &intake_range_record, "SELECT min(mailbox_id) AS first, max(mailbox_id) AS last FROM exam_record WHERE candidate_id = $1 AND mailbox_id IS NOT NULL AND +provider_id = $2");

static enum result guesses(struct context *context, struct intake_bulk *bulk, struct intake_guess *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct range range;
        TRY(database_one(context, &guess, PARAMETERS(wanted[i].candidate, bulk->provider), &range));
        wanted[i].mailbox = range.first;
        wanted[i].other = range.last;
    }
    return RESULT_OK;
}

static enum result put(struct context *context, struct intake_bulk *bulk, const struct intake_version *version, struct intake_version *existing)
{
    struct value values[INTAKE_RECORD_COLUMNS];
    bool taken;
    intake_store_values(bulk->provider, version, values);
    TRY(database_copy_try(context, bulk->records, values, &taken));
    if (taken) return RESULT_OK;
    TRY(intake_store_find_version(context, bulk->provider, version->registration_id, existing));
    return RESULT_NONE;
}

static enum result find(struct context *context, struct intake_bulk *bulk, struct text registration, struct intake_version *existing)
{
    return intake_store_find_version(context, bulk->provider, registration, existing);
}

const struct intake_bulk_engine intake_store_sqlite = {begin, mailboxes, NULL, pairs, guesses, rows_begin, NULL, put, find, rows_end, 256 << 20};
