/* What stories of packages begin with: a town with people who have earned an HCIE, and where they live. */
#ifndef TESTS_PACKAGE_POST_H
#define TESTS_PACKAGE_POST_H

#include "award/town.h"

#include "case/case.h"
#include "package/package_dispatch.h"

#define POST_MAILBOX "wei@example.org"
#define POST_SF "254412284165"

/* An account with that mailbox tied to it, and an HCIE-Datacom by exams under it: the written one a week before the lab on `lab_day`. */
int64_t post_expert(struct town *town, const char *user_name, const char *mailbox, const char *lab_day);
/* An address of the acting account, in Shenzhen; and one in Germany. Their ids. */
int64_t post_home(struct town *town);
int64_t post_abroad(struct town *town);
/* The acting account's offer of HCIE-Datacom. */
struct package_offer post_offer(struct town *town);
/* All steps up to the review, with the first mailbox; the certificate's number. */
struct text post_fill_in(struct town *town, int64_t address);
/* Submits it as it was seen just now. */
enum result post_submit(struct context *context, struct text certificate, struct text *number, bool *already) __attribute__((warn_unused_result));
/* All of it; the application's number. */
struct text post_apply(struct town *town, int64_t address);
/* Where stories of the staff begin: Wei (POST_MAILBOX) has applied on Monday 9 March 2026, and Mia, of the mailing staff, acts. */
struct post_office {
    struct town *town;
    int64_t wei, clerk, home;
    struct text number;
};
struct post_office post_office(enum database_engine engine);
/* Li (POST_LI) applies, too, and Mia acts again; the number. */
#define POST_LI "li@example.org"
struct text post_second(struct post_office *it);
struct package_outcome post_many(struct post_office *it, enum package_act act, struct text numbers);
/* Approves and packs Wei's package. */
void post_pack(struct post_office *it);
/* Mails one with that number, as far as it is taken. */
struct package_mailing post_mail(struct post_office *it, struct text number, const char *typed);
struct package_view post_view(struct town *town, struct text number);
/* The account asks for another name, with evidence; the case. */
struct case_view post_ask_name(struct town *town, int64_t account, const char *latin);
/* The name on the acting account's certificates is corrected by a case, which the registrar grants; then the account acts again. */
void post_rename(struct town *town, int64_t account, const char *latin);
/* How many letters to the mailbox have these words in their subject. */
size_t post_letters(struct town *town, const char *mailbox, const char *words);
/* One act after the other on two connections, the second beginning before the first commits: `second` either ends, or waits for what `first` holds. On SQLite, where one writes at a time, one after
 * the other. What each gave. */
struct post_race {
    struct context *context; /* of the second connection */
    database_act *first, *second;
    void *data;
    enum result first_result, second_result;
};
void post_race(struct town *town, struct post_race *race);
#define assert_day(DAY, TEXT) assert_text_equal(day_text(town->context->arena, DAY), TEXT)

#endif
