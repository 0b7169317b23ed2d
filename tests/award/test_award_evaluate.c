/* Evaluating many, again, in any order, and at the same time (SPEC 6.1, 6.2). */
#include "award/town.h"

#include "award/award_store.h"
#include "base/buffer.h"
#include "outside/due.h"

#define assert_day(DAY, TEXT) assert_text_equal(day_text(town->context->arena, (DAY)), (TEXT))

static uint32_t next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* What the register says of all, but for numbers, revisions and when it was written. */
static struct text register_of(struct town *town)
{
    struct list all;
    struct buffer out = buffer_new(town->context->arena, 4096, 1 << 20);
    town_act_as(town, 0);
    assert_ok(award_certificates(town->context, 0, 10000, &all));
    const struct certificate *certificates = all.items;
    for (int pass = 0; pass < 100; pass++) { /* by account, whatever the numbers */
        for (size_t i = 0; i < all.count; i++) {
            const struct certificate *c = &certificates[i];
            if (!text_is(c->account, text_printf(town->context->arena, "p%d", pass).bytes)) continue;
            buffer_printf(&out, "%.*s %.*s %.*s %d %d %d %d %d\n", TEXT_ARG(c->account), TEXT_ARG(c->certification), TEXT_ARG(c->state_word),
                          c->exam_day.number, c->award_day.number, c->issue_day.number, c->expiry_day.number, c->provisional);
        }
    }
    return buffer_text(&out);
}

enum { PEOPLE = 8, EXAMS = 30, ORDERS = 3 };

/* One life of the town: the same exams for the same people, in an order of its own; some come provisional first, some are put on hold and released, some are revoked and
 * restored, and the work is followed up now and then. */
static struct text live(enum database_engine engine, uint32_t order)
{
    static const char *const exams[] = {"H12-811", "H12-821", "H12-831", "H12-841", "H12-891", "H12-892", "H12-711", "H12-725", "HCAI-100"};
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    struct exam {
        const char *mailbox, *exam, *day;
    } all[EXAMS];
    uint32_t seed = 77, shuffle = order * 2654435761u + 1;
    int64_t accounts[PEOPLE];
    const char *mailboxes[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
        mailboxes[i] = text_printf(town->context->arena, "p%d@example.org", i).bytes;
        accounts[i] = town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailboxes[i], "P");
    }
    for (int i = 0; i < EXAMS; i++) {
        struct day day = {17500 + (int32_t)(next(&seed) % 3000)};
        all[i] = (struct exam){mailboxes[next(&seed) % PEOPLE], exams[next(&seed) % (sizeof exams / sizeof *exams)], day_text(town->context->arena, day).bytes};
    }
    for (size_t i = EXAMS; i > 1; i--) {
        size_t other = next(&shuffle) % i;
        struct exam exam = all[i - 1];
        all[i - 1] = all[other];
        all[other] = exam;
    }
    int tied = 0;
    for (int i = 0; i < EXAMS; i++) {
        uint32_t way = next(&shuffle) % 5;
        int64_t record = town_exam(town, all[i].mailbox, all[i].exam, all[i].day, GRADE_PASS, way == 0 ? EXAM_PROVISIONAL : EXAM_FINAL);
        if (next(&shuffle) % 3 == 0) town_follow_up(town);
        if (way == 1) town_correct(town, record, GRADE_PASS, EXAM_ON_HOLD);
        if (way == 2) town_correct(town, record, GRADE_PASS, EXAM_REVOKED);
        if (way == 3) town_correct(town, record, GRADE_FAIL, EXAM_FINAL);
        if (next(&shuffle) % 3 == 0) town_follow_up(town);
        if (way != 4) town_correct(town, record, GRADE_PASS, EXAM_FINAL);
        if (tied < PEOPLE && next(&shuffle) % 4 == 0) {
            town_tie(town, accounts[tied], mailboxes[tied]);
            tied++;
        }
    }
    for (; tied < PEOPLE; tied++) town_tie(town, accounts[tied], mailboxes[tied]);
    town_follow_up(town);
    town_assert_journal_replays(town);
    int64_t count;
    struct list differences;
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    static char kept[1 << 16];
    struct text said = register_of(town);
    assert_true(said.length > 0 && said.length < sizeof kept);
    memcpy(kept, said.bytes, said.length);
    town_free(town);
    return (struct text){kept, said.length};
}

static void in_whatever_order_things_happen_the_register_is_the_same(enum database_engine engine)
{
    static char first[1 << 16];
    size_t length = 0;
    for (uint32_t order = 0; order < ORDERS; order++) {
        struct text said = live(engine, order);
        if (order == 0) memcpy(first, said.bytes, length = said.length);
        if (said.length != length || memcmp(said.bytes, first, length) != 0) fail_msg("order %u:\n%.*s\nnot:\n%.*s", order, TEXT_ARG(said), (int)length, first);
    }
}
BOTH_ENGINES(in_whatever_order_things_happen_the_register_is_the_same)

static void the_night_reports_each_difference_before_it_is_applied(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    town_tie(town, alice, "alice@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    town_meddle(town, certificate.id, "2099-12-31");
    struct list differences;
    int64_t count;
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 1);
    const struct award_difference *difference = differences.items;
    assert_text_equal(difference->account, "alice");
    assert_text_equal(difference->certification, "HCIA-Datacom");
    assert_true(text_equal(difference->number, certificate.number));
    assert_text_equal(difference->what, "expiry 2099-12-31 -> 2029-02-11");
    assert_day(town_certificate(town, alice, "HCIA-Datacom").expiry_day, "2099-12-31"); /* only looked */
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_int_equal(count, 1);
    assert_int_equal(differences.count, 1);
    assert_day(town_certificate(town, alice, "HCIA-Datacom").expiry_day, "2029-02-11");
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_int_equal(count, 0);
    town_act_as(town, alice);
    assert_refused("audit.not_allowed", award_evaluate_all(town->context, false, 10, &differences, &count));
    town_free(town);
}
BOTH_ENGINES(the_night_reports_each_difference_before_it_is_applied)

struct told {
    struct town *reader; /* on a connection of its own */
    int64_t account;
    int count;
};

static void note_told(const struct award_difference *difference, void *data)
{
    struct told *told = data;
    struct town *town = told->reader;
    told->count++;
    assert_text_equal(difference->what, "expiry 2099-12-31 -> 2029-02-11");
    assert_day(town_certificate(town, told->account, "HCIA-Datacom").expiry_day, "2099-12-31");
}

static void the_night_tells_of_as_many_as_there_are(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL), reader;
    enum { MANY = 20 };
    for (int i = 0; i < MANY; i++) {
        const char *mailbox = text_printf(town->context->arena, "p%d@example.org", i).bytes;
        int64_t account = town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailbox, "P");
        town_tie(town, account, mailbox);
        town_pass(town, mailbox, "H12-811", "2026-02-12");
    }
    town_follow_up(town);
    struct list all;
    town_act_as(town, 0);
    assert_ok(award_certificates(town->context, 0, MANY, &all));
    for (int i = 0; i < MANY; i++) town_meddle(town, ((const struct certificate *)all.items)[i].id, "2099-12-31");
    reader = *town;
    reader.context = town_second(town, 0);
    struct told told = {&reader, ((const struct certificate *)all.items)[0].account_id, 0};
    int64_t count;
    assert_ok(award_evaluate_telling(town->context, note_told, &told, &count));
    assert_int_equal(count, MANY);
    assert_int_equal(told.count, MANY);
    assert_day(town_certificate(town, told.account, "HCIA-Datacom").expiry_day, "2029-02-11");
    assert_ok(award_evaluate_telling(town->context, note_told, &told, &count));
    assert_int_equal(count, 0);
    assert_int_equal(told.count, MANY);
    town_free(town);
}
BOTH_ENGINES(the_night_tells_of_as_many_as_there_are)

static void new_rules_are_applied_to_everyone(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    town_tie(town, alice, "alice@example.org");
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    struct text number = town_certificate(town, alice, "HCIA-Datacom").number;
    /* HCIA-Datacom now asks for another exam. */
    town_load(town, town_catalogue(town, "huawei.txt", "  requires:\n    exam H12-811\n", "  requires:\n    exam H12-811\n    exam H12-725\n"));
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.withdrawn);
    assert_text_equal(certificate.reason, "By the rules of the certification it is not earned.");
    town_load(town, town_catalogue(town, "huawei.txt", NULL, NULL)); /* that was a mistake */
    town_follow_up(town);
    certificate = town_certificate(town, alice, "HCIA-Datacom");
    assert_true(certificate.issued);
    assert_true(text_equal(certificate.number, number));
    town_free(town);
}
BOTH_ENGINES(new_rules_are_applied_to_everyone)

/* --- Before a catalogue is loaded (SPEC 2.5) --- */

/* The example catalogue with a block more before its own rule change. */
static const char *catalogue_with(struct town *town, const char *block)
{
    return town_catalogue(town, "huawei.txt", "change three-years-for-all\n", text_printf(town->context->arena, "%s\nchange three-years-for-all\n", block).bytes);
}

#define ANOTHER_YEAR(EFFECTIVE, EXTEND) "change another-year\n  title: One year more\n  effective: " EFFECTIVE "\n  levels: associate\n  awarded: until 2026-01-31\n  extend: " EXTEND "\n"

static const char *const written[] = {"acts", "due", "history", "revisions", "letters", "certificates", "basis"};

static struct award_foreseen foresee(struct town *town, const char *catalogue, int64_t accounts)
{
    struct catalogue_problems problems;
    struct catalogue_differences differences;
    struct award_foreseen foreseen;
    int64_t before[sizeof written / sizeof *written];
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) before[i] = town_count(town, written[i]);
    town_act_as(town, 0);
    assert_ok(catalogue_check(town->context, TEXT("catalogue.txt"), text_of(catalogue), &problems, &differences));
    assert_ok(award_foresee(town->context, &differences, accounts, &foreseen));
    assert_int_equal(foreseen.earned + foreseen.extended + foreseen.shortened + foreseen.stopped + foreseen.otherwise, foreseen.certificates);
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) assert_int_equal(town_count(town, written[i]), before[i]); /* only looked */
    return foreseen;
}

static const struct award_foreseen_change *only_change(const struct award_foreseen *foreseen, const char *code)
{
    assert_int_equal(foreseen->changes.count, 1);
    const struct award_foreseen_change *change = foreseen->changes.items;
    assert_text_equal(change->code, code);
    return change;
}

/* Alice is reached by a change of early 2025; Bob has earned his after it; Carol has renewed hers since, so that it ends when it did. */
static struct town *three_associates(enum database_engine engine, int64_t accounts[3])
{
    static const char *const names[] = {"alice", "bob", "carol"}, *const days[] = {"2024-06-03", "2026-02-12", "2024-03-01"};
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    for (int i = 0; i < 3; i++) {
        const char *mailbox = text_printf(town->context->arena, "%s@example.org", names[i]).bytes;
        accounts[i] = town_account(town, names[i], mailbox, names[i]);
        town_tie(town, accounts[i], mailbox);
        town_pass(town, mailbox, "H12-811", days[i]);
    }
    town_pass(town, "carol@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    return town;
}

static void assert_ends(struct town *town, const int64_t accounts[3], const char *alice, const char *bob, const char *carol)
{
    assert_day(town_certificate(town, accounts[0], "HCIA-Datacom").expiry_day, alice);
    assert_day(town_certificate(town, accounts[1], "HCIA-Datacom").expiry_day, bob);
    assert_day(town_certificate(town, accounts[2], "HCIA-Datacom").expiry_day, carol);
}

/* What is said beforehand is what the loading does. */
static void take(struct town *town, const char *catalogue, const struct award_foreseen *foreseen)
{
    struct list differences;
    int64_t count;
    town_load(town, catalogue);
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, foreseen->certificates);
    town_follow_up(town);
}

static void what_a_rule_change_would_reach_is_said_before_it_is_loaded(enum database_engine engine)
{
    int64_t accounts[3];
    struct town *town = three_associates(engine, accounts);
    assert_ends(town, accounts, "2027-06-02", "2029-02-11", "2029-02-11");
    const char *catalogue = catalogue_with(town, ANOTHER_YEAR("2025-01-01", "1 year"));
    struct award_foreseen foreseen = foresee(town, catalogue, 0);
    const struct award_foreseen_change *change = only_change(&foreseen, "another-year");
    const struct award_foreseen_line *line = change->first.items;
    assert_int_equal(change->certificates, 1);
    assert_int_equal(change->first.count, 1);
    assert_false(change->ahead);
    assert_true(text_equal(line->number, town_certificate(town, accounts[0], "HCIA-Datacom").number));
    assert_day(line->expiry_before, "2027-06-02");
    assert_day(line->expiry_after, "2028-06-02");
    assert_int_equal(foreseen.certificates, 2); /* Carol's gets a line in its history */
    assert_int_equal(foreseen.extended, 1);
    assert_int_equal(foreseen.otherwise, 1);
    assert_int_equal(foreseen.earned + foreseen.shortened + foreseen.stopped + foreseen.accounts, 0);
    assert_ends(town, accounts, "2027-06-02", "2029-02-11", "2029-02-11");
    take(town, catalogue, &foreseen);
    assert_ends(town, accounts, "2028-06-02", "2029-02-11", "2029-02-11");
    /* It is changed: what it reached before counts with what it adds; and Carol's, which lasts longer by it now than by its renewal. */
    catalogue = catalogue_with(town, ANOTHER_YEAR("2025-01-01", "2 years"));
    foreseen = foresee(town, catalogue, 0);
    change = only_change(&foreseen, "another-year");
    line = change->first.items;
    assert_int_equal(change->certificates, 2);
    assert_day(line->expiry_before, "2028-06-02");
    assert_day(line->expiry_after, "2029-06-02");
    take(town, catalogue, &foreseen);
    assert_ends(town, accounts, "2029-06-02", "2029-02-11", "2029-02-28");
    /* It is gone. */
    catalogue = town_catalogue(town, "huawei.txt", NULL, NULL);
    foreseen = foresee(town, catalogue, 0);
    assert_int_equal(foreseen.changes.count, 0);
    assert_int_equal(foreseen.shortened, 2);
    take(town, catalogue, &foreseen);
    assert_ends(town, accounts, "2027-06-02", "2029-02-11", "2029-02-11");
    foreseen = foresee(town, catalogue, 0);
    assert_int_equal(foreseen.certificates + (int64_t)foreseen.changes.count, 0);
    struct catalogue_differences none = {0};
    town_act_as(town, accounts[0]);
    assert_refused("audit.not_allowed", award_foresee(town->context, &none, 0, &foreseen));
    town_free(town);
}
BOTH_ENGINES(what_a_rule_change_would_reach_is_said_before_it_is_loaded)

static void a_rule_change_that_is_ahead_is_counted_for_its_day(enum database_engine engine)
{
    int64_t accounts[3];
    struct town *town = three_associates(engine, accounts);
    const char *catalogue = catalogue_with(town, ANOTHER_YEAR("2027-01-01", "1 year"));
    struct award_foreseen foreseen = foresee(town, catalogue, 0);
    const struct award_foreseen_change *change = only_change(&foreseen, "another-year");
    assert_true(change->ahead);
    assert_day(change->effective, "2027-01-01");
    assert_int_equal(change->certificates, 2);
    assert_int_equal(foreseen.certificates, 0);
    take(town, catalogue, &foreseen);
    assert_ends(town, accounts, "2027-06-02", "2029-02-11", "2029-02-11");
    town_set_time(town, "2027-01-01T02:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    town_follow_up(town);
    assert_ends(town, accounts, "2028-06-02", "2029-02-11", "2030-02-11");
    town_free(town);
}
BOTH_ENGINES(a_rule_change_that_is_ahead_is_counted_for_its_day)

static void other_new_rules_are_foreseen_too_and_as_many_accounts_as_are_asked_for(enum database_engine engine)
{
    int64_t accounts[3];
    struct town *town = three_associates(engine, accounts);
    const char *catalogue = town_catalogue(town, "huawei.txt", "  requires:\n    exam H12-811\n", "  requires:\n    exam H12-811\n    exam H12-725\n");
    struct award_foreseen foreseen = foresee(town, catalogue, 0);
    assert_int_equal(foreseen.certificates, 3);
    assert_int_equal(foreseen.stopped, 3);
    foreseen = foresee(town, catalogue, 2);
    assert_int_equal(foreseen.certificates, 2);
    assert_int_equal(foreseen.accounts, 2); /* there is one more */
    foreseen = foresee(town, catalogue, 3);
    assert_int_equal(foreseen.certificates, 3);
    assert_int_equal(foreseen.accounts, 0);
    /* The store has no numbers for them yet. */
    catalogue = catalogue_with(town, "certification HCIA-One\n  name: One\n  name zh_CN: 一\n  level: associate\n  direction: Datacom\n  requires:\n    exam H12-811\n\ncertification HCIA-Two\n  name: Two\n  name zh_CN: 二\n  level: associate\n  direction: Datacom\n  requires:\n    certificate HCIA-One\n    exam H12-811\n");
    foreseen = foresee(town, catalogue, 0);
    assert_int_equal(foreseen.earned, 6);
    take(town, catalogue, &foreseen);
    assert_int_equal(town_count(town, "certificates"), 9);
    town_free(town);
}
BOTH_ENGINES(other_new_rules_are_foreseen_too_and_as_many_accounts_as_are_asked_for)

/* Whoever wants to write waits for one step at most: not for as many accounts as there are. */
static void many_who_are_not_concerned_are_looked_through_in_steps(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    enum { MANY = 10000, STEPS = 3 }; /* of 4096 */
    static const char *const names[] = {"alice", "zoe"};
    int64_t accounts[2];
    for (int i = 0; i < 2; i++) {
        const char *mailbox = text_printf(town->context->arena, "%s@example.org", names[i]).bytes;
        accounts[i] = town_account(town, names[i], mailbox, "P");
        town_tie(town, accounts[i], mailbox);
        town_pass(town, mailbox, "H12-811", "2026-02-12");
        if (i == 0) town_crowd(town, MANY);
    }
    town_follow_up(town);
    town_load(town, town_catalogue(town, "huawei.txt", "  requires:\n    exam H12-811\n", "  requires:\n    exam H12-811\n    exam H12-725\n"));
    assert_int_equal(town_follow_up(town), STEPS + 1); /* the last finds nobody left */
    for (int i = 0; i < 2; i++) assert_true(town_certificate(town, accounts[i], "HCIA-Datacom").withdrawn);
    town_load(town, town_catalogue(town, "huawei.txt", NULL, NULL));
    assert_int_equal(town_follow_up(town), STEPS + 1);
    /* The night looks without keeping anybody waiting, and applies in the same steps: each that changes something says so. */
    for (int i = 0; i < 2; i++) town_meddle(town, town_certificate(town, accounts[i], "HCIA-Datacom").id, "2099-12-31");
    int64_t evaluations = town_count(town, "evaluations"), count;
    struct list differences;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_int_equal(count, 2);
    assert_int_equal(town_count(town, "evaluations") - evaluations, 2);
    for (int i = 0; i < 2; i++) assert_day(town_certificate(town, accounts[i], "HCIA-Datacom").expiry_day, "2029-02-11");
    town_free(town);
}
BOTH_ENGINES(many_who_are_not_concerned_are_looked_through_in_steps)

static void many_at_once_get_one_certificate_each(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    enum { MANY = 300 };
    for (int i = 0; i < MANY; i++) {
        const char *mailbox = text_printf(town->context->arena, "p%d@example.org", i).bytes;
        int64_t account = town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailbox, "P");
        town_tie(town, account, mailbox);
        town_pass(town, mailbox, "H12-811", "2026-02-12");
        if (i % 3 == 0) town_pass(town, mailbox, "H12-711", "2026-02-16");
    }
    town_follow_up_at_once(town, 6);
    assert_int_equal(town_count(town, "certificates"), MANY + MANY / 3);
    assert_int_equal(town_count(town, "basis"), MANY + MANY / 3);
    assert_int_equal(town_count(town, "letters"), MANY); /* those that are pending bring none yet */
    assert_int_equal(town_count(town, "due"), 1);        /* the day on which they are issued */
    struct list differences;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    support_set_clock(town->support, "2026-02-25T02:00:00Z");
    town_follow_up_at_once(town, 6);
    assert_int_equal(town_count(town, "letters"), MANY + MANY / 3); /* each once */
    assert_int_equal(town_count(town, "due"), 0);
    town_free(town);
}
BOTH_ENGINES(many_at_once_get_one_certificate_each)

static enum result leave_range(struct context *context, void *data)
{
    const int64_t *range = data;
    return due_leave(context, "records-came", range[0], range[1], NO_INSTANT);
}

static enum result leave_everybody(struct context *context, void *data)
{
    (void)data;
    return due_leave(context, "evaluate-all", 1, 1, NO_INSTANT);
}

static void an_import_is_evaluated_as_one_range(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-16T02:00:00Z", NULL);
    enum { MANY = 400 };
    int64_t range[2] = {0, 0};
    for (int i = 0; i < MANY; i++) {
        const char *mailbox = text_printf(town->context->arena, "p%d@example.org", i).bytes;
        int64_t account = town_account(town, text_printf(town->context->arena, "p%d", i).bytes, mailbox, "");
        town_tie(town, account, mailbox);
    }
    town_follow_up(town);
    for (int i = 0; i < MANY; i++) {
        const char *mailbox = text_printf(town->context->arena, "p%d@example.org", i).bytes;
        range[1] = town_exam(town, mailbox, "H12-811", i % 2 ? "2026-02-12" : "2020-02-12", i % 5 ? GRADE_PASS : GRADE_FAIL, EXAM_FINAL);
        if (!i) range[0] = range[1];
    }
    int64_t acts = town_count(town, "acts"), letters = town_count(town, "letters");
    /* As an import leaves it: one row for all. */
    town_forget_due(town);
    assert_ok(database_transaction(town->context, leave_range, range));
    town_follow_up(town);
    assert_int_equal(town_count(town, "certificates"), MANY * 4 / 5);
    assert_int_equal(letters, 0);
    assert_int_equal(town_count(town, "letters"), MANY * 2 / 5); /* what ran out in 2023 is history */
    assert_int_equal(town_count(town, "acts"), acts + 1 + MANY * 2 / 5); /* one for all, and what each letter says */
    assert_text_equal(town_certificate(town, 0, "HCIA-Datacom").name_native, "张伟");
    assert_ok(database_transaction(town->context, leave_range, range));
    town_follow_up(town);
    assert_int_equal(town_count(town, "acts"), acts + 1 + MANY * 2 / 5); /* nothing differs: nothing is written */
    town_free(town);
}
BOTH_ENGINES(an_import_is_evaluated_as_one_range)

/* What happens elsewhere while an evaluation reads, once: before it reads the passes of a range of records, or behind the passes of some accounts. */
static struct town *elsewhere; /* acts on a connection of its own */
static void (*before_passes_with)(void), (*behind_passes)(void);
static int64_t record_elsewhere, account_elsewhere;

enum result __real_association_each_passed_with(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
enum result __wrap_association_each_passed_with(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
enum result __real_association_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);
enum result __wrap_association_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data);

static void once(void (**act)(void))
{
    void (*now)(void) = *act;
    *act = NULL;
    if (now) now();
}

enum result __wrap_association_each_passed_with(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    once(&before_passes_with);
    return __real_association_each_passed_with(context, first, last, each, data);
}

enum result __wrap_association_each_passed(struct context *context, int64_t first, int64_t last, database_each_function *each, void *data)
{
    enum result read = __real_association_each_passed(context, first, last, each, data);
    once(&behind_passes);
    return read;
}

static void it_leaves(void)
{
    town_let_go(elsewhere, record_elsewhere);
}

static void it_comes(void)
{
    town_hold(elsewhere, record_elsewhere, account_elsewhere);
}

static void it_goes_over(void)
{
    it_leaves();
    it_comes();
}

/* Alice and Bob have HCIA-Datacom, and Alice a second mailbox, under which an exam that she has failed comes in. On SQLite nobody writes beside an evaluation. */
static struct town *alice_and_bob(int64_t *alice, int64_t *bob, int64_t *pass)
{
    struct town *town = town_new(DATABASE_POSTGRESQL, "2026-02-16T02:00:00Z", NULL);
    *alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
    *bob = town_account(town, "bob", "bob@example.org", "Bob Wu");
    town_tie(town, *alice, "alice@example.org");
    town_tie(town, *alice, "wu@example.org");
    town_tie(town, *bob, "bob@example.org");
    *pass = town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    town_pass(town, "bob@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    elsewhere = ARENA_NEW(town->context->arena, struct town);
    *elsewhere = *town;
    elsewhere->context = town_second(town, 0);
    return town;
}

static void nothing_happened_to_hers(struct town *town, int64_t alice)
{
    assert_true(town_certificate(town, alice, "HCIA-Datacom").issued);
    assert_int_equal(town_count(town, "history"), 0);
    assert_int_equal(town_letters(town, "alice@example.org").count, 1); /* of its issue */
    assert_int_equal(town_count(town, "due"), 0);
}

static void whoever_lets_a_new_record_go_while_it_is_evaluated_keeps_what_rests_on_others(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    int64_t alice, bob, pass;
    struct town *town = alice_and_bob(&alice, &bob, &pass);
    record_elsewhere = town_exam(town, "wu@example.org", "H12-711", "2026-02-13", GRADE_FAIL, EXAM_FINAL);
    before_passes_with = it_leaves;
    town_follow_up(town);
    assert_null(before_passes_with);
    nothing_happened_to_hers(town, alice);
    town_free(town);
}

static void who_gets_a_record_while_it_is_evaluated_keeps_his_number(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    int64_t alice, bob, pass;
    struct town *town = alice_and_bob(&alice, &bob, &pass);
    struct text number = town_certificate(town, bob, "HCIA-Datacom").number;
    record_elsewhere = town_exam(town, "wu@example.org", "H12-711", "2026-02-12", GRADE_PASS, EXAM_FINAL);
    account_elsewhere = bob;
    before_passes_with = it_goes_over;
    town_follow_up(town);
    assert_null(before_passes_with);
    nothing_happened_to_hers(town, alice); /* and nothing was put off */
    assert_true(text_equal(town_certificate(town, bob, "HCIA-Datacom").number, number));
    assert_true(town_has_certificate(town, bob, "HCIA-Security"));
    assert_int_equal(town_count(town, "certificates"), 3);
    town_free(town);
}

static void what_comes_back_while_everybody_is_evaluated_was_never_away(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    int64_t alice, bob, pass;
    struct town *town = alice_and_bob(&alice, &bob, &pass);
    town_let_go(town, pass);
    town_forget_due(town); /* which the evaluation of everybody meets first */
    record_elsewhere = pass;
    account_elsewhere = alice;
    assert_ok(database_transaction(town->context, leave_everybody, NULL));
    behind_passes = it_comes;
    town_follow_up(town);
    assert_null(behind_passes);
    nothing_happened_to_hers(town, alice);
    town_free(town);
}

/* --- At a page --- */

STATEMENT(left_as_it_was, NULL, "SELECT COUNT(*) FROM due WHERE kind = 'records-held' AND attempts = 0 AND not_before_at <= $1");

struct meanwhile {
    struct town *town;
    int64_t alice;
};

/* Within the second connection's transaction. */
static enum result alice_presses_a_button(struct context *context, void *data)
{
    struct town *town = ((struct meanwhile *)data)->town;
    int64_t left;
    TRY(award_store_take_turn(context, (struct award_scope){true, 1, INT64_MAX}));
    assert_ok(due_run_single(town->context, award_due));
    assert_false(town_has_certificate(town, ((struct meanwhile *)data)->alice, "HCIA-Datacom"));
    assert_ok(database_integer(town->context, &left_as_it_was, PARAMETERS(context_now(town->context)), &left));
    assert_int_equal(left, 1);
    return RESULT_OK;
}

/* On PostgreSQL another node evaluates very many, and has everybody's turn until it has written them. Her page does not wait for that: what it has left is followed up by whichever worker, not put off. */
static void a_page_does_not_wait_until_everybody_is_evaluated(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct town *town = town_new(DATABASE_POSTGRESQL, "2026-02-16T02:00:00Z", NULL);
    struct meanwhile meanwhile = {town, town_account(town, "alice", "alice@example.org", "Alice Wu")};
    town_tie(town, meanwhile.alice, "alice@example.org");
    town_follow_up(town);
    town_pass(town, "alice@example.org", "H12-811", "2026-02-12");
    assert_ok(due_run_single(town->context, association_due));
    struct context *second = town_second(town, 0);
    assert_ok(database_transaction(second, alice_presses_a_button, &meanwhile));
    town_follow_up(town);
    assert_true(town_certificate(town, meanwhile.alice, "HCIA-Datacom").issued);
    town_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(in_whatever_order_things_happen_the_register_is_the_same),
        ON_BOTH(the_night_reports_each_difference_before_it_is_applied),
        ON_BOTH(the_night_tells_of_as_many_as_there_are),
        ON_BOTH(new_rules_are_applied_to_everyone),
        ON_BOTH(what_a_rule_change_would_reach_is_said_before_it_is_loaded),
        ON_BOTH(a_rule_change_that_is_ahead_is_counted_for_its_day),
        ON_BOTH(other_new_rules_are_foreseen_too_and_as_many_accounts_as_are_asked_for),
        ON_BOTH(many_who_are_not_concerned_are_looked_through_in_steps),
        ON_BOTH(many_at_once_get_one_certificate_each),
        ON_BOTH(an_import_is_evaluated_as_one_range),
        cmocka_unit_test(whoever_lets_a_new_record_go_while_it_is_evaluated_keeps_what_rests_on_others),
        cmocka_unit_test(who_gets_a_record_while_it_is_evaluated_keeps_his_number),
        cmocka_unit_test(what_comes_back_while_everybody_is_evaluated_was_never_away),
        cmocka_unit_test(a_page_does_not_wait_until_everybody_is_evaluated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
