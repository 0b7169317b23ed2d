/* What the certifying body itself takes away, whatever the exams say, and gives back (SPEC 6.3, 11.3): a case of its own kind, with a reason, and with a second person where the body wants one. No evaluation gives back
 * what staff took away. */
#ifndef AWARD_AWARD_STOP_H
#define AWARD_AWARD_STOP_H

#include "award/award.h"
#include "case/case.h"

enum award_stopping {
    AWARD_SUSPEND,
    AWARD_REVOKE,
    AWARD_GIVE_BACK,
    AWARD_STOPPINGS,                   /* so many are staff's to ask for */
    AWARD_ISSUE_ANEW = AWARD_STOPPINGS, /* an evaluation asks for it: what staff stopped stays so, in the account from which its records, or some of them, have gone without it, and whoever has earned the certification by them gets a certificate of his own */
    AWARD_PRINT_NAME                    /* an evaluation asks for it: the name cannot be printed, and the certificate waits (7.2). Either answer only closes the case */
};
/* As it stands in forms and cases: suspended, revoked, given-back. */
const char *award_stopping_word(enum award_stopping stopping);
/* False for a word that is none of them. */
bool award_stopping_of(struct text word, enum award_stopping *stopping);

struct award_stop_wish {
    struct text number;  /* of the certificate */
    enum award_stopping stopping;
    struct text reason;  /* the holder reads it; of what is taken away, everybody who verifies the certificate as well */
};
enum { AWARD_STOP_REASON_LIMIT = 1000 /* characters */ };

/* One certificate for who may decide about it (MAY_DECIDE_CASES) or see the person (MAY_READ_PEOPLE), with what can be done now. RESULT_NONE where there is none. */
struct award_stop_view {
    struct certificate certificate;
    bool may_suspend, may_revoke, may_give_back; /* as it stands, and as far as the actor may: neither of his own, nor while a case waits, other than about the name, which ends by it */
    bool own;                                    /* it is of the actor's own account, or of one that is one person's with it */
    struct text case_number;                     /* of the open case about it: something of the kind, a claim or its name waits for a decision; empty: none is */
};
MUST_CHECK award_stop_read(struct context *context, struct text number, struct award_stop_view *view);
/* Opens the case and decides it, as far as one person can: `effective` is false where it waits for a second one. What takes effect stands in the register, its history and the journal at once, and in a letter to the holder;
 * what is given back is whatever the next evaluation says (due "account-changed"). MAY_DECIDE_CASES. REFUSED award.stop_reason, award.stop_long, award.stop_state (it is so already, or is not on its way back), award.not_stopped
 * (staff have not taken it away), award.stop_waits (a case about it is open, other than about its name), case.own. RESULT_NONE where there is no such certificate. */
MUST_CHECK award_stop(struct context *context, const struct award_stop_wish *wish, bool *effective);
/* What such a case asks for, from case_view.wish. */
MUST_CHECK award_stop_wish_of(struct context *context, struct text wish, struct award_stop_wish *out);
/* Decides such a case, as case_decide; `reason` is for the staff alone. Whoever has the records on which the certificate rests is evaluated again. RESULT_NONE where there is none. */
MUST_CHECK award_decide_stop(struct context *context, int64_t case_id, bool grant, struct text reason, bool *effective);

#endif
