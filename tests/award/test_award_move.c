/* What becomes of a certificate when its records leave (SPEC 6.4). */
#include "award/town.h"

#include <pthread.h>
#include <stdatomic.h>

#include "account/account.h"
#include "association/association_merge.h"
#include "association/association_tie.h"
#include "base/day.h"
#include "outside/due.h"
#include "verify/verify.h"

#define assert_day(DAY, TEXT) assert_text_equal(day_text(town->context->arena, (DAY)), (TEXT))
#define NOW "2026-03-10T02:00:00Z"
#define JOINED "Its exam records are now in an account that has a certificate of this certification already."
#define UNBOUND "An exam record on which it rests had to leave the account."

struct letting_go {
    int64_t mailbox, record, account;
    const char *means;
};

static enum result untie(struct context *context, void *data)
{
    const struct letting_go *wish = data;
    bool made;
    int64_t records;
    TRY(association_untie(context, (struct association_thing){wish->mailbox, wish->record}, wish->account, wish->means, 0, &made, &records));
    assert_true(made);
    return RESULT_OK;
}

static enum result lift(struct context *context, void *data)
{
    const struct letting_go *wish = data;
    bool made;
    TRY(association_lift_bar(context, wish->record, wish->account, 0, wish->means, &made));
    assert_true(made);
    return RESULT_OK;
}

static void let_go(struct town *town, int64_t account, const char *mailbox, const char *means)
{
    struct letting_go wish = {.account = account, .means = means};
    assert_ok(intake_mailbox_known(town->context, text_of(mailbox), &wish.mailbox));
    assert_ok(database_transaction(town->context, untie, &wish));
    town_follow_up(town);
}

static void force_out(struct town *town, int64_t account, int64_t record)
{
    struct letting_go wish = {.account = account, .record = record, .means = "forced"};
    assert_ok(database_transaction(town->context, untie, &wish));
    town_follow_up(town);
}

static struct certificate history(struct town *town, int64_t account, struct list *lines)
{
    struct certificate certificate = town_certificate(town, account, "HCIP-Datacom");
    town_act_as(town, 0);
    assert_ok(award_history(town->context, &certificate, lines));
    return certificate;
}

/* Alice has earned HCIP-Datacom by exams under two mailboxes; Bob is her other account. */
#define PASSWORD "kettle-orchard-violin-42"

struct story {
    struct town *town;
    int64_t alice, bob, core, advanced;
    struct text number;
};

static struct story begin(enum database_engine engine)
{
    struct town *town = town_new(engine, NOW, NULL);
    struct story story = {.town = town, .alice = town_account(town, "alice", "alice@example.org", "Alice Wu"), .bob = town_account(town, "bob", "bob@example.org", "Alice Wu")};
    town_tie(town, story.alice, "core@example.org");
    town_tie(town, story.alice, "advanced@example.org");
    story.core = town_pass(town, "core@example.org", "H12-821", "2026-03-02");
    story.advanced = town_pass(town, "advanced@example.org", "H12-831", "2026-03-03");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.issued);
    story.number = certificate.number;
    return story;
}

static void when_all_records_move_it_moves_along(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    let_go(town, story.alice, "core@example.org", "released");
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.suspended);
    assert_text_equal(certificate.reason, "An exam record on which it rests is no longer in the account.");
    /* The page names the day on which it is withdrawn otherwise. */
    assert_int_equal(certificate.withdrawn_from.number, certificate.state_day.number + 30);
    town_tie(town, story.bob, "core@example.org");
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").suspended); /* only some have moved */
    assert_false(town_has_certificate(town, story.bob, "HCIP-Datacom"));

    let_go(town, story.alice, "advanced@example.org", "released");
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").suspended);
    town_tie(town, story.bob, "advanced@example.org");
    town_follow_up(town);
    assert_false(town_has_certificate(town, story.alice, "HCIP-Datacom"));
    certificate = history(town, story.bob, &lines);
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_text_equal(certificate.name_latin, "Alice Wu");
    assert_int_equal(certificate.revision, 1);
    assert_int_equal(town_letters_about(town, "core@example.org", "A certificate has come to your account: HCIP-Datacom"), 1);
    assert_true(lines.count >= 3); /* suspended, moved, back */
    assert_text_equal(((const struct certificate_history *)lines.items)[1].reason, "Came from another account together with the exam records on which it rests.");
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(when_all_records_move_it_moves_along)

static enum result hand_over_one(struct context *context, const struct story *story, const char *mailbox)
{
    struct association_thing thing = {0};
    bool made;
    int64_t records;
    TRY(intake_mailbox_known(context, text_of(mailbox), &thing.mailbox));
    TRY(association_untie(context, thing, story->alice, "merge", 0, &made, &records));
    return association_tie(context, thing, story->bob, "merge", 0, &made, &records);
}

static enum result hand_over_core(struct context *context, void *data)
{
    return hand_over_one(context, data, "core@example.org");
}

static enum result hand_over(struct context *context, void *data)
{
    TRY(hand_over_core(context, data));
    return hand_over_one(context, data, "advanced@example.org");
}

static void moved_in_one_act_it_is_never_suspended(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    assert_ok(database_transaction(town->context, hand_over, &story));
    town_follow_up(town);
    struct list lines;
    struct certificate certificate = history(town, story.bob, &lines);
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_int_equal(lines.count, 1);
    assert_int_equal(town_letters_about(town, "core@example.org", "A certificate has come to your account: HCIP-Datacom"), 1);
    assert_false(town_has_certificate(town, story.alice, "HCIP-Datacom"));
    town_free(town);
}
BOTH_ENGINES(moved_in_one_act_it_is_never_suspended)

/* On PostgreSQL: her second record leaves, and what rests on both is fetched, at the moment at which another node sees that the first has left. */
static const struct statement kept_waiting = {"kept_waiting", NULL, "SELECT COUNT(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"};
static struct evaluating {
    struct context *context;
    pthread_t thread;
    atomic_bool ended;
    enum result result;
} evaluating;

static enum result evaluate_account(struct context *context, void *data)
{
    const struct due_handler *handler = award_due;
    const int64_t *account = data;
    while (strcmp(handler->kind, "account-changed") != 0) handler++;
    return handler->follow_up(context, &(struct due){.first = *account, .last = *account});
}

static void *evaluate_elsewhere(void *account)
{
    evaluating.result = database_transaction(evaluating.context, evaluate_account, account);
    atomic_store(&evaluating.ended, true);
    return NULL;
}

static enum result fetch_while_it_is_evaluated(struct context *context, void *data)
{
    struct story *story = data;
    int64_t waits = 0;
    TRY(hand_over_one(context, story, "advanced@example.org"));
    TRY(evaluate_account(context, &story->bob));
    if (pthread_create(&evaluating.thread, NULL, evaluate_elsewhere, &story->alice)) return RESULT_BROKEN;
    while (!waits && !atomic_load(&evaluating.ended)) TRY(database_integer(context, &kept_waiting, NO_PARAMETERS, &waits));
    return RESULT_OK;
}

static void what_is_fetched_is_suspended_by_nobody(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct story story = begin(DATABASE_POSTGRESQL);
    struct town *town = story.town;
    struct list lines;
    evaluating = (struct evaluating){.context = town_second(town, 0)};
    assert_ok(database_transaction(town->context, hand_over_core, &story));
    assert_ok(database_transaction(town->context, fetch_while_it_is_evaluated, &story));
    pthread_join(evaluating.thread, NULL);
    assert_true(evaluating.result >= 0);
    assert_true(town_certificate(town, story.bob, "HCIP-Datacom").issued);
    town_follow_up(town);
    struct certificate certificate = history(town, story.bob, &lines);
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_int_equal(lines.count, 1); /* that it has moved */
    assert_false(town_has_certificate(town, story.alice, "HCIP-Datacom"));
    town_assert_journal_replays(town); /* there was no merge */
    town_free(town);
}

/* An evaluation that waits already, and comes before that of the account that all records have left. */
struct waiting {
    const char *kind;
    int64_t first, last;
};

static enum result leave(struct context *context, void *data)
{
    const struct waiting *waiting = data;
    return due_leave(context, waiting->kind, waiting->first, waiting->last, NO_INSTANT);
}

/* Whatever is looked at first, of the two accounts of one person one certificate is left, with its number; when the merge is undone it is where it was. */
static void what_waits_to_be_evaluated_draws_no_second_number(enum database_engine engine)
{
    enum { CROWD = 80 /* more than one step looks at */ };
    static const char *const kinds[] = {"account-changed", "records-held", "evaluate-all"};
    for (int kind = 0; kind < 3; kind++) {
        struct town *town = town_new(engine, NOW, NULL);
        int64_t bob = town_account(town, "bob", "bob@example.org", "Alice Wu"), other, merge, went;
        town_tie(town, bob, "bob@example.org");
        town_crowd(town, CROWD);
        int64_t alice = town_account(town, "alice", "alice@example.org", "Alice Wu");
        struct text proof;
        town_tie(town, alice, "core@example.org");
        town_tie(town, alice, "advanced@example.org");
        town_pass(town, "core@example.org", "H12-821", "2026-03-02");
        town_pass(town, "advanced@example.org", "H12-831", "2026-03-03");
        int64_t own = town_pass(town, "bob@example.org", "H12-811", "2026-03-04");
        town_password(town, alice);
        town_follow_up(town);
        struct text number = text_copy(town->context->arena, town_certificate(town, alice, "HCIP-Datacom").number);
        const struct waiting waiting = {kinds[kind], kind == 0 ? bob : kind == 1 ? own : 0, kind == 0 ? bob : kind == 1 ? own : CROWD / 2};
        assert_ok(database_transaction(town->context, leave, (void *)(uintptr_t)&waiting));
        town_act_as(town, bob);
        assert_ok(association_merge_prove(town->context, TEXT("alice"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
        assert_ok(association_merge(town->context, proof, &merge));
        town_follow_up(town);
        assert_text_equal(town_certificate(town, bob, "HCIP-Datacom").number, text_string(town->context->arena, number));
        assert_true(town_certificate(town, bob, "HCIP-Datacom").issued);
        assert_true(town_has_certificate(town, bob, "HCIA-Datacom"));
        assert_false(town_has_certificate(town, alice, "HCIP-Datacom"));
        town_act_as(town, bob);
        assert_ok(association_merge_undo(town->context, merge, &went));
        town_follow_up(town);
        assert_text_equal(town_certificate(town, alice, "HCIP-Datacom").number, text_string(town->context->arena, number));
        assert_true(town_certificate(town, alice, "HCIP-Datacom").issued);
        assert_false(town_has_certificate(town, bob, "HCIP-Datacom"));
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(what_waits_to_be_evaluated_draws_no_second_number)

/* An older evaluation fetches nothing that had to leave by force. */
static void what_waits_to_be_evaluated_fetches_nothing_that_left_by_force(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    const struct waiting waiting = {"account-changed", story.bob, story.bob};
    assert_ok(database_transaction(town->context, leave, (void *)(uintptr_t)&waiting));
    for (int i = 0; i < 2; i++) {
        struct letting_go wish = {.account = story.alice, .record = i ? story.advanced : story.core, .means = "forced"};
        assert_ok(database_transaction(town->context, untie, &wish));
    }
    assert_ok(database_transaction(town->context, hand_over, &story));
    town_follow_up(town);
    assert_false(text_equal(town_certificate(town, story.bob, "HCIP-Datacom").number, story.number));
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.withdrawn && text_equal(certificate.number, story.number));
    assert_text_equal(certificate.reason, UNBOUND);
    town_free(town);
}
BOTH_ENGINES(what_waits_to_be_evaluated_fetches_nothing_that_left_by_force)

/* The provider corrects the mailboxes of her results: her certificate goes with them, and has no second one beside it. */
static void what_the_provider_puts_under_another_mailbox_takes_it_along(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    town_tie(town, story.bob, "bob@example.org");
    town_follow_up(town);
    town_readdress(town, story.core, "bob@example.org");
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").suspended);
    town_readdress(town, story.advanced, "bob@example.org");
    town_follow_up(town);
    struct certificate certificate = history(town, story.bob, &lines);
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_false(town_has_certificate(town, story.alice, "HCIP-Datacom"));
    /* And of what rests on one record, in one step. */
    int64_t single = town_pass(town, "bob@example.org", "H12-711", "2026-03-04");
    town_follow_up(town);
    struct text number = text_copy(town->context->arena, town_certificate(town, story.bob, "HCIA-Security").number);
    town_readdress(town, single, "core@example.org");
    town_follow_up(town);
    assert_text_equal(town_certificate(town, story.alice, "HCIA-Security").number, text_string(town->context->arena, number));
    assert_true(town_certificate(town, story.alice, "HCIA-Security").issued);
    assert_false(town_has_certificate(town, story.bob, "HCIA-Security"));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_the_provider_puts_under_another_mailbox_takes_it_along)

static void where_the_other_account_has_one_it_is_withdrawn_and_comes_back(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    town_tie(town, story.bob, "bob@example.org");
    town_pass(town, "bob@example.org", "H12-821", "2026-02-10");
    town_pass(town, "bob@example.org", "H12-831", "2026-02-11");
    town_follow_up(town);
    struct text of_bob = town_certificate(town, story.bob, "HCIP-Datacom").number;
    assert_ok(database_transaction(town->context, hand_over, &story));
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.withdrawn);
    assert_text_equal(certificate.reason, JOINED);
    assert_true(text_equal(town_certificate(town, story.bob, "HCIP-Datacom").number, of_bob));
    /* A night later nothing differs. */
    struct list differences;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(award_evaluate_all(town->context, true, 10, &differences, &count));
    assert_int_equal(count, 0);
    /* The records come back to Alice, and so does what was withdrawn, under its number. */
    let_go(town, story.bob, "core@example.org", "released");
    let_go(town, story.bob, "advanced@example.org", "released");
    town_tie(town, story.alice, "core@example.org");
    town_tie(town, story.alice, "advanced@example.org");
    town_follow_up(town);
    certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    town_free(town);
}
BOTH_ENGINES(where_the_other_account_has_one_it_is_withdrawn_and_comes_back)

/* Alice's was withdrawn as joined, beside Bob's own; then her records go on to Carol. */
static int64_t joined_with_bob(struct story *story, struct text *of_bob)
{
    struct town *town = story->town;
    town_tie(town, story->bob, "bob@example.org");
    town_pass(town, "bob@example.org", "H12-821", "2026-02-10");
    town_pass(town, "bob@example.org", "H12-831", "2026-02-11");
    town_follow_up(town);
    *of_bob = town_certificate(town, story->bob, "HCIP-Datacom").number;
    assert_result(town->support, RESULT_OK, database_transaction(town->context, hand_over, story));
    town_follow_up(town);
    assert_text_equal(town_certificate(town, story->alice, "HCIP-Datacom").reason, JOINED);
    return town_account(town, "carol", "carol@example.org", "Alice Wu");
}

static void assert_verified(struct town *town, struct text number, bool current, const char *reason)
{
    struct verification verification;
    town_act_as(town, 0);
    assert_result(town->support, RESULT_OK, verify_number(town->context, number, &verification));
    assert_true(verification.found && verification.current == current && verification.withdrawn == !current);
    assert_text_equal(verification.reason, reason);
}

static void what_was_joined_moves_along_with_its_records(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct text of_bob;
    int64_t carol = joined_with_bob(&story, &of_bob);
    assert_verified(town, story.number, false, JOINED);
    let_go(town, story.bob, "core@example.org", "released");
    town_tie(town, carol, "core@example.org");
    town_follow_up(town);
    assert_false(town_has_certificate(town, carol, "HCIP-Datacom"));
    let_go(town, story.bob, "advanced@example.org", "released");
    town_tie(town, carol, "advanced@example.org");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, carol, "HCIP-Datacom");
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_false(town_has_certificate(town, story.alice, "HCIP-Datacom"));
    assert_true(text_equal(town_certificate(town, story.bob, "HCIP-Datacom").number, of_bob));
    assert_verified(town, story.number, true, "");
    assert_verified(town, of_bob, true, "");
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(what_was_joined_moves_along_with_its_records)

/* The rightful owner has nothing of what others earned by his records. */
static void what_was_joined_stays_where_its_records_had_to_leave(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct text of_bob;
    int64_t carol = joined_with_bob(&story, &of_bob);
    let_go(town, story.bob, "core@example.org", "forced");
    town_tie(town, carol, "core@example.org");
    let_go(town, story.bob, "advanced@example.org", "forced");
    town_tie(town, carol, "advanced@example.org");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, carol, "HCIP-Datacom");
    assert_true(certificate.issued);
    assert_false(text_equal(certificate.number, story.number) || text_equal(certificate.number, of_bob));
    assert_true(text_equal(town_certificate(town, story.alice, "HCIP-Datacom").number, story.number));
    assert_verified(town, story.number, false, JOINED);
    assert_verified(town, of_bob, true, "");
    assert_verified(town, certificate.number, true, "");
    town_free(town);
}
BOTH_ENGINES(what_was_joined_stays_where_its_records_had_to_leave)

static void what_left_by_force_is_withdrawn_at_once_and_never_moves(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    force_out(town, story.alice, story.core);
    force_out(town, story.alice, story.advanced);
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.withdrawn);
    assert_text_equal(certificate.reason, UNBOUND);
    /* The rightful owner gets both mailboxes, and a certificate of his own. */
    assert_ok(database_transaction(town->context, hand_over, &story));
    town_follow_up(town);
    certificate = town_certificate(town, story.bob, "HCIP-Datacom");
    assert_false(text_equal(certificate.number, story.number));
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
    assert_text_equal(town_certificate(town, story.alice, "HCIP-Datacom").reason, UNBOUND);
    town_free(town);
}
BOTH_ENGINES(what_left_by_force_is_withdrawn_at_once_and_never_moves)

/* Two disputes about one record, one after the other: what the first has taken away for good is not on its way back when the second is over. */
static void what_is_withdrawn_is_not_suspended_when_the_record_leaves_another_account_too(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    force_out(town, story.alice, story.core);
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
    let_go(town, story.alice, "core@example.org", "released");
    town_tie(town, story.bob, "core@example.org");
    town_follow_up(town);
    force_out(town, story.bob, story.core);
    town_act_as(town, 0);
    struct list differences;
    int64_t count;
    assert_ok(award_evaluate_all(town->context, false, 10, &differences, &count));
    assert_int_equal(count, 0);
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.withdrawn);
    assert_text_equal(certificate.reason, UNBOUND);
    /* Nor does it move along: whoever gets both records earns one of his own. */
    int64_t carol = town_account(town, "carol", "carol@example.org", "Alice Wu");
    let_go(town, story.bob, "core@example.org", "released");
    let_go(town, story.alice, "advanced@example.org", "released");
    town_tie(town, carol, "core@example.org");
    town_tie(town, carol, "advanced@example.org");
    town_follow_up(town);
    certificate = town_certificate(town, carol, "HCIP-Datacom");
    assert_true(certificate.issued && !text_equal(certificate.number, story.number));
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
    town_free(town);
}
BOTH_ENGINES(what_is_withdrawn_is_not_suspended_when_the_record_leaves_another_account_too)

static void once_the_force_is_undone_it_is_forgotten(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    force_out(town, story.alice, story.core);
    struct letting_go lifting = {.account = story.alice, .record = story.core, .means = "undo"};
    assert_ok(database_transaction(town->context, lift, &lifting));
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").issued);
    let_go(town, story.alice, "core@example.org", "released");
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").suspended);
    town_free(town);
}
BOTH_ENGINES(once_the_force_is_undone_it_is_forgotten)

static void what_is_withdrawn_is_not_suspended_by_a_hold(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    let_go(town, story.alice, "core@example.org", "released");
    support_set_clock(town->support, "2026-04-20T02:00:00Z");
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, NULL));
    town_tie(town, story.alice, "core@example.org");
    town_correct(town, story.core, GRADE_PASS, EXAM_ON_HOLD);
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
    town_correct(town, story.core, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    town_free(town);
}
BOTH_ENGINES(what_is_withdrawn_is_not_suspended_by_a_hold)

/* To the day: on the thirtieth it is withdrawn, and whatever comes back before makes it whole, under its number. */
static void some_leave_and_come_back_within_thirty_days(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    town_act_as(town, 0);
    for (int late = 0; late < 2; late++) {
        support_set_clock(town->support, late ? "2026-06-10T02:00:00Z" : NOW);
        let_go(town, story.alice, "core@example.org", "released");
        struct certificate certificate = town_certificate(town, story.alice, "HCIP-Datacom");
        assert_true(certificate.suspended && text_equal(certificate.number, story.number));
        support_set_clock(town->support, late ? "2026-07-09T15:59:59Z" : "2026-04-08T15:59:59Z"); /* the last second of the 29th day, in Shanghai */
        assert_ok(award_run_dates(town->context, NULL));
        assert_true(town_certificate(town, story.alice, "HCIP-Datacom").suspended);
        if (late) {
            support_set_clock(town->support, "2026-07-09T16:00:00Z");
            assert_ok(award_run_dates(town->context, NULL));
            assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
        }
        town_tie(town, story.alice, "core@example.org");
        town_follow_up(town);
        certificate = history(town, story.alice, &lines);
        assert_true(certificate.issued && text_equal(certificate.number, story.number));
        assert_int_equal(certificate.revision, 1);
        assert_int_equal(lines.count, late ? 5 : 2);
        town_assert_journal_replays(town);
    }
    town_free(town);
}
BOTH_ENGINES(some_leave_and_come_back_within_thirty_days)

static void after_thirty_days_it_is_withdrawn_and_still_moves_along(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    let_go(town, story.alice, "core@example.org", "released");
    support_set_clock(town->support, "2026-04-20T02:00:00Z");
    int64_t changed;
    town_act_as(town, 0);
    assert_ok(award_run_dates(town->context, &changed));
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
    town_tie(town, story.bob, "core@example.org");
    let_go(town, story.alice, "advanced@example.org", "released");
    town_tie(town, story.bob, "advanced@example.org");
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.bob, "HCIP-Datacom");
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    town_free(town);
}
BOTH_ENGINES(after_thirty_days_it_is_withdrawn_and_still_moves_along)

/* One of its records left, and it was withdrawn. Then she passes that exam once more: it is earned by that, with the days of that, and neither its history nor the letter says that anything came back. */
static void what_was_withdrawn_and_is_earned_by_another_exam_says_so(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines, revisions;
    struct verification verification;
    town_act_as(town, 0);
    let_go(town, story.alice, "core@example.org", "released");
    support_set_clock(town->support, "2026-04-20T02:00:00Z");
    assert_ok(award_run_dates(town->context, NULL));
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").withdrawn);
    town_set_time(town, "2026-06-10T02:00:00Z");
    int64_t again = town_pass(town, "advanced@example.org", "H12-821", "2026-06-05");
    town_follow_up(town);
    struct certificate certificate = history(town, story.alice, &lines);
    const struct certificate_history *turns = lines.items;
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_int_equal(certificate.revision, 2);
    assert_day(certificate.exam_day, "2026-06-05");
    assert_day(certificate.award_day, "2026-06-05");
    assert_day(certificate.issue_day, "2026-06-08");
    assert_day(certificate.expiry_day, "2029-06-04");
    assert_day(certificate.state_day, "2026-06-10");
    assert_text_equal(turns[lines.count - 1].state_before, "withdrawn");
    assert_text_equal(turns[lines.count - 1].reason, "Earned anew, by other exam records.");
    assert_ok(award_revisions_told(town->context, &certificate, &revisions));
    assert_int_equal(revisions.count, 2);
    assert_text_equal(((const struct certificate_revision *)revisions.items)[0].reason, "Earned anew, by other exam records.");
    assert_int_equal(town_letters_about(town, "advanced@example.org", "Your certificate is valid again: HCIP-Datacom"), 1);
    assert_int_equal(town_letters_with(town, "advanced@example.org", "Earned anew, by other exam records\nAwarded on 5 June 2026\nValid through 4 June 2029"), 1);
    assert_int_equal(town_letters_with(town, "advanced@example.org", "This is settled"), 0);
    assert_ok(verify_number(town->context, story.number, &verification));
    assert_true(verification.current);
    assert_day(verification.award_day, "2026-06-05");
    assert_day(verification.issue_day, "2026-06-08");
    assert_int_equal(verification.revision, 2);
    town_assert_in_order(town);

    /* That result is taken away and given back: it is the same exam, whole again. */
    town_correct(town, again, GRADE_PASS, EXAM_REVOKED);
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIP-Datacom").revoked);
    town_correct(town, again, GRADE_PASS, EXAM_FINAL);
    town_follow_up(town);
    certificate = history(town, story.alice, &lines);
    turns = lines.items;
    assert_true(certificate.issued);
    assert_text_equal(turns[lines.count - 1].reason, "What it rests on is complete again.");
    assert_int_equal(town_letters_with(town, "advanced@example.org", "This is settled"), 1);
    town_free(town);
}
BOTH_ENGINES(what_was_withdrawn_and_is_earned_by_another_exam_says_so)

static const struct award_preview_line *line_of(const struct list *lines, const char *certification)
{
    for (size_t i = 0; i < lines->count; i++)
        if (text_is(((const struct award_preview_line *)lines->items)[i].certification, certification)) return (const struct award_preview_line *)lines->items + i;
    return NULL;
}

static void what_would_follow_is_said_beforehand(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    int64_t mailbox;
    assert_ok(intake_mailbox_known(town->context, TEXT("core@example.org"), &mailbox));
    town_act_as(town, story.alice);
    assert_ok(award_preview(town->context, &(struct award_preview){.account = story.alice, .without_mailbox = mailbox}, &lines));
    assert_int_equal(lines.count, 1);
    const struct award_preview_line *line = line_of(&lines, "HCIP-Datacom");
    assert_true(line->suspended && !line->earned && text_equal(line->number, story.number));
    /* It stays as it is where nothing of hers leaves. */
    assert_ok(award_preview(town->context, &(struct award_preview){.account = story.alice, .without_record = story.core}, &lines));
    assert_int_equal(lines.count, 0);
    /* Into an account with the half of an HCIE that Alice lacks the other half of. */
    town_tie(town, story.bob, "lab@example.org");
    town_tie(town, story.alice, "written@example.org");
    town_pass(town, "lab@example.org", "H12-892", "2026-03-05");
    town_pass(town, "written@example.org", "H12-891", "2026-03-04");
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, story.alice, TEXT(PASSWORD)));
    town_act_as(town, story.bob);
    struct text proof;
    int64_t other;
    assert_ok(association_merge_prove(town->context, TEXT("alice"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    assert_ok(award_preview(town->context, &(struct award_preview){.account = story.bob, .merge_proof = proof}, &lines));
    assert_true(line_of(&lines, "HCIE-Datacom")->earned);
    assert_true(line_of(&lines, "HCIP-Datacom")->moved);
    assert_refused("audit.not_allowed", award_preview(town->context, &(struct award_preview){.account = story.alice}, &lines));
    town_free(town);
}
BOTH_ENGINES(what_would_follow_is_said_beforehand)

/* Its records went to two accounts, which are one again: it comes back under its number, from a third. */
static void what_a_third_account_had_comes_along_with_a_merge(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    struct text proof;
    int64_t other, merge, carol = town_account(town, "carol", "carol@example.org", "Alice Wu");
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, carol, TEXT(PASSWORD)));
    let_go(town, story.alice, "core@example.org", "released");
    let_go(town, story.alice, "advanced@example.org", "released");
    town_tie(town, story.bob, "core@example.org");
    town_tie(town, carol, "advanced@example.org");
    town_follow_up(town);
    town_act_as(town, story.bob);
    assert_ok(association_merge_prove(town->context, TEXT("carol"), TEXT(PASSWORD), TEXT(""), &proof, &other));
    assert_ok(award_preview(town->context, &(struct award_preview){.account = story.bob, .merge_proof = proof}, &lines));
    const struct award_preview_line *line = line_of(&lines, "HCIP-Datacom");
    assert_true(line->moved && line->back && !line->earned && text_equal(line->number, story.number));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    struct certificate certificate = town_certificate(town, story.bob, "HCIP-Datacom");
    assert_true(certificate.issued && text_equal(certificate.number, story.number));
    assert_false(town_has_certificate(town, story.alice, "HCIP-Datacom"));
    town_free(town);
}
BOTH_ENGINES(what_a_third_account_had_comes_along_with_a_merge)

static enum result tie_solo(struct context *context, void *data)
{
    const struct letting_go *wish = data;
    bool made;
    int64_t records;
    TRY(association_tie(context, (struct association_thing){.record = wish->record}, wish->account, "score-report", 0, &made, &records));
    assert_true(made);
    return RESULT_OK;
}

/* A single record that is let go falls to the account that has its mailbox: the certificate goes with it, or is withdrawn where that one has another. */
static void a_single_record_falls_to_its_mailbox(enum database_engine engine)
{
    struct story story = begin(engine);
    struct town *town = story.town;
    struct list lines;
    struct letting_go wish = {.account = story.alice, .means = "released"};
    wish.record = town_pass(town, "solo@example.org", "H12-711", "2026-03-04");
    assert_ok(database_transaction(town->context, tie_solo, &wish));
    town_tie(town, story.bob, "solo@example.org");
    town_follow_up(town);
    struct text number = text_copy(town->context->arena, town_certificate(town, story.alice, "HCIA-Security").number);
    town_act_as(town, 0); /* staff: its holder is not told of other accounts (what_would_follow_tells_nothing_of_other_accounts) */
    assert_ok(award_preview(town->context, &(struct award_preview){.account = story.alice, .without_record = wish.record}, &lines));
    assert_int_equal(lines.count, 1);
    assert_true(line_of(&lines, "HCIA-Security")->gone && !line_of(&lines, "HCIA-Security")->suspended);
    town_tie(town, story.bob, "more@example.org");
    int64_t more = town_pass(town, "more@example.org", "H12-711", "2026-03-05");
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(award_preview(town->context, &(struct award_preview){.account = story.alice, .without_record = wish.record}, &lines));
    assert_int_equal(lines.count, 1);
    assert_true(line_of(&lines, "HCIA-Security")->joined && !line_of(&lines, "HCIA-Security")->gone);
    town_correct(town, more, GRADE_FAIL, EXAM_FINAL);
    town_follow_up(town);
    assert_true(town_certificate(town, story.bob, "HCIA-Security").revoked);
    assert_ok(database_transaction(town->context, untie, &wish));
    town_follow_up(town);
    assert_true(town_certificate(town, story.alice, "HCIA-Security").withdrawn); /* as was said: he has one, though it is revoked, and that one counts again */
    assert_true(town_certificate(town, story.bob, "HCIA-Security").issued && !text_equal(town_certificate(town, story.bob, "HCIA-Security").number, number));
    town_free(town);
}
BOTH_ENGINES(a_single_record_falls_to_its_mailbox)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(when_all_records_move_it_moves_along),
        ON_BOTH(moved_in_one_act_it_is_never_suspended),
        cmocka_unit_test(what_is_fetched_is_suspended_by_nobody),
        ON_BOTH(what_waits_to_be_evaluated_draws_no_second_number),
        ON_BOTH(what_waits_to_be_evaluated_fetches_nothing_that_left_by_force),
        ON_BOTH(what_the_provider_puts_under_another_mailbox_takes_it_along), ON_BOTH(where_the_other_account_has_one_it_is_withdrawn_and_comes_back),
        ON_BOTH(what_was_joined_moves_along_with_its_records),
        ON_BOTH(what_was_joined_stays_where_its_records_had_to_leave),
        ON_BOTH(what_left_by_force_is_withdrawn_at_once_and_never_moves),
        ON_BOTH(what_is_withdrawn_is_not_suspended_when_the_record_leaves_another_account_too),
        ON_BOTH(once_the_force_is_undone_it_is_forgotten),
        ON_BOTH(what_is_withdrawn_is_not_suspended_by_a_hold),
        ON_BOTH(what_would_follow_is_said_beforehand),
        ON_BOTH(what_a_third_account_had_comes_along_with_a_merge),
        ON_BOTH(a_single_record_falls_to_its_mailbox),
        ON_BOTH(some_leave_and_come_back_within_thirty_days),
        ON_BOTH(after_thirty_days_it_is_withdrawn_and_still_moves_along),
        ON_BOTH(what_was_withdrawn_and_is_earned_by_another_exam_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
