/* What the files of this door share: its pages and handlers. */
#ifndef DOOR_DESK_DESK_INSIDE_H
#define DOOR_DESK_DESK_INSIDE_H

#include "award/award.h"
#include "door/desk/desk.h"

/* Which record goes with which template; see desk_pages.c. */
enum desk_page {
    DESK_PAGE_SIGN_IN, DESK_PAGE_ENROL, DESK_PAGE_CODES, DESK_PAGE_STAFF, DESK_PAGE_MEMBER, DESK_PAGE_LETTERS, DESK_PAGE_LETTER,
    DESK_PAGE_WORK, DESK_PAGE_INTAKE, DESK_PAGE_FILE, DESK_PAGE_ROWS, DESK_PAGE_ASIDE, DESK_PAGE_DEMOGRAPHIC,
    DESK_PAGE_CATALOGUE, DESK_PAGE_CATALOGUE_PROPOSAL, DESK_PAGE_CATALOGUE_VERSION,
    DESK_PAGE_PEOPLE, DESK_PAGE_PERSON, DESK_PAGE_UNHELD, DESK_PAGE_JOURNAL, DESK_PAGE_CERTIFICATE,
    DESK_PAGE_UNBINDINGS, DESK_PAGE_UNBINDING, DESK_PAGE_NEAR, DESK_PAGE_NEAR_ONE, DESK_PAGE_MERGES, DESK_PAGE_MERGE,
    DESK_PAGE_CASES, DESK_PAGE_CASE,
    DESK_PAGE_PACKAGES, DESK_PAGE_PACKAGE, DESK_PAGE_SCAN, DESK_PAGE_NUMBERS, DESK_PAGE_DELIVERIES,
    DESK_PAGE_COUNT
};

/* How many days something has waited. */
int64_t desk_days_since(const struct context *context, struct instant since);

extern const struct route desk_routes[];
extern const struct page_binding desk_pages[DESK_PAGE_COUNT];

/* The account of that user name or number, as staff type it. RESULT_NONE. */
MUST_CHECK desk_account_named(struct visit *visit, struct text name, int64_t *id);

/* What became of a certificate, by its history and its earlier revisions: `turns` is filled with desk_turn_row, by day. */
void desk_turns_of(struct visit *visit, const struct certificate *certificate, const struct list *history, const struct list *revisions, struct list *turns);

/* Handlers, by file. */
enum result desk_sign_in_form(struct visit *visit), desk_sign_in(struct visit *visit), desk_sign_in_passkey(struct visit *visit), desk_sign_in_again(struct visit *visit, int status),
    desk_sign_out(struct visit *visit), desk_enrol_form(struct visit *visit), desk_enrol_show(struct visit *visit), desk_enrol(struct visit *visit),
    desk_enrol_again(struct visit *visit, int status);
enum result desk_staff(struct visit *visit), desk_staff_add(struct visit *visit), desk_staff_again(struct visit *visit, int status), desk_member(struct visit *visit),
    desk_member_change(struct visit *visit), desk_member_again(struct visit *visit, int status);
enum result desk_act(struct visit *visit), desk_act_end(struct visit *visit);
enum result desk_work(struct visit *visit), desk_home(struct visit *visit);
enum result desk_letters(struct visit *visit), desk_letter(struct visit *visit), desk_letter_again(struct visit *visit, int status), desk_letter_act(struct visit *visit);
enum result desk_intake(struct visit *visit), desk_intake_again(struct visit *visit, int status), desk_intake_upload(struct visit *visit), desk_file(struct visit *visit),
    desk_rows(struct visit *visit), desk_rows_again(struct visit *visit, int status), desk_row_decide(struct visit *visit), desk_row_again(struct visit *visit, int status), desk_code(struct visit *visit), desk_code_again(struct visit *visit, int status), desk_rows_rerun(struct visit *visit),
    desk_aside(struct visit *visit), desk_aside_again(struct visit *visit, int status), desk_aside_take_back(struct visit *visit);
enum result desk_demographic(struct visit *visit), desk_demographic_again(struct visit *visit, int status), desk_demographic_send(struct visit *visit),
    desk_demographic_answer(struct visit *visit), desk_demographic_file(struct visit *visit);
enum result desk_catalogue(struct visit *visit), desk_catalogue_again(struct visit *visit, int status), desk_catalogue_check(struct visit *visit), desk_catalogue_load(struct visit *visit),
    desk_catalogue_load_again(struct visit *visit, int status), desk_catalogue_version(struct visit *visit), desk_catalogue_text(struct visit *visit),
    desk_catalogue_proposal(struct visit *visit), desk_catalogue_proposal_again(struct visit *visit, int status), desk_catalogue_proposal_act(struct visit *visit), desk_catalogue_proposal_text(struct visit *visit);
enum result desk_people(struct visit *visit), desk_people_find(struct visit *visit), desk_people_again(struct visit *visit, int status), desk_person(struct visit *visit), desk_unheld(struct visit *visit),
    desk_journal(struct visit *visit), desk_journal_again(struct visit *visit, int status);

enum result desk_unbindings(struct visit *visit), desk_unbindings_again(struct visit *visit, int status), desk_unbinding_open(struct visit *visit), desk_unbinding(struct visit *visit),
    desk_unbinding_again(struct visit *visit, int status), desk_unbinding_act(struct visit *visit);
enum result desk_near(struct visit *visit), desk_near_again(struct visit *visit, int status), desk_near_find(struct visit *visit), desk_near_one(struct visit *visit),
    desk_near_one_again(struct visit *visit, int status), desk_near_act(struct visit *visit);
enum result desk_merges(struct visit *visit), desk_merges_again(struct visit *visit, int status), desk_merge_propose(struct visit *visit), desk_merge(struct visit *visit),
    desk_merge_again(struct visit *visit, int status), desk_merge_act(struct visit *visit);
enum result desk_certificate(struct visit *visit), desk_certificate_again(struct visit *visit, int status), desk_certificate_act(struct visit *visit);
enum result desk_cases(struct visit *visit), desk_case(struct visit *visit), desk_case_again(struct visit *visit, int status), desk_case_evidence(struct visit *visit),
    desk_case_message(struct visit *visit), desk_case_note(struct visit *visit), desk_case_answer(struct visit *visit), desk_case_decide(struct visit *visit),
    desk_case_send_back(struct visit *visit);
enum result desk_packages(struct visit *visit), desk_packages_again(struct visit *visit, int status), desk_packages_act(struct visit *visit), desk_package(struct visit *visit),
    desk_package_again(struct visit *visit, int status), desk_package_act(struct visit *visit), desk_scan(struct visit *visit), desk_scan_again(struct visit *visit, int status),
    desk_scan_take(struct visit *visit), desk_numbers(struct visit *visit), desk_numbers_again(struct visit *visit, int status), desk_numbers_upload(struct visit *visit),
    desk_deliveries(struct visit *visit), desk_deliveries_again(struct visit *visit, int status), desk_deliveries_upload(struct visit *visit), desk_deliveries_settle(struct visit *visit);

#endif
