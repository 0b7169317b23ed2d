/* What the files of this room share. */
#ifndef PACKAGE_PACKAGE_INSIDE_H
#define PACKAGE_PACKAGE_INSIDE_H

#include "outside/due.h"
#include "package/package_store.h"

/* What days are counted by. */
struct package_room {
    const struct catalogue *catalogue;
    struct day today;
};
MUST_CHECK package_room_of(struct context *context, struct package_room *room);
bool package_by_candidate(const struct context *context);
/* A number for a new application: 55 bits, which nobody guesses. */
struct text package_new_number(struct context *context);
/* Is an express number, in the form of package_carrier_number, rather the number of a package? One with no letter but the first can be a carrier's. */
bool package_is_number(struct text number);
/* The version by which the certificate was awarded. */
const struct certification_version *package_version(const struct package_room *room, struct text certification, struct day award_day);
/* The day from which the certificate's package can be applied for: not before the certificate is issued. `provisional` may be NULL. */
struct day package_opens(const struct package_room *room, const struct certification_version *version, struct day exam_day, struct day issue_day, bool *provisional);
/* package-days: the days of mailing that are promised are counted again by the calendar as it is now, from the package due->first on, in steps. */
MUST_CHECK package_count_days(struct context *context, const struct due *due);
/* The promise of mailing counts anew from the day. */
void package_promise_from(const struct package_room *room, struct package_row *row, struct day from);

/* The address as a package keeps it, and back. */
struct text package_address_copy(struct context *context, const struct package_address *address);
/* What stands for it: another address has another. */
struct text package_address_mark(struct context *context, struct text copy);
MUST_CHECK package_address_copied(struct context *context, struct text copy, struct package_address *address);
/* Papers are drawn before the transaction, in which others wait: `printable` gets the mark of the actor's address of that id, where it can be printed (package_print_check); else it is empty, and package_take_address says why. */
MUST_CHECK package_try_address(struct context *context, int64_t id, struct text *printable);
/* The address, copied into the row. REFUSED package.no_address, and where it is not as it was tried and cannot be printed. */
MUST_CHECK package_take_address(struct context *context, int64_t id, struct text printable, struct package_row *row);

/* Stands in the package's journal before carrier and number of what had gone, though its certificate was in question (package_mailing.gone). */
#define PACKAGE_GONE "gone "
const char *package_state_english(enum package_state state);
/* REFUSED package.state, or package.too_late to the candidate: this cannot be done with it as it stands. */
MUST_CHECK package_refuse_state(struct context *context, const struct package_row *row);
/* Does what the rules allow in the row's state, which becomes the next one: days, state, journals. `text` stands in the package's journal. REFUSED as package_refuse_state. What else
 * the act changes in the row is set before. */
MUST_CHECK package_act(struct context *context, const struct package_room *room, struct package_row *row, enum package_act act, struct text text);

/* What rows do not hold: words, booleans, names. */
void package_complete(struct context *context, const struct package_room *room, struct package_view *view);

/* --- Letters (package_letter.c): to the applicant's proven mailbox; without one none, My Certificate says it too. They say what the store says, so they are written last. --- */

MUST_CHECK package_letter(struct context *context, const struct package_room *room, const char *kind, const struct package_row *row);
MUST_CHECK package_letter_open(struct context *context, const struct package_room *room, const struct package_opening_row *opening, struct day opens);

#endif
