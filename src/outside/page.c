#include "outside/page.h"

#include "base/file.h"
#include "base/log.h"
#include "outside/page_inside.h"

struct page {
    const char *name;
    const struct record *record, *outer;
    const struct languages *languages;
    const struct page_program *programs; /* one a language */
    const void *no_item, *no_outer;      /* stand in where a caller gives none */
    struct page_value zone_offset, zone_name;
    bool has_zone_offset, has_zone_name;
};

struct pages {
    struct page *pages;
    size_t count;
};

struct folder {
    struct text path;
    const char *kind;
};

static enum result read_template(void *data, struct context *context, struct text name, struct text *path, struct text *content)
{
    const struct folder *folder = data;
    *path = text_printf(context->arena, "%.*s/%.*s%s", TEXT_ARG(folder->path), TEXT_ARG(name), folder->kind);
    return file_read(context, *path, PAGE_FILE_BYTES, content);
}

/* A struct of that record with nothing in it. */
static const void *empty_item(struct context *context, const struct record *record)
{
    if (!record) return "";
    char *item = arena_take(context->arena, record->size);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->kind == FIELD_DAY) *(struct day *)(item + field->offset) = NO_DAY;
        if (field->kind == FIELD_INSTANT) *(struct instant *)(item + field->offset) = NO_INSTANT;
    }
    return item;
}

static bool outer_field(const struct record *outer, const char *name, struct page_value *value)
{
    const struct field *field = outer ? record_field(outer, text_of(name)) : NULL;
    if (field) *value = (struct page_value){.kind = field->kind, .offset = (uint32_t)field->offset};
    return field != NULL;
}

enum { NODES_LIMIT = 64 << 20 };

/* A program a language. The nodes lie in `beside`: no program holds on to them. */
static enum result make_programs(struct context *context, struct arena *beside, page_source *source, void *data, bool html, const struct page *page, struct page_program *programs)
{
    struct page_nodes nodes;
    struct arena *own = context->arena;
    context->arena = beside;
    enum result result = page_compile(context, source, data, text_of(page->name), html, page->outer, page->record, &nodes);
    context->arena = own;
    for (size_t l = 0; result >= 0 && l < languages_count(page->languages); l++) result = page_program_make(context, &nodes, &page->languages->language[l], &programs[l]);
    return result;
}

enum result pages_make(struct context *context, const struct languages *languages, page_source *source, void *data, bool html,
                       const struct record *outer, const struct page_binding *bindings, size_t count, struct pages **pages)
{
    *pages = ARENA_NEW(context->arena, struct pages);
    (*pages)->pages = ARENA_ARRAY(context->arena, count + 1, struct page);
    (*pages)->count = count;
    const void *no_outer = empty_item(context, outer);
    WITH_ARENA(beside, NODES_LIMIT);
    for (size_t i = 0; i < count; i++) {
        struct page *page = &(*pages)->pages[i];
        struct page_program *programs = ARENA_ARRAY(context->arena, languages_count(languages), struct page_program);
        *page = (struct page){.name = bindings[i].name,
                              .record = bindings[i].record,
                              .outer = outer,
                              .languages = languages,
                              .programs = programs,
                              .no_item = empty_item(context, bindings[i].record),
                              .no_outer = no_outer};
        page->has_zone_offset = outer_field(outer, "zone_offset_minutes", &page->zone_offset) && page->zone_offset.kind == FIELD_INT32;
        page->has_zone_name = outer_field(outer, "zone_name", &page->zone_name) &&
                              (page->zone_name.kind == FIELD_TEXT || page->zone_name.kind == FIELD_STRING);
        struct arena_mark mark = arena_mark(beside);
        if (make_programs(context, beside, source, data, html, page, programs) < 0) {
            error_clear(&context->error);
            return make_programs(context, context->arena, source, data, html, page, programs); /* once more: what it says outlives the nodes */
        }
        arena_rewind(beside, mark);
    }
    return RESULT_OK;
}

enum result pages_load(struct context *context, const struct languages *languages, struct text folder, const char *kind,
                       const struct record *outer, const struct page_binding *bindings, size_t count, struct pages **pages)
{
    struct folder source = {text_copy(context->arena, folder), kind};
    return pages_make(context, languages, read_template, &source, strcmp(kind, ".html") == 0, outer, bindings, count, pages);
}

const struct page *pages_find(const struct pages *pages, const char *name)
{
    for (size_t i = 0; i < pages->count; i++)
        if (strcmp(pages->pages[i].name, name) == 0) return &pages->pages[i];
    return NULL;
}

/* What one rendering needs to write its values. */
struct run {
    const struct page *page;
    const struct language *language;
    const struct page_program *program;
    const char *frames[PAGE_FRAMES];
    struct buffer *out;
};

static int64_t integer_of(enum field_kind kind, const void *at)
{
    return kind == FIELD_LIST    ? (int64_t)((const struct list *)at)->count
           : kind == FIELD_INT32 ? *(const int32_t *)at
                                 : *(const int64_t *)at;
}

static struct text text_at(enum field_kind kind, const void *at)
{
    return kind == FIELD_TEXT ? *(const struct text *)at : text_of(*(const char *const *)at);
}

static bool is_true(enum field_kind kind, const void *at)
{
    switch (kind) {
    case FIELD_INTEGER: return *(const int64_t *)at != 0;
    case FIELD_INT32: return *(const int32_t *)at != 0;
    case FIELD_BOOLEAN: return *(const bool *)at;
    case FIELD_TEXT: return ((const struct text *)at)->length != 0;
    case FIELD_STRING: return *(const char *const *)at && **(const char *const *)at;
    case FIELD_BYTES: return ((const struct bytes *)at)->length != 0;
    case FIELD_DAY: return day_is(*(const struct day *)at);
    case FIELD_INSTANT: return instant_is(*(const struct instant *)at);
    case FIELD_LIST: return ((const struct list *)at)->count != 0;
    case FIELD_RECORD: return ((const struct view *)at)->item != NULL;
    }
    return false;
}

static char *write_digits(char *at, int value, int width)
{
    if (value < 0) value = 0; /* before our era: no such date comes out of a store */
    for (int i = width; i-- > 0; value /= 10) at[i] = (char)('0' + value % 10);
    return at + width;
}

enum { ISO_BYTES = 32 };

/* A day or instant in ISO 8601; returns its end. */
static char *write_iso_day(char *at, struct date date)
{
    at = write_digits(at, date.year, 4);
    *at++ = '-';
    at = write_digits(at, date.month, 2);
    *at++ = '-';
    return write_digits(at, date.day, 2);
}

static char *write_iso_instant(char *at, struct instant instant)
{
    struct day day = instant_day_utc(instant);
    int second = (int)((instant.microseconds - instant_of_day_utc(day).microseconds) / MICROSECONDS);
    at = write_iso_day(at, day_to_date(day));
    *at++ = 'T';
    at = write_digits(at, second / 3600, 2);
    *at++ = ':';
    at = write_digits(at, second / 60 % 60, 2);
    *at++ = ':';
    at = write_digits(at, second % 60, 2);
    *at++ = 'Z';
    return at;
}

/* An instant's words in the zone of the outer record. */
static struct language_zone_place put_instant_words(const struct run *run, struct buffer *out, struct instant instant)
{
    const struct page *page = run->page;
    int offset = page->has_zone_offset ? *(const int32_t *)(run->frames[0] + page->zone_offset.offset) : 0;
    struct text zone = page->has_zone_name ? text_at(page->zone_name.kind, run->frames[0] + page->zone_name.offset) : TEXT("");
    return language_words_put_instant(run->language->words, out, instant, offset, zone);
}

/* The words between <time datetime> and its end, or alone where no element may stand. */
static void put_time(struct run *run, const struct page_value *value, const char *iso, const char *iso_end, struct text words, struct language_zone_place zone)
{
    if (value->element) {
        char tag[64];
        memcpy(tag, "<time datetime=\"", 16);
        memcpy(tag + 16, iso, (size_t)(iso_end - iso));
        memcpy(tag + 16 + (iso_end - iso), "\">", 2);
        buffer_put_bytes(run->out, tag, 18 + (size_t)(iso_end - iso));
    }
    if (!value->element || !zone.end) page_escape(run->out, words, value->escape);
    else {
        page_escape(run->out, (struct text){words.bytes, zone.begin}, value->escape);
        buffer_put(run->out, TEXT("<span class=\"zone\">"));
        page_escape(run->out, (struct text){words.bytes + zone.begin, zone.end - zone.begin}, value->escape);
        buffer_put(run->out, TEXT("</span>"));
        page_escape(run->out, (struct text){words.bytes + zone.end, words.length - zone.end}, value->escape);
    }
    if (value->element) buffer_put(run->out, TEXT("</time>"));
}

static void put_day(struct run *run, const struct page_value *value, struct day day, struct buffer *words)
{
    char iso[ISO_BYTES];
    if (!day_is(day)) return;
    struct date date = day_to_date(day);
    char *end = write_iso_day(iso, date);
    if (value->form == PAGE_FORM_PLAIN) {
        buffer_put_bytes(run->out, iso, (size_t)(end - iso));
        return;
    }
    language_words_put_date(run->language->words, words, date);
    put_time(run, value, iso, end, buffer_text(words), (struct language_zone_place){0, 0});
}

static void put_instant(struct run *run, const struct page_value *value, struct instant instant, struct buffer *words)
{
    char iso[ISO_BYTES];
    if (!instant_is(instant)) return;
    char *end = write_iso_instant(iso, instant);
    if (value->form == PAGE_FORM_PLAIN) {
        page_escape(run->out, (struct text){iso, (size_t)(end - iso)},
                    value->escape == PAGE_ESCAPE_URL_START ? PAGE_ESCAPE_URL_PART : value->escape);
        return;
    }
    struct language_zone_place zone = put_instant_words(run, words, instant);
    put_time(run, value, iso, end, buffer_text(words), zone);
}

static void put_value(struct run *run, const struct page_value *value)
{
    char words_bytes[256];
    struct buffer words = {.bytes = words_bytes, .capacity = sizeof words_bytes, .maximum = sizeof words_bytes};
    const void *at = run->frames[value->frame] + value->offset;
    switch (value->kind) {
    case FIELD_TEXT:
    case FIELD_STRING: page_escape(run->out, text_at(value->kind, at), value->escape); break;
    case FIELD_DAY: put_day(run, value, *(const struct day *)at, &words); break;
    case FIELD_INSTANT: put_instant(run, value, *(const struct instant *)at, &words); break;
    case FIELD_BOOLEAN: buffer_put(run->out, *(const bool *)at ? TEXT("true") : TEXT("false")); break;
    default:
        if (value->form == PAGE_FORM_NUMBER) {
            language_words_put_number(run->language->words, &words, integer_of(value->kind, at));
            page_escape(run->out, buffer_text(&words), value->escape);
        } else {
            buffer_put_integer(run->out, integer_of(value->kind, at));
        }
    }
}

/* A list or view whose record is another than the template was checked against is a mistake of ours; it shows nothing. */
static bool is_checked(const struct run *run, const struct page_op *op, const struct record *record)
{
    if (!record || record == run->program->inners[op->argument]) return true;
    log_line(LOG_ERROR, "page.record page=%s expected=%s got=%s", run->page->name, run->program->inners[op->argument]->name, record->name);
    return false;
}

void page_render(const struct page *page, const char *language, struct view outer, const void *item, struct buffer *out)
{
    struct run run = {.page = page, .language = languages_get(page->languages, language), .out = out};
    run.program = &page->programs[run.language - page->languages->language];
    run.frames[0] = page->outer && outer.item && (!outer.record || outer.record == page->outer) ? outer.item : page->no_outer;
    run.frames[1] = item ? item : page->no_item;
    const char *constants = run.program->constants;
    size_t left[PAGE_FRAMES] = {0};
    for (const struct page_op *ops = run.program->ops, *op = ops;; op++) {
        if (op->before_length) buffer_put_bytes(out, constants + op->before, op->before_length);
        const void *at = run.frames[op->frame] + op->offset;
        switch ((enum page_what)op->what) {
        case PAGE_OP_END: return;
        case PAGE_OP_ON: break;
        case PAGE_OP_BLANK:
            if (!page_ends_full_width(buffer_text(out))) buffer_put_char(out, ' ');
            break;
        case PAGE_OP_TEXT: page_escape_html(out, *(const struct text *)at); break;
        case PAGE_OP_STRING: page_escape_html(out, text_of(*(const char *const *)at)); break;
        case PAGE_OP_VALUE: put_value(&run, &run.program->values[op->argument]); break;
        case PAGE_OP_JUMP: op = ops + op->jump - 1; break;
        case PAGE_OP_UNLESS:
            if (!is_true(op->kind, at)) op = ops + op->jump - 1;
            break;
        case PAGE_OP_IF:
            if (is_true(op->kind, at)) op = ops + op->jump - 1;
            break;
        case PAGE_OP_LIST: {
            const struct list *list = at;
            left[op->to] = is_checked(&run, op, list->record) ? list->count : 0;
            run.frames[op->to] = list->items;
            if (!left[op->to]) op = ops + op->jump - 1;
            break;
        }
        case PAGE_OP_NEXT:
            if (out->full || --left[op->to] == 0) break;
            run.frames[op->to] += run.program->inners[op->argument]->size;
            op = ops + op->jump - 1;
            break;
        case PAGE_OP_VIEW: {
            const struct view *view = at;
            run.frames[op->to] = view->item;
            if (!view->item || !is_checked(&run, op, view->record)) op = ops + op->jump - 1;
            break;
        }
        case PAGE_OP_PLURAL: {
            const struct page_plural *plural = &run.program->plurals[op->argument];
            int64_t count = integer_of(plural->count.kind, run.frames[plural->count.frame] + plural->count.offset);
            op = ops + plural->jumps[language_rule_choose(plural->rule, count)] - 1;
            break;
        }
        }
    }
}
