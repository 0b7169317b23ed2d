/* The addresses and the packages of accounts that were merged, or are two again (SPEC 5.10). */
#include <inttypes.h>

#include "association/association_merge.h"
#include "audit/audit.h"
#include "outside/due.h"
#include "package/package.h"
#include "package/package_address_store.h"
#include "package/package_inside.h"

enum { MOST_LINES = 200 };

/* What was not sent yet goes on where its certificate is. */
static enum result move_packages(struct context *context, int64_t merge, int64_t from, int64_t to, bool back)
{
    int64_t moved;
    TRY(package_store_merge(context, merge, from, to, back, &moved));
    return moved ? audit_write(context, "package.merge", "account", to, text_printf(context->arena, "{\"merge\":%" PRId64 ",\"packages\":%" PRId64 "}", merge, moved)) : RESULT_OK;
}

/* Of the addresses as many as the other account has room for; the others stay. */
static enum result merge_changed(struct context *context, const struct due *due)
{
    struct package_address_merge merge;
    int64_t counts[2], moved;
    enum result found = package_address_store_merge(context, due->first, &merge);
    if (found != RESULT_OK) return found;
    bool first_is_from = merge.from_id < merge.into_id; /* they are locked in the same order everywhere */
    TRY(package_address_store_take(context, first_is_from ? merge.from_id : merge.into_id, &counts[!first_is_from])); /* counts: of from_id, of into_id */
    TRY(package_address_store_take(context, first_is_from ? merge.into_id : merge.from_id, &counts[first_is_from]));
    TRY(package_address_store_merge(context, due->first, &merge)); /* once more: it may have been undone, and followed up elsewhere, while this waited */
    bool undone = instant_is(merge.undone);
    int64_t from = undone ? merge.into_id : merge.from_id, to = undone ? merge.from_id : merge.into_id;
    TRY(move_packages(context, due->first, from, to, undone));
    TRY(package_address_store_move(context, due->first, from, to, undone, ADDRESS_MOST - counts[!undone], &moved));
    if (!moved) return RESULT_OK;
    TRY(package_address_store_prefer_any(context, from));
    TRY(package_address_store_prefer_any(context, to));
    return audit_write(context, "package.address-merge", "account", to, text_printf(context->arena, "{\"merge\":%" PRId64 ",\"addresses\":%" PRId64 "}", due->first, moved));
}

enum result package_merge_lines(struct context *context, struct text proof, struct list *lines)
{
    int64_t from;
    TRY(association_merge_proven(context, proof, &from));
    return package_store_merge_lines(context, from, context->actor.account, MOST_LINES, lines);
}

const struct due_handler package_due[] = {{"merge-changed", merge_changed, false}, {"package-days", package_count_days, false}, {NULL, NULL, false}};
