/* Requirement trees against passes (SPEC 2.4): what award_rules.c and the explanation share. Pure. */
#ifndef AWARD_AWARD_TREE_H
#define AWARD_AWARD_TREE_H

#include "award/award_rules.h"

/* A certification of the account as far as the walk has come. */
struct award_held {
    bool earned;
    struct day award_day;
    struct day expiry_day;
    struct day since; /* validity without a break since */
    bool stopped;     /* by staff: it meets no requirement */
};

/* Passes by day, those of one exam linked backwards. Only the first `count` have happened yet. */
struct award_view {
    const struct award_pass *passes;
    const int32_t *before; /* of each pass: the one before it of the same exam; -1 */
    const int32_t *latest; /* of each exam: the last pass so far; -1 */
    size_t count;
    const struct award_held *held; /* of each certification */
};

/* An account's passes after its evaluation, all of them. */
struct award_view award_room_view(const struct award_room *room);

/* The first day of the earliest window of `months` that still has `day` in it. */
struct day award_window_from(struct day day, int months);

/* Met by passes from `from` to `until` (both included), wherever a window lies between them. */
bool award_tree_met(const struct award_view *view, const struct requirement *requirement, struct day from, struct day until);
/* Met on `day` by passes from `from` on, of which at least one was made on `day` (or a certificate's validity began on it). */
bool award_tree_met_on(const struct award_view *view, const struct requirement *requirement, struct day from, struct day day);

/* Calls `each` with the passes and certificates that meet what award_tree_met_on found met: of what has a choice the fewest, that day's first. `pass` is -1 for a certificate. */
typedef void award_tree_each(void *data, const struct requirement *leaf, int32_t pass);
void award_tree_basis_on(const struct award_view *view, const struct requirement *requirement, struct day from, struct day day, award_tree_each *each,
                         void *data);

/* The window that counts for a group: the first start between `from` and `until` with which it is met; else, where `open` is a day, the first start whose window is still
 * open on it. False where there is neither. */
bool award_tree_window(const struct award_view *view, const struct requirement *group, struct day from, struct day until, struct day open, struct day *start,
                       struct day *end);
/* The pass of the exam that a leaf takes between two days: the first; -1. */
int32_t award_tree_pass(const struct award_view *view, int32_t exam, struct day from, struct day until);

#endif
