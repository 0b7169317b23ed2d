/* One table of descriptors per struct serves SQL rows, page templates, JSON and command-line tables.
 *
 *     struct mailbox { int64_t id; struct text address; struct instant since; };
 *     RECORD(mailbox_record, struct mailbox, FIELD(struct mailbox, id), FIELD(struct mailbox, address), FIELD(struct mailbox, since));
 *
 * The kind of a field is derived from the member's type by _Generic, so descriptor and struct cannot drift apart. */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include <stddef.h>

#include "base/day.h"
#include "base/text.h"

enum field_kind {
    FIELD_INTEGER, /* int64_t */
    FIELD_INT32,   /* int32_t, enum */
    FIELD_BOOLEAN, /* bool */
    FIELD_TEXT,    /* struct text */
    FIELD_STRING,  /* const char * */
    FIELD_BYTES,   /* struct bytes */
    FIELD_DAY,     /* struct day */
    FIELD_INSTANT, /* struct instant */
    FIELD_LIST,    /* struct list: many records of one kind, for templates and JSON */
    FIELD_RECORD   /* const struct VIEW: one record with its descriptor, or none */
};

struct record;

/* Many records of one kind, in one array. */
struct list {
    const struct record *record;
    const void *items;
    size_t count;
};

/* One record with its descriptor; `item` NULL is none. */
struct view {
    const struct record *record;
    const void *item;
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    const struct record *inner; /* FIELD_LIST and FIELD_RECORD: what stands in it, so that templates can be checked at load */
};

struct record {
    const char *name;
    size_t size;
    const struct field *fields;
    size_t field_count;
};

#define FIELD_KIND_(MEMBER)                                                                                                      \
    _Generic((MEMBER),                                                                                                           \
        int64_t: FIELD_INTEGER, int32_t: FIELD_INT32, uint32_t: FIELD_INT32, bool: FIELD_BOOLEAN, struct text: FIELD_TEXT,       \
        const char *: FIELD_STRING, struct bytes: FIELD_BYTES, struct day: FIELD_DAY, struct instant: FIELD_INSTANT,             \
        struct list: FIELD_LIST, struct view: FIELD_RECORD)

#define FIELD(TYPE, MEMBER) {#MEMBER, FIELD_KIND_(((TYPE *)0)->MEMBER), offsetof(TYPE, MEMBER), NULL}
/* A list or view whose records are described by INNER. */
#define FIELD_OF(TYPE, MEMBER, INNER) {#MEMBER, FIELD_KIND_(((TYPE *)0)->MEMBER), offsetof(TYPE, MEMBER), &(INNER)}

#define RECORD(NAME, TYPE, ...)                                                                                                  \
    static const struct field NAME##_fields_[] = {__VA_ARGS__};                                                                  \
    const struct record NAME = {#NAME, sizeof(TYPE), NAME##_fields_, sizeof NAME##_fields_ / sizeof *NAME##_fields_}

/* The field of that name, or NULL. */
const struct field *record_field(const struct record *record, struct text name);
/* Where the field stands in the item. */
static inline const void *record_at(const struct field *field, const void *item)
{
    return (const char *)item + field->offset;
}

#endif
