/* A provider's answer to new addresses as it comes: a ZIP or a text, read whole before anything of it is followed. */
#include <inttypes.h>
#include <sys/mman.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/buffer.h"
#include "base/file.h"
#include "intake/intake_demographic_answer.h"
#include "intake/intake_demographic_inside.h"
#include "intake/intake_name.h"
#include "intake/intake_store.h"
#include "outside/archive.h"

enum { ANSWER_LIMIT = 16 << 20 };

struct answering {
    const struct intake_profile *profile;
    struct text file; /* names it in errors */
    struct buffer text; /* of the member being read */
    struct text *texts, *names;
    size_t count, capacity;
    struct demographic_answer *answers; /* what the texts say */
    struct demographic_outcome *outcome;
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
    if (!is_answer(answering, name)) return false;
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

static enum result follow(struct context *context, void *data)
{
    struct answering *answering = data;
    int64_t provider;
    *answering->outcome = (struct demographic_outcome){0};
    enum result known = intake_store_known_provider(context, answering->profile->name, &provider);
    TRY(known);
    for (size_t i = 0; i < answering->count; i++) TRY(demographic_follow(context, known == RESULT_OK ? provider : 0, &answering->answers[i], answering->outcome));
    const struct demographic_outcome *o = answering->outcome;
    context->once.answer = text_printf(context->arena, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %.*s", o->rows, o->accepted, o->errors, o->unknown, o->unchanged, TEXT_ARG(o->file_error));
    return RESULT_OK;
}

/* The first answer of a form that was sent again. */
static enum result replay(struct context *context, struct demographic_outcome *outcome)
{
    struct text rest = context->once.answer, number;
    int64_t *const counts[] = {&outcome->rows, &outcome->accepted, &outcome->errors, &outcome->unknown, &outcome->unchanged};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (!text_split(&rest, ' ', &number) || !text_to_integer(number, counts[i])) return context_fail(context, RESULT_BROKEN, "demographic.once", N_("The first answer to this form was lost."));
    outcome->file_error = rest;
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
    TRY(intake_demographic_profile(context, profile, &answering.profile));
    if (content.length > ANSWER_LIMIT)
        return refuse_file(context, &answering, "demographic.large_answer", N_("The provider's answer is larger than 16 MiB. Is it the right file?"));
    if (!is_answer(&answering, name))
        return refuse_file(context, &answering, "demographic.name", N_("By its name this file is no answer of the provider's to new addresses."));
    if (archive_is_zip((struct bytes){(const unsigned char *)content.bytes, content.length})) TRY(read_archive(context, &answering, content));
    else TRY(add_text(context, &answering, TEXT(""), content));
    if (!answering.count || text_empty(answering.texts[0])) return refuse_file(context, &answering, "demographic.empty", N_("There is no answer in this file."));
    answering.answers = ARENA_ARRAY(context->arena, answering.count, struct demographic_answer);
    for (size_t i = 0; i < answering.count; i++) {
        struct demographic_answer *answer = &answering.answers[i];
        struct text where = text_empty(answering.names[i]) ? name : text_printf(context->arena, "%.*s:%.*s", TEXT_ARG(name), TEXT_ARG(answering.names[i]));
        *answer = (struct demographic_answer){.name = intake_name_base(name), .member = answering.names[i], .text = answering.texts[i]};
        TRY(demographic_answer_read(context, answering.profile, where, answer->text, &answer->rows, &answer->count));
    }
    TRY(database_transaction(context, follow, &answering));
    return context->once.replayed ? replay(context, outcome) : RESULT_OK;
}

enum result intake_demographic_answer(struct context *context, struct text profile, struct text path, struct demographic_outcome *outcome)
{
    struct text content;
    TRY(audit_may(context, MAY_SEND_DEMOGRAPHICS));
    TRY(file_must_read(context, path, ANSWER_LIMIT, &content));
    return intake_demographic_answer_upload(context, profile, path, content, outcome);
}
