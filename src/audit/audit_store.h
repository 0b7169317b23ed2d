/* The tables audit_journal, audit_chain, audit_unchained and rate_limit: all the SQL that writes them; and who of the staff is what at this moment. */
#ifndef AUDIT_AUDIT_STORE_H
#define AUDIT_AUDIT_STORE_H

#include "audit/audit.h"
#include "audit/audit_chain.h"
#include "outside/database.h"

/* An act of the context's actor at this moment, as audit_store_write_left reads it; in the arena. */
struct bytes audit_store_act(struct context *context, const char *act, const char *subject, int64_t id, struct text detail);
/* Writes acts, one behind the other. Just before the commit: the head of a chain, for which others may wait, is taken last and only until then. */
MUST_CHECK audit_store_write_left(struct context *context, struct bytes left);
/* The roles that the account has now; 0 where it is not, or no more, one of the staff. */
MUST_CHECK audit_store_roles(struct context *context, int64_t account, unsigned *roles);
/* Whether acts stand in no chain because there was none when they were written, or because a migration wrote them (audit_unchained). Where there is a chain already, whatever else is in none has come in by a forger. */
MUST_CHECK audit_store_has_earlier(struct context *context, bool *has);
/* Puts those acts into chain 1, in their order; nothing where somebody else has just done so. In a transaction. */
MUST_CHECK audit_store_chain_earlier(struct context *context);
/* A list of struct audit_head, by chain. */
MUST_CHECK audit_store_heads(struct context *context, struct list *list);

/* When the last act was, but for the making of keys with the store; RESULT_NONE: there is none. */
MUST_CHECK audit_store_last(struct context *context, struct instant *at);

/* GCRA in one statement: takes `amount` arrivals of `key` where all are in time. RESULT_NONE where they are too early, and nothing is changed. `interval`: microseconds
 * between arrivals on average; `burst`: how many at once. */
MUST_CHECK audit_store_arrive(struct context *context, struct text key, struct instant now, int64_t interval, int64_t amount, int64_t burst);
/* How far ahead the key is; NO_INSTANT where it is not known. */
MUST_CHECK audit_store_arrival(struct context *context, struct text key, struct instant *arrival);
/* Forgets what limits nothing any more. */
MUST_CHECK audit_store_forget(struct context *context, struct instant before, int64_t *forgotten);

#endif
