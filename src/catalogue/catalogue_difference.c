/* What a new text changes, in sentences. Compared are blocks and lines, not the model: what staff read here they find again in the file. */
#include "base/buffer.h"
#include "catalogue/catalogue_syntax.h"

enum sentence { IS_NEW, IS_GONE, LINE_CHANGED, LINE_NEW, LINE_GONE, SENTENCES };

static const char *const sentences[BLOCK_KINDS][SENTENCES] = {
    [BLOCK_BODY] = {N_("The body is now {code}."), N_("The body was {code}."), N_("Body: “{word}” was “{old}” and becomes “{new}”."),
                    N_("Body: new: “{word}: {new}”."), N_("Body: gone: “{word}: {old}”.")},
    [BLOCK_PROVIDER] = {N_("Provider {code} is new."), N_("Provider {code} is gone."),
                        N_("Provider {code}: “{word}” was “{old}” and becomes “{new}”."), N_("Provider {code}: new: “{word}: {new}”."),
                        N_("Provider {code}: gone: “{word}: {old}”.")},
    [BLOCK_LEVEL] = {N_("Level {code} is new."), N_("Level {code} is gone."), N_("Level {code}: “{word}” was “{old}” and becomes “{new}”."),
                     N_("Level {code}: new: “{word}: {new}”."), N_("Level {code}: gone: “{word}: {old}”.")},
    [BLOCK_DIRECTION] = {N_("Direction {code} is new."), N_("Direction {code} is gone."),
                         N_("Direction {code}: “{word}” was “{old}” and becomes “{new}”."), N_("Direction {code}: new: “{word}: {new}”."),
                         N_("Direction {code}: gone: “{word}: {old}”.")},
    [BLOCK_PACKAGE] = {N_("Package {code} is new."), N_("Package {code} is gone."),
                       N_("Package {code}: “{word}” was “{old}” and becomes “{new}”."), N_("Package {code}: new: “{word}: {new}”."),
                       N_("Package {code}: gone: “{word}: {old}”.")},
    [BLOCK_EXAM] = {N_("Exam {code} is new."), N_("Exam {code} is gone."), N_("Exam {code}: “{word}” was “{old}” and becomes “{new}”."),
                    N_("Exam {code}: new: “{word}: {new}”."), N_("Exam {code}: gone: “{word}: {old}”.")},
    [BLOCK_CERTIFICATION] = {N_("Certification {code} is new."), N_("Certification {code} is gone."),
                             N_("Certification {code}: “{word}” was “{old}” and becomes “{new}”."),
                             N_("Certification {code}: new: “{word}: {new}”."), N_("Certification {code}: gone: “{word}: {old}”.")},
    [BLOCK_CHANGE] = {N_("Rule change {code} is new."), N_("Rule change {code} is gone."),
                      N_("Rule change {code}: “{word}” was “{old}” and becomes “{new}”."), N_("Rule change {code}: new: “{word}: {new}”."),
                      N_("Rule change {code}: gone: “{word}: {old}”.")},
};
static const char *const kinds[SENTENCES] = {"added", "removed", "changed", "added", "removed"};

struct comparison {
    struct context *context;
    struct catalogue_differences differences;
    size_t capacity;
};

static void add(struct comparison *comparison, const struct syntax_block *block, enum sentence sentence, long line, const char *word,
                const char *old, const char *new)
{
    struct arena *arena = comparison->context->arena;
    struct catalogue_differences *differences = &comparison->differences;
    if (differences->count == comparison->capacity) {
        comparison->capacity = comparison->capacity ? comparison->capacity * 2 : 32;
        struct catalogue_difference *more = ARENA_ARRAY(arena, comparison->capacity, struct catalogue_difference);
        if (differences->count) memcpy(more, differences->items, differences->count * sizeof *more);
        differences->items = more;
    }
    struct catalogue_difference *difference = &differences->items[differences->count++];
    *difference = (struct catalogue_difference){.kind = kinds[sentence], .text.arena = arena, .change = block->kind == BLOCK_CHANGE ? block->code : (struct text){0}};
    enum result result = error_set(&difference->text, RESULT_REFUSED, "catalogue.difference", sentences[block->kind][sentence], "code",
                                   text_string(arena, block->code), "word", word, "old", old, "new", new, (const char *)NULL);
    (void)result;
    difference->text.line = line;
}

/* --- Lines as they are shown --- */

static void put_tree(struct buffer *out, const struct syntax_node *node)
{
    for (const struct syntax_node *child = node->first; child; child = child->next) {
        struct text text = child->text;
        if (child->first && text_ends_with(text, ":")) text.length--;
        buffer_printf(out, "%s%.*s", child == node->first ? "" : "; ", TEXT_ARG(text));
        if (!child->first) continue;
        buffer_put_string(out, " (");
        put_tree(out, child);
        buffer_put_char(out, ')');
    }
}

static const char *value_of(struct comparison *comparison, const struct syntax_property *property)
{
    enum { SHOWN = 440, WRITTEN = 64 << 10 };
    struct arena *arena = comparison->context->arena;
    struct buffer out = buffer_new(arena, 128, WRITTEN);
    if (property->window_months) buffer_printf(&out, "within %d months: ", property->window_months);
    if (property->tree)
        put_tree(&out, property->tree);
    else
        buffer_put(&out, property->value);
    if (out.length <= SHOWN) return buffer_string(&out);
    out.length = SHOWN;
    while (((unsigned char)out.bytes[out.length] & 0xC0) == 0x80) out.length--; /* cut between characters */
    return text_string(arena, text_printf(arena, "%.*s…", (int)out.length, out.bytes));
}

/* "validity from 2023-01-01" */
static const char *word_of(struct comparison *comparison, const struct syntax_property *property)
{
    struct arena *arena = comparison->context->arena;
    struct buffer out = buffer_new(arena, 64, 480);
    buffer_put(&out, property->key);
    for (size_t i = 0; i < property->qualifier_count; i++) buffer_printf(&out, " %.*s", TEXT_ARG(property->qualifiers[i]));
    if (day_is(property->period.from)) buffer_printf(&out, " from %s", text_string(arena, day_text(arena, property->period.from)));
    if (day_is(property->period.until)) buffer_printf(&out, " until %s", text_string(arena, day_text(arena, property->period.until)));
    return buffer_string(&out);
}

/* --- Comparing --- */

static bool same_tree(const struct syntax_node *a, const struct syntax_node *b)
{
    const struct syntax_node *one = a->first, *other = b->first;
    for (; one && other; one = one->next, other = other->next)
        if (!text_equal(one->text, other->text) || !same_tree(one, other)) return false;
    return !one && !other;
}

static bool same_value(const struct syntax_property *a, const struct syntax_property *b)
{
    if (a->window_months != b->window_months || !a->tree != !b->tree) return false;
    return a->tree ? same_tree(a->tree, b->tree) : text_equal(a->value, b->value);
}

static bool same_word(const struct syntax_property *a, const struct syntax_property *b)
{
    if (!text_equal(a->key, b->key) || a->qualifier_count != b->qualifier_count) return false;
    for (size_t i = 0; i < a->qualifier_count; i++)
        if (!text_equal(a->qualifiers[i], b->qualifiers[i])) return false;
    return a->period.from.number == b->period.from.number && a->period.until.number == b->period.until.number;
}

/* Lines of these words may stand more than once side by side: they are the same where their values are. */
static bool repeats(const struct syntax_property *property)
{
    return text_is(property->key, "renewal") || text_is(property->key, "codes");
}

static const struct syntax_property *counterpart(const struct syntax_block *block, const struct syntax_property *property)
{
    for (const struct syntax_property *other = block->properties; other; other = other->next)
        if (same_word(property, other) && (!repeats(property) || same_value(property, other))) return other;
    return NULL;
}

static void compare_blocks(struct comparison *comparison, const struct syntax_block *old, const struct syntax_block *new)
{
    if (!text_equal(old->code, new->code)) add(comparison, new, IS_NEW, new->line, "", "", "");
    for (const struct syntax_property *property = new->properties; property; property = property->next) {
        const struct syntax_property *before = counterpart(old, property);
        if (!before)
            add(comparison, new, LINE_NEW, property->line, word_of(comparison, property), "", value_of(comparison, property));
        else if (!same_value(before, property))
            add(comparison, new, LINE_CHANGED, property->line, word_of(comparison, property), value_of(comparison, before),
                value_of(comparison, property));
    }
    for (const struct syntax_property *property = old->properties; property; property = property->next)
        if (!counterpart(new, property))
            add(comparison, new, LINE_GONE, 0, word_of(comparison, property), value_of(comparison, property), "");
}

static const struct syntax_block *find_block(const struct catalogue *catalogue, const struct syntax_block *block)
{
    if (!catalogue) return NULL;
    if (block->kind != BLOCK_BODY) return catalogue_syntax_find(catalogue->syntax, block->kind, block->code);
    const struct syntax_block *body = catalogue->syntax->blocks; /* there is one body, whatever its name */
    while (body && body->kind != BLOCK_BODY) body = body->next;
    return body;
}

struct catalogue_differences catalogue_difference(struct context *context, const struct catalogue *old, const struct catalogue *new)
{
    struct comparison comparison = {.context = context, .differences.new = new};
    for (const struct syntax_block *block = new->syntax->blocks; block; block = block->next) {
        const struct syntax_block *before = find_block(old, block);
        if (before)
            compare_blocks(&comparison, before, block);
        else
            add(&comparison, block, IS_NEW, block->line, "", "", "");
    }
    for (const struct syntax_block *block = old ? old->syntax->blocks : NULL; block; block = block->next)
        if (!find_block(new, block)) add(&comparison, block, IS_GONE, 0, "", "", "");
    return comparison.differences;
}
