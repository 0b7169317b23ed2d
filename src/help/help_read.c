/* One file of questions and answers. */
#include <stdlib.h>

#include "base/buffer.h"
#include "help/help_inside.h"

enum { MOST_BLOCKS = 200, MOST_ITEMS = 50, MOST_RUNS = 40, MOST_FITS = 60, MOST_TERMS = 4000, LAST_ORDER = 1000000 };

#define F(MEMBER) FIELD(RECORDED, MEMBER)
#define RECORDED struct help_run
RECORD(help_run_record, RECORDED, F(text), F(link), F(strong));
#undef RECORDED
#define RECORDED struct help_item
RECORD(help_item_record, RECORDED, FIELD_OF(RECORDED, runs, help_run_record));
#undef RECORDED
#define RECORDED struct help_block
RECORD(help_block_record, RECORDED, F(paragraph), F(heading), F(points), F(steps), FIELD_OF(RECORDED, runs, help_run_record), FIELD_OF(RECORDED, items, help_item_record));
#undef RECORDED
#define RECORDED struct help_entry
RECORD(help_entry_record, RECORDED, F(slug), F(question), F(topic), F(summary), FIELD_OF(RECORDED, blocks, help_block_record), F(order));
#undef RECORDED

struct reading {
    struct context *context;
    struct text file;
    long line;
    struct help_entry *entry;
    struct help_block *blocks;
    size_t block_count;
    struct help_word *fits;
    size_t fit_count;
    struct text words;
    struct buffer body; /* the words of the answer, for the search */
};

#define WRONG(READING, ...) ((void)!context_fail((READING)->context, RESULT_REFUSED, "help.wrong", __VA_ARGS__), error_at(&(READING)->context->error, (READING)->file, (READING)->line, 0))

/* --- Lines --- */

static bool is_link(struct text link)
{
    if (text_starts_with(link, "/")) return !text_starts_with(link, "//") && link.length < 300;
    return text_starts_with(link, "https://") || text_starts_with(link, "mailto:");
}

static enum result add_run(struct reading *reading, struct help_run *runs, size_t *count, struct help_run run)
{
    if (text_empty(run.text)) return RESULT_OK;
    if (*count == MOST_RUNS) return WRONG(reading, N_("This paragraph has too many links and strong words."));
    run.line = reading->line;
    runs[(*count)++] = run;
    buffer_put(&reading->body, run.text);
    return RESULT_OK;
}

/* **strong**, [text](link). A star or bracket that is not closed stands for itself. */
static enum result read_runs(struct reading *reading, struct text text, struct list *list)
{
    struct help_run *runs = ARENA_ARRAY(reading->context->arena, MOST_RUNS, struct help_run);
    size_t count = 0, from = 0, at = 0;
    while (at < text.length) {
        struct text rest = {text.bytes + at, text.length - at};
        struct help_run run = {.text = TEXT(""), .link = TEXT("")};
        size_t length = 0;
        if (text_starts_with(rest, "**")) {
            struct text inner = {rest.bytes + 2, rest.length - 2};
            size_t end = text_find(inner, "**");
            if (end < inner.length && end) run = (struct help_run){{inner.bytes, end}, TEXT(""), true, 0}, length = end + 4;
        } else if (*rest.bytes == '[') {
            size_t middle = text_find(rest, "](");
            struct text link = {rest.bytes + middle + 2, middle < rest.length ? rest.length - middle - 2 : 0};
            size_t end = text_find(link, ")");
            if (middle < rest.length && end < link.length) {
                link.length = end;
                if (!is_link(link)) return WRONG(reading, N_("A link goes to a page of ours (/help/...), to https: or to mailto:."));
                run = (struct help_run){{rest.bytes + 1, middle - 1}, link, false, 0}, length = middle + end + 3;
                if (text_empty(run.text)) return WRONG(reading, N_("A link has no text."));
            }
        }
        if (!length) {
            at++;
            continue;
        }
        TRY(add_run(reading, runs, &count, (struct help_run){{text.bytes + from, at - from}, TEXT(""), false, 0}));
        TRY(add_run(reading, runs, &count, run));
        from = at += length;
    }
    TRY(add_run(reading, runs, &count, (struct help_run){{text.bytes + from, text.length - from}, TEXT(""), false, 0}));
    buffer_put_char(&reading->body, '\n');
    *list = (struct list){&help_run_record, runs, count};
    return RESULT_OK;
}

static enum result add_block(struct reading *reading, struct help_block **block)
{
    if (reading->block_count == MOST_BLOCKS) return WRONG(reading, N_("An answer has at most 200 paragraphs and lists."));
    *block = &reading->blocks[reading->block_count++];
    **block = (struct help_block){.runs = {&help_run_record, NULL, 0}, .items = {&help_item_record, NULL, 0}};
    return RESULT_OK;
}

/* A paragraph's lines are joined; between Chinese characters without a blank. */
static struct text join(struct arena *arena, struct text before, struct text line)
{
    if (text_empty(before)) return line;
    bool wide = (unsigned char)before.bytes[before.length - 1] >= 0xE3 || (before.length > 2 && (unsigned char)before.bytes[before.length - 3] >= 0xE3);
    return text_printf(arena, "%.*s%s%.*s", TEXT_ARG(before), wide ? "" : " ", TEXT_ARG(line));
}

static bool item_of(struct text line, struct text *text, bool *numbered)
{
    if (text_starts_with(line, "- ")) {
        *numbered = false;
        *text = text_trim((struct text){line.bytes + 2, line.length - 2});
        return true;
    }
    size_t digits = 0;
    while (digits < line.length && digits < 3 && line.bytes[digits] >= '0' && line.bytes[digits] <= '9') digits++;
    if (!digits || line.length < digits + 2 || line.bytes[digits] != '.' || line.bytes[digits + 1] != ' ') return false;
    *numbered = true;
    *text = text_trim((struct text){line.bytes + digits + 2, line.length - digits - 2});
    return true;
}

static enum result add_item(struct reading *reading, struct text text, bool numbered)
{
    struct help_block *block = reading->block_count ? &reading->blocks[reading->block_count - 1] : NULL;
    if (!block || (numbered ? !block->steps : !block->points)) {
        TRY(add_block(reading, &block));
        block->points = !numbered;
        block->steps = numbered;
        block->items.items = ARENA_ARRAY(reading->context->arena, MOST_ITEMS, struct help_item);
    }
    if (block->items.count == MOST_ITEMS) return WRONG(reading, N_("A list has at most 50 points."));
    return read_runs(reading, text, &((struct help_item *)(uintptr_t)block->items.items)[block->items.count++].runs);
}

/* What has been gathered of a paragraph or of a point of a list. */
struct gathered {
    struct text text;
    bool item, numbered;
    long line; /* its first */
};

static enum result end_gathered(struct reading *reading, const struct gathered *gathered)
{
    struct text text = gathered->text;
    struct help_block *block;
    if (gathered->item) return add_item(reading, text, gathered->numbered);
    TRY(add_block(reading, &block));
    block->heading = text_starts_with(text, "## ");
    block->paragraph = !block->heading;
    if (block->heading) text = text_trim((struct text){text.bytes + 3, text.length - 3});
    return read_runs(reading, text, &block->runs);
}

static enum result flush(struct reading *reading, struct gathered *gathered)
{
    long line = reading->line;
    if (text_empty(gathered->text)) return RESULT_OK;
    reading->line = gathered->line;
    TRY(end_gathered(reading, gathered));
    reading->line = line;
    *gathered = (struct gathered){.text = TEXT("")};
    return RESULT_OK;
}

static enum result read_body_line(struct reading *reading, struct text raw, struct gathered *gathered)
{
    struct text line = text_trim(raw), item;
    bool numbered;
    if (text_empty(line)) return flush(reading, gathered);
    bool heading = text_starts_with(line, "## ");
    if (heading || item_of(line, &item, &numbered)) TRY(flush(reading, gathered));
    if (!heading && item_of(line, &item, &numbered)) {
        *gathered = (struct gathered){item, true, numbered, reading->line};
        return RESULT_OK;
    }
    if (text_empty(gathered->text)) gathered->line = reading->line;
    gathered->text = join(reading->context->arena, gathered->text, line);
    return heading ? flush(reading, gathered) : RESULT_OK;
}

/* --- The head --- */

static bool is_code(struct text code)
{
    bool good = code.length > 2 && code.length < 80 && (memchr(code.bytes, '.', code.length) || memchr(code.bytes, ':', code.length));
    for (size_t i = 0; i < code.length; i++) {
        char c = code.bytes[i];
        good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr("._:/-*", c)));
    }
    return good;
}

static enum result read_fits(struct reading *reading, struct text value)
{
    struct text word;
    while (text_split(&value, ' ', &word)) {
        word = text_trim(word);
        if (text_empty(word)) continue;
        if (!is_code(word)) return WRONG(reading, N_("for: takes codes of errors (association.expired, letter.*), and places (page:/my/exams, state:pending), with blanks between them."));
        if (reading->fit_count == MOST_FITS) return WRONG(reading, N_("An answer fits at most 60 codes."));
        reading->fits[reading->fit_count++] = (struct help_word){word, reading->line};
    }
    return RESULT_OK;
}

static enum result read_head_line(struct reading *reading, struct text line)
{
    struct help_entry *entry = reading->entry;
    struct text name, value = line;
    if (!memchr(line.bytes, ':', line.length) || !text_split(&value, ':', &name)) return WRONG(reading, N_("The head of an answer has lines like \"question: ...\", then an empty line, then the answer."));
    value = text_trim(value);
    if (text_is(name, "question") && text_empty(entry->question)) return entry->question = value, RESULT_OK;
    if (text_is(name, "topic") && text_empty(entry->topic)) return entry->topic = value, RESULT_OK;
    if (text_is(name, "words")) return reading->words = join(reading->context->arena, reading->words, value), RESULT_OK;
    if (text_is(name, "for")) return read_fits(reading, value);
    if (text_is(name, "order")) {
        if (text_to_integer(value, &entry->order) && entry->order >= 0 && entry->order < LAST_ORDER) return RESULT_OK;
        return WRONG(reading, N_("order: takes a whole number."));
    }
    return WRONG(reading, N_("The head of an answer knows question, topic, words, for and order, the first two once."));
}

/* What the answer begins with, be it a paragraph or a list. What leads to a list that does not stand there ends open. */
static struct text summary_of(struct reading *reading)
{
    for (size_t i = 0; i < reading->block_count; i++) {
        const struct help_block *block = &reading->blocks[i];
        if (block->heading) continue;
        const struct list *runs = block->paragraph ? &block->runs : &((const struct help_item *)block->items.items)->runs;
        struct buffer out = buffer_new(reading->context->arena, 256, HELP_FILE_LIMIT);
        for (size_t r = 0; r < runs->count; r++) buffer_put(&out, ((const struct help_run *)runs->items)[r].text);
        struct text summary = buffer_text(&out);
        size_t colon = text_ends_with(summary, ":") ? 1 : text_ends_with(summary, "\uff1a") ? 3 : 0;
        return colon ? text_printf(reading->context->arena, "%.*s\u2026", (int)(summary.length - colon), summary.bytes) : summary;
    }
    return TEXT("");
}

enum result help_parse(struct context *context, struct text file, struct text slug, struct text text, struct help_entry *entry)
{
    struct arena *arena = context->arena;
    *entry = (struct help_entry){.slug = slug, .order = LAST_ORDER};
    struct reading reading = {.context = context, .file = file, .entry = entry, .blocks = ARENA_ARRAY(arena, MOST_BLOCKS, struct help_block),
                              .fits = ARENA_ARRAY(arena, MOST_FITS, struct help_word), .body = buffer_new(arena, 2048, 2 * HELP_FILE_LIMIT)};
    struct gathered gathered = {.text = TEXT("")};
    struct text line;
    size_t wrong;
    bool head = true;
    if (!text_is_utf8(text, &wrong)) {
        reading.line = 1;
        for (size_t i = 0; i < wrong; i++) reading.line += text.bytes[i] == '\n';
        return WRONG(&reading, N_("This is not UTF-8 text."));
    }
    while (text_split(&text, '\n', &line)) {
        reading.line++;
        if (line.length && line.bytes[line.length - 1] == '\r') line.length--;
        for (size_t i = 0; i < line.length; i++)
            if ((unsigned char)line.bytes[i] < ' ') return WRONG(&reading, N_("This line has a control character in it. A tab is one, too."));
        if (!head) TRY(read_body_line(&reading, line, &gathered));
        else if (text_empty(text_trim(line))) head = reading.line == 1;
        else TRY(read_head_line(&reading, line));
    }
    TRY(flush(&reading, &gathered));
    reading.line = 1;
    if (text_empty(entry->question)) return WRONG(&reading, N_("This answer has no line \"question: ...\"."));
    if (text_empty(entry->topic)) return WRONG(&reading, N_("This answer has no line \"topic: ...\"."));
    if (!reading.block_count) return WRONG(&reading, N_("This question has no answer."));
    entry->summary = summary_of(&reading);
    entry->blocks = (struct list){&help_block_record, reading.blocks, reading.block_count};
    entry->fits = (struct list){NULL, reading.fits, reading.fit_count};
    struct help_terms *terms = ARENA_NEW(arena, struct help_terms);
    *terms = (struct help_terms){help_terms_of(arena, entry->question, MOST_TERMS), help_terms_of(arena, reading.words, MOST_TERMS),
                                 help_terms_of(arena, buffer_text(&reading.body), MOST_TERMS)};
    entry->terms = terms;
    return RESULT_OK;
}
