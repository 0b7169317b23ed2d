/* Before a certificate expires its holder is reminded (SPEC 6.6): a letter for all of his that are as near to it, with the routes to renew each. */
#include "audit/audit.h"
#include "award/award_work.h"
#include "base/buffer.h"

/* Looked for at once, reading, which keeps nobody waiting; and how many of them one transaction reminds of, each account's together. */
enum { FOUND = 20000, AT_ONCE = 200, MOST_NAMED = 24, EXAM_CODES = 2000 };

struct reminding {
    struct award_work *work;
    struct list rows;
    size_t first, end; /* of them, in the transaction under way */
    int64_t written;   /* in it */
};

static enum result find(struct context *context, void *data)
{
    struct reminding *reminding = data;
    return award_store_expiring(context, reminding->work->today, FOUND, &reminding->rows);
}

static const struct expiring_row *row_at(const struct reminding *reminding, size_t i)
{
    return (const struct expiring_row *)reminding->rows.items + i;
}

static struct text exams_of(struct context *context, const struct catalogue *catalogue, const struct renewal_route *route, const char *language)
{
    struct buffer codes = buffer_new(context->arena, 128, EXAM_CODES);
    for (size_t i = 0; i < route->exam_count && i < MOST_NAMED; i++) {
        if (i) buffer_put_string(&codes, language_text(context->languages, language, N_(", ")));
        buffer_put(&codes, catalogue->exams[route->exams[i]].code);
    }
    if (route->exam_count > MOST_NAMED) buffer_put_string(&codes, " \xE2\x80\xA6");
    return buffer_text(&codes);
}

/* As the rules of today say it: a pass is judged by those of its own day. */
static struct list routes_of(struct context *context, const struct catalogue *catalogue, const struct certification_version *version, const char *language)
{
    size_t count = version ? version->route_count : 0;
    struct remind_route *routes = ARENA_ARRAY(context->arena, count + 1, struct remind_route);
    for (size_t i = 0; i < count; i++) {
        const struct renewal_route *route = &version->routes[i];
        routes[i] = (struct remind_route){.own = route->kind == RENEWAL_OWN_EXAM, .direction = route->kind == RENEWAL_DIRECTION_EXAM, .listed = route->kind == RENEWAL_LISTED_EXAM,
                                          .whole = route->kind == RENEWAL_REQUIREMENT, .exams = exams_of(context, catalogue, route, language)};
    }
    return (struct list){&remind_route_record, routes, count};
}

static enum result remind_one(struct context *context, struct reminding *reminding, size_t first, size_t end)
{
    const struct catalogue *catalogue = reminding->work->catalogue;
    struct holder_row holder;
    struct remind_line *lines = ARENA_ARRAY(context->arena, end - first, struct remind_line);
    size_t count = 0;
    enum result found = award_store_holder(context, row_at(reminding, first)->account_id, &holder);
    if (found != RESULT_OK) return found < 0 ? found : RESULT_OK;
    const char *language = text_string(context->arena, holder.language);
    for (size_t i = first; i < end; i++) {
        const struct expiring_row *row = row_at(reminding, i);
        bool fresh;
        TRY(award_store_remind(context, row, context_now(context), &fresh));
        int32_t certification = award_plan_certification(reminding->work->plan, row->certification_id);
        if (!fresh || certification < 0) continue;
        const struct certification_version *version = catalogue_version_on(catalogue, certification, row->award_day);
        lines[count++] = (struct remind_line){.number = row->number, .code = catalogue->certifications[certification].code, .expiry_day = row->expiry_day,
                                              .name = version ? catalogue_wording(version->name, language) : catalogue->certifications[certification].code,
                                              .routes = routes_of(context, catalogue, catalogue_version_on(catalogue, certification, reminding->work->today), language)};
    }
    if (!count) return RESULT_OK;
    reminding->written++;
    return award_letter_expiring(context, &holder, lines, count);
}

static enum result remind(struct context *context, void *data)
{
    struct reminding *reminding = data;
    reminding->written = 0;
    for (size_t first = reminding->first, end; first < reminding->end; first = end) {
        struct arena_mark mark = arena_mark(context->arena);
        for (end = first; end < reminding->end && row_at(reminding, end)->account_id == row_at(reminding, first)->account_id;) end++;
        TRY(remind_one(context, reminding, first, end));
        arena_rewind(context->arena, mark);
    }
    return RESULT_OK;
}

/* So many rows from `first` on, and what else is of the last account. */
static size_t piece_end(const struct reminding *reminding)
{
    size_t end = reminding->first + AT_ONCE;
    if (end >= reminding->rows.count) return reminding->rows.count;
    while (end < reminding->rows.count && row_at(reminding, end)->account_id == row_at(reminding, end - 1)->account_id) end++;
    return end;
}

enum result award_remind(struct context *context, int64_t *letters)
{
    struct reminding reminding = {.first = 0};
    *letters = 0;
    TRY(audit_may(context, MAY_EVALUATE));
    enum result begun = award_work_new(context, &reminding.work);
    if (begun != RESULT_OK) return begun;
    do {
        struct arena_mark mark = arena_mark(context->arena);
        TRY(database_reading(context, find, &reminding));
        for (reminding.first = 0; reminding.first < reminding.rows.count; reminding.first = reminding.end) {
            reminding.end = piece_end(&reminding);
            TRY(database_transaction(context, remind, &reminding));
            *letters += reminding.written;
        }
        arena_rewind(context->arena, mark);
    } while (reminding.rows.count == FOUND);
    return RESULT_OK;
}
