/* theme/letters/association-unbinding*.{txt,html}, association-claim.{txt,html} and association-disputed.{txt,html} (SPEC 5.8). */
#ifndef ASSOCIATION_ASSOCIATION_UNBINDING_LETTER_H
#define ASSOCIATION_ASSOCIATION_UNBINDING_LETTER_H

#include "association/association_unbinding_store.h"
#include "letter/letter.h"

enum unbinding_turn {
    UNBINDING_OPENED,
    UNBINDING_REMINDED,
    UNBINDING_STOPPED, /* by staff */
    UNBINDING_OBJECTED, /* the same, by the holder */
    UNBINDING_GOES_ON, /* with a new day: by staff, or because the calendar learned of holidays */
    UNBINDING_DONE,
    UNBINDING_LET_GO,  /* by the holder himself */
    UNBINDING_DROPPED,
    UNBINDING_SETTLED, /* dropped, because there was nothing left to decide: to who disputes it; the reason says why */
    UNBINDING_UNDONE
};
/* What the templates are filled with. */
struct unbinding_letter {
    struct text case_number;                /* empty: it is a case of the account that a merge had brought it to, which was undone; the reader cannot open it */
    bool of_record;
    struct text address;                    /* of the mailbox that it is about */
    struct text exam_code, registration_id; /* of the record that it is about */
    struct day exam_day;
    bool by_owner, by_identity, by_staff;   /* by_staff: they have found whose it is, also by the evidence of a lost mailbox ... */
    bool by_evidence;                       /* ... like this */
    struct text reason;                     /* of the staff */
    bool opened, reminded, stopped, objected, goes_on, done, let_go, dropped, settled, undone; /* the turn; objected: stopped as well; settled: dropped as well */
    bool moved;                             /* association-disputed: the record does not hang on the reader's mailbox any more */
    struct day act;
    bool decided;                           /* on that day nothing happens by itself (unbinding_needs_two) */
    bool provisional;
    struct day undo_until;
    bool looked_at;                         /* the clock stands, staff look at it; of the holder's: what he has said to one beside it counts for this, too */
    struct day due;                         /* looked_at, stopped: by when the certifying body decides; NO_DAY: it has named no day, or that is over */
    bool claimed;                           /* association-disputed: it is known to which account it comes */
    int64_t records;                        /* association-claim: how many came */
    int64_t stays;                          /* undone, of a mailbox: so many of its records did not come back with it */
    bool came;                              /* association-claim: it is in the claimant's account now; association-disputed, done: in that of somebody, whoever that is */
    bool elsewhere;                         /* association-claim: it has left its holder's account, and another one has it */
};
extern const struct record unbinding_letter_record;

/* Whom to write to; taken before anything changes, for afterwards the mailbox may be another's. `any` is false where there is nobody. */
struct unbinding_reader {
    struct letter_recipient recipient;
    bool any;
};
MUST_CHECK unbinding_letter_reader(struct context *context, int64_t account, int64_t disputed_mailbox, struct unbinding_reader *reader);
/* To the holder. `reason` may be empty. */
MUST_CHECK unbinding_letter_holder(struct context *context, const struct unbinding_reader *reader, const struct unbinding_row *row, enum unbinding_turn turn, struct text reason);
/* To the claimant, where his account is known, at a mailbox of that, else at the one in dispute, if he has shown that he reads it; what follows on the opening also as unbinding_letter_disputer, unless that is the same mailbox. `reason`: what staff have given for their decision; empty where they have not decided: that they give to the holder. */
MUST_CHECK unbinding_letter_claimant(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, bool came, int64_t records, struct text reason);
/* To who disputes it without being signed in, if anybody does, as association-disputed, at the mailbox from which he did, which has shown that it is his. `came`: somebody has it now, whoever that is. */
MUST_CHECK unbinding_letter_disputer(struct context *context, const struct unbinding_row *row, enum unbinding_turn turn, bool came, struct text reason);

#endif
