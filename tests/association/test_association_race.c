/* At the same moment (SPEC 5.9): 64 accounts complete for one mailbox, while its records are coming in. */
#include "award/town.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CLAIMANTS = 64, IMPORTS = 20 };

struct claimant {
    struct context *context;
    struct text token;
    pthread_barrier_t *barrier;
    enum result result;
    const char *code;
    int64_t records;
};

static void *claim(void *data)
{
    struct claimant *claimant = data;
    pthread_barrier_wait(claimant->barrier);
    claimant->result = association_complete(claimant->context, 0, claimant->token, TEXT(""), &claimant->records);
    claimant->code = claimant->context->error.code;
    return NULL;
}

static void of_64_claimants_one_wins(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    static struct claimant claimants[CLAIMANTS];
    int64_t accounts[CLAIMANTS];
    for (int i = 0; i < 3; i++) town_pass(town, "shared@example.org", "H12-811", "2026-02-12");
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, CLAIMANTS + 1);
    for (int i = 0; i < CLAIMANTS; i++) {
        accounts[i] = town_account(town, text_printf(town->context->arena, "claimant%d", i).bytes, text_printf(town->context->arena, "c%d@example.org", i).bytes, "C");
        claimants[i] = (struct claimant){.barrier = &barrier};
        town_act_as(town, accounts[i]);
        support_set_clock(town->support, text_printf(town->context->arena, "2026-02-%02dT0%d:00:00Z", 16 + i / 5, i % 5).bytes); /* the mailbox's limit */
        claimants[i].token = town_ask(town, "shared@example.org");
        claimants[i].context = town_second(town, accounts[i]);
    }
    /* All at a time at which each of the requests is open. */
    support_set_clock(town->support, "2026-02-16T03:00:00Z");
    for (int i = 0; i < CLAIMANTS; i++) claimants[i].context->clock = &town->support->clock;
    pthread_t threads[CLAIMANTS];
    for (int i = 0; i < CLAIMANTS; i++) assert_int_equal(pthread_create(&threads[i], NULL, claim, &claimants[i]), 0);
    pthread_barrier_wait(&barrier);
    /* Meanwhile the provider delivers. */
    town_act_as(town, 0);
    for (int i = 0; i < IMPORTS; i++) town_pass(town, "shared@example.org", "H12-821", "2026-02-13");
    for (int i = 0; i < CLAIMANTS; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&barrier);

    int winners = 0;
    int64_t winner = 0;
    for (int i = 0; i < CLAIMANTS; i++) {
        if (claimants[i].result == RESULT_OK) {
            winners++;
            winner = accounts[i];
        } else {
            assert_int_equal(claimants[i].result, RESULT_REFUSED);
            assert_string_equal(claimants[i].code, "association.taken");
        }
    }
    assert_int_equal(winners, 1);
    town_follow_up(town);
    assert_int_equal(town_count(town, "associations"), 1);
    assert_int_equal(town_count(town, "journal"), 1);
    assert_int_equal(town_count(town, "completed"), 1);
    assert_int_equal(town_count(town, "too late"), CLAIMANTS - 1);
    /* Nothing that came in beside the race is lost. */
    assert_int_equal(town_count(town, "held"), 3 + IMPORTS);
    struct list records;
    assert_ok(association_records(town->context, winner, 100, &records));
    assert_int_equal(records.count, 3 + IMPORTS);
    assert_int_equal(town_count(town, "certificates"), 1);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(of_64_claimants_one_wins)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(of_64_claimants_one_wins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
