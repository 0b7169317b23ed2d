#include "outside/form_parse.h"

enum { LONGEST_BOUNDARY = 70, PART_HEADERS = 8, LONGEST_HEADER = 2048 };

enum result form_parse_malformed(struct context *context)
{
    return context_fail(context, RESULT_REFUSED, "form.malformed", N_("The form did not arrive whole. Go back, reload the page and send it again."));
}

/* --- application/x-www-form-urlencoded --- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

static bool decode(struct arena *arena, struct text text, struct text *decoded)
{
    char *out = arena_raw(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '+') c = ' ';
        if (c == '%') {
            if (text.length - i < 3) return false;
            int high = hex_digit(text.bytes[i + 1]), low = hex_digit(text.bytes[i + 2]);
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        out[length++] = c;
    }
    out[length] = 0;
    *decoded = (struct text){out, length};
    return true;
}

enum result form_parse_urlencoded(struct context *context, struct text text, form_each *each, void *data)
{
    struct text pair;
    while (text_split(&text, '&', &pair)) {
        if (!pair.length) continue;
        const char *equals = memchr(pair.bytes, '=', pair.length);
        size_t name_length = equals ? (size_t)(equals - pair.bytes) : pair.length;
        struct text content = equals ? (struct text){equals + 1, pair.length - name_length - 1} : TEXT("");
        struct form_part part = {0};
        if (!decode(context->arena, (struct text){pair.bytes, name_length}, &part.name) || !decode(context->arena, content, &part.content))
            return form_parse_malformed(context);
        TRY(each(context, &part, data));
    }
    return RESULT_OK;
}

/* --- Content-Type --- */

static bool is_type(struct text content_type, const char *type, struct text *parameters)
{
    size_t semicolon = text_find(content_type, ";");
    *parameters = semicolon < content_type.length ? (struct text){content_type.bytes + semicolon + 1, content_type.length - semicolon - 1} : TEXT("");
    return text_equal_ignoring_case(text_trim((struct text){content_type.bytes, semicolon}), text_of(type));
}

bool form_parse_is_urlencoded(struct text content_type)
{
    struct text parameters;
    return is_type(content_type, "application/x-www-form-urlencoded", &parameters);
}

static bool is_boundary(struct text boundary)
{
    if (!boundary.length || boundary.length > LONGEST_BOUNDARY || boundary.bytes[boundary.length - 1] == ' ') return false;
    for (size_t i = 0; i < boundary.length; i++) {
        char c = boundary.bytes[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && (!c || !strchr("'()+_,-./:=? ", c))) return false;
    }
    return true;
}

bool form_parse_boundary(struct text content_type, struct text *boundary)
{
    struct text parameters, parameter;
    if (!is_type(content_type, "multipart/form-data", &parameters)) return false;
    /* A quoted boundary cannot hold a semicolon: that is no boundary character. */
    while (text_split(&parameters, ';', &parameter)) {
        parameter = text_trim(parameter);
        if (parameter.length < 9 || !text_equal_ignoring_case((struct text){parameter.bytes, 9}, TEXT("boundary="))) continue;
        struct text value = {parameter.bytes + 9, parameter.length - 9};
        if (value.length > 1 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"') value.bytes++, value.length -= 2;
        *boundary = value;
        return is_boundary(value);
    }
    return false;
}

/* --- multipart/form-data --- */

/* Takes `prefix` off the front. */
static bool take(struct text *rest, struct text prefix)
{
    if (rest->length < prefix.length || memcmp(rest->bytes, prefix.bytes, prefix.length) != 0) return false;
    rest->bytes += prefix.length;
    rest->length -= prefix.length;
    return true;
}

/* A quoted string from the front of `rest`. Browsers write a quote as %22, others as \"; a backslash before anything else is itself. */
static bool take_quoted(struct arena *arena, struct text *rest, struct text *value)
{
    if (!take(rest, TEXT("\""))) return false;
    char *out = arena_raw(arena, rest->length + 1);
    size_t length = 0;
    for (size_t i = 0; i < rest->length; i++) {
        char c = rest->bytes[i];
        if (c == '"') {
            out[length] = 0;
            *value = (struct text){out, length};
            rest->bytes += i + 1;
            rest->length -= i + 1;
            return true;
        }
        if (c == '\\' && i + 1 < rest->length && (rest->bytes[i + 1] == '"' || rest->bytes[i + 1] == '\\')) c = rest->bytes[++i];
        else if (c == '%' && rest->length - i > 2 && rest->bytes[i + 1] == '2' && rest->bytes[i + 2] == '2') c = '"', i += 2;
        out[length++] = c;
    }
    return false;
}

static void skip_spaces(struct text *rest)
{
    while (rest->length && (rest->bytes[0] == ' ' || rest->bytes[0] == '\t')) rest->bytes++, rest->length--;
}

/* form-data; name="..."; filename="..." */
static bool read_disposition(struct arena *arena, struct text rest, struct form_part *part)
{
    bool named = false;
    size_t semicolon = text_find(rest, ";");
    if (!text_equal_ignoring_case(text_trim((struct text){rest.bytes, semicolon}), TEXT("form-data"))) return false;
    rest = (struct text){rest.bytes + semicolon, rest.length - semicolon};
    while (take(&rest, TEXT(";"))) {
        skip_spaces(&rest);
        size_t length = 0;
        while (length < rest.length && rest.bytes[length] != '=') length++;
        struct text attribute = {rest.bytes, length}, value;
        rest = (struct text){rest.bytes + length, rest.length - length};
        if (!take(&rest, TEXT("="))) return false;
        if (rest.length && rest.bytes[0] == '"') {
            if (!take_quoted(arena, &rest, &value)) return false;
        } else { /* filename*=UTF-8''..., which RFC 7578 forbids and some send; what is not quoted is not used */
            size_t end = text_find(rest, ";");
            rest = (struct text){rest.bytes + end, rest.length - end};
            continue;
        }
        skip_spaces(&rest);
        if (text_equal_ignoring_case(attribute, TEXT("name"))) {
            if (named) return false;
            part->name = value;
            named = true;
        } else if (text_equal_ignoring_case(attribute, TEXT("filename"))) {
            if (part->is_file) return false;
            part->file_name = value;
            part->is_file = true;
        }
    }
    return named && !rest.length;
}

/* The headers of a part with their empty line. */
static bool read_headers(struct arena *arena, struct text *rest, struct form_part *part)
{
    bool disposed = false;
    for (int count = 0; count <= PART_HEADERS; count++) {
        struct text window = {rest->bytes, rest->length < LONGEST_HEADER ? rest->length : LONGEST_HEADER};
        size_t end = text_find(window, "\r\n");
        if (end == window.length) return false;
        struct text line = {rest->bytes, end};
        rest->bytes += end + 2;
        rest->length -= end + 2;
        if (!line.length) return disposed;
        size_t colon = text_find(line, ":");
        if (colon == line.length) return false;
        struct text name = {line.bytes, colon}, value = text_trim((struct text){line.bytes + colon + 1, line.length - colon - 1});
        if (text_equal_ignoring_case(name, TEXT("content-disposition"))) {
            if (disposed || !read_disposition(arena, value, part)) return false;
            disposed = true;
        } else if (text_equal_ignoring_case(name, TEXT("content-transfer-encoding"))) {
            if (!text_equal_ignoring_case(value, TEXT("binary")) && !text_equal_ignoring_case(value, TEXT("8bit")) &&
                !text_equal_ignoring_case(value, TEXT("7bit")))
                return false;
        }
    }
    return false;
}

enum result form_parse_multipart(struct context *context, struct text boundary, struct text body, size_t maximum, form_each *each, void *data)
{
    struct text delimiter = text_printf(context->arena, "\r\n--%.*s", TEXT_ARG(boundary));
    struct text first = {delimiter.bytes + 2, delimiter.length - 2}; /* nothing stands before it */
    if (!take(&body, first)) return form_parse_malformed(context);
    for (size_t count = 0; !take(&body, TEXT("--")); count++) {
        struct form_part part = {0};
        if (count == maximum || !take(&body, TEXT("\r\n")) || !read_headers(context->arena, &body, &part)) return form_parse_malformed(context);
        size_t end = text_find(body, delimiter.bytes);
        if (end == body.length) return form_parse_malformed(context);
        part.content = (struct text){body.bytes, end};
        body.bytes += end + delimiter.length;
        body.length -= end + delimiter.length;
        TRY(each(context, &part, data));
    }
    bool ended = body.length == 0 || text_is(body, "\r\n");
    return ended ? RESULT_OK : form_parse_malformed(context);
}
