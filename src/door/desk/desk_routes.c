/* Every page of the staff, one row each, with the permission that it needs. */
#include "award/award_stop.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "door/desk/desk_inside.h"
#include "intake/intake.h"
#include "package/package_dispatch.h"
#include "package/package_event.h"

static const struct form_field no_fields[] = {FORM_FIELDS, FIELDS_END};
static const struct form_field done_fields[] = {{"done", FORM_CHOICE, 40, false, NULL}, FIELDS_END};
static const struct form_field back_fields[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"back", FORM_CHOICE, 300, false, NULL}, FIELDS_END};

static const struct form_field sign_in_fields[] = {FORM_FIELDS,
                                                   {"name", FORM_TEXT, 254, true, N_("User name or mailbox")},
                                                   {"password", FORM_SECRET, 1024, true, N_("Password")},
                                                   {"code", FORM_TEXT, 40, true, N_("Code")},
                                                   {"back", FORM_CHOICE, 300, false, NULL},
                                                   FIELDS_END};
static const struct form_field passkey_fields[] = {FORM_FIELDS, PASSKEY_FIELDS, {"back", FORM_CHOICE, 300, false, NULL}, FIELDS_END};
static const struct form_field token_fields[] = {FORM_FIELDS, {"token", FORM_TEXT, 64, true, N_("Link")}, FIELDS_END};
static const struct form_field enrol_fields[] = {FORM_FIELDS,
                                                 {"token", FORM_CHOICE, 64, true, NULL},
                                                 {"password", FORM_SECRET, 1024, true, N_("Password")},
                                                 {"code", FORM_TEXT, 40, false, N_("Code")},
                                                 PASSKEY_FIELDS,
                                                 FIELDS_END};

/* What a body sends at once; larger files come by the command line. */
enum { UPLOAD_LIMIT = 15 << 20 };

static const struct form_field upload_fields[] = {FORM_FIELDS,
                                                  {"profile", FORM_CHOICE, 64, true, N_("Provider")},
                                                  {"dry_run", FORM_CHOICE, 3, false, NULL},
                                                  {"file", FORM_FILE, UPLOAD_LIMIT, false, N_("File")},
                                                  FIELDS_END};
static const struct form_field page_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"before", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field file_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"others", FORM_CHOICE, 20, false, NULL}, {"after", FORM_CHOICE, 20, false, NULL}, {"aside_after", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field rows_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"others", FORM_CHOICE, 20, false, NULL}, {"after", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
/* Where in which list a row stood when it was decided about. */
#define ROW_FIELDS {"here", FORM_CHOICE, 20, false, NULL}, {"after", FORM_CHOICE, 20, false, NULL}, {"aside_after", FORM_CHOICE, 20, false, NULL}
static const struct form_field remedy_fields[] = {
    FORM_FIELDS, {"remedy", FORM_CHOICE, 10, true, N_("Remedy")}, {"address", FORM_TEXT, 254, false, N_("Mailbox that the exam was booked under")}, {"all_the_same", FORM_CHOICE, 3, false, NULL}, {"reason", FORM_LINES, INTAKE_WHY_LIMIT, false, N_("Reason")}, ROW_FIELDS, FIELDS_END};
static const struct form_field back_to_file_fields[] = {FORM_FIELDS, ROW_FIELDS, FIELDS_END};
static const struct form_field answer_file_fields[] = {
    FORM_FIELDS, {"profile", FORM_CHOICE, 64, true, N_("Provider")}, {"file", FORM_FILE, UPLOAD_LIMIT, true, N_("File")}, FIELDS_END};
static const struct form_field provider_fields[] = {FORM_FIELDS, {"profile", FORM_CHOICE, 64, true, N_("Provider")}, FIELDS_END};

static const struct form_field catalogue_fields[] = {FORM_FIELDS, {"file", FORM_FILE, CATALOGUE_TEXT_LIMIT, true, N_("File")}, FIELDS_END};
static const struct form_field catalogue_load_fields[] = {
    FORM_FIELDS, {"content", FORM_CHOICE, CATALOGUE_TEXT_LIMIT / 3 * 4 + 4, true, NULL}, {"over", FORM_CHOICE, 20, true, NULL}, {"name", FORM_TEXT, 300, false, NULL}, {"anew", FORM_CHOICE, 20, false, NULL},
    {"reason", FORM_LINES, 4 * CATALOGUE_REASON_LIMIT, false, N_("Reason")}, FIELDS_END};
static const struct form_field catalogue_proposal_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, {"back", FORM_LINES, 4 * CATALOGUE_REASON_LIMIT, false, N_("Why it goes back")}, FIELDS_END};
static const struct form_field code_fields[] = {
    FORM_FIELDS, {"profile", FORM_CHOICE, 64, true, NULL}, {"code", FORM_CHOICE, 64, true, NULL}, {"exam_code", FORM_TEXT, 200, true, N_("Exam")}, {"row", FORM_CHOICE, 20, false, NULL}, ROW_FIELDS, FIELDS_END};

static const struct form_field people_fields[] = {FORM_FIELDS, {"text", FORM_TEXT, 200, true, N_("Name, number or mailbox")}, FIELDS_END};
static const struct form_field journal_query[] = {{"account", FORM_TEXT, 60, false, N_("User name")}, {"number", FORM_TEXT, 80, false, N_("Number")}, {"act", FORM_CHOICE, 60, false, NULL}, {"first", FORM_CHOICE, 10, false, NULL},
                                                  {"last", FORM_CHOICE, 10, false, NULL}, {"before", FORM_CHOICE, 20, false, NULL}, FIELDS_END};

static const struct form_field unbindings_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"show", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field open_fields[] = {
    FORM_FIELDS, {"what", FORM_TEXT, 254, true, N_("Mailbox or registration ID")}, {"user_name", FORM_TEXT, 254, false, N_("Rightful owner")}, {"reason", FORM_LINES, 4000, true, N_("Reason")}, FIELDS_END};
static const struct form_field act_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, {"reason", FORM_LINES, 4000, true, N_("Reason")}, FIELDS_END};
static const struct form_field certificate_fields[] = {
    FORM_FIELDS, {"outcome", FORM_CHOICE, 20, true, N_("The new state")}, {"reason", FORM_LINES, 4 * AWARD_STOP_REASON_LIMIT, true, N_("Reason")}, FIELDS_END};
static const struct form_field merges_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"account", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field propose_fields[] = {FORM_FIELDS, {"user_name", FORM_TEXT, 254, true, N_("One account")}, {"other", FORM_TEXT, 254, true, N_("The other account")}, FIELDS_END};
static const struct form_field undo_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, {"reason", FORM_LINES, 4000, false, N_("Reason")}, FIELDS_END};
static const struct form_field letters_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"show", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field letter_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, {"back", FORM_CHOICE, 300, false, NULL}, FIELDS_END};
static const struct form_field near_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"aside", FORM_CHOICE, 3, false, NULL}, FIELDS_END};
static const struct form_field near_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, FIELDS_END};
static const struct form_field cases_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"kind", FORM_CHOICE, 20, false, NULL}, {"show", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field message_fields[] = {FORM_FIELDS, {"text", FORM_LINES, 4 * CASE_TEXT_LIMIT, true, N_("Your message")}, {"asks", FORM_CHOICE, 3, false, NULL}, FIELDS_END};
static const struct form_field note_fields[] = {FORM_FIELDS, {"note", FORM_LINES, 4 * CASE_TEXT_LIMIT, true, N_("Note")}, FIELDS_END};
static const struct form_field answer_fields[] = {FORM_FIELDS, {"reason", FORM_LINES, 4 * CASE_TEXT_LIMIT, true, N_("Your answer")}, FIELDS_END};
static const struct form_field decide_fields[] = {
    FORM_FIELDS, {"outcome", FORM_CHOICE, 20, true, N_("Decision")}, {"reason", FORM_LINES, 4 * CASE_TEXT_LIMIT, true, N_("Reason")}, FIELDS_END};
static const struct form_field send_back_fields[] = {FORM_FIELDS, {"back", FORM_LINES, 4 * CASE_TEXT_LIMIT, true, N_("Why it goes back")}, FIELDS_END};

/* Of a page of packages all can be ticked. */
enum { TICKED_LIMIT = 200 * 16 };
static const struct form_field packages_query[] = {{"done", FORM_CHOICE, 40, false, NULL}, {"show", FORM_CHOICE, 20, false, NULL}, {"run", FORM_CHOICE, 20, false, NULL}, FIELDS_END};
static const struct form_field packages_fields[] = {FORM_FIELDS,
                                                    {"act", FORM_CHOICE, 20, true, NULL},
                                                    {"show", FORM_CHOICE, 20, false, NULL},
                                                    {"up_to", FORM_CHOICE, 20, false, NULL},
                                                    {"left_out", FORM_CHOICE, 64, false, NULL},
                                                    {"package", FORM_CHOICES, TICKED_LIMIT, false, N_("Packages")},
                                                    FIELDS_END};
#define MAILING_FIELDS                                                                                                              \
    {"express_number", FORM_TEXT, 80, false, N_("Express number")}, {"carrier", FORM_CHOICE, 20, false, N_("Carrier")}, {"anyway", FORM_CHOICE, 3, false, NULL}, {"gone", FORM_CHOICE, 3, false, NULL}
static const struct form_field package_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 20, true, NULL}, MAILING_FIELDS, {"day", FORM_TEXT, 10, false, N_("Day")}, {"back_day", FORM_TEXT, 10, false, N_("Day")},
                                                   {"reason", FORM_LINES, 2000, false, N_("Reason")}, FIELDS_END};
static const struct form_field scan_fields[] = {FORM_FIELDS, {"package", FORM_TEXT, 40, true, N_("Package number")}, MAILING_FIELDS, FIELDS_END};
static const struct form_field numbers_fields[] = {FORM_FIELDS, {"anyway", FORM_CHOICE, 3, false, NULL}, {"gone", FORM_CHOICE, 3, false, NULL}, {"dry_run", FORM_CHOICE, 3, false, NULL},
                                                   {"file", FORM_FILE, PACKAGE_FILE_LIMIT, true, N_("File")}, FIELDS_END};

static const struct form_field deliveries_fields[] = {FORM_FIELDS, {"file", FORM_FILE, PACKAGE_EVENT_LIMIT, true, N_("File")}, FIELDS_END};
static const struct form_field settle_fields[] = {FORM_FIELDS, {"event", FORM_CHOICES, TICKED_LIMIT, false, N_("Refused by the web hook")}, FIELDS_END};

#define ROLE_FIELDS                                                                                                                 \
    {"role_support", FORM_CHOICE, 3, false, NULL}, {"role_intake", FORM_CHOICE, 3, false, NULL}, {"role_registrar", FORM_CHOICE, 3, false, NULL},  \
        {"role_mailing", FORM_CHOICE, 3, false, NULL}, {"role_catalogue", FORM_CHOICE, 3, false, NULL}, {"role_auditor", FORM_CHOICE, 3, false, NULL}, \
        {"role_administrator", FORM_CHOICE, 3, false, NULL}
static const struct form_field staff_fields[] = {FORM_FIELDS, {"user_name", FORM_TEXT, 60, true, N_("User name")}, ROLE_FIELDS, FIELDS_END};
static const struct form_field member_fields[] = {FORM_FIELDS, {"act", FORM_CHOICE, 10, true, NULL}, ROLE_FIELDS, FIELDS_END};

const struct route desk_routes[] = {
    {HTTP_GET, "/desk/sign-in", ROUTE_NO_ONE, HTTP_WORKER, back_fields, NULL, desk_sign_in_form},
    {HTTP_POST, "/desk/sign-in", ROUTE_NO_ONE, HTTP_WORKER, sign_in_fields, NULL, desk_sign_in, desk_sign_in_again},
    {HTTP_POST, "/desk/sign-in/passkey", ROUTE_NO_ONE, HTTP_WORKER, passkey_fields, NULL, desk_sign_in_passkey, desk_sign_in_again},
    {HTTP_POST, "/desk/sign-out", ROUTE_SIGN_OUT, HTTP_WORKER, no_fields, NULL, desk_sign_out},
    {HTTP_GET, "/desk/enrol", ROUTE_ANYONE, HTTP_WORKER, done_fields, NULL, desk_enrol_form},
    {HTTP_POST, "/desk/enrol/show", ROUTE_ANYONE, HTTP_WORKER, token_fields, NULL, desk_enrol_show, desk_enrol_again},
    {HTTP_POST, "/desk/enrol", ROUTE_ANYONE, HTTP_WORKER, enrol_fields, NULL, desk_enrol, desk_enrol_again},

    {HTTP_GET, "/desk", ROUTE_STAFF + MAY_SEE_DESK, HTTP_WORKER, done_fields, "work", desk_work},
    {HTTP_GET, "/desk/", ROUTE_ANYONE, HTTP_WORKER, NULL, NULL, desk_home},
    {HTTP_GET, "/desk/letters", ROUTE_STAFF + MAY_READ_LETTERS, HTTP_WORKER, letters_query, "letters", desk_letters},
    {HTTP_GET, "/desk/letters/*", ROUTE_STAFF + MAY_READ_LETTERS, HTTP_WORKER, done_fields, "letters", desk_letter},
    {HTTP_POST, "/desk/letters/*", ROUTE_STAFF + MAY_HOLD_LETTERS, HTTP_WORKER, letter_fields, "letters", desk_letter_act, desk_letter_again},

    {HTTP_GET, "/desk/intake", ROUTE_STAFF + MAY_READ_INTAKE, HTTP_WORKER, page_query, "intake", desk_intake},
    {HTTP_POST, "/desk/intake", ROUTE_STAFF + MAY_IMPORT, HTTP_WORKER, upload_fields, "intake", desk_intake_upload, desk_intake_again},
    {HTTP_GET, "/desk/intake/*", ROUTE_STAFF + MAY_READ_INTAKE, HTTP_WORKER, file_query, "intake", desk_file},
    {HTTP_GET, "/desk/intake/waiting", ROUTE_STAFF + MAY_READ_INTAKE, HTTP_WORKER, rows_query, "intake", desk_rows},
    {HTTP_POST, "/desk/intake/waiting", ROUTE_STAFF + MAY_REMEDY_ROWS, HTTP_WORKER, no_fields, "intake", desk_rows_rerun, desk_rows_again},
    {HTTP_POST, "/desk/intake/waiting/*", ROUTE_STAFF + MAY_REMEDY_ROWS, HTTP_WORKER, remedy_fields, "intake", desk_row_decide, desk_row_again},
    {HTTP_GET, "/desk/intake/aside", ROUTE_STAFF + MAY_READ_INTAKE, HTTP_WORKER, rows_query, "intake", desk_aside},
    {HTTP_POST, "/desk/intake/aside/*", ROUTE_STAFF + MAY_REMEDY_ROWS, HTTP_WORKER, back_to_file_fields, "intake", desk_aside_take_back, desk_aside_again},

    {HTTP_GET, "/desk/demographics", ROUTE_STAFF + MAY_READ_DEMOGRAPHICS, HTTP_WORKER, done_fields, "intake", desk_demographic},
    {HTTP_POST, "/desk/demographics", ROUTE_STAFF + MAY_SEND_DEMOGRAPHICS, HTTP_WORKER, provider_fields, "intake", desk_demographic_send, desk_demographic_again},
    {HTTP_POST, "/desk/demographics/answer", ROUTE_STAFF + MAY_SEND_DEMOGRAPHICS, HTTP_WORKER, answer_file_fields, "intake", desk_demographic_answer, desk_demographic_again},
    {HTTP_GET, "/desk/demographics/*", ROUTE_STAFF + MAY_READ_DEMOGRAPHICS, HTTP_WORKER, NULL, "intake", desk_demographic_file},

    {HTTP_GET, "/desk/catalogue", ROUTE_STAFF + MAY_READ_CATALOGUE, HTTP_WORKER, done_fields, "catalogue", desk_catalogue},
    {HTTP_POST, "/desk/catalogue", ROUTE_STAFF + MAY_LOAD_CATALOGUE, HTTP_WORKER, catalogue_fields, "catalogue", desk_catalogue_check, desk_catalogue_again},
    {HTTP_POST, "/desk/catalogue/load", ROUTE_STAFF + MAY_LOAD_CATALOGUE, HTTP_WORKER, catalogue_load_fields, "catalogue", desk_catalogue_load, desk_catalogue_load_again},
    {HTTP_POST, "/desk/catalogue/code", ROUTE_STAFF + MAY_LOAD_CATALOGUE, HTTP_WORKER, code_fields, "catalogue", desk_code, desk_code_again},
    {HTTP_GET, "/desk/catalogue/*", ROUTE_STAFF + MAY_READ_CATALOGUE, HTTP_WORKER, done_fields, "catalogue", desk_catalogue_version},
    {HTTP_GET, "/desk/catalogue/text/*", ROUTE_STAFF + MAY_READ_CATALOGUE, HTTP_WORKER, NULL, "catalogue", desk_catalogue_text},
    {HTTP_GET, "/desk/catalogue/proposals/*", ROUTE_STAFF + MAY_READ_CATALOGUE, HTTP_WORKER, done_fields, "catalogue", desk_catalogue_proposal},
    {HTTP_POST, "/desk/catalogue/proposals/*", ROUTE_STAFF + MAY_LOAD_CATALOGUE, HTTP_WORKER, catalogue_proposal_fields, "catalogue", desk_catalogue_proposal_act, desk_catalogue_proposal_again},
    {HTTP_GET, "/desk/catalogue/proposals/text/*", ROUTE_STAFF + MAY_READ_CATALOGUE, HTTP_WORKER, NULL, "catalogue", desk_catalogue_proposal_text},

    {HTTP_GET, "/desk/people", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, done_fields, "people", desk_people},
    {HTTP_POST, "/desk/people", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, people_fields, "people", desk_people_find, desk_people_again},
    {HTTP_GET, "/desk/people/*", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, done_fields, "people", desk_person},
    {HTTP_GET, "/desk/people/records/*", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, done_fields, "people", desk_unheld},
    {HTTP_GET, "/desk/certificates/*", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, done_fields, "people", desk_certificate},
    {HTTP_POST, "/desk/certificates/*", ROUTE_STAFF + MAY_DECIDE_CASES, HTTP_WORKER, certificate_fields, "people", desk_certificate_act, desk_certificate_again},
    {HTTP_GET, "/desk/journal", ROUTE_STAFF + MAY_READ_JOURNAL, HTTP_WORKER, journal_query, "journal", desk_journal, desk_journal_again},

    {HTTP_GET, "/desk/unbindings", ROUTE_STAFF + MAY_READ_CASES, HTTP_WORKER, unbindings_query, "unbindings", desk_unbindings},
    {HTTP_POST, "/desk/unbindings", ROUTE_STAFF + MAY_UNBIND, HTTP_WORKER, open_fields, "unbindings", desk_unbinding_open, desk_unbindings_again},
    {HTTP_GET, "/desk/unbindings/*", ROUTE_STAFF + MAY_READ_CASES, HTTP_WORKER, done_fields, "unbindings", desk_unbinding},
    {HTTP_POST, "/desk/unbindings/*", ROUTE_STAFF + MAY_UNBIND, HTTP_WORKER, act_fields, "unbindings", desk_unbinding_act, desk_unbinding_again},
    {HTTP_GET, "/desk/near", ROUTE_STAFF + MAY_READ_NEAR_MISSES, HTTP_WORKER, near_query, "near", desk_near},
    {HTTP_POST, "/desk/near", ROUTE_STAFF + MAY_JUDGE_NEAR_MISSES, HTTP_WORKER, no_fields, "near", desk_near_find, desk_near_again},
    {HTTP_GET, "/desk/near/*", ROUTE_STAFF + MAY_READ_NEAR_MISSES, HTTP_WORKER, done_fields, "near", desk_near_one},
    {HTTP_POST, "/desk/near/*", ROUTE_STAFF + MAY_JUDGE_NEAR_MISSES, HTTP_WORKER, near_fields, "near", desk_near_act, desk_near_one_again},

    {HTTP_GET, "/desk/merges", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, merges_query, "people", desk_merges},
    {HTTP_POST, "/desk/merges", ROUTE_STAFF + MAY_JUDGE_NEAR_MISSES, HTTP_WORKER, propose_fields, "people", desk_merge_propose, desk_merges_again},
    {HTTP_GET, "/desk/merges/*", ROUTE_STAFF + MAY_READ_PEOPLE, HTTP_WORKER, done_fields, "people", desk_merge},
    {HTTP_POST, "/desk/merges/*", ROUTE_STAFF + MAY_UNBIND, HTTP_WORKER, undo_fields, "people", desk_merge_act, desk_merge_again},

    {HTTP_GET, "/desk/cases", ROUTE_STAFF + MAY_READ_CASES, HTTP_WORKER, cases_query, "cases", desk_cases},
    {HTTP_GET, "/desk/cases/*", ROUTE_STAFF + MAY_READ_CASES, HTTP_WORKER, page_query, "cases", desk_case},
    {HTTP_GET, "/desk/cases/evidence/**", ROUTE_STAFF + MAY_READ_CASES, HTTP_WORKER, NULL, "cases", desk_case_evidence},
    {HTTP_POST, "/desk/cases/message/*", ROUTE_STAFF + MAY_ANSWER_CASES, HTTP_WORKER, message_fields, "cases", desk_case_message, desk_case_again},
    {HTTP_POST, "/desk/cases/note/*", ROUTE_STAFF + MAY_ANSWER_CASES, HTTP_WORKER, note_fields, "cases", desk_case_note, desk_case_again},
    {HTTP_POST, "/desk/cases/answer/*", ROUTE_STAFF + MAY_ANSWER_CASES, HTTP_WORKER, answer_fields, "cases", desk_case_answer, desk_case_again},
    {HTTP_POST, "/desk/cases/decide/*", ROUTE_STAFF + MAY_DECIDE_CASES, HTTP_WORKER, decide_fields, "cases", desk_case_decide, desk_case_again},
    {HTTP_POST, "/desk/cases/send-back/*", ROUTE_STAFF + MAY_DECIDE_CASES, HTTP_WORKER, send_back_fields, "cases", desk_case_send_back, desk_case_again},

    {HTTP_GET, "/desk/packages", ROUTE_STAFF + MAY_READ_PACKAGES, HTTP_WORKER, packages_query, "packages", desk_packages},
    {HTTP_POST, "/desk/packages", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, packages_fields, "packages", desk_packages_act, desk_packages_again},
    {HTTP_GET, "/desk/packages/*", ROUTE_STAFF + MAY_READ_PACKAGES, HTTP_WORKER, done_fields, "packages", desk_package},
    {HTTP_POST, "/desk/packages/*", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, package_fields, "packages", desk_package_act, desk_package_again},
    {HTTP_GET, "/desk/packages/scan", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, done_fields, "packages", desk_scan},
    {HTTP_POST, "/desk/packages/scan", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, scan_fields, "packages", desk_scan_take, desk_scan_again},
    {HTTP_GET, "/desk/packages/numbers", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, done_fields, "packages", desk_numbers},
    {HTTP_GET, "/desk/packages/deliveries", ROUTE_STAFF + MAY_READ_PACKAGES, HTTP_WORKER, done_fields, "packages", desk_deliveries},
    {HTTP_POST, "/desk/packages/deliveries", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, deliveries_fields, "packages", desk_deliveries_upload, desk_deliveries_again},
    {HTTP_POST, "/desk/packages/deliveries/refused", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, settle_fields, "packages", desk_deliveries_settle, desk_deliveries_again},
    {HTTP_POST, "/desk/packages/numbers", ROUTE_STAFF + MAY_SEND_PACKAGES, HTTP_WORKER, numbers_fields, "packages", desk_numbers_upload, desk_numbers_again},

    {HTTP_GET, "/desk/staff", ROUTE_STAFF + MAY_READ_STAFF, HTTP_WORKER, done_fields, "staff", desk_staff},
    {HTTP_POST, "/desk/staff", ROUTE_STAFF + MAY_MANAGE_STAFF, HTTP_WORKER, staff_fields, "staff", desk_staff_add, desk_staff_again},
    {HTTP_GET, "/desk/staff/*", ROUTE_STAFF + MAY_READ_STAFF, HTTP_WORKER, done_fields, "staff", desk_member},
    {HTTP_POST, "/desk/staff/*", ROUTE_STAFF + MAY_MANAGE_STAFF, HTTP_WORKER, member_fields, "staff", desk_member_change, desk_member_again},

    {HTTP_POST, "/desk/people/*", ROUTE_STAFF + MAY_ACT_AS_CANDIDATE, HTTP_WORKER, no_fields, "people", desk_act},
    {HTTP_POST, "/desk/acting/end", ROUTE_STAFF + MAY_SEE_DESK, HTTP_WORKER, no_fields, NULL, desk_act_end},

    {.path = NULL},
};
