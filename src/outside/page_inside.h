/* The way of a template from its file to what is rendered; only page*.c and their tests include it.
 *
 * page_compile.c reads the file and its parts into nodes, with every name resolved to a record and an offset. page_program.c turns the
 * nodes into one flat program a language: messages are looked up, whatever is constant is escaped and put together. page.c runs it. */
#ifndef OUTSIDE_PAGE_INSIDE_H
#define OUTSIDE_PAGE_INSIDE_H

#include "base/record.h"
#include "outside/language_inside.h"
#include "outside/page.h"
#include "outside/page_html.h"

enum {
    PAGE_FRAMES = 12,   /* outer record, the page's, and those of sections within each other */
    PAGE_SECTIONS = 24, /* within each other */
    PAGE_PARTS = 8,     /* within each other */
    PAGE_FILE_BYTES = 256 << 10,
    PAGE_NODES = 20000,
    PAGE_SOURCE_BYTES = 1 << 20 /* of a page with all its parts */
};

enum page_form { PAGE_FORM_PLAIN, PAGE_FORM_DAY, PAGE_FORM_INSTANT, PAGE_FORM_NUMBER };

/* A field to be written: where it is found and how. */
struct page_value {
    enum field_kind kind;
    unsigned frame;
    uint32_t offset;
    const struct record *inner;
    enum page_form form;
    enum page_escape escape;
    bool element; /* in <time datetime> */
};

/* {name} within a message. */
struct page_argument {
    struct text name; /* as written between the braces */
    struct page_value value;
};

struct page_place {
    struct text file;
    long line, column;
};

enum page_node_kind { PAGE_NODE_TEXT, PAGE_NODE_VALUE, PAGE_NODE_MESSAGE, PAGE_NODE_PLURAL, PAGE_NODE_SECTION, PAGE_NODE_END };

struct page_node {
    enum page_node_kind what;
    struct page_place place;
    struct text text;        /* what is sent as it is */
    struct page_value value; /* of the value, of the plural's count, of what the section asks */
    enum { PAGE_SECTION_ENTER, PAGE_SECTION_IF, PAGE_SECTION_UNLESS } section;
    unsigned frame; /* which the section's record becomes */
    size_t peer;    /* a section's end and back */
    const char *english, *many;
    struct page_argument *arguments;
    size_t argument_count;
};

struct page_nodes {
    struct page_node *nodes;
    size_t count;
    bool html;
};

/* Where templates come from: a folder, or memory in tests. RESULT_NONE where there is none of that name. */
typedef enum result page_source(void *data, struct context *context, struct text name, struct text *path, struct text *content);

/* Reads the template of that name. `html`: ".html", else ".txt". */
MUST_CHECK page_compile(struct context *context, page_source *source, void *data, struct text name, bool html, const struct record *outer,
                        const struct record *record, struct page_nodes *nodes);
/* Records the problem with its place. */
MUST_CHECK page_fail(struct context *context, const struct page_place *place, const struct page_problem *problem, const char *name);

enum page_what {
    PAGE_OP_END,
    PAGE_OP_ON,     /* the constant text before it only */
    PAGE_OP_BLANK,  /* a blank, unless what is written ends with a full-width mark */
    PAGE_OP_TEXT,   /* a struct text for HTML */
    PAGE_OP_STRING, /* a C string for HTML */
    PAGE_OP_VALUE,  /* any other: argument is an index into `values` */
    PAGE_OP_JUMP,
    PAGE_OP_UNLESS, /* jumps where the field is false or empty */
    PAGE_OP_IF,     /* jumps where it is not */
    PAGE_OP_LIST,   /* enters the first record, or jumps */
    PAGE_OP_NEXT,   /* enters the next record and jumps back, or goes on */
    PAGE_OP_VIEW,   /* enters the record, or jumps */
    PAGE_OP_PLURAL  /* jumps by the count; argument is an index into `plurals` */
};

/* One step: first the constant text is written, then `what` is done. */
struct page_op {
    uint32_t before, before_length; /* in `constants` */
    uint8_t what, kind, frame, to;  /* kind: of the field; to: the frame that is entered */
    uint32_t offset;                /* of the field in its frame's record */
    uint32_t jump;
    uint32_t argument;
};

struct page_plural {
    const struct language_rule *rule;
    struct page_value count;
    uint32_t jumps[RULE_FORMS];
};

/* A page in one language. */
struct page_program {
    const struct page_op *ops;
    const char *constants;
    const struct page_value *values;
    const struct page_plural *plurals;
    const struct record *const *inners; /* of lists and views, by `argument` */
    size_t op_count, constant_bytes;
};

/* Whether the text ends with a mark that is as wide as a character of Chinese and has the room behind it within: ：。，；！？、 */
bool page_ends_full_width(struct text text);

/* Puts the nodes together for a language. REFUSED where a translation has a {name} that the English text lacks. */
MUST_CHECK page_program_make(struct context *context, const struct page_nodes *nodes, const struct language *language,
                             struct page_program *program);

/* pages_load with templates from anywhere. */
MUST_CHECK pages_make(struct context *context, const struct languages *languages, page_source *source, void *data, bool html,
                      const struct record *outer, const struct page_binding *bindings, size_t count, struct pages **pages);

#endif
