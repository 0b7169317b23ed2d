/* Rules about the journal: each act behind the one before it, in its chain (audit_chain.h). */
#include "audit/audit_chain.h"
#include "audit/audit_inside.h"
#include "audit/audit_store.h"

WALK_RULE(hash_wrong, "journal.hash", "audit_journal",
          N_("The act's hash is not that of what it says behind the act before it: this act was changed, or the one before it was written anew."));
WALK_RULE(place_skipped, "journal.place", "audit_journal", N_("Acts before this one are missing from its chain, or this one stands twice."));
WALK_RULE(outside_chains, "journal.unchained", "audit_journal", N_("The act stands in no chain."));
WALK_RULE(head_wrong, "journal.head", "audit_chain", N_("The chain does not end where its head says: its last acts were taken away or put in."));
WALK_RULE(noted_missing, "journal.noted", "audit_chain", N_("The head that was noted earlier is not part of the chain: the journal was written anew or cut off since."));
RULE(actor_impossible, "journal.actor", "audit_journal", N_("The act was done by somebody who cannot be."),
     "SELECT j.id, j.act AS name FROM audit_journal j LEFT JOIN account a ON a.id = j.actor_account"
     " WHERE j.actor_kind NOT BETWEEN 0 AND 4 OR CASE WHEN j.actor_kind IN (1, 2) THEN 1 ELSE 0 END <> CASE WHEN j.actor_account IS NULL THEN 0 ELSE 1 END"
     " OR (j.actor_account IS NOT NULL AND a.id IS NULL)");

/* What is named here is chained at the next start (schema/0042), and looks genuine from then on. */
RULE(waits_to_be_chained, "journal.waiting", "audit_unchained", N_("What is to be chained at the next start is no act outside of the chains, or no migration of this store has written it."),
     "SELECT u.id, u.step AS name FROM audit_unchained u LEFT JOIN migration m ON m.name = u.step LEFT JOIN audit_journal j ON j.id = u.id AND j.place = 0"
     " WHERE m.name IS NULL OR j.id IS NULL OR j.actor_kind <> 4 OR j.actor_account IS NOT NULL");

STATEMENT(acts_in_order, &audit_act_record,
          "SELECT id, chain, place, at, actor_kind, actor_account, act, subject, subject_id, detail, hash FROM audit_journal ORDER BY chain, place, id");

struct walking {
    struct audit *audit;
    struct list heads;
    size_t head;   /* of the chain under way */
    int64_t chain; /* 0: none yet */
    int64_t place;
    unsigned char before[HASH_SHA256];
    bool *noted_seen;
};

static const struct audit_head *noted_at(const struct walking *walking, size_t i)
{
    return (const struct audit_head *)walking->audit->noted->items + i;
}

static void end_chain(struct context *context, struct walking *walking)
{
    const struct audit_head *heads = walking->heads.items;
    /* Heads of chains that have no act. */
    for (; walking->head < walking->heads.count && heads[walking->head].chain < walking->chain; walking->head++)
        audit_break(context, walking->audit, &head_wrong, heads[walking->head].chain, TEXT(""));
    if (!walking->place) return;
    const struct audit_head *head = walking->head < walking->heads.count ? &heads[walking->head] : NULL;
    bool own = head && head->chain == walking->chain;
    if (!own || head->length != walking->place || head->hash.length != HASH_SHA256 || memcmp(head->hash.data, walking->before, HASH_SHA256))
        audit_break(context, walking->audit, &head_wrong, walking->chain, TEXT(""));
    walking->head += own;
}

static void look_for_noted(struct walking *walking, const struct audit_act *act)
{
    for (size_t i = 0; walking->audit->noted && i < walking->audit->noted->count; i++) {
        const struct audit_head *noted = noted_at(walking, i);
        if (noted->chain == act->chain && noted->length == act->place && noted->hash.length == act->hash.length && !memcmp(noted->hash.data, act->hash.data, noted->hash.length))
            walking->noted_seen[i] = true;
    }
}

static enum result check_act(struct context *context, const void *row, void *data)
{
    struct walking *walking = data;
    const struct audit_act *act = row;
    if (act->place < 1) {
        audit_break(context, walking->audit, &outside_chains, act->id, act->act);
        return RESULT_OK;
    }
    if (act->chain != walking->chain) {
        end_chain(context, walking);
        walking->chain = act->chain;
        walking->place = 0;
        memset(walking->before, 0, sizeof walking->before);
    }
    unsigned char hash[HASH_SHA256];
    audit_chain_hash(act, walking->before, hash);
    bool follows = act->place == walking->place + 1, right = act->hash.length == sizeof hash && !memcmp(act->hash.data, hash, sizeof hash);
    /* Behind a gap the hash before it is not known. */
    if (!follows) audit_break(context, walking->audit, &place_skipped, act->id, act->act);
    else if (!right) audit_break(context, walking->audit, &hash_wrong, act->id, act->act);
    walking->place = act->place;
    if (act->hash.length == sizeof hash) memcpy(walking->before, act->hash.data, sizeof hash);
    look_for_noted(walking, act);
    return RESULT_OK;
}

enum result audit_walk_journal(struct context *context, struct audit *audit)
{
    struct walking walking = {.audit = audit};
    size_t noted = audit->noted ? audit->noted->count : 0;
    walking.noted_seen = ARENA_ARRAY(context->arena, noted + 1, bool);
    TRY(audit_store_heads(context, &walking.heads));
    TRY(database_each(context, &acts_in_order, NO_PARAMETERS, check_act, &walking));
    end_chain(context, &walking);
    walking.chain = INT64_MAX;
    walking.place = 0;
    end_chain(context, &walking);
    for (size_t i = 0; i < noted; i++) {
        const struct audit_head *head = noted_at(&walking, i);
        if (!walking.noted_seen[i]) audit_break(context, audit, &noted_missing, head->chain, text_printf(context->arena, "%lld", (long long)head->length));
    }
    return RESULT_OK;
}
WALK(audit_walk_journal);
