/* What a package can become when, and what is promised (SPEC 8.1, 8.2). Pure: no store, no clock. */
#ifndef PACKAGE_PACKAGE_RULES_H
#define PACKAGE_PACKAGE_RULES_H

#include "catalogue/catalogue.h"

enum package_state {
    PACKAGE_APPLIED = 1, PACKAGE_APPROVED, PACKAGE_PACKED, PACKAGE_MAILED, PACKAGE_DELIVERED, PACKAGE_RETURNED, PACKAGE_CANCELLED
};
enum package_act {
    PACKAGE_APPLY,      /* by the candidate */
    PACKAGE_REPLACE,    /* by a case: approved from the beginning */
    PACKAGE_APPROVE,
    PACKAGE_PACK,
    PACKAGE_UNPACK,     /* its certificate or address is not the right one any more: it is approved again */
    PACKAGE_MAIL,
    PACKAGE_DELIVER,
    PACKAGE_RETURN,     /* it came back */
    PACKAGE_SEND_AGAIN, /* a second dispatch of what came back */
    PACKAGE_CANCEL,
    PACKAGE_READDRESS,  /* to another address */
    PACKAGE_RENUMBER,   /* the express number was written down wrong */
    PACKAGE_ACTS
};
/* As it stands in the journal: apply, replace, approve, pack, unpack, mail, deliver, return, again, cancel, address, number. */
const char *package_act_word(enum package_act act);

/* The state that the act leads to; 0 where it cannot be done in this one. `candidate`: by him who applied, else by staff, carriers or the system. */
enum package_state package_rules_after(enum package_state state, enum package_act act, bool candidate);

/* Can it be replaced (8.4)? It is on its way or delivered, or was cancelled after it had been mailed: nothing more is sent of it. */
bool package_rules_replaceable(enum package_state state, int64_t dispatches);

/* Does a certificate of that version come with a package (2.6)? */
bool package_rules_has_package(const struct certification_version *version);
/* The day from which it can be applied for: so many working days after the score report, which itself is there so many after the exam. `provisional` may be NULL. */
struct day package_rules_opens(const struct calendar *calendar, const struct certification_version *version, struct day exam_day, bool *provisional);

/* When it is mailed. */
struct package_promise {
    struct day earliest, due; /* from .. through */
    bool provisional;
};
/* Counted from the application; of what came back, from the day on which its applicant has said where it is to go, or on which it was decided before that it is sent again. */
struct package_promise package_rules_mailing(const struct calendar *calendar, const struct certification_version *version, struct day from);
/* Is its mailing promised: it waits for it, or came back and is `addressed` (again)? */
bool package_rules_promised(enum package_state state, bool addressed);
/* It should have been mailed, and was not. */
bool package_rules_overdue(enum package_state state, bool addressed, struct day due, struct day today);

/* The parts of a web hook's signature, "t=SECONDS,v1=HEX": `seconds` as they stand there and as a number, and `hex`, each empty where it is missing. False where the seconds are no number. */
bool package_rules_signature(struct text signature, struct text *seconds, int64_t *at, struct text *hex);

#endif
