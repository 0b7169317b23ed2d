/* The journal is one chain, or on PostgreSQL several: whatever transactions do to each other, each act stands behind the one before it. */
#include "support/support.h"

#include <pthread.h>

#include "audit/audit.h"
#include "audit/audit_chain.h"
#include "base/encoding.h"
#include "door/house.h"
#include "outside/database_internal.h"
#include "outside/settings.h"

STATEMENT(every_act, &audit_act_record,
          "SELECT id, chain, place, at, actor_kind, actor_account, act, subject, subject_id, detail, hash FROM audit_journal ORDER BY chain, place, id");
STATEMENT(count_chains, NULL, "SELECT COUNT(DISTINCT chain) FROM audit_journal");
STATEMENT(old_act, NULL, "INSERT INTO audit_journal (at, actor_kind, actor_account, act, subject, subject_id, detail) VALUES ($1, 3, NULL, $2, 'exam', $3, '')");
STATEMENT(forge_old_act, NULL, "UPDATE audit_journal SET act = 'nothing' WHERE act = $1");
STATEMENT(lock_setting, NULL, "INSERT INTO store_setting (name, value) VALUES ('held', 'x') ON CONFLICT (name) DO UPDATE SET value = 'y'");

enum { MOST = 1000 };

/* Walks all chains as a stranger would; returns how many acts stand in them. */
static size_t walk(struct support *support)
{
    struct context *context = &support->context;
    struct list rows, heads;
    assert_result(support, RESULT_OK, database_all(context, &every_act, NO_PARAMETERS, MOST, &rows));
    context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    assert_result(support, RESULT_OK, audit_heads(context, &heads));
    const struct audit_act *act = rows.items, *end = act + rows.count;
    const struct audit_head *head = heads.items;
    for (size_t i = 0; i < heads.count; i++, head++) {
        unsigned char before[HASH_SHA256] = {0}, hash[HASH_SHA256];
        int64_t place = 0;
        for (; act < end && act->chain == head->chain; act++) {
            assert_int_equal(act->place, ++place);
            audit_chain_hash(act, before, hash);
            assert_int_equal(act->hash.length, sizeof hash);
            assert_memory_equal(act->hash.data, hash, sizeof hash);
            memcpy(before, hash, sizeof before);
        }
        assert_int_equal(head->length, place);
        assert_memory_equal(head->hash.data, before, sizeof before);
    }
    assert_ptr_equal(act, end);
    return rows.count;
}

static void write_acts(struct support *support, int64_t account, int count)
{
    for (int i = 0; i < count; i++) {
        support->context.actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = account};
        assert_result(support, RESULT_OK, audit_write(&support->context, "test.act", "exam", i, TEXT("{\"name\":\"张\"}")));
    }
}

/* Computed by another program (Python's hashlib) from the description in audit_chain.h. */
static void the_hash_is_as_written_down(void **state)
{
    (void)state;
    struct support *support = support_context("2026-02-13T08:00:00Z");
    unsigned char zeros[HASH_SHA256] = {0}, first[HASH_SHA256], second[HASH_SHA256];
    struct audit_act act = {.chain = 1, .place = 1, .at = {1770969600000000}, .actor_kind = 1, .actor_account = 12, .act = TEXT("association.complete"), .subject = TEXT("mailbox"),
                            .subject_id = 4, .detail = TEXT("{\"records\":3}")};
    audit_chain_hash(&act, zeros, first);
    assert_text_equal(encoding_hex(support->context.arena, (struct bytes){first, sizeof first}), "c1b7f3c0502e4644ef4e9ce2ed67f38f6ce0590a268240482b42eac09fe16370");
    act = (struct audit_act){.chain = 1, .place = 2, .at = {-1}, .actor_kind = 4, .act = TEXT("intake.file"), .subject = TEXT("intake_file"), .subject_id = -7, .detail = TEXT("")};
    audit_chain_hash(&act, first, second);
    assert_text_equal(encoding_hex(support->context.arena, (struct bytes){second, sizeof second}), "f6f5eb1b2613314a887053adaad615a3896cf57336b2e74c1723005d161dc106");
    support_context_free(support);
}

static enum result write_and_be_refused(struct context *context, void *data)
{
    TRY(audit_write(context, "test.refused", "exam", 1, TEXT("")));
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

/* So many acts that they are copied in; one attempt among them is undone, and the memory that they were written from is given back meanwhile. */
static enum result write_many(struct context *context, void *data)
{
    struct arena_mark mark = arena_mark(context->arena);
    for (int i = 0; i < 10; i++) {
        TRY(audit_write(context, "test.many", "exam", i, TEXT("{}")));
        if (database_attempt(context, write_and_be_refused, NULL) != RESULT_REFUSED) return RESULT_BROKEN;
        error_clear(&context->error);
    }
    arena_rewind(context->arena, mark);
    memset(arena_raw(context->arena, 4096), 0xEE, 4096);
    return RESULT_OK;
}

static void what_is_undone_leaves_no_gap(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    context->actor = (struct actor){.kind = ACTOR_SYSTEM};
    assert_int_equal(walk(support), 0);
    write_acts(support, 7, 2);
    assert_int_equal(walk(support), 2);
    assert_result(support, RESULT_REFUSED, database_transaction(context, write_and_be_refused, NULL));
    error_clear(&context->error);
    assert_int_equal(walk(support), 2);
    assert_result(support, RESULT_OK, database_transaction(context, write_many, NULL));
    assert_int_equal(walk(support), 12);
    write_acts(support, 7, 1);
    assert_int_equal(walk(support), 13);
    /* Whatever call on the store fails, the act is there whole or not at all. */
    for (int64_t n = 1; n <= 12; n++) {
        size_t before = walk(support);
        database_fail_after(context->database, n, RESULT_BROKEN);
        enum result result = database_transaction(context, write_many, NULL);
        database_fail_after(context->database, 0, RESULT_BROKEN);
        error_clear(&context->error);
        assert_int_equal(walk(support), before + (result == RESULT_OK ? 10 : 0));
    }
    support_context_free(support);
}
BOTH_ENGINES(what_is_undone_leaves_no_gap)

static void the_key_of_the_work_is_not_used_up(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    support->context.once.key = TEXT("form-1");
    write_acts(support, 7, 1);
    assert_text_equal(support->context.once.key, "form-1");
    assert_int_equal(walk(support), 1);
    support_context_free(support);
}
BOTH_ENGINES(the_key_of_the_work_is_not_used_up)

static void acts_from_before_there_were_chains_are_chained_once(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    for (int i = 0; i < 5; i++) assert_result(support, RESULT_OK, database_run(context, &old_act, PARAMETERS(context_now(context), "old", i), NULL));
    assert_result(support, RESULT_OK, audit_chain_earlier(context));
    assert_int_equal(walk(support), 5);
    assert_int_equal(database_run(context, &forge_old_act, PARAMETERS("old"), NULL), RESULT_BROKEN);
    error_clear(&context->error);
    write_acts(support, 16, 3); /* 16: chain 1 on both engines */
    assert_int_equal(walk(support), 8);
    /* What comes in unchained later is a forger's, and nobody chains it for him. */
    assert_result(support, RESULT_OK, database_run(context, &old_act, PARAMETERS(context_now(context), "forged", 9), NULL));
    assert_result(support, RESULT_OK, audit_chain_earlier(context));
    struct list rows;
    assert_result(support, RESULT_OK, database_all(context, &every_act, NO_PARAMETERS, MOST, &rows));
    assert_int_equal(((const struct audit_act *)rows.items)[0].place, 0);
    assert_text_equal(((const struct audit_act *)rows.items)[0].act, "forged");
    support_context_free(support);
}
BOTH_ENGINES(acts_from_before_there_were_chains_are_chained_once)

/* Bringing a store up to date writes acts, too: they come behind those that are chained, and nothing else does. */
static void acts_of_migrations_are_chained_once(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct list rows;
    write_acts(support, 16, 3);
    assert_result(support, RESULT_OK, database_run(context, &old_act, PARAMETERS(context_now(context), "migrated", 1), NULL));
    assert_result(support, RESULT_OK, database_script(context, "INSERT INTO audit_unchained (id, step) SELECT MAX(id), '0042-some-step' FROM audit_journal;"));
    assert_result(support, RESULT_OK, audit_chain_earlier(context));
    assert_int_equal(walk(support), 4);
    assert_result(support, RESULT_OK, database_run(context, &old_act, PARAMETERS(context_now(context), "forged", 9), NULL));
    assert_result(support, RESULT_OK, audit_chain_earlier(context));
    assert_result(support, RESULT_OK, database_all(context, &every_act, NO_PARAMETERS, MOST, &rows));
    assert_int_equal(rows.count, 5);
    assert_text_equal(((const struct audit_act *)rows.items)[0].act, "forged");
    assert_int_equal(((const struct audit_act *)rows.items)[0].place, 0);
    assert_int_equal(((const struct audit_act *)rows.items)[1].place, 1);
    support_context_free(support);
}
BOTH_ENGINES(acts_of_migrations_are_chained_once)

/* Bringing the store up to date was killed when the tables were there and the acts not yet chained: whoever opens the store next finishes it, before anybody writes behind them. */
static void the_next_start_finishes_what_was_killed(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct house house;
    for (int i = 0; i < 5; i++) assert_result(support, RESULT_OK, database_run(&support->context, &old_act, PARAMETERS(context_now(&support->context), "old", i), NULL));
    assert_result(support, RESULT_OK, house_open(&house, support->context.settings->store));
    if (house_open_store(&house, false) < 0) fail_msg("%s", text_string(house.arena, error_text(house.arena, &house.context.error)));
    write_acts(support, 16, 2);
    assert_int_equal(walk(support), 7);
    house_close(&house);
    support_context_free(support);
}
BOTH_ENGINES(the_next_start_finishes_what_was_killed)

/* --- Many at once --- */

enum { WRITERS = 16, TIMES = 10 };

struct writer {
    struct support *support;
    int64_t account;
};

static void *write_alone(void *data)
{
    struct writer *writer = data;
    write_acts(writer->support, writer->account, TIMES);
    return NULL;
}

static void many_writers_make_whole_chains(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) writers[i] = (struct writer){support_second(support), i % 8 * 5};
    for (int i = 0; i < WRITERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, write_alone, &writers[i]), 0);
    for (int i = 0; i < WRITERS; i++) pthread_join(threads[i], NULL);
    assert_int_equal(walk(support), WRITERS * TIMES);
    int64_t chains;
    assert_result(support, RESULT_OK, database_integer(&support->context, &count_chains, NO_PARAMETERS, &chains));
    if (engine == DATABASE_SQLITE) assert_int_equal(chains, 1);
    else assert_true(chains >= 7);
    support_context_free(support);
}
BOTH_ENGINES(many_writers_make_whole_chains)

/* Two nodes start at once after an update: one chains the acts from before, and the other leaves it at that. */
struct starting {
    struct support *support;
    pthread_barrier_t *together;
};

static enum result chain_slowly(struct context *context, void *data)
{
    struct starting *starting = data;
    TRY(audit_chain_earlier(context));
    if (starting->together) pthread_barrier_wait(starting->together);
    starting->together = NULL;
    for (int i = 0; i < 200; i++) TRY(database_run(context, &lock_setting, NO_PARAMETERS, NULL));
    return RESULT_OK;
}

static void *start(void *data)
{
    struct starting *starting = data;
    pthread_barrier_wait(starting->together);
    assert_result(starting->support, RESULT_OK, audit_chain_earlier(&starting->support->context));
    return NULL;
}

static void two_starts_chain_once(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    pthread_barrier_t together;
    pthread_t thread;
    for (int i = 0; i < 5; i++) assert_result(support, RESULT_OK, database_run(&support->context, &old_act, PARAMETERS(context_now(&support->context), "old", i), NULL));
    pthread_barrier_init(&together, NULL, 2);
    struct starting first = {support, &together}, second = {support_second(support), &together};
    assert_int_equal(pthread_create(&thread, NULL, start, &second), 0);
    assert_result(support, RESULT_OK, database_transaction(&support->context, chain_slowly, &first));
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&together);
    assert_int_equal(walk(support), 5);
    support_context_free(support);
}
BOTH_ENGINES(two_starts_chain_once)

/* Two transactions of one account, one of which has written its act and then waits for the other's row: were the head taken before the row, neither could end. */
struct crossing {
    struct support *support;
    pthread_barrier_t *together;
    bool act_first;
    int runs;
};

static enum result cross(struct context *context, void *data)
{
    struct crossing *crossing = data;
    bool first_run = crossing->runs++ == 0;
    if (crossing->act_first) TRY(audit_write(context, "test.cross", "exam", 1, TEXT("")));
    else TRY(database_run(context, &lock_setting, NO_PARAMETERS, NULL));
    if (first_run) pthread_barrier_wait(crossing->together);
    if (crossing->act_first) TRY(database_run(context, &lock_setting, NO_PARAMETERS, NULL));
    else TRY(audit_write(context, "test.cross", "exam", 2, TEXT("")));
    return RESULT_OK;
}

static void *run_crossing(void *data)
{
    struct crossing *crossing = data;
    crossing->support->context.actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 5};
    assert_result(crossing->support, RESULT_OK, database_transaction(&crossing->support->context, cross, crossing));
    return NULL;
}

static void the_head_is_taken_last(void **state)
{
    (void)state;
    support_skip_without_postgresql(); /* on SQLite one writer is alone from the start */
    struct support *support = support_store(DATABASE_POSTGRESQL, "2026-02-13T08:00:00Z");
    pthread_barrier_t together;
    pthread_barrier_init(&together, NULL, 2);
    struct crossing first = {support, &together, true, 0}, second = {support_second(support), &together, false, 0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_crossing, &second), 0);
    run_crossing(&first);
    pthread_join(thread, NULL);
    assert_int_equal(first.runs, 1);
    assert_int_equal(second.runs, 1);
    pthread_barrier_destroy(&together);
    assert_int_equal(walk(support), 2);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_as_written_down),
        ON_BOTH(what_is_undone_leaves_no_gap),
        ON_BOTH(the_key_of_the_work_is_not_used_up),
        ON_BOTH(acts_from_before_there_were_chains_are_chained_once),
        ON_BOTH(acts_of_migrations_are_chained_once),
        ON_BOTH(the_next_start_finishes_what_was_killed),
        ON_BOTH(two_starts_chain_once),
        ON_BOTH(many_writers_make_whole_chains),
        cmocka_unit_test(the_head_is_taken_last),
    };
    return cmocka_run_group_tests_name("audit_chain", tests, NULL, NULL);
}
