/* The journal, and who may do what (SPEC 11). */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "base/context.h"
#include "base/record.h"

/* Writes an act into the journal, in the transaction that does it, or in one of its own; the row is there once it commits. `act` is "room.act", `subject` the table that `id` is of; `detail` a JSON object as
 * text, or empty; no secret and no token in it. Of the staff, REFUSED "audit.role_gone" at the commit where a role that the actor came with was taken from him since: then nothing of the transaction stays. */
MUST_CHECK audit_write(struct context *context, const char *act, const char *subject, int64_t id, struct text detail);

/* The end of a chain of the journal (audit_chain.h): whoever keeps it can prove later that nothing before it was changed, even by somebody who has written the whole chain anew. */
struct audit_head {
    int64_t chain, length;
    struct bytes hash; /* SHA-256 */
};
extern const struct record audit_head_record;
/* A list of struct audit_head, by chain. MAY_READ_REGISTER. */
MUST_CHECK audit_heads(struct context *context, struct list *heads);
/* When the last thing was done that the journal knows of, but for making the store; RESULT_NONE: nothing was. */
MUST_CHECK audit_last_act(struct context *context, struct instant *at);
/* Where an older store was brought up to date: chains, once, what was written before there were chains, and the acts that migrations wrote (audit_unchained). Asked at each start, because whoever brought it up to date may have been killed. */
MUST_CHECK audit_chain_earlier(struct context *context);

/* What the staff of the body are there for (SPEC 11.1): bits of actor.roles and of staff.roles. A person may have several. */
enum staff_role {
    ROLE_SUPPORT = 1,       /* answers candidates */
    ROLE_INTAKE = 2,        /* results that came in, and what stands in their way */
    ROLE_REGISTRAR = 4,     /* decides cases: what takes a certificate away or gives it back */
    ROLE_MAILING = 8,       /* letters and packages */
    ROLE_CATALOGUE = 16,
    ROLE_AUDITOR = 32,      /* reads everything, changes nothing */
    ROLE_ADMINISTRATOR = 64 /* says who of the staff is what, and nothing else */
};
enum { ROLE_COUNT = 7, ROLES_ALL = 127 };
/* The role's word, for the command line and the store's journal: "support"; `n` counts the bits from 0. */
const char *audit_role_word(int n);
/* The role of that word; 0 where there is none such. */
unsigned audit_role(struct text word);

/* What somebody may do. One table in audit.c says which actor, and of the staff which roles, may what; everything else is refused. */
enum permission {
    MAY_NOTHING,         /* nobody may: what a route or act without a permission has */
    MAY_LOAD_CATALOGUE,
    MAY_READ_CATALOGUE,  /* its text and its versions */
    MAY_IMPORT,
    MAY_ADD_ACCOUNTS,    /* take over accounts that an earlier system has proven */
    MAY_EVALUATE,
    MAY_READ_REGISTER,   /* all certificates and explanations, not only one's own */
    MAY_SET_CLOCK,       /* of a demonstration store */
    MAY_BACK_UP,
    MAY_REBUILD_ASSOCIATIONS, /* derive who holds what from the journal anew */
    MAY_HOLD_LETTERS,    /* hold back, release and send again letters of others */
    MAY_ACT_FOR_ACCOUNT, /* what a signed-in candidate does for himself; the owner is in the SQL besides */
    /* The desk's, SPEC 11. */
    MAY_SEE_DESK,        /* its first page: whoever has any role */
    MAY_READ_PEOPLE,     /* find a person and see everything of him */
    MAY_ACT_AS_CANDIDATE, /* see the pages as he sees them; only reading */
    MAY_READ_CASES,
    MAY_ANSWER_CASES,    /* write to the asker, note, answer questions */
    MAY_DECIDE_CASES,    /* grant or refuse, as the first or the second person */
    MAY_UNBIND,          /* open, pause, decide earlier, undo a forced unbinding (5.8) */
    MAY_READ_NEAR_MISSES,
    MAY_JUDGE_NEAR_MISSES, /* look for them anew, write to the person, set them aside */
    MAY_READ_INTAKE,     /* files that came in, their rows and verdicts */
    MAY_REMEDY_ROWS,     /* quarantined rows: say what they mean, run them again */
    MAY_READ_DEMOGRAPHICS, /* new addresses on their way to providers, and the files with them */
    MAY_READ_DEMOGRAPHICS_OF, /* those of one person, where everything of him stands */
    MAY_SEND_DEMOGRAPHICS, /* make the provider's file of new addresses, read its answer */
    MAY_READ_LETTERS,    /* letters of others and their delivery */
    MAY_READ_JOURNAL,
    MAY_READ_STAFF,      /* who of the staff is what */
    MAY_MANAGE_STAFF,
    MAY_READ_PACKAGES,   /* printed packages, how they stand and where they go (8.3) */
    MAY_SEND_PACKAGES,   /* approve, print, pack, mail them, take them back */
    PERMISSION_COUNT
};
bool audit_allows(const struct actor *actor, enum permission permission);
/* RESULT_OK, or REFUSED "audit.not_allowed". */
MUST_CHECK audit_may(struct context *context, enum permission permission);

/* Limits how often something happens (GCRA, one statement): `key` names what is limited ("sign-in:network:192.0.2.7"); at most `burst` at once, and `burst` in
 * `period_seconds` on average. RESULT_OK, or REFUSED "audit.too_often" until the next try, and {wait}, the same in words. Outside any transaction it makes its own, so that a refused act
 * still counts. */
MUST_CHECK audit_limit(struct context *context, struct text key, int burst, int period_seconds);
/* Whether audit_limit with the same would let one more through; counts nothing. For what is counted only once it is known to be wrong: as many as ask at the same moment get an answer, whatever the limit. */
MUST_CHECK audit_limit_left(struct context *context, struct text key, int burst, int period_seconds);
/* audit_limit for the asker's network (actor.network): an IPv4 address, or the /64 of an IPv6 address, because one subscriber has that many. Does nothing where there is none. */
MUST_CHECK audit_limit_network(struct context *context, const char *what, int burst, int period_seconds);
/* The same where one thing counts as `amount`, at least 1: a file as its kilobytes. */
MUST_CHECK audit_limit_network_amount(struct context *context, const char *what, int amount, int burst, int period_seconds);
/* audit_limit_left of audit_limit_network. */
MUST_CHECK audit_limit_network_left(struct context *context, const char *what, int burst, int period_seconds);
/* The refusal of all of them, for what is limited elsewhere. */
MUST_CHECK audit_too_often(struct context *context, int64_t seconds);
/* Forgets limits that limit nothing any more; for the nightly run. */
MUST_CHECK audit_forget_limits(struct context *context);

#endif
