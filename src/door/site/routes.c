/* Every page of the candidate and the public, one row each. */
#include "door/site/site_inside.h"

#include "case/case.h"
#include "verify/verify_file.h"

#define NAME_FIELDS                                                                                                              \
    {"name_latin", FORM_TEXT, 200, false, N_("Name in Latin letters")}, {"name_native", FORM_TEXT, 200, false, N_("Name in native script")}

static const struct form_field no_fields[] = {FORM_FIELDS, FIELDS_END};
static const struct form_field done_fields[] = {{"done", FORM_CHOICE, 40, false, NULL}, FIELDS_END};
static const struct form_field address_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"address", FORM_CHOICE, 20, false, NULL}, FIELDS_END}; /* address: that was added just now */
static const struct form_field page_fields[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"before", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
/* From which one on a long list is shown (site_part). */
#define PART_FIELD(NAME) {NAME, FORM_CHOICE, 20, false, NULL}
static const struct form_field home_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("unbindings"), FIELDS_END};
static const struct form_field certificates_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("certificates"), PART_FIELD("progress"), PART_FIELD("unbindings"), FIELDS_END};
static const struct form_field certificate_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("revisions"), FIELDS_END};
static const struct form_field packages_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("packages"), PART_FIELD("offers"), FIELDS_END};
static const struct form_field exams_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("records"), PART_FIELD("mailboxes"), PART_FIELD("claims"), PART_FIELD("left"), FIELDS_END};
static const struct form_field mailboxes_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("mailboxes"), PART_FIELD("left"), FIELDS_END};
static const struct form_field let_go_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("held"), PART_FIELD("lines"), FIELDS_END};
static const struct form_field cases_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, PART_FIELD("cases"), FIELDS_END};
static const struct form_field mailbox_fields[] = {{"address", FORM_TEXT, 254, false, N_("Mailbox")}, FIELDS_END};
static const struct form_field back_fields[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"back", FORM_CHOICE, 300, false, NULL}, FIELDS_END};
static const struct form_field pdf_fields[] = {{"language", FORM_CHOICE, 10, false, NULL}, FIELDS_END};
static const struct form_field sign_up_fields[] = {FORM_FIELDS,
                                                   {"user_name", FORM_TEXT, 60, true, N_("User name")},
                                                   {"mailbox", FORM_TEXT, 254, true, N_("Mailbox")},
                                                   {"password", FORM_SECRET, 1024, true, N_("Password")},
                                                   NAME_FIELDS,
                                                   FIELDS_END};
static const struct form_field sign_in_fields[] = {FORM_FIELDS,
                                                   {"name", FORM_TEXT, 254, true, N_("User name or mailbox")},
                                                   {"password", FORM_SECRET, 1024, true, N_("Password")},
                                                   {"back", FORM_CHOICE, 300, false, NULL},
                                                   FIELDS_END};
static const struct form_field forgotten_fields[] = {FORM_FIELDS, {"mailbox", FORM_TEXT, 254, true, N_("Mailbox")}, FIELDS_END};
static const struct form_field new_password_fields[] = {
    FORM_FIELDS, {"token", FORM_CHOICE, 64, true, NULL}, {"password", FORM_SECRET, 1024, true, N_("New password")}, FIELDS_END};
static const struct form_field code_fields[] = {FORM_FIELDS,
                                                {"second", FORM_CHOICE, 64, true, NULL},
                                                {"code", FORM_TEXT, 40, true, N_("Code")},
                                                {"back", FORM_CHOICE, 300, false, NULL},
                                                FIELDS_END};
static const struct form_field passkey_fields[] = {FORM_FIELDS, {"second", FORM_CHOICE, 64, true, NULL}, PASSKEY_FIELDS, {"back", FORM_CHOICE, 300, false, NULL}, FIELDS_END};
static const struct form_field second_on_fields[] = {FORM_FIELDS,
                                                     {"nonce", FORM_CHOICE, 64, true, NULL},
                                                     {"code", FORM_TEXT, 40, true, N_("Code that the app shows")},
                                                     {"password", FORM_SECRET, 1024, true, N_("Password")},
                                                     FIELDS_END};
static const struct form_field second_fields[] = {
    FORM_FIELDS, {"code", FORM_TEXT, 40, true, N_("Code")}, {"password", FORM_SECRET, 1024, true, N_("Password")}, FIELDS_END};
static const struct form_field associate_fields[] = {
    FORM_FIELDS, {"address", FORM_TEXT, 254, true, N_("Mailbox")}, {"anyway", FORM_CHOICE, 3, false, NULL}, {"dispute", FORM_CHOICE, 3, false, NULL}, FIELDS_END};
static const struct form_field report_fields[] = {FORM_FIELDS,
                                                  {"provider", FORM_CHOICE, 60, true, N_("Test provider")},
                                                  {"exam_code", FORM_TEXT, 60, true, N_("Exam code")},
                                                  {"exam_day", FORM_TEXT, 10, true, N_("Exam date")},
                                                  {"registration_id", FORM_TEXT, 64, true, N_("Registration ID")},
                                                  {"candidate", FORM_TEXT, 200, true, N_("Candidate ID or last name")},
                                                  {"validation_id", FORM_TEXT, 64, false, N_("Validation number")},
                                                  {"taken", FORM_CHOICE, 10, false, NULL},
                                                  FIELDS_END};
static const struct form_field lost_fields[] = {
    FORM_FIELDS, {"text", FORM_LINES, CASE_TEXT_TYPED, false, N_("What happened")}, {"evidence", FORM_FILE, CASE_EVIDENCE_LIMIT, false, N_("Evidence")}, FIELDS_END};
static const struct form_field where_fields[] = {FORM_FIELDS,
                                                 {"exam_code", FORM_TEXT, 60, false, N_("Exam code")},
                                                 {"exam_day", FORM_TEXT, 10, false, N_("Exam date")},
                                                 {"registration_id", FORM_TEXT, 64, false, N_("Registration ID")},
                                                 {"mailbox", FORM_TEXT, 254, false, N_("Mailbox")},
                                                 FIELDS_END};
static const struct form_field let_go_fields[] = {FORM_FIELDS, {"letter", FORM_CHOICE, 10, false, NULL}, FIELDS_END};
static const struct form_field address_fields[] = {FORM_FIELDS, {"address", FORM_CHOICE, 254, true, N_("Mailbox")}, FIELDS_END};
static const struct form_field complete_fields[] = {
    FORM_FIELDS, {"request", FORM_CHOICE, 20, true, NULL}, {"code", FORM_TEXT, 40, true, N_("Code from the letter")}, FIELDS_END};
static const struct form_field token_fields[] = {FORM_FIELDS, {"token", FORM_CHOICE, 64, true, NULL}, FIELDS_END};
static const struct form_field activate_fields[] = {
    FORM_FIELDS, {"request", FORM_CHOICE, 20, true, NULL}, {"token", FORM_CHOICE, 64, true, NULL}, FIELDS_END};
static const struct form_field not_me_fields[] = {
    FORM_FIELDS, {"token", FORM_CHOICE, 64, true, NULL}, {"address", FORM_TEXT, 254, true, N_("Your mailbox")}, FIELDS_END};
static const struct form_field profile_fields[] = {FORM_FIELDS,
                                                   NAME_FIELDS,
                                                   {"phone", FORM_TEXT, 40, false, N_("Phone")},
                                                   {"country", FORM_CHOICE, 2, false, N_("Country or region")},
                                                   {"language", FORM_CHOICE, 10, false, N_("Language")},
                                                   {"zone", FORM_CHOICE, 64, false, N_("Time zone")},
                                                   {"mailbox", FORM_TEXT, 254, false, N_("Mailbox for letters")},
                                                   {"password", FORM_SECRET, 1024, false, N_("Present password")},
                                                   FIELDS_END};
#define ADDRESS_TEXT(NAME, LABEL) {NAME, FORM_TEXT, 300, false, (LABEL)}
static const struct form_field postal_fields[] = {FORM_FIELDS,
                                                  {"country", FORM_CHOICE, 2, true, N_("Country or region")},
                                                  {"shown", FORM_CHOICE, 2, false, NULL}, /* the country whose fields stood there */
                                                  {"show", FORM_CHOICE, 3, false, NULL},  /* only another country was chosen */
                                                  {"back", FORM_CHOICE, 300, false, NULL},
                                                  ADDRESS_TEXT("recipient", N_("Recipient")), ADDRESS_TEXT("organization", N_("Company or organization")),
                                                  {"street", FORM_LINES, 1000, false, N_("Street and house number")},
                                                  ADDRESS_TEXT("district", N_("District")), ADDRESS_TEXT("city", N_("City")), ADDRESS_TEXT("region", N_("Province")),
                                                  ADDRESS_TEXT("postal_code", N_("Postal code")), ADDRESS_TEXT("sorting_code", N_("Sorting code")),
                                                  ADDRESS_TEXT("latin_recipient", N_("Recipient")), ADDRESS_TEXT("latin_organization", N_("Company or organization")),
                                                  {"latin_street", FORM_LINES, 1000, false, N_("Street and house number")},
                                                  ADDRESS_TEXT("latin_district", N_("District")), ADDRESS_TEXT("latin_city", N_("City")), ADDRESS_TEXT("latin_region", N_("Province")),
                                                  ADDRESS_TEXT("phone", N_("Phone")),
                                                  FIELDS_END};
static const struct form_field postal_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"back", FORM_CHOICE, 300, false, NULL}, {"country", FORM_CHOICE, 2, false, NULL}, FIELDS_END};
static const struct form_field password_fields[] = {FORM_FIELDS,
                                                    {"old_password", FORM_SECRET, 1024, true, N_("Present password")},
                                                    {"new_password", FORM_SECRET, 1024, true, N_("New password")},
                                                    FIELDS_END};
static const struct form_field prove_fields[] = {FORM_FIELDS,
                                                 {"name", FORM_TEXT, 254, true, N_("User name or mailbox of the other account")},
                                                 {"password", FORM_SECRET, 1024, true, N_("Password of the other account")},
                                                 {"code", FORM_TEXT, 40, false, N_("Code of the other account")},
                                                 FIELDS_END};
static const struct form_field merge_fields[] = {FORM_FIELDS, {"proof", FORM_CHOICE, 120, true, NULL}, FIELDS_END};
static const struct form_field unbinding_fields[] = {FORM_FIELDS,
                                                     {"answer", FORM_CHOICE, 10, true, NULL},
                                                     {"text", FORM_LINES, CASE_TEXT_TYPED, false, N_("Why it is yours")},
                                                     {"evidence", FORM_FILE, CASE_EVIDENCE_LIMIT, false, N_("Evidence")},
                                                     FIELDS_END};
static const struct form_field verify_query[] = {{"number", FORM_TEXT, 200, false, N_("Certificate number")}, FIELDS_END};
static const struct form_field verify_fields[] = {FORM_FIELDS,
                                                  {"number", FORM_TEXT, 200, false, N_("Certificate number")},
                                                  {"name", FORM_TEXT, 200, false, N_("Name on the certificate")},
                                                  {"code", FORM_TEXT, 120, false, N_("Verification code")},
                                                  {"address_code", FORM_TEXT, 120, false, NULL},
                                                  {"details", FORM_CHOICE, 3, false, NULL},
                                                  FIELDS_END};
static const struct form_field file_fields[] = {FORM_FIELDS, {"file", FORM_FILE, VERIFY_FILE_LIMIT, true, N_("PDF file")}, FIELDS_END};

static const struct form_field apply_mailbox_fields[] = {FORM_FIELDS, {"mailbox", FORM_CHOICE, 20, true, N_("Mailbox")}, FIELDS_END};
static const struct form_field apply_certificate_fields[] = {FORM_FIELDS, {"certificate", FORM_CHOICE, 90, true, N_("Certificate")}, FIELDS_END};
static const struct form_field apply_review_fields[] = {FORM_FIELDS, {"certificate", FORM_CHOICE, 90, true, N_("Certificate")}, {"seen", FORM_CHOICE, 64, false, NULL}, FIELDS_END};
static const struct form_field apply_address_fields[] = {FORM_FIELDS, {"address", FORM_CHOICE, 20, true, N_("Address")}, FIELDS_END};
#define EVIDENCE_FIELD {"evidence", FORM_FILE, CASE_EVIDENCE_LIMIT, false, N_("Evidence")}
static const struct form_field package_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, {"address", FORM_CHOICE, 20, false, N_("Address")},
                                                   {"text", FORM_LINES, CASE_TEXT_TYPED, false, N_("What happened")}, EVIDENCE_FIELD, FIELDS_END};
static const struct form_field reply_fields[] = {FORM_FIELDS, {"text", FORM_LINES, CASE_TEXT_TYPED, false, N_("Your message")}, EVIDENCE_FIELD, FIELDS_END};
static const struct form_field name_fields[] = {FORM_FIELDS, NAME_FIELDS, {"text", FORM_LINES, CASE_TEXT_TYPED, false, N_("What you want to say about it")}, EVIDENCE_FIELD, FIELDS_END};
static const struct form_field search_fields[] = {{"q", FORM_TEXT, 600, false, N_("Your question")}, FIELDS_END}; /* as long as the field takes, in Chinese too */
static const struct form_field ask_query[] = {{"page", FORM_TEXT, 300, false, NULL}, {"problem", FORM_TEXT, 60, false, NULL}, FIELDS_END};
static const struct form_field asked_query[] = {{"due", FORM_CHOICE, 10, false, NULL}, FIELDS_END};
static const struct form_field ask_fields[] = {FORM_FIELDS,
                                               {"text", FORM_LINES, CASE_TEXT_TYPED, false, N_("Your question")},
                                               {"address", FORM_TEXT, 254, false, N_("Your mailbox")},
                                               {"page", FORM_TEXT, 300, false, NULL},
                                               {"problem", FORM_TEXT, 60, false, NULL},
                                               FIELDS_END};

const struct route site_routes[] = {
    {HTTP_GET, "/v/*", ROUTE_ANYONE, HTTP_INLINE, NULL, "verify", site_verification},
    {HTTP_GET, "/", ROUTE_ANYONE, HTTP_WORKER, home_query, NULL, site_home},
    {HTTP_GET, "/sign-up", ROUTE_NO_ONE, HTTP_WORKER, done_fields, NULL, site_sign_up_form},
    {HTTP_POST, "/sign-up", ROUTE_NO_ONE, HTTP_WORKER, sign_up_fields, NULL, site_sign_up, site_sign_up_again},
    {HTTP_GET, "/sign-in", ROUTE_NO_ONE, HTTP_WORKER, back_fields, NULL, site_sign_in_form},
    {HTTP_POST, "/sign-in", ROUTE_NO_ONE, HTTP_WORKER, sign_in_fields, NULL, site_sign_in, site_sign_in_again},
    {HTTP_POST, "/sign-in/code", ROUTE_NO_ONE, HTTP_WORKER, code_fields, NULL, site_sign_in_code, site_sign_in_code_again},
    {HTTP_POST, "/sign-in/passkey", ROUTE_NO_ONE, HTTP_WORKER, passkey_fields, NULL, site_sign_in_passkey, site_sign_in_code_again},
    {HTTP_GET, "/forgotten", ROUTE_NO_ONE, HTTP_WORKER, done_fields, NULL, site_forgotten_form},
    {HTTP_POST, "/forgotten", ROUTE_NO_ONE, HTTP_WORKER, forgotten_fields, NULL, site_forgotten, site_forgotten_again},
    {HTTP_GET, "/new-password", ROUTE_ANYONE, HTTP_WORKER, done_fields, NULL, site_new_password_form},
    {HTTP_POST, "/new-password/show", ROUTE_ANYONE, HTTP_WORKER, token_fields, NULL, site_new_password_show, site_new_password_show_again},
    {HTTP_POST, "/new-password", ROUTE_ANYONE, HTTP_WORKER, new_password_fields, NULL, site_new_password, site_new_password_again},
    {HTTP_POST, "/sign-out", ROUTE_SIGN_OUT, HTTP_WORKER, no_fields, NULL, site_sign_out},

    {HTTP_GET, "/my", ROUTE_ACCOUNT, HTTP_WORKER, NULL, NULL, site_my}, /* the address that the others begin with, as people type it */
    {HTTP_GET, "/my/certificates", ROUTE_ACCOUNT, HTTP_WORKER, certificates_query, "certificates", site_certificates},
    {HTTP_GET, "/my/certificates/*", ROUTE_ACCOUNT, HTTP_WORKER, certificate_query, "certificates", site_certificate},
    {HTTP_GET, "/my/certificates/**", ROUTE_ACCOUNT, HTTP_WORKER, pdf_fields, "certificates", site_certificate_pdf},
    {HTTP_POST, "/my/certificates/*", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "certificates", site_certificate_code, site_certificate_again},

    {HTTP_GET, "/my/packages", ROUTE_ACCOUNT, HTTP_WORKER, packages_query, "certificates", site_packages},
    {HTTP_GET, "/my/packages/*", ROUTE_ACCOUNT, HTTP_WORKER, address_query, "certificates", site_package},
    {HTTP_POST, "/my/packages/*", ROUTE_ACCOUNT, HTTP_WORKER, package_fields, "certificates", site_package_act, site_package_again},
    {HTTP_GET, "/my/packages/apply", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "certificates", site_apply},
    {HTTP_POST, "/my/packages/apply", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "certificates", site_apply_forget},
    {HTTP_GET, "/my/packages/apply/mailbox", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "certificates", site_apply_mailbox_form},
    {HTTP_POST, "/my/packages/apply/mailbox", ROUTE_ACCOUNT, HTTP_WORKER, apply_mailbox_fields, "certificates", site_apply_mailbox, site_apply_mailbox_again},
    {HTTP_GET, "/my/packages/apply/certificate", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "certificates", site_apply_certificate_form},
    {HTTP_POST, "/my/packages/apply/certificate", ROUTE_ACCOUNT, HTTP_WORKER, apply_certificate_fields, "certificates", site_apply_certificate, site_apply_certificate_again},
    {HTTP_GET, "/my/packages/apply/address", ROUTE_ACCOUNT, HTTP_WORKER, address_query, "certificates", site_apply_address_form},
    {HTTP_POST, "/my/packages/apply/address", ROUTE_ACCOUNT, HTTP_WORKER, apply_address_fields, "certificates", site_apply_address, site_apply_address_again},
    {HTTP_GET, "/my/packages/apply/review", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "certificates", site_apply_review},
    {HTTP_POST, "/my/packages/apply/review", ROUTE_ACCOUNT, HTTP_WORKER, apply_review_fields, "certificates", site_apply_submit, site_apply_review_again},

    {HTTP_GET, "/my/exams", ROUTE_ACCOUNT, HTTP_WORKER, exams_query, "exams", site_exams},
    {HTTP_GET, "/my/exams/associate", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_associate_form},
    {HTTP_POST, "/my/exams/associate", ROUTE_ACCOUNT, HTTP_WORKER, associate_fields, "exams", site_associate, site_associate_again},
    {HTTP_GET, "/my/exams/address", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_address_form},
    {HTTP_POST, "/my/exams/address", ROUTE_ACCOUNT, HTTP_WORKER, address_fields, "exams", site_address, site_address_again},
    {HTTP_GET, "/my/exams/report", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_report_form},
    {HTTP_POST, "/my/exams/report", ROUTE_ACCOUNT, HTTP_WORKER, report_fields, "exams", site_report, site_report_again},
    {HTTP_GET, "/my/exams/lost/*", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_lost_form},
    {HTTP_POST, "/my/exams/lost/*", ROUTE_ACCOUNT, HTTP_WORKER, lost_fields, "exams", site_lost, site_lost_again},
    {HTTP_GET, "/my/exams/where", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_where_form},
    {HTTP_POST, "/my/exams/where", ROUTE_ACCOUNT, HTTP_WORKER, where_fields, "exams", site_where, site_where_again},
    {HTTP_GET, "/my/exams/mailboxes", ROUTE_ACCOUNT, HTTP_WORKER, mailboxes_query, "exams", site_mailboxes},
    {HTTP_GET, "/my/exams/mailboxes/**", ROUTE_ACCOUNT, HTTP_WORKER, let_go_query, "exams", site_let_go_form},
    {HTTP_POST, "/my/exams/mailboxes/**", ROUTE_ACCOUNT, HTTP_WORKER, let_go_fields, "exams", site_let_go, site_let_go_again},
    {HTTP_GET, "/my/exams/waiting", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_waiting},
    {HTTP_POST, "/my/exams/waiting", ROUTE_ACCOUNT, HTTP_WORKER, complete_fields, "exams", site_complete, site_complete_again},
    {HTTP_POST, "/my/exams/waiting/*", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "exams", site_withdraw, site_withdraw_again},
    {HTTP_GET, "/activate", ROUTE_ANYONE, HTTP_WORKER, done_fields, "exams", site_activate_form},
    {HTTP_POST, "/activate/show", ROUTE_ANYONE, HTTP_WORKER, token_fields, "exams", site_activate_show},
    {HTTP_POST, "/activate", ROUTE_ACCOUNT, HTTP_WORKER, activate_fields, "exams", site_activate, site_activate_again},
    {HTTP_GET, "/not-me", ROUTE_ANYONE, HTTP_WORKER, done_fields, NULL, site_not_me_form},
    {HTTP_POST, "/not-me/show", ROUTE_ANYONE, HTTP_WORKER, token_fields, NULL, site_not_me_show},
    {HTTP_POST, "/not-me", ROUTE_ANYONE, HTTP_WORKER, not_me_fields, NULL, site_not_me, site_not_me_again},
    {HTTP_POST, "/not-me/dispute", ROUTE_ANYONE, HTTP_WORKER, not_me_fields, NULL, site_not_me_dispute, site_not_me_again},

    {HTTP_GET, "/my/letters", ROUTE_ACCOUNT, HTTP_WORKER, page_fields, "letters", site_letters},
    {HTTP_GET, "/my/letters/*", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "letters", site_letter},
    {HTTP_POST, "/my/letters/*", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "letters", site_letter_resend, site_letter_again},
    {HTTP_GET, "/my/profile", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "profile", site_profile_form},
    {HTTP_POST, "/my/profile", ROUTE_ACCOUNT, HTTP_WORKER, profile_fields, "profile", site_profile, site_profile_again},
    {HTTP_POST, "/my/profile/password", ROUTE_ACCOUNT, HTTP_WORKER, password_fields, "profile", site_password, site_password_again},
    {HTTP_GET, "/my/profile/second", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "profile", site_second_form},
    {HTTP_POST, "/my/profile/second/on", ROUTE_ACCOUNT, HTTP_WORKER, second_on_fields, "profile", site_second_on, site_second_again},
    {HTTP_POST, "/my/profile/second/codes", ROUTE_ACCOUNT, HTTP_WORKER, second_fields, "profile", site_second_codes, site_second_again},
    {HTTP_POST, "/my/profile/second/off", ROUTE_ACCOUNT, HTTP_WORKER, second_fields, "profile", site_second_off, site_second_again},
    {HTTP_POST, "/my/profile/sessions/*", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "profile", site_session_end, site_password_again},

    {HTTP_GET, "/my/addresses", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "profile", site_addresses},
    {HTTP_GET, "/my/addresses/new", ROUTE_ACCOUNT, HTTP_WORKER, postal_query, "profile", site_postal_new},
    {HTTP_POST, "/my/addresses/new", ROUTE_ACCOUNT, HTTP_WORKER, postal_fields, "profile", site_postal_add, site_postal_again},
    {HTTP_GET, "/my/addresses/*", ROUTE_ACCOUNT, HTTP_WORKER, postal_query, "profile", site_postal_form},
    {HTTP_POST, "/my/addresses/*", ROUTE_ACCOUNT, HTTP_WORKER, postal_fields, "profile", site_postal_change, site_postal_again},
    {HTTP_POST, "/my/addresses/**", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "profile", site_postal_act, site_addresses_again},

    {HTTP_GET, "/my/merge", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "profile", site_merge_form},
    {HTTP_POST, "/my/merge/prove", ROUTE_ACCOUNT, HTTP_WORKER, prove_fields, "profile", site_merge_prove, site_merge_again},
    {HTTP_POST, "/my/merge", ROUTE_ACCOUNT, HTTP_WORKER, merge_fields, "profile", site_merge, site_merge_again},
    {HTTP_GET, "/my/merge/undo/*", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "profile", site_merge_undo_form},
    {HTTP_POST, "/my/merge/undo/*", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "profile", site_merge_undo, site_merge_again},
    {HTTP_GET, "/my/unbinding/*", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "exams", site_unbinding},
    {HTTP_POST, "/my/unbinding/*", ROUTE_ACCOUNT, HTTP_WORKER, unbinding_fields, "exams", site_unbinding_answer, site_unbinding_again},

    {HTTP_GET, "/my/profile/name", ROUTE_ACCOUNT, HTTP_WORKER, done_fields, "profile", site_name_form},
    {HTTP_POST, "/my/profile/name", ROUTE_ACCOUNT, HTTP_WORKER, name_fields, "profile", site_name, site_name_again},

    {HTTP_GET, "/my/cases", ROUTE_ACCOUNT, HTTP_WORKER, cases_query, "my_cases", site_cases},
    {HTTP_GET, "/my/cases/*", ROUTE_ACCOUNT, HTTP_WORKER, page_fields, "my_cases", site_case},
    {HTTP_POST, "/my/cases/*", ROUTE_ACCOUNT, HTTP_WORKER, reply_fields, "my_cases", site_case_reply, site_case_again},
    {HTTP_GET, "/my/cases/**", ROUTE_ACCOUNT, HTTP_WORKER, NULL, "my_cases", site_case_evidence},
    {HTTP_POST, "/my/cases/**", ROUTE_ACCOUNT, HTTP_WORKER, no_fields, "my_cases", site_case_withdraw},

    {HTTP_POST, "/hooks/delivery", ROUTE_ANYONE, HTTP_WORKER, NULL, NULL, site_delivery_hook, .raw = true},

    {HTTP_GET, "/help", ROUTE_ANYONE, HTTP_WORKER, search_fields, "help", site_help, site_help_again},
    {HTTP_GET, "/help/*", ROUTE_ANYONE, HTTP_WORKER, NULL, "help", site_answer},
    {HTTP_GET, "/help/ask", ROUTE_ANYONE, HTTP_WORKER, ask_query, "help", site_ask_form},
    {HTTP_POST, "/help/ask", ROUTE_SIGN_OUT, HTTP_WORKER, ask_fields, "help", site_ask, site_ask_again}, /* as anyone, or as the account whose session it is */
    {HTTP_GET, "/help/ask/*", ROUTE_ANYONE, HTTP_WORKER, asked_query, "help", site_asked},

    {HTTP_GET, "/verify", ROUTE_ANYONE, HTTP_WORKER, verify_query, "verify", site_verify_form, site_verify_again},
    {HTTP_POST, "/verify", ROUTE_ANYONE, HTTP_WORKER, verify_fields, "verify", site_verify, site_verify_again},
    {HTTP_POST, "/verify/file", ROUTE_ANYONE, HTTP_WORKER, file_fields, "verify", site_verify_file, site_verify_again},

    {HTTP_GET, "/mailbox", ROUTE_ANYONE, HTTP_WORKER, mailbox_fields, NULL, site_mailbox},
    {HTTP_GET, "/mailbox/*", ROUTE_ANYONE, HTTP_WORKER, NULL, NULL, site_mailbox_letter},
    {.path = NULL},
};
