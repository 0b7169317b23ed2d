/* PostgreSQL is another process: look-ups travel in one statement for a whole batch, as lines of one text that the server takes apart, and new rows by COPY. The statements are
 * not registered, as their functions are this engine's own. */
#include <stdlib.h>

#include "base/buffer.h"
#include "intake/intake_store.h"

struct intake_bulk {
    int64_t provider;
    struct intake_version *fresh; /* what was put and the server does not have yet */
    size_t fresh_count;
    struct text last; /* the registration ID of the last row that was put or found */
    /* What was there before, of the rows of this batch, in their order. */
    struct list existing;
    size_t at;
    bool *meets;   /* the file has rows whose records are there */
    bool looked;   /* `existing` has all that is there of this batch */
    struct list dropped; /* of struct definition */
};

enum { TEXTS_LIMIT = 256 << 20, SAMPLE = 256 };

static const struct statement plan_anew = {"plan_anew", NULL, "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"};
/* One import at a time: two that insert the same mailboxes would only wait for each other later, or worse, in a circle. */
static const struct statement one_import = {"one_import", NULL, "SELECT CASE WHEN pg_advisory_xact_lock(7311300705) IS NULL THEN 0 ELSE 1 END AS locked"};

struct definition {
    struct text name, sql;
};
RECORD(intake_index_record, struct definition, FIELD(struct definition, name), FIELD(struct definition, sql));
static const struct statement empty_look = {"empty_look", NULL, "SELECT 1 FROM exam_record LIMIT 1"};
/* Not by pg_indexes: it spells out the indexes of every table of that name in the database, and fails where one of another schema is just being dropped. */
static const struct statement indexes_look = {"indexes_look", &intake_index_record,
                                              "SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS sql FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                                              "WHERE i.indrelid = to_regclass('exam_record') AND NOT i.indisunique ORDER BY c.relname"};

static enum result settle_planner(struct context *context)
{
    TRY(database_look_by_index(context));
    return database_run(context, &plan_anew, NO_PARAMETERS, NULL);
}

/* All ids of records are taken here, by one import at a time: so the sequence moves on in one step. */
static const struct statement record_ids = {"record_ids", NULL, "SELECT setval(s.name, nextval(s.name) + $1 - 1) - $1 + 1 FROM (SELECT CAST(pg_get_serial_sequence('exam_record', 'id') AS regclass) AS name) AS s"};

/* An empty table is filled first and indexed then; the transaction ends with both or with neither. Whoever reads records waits meanwhile, but there are none. */
static enum result rows_begin(struct context *context, struct intake_bulk *bulk, size_t count, int64_t *first)
{
    int64_t one;
    TRY(database_integer(context, &record_ids, PARAMETERS((int64_t)count), first));
    bulk->dropped = (struct list){0};
    bulk->fresh = ARENA_ARRAY(context->arena, count + 1, struct intake_version);
    if (count < INTAKE_MANY_ROWS) return RESULT_OK;
    enum result filled = database_integer(context, &empty_look, NO_PARAMETERS, &one);
    if (filled != RESULT_NONE) return filled < 0 ? filled : RESULT_OK;
    TRY(database_all(context, &indexes_look, NO_PARAMETERS, 32, &bulk->dropped));
    const struct definition *definitions = bulk->dropped.items;
    for (size_t i = 0; i < bulk->dropped.count; i++) TRY(database_script(context, text_printf(context->arena, "DROP INDEX %.*s", TEXT_ARG(definitions[i].name)).bytes));
    return RESULT_OK;
}

static enum result begin(struct context *context, int64_t provider, bool *meets, struct intake_bulk **bulk)
{
    *bulk = ARENA_NEW(context->arena, struct intake_bulk);
    (*bulk)->provider = provider;
    (*bulk)->meets = meets;
    int64_t ignored;
    TRY(settle_planner(context));
    TRY(database_integer(context, &one_import, NO_PARAMETERS, &ignored));
    return RESULT_OK;
}

/* --- Many at once --- */

/* A text by its first eight bytes. */
struct leading {
    uint64_t key;
    struct text text;
    uint32_t number;
};

static int by_text(const void *a, const void *b)
{
    const struct leading *one = a, *two = b;
    if (one->key != two->key) return one->key < two->key ? -1 : 1;
    int order = text_compare(one->text, two->text);
    return order ? order : (one->number > two->number) - (one->number < two->number);
}

/* The numbers of the texts in the order of their index: looked up and added so, they walk it once. Those that are equal stay as they are; `asked` is sorted. */
static uint32_t *in_order(struct context *context, struct leading *asked, size_t count)
{
    uint32_t *which = ARENA_ARRAY(context->arena, count, uint32_t);
    for (size_t i = 0; i < count; i++) asked[i].key = text_leading(asked[i].text), asked[i].number = (uint32_t)i;
    qsort(asked, count, sizeof *asked, by_text);
    for (size_t i = 0; i < count; i++) which[i] = asked[i].number;
    return which;
}

/* --- Mailboxes --- */

struct numbered {
    int64_t number, id;
};
RECORD(intake_numbered_record, struct numbered, FIELD(struct numbered, number), FIELD(struct numbered, id));

static const struct statement mailbox_look = {"mailbox_look", &intake_numbered_record,
                                              "SELECT a.number, m.id FROM unnest(string_to_array($1, chr(10))) WITH ORDINALITY AS a (address, number) "
                                              "CROSS JOIN LATERAL (SELECT id FROM mailbox WHERE mailbox.address = a.address OFFSET 0) AS m"};
/* ON CONFLICT: somebody may sign up with one of them just now. */
static const struct statement mailbox_add = {"mailbox_add", NULL,
                                             "INSERT INTO mailbox (id, address) SELECT $2 + a.number - 1, a.address FROM unnest(string_to_array($1, chr(10))) WITH ORDINALITY "
                                             "AS a (address, number) ORDER BY a.number ON CONFLICT (address) DO NOTHING"};

struct finding {
    const uint32_t *which; /* the addresses asked for */
    int64_t *ids;
    bool *existed;
    size_t found;
    bool were_there;
};

static enum result take_mailbox(struct context *context, const void *row, void *data)
{
    const struct numbered *numbered = row;
    struct finding *finding = data;
    uint32_t at = finding->which[numbered->number - 1];
    finding->ids[at] = numbered->id;
    finding->existed[at] = finding->were_there;
    finding->found++;
    return RESULT_OK;
}

static struct text lines_of(struct context *context, const struct intake_address *addresses, const uint32_t *which, size_t count)
{
    struct buffer out = buffer_new(context->arena, count * 32 + 64, TEXTS_LIMIT);
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_put_char(&out, '\n');
        buffer_put(&out, addresses[which[i]].text);
    }
    return buffer_text(&out);
}

static enum result mailboxes(struct context *context, struct intake_bulk *bulk, const struct intake_address *addresses, size_t count, int64_t *ids, bool *existed)
{
    if (count == 0) return RESULT_OK;
    memset(ids, 0, count * sizeof *ids);
    struct leading *asked = ARENA_ARRAY(context->arena, count, struct leading);
    for (size_t i = 0; i < count; i++) asked[i].text = addresses[i].text;
    const uint32_t *which = in_order(context, asked, count);
    struct finding finding = {which, ids, existed, 0, true};
    TRY(database_each(context, &mailbox_look, PARAMETERS(lines_of(context, addresses, which, count)), take_mailbox, &finding));
    if (finding.found == count) return RESULT_OK;
    uint32_t *missing = ARENA_ARRAY(context->arena, count, uint32_t);
    size_t missing_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!ids[which[i]]) missing[missing_count++] = which[i];
    struct text lines = lines_of(context, addresses, missing, missing_count);
    int64_t first, added;
    TRY(database_take_ids(context, "mailbox", (int64_t)missing_count, &first));
    TRY(database_run(context, &mailbox_add, PARAMETERS(lines, first), &added));
    if ((size_t)added == missing_count) {
        for (size_t i = 0; i < missing_count; i++) {
            ids[missing[i]] = first + (int64_t)i;
            existed[missing[i]] = false;
        }
        return RESULT_OK;
    }
    finding = (struct finding){missing, ids, existed, 0, false};
    TRY(database_each(context, &mailbox_look, PARAMETERS(lines), take_mailbox, &finding));
    if (finding.found == missing_count) return RESULT_OK;
    return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
}

struct looking {
    const struct intake_address *addresses;
    size_t count;
    int64_t *ids;
    bool *existed;
};

static enum result look_up(struct context *context, void *data)
{
    const struct looking *looking = data;
    TRY(settle_planner(context));
    return mailboxes(context, NULL, looking->addresses, looking->count, looking->ids, looking->existed);
}

static enum result mailboxes_ahead(struct context *context, const struct intake_address *addresses, size_t count, int64_t *ids, bool *existed)
{
    struct looking looking = {addresses, count, ids, existed};
    return database_transaction(context, look_up, &looking);
}

/* --- People --- */

struct pair_row {
    int64_t number;
    int64_t together, elsewhere, shared;
};
RECORD(intake_pair_record, struct pair_row, FIELD(struct pair_row, number), FIELD(struct pair_row, together), FIELD(struct pair_row, elsewhere), FIELD(struct pair_row, shared));

/* A candidate ID is a person only at the provider that gave it: another's may be anybody's. The plus keeps the look-up off the index by provider, which has millions of each. */
#define OF_PROVIDER(NUMBER) "AND +r.provider_id = " NUMBER " "
static const struct statement pairs_look = {
    "pairs_look", &intake_pair_record,
    "SELECT a.number, s.together, CASE WHEN s.together = 1 THEN 0 ELSE (SELECT count(*) FROM (SELECT 1 FROM exam_record r WHERE r.candidate_id = a.candidate AND "
    "r.mailbox_id <> CAST(a.mailbox AS BIGINT) " OF_PROVIDER("$3") "LIMIT 1) AS e) END AS elsewhere, CASE WHEN s.together = 1 THEN 0 ELSE (SELECT count(*) FROM (SELECT 1 FROM exam_record r WHERE "
    "r.mailbox_id = CAST(a.mailbox AS BIGINT) AND r.candidate_id <> a.candidate AND r.candidate_id <> '' " OF_PROVIDER("$3") "LIMIT 1) AS e) END AS shared "
    "FROM unnest(string_to_array($1, chr(10)), string_to_array($2, chr(10))) WITH ORDINALITY AS a (candidate, mailbox, number) "
    "CROSS JOIN LATERAL (SELECT count(*) AS together FROM (SELECT 1 FROM exam_record r WHERE r.candidate_id = a.candidate AND r.mailbox_id = CAST(a.mailbox AS BIGINT) " OF_PROVIDER("$3") "LIMIT 1) AS t) AS s"};

struct pairing {
    const uint32_t *which; /* the pairs asked for */
    struct intake_pair_seen *seen;
};

static enum result take_pair(struct context *context, const void *row, void *data)
{
    const struct pair_row *pair = row;
    const struct pairing *pairing = data;
    struct intake_pair_seen *seen = &pairing->seen[pairing->which[pair->number - 1]];
    seen->together = pair->together;
    seen->elsewhere = pair->elsewhere;
    seen->shared = pair->shared;
    return RESULT_OK;
}

static enum result pairs(struct context *context, struct intake_bulk *bulk, struct intake_pair_seen *seen, size_t count)
{
    if (count == 0) return RESULT_OK;
    struct buffer candidates = buffer_new(context->arena, count * 16 + 64, TEXTS_LIMIT), numbers = buffer_new(context->arena, count * 12 + 64, TEXTS_LIMIT);
    struct leading *asked = ARENA_ARRAY(context->arena, count, struct leading);
    for (size_t i = 0; i < count; i++) asked[i].text = seen[i].candidate;
    struct pairing pairing = {in_order(context, asked, count), seen};
    for (size_t i = 0; i < count; i++) {
        const struct intake_pair_seen *pair = &seen[pairing.which[i]];
        if (i) buffer_put_char(&candidates, '\n'), buffer_put_char(&numbers, '\n');
        buffer_put(&candidates, pair->candidate);
        buffer_put_integer(&numbers, pair->mailbox);
    }
    return database_each(context, &pairs_look, PARAMETERS(buffer_text(&candidates), buffer_text(&numbers), bulk->provider), take_pair, &pairing);
}

struct guess_row {
    int64_t number, first, last;
};
RECORD(intake_guess_record, struct guess_row, FIELD(struct guess_row, number), FIELD(struct guess_row, first), FIELD(struct guess_row, last));

static const struct statement guess_look = {"guess_look", &intake_guess_record,
                                            "SELECT a.number, g.first, g.last FROM unnest(string_to_array($1, chr(10))) WITH ORDINALITY AS a (candidate, number) "
                                            "CROSS JOIN LATERAL (SELECT min(r.mailbox_id) AS first, max(r.mailbox_id) AS last FROM exam_record r WHERE r.candidate_id = a.candidate "
                                            "AND r.mailbox_id IS NOT NULL " OF_PROVIDER("$2") ") AS g"};

static enum result take_guess(struct context *context, const void *row, void *data)
{
    const struct guess_row *guess = row;
    struct intake_guess *wanted = (struct intake_guess *)data + (guess->number - 1);
    wanted->mailbox = guess->first;
    wanted->other = guess->last;
    return RESULT_OK;
}

static enum result guesses(struct context *context, struct intake_bulk *bulk, struct intake_guess *wanted, size_t count)
{
    if (count == 0) return RESULT_OK;
    struct buffer candidates = buffer_new(context->arena, count * 16 + 64, TEXTS_LIMIT);
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_put_char(&candidates, '\n');
        buffer_put(&candidates, wanted[i].candidate);
    }
    return database_each(context, &guess_look, PARAMETERS(buffer_text(&candidates), bulk->provider), take_guess, wanted);
}

/* --- Records --- */

/* Ordered as they were asked for, not by a collation. */
static const struct statement versions_look = {"versions_look", &intake_version_record,
                                               "SELECT " INTAKE_VERSION_COLUMNS " FROM unnest(string_to_array($2, chr(10))) WITH ORDINALITY AS a (registration, number) "
                                               "CROSS JOIN LATERAL (SELECT * FROM exam_record WHERE exam_record.provider_id = $1 AND exam_record.registration_id = a.registration "
                                               "OFFSET 0) AS r ORDER BY a.number"};

static enum result look(struct context *context, struct intake_bulk *bulk, const struct text *registrations, size_t count, size_t step)
{
    struct buffer lines = buffer_new(context->arena, count / step * 12 + 64, TEXTS_LIMIT);
    for (size_t i = 0; i < count; i += step) {
        if (i && text_equal(registrations[i], registrations[i - step])) continue;
        if (i) buffer_put_char(&lines, '\n');
        buffer_put(&lines, registrations[i]);
    }
    return database_all(context, &versions_look, PARAMETERS(bulk->provider, buffer_text(&lines)), count, &bulk->existing);
}

/* Most files bring new rows only, and to look for each would cost as much as to find its place in an index. So some are looked for; where none is there, all are taken for new, and
 * the first that is not ends the transaction, which is run again with a look at every row. */
static enum result ahead(struct context *context, struct intake_bulk *bulk, const struct text *registrations, size_t count)
{
    bulk->at = 0;
    bulk->existing = (struct list){0};
    bulk->looked = true;
    if (count == 0 || bulk->dropped.count) return RESULT_OK;
    if (count > SAMPLE && !*bulk->meets) {
        TRY(look(context, bulk, registrations, count, count / SAMPLE));
        bulk->looked = *bulk->meets = bulk->existing.count > 0;
        if (!bulk->looked) return RESULT_OK;
    }
    return look(context, bulk, registrations, count, 1);
}

/* By candidate ID, with ids in that order: a person's records then stand together in the table and in three of its four indexes, however they were mixed in the file. */
static enum result flush(struct context *context, struct intake_bulk *bulk)
{
    size_t count = bulk->fresh_count;
    bulk->fresh_count = 0;
    if (!count) return RESULT_OK;
    struct database_copy *records;
    int64_t first = bulk->fresh[0].id;
    struct leading *candidates = ARENA_ARRAY(context->arena, count, struct leading);
    for (size_t i = 0; i < count; i++) candidates[i].text = bulk->fresh[i].candidate_id;
    const uint32_t *which = in_order(context, candidates, count);
    TRY(database_copy_begin(context, "exam_record", intake_record_columns, INTAKE_RECORD_COLUMNS, &records));
    for (size_t i = 0; i < count; i++) {
        struct value values[INTAKE_RECORD_COLUMNS];
        struct intake_version version = bulk->fresh[which[i]];
        version.id = first + (int64_t)i;
        intake_store_values(bulk->provider, &version, values);
        TRY(database_copy_row(context, records, values));
    }
    enum result copied = database_copy_end(context, records, NULL);
    if (copied != RESULT_REFUSED || *bulk->meets || !context->error.code || strcmp(context->error.code, "store.duplicate") != 0) return copied;
    *bulk->meets = true;
    error_clear(&context->error);
    return context_fail(context, RESULT_REFUSED, intake_store_met, "rows whose records are there");
}

static enum result look_for(struct context *context, struct intake_bulk *bulk, struct text registration, bool new_unless_known, struct intake_version *existing)
{
    /* A second row of the same registration ID: the first one may be on its way, or have changed what is there. */
    if (text_equal(registration, bulk->last)) {
        TRY(flush(context, bulk));
        return intake_store_find_version(context, bulk->provider, registration, existing);
    }
    bulk->last = registration;
    if (!bulk->looked) return new_unless_known ? RESULT_NONE : intake_store_find_version(context, bulk->provider, registration, existing);
    const struct intake_version *versions = bulk->existing.items;
    while (bulk->at < bulk->existing.count && text_compare(versions[bulk->at].registration_id, registration) < 0) bulk->at++;
    if (bulk->at == bulk->existing.count || !text_equal(versions[bulk->at].registration_id, registration)) return RESULT_NONE;
    *existing = versions[bulk->at];
    return RESULT_OK;
}

static enum result find(struct context *context, struct intake_bulk *bulk, struct text registration, struct intake_version *existing)
{
    return look_for(context, bulk, registration, false, existing);
}

static enum result put(struct context *context, struct intake_bulk *bulk, const struct intake_version *version, struct intake_version *existing)
{
    enum result found = look_for(context, bulk, version->registration_id, true, existing);
    if (found != RESULT_NONE) return found < 0 ? found : RESULT_NONE;
    bulk->fresh[bulk->fresh_count++] = *version;
    return RESULT_OK;
}

static enum result rows_end(struct context *context, struct intake_bulk *bulk)
{
    TRY(flush(context, bulk));
    const struct definition *definitions = bulk->dropped.items;
    for (size_t i = 0; i < bulk->dropped.count; i++) TRY(database_make_index(context, text_string(context->arena, definitions[i].sql)));
    return RESULT_OK;
}

const struct intake_bulk_engine intake_store_postgresql = {begin, mailboxes, mailboxes_ahead, pairs, guesses, rows_begin, ahead, put, find, rows_end, INTAKE_SMALL_BATCH};
