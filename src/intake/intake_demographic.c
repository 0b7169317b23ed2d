#include "intake/intake_demographic.h"

#include <inttypes.h>

#include "audit/audit.h"
#include "base/buffer.h"
#include "intake/intake_demographic_inside.h"
#include "intake/intake_demographic_store.h"
#include "intake/intake_store.h"

/* A file takes at most so many updates; the rest goes with the next. */
enum { MOST_UPDATES = 50000, MOST_PROVIDERS = 200, FILE_LIMIT = 64 << 20 };

/* --- Queueing --- */

enum result intake_demographic_queue(struct context *context, const struct demographic_wish *wish, struct text provider_name)
{
    const struct intake_profile *profile;
    enum result loaded = intake_profile_load(context, provider_name, &profile);
    if (loaded == RESULT_REFUSED) error_clear(&context->error); /* the provider of an earlier time: its profile is gone */
    else TRY(loaded);
    if (loaded == RESULT_REFUSED || text_empty(profile->demographics.file)) return RESULT_NONE;
    struct instant now = context_now(context);
    TRY(demographic_store_replace_open(context, wish->provider, wish->candidate_id, now));
    TRY(demographic_store_queue(context, wish, now));
    return audit_write(context, "demographic.queue", "account", wish->account, TEXT(""));
}

enum result intake_demographic_of(struct context *context, int64_t account, size_t maximum, struct list *updates)
{
    bool own = context->actor.kind == ACTOR_ACCOUNT && context->actor.account == account;
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_READ_DEMOGRAPHICS_OF));
    return demographic_store_of(context, account, maximum, updates);
}

enum result intake_demographic_all(struct context *context, size_t maximum, struct list *updates)
{
    TRY(audit_may(context, MAY_READ_DEMOGRAPHICS));
    return demographic_store_all(context, maximum, updates);
}

enum result intake_demographic_told(struct context *context, int64_t account, int64_t mailbox, int64_t record, size_t maximum, struct list *updates)
{
    TRY(audit_may(context, MAY_READ_CASES));
    return demographic_store_told(context, account, mailbox, record, maximum, updates);
}

enum result intake_demographic_profile(struct context *context, struct text name, const struct intake_profile **profile)
{
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
    TRY(intake_profile_load(context, name, profile));
    if (!text_empty((*profile)->demographics.file)) return RESULT_OK;
    return context_fail(context, RESULT_REFUSED, "demographic.none", N_("The profile \"{name}\" has no [demographics]: this provider takes no new addresses from us."), "name",
                        text_string(context->arena, name));
}

/* --- Sending --- */

struct sending {
    const struct intake_profile *profile;
    demographic_keep *keep;
    void *data;
    struct text name;
    int64_t count;
};

/* A value is one cell: it is quoted where the profile's files have quotes (RFC 4180); else what would end the cell becomes a space. */
static void put_cell(const struct intake_profile *profile, struct buffer *out, struct text value)
{
    char quote = profile->quote;
    bool quoted = quote && (memchr(value.bytes, profile->delimiter, value.length) || memchr(value.bytes, quote, value.length));
    if (quoted) buffer_put_char(out, quote);
    for (size_t i = 0; i < value.length; i++) {
        char c = value.bytes[i];
        bool ends = (unsigned char)c < ' ' || c == 0x7F || (c == profile->delimiter && !quoted);
        if (quoted && c == quote) buffer_put_char(out, quote);
        buffer_put_char(out, ends ? ' ' : c);
    }
    if (quoted) buffer_put_char(out, quote);
}

static struct text moment(struct context *context, struct instant instant, const char *format)
{
    struct date date = day_to_date(instant_day_utc(instant));
    int64_t seconds = (instant.microseconds - instant_of_day_utc(instant_day_utc(instant)).microseconds) / MICROSECONDS;
    int hour = (int)(seconds / 3600), minute = (int)(seconds / 60 % 60), second = (int)(seconds % 60);
    if (format[0] == 'd') return text_printf(context->arena, "%04d%02d%02d", date.year, date.month, date.day);
    if (format[0] == 't') return text_printf(context->arena, "%02d%02d%02d", hour, minute, second);
    return text_printf(context->arena, "%04d/%02d/%02d %02d:%02d:%02d", date.year, date.month, date.day, hour, minute, second);
}

static struct text file_name(struct context *context, struct text pattern, struct instant now)
{
    struct buffer out = buffer_new(context->arena, 64, 400);
    while (pattern.length) {
        size_t length = text_starts_with(pattern, "{date}") || text_starts_with(pattern, "{time}") ? 6 : 1;
        if (length == 6) buffer_put(&out, moment(context, now, pattern.bytes[1] == 'd' ? "d" : "t"));
        else buffer_put_char(&out, pattern.bytes[0]);
        pattern = (struct text){pattern.bytes + length, pattern.length - length};
    }
    return buffer_text(&out);
}

static struct text cell(struct context *context, const struct demographic_row *row, enum intake_demographic_column column)
{
    switch (column) {
    case DEMOGRAPHIC_CANDIDATE: return row->candidate_id;
    case DEMOGRAPHIC_FIRST_NAME: return row->first_name;
    case DEMOGRAPHIC_LAST_NAME: return row->last_name;
    case DEMOGRAPHIC_MAILBOX: return row->address;
    case DEMOGRAPHIC_COUNTRY: return row->country;
    case DEMOGRAPHIC_PHONE: return row->phone;
    case DEMOGRAPHIC_UPDATED: return moment(context, row->asked, "");
    default: return TEXT("");
    }
}

/* Header and rows, in the profile's order; `row` NULL: the header. */
static void put_line(struct context *context, const struct intake_profile *profile, const struct demographic_row *row, struct buffer *out)
{
    const struct intake_demographics *demographics = &profile->demographics;
    bool first = true;
    for (size_t i = 0; i < demographics->count; i++) {
        enum intake_demographic_column column = demographics->order[i];
        if (column >= DEMOGRAPHIC_STATUS) continue;
        if (!first) buffer_put_char(out, profile->delimiter);
        first = false;
        put_cell(profile, out, row ? cell(context, row, column) : demographics->columns[column]);
    }
    buffer_put_string(out, "\r\n");
}

/* Between the wish and the file the records may have left, or somebody may have said that they are his: then the provider must not learn another person's address of him. */
static enum result withdraw_others(struct context *context, int64_t provider, struct instant now)
{
    struct list ids;
    TRY(demographic_store_not_theirs(context, provider, MOST_UPDATES, &ids));
    for (size_t i = 0; i < ids.count; i++) {
        int64_t update = ((const int64_t *)ids.items)[i];
        TRY(demographic_store_withdraw(context, update, now));
        TRY(audit_write(context, "demographic.withdraw", "demographic_update", update, TEXT("")));
    }
    return RESULT_OK;
}

static enum result send_queued(struct context *context, void *data)
{
    struct sending *sending = data;
    int64_t provider, file;
    struct list rows;
    struct instant now = context_now(context);
    enum result known = intake_store_known_provider(context, sending->profile->name, &provider);
    if (known != RESULT_OK) return known;
    TRY(withdraw_others(context, provider, now));
    TRY(demographic_store_queued(context, provider, MOST_UPDATES, &rows));
    if (!rows.count) return RESULT_NONE;
    const struct demographic_row *row = rows.items;
    struct buffer out = buffer_new(context->arena, 1 << 16, FILE_LIMIT);
    put_line(context, sending->profile, NULL, &out);
    for (size_t i = 0; i < rows.count; i++) put_line(context, sending->profile, &row[i], &out);
    if (out.full) return context_fail(context, RESULT_BROKEN, "demographic.large", N_("The file of new addresses is too large."));
    struct text content = buffer_text(&out);
    sending->name = file_name(context, sending->profile->demographics.file, now);
    enum result added = demographic_store_add_file(context, provider, sending->name, content, now, &file);
    if (added == RESULT_REFUSED) {
        error_clear(&context->error);
        return context_fail(context, RESULT_REFUSED, "demographic.twice", N_("A file of this second was made already. Try again."));
    }
    TRY(added);
    TRY(demographic_store_mark_sent(context, provider, row[0].id, row[rows.count - 1].id, file, now, &sending->count));
    if (sending->count != (int64_t)rows.count) return context_fail(context, RESULT_AGAIN, "store.busy", N_("The store is busy. Try again in a moment."));
    TRY(audit_write(context, "demographic.send", "demographic_file", file, text_printf(context->arena, "{\"updates\":%" PRId64 "}", sending->count)));
    return sending->keep ? sending->keep(context, sending->data, sending->name, content) : RESULT_OK;
}

enum result intake_demographic_send(struct context *context, struct text profile, demographic_keep *keep, void *data, struct text *name, int64_t *count)
{
    struct sending sending = {.keep = keep, .data = data};
    *count = 0;
    TRY(intake_demographic_profile(context, profile, &sending.profile));
    enum result sent = database_transaction(context, send_queued, &sending);
    if (sent != RESULT_OK) return sent;
    *name = sending.name;
    *count = sending.count;
    return RESULT_OK;
}

enum result intake_demographic_files(struct context *context, size_t maximum, struct list *files)
{
    TRY(audit_may(context, MAY_READ_DEMOGRAPHICS));
    return demographic_store_files(context, maximum, files);
}

enum result intake_demographic_file(struct context *context, int64_t file, struct text *name, struct bytes *content)
{
    TRY(audit_may(context, MAY_READ_DEMOGRAPHICS));
    return demographic_store_file(context, file, name, content);
}

enum result intake_demographic_providers(struct context *context, struct list *providers)
{
    struct list known;
    TRY(audit_may(context, MAY_READ_DEMOGRAPHICS));
    TRY(demographic_store_providers(context, MOST_PROVIDERS, &known));
    struct demographic_provider *taking = ARENA_ARRAY(context->arena, known.count + 1, struct demographic_provider);
    size_t count = 0;
    for (size_t i = 0; i < known.count; i++) {
        const struct intake_profile *profile;
        taking[count] = ((const struct demographic_provider *)known.items)[i];
        enum result loaded = intake_profile_load(context, taking[count].name, &profile);
        if (loaded == RESULT_REFUSED) error_clear(&context->error); /* the provider of an earlier time: its profile is gone */
        else TRY(loaded);
        if (loaded == RESULT_REFUSED || text_empty(profile->demographics.file)) continue;
        taking[count++].title = profile->title;
    }
    *providers = (struct list){&demographic_provider_record, taking, count};
    return RESULT_OK;
}
