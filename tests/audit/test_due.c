/* What is left to follow up: done once, never lost, and one row that cannot be done holds up no other. */
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "outside/due_store.h"
#include "outside/store.h"


/* Handlers have no data of their own: what they saw stands in the store, as in life. */
STATEMENT(note, NULL, "INSERT INTO store_setting (name, value) VALUES ($1, $2)");
STATEMENT(count_noted, NULL, "SELECT COUNT(*) FROM store_setting WHERE name LIKE $1");
STATEMENT(count_due, NULL, "SELECT COUNT(*) FROM due");

static int64_t noted(struct support *support, const char *pattern)
{
    int64_t count;
    assert_result(support, RESULT_OK, database_integer(&support->context, &count_noted, PARAMETERS(pattern), &count));
    return count;
}

static int64_t left(struct support *support)
{
    int64_t count;
    assert_result(support, RESULT_OK, database_integer(&support->context, &count_due, NO_PARAMETERS, &count));
    return count;
}

static enum result note_it(struct context *context, const struct due *due)
{
    assert_int_equal(context->actor.kind, ACTOR_SYSTEM);
    struct text name = text_printf(context->arena, "%.*s-%lld", TEXT_ARG(due->kind), (long long)due->first);
    return database_run(context, &note, PARAMETERS(name, "seen"), NULL);
}

static enum result leave_another(struct context *context, const struct due *due)
{
    TRY(note_it(context, due));
    return due->first < 5 ? due_leave(context, "steps", due->first + 1, due->first + 1, NO_INSTANT) : RESULT_OK;
}

static enum result always_fail(struct context *context, const struct due *due)
{
    TRY(note_it(context, due));
    return context_fail(context, RESULT_BROKEN, "test.poison", "This row cannot be followed up.");
}

static enum result note_range(struct context *context, const struct due *due)
{
    struct due wide = *due;
    TRY(due_take_along(context, &wide, 100));
    struct text name = text_printf(context->arena, "range-%lld-%lld", (long long)wide.first, (long long)wide.last);
    TRY(due_leave(context, "noted", wide.first, wide.first, NO_INSTANT)); /* where ids are used again, under the id of one that was taken along */
    return database_run(context, &note, PARAMETERS(name, "seen"), NULL);
}

static const struct due_handler handlers[] = {{"noted", note_it}, {"steps", leave_another}, {"poison", always_fail}, {"range", note_range}, {NULL, NULL}};

static void what_is_left_is_followed_up_once(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 7};
    for (int64_t i = 1; i <= 150; i++) assert_result(support, RESULT_OK, due_leave(context, "noted", i, i, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 3, 3, NO_INSTANT)); /* the same fact again */
    assert_result(support, RESULT_OK, due_leave(context, "steps", 1, 1, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "somebody-elses", 1, 9, NO_INSTANT));
    int64_t done;
    assert_result(support, RESULT_OK, due_run(context, handlers, &done));
    assert_int_equal(done, 155); /* 150, and five steps of which each left the next */
    assert_int_equal(noted(support, "%-%"), 155);
    assert_int_equal(left(support), 1); /* what these handlers do not know stays for who does */
    assert_int_equal(context->actor.account, 7);
    assert_result(support, RESULT_OK, due_run(context, handlers, &done));
    assert_int_equal(done, 0);
    support_context_free(support);
}
BOTH_ENGINES(what_is_left_is_followed_up_once)

static void nothing_is_taken_up_before_its_time(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    struct instant now = context_now(context), next;
    assert_result(support, RESULT_OK, due_next(context, &next));
    assert_false(instant_is(next));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 1, 1, instant_add_seconds(now, 7200)));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 1, 1, instant_add_seconds(now, 3600))); /* the earlier time holds */
    assert_result(support, RESULT_OK, due_leave(context, "noted", 1, 1, instant_add_seconds(now, 9000)));
    assert_result(support, RESULT_OK, due_next(context, &next));
    assert_int_equal(next.microseconds, instant_add_seconds(now, 3600).microseconds);
    int64_t done;
    assert_result(support, RESULT_OK, due_run(context, handlers, &done));
    assert_int_equal(done, 0);
    support_forward(support, 3600);
    assert_result(support, RESULT_OK, due_run(context, handlers, &done));
    assert_int_equal(done, 1);
    assert_int_equal(left(support), 0);
    support_context_free(support);
}
BOTH_ENGINES(nothing_is_taken_up_before_its_time)

static void a_row_that_fails_is_put_off_and_holds_up_no_other(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    assert_result(support, RESULT_OK, due_leave(context, "poison", 1, 1, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 2, 2, NO_INSTANT));
    struct instant expected = context_now(context), next;
    int64_t done;
    int64_t delays[] = {60, 120, 240, 480};
    for (size_t i = 0; i < 4; i++) {
        assert_result(support, RESULT_OK, due_run(context, handlers, &done));
        assert_int_equal(done, i == 0 ? 1 : 0);
        assert_int_equal(context->error.result, RESULT_OK);
        assert_int_equal(noted(support, "poison-%"), 0); /* what the failed handler wrote is undone */
        assert_result(support, RESULT_OK, due_next(context, &next));
        expected = instant_add_seconds(expected, delays[i]);
        assert_int_equal(next.microseconds, expected.microseconds);
        support_forward(support, delays[i]);
    }
    assert_int_equal(left(support), 1);
    /* Nobody needs to wait for the end of it. */
    assert_result(support, RESULT_OK, due_run(context, handlers, &done));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 3, 3, instant_add_seconds(context_now(context), 5)));
    assert_result(support, RESULT_OK, due_try_again(context, "noted"));
    assert_result(support, RESULT_OK, due_next(context, &next));
    assert_int_equal(next.microseconds, instant_add_seconds(context_now(context), 5).microseconds); /* another kind goes on waiting */
    assert_result(support, RESULT_OK, due_try_again(context, "poison"));
    assert_result(support, RESULT_OK, due_next(context, &next));
    assert_int_equal(next.microseconds, context_now(context).microseconds);
    static const struct due_handler mended[] = {{"noted", note_it}, {"poison", note_it}, {NULL, NULL}};
    assert_result(support, RESULT_OK, due_run(context, mended, &done));
    assert_int_equal(noted(support, "poison-%"), 1);
    assert_int_equal(left(support), 1); /* what was never tried waits for its time */
    support_context_free(support);
}
BOTH_ENGINES(a_row_that_fails_is_put_off_and_holds_up_no_other)

/* What a page follows up before it is answered: one thing each, and nothing whose time nobody shall see. */
static void a_page_does_not_wait_for_what_is_apart(enum database_engine engine)
{
    static const struct due_handler some[] = {{"noted", note_it}, {"hidden", note_it, .apart = true}, {"hidden-too", note_it, .apart = true}, {NULL, NULL}};
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    for (int64_t i = 1; i <= 3; i++) assert_result(support, RESULT_OK, due_leave(context, "hidden", i, i, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "hidden-too", 1, 1, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 1, 1, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "noted", 2, 9, NO_INSTANT));
    assert_result(support, RESULT_OK, due_run_single(context, some));
    assert_int_equal(noted(support, "noted-%"), 1);
    assert_int_equal(noted(support, "hidden-%"), 0);
    /* Nor are they read, however many there are. */
    struct list rows;
    assert_result(support, RESULT_OK, due_store_newest_single(context, context_now(context), 64, "|hidden|hidden-too|", &rows));
    assert_int_equal(rows.count, 0);
    assert_result(support, RESULT_OK, due_store_newest_single(context, context_now(context), 64, "|hidden|", &rows));
    assert_int_equal(rows.count, 1);
    assert_result(support, RESULT_OK, due_store_candidates(context, context_now(context), (struct instant){0}, 0, 64, &rows));
    assert_int_equal(rows.count, 5);
    assert_result(support, RESULT_OK, due_run(context, some, NULL));
    assert_int_equal(noted(support, "%-%"), 6);
    assert_int_equal(left(support), 0);
    support_context_free(support);
}
BOTH_ENGINES(a_page_does_not_wait_for_what_is_apart)

/* An import's corrections wait for the worker: whoever presses a button meanwhile gets what his own act has left, also where it waited among them, and what that leaves in turn, and does not wait for all of them. */
static void a_page_does_not_work_off_what_others_have_left(enum database_engine engine)
{
    enum { BACKLOG = 2000, MOST = 64 };
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    for (int64_t i = 1; i <= BACKLOG; i++) assert_result(support, RESULT_OK, due_leave(context, "noted", i, i, NO_INSTANT));
    support_forward(support, 1);
    assert_result(support, RESULT_OK, due_leave(context, "noted", 3, 3, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "steps", 3, 3, NO_INSTANT));
    assert_result(support, RESULT_OK, due_run_single(context, handlers));
    assert_int_equal(noted(support, "noted-3"), 1);
    assert_int_equal(noted(support, "steps-%"), 3);
    assert_true(noted(support, "noted-%") <= MOST);
    assert_result(support, RESULT_OK, due_run(context, handlers, NULL));
    assert_int_equal(noted(support, "noted-%"), BACKLOG);
    assert_int_equal(left(support), 0);
    support_context_free(support);
}
BOTH_ENGINES(a_page_does_not_work_off_what_others_have_left)

/* --- Two nodes --- */

static atomic_int inside;

/* Rows that share a transaction: one among them that cannot be done takes none of the others with it. */
static void of_those_together_one_that_fails_holds_up_no_other(enum database_engine engine)
{
    static const struct due_handler together[] = {{"noted", note_it, true}, {"steps", leave_another, true}, {"poison", always_fail, true}, {NULL, NULL, false}};
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    for (int64_t i = 1; i <= 100; i++) assert_result(support, RESULT_OK, due_leave(context, "noted", i, i, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "steps", 1, 1, NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "poison", 1, 1, NO_INSTANT));
    for (int64_t i = 101; i <= 200; i++) assert_result(support, RESULT_OK, due_leave(context, "noted", i, i, NO_INSTANT));
    int64_t done;
    assert_result(support, RESULT_OK, due_run(context, together, &done));
    assert_int_equal(done, 205);
    assert_int_equal(noted(support, "noted-%"), 200);
    assert_int_equal(noted(support, "steps-%"), 5);
    assert_int_equal(noted(support, "poison-%"), 0);
    assert_int_equal(left(support), 1);
    support_context_free(support);
}
BOTH_ENGINES(of_those_together_one_that_fails_holds_up_no_other)


static enum result slow(struct context *context, const struct due *due)
{
    (void)due;
    if (atomic_fetch_add(&inside, 1) == 0) nanosleep(&(struct timespec){0, 150000000}, NULL);
    return RESULT_OK;
}
static const struct due_handler slow_handlers[] = {{"slow", slow}, {NULL, NULL}};

static void *run_slowly(void *data)
{
    struct support *support = data;
    int64_t done;
    assert_result(support, RESULT_OK, due_run(&support->context, slow_handlers, &done));
    return NULL;
}

/* The fact is left again while another node is just following up the first: it must not go under with the row that is being taken away. */
static void a_fact_left_meanwhile_is_not_lost(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z"), *second = support_second(support);
    atomic_store(&inside, 0);
    assert_result(support, RESULT_OK, due_leave(&support->context, "slow", 1, 1, NO_INSTANT));
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_slowly, second), 0);
    while (atomic_load(&inside) == 0) nanosleep(&(struct timespec){0, 1000000}, NULL);
    assert_result(support, RESULT_OK, due_leave(&support->context, "slow", 1, 1, NO_INSTANT));
    pthread_join(thread, NULL);
    int64_t done;
    assert_result(support, RESULT_OK, due_run(&support->context, slow_handlers, &done));
    assert_int_equal(atomic_load(&inside), 2);
    assert_int_equal(left(support), 0);
    support_context_free(support);
}
BOTH_ENGINES(a_fact_left_meanwhile_is_not_lost)

static void *run_all(void *data)
{
    struct support *support = data;
    int64_t done;
    assert_result(support, RESULT_OK, due_run(&support->context, handlers, &done));
    return (void *)(intptr_t)done;
}

static void two_nodes_share_the_work(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z"), *second = support_second(support);
    for (int64_t i = 1; i <= 100; i++) assert_result(support, RESULT_OK, due_leave(&support->context, "noted", i, i, NO_INSTANT));
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_all, second), 0);
    int64_t done;
    assert_result(support, RESULT_OK, due_run(&support->context, handlers, &done));
    void *others;
    pthread_join(thread, &others);
    assert_int_equal(done + (intptr_t)others, 100);
    assert_int_equal(noted(support, "noted-%"), 100); /* a row followed up twice would have broken the primary key */
    assert_int_equal(left(support), 0);
    support_context_free(support);
}
BOTH_ENGINES(two_nodes_share_the_work)

/* What is done once a day, by whichever node: for a while it is his who took it first. */
static void of_many_nodes_one_has_it_for_a_while(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z"), *second = support_second(support);
    struct instant until = instant_add_seconds(context_now(&support->context), 900);
    assert_result(support, RESULT_OK, store_claim(&support->context, "night_until", until));
    assert_result(support, RESULT_OK, store_claim(&second->context, "another", until));
    support_forward(second, 899);
    assert_result(second, RESULT_NONE, store_claim(&second->context, "night_until", instant_add_seconds(until, 900)));
    support_forward(second, 1); /* it has not been heard of any more */
    assert_result(second, RESULT_OK, store_claim(&second->context, "night_until", instant_add_seconds(until, 900)));
    assert_result(support, RESULT_NONE, store_claim(&support->context, "night_until", until));
    assert_result(second, RESULT_OK, store_put(&second->context, "night_until", TEXT(""))); /* given back */
    assert_result(support, RESULT_OK, store_claim(&support->context, "night_until", until));
    support_context_free(support);
}
BOTH_ENGINES(of_many_nodes_one_has_it_for_a_while)

static void what_follows_is_taken_along(enum database_engine engine)
{
    struct support *support = support_store(engine, "2026-02-13T08:00:00Z");
    struct context *context = &support->context;
    static const int ranges[][2] = {{1, 40}, {41, 60}, {41, 70}, {71, 101}, {200, 210}, {211, 211}, {211, 220}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) assert_result(support, RESULT_OK, due_leave(context, "range", ranges[i][0], ranges[i][1], NO_INSTANT));
    assert_result(support, RESULT_OK, due_leave(context, "range", 221, 230, instant_add_seconds(context_now(context), 60))); /* not yet */
    assert_result(support, RESULT_OK, due_run(context, handlers, NULL));
    static const char *const expected[] = {"range-1-70", "range-41-60", "range-71-101", "range-200-220", "range-211-211"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) assert_int_equal(noted(support, expected[i]), 1);
    assert_int_equal(noted(support, "range-%"), 5);
    assert_int_equal(noted(support, "noted-%"), 5);
    assert_int_equal(left(support), 1);
    support_context_free(support);
}
BOTH_ENGINES(what_follows_is_taken_along)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_is_left_is_followed_up_once),
        ON_BOTH(of_those_together_one_that_fails_holds_up_no_other), ON_BOTH(nothing_is_taken_up_before_its_time), ON_BOTH(a_page_does_not_wait_for_what_is_apart), ON_BOTH(a_page_does_not_work_off_what_others_have_left),
        ON_BOTH(a_row_that_fails_is_put_off_and_holds_up_no_other),
        ON_BOTH(a_fact_left_meanwhile_is_not_lost), ON_BOTH(what_follows_is_taken_along), ON_BOTH(two_nodes_share_the_work), ON_BOTH(of_many_nodes_one_has_it_for_a_while),
    };
    return cmocka_run_group_tests_name("due", tests, NULL, NULL);
}
