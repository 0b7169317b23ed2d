/* Transactions, attempts, answers kept by key, and races, on both engines. */
#include "things.h"

#include <pthread.h>
#include <unistd.h>

/* --- Transactions --- */

static enum result two_nested(struct context *context, void *data)
{
    TRY(database_transaction(context, count_up_and_end, &(struct story){0}));
    return database_transaction(context, count_up_and_end, data);
}

static void an_act_happens_whole_or_not_at_all(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    struct story story = {.end = RESULT_REFUSED};
    assert_result(support, RESULT_REFUSED, database_transaction(context, count_up_and_end, &story));
    expect_error(support, "test.no");
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 0);
    story = (struct story){.end = RESULT_NONE};
    assert_result(support, RESULT_NONE, database_transaction(context, count_up_and_end, &story));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    story = (struct story){.end = RESULT_REFUSED};
    assert_result(support, RESULT_REFUSED, database_transaction(context, two_nested, &story));
    expect_error(support, "test.no");
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    story = (struct story){0};
    assert_result(support, RESULT_OK, database_transaction(context, two_nested, &story));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 3);
    /* Lost races: the whole act again, its writes undone each time, its memory given back. */
    size_t used = arena_used(context->arena);
    story = (struct story){.again_until = 4};
    assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &story));
    assert_int_equal(story.runs, 5);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 4);
    assert_true(arena_used(context->arena) < used + 4096);
    assert_int_equal(context->error.result, RESULT_OK);
    story = (struct story){.again_until = 1000};
    assert_result(support, RESULT_AGAIN, database_transaction(context, count_up_and_end, &story));
    expect_error(support, "test.again");
    assert_true(story.runs > 5 && story.runs < 50);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 4);
    support_context_free(support);
}
BOTH_ENGINES(an_act_happens_whole_or_not_at_all)

/* A little more than a connection keeps in memory (8 MiB), so that something has gone to the log when it is undone: each round some more. */
static enum result write_much_and_refuse(struct context *context, void *data)
{
    static unsigned char seal[65536];
    const int64_t *round = data;
    for (int i = 0; i < 112 + 2 * *round; i++) {
        memset(seal, i, sizeof seal);
        char name[32];
        snprintf(name, sizeof name, "undone %lld %d", (long long)*round, i);
        TRY(database_run(context, &insert_thing, PARAMETERS((const char *)name, ((struct bytes){seal, sizeof seal}), NO_DAY, NO_INSTANT, true, 1, (const char *)NULL), NULL));
    }
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

static void what_an_undone_act_left_falls_on_nobody(enum database_engine engine)
{
    static const struct statement damage = {"damage", NULL, "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"};
    enum { ROUNDS = 8, ADDED = 2000 };
    struct support *support = store_with_tables(engine);
    struct support *second = support_second(support);
    for (int64_t round = 1; round <= ROUNDS; round++) {
        int64_t added = ADDED;
        assert_result(support, RESULT_REFUSED, database_transaction(&support->context, write_much_and_refuse, &round));
        expect_error(support, "test.no");
        assert_result(second, RESULT_OK, database_transaction(&second->context, fill_things, &added));
        assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), round * ADDED);
        assert_result(support, RESULT_OK, database_run(&support->context, &count_up, PARAMETERS(1), NULL));
    }
    struct support *third = support_second(support);
    assert_int_equal(integer_of(third, &count_things, NO_PARAMETERS), ROUNDS * ADDED);
    assert_int_equal(integer_of(third, &read_counter, PARAMETERS(1)), ROUNDS);
    if (engine == DATABASE_SQLITE) assert_int_equal(integer_of(third, &damage, NO_PARAMETERS), 0);
    support_context_free(support);
}
BOTH_ENGINES(what_an_undone_act_left_falls_on_nobody)

static enum result write_while_reading(struct context *context, void *data)
{
    return database_run(context, &count_up, PARAMETERS(1), NULL);
}

static enum result read_twice(struct context *context, void *data)
{
    struct support *other = data;
    int64_t before, after;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &before));
    assert_result(other, RESULT_OK, database_run(&other->context, &count_up, PARAMETERS(1), NULL));
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &after));
    assert_int_equal(before, after);
    return RESULT_OK;
}

static void a_reading_sees_one_moment_and_writes_nothing(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct support *second = support_second(support);
    assert_result(support, RESULT_BROKEN, database_reading(&support->context, write_while_reading, NULL));
    expect_error(support, "store.write_in_reading");
    assert_result(support, RESULT_OK, database_reading(&support->context, read_twice, second));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    support_context_free(support);
}
BOTH_ENGINES(a_reading_sees_one_moment_and_writes_nothing)

static enum result insert_one(struct context *context, void *data)
{
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    return database_run(context, &insert_thing, PARAMETERS((const char *)data, OPTIONAL(0), NO_DAY, NO_INSTANT, 1, 1, ""), NULL);
}

static enum result attempt_twice(struct context *context, void *data)
{
    TRY(database_attempt(context, insert_one, "first"));
    if (database_attempt(context, insert_one, "first") != RESULT_REFUSED) return RESULT_BROKEN;
    error_clear(&context->error);
    TRY(database_attempt(context, insert_one, "second"));
    return RESULT_OK;
}

static enum result swallow_a_failure(struct context *context, void *data)
{
    TRY(insert_one(context, "third"));
    if (insert_one(context, "third") != RESULT_REFUSED) return RESULT_BROKEN;
    error_clear(&context->error);
    return *(bool *)data ? database_run(context, &count_up, PARAMETERS(1), NULL) : RESULT_OK;
}

static void an_attempt_undoes_only_itself(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, database_transaction(context, attempt_twice, NULL));
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 2);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    /* Without an attempt a failed statement ends the transaction, on both engines alike. */
    for (int go_on = 0; go_on < 2; go_on++) {
        bool data = go_on;
        assert_result(support, RESULT_BROKEN, database_transaction(context, swallow_a_failure, &data));
        expect_error(support, "store.failed_transaction");
    }
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 2);
    assert_result(support, RESULT_BROKEN, database_attempt(context, insert_one, "outside"));
    expect_error(support, "store.no_transaction");
    support_context_free(support);
}
BOTH_ENGINES(an_attempt_undoes_only_itself)

static void the_nth_call_can_be_made_to_fail(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int64_t expected = 0;
    for (int64_t n = 1; n <= 3; n++) { /* begin, the write, commit */
        struct story story = {0};
        database_fail_after(context->database, n, RESULT_BROKEN);
        assert_result(support, RESULT_BROKEN, database_transaction(context, count_up_and_end, &story));
        expect_error(support, "store.failed");
        assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), expected);
        database_fail_after(context->database, n, RESULT_AGAIN);
        assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &story));
        assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), ++expected);
    }
    support_context_free(support);
}
BOTH_ENGINES(the_nth_call_can_be_made_to_fail)

/* --- What is written last --- */

static enum result count_left(struct context *context, struct bytes left)
{
    for (size_t i = 0; i < left.length; i++) TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    return RESULT_OK;
}

static enum result leave_again(struct context *context, struct bytes left)
{
    return database_leave_for_commit(context, leave_again, left);
}

static enum result leave_two_and_be_refused(struct context *context, void *data)
{
    TRY(database_leave_for_commit(context, count_left, (struct bytes){(const unsigned char *)"ab", 2}));
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

static enum result leave_three(struct context *context, void *data)
{
    int64_t count;
    for (int i = 0; i < 3; i++) {
        TRY(database_leave_for_commit(context, count_left, (struct bytes){(const unsigned char *)"a", 1}));
        if (database_attempt(context, leave_two_and_be_refused, NULL) != RESULT_REFUSED) return RESULT_BROKEN;
        error_clear(&context->error);
    }
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &count));
    assert_int_equal(count, *(int *)data); /* nothing is written before the commit */
    return *(int *)data ? database_leave_for_commit(context, leave_again, (struct bytes){(const unsigned char *)"a", 1}) : RESULT_OK;
}

static enum result leave_for_ever(struct context *context, void *data)
{
    return database_leave_for_commit(context, leave_again, (struct bytes){(const unsigned char *)"a", 1});
}

static void what_is_left_is_written_just_before_the_commit(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int before = 0;
    assert_result(support, RESULT_OK, database_transaction(context, leave_three, &before));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 3);
    /* One purpose a transaction, and none once the end has begun; what failed leaves nothing for the next. */
    before = 3;
    assert_result(support, RESULT_BROKEN, database_transaction(context, leave_three, &before));
    expect_error(support, "store.left");
    assert_result(support, RESULT_BROKEN, database_transaction(context, leave_for_ever, NULL));
    expect_error(support, "store.left");
    assert_result(support, RESULT_BROKEN, leave_for_ever(context, NULL));
    expect_error(support, "store.no_transaction");
    assert_result(support, RESULT_OK, database_transaction(context, count_up_and_end, &(struct story){0}));
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 4);
    support_context_free(support);
}
BOTH_ENGINES(what_is_left_is_written_just_before_the_commit)

/* --- Idempotency (SPEC 13.4) --- */

static enum result answer_and_refuse(struct context *context, void *data)
{
    TRY(answer_with_the_count(context, data));
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

static enum result find_nothing(struct context *context, void *data)
{
    ++*(int *)data;
    return RESULT_NONE;
}

static void send(struct support *support, enum result expected, database_act *act, int *runs)
{
    support->context.once.key = TEXT("account 7: the form's key");
    support->context.once.answer = TEXT("");
    support->context.once.replayed = false;
    assert_result(support, expected, database_transaction(&support->context, act, runs));
}

static void the_same_request_gets_the_first_answer(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct context *context = &support->context;
    int runs = 0;
    send(support, RESULT_REFUSED, answer_and_refuse, &runs);
    expect_error(support, "test.no");
    send(support, RESULT_OK, answer_with_the_count, &runs);
    assert_false(context->once.replayed);
    assert_text_equal(context->once.answer, "count 1");
    assert_int_equal(runs, 2);
    /* A further transaction of the same work is no replay. */
    assert_result(support, RESULT_OK, database_transaction(context, answer_with_the_count, &runs));
    assert_false(context->once.replayed);
    assert_int_equal(runs, 3);
    send(support, RESULT_OK, answer_with_the_count, &runs);
    assert_true(context->once.replayed);
    assert_text_equal(context->once.answer, "count 1");
    assert_int_equal(runs, 3);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    /* Where there was nothing, it is looked again: that is no "done". */
    context->once.key = TEXT("of nothing");
    context->once.replayed = false;
    for (int i = 4; i < 6; i++) {
        assert_result(support, RESULT_NONE, database_transaction(context, find_nothing, &runs));
        assert_false(context->once.replayed);
        assert_int_equal(runs, i);
        context->once.key = TEXT("of nothing");
    }
    support_context_free(support);
}
BOTH_ENGINES(the_same_request_gets_the_first_answer)

struct sender {
    struct support *support;
    pthread_barrier_t *together;
    int runs;
    enum result result;
};

static void *send_at_once(void *data)
{
    struct sender *sender = data;
    sender->support->context.once.key = TEXT("pressed twice");
    pthread_barrier_wait(sender->together);
    sender->result = database_transaction(&sender->support->context, answer_with_the_count, &sender->runs);
    return NULL;
}

static void of_two_at_once_one_acts(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    enum { SENDERS = 8 };
    struct sender senders[SENDERS];
    pthread_t threads[SENDERS];
    pthread_barrier_t together;
    pthread_barrier_init(&together, NULL, SENDERS);
    for (int i = 0; i < SENDERS; i++) senders[i] = (struct sender){support_second(support), &together, 0, RESULT_BROKEN};
    for (int i = 0; i < SENDERS; i++) pthread_create(&threads[i], NULL, send_at_once, &senders[i]);
    int replayed = 0;
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(threads[i], NULL);
        assert_result(senders[i].support, RESULT_OK, senders[i].result);
        assert_text_equal(senders[i].support->context.once.answer, "count 1");
        replayed += senders[i].support->context.once.replayed;
    }
    pthread_barrier_destroy(&together);
    assert_int_equal(replayed, SENDERS - 1);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    support_context_free(support);
}
BOTH_ENGINES(of_two_at_once_one_acts)

/* --- Races --- */

enum { COUNTERS = 64, TIMES = 5 };

struct racer {
    struct support *support;
    int failures;
};

static enum result read_and_write_back(struct context *context, void *data)
{
    /* The write comes first, as in every act that must see what it changes. */
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    int64_t count;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &count));
    return database_run(context, &set_counter, PARAMETERS(1, count), NULL);
}

static void *race(void *data)
{
    struct racer *racer = data;
    for (int i = 0; i < TIMES; i++)
        if (database_transaction(&racer->support->context, read_and_write_back, NULL) != RESULT_OK) racer->failures++;
    return NULL;
}

static void sixty_four_count_up_one_row(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct racer racers[COUNTERS];
    pthread_t threads[COUNTERS];
    for (int i = 0; i < COUNTERS; i++) racers[i] = (struct racer){support_second(support), 0};
    for (int i = 0; i < COUNTERS; i++) pthread_create(&threads[i], NULL, race, &racers[i]);
    for (int i = 0; i < COUNTERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(racers[i].failures, 0);
    }
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), COUNTERS * TIMES);
    support_context_free(support);
}
BOTH_ENGINES(sixty_four_count_up_one_row)

struct crossing {
    struct support *support;
    int64_t first, second;
    pthread_barrier_t *both_hold_one;
    int runs;
    enum result result;
};

static enum result lock_crosswise(struct context *context, void *data)
{
    struct crossing *crossing = data;
    TRY(database_run(context, &count_up, PARAMETERS(crossing->first), NULL));
    if (crossing->runs++ == 0) pthread_barrier_wait(crossing->both_hold_one);
    return database_run(context, &count_up, PARAMETERS(crossing->second), NULL);
}

static void *cross(void *data)
{
    struct crossing *crossing = data;
    crossing->result = database_transaction(&crossing->support->context, lock_crosswise, crossing);
    return NULL;
}

static void a_deadlock_is_run_again(void **state)
{
    support_skip_without_postgresql();
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    assert_result(support, RESULT_OK, database_script(&support->context, "INSERT INTO counter (id, count) VALUES (2, 0)"));
    pthread_barrier_t both;
    pthread_barrier_init(&both, NULL, 2);
    struct crossing crossings[2] = {{support_second(support), 1, 2, &both, 0, RESULT_BROKEN}, {support_second(support), 2, 1, &both, 0, RESULT_BROKEN}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, cross, &crossings[i]);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_result(crossings[i].support, RESULT_OK, crossings[i].result);
    }
    pthread_barrier_destroy(&both);
    assert_true(crossings[0].runs + crossings[1].runs >= 3); /* a busy server may end both */
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(2)), 2);
    support_context_free(support);
}

static const struct statement be_serializable = {"be_serializable", NULL, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"};

static enum result look_and_write(struct context *context, void *data)
{
    struct crossing *crossing = data;
    int64_t count;
    TRY(database_run(context, &be_serializable, NO_PARAMETERS, NULL));
    TRY(database_integer(context, &read_counter, PARAMETERS(crossing->second), &count));
    if (crossing->runs++ == 0) pthread_barrier_wait(crossing->both_hold_one);
    return database_run(context, &set_counter, PARAMETERS(crossing->first, count + 1), NULL);
}

static void *look(void *data)
{
    struct crossing *crossing = data;
    crossing->result = database_transaction(&crossing->support->context, look_and_write, crossing);
    return NULL;
}

static void a_serialization_failure_is_run_again(void **state)
{
    support_skip_without_postgresql();
    struct support *support = store_with_tables(DATABASE_POSTGRESQL);
    assert_result(support, RESULT_OK, database_script(&support->context, "INSERT INTO counter (id, count) VALUES (2, 0)"));
    pthread_barrier_t both;
    pthread_barrier_init(&both, NULL, 2);
    struct crossing crossings[2] = {{support_second(support), 1, 2, &both, 0, RESULT_BROKEN}, {support_second(support), 2, 1, &both, 0, RESULT_BROKEN}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, look, &crossings[i]);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_result(crossings[i].support, RESULT_OK, crossings[i].result);
    }
    pthread_barrier_destroy(&both);
    assert_true(crossings[0].runs + crossings[1].runs > 2);
    /* One after the other: one saw 0 and wrote 1, the next saw that and wrote 2. */
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)) + integer_of(support, &read_counter, PARAMETERS(2)), 3);
    support_context_free(support);
}

static enum result hold_the_writer(struct context *context, void *data)
{
    TRY(database_run(context, &count_up, PARAMETERS(1), NULL));
    usleep(300000);
    return RESULT_OK;
}

static void *hold(void *data)
{
    struct racer *racer = data;
    racer->failures = database_transaction(&racer->support->context, hold_the_writer, NULL) != RESULT_OK;
    return NULL;
}

static void a_writer_waits_for_the_other(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct racer racer = {support_second(support), 0};
    pthread_t thread;
    pthread_create(&thread, NULL, hold, &racer);
    usleep(100000);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 0); /* readers wait for nobody */
    struct story story = {0};
    assert_result(support, RESULT_OK, database_transaction(&support->context, count_up_and_end, &story));
    assert_int_equal(story.runs, 1);
    pthread_join(thread, NULL);
    assert_int_equal(racer.failures, 0);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 2);
    support_context_free(support);
}
BOTH_ENGINES(a_writer_waits_for_the_other)

/* --- Ahead --- */

enum { AHEAD = 500 };

struct running_ahead {
    int break_at; /* which of them breaks a rule; 0: none */
    int64_t seen; /* what a statement in the middle read */
};

/* Some, a reading, a copy, and some more: nothing overtakes what was asked before it. */
static enum result run_ahead(struct context *context, void *data)
{
    struct running_ahead *running = data;
    int64_t copied = 10;
    for (int i = 1; i <= AHEAD; i++) {
        bool breaks = i == running->break_at;
        TRY(database_run_ahead(context, &insert_thing,
                               PARAMETERS(text_printf(context->arena, "ahead %d", i), OPTIONAL(0), NO_DAY, NO_INSTANT, breaks ? 2 : 1, i, (const char *)NULL)));
        if (i == AHEAD / 2) TRY(database_integer(context, &count_things, NO_PARAMETERS, &running->seen));
    }
    TRY(database_run_ahead(context, &count_up, PARAMETERS(1)));
    return fill_things(context, &copied);
}

static void what_is_run_ahead_is_done_in_its_order(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    struct running_ahead running = {0};
    assert_result(support, RESULT_OK, database_transaction(&support->context, run_ahead, &running));
    assert_int_equal(running.seen, AHEAD / 2);
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), AHEAD + 10);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), 1);
    support_context_free(support);
}
BOTH_ENGINES(what_is_run_ahead_is_done_in_its_order)

/* Wherever it was: before a reading, before a copy, in a batch that was full. */
static void what_fails_ahead_fails_the_transaction(enum database_engine engine)
{
    static const int places[] = {1, AHEAD / 2, AHEAD / 2 + 1, AHEAD};
    struct support *support = store_with_tables(engine);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct running_ahead running = {.break_at = places[i]};
        assert_result(support, RESULT_BROKEN, database_transaction(&support->context, run_ahead, &running));
        expect_error(support, "store.constraint");
        assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 0);
    }
    struct story story = {0};
    assert_result(support, RESULT_OK, database_transaction(&support->context, count_up_and_end, &story));
    support_context_free(support);
}
BOTH_ENGINES(what_fails_ahead_fails_the_transaction)

static enum result only_ahead(struct context *context, void *data)
{
    return database_run_ahead(context, &insert_thing, PARAMETERS("twice", OPTIONAL(0), NO_DAY, NO_INSTANT, true, 1, (const char *)NULL));
}

static void what_fails_ahead_is_told_by_the_commit_at_the_latest(enum database_engine engine)
{
    struct support *support = store_with_tables(engine);
    assert_result(support, RESULT_OK, database_transaction(&support->context, only_ahead, NULL));
    assert_result(support, RESULT_BROKEN, database_transaction(&support->context, only_ahead, NULL));
    expect_error(support, "store.duplicate");
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 1);
    support_context_free(support);
}
BOTH_ENGINES(what_fails_ahead_is_told_by_the_commit_at_the_latest)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_act_happens_whole_or_not_at_all),
        ON_BOTH(what_an_undone_act_left_falls_on_nobody),
        ON_BOTH(a_reading_sees_one_moment_and_writes_nothing),
        ON_BOTH(an_attempt_undoes_only_itself),
        ON_BOTH(the_nth_call_can_be_made_to_fail), ON_BOTH(what_is_left_is_written_just_before_the_commit),
        ON_BOTH(the_same_request_gets_the_first_answer),
        ON_BOTH(of_two_at_once_one_acts),
        ON_BOTH(sixty_four_count_up_one_row),
        cmocka_unit_test(a_deadlock_is_run_again),
        cmocka_unit_test(a_serialization_failure_is_run_again),
        ON_BOTH(a_writer_waits_for_the_other),
        ON_BOTH(what_is_run_ahead_is_done_in_its_order),
        ON_BOTH(what_fails_ahead_fails_the_transaction),
        ON_BOTH(what_fails_ahead_is_told_by_the_commit_at_the_latest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
