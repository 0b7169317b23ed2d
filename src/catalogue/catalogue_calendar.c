#include "catalogue/catalogue_calendar.h"

#include "audit/audit.h"
#include "base/log.h"
#include "catalogue/catalogue_cache.h"
#include "catalogue/catalogue_store.h"
#include "outside/database.h"
#include "outside/due.h"
#include "outside/hash.h"

struct look {
    struct calendar_file file;
    struct text sha256;
    struct calendar_row newest; /* of the store; id 0: it has none */
    enum catalogue_calendar_file state;
    const struct calendar *calendar; /* what the file has, where it is new */
};

static struct text content_of(const struct calendar_row *row)
{
    return (struct text){(const char *)row->content.data, row->content.length};
}

static enum result read_row(struct context *context, struct arena *arena, const struct calendar_row *row, struct text name, struct text zone, const struct calendar **calendar)
{
    return calendar_read(context, arena, name, zone, name, content_of(row), true, calendar);
}

/* Does it know all the years that the other one knows? What knows none gives way to any. */
static bool knows_all_of(const struct calendar *calendar, const struct calendar *kept)
{
    struct day first = calendar_first_day(kept), last = calendar_last_day(kept);
    return !day_is(last) || (calendar_first_day(calendar).number <= first.number && calendar_last_day(calendar).number >= last.number);
}

/* A file that is gone or wrong stops nothing, where the store has its data. */
static enum result do_without(struct context *context, struct look *look, enum catalogue_calendar_file state)
{
    error_clear(&context->error);
    look->state = state;
    return RESULT_OK;
}

/* Is the file, which is not what the store has, newer than that? Not where the store has had it before, nor where it knows less: so of nodes with different files the newest is loaded, once. */
static enum result compare(struct context *context, struct arena *arena, struct text name, struct text zone, bool needed, struct look *look)
{
    const struct calendar *kept = NULL;
    bool known = false;
    look->state = CALENDAR_FILE_EARLIER;
    if (look->newest.id) TRY(catalogue_store_calendar_known(context, name, look->sha256, &known));
    if (known) return RESULT_OK;
    enum result read = calendar_read(context, arena, name, zone, look->file.path, look->file.content, false, &look->calendar);
    if (read == RESULT_REFUSED && look->newest.id && !needed) return do_without(context, look, CALENDAR_FILE_WRONG);
    TRY(read);
    if (look->newest.id) TRY(read_row(context, context->arena, &look->newest, name, zone, &kept));
    if (!kept || knows_all_of(look->calendar, kept)) look->state = CALENDAR_FILE_NEW;
    return RESULT_OK;
}

/* Where the file is `needed` it is REFUSED if it is gone or wrong, also where the store has data. */
static enum result look_at(struct context *context, struct arena *arena, struct text name, struct text zone, bool needed, struct look *look)
{
    *look = (struct look){.state = CALENDAR_FILE_NONE};
    enum result read = calendar_file(context, name, &look->file);
    if (read == RESULT_NONE) return RESULT_OK;
    enum result kept = catalogue_store_calendar(context, name, INT64_MAX, &look->newest);
    if (kept < 0 && read >= 0) return kept;
    if (kept != RESULT_OK) look->newest.id = 0;
    if (read == RESULT_REFUSED && kept == RESULT_OK && !needed) return do_without(context, look, CALENDAR_FILE_ABSENT);
    TRY(read);
    look->sha256 = hash_sha256_hex(context->arena, (struct bytes){(const unsigned char *)look->file.content.bytes, look->file.content.length});
    look->state = CALENDAR_FILE_IN_EFFECT;
    if (look->newest.id && text_equal(look->newest.sha256, look->sha256)) return RESULT_OK;
    return compare(context, arena, name, zone, needed, look);
}

/* Is it loaded without an order? Whoever writes it may be at it still: where the store has data there is time for that. */
static bool is_ready(const struct look *look)
{
    return look->state == CALENDAR_FILE_NEW && !(look->file.fresh && look->newest.id);
}

enum result catalogue_calendar_read(struct context *context, struct arena *arena, const int64_t *upto, struct text name, struct text zone, const struct calendar **calendar)
{
    struct look look;
    if (!context->database) return calendar_load(context, arena, name, zone, calendar);
    if (upto) {
        enum result kept = catalogue_store_calendar(context, name, *upto, &look.newest);
        TRY(kept);
        return kept == RESULT_OK ? read_row(context, arena, &look.newest, name, zone, calendar) : calendar_load(context, arena, name, zone, calendar);
    }
    TRY(look_at(context, arena, name, zone, false, &look));
    if (look.state == CALENDAR_FILE_NONE) return calendar_load(context, arena, name, zone, calendar);
    if (!is_ready(&look)) return read_row(context, arena, &look.newest, name, zone, calendar);
    *calendar = look.calendar;
    return RESULT_OK;
}

/* --- Loading --- */

/* What is the matter with a file is told once, and again when it is another. */
static void tell(struct context *context, enum log_level level, struct text what, const char *words)
{
    if (!context->catalogues || catalogue_cache_tells(context->catalogues, what)) log_line(level, "calendar %s", words);
}

enum result catalogue_calendar_count_again(struct context *context)
{
    TRY(due_leave(context, "evaluate-all", 1, INT64_MAX, NO_INSTANT));
    TRY(due_leave(context, "promised-days", 1, INT64_MAX, NO_INSTANT));
    return due_leave(context, "package-days", 1, INT64_MAX, NO_INSTANT);
}

enum result catalogue_calendar_take(struct context *context, const struct body *body, bool any, bool *taken)
{
    struct look look;
    int64_t id;
    *taken = false;
    TRY(look_at(context, context->arena, body->calendar, body->zone, any, &look));
    bool is_other = look.state == CALENDAR_FILE_NEW || look.state == CALENDAR_FILE_EARLIER, wanted = any ? is_other : is_ready(&look);
    if (!wanted && look.state == CALENDAR_FILE_NEW)
        tell(context, LOG_WARNING, look.sha256, "the file on this machine was written just now, and was left alone until somebody looks again: testamur calendar load takes it at once");
    if (!wanted) return RESULT_OK;
    if (!look.calendar) TRY(calendar_read(context, context->arena, body->calendar, body->zone, look.file.path, look.file.content, false, &look.calendar));
    struct bytes content = {(const unsigned char *)look.file.content.bytes, look.file.content.length};
    enum result added = catalogue_store_add_calendar(context, body->calendar, look.sha256, content, look.newest.id, &id);
    if (added != RESULT_OK) return added < 0 ? added : RESULT_OK; /* another node has just loaded one */
    *taken = true;
    TRY(catalogue_calendar_count_again(context));
    return audit_write(context, "calendar.load", "calendar_version", id, text_printf(context->arena, "{\"sha256\":\"%.*s\"}", TEXT_ARG(look.sha256)));
}

struct taking {
    const struct body *body;
    bool any, taken;
};

static enum result take(struct context *context, void *data)
{
    struct taking *taking = data;
    return catalogue_calendar_take(context, taking->body, taking->any, &taking->taken);
}

static enum result follow(struct context *context, const struct body *body, bool *taken)
{
    struct look look;
    struct taking taking = {body, false, false};
    TRY(look_at(context, context->arena, body->calendar, body->zone, true, &look));
    if (look.state == CALENDAR_FILE_EARLIER)
        tell(context, LOG_INFO, look.sha256, "the file on this machine is an earlier one than the store counts by, or knows fewer years, and was left alone: testamur calendar show tells more");
    if (look.state != CALENDAR_FILE_NEW || look.file.fresh) return RESULT_OK;
    TRY(database_transaction(context, take, &taking));
    *taken = taking.taken;
    if (taking.taken) log_line(LOG_INFO, "calendar loaded sha256=%.*s", TEXT_ARG(look.sha256));
    return RESULT_OK;
}

enum result catalogue_follow_calendar(struct context *context, bool *taken)
{
    const struct catalogue *catalogue;
    *taken = false;
    TRY(catalogue_current(context, &catalogue));
    enum result followed = follow(context, &catalogue->body, taken);
    if (followed != RESULT_REFUSED) return followed;
    /* The store's data stay in effect. */
    struct text why = error_text(context->arena, &context->error);
    tell(context, strcmp(context->error.code, "calendar.absent") == 0 ? LOG_INFO : LOG_WARNING, why, text_string(context->arena, why));
    error_clear(&context->error);
    return RESULT_OK;
}

enum result catalogue_load_calendar(struct context *context, bool *taken)
{
    const struct catalogue *catalogue;
    struct taking taking = {.any = true};
    TRY(audit_may(context, MAY_LOAD_CATALOGUE));
    TRY(catalogue_current(context, &catalogue));
    taking.body = &catalogue->body;
    TRY(database_transaction(context, take, &taking));
    *taken = taking.taken;
    return RESULT_OK;
}

enum result catalogue_calendar_state(struct context *context, struct catalogue_calendar_state *state)
{
    const struct catalogue *catalogue;
    struct look look;
    *state = (struct catalogue_calendar_state){.loaded_at = NO_INSTANT};
    TRY(catalogue_current(context, &catalogue));
    TRY(look_at(context, context->arena, catalogue->body.calendar, catalogue->body.zone, false, &look));
    state->file = look.state;
    state->path = look.file.path;
    if (look.newest.id) state->loaded_at = look.newest.loaded_at;
    return RESULT_OK;
}
