#include "audit/audit_chain.h"

#include <endian.h>

RECORD(audit_act_record, struct audit_act, FIELD(struct audit_act, id), FIELD(struct audit_act, chain), FIELD(struct audit_act, place), FIELD(struct audit_act, at),
       FIELD(struct audit_act, actor_kind), FIELD(struct audit_act, actor_account), FIELD(struct audit_act, act), FIELD(struct audit_act, subject),
       FIELD(struct audit_act, subject_id), FIELD(struct audit_act, detail), FIELD(struct audit_act, hash));

static void add_number(struct hash *hash, int64_t number)
{
    uint64_t big = htobe64((uint64_t)number);
    hash_add(hash, &big, sizeof big);
}

static void add_text(struct hash *hash, struct text text)
{
    add_number(hash, (int64_t)text.length);
    hash_add(hash, text.bytes, text.length);
}

void audit_chain_hash(const struct audit_act *act, const unsigned char before[HASH_SHA256], unsigned char out[HASH_SHA256])
{
    struct hash *hash = hash_begin();
    hash_add(hash, "testamur act 1\n", 16);
    hash_add(hash, before, HASH_SHA256);
    add_number(hash, act->chain);
    add_number(hash, act->place);
    add_number(hash, act->at.microseconds);
    add_number(hash, act->actor_kind);
    add_number(hash, act->actor_account);
    add_number(hash, act->subject_id);
    add_text(hash, act->act);
    add_text(hash, act->subject);
    add_text(hash, act->detail);
    hash_end(hash, out);
}
