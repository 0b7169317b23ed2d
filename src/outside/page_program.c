#include "outside/page_inside.h"

enum { CONSTANT_BYTES = 4 << 20 };

static const struct page_problem unknown_in_translation = {
    "page.unknown_in_translation", N_("The translation of this text has {name}, which the English text does not have.")};

/* A growing array of anything in the arena. */
struct array {
    void *items;
    size_t count, capacity;
};

struct maker {
    struct context *context;
    const struct page_nodes *nodes;
    const struct language *language;
    struct buffer constants;
    size_t pending; /* from here on constant text has no step yet */
    bool full_width;
    struct array ops, values, plurals, inners;
};

static void *array_add(struct maker *maker, struct array *array, size_t size)
{
    if (array->count == array->capacity) {
        array->capacity = array->capacity ? array->capacity * 2 : 32;
        void *items = arena_array(maker->context->arena, array->capacity, size);
        if (array->count) memcpy(items, array->items, array->count * size);
        array->items = items;
    }
    return (char *)array->items + array->count++ * size;
}

/* Adds a step that takes along the constant text that is waiting; returns its index. */
static size_t add_op(struct maker *maker, struct page_op op)
{
    op.before = (uint32_t)maker->pending;
    op.before_length = (uint32_t)(maker->constants.length - maker->pending);
    maker->pending = maker->constants.length;
    *(struct page_op *)array_add(maker, &maker->ops, sizeof op) = op;
    return maker->ops.count - 1;
}

static struct page_op *op_at(struct maker *maker, size_t index)
{
    return &((struct page_op *)maker->ops.items)[index];
}

/* The index of the next step, for jumps to it: what is waiting must not be written by those that jump. */
static uint32_t label(struct maker *maker)
{
    if (maker->constants.length != maker->pending) add_op(maker, (struct page_op){.what = PAGE_OP_ON});
    return (uint32_t)maker->ops.count;
}

static void put_value(struct maker *maker, const struct page_value *value)
{
    struct page_op op = {.what = PAGE_OP_VALUE, .kind = (uint8_t)value->kind, .frame = (uint8_t)value->frame, .offset = value->offset};
    if (value->form == PAGE_FORM_PLAIN && value->escape == PAGE_ESCAPE_HTML && value->kind == FIELD_TEXT) op.what = PAGE_OP_TEXT;
    if (value->form == PAGE_FORM_PLAIN && value->escape == PAGE_ESCAPE_HTML && value->kind == FIELD_STRING) op.what = PAGE_OP_STRING;
    if (op.what == PAGE_OP_VALUE) {
        op.argument = (uint32_t)maker->values.count;
        *(struct page_value *)array_add(maker, &maker->values, sizeof *value) = *value;
    }
    add_op(maker, op);
}

/* A message with its {names}. */
static enum result put_message(struct maker *maker, const struct page_node *node, const char *message)
{
    for (struct text rest = text_of(message); rest.length;) {
        size_t open = text_find(rest, "{");
        page_escape(&maker->constants, (struct text){rest.bytes, open}, node->value.escape);
        if (open == rest.length) break;
        rest = (struct text){rest.bytes + open + 1, rest.length - open - 1};
        size_t close = text_find(rest, "}");
        struct text name = {rest.bytes, close};
        const struct page_argument *found = NULL;
        for (size_t i = 0; i < node->argument_count; i++)
            if (text_equal(node->arguments[i].name, name)) found = &node->arguments[i];
        if (!found) {
            struct text shown = text_printf(maker->context->arena, "{%.*s} (%s)", TEXT_ARG(name), maker->language->tag);
            return page_fail(maker->context, &node->place, &unknown_in_translation, shown.bytes);
        }
        put_value(maker, &found->value);
        rest = (struct text){rest.bytes + close + 1, rest.length - close - 1};
    }
    return RESULT_OK;
}

bool page_ends_full_width(struct text text)
{
    static const char *const marks[] = {"：", "。", "，", "；", "！", "？", "、"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_ends_with(text, marks[i])) return true;
    return false;
}

/* Whether the page's messages have such marks in this language. */
static bool has_full_width(const struct page_nodes *nodes, const struct language *language)
{
    for (size_t i = 0; i < nodes->count; i++) {
        const struct page_node *node = &nodes->nodes[i];
        bool message = node->what == PAGE_NODE_MESSAGE || node->what == PAGE_NODE_PLURAL;
        const struct language_entry *entry = message ? language_find(language, node->english) : NULL;
        if (entry && page_ends_full_width(text_of(entry->forms))) return true;
    }
    return false;
}

static bool begins_with_blank(const struct maker *maker, struct text text)
{
    return text_starts_with(text, " ") || (maker->nodes->html && text_starts_with(text, "\n"));
}

/* Templates are written for languages with a blank between sentences and behind a colon. A part may end with a blank of its own. */
static void put_text(struct maker *maker, const struct page_node *node)
{
    struct text text = node->text;
    bool first = node == maker->nodes->nodes;
    bool behind_text = !first && node[-1].what == PAGE_NODE_TEXT && !(node[-1].text.length == 1 && begins_with_blank(maker, node[-1].text));
    if (maker->full_width && !first && !behind_text && begins_with_blank(maker, text)) {
        add_op(maker, (struct page_op){.what = PAGE_OP_BLANK});
        text = (struct text){text.bytes + 1, text.length - 1};
    }
    buffer_put(&maker->constants, text);
}

static enum result put_plural(struct maker *maker, const struct page_node *node)
{
    static const struct language_rule english = LANGUAGE_RULE_ENGLISH;
    const struct language_entry *entry = language_find(maker->language, node->english);
    const struct language_rule *rule = entry ? &maker->language->rule : &english;
    size_t plural_index = maker->plurals.count, ends[RULE_FORMS];
    struct page_plural *plural = array_add(maker, &maker->plurals, sizeof *plural);
    *plural = (struct page_plural){.rule = rule, .count = node->value};
    add_op(maker, (struct page_op){.what = PAGE_OP_PLURAL, .argument = (uint32_t)plural_index});
    for (unsigned form = 0; form < rule->forms; form++) {
        uint32_t here = label(maker);
        ((struct page_plural *)maker->plurals.items)[plural_index].jumps[form] = here;
        TRY(put_message(maker, node, entry ? language_catalogue_form(entry, form) : form ? node->many : node->english));
        ends[form] = add_op(maker, (struct page_op){.what = PAGE_OP_JUMP});
    }
    for (unsigned form = 0; form < rule->forms; form++) op_at(maker, ends[form])->jump = (uint32_t)maker->ops.count;
    return RESULT_OK;
}

static void begin_section(struct maker *maker, const struct page_node *node, size_t *op)
{
    static const uint8_t whats[] = {[PAGE_SECTION_IF] = PAGE_OP_UNLESS, [PAGE_SECTION_UNLESS] = PAGE_OP_IF};
    struct page_op step = {
        .kind = (uint8_t)node->value.kind, .frame = (uint8_t)node->value.frame, .offset = node->value.offset, .to = (uint8_t)node->frame};
    step.what = node->section != PAGE_SECTION_ENTER ? whats[node->section] : node->value.kind == FIELD_LIST ? PAGE_OP_LIST : PAGE_OP_VIEW;
    if (node->section == PAGE_SECTION_ENTER) {
        step.argument = (uint32_t)maker->inners.count;
        *(const struct record **)array_add(maker, &maker->inners, sizeof(struct record *)) = node->value.inner;
    }
    *op = add_op(maker, step);
}

static void end_section(struct maker *maker, const struct page_node *begin, size_t op)
{
    if (op_at(maker, op)->what == PAGE_OP_LIST) {
        struct page_op next = *op_at(maker, op);
        next.what = PAGE_OP_NEXT;
        next.jump = (uint32_t)op + 1;
        add_op(maker, next);
    }
    uint32_t here = label(maker);
    op_at(maker, op)->jump = here;
}

enum result page_program_make(struct context *context, const struct page_nodes *nodes, const struct language *language,
                              struct page_program *program)
{
    struct maker maker = {
        .context = context, .nodes = nodes, .language = language, .constants = buffer_new(context->arena, 4096, CONSTANT_BYTES),
        .full_width = has_full_width(nodes, language)};
    size_t *ops = ARENA_ARRAY(context->arena, nodes->count + 1, size_t);
    for (size_t i = 0; i < nodes->count; i++) {
        const struct page_node *node = &nodes->nodes[i];
        const struct language_entry *entry;
        switch (node->what) {
        case PAGE_NODE_TEXT: put_text(&maker, node); break;
        case PAGE_NODE_VALUE: put_value(&maker, &node->value); break;
        case PAGE_NODE_MESSAGE:
            entry = language_find(language, node->english);
            TRY(put_message(&maker, node, entry ? entry->forms : node->english));
            break;
        case PAGE_NODE_PLURAL: TRY(put_plural(&maker, node)); break;
        case PAGE_NODE_SECTION: begin_section(&maker, node, &ops[i]); break;
        case PAGE_NODE_END: end_section(&maker, &nodes->nodes[node->peer], ops[node->peer]); break;
        }
    }
    add_op(&maker, (struct page_op){.what = PAGE_OP_END});
    static const struct page_problem too_large = {"page.too_large", N_("The template with all its parts is too large.")};
    if (maker.constants.full) return page_fail(context, &nodes->nodes[0].place, &too_large, "");
    *program = (struct page_program){maker.ops.items,    maker.constants.bytes, maker.values.items,    maker.plurals.items,
                                     maker.inners.items, maker.ops.count,       maker.constants.length};
    return RESULT_OK;
}
