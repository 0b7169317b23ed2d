#include "outside/form.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "outside/form_parse.h"
#include "outside/language.h"

enum { LONGEST_FILE_NAME = 255, SPARE_PARTS = 4 };

struct reading {
    struct form *form;
    bool unknown_allowed;
};

/* --- What is said --- */

static const char *label(const struct context *context, const struct form_field *field)
{
    const char *english = field->label ? field->label : field->name;
    return context->languages ? language_text(context->languages, context->language, english) : english;
}

static enum result about(struct context *context, const struct form_field *field, enum result result)
{
    context->error.field = field->name;
    return result;
}

#define REFUSE(CONTEXT, FIELD, CODE, ENGLISH)                                                                                    \
    about((CONTEXT), (FIELD), context_fail((CONTEXT), RESULT_REFUSED, (CODE), ENGLISH, "field", label((CONTEXT), (FIELD))))

static enum result unreadable(struct context *context, const struct form_field *field)
{
    return REFUSE(context, field, "form.encoding", N_("{field} holds characters that cannot be read. Type it anew."));
}

static enum result too_long(struct context *context, const struct form_field *field)
{
    if (field->kind != FORM_FILE)
        return about(context, field, context_fail(context, RESULT_REFUSED, "form.too_long", N_("{field} is longer than {maximum} bytes: a plain letter takes one, a Chinese character three, an emoji four or more. Shorten it."), "field",
                                                  label(context, field), "maximum", text_printf(context->arena, "%zu", field->maximum).bytes));
    bool whole = field->maximum >= 1 << 20;
    struct text most = text_printf(context->arena, whole ? "%zu MB" : "%zu kB", field->maximum >> (whole ? 20 : 10));
    return about(context, field,
                 context_fail(context, RESULT_REFUSED, "form.file_too_large", N_("{field} is larger than {maximum}. Choose a smaller file."), "field",
                              label(context, field), "maximum", most.bytes));
}

static enum result missing(struct context *context, const struct form_field *field)
{
    if (field->kind == FORM_FILE) return REFUSE(context, field, "form.file_missing", N_("{field} is missing. Choose a file."));
    return REFUSE(context, field, "form.missing", N_("{field} is missing. Fill it in."));
}

/* --- Values --- */

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS;
}

/* White space of any script off both ends: who types Chinese easily leaves a full-width space. */
static struct text trim(struct text text)
{
    uint32_t c;
    for (struct text rest = text; text_next_code_point(&rest, &c) && is_space(c);) text = rest;
    while (text.length) {
        size_t start = text.length - 1;
        while (start && ((unsigned char)text.bytes[start] & 0xc0) == 0x80) start--;
        struct text last = {text.bytes + start, text.length - start};
        if (!text_next_code_point(&last, &c) || !is_space(c)) break;
        text.length = start;
    }
    return text;
}

/* Control characters, and the separators that are line ends to some and nothing to others. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* Line ends as \n; where only one line belongs, a tab (from a spreadsheet's cell) is a space, and a line end stays to be refused. */
static struct text tidy(struct arena *arena, const struct form_field *field, struct text text)
{
    char *out = arena_raw(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (field->kind == FORM_LINES && c == '\r') {
            if (i + 1 < text.length && text.bytes[i + 1] == '\n') continue;
            c = '\n';
        }
        if (field->kind == FORM_TEXT && c == '\t') c = ' ';
        out[length++] = c;
    }
    out[length] = 0;
    return (struct text){out, length};
}

static bool is_clean(const struct form_field *field, struct text text)
{
    uint32_t c;
    while (text_next_code_point(&text, &c)) {
        if (field->kind == FORM_LINES && (c == '\n' || c == '\t')) continue;
        if (is_control(c) || ((field->kind == FORM_CHOICE || field->kind == FORM_CHOICES) && is_space(c))) return false;
    }
    return true;
}

static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] > 0x7f) return false;
    return true;
}

/* RFC 8265 4.2.2: in a password, every kind of space is the plain one. */
static struct text plain_spaces(struct arena *arena, struct text text)
{
    char *out = arena_raw(arena, text.length + 1);
    size_t length = 0;
    uint32_t c;
    while (text_next_code_point(&text, &c)) length += text_put_code_point(out + length, is_space(c) ? ' ' : c);
    out[length] = 0;
    return (struct text){out, length};
}

static struct text compose(struct arena *arena, struct text text)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.length, &composed,
                                           UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    struct text copy = length < 0 ? TEXT("") : text_copy(arena, (struct text){(const char *)composed, (size_t)length});
    free(composed);
    return copy;
}

static enum result read_text(struct context *context, const struct form_field *field, struct text sent, struct text *value)
{
    struct arena *arena = context->arena;
    /* Nothing grows shorter than to a third by composing; what is far too long is not worked on. */
    if (sent.length > 4 * field->maximum + 64) return too_long(context, field);
    if (!text_is_utf8(sent, NULL)) return unreadable(context, field);
    struct text text = sent;
    if (field->kind == FORM_TEXT || field->kind == FORM_LINES) text = trim(tidy(arena, field, text));
    if (!is_clean(field, text)) return unreadable(context, field);
    if (!is_ascii(text)) {
        if (field->kind == FORM_SECRET) text = plain_spaces(arena, text);
        if (field->kind != FORM_CHOICE && field->kind != FORM_CHOICES) text = compose(arena, text);
    }
    *value = text_copy(arena, text); /* too long as well: it is shown again, to be shortened */
    return text.length > field->maximum ? too_long(context, field) : RESULT_OK;
}

/* The last part of a path, without what no file's name should hold. */
static struct text clean_file_name(struct arena *arena, struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.bytes[i] == '/' || name.bytes[i] == '\\') name = (struct text){name.bytes + i + 1, name.length - i - 1}, i = (size_t)-1;
    if (!text_is_utf8(name, NULL)) return TEXT("file");
    char *out = arena_raw(arena, name.length + 4);
    size_t length = 0;
    uint32_t c;
    while (length < LONGEST_FILE_NAME - 4 && text_next_code_point(&name, &c))
        if (!is_control(c)) length += text_put_code_point(out + length, c);
    struct text clean = compose(arena, (struct text){out, length});
    return clean.length && !text_is(clean, ".") && !text_is(clean, "..") ? clean : TEXT("file");
}

/* --- Fields --- */

static enum result unknown(struct context *context, struct text name)
{
    if (name.length > 40 || !is_ascii(name)) name = TEXT("?");
    for (size_t i = 0; i < name.length; i++)
        if (is_control((unsigned char)name.bytes[i])) name = TEXT("?");
    return context_fail(context, RESULT_REFUSED, "form.unknown", N_("This page has no field {field}. Reload the page and send it again."), "field",
                        text_string(context->arena, name));
}

/* A reader's mistake stands beside its value, and reading goes on. */
static enum result keep_fault(struct context *context, const struct form_field *field, struct form_value *value, enum result result)
{
    if (result != RESULT_REFUSED || !field->label) return result;
    struct error *fault = ARENA_NEW(context->arena, struct error);
    *fault = context->error;
    value->fault = fault;
    error_clear(&context->error);
    return RESULT_OK;
}

/* One more of several; what is too long already does not grow. */
static enum result read_choice(struct context *context, const struct form_field *field, struct text sent, struct form_value *value)
{
    struct text one;
    if (value->fault) return RESULT_OK;
    enum result result = read_text(context, field, sent, &one);
    if (result == RESULT_OK && value->sent) {
        value->text = text_printf(context->arena, "%.*s %.*s", TEXT_ARG(value->text), TEXT_ARG(one));
        if (value->text.length > field->maximum) result = too_long(context, field);
    } else if (result == RESULT_OK) {
        value->text = one;
    }
    value->sent = true;
    return keep_fault(context, field, value, result);
}

static enum result take_part(struct context *context, const struct form_part *part, void *data)
{
    struct reading *reading = data;
    const struct form *form = reading->form;
    size_t index = 0;
    while (index < form->field_count && !text_is(part->name, form->fields[index].name)) index++;
    if (index == form->field_count) return reading->unknown_allowed ? RESULT_OK : unknown(context, part->name);
    const struct form_field *field = &form->fields[index];
    struct form_value *value = &form->values[index];
    if (field->kind == FORM_CHOICES && !part->is_file) return read_choice(context, field, part->content, value);
    if (value->sent) return REFUSE(context, field, "form.twice", N_("{field} was sent twice. Reload the page and send it again."));
    if ((field->kind == FORM_FILE) != part->is_file) return about(context, field, form_parse_malformed(context));
    value->sent = true;
    if (field->kind != FORM_FILE) return keep_fault(context, field, value, read_text(context, field, part->content, &value->text));
    if (part->content.length > field->maximum) return keep_fault(context, field, value, too_long(context, field));
    if (!part->file_name.length && !part->content.length) { /* the field is there, and no file was chosen */
        value->sent = false;
        return RESULT_OK;
    }
    value->text = part->content;
    value->file_name = clean_file_name(context->arena, part->file_name);
    return RESULT_OK;
}

static struct reading begin(struct context *context, const struct form_field *fields, size_t field_count, bool unknown_allowed, struct form *form)
{
    *form = (struct form){.fields = fields, .field_count = field_count, .values = ARENA_ARRAY(context->arena, field_count ? field_count : 1, struct form_value)};
    for (size_t i = 0; i < field_count; i++) form->values[i].text = form->values[i].file_name = TEXT("");
    return (struct reading){form, unknown_allowed};
}

static enum result check_values(struct context *context, struct form *form)
{
    const struct error *first = NULL;
    for (size_t i = 0; i < form->field_count; i++) {
        const struct form_field *field = &form->fields[i];
        struct form_value *value = &form->values[i];
        if (field->required && text_empty(value->text) && !value->fault) {
            if (!field->label) return form_parse_malformed(context);
            if (field->kind == FORM_FILE && value->sent)
                TRY(keep_fault(context, field, value, REFUSE(context, field, "form.file_empty", N_("{field}: the file is empty, it has 0 bytes. Save it anew where it comes from, and choose it again."))));
            else TRY(keep_fault(context, field, value, missing(context, field)));
        }
        if (!first) first = value->fault;
    }
    form->whole = true;
    if (!first) return RESULT_OK;
    context->error = *first;
    return RESULT_REFUSED;
}

enum result form_read(struct context *context, struct text content_type, struct text body, const struct form_field *fields, size_t field_count,
                      struct form *form)
{
    struct reading reading = begin(context, fields, field_count, false, form);
    struct text boundary;
    if (form_parse_is_urlencoded(content_type)) TRY(form_parse_urlencoded(context, body, take_part, &reading));
    else if (form_parse_boundary(content_type, &boundary)) TRY(form_parse_multipart(context, boundary, body, field_count + SPARE_PARTS, take_part, &reading));
    else return form_parse_malformed(context);
    return check_values(context, form);
}

enum result form_read_query(struct context *context, struct text query, const struct form_field *fields, size_t field_count, struct form *form)
{
    struct reading reading = begin(context, fields, field_count, true, form);
    TRY(form_parse_urlencoded(context, query, take_part, &reading));
    return check_values(context, form);
}

static size_t find(const struct form *form, const char *name)
{
    size_t index = 0;
    while (index < form->field_count && strcmp(form->fields[index].name, name) != 0) index++;
    return index;
}

struct text form_text(const struct form *form, const char *name)
{
    size_t at = find(form, name);
    return at < form->field_count ? form->values[at].text : TEXT("");
}

struct text form_file_name(const struct form *form, const char *name)
{
    size_t at = find(form, name);
    return at < form->field_count ? form->values[at].file_name : TEXT("");
}

bool form_sent(const struct form *form, const char *name)
{
    size_t at = find(form, name);
    return at < form->field_count && form->values[at].sent;
}

enum result form_missing(struct context *context, const struct form *form, const char *name)
{
    return missing(context, &form->fields[find(form, name)]);
}
