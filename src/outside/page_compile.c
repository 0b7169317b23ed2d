/* Reads a template and the parts in it into nodes. */
#include "outside/page_inside.h"

static const struct page_problem no_template = {"page.no_template", N_("There is no template {name}.")};
static const struct page_problem not_utf8 = {"page.not_utf8", N_("The template is not UTF-8 here.")};
static const struct page_problem too_large = {"page.too_large", N_("The template with all its parts is too large.")};
static const struct page_problem unclosed = {"page.unclosed", N_("This {{ has no }}.")};
static const struct page_problem raw_output = {"page.raw_output", N_("There is no output without escaping: write two braces.")};
static const struct page_problem unknown_tag = {"page.unknown_tag", N_("This is no template tag: {name}")};
static const struct page_problem unknown_name = {"page.unknown_name", N_("No record here has a field {name}.")};
static const struct page_problem not_shown = {"page.not_shown", N_("The field {name} cannot be written this way.")};
static const struct page_problem not_described = {"page.not_described", N_("Nothing says what stands in the list or view {name}.")};
static const struct page_problem not_in_url = {"page.not_in_url", N_("Words cannot stand in a URL.")};
static const struct page_problem empty_message = {"page.empty_message", N_("This message is empty.")};
static const struct page_problem plural_forms = {"page.plural_forms",
                                                 N_("Plural forms are written {{_n count|One letter|{count} letters}}.")};
static const struct page_problem bad_argument = {"page.bad_argument", N_("In a message, braces hold the name of a field: {name}")};
static const struct page_problem wrong_end = {"page.wrong_end", N_("This ends the section {name}, which is not the last one begun.")};
static const struct page_problem no_end = {"page.no_end", N_("The section {name} has no end in this file.")};
static const struct page_problem sections_deep = {"page.sections_deep", N_("Sections stand too deeply within each other.")};
static const struct page_problem no_part = {"page.no_part", N_("There is no part {name}.")};
static const struct page_problem part_in_itself = {"page.part_in_itself", N_("The part {name} contains itself.")};
static const struct page_problem parts_deep = {"page.parts_deep", N_("Parts stand too deeply within each other.")};

enum { ARGUMENTS = 12, LONGEST_MESSAGE = 4000 };

struct section {
    struct text name;
    size_t node;
    size_t frames;
    struct page_html *before;
    struct page_place place;
};

/* One file that is being read. */
struct source {
    struct text name, path, content;
    size_t sections; /* open when it began */
};

struct compiler {
    struct context *context;
    page_source *read;
    void *data;
    bool follows_html;
    struct page_html html;
    struct page_nodes *nodes;
    size_t capacity, source_bytes;
    const struct record *frames[PAGE_FRAMES]; /* the outer record first, the nearest last; NULL where there is none */
    size_t frame_count;
    struct section sections[PAGE_SECTIONS];
    size_t section_count;
    struct source sources[PAGE_PARTS];
    size_t source_count;
};

enum result page_fail(struct context *context, const struct page_place *place, const struct page_problem *problem, const char *name)
{
    enum result result = context_fail(context, RESULT_REFUSED, problem->code, problem->english, "name", name);
    return result < 0 ? error_at(&context->error, place->file, place->line, place->column) : result;
}

static const struct source *current(const struct compiler *compiler)
{
    return &compiler->sources[compiler->source_count - 1];
}

static struct page_place place_of(const struct compiler *compiler, const char *at)
{
    const struct source *source = current(compiler);
    struct page_place place = {source->path, 1, 1};
    for (const char *c = source->content.bytes; c < at; c++) {
        if (*c == '\n')
            place.line++, place.column = 1;
        else
            place.column += ((unsigned char)*c & 0xC0) != 0x80;
    }
    return place;
}

static enum result fail_at(struct compiler *compiler, const char *at, const struct page_problem *problem, struct text name)
{
    struct page_place place = place_of(compiler, at);
    return page_fail(compiler->context, &place, problem, text_string(compiler->context->arena, name));
}

/* The HTML's problem, if there is one. */
static enum result html_at(struct compiler *compiler, const char *at, const struct page_problem *problem)
{
    return problem ? fail_at(compiler, at, problem, text_of(compiler->html.subject)) : RESULT_OK;
}

static enum result add_node(struct compiler *compiler, const char *at, struct page_node node, size_t *index)
{
    struct page_nodes *nodes = compiler->nodes;
    if (nodes->count == PAGE_NODES) return fail_at(compiler, at, &too_large, TEXT(""));
    if (nodes->count == compiler->capacity) {
        compiler->capacity = compiler->capacity ? compiler->capacity * 2 : 64;
        struct page_node *more = ARENA_ARRAY(compiler->context->arena, compiler->capacity, struct page_node);
        if (nodes->count) memcpy(more, nodes->nodes, nodes->count * sizeof *more);
        nodes->nodes = more;
    }
    node.place = place_of(compiler, at);
    if (index) *index = nodes->count;
    nodes->nodes[nodes->count++] = node;
    return RESULT_OK;
}

static enum result add_text(struct compiler *compiler, struct text text)
{
    if (text_empty(text)) return RESULT_OK;
    struct page_node node = {.what = PAGE_NODE_TEXT, .text = text};
    if (compiler->follows_html) {
        struct buffer out = buffer_new(compiler->context->arena, text.length, text.length);
        size_t at;
        bool begins_line = text.bytes == current(compiler)->content.bytes || text.bytes[-1] == '\n';
        const struct page_problem *problem = page_html_feed(&compiler->html, text, begins_line, &out, &at);
        TRY(html_at(compiler, text.bytes + at, problem));
        node.text = buffer_text(&out);
    }
    return add_node(compiler, text.bytes, node, NULL);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_field_name(struct text name)
{
    bool good = name.length && name.bytes[0] >= 'a' && name.bytes[0] <= 'z';
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    }
    return good;
}

/* Finds the name in the nearest record that has it. */
static bool resolve(const struct compiler *compiler, struct text name, struct page_value *value)
{
    for (size_t frame = compiler->frame_count; frame-- > 0;) {
        const struct field *field = compiler->frames[frame] ? record_field(compiler->frames[frame], name) : NULL;
        if (!field) continue;
        *value =
            (struct page_value){.kind = field->kind, .frame = (unsigned)frame, .offset = (uint32_t)field->offset, .inner = field->inner};
        return true;
    }
    return false;
}

/* "name" or "day name", "instant name", "number name". NULL, or what is wrong with it. */
static const struct page_problem *read_value(const struct compiler *compiler, struct text words, struct page_value *value)
{
    static const struct {
        const char *word;
        enum page_form form;
    } forms[] = {{"day", PAGE_FORM_DAY}, {"instant", PAGE_FORM_INSTANT}, {"number", PAGE_FORM_NUMBER}};
    enum page_form form = PAGE_FORM_PLAIN;
    struct text name = words;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t length = strlen(forms[i].word);
        if (!text_starts_with(words, forms[i].word) || words.length == length || !is_space(words.bytes[length])) continue;
        form = forms[i].form;
        name = text_trim((struct text){words.bytes + length, words.length - length});
    }
    if (!is_field_name(name)) return &unknown_tag;
    if (!resolve(compiler, name, value)) return &unknown_name;
    value->form = form;
    bool number = value->kind == FIELD_INTEGER || value->kind == FIELD_INT32;
    bool fits = true;
    switch (form) {
    case PAGE_FORM_PLAIN: fits = value->kind != FIELD_LIST && value->kind != FIELD_RECORD && value->kind != FIELD_BYTES; break;
    case PAGE_FORM_DAY: fits = value->kind == FIELD_DAY; break;
    case PAGE_FORM_INSTANT: fits = value->kind == FIELD_INSTANT; break;
    case PAGE_FORM_NUMBER: fits = number || value->kind == FIELD_LIST; break;
    }
    return fits ? NULL : &not_shown;
}

/* How what stands here is escaped. */
static enum result here(struct compiler *compiler, const char *at, struct page_value *value)
{
    value->escape = PAGE_ESCAPE_PLAIN;
    value->element = false;
    if (!compiler->follows_html) return RESULT_OK;
    return html_at(compiler, at, page_html_value(&compiler->html, &value->escape, &value->element));
}

static bool is_words(const struct page_value *value)
{
    return value->form == PAGE_FORM_DAY || value->form == PAGE_FORM_INSTANT || value->form == PAGE_FORM_NUMBER;
}

static bool in_url(enum page_escape escape)
{
    return escape == PAGE_ESCAPE_URL_START || escape == PAGE_ESCAPE_URL_PART;
}

static enum result add_value(struct compiler *compiler, const char *at, struct text words)
{
    struct page_value value, place;
    const struct page_problem *problem = read_value(compiler, words, &value);
    if (problem) return fail_at(compiler, at, problem, words);
    TRY(here(compiler, at, &place));
    if (is_words(&value) && in_url(place.escape)) return fail_at(compiler, at, &not_in_url, words);
    value.escape = place.escape;
    value.element = place.element;
    return add_node(compiler, at, (struct page_node){.what = PAGE_NODE_VALUE, .value = value}, NULL);
}

/* The message's key: white space at its ends is dropped, within it shrinks to one space. */
static const char *message_key(struct compiler *compiler, struct text text)
{
    text = text_trim(text);
    struct buffer key = buffer_new(compiler->context->arena, text.length + 1, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        bool space = is_space(text.bytes[i]);
        if (!space)
            buffer_put_char(&key, text.bytes[i]);
        else if (!is_space(text.bytes[i - 1]))
            buffer_put_char(&key, ' ');
    }
    return buffer_string(&key);
}

static bool has_argument(const struct page_node *node, struct text name)
{
    for (size_t i = 0; i < node->argument_count; i++)
        if (text_equal(node->arguments[i].name, name)) return true;
    return false;
}

/* Reads the {names} of a message into the node. */
static enum result add_arguments(struct compiler *compiler, const char *at, struct page_node *node, const char *message)
{
    struct text rest = text_of(message);
    for (size_t open; (open = text_find(rest, "{")) < rest.length;) {
        rest = (struct text){rest.bytes + open + 1, rest.length - open - 1};
        size_t close = text_find(rest, "}");
        struct text name = {rest.bytes, close};
        struct page_argument argument = {.name = name};
        if (close == rest.length) return fail_at(compiler, at, &bad_argument, text_of(message));
        rest = (struct text){rest.bytes + close + 1, rest.length - close - 1};
        if (has_argument(node, name)) continue;
        const struct page_problem *problem = read_value(compiler, name, &argument.value);
        if (problem) return fail_at(compiler, at, problem == &unknown_tag ? &bad_argument : problem, name);
        if (node->argument_count == ARGUMENTS) return fail_at(compiler, at, &bad_argument, name);
        argument.value.escape = node->value.escape;
        argument.value.element = node->value.element;
        if (is_words(&argument.value) && in_url(node->value.escape)) return fail_at(compiler, at, &not_in_url, name);
        node->arguments[node->argument_count++] = argument;
    }
    return RESULT_OK;
}

static enum result new_message(struct compiler *compiler, const char *at, struct text text, struct page_node *node)
{
    if (text.length > LONGEST_MESSAGE) return fail_at(compiler, at, &too_large, TEXT(""));
    TRY(here(compiler, at, &node->value));
    node->arguments = ARENA_ARRAY(compiler->context->arena, ARGUMENTS, struct page_argument);
    /* Nothing keeps a translator from beginning the text with a scheme. */
    return node->value.escape == PAGE_ESCAPE_URL_START ? fail_at(compiler, at, &not_in_url, TEXT("")) : RESULT_OK;
}

static enum result add_message(struct compiler *compiler, const char *at, struct text text)
{
    struct page_node node = {.what = PAGE_NODE_MESSAGE};
    TRY(new_message(compiler, at, text, &node));
    node.english = message_key(compiler, text);
    if (!*node.english) return fail_at(compiler, at, &empty_message, TEXT(""));
    TRY(add_arguments(compiler, at, &node, node.english));
    return add_node(compiler, at, node, NULL);
}

static enum result add_plural(struct compiler *compiler, const char *at, struct text rest)
{
    struct page_node node = {.what = PAGE_NODE_PLURAL};
    struct text name, one, many, more;
    if (!text_split(&rest, '|', &name) || !text_split(&rest, '|', &one) || !text_split(&rest, '|', &many) || text_split(&rest, '|', &more))
        return fail_at(compiler, at, &plural_forms, TEXT(""));
    name = text_trim(name);
    TRY(new_message(compiler, at, one, &node));
    if (in_url(node.value.escape)) return fail_at(compiler, at, &not_in_url, name);
    struct page_value count;
    if (!is_field_name(name) || !resolve(compiler, name, &count)) return fail_at(compiler, at, &unknown_name, name);
    if (count.kind != FIELD_INTEGER && count.kind != FIELD_INT32 && count.kind != FIELD_LIST)
        return fail_at(compiler, at, &not_shown, name);
    /* the count itself comes with grouping, also where it is a list's */
    count.form = PAGE_FORM_NUMBER;
    count.escape = node.value.escape;
    node.arguments[node.argument_count++] = (struct page_argument){.name = name, .value = count};
    node.english = message_key(compiler, one);
    node.many = message_key(compiler, many);
    if (!*node.english || !*node.many) return fail_at(compiler, at, &empty_message, TEXT(""));
    TRY(add_arguments(compiler, at, &node, node.english));
    TRY(add_arguments(compiler, at, &node, node.many));
    node.value = count;
    return add_node(compiler, at, node, NULL);
}

static enum result begin_section(struct compiler *compiler, const char *at, char sign, struct text name)
{
    struct page_node node = {.what = PAGE_NODE_SECTION};
    struct page_value *value = &node.value;
    if (!is_field_name(name)) return fail_at(compiler, at, &unknown_tag, name);
    if (!resolve(compiler, name, value)) return fail_at(compiler, at, &unknown_name, name);
    bool enters = sign == '#' && (value->kind == FIELD_LIST || value->kind == FIELD_RECORD);
    if (enters && !value->inner) return fail_at(compiler, at, &not_described, name);
    if (compiler->section_count == PAGE_SECTIONS || (enters && compiler->frame_count == PAGE_FRAMES))
        return fail_at(compiler, at, &sections_deep, TEXT(""));

    struct section *section = &compiler->sections[compiler->section_count];
    *section = (struct section){.name = name, .frames = compiler->frame_count, .place = place_of(compiler, at)};
    if (compiler->follows_html) {
        TRY(html_at(compiler, at, page_html_boundary(&compiler->html)));
        section->before = ARENA_NEW(compiler->context->arena, struct page_html);
        *section->before = compiler->html;
        TRY(html_at(compiler, at, page_html_enter(&compiler->html, enters && value->kind == FIELD_LIST)));
    }
    node.section = enters ? PAGE_SECTION_ENTER : sign == '^' ? PAGE_SECTION_UNLESS : PAGE_SECTION_IF;
    node.frame = (unsigned)compiler->frame_count;
    if (enters) compiler->frames[compiler->frame_count++] = value->inner;
    compiler->section_count++;
    return add_node(compiler, at, node, &section->node);
}

static enum result end_section(struct compiler *compiler, const char *at, struct text name)
{
    bool any = compiler->section_count > current(compiler)->sections;
    struct section *section = any ? &compiler->sections[compiler->section_count - 1] : NULL;
    if (!any || !text_equal(section->name, name)) return fail_at(compiler, at, &wrong_end, name);
    if (compiler->follows_html) TRY(html_at(compiler, at, page_html_leave(&compiler->html, section->before)));
    compiler->section_count--;
    compiler->frame_count = section->frames;
    size_t end;
    TRY(add_node(compiler, at, (struct page_node){.what = PAGE_NODE_END, .peer = section->node}, &end));
    compiler->nodes->nodes[section->node].peer = end;
    return RESULT_OK;
}

static enum result read_source(struct compiler *compiler);

/* Reads the template of that name in place. `at`: the tag that asks for it, NULL for the page itself. */
static enum result enter_source(struct compiler *compiler, const char *at, struct text name)
{
    struct page_place nowhere = {0};
    bool good_name = name.length > 0;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        good_name = good_name && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }
    for (size_t i = 0; i < compiler->source_count; i++)
        if (text_equal(compiler->sources[i].name, name)) return fail_at(compiler, at, &part_in_itself, name);
    if (compiler->source_count == PAGE_PARTS) return fail_at(compiler, at, &parts_deep, TEXT(""));
    struct source source = {.name = name, .sections = compiler->section_count};
    enum result found = good_name ? compiler->read(compiler->data, compiler->context, name, &source.path, &source.content) : RESULT_NONE;
    if (found < 0) return found;
    if (found == RESULT_NONE && at) return fail_at(compiler, at, &no_part, name);
    if (found == RESULT_NONE) return page_fail(compiler->context, &nowhere, &no_template, text_string(compiler->context->arena, name));
    compiler->source_bytes += source.content.length;
    compiler->sources[compiler->source_count++] = source;
    size_t wrong;
    if (!text_is_utf8(source.content, &wrong)) return fail_at(compiler, source.content.bytes + wrong, &not_utf8, TEXT(""));
    if (source.content.length > PAGE_FILE_BYTES || compiler->source_bytes > PAGE_SOURCE_BYTES)
        return fail_at(compiler, source.content.bytes, &too_large, TEXT(""));
    TRY(read_source(compiler));
    compiler->source_count--;
    return RESULT_OK;
}

static enum result add_part(struct compiler *compiler, const char *at, struct text name)
{
    if (compiler->follows_html) TRY(html_at(compiler, at, page_html_boundary(&compiler->html)));
    TRY(enter_source(compiler, at, name));
    return compiler->follows_html ? html_at(compiler, at, page_html_boundary(&compiler->html)) : RESULT_OK;
}

/* What stands between {{ and }}. */
static enum result read_tag(struct compiler *compiler, const char *at, struct text tag)
{
    char sign = tag.length ? tag.bytes[0] : '\0';
    struct text rest = tag.length ? (struct text){tag.bytes + 1, tag.length - 1} : tag;
    switch (sign) {
    case '!': return RESULT_OK;
    case '{': return fail_at(compiler, at, &raw_output, TEXT(""));
    case '#':
    case '^':
    case '?': return begin_section(compiler, at, sign, text_trim(rest));
    case '/': return end_section(compiler, at, text_trim(rest));
    case '>': return add_part(compiler, at, text_trim(rest));
    case '_':
        if (rest.length && is_space(rest.bytes[0])) return add_message(compiler, at, rest);
        if (rest.length > 1 && rest.bytes[0] == 'n' && is_space(rest.bytes[1]))
            return add_plural(compiler, at, (struct text){rest.bytes + 1, rest.length - 1});
        return fail_at(compiler, at, &unknown_tag, tag);
    default: return add_value(compiler, at, text_trim(tag));
    }
}

/* The length of the tag that begins with {{, with its braces; braces within it come in pairs, but in comments. 0 where it has no end. */
static size_t tag_length(struct text text)
{
    bool comment = text.length > 2 && text.bytes[2] == '!';
    size_t depth = 0;
    for (size_t i = 2; i + 1 < text.length; i++) {
        if (text.bytes[i] == '}' && text.bytes[i + 1] == '}' && (comment || depth == 0)) return i + 2;
        if (text.bytes[i] == '{') depth++;
        if (text.bytes[i] == '}' && depth) depth--;
    }
    return 0;
}

/* A line that holds nothing but this tag vanishes whole: moves `start` back to the line's beginning and `end` behind its end. */
static void take_whole_line(struct text content, size_t *start, size_t *end)
{
    size_t first = *start, last = *end;
    if (!strchr("#^?/>!", content.bytes[*start + 2])) return;
    while (first && (content.bytes[first - 1] == ' ' || content.bytes[first - 1] == '\t')) first--;
    while (last < content.length && (content.bytes[last] == ' ' || content.bytes[last] == '\t' || content.bytes[last] == '\r')) last++;
    bool begins = first == 0 || content.bytes[first - 1] == '\n', ends = last == content.length || content.bytes[last] == '\n';
    if (!begins || !ends) return;
    *start = first;
    *end = last < content.length ? last + 1 : last;
}

static enum result read_source(struct compiler *compiler)
{
    struct text content = current(compiler)->content;
    for (size_t at = 0; at < content.length;) {
        size_t tag = at + text_find((struct text){content.bytes + at, content.length - at}, "{{"), start = tag;
        if (tag == content.length) {
            TRY(add_text(compiler, (struct text){content.bytes + at, content.length - at}));
            break;
        }
        size_t length = tag_length((struct text){content.bytes + tag, content.length - tag}), end = tag + length;
        if (!length) return fail_at(compiler, content.bytes + tag, &unclosed, TEXT(""));
        take_whole_line(content, &start, &end);
        if (start > at) TRY(add_text(compiler, (struct text){content.bytes + at, start - at}));
        TRY(read_tag(compiler, content.bytes + tag, (struct text){content.bytes + tag + 2, length - 4}));
        at = end;
    }
    if (compiler->section_count == current(compiler)->sections) return RESULT_OK;
    const struct section *section = &compiler->sections[compiler->section_count - 1];
    return page_fail(compiler->context, &section->place, &no_end, text_string(compiler->context->arena, section->name));
}

enum result page_compile(struct context *context, page_source *source, void *data, struct text name, bool html, const struct record *outer,
                         const struct record *record, struct page_nodes *nodes)
{
    *nodes = (struct page_nodes){.html = html};
    struct compiler *compiler = ARENA_NEW(context->arena, struct compiler);
    *compiler = (struct compiler){.context = context,
                                  .read = source,
                                  .data = data,
                                  .follows_html = html,
                                  .nodes = nodes,
                                  .frames = {outer, record},
                                  .frame_count = 2};
    TRY(enter_source(compiler, NULL, name));
    const struct page_problem *problem = html ? page_html_end(&compiler->html) : NULL;
    if (!problem) return RESULT_OK;
    compiler->source_count = 1; /* its text is still there: the place is its end */
    struct text content = current(compiler)->content;
    return html_at(compiler, content.bytes + content.length, problem);
}
