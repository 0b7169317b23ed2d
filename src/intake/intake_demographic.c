#include "intake/intake_demographic.h"

#include <inttypes.h>
#include <sys/mman.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/buffer.h"
#include "base/file.h"
#include "intake/intake_demographic_answer.h"
#include "intake/intake_demographic_store.h"
#include "intake/intake_name.h"
#include "intake/intake_store.h"
#include "outside/archive.h"

/* A file takes at most so many updates; the rest goes with the next. */
enum { MOST_UPDATES = 50000, MOST_PROVIDERS = 200, FILE_LIMIT = 64 << 20, ANSWER_LIMIT = 16 << 20 };

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
    TRY(audit_may(context, own ? MAY_ACT_FOR_ACCOUNT : MAY_SEND_DEMOGRAPHICS));
    return demographic_store_of(context, account, maximum, updates);
}

enum result intake_demographic_all(struct context *context, size_t maximum, struct list *updates)
{
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
    return demographic_store_all(context, maximum, updates);
}

static enum result load(struct context *context, struct text name, const struct intake_profile **profile)
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

/* A value is one cell: what would end it becomes a space. */
static void put_cell(struct buffer *out, struct text value)
{
    for (size_t i = 0; i < value.length; i++) buffer_put_char(out, (unsigned char)value.bytes[i] < ' ' ? ' ' : value.bytes[i]);
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
        put_cell(out, row ? cell(context, row, column) : demographics->columns[column]);
    }
    buffer_put_string(out, "\r\n");
}

static enum result send_queued(struct context *context, void *data)
{
    struct sending *sending = data;
    int64_t provider, file;
    struct list rows;
    struct instant now = context_now(context);
    enum result known = intake_store_known_provider(context, sending->profile->name, &provider);
    if (known != RESULT_OK) return known;
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
    TRY(load(context, profile, &sending.profile));
    enum result sent = database_transaction(context, send_queued, &sending);
    if (sent != RESULT_OK) return sent;
    *name = sending.name;
    *count = sending.count;
    return RESULT_OK;
}

enum result intake_demographic_files(struct context *context, size_t maximum, struct list *files)
{
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
    return demographic_store_files(context, maximum, files);
}

enum result intake_demographic_file(struct context *context, int64_t file, struct text *name, struct bytes *content)
{
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
    return demographic_store_file(context, file, name, content);
}

enum result intake_demographic_providers(struct context *context, struct list *providers)
{
    struct list known;
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
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

/* --- The answer --- */

struct answering {
    const struct intake_profile *profile;
    struct text file; /* names it in errors */
    struct buffer text; /* of the member being read */
    struct text *texts, *names;
    size_t count, capacity;
    struct demographic_answer_row *rows;
    size_t row_count;
    struct demographic_outcome *outcome;
    int64_t provider;
};

static bool is_answer(const struct answering *answering, struct text name)
{
    const struct intake_texts *patterns = &answering->profile->demographics.answers;
    struct day day;
    int edition;
    for (size_t i = 0; i < patterns->count; i++)
        if (intake_name_fits(patterns->items[i], intake_name_base(name), &day, &edition)) return true;
    return false;
}

static enum result add_text(struct context *context, struct answering *answering, struct text name, struct text text)
{
    if (answering->count == answering->capacity)
        return context_fail(context, RESULT_REFUSED, "demographic.members", N_("The archive holds more answers than can be read at once. Unpack it and read them one by one."));
    answering->names[answering->count] = text_copy(context->arena, name);
    answering->texts[answering->count++] = text;
    return RESULT_OK;
}

static bool member_begin(void *data, struct text name)
{
    struct answering *answering = data;
    if (!is_answer(answering, name) || answering->count == answering->capacity) return false;
    answering->text.length = 0;
    answering->names[answering->count] = name;
    return true;
}

static enum result member_bytes(struct context *context, void *data, const void *bytes, size_t length)
{
    struct answering *answering = data;
    buffer_put_bytes(&answering->text, bytes, length);
    if (answering->text.full) return context_fail(context, RESULT_REFUSED, "demographic.large_answer", N_("The provider's answer is larger than 16 MiB. Is it the right file?"));
    return RESULT_OK;
}

static enum result member_end(struct context *context, void *data)
{
    struct answering *answering = data;
    return add_text(context, answering, answering->names[answering->count], text_copy(context->arena, buffer_text(&answering->text)));
}

/* libarchive wants to look at the end first; so the bytes become a file without a name. */
static enum result read_archive(struct context *context, struct answering *answering, struct text content)
{
    static const struct archive_limits limits = {1000, ANSWER_LIMIT, 200};
    int fd = memfd_create("answer", MFD_CLOEXEC);
    bool whole = fd >= 0 && write(fd, content.bytes, content.length) == (ssize_t)content.length && lseek(fd, 0, SEEK_SET) == 0;
    answering->text = buffer_new(context->arena, 1 << 16, ANSWER_LIMIT);
    enum result result = whole ? archive_read_file(context, fd, &limits, &(struct archive_reader){member_begin, member_bytes, member_end, answering})
                               : context_fail(context, RESULT_BROKEN, "demographic.memory", N_("The machine has no memory for the answer."));
    if (fd >= 0) close(fd);
    return result < 0 && text_empty(context->error.file) ? error_at(&context->error, answering->file, 0, 0) : result;
}

static enum result follow_file_error(struct context *context, struct answering *answering, struct text words)
{
    int64_t file, changed;
    answering->outcome->file_error = words;
    enum result found = demographic_store_open_file(context, answering->provider, &file);
    if (found != RESULT_OK) {
        answering->outcome->unchanged++;
        return found < 0 ? found : RESULT_OK;
    }
    TRY(demographic_store_file_failed(context, file, words, context_now(context), &changed));
    answering->outcome->errors += changed;
    return audit_write(context, "demographic.file_error", "demographic_file", file, TEXT(""));
}

static enum result follow_row(struct context *context, struct answering *answering, struct text candidate, bool accepted, struct text words)
{
    struct demographic_sent sent;
    enum result found = demographic_store_sent(context, answering->provider, candidate, &sent);
    TRY(found);
    if (found == RESULT_NONE) {
        answering->outcome->unknown++;
        return RESULT_OK;
    }
    if (sent.state != DEMOGRAPHIC_SENT) {
        answering->outcome->unchanged++;
        return RESULT_OK;
    }
    struct instant now = context_now(context);
    TRY(demographic_store_answer(context, sent.id, accepted ? DEMOGRAPHIC_ACCEPTED : DEMOGRAPHIC_ERROR, words, now));
    TRY(demographic_store_file_answered(context, sent.file_id, now));
    *(accepted ? &answering->outcome->accepted : &answering->outcome->errors) += 1;
    return audit_write(context, accepted ? "demographic.accept" : "demographic.error", "demographic_update", sent.id, TEXT(""));
}

static enum result follow(struct context *context, void *data)
{
    struct answering *answering = data;
    *answering->outcome = (struct demographic_outcome){.rows = (int64_t)answering->row_count};
    enum result known = intake_store_known_provider(context, answering->profile->name, &answering->provider);
    TRY(known);
    if (known == RESULT_NONE) answering->provider = 0;
    for (size_t i = 0; i < answering->row_count; i++) {
        const struct demographic_answer_row *row = &answering->rows[i];
        if (!text_empty(row->candidate_id)) TRY(follow_row(context, answering, row->candidate_id, row->accepted, row->message));
        else if (!row->accepted) TRY(follow_file_error(context, answering, row->message));
    }
    return RESULT_OK;
}

static enum result refuse_file(struct context *context, const struct answering *answering, const char *code, const char *english)
{
    enum result refused = context_fail(context, RESULT_REFUSED, code, english);
    return refused < 0 ? error_at(&context->error, answering->file, 0, 0) : refused;
}

enum result intake_demographic_answer_upload(struct context *context, struct text profile, struct text name, struct text content, struct demographic_outcome *outcome)
{
    enum { MOST_ANSWERS = 50 };
    struct answering answering = {.file = name, .outcome = outcome, .capacity = MOST_ANSWERS, .texts = ARENA_ARRAY(context->arena, MOST_ANSWERS, struct text),
                                  .names = ARENA_ARRAY(context->arena, MOST_ANSWERS + 1, struct text)};
    *outcome = (struct demographic_outcome){0};
    TRY(load(context, profile, &answering.profile));
    if (content.length > ANSWER_LIMIT)
        return refuse_file(context, &answering, "demographic.large_answer", N_("The provider's answer is larger than 16 MiB. Is it the right file?"));
    if (!is_answer(&answering, name))
        return refuse_file(context, &answering, "demographic.name", N_("By its name this file is no answer of the provider's to new addresses."));
    if (archive_is_zip((struct bytes){(const unsigned char *)content.bytes, content.length})) TRY(read_archive(context, &answering, content));
    else TRY(add_text(context, &answering, TEXT(""), content));
    if (!answering.count || text_empty(answering.texts[0])) return refuse_file(context, &answering, "demographic.empty", N_("There is no answer in this file."));
    for (size_t i = 0; i < answering.count; i++) {
        struct text where = text_empty(answering.names[i]) ? name : text_printf(context->arena, "%.*s:%.*s", TEXT_ARG(name), TEXT_ARG(answering.names[i]));
        TRY(demographic_answer_read(context, answering.profile, where, answering.texts[i], &answering.rows, &answering.row_count));
    }
    return database_transaction(context, follow, &answering);
}

enum result intake_demographic_answer(struct context *context, struct text profile, struct text path, struct demographic_outcome *outcome)
{
    struct text content;
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
    TRY(file_must_read(context, path, ANSWER_LIMIT, &content));
    return intake_demographic_answer_upload(context, profile, path, content, outcome);
}
