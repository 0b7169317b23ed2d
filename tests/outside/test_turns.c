/* Transactions of many threads that take turns on SQLite: committed together, refused by themselves, told of only when they are there. */
#include "things.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/held_disk.h"

enum { WRITERS = 16, TURNS = 60, REFUSED_EACH = 7 };

static struct database_turns *open_turns(struct support *support)
{
    struct database_turns *turns;
    assert_result(support, RESULT_OK, database_turns_open(&support->context, database_url(support->context.database), &turns));
    database_share_turns(support->context.database, turns);
    return turns;
}

static struct support *another(struct support *support, struct database_turns *turns)
{
    struct support *second = support_second(support);
    database_share_turns(second->context.database, turns);
    return second;
}

/* --- At once --- */

struct writer {
    struct support *support;
    pthread_t thread;
    int number, told, refused;
};

struct naming {
    const char *name;
    bool refuse;
    struct support *reader; /* of what is on disk already */
};

static enum result add_and_count(struct context *context, void *data)
{
    const struct naming *naming = data;
    int64_t count;
    TRY(database_integer(context, &read_counter, PARAMETERS(1), &count));
    TRY(database_run(context, &insert_thing, PARAMETERS(naming->name, OPTIONAL(0), NO_DAY, NO_INSTANT, true, 1, naming->name), NULL));
    TRY(database_run(context, &set_counter, PARAMETERS(1, count + 1), NULL));
    return naming->refuse ? context_fail(context, RESULT_REFUSED, "test.no", "no") : RESULT_OK;
}

static void *write_often(void *data)
{
    struct writer *writer = data;
    struct context *context = &writer->support->context;
    for (int i = 0; i < TURNS; i++) {
        struct naming naming = {text_printf(context->arena, "%d of %d", i, writer->number).bytes, (i + writer->number) % REFUSED_EACH == 0, NULL};
        enum result result = database_transaction(context, add_and_count, &naming);
        writer->told += result == RESULT_OK;
        writer->refused += result == RESULT_REFUSED && strcmp(context->error.code, "test.no") == 0;
        error_clear(&context->error);
    }
    return NULL;
}

/* What each reads is what the one before has written, though the others' commits are still to come. */
static void many_at_once_lose_nothing_and_leave_nothing_of_what_was_refused(void **state)
{
    struct support *support = store_with_tables(DATABASE_SQLITE);
    struct database_turns *turns = open_turns(support);
    struct writer writers[WRITERS];
    for (int i = 0; i < WRITERS; i++) writers[i] = (struct writer){.support = another(support, turns), .number = i};
    for (int i = 0; i < WRITERS; i++) pthread_create(&writers[i].thread, NULL, write_often, &writers[i]);
    int told = 0, refused = 0;
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        told += writers[i].told;
        refused += writers[i].refused;
    }
    assert_int_equal(told + refused, WRITERS * TURNS);
    assert_true(refused > WRITERS * TURNS / REFUSED_EACH - WRITERS);
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), told);
    assert_int_equal(integer_of(support, &read_counter, PARAMETERS(1)), told);
    database_share_turns(support->context.database, NULL);
    database_turns_close(turns);
    support_context_free(support);
}

/* --- Two in one commit --- */

struct second {
    struct support *support;
    database_act *act;
    const char *name;
    struct support *reader;
    pthread_t thread;
    enum result result;
    const char *code;
};

static void *write_second(void *data)
{
    struct second *second = data;
    struct context *context = &second->support->context;
    context->once.key = text_of(second->name); /* of his form */
    second->result = database_transaction(context, second->act, &(struct naming){second->name, false, second->reader});
    assert_false(context->once.replayed);
    second->code = second->result < 0 ? context->error.code : "";
    error_clear(&context->error);
    return NULL;
}

struct two {
    struct database_turns *turns;
    struct second second, third; /* the third waits behind them and has nothing to do with it */
    int calls; /* which call on the store from here on is to fail; 0: none */
    int runs;
};

/* Has the others come and wait while this one is at it. */
static enum result write_first(struct context *context, void *data)
{
    struct two *two = data;
    TRY(database_run(context, &insert_thing, PARAMETERS("first", OPTIONAL(0), NO_DAY, NO_INSTANT, true, 1, ""), NULL));
    if (two->runs++) return RESULT_OK;
    pthread_create(&two->second.thread, NULL, write_second, &two->second);
    while (database_turns_waiting(two->turns) < 1) sched_yield();
    pthread_create(&two->third.thread, NULL, write_second, &two->third);
    while (database_turns_waiting(two->turns) < 2) sched_yield();
    if (two->calls) database_fail_after(context->database, two->calls, RESULT_BROKEN);
    return RESULT_OK;
}

static enum result add(struct context *context, void *data)
{
    return database_run(context, &insert_thing, PARAMETERS(((const struct naming *)data)->name, OPTIONAL(0), NO_DAY, NO_INSTANT, true, 1, ""), NULL);
}

static enum result add_and_refuse(struct context *context, void *data)
{
    TRY(add(context, data));
    return context_fail(context, RESULT_REFUSED, "test.no", "no");
}

static enum result break_a_rule(struct context *context, void *data)
{
    TRY(add(context, data));
    return database_run(context, &insert_thing, PARAMETERS("fit for nothing", OPTIONAL(0), NO_DAY, NO_INSTANT, 2, 1, ""), NULL);
}

/* What was written before belongs to what is undone, also where an attempt has broken. */
static enum result break_in_an_attempt(struct context *context, void *data)
{
    TRY(add(context, data));
    return database_attempt(context, break_a_rule, &(struct naming){"in the attempt", false, NULL});
}

static enum result write_what_was_left(struct context *context, struct bytes left)
{
    return database_run(context, &insert_thing, PARAMETERS("left", OPTIONAL(0), NO_DAY, NO_INSTANT, true, 1, ""), NULL);
}

static enum result leave_and_refuse(struct context *context, void *data)
{
    TRY(database_leave_for_commit(context, write_what_was_left, (struct bytes){(const unsigned char *)"x", 1}));
    return add_and_refuse(context, data);
}

static bool is_there(struct support *support, const char *name)
{
    struct thing thing;
    return database_one(&support->context, &find_thing, PARAMETERS(name), &thing) == RESULT_OK;
}

static enum result add_while_the_first_is_to_come(struct context *context, void *data)
{
    const struct naming *naming = data;
    if (is_there(naming->reader, "first")) return context_fail(context, RESULT_REFUSED, "test.no", "the first was committed by itself");
    return add(context, data);
}

/* `runs`: so often the first is called. */
static void two_in_one_commit(database_act *act, int calls, enum result first, int runs, enum result second, const char *code)
{
    struct support *support = store_with_tables(DATABASE_SQLITE);
    struct database_turns *turns = open_turns(support);
    database_turns_longest(turns, 600);
    struct support *reader = support_second(support); /* what is on disk, not what a connection knows */
    struct two two = {.turns = turns, .calls = calls, .second = {.support = another(support, turns), .act = act, .name = "second", .reader = reader},
                      .third = {.support = another(support, turns), .act = add, .name = "third"}};
    assert_int_equal(database_transaction(&support->context, write_first, &two), first);
    pthread_join(two.second.thread, NULL);
    pthread_join(two.third.thread, NULL);
    assert_int_equal(two.runs, runs);
    assert_int_equal(two.third.result, RESULT_OK);
    assert_int_equal(two.second.result, second);
    assert_string_equal(two.second.code, code);
    assert_int_equal(is_there(reader, "first"), first == RESULT_OK);
    assert_int_equal(is_there(reader, "second"), second == RESULT_OK);
    assert_true(is_there(reader, "third"));
    static const char *const nowhere[] = {"fit for nothing", "in the attempt", "left"};
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) assert_false(is_there(reader, nowhere[i]));
    /* And it goes on. */
    error_clear(&support->context.error);
    database_fail_after(database_turns_connection(turns), 0, RESULT_OK);
    assert_result(support, RESULT_OK, database_transaction(&support->context, add, &(struct naming){"fourth", false, NULL}));
    assert_true(is_there(reader, "fourth"));
    database_share_turns(support->context.database, NULL);
    database_turns_close(turns);
    support_context_free(support);
}

static void who_comes_meanwhile_is_committed_along(void **state)
{
    two_in_one_commit(add_while_the_first_is_to_come, 0, RESULT_OK, 1, RESULT_OK, "");
}

static void what_one_is_refused_harms_no_other(void **state)
{
    two_in_one_commit(add_and_refuse, 0, RESULT_OK, 2, RESULT_REFUSED, "test.no");
    two_in_one_commit(break_a_rule, 0, RESULT_OK, 2, RESULT_BROKEN, "store.constraint");
    two_in_one_commit(break_in_an_attempt, 0, RESULT_OK, 2, RESULT_BROKEN, "store.constraint");
    two_in_one_commit(leave_and_refuse, 0, RESULT_OK, 2, RESULT_REFUSED, "test.no");
}

/* After the first, for each of two: the key, the insert; then COMMIT. Who did not break anything tries again by himself, and his key is his again. */
static void nobody_is_told_of_a_commit_that_failed(void **state)
{
    two_in_one_commit(add, 5, RESULT_BROKEN, 1, RESULT_OK, "");
}

/* The second's key is not to be had; when all are called anew, it is. */
static void what_fails_once_is_done_when_all_are_called_anew(void **state)
{
    two_in_one_commit(add, 1, RESULT_OK, 2, RESULT_OK, "");
}

/* After the first: the key, the insert and the refusal; then BEGIN, the first's insert, and the mark, which fails. The first tries again by himself. */
static void a_transaction_that_cannot_be_kept_in_part_is_begun_anew(void **state)
{
    two_in_one_commit(add_and_refuse, 5, RESULT_OK, 3, RESULT_BROKEN, "store.failed");
}

/* --- The disk is waited for beside the next --- */

struct told {
    struct support *support;
    const char *name;
    pthread_t thread;
    atomic_bool told;
};

static void *write_and_be_told(void *data)
{
    struct told *told = data;
    enum result result = database_transaction(&told->support->context, add, &(struct naming){told->name, false, NULL});
    atomic_store(&told->told, true);
    return (void *)(intptr_t)result;
}

static void the_next_is_written_while_the_disk_is_waited_for_and_nobody_is_told_before(void **state)
{
    struct support *support = store_with_tables(DATABASE_SQLITE), *reader = support_second(support);
    struct database_turns *turns = open_turns(support);
    struct told writers[] = {{.support = another(support, turns), .name = "first"}, {.support = another(support, turns), .name = "second"}};
    assert_result(support, RESULT_OK, database_transaction(&support->context, add, &(struct naming){"before", false, NULL})); /* the log has its head */
    close_disk(true);
    for (int i = 0; i < 2; i++) {
        pthread_create(&writers[i].thread, NULL, write_and_be_told, &writers[i]);
        wait_until_the_disk_is_asked(i + 1);
        assert_true(is_there(reader, writers[i].name)); /* committed, and seen */
    }
    assert_false(atomic_load(&writers[0].told) || atomic_load(&writers[1].told));
    close_disk(false);
    for (int i = 0; i < 2; i++) {
        void *result;
        pthread_join(writers[i].thread, &result);
        assert_int_equal((intptr_t)result, RESULT_OK);
    }
    database_share_turns(support->context.database, NULL);
    database_turns_close(turns);
    support_context_free(support);
}

static void *vouch(void *data)
{
    struct told *told = data;
    enum result result = is_there(told->support, told->name) ? database_on_disk(&told->support->context) : RESULT_NONE;
    atomic_store(&told->told, true);
    return (void *)(intptr_t)result;
}

/* It waits as who wrote it does, on whichever connection; where nothing new was committed, the disk is not asked. */
static void who_vouches_for_what_he_has_seen_waits_until_it_is_on_disk(void **state)
{
    struct support *support = store_with_tables(DATABASE_SQLITE), *reader = support_second(support);
    struct database_turns *turns = open_turns(support);
    struct told writer = {.support = another(support, turns), .name = "first"}, voucher = {.support = reader, .name = "first"};
    assert_result(support, RESULT_OK, database_transaction(&support->context, add, &(struct naming){"before", false, NULL}));
    close_disk(true);
    pthread_create(&writer.thread, NULL, write_and_be_told, &writer);
    wait_until_the_disk_is_asked(1);
    pthread_create(&voucher.thread, NULL, vouch, &voucher);
    wait_until_the_disk_is_asked(2);
    assert_false(atomic_load(&writer.told) || atomic_load(&voucher.told));
    close_disk(false);
    void *written, *vouched;
    pthread_join(writer.thread, &written);
    pthread_join(voucher.thread, &vouched);
    assert_true((intptr_t)written == RESULT_OK && (intptr_t)vouched == RESULT_OK);

    int asked = disk.asked;
    for (int i = 0; i < 3; i++) assert_true(is_there(reader, "first") && database_on_disk(&reader->context) == RESULT_OK);
    assert_int_equal(disk.asked, asked);
    assert_result(support, RESULT_OK, database_transaction(&support->context, add, &(struct naming){"second", false, NULL}));
    asked = disk.asked;
    for (int i = 0; i < 3; i++) assert_true(is_there(reader, "second") && database_on_disk(&reader->context) == RESULT_OK);
    assert_int_equal(disk.asked, asked + 1);
    database_share_turns(support->context.database, NULL);
    database_turns_close(turns);
    support_context_free(support);
}

static off_t size_of_log(struct support *support)
{
    struct text url = database_url(support->context.database);
    struct stat about;
    assert_int_equal(stat(text_string(support->context.arena, text_printf(support->context.arena, "%.*s-wal", (int)(url.length - strlen("sqlite:")), url.bytes + strlen("sqlite:"))), &about), 0);
    return about.st_size;
}

/* However long it goes on, and however seldom there is a gap: the log is begun anew. */
static void the_log_is_carried_into_the_store_beside_those_who_write(void **state)
{
    struct support *support = store_with_tables(DATABASE_SQLITE);
    struct database_turns *turns = open_turns(support);
    char *large = arena_raw(support->context.arena, 1 << 20);
    memset(large, 'x', (1 << 20) - 1);
    large[(1 << 20) - 1] = 0;
    int64_t written = 0;
    for (int i = 0; i < 300; i++, written += 1 << 20) {
        memcpy(large, text_printf(support->context.arena, "%06d", i).bytes, 6);
        assert_result(support, RESULT_OK, database_transaction(&support->context, add, &(struct naming){large, false, NULL}));
    }
    assert_true(size_of_log(support) < written / 2);
    assert_int_equal(integer_of(support, &count_things, NO_PARAMETERS), 300);
    database_share_turns(support->context.database, NULL);
    database_turns_close(turns);
    support_context_free(support);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_is_written_while_the_disk_is_waited_for_and_nobody_is_told_before),
        cmocka_unit_test(who_vouches_for_what_he_has_seen_waits_until_it_is_on_disk),
        cmocka_unit_test(the_log_is_carried_into_the_store_beside_those_who_write),
        cmocka_unit_test(many_at_once_lose_nothing_and_leave_nothing_of_what_was_refused),
        cmocka_unit_test(who_comes_meanwhile_is_committed_along),
        cmocka_unit_test(what_one_is_refused_harms_no_other),
        cmocka_unit_test(nobody_is_told_of_a_commit_that_failed),
        cmocka_unit_test(what_fails_once_is_done_when_all_are_called_anew),
        cmocka_unit_test(a_transaction_that_cannot_be_kept_in_part_is_begun_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
