/* JSON (RFC 8259): written from records, read from outside within limits.
 *
 * Writing: a record is an object with its fields in their order. Text is a string, whole numbers are numbers, a day is "2026-02-13", an
 * instant "2026-02-13T08:30:00Z", bytes are lower-case hexadecimal digits, a list is an array, a view its record's object. No day, instant,
 * C string or view is null. */
#ifndef OUTSIDE_JSON_H
#define OUTSIDE_JSON_H

#include "base/buffer.h"
#include "base/context.h"
#include "base/record.h"

/* A string with its quotes; what is no well-formed UTF-8 becomes U+FFFD. */
void json_put_text(struct buffer *out, struct text text);
/* {"field":value,...}; null where `item` is NULL. */
void json_put_record(struct buffer *out, const struct record *record, const void *item);
/* [{...},...]; [] where there are none. */
void json_put_list(struct buffer *out, const struct list *list);
/* One member of an object of texts. */
struct json_text {
    const char *name;
    struct text value;
};
/* {"name":"value",...} of the members in their order: JSON_TEXTS(arena, {"package", number}, {"day", day}). */
struct text json_texts(struct arena *arena, const struct json_text *members, size_t count);
#define JSON_TEXTS(ARENA, ...) \
    json_texts((ARENA), (const struct json_text[]){__VA_ARGS__}, sizeof((const struct json_text[]){__VA_ARGS__}) / sizeof(struct json_text))

enum { JSON_DEPTH = 32 };

enum json_kind { JSON_IS_NULL, JSON_IS_BOOLEAN, JSON_IS_INTEGER, JSON_IS_REAL, JSON_IS_TEXT, JSON_IS_LIST, JSON_IS_OBJECT };

/* One value with what is in it, in an arena. */
struct json_value {
    enum json_kind kind;
    bool boolean;
    uint32_t count; /* of a list or object */
    union {
        int64_t integer;
        double real;
    };
    struct text text;         /* well-formed UTF-8; may hold NUL */
    struct json_value *items; /* the list's, or the members' values in the order of `names` */
    struct text *names;
};

/* Reads a text of at most `limit` bytes that is one object or list and nothing else, into the context's arena, of
 * which it takes up to 24 times its length. REFUSED json.too_large, json.incomplete,
 * json.encoding (no UTF-8), json.duplicate (a name twice in an object), json.number (past 64 bits or past a double), json.too_deep (lists
 * and objects more than JSON_DEPTH within each other), json.malformed; all but the first with line and column. */
MUST_CHECK json_parse(struct context *context, struct text text, size_t limit, struct json_value *value);
/* The member of that name; NULL where there is none or where it is no object. */
const struct json_value *json_member(const struct json_value *object, const char *name);
/* A text, number or boolean as text: "H12-811", 700, 700.5, true. The empty text for null, lists, objects and NULL. */
struct text json_as_text(struct arena *arena, const struct json_value *value);

#endif
