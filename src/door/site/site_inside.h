/* What the files of this door share: its pages and handlers. */
#ifndef DOOR_SITE_SITE_INSIDE_H
#define DOOR_SITE_SITE_INSIDE_H

#include "door/site/site.h"
#include "package/package.h"

/* Which record goes with which template; see site_pages.c. */
enum page_name {
    PAGE_HOME, PAGE_SIGN_UP, PAGE_SIGN_IN, PAGE_CERTIFICATES, PAGE_CERTIFICATE, PAGE_EXAMS, PAGE_ASSOCIATE, PAGE_ASSOCIATED_ALREADY, PAGE_WAITING, PAGE_ACTIVATE,
    PAGE_NOT_ME, PAGE_LETTERS, PAGE_LETTER, PAGE_PROFILE, PAGE_VERIFY, PAGE_VERIFICATION, PAGE_FILE_VERIFICATION, PAGE_MAILBOX, PAGE_MAILBOX_LETTER, PAGE_ADDRESS, PAGE_MERGE, PAGE_MERGE_UNDO, PAGE_UNBINDING,
    PAGE_REPORT, PAGE_REPORT_TAKEN, PAGE_LOST, PAGE_WHERE, PAGE_MAILBOXES, PAGE_LET_GO, PAGE_CASES, PAGE_CASE, PAGE_NAME, PAGE_HELP, PAGE_ANSWER, PAGE_ASK, PAGE_ASKED,
    PAGE_PACKAGES, PAGE_PACKAGE, PAGE_APPLY_MAILBOX, PAGE_APPLY_CERTIFICATE, PAGE_APPLY_ADDRESS, PAGE_APPLY_REVIEW, PAGE_ADDRESSES, PAGE_POSTAL_ADDRESS,
    PAGE_SECOND_STEP, PAGE_SECOND, PAGE_RECOVERY_CODES, PAGE_FORGOTTEN, PAGE_NEW_PASSWORD,
    PAGE_COUNT
};

extern const struct route site_routes[];
extern const struct page_binding site_pages[PAGE_COUNT];

/* The account's requests that wait for their letter to be answered, as waiting_row; `wrong` is the id of the one whose code was just refused. */
MUST_CHECK site_waiting_rows(struct visit *visit, int64_t wrong, struct list *rows);
/* What the page says of the name that certificates will bear: nothing once a certificate was issued, unless `also_fixed`. */
MUST_CHECK site_naming(struct visit *visit, bool also_fixed, struct list *naming);
/* Of them those that would let something go, or the others. */
MUST_CHECK site_waiting_for(struct visit *visit, bool letting_go, struct list *rows);
/* The account that the visitor's own was merged into, which is empty since; empty: none. */
MUST_CHECK site_merged_into(struct visit *visit, struct text *into);
/* No letter reaches the reader: no mailbox is associated with his account, nor was it merged into another, which has its letters. Never of who is not signed in. */
MUST_CHECK site_unreached(struct visit *visit, bool *unreached);
/* The same of who is signed in, for a page that has read his associations (association_list) already. */
MUST_CHECK site_unreached_by(struct visit *visit, const struct list *associations, bool *unreached);
/* The addresses of mailboxes (of association) as their owner knows them, for a page. */
void site_show_mailboxes(struct visit *visit, struct list *associations);
/* The same of association_left. */
void site_show_left(struct visit *visit, struct list *left);
/* What is to leave, on whatever page it stands. */
enum { SITE_UNBINDINGS_A_PAGE = 5 };
/* Leaves of a list the part that the page shows: `most` from about the one on whose number the query's field `name` says. `parts`: the one, of list_part, with the ways to the rest of it; none where the page shows all.
 * They lead to what has the id `name` on the page. */
void site_part(struct visit *visit, const char *name, size_t most, struct list *list, struct list *parts);
/* Exam records as their table shows them: exam_row of exam_record. */
MUST_CHECK site_exam_rows(struct visit *visit, const struct list *records, struct list *rows);
/* Of the providers that have delivered (of intake_last) those by whose score reports a candidate knows them; all where none gives any. */
struct list site_known_providers(struct context *context, const struct list *delivered);
/* The day that stands in a field, as browsers send it: 2026-02-13; NO_DAY where it is empty. REFUSED site.day. */
MUST_CHECK site_day(struct visit *visit, const char *field, struct day *day);

/* The account's addresses to choose from: address_choice. `chosen` 0: the preferred one; before both goes the one that the form's field `address` names. `of`: without the one that this package goes to already; may be NULL. */
MUST_CHECK site_address_choices(struct visit *visit, int64_t chosen, const struct package_view *of, struct list *choices);
/* Of the account's offers that of the certificate, or none where it comes without a package; and how its package stands: package_view of the one that was applied for, or none. */
MUST_CHECK site_certificate_package(struct visit *visit, const struct list *all, int64_t certificate, struct list *offers, struct list *packages);
/* Whoever has signed in goes on where he wanted to be. */
MUST_CHECK site_signed_in(struct visit *visit, struct text token);
/* The page that asks for the code; where the step is over the one that signs in. */
MUST_CHECK site_second_step(struct visit *visit, int status, struct text second);

/* Handlers, by file. */
enum result site_home(struct visit *visit), site_my(struct visit *visit);
enum result site_sign_up_form(struct visit *visit), site_sign_up(struct visit *visit), site_sign_in_form(struct visit *visit), site_sign_in(struct visit *visit),
    site_sign_out(struct visit *visit);
enum result site_sign_in_code(struct visit *visit), site_sign_in_passkey(struct visit *visit), site_second_form(struct visit *visit), site_second_on(struct visit *visit), site_second_codes(struct visit *visit),
    site_second_off(struct visit *visit);
enum result site_certificates(struct visit *visit), site_certificate(struct visit *visit), site_certificate_pdf(struct visit *visit),
    site_certificate_code(struct visit *visit);
enum result site_withdraw(struct visit *visit);
enum result site_exams(struct visit *visit), site_associate_form(struct visit *visit), site_associate(struct visit *visit), site_waiting(struct visit *visit),
    site_complete(struct visit *visit), site_activate_form(struct visit *visit), site_activate_show(struct visit *visit), site_activate(struct visit *visit),
    site_not_me_form(struct visit *visit), site_not_me_show(struct visit *visit), site_not_me(struct visit *visit),
    site_not_me_dispute(struct visit *visit);
enum result site_report_form(struct visit *visit), site_report(struct visit *visit), site_lost_form(struct visit *visit), site_lost(struct visit *visit);
enum result site_where_form(struct visit *visit), site_where(struct visit *visit);
enum result site_mailboxes(struct visit *visit), site_let_go_form(struct visit *visit), site_let_go(struct visit *visit);
enum result site_address_form(struct visit *visit), site_address(struct visit *visit), site_address_again(struct visit *visit, int status);
enum result site_letters(struct visit *visit), site_letter(struct visit *visit), site_letter_resend(struct visit *visit), site_mailbox(struct visit *visit),
    site_mailbox_letter(struct visit *visit);
enum result site_profile_form(struct visit *visit), site_profile(struct visit *visit), site_password(struct visit *visit), site_session_end(struct visit *visit);
enum result site_addresses(struct visit *visit), site_postal_new(struct visit *visit), site_postal_form(struct visit *visit), site_postal_add(struct visit *visit), site_postal_change(struct visit *visit),
    site_postal_act(struct visit *visit), site_postal_again(struct visit *visit, int status), site_addresses_again(struct visit *visit, int status);
enum result site_verify_form(struct visit *visit), site_verify(struct visit *visit), site_verification(struct visit *visit), site_verify_file(struct visit *visit);
enum result site_merge_form(struct visit *visit), site_merge_prove(struct visit *visit), site_merge(struct visit *visit), site_merge_undo_form(struct visit *visit), site_merge_undo(struct visit *visit);
enum result site_unbinding(struct visit *visit), site_unbinding_answer(struct visit *visit);
enum result site_forgotten_form(struct visit *visit), site_forgotten(struct visit *visit), site_new_password_form(struct visit *visit), site_new_password_show(struct visit *visit), site_new_password(struct visit *visit);
enum result site_cases(struct visit *visit), site_case(struct visit *visit), site_case_reply(struct visit *visit), site_case_evidence(struct visit *visit), site_case_withdraw(struct visit *visit);
enum result site_name_form(struct visit *visit), site_name(struct visit *visit);
enum result site_help(struct visit *visit), site_answer(struct visit *visit), site_ask_form(struct visit *visit), site_ask(struct visit *visit), site_asked(struct visit *visit);
enum result site_delivery_hook(struct visit *visit);
enum result site_packages(struct visit *visit), site_package(struct visit *visit), site_package_again(struct visit *visit, int status), site_package_act(struct visit *visit);
enum result site_apply(struct visit *visit), site_apply_forget(struct visit *visit), site_apply_mailbox_form(struct visit *visit), site_apply_mailbox(struct visit *visit),
    site_apply_mailbox_again(struct visit *visit, int status), site_apply_certificate_form(struct visit *visit), site_apply_certificate(struct visit *visit),
    site_apply_certificate_again(struct visit *visit, int status), site_apply_address_form(struct visit *visit), site_apply_address(struct visit *visit),
    site_apply_address_again(struct visit *visit, int status), site_apply_review(struct visit *visit), site_apply_submit(struct visit *visit),
    site_apply_review_again(struct visit *visit, int status);
/* What is shown again. */
enum result site_sign_up_again(struct visit *visit, int status), site_sign_in_again(struct visit *visit, int status), site_sign_in_code_again(struct visit *visit, int status), site_second_again(struct visit *visit, int status), site_forgotten_again(struct visit *visit, int status), site_new_password_again(struct visit *visit, int status), site_new_password_show_again(struct visit *visit, int status),
    site_associate_again(struct visit *visit, int status),
    site_complete_again(struct visit *visit, int status), site_withdraw_again(struct visit *visit, int status), site_activate_again(struct visit *visit, int status), site_not_me_again(struct visit *visit, int status),
    site_report_again(struct visit *visit, int status), site_lost_again(struct visit *visit, int status), site_where_again(struct visit *visit, int status),
    site_let_go_again(struct visit *visit, int status), site_letter_again(struct visit *visit, int status), site_certificate_again(struct visit *visit, int status), site_profile_again(struct visit *visit, int status),
    site_merge_again(struct visit *visit, int status), site_unbinding_again(struct visit *visit, int status),
    site_password_again(struct visit *visit, int status), site_verify_again(struct visit *visit, int status),
    site_case_again(struct visit *visit, int status), site_name_again(struct visit *visit, int status), site_ask_again(struct visit *visit, int status),
    site_help_again(struct visit *visit, int status);

/* The case in which the reader asks for a correction of his name, while it is open, and by when it is answered; empty: none. */
MUST_CHECK site_name_case(struct visit *visit, struct text *number, struct day *due);

#endif
