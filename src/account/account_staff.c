/* Who is one of the staff, and as what. */
#include "account/account_staff.h"

#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "audit/audit.h"
#include "base/buffer.h"
#include "outside/secret.h"

enum { LINK_SECONDS = 24 * 3600 };

/* Roles as words. */
static struct text words_of(struct arena *arena, unsigned roles, const char *between)
{
    struct buffer out = buffer_new(arena, 64, 256);
    for (int i = 0; i < ROLE_COUNT; i++)
        if (roles & 1u << i) buffer_printf(&out, "%s%s", out.length ? between : "", audit_role_word(i));
    return buffer_text(&out);
}

static struct text detail_of(struct arena *arena, unsigned roles)
{
    return text_printf(arena, "{\"roles\":[\"%.*s\"]}", TEXT_ARG(words_of(arena, roles, "\",\"")));
}

enum result account_staff_list(struct context *context, struct list *staff)
{
    TRY(audit_may(context, MAY_READ_STAFF));
    TRY(staff_store_list(context, staff));
    struct account_staff *items = ARENA_ARRAY(context->arena, staff->count ? staff->count : 1, struct account_staff);
    for (size_t i = 0; i < staff->count; i++) {
        items[i] = ((const struct account_staff *)staff->items)[i];
        items[i].roles_words = words_of(context->arena, (unsigned)items[i].roles, " ");
    }
    staff->items = items;
    return RESULT_OK;
}

enum result account_staff_read(struct context *context, int64_t account, struct account_staff *staff)
{
    TRY(audit_may(context, MAY_READ_STAFF));
    enum result found = staff_store_read(context, account, staff);
    if (found == RESULT_OK) staff->roles_words = words_of(context->arena, (unsigned)staff->roles, " ");
    return found;
}

/* At the desk nobody says what he may do himself; and whoever says it, somebody remains who can. `staff` is what the account was, or NULL. */
static enum result check_administrators(struct context *context, int64_t account, const struct account_staff *staff, unsigned roles)
{
    if (context->actor.kind == ACTOR_STAFF && account == context->actor.account)
        return context_fail(context, RESULT_REFUSED, "account.staff_self", N_("Nobody says what he may do himself. Ask another administrator."));
    if (!staff || instant_is(staff->ended) || !(staff->roles & ROLE_ADMINISTRATOR) || roles & ROLE_ADMINISTRATOR) return RESULT_OK;
    int64_t others;
    TRY(staff_store_others_with(context, account, ROLE_ADMINISTRATOR, &others));
    if (!others)
        return context_fail(context, RESULT_REFUSED, "account.staff_last", N_("This is the last administrator. Make another one first."));
    return RESULT_OK;
}

struct setting {
    int64_t account;
    unsigned roles;
};

static enum result set(struct context *context, void *data)
{
    const struct setting *setting = data;
    struct account account;
    enum result found = account_read(context, setting->account, &account);
    TRY(found);
    if (found == RESULT_NONE) return FIELD_FAIL(context, "user_name", "account.none", N_("There is no such account."));
    struct account_staff before;
    enum result was = staff_store_read(context, setting->account, &before);
    TRY(was);
    TRY(check_administrators(context, setting->account, was == RESULT_OK ? &before : NULL, setting->roles));
    /* Nobody opens the desk with what he set up before he was one of the staff: that is the link's to do. */
    if (was == RESULT_NONE || instant_is(before.ended)) TRY(staff_store_forget_factors(context, setting->account));
    TRY(staff_store_set(context, setting->account, setting->roles));
    return audit_write(context, "account.staff", "account", setting->account, detail_of(context->arena, setting->roles));
}

static enum result may_set(struct context *context, unsigned roles)
{
    TRY(audit_may(context, MAY_MANAGE_STAFF));
    if (!roles || roles & ~(unsigned)ROLES_ALL)
        return FIELD_FAIL(context, "roles", "account.staff_roles", N_("Choose one role or more."));
    return RESULT_OK;
}

enum result account_staff_set(struct context *context, int64_t account, unsigned roles)
{
    TRY(may_set(context, roles));
    struct setting setting = {account, roles};
    return database_transaction(context, set, &setting);
}

static enum result end(struct context *context, void *data)
{
    const int64_t *account = data;
    struct account_staff before;
    enum result was = staff_store_read(context, *account, &before);
    TRY(was);
    TRY(check_administrators(context, *account, was == RESULT_OK ? &before : NULL, 0));
    enum result ended = staff_store_end(context, *account);
    TRY(ended);
    if (ended == RESULT_NONE) return context_fail(context, RESULT_REFUSED, "account.staff_none", N_("This account is not one of the staff."));
    TRY(staff_store_end_desk_sessions(context, *account));
    TRY(staff_store_forget_factors(context, *account));
    TRY(staff_store_drop_challenges(context, *account, "enrol"));
    return audit_write(context, "account.staff-end", "account", *account, TEXT(""));
}

enum result account_staff_end(struct context *context, int64_t account)
{
    TRY(audit_may(context, MAY_MANAGE_STAFF));
    return database_transaction(context, end, &account);
}

struct linking {
    int64_t account;
    bool letter;
    struct text token;
    unsigned roles; /* of account_staff_add */
};

static enum result link_out(struct context *context, void *data)
{
    struct linking *linking = data;
    struct account_staff staff;
    struct account account;
    enum result found = staff_store_read(context, linking->account, &staff);
    TRY(found);
    if (found == RESULT_NONE || instant_is(staff.ended))
        return context_fail(context, RESULT_REFUSED, "account.staff_none", N_("This account is not one of the staff."));
    TRY(account_read(context, linking->account, &account));
    bool own = true;
    if (linking->letter) TRY(account_own_mailbox(context, &account, &own));
    if (!own)
        return context_fail(context, RESULT_REFUSED, "account.staff_mailbox",
                            N_("The mailbox of this account has not been proven to be its own, so no letter with the link goes there. Its owner associates the mailbox first."));
    linking->token = secret_token(context);
    struct instant ends = instant_add_seconds(context_now(context), LINK_SECONDS);
    TRY(staff_store_drop_challenges(context, linking->account, "enrol"));
    TRY(staff_store_add_challenge(context, secret_hash(context, linking->token), "enrol", linking->account, ends));
    if (linking->letter) TRY(account_tell_enrolment(context, &account, ends, linking->token));
    return audit_write(context, "account.staff-link", "account", linking->account, linking->letter ? TEXT("{\"by\":\"letter\"}") : TEXT(""));
}

enum result account_staff_link(struct context *context, int64_t account, struct text *token)
{
    TRY(audit_may(context, MAY_MANAGE_STAFF));
    struct linking linking = {.account = account, .letter = !token};
    TRY(database_transaction(context, link_out, &linking));
    if (token) *token = linking.token;
    return RESULT_OK;
}

static enum result add(struct context *context, void *data)
{
    struct linking *linking = data;
    struct setting setting = {linking->account, linking->roles};
    TRY(set(context, &setting));
    return link_out(context, linking);
}

enum result account_staff_add(struct context *context, int64_t account, unsigned roles, struct text *token)
{
    TRY(may_set(context, roles));
    struct linking linking = {.account = account, .letter = !token, .roles = roles};
    TRY(database_transaction(context, add, &linking));
    if (token) *token = linking.token;
    return RESULT_OK;
}

enum result account_forget_challenges(struct context *context)
{
    return staff_store_forget_challenges(context);
}
