/* What the register has to say, given what it says and what is earned (SPEC 6.3, 6.4). Pure. */
#ifndef AWARD_AWARD_DECIDE_H
#define AWARD_AWARD_DECIDE_H

#include "award/award_rules.h"

/* Why a certificate is suspended, revoked or withdrawn, or still pending. Stored as a word; what these words did, a later evaluation undoes by itself;
 * anything else was said by staff and stays, until they give the certificate back. */
enum award_reason {
    REASON_NONE,
    REASON_RECORD_REVOKED, /* a record that it rests on was revoked, or corrected to no pass */
    REASON_RECORD_ON_HOLD, /* ... is on hold or provisional again */
    REASON_RECORD_LEFT,    /* ... left the account */
    REASON_UNBOUND,        /* ... had to leave it: it is another person's (5.8) */
    REASON_JOINED,         /* all of them are in an account that has a certificate of this certification already */
    REASON_RULES,          /* the catalogue has changed */
    REASON_REQUIREMENT,    /* a certificate that it requires was stopped by staff (2.4) */
    REASON_NAME_MISSING,   /* pending: there is no name to print */
    REASON_NAME_UNPRINTABLE, /* pending: the fonts lack characters of the name, or it is too long (7.2) */
    REASON_DISPUTED,       /* pending: a record that it rests on may have to leave the account (5.8) */
    REASON_LIFTED,         /* staff had taken it away, and give it back: the next evaluation says what it is */
    REASON_OTHER           /* staff said it: "staff", and behind a blank their words */
};
const char *award_reason_word(enum award_reason reason);
enum award_reason award_reason_of(struct text word);
/* The reason that staff give, as it is stored; and their words, of REASON_OTHER. */
struct text award_reason_of_staff(struct arena *arena, struct text words);
struct text award_reason_words_of_staff(struct text word);
/* In English, a key for the message catalogue; NULL for REASON_NONE and REASON_OTHER. */
const char *award_reason_english(enum award_reason reason);

/* A certificate of the register, as small as evaluating it needs. */
struct award_entry {
    int64_t id; /* 0: not there yet */
    int64_t account, certification; /* the store's ids */
    int64_t mark, revision;
    struct day state_day, exam_day, award_day, issue_day, expiry_day;
    uint8_t state, reason; /* enum certificate_state, enum award_reason */
    bool provisional, issued;
    bool on_its_day; /* it was in the register by its day of issue: if it is issued, it was on that day. Else that is the day of an earlier system, or of a result that came late */
};

/* What stands in the register from now on for something earned; `before` NULL: nothing yet. True where it differs from before. */
bool award_decide_earned(const struct award_entry *before, const struct award *award, struct day today, struct award_entry *after);
/* The same for what is not earned any more; `lost`: what became of the records that it rests on. */
bool award_decide_lost(const struct award_entry *before, enum award_reason lost, struct day today, struct award_entry *after);
/* What is pending on the day on which it falls due. */
void award_decide_due(const struct award_entry *before, struct day today, struct award_entry *after);
/* What was suspended because its records had left, and did not come back in its days. */
void award_decide_left(const struct award_entry *before, struct day today, struct award_entry *after);
/* There is no name to print (`reason`: REASON_NAME_MISSING, or REASON_NAME_UNPRINTABLE): pending until there is one. True where that differs from before. */
bool award_decide_nameless(const struct award_entry *before, enum award_reason reason, struct award_entry *after);
/* A record that it rests on is in dispute: what was never issued is pending until that is settled. True where that differs from before. */
bool award_decide_disputed(const struct award_entry *before, struct award_entry *after);
/* What it waited for beyond its day, a name or the end of a dispute, is there. Nothing is dated back (SPEC 9.4): it is issued on the day on which it can be, where its own has passed meanwhile. */
void award_decide_waited(const struct award_entry *before, struct day today, struct award_entry *after);
/* Does the printed certificate say something else than before? Then it becomes a new revision. */
bool award_decide_prints_anew(const struct award_entry *before, const struct award_entry *after);

/* Can staff put it into that state (CERTIFICATE_SUSPENDED, CERTIFICATE_REVOKED)? What is withdrawn or revoked is not on its way back, so it is not suspended; and once said is enough. */
bool award_decide_stoppable(const struct award_entry *before, enum certificate_state state);
/* Is it taken away for now or for good: suspended, revoked or withdrawn (enum certificate_state)? */
bool award_decide_stopped(int state);
/* Is it by staff that it is suspended or revoked? Only then can they give it back. */
bool award_decide_stopped_by_staff(const struct award_entry *entry);
/* Is it looked for by its records, wherever they come together (certificate_basis.away)? What has lost them, as far as it can move along with them; and whatever staff stopped, which follows them whether or not an
 * evaluation has seen them leave. */
bool award_decide_away(const struct award_entry *entry);

/* Days after which what was suspended, because its records left the account, is withdrawn (SPEC 6.4). */
enum { AWARD_SUSPENSION_DAYS = 30 };
/* The day on which that falls; NO_DAY of what is not so suspended. */
struct day award_decide_withdrawn_from(int state, enum award_reason reason, struct day state_day);

#endif
