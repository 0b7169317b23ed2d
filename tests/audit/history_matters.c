/* What people have to decide, and what is told to providers. */
#include "audit/history_matters.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "association/association_provider.h"
#include "account/account.h"
#include "association/association_merge.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "award/award_near.h"
#include "award/award_name.h"
#include "award/award_stop.h"
#include "case/case.h"
#include "intake/intake_demographic.h"

static const char pdf[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

static struct case_evidence a_letter(struct town *town)
{
    struct case_evidence evidence;
    assert_ok(case_evidence_read(town->context, TEXT("letter of the firm.pdf"), (struct bytes){(const unsigned char *)pdf, sizeof pdf - 1}, &evidence));
    return evidence;
}

/* --- Associations --- */

static int64_t ask_by_report(struct town *town, const char *registration, const char *exam)
{
    struct association_report report = {.provider = TEXT("pearson-vue"), .exam_code = text_of(exam), .registration_id = text_of(registration), .candidate = TEXT("C12")};
    struct association_report_answer answer;
    assert_true(day_parse(TEXT("2026-01-07"), &report.exam_day));
    assert_ok(association_ask_by_report(town->context, &report, false, &answer));
    assert_true(answer.asked);
    return answer.request;
}

static void complete(struct town *town, const char *mailbox)
{
    int64_t records;
    assert_ok(association_complete(town->context, 0, town_token(town, mailbox), TEXT(""), &records));
    assert_int_equal(records, 1);
    town_follow_up(town);
}

/* The actor's tie to the mailbox; NULL: to a single record. */
static struct association_thing tie_to(struct town *town, const char *mailbox)
{
    struct list associations;
    assert_ok(association_list_with_records(town->context, &associations));
    for (size_t i = 0; i < associations.count; i++) {
        const struct association *item = (const struct association *)associations.items + i;
        if (mailbox ? text_is(item->address, mailbox) : item->record_id != 0) return (struct association_thing){item->mailbox_id, item->record_id};
    }
    fail_msg("no such tie");
    return (struct association_thing){0};
}

void history_associations(struct town *town, const struct history_people *people)
{
    struct context *context = town->context;
    struct text number;
    struct case_view view;
    bool effective;

    town_act_as(town, people->ivan);
    (void)ask_by_report(town, "S1", "H13-611");
    complete(town, "ivan.old@example.net");
    assert_true(town_certificate(town, people->ivan, "HCIA-Storage").issued);
    struct case_evidence evidence = a_letter(town);
    assert_ok(association_ask_lost_mailbox(context, ask_by_report(town, "S2", "H13-511"), TEXT("I have left that firm."), &evidence, 1, &number));
    assert_ok(association_ask_to_let_go(context, tie_to(town, NULL), true));
    complete(town, "ivan@example.org");
    assert_true(town_certificate(town, people->ivan, "HCIA-Storage").suspended);

    town_act_as(town, people->kim);
    assert_true(town_certificate(town, people->kim, "HCIA-AI").issued);
    assert_ok(association_ask_to_let_go(context, tie_to(town, "kim.two@example.net"), false));
    complete(town, "kim.two@example.net");
    town_act_as(town, people->lee);
    int64_t records;
    assert_ok(association_complete(context, 0, town_ask(town, "kim.two@example.net"), TEXT(""), &records));
    town_follow_up(town);
    assert_true(town_certificate(town, people->lee, "HCIA-AI").issued);
    assert_false(town_has_certificate(town, people->kim, "HCIA-AI"));

    town_set_time(town, "2026-01-19T02:00:00Z");
    town_act_as_staff(town, people->first);
    assert_ok(case_read(context, number, &view));
    assert_ok(association_decide_lost_mailbox(context, view.id, true, TEXT("The firm confirms it."), &effective));
    assert_true(effective);
    town_follow_up(town);
    assert_true(town_certificate(town, people->ivan, "HCIA-Cloud-Computing").issued);
}

/* --- What had to be let go --- */

STATEMENT(record_of, NULL, "SELECT id FROM exam_record WHERE registration_id = $1");

static int64_t record_id(struct town *town, const char *registration)
{
    int64_t id;
    assert_ok(database_integer(town->context, &record_of, PARAMETERS(registration), &id));
    return id;
}

static int64_t mailbox_id(struct town *town, const char *address)
{
    int64_t id;
    assert_ok(intake_mailbox_known(town->context, text_of(address), &id));
    return id;
}

static int64_t open_unbinding(struct town *town, int64_t mailbox, int64_t record, enum unbinding_cause cause, int64_t claimant, const char *reason)
{
    int64_t id;
    const struct unbinding_opening opening = {.mailbox = mailbox, .record = record, .cause = cause, .claimant = claimant, .reason = text_of(reason)};
    assert_ok(unbinding_open(town->context, &opening, &id));
    return id;
}

void history_unbindings(struct town *town, const struct history_people *people)
{
    assert_true(town_certificate(town, people->wei, "HCIA-Cloud-Computing").issued);
    town_act_as(town, people->zhang);
    (void)open_unbinding(town, mailbox_id(town, "shared@example.net"), 0, UNBINDING_OWNER, people->zhang, "");
    town_act_as_staff(town, people->first);
    (void)open_unbinding(town, 0, record_id(town, "W2"), UNBINDING_STAFF, 0, "It is said to be another person's.");
}

void history_unbindings_later(struct town *town, const struct history_people *people)
{
    struct context *context = town->context;
    struct list list;
    bool effective;
    assert_true(town_certificate(town, people->wei, "HCIA-Cloud-Computing").withdrawn);
    assert_true(town_certificate(town, people->zhang, "HCIA-Cloud-Computing").issued);
    town_act_as_staff(town, people->first);
    assert_ok(unbinding_list(context, UNBINDINGS_ALL, people->wei, 10, &list));
    assert_int_equal(list.count, 2);
    for (size_t i = 0; i < list.count; i++) {
        const struct unbinding_view *view = (const struct unbinding_view *)list.items + i;
        assert_true(view->done);
        if (view->of_record) assert_ok(unbinding_undo(context, view->id, TEXT("It was his after all."), &effective));
    }
    town_follow_up(town);
    assert_true(town_certificate(town, people->wei, "HCIA-AI").issued);
}

void history_unbindings_open(struct town *town, const struct history_people *people)
{
    struct context *context = town->context;
    bool effective;
    town_act_as_staff(town, people->first);
    (void)open_unbinding(town, 0, record_id(town, "E1"), UNBINDING_STAFF, 0, "A first look.");
    int64_t objected = open_unbinding(town, mailbox_id(town, "dora@example.org"), 0, UNBINDING_STAFF, 0, "A second look.");
    int64_t dropped = open_unbinding(town, mailbox_id(town, "gina@example.org"), 0, UNBINDING_STAFF, 0, "A third look.");
    assert_ok(unbinding_decide(context, dropped, false, TEXT("Nothing was wrong."), &effective));
    assert_true(effective);
    town_act_as(town, people->dora);
    assert_ok(unbinding_object(context, objected, TEXT("It is mine."), NULL, 0));
    town_follow_up(town);
}

/* --- Cases --- */

struct opened {
    const struct case_opening *opening;
    int64_t id;
};

static enum result open_it(struct context *context, void *data)
{
    struct opened *opened = data;
    return case_open(context, opened->opening, &opened->id, NULL);
}

static int64_t open_case(struct town *town, const struct case_opening *opening)
{
    struct opened opened = {opening, 0};
    assert_ok(database_transaction(town->context, open_it, &opened));
    return opened.id;
}

static void decide(struct town *town, int64_t staff, int64_t id, enum case_outcome outcome, const char *reason, bool expected)
{
    const struct case_decision decision = {outcome, text_of(reason), true};
    bool effective;
    town_act_as_staff(town, staff);
    assert_ok(case_decide(town->context, id, &decision, &effective));
    assert_int_equal(effective, expected);
}

/* Of two catalogues that one of the staff has proposed, one is rejected and one waits. */
static void propose_catalogues(struct town *town, const struct history_people *people)
{
    static struct catalogue_problems problems;
    struct catalogue_differences differences;
    const struct catalogue *catalogue;
    struct list proposals;
    bool effective;
    assert_ok(catalogue_current(town->context, &catalogue));
    const struct catalogue_wish wish = {.file = TEXT("harder.txt"), .text = text_of(town_catalogue(town, "huawei.txt", "  requires:\n    exam H12-811\n", "  requires:\n    exam H12-811\n    exam H12-725\n")), .over = catalogue->version,
                                        .reason = TEXT("The body has decided \"so\"."), .takes_away = true};
    town_second_person(town, true);
    town_act_as_staff(town, people->second);
    for (int i = 0; i < 2; i++) {
        assert_ok(catalogue_load_over(town->context, &wish, &problems, &differences, &effective));
        assert_false(effective);
    }
    town_act_as_staff(town, people->first);
    assert_ok(catalogue_proposals(town->context, &proposals));
    assert_ok(catalogue_reject(town->context, ((const struct catalogue_proposal *)proposals.items)->id, TEXT("Once is enough.")));
    town_second_person(town, false);
    town_act_as(town, 0);
}

void history_cases(struct town *town, const struct history_people *people)
{
    struct context *context = town->context;
    struct text number;
    struct case_view view;

    /* A question, answered. */
    town_act_as(town, people->alice);
    assert_ok(case_ask(context, &(struct case_question){.words = TEXT("When does my certificate come?"), .page = TEXT("/certificates")}, &number));
    assert_ok(case_read(context, number, &view));
    town_act_as_staff(town, people->first);
    assert_ok(case_answer(context, view.id, TEXT("On Monday.")));

    /* A lost mailbox with evidence, granted by two; and one that Alice has taken back. */
    town_second_person(town, true);
    const struct case_opening lost = {.kind = CASE_LOST_MAILBOX, .account = people->alice, .words = TEXT("I have left that firm."), .not_before = NO_DAY, .due = NO_DAY, .tell = true};
    struct case_evidence evidence = a_letter(town);
    town_act_as(town, people->alice);
    int64_t id = open_case(town, &lost);
    assert_ok(case_attach(context, id, &evidence));
    town_act_as_staff(town, people->first);
    assert_ok(case_note(context, id, TEXT("The firm confirms it.")));
    decide(town, people->first, id, CASE_GRANTED, "The firm confirms that you have left.", false);
    town_act_as_staff(town, people->second);
    assert_ok(case_send_back(context, id, TEXT("Who at the firm?")));
    decide(town, people->first, id, CASE_GRANTED, "The firm's director confirms that you have left.", false);
    decide(town, people->second, id, CASE_GRANTED, "The firm's director confirms that you have left.", true);
    town_second_person(town, false);
    town_act_as(town, people->alice);
    assert_ok(case_withdraw(context, open_case(town, &lost)));

    /* Bob's name is corrected, and his certificates get their next revision. */
    town_act_as(town, people->bob);
    assert_ok(award_ask_name(context, TEXT("Robert Li"), TEXT("李"), TEXT("As in my passport."), &evidence, 1, &number));
    assert_ok(case_read(context, number, &view));
    bool effective;
    town_act_as_staff(town, people->first);
    assert_ok(award_decide_name(context, view.id, true, TEXT("By the passport."), &effective));
    assert_true(effective);
    town_follow_up(town);

    /* The staff revoke a certificate of Dora's, and give it back: it has expired. */
    const struct award_stop_wish turns[] = {{TEXT(""), AWARD_REVOKE, TEXT("Another person sat the exam.")}, {TEXT(""), AWARD_GIVE_BACK, TEXT("It was not he.")}};
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        struct award_stop_wish turn = turns[i];
        turn.number = town_certificate(town, people->dora, "HCIA-Storage").number;
        town_act_as_staff(town, people->first);
        assert_ok(award_stop(context, &turn, &effective));
        assert_true(effective);
        town_follow_up(town);
    }

    /* One that cools off, one that waits for its second person. */
    struct case_opening cooling = lost;
    cooling.account = people->bob;
    cooling.not_before = (struct day){instant_day_utc(context_now(context)).number + 10};
    town_act_as(town, people->bob);
    (void)open_case(town, &cooling);
    town_second_person(town, true);
    town_act_as(town, people->emil);
    const struct case_opening name = {.kind = CASE_NAME, .account = people->emil, .wish = TEXT("{\"name_latin\":\"Emil Hubér\"}"), .not_before = NO_DAY, .due = NO_DAY};
    decide(town, people->second, open_case(town, &name), CASE_GRANTED, "By the passport.", false);
    town_second_person(town, false);
    town_act_as(town, 0);
    propose_catalogues(town, people);
}

/* --- The address at the provider --- */

static enum result keep_nothing(struct context *context, void *data, struct text name, struct text content)
{
    return RESULT_OK;
}

static void send_all(struct town *town)
{
    struct text name;
    int64_t count;
    town_act_as(town, 0);
    assert_ok(intake_demographic_send(town->context, TEXT("pearson-vue"), keep_nothing, NULL, &name, &count));
}

static void answer(struct town *town, const char *name, const char *content)
{
    char folder[] = "/tmp/testamur-history-XXXXXX";
    struct demographic_outcome outcome;
    assert_non_null(mkdtemp(folder));
    struct text path = text_printf(town->context->arena, "%s/%s", folder, name);
    FILE *file = fopen(path.bytes, "wb");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_ok(intake_demographic_answer(town->context, TEXT("pearson-vue"), path, &outcome));
    assert_int_equal(outcome.rows, 1);
    unlink(path.bytes);
    rmdir(folder);
}

static void change_address(struct town *town, int64_t account, const char *address)
{
    int64_t queued;
    town_act_as(town, account);
    assert_ok(association_change_at_provider(town->context, text_of(address), &queued));
    assert_int_equal(queued, 1);
}

#define ANSWER "ClientCandidateID\tStatus\tDate\tMessage\n"

/* Bob's was accepted, Emil's not; Dora's went with a file that failed as a whole; Alice's is on its way, and a newer one of hers waits. */
void history_demographics(struct town *town, const struct history_people *people)
{
    change_address(town, people->dora, "dora@example.org");
    send_all(town);
    answer(town, "vcdc-20260112.dat", ANSWER "\tError\t\tfile not understood\n");
    support_forward(town->support, 60);
    change_address(town, people->bob, "bob@example.org");
    change_address(town, people->emil, "emil@example.org");
    change_address(town, people->alice, "alice@example.org");
    send_all(town);
    answer(town, "vcdc-20260113.dat", ANSWER "C2\tAccepted\t\t\n");
    answer(town, "vcdc-20260114.dat", ANSWER "C5\tError\t\tno such candidate\n");
    change_address(town, people->alice, "alice@example.org");
    town_act_as(town, 0);
}

/* --- Accounts of one person --- */

static int64_t merge(struct town *town, int64_t from, const char *name, int64_t into)
{
    struct text proof;
    int64_t other, id;
    town_act_as(town, 0);
    assert_ok(account_set_password(town->context, from, TEXT("kettle-orchard-violin-42")));
    town_act_as(town, into);
    assert_ok(association_merge_prove(town->context, text_of(name), TEXT("kettle-orchard-violin-42"), TEXT(""), &proof, &other));
    assert_int_equal(other, from);
    assert_ok(association_merge(town->context, proof, &id));
    town_follow_up(town);
    return id;
}

/* Nora's becomes Nina's, Otto's only for a while. Pat would earn something with a mailbox that is nobody's: staff have written to him, and have seen that it is another's. */
void history_merges(struct town *town, const struct history_people *people)
{
    int64_t found;
    struct list misses;
    (void)merge(town, people->nora, "nora", people->nina);
    assert_true(town_certificate(town, people->nina, "HCIA-AI").issued);
    int64_t mistake = merge(town, people->otto, "otto", people->nina);
    town_act_as(town, people->otto);
    assert_ok(association_merge_undo(town->context, mistake, &found));
    town_follow_up(town);
    town_act_as(town, 0);
    assert_ok(award_near_find(town->context, &found));
    assert_true(found > 0);
    town_act_as_staff(town, people->first);
    assert_ok(award_near_list(town->context, false, 10, &misses));
    const struct near_miss *miss = misses.items;
    assert_ok(award_near_write(town->context, miss->id));
    assert_ok(award_near_set_aside(town->context, miss->id, true));
    town_act_as(town, 0);
}
