/* Exam results come in, are corrected, wait and are decided (SPEC 3.2 to 3.5). */
#include "audit/audit.h"
#include "base/buffer.h"
#include "intake/delivery.h"
#include "outside/settings.h"

#include <inttypes.h>
#include <pthread.h>

#define HEADER "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\n"
#define FIRST HEADER "1\tC1\tH12-811\t2026/02/13\t540\tFail\ta@example.com\n2\tC2\tH12-821\t2026/02/13\t700\tPass\tb@example.com\n3\tC3\tH12-831\t2026/02/99\t700\tPass\tc@example.com\n"
#define TOLD_OF_FIRST "3 rows: 2 new, 1 refused\n  4:14 refused intake.date\n"

static void dry_run_tells_all_and_keeps_nothing(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct text path = delivery_write(delivery, "examABE-2026-02-13-a.dat", TEXT(FIRST));
    assert_result(delivery->support, RESULT_OK, delivery_take_by(delivery, "pearson-vue", path, true));
    assert_text_equal(delivery_told(delivery), TOLD_OF_FIRST);
    assert_int_equal(delivery_store_kept(delivery), 0);
    assert_int_equal(delivery_store_files(delivery), 0);
    /* What it foretold comes true. */
    assert_result(delivery->support, RESULT_OK, delivery_take(delivery, path));
    assert_text_equal(delivery_told(delivery), TOLD_OF_FIRST);
    assert_int_equal(delivery_store_files(delivery), 1);
    assert_text_equal(delivery_store_raw(delivery), FIRST);
    delivery_free(delivery);
}
BOTH_ENGINES(dry_run_tells_all_and_keeps_nothing)

static void the_same_file_twice_changes_nothing(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", FIRST);
    struct text before = delivery_records(delivery);
    int64_t kept = delivery_store_kept(delivery);
    delivery_bring(delivery, "examABE-2026-02-14-b.dat", FIRST);
    assert_true(delivery->outcome.seen_before);
    assert_int_equal(delivery->outcome.fresh + delivery->outcome.corrected, 0);
    assert_int_equal(delivery->outcome.refused, 1);
    assert_int_equal(delivery->outcome.verdicts.count, 1); /* named as the first time */
    assert_text_equal(((const struct intake_row_verdict *)delivery->outcome.verdicts.items)->verdict, "refused");
    assert_true(text_starts_with(((const struct intake_row_verdict *)delivery->outcome.verdicts.items)->reason, "examdate: ")); /* people count no columns */
    assert_text_equal(delivery_records(delivery), text_string(delivery->context->arena, before));
    assert_int_equal(delivery_store_kept(delivery), kept);
    assert_int_equal(delivery_store_files(delivery), 1);
    delivery_free(delivery);
}
BOTH_ENGINES(the_same_file_twice_changes_nothing)

/* Two nodes have it at the same moment: one takes it in, to the other it is one that was seen. */
struct node {
    struct context *context;
    pthread_barrier_t *barrier;
    struct text path;
    struct intake_outcome outcome;
    enum result result;
};

static void *take_in(void *data)
{
    struct node *node = data;
    pthread_barrier_wait(node->barrier);
    node->result = intake_file(node->context, TEXT("pearson-vue"), node->path, false, INTAKE_VERDICTS, NULL, NULL, &node->outcome);
    return NULL;
}

enum { NODES = 2 };

static void nodes_new(struct delivery *delivery, pthread_barrier_t *barrier, struct node *nodes)
{
    assert_int_equal(pthread_barrier_init(barrier, NULL, NODES), 0);
    for (int k = 0; k < NODES; k++) {
        struct context *context = &support_second(delivery->support)->context;
        context->settings = delivery->context->settings;
        context->languages = delivery->context->languages;
        context->actor = delivery->context->actor;
        nodes[k] = (struct node){.context = context, .barrier = barrier};
    }
}

/* One of them says of all rows what became of them, the other that it has seen the file. */
static void take_in_at_once(struct node *nodes, struct text path, int64_t rows)
{
    pthread_t threads[NODES];
    for (int k = 0; k < NODES; k++) {
        nodes[k].path = path;
        assert_int_equal(pthread_create(&threads[k], NULL, take_in, &nodes[k]), 0);
    }
    for (int k = 0; k < NODES; k++) pthread_join(threads[k], NULL);
    for (int k = 0; k < NODES; k++) support_assert_result((struct support *)nodes[k].context, RESULT_OK, nodes[k].result, "taken in", __FILE__, __LINE__);
    assert_int_equal(nodes[0].outcome.seen_before + nodes[1].outcome.seen_before, 1);
    assert_int_equal(nodes[0].outcome.fresh + nodes[1].outcome.fresh, rows);
    assert_int_equal(nodes[0].outcome.unchanged + nodes[1].outcome.unchanged, rows);
    assert_int_equal(nodes[0].outcome.id, nodes[1].outcome.id);
}

static void the_same_file_at_two_nodes_at_once(enum database_engine engine)
{
    enum { FILES = 8 };
    struct delivery *delivery = delivery_new(engine);
    struct node nodes[NODES];
    pthread_barrier_t barrier;
    nodes_new(delivery, &barrier, nodes);
    for (int i = 0; i < FILES; i++)
        take_in_at_once(nodes, delivery_write(delivery, text_printf(delivery->context->arena, "examABE-2026-02-%02d-a.dat", 10 + i).bytes,
                                              text_printf(delivery->context->arena, HEADER "R%d\tC1\tH12-811\t2026/02/09\t540\tFail\ta@example.com\n", i)), 1);
    pthread_barrier_destroy(&barrier);
    assert_int_equal(delivery_store_files(delivery), FILES);
    delivery_free(delivery);
}
BOTH_ENGINES(the_same_file_at_two_nodes_at_once)

/* Each goes on behind what either has taken in, and both keep the file's parts. */
static void a_long_file_at_two_nodes_at_once(enum database_engine engine)
{
    enum { MANY = 900, REMARK = 16000 }; /* several transactions */
    struct delivery *delivery = delivery_new(engine);
    struct node nodes[NODES];
    pthread_barrier_t barrier;
    nodes_new(delivery, &barrier, nodes);
    struct buffer rows = buffer_new(delivery->context->arena, 1 << 16, 16 << 20);
    buffer_put_string(&rows, "remark\t" HEADER);
    for (int i = 0; i < MANY; i++) {
        /* Such that packing leaves much of it, and the parts are ready one after the other. */
        uint64_t noise = (uint64_t)i + 1;
        for (int k = 0; k < REMARK / 16; k++) buffer_printf(&rows, "%016" PRIx64, noise = noise * 6364136223846793005u + 1442695040888963407u);
        buffer_printf(&rows, "\tB%05d\tD%d\tH12-811\t2026/02/13\t700\tPass\tmany%d@example.com\n", i, i, i);
    }
    struct text whole = buffer_text(&rows);
    take_in_at_once(nodes, delivery_write(delivery, "examABE-2026-02-14-a.dat", whole), MANY);
    pthread_barrier_destroy(&barrier);
    assert_int_equal(delivery_store_files(delivery), 1);
    assert_true(text_equal(delivery_store_raw(delivery), whole));
    delivery_free(delivery);
}
BOTH_ENGINES(a_long_file_at_two_nodes_at_once)

static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

/* Each order is an exam of its own, so that one store serves them all. */
static void editions_in_any_order_give_the_same(enum database_engine engine)
{
    static const char *const scores[] = {"500", "520", "540"};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 3; k++) {
            int edition = orders[i][k];
            delivery_bring(delivery, text_printf(arena, "examABE-2026-02-13-%c.dat", 'a' + edition).bytes,
                           text_printf(arena, HEADER "R%d\tC1\tH12-811\t2026/02/13\t%s\tFail\ta@example.com\n", i, scores[edition]).bytes);
        }
        assert_text_equal(delivery_record(delivery, text_printf(arena, "R%d", i).bytes), text_printf(arena, "R%d C1 a@example.com H12-811 2026-02-13 fail final 540 - -", i).bytes);
    }
    delivery_free(delivery);
}
BOTH_ENGINES(editions_in_any_order_give_the_same)

/* The names of the files say nothing, and the provider's own times say another order than that in which they come. */
static void last_updates_in_any_order_give_the_same(enum database_engine engine)
{
    static const char *const rows[] = {"500\tFail\told@example.com\t2026/02/13 09:00:00", "520\tFail\ta@example.com\t2026/02/13 09:00:01", "640\tPass\ta@example.com\t2026/02/14 00:00:00"};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 3; k++) {
            support_forward(delivery->support, 3600);
            delivery_bring(delivery, text_printf(arena, "results-%d-%d.dat", i, k).bytes,
                           text_printf(arena, "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tlastupdate\nR%d\tC1\tH12-811\t2026/02/13\t%s\n", i, rows[orders[i][k]]).bytes);
        }
        assert_text_equal(delivery_record(delivery, text_printf(arena, "R%d", i).bytes), text_printf(arena, "R%d C1 a@example.com H12-811 2026-02-13 pass final 640 - -", i).bytes);
    }
    delivery_free(delivery);
}
BOTH_ENGINES(last_updates_in_any_order_give_the_same)

static void rerun(struct delivery *delivery)
{
    assert_result(delivery->support, RESULT_OK, intake_rerun(delivery->context, &delivery->outcome));
}

static void assert_none_waits(struct delivery *delivery)
{
    struct list rows;
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 0);
}

#define PASS "1 C1 a@example.com H12-811 2026-02-13 pass final 700 - -"
#define DOWNGRADE HEADER "1\tC1\tH12-811\t2026/02/13\t500\tFail\ta@example.com\n"

static void bring_downgrade(struct delivery *delivery)
{
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "1\tC1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\n");
    delivery_bring(delivery, "examABE-2026-02-13-b.dat", DOWNGRADE);
    assert_text_equal(delivery_told(delivery), "1 rows: 1 quarantined\n  2:0 quarantined intake.downgrade\n");
    assert_text_equal(delivery_record(delivery, "1"), PASS);
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), PASS);
    assert_int_equal(delivery->outcome.verdicts.count, 1); /* what still waits is named */
    assert_text_equal(((const struct intake_row_verdict *)delivery->outcome.verdicts.items)->code, "intake.downgrade");
}

static void downgrade_waits_until_staff_accept_it(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    bring_downgrade(delivery);
    int64_t row = delivery_waiting(delivery, "intake.downgrade");
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    rerun(delivery);
    assert_int_equal(delivery->outcome.corrected, 1);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 fail final 500 - -");
    assert_none_waits(delivery);
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, row, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_string_equal(delivery->context->error.code, "intake.no_such_row");
    delivery_free(delivery);
}
BOTH_ENGINES(downgrade_waits_until_staff_accept_it)

/* Another day of a pass takes no pass back: it replaces what was said. What follows from it is the register's (test_award.c). */
static void another_day_of_a_released_pass_is_a_plain_correction(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "1\tC1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\n");
    delivery_bring(delivery, "examABE-2026-02-14-a.dat", HEADER "1\tC1\tH12-811\t2026/02/12\t700\tPass\ta@example.com\n");
    assert_text_equal(delivery_told(delivery), "1 rows: 1 corrected\n  2:0 corrected intake.corrected\n");
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-12 pass final 700 - -");
    assert_none_waits(delivery);
    delivery_free(delivery);
}
BOTH_ENGINES(another_day_of_a_released_pass_is_a_plain_correction)

STATEMENT(add_staff, NULL,
          "INSERT INTO account (user_name, user_name_key, mailbox, name_latin, name_native, phone, country, language, zone, made_at)"
          " VALUES ($1, $1, $1 || '@example.org', '', '', '', 'CN', 'en', 'Asia/Shanghai', 1) RETURNING id");

STATEMENT(make_staff, NULL, "INSERT INTO staff (account_id, roles, since_at) VALUES ($1, $2, 1)");

static int64_t staff_called(struct delivery *delivery, const char *name)
{
    int64_t account;
    assert_result(delivery->support, RESULT_OK, database_integer(delivery->context, &add_staff, PARAMETERS(name), &account));
    assert_result(delivery->support, RESULT_OK, database_run(delivery->context, &make_staff, PARAMETERS(account, ROLE_INTAKE), NULL));
    return account;
}

static void act_as_staff(struct delivery *delivery, int64_t account)
{
    delivery->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = account, .session = account, .roles = ROLE_INTAKE};
}

/* SPEC 11.3: what takes a pass away takes a certificate away. Where the body wants a second person for that, the first only proposes it. */
static void downgrade_waits_for_a_second_person(enum database_engine engine)
{
    static const char why[] = "The provider stands by it.";
    struct delivery *delivery = delivery_new(engine);
    struct context *context = delivery->context;
    struct settings wanting = *context->settings;
    enum intake_fate fate;
    struct list rows;
    wanting.second_person = true;
    context->settings = &wanting;
    bring_downgrade(delivery);
    int64_t anna = staff_called(delivery, "anna"), ben = staff_called(delivery, "ben"), row = delivery_waiting(delivery, "intake.downgrade");
    act_as_staff(delivery, anna);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, row, INTAKE_ACCEPT, TEXT(""), text_of(why), NULL));
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), PASS);
    assert_result(delivery->support, RESULT_OK, intake_fate(context, row, &fate));
    assert_int_equal(fate, INTAKE_PROPOSED);
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(context, INTAKE_WAITS, 0, 0, 10, &rows));
    const struct intake_waiting_row *waiting = rows.items;
    assert_text_equal(waiting->proposed_by, "anna");
    assert_text_equal(waiting->proposed_why, why);
    support_assert_refused(context, "intake.second_person", NULL, intake_decide(context, row, INTAKE_ACCEPT, TEXT(""), text_of(why), NULL), __FILE__, __LINE__);
    /* Who decides otherwise does not agree: that is proposed instead. */
    act_as_staff(delivery, ben);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, row, INTAKE_MAILBOX, TEXT("b@example.com"), text_of(why), NULL));
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), PASS);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, row, INTAKE_ACCEPT, TEXT(""), text_of(why), NULL));
    act_as_staff(delivery, anna);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, row, INTAKE_ACCEPT, TEXT(""), text_of(why), NULL));
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 fail final 500 - -");
    assert_none_waits(delivery);
    /* What takes nothing away, or is only put aside, is decided by one. */
    context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    delivery_bring(delivery, "examABE-2026-02-14-a.dat", HEADER "2\tC2\tH12-811\t2026/02/13\t700\tPass\tnone\n");
    act_as_staff(delivery, anna);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, delivery_waiting(delivery, "intake.mailbox"), INTAKE_MAILBOX, TEXT("c@example.com"), text_of(why), NULL));
    rerun(delivery);
    assert_none_waits(delivery);
    context->actor = (struct actor){.kind = ACTOR_OPERATOR};
    delivery_bring(delivery, "examABE-2026-02-15-a.dat", HEADER "2\tC2\tH12-811\t2026/02/13\t500\tFail\tc@example.com\n");
    act_as_staff(delivery, anna);
    assert_result(delivery->support, RESULT_OK, intake_decide(context, delivery_waiting(delivery, "intake.downgrade"), INTAKE_ACCEPT, TEXT(""), text_of(why), NULL));
    assert_result(delivery->support, RESULT_OK, intake_decide(context, delivery_waiting(delivery, "intake.downgrade"), INTAKE_IGNORE, TEXT(""), TEXT("Sent by mistake."), NULL));
    assert_none_waits(delivery);
    delivery_free(delivery);
}
BOTH_ENGINES(downgrade_waits_for_a_second_person)

/* A pass waits for staff where the row says that it was none (3.5). A row that still says pass, and that it is revoked or on hold, says of the result what an event would (3.4), and is followed at once, forward and back. */
static void result_that_is_revoked_or_on_hold_is_followed_at_once(enum database_engine engine)
{
    static const char *const states[][2] = {{"on hold", "on-hold"}, {"final", "final"}, {"revoked", "revoked"}, {"final", "final"}};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    static const char *const columns = "registration,candidate,exam,date,grade,mailbox,status,updated\n";
    delivery_bring_by(delivery, "generic-csv", "first.csv", text_printf(arena, "%sG1,C1,H12-811,2026-02-13,pass,a@example.com,final,2026-02-14T08:00:00Z\n", columns).bytes);
    for (int i = 0; i < 4; i++) {
        delivery_bring_by(delivery, "generic-csv", text_printf(arena, "%d.csv", i).bytes, text_printf(arena, "%sG1,C1,H12-811,2026-02-13,pass,a@example.com,%s,2026-02-14T%02d:00:00Z\n", columns, states[i][0], 9 + i).bytes);
        assert_text_equal(delivery_told(delivery), "1 rows: 1 corrected\n  2:0 corrected intake.corrected\n");
        assert_text_equal(delivery_record(delivery, "G1"), text_printf(arena, "G1 C1 a@example.com H12-811 2026-02-13 pass %s - - -", states[i][1]).bytes);
    }
    /* That it is not final any more says no event: it waits. */
    delivery_bring_by(delivery, "generic-csv", "provisional.csv", text_printf(arena, "%sG1,C1,H12-811,2026-02-13,pass,a@example.com,provisional,2026-02-14T14:00:00Z\n", columns).bytes);
    assert_text_equal(delivery_told(delivery), "1 rows: 1 quarantined\n  2:0 quarantined intake.downgrade\n");
    delivery_free(delivery);
}
BOTH_ENGINES(result_that_is_revoked_or_on_hold_is_followed_at_once)

static void downgrade_that_staff_put_aside_never_comes_in(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    bring_downgrade(delivery);
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, delivery_waiting(delivery, "intake.downgrade"), INTAKE_IGNORE, TEXT(""), TEXT("Sent by mistake."), NULL));
    assert_none_waits(delivery);
    rerun(delivery);
    delivery_bring(delivery, "again.dat", DOWNGRADE);
    assert_text_equal(delivery_record(delivery, "1"), PASS);
    assert_none_waits(delivery);
    delivery_free(delivery);
}
BOTH_ENGINES(downgrade_that_staff_put_aside_never_comes_in)

/* SPEC 3.5: one press for all rows of that provider with that code, and for no others. */
static void unknown_code_is_said_to_mean_an_exam(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct context *context = delivery->context;
    struct list codes;
    delivery_bring(delivery, "examABE-2026-02-13-a.dat",
                   HEADER "1\tC1\tDC-2026\t2026/02/13\t700\tPass\ta@example.com\n2\tC2\tdc-2026\t2026/02/13\t700\tPass\tb@example.com\n3\tC3\tSEC-2026\t2026/02/13\t700\tPass\tc@example.com\n");
    delivery_bring_by(delivery, "generic-csv", "2026-02-14.csv", "registration,candidate,exam,date,grade,mailbox\nG1,C1,DC-2026,2026-02-13,pass,a@example.com\n");
    assert_result(delivery->support, RESULT_OK, intake_unknown_codes(context, &codes));
    assert_int_equal(codes.count, 3);
    const struct intake_code *code = codes.items;
    assert_text_equal(code[0].provider, "pearson-vue");
    assert_text_equal(code[0].code, "DC-2026");
    assert_int_equal(code[0].rows, 2);
    assert_text_equal(code[2].provider, "generic-csv");
    assert_int_equal(code[2].rows, 1);
    assert_result(delivery->support, RESULT_OK, catalogue_add_code(context, code[0].provider, code[0].code, TEXT("H12-811")));
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 2);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 pass final 700 - -");
    assert_text_equal(delivery_record(delivery, "2"), "2 C2 b@example.com H12-811 2026-02-13 pass final 700 - -");
    assert_result(delivery->support, RESULT_OK, intake_unknown_codes(context, &codes));
    assert_int_equal(codes.count, 2);
    /* From now on it is known. */
    delivery_bring(delivery, "examABE-2026-02-14-a.dat", HEADER "4\tC4\tDC-2026\t2026/02/13\t700\tPass\td@example.com\n");
    assert_text_equal(delivery_told(delivery), "1 rows: 1 new\n");
    delivery_free(delivery);
}
BOTH_ENGINES(unknown_code_is_said_to_mean_an_exam)

static void unknown_exam_comes_in_once_the_catalogue_knows_it(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "1\tC1\tNEW-811\t2026/02/13\t700\tPass\ta@example.com\n2\tC1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\n");
    assert_text_equal(delivery_told(delivery), "2 rows: 1 new, 1 quarantined\n  2:6 quarantined intake.exam_unknown\n");
    /* Nobody can accept what nobody can name. */
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, delivery_waiting(delivery, "intake.exam_unknown"), INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_string_equal(delivery->context->error.code, "intake.no_help");
    error_clear(&delivery->context->error);
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 0);
    delivery_catalogue(delivery, "exam H12-811\n", "exam NEW-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n");
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 1);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com NEW-811 2026-02-13 pass final 700 - -");
    assert_none_waits(delivery);
    rerun(delivery);
    assert_int_equal(delivery->outcome.rows, 0);
    delivery_free(delivery);
}
BOTH_ENGINES(unknown_exam_comes_in_once_the_catalogue_knows_it)

#define PUT_ASIDE "UPDATE intake_row SET settled_at = 1, remedy = 'ignore' WHERE file_id = (SELECT MAX(file_id) FROM intake_row);"

static void what_is_put_aside_while_rows_are_run_again_stays_out(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "1\tC1\tNEW-811\t2026/02/13\t700\tPass\ta@example.com\n");
    delivery_bring(delivery, "examABE-2026-02-13-b.dat", HEADER "2\tC2\tNEW-811\t2026/02/13\t700\tPass\tb@example.com\n");
    delivery_catalogue(delivery, "exam H12-811\n", "exam NEW-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n");
    /* Both rows are listed; while the first is taken in, somebody puts the second aside. */
    assert_result(delivery->support, RESULT_OK,
                  database_script(delivery->context, engine == DATABASE_SQLITE
                                                         ? "CREATE TRIGGER meanwhile AFTER INSERT ON exam_record BEGIN " PUT_ASIDE " END;"
                                                         : "CREATE FUNCTION put_aside() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " PUT_ASIDE " RETURN NEW; END $$;"
                                                           " CREATE TRIGGER meanwhile AFTER INSERT ON exam_record FOR EACH ROW EXECUTE FUNCTION put_aside();"));
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 1);
    assert_text_equal(delivery_records(delivery), "1 C1 a@example.com NEW-811 2026-02-13 pass final 700 - -\n");
    delivery_free(delivery);
}
BOTH_ENGINES(what_is_put_aside_while_rows_are_run_again_stays_out)

/* It is 16:00 on 2026-02-20 in the body's zone: a site east of it may have the 21st. What has been wrong does not come right by waiting. */
static void exam_days_to_come_or_long_ago_wait_for_staff(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-20-a.dat",
                   HEADER "1\tC1\tH12-811\t2026/02/21\t700\tPass\ta@example.com\n2\tC1\tH12-811\t2026/02/22\t700\tPass\ta@example.com\n3\tC1\tH12-811\t2026/02/21 16:00:00\t700\tPass\ta@example.com\n"
                   "4\tC1\tH12-811\t2199/12/31\t700\tPass\ta@example.com\n5\tC1\tH12-811\t1990/01/01\t700\tPass\ta@example.com\n6\tC1\tH12-811\t1989/12/31\t700\tPass\ta@example.com\n");
    assert_text_equal(delivery_told(delivery), "6 rows: 2 new, 4 quarantined\n  3:14 quarantined intake.day_ahead\n  4:14 quarantined intake.day_ahead\n  5:14 quarantined intake.day_ahead\n  7:14 quarantined intake.day_early\n");
    /* Before its day there can be no result, whoever decides and however. */
    int64_t ahead = delivery_waiting(delivery, "intake.day_ahead");
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, ahead, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_string_equal(delivery->context->error.code, "intake.too_early");
    error_clear(&delivery->context->error);
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, ahead, INTAKE_MAILBOX, TEXT("a@example.com"), TEXT("The provider named it."), NULL));
    assert_string_equal(delivery->context->error.code, "intake.too_early");
    error_clear(&delivery->context->error);
    struct list rows;
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 10, &rows));
    const struct intake_waiting_row *row = rows.items;
    assert_true(row->early);
    assert_false(row->may_accept || row->may_name);
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 0);
    support_forward(delivery->support, 366 * 86400);
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 0);
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, delivery_waiting(delivery, "intake.day_early"), INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, delivery_waiting(delivery, "intake.day_ahead"), INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 2);
    assert_text_equal(delivery_record(delivery, "2"), "2 C1 a@example.com H12-811 2026-02-22 pass final 700 - -");
    assert_text_equal(delivery_record(delivery, "6"), "6 C1 a@example.com H12-811 1989-12-31 pass final 700 - -");
    delivery_free(delivery);
}
BOTH_ENGINES(exam_days_to_come_or_long_ago_wait_for_staff)

/* It came three days early, on 2026-02-20 in Shenzhen, and says the 23rd. From the first moment of that day in the body's zone staff can take it in; it does not come in by itself, for nobody knows whether the day was wrong or the result. */
static void a_result_that_came_too_early_can_be_taken_in_from_its_exam_day_on(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-20-a.dat", HEADER "1\tC1\tH12-811\t2026/02/23\t700\tPass\ta@example.com\n2\tC2\tH12-811\t2026/02/22 16:00:00\t700\tPass\tb@example.com\n");
    assert_int_equal(delivery->outcome.quarantined, 2);
    support_forward(delivery->support, 2 * 86400 + 8 * 3600 - 1);
    for (int i = 0; i < 2; i++) {
        assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, delivery_waiting(delivery, "intake.day_ahead"), INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
        assert_string_equal(delivery->context->error.code, "intake.too_early");
        error_clear(&delivery->context->error);
        rerun(delivery);
        assert_int_equal(delivery->outcome.fresh, 0);
    }
    support_forward(delivery->support, 1);
    rerun(delivery);
    assert_int_equal(delivery->outcome.quarantined, 2);
    struct list rows;
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 10, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting_row *row = (const struct intake_waiting_row *)rows.items + i;
        assert_true(row->may_accept && !row->early);
        assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row->id, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    }
    rerun(delivery);
    assert_int_equal(delivery->outcome.fresh, 2);
    assert_text_equal(delivery_records(delivery), "1 C1 a@example.com H12-811 2026-02-23 pass final 700 - -\n2 C2 b@example.com H12-811 2026-02-23 pass final 700 - -\n");
    assert_none_waits(delivery);
    delivery_free(delivery);
}
BOTH_ENGINES(a_result_that_came_too_early_can_be_taken_in_from_its_exam_day_on)

/* A version that says it is of a time to come would stand above every correction until then. It is 08:00 on 2026-02-20. */
static void versions_of_a_time_to_come_wait_for_staff(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
#define UPDATED "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tlastupdate\n"
    delivery_bring(delivery, "examABE-2026-02-20-a.dat",
                   UPDATED "1\tC1\tH12-811\t2026/02/13\t500\tFail\ta@example.com\t2026/02/21 08:00:00\n2\tC1\tH12-821\t2026/02/13\t500\tFail\ta@example.com\t2026/02/21 08:00:01\n"
                   "3\tC1\tH12-831\t2026/02/13\t500\tFail\ta@example.com\t2096/01/01 00:00:00\n");
    assert_text_equal(delivery_told(delivery), "3 rows: 1 new, 2 quarantined\n  3:48 quarantined intake.updated_ahead\n  4:48 quarantined intake.updated_ahead\n");
    /* The correction comes in first; what staff accept then counts as of its file, and is older. */
    delivery_bring(delivery, "examABE-2026-02-20-b.dat", UPDATED "2\tC1\tH12-821\t2026/02/13\t640\tPass\ta@example.com\t2026/02/20 07:00:00\n");
    assert_int_equal(delivery->outcome.fresh, 1);
    for (int i = 0; i < 2; i++) {
        assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, delivery_waiting(delivery, "intake.updated_ahead"), INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
        rerun(delivery);
    }
    assert_none_waits(delivery);
    assert_text_equal(delivery_record(delivery, "2"), "2 C1 a@example.com H12-821 2026-02-13 pass final 640 - -");
    assert_text_equal(delivery_record(delivery, "3"), "3 C1 a@example.com H12-831 2026-02-13 fail final 500 - -");
    support_forward(delivery->support, 86400);
    delivery_bring(delivery, "examABE-2026-02-21-a.dat", UPDATED "3\tC1\tH12-831\t2026/02/13\t650\tPass\ta@example.com\t2026/02/21 07:00:00\n");
    assert_text_equal(delivery_record(delivery, "3"), "3 C1 a@example.com H12-831 2026-02-13 pass final 650 - -");
    delivery_free(delivery);
}
BOTH_ENGINES(versions_of_a_time_to_come_wait_for_staff)

/* A file whose name is of a time to come is of when it came in. */
static void a_file_named_for_a_time_to_come_is_corrected_by_the_next(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2096-02-13-a.dat", HEADER "1\tC1\tH12-811\t2026/02/13\t500\tFail\ta@example.com\n");
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 fail final 500 - -");
    support_forward(delivery->support, 86400);
    delivery_bring(delivery, "examABE-2026-02-21-a.dat", HEADER "1\tC1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\n");
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 pass final 700 - -");
    delivery_free(delivery);
}
BOTH_ENGINES(a_file_named_for_a_time_to_come_is_corrected_by_the_next)

static void staff_name_the_mailbox(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "1\tC1\tH12-811\t2026/02/13\t700\tPass\tli at example\n");
    int64_t row = delivery_waiting(delivery, "intake.mailbox");
    assert_result(delivery->support, RESULT_REFUSED, intake_decide(delivery->context, row, INTAKE_MAILBOX, TEXT("still none"), TEXT("The provider named it."), NULL));
    assert_string_equal(delivery->context->error.code, "intake.mailbox");
    error_clear(&delivery->context->error);
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row, INTAKE_MAILBOX, TEXT("Li@Example.com"), TEXT("The provider named it."), NULL));
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 li@example.com H12-811 2026-02-13 pass final 700 - -");
    assert_none_waits(delivery);
    delivery_free(delivery);
}
BOTH_ENGINES(staff_name_the_mailbox)

/* The file alone would say one mailbox, the store alone another. */
static void mailbox_is_not_guessed_where_file_and_store_differ(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "1\tC1\tH12-811\t2026/02/13\t700\tPass\told@example.com\n");
    delivery_bring(delivery, "examABE-2026-02-14-a.dat", HEADER "2\tC1\tH12-821\t2026/02/14\t700\tPass\tnew@example.com\n3\tC1\tH12-831\t2026/02/14\t700\tPass\t\n4\tC2\tH12-831\t2026/02/14\t700\tPass\tb@example.com\n5\tC2\tH12-841\t2026/02/14\t700\tPass\t\n");
    assert_text_equal(delivery_told(delivery), "4 rows: 3 new, 1 quarantined\n  3:0 quarantined intake.mailbox_unclear\n");
    assert_text_equal(delivery_record(delivery, "5"), "5 C2 b@example.com H12-841 2026-02-14 pass final 700 - -");
    delivery_free(delivery);
}
BOTH_ENGINES(mailbox_is_not_guessed_where_file_and_store_differ)

/* Every provider numbers its own candidates: C1 of the one and C1 of the other are two people, whom neither guess nor doubt brings together. */
static void the_same_candidate_id_at_another_provider_is_another_person(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat",
                   HEADER "1\tC1\tH12-811\t2026/02/13\t700\tPass\tli@example.com\n2\tC2\tH12-811\t2026/02/13\t700\tPass\two@example.com\n3\tC9\tH12-811\t2026/02/13\t700\tPass\tshared@example.com\n");
    delivery_bring_by(delivery, "generic-csv", "2026-02-14.csv",
                      "registration,candidate,exam,date,grade,mailbox\nG1,C1,H12-811,2026-02-13,pass,\nG2,C2,H12-811,2026-02-13,pass,shared@example.com\n");
    assert_text_equal(delivery_told(delivery), "2 rows: 2 new\n");
    assert_text_equal(delivery_record(delivery, "G1"), "G1 C1 - H12-811 2026-02-13 pass final - - -");
    assert_text_equal(delivery_record(delivery, "G2"), "G2 C2 shared@example.com H12-811 2026-02-13 pass final - - -");
    /* Of its own candidates the second provider knows all that the first one would. */
    delivery_bring_by(delivery, "generic-csv", "2026-02-15.csv",
                      "registration,candidate,exam,date,grade,mailbox\nG3,C2,H12-821,2026-02-14,pass,\nG4,C3,H12-811,2026-02-14,pass,zhao@example.com\nG5,C3,H12-821,2026-02-14,pass,shared@example.com\n");
    assert_text_equal(delivery_told(delivery), "3 rows: 2 new, 1 quarantined\n  4:0 quarantined intake.person_unclear\n");
    assert_text_equal(delivery_record(delivery, "G3"), "G3 C2 shared@example.com H12-821 2026-02-14 pass final - - -");
    delivery_free(delivery);
}
BOTH_ENGINES(the_same_candidate_id_at_another_provider_is_another_person)

/* Without a candidate ID the mailbox is the person (3.6): whose exam it is, no newer row decides. */
static void without_a_candidate_id_another_mailbox_is_another_person(enum database_engine engine)
{
    static const char *const columns = "registration,candidate,exam,date,grade,mailbox,updated\n";
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    delivery_bring_by(delivery, "generic-csv", "first.csv", text_printf(arena, "%sG1,,H12-811,2026-02-13,pass,li@example.com,2026-02-14T10:00:00Z\nG2,C2,H12-811,2026-02-13,pass,old@example.com,2026-02-14T10:00:00Z\n", columns).bytes);
    assert_text_equal(delivery_told(delivery), "2 rows: 2 new\n");
    delivery_bring_by(delivery, "generic-csv", "second.csv", text_printf(arena, "%sG1,C7,H12-811,2026-02-13,pass,wang@example.com,2026-02-15T10:00:00Z\nG2,C2,H12-811,2026-02-13,pass,new@example.com,2026-02-15T10:00:00Z\n", columns).bytes);
    assert_text_equal(delivery_told(delivery), "2 rows: 1 corrected, 1 quarantined\n  2:0 quarantined intake.person_changed\n  3:0 corrected intake.corrected\n"); /* C2 has moved */
    assert_text_equal(delivery_record(delivery, "G1"), "G1 - li@example.com H12-811 2026-02-13 pass final - - -");
    delivery_bring_by(delivery, "generic-csv", "third.csv", text_printf(arena, "%sG1,C7,H12-811,2026-02-13,pass,li@example.com,2026-02-16T10:00:00Z\n", columns).bytes);
    assert_text_equal(delivery_record(delivery, "G1"), "G1 C7 li@example.com H12-811 2026-02-13 pass final - - -"); /* who he is at the provider becomes known */
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, delivery_waiting(delivery, "intake.person_changed"), INTAKE_ACCEPT, TEXT(""), TEXT("It is his."), NULL));
    rerun(delivery);
    assert_none_waits(delivery);
    delivery_free(delivery);
}
BOTH_ENGINES(without_a_candidate_id_another_mailbox_is_another_person)

#define EVENTS "registration,candidate,exam,date,grade,mailbox,event,status,updated\n"

static void events_in_any_order_give_the_same_state(enum database_engine engine)
{
    static const char *const rows[4] = {"%s,C1,H12-811,2026-02-13,pass,a@example.com,result,,2026-02-13T09:00:00Z\n", "%s,,,,,,place hold,,2026-02-13T10:00:00Z\n",
                                        "%s,,,,,,release hold,,2026-02-13T11:00:00Z\n", "%s,,,,,,revoke,,2026-02-13T12:00:00Z\n"};
    static const char *const ends[4] = {"final", "on-hold", "final", "revoked"};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (int last = 0; last < 4; last++)
        for (int order = 0; order < 24; order++) {
            int left[4] = {0, 1, 2, 3}, rest = order;
            struct text name = text_printf(arena, "R%d-%d", last, order);
            for (int count = 4; count > 0; count--) {
                int at = rest % count, which = left[at];
                rest /= count;
                for (int k = at; k + 1 < count; k++) left[k] = left[k + 1];
                if (which > last) continue;
                struct text row = text_printf(arena, "%s", rows[which]);
                size_t mark = text_find(row, "%s");
                delivery_bring_by(delivery, "generic-csv", text_printf(arena, "%s-%d.csv", name.bytes, which).bytes, text_printf(arena, EVENTS "%s%s", name.bytes, row.bytes + mark + 2).bytes);
            }
            assert_text_equal(delivery_record(delivery, name.bytes), text_printf(arena, "%s C1 a@example.com H12-811 2026-02-13 pass %s - - -", name.bytes, ends[last]).bytes);
        }
    /* Taken back, it is as it was. */
    delivery_bring_by(delivery, "generic-csv", "unrevoke.csv", EVENTS "R3-0,,,,,,unrevoke,,2026-02-13T13:00:00Z\n");
    assert_text_equal(delivery_record(delivery, "R3-0"), "R3-0 C1 a@example.com H12-811 2026-02-13 pass final - - -");
    delivery_free(delivery);
}
BOTH_ENGINES(events_in_any_order_give_the_same_state)

/* What is told last of an appointment, in its own time, holds; of two at one instant that it is cancelled. */
static struct text appointment(struct delivery *delivery, struct text registration)
{
    struct arena *arena = delivery->context->arena;
    struct list told;
    assert_result(delivery->support, RESULT_OK, intake_appointments(delivery->context, registration, &told));
    if (!told.count) return TEXT("none");
    const struct intake_appointment *last = (const struct intake_appointment *)told.items + told.count - 1;
    return text_printf(arena, "%s %.*s %.*s", last->cancelled ? "cancelled" : "moved", TEXT_ARG(day_text(arena, last->day)), TEXT_ARG(last->mailbox));
}

static void appointments_in_any_order_give_the_same(enum database_engine engine)
{
    static const char *const rows[4] = {"2026-03-05,,Li@Example.com,modify appointment,,2026-02-13T10:00:00Z\n", "2026-03-05,,,cancel appointment,,2026-02-13T11:00:00Z\n",
                                        "2026-03-09,,,modify appointment,,2026-02-13T12:00:00Z\n", ",,,cancel appointment,,2026-02-13T12:00:00Z\n"};
    static const char *const ends[4] = {"moved 2026-03-05 li@example.com", "cancelled 2026-03-05 ", "moved 2026-03-09 ", "cancelled  "};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (int last = 0; last < 4; last++)
        for (int order = 0; order < 24; order++) {
            int left[4] = {0, 1, 2, 3}, rest = order;
            struct text name = text_printf(arena, "A%d-%d", last, order);
            for (int count = 4; count > 0; count--) {
                int at = rest % count, which = left[at];
                rest /= count;
                for (int k = at; k + 1 < count; k++) left[k] = left[k + 1];
                if (which <= last) delivery_bring_by(delivery, "generic-csv", text_printf(arena, "%s-%d.csv", name.bytes, which).bytes, text_printf(arena, EVENTS "%s,,,%s", name.bytes, rows[which]).bytes);
            }
            assert_text_equal(appointment(delivery, name), ends[last]);
        }
    /* A move must say to which day; an address that is none keeps nothing from being told. */
    delivery_bring_by(delivery, "generic-csv", "wrong.csv", EVENTS "A9,,,,,,modify appointment,,2026-02-13T10:00:00Z\nA9,,,soon,,,cancel appointment,,2026-02-13T10:00:00Z\nA9,,,2026-03-05,,li,modify appointment,,2026-02-13T10:00:00Z\n");
    assert_text_equal(delivery_told(delivery), "3 rows: 1 new, 2 refused\n  2:6 refused intake.no_value\n  3:6 refused intake.date\n");
    assert_text_equal(appointment(delivery, TEXT("A9")), "moved 2026-03-05 ");
    /* A result that is there is what counts. */
    delivery_bring_by(delivery, "generic-csv", "result.csv", EVENTS "A2-0,C1,H12-811,2026-02-13,pass,li@example.com,result,,2026-02-13T09:00:00Z\n");
    assert_text_equal(appointment(delivery, TEXT("A2-0")), "none");
    assert_text_equal(delivery_record(delivery, "A2-0"), "A2-0 C1 li@example.com H12-811 2026-02-13 pass final - - -");
    delivery_free(delivery);
}
BOTH_ENGINES(appointments_in_any_order_give_the_same)

/* A provider's system that goes round in circles must not stop the file, nor those of others that follow. */
static void registration_may_have_any_number_of_events(enum database_engine engine)
{
    enum { PAIRS = 1500 };
    struct delivery *delivery = delivery_new(engine);
    struct buffer file = buffer_new(delivery->context->arena, 1 << 18, 1 << 20);
    buffer_put_string(&file, EVENTS "1,C1,H12-811,2026-02-13,pass,a@example.com,result,,2026-02-13T09:00:00Z\n2,C2,H12-811,2026-02-13,pass,b@example.com,result,,2026-02-13T09:00:00Z\n");
    for (int i = 0; i < PAIRS; i++) {
        int second = 2 * i;
        buffer_printf(&file, "1,,,,,,place hold,,2026-02-14T%02d:%02d:%02dZ\n1,,,,,,release hold,,2026-02-14T%02d:%02d:%02dZ\n", second / 3600, second / 60 % 60, second % 60, second / 3600,
                      second / 60 % 60, second % 60 + 1);
    }
    delivery_bring_by(delivery, "generic-csv", "events.csv", buffer_string(&file));
    assert_text_equal(delivery_told(delivery), "3002 rows: 3002 new\n");
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 pass final - - -");
    delivery_bring_by(delivery, "generic-csv", "more.csv",
                      EVENTS "1,,,,,,revoke,,2026-02-15T09:00:00Z\n1,C1,H12-811,2026-02-13,pass,a@example.com,result,,2026-02-15T09:00:00Z\n2,,,,,,place hold,,2026-02-15T09:00:00Z\n");
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 pass revoked - - -");
    assert_text_equal(delivery_record(delivery, "2"), "2 C2 b@example.com H12-811 2026-02-13 pass on-hold - - -");
    delivery_free(delivery);
}
BOTH_ENGINES(registration_may_have_any_number_of_events)

/* Of few rows each is looked for, of many the stretch from the first to the last: what came before its result is found at both ends, and nobody else's is taken for it. */
static void events_that_came_first_are_found_whether_rows_are_few_or_many(enum database_engine engine)
{
    static const int sizes[] = {3, 600};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (size_t size = 0; size < 2; size++) {
        int count = sizes[size], on_hold[] = {0, count / 2, count - 1};
        struct buffer events = buffer_new(arena, 1 << 12, 1 << 20), results = buffer_new(arena, 1 << 12, 1 << 20);
        buffer_printf(&events, EVENTS "K%zu,,,,,,place hold,,2026-02-14T10:00:00Z\nm%zu,,,,,,place hold,,2026-02-14T10:00:00Z\n", size, size); /* before and behind all */
        for (int i = 0; i < 3; i++)
            if (i != 1 || count > 3) buffer_printf(&events, "L%zu-%03d,,,,,,place hold,,2026-02-14T10:00:00Z\n", size, on_hold[i]);
        buffer_put_string(&results, EVENTS);
        for (int i = count; i-- > 0;) buffer_printf(&results, "L%zu-%03d,C1,H12-811,2026-02-13,pass,a@example.com,result,,2026-02-13T09:00:00Z\n", size, i);
        delivery_bring_by(delivery, "generic-csv", text_printf(arena, "events-%zu.csv", size).bytes, buffer_string(&events));
        delivery_bring_by(delivery, "generic-csv", text_printf(arena, "results-%zu.csv", size).bytes, buffer_string(&results));
        for (int i = 0; i < count; i++) {
            bool held = i == on_hold[0] || i == on_hold[2] || (i == on_hold[1] && count > 3);
            if (!held && i != 1 && i != count - 2) continue;
            struct text name = text_printf(arena, "L%zu-%03d", size, i);
            assert_text_equal(delivery_record(delivery, name.bytes), text_printf(arena, "%s C1 a@example.com H12-811 2026-02-13 pass %s - - -", name.bytes, held ? "on-hold" : "final").bytes);
        }
    }
    delivery_free(delivery);
}
BOTH_ENGINES(events_that_came_first_are_found_whether_rows_are_few_or_many)

static struct text repeated(struct delivery *delivery, const char *what, int times)
{
    struct buffer out = buffer_new(delivery->context->arena, 1024, 1 << 16);
    for (int i = 0; i < times; i++) buffer_put_string(&out, what);
    return buffer_text(&out);
}

/* What is quoted from a value is cut between characters: PostgreSQL takes nothing else. */
static void long_values_refuse_their_rows_only(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    const char *name = text_printf(arena, "x%s", repeated(delivery, "李", 100).bytes).bytes;
    delivery_bring(delivery, "examABE-2026-02-13-a.dat",
                   text_printf(arena, "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tlastname\tsitezone\n"
                               "1\tC1\tH12-811\t2026/02/13\t700\tPass\ta@example.com\t%s\t\n2\tC2\t%s\t2026/02/13\t700\tPass\tb@example.com\tLi\t\n3\tC3\tH12-811\t%s\t700\tPass\tc@example.com\tLi\t\n"
                               "4\tC4\tH12-811\t2026/02/13\t700\t%s\td@example.com\tLi\t\n5\tC5\tH12-811\t2026/02/13\t700\tPass\t%s\tLi\t\n6\tC6\tH12-811\t2026/02/13 09:00:00\t700\tPass\tf@example.com\tLi\t%s\n"
                               "7\tC7\tH12-811\t2026/02/13\t700\tPass\tg@example.com\tLi\t\n",
                               name, name, name, name, name, name)
                       .bytes);
    assert_text_equal(delivery_told(delivery), "7 rows: 1 new, 2 quarantined, 4 refused\n  2:48 refused intake.too_long\n  3:6 quarantined intake.exam_unknown\n  4:14 refused intake.date\n"
                                               "  5:29 refused intake.word\n  6:34 quarantined intake.mailbox\n  7:60 refused intake.zone\n");
    delivery_free(delivery);
}
BOTH_ENGINES(long_values_refuse_their_rows_only)

static void name_of_the_file_may_be_any_bytes(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "\xC3\xA9-\xE9.dat", FIRST);
    assert_text_equal(delivery_told(delivery), TOLD_OF_FIRST);
    assert_int_equal(delivery_take(delivery, delivery_write(delivery, "\xFF.dat", TEXT(""))), RESULT_REFUSED);
    assert_string_equal(delivery->context->error.code, "intake.empty");
    delivery_free(delivery);
}
BOTH_ENGINES(name_of_the_file_may_be_any_bytes)

/* Whoever has the wrong file reads that, not what a document's first line lacks of a header. */
static void a_document_is_called_what_it_is(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    static const char *const names[] = {"report.pdf", "examABE-2026-02-13-a.dat"};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(delivery_take(delivery, delivery_write(delivery, names[i], TEXT("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"))), RESULT_REFUSED);
        assert_string_equal(delivery->context->error.code, "intake.pdf");
        error_clear(&delivery->context->error);
    }
    delivery_free(delivery);
}
BOTH_ENGINES(a_document_is_called_what_it_is)

static void quoted_values_may_hold_all(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring_by(delivery, "generic-csv", "results.csv",
                      "registration,candidate,exam,date,grade,mailbox,last_name,title\r\n"
                      "1,\"C1\",H12-811,2026-02-13,pass,a@example.com,\"Li, \"\"Wei\"\"\",\"two\r\nlines\"\r\n"
                      "2,C1,H12-811,2026-02-13,pass,a@example.com,\"Li\" Wei,x\r\n"
                      "3,C1,H12-811,2026-02-13,pass,a@example.com,Li\r\n"
                      "4,C1,H12-811,2026-02-13,pass,a@example.com,Li,x");
    assert_text_equal(delivery_told(delivery), "4 rows: 2 new, 2 refused\n  4:48 refused intake.stray_quote\n  5:46 refused intake.cells\n");
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 pass final - - Li, \"Wei\"");
    assert_text_equal(delivery_record(delivery, "4"), "4 C1 a@example.com H12-811 2026-02-13 pass final - - Li");
    delivery_free(delivery);
}
BOTH_ENGINES(quoted_values_may_hold_all)

/* So many rows are put in without the indexes that people are looked up by; who is who must be known all the same, in the next file too, and in a dry run. */
static void many_rows_leave_the_indexes_as_they_were(enum database_engine engine)
{
    enum { MANY = 12000 };
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    int64_t indexes = delivery_store_indexes(delivery);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "A1\tC1\tH12-811\t2026/02/13\t700\tPass\tone@example.com\nA2\tC2\tH12-811\t2026/02/13\t700\tPass\ttwo@example.com\n");
    struct buffer rows = buffer_new(arena, 1 << 16, 4 << 20);
    buffer_put_string(&rows, HEADER "A1\tC1\tH12-811\t2026/02/13\t720\tPass\tone@example.com\n");
    for (int i = 0; i < MANY; i++) buffer_printf(&rows, "B%d\tD%d\tH12-811\t2026/02/13\t700\tPass\tmany%d@example.com\n", i * 7919 % MANY, i, i);
    struct text path = delivery_write(delivery, "examABE-2026-02-14-a.dat", buffer_text(&rows));
    const char *told = "12001 rows: 12000 new, 1 corrected\n  2:0 corrected intake.corrected\n";
    assert_result(delivery->support, RESULT_OK, delivery_take_by(delivery, "pearson-vue", path, true));
    assert_text_equal(delivery_told(delivery), told);
    assert_int_equal(delivery_store_indexes(delivery), indexes);
    assert_result(delivery->support, RESULT_OK, delivery_take(delivery, path));
    assert_text_equal(delivery_told(delivery), told);
    assert_int_equal(delivery_store_indexes(delivery), indexes);
    delivery_bring(delivery, "examABE-2026-02-15-a.dat",
                   HEADER "X1\tC1\tH12-811\t2026/02/14\t700\tPass\tmany5@example.com\nX2\tD7\tH12-811\t2026/02/14\t700\tPass\tmany7@example.com\n");
    assert_text_equal(delivery_told(delivery), "2 rows: 1 new, 1 quarantined\n  2:0 quarantined intake.person_unclear\n");
    delivery_free(delivery);
}
BOTH_ENGINES(many_rows_leave_the_indexes_as_they_were)

/* Goes on so many times, then stops. */
static bool stop_behind(void *data, int64_t done, int64_t total, int64_t rows)
{
    int *left = data;
    assert_in_range(done, 1, total);
    assert_true(rows > 0);
    return (*left)-- > 0;
}

/* Stopped after each piece, as by an impatient operator: the same call goes on, and in the end all is as if it had gone through. */
static void stopped_again_and_again_it_comes_to_the_same_end(enum database_engine engine)
{
    enum { MANY = 900, REMARK = 16000, LEAST_STOPS = 3 }; /* pieces are of some megabytes */
    struct arena *lasting = arena_new(16 << 20);
    struct text told[2], records[2];
    for (int stops = 0; stops < 2; stops++) {
        struct delivery *delivery = delivery_new(engine);
        struct context *context = delivery->context;
        char remark[REMARK + 1];
        memset(remark, 'x', REMARK);
        remark[REMARK] = 0;
        int left = 0;
        delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "B00007\tD7\tH12-811\t2026/02/13\t700\tPass\tmany7@example.com\n");
        struct buffer rows = buffer_new(context->arena, 1 << 16, 16 << 20);
        buffer_put_string(&rows, "remark\t" HEADER);
        for (int i = 0; i < MANY; i++)
            buffer_printf(&rows, "%s\tB%05d\tD%d\tH12-%s\t2026/02/%s\t%d\tPass\tmany%d@example.com\n", remark, i, i, i % 300 == 11 ? "999" : "811", i % 225 == 5 ? "99" : "13", i == 7 ? 720 : 700,
                          i % 400);
        struct text path = delivery_write(delivery, "examABE-2026-02-14-a.dat", buffer_text(&rows));
        if (stops) {
            assert_result(delivery->support, RESULT_OK, intake_file(context, TEXT("pearson-vue"), path, true, INTAKE_VERDICTS, stop_behind, &left, &delivery->outcome));
            assert_true(delivery->outcome.stopped);
            assert_text_equal(delivery_records(delivery), "B00007 D7 many7@example.com H12-811 2026-02-13 pass final 700 - -\n");
            for (stops = 0; stops <= MANY; stops++) {
                left = stops;
                assert_result(delivery->support, RESULT_OK, intake_file(context, TEXT("pearson-vue"), path, false, INTAKE_VERDICTS, stop_behind, &left, &delivery->outcome));
                if (!delivery->outcome.stopped) break;
            }
            assert_in_range(stops, LEAST_STOPS, MANY);
        } else {
            assert_result(delivery->support, RESULT_OK, delivery_take(delivery, path));
        }
        told[stops > 0] = text_copy(lasting, delivery_told(delivery));
        records[stops > 0] = text_copy(lasting, delivery_records(delivery));
        delivery_free(delivery);
    }
    assert_true(text_starts_with(told[0], "900 rows: 892 new, 1 corrected, 3 quarantined, 4 refused\n"));
    assert_text_equal(told[1], text_string(lasting, told[0]));
    assert_text_equal(records[1], text_string(lasting, records[0]));
    arena_free(lasting);
}
BOTH_ENGINES(stopped_again_and_again_it_comes_to_the_same_end)

/* Of many rows some are looked for, and where none is there all are taken for new. */
static void one_known_row_among_many_is_met(enum database_engine engine)
{
    enum { MANY = 900 };
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", HEADER "R00500\tC500\tH12-811\t2026/02/13\t700\tPass\tmany500@example.com\n");
    struct buffer rows = buffer_new(delivery->context->arena, 1 << 16, 4 << 20);
    buffer_put_string(&rows, HEADER);
    for (int i = 0; i < MANY; i++) buffer_printf(&rows, "R%05d\tC%d\tH12-811\t2026/02/13\t%d\tPass\tmany%d@example.com\n", i, i, i == 500 ? 720 : 700, i);
    struct text path = delivery_write(delivery, "examABE-2026-02-14-a.dat", buffer_text(&rows));
    const char *told = "900 rows: 899 new, 1 corrected\n  502:0 corrected intake.corrected\n";
    assert_result(delivery->support, RESULT_OK, delivery_take_by(delivery, "pearson-vue", path, true));
    assert_text_equal(delivery_told(delivery), told);
    assert_result(delivery->support, RESULT_OK, delivery_take(delivery, path));
    assert_text_equal(delivery_told(delivery), told);
    assert_text_equal(delivery_record(delivery, "R00500"), "R00500 C500 many500@example.com H12-811 2026-02-13 pass final 720 - -");
    delivery_free(delivery);
}
BOTH_ENGINES(one_known_row_among_many_is_met)

/* Two rows of one exam with the same time: the provider says of neither that it is the newer one, in whatever order they come. */
static void of_the_same_time_none_is_newer(enum database_engine engine)
{
    static const char *const rows[] = {"700\tPass\ta@example.com\t2026/02/13 09:00:00", "720\tPass\ta@example.com\t2026/02/13 09:00:00"};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (int i = 0; i < 2; i++) {
        delivery_bring(delivery, text_printf(arena, "first-%d.dat", i).bytes, text_printf(arena, UPDATED "R%d\tC1\tH12-811\t2026/02/13\t%s\n", i, rows[i]).bytes);
        support_forward(delivery->support, 3600);
        delivery_bring(delivery, text_printf(arena, "second-%d.dat", i).bytes, text_printf(arena, UPDATED "R%d\tC1\tH12-811\t2026/02/13\t%s\n", i, rows[!i]).bytes);
        assert_text_equal(delivery_told(delivery), "1 rows: 1 quarantined\n  2:0 quarantined intake.same_time\n");
    }
    assert_text_equal(delivery_record(delivery, "R0"), "R0 C1 a@example.com H12-811 2026-02-13 pass final 700 - -");
    assert_text_equal(delivery_record(delivery, "R1"), "R1 C1 a@example.com H12-811 2026-02-13 pass final 720 - -");
    /* The same again, and what only says more, is no contradiction. */
    delivery_bring(delivery, "again.dat", "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tlastupdate\tlastname\n"
                                          "R1\tC1\tH12-811\t2026/02/13\t720\tPass\ta@example.com\t2026/02/13 09:00:00\tLi\n");
    assert_text_equal(delivery_record(delivery, "R1"), "R1 C1 a@example.com H12-811 2026-02-13 pass final 720 - Li");
    struct list waiting;
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 10, &waiting));
    assert_int_equal(waiting.count, 2);
    const struct intake_waiting_row *row = waiting.items;
    assert_text_equal(row->reason, "The row says something else than what is there (score), and by its time it is not newer. Ask the provider which one holds.");
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row->id, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "R0"), "R0 C1 a@example.com H12-811 2026-02-13 pass final 720 - -");
    assert_text_equal(delivery_record(delivery, "R1"), "R1 C1 a@example.com H12-811 2026-02-13 pass final 720 - Li");
    delivery_free(delivery);
}
BOTH_ENGINES(of_the_same_time_none_is_newer)

static void a_score_is_a_number(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    delivery_bring(delivery, "examABE-2026-02-13-a.dat",
                   HEADER "1\tC1\tH12-811\t2026/02/13\tabc\tPass\ta@example.com\n"
                          "2\tC1\tH12-811\t2026/02/13\t-0.53\tFail\ta@example.com\n"
                          "3\tC1\tH12-811\t2026/02/13\t1.2.3\tPass\ta@example.com\n"
                          "4\tC1\tH12-811\t2026/02/13\t\tPass\ta@example.com\n"
                          "5\tC1\tH12-811\t2026/02/13\tn/a\tNS\ta@example.com\n"
                          "6\tC1\tH12-811\t2026/02/13\t7-0\tPass\ta@example.com\n");
    assert_text_equal(delivery_told(delivery), "6 rows: 3 new, 3 quarantined\n  2:25 quarantined intake.score\n  4:25 quarantined intake.score\n  7:25 quarantined intake.score\n");
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, delivery_waiting(delivery, "intake.score"), INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 pass final abc - -");
    delivery_free(delivery);
}
BOTH_ENGINES(a_score_is_a_number)

/* What staff read of one file: who brought it, what became of its rows when it came and since, and whose exams still wait, with the names of their columns. */
static void a_file_tells_what_became_of_its_rows(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct intake_file_whole file;
    struct list rows;
    delivery_bring(delivery, "other.dat", HEADER "9\tC9\tH12-811\t2026/02/13\t700\tPass\ti@example.com\n");
    delivery_bring(delivery, "examABE-2026-02-13-a.dat",
                   "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\tnativefirstname\tnativelastname\n"
                   "1\tC1\tNEW-811\t2026/02/13\t700\tPass\ta@example.com\tWei\tLi\t伟\t李\n"
                   "2\tC2\tNEW-811\t2026/02/13\t700\tPass\tb@example.com\t\t\t\t\n"
                   "3\tC3\tOLD-811\t2026/02/13\t700\tPass\tc@example.com\t\t\t\t\n"
                   "4\tC4\tH12-811\t2026/02/99\t700\tPass\td@example.com\t\t\t\t\n"
                   "5\tC5\tH12-811\t2026/02/13\t700\tPass\te@example.com\t\t\t\t\n");
    int64_t id = delivery->outcome.id;
    assert_result(delivery->support, RESULT_OK, intake_file_read(delivery->context, id, &file));
    assert_text_equal(file.view.name, "examABE-2026-02-13-a.dat");
    assert_text_equal(file.title, "Pearson VUE");
    assert_int_equal(file.sha256.length, 64);
    assert_int_equal(file.texts.count, 1);
    assert_int_equal(file.acts.count, 1);
    assert_true(((const struct intake_file_act *)file.acts.items)->by_operator && ((const struct intake_file_act *)file.acts.items)->taken);
    assert_int_equal(file.view.quarantined, 3);
    assert_int_equal(file.view.waiting, 3);
    assert_int_equal(file.rejected.count, 1);
    assert_int_equal(((const struct intake_row_verdict *)file.rejected.items)->line, 5);
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, id, 0, 10, &rows));
    assert_int_equal(rows.count, 3);
    const struct intake_waiting_row *row = rows.items;
    assert_int_equal(row[0].file_id, id);
    assert_int_equal(row[0].line, 2);
    assert_text_equal(row[0].last_name, "Li");
    assert_text_equal(row[0].native_first_name, "伟");
    assert_int_equal(row[0].cells.count, 11);
    assert_text_equal(((const struct intake_cell *)row[0].cells.items)[2].name, "examseriescode");
    assert_text_equal(((const struct intake_cell *)row[0].cells.items)[2].value, "NEW-811");
    /* One is put aside, for two the catalogue is mended. */
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row[2].id, INTAKE_IGNORE, TEXT(""), TEXT("Sent by mistake."), NULL));
    delivery_catalogue(delivery, "exam H12-811\n", "exam NEW-811\n  title: New\n  pass: 600 of 1000\n  standalone: yes\n\nexam H12-811\n");
    rerun(delivery);
    assert_result(delivery->support, RESULT_OK, intake_file_read(delivery->context, id, &file));
    assert_int_equal(file.view.quarantined, 3); /* as it came */
    assert_int_equal(file.view.waiting, 0);
    assert_int_equal(file.later, 2);
    assert_int_equal(file.aside, 1);
    assert_int_equal(file.rejected_later, 0);
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_ASIDE, id, 0, 10, &rows));
    assert_int_equal(rows.count, 1);
    assert_text_equal(((const struct intake_waiting_row *)rows.items)->code, "intake.exam_unknown");
    assert_int_equal(intake_file_read(delivery->context, id + 100, &file), RESULT_NONE);
    delivery_free(delivery);
}
BOTH_ENGINES(a_file_tells_what_became_of_its_rows)

static void older_files_are_paged_and_a_refused_one_says_who_sent_it(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct intake_file_whole file;
    struct list files;
    delivery_bring(delivery, "first.dat", HEADER "9\tC9\tH12-811\t2026/02/13\t700\tPass\ti@example.com\n");
    assert_int_equal(delivery_take(delivery, delivery_write(delivery, "second.dat", TEXT(""))), RESULT_REFUSED);
    error_clear(&delivery->context->error);
    assert_int_equal(delivery->outcome.id, 0);
    assert_result(delivery->support, RESULT_OK, intake_files(delivery->context, 0, 1, &files));
    const struct intake_file_view *newest = files.items;
    assert_text_equal(newest->name, "second.dat");
    assert_result(delivery->support, RESULT_OK, intake_file_read(delivery->context, newest->id, &file));
    assert_true(file.view.refused);
    assert_int_equal(file.bytes, 0);
    assert_false(((const struct intake_file_act *)file.acts.items)->taken);
    assert_result(delivery->support, RESULT_OK, intake_files(delivery->context, newest->id, 10, &files));
    assert_int_equal(files.count, 1);
    assert_text_equal(((const struct intake_file_view *)files.items)->name, "first.dat");
    delivery->context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 1, .session = 1};
    assert_int_equal(intake_file_read(delivery->context, newest->id, &file), RESULT_REFUSED);
    delivery_free(delivery);
}
BOTH_ENGINES(older_files_are_paged_and_a_refused_one_says_who_sent_it)

/* Whoever puts a row aside says why; it can be brought back, and is decided about anew. */
static void what_was_put_aside_by_mistake_waits_again(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct list rows;
    bring_downgrade(delivery);
    int64_t row = delivery_waiting(delivery, "intake.downgrade");
    for (int remedy = INTAKE_ACCEPT; remedy <= INTAKE_MAILBOX; remedy++) { /* whatever it is */
        assert_int_equal(intake_decide(delivery->context, row, (enum intake_remedy)remedy, TEXT("a@example.com"), TEXT(" "), NULL), RESULT_REFUSED);
        assert_string_equal(delivery->context->error.code, "intake.why");
        error_clear(&delivery->context->error);
    }
    assert_int_equal(intake_take_back(delivery->context, row), RESULT_REFUSED); /* it waits */
    assert_string_equal(delivery->context->error.code, "intake.not_aside");
    error_clear(&delivery->context->error);
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row, INTAKE_IGNORE, TEXT(""), TEXT("The provider says \"no\"."), NULL));
    assert_none_waits(delivery);
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_ASIDE, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 1);
    const struct intake_waiting_row *aside = rows.items;
    assert_text_equal(aside->why, "The provider says \"no\".");
    assert_true(instant_is(aside->settled));
    assert_int_equal(aside->by.length, 0); /* the operator */
    assert_result(delivery->support, RESULT_OK, intake_take_back(delivery->context, row));
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_ASIDE, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 0);
    assert_int_equal(delivery_waiting(delivery, "intake.downgrade"), row);
    assert_result(delivery->support, RESULT_OK, intake_decide(delivery->context, row, INTAKE_ACCEPT, TEXT(""), TEXT("The provider stands by it."), NULL));
    assert_text_equal(delivery_store_decision(delivery), "{\"remedy\":\"accept\",\"why\":\"The provider stands by it.\"}");
    rerun(delivery);
    assert_text_equal(delivery_record(delivery, "1"), "1 C1 a@example.com H12-811 2026-02-13 fail final 500 - -");
    assert_int_equal(intake_take_back(delivery->context, row), RESULT_REFUSED); /* it is taken in */
    error_clear(&delivery->context->error);
    delivery->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = 1, .session = 1, .roles = ROLE_AUDITOR};
    assert_int_equal(intake_take_back(delivery->context, row), RESULT_REFUSED);
    assert_string_equal(delivery->context->error.code, "audit.not_allowed");
    delivery_free(delivery);
}
BOTH_ENGINES(what_was_put_aside_by_mistake_waits_again)

/* Beside a row that waits stands the name of the record that is there: its own, else the newest of the candidate ID, at the same provider. */
static void a_row_that_waits_tells_the_name_that_is_known(enum database_engine engine)
{
#define NAMED "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail\tfirstname\tlastname\n"
    static const struct {
        const char *registration, *last;
        bool by_candidate;
    } expected[] = {{"1", "Li", false}, {"2", "Wang", true}, {"", "", false}};
    struct delivery *delivery = delivery_new(engine);
    struct list rows;
    delivery_bring(delivery, "examABE-2026-02-13-a.dat", NAMED "1\tC1\tH12-811\t2026/02/12\t700\tPass\ta@example.com\tWei\tLi\n2\tC1\tH12-821\t2026/02/13\t700\tPass\ta@example.com\tWei\tWang\n");
    delivery_bring(delivery, "examABE-2026-02-13-b.dat",
                   NAMED "1\tC1\tH12-811\t2026/02/12\t500\tFail\ta@example.com\tMin\tZhang\n3\tC1\tNEW-811\t2026/02/13\t700\tPass\ta@example.com\tWei\tLi\n4\tC4\tNEW-811\t2026/02/13\t700\tPass\td@example.com\tWei\tLi\n");
    assert_result(delivery->support, RESULT_OK, intake_waiting_rows(delivery->context, INTAKE_WAITS, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 3);
    for (size_t i = 0; i < rows.count; i++) {
        const struct intake_waiting_row *row = (const struct intake_waiting_row *)rows.items + i;
        const int at = text_is(row->code, "intake.downgrade") ? 0 : text_is(row->candidate, "C1") ? 1 : 2;
        assert_text_equal(row->known_registration, expected[at].registration);
        assert_text_equal(row->known_last_name, expected[at].last);
        assert_int_equal(row->known_by_candidate, expected[at].by_candidate);
    }
    delivery_free(delivery);
#undef NAMED
}
BOTH_ENGINES(a_row_that_waits_tells_the_name_that_is_known)

static void candidates_import_nothing(enum database_engine engine)
{
    struct delivery *delivery = delivery_new(engine);
    struct text path = delivery_write(delivery, "examABE-2026-02-13-a.dat", TEXT(FIRST));
    delivery->context->actor = (struct actor){.kind = ACTOR_ACCOUNT, .account = 1, .session = 1};
    assert_int_equal(delivery_take(delivery, path), RESULT_REFUSED);
    assert_int_equal(delivery_store_files(delivery), 0);
    error_clear(&delivery->context->error);
    assert_int_equal(intake_rerun(delivery->context, &delivery->outcome), RESULT_REFUSED);
    delivery_free(delivery);
}
BOTH_ENGINES(candidates_import_nothing)

/* Said again later, a result outweighs what was said of its status before, whichever came in first. */
static void a_result_said_again_outweighs_an_older_status(enum database_engine engine)
{
    static const char *const rows[3] = {"%s,C1,H12-811,2026-02-13,pass,a@example.com,result,,2026-02-13T09:00:00Z\n", "%s,,,,,,modify status,on hold,2026-02-13T10:00:00Z\n",
                                        "%s,C1,H12-811,2026-02-13,pass,a@example.com,result,,2026-02-13T11:00:00Z\n"};
    static const int told[2][3] = {{0, 1, 2}, {0, 2, 1}};
    struct delivery *delivery = delivery_new(engine);
    struct arena *arena = delivery->context->arena;
    for (int order = 0; order < 2; order++) {
        struct text name = text_printf(arena, "R%d", order);
        for (int i = 0; i < 3; i++)
            delivery_bring_by(delivery, "generic-csv", text_printf(arena, "results-%d-%d.csv", order, i).bytes,
                              text_printf(arena, EVENTS "R%d%s", order, rows[told[order][i]] + strlen("%s")).bytes);
        assert_text_equal(delivery_record(delivery, name.bytes), text_printf(arena, "%s C1 a@example.com H12-811 2026-02-13 pass final - - -", name.bytes).bytes);
    }
    delivery_free(delivery);
}
BOTH_ENGINES(a_result_said_again_outweighs_an_older_status)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(dry_run_tells_all_and_keeps_nothing),
        ON_BOTH(the_same_file_twice_changes_nothing),
        ON_BOTH(the_same_file_at_two_nodes_at_once),
        ON_BOTH(a_long_file_at_two_nodes_at_once),
        ON_BOTH(editions_in_any_order_give_the_same),
        ON_BOTH(last_updates_in_any_order_give_the_same),
        ON_BOTH(downgrade_waits_until_staff_accept_it),
        ON_BOTH(another_day_of_a_released_pass_is_a_plain_correction),
        ON_BOTH(downgrade_waits_for_a_second_person),
        ON_BOTH(result_that_is_revoked_or_on_hold_is_followed_at_once),
        ON_BOTH(downgrade_that_staff_put_aside_never_comes_in),
        ON_BOTH(what_is_put_aside_while_rows_are_run_again_stays_out),
        ON_BOTH(unknown_code_is_said_to_mean_an_exam),
        ON_BOTH(unknown_exam_comes_in_once_the_catalogue_knows_it),
        ON_BOTH(exam_days_to_come_or_long_ago_wait_for_staff),
        ON_BOTH(a_result_that_came_too_early_can_be_taken_in_from_its_exam_day_on),
        ON_BOTH(versions_of_a_time_to_come_wait_for_staff),
        ON_BOTH(a_file_named_for_a_time_to_come_is_corrected_by_the_next),
        ON_BOTH(staff_name_the_mailbox),
        ON_BOTH(mailbox_is_not_guessed_where_file_and_store_differ),
        ON_BOTH(the_same_candidate_id_at_another_provider_is_another_person),
        ON_BOTH(without_a_candidate_id_another_mailbox_is_another_person),
        ON_BOTH(events_in_any_order_give_the_same_state),
        ON_BOTH(appointments_in_any_order_give_the_same),
        ON_BOTH(a_result_said_again_outweighs_an_older_status),
        ON_BOTH(registration_may_have_any_number_of_events),
        ON_BOTH(events_that_came_first_are_found_whether_rows_are_few_or_many),
        ON_BOTH(long_values_refuse_their_rows_only),
        ON_BOTH(name_of_the_file_may_be_any_bytes),
        ON_BOTH(a_document_is_called_what_it_is), ON_BOTH(quoted_values_may_hold_all),
        ON_BOTH(many_rows_leave_the_indexes_as_they_were),
        ON_BOTH(stopped_again_and_again_it_comes_to_the_same_end),
        ON_BOTH(one_known_row_among_many_is_met),
        ON_BOTH(of_the_same_time_none_is_newer),
        ON_BOTH(a_score_is_a_number),
        ON_BOTH(a_file_tells_what_became_of_its_rows),
        ON_BOTH(older_files_are_paged_and_a_refused_one_says_who_sent_it),
        ON_BOTH(what_was_put_aside_by_mistake_waits_again),
        ON_BOTH(a_row_that_waits_tells_the_name_that_is_known),
        ON_BOTH(candidates_import_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
