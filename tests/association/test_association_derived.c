/* Today's state is derived from the journal (SPEC 5.9): after any number of acts in any order, and after acts at the same time, the tables say what a reading of the journal from its beginning says, and
 * what a small model of the rules says that knows neither journal nor tables. */
#include "award/town.h"

#include <pthread.h>
#include <stdatomic.h>

#include "association/association_tie.h"

enum { ACCOUNTS = 5, MAILBOXES = 6, RECORDS = 60, ACTS = 2000, THREADS = 6, ACTS_AT_ONCE = 150 };

STATEMENT(add_record, NULL,
          "INSERT INTO exam_record (provider_id, registration_id, candidate_id, mailbox_id, exam_id, exam_language, exam_day, grade, score, state, given_state,"
          " first_name, last_name, native_first_name, native_last_name, country, site, validation_id, updated_at, file_id, line)"
          " VALUES (1, 'D' || CAST(CAST($2 AS BIGINT) AS TEXT), 'C1', $1, 1, 'en', 20000, 1, '700', 3, 3, '', '', '', '', 'CN', 'S1', '', 0, 1, 1) RETURNING id");
STATEMENT(move_record, NULL, "UPDATE exam_record SET mailbox_id = $2 WHERE id = $1");

/* A row of any of the four tables. */
struct row {
    int64_t thing, account, bound;
};
RECORD(derived_row_record, struct row, FIELD(struct row, thing), FIELD(struct row, account), FIELD(struct row, bound));
STATEMENT(read_ties, &derived_row_record, "SELECT mailbox_id AS thing, account_id AS account, 1 AS bound FROM association ORDER BY mailbox_id");
STATEMENT(read_single, &derived_row_record, "SELECT record_id AS thing, account_id AS account, bound FROM record_association ORDER BY record_id");
STATEMENT(read_bars, &derived_row_record, "SELECT record_id AS thing, account_id AS account, 0 AS bound FROM record_bar ORDER BY record_id, account_id");
STATEMENT(read_held, &derived_row_record, "SELECT record_id AS thing, account_id AS account, 1 AS bound FROM held_record ORDER BY record_id");

struct random {
    uint64_t state;
};
static uint64_t next(struct random *random, uint64_t below)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return random->state % below;
}

/* --- The model --- */

struct thing {
    int64_t id;
    int64_t mailbox; /* of a record: index into mailboxes, -1 none */
    int64_t tied;    /* account, 0 none */
    bool barred[ACCOUNTS]; /* of a record: from which accounts */
    int64_t held;    /* of a record: where it is now */
};
struct world {
    struct town *town;
    struct random random;
    int64_t accounts[ACCOUNTS];
    struct thing mailboxes[MAILBOXES], records[RECORDS];
    int count; /* of records */
};

static int place_of(const struct world *world, int64_t account)
{
    int place = 0;
    while (world->accounts[place] != account) place++;
    return place;
}

static int64_t belongs_to(const struct world *world, const struct thing *record)
{
    if (record->tied) return record->tied;
    int64_t by_mailbox = record->mailbox < 0 ? 0 : world->mailboxes[record->mailbox].tied;
    return by_mailbox && record->barred[place_of(world, by_mailbox)] ? 0 : by_mailbox;
}

static void settle(struct world *world, int64_t mailbox)
{
    for (int i = 0; i < world->count; i++)
        if (mailbox < 0 || world->records[i].mailbox == mailbox) world->records[i].held = belongs_to(world, &world->records[i]);
}

static struct list table(struct context *context, const struct statement *statement)
{
    struct list rows;
    assert_int_equal(database_all(context, statement, NO_PARAMETERS, 10000, &rows), RESULT_OK);
    return rows;
}

static void compare(struct world *world)
{
    struct context *context = world->town->context;
    struct list ties = table(context, &read_ties), single = table(context, &read_single), bars = table(context, &read_bars), held = table(context, &read_held);
    const struct row *tie = ties.items, *one = single.items, *bar = bars.items, *hold = held.items;
    size_t tie_count = 0, one_count = 0, bar_count = 0, hold_count = 0;
    for (int i = 0; i < MAILBOXES; i++) {
        const struct thing *mailbox = &world->mailboxes[i];
        if (!mailbox->tied) continue;
        assert_true(tie_count < ties.count && tie[tie_count].thing == mailbox->id && tie[tie_count].account == mailbox->tied);
        tie_count++;
    }
    assert_int_equal(tie_count, ties.count);
    for (int i = 0; i < world->count; i++) {
        const struct thing *record = &world->records[i];
        if (record->tied) {
            assert_true(one_count < single.count && one[one_count].thing == record->id && one[one_count].bound == 1);
            assert_int_equal(one[one_count].account, record->tied);
            one_count++;
        }
        for (int place = 0; place < ACCOUNTS; place++) { /* accounts are made in the order of their ids */
            if (!record->barred[place]) continue;
            assert_true(bar_count < bars.count && bar[bar_count].thing == record->id && bar[bar_count].account == world->accounts[place]);
            bar_count++;
        }
        if (record->held) {
            assert_true(hold_count < held.count && hold[hold_count].thing == record->id && hold[hold_count].account == record->held);
            hold_count++;
        }
    }
    assert_int_equal(one_count, single.count);
    assert_int_equal(bar_count, bars.count);
    assert_int_equal(hold_count, held.count);
}

/* --- Acts on the store --- */

struct act {
    enum { TIE, UNTIE, DELIVER, CORRECT, BAR, LIFT, ACT_KINDS } what;
    struct association_thing thing;
    int64_t account, mailbox;
    const char *means;
    bool made;
    int64_t records, record;
};

static enum result perform(struct context *context, void *data)
{
    static _Atomic int64_t serial;
    struct act *act = data;
    switch (act->what) {
    case TIE: return association_tie(context, act->thing, act->account, act->means, 0, &act->made, &act->records);
    case UNTIE: return association_untie(context, act->thing, act->account, act->means, 0, &act->made, &act->records);
    case DELIVER:
        TRY(database_integer(context, &add_record, PARAMETERS(OPTIONAL(act->mailbox), ++serial), &act->record));
        return due_leave(context, "records-came", act->record, act->record, NO_INSTANT);
    case CORRECT:
        TRY(database_run(context, &move_record, PARAMETERS(act->thing.record, OPTIONAL(act->mailbox)), NULL));
        return due_leave(context, "record-changed", act->thing.record, act->thing.record, NO_INSTANT);
    case BAR: return association_bar(context, act->thing.record, act->account, 0);
    case LIFT: return association_lift_bar(context, act->thing.record, act->account, 0, "undo", &act->made);
    case ACT_KINDS: break;
    }
    return RESULT_OK;
}

static enum result record_changed(struct context *context, const struct due *due)
{
    int64_t held;
    TRY(association_let_go(context, due->first, due->last));
    return association_hold(context, due->first, due->last, &held);
}

static enum result follow_up(struct context *context)
{
    struct due_handler handlers[16] = {{"record-changed", record_changed}};
    for (int i = 0; association_due[i].kind; i++) {
        assert_true(i + 2 < 16); /* the last one is empty */
        handlers[i + 1] = association_due[i];
    }
    return due_run(context, handlers, NULL);
}

static enum result rebuild(struct context *context)
{
    struct actor actor = context->actor;
    context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    struct association_rebuilt rebuilt;
    enum result result = association_rebuild(context, &rebuilt);
    if (result == RESULT_OK) assert_int_equal(rebuilt.differed, 0); /* acts leave what the journal says */
    context->actor = actor;
    return result;
}

static const char *const ways_to_let_go[] = {"released", "forced", "undo", "merge"};

static void random_act(struct world *world)
{
    struct town *town = world->town;
    struct random *random = &world->random;
    struct act act = {.account = world->accounts[next(random, ACCOUNTS)]};
    bool *bar = NULL; /* of the account on the record */
    struct thing *mailbox = &world->mailboxes[next(random, MAILBOXES)], *record = world->count ? &world->records[next(random, (uint64_t)world->count)] : NULL;
    uint64_t kind = next(random, 12);
    if (!record || (kind == 0 && world->count < RECORDS)) {
        bool none = next(random, 8) == 0;
        act.what = DELIVER;
        act.mailbox = none ? 0 : mailbox->id;
        assert_ok(database_transaction(town->context, perform, &act));
        world->records[world->count++] = (struct thing){.id = act.record, .mailbox = none ? -1 : mailbox - world->mailboxes};
    } else if (kind <= 1) {
        bool none = next(random, 8) == 0;
        act.what = CORRECT;
        act.thing.record = record->id;
        act.mailbox = none ? 0 : mailbox->id;
        assert_ok(database_transaction(town->context, perform, &act));
        record->mailbox = none ? -1 : mailbox - world->mailboxes;
    } else if (kind <= 3) {
        act = (struct act){TIE, .thing.mailbox = mailbox->id, .account = act.account, .means = "link"};
        assert_ok(database_transaction(town->context, perform, &act));
        assert_int_equal(act.made, !mailbox->tied);
        if (act.made) mailbox->tied = act.account;
        if (act.made) settle(world, mailbox - world->mailboxes);
    } else if (kind <= 5) {
        if (next(random, 2) && mailbox->tied) act.account = mailbox->tied;
        act = (struct act){UNTIE, .thing.mailbox = mailbox->id, .account = act.account, .means = ways_to_let_go[next(random, 4)]};
        assert_ok(database_transaction(town->context, perform, &act));
        assert_int_equal(act.made, mailbox->tied == act.account);
        if (act.made) mailbox->tied = 0;
        if (act.made) settle(world, mailbox - world->mailboxes);
    } else if (kind <= 8) {
        act = (struct act){TIE, .thing.record = record->id, .account = act.account, .means = next(random, 4) ? "score-report" : "case"};
        bar = &record->barred[place_of(world, act.account)];
        bool holds = *bar && text_is(text_of(act.means), "score-report"); /* a bar holds against the score report */
        assert_ok(database_transaction(town->context, perform, &act));
        assert_int_equal(act.made, !record->tied && (!record->held || record->held == act.account) && !holds);
        if (act.made) record->tied = record->held = act.account, *bar = false;
    } else if (kind == 9) {
        act = (struct act){next(random, 2) ? BAR : LIFT, .thing.record = record->id, .account = act.account};
        bar = &record->barred[place_of(world, act.account)];
        assert_ok(database_transaction(town->context, perform, &act));
        if (act.what == LIFT) assert_int_equal(act.made, *bar);
        if (act.what == LIFT && !act.made) return;
        if (act.what == BAR && (*bar || record->tied == act.account)) return; /* what is barred is so already; what it is bound to stays its own */
        *bar = act.what == BAR;
        record->held = belongs_to(world, record);
    } else {
        if (next(random, 2) && record->held) act.account = record->held;
        act = (struct act){UNTIE, .thing.record = record->id, .account = act.account, .means = ways_to_let_go[next(random, 4)]};
        bar = &record->barred[place_of(world, act.account)];
        bool forced = !strcmp(act.means, "forced");
        assert_ok(database_transaction(town->context, perform, &act));
        assert_int_equal(act.made, (forced && !record->tied) || record->tied == act.account);
        if (!act.made) return;
        record->tied = 0;
        *bar = forced;
        record->held = belongs_to(world, record);
    }
}

static void people(struct world *world)
{
    struct town *town = world->town;
    for (int i = 0; i < ACCOUNTS; i++) world->accounts[i] = town_account(town, text_printf(town->context->arena, "person%d", i).bytes, "p@example.org", "P");
    /* Made by their own records; provider and exam are there, too. */
    for (int i = 0; i < MAILBOXES; i++) {
        world->mailboxes[i] = (struct thing){.mailbox = -1};
        const char *address = text_printf(town->context->arena, "m%d@example.org", i).bytes;
        world->records[world->count++] = (struct thing){.id = town_pass(town, address, "H12-811", "2026-02-12"), .mailbox = i};
        assert_ok(intake_mailbox_known(town->context, text_of(address), &world->mailboxes[i].id));
    }
}

static void after_thousands_of_acts_the_tables_say_what_the_journal_says(enum database_engine engine)
{
    struct world world = {.town = town_new(engine, "2026-02-16T02:00:00Z", NULL), .random = {88172645463325252u}};
    struct town *town = world.town;
    people(&world);
    for (int i = 0; i < ACTS; i++) {
        struct arena_mark mark = arena_mark(town->context->arena);
        random_act(&world);
        /* What the intake has brought is sometimes followed up only after another act. */
        if (next(&world.random, 4)) {
            assert_ok(follow_up(town->context));
            settle(&world, -1);
            compare(&world);
            assert_ok(rebuild(town->context));
        }
        compare(&world);
        arena_rewind(town->context->arena, mark);
    }
    assert_int_equal(world.count, RECORDS);
    town_free(town);
}
BOTH_ENGINES(after_thousands_of_acts_the_tables_say_what_the_journal_says)

/* --- At the same time --- */

struct actor_thread {
    struct context *context;
    const struct world *world;
    uint64_t seed;
    enum result result;
    const char *code;
};

static void *act_at_random(void *data)
{
    struct actor_thread *thread = data;
    struct random random = {thread->seed};
    const struct world *world = thread->world;
    for (int i = 0; i < ACTS_AT_ONCE; i++) {
        struct arena_mark mark = arena_mark(thread->context->arena);
        int64_t mailbox = world->mailboxes[next(&random, MAILBOXES)].id, record = world->records[next(&random, (uint64_t)world->count)].id;
        struct act act = {.what = (int)next(&random, ACT_KINDS), .account = world->accounts[next(&random, ACCOUNTS)], .mailbox = mailbox};
        if (next(&random, 2)) act.thing.record = record;
        else act.thing.mailbox = mailbox;
        if (act.what >= CORRECT) act.thing.record = record;
        act.means = act.what == TIE ? "link" : ways_to_let_go[next(&random, 4)];
        thread->result = next(&random, 3) ? database_transaction(thread->context, perform, &act) : follow_up(thread->context);
        thread->code = thread->context->error.code;
        if (thread->result < 0) break;
        arena_rewind(thread->context->arena, mark);
    }
    return NULL;
}

static void acts_at_the_same_time_leave_what_the_journal_says(enum database_engine engine)
{
    struct world world = {.town = town_new(engine, "2026-02-16T02:00:00Z", NULL)};
    struct town *town = world.town;
    people(&world);
    struct actor_thread threads[THREADS];
    pthread_t ids[THREADS];
    for (int i = 0; i < THREADS; i++) threads[i] = (struct actor_thread){town_second(town, world.accounts[0]), &world, 1234567u + (uint64_t)i * 7919u, RESULT_OK, NULL};
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&ids[i], NULL, act_at_random, &threads[i]), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(ids[i], NULL);
    for (int i = 0; i < THREADS; i++)
        if (threads[i].result < 0) fail_msg("an act failed: %s", threads[i].code);
    assert_ok(follow_up(town->context));
    struct list before[] = {table(town->context, &read_ties), table(town->context, &read_single), table(town->context, &read_bars), table(town->context, &read_held)};
    assert_ok(rebuild(town->context));
    const struct statement *const statements[] = {&read_ties, &read_single, &read_bars, &read_held};
    for (int i = 0; i < 4; i++) {
        struct list after = table(town->context, statements[i]);
        assert_int_equal(after.count, before[i].count);
        assert_true(after.count > 0);
        assert_memory_equal(after.items, before[i].items, after.count * sizeof(struct row));
    }
    town_free(town);
}
BOTH_ENGINES(acts_at_the_same_time_leave_what_the_journal_says)

/* Somebody meddles with today's state: what stands otherwise than the journal says is counted, and gone. */
static const struct statement lose_ties = {"lose_ties", NULL, "DELETE FROM association WHERE mailbox_id = $1"}, move_ties = {"move_ties", NULL, "UPDATE association SET account_id = $2 WHERE mailbox_id = $1"},
                              lose_held = {"lose_held", NULL, "DELETE FROM held_record WHERE account_id = $1"};

static void what_stands_otherwise_is_counted_and_mended(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct association_rebuilt rebuilt;
    int64_t alice = town_account(town, "alice", "alice@example.org", "Wei Zhang"), bob = town_account(town, "bob", "bob@example.org", "Bob Li"), mailbox;
    town_tie(town, alice, "alice@example.org");
    town_tie(town, alice, "alice@work.example");
    town_tie(town, bob, "bob@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_pass(town, "bob@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(association_rebuild(town->context, &rebuilt));
    assert_true(rebuilt.mailboxes == 3 && rebuilt.records == 0 && rebuilt.held == 2 && rebuilt.differed == 0);
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@work.example"), &mailbox));
    assert_ok(database_run(town->context, &lose_ties, PARAMETERS(mailbox), NULL));
    assert_ok(intake_mailbox_known(town->context, TEXT("alice@example.org"), &mailbox));
    assert_ok(database_run(town->context, &move_ties, PARAMETERS(mailbox, bob), NULL));
    assert_ok(database_run(town->context, &lose_held, PARAMETERS(bob), NULL));
    assert_ok(association_rebuild(town->context, &rebuilt));
    assert_true(rebuilt.mailboxes == 3 && rebuilt.held == 2 && rebuilt.differed == 3);
    town_follow_up(town);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_stands_otherwise_is_counted_and_mended)

/* --- Stories of one record --- */

static bool change(struct world *world, int what, struct association_thing thing, int account, const char *means)
{
    struct town *town = world->town;
    struct act act = {what, .thing = thing, .account = world->accounts[account], .means = means};
    assert_ok(database_transaction(town->context, perform, &act));
    return act.made;
}

static void assert_left_by_force(struct world *world, int account, int64_t record, bool expected)
{
    struct town *town = world->town;
    bool forced = !expected;
    assert_ok(association_left_by_force(town->context, world->accounts[account], record, &forced));
    assert_int_equal(forced, expected);
}

static void how_a_record_left_is_known(enum database_engine engine)
{
    struct world world = {.town = town_new(engine, "2026-02-16T02:00:00Z", NULL)};
    struct town *town = world.town;
    people(&world);
    int64_t record = world.records[0].id, holder;
    struct association_thing mailbox = {.mailbox = world.mailboxes[0].id}, single = {.record = record};
    assert_left_by_force(&world, 0, record, false);
    assert_true(change(&world, TIE, mailbox, 0, "link"));
    assert_true(change(&world, UNTIE, mailbox, 0, "released"));
    assert_left_by_force(&world, 0, record, false);
    assert_true(change(&world, TIE, mailbox, 0, "link"));
    assert_true(change(&world, UNTIE, mailbox, 0, "forced"));
    assert_left_by_force(&world, 0, record, true);
    assert_left_by_force(&world, 1, record, false);
    /* The mailbox comes back, by an undo or by a proof: what left by force is back, and leaves anew by whatever takes it next, also where that is no act of the account's. */
    assert_true(change(&world, TIE, mailbox, 0, "undo"));
    assert_left_by_force(&world, 0, record, false);
    assert_true(change(&world, UNTIE, mailbox, 0, "forced"));
    assert_left_by_force(&world, 0, record, true);
    assert_true(change(&world, TIE, mailbox, 0, "link"));
    assert_left_by_force(&world, 0, record, false);
    /* Of its own will it lets go: that counts now. */
    assert_true(change(&world, UNTIE, mailbox, 0, "released"));
    assert_left_by_force(&world, 0, record, false);

    /* Only this record is barred. Its mailbox stays with the account; of its owner, it comes to him by his score report. */
    assert_true(change(&world, TIE, mailbox, 0, "link"));
    assert_true(change(&world, UNTIE, single, 0, "forced"));
    assert_left_by_force(&world, 0, record, true);
    assert_result(town->support, RESULT_NONE, association_holder(town->context, single, &holder));
    assert_true(change(&world, TIE, single, 1, "score-report"));
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, world.accounts[1]);
    assert_left_by_force(&world, 0, record, true);
    /* Let go by its owner it falls to whom the mailbox is tied to by then. */
    assert_true(change(&world, UNTIE, mailbox, 0, "released"));
    assert_true(change(&world, TIE, mailbox, 2, "link"));
    assert_true(change(&world, UNTIE, single, 1, "released"));
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, world.accounts[2]);
    town_free(town);
}
BOTH_ENGINES(how_a_record_left_is_known)

static void a_mailbox_does_not_bring_back_what_is_barred(enum database_engine engine)
{
    struct world world = {.town = town_new(engine, "2026-02-16T02:00:00Z", NULL)};
    people(&world);
    struct town *town = world.town;
    int64_t record = world.records[0].id, holder;
    struct association_thing mailbox = {.mailbox = world.mailboxes[0].id}, single = {.record = record};
    assert_true(change(&world, TIE, single, 0, "score-report"));
    assert_true(change(&world, UNTIE, single, 0, "forced"));
    assert_true(change(&world, TIE, mailbox, 0, "link"));
    assert_left_by_force(&world, 0, record, true);
    assert_result(town->support, RESULT_NONE, association_holder(town->context, single, &holder));
    assert_true(change(&world, TIE, single, 1, "score-report"));
    assert_left_by_force(&world, 0, record, true);
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, world.accounts[1]);
    /* Nor when its owner lets it go again, while the mailbox is where it was. */
    assert_true(change(&world, UNTIE, single, 1, "released"));
    assert_left_by_force(&world, 0, record, true);
    assert_result(town->support, RESULT_NONE, association_holder(town->context, single, &holder));
    town_free(world.town);
}
BOTH_ENGINES(a_mailbox_does_not_bring_back_what_is_barred)

static void a_bar_is_lifted_by_an_undo(enum database_engine engine)
{
    struct world world = {.town = town_new(engine, "2026-02-16T02:00:00Z", NULL)};
    struct town *town = world.town;
    people(&world);
    int64_t holder;
    struct association_thing mailbox = {.mailbox = world.mailboxes[0].id}, single = {.record = world.records[0].id};
    assert_true(change(&world, TIE, mailbox, 0, "link"));
    assert_true(change(&world, UNTIE, single, 0, "forced"));
    assert_false(change(&world, LIFT, single, 1, "undo")); /* not his bar */
    assert_true(change(&world, LIFT, single, 0, "undo"));
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, world.accounts[0]);
    assert_false(change(&world, UNTIE, single, 0, "released")); /* it came by the mailbox: there is no tie of its own */
    /* Who is barred can still show that it is his: his own score report lifts the bar. */
    assert_true(change(&world, UNTIE, single, 0, "forced"));
    assert_true(change(&world, TIE, single, 0, "case"));
    assert_ok(association_holder(town->context, single, &holder));
    assert_int_equal(holder, world.accounts[0]);
    town_assert_journal_replays(town);
    assert_refused("audit.not_allowed", (town_act_as(town, world.accounts[0]), association_rebuild(town->context, &(struct association_rebuilt){0})));
    town_free(town);
}
BOTH_ENGINES(a_bar_is_lifted_by_an_undo)

/* --- An import that is just bringing records in does not see that their mailbox was let go meanwhile --- */

static const struct statement waiting = {"waiting", NULL, "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"};

struct slow_import {
    struct context *context;
    int64_t record;
    pthread_barrier_t held, go_on;
    enum result result;
};

static enum result hold_slowly(struct context *context, void *data)
{
    struct slow_import *import = data;
    int64_t held;
    enum result result = association_hold(context, import->record, import->record, &held);
    pthread_barrier_wait(&import->held);
    pthread_barrier_wait(&import->go_on);
    return result;
}

static void *import_slowly(void *data)
{
    struct slow_import *import = data;
    import->result = database_transaction(import->context, hold_slowly, import);
    return NULL;
}

struct second_look {
    struct context *context;
    enum result result;
    atomic_bool ended;
};

static void *look_again(void *data)
{
    struct second_look *look = data;
    look->result = follow_up(look->context);
    atomic_store(&look->ended, true);
    return NULL;
}

static void the_second_look_waits_for_what_is_under_way(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct world world = {.town = town_new(DATABASE_POSTGRESQL, "2026-02-16T02:00:00Z", NULL)};
    struct town *town = world.town;
    people(&world);
    struct association_thing mailbox = {.mailbox = world.mailboxes[0].id};
    struct act act = {TIE, .thing = mailbox, .account = world.accounts[0], .means = "link"};
    assert_ok(database_transaction(town->context, perform, &act));
    assert_ok(follow_up(town->context));
    struct slow_import import = {.context = town_second(town, 0)};
    import.record = town_pass(town, "m0@example.org", "H12-811", "2026-02-12");
    town_forget_due(town);
    pthread_barrier_init(&import.held, NULL, 2);
    pthread_barrier_init(&import.go_on, NULL, 2);
    pthread_t importing, looking;
    assert_int_equal(pthread_create(&importing, NULL, import_slowly, &import), 0);
    pthread_barrier_wait(&import.held);

    act = (struct act){UNTIE, .thing = mailbox, .account = world.accounts[0], .means = "released"};
    assert_ok(database_transaction(town->context, perform, &act));
    struct second_look look = {.context = town_second(town, 0)};
    assert_int_equal(pthread_create(&looking, NULL, look_again, &look), 0);
    int64_t waits = 0;
    while (!waits && !atomic_load(&look.ended)) assert_ok(database_integer(town->context, &waiting, NO_PARAMETERS, &waits));
    assert_false(atomic_load(&look.ended));
    pthread_barrier_wait(&import.go_on);
    pthread_join(importing, NULL);
    pthread_join(looking, NULL);
    assert_int_equal(import.result, RESULT_OK);
    assert_int_equal(look.result, RESULT_OK);
    assert_int_equal(town_count(town, "held"), 0);
    town_free(town);
}

/* --- One act moves two mailboxes while somebody takes up the second look at one of them --- */

static const struct statement waiting_for_a_lock = {"waiting_for_a_lock", NULL, "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"};

struct moving {
    struct context *observer;
    struct association_thing things[2];
    int64_t account;
    int runs;
    pthread_t looking;
    struct second_look look;
};
static _Atomic int64_t looked_at;
static _Atomic int looks;

static enum result counted_look(struct context *context, const struct due *due)
{
    looks += due->first == looked_at;
    return association_look_again(context, due->first);
}

static void *look_and_count(void *data)
{
    struct second_look *look = data;
    look->result = due_run(look->context, (const struct due_handler[]){{"mailbox-moved", counted_look}, {NULL, NULL}}, NULL);
    atomic_store(&look->ended, true);
    return NULL;
}

static enum result move_both(struct context *context, void *data)
{
    struct moving *moving = data;
    int64_t records, waits = 0;
    bool made;
    for (int i = 0; i < 2; i++) TRY(association_announce(context, moving->things[i]));
    TRY(association_tie(context, moving->things[0], moving->account, "link", 0, &made, &records));
    if (!moving->runs++) assert_int_equal(pthread_create(&moving->looking, NULL, look_and_count, &moving->look), 0);
    while (!waits && !atomic_load(&moving->look.ended)) assert_int_equal(database_integer(moving->observer, &waiting_for_a_lock, NO_PARAMETERS, &waits), RESULT_OK);
    return association_tie(context, moving->things[1], moving->account, "link", 0, &made, &records);
}

static void an_act_on_two_mailboxes_waits_for_nobody_who_waits_for_it(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct world world = {.town = town_new(DATABASE_POSTGRESQL, "2026-02-16T02:00:00Z", NULL)};
    struct town *town = world.town;
    people(&world);
    town_forget_due(town);
    struct moving moving = {.observer = town_second(town, 0), .things = {{.mailbox = world.mailboxes[0].id}, {.mailbox = world.mailboxes[1].id}}, .account = world.accounts[0], .look = {.context = town_second(town, 0)}};
    looked_at = moving.things[1].mailbox;
    looks = 0;
    assert_ok(due_leave(town->context, "mailbox-moved", looked_at, looked_at, NO_INSTANT));
    assert_ok(database_transaction(town->context, move_both, &moving));
    pthread_join(moving.looking, NULL);
    assert_int_equal(moving.look.result, RESULT_OK);
    assert_int_equal(moving.runs, 1); /* neither was stopped as the victim of a deadlock */
    assert_int_equal(looks, 1);
    town_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(after_thousands_of_acts_the_tables_say_what_the_journal_says),
        ON_BOTH(acts_at_the_same_time_leave_what_the_journal_says),
        ON_BOTH(what_stands_otherwise_is_counted_and_mended),
        ON_BOTH(how_a_record_left_is_known),
        ON_BOTH(a_mailbox_does_not_bring_back_what_is_barred),
        ON_BOTH(a_bar_is_lifted_by_an_undo),
        cmocka_unit_test(the_second_look_waits_for_what_is_under_way),
        cmocka_unit_test(an_act_on_two_mailboxes_waits_for_nobody_who_waits_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
