#include "catalogue/catalogue_syntax.h"

#include <stdlib.h>

enum { LINE_LIMIT = 1000, DEEPEST = 8, MONTHS_LIMIT = 1200 };

const char *const catalogue_syntax_blocks[BLOCK_KINDS] = {"body",    "provider", "level",         "direction",
                                                          "package", "exam",     "certification", "change"};

/* The lines of a tree that are open, from the outermost on. */
struct level_of_tree {
    struct syntax_node *node;
    size_t indentation; /* of its children; 0: none yet */
};

struct lines {
    struct catalogue_reader *reader;
    struct catalogue_syntax *syntax;
    long line;
    struct syntax_block **next_block;
    struct syntax_block *block;
    struct syntax_property **next_property;
    size_t property_indentation; /* of the block's first property */
    bool in_tree;
    struct level_of_tree levels[DEEPEST + 1];
    int depth;
};

void catalogue_syntax_problem(struct catalogue_reader *reader, long line, const char *code, const char *english, ...)
{
    struct catalogue_problems *problems = reader->problems;
    for (size_t i = 0; i < problems->count; i++) /* one line that serves many certifications is told once */
        if (problems->items[i].line == line && strcmp(problems->items[i].code, code) == 0) return;
    if (problems->count == CATALOGUE_PROBLEMS) {
        problems->more = true;
        return;
    }
    struct error *error = &problems->items[problems->count++];
    struct arena *arena = reader->context->arena;
    *error = (struct error){.result = RESULT_REFUSED, .code = code, .english = english, .file = reader->file, .line = line, .arena = arena};
    va_list arguments;
    va_start(arguments, english);
    const char *name;
    while ((name = va_arg(arguments, const char *)) && error->argument_count < ERROR_ARGUMENTS)
        error->arguments[error->argument_count++] =
            (struct error_argument){name, text_copy(arena, text_of(va_arg(arguments, const char *)))};
    va_end(arguments);
}

const char *catalogue_syntax_string(struct catalogue_reader *reader, struct text text)
{
    return text_string(reader->context->arena, text);
}

/* --- Words --- */

bool catalogue_syntax_word(struct text *rest, struct text *word)
{
    *rest = text_trim(*rest);
    if (text_empty(*rest)) return false;
    return text_split(rest, ' ', word);
}

bool catalogue_syntax_piece(struct text *rest, struct text *piece)
{
    static const char *const commas[] = {",", "，", "、"};
    while (rest->length) {
        size_t at = rest->length, comma_length = 0;
        for (size_t i = 0; i < 3; i++) {
            size_t found = text_find(*rest, commas[i]);
            if (found < at) at = found, comma_length = strlen(commas[i]);
        }
        *piece = text_trim((struct text){rest->bytes, at});
        rest->bytes += at + comma_length;
        rest->length -= at + comma_length;
        if (!text_empty(*piece)) return true;
    }
    return false;
}

bool catalogue_syntax_take(struct text *rest, const char *word)
{
    struct text after = *rest, first;
    if (!catalogue_syntax_word(&after, &first) || !text_is(first, word)) return false;
    *rest = after;
    return true;
}

bool catalogue_syntax_months(struct text *rest, int32_t *months)
{
    struct text after = *rest, number, unit;
    int64_t count;
    if (!catalogue_syntax_word(&after, &number) || !text_to_integer(number, &count) || !catalogue_syntax_word(&after, &unit)) return false;
    bool years = text_is(unit, "year") || text_is(unit, "years");
    if ((!years && !text_is(unit, "month") && !text_is(unit, "months")) || count < 1 || count > MONTHS_LIMIT) return false;
    *months = (int32_t)(years ? count * 12 : count);
    if (*months > MONTHS_LIMIT) return false;
    *rest = after;
    return true;
}

bool catalogue_syntax_period(struct text *rest, struct period *period)
{
    struct text word;
    *period = (struct period){NO_DAY, NO_DAY};
    for (;;) {
        struct day *day = NULL;
        if (!day_is(period->from) && catalogue_syntax_take(rest, "from"))
            day = &period->from;
        else if (!day_is(period->until) && catalogue_syntax_take(rest, "until"))
            day = &period->until;
        if (!day) break;
        if (!catalogue_syntax_word(rest, &word) || !day_parse(word, day)) return false;
    }
    return !day_is(period->from) || !day_is(period->until) || period->from.number <= period->until.number;
}

/* --- Lines --- */

static void end_tree(struct lines *lines)
{
    lines->in_tree = false;
    lines->depth = 0;
}

static void damage(struct lines *lines)
{
    if (lines->block) lines->block->damaged = true;
}

static void read_block(struct lines *lines, struct text line)
{
    struct catalogue_reader *reader = lines->reader;
    struct text word, code = line;
    int kind = 0;
    end_tree(lines);
    lines->block = NULL;
    lines->property_indentation = 0;
    (void)catalogue_syntax_word(&code, &word);
    while (kind < BLOCK_KINDS && !text_is(word, catalogue_syntax_blocks[kind])) kind++;
    code = text_trim(code);
    lines->syntax->lost_block |= kind == BLOCK_KINDS || text_empty(code);
    if (kind == BLOCK_KINDS) {
        PROBLEM(reader, lines->line, "no_block",
                N_("“{word}” begins no block. Blocks are body, provider, level, direction, package, exam, certification and change; the "
                   "lines of a block are indented."),
                "word", catalogue_syntax_string(reader, word));
        return;
    }
    if (text_empty(code)) {
        PROBLEM(reader, lines->line, "no_code", N_("Behind “{word}” its name or code is missing."), "word",
                catalogue_syntax_string(reader, word));
        return;
    }
    struct syntax_block *block = ARENA_NEW(reader->arena, struct syntax_block);
    *block = (struct syntax_block){.kind = (enum block_kind)kind, .code = code, .line = lines->line};
    *lines->next_block = block;
    lines->next_block = &block->next;
    lines->block = block;
    lines->next_property = &block->properties;
    lines->syntax->counts[kind]++;
    lines->syntax->block_count++;
}

/* Where the head of a property ends: at its colon, ASCII or full-width. */
static bool split_at_colon(struct text line, struct text *head, struct text *value)
{
    size_t narrow = text_find(line, ":"), wide = text_find(line, "：");
    size_t at = narrow < wide ? narrow : wide, length = narrow < wide ? 1 : strlen("：");
    if (at == line.length) return false;
    *head = text_trim((struct text){line.bytes, at});
    *value = text_trim((struct text){line.bytes + at + length, line.length - at - length});
    return true;
}

static bool read_head(struct lines *lines, struct text head, struct syntax_property *property)
{
    struct catalogue_reader *reader = lines->reader;
    struct text word, rest = head, before;
    if (!catalogue_syntax_word(&rest, &property->key)) return false;
    for (;;) {
        before = text_trim(rest);
        if (text_is(before, "") || text_starts_with(before, "from ") || text_starts_with(before, "until ") ||
            text_starts_with(before, "within "))
            break;
        if (!catalogue_syntax_word(&rest, &word)) break;
        if (property->qualifier_count == SYNTAX_QUALIFIERS) return false;
        property->qualifiers[property->qualifier_count++] = word;
    }
    if (catalogue_syntax_take(&rest, "within") && !catalogue_syntax_months(&rest, &property->window_months)) {
        PROBLEM(reader, lines->line, "window", N_("“{what}” is no length of time. Write for example: within 18 months"), "what",
                catalogue_syntax_string(reader, text_trim(rest)));
        return true;
    }
    if (!catalogue_syntax_period(&rest, &property->period)) {
        PROBLEM(reader, lines->line, "period", N_("“{what}” is no period. Write for example: from 2018-11-01 until 2022-12-31"), "what",
                catalogue_syntax_string(reader, before));
        property->period = (struct period){NO_DAY, NO_DAY};
        return true;
    }
    return text_empty(text_trim(rest));
}

static void read_property(struct lines *lines, struct text line)
{
    struct catalogue_reader *reader = lines->reader;
    struct syntax_property *property = ARENA_NEW(reader->arena, struct syntax_property);
    struct text head;
    end_tree(lines);
    property->line = lines->line;
    property->period = (struct period){NO_DAY, NO_DAY};
    if (!split_at_colon(line, &head, &property->value) || text_empty(head)) {
        PROBLEM(reader, lines->line, "no_colon", N_("A colon is missing. Write for example: level: associate"), "line",
                catalogue_syntax_string(reader, line));
        damage(lines);
        return;
    }
    size_t problems = reader->problems->count;
    if (!read_head(lines, head, property)) {
        PROBLEM(reader, lines->line, "too_many_words", N_("There are too many words before the colon: “{head}”."), "head",
                catalogue_syntax_string(reader, head));
        damage(lines);
        return;
    }
    if (reader->problems->count > problems) damage(lines);
    *lines->next_property = property;
    lines->next_property = &property->next;
    if (text_is(property->key, "requires")) {
        property->tree = ARENA_NEW(reader->arena, struct syntax_node);
        lines->in_tree = true;
        lines->levels[0] = (struct level_of_tree){property->tree, 0};
        lines->depth = 0;
    }
}

static void add_child(struct syntax_node *parent, struct syntax_node *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->child_count++;
}

static void read_node(struct lines *lines, struct text line, size_t indentation)
{
    struct catalogue_reader *reader = lines->reader;
    while (lines->depth > 0 && lines->levels[lines->depth].indentation > indentation) lines->depth--;
    struct level_of_tree *level = &lines->levels[lines->depth];
    if (level->indentation && indentation > level->indentation) { /* below the line before */
        if (lines->depth == DEEPEST) {
            PROBLEM(reader, lines->line, "too_deep", N_("This requirement is nested too deep."), "line", "");
            damage(lines);
            return;
        }
        struct syntax_node *last = level->node->last;
        level = &lines->levels[++lines->depth];
        *level = (struct level_of_tree){last, indentation};
    }
    if (!level->indentation) level->indentation = indentation;
    if (level->indentation != indentation) {
        PROBLEM(reader, lines->line, "indentation", N_("This line is indented differently from the lines that it stands with."), "line",
                "");
        damage(lines);
        return;
    }
    struct syntax_node *node = ARENA_NEW(reader->arena, struct syntax_node);
    *node = (struct syntax_node){.text = line, .line = lines->line};
    add_child(level->node, node);
}

static bool is_clean(struct text line)
{
    if (!text_is_utf8(line, NULL)) return false;
    for (size_t i = 0; i < line.length; i++)
        if ((unsigned char)line.bytes[i] < ' ' || line.bytes[i] == 0x7f) return false;
    return true;
}

static void read_line(struct lines *lines, struct text line)
{
    struct catalogue_reader *reader = lines->reader;
    if (text_ends_with(line, "\r")) line.length--;
    size_t indentation = 0;
    while (indentation < line.length && line.bytes[indentation] == ' ') indentation++;
    if (indentation < line.length && line.bytes[indentation] == '\t') {
        if (text_empty(text_trim(line))) return;
        PROBLEM(reader, lines->line, "tab", N_("This line is indented with a tab. Use spaces."), "line", "");
        damage(lines);
        return;
    }
    if (line.length > LINE_LIMIT || !is_clean(line)) {
        PROBLEM(reader, lines->line, "unreadable",
                N_("This line is longer than 1000 bytes, is not UTF-8, or has control characters in it."), "line", "");
        damage(lines);
        return;
    }
    line = text_trim(line);
    if (text_empty(line) || line.bytes[0] == '#') return;
    if (indentation == 0) {
        read_block(lines, line);
        return;
    }
    if (!lines->block) return; /* the block's own line was wrong, and that was said */
    if (!lines->property_indentation) lines->property_indentation = indentation;
    if (lines->in_tree && indentation > lines->property_indentation) {
        read_node(lines, line, indentation);
    } else if (indentation != lines->property_indentation) {
        PROBLEM(reader, lines->line, "indentation", N_("This line is indented differently from the lines that it stands with."), "line",
                "");
        damage(lines);
    } else {
        read_property(lines, line);
    }
}

/* --- Finding blocks again --- */

static int compare_blocks(const void *a, const void *b)
{
    const struct syntax_block *one = *(const struct syntax_block *const *)a, *other = *(const struct syntax_block *const *)b;
    if (one->kind != other->kind) return one->kind < other->kind ? -1 : 1;
    int order = text_compare(one->code, other->code);
    return order ? order : one->line < other->line ? -1 : one->line > other->line;
}

static void sort_blocks(struct catalogue_reader *reader, struct catalogue_syntax *syntax)
{
    const struct syntax_block **sorted = ARENA_ARRAY(reader->arena, syntax->block_count, const struct syntax_block *);
    size_t count = 0;
    for (const struct syntax_block *block = syntax->blocks; block; block = block->next) sorted[count++] = block;
    qsort(sorted, count, sizeof *sorted, compare_blocks);
    for (size_t i = 1; i < count && !reader->problems->more; i++)
        if (sorted[i]->kind == sorted[i - 1]->kind && text_equal(sorted[i]->code, sorted[i - 1]->code))
            PROBLEM(reader, sorted[i]->line, "twice", N_("{kind} {code} stands here for the second time; the first is in line {line}."),
                    "kind", catalogue_syntax_blocks[sorted[i]->kind], "code", catalogue_syntax_string(reader, sorted[i]->code), "line",
                    catalogue_syntax_string(reader, text_printf(reader->context->arena, "%ld", sorted[i - 1]->line)));
    syntax->sorted = sorted;
}

const struct syntax_block *catalogue_syntax_find(const struct catalogue_syntax *syntax, enum block_kind kind, struct text code)
{
    size_t low = 0, high = syntax->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct syntax_block *block = syntax->sorted[middle];
        int order = block->kind != kind ? (block->kind < kind ? -1 : 1) : text_compare(block->code, code);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == syntax->block_count || syntax->sorted[low]->kind != kind || !text_equal(syntax->sorted[low]->code, code)) return NULL;
    return syntax->sorted[low];
}

struct catalogue_syntax *catalogue_syntax_read(struct catalogue_reader *reader, struct text text)
{
    struct catalogue_syntax *syntax = ARENA_NEW(reader->arena, struct catalogue_syntax);
    struct lines lines = {.reader = reader, .syntax = syntax, .next_block = &syntax->blocks};
    struct text line, rest = text;
    if (text_starts_with(rest, "\xEF\xBB\xBF")) rest.bytes += 3, rest.length -= 3;
    while (!reader->problems->more && text_split(&rest, '\n', &line)) {
        lines.line++;
        read_line(&lines, line);
    }
    sort_blocks(reader, syntax);
    return syntax;
}
