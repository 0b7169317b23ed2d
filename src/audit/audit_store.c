#include "audit/audit_store.h"

#include "base/random.h"

/* More acts of one transaction are copied in. */
enum { FEW_ACTS = 3, MOST_HEADS = 1000 };

struct arrival {
    struct instant arrival;
};
RECORD(arrival_record, struct arrival, FIELD(struct arrival, arrival));

struct roles_row {
    int64_t roles;
};
RECORD(roles_row_record, struct roles_row, FIELD(struct roles_row, roles));

struct last_act {
    struct instant at;
};
RECORD(last_act_record, struct last_act, FIELD(struct last_act, at));

RECORD(audit_head_record, struct audit_head, FIELD(struct audit_head, chain), FIELD(struct audit_head, length), FIELD(struct audit_head, hash));

/* Locks the chain's head until the commit. */
STATEMENT(take_places, &audit_head_record,
          "INSERT INTO audit_chain (chain, length, hash) VALUES ($1, $2, $3) ON CONFLICT (chain) DO UPDATE SET length = audit_chain.length + $2 RETURNING chain, length, hash");
STATEMENT(set_head, NULL, "UPDATE audit_chain SET hash = $2 WHERE chain = $1");
STATEMENT(write_act, NULL,
          "INSERT INTO audit_journal (at, actor_kind, actor_account, act, subject, subject_id, detail, chain, place, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
STATEMENT(unchained_acts, &audit_act_record, "SELECT id, at, actor_kind, actor_account, act, subject, subject_id, detail FROM audit_journal WHERE place = 0 ORDER BY id");
STATEMENT(count_unchained, NULL, "SELECT COUNT(*) FROM audit_journal WHERE place = 0");
#define OF_MIGRATIONS "FROM audit_unchained u JOIN audit_journal j ON j.id = u.id WHERE j.place = 0"
STATEMENT(acts_of_migrations, &audit_act_record, "SELECT j.id, j.at, j.actor_kind, j.actor_account, j.act, j.subject, j.subject_id, j.detail " OF_MIGRATIONS " ORDER BY j.id");
STATEMENT(count_of_migrations, NULL, "SELECT COUNT(*) " OF_MIGRATIONS);
STATEMENT(forget_of_migrations, NULL, "DELETE FROM audit_unchained");
STATEMENT(chain_act, NULL, "UPDATE audit_journal SET chain = $2, place = $3, hash = $4 WHERE id = $1");
STATEMENT(heads, &audit_head_record, "SELECT chain, length, hash FROM audit_chain ORDER BY chain");
/* Takes the row: what changes it comes wholly before this transaction, or wholly after. */
STATEMENT(roles_now, &roles_row_record, "UPDATE staff SET roles = roles WHERE account_id = $1 AND ended_at IS NULL RETURNING roles");
STATEMENT(last_act, &last_act_record, "SELECT at FROM audit_journal WHERE subject <> 'signing_key' ORDER BY id DESC LIMIT 1");

/* The row holds when the next arrival would come if all came evenly. $2 that time for a first arrival, $3 now, $4 how much it moves on, $5 the latest time at which that is
 * allowed, $6 a time that no limit ever reaches, so that what stands beyond was written by a clock that has since been set back. */
STATEMENT(arrive, &arrival_record,
          "INSERT INTO rate_limit (key, arrival_at) VALUES ($1, $2)"
          " ON CONFLICT (key) DO UPDATE SET arrival_at ="
          " CASE WHEN rate_limit.arrival_at > $3 AND rate_limit.arrival_at <= $6 THEN rate_limit.arrival_at + $4 ELSE $2 END"
          " WHERE rate_limit.arrival_at <= $5 OR rate_limit.arrival_at > $6 RETURNING arrival_at AS arrival");
STATEMENT(read_arrival, &arrival_record, "SELECT arrival_at AS arrival FROM rate_limit WHERE key = $1");
STATEMENT(forget, NULL, "DELETE FROM rate_limit WHERE arrival_at < $1");

/* --- The journal --- */

/* An act as it waits for the commit: this, and behind it the bytes of its texts. */
struct waiting {
    struct instant at;
    int64_t actor_kind, actor_account, subject_id;
    size_t act, subject, detail; /* lengths */
};

static struct text take_text(const unsigned char **at, size_t length)
{
    struct text text = {(const char *)*at, length};
    *at += length;
    return text;
}

/* Reads one act and returns what stands behind it. */
static const unsigned char *read_waiting(const unsigned char *at, struct audit_act *act)
{
    struct waiting waiting;
    memcpy(&waiting, at, sizeof waiting);
    at += sizeof waiting;
    *act = (struct audit_act){.at = waiting.at, .actor_kind = waiting.actor_kind, .actor_account = waiting.actor_account, .subject_id = waiting.subject_id};
    act->act = take_text(&at, waiting.act);
    act->subject = take_text(&at, waiting.subject);
    act->detail = take_text(&at, waiting.detail);
    return at;
}

/* Whoever acts again and again stays in his chain; what nobody in particular does goes into any. */
static int64_t choose_chain(struct context *context)
{
    if (database_engine(context->database) == DATABASE_SQLITE) return 1;
    if (context->actor.account) return 1 + context->actor.account % AUDIT_CHAINS;
    unsigned char any;
    random_fill(&any, 1);
    return 1 + any % AUDIT_CHAINS;
}

/* Takes `count` places at the end of a chain; `head` gets where it ended before. */
static enum result take(struct context *context, int64_t chain, int64_t count, struct audit_head *head)
{
    static const unsigned char zeros[HASH_SHA256];
    TRY(database_one(context, &take_places, PARAMETERS(chain, count, ((struct bytes){zeros, sizeof zeros})), head));
    if (head->hash.length != HASH_SHA256)
        return context_fail(context, RESULT_BROKEN, "audit.head", N_("The head of a chain of the journal is damaged. See \"testamur audit\"."));
    head->length -= count;
    return RESULT_OK;
}

/* Puts an act behind the head, which moves on. */
static void put(struct audit_act *act, struct audit_head *head, unsigned char hash[HASH_SHA256])
{
    unsigned char next[HASH_SHA256];
    act->chain = head->chain;
    act->place = ++head->length;
    audit_chain_hash(act, head->hash.data, next);
    memcpy(hash, next, sizeof next);
    head->hash = act->hash = (struct bytes){hash, HASH_SHA256};
}

enum result audit_store_write_left(struct context *context, struct bytes left)
{
    static const char *const columns[] = {"at", "actor_kind", "actor_account", "act", "subject", "subject_id", "detail", "chain", "place", "hash"};
    const unsigned char *end = left.data + left.length;
    int64_t count = 0;
    struct audit_act act;
    for (const unsigned char *at = left.data; at < end; count++) at = read_waiting(at, &act);
    struct audit_head head;
    TRY(take(context, choose_chain(context), count, &head));
    struct database_copy *copy = NULL;
    if (count > FEW_ACTS) TRY(database_copy_begin(context, "audit_journal", columns, sizeof columns / sizeof *columns, &copy));
    unsigned char hash[HASH_SHA256];
    for (const unsigned char *at = left.data; at < end;) {
        at = read_waiting(at, &act);
        put(&act, &head, hash);
        struct parameters row = PARAMETERS(act.at, act.actor_kind, OPTIONAL(act.actor_account), act.act, act.subject, act.subject_id, act.detail, act.chain, act.place, act.hash);
        TRY(copy ? database_copy_row(context, copy, row.values) : database_run(context, &write_act, row, NULL));
    }
    if (copy) TRY(database_copy_end(context, copy, NULL));
    return database_run(context, &set_head, PARAMETERS(head.chain, head.hash), NULL);
}

struct bytes audit_store_act(struct context *context, const char *act, const char *subject, int64_t id, struct text detail)
{
    struct waiting waiting = {context_now(context), context->actor.kind, context->actor.account, id, strlen(act), strlen(subject), detail.length};
    struct text texts = text_printf(context->arena, "%s%s%.*s", act, subject, TEXT_ARG(detail));
    size_t length = sizeof waiting + texts.length;
    unsigned char *bytes = arena_raw(context->arena, length);
    memcpy(bytes, &waiting, sizeof waiting);
    memcpy(bytes + sizeof waiting, texts.bytes, texts.length);
    return (struct bytes){bytes, length};
}

enum result audit_store_roles(struct context *context, int64_t account, unsigned *roles)
{
    struct roles_row row;
    enum result found = database_one(context, &roles_now, PARAMETERS(account), &row);
    *roles = found == RESULT_OK ? (unsigned)row.roles : 0;
    return found < 0 ? found : RESULT_OK;
}

enum result audit_store_heads(struct context *context, struct list *list)
{
    return database_all(context, &heads, NO_PARAMETERS, MOST_HEADS, list);
}

enum result audit_store_last(struct context *context, struct instant *at)
{
    struct last_act row;
    enum result found = database_one(context, &last_act, NO_PARAMETERS, &row);
    if (found == RESULT_OK) *at = row.at;
    return found;
}

struct chaining {
    struct audit_head head;
    unsigned char hash[HASH_SHA256];
};

static enum result chain_one(struct context *context, const void *row, void *data)
{
    struct chaining *chaining = data;
    struct audit_act act = *(const struct audit_act *)row;
    put(&act, &chaining->head, chaining->hash);
    return database_run(context, &chain_act, PARAMETERS(act.id, act.chain, act.place, act.hash), NULL);
}

enum result audit_store_has_earlier(struct context *context, bool *has)
{
    struct list chains;
    int64_t count = 0;
    TRY(audit_store_heads(context, &chains));
    TRY(database_integer(context, chains.count ? &count_of_migrations : &count_unchained, NO_PARAMETERS, &count));
    *has = count > 0;
    return RESULT_OK;
}

enum result audit_store_chain_earlier(struct context *context)
{
    struct chaining chaining;
    struct list chains;
    int64_t count;
    TRY(audit_store_heads(context, &chains));
    TRY(take(context, 1, 0, &chaining.head)); /* whoever chains at the same time waits here, and finds it done */
    bool all = !chains.count && !chaining.head.length; /* there were no chains yet */
    TRY(database_integer(context, all ? &count_unchained : &count_of_migrations, NO_PARAMETERS, &count));
    if (!count) return RESULT_OK;
    TRY(take(context, 1, count, &chaining.head));
    TRY(database_each(context, all ? &unchained_acts : &acts_of_migrations, NO_PARAMETERS, chain_one, &chaining));
    TRY(database_run(context, &set_head, PARAMETERS(chaining.head.chain, chaining.head.hash), NULL));
    return database_run(context, &forget_of_migrations, NO_PARAMETERS, NULL);
}

/* --- Limits --- */

enum result audit_store_arrive(struct context *context, struct text key, struct instant now, int64_t interval, int64_t amount, int64_t burst)
{
    int64_t at = now.microseconds, period = interval * burst, taken = interval * amount;
    struct arrival arrival;
    return database_one(context, &arrive, PARAMETERS(key, at + taken, at, taken, at + period - taken, at + period), &arrival);
}

enum result audit_store_arrival(struct context *context, struct text key, struct instant *arrival)
{
    struct arrival row = {NO_INSTANT};
    enum result found = database_one(context, &read_arrival, PARAMETERS(key), &row);
    *arrival = found == RESULT_OK ? row.arrival : NO_INSTANT;
    return found < 0 ? found : RESULT_OK;
}

enum result audit_store_forget(struct context *context, struct instant before, int64_t *forgotten)
{
    return database_run(context, &forget, PARAMETERS(before), forgotten);
}
