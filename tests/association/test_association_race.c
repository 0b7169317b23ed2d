/* At the same moment (SPEC 5.9): 64 accounts complete for one mailbox, or for one record by its score report, while its records are coming in; an account's mailbox changes while a letter is confirmed, and a letter is confirmed that is disowned.
 * TESTAMUR_RACE_ROUNDS and TESTAMUR_RACE_PAIRS make it long. */
#include "award/town.h"

#include <pthread.h>
#include <stdlib.h>

#include "account/account.h"
#include "association/association_store.h"

enum { CLAIMANTS = 64, MANY_IMPORTS = 20, FEW_IMPORTS = 3, DAYS_A_ROUND = 20, PAIRS = 100, MANY_PAIRS = 1000 /* from so many on, either order must have come */ };

static int times(const char *name, int otherwise)
{
    const char *said = getenv(name);
    return said ? atoi(said) : otherwise;
}

static const char *named(struct town *town, const char *format, int number)
{
    return text_printf(town->context->arena, "%s%d", format, number).bytes;
}

/* --- 64 at once --- */

struct claimant {
    struct context *context;
    int64_t account;
    struct text token;
    bool record; /* what it claims: the single record, else the whole mailbox */
    enum result result;
    const char *code;
    int64_t records;
};

/* What a test has begun. It is taken down after the test however that went: else its threads, and its connections, would be the next one's. */
static struct race {
    struct town *town;
    struct claimant claimants[CLAIMANTS];
    pthread_t threads[CLAIMANTS];
    pthread_barrier_t barrier;
    int running;
    struct instant start;
    int round;
} race;

/* A town whose letters are found by their mailbox at once. Only tests look for so many, so the product has no such index; without one each round would be slower than the one before. */
static struct town *begin(enum database_engine engine)
{
    struct town *town = race.town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    assert_ok(database_script(town->context, "CREATE INDEX letter_by_recipient ON letter (recipient, id);"));
    return town;
}

static void gather(enum database_engine engine)
{
    struct town *town = begin(engine);
    race.start = context_now(town->context);
    for (int i = 0; i < CLAIMANTS; i++) {
        race.claimants[i].account = town_account(town, named(town, "claimant", i), "c@example.org", "C");
        race.claimants[i].context = town_second(town, race.claimants[i].account);
    }
}

static void join(void)
{
    if (!race.running) return;
    while (race.running) pthread_join(race.threads[--race.running], NULL);
    pthread_barrier_destroy(&race.barrier);
}

static void *claim(void *data)
{
    struct claimant *claimant = data;
    error_clear(&claimant->context->error);
    pthread_barrier_wait(&race.barrier);
    claimant->result = association_complete(claimant->context, 0, claimant->token, TEXT(""), &claimant->records);
    claimant->code = claimant->context->error.code;
    return NULL;
}

/* What the claimant's letter has; a few a day, for a mailbox has its limits. */
static void get_token(int i, const char *mailbox, const char *registration)
{
    struct town *town = race.town;
    struct claimant *claimant = &race.claimants[i];
    town_act_as(town, claimant->account);
    town->support->clock = clock_fixed(instant_add_seconds(race.start, (race.round * DAYS_A_ROUND + i / 4) * 86400ll + i % 4 * 3600));
    if (claimant->record) {
        struct association_report report = {TEXT("pearson-vue"), TEXT("H12-811"), {0}, text_of(registration), TEXT("Zhang"), TEXT("")};
        struct association_report_answer answer;
        assert_true(day_parse(TEXT("2026-02-12"), &report.exam_day));
        assert_ok(association_ask_by_report(town->context, &report, false, &answer));
        assert_true(answer.asked);
    } else {
        bool associated;
        assert_ok(association_ask(town->context, text_of(mailbox), ASSOCIATION_OF_RECORDS, false, &associated));
        assert_false(associated);
    }
    claimant->token = town_token(town, mailbox);
}

/* One round: everybody claims, while the provider delivers. Who claims the record, who the mailbox, says `records`: of each 64. */
static void race_once(int records, int imports)
{
    struct town *town = race.town;
    const char *mailbox = text_printf(town->context->arena, "shared%d@example.org", race.round).bytes;
    int64_t record = town_pass(town, mailbox, "H12-811", "2026-02-12"), before = town_count(town, "journal");
    const char *registration = text_printf(town->context->arena, "R%lld", (long long)town->registrations).bytes;
    for (int i = 0; i < CLAIMANTS; i++) {
        struct claimant *claimant = &race.claimants[i];
        *claimant = (struct claimant){.context = claimant->context, .account = claimant->account, .record = i < records};
        get_token(i, mailbox, registration);
    }
    /* All at a time at which each of the requests is open. */
    town->support->clock = clock_fixed(instant_add_seconds(race.start, race.round * DAYS_A_ROUND * 86400ll + 4 * 3600));
    for (int i = 0; i < CLAIMANTS; i++) race.claimants[i].context->clock = &town->support->clock;
    pthread_barrier_init(&race.barrier, NULL, CLAIMANTS + 1);
    for (; race.running < CLAIMANTS; race.running++)
        if (pthread_create(&race.threads[race.running], NULL, claim, &race.claimants[race.running]) != 0) abort(); /* those that wait already would wait for ever */
    pthread_barrier_wait(&race.barrier);
    town_act_as(town, 0);
    for (int i = 0; i < imports; i++) town_pass(town, mailbox, "H12-821", "2026-02-13");
    join();

    int64_t of_mailbox = 0, of_record = 0;
    for (int i = 0; i < CLAIMANTS; i++) {
        const struct claimant *claimant = &race.claimants[i];
        int64_t *winner = claimant->record ? &of_record : &of_mailbox;
        if (claimant->result == RESULT_OK) {
            assert_int_equal(*winner, 0); /* one wins */
            *winner = claimant->account;
        } else {
            assert_int_equal(claimant->result, RESULT_REFUSED);
            assert_string_equal(claimant->code, claimant->record ? "association.record_taken" : "association.taken");
        }
    }
    assert_true((records == CLAIMANTS) == (of_mailbox == 0));
    assert_true(of_mailbox || of_record);
    town_follow_up(town);
    assert_int_equal(town_count(town, "journal"), before + (of_mailbox != 0) + (of_record != 0));
    /* Nothing that came in beside the race is lost, and the single record is where it was claimed first. */
    struct list held;
    int64_t holder = of_record ? of_record : of_mailbox;
    town_act_as(town, holder);
    bool there = false;
    assert_ok(association_records(town->context, holder, 2000, &held));
    for (size_t i = 0; i < held.count; i++) there |= ((const struct exam_record *)held.items)[i].id == record;
    assert_true(there);
    town_act_as(town, 0);
    town_assert_journal_replays(town);
    race.round++;
}

/* So many rounds, with what claims the record in them by turns. */
static void race_rounds(int rounds, const int *records, int count)
{
    struct town *town = race.town;
    for (int i = 0; i < rounds; i++) {
        struct arena_mark marks[CLAIMANTS], mark = arena_mark(town->context->arena);
        for (int k = 0; k < CLAIMANTS; k++) marks[k] = arena_mark(race.claimants[k].context->arena);
        race_once(records[i % count], i ? FEW_IMPORTS : MANY_IMPORTS);
        for (int k = 0; k < CLAIMANTS; k++) arena_rewind(race.claimants[k].context->arena, marks[k]);
        arena_rewind(town->context->arena, mark);
    }
}

static void of_64_claimants_of_a_mailbox_one_wins(enum database_engine engine)
{
    gather(engine);
    struct town *town = race.town;
    race_once(0, MANY_IMPORTS);
    assert_int_equal(town_count(town, "associations"), 1);
    assert_int_equal(town_count(town, "completed"), 1);
    assert_int_equal(town_count(town, "too late"), CLAIMANTS - 1);
    assert_int_equal(town_count(town, "held"), 1 + MANY_IMPORTS);
    assert_int_equal(town_count(town, "certificates"), 1);
}
BOTH_ENGINES(of_64_claimants_of_a_mailbox_one_wins)

static void of_64_claimants_of_a_record_one_wins(enum database_engine engine)
{
    gather(engine);
    struct town *town = race.town;
    int rounds = times("TESTAMUR_RACE_ROUNDS", 1);
    race_rounds(rounds, (const int[]){CLAIMANTS}, 1);
    assert_int_equal(town_count(town, "associations"), 0);
    assert_int_equal(town_count(town, "completed"), rounds);
    assert_int_equal(town_count(town, "too late"), rounds * (CLAIMANTS - 1));
    assert_int_equal(town_count(town, "held"), rounds);
    assert_in_range(town_count(town, "certificates"), 1, rounds); /* of the same certification: whoever wins again has it */
}
BOTH_ENGINES(of_64_claimants_of_a_record_one_wins)

/* The mailbox and a record of it, by halves; and as often as it is wished. */
static void the_record_and_its_mailbox_at_once(enum database_engine engine)
{
    gather(engine);
    race_rounds(times("TESTAMUR_RACE_ROUNDS", 2), (const int[]){CLAIMANTS / 2, 0, CLAIMANTS, CLAIMANTS - 8}, 4);
}
BOTH_ENGINES(the_record_and_its_mailbox_at_once)

/* --- "Change the account's mailbox" against "confirm" --- */

/* Requests whose outcome is about another address than the one to which the token went. */
static const struct statement confirmed_elsewhere = {
    "confirmed_elsewhere", NULL,
    "SELECT COUNT(*) FROM association_request q JOIN association_journal j ON j.request_id = q.id"
    " WHERE (q.purpose = 'associate' AND j.mailbox_id <> q.letter_mailbox_id) OR j.account_id <> q.account_id OR q.outcome <> 'completed'"};
static const struct statement tied_to = {"tied_to", NULL, "SELECT a.account_id FROM association a JOIN mailbox m ON m.id = a.mailbox_id WHERE m.address = $1"};

static struct changing {
    struct context *context;
    pthread_t thread;
    pthread_barrier_t start, end; /* between them nothing is asserted: a test that fails leaves the thread at `start` */
    struct text letters, other; /* where letters are to go from now on; another address that is asked for at the same moment */
    bool begun, over;
    enum result result, asked;
} changing;

static void *change_mailbox(void *data)
{
    (void)data;
    for (;;) {
        pthread_barrier_wait(&changing.start);
        if (changing.over) return NULL;
        struct account_profile profile = {.name_latin = TEXT("Wei Zhang"), .language = TEXT("en"), .zone = TEXT("Asia/Shanghai"), .country = TEXT("CN"), .mailbox = changing.letters, .password = TEXT(TOWN_PASSWORD)};
        bool associated;
        changing.result = account_change_profile(changing.context, &profile, award_names_fixed, association_proven);
        changing.asked = association_ask(changing.context, changing.other, ASSOCIATION_OF_RECORDS, false, &associated);
        pthread_barrier_wait(&changing.end);
    }
}

static void begin_changing(struct town *town, int64_t account)
{
    pthread_barrier_init(&changing.start, NULL, 2);
    pthread_barrier_init(&changing.end, NULL, 2);
    changing.context = town_second(town, account);
    changing.context->clock = &town->support->clock;
    town_password(town, account);
    assert_int_equal(pthread_create(&changing.thread, NULL, change_mailbox, NULL), 0);
    changing.begun = true;
}

static int tear_down(void **state)
{
    (void)state;
    join();
    if (changing.begun) {
        changing.over = true;
        pthread_barrier_wait(&changing.start);
        pthread_join(changing.thread, NULL);
    }
    if (race.town) town_free(race.town);
    race = (struct race){0};
    changing = (struct changing){0};
    return 0;
}

/* Tying a mailbox: what is confirmed is the mailbox to which the token went, whatever the account's mailbox is by then, and whatever else it asks for. Letting one go by a letter to the account's own
 * mailbox: only while that still is the account's own. */
static void what_is_confirmed_is_where_the_token_went(enum database_engine engine)
{
    struct town *town = begin(engine);
    int64_t alice = town_account(town, "alice", "one@example.org", "Wei Zhang"), records, count, account;
    static const char *const own[] = {"one@example.org", "two@example.org"};
    for (int i = 0; i < 2; i++) town_tie(town, alice, own[i]);
    begin_changing(town, alice);
    town_act_as(town, alice);
    int own_confirmed = 0, own_refused = 0;
    for (int i = 0, pairs = times("TESTAMUR_RACE_PAIRS", PAIRS); i < pairs; i++) {
        struct arena_mark mark = arena_mark(town->context->arena), other_mark = arena_mark(changing.context->arena);
        const char *mailbox = text_printf(town->context->arena, "m%d@example.org", i).bytes;
        support_forward(town->support, 6 * 3600); /* letters have limits */
        struct text token = town_ask(town, mailbox);
        bool letting_go = i % 4 == 3;
        if (letting_go) {
            assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
            struct association_thing thing = {0};
            assert_ok(intake_mailbox_known(town->context, text_of(mailbox), &thing.mailbox));
            assert_ok(association_ask_to_let_go(town->context, thing, true));
            token = town_token(town, own[i / 4 % 2]);
        }
        changing.letters = text_of(own[letting_go ? (i / 4 + 1) % 2 : i / 4 % 2]);
        changing.other = text_printf(town->context->arena, "other%d@example.org", i);
        pthread_barrier_wait(&changing.start);
        enum result result = association_complete(town->context, 0, token, TEXT(""), &records);
        const char *code = town->context->error.code;
        error_clear(&town->context->error);
        pthread_barrier_wait(&changing.end);
        assert_int_equal(changing.result, RESULT_OK);
        assert_int_equal(changing.asked, RESULT_OK);
        enum result tied = database_integer(town->context, &tied_to, PARAMETERS(mailbox), &account);
        if (!letting_go || result != RESULT_OK) {
            assert_int_equal(tied, RESULT_OK);
            assert_int_equal(account, alice);
        } else {
            assert_int_equal(tied, RESULT_NONE);
        }
        if (!letting_go) assert_int_equal(result, RESULT_OK);
        else if (result != RESULT_OK) assert_string_equal(code, "association.own_mailbox");
        if (letting_go) *(result == RESULT_OK ? &own_confirmed : &own_refused) += 1;
        assert_result(town->support, RESULT_NONE, database_integer(town->context, &tied_to, PARAMETERS(changing.other), &account)); /* asked for, and not confirmed */
        arena_rewind(changing.context->arena, other_mark);
        arena_rewind(town->context->arena, mark);
    }
    assert_ok(database_integer(town->context, &confirmed_elsewhere, NO_PARAMETERS, &count));
    assert_int_equal(count, 0);
    print_message("by the account's own mailbox: %d confirmed, %d refused because it had changed\n", own_confirmed, own_refused);
    if (times("TESTAMUR_RACE_PAIRS", PAIRS) >= MANY_PAIRS) assert_true(own_confirmed > 0 && own_refused > 0);
    town_assert_journal_replays(town);
}
BOTH_ENGINES(what_is_confirmed_is_where_the_token_went)

/* Letting a mailbox go against choosing it for the letters: one of the two comes second and is refused. */
static void letters_do_not_go_where_nothing_is_tied(enum database_engine engine)
{
    struct town *town = begin(engine);
    int64_t alice = town_account(town, "alice", "one@example.org", "Wei Zhang"), records, account;
    town_tie(town, alice, "one@example.org");
    changing.letters = TEXT("two@example.org");
    changing.other = TEXT("other@example.org");
    begin_changing(town, alice);
    int let_go = 0, pairs = times("TESTAMUR_RACE_PAIRS", PAIRS);
    for (int i = 0; i < pairs; i++) {
        struct arena_mark mark = arena_mark(town->context->arena), other_mark = arena_mark(changing.context->arena);
        struct account_profile profile = {.name_latin = TEXT("Wei Zhang"), .language = TEXT("en"), .mailbox = TEXT("one@example.org"), .password = TEXT(TOWN_PASSWORD)};
        struct association_thing two = {0};
        support_forward(town->support, 26 * 3600);
        if (database_integer(town->context, &tied_to, PARAMETERS("two@example.org"), &account) == RESULT_NONE) town_tie(town, alice, "two@example.org");
        town_act_as(town, alice);
        assert_ok(account_change_profile(town->context, &profile, award_names_fixed, association_proven));
        assert_ok(intake_mailbox_known(town->context, TEXT("two@example.org"), &two.mailbox));
        assert_ok(association_ask_to_let_go(town->context, two, false));
        struct text token = town_token(town, "two@example.org");
        pthread_barrier_wait(&changing.start);
        enum result result = association_complete(town->context, 0, token, TEXT(""), &records);
        const char *code = town->context->error.code;
        error_clear(&town->context->error);
        pthread_barrier_wait(&changing.end);
        const char *other = changing.context->error.code;
        error_clear(&changing.context->error);
        if (result != RESULT_OK) assert_string_equal(code, "association.letters_mailbox");
        if (changing.result != RESULT_OK) assert_string_equal(other, "account.mailbox_unproven");
        assert_int_equal((result == RESULT_OK) + (changing.result == RESULT_OK), 1);
        let_go += result == RESULT_OK;
        arena_rewind(changing.context->arena, other_mark);
        arena_rewind(town->context->arena, mark);
    }
    print_message("let go %d times\n", let_go);
    if (pairs >= MANY_PAIRS) assert_true(let_go > 0 && let_go < pairs);
}
BOTH_ENGINES(letters_do_not_go_where_nothing_is_tied)

/* --- "This was not me" against "confirm" --- */

/* What is confirmed at the moment at which its request is about to be ended. */
static struct confirming {
    struct context *context; /* NULL: nothing, or it is done */
    struct text token;
} confirming;

enum result __wrap_association_store_disown(struct context *context, int64_t account, int64_t letter_mailbox, struct instant now, int64_t *ended);
enum result __real_association_store_disown(struct context *context, int64_t account, int64_t letter_mailbox, struct instant now, int64_t *ended);
enum result __wrap_association_store_disown(struct context *context, int64_t account, int64_t letter_mailbox, struct instant now, int64_t *ended)
{
    struct context *other = confirming.context;
    int64_t records;
    confirming.context = NULL;
    if (other) TRY(association_complete(other, 0, confirming.token, TEXT(""), &records));
    return __real_association_store_disown(context, account, letter_mailbox, now, ended);
}

/* On PostgreSQL. Whoever reads the mailbox is not told that it was stopped when it was not. */
static void what_is_confirmed_meanwhile_is_not_called_stopped(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct town *town = begin(DATABASE_POSTGRESQL);
    int64_t account, mallory = town_account(town, "mallory", "mallory@example.org", "M");
    town_act_as(town, mallory);
    struct text token = town_ask(town, "wei@example.org");
    confirming = (struct confirming){town_second(town, mallory), token};
    confirming.context->clock = &town->support->clock;
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("association.completed_already", association_disown(town->context, token, TEXT("wei@example.org")));
    assert_null(confirming.context);
    assert_ok(database_integer(town->context, &tied_to, PARAMETERS("wei@example.org"), &account));
    assert_int_equal(account, mallory);
}

static struct disowning {
    struct context *context;
    struct text token, address;
    pthread_barrier_t start;
    enum result result;
    const char *code;
} disowning;

static void *disown(void *data)
{
    (void)data;
    pthread_barrier_wait(&disowning.start);
    disowning.result = association_disown(disowning.context, disowning.token, disowning.address);
    disowning.code = disowning.context->error.code;
    error_clear(&disowning.context->error);
    return NULL;
}

/* One of the two comes first, and both are told the same. */
static void what_was_not_me_is_stopped_or_is_there(enum database_engine engine)
{
    struct town *town = begin(engine);
    int64_t mallory = town_account(town, "mallory", "mallory@example.org", "M"), records, account;
    int stopped = 0, pairs = times("TESTAMUR_RACE_PAIRS", PAIRS);
    disowning.context = town_second(town, 0);
    disowning.context->actor = (struct actor){.kind = ACTOR_NOBODY};
    disowning.context->clock = &town->support->clock;
    town_act_as(town, mallory);
    for (int i = 0; i < pairs; i++) {
        struct arena_mark mark = arena_mark(town->context->arena), other_mark = arena_mark(disowning.context->arena);
        pthread_t thread;
        support_forward(town->support, 6 * 3600); /* letters have limits */
        disowning.address = text_printf(town->context->arena, "m%d@example.org", i);
        disowning.token = town_ask(town, disowning.address.bytes);
        pthread_barrier_init(&disowning.start, NULL, 2);
        if (pthread_create(&thread, NULL, disown, NULL) != 0) abort();
        pthread_barrier_wait(&disowning.start);
        enum result result = association_complete(town->context, 0, disowning.token, TEXT(""), &records);
        pthread_join(thread, NULL);
        pthread_barrier_destroy(&disowning.start);
        const char *code = town->context->error.code;
        error_clear(&town->context->error);
        enum result tied = database_integer(town->context, &tied_to, PARAMETERS(disowning.address), &account);
        if (result == RESULT_OK) {
            assert_int_equal(disowning.result, RESULT_REFUSED);
            assert_string_equal(disowning.code, "association.completed_already");
            assert_int_equal(tied, RESULT_OK);
        } else {
            assert_string_equal(code, "association.disowned");
            assert_int_equal(disowning.result, RESULT_OK);
            assert_int_equal(tied, RESULT_NONE);
            stopped++;
        }
        arena_rewind(disowning.context->arena, other_mark);
        arena_rewind(town->context->arena, mark);
    }
    print_message("stopped %d times\n", stopped);
    if (pairs >= MANY_PAIRS) assert_true(stopped > 0 && stopped < pairs);
    town_assert_journal_replays(town);
}
BOTH_ENGINES(what_was_not_me_is_stopped_or_is_there)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH_THEN(of_64_claimants_of_a_mailbox_one_wins, tear_down),
        ON_BOTH_THEN(of_64_claimants_of_a_record_one_wins, tear_down),
        ON_BOTH_THEN(the_record_and_its_mailbox_at_once, tear_down),
        ON_BOTH_THEN(what_is_confirmed_is_where_the_token_went, tear_down),
        ON_BOTH_THEN(letters_do_not_go_where_nothing_is_tied, tear_down),
        ON_BOTH_THEN(what_was_not_me_is_stopped_or_is_there, tear_down),
        cmocka_unit_test_teardown(what_is_confirmed_meanwhile_is_not_called_stopped, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
