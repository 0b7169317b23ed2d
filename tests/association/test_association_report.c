/* Association by score report, a lost mailbox, and the question where an exam is (SPEC 5.2, 5.4), as the people in it live them. */
#include "award/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "association/association_merge.h"
#include "association/association_rules.h"
#include "association/association_tie.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "association/association_unbinding_store.h"
#include "case/case.h"
#include "case/case_evidence.h"

#define NOW "2026-02-16T02:00:00Z" /* Monday 10:00 in Shenzhen */

struct desk {
    struct town *town;
    int64_t alice, bob, rita, rolf; /* rita and rolf are of the staff */
    int64_t record;                 /* alice's exam, booked under lost@work.example */
    struct association_report report;
};

static struct desk open_desk(enum database_engine engine, const char *now)
{
    struct desk desk = {.town = town_new(engine, now, NULL)};
    struct town *town = desk.town;
    desk.alice = town_account(town, "alice", "alice@example.org", "Wei Zhang");
    desk.bob = town_account(town, "bob", "bob@example.org", "Bob Li");
    desk.rita = town_account(town, "rita", "rita@body.example", "Rita");
    desk.rolf = town_account(town, "rolf", "rolf@body.example", "Rolf");
    town_tie(town, desk.alice, "alice@example.org");
    town_tie(town, desk.bob, "bob@example.org");
    desk.record = town_pass(town, "lost@work.example", "H12-811", "2026-02-13");
    town_follow_up(town);
    desk.report = (struct association_report){TEXT("pearson-vue"), TEXT("H12-811"), {0}, TEXT("R1"), TEXT("Zhang"), TEXT("")};
    assert_true(day_parse(TEXT("2026-02-13"), &desk.report.exam_day));
    town_act_as(town, desk.alice);
    return desk;
}

static struct association_report_answer asked(struct desk *desk)
{
    struct town *town = desk->town;
    struct association_report_answer answer;
    assert_ok(association_ask_by_report(town->context, &desk->report, false, &answer));
    return answer;
}

static enum result ask(struct desk *desk)
{
    struct association_report_answer answer;
    return association_ask_by_report(desk->town->context, &desk->report, false, &answer);
}

static struct text newest_text(struct town *town, const char *mailbox)
{
    return ((const struct mailbox_letter *)town_letters(town, mailbox).items)->text;
}

static int64_t holder_of(struct desk *desk)
{
    struct town *town = desk->town;
    int64_t holder;
    assert_ok(association_holder(town->context, (struct association_thing){.record = desk->record}, &holder));
    return holder;
}

/* --- By score report --- */

/* Not told to come back on the working day after it: there is no such report. By the day alone, whether there is a record or not; the day is that of the site, which may be ahead of the body's. */
static void a_day_that_has_not_come_is_refused(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-13T09:00:00Z"); /* 17:00 in Shenzhen, 23:00 on Kiribati */
    struct town *town = desk.town;
    for (int known = 0; known < 2; known++) {
        desk.report.registration_id = known ? TEXT("R1") : TEXT("R999");
        assert_true(day_parse(TEXT("2026-02-14"), &desk.report.exam_day));
        town_set_time(town, "2026-02-13T09:59:59Z");
        assert_refused("association.report_future", ask(&desk));
        town_set_time(town, "2026-02-13T10:00:00Z");
        assert_true(asked(&desk).too_early);
        assert_true(day_parse(TEXT("2027-02-13"), &desk.report.exam_day));
        assert_refused("association.report_future", ask(&desk));
    }
    assert_int_equal(town_count(town, "requests"), 0);
    town_free(town);
}
BOTH_ENGINES(a_day_that_has_not_come_is_refused)

/* The Saturday before the Spring Festival is a working day, made up for the holiday. */
static void an_exam_on_friday_opens_on_the_make_up_saturday(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-13T09:00:00Z");
    struct town *town = desk.town;
    struct association_report_answer answer = asked(&desk);
    assert_true(answer.too_early && !answer.asked && !answer.provisional);
    assert_text_equal(day_text(town->context->arena, answer.opens), "2026-02-14");
    /* By the day alone: a report that nobody has is told the same. */
    struct association_report mine = desk.report;
    desk.report.registration_id = TEXT("R999");
    struct association_report_answer other = asked(&desk);
    assert_memory_equal(&other, &answer, sizeof answer);
    desk.report = mine;

    town_set_time(town, "2026-02-13T15:59:59Z");
    assert_true(asked(&desk).too_early);
    assert_int_equal(town_count(town, "requests"), 0);
    town_set_time(town, "2026-02-13T16:00:00Z"); /* 00:00 in Shenzhen */
    answer = asked(&desk);
    assert_true(answer.asked && !answer.too_early && !answer.no_mailbox && !answer.taken);
    assert_text_equal(answer.mailbox, "l••••@w••••.example");

    struct text token = town_token(town, "lost@work.example");
    struct association_request request;
    assert_ok(association_by_token(town->context, token, &request));
    assert_true(request.mine && request.open && request.of_score_report && request.of_record);
    assert_int_equal(request.id, answer.request);
    assert_text_equal(request.address, "l••••@w••••.example");
    assert_text_equal(request.registration_id, "R1");
    town_act_as(town, desk.bob);
    int64_t records;
    assert_refused("association.not_yours", association_complete(town->context, 0, token, TEXT(""), &records));
    town_act_as(town, desk.alice);
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(records, 1);
    assert_refused("association.record_already", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_refused("association.record_already", ask(&desk));
    town_follow_up(town);
    assert_true(town_has_certificate(town, desk.alice, "HCIA-Datacom"));

    struct list associations;
    assert_ok(association_list_with_records(town->context, &associations));
    assert_int_equal(associations.count, 2);
    const struct association *single = (const struct association *)associations.items + 1;
    assert_text_equal(single->means, "score-report");
    assert_text_equal(single->means_words, "by score report");
    assert_text_equal(single->address, "l••••@w••••.example");
    assert_text_equal(single->exam_code, "H12-811");
    assert_int_equal(single->held.count, 1);
    assert_int_equal(((const struct association *)associations.items)->held.count, 0);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(an_exam_on_friday_opens_on_the_make_up_saturday)

STATEMENT(number_report, NULL, "UPDATE exam_record SET validation_id = $2 WHERE id = $1");

static void assert_told_nothing(struct town *town, const struct association_report *wrong)
{
    struct association_report_answer answer, nothing = {.opens = NO_DAY};
    enum result result = association_ask_by_report(town->context, wrong, true, &answer);
    struct text text = error_text(town->context->arena, &town->context->error);
    assert_true(text_starts_with(text, "This does not agree with any exam record that we have."));
    /* The field that is empty is pointed at, whether the record has a validation number or not. */
    if (text_empty(wrong->validation_id)) assert_string_equal(town->context->error.field, "validation_id");
    else assert_null(town->context->error.field);
    assert_refused("association.report", result);
    assert_memory_equal(&answer, &nothing, sizeof answer);
}

static void whatever_is_wrong_the_answer_is_the_same(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t letters = town_count(town, "letters"), acts = town_count(town, "acts");
    const struct association_report right = desk.report;
    struct association_report wrong[] = {right, right, right, right, right, right, right};
    wrong[0].provider = TEXT("prometric");
    wrong[1].exam_code = TEXT("H12-821");
    wrong[2].exam_code = TEXT("no such exam");
    wrong[3].exam_day.number--;
    wrong[4].registration_id = TEXT("R2"), wrong[4].validation_id = TEXT("V1");
    wrong[5].candidate = TEXT("Zhao");
    wrong[6].candidate = TEXT("");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_told_nothing(town, &wrong[i]);
    /* All is right but the validation number: another one, or none. */
    assert_ok(database_run(town->context, &number_report, PARAMETERS(desk.record, "000123456"), NULL));
    struct association_report validated = right;
    town_act_as(town, desk.bob);
    assert_told_nothing(town, &validated);
    validated.validation_id = TEXT("000123457");
    assert_told_nothing(town, &validated);
    town_act_as(town, desk.alice);
    assert_ok(database_run(town->context, &number_report, PARAMETERS(desk.record, ""), NULL));
    assert_int_equal(town_count(town, "letters"), letters);
    assert_int_equal(town_count(town, "acts"), acts);
    assert_int_equal(town_count(town, "requests"), 0);
    /* As people type it. */
    desk.report = right;
    desk.report.exam_code = TEXT(" H12-811_V1.0-ENU");
    desk.report.candidate = TEXT("  zHANG ");
    assert_true(asked(&desk).asked);
    desk.report.candidate = TEXT("张");
    assert_true(asked(&desk).asked);
    desk.report.candidate = TEXT("c1");
    assert_true(asked(&desk).asked);
    town_free(town);
}
BOTH_ENGINES(whatever_is_wrong_the_answer_is_the_same)

static void nobody_tries_for_long(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    /* One account. */
    for (int i = 0; i < 10; i++) {
        desk.report.registration_id = text_printf(town->context->arena, "X%d", i);
        assert_refused("association.report", ask(&desk));
    }
    assert_refused("audit.too_often", ask(&desk));
    /* One registration ID, whether there is such a record or not, whoever asks. */
    static const char *const ids[] = {"R1", "R777"};
    for (int k = 0; k < 2; k++) {
        desk.report.registration_id = text_of(ids[k]);
        desk.report.candidate = TEXT("guess");
        for (int i = 0; i < 50; i++) {
            town_act_as(town, town_account(town, text_printf(town->context->arena, "guesser%d-%d", k, i).bytes, "g@example.org", "G"));
            assert_refused("association.report", ask(&desk));
        }
        town_act_as(town, desk.bob);
        assert_refused("audit.too_often", ask(&desk));
    }
    /* One network. */
    for (int i = 0; i < 31; i++) {
        town_act_as(town, town_account(town, text_printf(town->context->arena, "neighbour%d", i).bytes, "n@example.org", "N"));
        town->context->actor.network = TEXT("192.0.2.7");
        desk.report.registration_id = text_printf(town->context->arena, "Y%d", i);
        assert_refused(i < 30 ? "association.report" : "audit.too_often", ask(&desk));
    }
    town_free(town);
}
BOTH_ENGINES(nobody_tries_for_long)

static void what_is_in_another_account_says_so(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    town_tie(town, desk.bob, "lost@work.example");
    int64_t letters = town_count(town, "letters");
    struct association_report_answer answer = asked(&desk);
    assert_true(answer.taken && !answer.asked);
    assert_text_equal(answer.mailbox, "l••••@w••••.example");
    assert_int_equal(town_count(town, "letters"), letters);
    assert_int_equal(town_count(town, "requests"), 0);
    assert_ok(association_ask_by_report(town->context, &desk.report, true, &answer)); /* after OK its owner is told */
    assert_true(answer.taken);
    const struct mailbox_letter *letter = town_letters(town, "lost@work.example").items;
    assert_true(text_find(letter->text, "alice") < letter->text.length && text_find(letter->text, "R1") < letter->text.length);
    town_free(town);
}
BOTH_ENGINES(what_is_in_another_account_says_so)

/* SPEC 13.4: also where the limits are reached meanwhile. */
static void a_form_sent_again_is_answered_whatever_the_limits_say(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct text masked = TEXT("");
    for (int i = 0; i < 2; i++) {
        town_send_form(town, "form");
        struct association_report_answer answer = asked(&desk);
        assert_true(answer.asked);
        assert_int_equal(town->context->once.replayed, i == 1);
        if (i) assert_text_equal(answer.mailbox, text_string(town->context->arena, masked));
        masked = answer.mailbox;
        town_send_form(town, NULL);
        struct text of_hers = desk.report.registration_id;
        for (int k = 0; !i && k < 9; k++) {
            desk.report.registration_id = text_printf(town->context->arena, "X%d", k);
            assert_refused("association.report", ask(&desk));
        }
        desk.report.registration_id = of_hers;
        if (!i) assert_refused("audit.too_often", ask(&desk));
    }
    town_send_form(town, "another");
    assert_refused("audit.too_often", ask(&desk));
    /* A dispute by a letter in the mailbox, from one network. */
    int64_t records;
    town_send_form(town, NULL);
    town_act_as(town, desk.bob);
    struct text token = town_ask(town, "shared@example.org");
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    for (int i = 0; i < 2; i++) {
        town->context->actor = (struct actor){.kind = ACTOR_NOBODY, .network = TEXT("192.0.2.9")};
        town_send_form(town, "dispute");
        assert_ok(association_dispute(town->context, token, TEXT("shared@example.org")));
        assert_int_equal(town->context->once.replayed, i == 1);
        town_send_form(town, NULL);
        while (!i && association_dispute(town->context, TEXT("AAAAAAAAAAAAAAAAAAAAAA"), TEXT("x@example.org")) == RESULT_REFUSED && strcmp(town->context->error.code, "audit.too_often") != 0) error_clear(&town->context->error);
        error_clear(&town->context->error);
    }
    town_free(town);
}
BOTH_ENGINES(a_form_sent_again_is_answered_whatever_the_limits_say)

static void a_form_sent_again_gets_the_first_answer_again(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_report_answer answers[2];
    for (int i = 0; i < 2; i++) {
        town->context->once.key = TEXT("form-1");
        town->context->once.replayed = false;
        answers[i] = asked(&desk);
    }
    assert_int_equal(answers[0].request, answers[1].request);
    assert_text_equal(answers[1].mailbox, "l••••@w••••.example");
    assert_true(answers[1].asked);
    assert_int_equal(town_count(town, "requests"), 1);
    assert_int_equal(town_letters(town, "lost@work.example").count, 1);
    town_free(town);
}
BOTH_ENGINES(a_form_sent_again_gets_the_first_answer_again)

static void who_comes_second_is_too_late(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    asked(&desk);
    struct text hers = town_token(town, "lost@work.example");
    town_act_as(town, desk.bob);
    asked(&desk);
    struct text his = town_token(town, "lost@work.example");
    int64_t records;
    assert_ok(association_complete(town->context, 0, his, TEXT(""), &records));
    town_act_as(town, desk.alice);
    assert_refused("association.record_taken", association_complete(town->context, 0, hers, TEXT(""), &records));
    assert_refused("association.record_taken", association_complete(town->context, 0, hers, TEXT(""), &records));
    assert_int_equal(town_count(town, "too late"), 1);
    /* The whole mailbox still can be hers; the single record stays where it is. */
    assert_ok(association_complete(town->context, 0, town_ask(town, "lost@work.example"), TEXT(""), &records));
    assert_int_equal(records, 0);
    assert_refused("association.completed_already", association_disown(town->context, his, TEXT("lost@work.example")));
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(who_comes_second_is_too_late)

/* What had to leave an account is not brought back by the same sheet of paper, but a decision can be asked for with it. */
static void a_bar_is_not_lifted_by_a_score_report(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_thing record = {.record = desk.record};
    int64_t records;
    bool made;
    asked(&desk);
    struct text before = town_token(town, "lost@work.example");
    assert_ok(association_untie(town->context, record, desk.alice, "forced", 0, &made, &records));
    assert_true(made);
    assert_refused("association.record_taken", association_complete(town->context, 0, before, TEXT(""), &records));
    size_t letters = town_letters(town, "lost@work.example").count;
    struct association_report_answer answer = asked(&desk);
    assert_true(answer.barred && !answer.asked && !answer.taken && answer.request);
    assert_int_equal(town_letters(town, "lost@work.example").count, letters);
    assert_int_equal(town_count(town, "held"), 0);
    town_act_as(town, desk.bob); /* others may */
    asked(&desk);
    assert_ok(association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records));
    assert_int_equal(records, 1);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_bar_is_not_lifted_by_a_score_report)

/* Due process: he asks, whoever reads the mailbox is told and can object, and after the cooling-off it is decided; then the bar is gone. */
static void a_bar_is_lifted_by_a_decision(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_thing record = {.record = desk.record};
    int64_t records, holder;
    bool made, effective;
    asked(&desk);
    assert_ok(association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records));
    assert_ok(association_untie(town->context, record, desk.alice, "forced", 0, &made, &records));
    int64_t asked_by = asked(&desk).request;
    struct association_request request;
    assert_ok(association_request_of(town->context, asked_by, &request));
    assert_true(request.barred && request.open && text_empty(request.letter_address));
    size_t letters = town_letters(town, "lost@work.example").count;
    struct text number;
    const struct case_evidence evidence = {.name = TEXT("report.pdf"), .media = "application/pdf", .content = {(const unsigned char *)"%PDF-1.4 %%EOF", 14}};
    assert_ok(association_ask_lost_mailbox(town->context, asked_by, TEXT("It was taken from me by mistake."), &evidence, 1, &number));
    assert_int_equal(town_letters(town, "lost@work.example").count, letters + 1);
    struct case_view view;
    assert_ok(case_read(town->context, number, &view));
    /* As long as it is open he is told of it, and cannot ask for the same once more. */
    struct list open;
    assert_ok(association_lost_cases(town->context, &open));
    assert_int_equal(open.count, 1);
    const struct association_lost_case *one = open.items;
    assert_text_equal(one->case_number, text_string(town->context->arena, number));
    assert_text_equal(one->exam_code, "H12-811");
    assert_true(one->record_id == desk.record && one->opened.microseconds == view.opened.microseconds && one->ready.number == view.not_before.number);
    struct text another;
    assert_refused("case.open_already", association_ask_lost_mailbox(town->context, asked(&desk).request, TEXT("Once more."), &evidence, 1, &another));
    town_act_as(town, desk.bob);
    assert_ok(association_lost_cases(town->context, &open));
    assert_int_equal(open.count, 0);
    town_set_time(town, "2026-04-20T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    struct association_lost_mailbox lost;
    assert_ok(association_lost_mailbox(town->context, view.id, &lost));
    assert_true(instant_is(lost.forced)); /* who decides sees it */
    assert_ok(association_decide_lost_mailbox(town->context, view.id, true, TEXT("The score report is his."), &effective));
    assert_true(effective);
    assert_ok(association_holder(town->context, record, &holder));
    assert_int_equal(holder, desk.alice);
    town_act_as(town, desk.alice);
    assert_ok(association_lost_cases(town->context, &open));
    assert_int_equal(open.count, 0);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_bar_is_lifted_by_a_decision)

STATEMENT(move_record, NULL, "UPDATE exam_record SET mailbox_id = $2 WHERE id = $1");

static void a_letter_to_the_former_mailbox_proves_nothing(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t mailbox, records;
    asked(&desk);
    struct text token = town_token(town, "lost@work.example");
    assert_ok(intake_mailbox_known(town->context, TEXT("bob@example.org"), &mailbox));
    assert_ok(database_run(town->context, &move_record, PARAMETERS(desk.record, mailbox), NULL));
    assert_refused("association.record_taken", association_complete(town->context, 0, token, TEXT(""), &records));
    assert_int_equal(town_count(town, "too late"), 1);
    assert_int_equal(town_count(town, "held"), 0);
    town_free(town);
}
BOTH_ENGINES(a_letter_to_the_former_mailbox_proves_nothing)

/* --- A dispute --- */

static void whoever_reads_the_mailbox_disputes_it(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-09T02:00:00Z");
    struct town *town = desk.town;
    town_tie(town, desk.bob, "lost@work.example");
    town_follow_up(town);
    town_act_as(town, desk.alice);
    bool associated;
    int64_t records;
    assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
    assert_true(associated);
    assert_int_equal(town_letters_with(town, "lost@work.example", "let it go within 5 working days"), 1);
    struct text token = town_token(town, "lost@work.example");
    struct association_request request;
    assert_ok(association_by_token(town->context, token, &request));
    assert_true(request.mine && request.open && request.of_dispute && !request.of_record);
    assert_int_equal(association_complete(town->context, 0, token, TEXT(""), &records), RESULT_NONE);
    assert_int_equal(records, 0);
    struct list unbindings;
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 1);
    const struct unbinding_view *unbinding = unbindings.items;
    assert_true(unbinding->running && unbinding->by_owner && !unbinding->of_record);
    assert_int_equal(town_count(town, "held"), 1);
    /* Nobody answers: on the fifth working day, the made-up Saturday, it comes to her. */
    town_set_time(town, "2026-02-13T16:00:00Z");
    town_act_as(town, desk.alice);
    struct list associations;
    assert_ok(association_list_with_records(town->context, &associations));
    assert_int_equal(associations.count, 2);
    assert_text_equal(((const struct association *)associations.items)[1].means_words, "from an account that it did not belong to");
    town_assert_journal_replays(town);

    /* What nobody has needs no dispute: it is an ordinary wish. */
    assert_ok(association_ask(town->context, TEXT("free@work.example"), ASSOCIATION_DISPUTE, false, &associated));
    assert_false(associated);
    assert_ok(association_complete(town->context, 0, town_token(town, "free@work.example"), TEXT(""), &records));
    town_free(town);
}
BOTH_ENGINES(whoever_reads_the_mailbox_disputes_it)

/* What another node does at the moment at which an unbinding is about to be opened: its holder lets the mailbox go. */
static struct letting_go {
    struct context *context; /* NULL: nothing, or it is done */
    struct association_thing thing;
    int64_t holder;
} letting_go;

static enum result let_it_go(struct context *context, void *data)
{
    bool made;
    int64_t records;
    (void)data;
    return association_untie(context, letting_go.thing, letting_go.holder, "released", 0, &made, &records);
}

enum result __wrap_unbinding_store_thing(struct context *context, int64_t mailbox, int64_t record, struct unbinding_thing *thing);
enum result __real_unbinding_store_thing(struct context *context, int64_t mailbox, int64_t record, struct unbinding_thing *thing);
enum result __wrap_unbinding_store_thing(struct context *context, int64_t mailbox, int64_t record, struct unbinding_thing *thing)
{
    struct context *other = letting_go.context;
    letting_go.context = NULL;
    if (other) TRY(database_transaction(other, let_it_go, NULL));
    return __real_unbinding_store_thing(context, mailbox, record, thing);
}

/* On PostgreSQL. Whoever has shown that he reads it gets it at once. */
static void what_is_let_go_while_it_is_disputed_comes_to_who_disputes_it(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    struct desk desk = open_desk(DATABASE_POSTGRESQL, NOW);
    struct town *town = desk.town;
    bool associated;
    int64_t records, holder;
    struct association_thing thing = {0};
    town_tie(town, desk.bob, "lost@work.example");
    town_follow_up(town);
    town_act_as(town, desk.alice);
    assert_ok(intake_mailbox_known(town->context, TEXT("lost@work.example"), &thing.mailbox));
    assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
    struct text token = town_token(town, "lost@work.example");
    letting_go = (struct letting_go){town_second(town, desk.bob), thing, desk.bob};
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_null(letting_go.context);
    assert_int_equal(records, 1);
    assert_ok(association_holder(town->context, thing, &holder));
    assert_int_equal(holder, desk.alice);
    town_follow_up(town);
    town_assert_journal_replays(town);
    town_free(town);
}

/* The other way round: nobody has it when it is looked at, and another account comes to it before it is tied. */
static struct coming {
    struct context *context; /* NULL: nothing, or it is done */
    struct association_thing thing;
    int64_t account;
} coming;

enum result __wrap_association_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records);
enum result __real_association_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records);

static enum result come_to_it(struct context *context, void *data)
{
    bool made;
    int64_t records;
    (void)data;
    return __real_association_tie(context, coming.thing, coming.account, coming.thing.record ? "score-report" : "code", 0, &made, &records);
}

enum result __wrap_association_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records)
{
    struct context *other = coming.context;
    coming.context = NULL;
    if (other) TRY(database_transaction(other, come_to_it, NULL));
    return __real_association_tie(context, thing, account, means, request, made, records);
}

/* On PostgreSQL. It is another's then, as if that one had come a moment before, and is unbound in its time: the mailbox, or the single record. */
static void what_comes_to_another_while_it_is_disputed_is_unbound(void **state)
{
    (void)state;
    support_skip_without_postgresql();
    for (int single = 0; single < 2; single++) {
        struct desk desk = open_desk(DATABASE_POSTGRESQL, NOW);
        struct town *town = desk.town;
        struct association_report_answer answer;
        struct list unbindings;
        bool associated, made;
        int64_t records, carl = town_account(town, "carl", "carl@example.org", "Carl");
        struct association_thing thing = {.record = single ? desk.record : 0};
        if (!single) assert_ok(intake_mailbox_known(town->context, TEXT("lost@work.example"), &thing.mailbox));
        desk.report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
        assert_ok(association_tie(town->context, thing, desk.bob, single ? "score-report" : "code", 0, &made, &records));
        town_follow_up(town);
        town_act_as(town, desk.alice);
        assert_ok(single ? association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_DISPUTES, &answer)
                         : association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
        assert_ok(association_untie(town->context, thing, desk.bob, "released", 0, &made, &records));
        coming = (struct coming){town_second(town, carl), thing, carl};
        assert_int_equal(association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records), RESULT_NONE);
        assert_null(coming.context);
        assert_int_equal(town_count(town, "too late"), 0);
        assert_int_equal(holder_of(&desk), carl);
        town_act_as(town, carl);
        assert_ok(unbinding_list_own(town->context, &unbindings));
        assert_int_equal(unbindings.count, 1);
        assert_true(((const struct unbinding_view *)unbindings.items)->running);
        town_set_time(town, "2026-03-09T02:00:00Z");
        assert_int_equal(holder_of(&desk), desk.alice);
        town_assert_journal_replays(town);
        town_free(town);
    }
}

/* Carl, who is about to claim a mailbox of Bob's that Alice has claimed already. */
static void act_as_the_second(struct desk *desk)
{
    struct town *town = desk->town;
    int64_t carl = town_account(town, "carl", "carl@example.org", "Carl"), records;
    bool associated;
    town_tie(town, carl, "carl@example.org");
    town_tie(town, desk->bob, "lost@work.example");
    town_follow_up(town);
    town_act_as(town, desk->alice);
    assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
    assert_int_equal(association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records), RESULT_NONE);
    town_act_as(town, carl);
}

/* Two read the mailbox, and both say that it is theirs: no day decides between them, so the second has a case of his own, one however often he confirms. */
static void the_second_claimant_has_a_case(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-09T02:00:00Z");
    struct town *town = desk.town;
    int64_t records;
    bool associated;
    act_as_the_second(&desk);
    for (int turn = 0; turn < 2; turn++) {
        assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
        struct text token = town_token(town, "lost@work.example");
        assert_refused("unbinding.claimed_case", association_complete(town->context, 0, token, TEXT(""), &records));
        assert_refused("association.already", association_complete(town->context, 0, token, TEXT(""), &records));
        struct list cases;
        assert_ok(case_list_own(town->context, &cases));
        assert_int_equal(cases.count, 1);
        const struct case_view *view = cases.items;
        assert_true(view->open && view->of_question && day_is(view->due));
        assert_text_equal(view->mailbox, "lost@work.example");
        assert_int_equal(town_letters(town, "carl@example.org").count, 1);
    }
    /* The first claim takes its course meanwhile, as staff see beside the case. */
    town_act_as_staff(town, desk.rita);
    struct list unbindings;
    struct case_filter questions = {.of_kind = true, .kind = CASE_QUESTION};
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    struct unbinding_view first = *(const struct unbinding_view *)unbindings.items;
    assert_text_equal(first.claimant, "alice");
    assert_ok(case_list(town->context, &questions, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    struct case_view second = *(const struct case_view *)unbindings.items;
    assert_text_equal(second.account, "carl");
    /* The one names the other. */
    const char *named = text_printf(town->context->arena, "\"unbinding\":\"%.*s\"", TEXT_ARG(first.case_number)).bytes;
    assert_true(text_find(second.wish, named) < second.wish.length);
    struct list claims;
    assert_ok(case_list(town->context, &(struct case_filter){.about = first.case_id}, 10, &claims));
    assert_int_equal(claims.count, 1);
    assert_int_equal(((const struct case_view *)claims.items)->id, second.id);
    town_free(town);
}
BOTH_ENGINES(the_second_claimant_has_a_case)

/* Whoever has opened as many cases as a day allows has shown it nevertheless. */
static void the_second_claimant_has_a_case_after_many_questions(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-09T02:00:00Z");
    struct town *town = desk.town;
    int64_t records;
    bool associated;
    struct text number;
    act_as_the_second(&desk);
    const struct case_question question = {.words = TEXT("When does my package come?")};
    for (int i = 0; i < 10; i++) assert_ok(case_ask(town->context, &question, &number));
    assert_refused("audit.too_often", case_ask(town->context, &question, &number));
    assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
    assert_refused("unbinding.claimed_case", association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records));
    struct list cases;
    assert_ok(case_list_own(town->context, &cases));
    assert_int_equal(cases.count, 11);
    town_free(town);
}
BOTH_ENGINES(the_second_claimant_has_a_case_after_many_questions)

static size_t open_questions(struct town *town, int64_t clerk, struct case_view *first)
{
    struct list cases;
    town_act_as_staff(town, clerk);
    assert_ok(case_list(town->context, &(struct case_filter){.of_kind = true, .kind = CASE_QUESTION}, 10, &cases));
    if (cases.count) *first = *(const struct case_view *)cases.items;
    return cases.count;
}

/* Staff have looked at the dispute and found for the holder: who asks once more, signed in or not, starts no clock, but has a case. */
static void what_staff_have_decided_no_clock_decides_anew(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-09T02:00:00Z");
    struct town *town = desk.town;
    int64_t records, holder;
    bool associated, effective;
    struct list unbindings;
    struct case_view question;
    struct association_thing mailbox = {0};
    assert_ok(intake_mailbox_known(town->context, TEXT("lost@work.example"), &mailbox.mailbox));
    town_act_as(town, desk.bob);
    struct text of_bob = town_ask(town, "lost@work.example");
    assert_ok(association_complete(town->context, 0, of_bob, TEXT(""), &records));
    town_follow_up(town);
    town_act_as(town, desk.alice);
    assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
    assert_int_equal(association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records), RESULT_NONE);
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    struct unbinding_view decided = *(const struct unbinding_view *)unbindings.items;
    assert_ok(unbinding_decide(town->context, decided.id, false, TEXT("It is Bob's."), &effective));

    for (int turn = 0; turn < 2; turn++) {
        town_act_as(town, desk.alice);
        assert_ok(association_ask(town->context, TEXT("lost@work.example"), ASSOCIATION_DISPUTE, false, &associated));
        assert_refused("unbinding.decided_case", association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records));
        assert_int_equal(open_questions(town, desk.rita, &question), 1);
        assert_text_equal(question.account, "alice");
        const char *named = text_printf(town->context->arena, "\"unbinding\":\"%.*s\"", TEXT_ARG(decided.case_number)).bytes;
        assert_true(text_find(question.wish, named) < question.wish.length);
    }
    for (int turn = 0; turn < 2; turn++) {
        town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
        assert_refused("unbinding.decided_letter", association_dispute(town->context, of_bob, TEXT("lost@work.example")));
        assert_int_equal(open_questions(town, desk.rita, &question), 2);
    }
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 0);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_ok(association_holder(town->context, mailbox, &holder));
    assert_int_equal(holder, desk.bob);
    town_free(town);
}
BOTH_ENGINES(what_staff_have_decided_no_clock_decides_anew)

/* Nor what they have given by a case, also where its account was merged into another since. */
static void what_a_case_has_given_no_clock_takes(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    desk.report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
    int64_t records;
    bool made;
    struct case_view question;
    struct association_report_answer answer;
    struct association_thing record = {.record = desk.record};
    assert_ok(association_tie(town->context, record, desk.rolf, "case", 0, &made, &records));
    assert_ok(association_untie(town->context, record, desk.rolf, "merge", 0, &made, &records));
    assert_ok(association_tie(town->context, record, desk.bob, "merge", 0, &made, &records));
    town_follow_up(town);
    town_act_as(town, desk.alice);
    assert_ok(association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_DISPUTES, &answer));
    assert_true(answer.disputed);
    assert_refused("unbinding.decided_case", association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records));
    assert_int_equal(open_questions(town, desk.rita, &question), 1);
    town_free(town);
}
BOTH_ENGINES(what_a_case_has_given_no_clock_takes)

static void a_score_report_disputes_its_record(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    desk.report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
    town_tie(town, desk.bob, "lost@work.example");
    town_pass(town, "lost@work.example", "H12-821", "2026-02-13");
    town_follow_up(town);
    town_act_as(town, desk.alice);
    struct association_report_answer answer;
    for (int i = 0; i < 2; i++) {
        town->context->once.key = TEXT("form-1");
        town->context->once.replayed = false;
        assert_ok(association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_DISPUTES, &answer));
        assert_true(answer.taken && answer.disputed && !answer.asked && !answer.no_mailbox);
        assert_text_equal(answer.mailbox, "l••••@w••••.example");
    }
    assert_int_equal(town_count(town, "requests"), 1);
    int64_t records;
    struct text token = town_token(town, "lost@work.example");
    assert_int_equal(association_complete(town->context, 0, token, TEXT(""), &records), RESULT_NONE);
    /* Whoever reads the mailbox, and did not confirm it, does not stop it with that letter, nor turn it round, neither before nor after the act: staff do. */
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("association.disputed", association_disown(town->context, token, TEXT("lost@work.example")));
    assert_refused("association.disputed", association_dispute(town->context, token, TEXT("lost@work.example")));
    struct list unbindings;
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    const struct unbinding_view *unbinding = unbindings.items;
    assert_true(unbindings.count == 1 && unbinding->of_record && unbinding->running);
    assert_text_equal(unbinding->registration_id, "R1");
    /* He lets it go himself: only that record leaves. */
    assert_ok(unbinding_let_go(town->context, unbinding->id));
    town_follow_up(town);
    struct list held;
    assert_ok(association_records(town->context, desk.bob, 10, &held));
    assert_int_equal(held.count, 1);
    town_act_as(town, desk.alice);
    assert_ok(association_records(town->context, desk.alice, 10, &held));
    assert_int_equal(held.count, 1);
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("association.disputed", association_disown(town->context, token, TEXT("lost@work.example")));
    assert_refused("association.disputed", association_dispute(town->context, token, TEXT("lost@work.example")));
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_score_report_disputes_its_record)

/* A stranger was quicker: he had read the letter before the owner did. */
static void what_was_done_by_a_letter_is_disputed_by_it(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    town_act_as(town, desk.bob);
    struct text token = town_ask(town, "lost@work.example");
    assert_refused("association.nothing_to_dispute", association_dispute(town->context, token, TEXT("lost@work.example"))); /* not done yet */
    int64_t records;
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    assert_refused("unbinding.own", association_dispute(town->context, token, TEXT("lost@work.example")));
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_refused("association.completed_already", association_disown(town->context, token, TEXT("lost@work.example")));
    assert_refused("association.not_this_mailbox", association_dispute(town->context, token, TEXT(""))); /* a press alone */
    assert_refused("association.unknown", association_dispute(town->context, TEXT("AAAAAAAAAAAAAAAAAAAAAA"), TEXT("lost@work.example")));
    assert_ok(association_dispute(town->context, token, TEXT("Lost@work.example")));
    struct text told = newest_text(town, "lost@work.example"), until = town_in_letter(town, "lost@work.example", "or to object before ");
    assert_true(text_find(told, "It comes into yours by itself if you sign in") < told.length && !text_empty(until));
    size_t letters = town_letters(town, "lost@work.example").count;
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example"))); /* again: the same one goes on, and he is answered */
    assert_int_equal(town_letters(town, "lost@work.example").count, letters + 1);
    struct list unbindings;
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 1);
    /* Staff look at it: then no day is named, neither to him who is not signed in ... */
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_ok(unbinding_pause(town->context, ((const struct unbinding_view *)unbindings.items)->id, TEXT("We look at it.")));
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    told = newest_text(town, "lost@work.example");
    assert_true(text_find(told, "until then everything stays") < told.length && text_find(told, "or to object before") == told.length);
    /* ... nor to him who is: of him it is known to whom it is to come. */
    town_act_as(town, desk.alice);
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    letters = town_letters(town, "alice@example.org").count;
    told = newest_text(town, "alice@example.org");
    assert_true(text_find(told, "The certifying body decides, and you will have a letter") < told.length && text_find(told, "can let it go or object before") == told.length);
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    assert_int_equal(town_letters(town, "alice@example.org").count, letters);
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    told = newest_text(town, "lost@work.example");
    assert_true(text_find(told, "comes into the account that has claimed it") < told.length);
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    assert_text_equal(((const struct unbinding_view *)unbindings.items)->claimant, "alice");
    town_free(town);
}
BOTH_ENGINES(what_was_done_by_a_letter_is_disputed_by_it)

/* Bob has brought in a mailbox that is another's, and who reads it has disputed that by the letter, in Chinese, without an account. */
static int64_t disputed_by_letter(struct desk *desk)
{
    struct town *town = desk->town;
    int64_t records;
    struct list unbindings;
    town_act_as(town, desk->bob);
    struct text token = town_ask(town, "lost@work.example");
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    town->context->language = "zh_CN";
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    town->context->language = "en";
    assert_int_equal(town_letters_with(town, "lost@work.example", "结果将通知到此邮箱"), 1);
    town_act_as_staff(town, desk->rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    return ((const struct unbinding_view *)unbindings.items)->id;
}

/* SPEC 5.8: both sides are told the end, also the one of which nothing is known but the mailbox. */
static void who_disputes_by_a_letter_hears_the_end(enum database_engine engine)
{
    const char *const left = "您提出争议的内容已从该账号移出", *const stays = "您提出争议的内容维持原状", *const back = "您提出争议的内容已恢复到该账号", *const free = "现在不属于任何账号，可以用此邮箱关联";
    for (int ending = 0; ending < 6; ending++) {
        struct desk desk = open_desk(engine, NOW);
        struct town *town = desk.town;
        int64_t id = disputed_by_letter(&desk), records;
        struct association_thing thing = {0};
        bool effective, made;
        assert_ok(intake_mailbox_known(town->context, TEXT("lost@work.example"), &thing.mailbox));
        switch (ending) {
        case 0: /* its day comes, and it is put back later */
            town_set_time(town, "2026-03-09T02:00:00Z");
            assert_int_equal(town_letters_about(town, "lost@work.example", left), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", free), 1);
            town_act_as_staff(town, desk.rita);
            assert_ok(unbinding_undo(town->context, id, TEXT("It was his after all."), &effective));
            assert_int_equal(town_letters_about(town, "lost@work.example", back), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", "It was his after all."), 1);
            break;
        case 1: /* staff find for the holder, and have stopped the clock before */
            assert_ok(unbinding_pause(town->context, id, TEXT("We ask the provider.")));
            assert_int_equal(town_letters_about(town, "lost@work.example", "您提出争议的内容正在审核中"), 1);
            assert_ok(unbinding_resume(town->context, id, TEXT("It has answered.")));
            assert_int_equal(town_letters_about(town, "lost@work.example", "您提出争议的内容有了新的日期"), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", "We ask the provider."), 0);
            assert_ok(unbinding_decide(town->context, id, false, TEXT("The passport shows that it is his."), &effective));
            assert_int_equal(town_letters_about(town, "lost@work.example", stays), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", "The passport shows that it is his."), 1);
            break;
        case 2: /* the holder lets it go, and the mailbox can be associated from then on */
            town_act_as(town, desk.bob);
            assert_ok(unbinding_let_go(town->context, id));
            assert_int_equal(town_letters_about(town, "lost@work.example", left), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", free), 1);
            town_act_as(town, desk.alice);
            assert_ok(association_complete(town->context, 0, town_ask(town, "lost@work.example"), TEXT(""), &records));
            assert_int_equal(records, 1);
            break;
        case 3: /* or lets it go as he does with any mailbox */
            assert_ok(association_untie(town->context, thing, desk.bob, "released", 0, &made, &records));
            town_follow_up(town);
            assert_int_equal(town_letters_about(town, "lost@work.example", left), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", free), 1);
            break;
        case 4: /* its owner disputes it with his account, too, and gets it; also who reads the mailbox is told */
            town_act_as(town, desk.alice);
            assert_ok(association_dispute(town->context, town_token(town, "lost@work.example"), TEXT("lost@work.example")));
            town_set_time(town, "2026-03-09T02:00:00Z");
            assert_int_equal(town_letters_about(town, "lost@work.example", left), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", "如果那不是您的账号，请向我们咨询"), 1);
            break;
        default: /* and somebody else has it before it can be told */
            assert_ok(association_untie(town->context, thing, desk.bob, "released", 0, &made, &records));
            assert_ok(association_tie(town->context, thing, desk.alice, "mailbox", 0, &made, &records));
            town_follow_up(town);
            assert_int_equal(town_letters_about(town, "lost@work.example", left), 1);
            assert_int_equal(town_letters_with(town, "lost@work.example", free), 0);
            assert_int_equal(town_letters_with(town, "lost@work.example", "如果那不是您的账号，请向我们咨询"), 1);
        }
        assert_int_equal(town_letters_with(town, "lost@work.example", "bob@"), 0); /* nothing of who has it */
        town_free(town);
    }
}
BOTH_ENGINES(who_disputes_by_a_letter_hears_the_end)

/* Whoever writes the reason of a decision sees who will read it: of him who is not signed in the mailbox. The holder does not learn which one that is. */
static void staff_see_that_who_disputes_by_a_letter_reads_their_reason(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct list unbindings;
    bool effective;
    int64_t id = disputed_by_letter(&desk);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    const struct unbinding_view *view = unbindings.items;
    assert_text_equal(view->disputed_from, "lost@work.example");
    assert_int_equal(unbinding_decide(town->context, id, false, TEXT(" "), &effective), RESULT_REFUSED);
    assert_string_equal(town->context->error.code, "unbinding.reason_missing");
    assert_null(strstr(town->context->error.english, "the holder reads it"));
    error_clear(&town->context->error);
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 1);
    assert_text_equal(((const struct unbinding_view *)unbindings.items)->disputed_from, "");
    town_free(town);
}
BOTH_ENGINES(staff_see_that_who_disputes_by_a_letter_reads_their_reason)

/* The provider corrects the record's mailbox meanwhile: whose that is has disputed nothing, and reads nothing of it. */
static void who_disputed_a_record_hears_the_end_and_nobody_else(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_report_answer answer;
    struct list unbindings;
    int64_t records, other;
    bool effective;
    desk.report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
    town_act_as(town, desk.bob);
    assert_ok(association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_SAYS_SO, &answer));
    struct text token = town_token(town, "lost@work.example");
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    town_pass(town, "third@work.example", "H12-821", "2026-02-13");
    assert_ok(intake_mailbox_known(town->context, TEXT("third@work.example"), &other));
    assert_ok(database_run(town->context, &move_record, PARAMETERS(desk.record, other), NULL));
    town_follow_up(town);
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    assert_ok(unbinding_decide(town->context, ((const struct unbinding_view *)unbindings.items)->id, true, TEXT("The passport shows that it is not his."), &effective));
    assert_int_equal(town_letters_about(town, "lost@work.example", "What you have disputed has left that account"), 1);
    assert_int_equal(town_letters_with(town, "lost@work.example", "The passport shows that it is not his."), 1);
    assert_int_equal(town_letters_with(town, "lost@work.example", "cannot be associated from this one"), 1); /* it does not hang on it any more */
    assert_int_equal(town_letters_about(town, "third@work.example", "disputed"), 0);
    town_free(town);
}
BOTH_ENGINES(who_disputed_a_record_hears_the_end_and_nobody_else)

/* --- A lost mailbox --- */

static struct case_evidence evidence(void)
{
    static const unsigned char pdf[] = "%PDF-1.4 a score report";
    return (struct case_evidence){.name = TEXT("report.pdf"), .media = "application/pdf", .content = {pdf, sizeof pdf - 1}};
}

static int64_t ask_case(struct desk *desk, int64_t request)
{
    struct town *town = desk->town;
    struct case_evidence piece = evidence();
    struct text number;
    struct case_view view;
    assert_ok(association_ask_lost_mailbox(town->context, request, TEXT("I left that company."), &piece, 1, &number));
    assert_ok(case_read(town->context, number, &view));
    return view.id;
}

static void a_lost_mailbox_is_recovered_by_a_case(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-02-12T02:00:00Z");
    struct town *town = desk.town;
    assert_true(day_parse(TEXT("2026-02-10"), &desk.report.exam_day));
    desk.record = town_pass(town, "lost@work.example", "H12-821", "2026-02-10");
    desk.report.exam_code = TEXT("H12-821");
    desk.report.registration_id = TEXT("R2");
    int64_t request = asked(&desk).request;
    struct text number;
    assert_refused("association.evidence_missing", association_ask_lost_mailbox(town->context, request, TEXT(""), NULL, 0, &number));
    int64_t id = ask_case(&desk, request);
    struct case_evidence piece = evidence();
    assert_refused("case.open_already", association_ask_lost_mailbox(town->context, request, TEXT(""), &piece, 1, &number));

    /* Thursday the 12th, and five working days: 13, 14 (made up), 24, 25, 26; the Spring Festival lies between. */
    struct case_view view;
    assert_ok(case_by_id(town->context, id, &view));
    assert_true(view.of_lost_mailbox && view.cooling && view.evidence_count == 1);
    assert_text_equal(day_text(town->context->arena, view.not_before), "2026-02-26");
    struct text not_me = town_in_letter(town, "lost@work.example", "/not-me#");
    const struct mailbox_letter *notice = town_letters(town, "lost@work.example").items;
    assert_true(text_find(notice->text, "26 February 2026") < notice->text.length && text_find(notice->text, "R2") < notice->text.length);
    /* The notice's link shows that something is asked, and completes nothing. */
    int64_t records;
    assert_refused("association.unknown", association_complete(town->context, 0, not_me, TEXT(""), &records));

    town_act_as_staff(town, desk.rita);
    bool effective;
    struct association_lost_mailbox lost;
    assert_ok(association_lost_mailbox(town->context, id, &lost));
    assert_text_equal(lost.mailbox, "lost@work.example");
    assert_text_equal(lost.last_name, "Zhang");
    assert_text_equal(lost.name_latin, "Wei Zhang");
    assert_text_equal(lost.registration_id, "R2");
    assert_text_equal(lost.holder, "");
    assert_false(lost.objection);
    town_set_time(town, "2026-02-25T15:59:59Z");
    town_act_as_staff(town, desk.rita);
    assert_refused("case.too_early", association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    town_set_time(town, "2026-02-25T16:00:00Z");
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_true(effective);
    town_act_as(town, desk.alice);
    struct list associations;
    assert_ok(association_list_with_records(town->context, &associations));
    assert_int_equal(associations.count, 2);
    assert_text_equal(((const struct association *)associations.items)[1].means, "case");
    notice = town_letters(town, "lost@work.example").items;
    assert_true(text_find(notice->text, "The certifying body has decided so") < notice->text.length);
    assert_true(text_find(notice->text, "/my/exams/report") < notice->text.length);
    assert_refused("association.completed_already", association_disown(town->context, not_me, TEXT("lost@work.example")));
    town_assert_journal_replays(town);
    town_free(town);
}
BOTH_ENGINES(a_lost_mailbox_is_recovered_by_a_case)

/* Meanwhile she has merged the account that asked into another of hers: the record is where she is. */
static void a_lost_mailbox_is_recovered_for_the_account_that_is_left(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t id = ask_case(&desk, asked(&desk).request), left = town_account(town, "alice.new", "alice@new.example", "Wei Zhang"), other, merge, holder, went;
    town_tie(town, left, "alice@new.example");
    town_password(town, desk.alice);
    town_act_as(town, left);
    struct text proof;
    bool effective;
    assert_ok(association_merge_prove(town->context, TEXT("alice"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    town_follow_up(town);
    assert_ok(association_holder(town->context, (struct association_thing){.record = desk.record}, &holder));
    assert_int_equal(holder, left);
    town_assert_in_order(town);
    town_act_as(town, left);
    assert_ok(association_merge_undo(town->context, merge, &went));
    town_follow_up(town);
    assert_ok(association_holder(town->context, (struct association_thing){.record = desk.record}, &holder));
    assert_int_equal(holder, desk.alice);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(a_lost_mailbox_is_recovered_for_the_account_that_is_left)

/* Past the last day that the calendar knows the cooling-off is counted as well as can be, and says so (SPEC 1.2). */
/* What the mail server says has the address in full, which whoever has the score report reads masked: he learns that it was refused, and not where. */
static void a_refused_letter_does_not_tell_the_mailbox_in_the_record(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_request request;
    STATEMENT(test_bounce, NULL, "UPDATE letter_delivery SET state = 3, next_at = NULL, answer = '550 <lost@work.example>: no such user'");
    struct association_report_answer answer = asked(&desk);
    assert_ok(association_request_of(town->context, answer.request, &request));
    assert_false(request.letter_unsent || request.letter_refused);
    assert_ok(database_run(town->context, &test_bounce, NO_PARAMETERS, NULL));
    assert_ok(association_request_of(town->context, answer.request, &request));
    assert_true(request.letter_unsent && request.letter_refused);
    assert_true(text_empty(request.letter_answer));
    assert_true(text_find(request.letter_address, "lost") == request.letter_address.length);
    town_free(town);
}
BOTH_ENGINES(a_refused_letter_does_not_tell_the_mailbox_in_the_record)

static void a_cooling_off_past_the_calendar_is_provisional(enum database_engine engine)
{
    struct desk desk = open_desk(engine, "2026-12-28T02:00:00Z");
    struct town *town = desk.town;
    const char *const later = "the day may become a later one, never an earlier one";
    int64_t id = ask_case(&desk, asked(&desk).request);
    struct case_view view;
    struct list open;
    bool effective;
    assert_ok(case_by_id(town->context, id, &view));
    assert_text_equal(day_text(town->context->arena, view.not_before), "2027-01-04"); /* 29, 30, 31, 1, 4: on the first everybody will be off */
    assert_true(view.cooling && view.cooling_provisional);
    assert_ok(association_lost_cases(town->context, &open));
    assert_true(open.count == 1 && ((const struct association_lost_case *)open.items)->provisional);
    assert_int_equal(town_letters_with(town, "alice@example.org", later), 1);
    assert_int_equal(town_letters_with(town, "lost@work.example", later), 1);
    /* Nothing was learned until the day: what was told holds. */
    town_set_time(town, "2027-01-03T16:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(case_by_id(town->context, id, &view));
    assert_true(view.open && !view.cooling_provisional);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The score report is hers."), &effective));
    assert_true(effective);
    town_free(town);
}
BOTH_ENGINES(a_cooling_off_past_the_calendar_is_provisional)

STATEMENT(moved_in_journal, NULL, "SELECT COUNT(*) FROM audit_journal WHERE act = 'case.not-before' AND subject = 'case_file' AND subject_id = $1 AND actor_kind = 4 AND detail = '{\"day\":\"2026-02-28\"}'");

/* Both who were told another day read it, once; the case and the journal say so, too, and that it was the system's doing. */
static void assert_told_of_the_28th(struct desk *desk, const struct case_view *view)
{
    struct town *town = desk->town;
    struct list entries;
    int64_t older, written;
    size_t moved = 0;
    assert_int_equal(town_letters_about(town, "alice@example.org", "can be decided later than we wrote to you"), 1);
    assert_true(text_find(newest_text(town, "alice@example.org"), "It can be decided from 28 February 2026 on") < newest_text(town, "alice@example.org").length);
    assert_int_equal(town_letters_about(town, "lost@work.example", "it is decided later than we wrote to you"), 1);
    struct text told = newest_text(town, "lost@work.example");
    assert_true(text_find(told, "at the earliest on 28 February 2026") < told.length && text_find(told, "with the link in the letter that came here first") < told.length && text_find(told, "/not-me") == told.length);
    assert_ok(case_entries(town->context, view, 0, &entries, &older));
    for (size_t i = 0; i < entries.count; i++) {
        const struct case_entry_view *entry = (const struct case_entry_view *)entries.items + i;
        if (!entry->moved) continue;
        moved++;
        assert_true(entry->by_system && !entry->resumed && text_empty(entry->text) && entry->until.number == view->not_before.number);
    }
    assert_int_equal(moved, 1);
    assert_ok(database_integer(town->context, &moved_in_journal, PARAMETERS(view->id), &written));
    assert_int_equal(written, 1);
}

/* A calendar that knew weekends only learns of the Spring Festival meanwhile: the other side has its five working days, and nobody's day comes earlier than it was told. */
static void a_cooling_off_is_counted_again(enum database_engine engine)
{
    for (int overtaken = 0; overtaken < 2; overtaken++) {
        struct desk desk = open_desk(engine, NOW);
        struct town *town = desk.town;
        struct case_view view;
        bool effective;
        town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
        town_follow_up(town);
        int64_t id = ask_case(&desk, asked(&desk).request);
        assert_ok(case_by_id(town->context, id, &view));
        assert_text_equal(day_text(town->context->arena, view.not_before), "2026-02-23");
        assert_false(view.cooling_provisional);
        assert_int_equal(town_letters_with(town, "lost@work.example", "never an earlier one"), 0);
        town_load(town, town_catalogue(town, "huawei.txt", NULL, NULL));
        town_follow_up(town);
        if (overtaken) town_forget_due(town); /* who decides is quicker than what is due */
        town_set_time(town, "2026-02-23T02:00:00Z");
        town_act_as_staff(town, desk.rita);
        assert_refused("case.too_early", association_decide_lost_mailbox(town->context, id, true, TEXT("The score report is hers."), &effective));
        assert_ok(case_by_id(town->context, id, &view));
        assert_text_equal(day_text(town->context->arena, view.not_before), "2026-02-28"); /* 24, 25, 26, 27, and 28, a Saturday that is worked on */
        assert_true(view.cooling && view.due.number > view.not_before.number);
        assert_told_of_the_28th(&desk, &view);
        /* The calendar forgets them again: by now the 28th was told. */
        town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
        town_follow_up(town);
        town_act_as_staff(town, desk.rita);
        assert_refused("case.too_early", association_decide_lost_mailbox(town->context, id, true, TEXT("The score report is hers."), &effective));
        assert_told_of_the_28th(&desk, &view);
        town_set_time(town, "2026-02-27T16:00:00Z");
        town_act_as_staff(town, desk.rita);
        assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The score report is hers."), &effective));
        assert_true(effective);
        town_free(town);
    }
}
BOTH_ENGINES(a_cooling_off_is_counted_again)

static void the_old_mailboxs_reader_objects(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t id = ask_case(&desk, asked(&desk).request);
    struct text not_me = town_in_letter(town, "lost@work.example", "/not-me#");
    support_forward(town->support, 3600 * 48);
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    struct association_request seen;
    assert_ok(association_by_token(town->context, not_me, &seen));
    assert_true(seen.open && seen.of_lost_mailbox && !seen.mine && text_empty(seen.registration_id));
    assert_refused("association.not_this_mailbox", association_disown(town->context, not_me, TEXT("alice@example.org")));
    assert_ok(association_disown(town->context, not_me, TEXT("Lost@Work.example")));
    assert_ok(association_disown(town->context, not_me, TEXT("lost@work.example")));
    assert_refused("audit.not_allowed", association_lost_mailbox(town->context, id, &(struct association_lost_mailbox){0}));
    town_act_as_staff(town, desk.rita);
    struct association_lost_mailbox lost;
    assert_ok(association_lost_mailbox(town->context, id, &lost));
    assert_true(lost.objection);
    assert_text_equal(instant_text(town->context->arena, lost.objected), "2026-02-18T02:00:00Z");
    bool effective;
    assert_ok(association_decide_lost_mailbox(town->context, id, false, TEXT("The mailbox's owner objects."), &effective)); /* refusing needs no cooling-off */
    assert_true(effective);
    town_act_as(town, desk.alice);
    assert_true(text_find(town_in_letter(town, "alice@example.org", "The mailbox's owner "), "objects") == 0);
    assert_int_equal(town_count(town, "held"), 0);
    town_free(town);
}
BOTH_ENGINES(the_old_mailboxs_reader_objects)

/* Granted all the same: the asker was told that there is an objection; who objected is told that it was seen, and nothing of what the asker has by it; and the mailbox the asker reads as his pages show it. */
static void who_objected_is_told_what_was_decided(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t id = ask_case(&desk, asked(&desk).request);
    struct case_view view;
    bool effective;
    assert_ok(case_by_id(town->context, id, &view));
    assert_false(instant_is(view.opposed));
    struct text not_me = town_in_letter(town, "lost@work.example", "/not-me#");
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(association_disown(town->context, not_me, TEXT("lost@work.example")));
    town_act_as(town, desk.alice);
    assert_ok(case_by_id(town->context, id, &view));
    assert_true(instant_is(view.opposed) && !view.closed);
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_true(effective);
    struct text told = newest_text(town, "lost@work.example"), own = newest_text(town, "alice@example.org");
    assert_true(text_find(told, "You have objected") < told.length && text_find(told, "My Certificate") == told.length);
    assert_true(text_find(own, "You have objected") == own.length && text_find(own, "My Certificate") < own.length);
    assert_true(text_find(own, "l••••@w••••.example") < own.length && text_find(own, "lost@work.example") == own.length);
    town_free(town);
}
BOTH_ENGINES(who_objected_is_told_what_was_decided)

static void two_of_the_staff_where_the_body_wants_it(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    town_second_person(town, true);
    int64_t id = ask_case(&desk, asked(&desk).request);
    town_set_time(town, "2026-03-02T02:00:00Z");
    bool effective;
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("Genuine."), &effective));
    assert_false(effective);
    assert_int_equal(town_count(town, "held"), 0);
    /* Meanwhile the record came into another account: that one is heard. Two have decided, so its day carries it out. */
    town_act_as(town, desk.bob);
    int64_t records;
    assert_ok(association_complete(town->context, 0, town_ask(town, "lost@work.example"), TEXT(""), &records));
    town_act_as_staff(town, desk.rolf);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("Genuine."), &effective));
    assert_true(effective);
    struct list unbindings;
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 1);
    assert_true(((const struct unbinding_view *)unbindings.items)->running && !((const struct unbinding_view *)unbindings.items)->decided);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_int_equal(holder_of(&desk), desk.alice);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(two_of_the_staff_where_the_body_wants_it)

static void a_record_without_a_mailbox_needs_a_case(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    town_pass(town, NULL, "H12-821", "2026-02-13");
    desk.report.exam_code = TEXT("H12-821");
    desk.report.registration_id = TEXT("R2");
    int64_t letters = town_count(town, "letters");
    struct association_report_answer answer = asked(&desk);
    assert_true(answer.no_mailbox && !answer.asked && answer.request);
    assert_text_equal(answer.mailbox, "");
    assert_int_equal(town_count(town, "letters"), letters);
    int64_t id = ask_case(&desk, answer.request);
    town_act_as_staff(town, desk.rita);
    town_set_time(town, "2026-03-02T02:00:00Z");
    bool effective;
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("Genuine."), &effective));
    assert_int_equal(town_count(town, "held"), 1);
    /* Another's request opens no case of his. */
    struct case_evidence piece = evidence();
    struct text number;
    town_act_as(town, desk.bob);
    assert_refused("association.unknown", association_ask_lost_mailbox(town->context, answer.request, TEXT(""), &piece, 1, &number));
    town_free(town);
}
BOTH_ENGINES(a_record_without_a_mailbox_needs_a_case)

/* --- ... of what another account has --- */

/* Alice has the report of what is in Bob's account, and cannot open its mailbox: a case, asked for by a form that is sent twice. */
static int64_t ask_for_what_is_taken(struct desk *desk)
{
    struct town *town = desk->town;
    struct association_report_answer answer;
    struct association_request request;
    desk->report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
    town_act_as(town, desk->alice);
    size_t letters = town_letters(town, "lost@work.example").count;
    for (int i = 0; i < 2; i++) {
        town_send_form(town, "lost");
        assert_ok(association_ask_by_report(town->context, &desk->report, ASSOCIATION_TAKEN_LOST, &answer));
        assert_int_equal(town->context->once.replayed, i == 1);
        assert_true(answer.taken && answer.request && !answer.asked && !answer.disputed && !answer.barred);
    }
    town_send_form(town, NULL);
    assert_int_equal(town_letters(town, "lost@work.example").count, letters); /* not before there is evidence */
    assert_ok(association_request_of(town->context, answer.request, &request));
    assert_true(request.taken && !request.barred && request.open && text_empty(request.letter_address));
    return ask_case(desk, answer.request);
}

/* Whose it is by right asks, both sides are told, staff decide, and who has it is heard before it leaves (SPEC 5.2, 5.8). */
static void what_another_account_has_is_asked_for_without_its_mailbox(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_lost_mailbox lost;
    struct list unbindings, claims;
    bool effective;
    town_tie(town, desk.bob, "lost@work.example");
    town_follow_up(town);
    int64_t id = ask_for_what_is_taken(&desk);
    struct text not_me = town_in_letter(town, "lost@work.example", "/not-me#");
    struct association_request request;
    /* Who has it is told the day, and not who asks; nor is that said in the mailbox, which is his. */
    assert_int_equal(town_letters_about(town, "lost@work.example", "lost access to this mailbox"), 1);
    assert_int_equal(town_letters_with(town, "lost@work.example", "Somebody asks for the exam record"), 1);
    assert_int_equal(town_letters_with(town, "lost@work.example", "alice"), 0);
    assert_int_equal(town_letters_about(town, "bob@example.org", "Somebody says that an exam record in your account is his"), 1);
    struct text told = newest_text(town, "bob@example.org");
    assert_true(text_find(told, "28 February 2026") < told.length && text_find(told, "5 working days") < told.length && text_find(told, "alice") == told.length);
    assert_int_equal(holder_of(&desk), desk.bob);

    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(association_lost_mailbox(town->context, id, &lost));
    assert_text_equal(lost.holder, "bob");
    assert_true(lost.holder_id == desk.bob && text_empty(lost.unbinding));
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_true(effective);
    assert_int_equal(holder_of(&desk), desk.bob); /* who is heard first */
    assert_ok(association_lost_mailbox(town->context, id, &lost));
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    struct unbinding_view view = *(const struct unbinding_view *)unbindings.items;
    assert_text_equal(view.case_number, text_string(town->context->arena, lost.unbinding));
    assert_true(view.of_record && view.running && view.by_owner && !view.decided && view.claimant_id == desk.alice && view.account_id == desk.bob && !text_empty(view.lost_case));
    assert_text_equal(day_text(town->context->arena, view.act), "2026-03-09");
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 1);
    const struct unbinding_view *his = unbindings.items;
    assert_true(text_starts_with(his->reason, "Somebody has shown evidence that this exam record is his") && text_empty(his->lost_case) && !his->claimant_id);
    assert_int_equal(town_letters_with(town, "bob@example.org", "somebody has shown the certifying body evidence"), 1);
    assert_int_equal(town_letters_with(town, "bob@example.org", "alice"), 0);
    assert_int_equal(town_letters_with(town, "alice@example.org", "The certifying body has found that it is yours"), 1);
    assert_int_equal(town_letters_about(town, "lost@work.example", "the certifying body has decided"), 1);
    assert_int_equal(town_letters_with(town, "lost@work.example", "alice"), 0);
    town_act_as(town, desk.alice);
    assert_ok(unbinding_list_claims(town->context, &claims));
    assert_int_equal(claims.count, 1);
    assert_true(((const struct unbinding_claim *)claims.items)->running);

    town_set_time(town, "2026-03-08T16:00:00Z"); /* 00:00 in Shenzhen */
    assert_int_equal(holder_of(&desk), desk.alice);
    assert_true(town_has_certificate(town, desk.alice, "HCIA-Datacom"));
    town_assert_in_order(town);
    assert_ok(association_by_token(town->context, not_me, &request));
    assert_true(request.completed && !request.not_there);
    assert_refused("association.completed_already", association_disown(town->context, not_me, TEXT("lost@work.example")));
    /* Staff have decided it: no clock takes it back, whoever reads the mailbox. */
    int64_t records;
    struct association_report_answer answer;
    const int64_t readers[] = {desk.bob, desk.rolf};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        town_act_as(town, readers[i]);
        assert_ok(association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_DISPUTES, &answer));
        assert_true(answer.disputed);
        assert_refused("unbinding.decided_case", association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records));
    }
    /* For thirty days it can be undone. */
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_undo(town->context, view.id, TEXT("The report was forged."), &effective));
    assert_int_equal(holder_of(&desk), desk.bob);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_another_account_has_is_asked_for_without_its_mailbox)

/* To the mailbox's reader the link says that it was granted, and that nothing has come of it; there is nothing to stop there, nor to dispute. */
static void assert_nothing_came(struct town *town, struct text not_me)
{
    struct association_request request;
    town->context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(association_by_token(town->context, not_me, &request));
    assert_true(request.completed && request.not_there);
    assert_refused("association.granted", association_disown(town->context, not_me, TEXT("lost@work.example")));
    assert_refused("association.granted", association_dispute(town->context, not_me, TEXT("lost@work.example")));
}

/* Who has it says no, with evidence; and staff drop it. Nothing has left. */
static void who_has_it_is_heard(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct list unbindings;
    bool effective;
    town_tie(town, desk.bob, "lost@work.example");
    town_follow_up(town);
    int64_t id = ask_for_what_is_taken(&desk);
    struct text not_me = town_in_letter(town, "lost@work.example", "/not-me#");
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_nothing_came(town, not_me);
    town_act_as(town, desk.bob);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    int64_t unbinding = ((const struct unbinding_view *)unbindings.items)->id;
    struct case_evidence piece = evidence();
    assert_ok(unbinding_object(town->context, unbinding, TEXT("My passport."), &piece, 1));
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_int_equal(holder_of(&desk), desk.bob);
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_decide(town->context, unbinding, false, TEXT("The passport shows that it is his."), &effective));
    assert_int_equal(town_letters_with(town, "alice@example.org", "The passport shows that it is his."), 1);
    assert_int_equal(holder_of(&desk), desk.bob);
    assert_nothing_came(town, not_me);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(who_has_it_is_heard)

/* Bob has it by its score report, and reads its mailbox, which is in no account: he learns as little of who asks. */
static void who_has_it_by_its_report_does_not_learn_who_asks(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t records;
    bool made, effective;
    assert_ok(association_tie(town->context, (struct association_thing){.record = desk.record}, desk.bob, "score-report", 0, &made, &records));
    town_follow_up(town);
    int64_t id = ask_for_what_is_taken(&desk);
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_int_equal(town_letters_with(town, "lost@work.example", "Somebody asks for the exam record"), 2);
    assert_int_equal(town_letters_with(town, "lost@work.example", "alice"), 0);
    town_free(town);
}
BOTH_ENGINES(who_has_it_by_its_report_does_not_learn_who_asks)

static struct unbinding_claim only_claim(struct desk *desk)
{
    struct list claims;
    town_act_as(desk->town, desk->alice);
    assert_result(desk->town->support, RESULT_OK, unbinding_list_claims(desk->town->context, &claims));
    assert_int_equal(claims.count, 1);
    return *(const struct unbinding_claim *)claims.items;
}

/* Alice has no mailbox but the one with which she once signed up, and which she has never confirmed. */
static struct desk open_desk_of_anna(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    desk.alice = town_account(desk.town, "anna", "anna@example.org", "Anna Zhang");
    return desk;
}

/* Whoever reads the mailbox in dispute is perhaps who has it: nothing of who claims it, and nothing that is the claimant's to read. */
static void assert_claimant_unknown(struct town *town, const char *mailbox)
{
    assert_int_equal(town_letters_with(town, mailbox, "anna"), 0);
    assert_int_equal(town_letters_with(town, mailbox, "Anna"), 0);
    assert_int_equal(town_letters_about(town, mailbox, "claim"), 0);
    assert_int_equal(town_letters_about(town, mailbox, "your account"), 0);
    assert_int_equal(town_letters(town, "anna@example.org").count, 0);
}

/* All turns of an unbinding that runs: what she claims her own page says. */
static void assert_turns_tell_nobody_who_claims(struct desk *desk)
{
    struct town *town = desk->town;
    struct list unbindings;
    struct case_evidence piece = evidence();
    bool effective;
    assert_true(only_claim(desk).running);
    assert_claimant_unknown(town, "lost@work.example");
    town_act_as_staff(town, desk->rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    int64_t id = ((const struct unbinding_view *)unbindings.items)->id;
    assert_ok(unbinding_pause(town->context, id, TEXT("We ask the provider.")));
    assert_claimant_unknown(town, "lost@work.example");
    assert_true(only_claim(desk).looked_at);
    town_act_as_staff(town, desk->rita);
    assert_ok(unbinding_resume(town->context, id, TEXT("It has answered.")));
    assert_claimant_unknown(town, "lost@work.example");
    assert_true(only_claim(desk).running);
    town_act_as(town, desk->bob);
    assert_ok(unbinding_object(town->context, id, TEXT("My passport."), &piece, 1));
    assert_claimant_unknown(town, "lost@work.example");
    assert_true(only_claim(desk).looked_at);
    town_act_as_staff(town, desk->rita);
    assert_ok(unbinding_decide(town->context, id, true, TEXT("The passport is another's."), &effective));
    town_follow_up(town);
    assert_claimant_unknown(town, "lost@work.example");
    assert_int_equal(holder_of(desk), desk->alice);
    assert_true(only_claim(desk).came);
    town_act_as_staff(town, desk->rita);
    assert_ok(unbinding_undo(town->context, id, TEXT("The report was forged."), &effective));
    town_follow_up(town);
    assert_claimant_unknown(town, "lost@work.example");
    struct unbinding_claim claim = only_claim(desk);
    assert_true(claim.put_back);
    assert_text_equal(claim.reason, "The report was forged.");
    town_assert_in_order(town);
}

/* She has said that she cannot open the mailbox, or staff have found that it is hers: nobody has shown that she reads it. */
static void who_claims_is_not_written_to_in_a_mailbox_that_he_has_not_shown_to_read(enum database_engine engine)
{
    for (int found = 0; found < 3; found++) {
        struct desk desk = open_desk_of_anna(engine);
        struct town *town = desk.town;
        struct unbinding_opening wish = {.record = desk.record, .cause = UNBINDING_STAFF, .reason = TEXT("The passport shows it.")};
        bool effective;
        town_tie(town, desk.bob, "lost@work.example");
        town_follow_up(town);
        int64_t id = found ? 0 : ask_for_what_is_taken(&desk);
        town_set_time(town, "2026-03-02T02:00:00Z");
        town_act_as_staff(town, desk.rita);
        if (!found) assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
        if (found == 2) assert_ok(unbinding_open(town->context, &wish, NULL)); /* it runs already when they name her */
        wish.claimant = desk.alice;
        if (found) assert_ok(unbinding_open(town->context, &wish, NULL));
        assert_turns_tell_nobody_who_claims(&desk);
        town_free(town);
    }
}
BOTH_ENGINES(who_claims_is_not_written_to_in_a_mailbox_that_he_has_not_shown_to_read)

/* She has shown that she reads it, and is told there; not where the provider has put the record since. */
static void who_claims_is_told_where_he_has_shown_that_he_reads(enum database_engine engine)
{
    for (int moved = 0; moved < 2; moved++) {
        struct desk desk = open_desk_of_anna(engine);
        struct town *town = desk.town;
        struct association_report_answer answer;
        struct list unbindings;
        int64_t records;
        bool made, effective;
        desk.report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
        assert_ok(association_tie(town->context, (struct association_thing){.record = desk.record}, desk.bob, "score-report", 0, &made, &records));
        town_follow_up(town);
        town_act_as(town, desk.alice);
        assert_ok(association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_DISPUTES, &answer));
        assert_int_equal(association_complete(town->context, 0, town_token(town, "lost@work.example"), TEXT(""), &records), RESULT_NONE);
        assert_int_equal(town_letters_about(town, "lost@work.example", "Your claim is under way"), 1);
        if (moved) town_readdress(town, desk.record, "third@work.example");
        town_follow_up(town);
        town_act_as_staff(town, desk.rita);
        assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
        assert_int_equal(unbindings.count, 1);
        assert_ok(unbinding_decide(town->context, ((const struct unbinding_view *)unbindings.items)->id, true, TEXT("The passport shows that it is not his."), &effective));
        town_follow_up(town);
        assert_int_equal(holder_of(&desk), desk.alice);
        assert_int_equal(town_letters_about(town, "lost@work.example", "It is in your account now"), !moved);
        assert_claimant_unknown(town, "third@work.example");
        assert_true(only_claim(&desk).came);
        town_free(town);
    }
}
BOTH_ENGINES(who_claims_is_told_where_he_has_shown_that_he_reads)

/* She disputes it by the link of the letter by which Bob has brought it in, signed in. */
static void who_disputes_by_a_letter_without_a_mailbox_of_her_own_hears_the_end(enum database_engine engine)
{
    struct desk desk = open_desk_of_anna(engine);
    struct town *town = desk.town;
    struct association_report_answer answer;
    struct list unbindings;
    int64_t records;
    bool effective;
    desk.report.candidate = TEXT("C1"); /* the exam is in its holder's name here */
    town_act_as(town, desk.bob);
    assert_ok(association_ask_by_report(town->context, &desk.report, ASSOCIATION_TAKEN_SAYS_SO, &answer));
    struct text token = town_token(town, "lost@work.example");
    assert_ok(association_complete(town->context, 0, token, TEXT(""), &records));
    town_act_as(town, desk.alice);
    assert_ok(association_dispute(town->context, token, TEXT("lost@work.example")));
    assert_int_equal(town_letters_about(town, "lost@work.example", "Your dispute has arrived"), 1);
    town_readdress(town, desk.record, "third@work.example");
    town_follow_up(town);
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_WAITING, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    assert_int_equal(((const struct unbinding_view *)unbindings.items)->claimant_id, desk.alice);
    assert_ok(unbinding_decide(town->context, ((const struct unbinding_view *)unbindings.items)->id, true, TEXT("The passport shows that it is not his."), &effective));
    town_follow_up(town);
    assert_int_equal(holder_of(&desk), desk.alice);
    assert_int_equal(town_letters_about(town, "lost@work.example", "What you have disputed has left that account"), 1);
    assert_claimant_unknown(town, "lost@work.example");
    assert_claimant_unknown(town, "third@work.example");
    town_free(town);
}
BOTH_ENGINES(who_disputes_by_a_letter_without_a_mailbox_of_her_own_hears_the_end)

/* Bob has it by its score report, Carl has its mailbox since, and staff have found by the evidence that it is Alice's. */
static int64_t grant_beside_the_mailbox(struct desk *desk, int64_t *carl)
{
    struct town *town = desk->town;
    int64_t records;
    bool made, effective;
    *carl = town_account(town, "carl", "carl@example.org", "Carl");
    town_tie(town, *carl, "carl@example.org");
    assert_ok(association_tie(town->context, (struct association_thing){.record = desk->record}, desk->bob, "score-report", 0, &made, &records));
    town_tie(town, *carl, "lost@work.example");
    town_follow_up(town);
    assert_int_equal(holder_of(desk), desk->bob);
    int64_t id = ask_for_what_is_taken(desk);
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk->rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_int_equal(holder_of(desk), desk->bob);
    return id;
}

/* On the day it comes to her, whoever has the mailbox; and it can be undone as any. */
static void what_is_found_by_evidence_comes_before_the_mailbox(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct list unbindings;
    int64_t carl;
    bool effective;
    grant_beside_the_mailbox(&desk, &carl);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_int_equal(holder_of(&desk), desk.alice);
    assert_true(only_claim(&desk).came);
    assert_true(town_has_certificate(town, desk.alice, "HCIA-Datacom"));
    assert_int_equal(town_letters_about(town, "alice@example.org", "It is in your account now"), 1);
    assert_int_equal(town_letters_about(town, "carl@example.org", "An exam record is in the account carl now"), 0);
    town_assert_in_order(town);
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_list(town->context, UNBINDINGS_ALL, 0, 10, &unbindings));
    assert_int_equal(unbindings.count, 1);
    struct unbinding_undoing undoing;
    int64_t unbinding = ((const struct unbinding_view *)unbindings.items)->id;
    assert_ok(unbinding_undo_preview(town->context, unbinding, &undoing));
    assert_true(undoing.possible);
    assert_ok(unbinding_undo(town->context, unbinding, TEXT("The report was forged."), &effective));
    town_follow_up(town);
    assert_int_equal(holder_of(&desk), desk.bob);
    assert_true(only_claim(&desk).put_back);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(what_is_found_by_evidence_comes_before_the_mailbox)

/* Bob lets it go by himself meanwhile, and it falls to Carl: what staff have found goes on against him, who is heard as Bob was. What has come and is let go is no claim any more. */
static void what_is_found_by_evidence_goes_on_against_who_has_it_then(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_thing record = {.record = desk.record};
    struct association_lost_mailbox lost;
    struct list unbindings;
    int64_t carl, records;
    bool made;
    int64_t id = grant_beside_the_mailbox(&desk, &carl);
    assert_ok(association_untie(town->context, record, desk.bob, "released", 0, &made, &records));
    town_follow_up(town);
    assert_int_equal(holder_of(&desk), carl);
    assert_true(only_claim(&desk).running);
    assert_int_equal(town_letters_about(town, "alice@example.org", "Your claim is under way"), 2);
    town_act_as(town, carl);
    assert_ok(unbinding_list_own(town->context, &unbindings));
    assert_int_equal(unbindings.count, 1);
    assert_true(((const struct unbinding_view *)unbindings.items)->running);
    assert_int_equal(town_letters_with(town, "carl@example.org", "somebody has shown the certifying body evidence"), 1);
    struct text number = ((const struct unbinding_view *)unbindings.items)->case_number;
    town_act_as_staff(town, desk.rita);
    assert_ok(association_lost_mailbox(town->context, id, &lost));
    assert_text_equal(lost.unbinding, text_string(town->context->arena, number));
    town_assert_in_order(town);
    town_set_time(town, "2026-03-09T02:00:00Z");
    assert_int_equal(holder_of(&desk), desk.alice);
    assert_true(only_claim(&desk).came);
    town_assert_in_order(town);
    assert_ok(association_untie(town->context, record, desk.alice, "released", 0, &made, &records));
    town_follow_up(town);
    assert_ok(unbinding_list_claims(town->context, &unbindings));
    assert_int_equal(unbindings.count, 0);
    town_free(town);
}
BOTH_ENGINES(what_is_found_by_evidence_goes_on_against_who_has_it_then)

/* Holidays make the day a later one. Who was told the earlier one reads so; who has come to the record since hears of it as of something new. Refused, he who has it is told that, too. */
static void who_has_it_is_told_what_becomes_of_it(enum database_engine engine)
{
    const char *const begins = "Somebody says that an exam record in your account is his", *const later = "it is decided later than was planned", *const stays = "An exam record stays in your account";
    for (int moves = 0; moves < 2; moves++) {
        struct desk desk = open_desk(engine, NOW);
        struct town *town = desk.town;
        bool made, effective;
        int64_t records, carl = town_account(town, "carl", "carl@example.org", "Carl");
        struct association_thing mailbox = {0};
        town_tie(town, carl, "carl@example.org");
        town_tie(town, desk.bob, "lost@work.example");
        assert_ok(intake_mailbox_known(town->context, TEXT("lost@work.example"), &mailbox.mailbox));
        town_load(town, town_catalogue(town, "huawei.txt", "calendar: china", "calendar: weekend"));
        town_follow_up(town);
        int64_t id = ask_for_what_is_taken(&desk);
        assert_int_equal(town_letters_about(town, "bob@example.org", begins), 1);
        if (moves) {
            assert_ok(association_untie(town->context, mailbox, desk.bob, "released", 0, &made, &records));
            town_tie(town, carl, "lost@work.example");
        }
        town_load(town, town_catalogue(town, "huawei.txt", NULL, NULL));
        town_follow_up(town);
        assert_int_equal(town_letters_about(town, "bob@example.org", later), !moves);
        assert_int_equal(town_letters_about(town, "carl@example.org", begins), moves);
        assert_int_equal(town_letters_about(town, "carl@example.org", later), 0);
        if (moves) assert_int_equal(town_letters_with(town, "carl@example.org", "at the earliest on 28 February 2026"), 1);
        town_act_as_staff(town, desk.rita);
        assert_ok(association_decide_lost_mailbox(town->context, id, false, TEXT("The report is another's."), &effective));
        assert_true(effective);
        assert_int_equal(town_letters_about(town, moves ? "carl@example.org" : "bob@example.org", stays), 1);
        assert_int_equal(town_letters_about(town, moves ? "bob@example.org" : "carl@example.org", stays), 0);
        assert_int_equal(town_letters_with(town, moves ? "carl@example.org" : "bob@example.org", "alice"), 0);
        assert_int_equal(holder_of(&desk), moves ? carl : desk.bob);
        town_assert_in_order(town);
        town_free(town);
    }
}
BOTH_ENGINES(who_has_it_is_told_what_becomes_of_it)

/* Who of the staff has it himself is a party, whatever he would decide. */
static void who_has_it_does_not_decide_whose_it_is(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    bool effective;
    town_tie(town, desk.rolf, "lost@work.example");
    town_follow_up(town);
    int64_t id = ask_for_what_is_taken(&desk);
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rolf);
    for (int grant = 0; grant < 2; grant++) assert_refused("case.own", association_decide_lost_mailbox(town->context, id, grant, TEXT("It is mine."), &effective));
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, false, TEXT("The report is another's."), &effective));
    assert_int_equal(holder_of(&desk), desk.rolf);
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(who_has_it_does_not_decide_whose_it_is)

/* No letter could show that it is his: the evidence can. What the holder lets go meanwhile comes by the decision alone. */
static void what_no_mailbox_is_known_for_is_asked_for_all_the_same(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    int64_t records;
    bool made, effective;
    desk.record = town_pass(town, NULL, "H12-821", "2026-02-13");
    desk.report.exam_code = TEXT("H12-821");
    desk.report.registration_id = TEXT("R2");
    assert_ok(association_tie(town->context, (struct association_thing){.record = desk.record}, desk.bob, "case", 0, &made, &records));
    town_follow_up(town);
    int64_t id = ask_for_what_is_taken(&desk);
    assert_int_equal(town_letters_about(town, "bob@example.org", "Somebody says that an exam record in your account is his"), 1);
    assert_ok(association_untie(town->context, (struct association_thing){.record = desk.record}, desk.bob, "released", 0, &made, &records));
    town_follow_up(town);
    town_set_time(town, "2026-03-02T02:00:00Z");
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, true, TEXT("The report is genuine."), &effective));
    assert_int_equal(holder_of(&desk), desk.alice);
    town_free(town);
}
BOTH_ENGINES(what_no_mailbox_is_known_for_is_asked_for_all_the_same)

/* --- Where is my exam? --- */

static struct association_whereabouts where(struct town *town, const char *exam, const char *day, const char *registration, const char *mailbox)
{
    struct association_whereabouts answer;
    struct association_question question = {text_of(exam), text_of(registration), text_of(mailbox), NO_DAY};
    if (*day) assert_true(day_parse(text_of(day), &question.exam_day));
    assert_ok(association_where(town->context, &question, &answer));
    return answer;
}

static void bring_file(struct town *town, const char *profile, struct text name, struct text content, int64_t quarantined)
{
    char folder[] = "/tmp/testamur-where-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct text path = text_printf(town->context->arena, "%s/%.*s", folder, TEXT_ARG(name));
    FILE *file = fopen(path.bytes, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.bytes, 1, content.length, file), content.length);
    assert_int_equal(fclose(file), 0);
    struct actor actor = town->context->actor;
    town_act_as(town, 0);
    struct intake_outcome outcome;
    assert_ok(intake_file(town->context, text_of(profile), path, false, INTAKE_VERDICTS, NULL, NULL, &outcome));
    assert_int_equal(outcome.quarantined, quarantined);
    assert_int_equal(outcome.refused, 0);
    unlink(path.bytes);
    rmdir(folder);
    town->context->actor = actor;
}

/* Its day is the file's. */
static void bring(struct town *town, const char *day, const char *more, const char *row, int64_t quarantined)
{
    struct arena *arena = town->context->arena;
    bring_file(town, "pearson-vue", text_printf(arena, "examABE-%s-a.dat", day),
               text_printf(arena, "registrationid\tclientcandidateid\texamseriescode\texamdate\texamscore\texamgrade\temail%s\n%s\n", more, row), quarantined);
}

static void bring_row(struct town *town, const char *day, const char *row, int64_t quarantined)
{
    bring(town, day, "", row, quarantined);
}

static void bring_named(struct town *town, const char *day, const char *row, int64_t quarantined)
{
    bring(town, day, "\tfirstname\tlastname", row, quarantined);
}

static void bring_quarantined_row(struct town *town)
{
    bring_row(town, "2026-02-14", "Q77\tC9\tZZZ-999\t2026/02/13\t700\tPass\tother@example.org", 1);
}

/* A clerk decides about no row that would come into an account of his own, nor about what is there already: he signs in to the desk with one of two that are one. */
static void nobody_decides_about_a_row_of_his_own(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-14T02:00:00Z", NULL);
    int64_t rita = town_account(town, "rita", "rita@body.example", "Rita"), home = town_account(town, "rita.home", "rita@home.example", "Rita"), rolf = town_account(town, "rolf", "rolf@body.example", "Rolf"), other, merge;
    struct text proof, why = TEXT("The provider named it.");
    struct list rows;
    struct intake_outcome outcome;
    town_tie(town, rita, "rita@body.example");
    town_tie(town, home, "rita@home.example");
    town_password(town, rita);
    town_password(town, home);
    town_act_as(town, home);
    assert_ok(association_merge_prove(town->context, TEXT("rita"), TEXT(TOWN_PASSWORD), TEXT(""), &proof, &other));
    assert_ok(association_merge(town->context, proof, &merge));
    town_follow_up(town);
    bring_row(town, "2026-02-13", "R1\tC9\tH12-811\t2026/02/12\t700\tPass\tnone", 1);
    for (int turn = 0; turn < 2; turn++) {
        town_act_as_staff(town, turn ? rolf : rita);
        assert_ok(intake_waiting_rows(town->context, INTAKE_WAITS, 0, 0, 10, &rows));
        assert_int_equal(rows.count, 1);
        int64_t row = ((const struct intake_waiting_row *)rows.items)->id;
        if (!turn) assert_refused("intake.own", intake_decide(town->context, row, INTAKE_MAILBOX, TEXT("rita@home.example"), why, &(struct intake_people_of){association_is_own, association_misfit, false}));
        else assert_ok(intake_decide(town->context, row, INTAKE_MAILBOX, TEXT("rita@home.example"), why, &(struct intake_people_of){association_is_own, association_misfit, false}));
    }
    assert_ok(intake_rerun(town->context, &outcome));
    assert_int_equal(outcome.fresh, 1);
    town_follow_up(town);
    assert_true(town_has_certificate(town, home, "HCIA-Datacom"));
    /* Nor whether the provider takes it back. */
    bring_row(town, "2026-02-14", "R1\tC9\tH12-811\t2026/02/12\t300\tFail\trita@home.example", 1);
    town_act_as_staff(town, rita);
    assert_ok(intake_waiting_rows(town->context, INTAKE_WAITS, 0, 0, 10, &rows));
    int64_t row = ((const struct intake_waiting_row *)rows.items)->id;
    assert_refused("intake.own", intake_decide(town->context, row, INTAKE_IGNORE, TEXT(""), TEXT("A mistake."), &(struct intake_people_of){association_is_own, association_misfit, false}));
    assert_refused("intake.own", intake_decide(town->context, row, INTAKE_ACCEPT, TEXT(""), TEXT("A mistake."), &(struct intake_people_of){association_is_own, association_misfit, false}));
    town_act_as_staff(town, rolf);
    assert_ok(intake_decide(town->context, row, INTAKE_IGNORE, TEXT(""), TEXT("A mistake."), &(struct intake_people_of){association_is_own, association_misfit, false}));
    town_assert_in_order(town);
    town_free(town);
}
BOTH_ENGINES(nobody_decides_about_a_row_of_his_own)

STATEMENT(count_although, NULL, "SELECT COUNT(*) FROM audit_journal WHERE act = 'intake.decide' AND detail LIKE $1");

/* The row says whose exam it is: it does not come in under the mailbox of somebody with another name, of an account or of records alone, unless whoever decides says that it is so all the same. */
static void a_row_comes_in_under_nobody_elses_mailbox_unawares(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-14T02:00:00Z", NULL);
    struct context *context = town->context;
    int64_t wei = town_account(town, "wei", "wei@home.example", "Wei Zhang"), rolf = town_account(town, "rolf", "rolf@body.example", "Rolf");
    struct intake_people_of people = {association_is_own, association_misfit, false};
    struct text why = TEXT("The provider named it.");
    struct list rows;
    int64_t ticked;
    struct intake_outcome outcome;
    town_tie(town, wei, "wei@home.example");
    bring_named(town, "2026-02-12", "R1\tC1\tH12-811\t2026/02/11\t700\tPass\tada@work.example\tAda\tLovelace", 0);
    bring_named(town, "2026-02-13", "R2\tC2\tH12-821\t2026/02/12\t701\tPass\tnone\tJonas\tMeyer", 1);
    town_act_as_staff(town, rolf);
    assert_ok(intake_waiting_rows(context, INTAKE_WAITS, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 1);
    const struct intake_waiting_row *row = rows.items;
    assert_text_equal(row->exam, "H12-821");
    assert_text_equal(row->grade, "Pass");
    assert_text_equal(row->score, "701");
    int64_t id = row->id;
    assert_refused("intake.other_account", intake_decide(context, id, INTAKE_MAILBOX, TEXT("wei@home.example"), why, &people));
    assert_refused("intake.other_person", intake_decide(context, id, INTAKE_MAILBOX, TEXT("ada@work.example"), why, &people));
    people.all_the_same = true;
    assert_ok(intake_decide(context, id, INTAKE_MAILBOX, TEXT("wei@home.example"), why, &people));
    assert_ok(database_integer(context, &count_although, PARAMETERS("%\"although\":\"Wei Zhang\"%"), &ticked));
    assert_int_equal(ticked, 1);
    people.all_the_same = false;
    assert_ok(intake_rerun(context, &outcome));
    assert_int_equal(outcome.fresh, 1);
    /* A name that agrees asks nothing, nor does a mailbox that nobody has. */
    bring_named(town, "2026-02-14", "R3\tC3\tH12-821\t2026/02/12\t701\tPass\tnone\tZHANG\tWei", 1);
    bring_named(town, "2026-02-15", "R4\tC4\tH12-821\t2026/02/12\t701\tPass\tnone\tJonas\tMeyer", 1);
    town_act_as_staff(town, rolf);
    assert_ok(intake_waiting_rows(context, INTAKE_WAITS, 0, 0, 10, &rows));
    assert_int_equal(rows.count, 2);
    assert_ok(intake_decide(context, ((const struct intake_waiting_row *)rows.items)[0].id, INTAKE_MAILBOX, TEXT("wei@home.example"), why, &people));
    assert_ok(intake_decide(context, ((const struct intake_waiting_row *)rows.items)[1].id, INTAKE_MAILBOX, TEXT("jonas@home.example"), why, &people));
    town_free(town);
}
BOTH_ENGINES(a_row_comes_in_under_nobody_elses_mailbox_unawares)

/* Its mailbox has a domain in other letters than ASCII's: it is recognized all the same as the one that was taken out. */
static void what_was_taken_out_is_known_by_its_international_mailbox(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct unbinding_opening wish = {.cause = UNBINDING_STAFF, .reason = TEXT("A call.")};
    int64_t id;
    bool effective;
    town_tie(town, desk.alice, "x@xn--bcher-kva.example");
    town_pass(town, "x@xn--bcher-kva.example", "H12-821", "2026-02-12"); /* R2 */
    town_follow_up(town);
    assert_ok(intake_mailbox_known(town->context, TEXT("x@xn--bcher-kva.example"), &wish.mailbox));
    town_act_as_staff(town, desk.rita);
    assert_ok(unbinding_open(town->context, &wish, &id));
    assert_ok(unbinding_decide(town->context, id, true, TEXT("Another person's."), &effective));
    town_follow_up(town);
    town_act_as(town, desk.alice);
    struct association_whereabouts answer = where(town, "", "2026-02-12", "R2", "");
    assert_int_equal(answer.left.count, 1);
    assert_text_equal(((const struct association_left *)answer.left.items)->address, "x@xn--bcher-kva.example");
    assert_false(answer.elsewhere || answer.nothing);
    assert_int_equal(where(town, "", "", "", "x@bücher.example").left.count, 1);
    town_free(town);
}
BOTH_ENGINES(what_was_taken_out_is_known_by_its_international_mailbox)

static struct text last_intake(struct town *town)
{
    struct association_whereabouts answer = where(town, "H12-811", "2026-02-13", "", "");
    assert_int_equal(answer.intakes.count, 1);
    const struct intake_last *last = answer.intakes.items;
    assert_text_equal(last->title, "Pearson VUE");
    return instant_text(town->context->arena, last->received);
}

/* The last one that came, whatever day its name bears; one that came before and comes again is no news. */
static void the_last_intake_is_when_the_newest_file_came(enum database_engine engine)
{
    static const char row[] = "Q79\tC9\tZZZ-999\t2026/02/13\t700\tPass\tother@example.org";
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    town_act_as(town, desk.alice);
    assert_int_equal(where(town, "H12-811", "2026-02-13", "", "").intakes.count, 0);
    bring_quarantined_row(town);
    assert_text_equal(last_intake(town), NOW);
    town_set_time(town, "2026-02-17T03:30:00Z");
    bring_row(town, "2026-02-12", row, 1);
    assert_text_equal(last_intake(town), "2026-02-17T03:30:00Z");
    town_set_time(town, "2026-02-18T02:00:00Z");
    bring_row(town, "2026-02-12", row, 1);
    assert_text_equal(last_intake(town), "2026-02-17T03:30:00Z");
    town_free(town);
}
BOTH_ENGINES(the_last_intake_is_when_the_newest_file_came)

static void an_exam_is_looked_for_by_what_is_known_of_it(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct association_question nothing = {.exam_day = NO_DAY};
    struct association_whereabouts answer;
    assert_refused("association.question_empty", association_where(town->context, &nothing, &answer));
    assert_refused("association.mailbox_wrong", association_where(town->context, &(struct association_question){.mailbox = TEXT("x"), .exam_day = NO_DAY}, &answer));

    /* Not delivered yet: the day and what is promised. */
    answer = where(town, "H12-811", "2026-02-16", "", "");
    assert_true(answer.nothing && !answer.late && !answer.ahead && !answer.exam_unknown);
    assert_text_equal(day_text(town->context->arena, answer.expected), "2026-02-24");
    assert_text_equal(answer.exam_code, "H12-811");
    assert_false(answer.looked_everywhere); /* it may have come in under another mailbox, which nobody is told by a day alone */
    assert_false(where(town, "", "", "Q77", "").looked_everywhere || where(town, "", "", "", "other@example.org").looked_everywhere);
    assert_true(where(town, "", "2026-02-16", "Q78", "").looked_everywhere);
    assert_true(where(town, "", "2026-02-20", "", "").ahead);
    assert_true(where(town, "", "2026-02-02", "", "").late);
    assert_true(where(town, "H99-999", "", "", "").exam_unknown);

    bring_quarantined_row(town);
    answer = where(town, "", "2026-02-13", "Q77", "");
    assert_true(answer.quarantined && !answer.nothing && !answer.elsewhere);
    assert_int_equal(answer.intakes.count, 1);
    assert_text_equal(((const struct intake_last *)answer.intakes.items)->provider, "pearson-vue");
    assert_true(where(town, "", "2026-02-12", "Q77", "").nothing);
    assert_true(where(town, "", "", "Q77", "").nothing);
    assert_true(where(town, "", "2026-02-13", "C9", "").nothing); /* another cell of the row */
    assert_true(where(town, "", "2026-02-13", "%", "").nothing);

    /* Under another mailbox: only where registration ID and day both are right. */
    answer = where(town, "", "2026-02-13", "R1", "");
    assert_true(answer.elsewhere && !answer.nothing);
    assert_text_equal(answer.masked, "l••••@w••••.example");

    /* In the account, by anything. */
    town_pass(town, "alice@example.org", "H12-821", "2026-02-12");
    town_exam(town, "alice@example.org", "H12-891", "2026-02-12", GRADE_UNDECIDED, EXAM_PROVISIONAL);
    town_follow_up(town);
    assert_int_equal(where(town, "H12-821", "", "", "").own.count, 1);
    assert_int_equal(where(town, "", "2026-02-12", "", "").own.count, 2);
    assert_int_equal(where(town, "", "", "R2", "").own.count, 1);
    assert_int_equal(where(town, "H12-711", "2026-02-12", "R2", "nobody@work.example").own.count, 1); /* it is there, whatever else was mistyped */
    assert_int_equal(where(town, "H12-711", "", "R2", "").own.count, 0);
    answer = where(town, "", "", "", "Alice@example.org");
    assert_true(answer.own.count == 2 && answer.own_mailbox && !answer.other_mailbox);
    town_free(town);
}
BOTH_ENGINES(an_exam_is_looked_for_by_what_is_known_of_it)

/* SPEC 5.4: one on hold is said to be so, in his account and outside of it; of what another's account holds no more is told than before. */
static void an_exam_on_hold_is_said_to_be_held(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    town_act_as(town, desk.alice);
    town_exam(town, "alice@example.org", "H12-821", "2026-02-12", GRADE_PASS, EXAM_ON_HOLD); /* R2 */
    town_exam(town, "lost@work.example", "H12-821", "2026-02-12", GRADE_PASS, EXAM_ON_HOLD); /* R3 */
    town_tie(town, desk.bob, "taken@example.org");
    town_exam(town, "taken@example.org", "H12-811", "2026-02-12", GRADE_PASS, EXAM_ON_HOLD); /* R4 */
    town_follow_up(town);
    town_act_as(town, desk.alice);
    struct association_whereabouts answer = where(town, "", "2026-02-12", "R2", "");
    assert_int_equal(answer.own.count, 1);
    assert_int_equal(((const struct exam_record *)answer.own.items)->state, EXAM_ON_HOLD);
    assert_false(answer.held || answer.elsewhere || answer.nothing);
    answer = where(town, "", "2026-02-12", "R3", "");
    assert_true(answer.elsewhere && answer.held && !answer.nothing);
    assert_text_equal(answer.masked, "l••••@w••••.example");
    assert_false(where(town, "", "", "R3", "").held || where(town, "", "2026-02-11", "R3", "").held);
    answer = where(town, "", "2026-02-12", "R4", "");
    assert_true(answer.elsewhere && !answer.held);
    assert_false(where(town, "", "2026-02-13", "R1", "").held); /* final */
    town_free(town);
}
BOTH_ENGINES(an_exam_on_hold_is_said_to_be_held)

static void bring_told(struct town *town, const char *name, const char *row)
{
    struct arena *arena = town->context->arena;
    bring_file(town, "generic-csv", text_printf(arena, "%s.csv", name), text_printf(arena, "registration,candidate,exam,date,grade,mailbox,event,updated\n%s\n", row), 0);
}

/* Moved or cancelled (3.4): told to whoever has the mailbox under which it was booked, or knows a day that it was on beside its registration ID. */
static void an_appointment_that_was_moved_or_cancelled_is_told(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    struct arena *arena = town->context->arena;
    bring_told(town, "moved", "A1,,,2026-03-05,,Alice@example.org,modify appointment,2026-02-10T09:00:00Z");
    town_act_as(town, desk.alice);
    struct association_whereabouts answer = where(town, "", "2026-02-12", "A1", ""); /* the day that she booked first */
    assert_text_equal(day_text(arena, answer.moved_to), "2026-03-05");
    assert_text_equal(day_text(arena, answer.expected), "2026-03-06");
    assert_true(answer.nothing && answer.ahead && !answer.late && !day_is(answer.cancelled_on));
    answer = where(town, "", "", "A1", "");
    assert_text_equal(day_text(arena, answer.moved_to), "2026-03-05");
    assert_false(day_is(where(town, "", "2026-02-12", "A2", "").moved_to));
    /* Another learns nothing by the registration ID, but where he knows the day, too. */
    town_act_as(town, desk.bob);
    answer = where(town, "", "2026-02-12", "A1", "alice@example.org");
    assert_true(answer.nothing && !day_is(answer.moved_to) && answer.late);
    assert_false(day_is(where(town, "", "", "A1", "").moved_to));
    assert_text_equal(day_text(arena, where(town, "", "2026-03-05", "A1", "").moved_to), "2026-03-05");

    bring_told(town, "cancelled", "A1,,,,,,cancel appointment,2026-02-15T17:00:00Z");
    town_act_as(town, desk.alice);
    answer = where(town, "", "2026-03-05", "A1", "");
    assert_text_equal(day_text(arena, answer.cancelled_on), "2026-02-16"); /* in the body's zone */
    assert_false(day_is(answer.moved_to) || day_is(answer.expected));
    /* A result that is there is what counts, whoever has it. */
    bring_told(town, "result", "A1,C5,H12-811,2026-02-13,pass,alice@example.org,result,2026-02-14T09:00:00Z");
    town_follow_up(town);
    town_act_as(town, desk.alice);
    answer = where(town, "", "2026-02-13", "A1", "");
    assert_true(answer.own.count == 1 && !answer.nothing && !day_is(answer.cancelled_on));
    assert_false(day_is(where(town, "", "2026-03-05", "A1", "").cancelled_on));
    town_free(town);
}
BOTH_ENGINES(an_appointment_that_was_moved_or_cancelled_is_told)

/* What he has opened a case about already he is led to, not sent to bring it in anew; others are told of no case, nor is he by what does not agree. */
static void an_open_case_about_it_is_led_to(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    bool effective;
    int64_t id = ask_case(&desk, asked(&desk).request);
    struct association_whereabouts answer = where(town, "", "2026-02-13", "R1", "");
    assert_int_equal(answer.lost.count, 1);
    assert_true(!answer.elsewhere && !answer.nothing && !text_empty(((const struct association_lost_case *)answer.lost.items)->case_number));
    answer = where(town, "H12-811", "", "", "");
    assert_true(answer.lost.count == 1 && !answer.nothing);
    assert_int_equal(where(town, "H12-821", "", "", "").lost.count, 0);
    assert_int_equal(where(town, "", "2026-02-12", "R1", "").lost.count, 0);
    town_act_as(town, desk.bob);
    answer = where(town, "", "2026-02-13", "R1", "");
    assert_true(answer.lost.count == 0 && answer.elsewhere);
    town_act_as_staff(town, desk.rita);
    assert_ok(association_decide_lost_mailbox(town->context, id, false, TEXT("The report is not genuine."), &effective));
    town_act_as(town, desk.alice);
    answer = where(town, "", "2026-02-13", "R1", "");
    assert_true(answer.lost.count == 0 && answer.elsewhere);
    town_free(town);
}
BOTH_ENGINES(an_open_case_about_it_is_led_to)

/* Whatever stands in the store of others, who asks with less than registration ID and day together cannot see it in the answer. */
static void the_answer_tells_nothing_of_others(enum database_engine engine)
{
    struct desk desk = open_desk(engine, NOW);
    struct town *town = desk.town;
    bring_quarantined_row(town);
    town_tie(town, desk.bob, "taken@example.org");
    int64_t theirs = town_pass(town, "taken@example.org", "H12-811", "2026-02-12");
    town_follow_up(town);
    (void)theirs;
    static const struct {
        const char *exam, *day, *registration, *mailbox; /* where something of others is */
        const char *no_exam, *no_day, *no_registration, *no_mailbox; /* the same question where nothing is */
    } pairs[] = {
        {"", "", "R1", "", "", "", "R999", ""},
        {"", "2026-02-12", "R1", "", "", "2026-02-12", "R999", ""},
        {"H12-811", "", "R1", "", "H12-811", "", "R999", ""},
        {"", "", "", "lost@work.example", "", "", "", "nobody@work.example"},
        {"", "", "", "taken@example.org", "", "", "", "nobody@work.example"},
        {"H12-811", "2026-02-12", "", "taken@example.org", "H12-811", "2026-02-12", "", "nobody@work.example"},
        {"", "", "Q77", "other@example.org", "", "", "Q78", "nobody@work.example"},
        {"", "", "R2", "taken@example.org", "", "", "R998", "nobody@work.example"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct association_whereabouts there = where(town, pairs[i].exam, pairs[i].day, pairs[i].registration, pairs[i].mailbox);
        struct association_whereabouts not = where(town, pairs[i].no_exam, pairs[i].no_day, pairs[i].no_registration, pairs[i].no_mailbox);
        assert_true(there.nothing && not.nothing);
        assert_true(there.own.count == 0 && there.left.count == 0 && not.left.count == 0 && there.claims.count == 0 && not.claims.count == 0);
        /* Everything but places in memory. */
        assert_text_equal(there.exam_code, text_string(town->context->arena, not.exam_code));
        assert_text_equal(there.exam_title, text_string(town->context->arena, not.exam_title));
        there.exam_code = not.exam_code;
        there.exam_title = not.exam_title;
        there.own = not.own;
        there.left = not.left;
        there.claims = not.claims;
        there.lost = not.lost;
        there.intakes = not.intakes;
        assert_memory_equal(&there, &not, sizeof not);
    }
    /* Both together open a masked mailbox, and not whose account it is in. */
    struct association_whereabouts answer = where(town, "", "2026-02-12", "R2", "");
    assert_true(answer.elsewhere && !answer.own.count);
    assert_text_equal(answer.masked, "t••••@e••••.org");
    /* Days cannot be tried one after the other. */
    for (int i = 0; i < 8; i++) where(town, "", "2026-01-05", "R2", "");
    struct association_question question = {.registration_id = TEXT("R2"), .exam_day = {20000}};
    while (association_where(town->context, &question, &answer) == RESULT_OK) {}
    assert_refused("audit.too_often", association_where(town->context, &question, &answer));
    /* By one account its owner is not locked out; by many accounts it cannot be tried either. */
    int asked = 10;
    for (int i = 0; i < 4; i++) {
        town_act_as(town, i ? town_account(town, text_printf(town->context->arena, "trier%d", i).bytes, "t@example.org", "T") : desk.bob);
        for (int k = 0; k < 10; k++, asked++) assert_ok(association_where(town->context, &question, &answer));
        assert_refused("audit.too_often", association_where(town->context, &question, &answer));
    }
    town_act_as(town, desk.rita);
    for (; asked < 50; asked++) assert_ok(association_where(town->context, &question, &answer));
    assert_refused("audit.too_often", association_where(town->context, &question, &answer));
    town_free(town);
}
BOTH_ENGINES(the_answer_tells_nothing_of_others)

static void reports_are_compared_as_people_type_them(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct association_known known = {7, {20000}, TEXT("00123"), TEXT("O'Brien-Müller"), TEXT("欧"), TEXT("")};
    const struct association_typed typed = {7, {20000}, TEXT("123"), TEXT("")};
    assert_true(association_report_fits(arena, &typed, &known));
    static const struct {
        const char *candidate, *validation;
        int64_t exam;
        int32_t day;
        bool fits;
    } tries[] = {
        {"000123", "", 7, 20000, true},         {"obrien müller", "", 7, 20000, true}, {"O’BRIEN MÜLLER", "", 7, 20000, true}, {"欧", "", 7, 20000, true},
        {"123", "any: the record has none", 7, 20000, true}, {"1230", "", 7, 20000, false},       {"", "", 7, 20000, false},                {"obrien", "", 7, 20000, false},
        {"123", "", 8, 20000, false},           {"123", "", 7, 20001, false},         {"0", "", 7, 20000, false},               {"-'.", "", 7, 20000, false},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct association_typed other = {tries[i].exam, {tries[i].day}, text_of(tries[i].candidate), text_of(tries[i].validation)};
        if (association_report_fits(arena, &other, &known) != tries[i].fits) fail_msg("try %zu", i);
    }
    known.validation_id = TEXT("0004 711");
    assert_false(association_report_fits(arena, &typed, &known));
    struct association_typed validated = typed;
    validated.validation_id = TEXT("4711");
    assert_true(association_report_fits(arena, &validated, &known));
    validated.validation_id = TEXT("4712");
    assert_false(association_report_fits(arena, &validated, &known));
    /* Nothing fits a record that is not there, nor one of which nothing of the person is known. */
    known = (struct association_known){0, NO_DAY, TEXT(""), TEXT(""), TEXT(""), TEXT("")};
    assert_false(association_report_fits(arena, &(struct association_typed){0, NO_DAY, TEXT(""), TEXT("")}, &known));
    known.exam_id = 7;
    known.exam_day.number = 20000;
    assert_false(association_report_fits(arena, &(struct association_typed){7, {20000}, TEXT(""), TEXT("")}, &known));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_day_that_has_not_come_is_refused),
        ON_BOTH(an_exam_on_friday_opens_on_the_make_up_saturday),
        ON_BOTH(whatever_is_wrong_the_answer_is_the_same),
        ON_BOTH(nobody_tries_for_long),
        ON_BOTH(what_is_in_another_account_says_so),
        ON_BOTH(a_form_sent_again_is_answered_whatever_the_limits_say),
        ON_BOTH(a_form_sent_again_gets_the_first_answer_again),
        ON_BOTH(who_comes_second_is_too_late),
        ON_BOTH(a_bar_is_not_lifted_by_a_score_report),
        ON_BOTH(a_bar_is_lifted_by_a_decision),
        ON_BOTH(a_letter_to_the_former_mailbox_proves_nothing),
        ON_BOTH(whoever_reads_the_mailbox_disputes_it),
        cmocka_unit_test(what_is_let_go_while_it_is_disputed_comes_to_who_disputes_it), cmocka_unit_test(what_comes_to_another_while_it_is_disputed_is_unbound),
        ON_BOTH(the_second_claimant_has_a_case),
        ON_BOTH(the_second_claimant_has_a_case_after_many_questions),
        ON_BOTH(what_staff_have_decided_no_clock_decides_anew),
        ON_BOTH(what_a_case_has_given_no_clock_takes),
        ON_BOTH(a_score_report_disputes_its_record),
        ON_BOTH(what_was_done_by_a_letter_is_disputed_by_it),
        ON_BOTH(who_disputes_by_a_letter_hears_the_end),
        ON_BOTH(staff_see_that_who_disputes_by_a_letter_reads_their_reason),
        ON_BOTH(who_disputed_a_record_hears_the_end_and_nobody_else),
        ON_BOTH(a_refused_letter_does_not_tell_the_mailbox_in_the_record),
        ON_BOTH(a_cooling_off_past_the_calendar_is_provisional), ON_BOTH(a_cooling_off_is_counted_again),
        ON_BOTH(a_lost_mailbox_is_recovered_by_a_case),
        ON_BOTH(a_lost_mailbox_is_recovered_for_the_account_that_is_left),
        ON_BOTH(the_old_mailboxs_reader_objects), ON_BOTH(who_objected_is_told_what_was_decided),
        ON_BOTH(two_of_the_staff_where_the_body_wants_it),
        ON_BOTH(a_record_without_a_mailbox_needs_a_case),
        ON_BOTH(what_another_account_has_is_asked_for_without_its_mailbox), ON_BOTH(who_has_it_is_heard), ON_BOTH(who_has_it_does_not_decide_whose_it_is),
        ON_BOTH(who_has_it_by_its_report_does_not_learn_who_asks), ON_BOTH(who_has_it_is_told_what_becomes_of_it),
        ON_BOTH(who_claims_is_not_written_to_in_a_mailbox_that_he_has_not_shown_to_read), ON_BOTH(who_claims_is_told_where_he_has_shown_that_he_reads),
        ON_BOTH(who_disputes_by_a_letter_without_a_mailbox_of_her_own_hears_the_end),
        ON_BOTH(what_is_found_by_evidence_comes_before_the_mailbox), ON_BOTH(what_is_found_by_evidence_goes_on_against_who_has_it_then),
        ON_BOTH(what_no_mailbox_is_known_for_is_asked_for_all_the_same),
        ON_BOTH(nobody_decides_about_a_row_of_his_own),
        ON_BOTH(a_row_comes_in_under_nobody_elses_mailbox_unawares),
        ON_BOTH(what_was_taken_out_is_known_by_its_international_mailbox),
        ON_BOTH(an_exam_is_looked_for_by_what_is_known_of_it),
        ON_BOTH(the_last_intake_is_when_the_newest_file_came),
        ON_BOTH(an_exam_on_hold_is_said_to_be_held),
        ON_BOTH(an_appointment_that_was_moved_or_cancelled_is_told),
        ON_BOTH(an_open_case_about_it_is_led_to),
        ON_BOTH(the_answer_tells_nothing_of_others),
        cmocka_unit_test(reports_are_compared_as_people_type_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
