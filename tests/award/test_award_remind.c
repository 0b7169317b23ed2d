/* Before a certificate expires its holder is reminded (SPEC 6.6). HCIA-Datacom is valid for three years. */
#include "award/town.h"

#define SUBJECT "expires soon"

static int64_t night(struct town *town, const char *now)
{
    int64_t letters, changed;
    town_set_time(town, now);
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, &changed));
    assert_ok(award_remind(town->context, &letters));
    return letters;
}

/* An account whose mailbox is proven, with a certificate that is valid through 14 June 2026. */
static int64_t holder(struct town *town, const char *name, const char *mailbox)
{
    int64_t account = town_account(town, name, mailbox, "Wei Zhang");
    town_tie(town, account, mailbox);
    town_pass(town, mailbox, "H12-811", "2023-06-15");
    town_follow_up(town);
    assert_text_equal(day_text(town->context->arena, town_certificate(town, account, "HCIA-Datacom").expiry_day), "2026-06-14");
    return account;
}

static void ninety_thirty_and_seven_days_before(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-10T02:00:00Z", NULL);
    int64_t alice = holder(town, "alice", "alice@example.org");
    assert_int_equal(night(town, "2026-03-15T15:59:59Z"), 0); /* the last second of the 91st day before, in Shanghai */
    assert_int_equal(night(town, "2026-03-15T16:00:00Z"), 1);
    assert_int_equal(town_letters_about(town, "alice@example.org", SUBJECT ": HCIA-Datacom"), 1);
    struct text number = town_certificate(town, alice, "HCIA-Datacom").number;
    assert_true(text_equal(town_in_letter(town, "alice@example.org", "Number "), number));
    assert_int_equal(town_letters_with(town, "alice@example.org", "Valid until 14 June 2026"), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "Pass any exam of this certification: H12-811"), 1);
    struct text direction = town_in_letter(town, "alice@example.org", "Pass any exam of the same or a higher level in its direction: ");
    static const char *const exams[] = {"H12-811", "H12-821", "H12-891"};
    for (int i = 0; i < 3; i++) assert_true(text_find(direction, exams[i]) < direction.length);
    assert_true(text_find(direction, "H12-711") == direction.length); /* of another */
    /* Once, however often one looks. */
    assert_int_equal(night(town, "2026-03-15T16:00:00Z"), 0);
    assert_int_equal(night(town, "2026-05-14T15:59:59Z"), 0);
    assert_int_equal(night(town, "2026-05-14T16:00:00Z"), 1);
    assert_int_equal(night(town, "2026-06-06T15:59:59Z"), 0);
    assert_int_equal(night(town, "2026-06-06T16:00:00Z"), 1);
    assert_int_equal(night(town, "2026-06-14T02:00:00Z"), 0);
    assert_int_equal(night(town, "2026-06-15T02:00:00Z"), 0);
    assert_true(town_certificate(town, alice, "HCIA-Datacom").expired);
    assert_int_equal(town_letters_about(town, "alice@example.org", SUBJECT), 3);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(ninety_thirty_and_seven_days_before)

/* Whoever renews is reminded of the next expiry, three years later; what is not valid, of nothing. */
static void a_renewal_begins_anew(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-03-10T02:00:00Z", NULL);
    int64_t alice = holder(town, "alice", "alice@example.org"), bob = holder(town, "bob", "bob@example.org");
    assert_int_equal(night(town, "2026-03-16T02:00:00Z"), 2);
    town_pass(town, "alice@example.org", "H12-811", "2026-05-04");
    town_follow_up(town);
    town_let_go(town, 2);
    struct list differences;
    int64_t count;
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_true(town_certificate(town, bob, "HCIA-Datacom").suspended);
    assert_int_equal(night(town, "2026-05-15T02:00:00Z"), 0);
    assert_int_equal(night(town, "2026-06-07T02:00:00Z"), 0);
    assert_text_equal(day_text(town->context->arena, town_certificate(town, alice, "HCIA-Datacom").expiry_day), "2029-05-03");
    assert_int_equal(night(town, "2029-02-02T02:00:00Z"), 1);
    assert_int_equal(town_letters_about(town, "alice@example.org", SUBJECT), 2);
    assert_int_equal(town_letters_about(town, "bob@example.org", SUBJECT), 1);
    town_free(town);
}
BOTH_ENGINES(a_renewal_begins_anew)

/* Who was not reminded for long is reminded once, of all that expires; in his language. Who has no proven mailbox reads it in My Space. */
static void one_letter_of_all_that_expires(enum database_engine engine)
{
    static const struct statement chinese = {"chinese", NULL, "UPDATE account SET language = 'zh_CN' WHERE id = $1"};
    struct town *town = town_new(engine, "2026-03-10T02:00:00Z", NULL);
    int64_t alice = holder(town, "alice", "alice@example.org"), nobody = town_account(town, "bob", "bob@example.org", "Wei Zhang");
    town_pass(town, "alice@example.org", "H12-711", "2023-06-20");
    town_hold(town, town_pass(town, NULL, "H12-811", "2023-06-15"), nobody);
    town_follow_up(town);
    struct list differences;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_ok(database_run(town->context, &chinese, PARAMETERS(alice), NULL));
    assert_int_equal(night(town, "2026-06-10T02:00:00Z"), 2); /* 4 and 9 days before */
    assert_int_equal(town_letters_about(town, "alice@example.org", "您有 2 张证书即将到期：HCIA-Datacom、HCIA-Security"), 1);
    assert_int_equal(town_letters_with(town, "alice@example.org", "通过本认证的任一考试：H12-711"), 1);
    assert_int_equal(town_letters(town, "bob@example.org").count, 0);
    assert_int_equal(night(town, "2026-06-12T02:00:00Z"), 1); /* the other one, seven days before */
    assert_int_equal(town_letters_about(town, "alice@example.org", "您有 1 张证书即将到期：HCIA-Security"), 1);
    assert_int_equal(night(town, "2026-06-13T02:00:00Z"), 0);
    town_act_as(town, alice);
    int64_t letters;
    assert_refused("audit.not_allowed", award_remind(town->context, &letters));
    town_free(town);
}
BOTH_ENGINES(one_letter_of_all_that_expires)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(ninety_thirty_and_seven_days_before),
        ON_BOTH(a_renewal_begins_anew),
        ON_BOTH(one_letter_of_all_that_expires),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
