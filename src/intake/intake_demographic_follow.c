/* To which file a provider's answer belongs, and what follows from it. */
#include "audit/audit.h"
#include "intake/intake_demographic_inside.h"
#include "intake/intake_demographic_store.h"
#include "outside/hash.h"

/* Of so many newest files and updates of one candidate ID answers are expected. */
enum { MOST_FILES = 400, MOST_SENT = 100, DIGITS_OF_A_SECOND = 14 };

struct matching {
    struct demographic_outcome *outcome;
    const struct demographic_answer *answer;
    const struct demographic_sent_file *files; /* oldest first */
    size_t file_count;
    struct list *sent; /* for each row: the updates of that candidate ID that were ever sent */
    bool *followed;    /* for each row */
    const struct demographic_sent_file *first; /* the first file that was found to be answered */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* By what an answer can name a file: the moment in its name, where that tells the second, else the name without its ending. */
static struct text telling_part(struct text name)
{
    size_t digits = 0, first = 0;
    for (size_t i = name.length; i-- > 0;)
        if (name.bytes[i] == '.') {
            name.length = i;
            break;
        }
    for (size_t i = 0; i < name.length; i++)
        if (is_digit(name.bytes[i]) && !digits++) first = i;
    return digits < DIGITS_OF_A_SECOND ? name : (struct text){name.bytes + first, name.length - first};
}

static const struct demographic_sent_file *named_file(struct context *context, const struct matching *matching)
{
    struct text name = matching->answer->name, member = matching->answer->member;
    for (size_t i = 0; i < matching->file_count; i++) {
        const char *part = text_string(context->arena, telling_part(matching->files[i].name));
        if (*part && (text_find(name, part) < name.length || text_find(member, part) < member.length)) return &matching->files[i];
    }
    return NULL;
}

static const struct demographic_sent *sent_in(const struct matching *matching, size_t row, int64_t file)
{
    const struct demographic_sent *sent = matching->sent[row].items;
    for (size_t i = 0; i < matching->sent[row].count; i++)
        if (sent[i].file_id == file) return &sent[i];
    return NULL;
}

/* How many rows not yet followed speak of an update in that file. */
static int64_t rows_in(const struct matching *matching, const struct demographic_sent_file *file)
{
    int64_t count = 0;
    for (size_t i = 0; i < matching->answer->count; i++) count += !matching->followed[i] && sent_in(matching, i, file->id);
    return count;
}

static const struct demographic_sent_file *most_fitting(const struct matching *matching)
{
    const struct demographic_sent_file *best = NULL;
    int64_t most = 0;
    for (size_t i = 0; i < matching->file_count; i++) {
        const struct demographic_sent_file *file = &matching->files[i];
        int64_t rows = file->open ? rows_in(matching, file) : 0;
        if (!rows || rows < most || (rows == most && file->updates >= best->updates)) continue;
        best = file;
        most = rows;
    }
    return best;
}

static enum result follow_row(struct context *context, struct matching *matching, const struct demographic_answer_row *row, const struct demographic_sent *sent)
{
    struct instant now = context_now(context);
    if (sent->state != DEMOGRAPHIC_SENT) { /* answered before, or a newer wish has replaced it */
        matching->outcome->unchanged++;
        return RESULT_OK;
    }
    TRY(demographic_store_answer(context, sent->id, row->accepted ? DEMOGRAPHIC_ACCEPTED : DEMOGRAPHIC_ERROR, row->message, now));
    *(row->accepted ? &matching->outcome->accepted : &matching->outcome->errors) += 1;
    return audit_write(context, row->accepted ? "demographic.accept" : "demographic.error", "demographic_update", sent->id, TEXT(""));
}

static enum result follow_rows_of(struct context *context, struct matching *matching, const struct demographic_sent_file *file)
{
    if (!matching->first) matching->first = file;
    for (size_t i = 0; i < matching->answer->count; i++) {
        const struct demographic_sent *sent = matching->followed[i] ? NULL : sent_in(matching, i, file->id);
        if (!sent) continue;
        matching->followed[i] = true;
        TRY(follow_row(context, matching, &matching->answer->rows[i], sent));
    }
    return demographic_store_file_answered(context, file->id, context_now(context));
}

/* A row without a candidate ID: of the file that the other rows are of, else of the oldest that has no answer. */
static enum result follow_whole(struct context *context, struct matching *matching, struct text words)
{
    const struct demographic_sent_file *file = matching->first;
    for (size_t i = 0; i < matching->file_count && !file; i++)
        if (!matching->files[i].confirmed) file = &matching->files[i];
    int64_t changed;
    matching->outcome->file_error = words;
    if (!file) {
        matching->outcome->unchanged++;
        return RESULT_OK;
    }
    TRY(demographic_store_file_failed(context, file->id, words, context_now(context), &changed));
    matching->outcome->errors += changed;
    return audit_write(context, "demographic.file_error", "demographic_file", file->id, TEXT(""));
}

static enum result match(struct context *context, int64_t provider, struct matching *matching)
{
    const struct demographic_answer *answer = matching->answer;
    struct list files;
    TRY(demographic_store_sent_files(context, provider, MOST_FILES, &files));
    matching->files = files.items;
    matching->file_count = files.count;
    matching->sent = ARENA_ARRAY(context->arena, answer->count + 1, struct list);
    matching->followed = ARENA_ARRAY(context->arena, answer->count + 1, bool);
    for (size_t i = 0; i < answer->count; i++)
        if (!text_empty(answer->rows[i].candidate_id)) TRY(demographic_store_sent(context, provider, answer->rows[i].candidate_id, MOST_SENT, &matching->sent[i]));
    const struct demographic_sent_file *file = named_file(context, matching);
    if (file) return follow_rows_of(context, matching, file);
    while ((file = most_fitting(matching))) TRY(follow_rows_of(context, matching, file));
    return RESULT_OK;
}

enum result demographic_follow(struct context *context, int64_t provider, const struct demographic_answer *answer, struct demographic_outcome *outcome)
{
    struct matching matching = {.outcome = outcome, .answer = answer};
    struct bytes bytes = {(const unsigned char *)answer->text.bytes, answer->text.length};
    bool first = true;
    outcome->rows += (int64_t)answer->count;
    if (provider) TRY(demographic_store_add_answer(context, provider, answer->name, hash_sha256_hex(context->arena, bytes), context_now(context), &first));
    if (!first) {
        outcome->unchanged += (int64_t)answer->count;
        return RESULT_OK;
    }
    TRY(match(context, provider, &matching));
    for (size_t i = 0; i < answer->count; i++) {
        const struct demographic_answer_row *row = &answer->rows[i];
        if (matching.followed[i]) continue;
        if (text_empty(row->candidate_id)) {
            if (!row->accepted) TRY(follow_whole(context, &matching, row->message));
        } else {
            *(matching.sent[i].count ? &outcome->unchanged : &outcome->unknown) += 1;
        }
    }
    return RESULT_OK;
}
