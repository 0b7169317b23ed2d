/* The demonstration: staff with a second factor that everybody may know, and the codes of apps, which go by another clock than its own. */
#include "account/account_inside.h"
#include "account/account_staff_store.h"
#include "audit/audit.h"
#include "outside/one_time.h"
#include "outside/store.h"

static const char known_secret[] = "testamur-demonstrate";
_Static_assert(sizeof known_secret - 1 == ONE_TIME_SECRET, "as long as any");

static enum result only_there(struct context *context)
{
    bool demonstration;
    TRY(audit_may(context, MAY_MANAGE_STAFF));
    TRY(store_is_demonstration(context, &demonstration));
    if (demonstration) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "account.no_demonstration", N_("Only a demonstration has staff whose codes everybody may know."));
}

static enum result give_factor(struct context *context, void *data)
{
    const int64_t *account = data;
    TRY(staff_store_forget_factors(context, *account));
    TRY(account_keep_one_time(context, *account, (struct bytes){(const unsigned char *)known_secret, ONE_TIME_SECRET}, 0));
    return audit_write(context, "account.enrol", "account", *account, TEXT("{\"by\":\"demonstration\"}"));
}

enum result account_staff_demonstrate(struct context *context, int64_t account, unsigned roles, struct text password)
{
    TRY(only_there(context));
    TRY(account_set_password(context, account, password));
    TRY(account_staff_set(context, account, roles));
    return database_transaction(context, give_factor, &account);
}

enum result account_staff_demonstration_code(struct context *context, int64_t account, struct text *code)
{
    TRY(only_there(context));
    struct proof_row proof;
    struct bytes secret;
    TRY(staff_store_second(context, account, &proof));
    if (!proof.sealed.length) return context_fail(context, RESULT_REFUSED, "account.no_app", N_("No authenticator app is set up for this account."));
    TRY(account_open_one_time(context, account, proof.sealed, &secret));
    *code = text_printf(context->arena, "%06u", one_time_code(secret, one_time_step(context_now(context)), ONE_TIME_DIGITS));
    return RESULT_OK;
}
