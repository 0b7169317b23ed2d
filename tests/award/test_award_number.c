/* What happens when chance draws a number that somebody has already. The kernel's random bytes are replaced by few. */
#include "award/town.h"

#include "base/random.h"

void __real_random_fill(void *out, size_t length);
void __wrap_random_fill(void *out, size_t length);

static bool loaded_dice;
static unsigned char throw;

/* Numbers are drawn from 512 bytes at a time, the last first: all the same here, so that there are ten numbers a year in all. The two that are left over behind
 * 51 numbers of ten digits are none that a digit is made of. */
void __wrap_random_fill(void *out, size_t length)
{
    if (!loaded_dice || length != 512) {
        __real_random_fill(out, length);
        return;
    }
    memset(out, throw++ % 10, length);
    memset(out, 255, 2);
}

static int64_t next_person(struct town *town, int i)
{
    const char *mailbox = text_printf(town->context->arena, "p%d@example.org", i).bytes;
    int64_t account = town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailbox, "P");
    town_tie(town, account, mailbox);
    town_pass(town, mailbox, "H12-811", "2026-02-12");
    return account;
}

static void a_number_that_is_taken_is_drawn_again(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    loaded_dice = true;
    for (int i = 0; i < 10; i++) {
        next_person(town, i);
        town_follow_up(town);
    }
    assert_int_equal(town_count(town, "certificates"), 10); /* all ten numbers, each once: the store says so by its constraint */
    /* The eleventh finds none: nothing is half done, and the work is put off, not lost. */
    int64_t last = next_person(town, 10);
    town_follow_up(town);
    assert_int_equal(town_count(town, "certificates"), 10);
    assert_int_equal(town_count(town, "basis"), 10);
    assert_true(town_count(town, "due") > 0);
    loaded_dice = false;
    support_set_clock(town->support, "2026-02-16T03:00:00Z");
    town_follow_up(town);
    assert_true(town_certificate(town, last, "HCIA-Datacom").issued);
    assert_int_equal(town_count(town, "due"), 0);
    town_free(town);
}
BOTH_ENGINES(a_number_that_is_taken_is_drawn_again)

static enum result leave_range(struct context *context, void *data)
{
    const int64_t *range = data;
    return due_leave(context, "records-came", range[0], range[1], NO_INSTANT);
}

static void in_a_bulk_one_taken_number_spoils_nothing(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    loaded_dice = true;
    next_person(town, 0);
    next_person(town, 1);
    town_follow_up(town);
    int64_t range[2] = {0, 0};
    for (int i = 2; i < 8; i++) {
        const char *mailbox = text_printf(town->context->arena, "p%d@example.org", i).bytes;
        town_tie(town, town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailbox, "P"), mailbox);
        range[1] = town_pass(town, mailbox, "H12-811", "2026-02-12");
        if (!range[0]) range[0] = range[1];
    }
    town_forget_due(town);
    assert_ok(database_transaction(town->context, leave_range, range));
    town_follow_up(town);
    loaded_dice = false;
    assert_int_equal(town_count(town, "certificates"), 8);
    assert_int_equal(town_count(town, "basis"), 8);
    town_free(town);
}
BOTH_ENGINES(in_a_bulk_one_taken_number_spoils_nothing)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(a_number_that_is_taken_is_drawn_again), ON_BOTH(in_a_bulk_one_taken_number_spoils_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
