/* The chained journal (SPEC 11.3): each act carries the hash of itself and of the one before it, so that whoever knows a later hash finds out that an earlier act was
 * changed, taken out, put in or moved.
 *
 * The hash of an act is the SHA-256 (FIPS 180-4) over, in this order, with every number as 8 bytes, big-endian, negative ones as two's complement:
 *     the 16 bytes "testamur act 1\n\0"
 *     the hash before it in its chain, 32 bytes; 32 zeros before the first
 *     chain, place, at, actor_kind, actor_account (0 where there is none), subject_id
 *     act, subject, detail: of each its length in bytes, then the bytes
 * Numbers have one width and texts say their lengths, so no two acts are written alike. */
#ifndef AUDIT_AUDIT_CHAIN_H
#define AUDIT_AUDIT_CHAIN_H

#include "base/record.h"
#include "outside/hash.h"

/* On SQLite everybody writes into chain 1; on PostgreSQL there are several, so that writers need not wait for each other. */
enum { AUDIT_CHAINS = 16 };

/* A row of audit_journal. */
struct audit_act {
    int64_t id, chain, place; /* place from 1; 0: not in a chain yet */
    struct instant at;
    int64_t actor_kind, actor_account; /* actor_account 0: none */
    struct text act, subject;
    int64_t subject_id;
    struct text detail;
    struct bytes hash;
};
extern const struct record audit_act_record;

/* The hash of an act behind `before`; `act->id` and `act->hash` do not matter. */
void audit_chain_hash(const struct audit_act *act, const unsigned char before[HASH_SHA256], unsigned char hash[HASH_SHA256]);

#endif
