/* Forced unbinding (SPEC 5.8): what an account has to let go on a day, unless it objects or staff say otherwise. The holder is told with the reason and the day, and reminded; he lets it go himself, or objects with
 * evidence, which stops the clock and puts it before staff. On the day the system unbinds by itself, and the rightful owner, where he is known, gets it in the same act: by what staff have found also before who has no more than the record's mailbox. Each unbinding is a case of the kind
 * CASE_UNBINDING of the holder's account (case/case.h): messages and evidence stand there. */
#ifndef ASSOCIATION_ASSOCIATION_UNBINDING_H
#define ASSOCIATION_ASSOCIATION_UNBINDING_H

#include "base/context.h"
#include "base/record.h"
#include "case/case_evidence.h"
#include "outside/database.h"

enum {
    UNBINDING_UNDO_DAYS = 30
};

/* Holds the records of an account against its confirmed identity (association_identity.h), and opens an unbinding for each that contradicts it and was not judged before; `opened` gets how many. Nothing happens where
 * its identity is not confirmed. When an association completes, by the due kind identity-check; what an import brings is looked at when it comes into the account. */
MUST_CHECK unbinding_check_identity(struct context *context, int64_t account, int64_t *opened);
/* Would the record contradict the names of the actor's own account, confirmed or not, if it came into it, by the same rules; so that he is warned before it does. The door asks it of his own requests only. MAY_ACT_FOR_ACCOUNT. */
MUST_CHECK unbinding_other_name(struct context *context, int64_t record, bool *other);
/* So many exam records would, of the other account if it were merged into his, and of the mailbox that are nobody's (0: none). Asked of an account that he has proven, and of a mailbox whose letter he has opened. */
MUST_CHECK unbinding_other_names(struct context *context, int64_t other, int64_t mailbox, int64_t *records);
/* The same of all records of a mailbox that he disputes, whoever has them. Asked of a mailbox whose letter he has opened. */
MUST_CHECK unbinding_disputed_names(struct context *context, int64_t mailbox, int64_t *records);
/* Ends those of an account that were opened because a record contradicted its identity, and it does so no more. In the transaction that corrects the names. */
MUST_CHECK unbinding_name_corrected(struct context *context, int64_t account);
/* Both for everybody, and the ending of those whose thing is in the account no more; for the nightly run. */
MUST_CHECK unbinding_check_everybody(struct context *context, int64_t *opened);

/* --- The holder --- */

/* Lets it go now (MAY_ACT_FOR_ACCOUNT): the same as what the system does on the day. RESULT_NONE where it is none of his; REFUSED unbinding.over. */
MUST_CHECK unbinding_let_go(struct context *context, int64_t id);
/* Objects: the clock stops until staff have decided. Whatever the holder says of it is that, wherever he says it; what he says after it is added to the case. It counts for what unbinding_list_beside calls `together`, too, and for what is opened later and would be: their clocks stand, and their
 * cases name this one, where the words and the evidence stand; staff decide each. Words or evidence must be given: REFUSED unbinding.objection_empty;
 * unbinding.over, and what case_add_message and case_attach say. */
MUST_CHECK unbinding_object(struct context *context, int64_t id, struct text words, const struct case_evidence *evidence, size_t count);

/* --- Staff, MAY_UNBIND; each with a reason that the holder reads; of what is decided or undone the claimant reads it, too, and whoever disputes it without being signed in: that the clock stands or goes on they read without it --- */

MUST_CHECK unbinding_pause(struct context *context, int64_t id, struct text reason);
/* The clock goes on, with the working days that were left when it was stopped, at least one; the holder is told the new day, and so is who claims it. REFUSED unbinding.runs, unbinding.over, and unbinding.to_decide where
 * the holder has objected: that is for unbinding_decide. */
MUST_CHECK unbinding_resume(struct context *context, int64_t id, struct text reason);
/* Decides before the day: granted, it is unbound now; else it is dropped. `effective` is false where a second person has to agree first (case_decide). REFUSED unbinding.over and what case_decide says. */
MUST_CHECK unbinding_decide(struct context *context, int64_t id, bool grant, struct text reason, bool *effective);
/* Within 30 days everything is put back as it was. `effective` as above. REFUSED unbinding.not_done, unbinding.undo_late, unbinding.merged (the account was merged into another one since), unbinding.elsewhere (another account has it meanwhile, or the claimant by another means), unbinding.nowhere (it came by its mailbox, which is in no account any more), and what
 * case_decide says. */
MUST_CHECK unbinding_undo(struct context *context, int64_t id, struct text reason, bool *effective);
/* What unbinding_undo would do now. MAY_READ_CASES; RESULT_NONE where the unbinding is not done. */
struct unbinding_undoing {
    bool possible;
    struct text merged_into;  /* else: the account into which the holder's was merged since, */
    int64_t holder_id;
    struct text holder;       /* or who has it, and would keep it; all empty: it came by its mailbox, which is nobody's, */
    struct text by;           /* and the case of the unbinding by which that came to him; may be empty */
    int64_t records;          /* of a mailbox: so many of its exam records come back with it, */
    struct list stays;        /* and these, of unbinding_stays, do not */
};
struct unbinding_stays {
    struct text exam_code, registration_id;
    struct day exam_day;
    struct text case_number;  /* of the unbinding by which it left the account; empty: by none */
    int64_t holder_id;        /* the account that it is bound to; 0: to none */
    struct text holder;
};
extern const struct record unbinding_undoing_record, unbinding_stays_record;
MUST_CHECK unbinding_undo_preview(struct context *context, int64_t id, struct unbinding_undoing *undoing);
/* What was proposed, and waits for a second person, goes back. Of an undoing: the case is closed again, and it stays unbound. REFUSED case.nothing_proposed. */
MUST_CHECK unbinding_send_back(struct context *context, int64_t id, struct text reason);

/* --- Reading --- */

/* What is in dispute: an exam record that an unbinding, which is not over, may take out of the account that has it, by itself or with its mailbox. No certificate is issued by it meanwhile (6.3). */
struct unbinding_disputed {
    int64_t account_id, record_id;
};
extern const struct record unbinding_disputed_record;
/* Calls `each` with those of the accounts first..last, by account and record; not what `but` claims (0: nobody), or an account that was merged into it: that ends when it is merged with the holder's. For the rooms above. */
MUST_CHECK unbinding_each_disputed(struct context *context, int64_t first, int64_t last, int64_t but, database_each_function *each, void *data);

struct unbinding_view {
    int64_t id, case_id;
    struct text case_number;
    int64_t account_id;
    struct text account;           /* user name */
    int64_t mailbox_id, record_id;
    bool of_record;
    struct text address;           /* as address_shown: of the mailbox; or of the record's, for the holder masked, where the mailbox is not his */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
    bool by_owner, by_identity, by_staff; /* the cause */
    struct text lost_case;         /* only for staff: the number of the claimant's case of a lost mailbox that was granted; empty: he has shown that he reads the mailbox */
    struct text reason;            /* in words, in the reader's language where the system gives it */
    int64_t claimant_id;           /* only for staff: the holder does not learn who */
    struct text claimant;
    struct text disputed_from;     /* only for staff: the mailbox, as address_shown, from which it is disputed by a link, without being signed in or with an account that has none, and to which goes what is decided, with its reason; empty: it is not */
    bool running, paused, objected, done, dropped, undone;
    bool second;                   /* only for staff: a decision or an undoing was proposed, and waits for a second person */
    struct instant opened;
    struct day act;                /* on which the system unbinds by itself */
    bool decided;                  /* ... or does not: it runs, and from that day on two of the staff have to decide */
    struct day stopped, due;       /* paused or objected: since when the clock stands, and by when the certifying body decides; `due` NO_DAY: it has named no day */
    bool late;                     /* `due` is over */
    bool provisional;              /* `act`, or `due`, is past what the calendar knows */
    int64_t days;                  /* working days before `act`, with today */
    struct instant done_at, undo_until;
    bool may_undo;                 /* done, and not yet too long ago */
};
extern const struct record unbinding_view_record;
/* By its case's number: the actor's own, also that of an account that was merged into his, or anybody's for MAY_READ_CASES. RESULT_NONE also where it is another's. */
MUST_CHECK unbinding_read(struct context *context, struct text case_number, struct unbinding_view *view);
/* The actor's own that are not over, the next act first. */
MUST_CHECK unbinding_list_own(struct context *context, struct list *unbindings);

/* Those that are not over and may take away an exam record on which the certificate (by its id) rests, the next act first: of the actor's own, or anybody's for MAY_READ_CASES. */
MUST_CHECK unbinding_list_holding(struct context *context, int64_t certificate, struct list *unbindings);
/* The number of the case of the first of them to which the holder has not objected yet, or of the first, where he has `objected` to all; whoever acts; empty: there is none. For the rooms above, which send nothing by such a certificate. */
MUST_CHECK unbinding_case_holding(struct context *context, int64_t certificate, struct text *case_number, bool *objected);

/* Those by which something left the actor's own account, or one that was merged into it, that is not back; the newest of each thing. Their addresses are as they are kept, or masked. */
MUST_CHECK unbinding_list_left(struct context *context, struct list *unbindings);
/* What else is to leave the actor's account with the mailbox that his own one is about, or on which its record hangs; both lists of unbinding_view. `together`: what an objection to this one counts for, too; `apart`: what no objection
 * to this one stops, although it takes along what this one is about, or a part of it. */
MUST_CHECK unbinding_list_beside(struct context *context, int64_t id, struct list *together, struct list *apart);

/* What somebody has claimed, as he may see it: nothing of who has it, nor what that one says to it. */
struct unbinding_claim {
    bool of_record;
    struct text address;           /* as address_shown: of the mailbox, or of the record's */
    struct text exam_code, registration_id; /* of a record */
    struct day exam_day;
    struct text into;              /* a merge has emptied the actor's account: into the account of this user name it comes; else empty */
    bool running;                  /* it comes on the day `act`, if nobody objects until then */
    bool decided;                  /* running: on that day it does not come by itself, staff decide */
    bool looked_at;                /* staff look at it */
    bool came;                     /* it is in his account now, or in that one */
    bool refused, put_back;        /* it is not: it never came, or another account came to it; it came, and staff have undone that */
    struct day act, stopped, due;  /* as of unbinding_view */
    bool late, provisional;        /* the same */
    struct instant ended;          /* NO_INSTANT: not yet */
    struct text reason;            /* of the staff who have decided; empty: nobody has, or it still runs */
};
extern const struct record unbinding_claim_record;
/* The actor's own claims, the newest of each thing, the newest first; not those that came and that he has let go since, nor what was claimed from an account that is his own by a merge. */
MUST_CHECK unbinding_list_claims(struct context *context, struct list *claims);

/* MAY_READ_CASES: how many wait, apart those to which the holder has objected: they wait for staff to decide. The others take their course until their day, stand still, or are to be undone by a second person. */
struct unbinding_count {
    int64_t waiting, overdue;
    struct instant oldest; /* opened; NO_INSTANT where there is none */
};
MUST_CHECK unbinding_counts(struct context *context, struct unbinding_count *objected, struct unbinding_count *others);
enum unbinding_show {
    UNBINDINGS_WAITING,  /* what unbinding_counts counts, both its parts */
    UNBINDINGS_OBJECTED, /* the one part ... */
    UNBINDINGS_OTHERS,   /* ... and the other */
    UNBINDINGS_ALL       /* also what is over */
};
/* MAY_READ_CASES: of one account (0: of everybody), objections first, then the next act first; UNBINDINGS_ALL the newest first. At most `maximum`. */
MUST_CHECK unbinding_list(struct context *context, enum unbinding_show show, int64_t account, size_t maximum, struct list *unbindings);
/* MAY_READ_CASES: what an account claims, or one that was merged into it, also what is over, the newest first. At most `maximum`. */
MUST_CHECK unbinding_list_claimed(struct context *context, int64_t account, size_t maximum, struct list *unbindings);

#endif
