/* The addresses of an account: permission, transaction, journal. */
#include "package/package_address.h"

#include "audit/audit.h"
#include "outside/database.h"
#include "outside/settings.h"
#include "package/package_address_store.h"
#include "package/package_print.h"

struct writing {
    struct package_address address;
    int64_t id;
};

enum result package_address_list(struct context *context, struct list *addresses)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return package_address_store_list(context, context->actor.account, addresses);
}

enum result package_address_list_of(struct context *context, int64_t account, struct list *addresses)
{
    TRY(audit_may(context, MAY_READ_PEOPLE));
    return package_address_store_list(context, account, addresses);
}

enum result package_address_read(struct context *context, int64_t account, int64_t id, struct package_address *address)
{
    return package_address_store_read(context, account, id, address);
}

static enum result add(struct context *context, void *data)
{
    struct writing *writing = data;
    int64_t count;
    TRY(package_address_store_take(context, context->actor.account, &count));
    if (count >= ADDRESS_MOST)
        return context_fail(context, RESULT_REFUSED, "package.address_count", N_("You keep as many addresses as there can be. Change one of them, or remove one first."));
    writing->address.preferred = count == 0;
    TRY(package_address_store_add(context, context->actor.account, &writing->address, &writing->id));
    return audit_write(context, "package.address-add", "address", writing->id, TEXT(""));
}

enum result package_address_add(struct context *context, const struct package_address *typed, int64_t *id)
{
    struct writing writing = {.id = 0};
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_address_check(context, context->settings->home_country, typed, &writing.address));
    TRY(package_print_check(context, &writing.address));
    TRY(database_transaction(context, add, &writing));
    *id = writing.id;
    return RESULT_OK;
}

static enum result change(struct context *context, void *data)
{
    const struct writing *writing = data;
    enum result changed = package_address_store_change(context, context->actor.account, &writing->address);
    return changed == RESULT_OK ? audit_write(context, "package.address-change", "address", writing->address.id, TEXT("")) : changed;
}

enum result package_address_change(struct context *context, const struct package_address *typed)
{
    struct writing writing;
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    TRY(package_address_check(context, context->settings->home_country, typed, &writing.address));
    TRY(package_print_check(context, &writing.address));
    return database_transaction(context, change, &writing);
}

static enum result remove_one(struct context *context, void *data)
{
    const int64_t *id = data;
    int64_t count;
    TRY(package_address_store_take(context, context->actor.account, &count));
    enum result removed = package_address_store_remove(context, context->actor.account, *id);
    if (removed != RESULT_OK) return removed;
    TRY(package_address_store_prefer_any(context, context->actor.account));
    return audit_write(context, "package.address-remove", "address", *id, TEXT(""));
}

enum result package_address_remove(struct context *context, int64_t id)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_transaction(context, remove_one, &id);
}

static enum result prefer(struct context *context, void *data)
{
    const int64_t *id = data;
    int64_t count;
    struct package_address address;
    TRY(package_address_store_take(context, context->actor.account, &count));
    enum result found = package_address_store_read(context, context->actor.account, *id, &address); /* before the others lose it: a RESULT_NONE commits */
    if (found != RESULT_OK) return found;
    TRY(package_address_store_prefer(context, context->actor.account, *id));
    return audit_write(context, "package.address-prefer", "address", *id, TEXT(""));
}

enum result package_address_prefer(struct context *context, int64_t id)
{
    TRY(audit_may(context, MAY_ACT_FOR_ACCOUNT));
    return database_transaction(context, prefer, &id);
}
