/* What the files of unbindings share; and what is due of them: handlers that association_due lists. All inside the caller's transaction. */
#ifndef ASSOCIATION_ASSOCIATION_UNBINDING_ACT_H
#define ASSOCIATION_ASSOCIATION_UNBINDING_ACT_H

#include "association/association.h"
#include "association/association_unbinding_letter.h"
#include "calendar/calendar.h"
#include "outside/due.h"

MUST_CHECK unbinding_fall_due(struct context *context, const struct due *due);       /* unbinding-due */
MUST_CHECK unbinding_remind(struct context *context, const struct due *due);         /* unbinding-remind */
MUST_CHECK unbinding_gone(struct context *context, const struct due *due);           /* unbinding-gone */
MUST_CHECK unbinding_identity_due(struct context *context, const struct due *due);   /* identity-check */

/* An act of the holder's or of the staff's on one unbinding. */
struct unbinding_act {
    int64_t id;
    struct text words;
    const struct case_evidence *evidence;
    size_t evidence_count;
    bool grant;
};

struct association_thing unbinding_thing(const struct unbinding_row *row);
/* It was done, dropped or undone; and the refusal that says so. */
bool unbinding_over(const struct unbinding_row *row);
MUST_CHECK unbinding_refuse_over(struct context *context);
/* An objection to `of` counts for `other`, too, which is in the same account and about the same mailbox: of a mailbox for all its records, of a record that contradicts the identity for the others that do. */
bool unbinding_objected_together(const struct unbinding_view_row *of, const struct unbinding_view_row *other);
/* What the holder has said to one beside it counts for this one, too, though it is opened later. Whoever objects at this moment comes before or after. */
MUST_CHECK unbinding_join_objection(struct context *context, struct unbinding_row *row);
MUST_CHECK unbinding_write_down(struct context *context, const char *act, const struct unbinding_row *row);
/* One of the staff has said that it is another's, or whose it is, and nobody has shown it: where the body wants two for what takes a certificate away (SPEC 11.3) the day does not carry it out. */
bool unbinding_needs_two(const struct context *context, struct text cause, int64_t claimant_by);
/* Its day, and the next reminder before it, fall due. */
MUST_CHECK unbinding_leave_due(struct context *context, const struct calendar *calendar, const struct unbinding_row *row, struct day today);
/* The clock runs, so many working days from today on. */
MUST_CHECK unbinding_start_clock(struct context *context, struct unbinding_row *row, int64_t working_days);
/* The clock stands, and keeps how many working days were left; the certifying body decides within its answer_days. */
MUST_CHECK unbinding_stop_clock(struct context *context, struct unbinding_row *row, const char *state);
/* It is over, and the thing stays or has left otherwise: what could not be issued meanwhile (SPEC 6.3) is looked at again. */
MUST_CHECK unbinding_drop(struct context *context, const struct unbinding_row *row);
/* Takes it from the account, gives it to the claimant, and tells both. */
MUST_CHECK unbinding_carry_out(struct context *context, struct unbinding_row *row, enum unbinding_turn turn, struct text reason);
/* The rightful owner gets it, where nobody has it now, or, by an unbinding that was carried out and in which staff have found whose it is, nobody but who has its mailbox. Where it has come to another account otherwise he is told so, or, of a lost mailbox, an
 * unbinding goes on against that one. Who disputes it without being signed in reads that it has left. `reason` as of unbinding_letter_claimant. */
MUST_CHECK unbinding_give_to_claimant(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, struct text reason);

/* What the intake has brought into accounts whose identity is confirmed, or has changed there, and is not plainly in their names: unbinding_check_identity for these, in the transaction that holds it, so that nothing is issued by it before (SPEC 5.8, 6.3).
 * Of more than a hundred accounts it lets go again what may contradict the further ones, where it is one of `came`, the ids (int64_t, which it sorts) of those that this transaction has put into an account, and leaves `records-came` for it, of no more than a hundred records each. */
MUST_CHECK unbinding_check_came(struct context *context, int64_t first_record, int64_t last_record, struct list *came);
/* Ends those of an account (0: of everybody) whose mailbox or record is not in it any more, in the transaction that has taken it away; what is due then gives it to the claimant. */
MUST_CHECK unbinding_end_gone(struct context *context, int64_t account);
/* Ends those by which one account claims what the other has, in the transaction that merges the two, and tells the holder. */
MUST_CHECK unbinding_end_claimed(struct context *context, int64_t holder, int64_t claimant);
/* Ends the one about a record that contradicts the account's identity no more, and tells the holder. Not where somebody has proven meanwhile that it is his. */
MUST_CHECK unbinding_end_agreeing(struct context *context, int64_t account, int64_t record);

#endif
