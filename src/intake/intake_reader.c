#include "intake/intake_reader.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "intake/intake_check.h"

/* A batch ends early where its rows are so short, or so many of them wrong, that they take far more memory than their text. The longest record that intake_check lets through ends in a line of its own. */
enum { WAITING = 3, ARENA_LIMIT = 64 << 20, MOST_ROWS = 400000, MOST_REASONS = 64 << 20, LONGEST_RECORD = 2 * INTAKE_LINE_LIMIT };

struct intake_reader {
    const struct intake_source *source;
    struct instant received;
    struct intake_maker maker;
    struct intake_languages languages;
    struct context context; /* the thread's own; with a connection where mailboxes are looked up ahead */
    const struct intake_bulk_engine *engine;
    struct delimited_record record;
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct intake_batch *first, **last;
    int waiting;
    bool ended, stop, failed; /* failed: the context says how */
};

static bool hand_over(struct intake_reader *reader, struct intake_batch *batch)
{
    pthread_mutex_lock(&reader->mutex);
    while (reader->waiting == WAITING && !reader->stop) pthread_cond_wait(&reader->changed, &reader->mutex);
    bool stop = reader->stop;
    if (!stop) {
        *reader->last = batch;
        reader->last = &batch->next;
        reader->waiting++;
        pthread_cond_broadcast(&reader->changed);
    }
    pthread_mutex_unlock(&reader->mutex);
    if (stop) intake_batch_free(batch);
    return !stop;
}

/* A text being read. */
struct reading {
    const struct intake_member *member;
    int64_t done;  /* bytes of it */
    int64_t lines; /* read so far */
    char *carried; /* what the batch before had left over behind its last whole record */
    size_t carried_length, carried_capacity;
};

static enum result fill(struct context *context, const struct reading *reading, struct intake_batch *batch, size_t wanted)
{
    if (reading->carried_length) memcpy(batch->text, reading->carried, reading->carried_length);
    batch->text_length = reading->carried_length;
    int64_t offset = reading->member->offset + reading->done;
    while (wanted) {
        ssize_t count = pread(reading->member->fd, batch->text + batch->text_length, wanted, offset);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0)
            return context_fail(context, RESULT_BROKEN, "intake.unreadable", N_("The file cannot be read: {what}"), "what", count < 0 ? strerror(errno) : "it became shorter meanwhile");
        batch->text_length += (size_t)count;
        wanted -= (size_t)count;
        offset += count;
    }
    memset(batch->text + batch->text_length, 0, DELIMITED_PADDING);
    return RESULT_OK;
}

static void carry(struct reading *reading, const char *bytes, size_t length)
{
    if (length > reading->carried_capacity) {
        reading->carried_capacity = length * 2;
        reading->carried = realloc(reading->carried, reading->carried_capacity);
        if (!reading->carried) abort();
    }
    if (length) memcpy(reading->carried, bytes, length);
    reading->carried_length = length;
}

static bool is_full(const struct intake_batch *batch)
{
    return batch->row_count >= MOST_ROWS || arena_used(batch->arena) >= MOST_REASONS;
}

static enum result make_rows(struct intake_reader *reader, struct reading *reading, struct intake_batch *batch, bool last)
{
    struct delimited delimited;
    struct delimited_record *record = &reader->record;
    const struct intake_profile *profile = reader->maker.profile;
    const char *start = batch->text, *end = batch->text + batch->text_length;
    delimited_begin(&delimited, (struct text){batch->text, batch->text_length}, profile->delimiter, profile->quote);
    while (!is_full(batch) && delimited_next(&delimited, record)) {
        /* Not what was looked through: a quote that is not closed would take all that is left, piece by piece. */
        if (record->raw.length > LONGEST_RECORD) return intake_source_changed(&reader->context, reader->source);
        if (!record->ended && !last) break;
        int64_t line = reading->lines + 1;
        reading->lines += record->lines;
        start = delimited.at;
        if (line == 1 || record->raw.length == 0) continue; /* the header, and empty lines */
        intake_maker_row(&reader->maker, batch, record, reading->member->lines_before + line);
    }
    intake_people_note(reader->maker.people, batch);
    carry(reading, start, (size_t)(end - start));
    batch->weight = batch->text_length + (is_full(batch) ? MOST_REASONS : 0);
    batch->last_line = reading->member->lines_before + reading->lines;
    return RESULT_OK;
}

/* Where it fails, the writing thread looks by itself, and tells if it fails again. */
static void look_ahead(struct intake_reader *reader, struct intake_batch *batch)
{
    struct context *context = &reader->context;
    if (!context->database) return;
    batch->address_ids = malloc((batch->address_count + 1) * sizeof *batch->address_ids);
    batch->address_existed = malloc(batch->address_count + 1);
    if (!batch->address_ids || !batch->address_existed) abort();
    struct arena_mark mark = arena_mark(context->arena);
    if (reader->engine->mailboxes_ahead(context, batch->addresses, batch->address_count, batch->address_ids, batch->address_existed) < 0) {
        free(batch->address_ids);
        batch->address_ids = NULL;
        error_clear(&context->error);
    }
    arena_rewind(context->arena, mark);
}

/* The first is small, so that whoever writes begins soon; towards the end they become smaller, so that little is left to be followed up behind the last. */
static size_t piece(int64_t done, int64_t left)
{
    int64_t half = done ? left / 2 : 0;
    return half > INTAKE_BATCH_TEXT ? INTAKE_BATCH_TEXT : half < INTAKE_SMALL_BATCH ? INTAKE_SMALL_BATCH : (size_t)half;
}

static enum result read_texts(struct intake_reader *reader, struct reading *reading, size_t number, int64_t *bytes, bool *go_on)
{
    struct context *context = &reader->context;
    TRY(intake_maker_header(context, &reader->maker, reader->source->path, reading->member, reader->received));
    while (*go_on && (reading->done < reading->member->length || reading->carried_length)) {
        int64_t left = reading->member->length - reading->done;
        size_t most = piece(*bytes, left), room = reading->carried_length < most ? most - reading->carried_length : 0;
        size_t wanted = left < (int64_t)room ? (size_t)left : room;
        struct intake_batch *batch = intake_batch_new(reading->carried_length + wanted);
        batch->forgets = intake_people_forget(reader->maker.people);
        enum result result = fill(context, reading, batch, wanted);
        reading->done += (int64_t)wanted;
        *bytes += (int64_t)wanted;
        if (result >= 0) result = make_rows(reader, reading, batch, reading->done == reading->member->length);
        if (result < 0) {
            intake_batch_free(batch);
            return result;
        }
        batch->member = number;
        batch->bytes_done = *bytes;
        batch->languages = &reader->languages;
        batch->address_end = intake_people_addresses(reader->maker.people);
        batch->person_end = intake_people_persons(reader->maker.people);
        intake_batch_sort_addresses(batch);
        look_ahead(reader, batch);
        intake_batch_sort_rows_aside(batch);
        *go_on = hand_over(reader, batch);
    }
    return RESULT_OK;
}

static enum result read_member(struct intake_reader *reader, size_t number, int64_t *bytes, bool *go_on)
{
    struct reading reading = {.member = &reader->source->members[number]};
    enum result result = read_texts(reader, &reading, number, bytes, go_on);
    free(reading.carried);
    return result;
}

static void *run(void *data)
{
    struct intake_reader *reader = data;
    pthread_setname_np(pthread_self(), "intake-read");
    enum result result = RESULT_OK;
    int64_t bytes = 0;
    bool go_on = true;
    for (size_t i = 0; i < reader->source->member_count && result >= 0 && go_on; i++) result = read_member(reader, i, &bytes, &go_on);
    pthread_mutex_lock(&reader->mutex);
    reader->failed = result < 0;
    reader->ended = true;
    pthread_cond_broadcast(&reader->changed);
    pthread_mutex_unlock(&reader->mutex);
    return NULL;
}

struct intake_reader *intake_reader_start(const struct context *context, const struct intake_profile *profile, const struct catalogue *catalogue, const struct intake_source *source,
                                          struct instant received, bool dry_run)
{
    struct intake_reader *reader = calloc(1, sizeof *reader);
    if (!reader) abort();
    reader->source = source;
    reader->received = received;
    reader->last = &reader->first;
    reader->context = (struct context){.clock = context->clock, .settings = context->settings};
    reader->context.arena = reader->context.error.arena = arena_new(ARENA_LIMIT);
    reader->engine = intake_store_bulk(context->database);
    if (!dry_run && reader->engine->mailboxes_ahead && database_open(&reader->context, database_url(context->database), false, &reader->context.database) < 0)
        error_clear(&reader->context.error);
    reader->maker = (struct intake_maker){.profile = profile, .catalogue = catalogue, .people = intake_people_new(), .languages = &reader->languages, .context = &reader->context};
    reader->languages.items[reader->languages.count++] = "";
    intake_maker_begin(&reader->maker, received);
    pthread_mutex_init(&reader->mutex, NULL);
    pthread_cond_init(&reader->changed, NULL);
    reader->has_thread = pthread_create(&reader->thread, NULL, run, reader) == 0;
    if (!reader->has_thread) {
        reader->failed = reader->ended = true;
        (void)!context_fail(&reader->context, RESULT_BROKEN, "intake.unreadable", N_("The file cannot be read: {what}"), "what", "no thread can be started");
    }
    return reader;
}

enum result intake_reader_next(struct context *context, struct intake_reader *reader, struct intake_batch **batch)
{
    pthread_mutex_lock(&reader->mutex);
    while (!reader->first && !reader->ended) pthread_cond_wait(&reader->changed, &reader->mutex);
    *batch = reader->first;
    if (*batch) {
        reader->first = (*batch)->next;
        if (!reader->first) reader->last = &reader->first;
        (*batch)->next = NULL;
        reader->waiting--;
        pthread_cond_broadcast(&reader->changed);
    }
    bool failed = !*batch && reader->failed;
    pthread_mutex_unlock(&reader->mutex);
    if (*batch) {
        intake_batch_wait(*batch);
        return RESULT_OK;
    }
    return failed ? error_take(&context->error, &reader->context.error) : RESULT_NONE;
}

void intake_reader_stop(struct intake_reader *reader)
{
    if (!reader) return;
    pthread_mutex_lock(&reader->mutex);
    reader->stop = true;
    pthread_cond_broadcast(&reader->changed);
    pthread_mutex_unlock(&reader->mutex);
    if (reader->has_thread) pthread_join(reader->thread, NULL);
    while (reader->first) {
        struct intake_batch *next = reader->first->next;
        intake_batch_free(reader->first);
        reader->first = next;
    }
    intake_people_free(reader->maker.people);
    database_close(reader->context.database);
    arena_free(reader->context.arena);
    pthread_mutex_destroy(&reader->mutex);
    pthread_cond_destroy(&reader->changed);
    free(reader);
}
