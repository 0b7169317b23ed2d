/* A small town for stories: a store with the example catalogue, people with accounts, a provider that delivers exams, and a post office. */
#ifndef TESTS_AWARD_TOWN_H
#define TESTS_AWARD_TOWN_H

#include "support/support.h"

#include "association/association.h"
#include "award/award.h"
#include "case/case.h"
#include "catalogue/catalogue.h"
#include "intake/intake.h"
#include "letter/letter.h"

struct town {
    struct support *support;
    struct context *context;
    int64_t registrations;
    bool identities; /* what comes into an account is held against its identity (5.8). Not from the beginning: all exams here are Wei Zhang's, and most people have other names; until then they are in the name of whoever has them */
};

/* On that engine, at that time ("2026-02-13T08:00:00Z"), with the catalogue's text; NULL: the example catalogue. */
struct town *town_new(enum database_engine engine, const char *now, const char *catalogue);
void town_free(struct town *town);
void town_load(struct town *town, const char *catalogue);
/* The text of data/catalogue/NAME, with one piece replaced; `old` NULL: as it is. */
const char *town_catalogue(struct town *town, const char *name, const char *old, const char *new);

/* The example catalogue, counted by a calendar of the test's own (support_calendar): it knows `years` ("2004 to 2026"), and its free days are `days` (lines of docs/calendar.md). Called again it is the same catalogue; town_new_days follows the file as a worker does. */
const char *town_calendar(struct town *town, const char *years, const char *days);
void town_new_days(struct town *town, const char *years, const char *days);

/* An account; its mailbox is not tied to it by this. */
int64_t town_account(struct town *town, const char *user_name, const char *mailbox, const char *name_latin);
/* That many further accounts, which hold nothing. */
void town_crowd(struct town *town, int count);
/* Who acts from now on; 0: the operator. */
void town_act_as(struct town *town, int64_t account);
/* One of the staff acts from now on, in the roles that he has; who was never one becomes one, in all of them. */
void town_act_as_staff(struct town *town, int64_t account);
/* Does the body want a second person for what takes a certificate away? At first it does not. */
void town_second_person(struct town *town, bool wanted);
/* A form with that key is sent: what is done next is done once for it; NULL: what comes then is no form's. */
void town_send_form(struct town *town, const char *key);
/* A context of its own on a second connection, acting as that account. */
struct context *town_second(struct town *town, int64_t account);

/* An exam delivered; `mailbox` NULL: under none. Returns the record's id. */
int64_t town_exam(struct town *town, const char *mailbox, const char *exam, const char *day, enum exam_grade grade, enum exam_state state);
#define town_pass(TOWN, MAILBOX, EXAM, DAY) town_exam(TOWN, MAILBOX, EXAM, DAY, GRADE_PASS, EXAM_FINAL)
/* The provider says something else of it. */
void town_correct(struct town *town, int64_t record, enum exam_grade grade, enum exam_state state);
/* The provider puts it under another mailbox. */
void town_readdress(struct town *town, int64_t record, const char *mailbox);
/* The records lose their names; the account gets one. */
void town_forget_names(struct town *town);
void town_name(struct town *town, int64_t account, const char *name_latin, const char *name_native);
/* The exams get the names of whoever has them: so each follow-up begins where identities do not matter. */
void town_name_by_holders(struct town *town);
/* The record is in another name, as the provider sends it. */
void town_name_record(struct town *town, int64_t record, const char *first, const char *last, const char *native_first, const char *native_last);
/* The record leaves its account, and comes (back) to one. */
void town_let_go(struct town *town, int64_t record);
void town_hold(struct town *town, int64_t record, int64_t account);
/* Somebody meddles with the register: the certificate ends on that day. */
void town_meddle(struct town *town, int64_t certificate, const char *expiry);
/* The account gets the password TOWN_PASSWORD. */
#define TOWN_PASSWORD "seven green lamps by the river"
void town_password(struct town *town, int64_t account);
/* Ties the mailbox as an earlier system has proven it. */
void town_tie(struct town *town, int64_t account, const char *mailbox);
/* Follows up all that is due; returns how many rows of it that took. */
int64_t town_follow_up(struct town *town);
void town_set_time(struct town *town, const char *now);

/* Letters to a mailbox, newest first. */
struct list town_letters(struct town *town, const char *mailbox);
/* How many of them have the words in their subject, or in their text. */
size_t town_letters_about(struct town *town, const char *mailbox, const char *words);
size_t town_letters_with(struct town *town, const char *mailbox, const char *words);
/* What stands behind `mark` in the newest letter to the mailbox, up to the end of the line. */
struct text town_in_letter(struct town *town, const char *mailbox, const char *mark);
#define town_token(TOWN, MAILBOX) town_in_letter(TOWN, MAILBOX, "/activate#")
#define town_code(TOWN, MAILBOX) town_in_letter(TOWN, MAILBOX, "on the page Open the letter: ")
/* Asks as the account that acts, and returns the newest letter's token. */
struct text town_ask(struct town *town, const char *mailbox);

/* The certificate of the account; fails where there is none. */
struct certificate town_certificate(struct town *town, int64_t account, const char *certification);
bool town_has_certificate(struct town *town, int64_t account, const char *certification);
/* SELECT that gives one number. */
int64_t town_count(struct town *town, const char *what);
/* Follows up on many connections at once. */
void town_follow_up_at_once(struct town *town, int connections);
/* Takes away what is due. */
void town_forget_due(struct town *town);
/* Is what should be derived from the journal in association and held_record? */
void town_assert_journal_replays(struct town *town);
/* Whatever happened: what should be derived from the journal is, also once more after association_rebuild, and the audit finds nothing but what this town makes by short cuts (accounts without a
 * beginning, records without a file). */
void town_assert_in_order(struct town *town);

#define assert_ok(EXPRESSION) assert_result(town->support, RESULT_OK, EXPRESSION)
/* Refused with that code; forgets the failure. */
#define assert_refused(CODE, EXPRESSION) support_assert_refused(town->context, CODE, NULL, EXPRESSION, __FILE__, __LINE__)

#endif
