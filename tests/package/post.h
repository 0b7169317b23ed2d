/* What stories of packages begin with: a town with people who have earned an HCIE, and where they live. */
#ifndef TESTS_PACKAGE_POST_H
#define TESTS_PACKAGE_POST_H

#include "award/town.h"

#include "package/package.h"

/* An account with that mailbox tied to it, and an HCIE-Datacom by exams under it: the written one a week before the lab on `lab_day`. */
int64_t post_expert(struct town *town, const char *user_name, const char *mailbox, const char *lab_day);
/* An address of the acting account, in Shenzhen; and one in Germany. Their ids. */
int64_t post_home(struct town *town);
int64_t post_abroad(struct town *town);
/* The acting account's offer of HCIE-Datacom. */
struct package_offer post_offer(struct town *town);
/* All steps up to the review, with the first mailbox; the certificate's number. */
struct text post_fill_in(struct town *town, int64_t address);
/* All of it; the application's number. */
struct text post_apply(struct town *town, int64_t address);
struct package_view post_view(struct town *town, struct text number);
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
