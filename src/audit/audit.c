#include "audit/audit.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "audit/audit_store.h"
#include "outside/language.h"

enum { KEY_LIMIT = 400, DETAIL_LIMIT = 64 << 10 };

struct audit_writing {
    const char *act, *subject;
    int64_t id;
    struct text detail;
};

/* What the staff may do is read when their request comes; a role that was taken away since is no ground for what is committed now. Every act of theirs passes here, so that none needs to ask by itself. */
static enum result check_roles(struct context *context)
{
    unsigned roles;
    const struct actor *actor = &context->actor;
    if (actor->kind != ACTOR_STAFF || !actor->roles) return RESULT_OK; /* who has none is just coming in */
    TRY(audit_store_roles(context, actor->account, &roles));
    if (!(actor->roles & ~roles)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "audit.role_gone",
                        N_("What you may do at the desk was changed at this moment, so nothing of this was done. Load the page anew: it shows what you may do now."));
}

static enum result write_left(struct context *context, struct bytes left)
{
    TRY(check_roles(context));
    return audit_store_write_left(context, left);
}

static enum result write_act(struct context *context, void *data)
{
    const struct audit_writing *writing = data;
    return database_leave_for_commit(context, write_left, audit_store_act(context, writing->act, writing->subject, writing->id, writing->detail));
}

enum result audit_write(struct context *context, const char *act, const char *subject, int64_t id, struct text detail)
{
    if (detail.length > DETAIL_LIMIT)
        return context_fail(context, RESULT_BROKEN, "audit.detail_too_long", N_("The journal's detail of {act} is too long."), "act", act);
    struct audit_writing writing = {act, subject, id, detail};
    /* The key belongs to the work that is written about. */
    struct text once = context->once.key;
    context->once.key = (struct text){"", 0};
    /* Whoever acts as a candidate is named himself. */
    struct actor actor = context->actor;
    if (actor.acting) context->actor = (struct actor){.kind = ACTOR_STAFF, .account = actor.acting, .network = actor.network};
    enum result result = database_transaction(context, write_act, &writing);
    context->actor = actor;
    context->once.key = once;
    return result;
}

static enum result chain_earlier(struct context *context, void *data)
{
    return audit_store_chain_earlier(context);
}

enum result audit_chain_earlier(struct context *context)
{
    bool has;
    TRY(audit_store_has_earlier(context, &has));
    return has ? database_transaction(context, chain_earlier, NULL) : RESULT_OK;
}

enum result audit_heads(struct context *context, struct list *heads)
{
    TRY(audit_may(context, MAY_READ_REGISTER));
    TRY(audit_store_heads(context, heads));
    return database_on_disk(context); /* they are kept elsewhere, and a journal that lacks what they say was meddled with */
}

enum result audit_last_act(struct context *context, struct instant *at)
{
    return audit_store_last(context, at);
}

static const char *const role_words[ROLE_COUNT] = {"support", "intake", "registrar", "mailing", "catalogue", "auditor", "administrator"};

const char *audit_role_word(int n)
{
    return role_words[n];
}

unsigned audit_role(struct text word)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (text_is(word, role_words[i])) return 1u << i;
    return 0;
}

/* Who may do what: kinds of actors that may as such, and the roles of which a member of the staff needs one. */
#define OF(KIND) (1u << (KIND))
static const struct {
    unsigned kinds, roles;
} allowed[PERMISSION_COUNT] = {
    [MAY_NOTHING] = {0, 0},
    [MAY_LOAD_CATALOGUE] = {OF(ACTOR_OPERATOR), ROLE_CATALOGUE},
    [MAY_READ_CATALOGUE] = {OF(ACTOR_OPERATOR), ROLE_CATALOGUE | ROLE_AUDITOR},
    [MAY_IMPORT] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_INTAKE},
    [MAY_ADD_ACCOUNTS] = {OF(ACTOR_OPERATOR), 0},
    [MAY_EVALUATE] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), 0},
    [MAY_READ_REGISTER] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_SUPPORT | ROLE_INTAKE | ROLE_REGISTRAR | ROLE_MAILING | ROLE_CATALOGUE | ROLE_AUDITOR},
    [MAY_SET_CLOCK] = {OF(ACTOR_OPERATOR), 0},
    [MAY_BACK_UP] = {OF(ACTOR_OPERATOR), 0},
    [MAY_REBUILD_ASSOCIATIONS] = {OF(ACTOR_OPERATOR), 0},
    [MAY_HOLD_LETTERS] = {OF(ACTOR_OPERATOR), ROLE_MAILING | ROLE_SUPPORT},
    [MAY_ACT_FOR_ACCOUNT] = {OF(ACTOR_ACCOUNT), 0},
    [MAY_SEE_DESK] = {0, ROLES_ALL},
    [MAY_READ_PEOPLE] = {OF(ACTOR_OPERATOR), ROLE_SUPPORT | ROLE_INTAKE | ROLE_REGISTRAR | ROLE_MAILING | ROLE_AUDITOR},
    [MAY_ACT_AS_CANDIDATE] = {0, ROLE_SUPPORT | ROLE_REGISTRAR},
    [MAY_READ_CASES] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_SUPPORT | ROLE_REGISTRAR | ROLE_AUDITOR},
    [MAY_ANSWER_CASES] = {0, ROLE_SUPPORT | ROLE_REGISTRAR},
    [MAY_DECIDE_CASES] = {OF(ACTOR_SYSTEM), ROLE_REGISTRAR},
    [MAY_UNBIND] = {OF(ACTOR_SYSTEM), ROLE_REGISTRAR},
    [MAY_READ_NEAR_MISSES] = {0, ROLE_SUPPORT | ROLE_REGISTRAR | ROLE_AUDITOR},
    [MAY_JUDGE_NEAR_MISSES] = {0, ROLE_SUPPORT | ROLE_REGISTRAR},
    [MAY_READ_INTAKE] = {OF(ACTOR_OPERATOR), ROLE_INTAKE | ROLE_REGISTRAR | ROLE_AUDITOR},
    [MAY_REMEDY_ROWS] = {OF(ACTOR_OPERATOR), ROLE_INTAKE},
    [MAY_READ_DEMOGRAPHICS] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_INTAKE | ROLE_AUDITOR},
    [MAY_READ_DEMOGRAPHICS_OF] = {OF(ACTOR_OPERATOR), ROLE_SUPPORT | ROLE_INTAKE | ROLE_REGISTRAR | ROLE_AUDITOR},
    [MAY_SEND_DEMOGRAPHICS] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_INTAKE},
    [MAY_READ_LETTERS] = {OF(ACTOR_OPERATOR), ROLE_SUPPORT | ROLE_REGISTRAR | ROLE_MAILING | ROLE_AUDITOR},
    [MAY_READ_JOURNAL] = {OF(ACTOR_OPERATOR), ROLE_AUDITOR},
    [MAY_READ_STAFF] = {OF(ACTOR_OPERATOR), ROLE_ADMINISTRATOR | ROLE_AUDITOR},
    [MAY_MANAGE_STAFF] = {OF(ACTOR_OPERATOR), ROLE_ADMINISTRATOR},
    [MAY_READ_PACKAGES] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_SUPPORT | ROLE_REGISTRAR | ROLE_MAILING | ROLE_AUDITOR},
    [MAY_SEND_PACKAGES] = {OF(ACTOR_OPERATOR) | OF(ACTOR_SYSTEM), ROLE_MAILING},
};

bool audit_allows(const struct actor *actor, enum permission permission)
{
    if ((unsigned)permission >= PERMISSION_COUNT) return false;
    if (actor->kind == ACTOR_STAFF) return actor->account && (allowed[permission].roles & actor->roles);
    return (allowed[permission].kinds & OF(actor->kind)) && (actor->account || actor->kind != ACTOR_ACCOUNT);
}

enum result audit_may(struct context *context, enum permission permission)
{
    if (audit_allows(&context->actor, permission)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "audit.not_allowed",
                        N_("You are not allowed to do this. Sign in with an account that is, or ask the certifying body."));
}

struct arrival_of {
    struct text key;
    int64_t interval;
    int amount, burst;
    bool in_time;
    struct instant arrival;
};

static enum result arrive(struct context *context, void *data)
{
    struct arrival_of *of = data;
    enum result taken = audit_store_arrive(context, of->key, context_now(context), of->interval, of->amount, of->burst);
    of->in_time = taken == RESULT_OK;
    of->arrival = NO_INSTANT;
    if (taken != RESULT_NONE) return taken;
    return audit_store_arrival(context, of->key, &of->arrival);
}

enum result audit_too_often(struct context *context, int64_t seconds)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)seconds);
    struct text wait = language_length(context->languages, context->language, context->arena, seconds);
    return context_fail(context, RESULT_REFUSED, "audit.too_often", N_("This was tried too often. Try again in {wait}."), "seconds", number, "wait", text_string(context->arena, wait));
}

/* `arrival`: when the next would come if all came evenly. */
static enum result wait_for(struct context *context, struct instant arrival, int64_t interval, int amount, int burst)
{
    int64_t next = instant_is(arrival) ? arrival.microseconds - interval * (burst - amount) - context_now(context).microseconds : 0;
    return audit_too_often(context, next > 0 ? (next + MICROSECONDS - 1) / MICROSECONDS : 1);
}

enum result audit_limit_left(struct context *context, struct text key, int burst, int period_seconds)
{
    struct instant arrival;
    int64_t interval = period_seconds * MICROSECONDS / burst;
    TRY(audit_store_arrival(context, text_clipped(key, KEY_LIMIT), &arrival));
    int64_t ahead = instant_is(arrival) ? arrival.microseconds - context_now(context).microseconds : 0;
    bool full = ahead > interval * (burst - 1) && ahead <= interval * burst; /* further ahead: written by a clock that was set back since */
    return full ? wait_for(context, arrival, interval, 1, burst) : RESULT_OK;
}

static enum result limit(struct context *context, struct text key, int amount, int burst, int period_seconds)
{
    key = text_clipped(key, KEY_LIMIT);
    if (burst < 1) burst = 1;
    if (amount > burst) amount = burst;
    struct arrival_of of = {.key = key, .interval = period_seconds * MICROSECONDS / burst, .amount = amount, .burst = burst};
    /* An arrival counts by itself: the idempotency key belongs to the act that is limited, not to this. */
    struct text once = context->once.key;
    context->once.key = (struct text){"", 0};
    enum result result = database_transaction(context, arrive, &of);
    context->once.key = once;
    if (result < 0) return result;
    if (of.in_time) return RESULT_OK;
    return wait_for(context, of.arrival, of.interval, amount, burst);
}

enum result audit_limit(struct context *context, struct text key, int burst, int period_seconds)
{
    return limit(context, key, 1, burst, period_seconds);
}

/* The network as it is counted. */
static struct text network_of(struct context *context, struct text address)
{
    unsigned char bytes[16];
    if (inet_pton(AF_INET6, text_string(context->arena, address), bytes) != 1) return address;
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF}; /* ::ffff:192.0.2.7 is an IPv4 address */
    if (memcmp(bytes, mapped, sizeof mapped) == 0) return text_printf(context->arena, "%d.%d.%d.%d", bytes[12], bytes[13], bytes[14], bytes[15]);
    return text_printf(context->arena, "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
}

static struct text network_key(struct context *context, const char *what)
{
    return text_printf(context->arena, "%s:network:%.*s", what, TEXT_ARG(network_of(context, context->actor.network)));
}

enum result audit_limit_network(struct context *context, const char *what, int burst, int period_seconds)
{
    return text_empty(context->actor.network) ? RESULT_OK : audit_limit(context, network_key(context, what), burst, period_seconds);
}

enum result audit_limit_network_amount(struct context *context, const char *what, int amount, int burst, int period_seconds)
{
    return text_empty(context->actor.network) ? RESULT_OK : limit(context, network_key(context, what), amount, burst, period_seconds);
}

enum result audit_limit_network_left(struct context *context, const char *what, int burst, int period_seconds)
{
    return text_empty(context->actor.network) ? RESULT_OK : audit_limit_left(context, network_key(context, what), burst, period_seconds);
}

enum result audit_forget_limits(struct context *context)
{
    return audit_store_forget(context, context_now(context), NULL);
}
