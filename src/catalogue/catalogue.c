/* Acts: what is in effect, and what was before. */
#include "catalogue/catalogue.h"

#include "audit/audit.h"
#include "catalogue/catalogue_cache.h"
#include "catalogue/catalogue_mapping.h"
#include "catalogue/catalogue_store.h"

/* --- What is in effect --- */

static enum result make(struct context *context, struct arena *arena, struct catalogue_newest of, struct catalogue **catalogue)
{
    struct catalogue_row row;
    enum result found = catalogue_store_text(context, of.version, &row);
    if (found != RESULT_OK) return found;
    /* What can go wrong now is a calendar or zone that is gone from this machine. */
    TRY(catalogue_read_kept(context, arena, of.calendar, row.text, catalogue));
    TRY(catalogue_store_read_ids(context, arena, *catalogue));
    if (!catalogue_mapping_set_ids(arena, *catalogue))
        return context_fail(context, RESULT_BROKEN, "catalogue.ids",
                            N_("The ids of exams or certifications in the store are out of all proportion."));
    (*catalogue)->version = of.version;
    return RESULT_OK;
}

/* RESULT_NONE where none was ever loaded. */
static enum result in_effect(struct context *context, const struct catalogue **catalogue)
{
    struct catalogue_newest newest;
    if (context->hasty && context->catalogues && catalogue_cache_recent(context->catalogues, catalogue) == RESULT_OK) return RESULT_OK;
    enum result found = catalogue_store_newest(context, &newest);
    if (found != RESULT_OK) return found;
    if (context->catalogues) return catalogue_cache_get(context->catalogues, context, newest, make, catalogue);
    struct catalogue *made;
    found = make(context, context->arena, newest, &made);
    if (found == RESULT_OK) *catalogue = made;
    return found;
}

static enum result none(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "catalogue.none", N_("There is no catalogue yet. Load one: testamur catalogue load FILE"));
}

enum result catalogue_current(struct context *context, const struct catalogue **catalogue)
{
    enum result found = in_effect(context, catalogue);
    return found == RESULT_NONE ? none(context) : found;
}

enum result catalogue_export(struct context *context, struct text *text)
{
    struct catalogue_row row;
    struct catalogue_newest newest;
    TRY(audit_may(context, MAY_READ_CATALOGUE));
    enum result found = catalogue_store_newest(context, &newest);
    if (found == RESULT_OK) found = catalogue_store_text(context, newest.version, &row);
    if (found != RESULT_OK) return found == RESULT_NONE ? none(context) : found;
    *text = row.text;
    return RESULT_OK;
}

enum result catalogue_versions(struct context *context, struct list *versions)
{
    TRY(audit_may(context, MAY_READ_CATALOGUE));
    return catalogue_store_versions(context, versions);
}

/* RESULT_NONE where it cannot be read any more. */
static enum result read_again(struct context *context, struct text text, struct catalogue **catalogue)
{
    enum result result = catalogue_read_kept(context, context->arena, INT64_MAX, text, catalogue);
    if (result != RESULT_REFUSED) return result;
    error_clear(&context->error);
    return RESULT_NONE;
}

enum result catalogue_version(struct context *context, int64_t id, struct catalogue_past *past)
{
    struct catalogue_row row, before;
    struct catalogue *new, *old = NULL;
    *past = (struct catalogue_past){.readable = true};
    TRY(audit_may(context, MAY_READ_CATALOGUE));
    enum result found = catalogue_store_version(context, id, &past->version);
    if (found == RESULT_OK) found = catalogue_store_text(context, id, &row);
    if (found != RESULT_OK) return found;
    past->text = row.text;
    enum result result = read_again(context, row.text, &new);
    TRY(result);
    past->readable = result == RESULT_OK;
    if (!past->readable) return RESULT_OK;
    result = catalogue_store_before(context, id, &before);
    if (result == RESULT_OK) result = read_again(context, before.text, &old);
    TRY(result);
    past->differences = catalogue_difference(context, result == RESULT_OK ? old : NULL, new);
    return RESULT_OK;
}
