#include "outside/json.h"

#include <jansson.h>
#include <stdlib.h>

enum { JSON_LONGEST = 6 /* bytes that one byte of a text may become: \u001f */ };

static const char hexadecimal[] = "0123456789abcdef";

/* A control character, quote or backslash. */
static void put_escaped(struct buffer *out, unsigned char c)
{
    char form[6] = {'\\', 'u', '0', '0', hexadecimal[c >> 4], hexadecimal[c & 15]};
    size_t length = 2;
    switch (c) {
    case '"':
    case '\\': form[1] = (char)c; break;
    case '\n': form[1] = 'n'; break;
    case '\r': form[1] = 'r'; break;
    case '\t': form[1] = 't'; break;
    default: length = 6;
    }
    buffer_put_bytes(out, form, length);
}

void json_put_text(struct buffer *out, struct text text)
{
    const char *run = text.bytes;
    buffer_put_char(out, '"');
    while (text.length) {
        unsigned char c = (unsigned char)*text.bytes;
        const char *at = text.bytes;
        if (c >= 0x80) {
            uint32_t code_point;
            text_next_code_point(&text, &code_point);
            if (text.bytes - at > 1) continue;
        } else {
            text.bytes++, text.length--;
            if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F) continue;
        }
        buffer_put_bytes(out, run, (size_t)(at - run));
        if (c >= 0x80)
            buffer_put(out, TEXT("\xEF\xBF\xBD"));
        else
            put_escaped(out, c);
        run = text.bytes;
    }
    buffer_put_bytes(out, run, (size_t)(text.bytes - run));
    buffer_put_char(out, '"');
}

struct text json_texts(struct arena *arena, const struct json_text *members, size_t count)
{
    size_t most = strlen("{}") + 1;
    for (size_t i = 0; i < count; i++) most += strlen(members[i].name) + JSON_LONGEST * members[i].value.length + strlen("\"\":\"\",");
    struct buffer out = buffer_new(arena, 256, most);
    buffer_put_char(&out, '{');
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&out, "%s\"%s\":", i ? "," : "", members[i].name);
        json_put_text(&out, members[i].value);
    }
    buffer_put_char(&out, '}');
    return buffer_text(&out);
}

static void put_hexadecimal(struct buffer *out, struct bytes bytes)
{
    buffer_put_char(out, '"');
    for (size_t i = 0; i < bytes.length; i++) {
        buffer_put_char(out, hexadecimal[bytes.data[i] >> 4]);
        buffer_put_char(out, hexadecimal[bytes.data[i] & 15]);
    }
    buffer_put_char(out, '"');
}

static void put_null(struct buffer *out)
{
    buffer_put(out, TEXT("null"));
}

static void put_date(struct buffer *out, struct date date)
{
    buffer_printf(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void put_instant(struct buffer *out, struct instant instant)
{
    struct day day = instant_day_utc(instant);
    int second = (int)((instant.microseconds - instant_of_day_utc(day).microseconds) / MICROSECONDS);
    buffer_put_char(out, '"');
    put_date(out, day_to_date(day));
    buffer_printf(out, "T%02d:%02d:%02dZ\"", second / 3600, second / 60 % 60, second % 60);
}

static void put_field(struct buffer *out, const struct field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_INTEGER: buffer_put_integer(out, *(const int64_t *)at); break;
    case FIELD_INT32: buffer_put_integer(out, *(const int32_t *)at); break;
    case FIELD_BOOLEAN: buffer_put(out, *(const bool *)at ? TEXT("true") : TEXT("false")); break;
    case FIELD_TEXT: json_put_text(out, *(const struct text *)at); break;
    case FIELD_STRING:
        if (*(const char *const *)at)
            json_put_text(out, text_of(*(const char *const *)at));
        else
            put_null(out);
        break;
    case FIELD_BYTES: put_hexadecimal(out, *(const struct bytes *)at); break;
    case FIELD_DAY:
        if (!day_is(*(const struct day *)at)) {
            put_null(out);
            break;
        }
        buffer_put_char(out, '"');
        put_date(out, day_to_date(*(const struct day *)at));
        buffer_put_char(out, '"');
        break;
    case FIELD_INSTANT:
        if (instant_is(*(const struct instant *)at))
            put_instant(out, *(const struct instant *)at);
        else
            put_null(out);
        break;
    case FIELD_LIST: {
        struct list list = *(const struct list *)at;
        if (!list.record) list.record = field->inner;
        json_put_list(out, &list);
        break;
    }
    case FIELD_RECORD: {
        const struct view *view = at;
        json_put_record(out, view->record ? view->record : field->inner, view->item);
        break;
    }
    }
}

void json_put_record(struct buffer *out, const struct record *record, const void *item)
{
    if (!record || !item) {
        put_null(out);
        return;
    }
    buffer_put_char(out, '{');
    for (size_t i = 0; i < record->field_count && !out->full; i++) {
        if (i) buffer_put_char(out, ',');
        json_put_text(out, text_of(record->fields[i].name));
        buffer_put_char(out, ':');
        put_field(out, &record->fields[i], record_at(&record->fields[i], item));
    }
    buffer_put_char(out, '}');
}

void json_put_list(struct buffer *out, const struct list *list)
{
    const char *item = list->items;
    buffer_put_char(out, '[');
    for (size_t i = 0; i < list->count && list->record && !out->full; i++, item += list->record->size) {
        if (i) buffer_put_char(out, ',');
        json_put_record(out, list->record, item);
    }
    buffer_put_char(out, ']');
}

/* --- Reading --- */

static void release(json_t **root)
{
    json_decref(*root);
}

static enum result failed(struct context *context, const json_error_t *error)
{
    enum result result;
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        result = context_fail(context, RESULT_REFUSED, "json.incomplete", N_("The JSON text ends before it is complete."));
        break;
    case json_error_invalid_utf8: result = context_fail(context, RESULT_REFUSED, "json.encoding", N_("The JSON text is not UTF-8.")); break;
    case json_error_duplicate_key:
        result = context_fail(context, RESULT_REFUSED, "json.duplicate", N_("The JSON text has a name twice in the same object."));
        break;
    case json_error_numeric_overflow:
        result = context_fail(context, RESULT_REFUSED, "json.number", N_("A number in the JSON text is too large."));
        break;
    case json_error_stack_overflow:
        result =
            context_fail(context, RESULT_REFUSED, "json.too_deep", N_("The JSON text has too many lists and objects within each other."));
        break;
    default: result = context_fail(context, RESULT_REFUSED, "json.malformed", N_("This is no JSON text from here on."));
    }
    return result < 0 ? error_at(&context->error, TEXT(""), error->line, error->column > 0 ? error->column : 1) : result;
}

/* Counts how deep lists and objects stand within each other, so that nothing deep is built up at all. Strings are skipped; what is
 * malformed is found afterwards. */
static bool is_too_deep(struct text text, json_error_t *place)
{
    int depth = 0;
    bool in_string = false;
    place->line = 1;
    place->column = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        place->column++;
        if (c == '\n') place->line++, place->column = 0;
        if (in_string && c == '\\') {
            i++;
            place->column++;
        } else if (c == '"') {
            in_string = !in_string;
        } else if (!in_string && (c == '[' || c == '{') && ++depth > JSON_DEPTH) {
            return true;
        } else if (!in_string && (c == ']' || c == '}')) {
            depth--;
        }
    }
    return false;
}

static void convert(struct arena *arena, const json_t *from, struct json_value *to);

static void convert_object(struct arena *arena, json_t *from, struct json_value *to)
{
    to->kind = JSON_IS_OBJECT;
    to->count = (uint32_t)json_object_size(from);
    to->items = ARENA_ARRAY(arena, to->count, struct json_value);
    to->names = ARENA_ARRAY(arena, to->count, struct text);
    size_t i = 0;
    for (void *at = json_object_iter(from); at; at = json_object_iter_next(from, at), i++) {
        to->names[i] = text_copy(arena, text_of(json_object_iter_key(at)));
        convert(arena, json_object_iter_value(at), &to->items[i]);
    }
}

/* The caller has bounded the depth. */
static void convert(struct arena *arena, const json_t *from, struct json_value *to)
{
    *to = (struct json_value){0};
    switch (json_typeof(from)) {
    case JSON_OBJECT: convert_object(arena, (json_t *)from, to); break;
    case JSON_ARRAY:
        to->kind = JSON_IS_LIST;
        to->count = (uint32_t)json_array_size(from);
        to->items = ARENA_ARRAY(arena, to->count, struct json_value);
        for (size_t i = 0; i < to->count; i++) convert(arena, json_array_get(from, i), &to->items[i]);
        break;
    case JSON_STRING:
        to->kind = JSON_IS_TEXT;
        to->text = text_copy(arena, (struct text){json_string_value(from), json_string_length(from)});
        break;
    case JSON_INTEGER:
        to->kind = JSON_IS_INTEGER;
        to->integer = json_integer_value(from);
        break;
    case JSON_REAL:
        to->kind = JSON_IS_REAL;
        to->real = json_real_value(from);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = JSON_IS_BOOLEAN;
        to->boolean = json_typeof(from) == JSON_TRUE;
        break;
    case JSON_NULL: to->kind = JSON_IS_NULL; break;
    }
}

enum result json_parse(struct context *context, struct text text, size_t limit, struct json_value *value)
{
    json_error_t error = {0};
    if (text.length > limit || text.length > UINT32_MAX) {
        struct text most = text_printf(context->arena, "%zu", limit);
        return context_fail(context, RESULT_REFUSED, "json.too_large", N_("The JSON text is larger than the {limit} bytes allowed."),
                            "limit", most.bytes);
    }
    if (is_too_deep(text, &error)) {
        error.text[sizeof error.text - 1] = json_error_stack_overflow; /* where json_error_code looks */
        return failed(context, &error);
    }
    __attribute__((cleanup(release))) json_t *root =
        json_loadb(text.length ? text.bytes : "", text.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!root) return failed(context, &error);
    convert(context->arena, root, value);
    return RESULT_OK;
}

const struct json_value *json_member(const struct json_value *object, const char *name)
{
    for (size_t i = 0; object && object->kind == JSON_IS_OBJECT && i < object->count; i++)
        if (text_is(object->names[i], name)) return &object->items[i];
    return NULL;
}

struct text json_as_text(struct arena *arena, const struct json_value *value)
{
    if (!value) return TEXT("");
    switch (value->kind) {
    case JSON_IS_TEXT: return value->text;
    case JSON_IS_INTEGER: return text_printf(arena, "%lld", (long long)value->integer);
    case JSON_IS_BOOLEAN: return value->boolean ? TEXT("true") : TEXT("false");
    case JSON_IS_REAL: {
        /* the shorter form where it reads back as the same number: 700.5, not 700.50000000000000 */
        struct text shorter = text_printf(arena, "%.15g", value->real);
        return strtod(shorter.bytes, NULL) == value->real ? shorter : text_printf(arena, "%.17g", value->real);
    }
    default: return TEXT("");
    }
}
