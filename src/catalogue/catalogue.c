/* Acts: looking at a text before it takes effect, taking it, and what is in effect. */
#include "catalogue/catalogue.h"

#include "audit/audit.h"
#include "catalogue/catalogue_cache.h"
#include "catalogue/catalogue_calendar.h"
#include "catalogue/catalogue_mapping.h"
#include "catalogue/catalogue_store.h"
#include "outside/due.h"
#include "outside/hash.h"

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

/* --- Taking a text --- */

enum { ANY = -1 };

/* What the loading finds out before it writes. */
struct loading {
    int64_t over; /* ANY, or the version that has to be in effect still */
    struct catalogue *catalogue;
    bool other_calendar; /* than the one in effect */
    struct text sha256;
};

static enum result look_at(struct context *context, struct text file, struct text text, struct loading *loading,
                           struct catalogue_problems *problems, struct catalogue_differences *differences)
{
    const struct catalogue *old = NULL;
    TRY(catalogue_read(context, context->arena, file, text, &loading->catalogue, problems));
    TRY(catalogue_store_read_ids(context, context->arena, loading->catalogue));
    enum result found = in_effect(context, &old);
    if (found == RESULT_REFUSED)
        error_clear(&context->error); /* the one in effect cannot be read any more: all of the new one is new */
    else if (found < 0)
        return found;
    loading->other_calendar = found == RESULT_OK && !text_equal(old->body.calendar, loading->catalogue->body.calendar);
    *differences = catalogue_difference(context, found == RESULT_OK ? old : NULL, loading->catalogue);
    return RESULT_OK;
}

enum result catalogue_check(struct context *context, struct text file, struct text text, struct catalogue_problems *problems,
                            struct catalogue_differences *differences)
{
    struct loading loading;
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    return look_at(context, file, text, &loading, problems, differences);
}

static enum result write(struct context *context, void *data)
{
    const struct loading *loading = data;
    struct catalogue_row row;
    struct catalogue_newest newest;
    int64_t version;
    bool taken;
    enum result found = catalogue_store_newest(context, &newest);
    if (found == RESULT_OK) found = catalogue_store_text(context, newest.version, &row);
    if (found < 0) return found;
    bool in_effect_already = found == RESULT_OK && text_equal(row.text, loading->catalogue->text);
    if (in_effect_already) return catalogue_calendar_take(context, &loading->catalogue->body, false, &taken);
    if (loading->over != ANY && loading->over != (found == RESULT_OK ? newest.version : 0))
        return context_fail(context, RESULT_REFUSED, "catalogue.changed", N_("Another catalogue was loaded meanwhile. Look at the differences to it, and load yours then."));
    const char *kinds[] = {[ACTOR_NOBODY] = "nobody",
                           [ACTOR_ACCOUNT] = "account",
                           [ACTOR_STAFF] = "staff",
                           [ACTOR_OPERATOR] = "operator",
                           [ACTOR_SYSTEM] = "system"};
    const struct actor *actor = &context->actor;
    struct text loaded_by = actor->account ? text_printf(context->arena, "%s %lld", kinds[actor->kind], (long long)actor->account)
                                           : text_of(kinds[actor->kind]);
    TRY(catalogue_store_add(context, loaded_by, loading->sha256, loading->catalogue->text, &version));
    TRY(catalogue_store_add_codes(context, loading->catalogue));
    TRY(due_leave(context, "evaluate-all", 1, INT64_MAX, NO_INSTANT));
    TRY(catalogue_calendar_take(context, &loading->catalogue->body, false, &taken));
    if (loading->other_calendar) TRY(catalogue_calendar_count_again(context));
    struct text detail = text_printf(context->arena, "{\"sha256\":\"%.*s\"}", TEXT_ARG(loading->sha256));
    return audit_write(context, "catalogue.load", "catalogue_version", version, detail);
}

enum result catalogue_load(struct context *context, struct text file, struct text text, struct catalogue_problems *problems,
                           struct catalogue_differences *differences)
{
    return catalogue_load_over(context, ANY, file, text, problems, differences);
}

enum result catalogue_load_over(struct context *context, int64_t over, struct text file, struct text text, struct catalogue_problems *problems, struct catalogue_differences *differences)
{
    struct loading loading = {.over = over};
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    TRY(look_at(context, file, text, &loading, problems, differences));
    loading.sha256 = hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)text.bytes, text.length});
    return database_transaction(context, write, &loading);
}
