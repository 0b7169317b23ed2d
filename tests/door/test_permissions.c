/* Each act asks by itself who may do it, whatever door it is reached by (SPEC 11.1): here each is called by one of the staff who has every role but those that may. Nothing that he names is there, and he hears that he is not
 * allowed, not that there is no such thing; without the look at it some other answer would come. */
#include "award/town.h"

#include "account/account.h"
#include "account/account_second.h"
#include "account/account_staff.h"
#include "association/association_merge.h"
#include "association/association_provider.h"
#include "association/association_unbinding.h"
#include "association/association_unbinding_open.h"
#include "audit/audit.h"
#include "audit/audit_findings.h"
#include "award/award_name.h"
#include "award/award_near.h"
#include "award/award_stop.h"
#include "catalogue/catalogue.h"
#include "intake/intake_demographic.h"
#include "intake/intake_demographic_inside.h"
#include "package/package.h"
#include "package/package_address.h"
#include "package/package_dispatch.h"
#include "package/package_event.h"
#include "package/package_inside.h"
#include "package/package_papers.h"
#include "package/package_replacement.h"
#include "package/package_staff.h"
#include "people/people.h"
#include "people/people_work.h"

static void act_without(struct town *town, enum permission permission)
{
    unsigned roles = 0;
    for (int i = 0; i < ROLE_COUNT; i++)
        if (!audit_allows(&(struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = 1u << i}, permission)) roles |= 1u << i;
    town->context->actor = (struct actor){.kind = ACTOR_STAFF, .account = 1, .roles = roles};
}

#define refused_without(PERMISSION, EXPRESSION) (act_without(town, PERMISSION), assert_refused("audit.not_allowed", EXPRESSION))

static void what_a_candidate_does_for_himself_nobody_of_the_staff_does(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-13T08:00:00Z", NULL);
    struct context *context = town->context;
    struct list list;
    struct text text, codes[ACCOUNT_RECOVERY_CODES];
    int64_t number;
    bool flag;

    refused_without(MAY_ACT_FOR_ACCOUNT, account_end_session(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, account_change_profile(context, &(struct account_profile){.phone = TEXT("")}, NULL, NULL));
    refused_without(MAY_ACT_FOR_ACCOUNT, account_change_password(context, TEXT("old"), TEXT("new")));
    refused_without(MAY_ACT_FOR_ACCOUNT, account_second_read(context, &(struct account_second){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, account_second_offer(context, TEXT("nonce"), &(struct account_second_offer){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, account_second_set_up(context, TEXT("nonce"), TEXT("password"), TEXT("123456"), codes));

    refused_without(MAY_ACT_FOR_ACCOUNT, association_ask(context, TEXT("li@example.com"), ASSOCIATION_OF_RECORDS, false, &flag));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_ask_by_report(context, &(struct association_report){.provider = TEXT("")}, false, &(struct association_report_answer){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_ask_lost_mailbox(context, 1, TEXT("It is closed."), NULL, 0, &text));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_ask_to_let_go(context, (struct association_thing){.mailbox = 1}, false));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_change_at_provider(context, TEXT("li@example.com"), &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_complete(context, 1, TEXT("token"), TEXT("123456"), &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_left(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_list(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_lost_cases(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_open_letters(context, 1, 2, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_request_of(context, 1, &(struct association_request){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_request_of_letter(context, 1, &(struct association_request){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_requests(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_revoked(context, &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_where(context, &(struct association_question){.exam_code = TEXT(""), .registration_id = TEXT(""), .mailbox = TEXT(""), .exam_day = NO_DAY}, &(struct association_whereabouts){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_withdraw(context, 1));

    refused_without(MAY_ACT_FOR_ACCOUNT, association_merge(context, TEXT("proof"), &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_merge_prove(context, TEXT("li"), TEXT("password"), TEXT(""), &text, &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_merge_proven(context, TEXT("proof"), &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_merge_undo(context, 1, &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_merge_undo_things(context, 1, &(struct association_merge_view){0}, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, association_merge_waits(context, &list));

    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_disputed_names(context, 1, &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_let_go(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_list_beside(context, 1, &list, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_list_claims(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_list_left(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_list_own(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_object(context, 1, TEXT("It is mine."), NULL, 0));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_other_name(context, 1, &flag));
    refused_without(MAY_ACT_FOR_ACCOUNT, unbinding_other_names(context, 1, 1, &number));

    refused_without(MAY_ACT_FOR_ACCOUNT, award_ask_name(context, TEXT("Li Wei"), TEXT(""), TEXT("So it is."), NULL, 0, &text));
    refused_without(MAY_ACT_FOR_ACCOUNT, award_name_to_print(context, &(struct award_naming){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, award_reset_code(context, TEXT("HW26-1")));
    refused_without(MAY_ACT_FOR_ACCOUNT, case_list_own(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, case_withdraw(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, letter_list(context, 0, 10, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, letter_read(context, 1, &(struct letter_view){0}));

    refused_without(MAY_ACT_FOR_ACCOUNT, package_address_add(context, &(struct package_address){.country = TEXT("DE")}, &number));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_address_change(context, &(struct package_address){.country = TEXT("DE")}));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_address_list(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_address_prefer(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_address_remove(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_apply(context, TEXT("HW26-1"), TEXT(""), &text, &flag));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_ask_replacement(context, TEXT("P1"), TEXT("It is torn."), NULL, 0, &text));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_cancel(context, TEXT("P1")));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_choose_address(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_choose_certificate(context, TEXT("HW26-1"), 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_choose_mailbox(context, 1));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_draft_read(context, &(struct package_draft){0}));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_forget_draft(context));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_list_own(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_offers(context, &list));
    refused_without(MAY_ACT_FOR_ACCOUNT, package_readdress(context, TEXT("P1"), 1));
    town_free(town);
}
BOTH_ENGINES(what_a_candidate_does_for_himself_nobody_of_the_staff_does)

static void of_the_staff_each_does_what_his_roles_let_him(enum database_engine engine)
{
    struct town *town = town_new(engine, "2026-02-13T08:00:00Z", NULL);
    struct context *context = town->context;
    struct list list;
    struct text text;
    struct bytes bytes;
    int64_t number, record;
    bool flag;
    struct instant instant;
    const struct intake_profile *profile;
    struct catalogue_problems problems;
    struct catalogue_differences differences = {.count = 0};
    enum intake_fate fate;
    struct case_view question;

    context->actor = (struct actor){.kind = ACTOR_NOBODY};
    assert_ok(case_ask(context, &(struct case_question){.words = TEXT("When?"), .address = TEXT("li@example.com"), .page = TEXT(""), .problem = TEXT("")}, &text));
    town_act_as(town, 0);
    assert_ok(case_read(context, text, &question));

    refused_without(MAY_SEE_DESK, account_act_as_end(context));
    refused_without(MAY_SEE_DESK, account_sign_out(context));
    refused_without(MAY_ACT_AS_CANDIDATE, account_act_as(context, 1));
    refused_without(MAY_READ_PEOPLE, account_sessions(context, 0, &list));
    refused_without(MAY_DECIDE_CASES, account_correct_names(context, 1, TEXT("Li Wei"), TEXT("")));
    refused_without(MAY_ADD_ACCOUNTS, account_add(context, TEXT("li"), TEXT("li@example.com"), TEXT(""), TEXT(""), &number));
    refused_without(MAY_ADD_ACCOUNTS, account_set_password(context, 1, TEXT("seven green lamps by the river")));
    refused_without(MAY_ADD_ACCOUNTS, account_second_remove(context, 1));
    refused_without(MAY_ADD_ACCOUNTS, association_take_over(context, 1, TEXT("li@example.com")));
    refused_without(MAY_SET_CLOCK, account_move_sessions(context, 1));
    refused_without(MAY_READ_STAFF, account_staff_list(context, &list));
    refused_without(MAY_READ_STAFF, account_staff_read(context, 1, &(struct account_staff){0}));
    refused_without(MAY_MANAGE_STAFF, account_staff_demonstration_code(context, 1, &text));
    refused_without(MAY_MANAGE_STAFF, account_staff_end(context, 1));
    refused_without(MAY_MANAGE_STAFF, account_staff_link(context, 1, &text));
    refused_without(MAY_MANAGE_STAFF, account_staff_set(context, 1, ROLE_SUPPORT));

    refused_without(MAY_READ_REGISTER, association_list_of(context, 0, &list));
    refused_without(MAY_READ_REGISTER, association_records(context, 0, 10, &list));
    refused_without(MAY_READ_REGISTER, association_merge_leaving(context, 1, 0, &number, &record, &list));
    refused_without(MAY_READ_REGISTER, association_merges(context, 0, &list));
    refused_without(MAY_REBUILD_ASSOCIATIONS, association_rebuild(context, &(struct association_rebuilt){0}));
    refused_without(MAY_DECIDE_CASES, association_decide_lost_mailbox(context, 1, true, TEXT("It is his."), &flag));
    refused_without(MAY_READ_CASES, association_lost_mailbox(context, 1, &(struct association_lost_mailbox){0}));
    refused_without(MAY_JUDGE_NEAR_MISSES, association_merge_propose(context, 1, 2));
    refused_without(MAY_READ_PEOPLE, association_merge_goes_back(context, 1, &list));
    refused_without(MAY_READ_PEOPLE, association_merge_read(context, 1, &(struct association_merge_view){0}));
    refused_without(MAY_READ_PEOPLE, association_merges_proposed(context, &(struct association_merge_count){0}));
    refused_without(MAY_READ_PEOPLE, association_merges_to_undo(context, &list));
    refused_without(MAY_UNBIND, association_merge_send_back(context, 1));
    refused_without(MAY_UNBIND, association_merge_undo_by_staff(context, 1, TEXT("They are two."), &flag));

    refused_without(MAY_UNBIND, unbinding_find(context, TEXT("li@example.com"), &number, &record));
    refused_without(MAY_UNBIND, unbinding_case_there(context, 1, 0, &text));
    refused_without(MAY_UNBIND, unbinding_open(context, &(struct unbinding_opening){.mailbox = 1, .cause = UNBINDING_STAFF, .reason = TEXT("It is another's.")}, NULL));
    refused_without(MAY_UNBIND, unbinding_pause(context, 1, TEXT("We look at it.")));
    refused_without(MAY_UNBIND, unbinding_resume(context, 1, TEXT("We have looked.")));
    refused_without(MAY_UNBIND, unbinding_decide(context, 1, true, TEXT("It is another's."), &flag));
    refused_without(MAY_UNBIND, unbinding_undo(context, 1, TEXT("It was his."), &flag));
    refused_without(MAY_READ_CASES, unbinding_counts(context, &(struct unbinding_count){0}, &(struct unbinding_count){0}));
    refused_without(MAY_READ_CASES, unbinding_list(context, UNBINDINGS_ALL, 0, 10, &list));
    refused_without(MAY_READ_CASES, unbinding_list_claimed(context, 1, 10, &list));
    refused_without(MAY_READ_CASES, unbinding_list_holding(context, 1, &list));
    refused_without(MAY_READ_CASES, unbinding_undo_preview(context, 1, &(struct unbinding_undoing){0}));

    refused_without(MAY_READ_REGISTER, audit_heads(context, &list));
    refused_without(MAY_READ_REGISTER, audit_findings(context, 2, NULL, &(struct audit_report){0}));
    refused_without(MAY_READ_REGISTER, award_certificates(context, 0, 10, &list));
    refused_without(MAY_READ_REGISTER, award_explain(context, 0, TEXT("HCIA-Datacom"), &(struct explanation){0}));
    refused_without(MAY_READ_REGISTER, award_preview(context, &(struct award_preview){.account = 0}, &list));
    refused_without(MAY_EVALUATE, award_evaluate_all(context, false, 10, &list, &number));
    refused_without(MAY_EVALUATE, award_near_find(context, &number));
    refused_without(MAY_EVALUATE, award_remind(context, &number));
    refused_without(MAY_LOAD_CATALOGUE, award_foresee(context, &differences, 0, &(struct award_foreseen){0}));
    refused_without(MAY_READ_NEAR_MISSES, award_near_asked(context, &flag));
    refused_without(MAY_READ_NEAR_MISSES, award_near_list(context, false, 10, &list));
    refused_without(MAY_READ_NEAR_MISSES, award_near_read(context, 1, &(struct near_miss){0}));
    refused_without(MAY_JUDGE_NEAR_MISSES, award_near_ask(context));
    refused_without(MAY_JUDGE_NEAR_MISSES, award_near_set_aside(context, 1, true));
    refused_without(MAY_JUDGE_NEAR_MISSES, award_near_write(context, 1));
    refused_without(MAY_READ_PEOPLE, award_stop_read(context, TEXT("HW26-1"), &(struct award_stop_view){0}));
    refused_without(MAY_DECIDE_CASES, award_stop(context, &(struct award_stop_wish){.number = TEXT("HW26-1"), .reason = TEXT("It is looked into.")}, &flag));

    refused_without(MAY_ANSWER_CASES, case_add_message(context, 1, TEXT("Which certificate?"), false));
    refused_without(MAY_ANSWER_CASES, case_answer(context, 4711, TEXT("On Monday.")));
    refused_without(MAY_ANSWER_CASES, case_note(context, 1, TEXT("Called.")));
    refused_without(MAY_ANSWER_CASES, case_decide(context, question.id, &(struct case_decision){.outcome = CASE_ANSWERED, .reason = TEXT("On Monday.")}, &flag));
    refused_without(MAY_DECIDE_CASES, case_reopen(context, 1, TEXT("Look again.")));
    refused_without(MAY_DECIDE_CASES, case_send_back(context, 1, TEXT("Look again.")));
    refused_without(MAY_READ_CASES, case_counts(context, &list));
    refused_without(MAY_READ_CASES, case_list(context, &(struct case_filter){0}, 10, &list));
    refused_without(MAY_READ_CASES, case_reached(context, &(struct case_view){.wish = TEXT("{}")}, &flag));
    refused_without(MAY_READ_CASES, case_read(context, TEXT("1"), &(struct case_view){0}));

    refused_without(MAY_READ_CATALOGUE, catalogue_export(context, &text));
    refused_without(MAY_READ_CATALOGUE, catalogue_version(context, 1, &(struct catalogue_past){0}));
    refused_without(MAY_READ_CATALOGUE, catalogue_versions(context, &list));
    refused_without(MAY_LOAD_CATALOGUE, catalogue_check(context, TEXT("a.txt"), TEXT("exam H12-811\n"), &problems, &differences));
    refused_without(MAY_LOAD_CATALOGUE, catalogue_load_over(context, &(struct catalogue_wish){.file = TEXT("a.txt"), .text = TEXT("exam H12-811\n")}, &problems, &differences, &flag));
    refused_without(MAY_LOAD_CATALOGUE, catalogue_add_code(context, TEXT("pearson-vue"), TEXT("DC-2026"), TEXT("H12-811")));
    refused_without(MAY_LOAD_CATALOGUE, intake_unknown_codes(context, &list));
    refused_without(MAY_READ_CATALOGUE, catalogue_proposals(context, &list));
    refused_without(MAY_READ_CATALOGUE, catalogue_proposal(context, 1, &(struct catalogue_proposal){0}));
    refused_without(MAY_LOAD_CATALOGUE, catalogue_confirm(context, 1));
    refused_without(MAY_LOAD_CATALOGUE, catalogue_reject(context, 1, TEXT("No.")));
    bool taken;
    refused_without(MAY_LOAD_CATALOGUE, catalogue_load_calendar(context, &taken));

    refused_without(MAY_IMPORT, intake_file(context, TEXT("pearson-vue"), TEXT("/none"), false, INTAKE_VERDICTS, NULL, NULL, &(struct intake_outcome){0}));
    refused_without(MAY_REMEDY_ROWS, intake_decide(context, 1, INTAKE_IGNORE, TEXT(""), TEXT("An exam of another body."), NULL));
    refused_without(MAY_REMEDY_ROWS, intake_take_back(context, 1));
    act_without(town, MAY_REMEDY_ROWS);
    context->actor.roles &= ~(unsigned)ROLE_CATALOGUE; /* who loads a catalogue runs again what it lets in */
    assert_refused("audit.not_allowed", intake_rerun(context, &(struct intake_outcome){0}));
    refused_without(MAY_READ_INTAKE, intake_fate(context, 1, &fate));
    refused_without(MAY_READ_INTAKE, intake_file_read(context, 1, &(struct intake_file_whole){0}));
    refused_without(MAY_READ_INTAKE, intake_files(context, 0, 10, &list));
    refused_without(MAY_READ_INTAKE, intake_waiting_rows(context, INTAKE_WAITS, 0, 0, 10, &list));
    refused_without(MAY_READ_CASES, intake_demographic_told(context, 1, 1, 0, 10, &list));
    refused_without(MAY_READ_DEMOGRAPHICS, intake_demographic_all(context, 10, &list));
    refused_without(MAY_READ_DEMOGRAPHICS, intake_demographic_file(context, 1, &text, &bytes));
    refused_without(MAY_READ_DEMOGRAPHICS, intake_demographic_files(context, 10, &list));
    refused_without(MAY_READ_DEMOGRAPHICS, intake_demographic_providers(context, &list));
    refused_without(MAY_READ_DEMOGRAPHICS_OF, intake_demographic_of(context, 0, 10, &list));
    refused_without(MAY_SEND_DEMOGRAPHICS, intake_demographic_answer(context, TEXT("pearson-vue"), TEXT("/none"), &(struct demographic_outcome){0}));
    refused_without(MAY_SEND_DEMOGRAPHICS, intake_demographic_profile(context, TEXT("pearson-vue"), &profile));

    refused_without(MAY_READ_LETTERS, letter_look_at(context, 1, &(struct letter_view){0}));
    refused_without(MAY_READ_LETTERS, people_outgoing(context, OUTGOING_HELD, 10, &list));
    refused_without(MAY_HOLD_LETTERS, letter_hold(context, 1));
    refused_without(MAY_HOLD_LETTERS, letter_release(context, 1));

    refused_without(MAY_READ_PEOPLE, package_address_list_of(context, 1, &list));
    refused_without(MAY_READ_PACKAGES, package_counts(context, &(struct package_counts){0}));
    refused_without(MAY_READ_PACKAGES, package_events_refused(context, 10, &list));
    refused_without(MAY_READ_PACKAGES, package_events_refused_count(context, &number, &instant));
    refused_without(MAY_READ_PACKAGES, package_events_settled(context, 10, &list));
    refused_without(MAY_READ_PACKAGES, package_events_unknown(context, 10, &list));
    refused_without(MAY_READ_PACKAGES, package_list(context, PACKAGE_SHOW_WAITING, 10, &list));
    refused_without(MAY_READ_PACKAGES, package_list_account(context, 1, 10, &list));
    refused_without(MAY_READ_PACKAGES, package_printed(context, &(struct package_view){0}, &list));
    refused_without(MAY_READ_PACKAGES, package_read(context, TEXT("P1"), &(struct package_view){0}));
    refused_without(MAY_READ_PACKAGES, package_weeks(context, (struct package_week[PACKAGE_WEEKS]){{.monday = NO_DAY}}, &number));
    refused_without(MAY_SEND_PACKAGES, package_act_many(context, PACKAGE_APPROVE, TEXT(""), &(struct package_outcome){0}));
    refused_without(MAY_SEND_PACKAGES, package_act_one(context, PACKAGE_APPROVE, TEXT("P1")));
    refused_without(MAY_SEND_PACKAGES, package_deliver(context, TEXT("P1"), NO_DAY));
    refused_without(MAY_SEND_PACKAGES, package_event_file(context, TEXT(""), &list));
    refused_without(MAY_SEND_PACKAGES, package_events_settle(context, TEXT("1")));
    refused_without(MAY_SEND_PACKAGES, package_mail(context, TEXT("P1"), &(struct package_mailing){.typed = TEXT("254412284166")})); /* its check digit is wrong: that would be asked about */
    refused_without(MAY_SEND_PACKAGES, package_mail_file(context, TEXT("a,b"), false, false, false, &list));
    refused_without(MAY_SEND_PACKAGES, package_outcome_read(context, 1, &(struct package_outcome){0}));
    refused_without(MAY_SEND_PACKAGES, package_papers(context, PAPERS_LABELS, TEXT("P1"), TEXT(""), &(struct package_papers_made){0}));
    refused_without(MAY_SEND_PACKAGES, package_take(context, TEXT("P1"), &(struct package_room){0}, &(struct package_row){0}));

    refused_without(MAY_READ_PEOPLE, people_find(context, TEXT("li"), &list, &flag));
    refused_without(MAY_READ_PEOPLE, people_read(context, 1, &(struct person){0}));
    refused_without(MAY_READ_PEOPLE, people_records(context, 1, &(struct person_unheld){0}));
    refused_without(MAY_READ_REGISTER, people_compare(context, 1, 0, &(struct person){0}));
    refused_without(MAY_READ_INTAKE, people_claimants(context, TEXT("C1"), TEXT(""), &list));
    refused_without(MAY_READ_INTAKE, people_waiting(context, WORK_ROWS, &(struct people_waiting){0}));
    refused_without(MAY_READ_JOURNAL, people_journal(context, &(struct journal_filter){.first = NO_DAY, .last = NO_DAY}, 10, &list));
    refused_without(MAY_READ_JOURNAL, people_journal_certificate(context, TEXT("HW26-1"), &(struct journal_certificate){0}));
    refused_without(MAY_SEE_DESK, people_weeks(context, (struct people_week[PEOPLE_WEEKS]){{.monday = NO_DAY}}));
    town_free(town);
}
BOTH_ENGINES(of_the_staff_each_does_what_his_roles_let_him)

int main(void)
{
    const struct CMUnitTest tests[] = {ON_BOTH(what_a_candidate_does_for_himself_nobody_of_the_staff_does), ON_BOTH(of_the_staff_each_does_what_his_roles_let_him)};
    return cmocka_run_group_tests_name("permissions", tests, NULL, NULL);
}
