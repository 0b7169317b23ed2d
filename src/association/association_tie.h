/* Tying and letting go (SPEC 5.9): the one place where the journal of associations and today's state (association, record_association, held_record) are
 * written. For the files of this room; all inside the caller's transaction, and whoever calls has decided that it may be. Each act writes its row of the journal and of the audit journal, moves the records
 * and leaves `account-changed` for whom they leave and then for whom they come to. */
#ifndef ASSOCIATION_ASSOCIATION_TIE_H
#define ASSOCIATION_ASSOCIATION_TIE_H

#include "association/association.h"

/* Records of the intake that one transaction looks through. */
enum { ASSOCIATION_RECORDS_MOST = 250000 };

/* Who has it: the account that the mailbox is tied to; the account that the record is in, by whichever tie. RESULT_NONE: nobody. */
MUST_CHECK association_holder(struct context *context, struct association_thing thing, int64_t *account);

/* Ties it to the account. `means`: sign-up, link, code, takeover, score-report, case, unbinding (the rightful owner), merge, merge-undo, undo. `request`: by which it came so, 0 for none. `made` is false, and
 * nothing was written, where another account has it, or where this account has this very tie already. `records` gets how many came. A bar of this account on the record is lifted by it. What "undo", "merge" and
 * "merge-undo" put back, and what "unbinding" gives, takes a record also from the account that has it only by its mailbox. */
MUST_CHECK association_tie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records);

/* Takes it from the account. `means`: released, forced, merge, merge-undo, undo. A mailbox: the tie goes, and with it the records that the account held by it; single ties stay. A record: a tie of its
 * own goes, and the record falls back to whom its mailbox is tied to; with "forced" it is barred from this account from now on, whether it had a tie of its own or came by its mailbox.
 * `made` is false, and nothing was written, where the account has no such tie (with "forced": where another account is bound to the record). `records` gets how many left the account. */
MUST_CHECK association_untie(struct context *context, struct association_thing thing, int64_t account, const char *means, int64_t request, bool *made, int64_t *records);

/* Where one transaction ties or lets go several things: called for each before the first of them. Its row to be looked at again is left then; left between them it would wait for who takes one up, who waits for this transaction. */
MUST_CHECK association_announce(struct context *context, struct association_thing thing);

/* Bars the record from the account as by force, by that unbinding, whoever else has it: of accounts that are one person's, what the one had to let go is not the other's either. Where it is barred already, the bar stands by this one,
 * too. Nothing happens where the account is bound to the record: that came after the bar, and by a decision. */
MUST_CHECK association_bar(struct context *context, int64_t record, int64_t account, int64_t unbinding);
/* By that unbinding (0: one of which it is not known by which) the record is barred from the account no more, and not at all where no other has barred it; nothing else lifts a bar but a tie of its own. `means`: merge, merge-undo, undo.
 * `made` is false, and nothing was written, where it was not barred by it. */
MUST_CHECK association_lift_bar(struct context *context, int64_t record, int64_t account, int64_t unbinding, const char *means, bool *made);

/* The second look at a mailbox's records, when all that was under way beside its tie has come to an end. */
MUST_CHECK association_look_again(struct context *context, int64_t mailbox);

#endif
