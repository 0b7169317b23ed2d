/* The form of a catalogue's text, before its meaning: blocks of `word qualifiers: value` lines, and below `requires` a tree by indentation.
 * Private to the room. */
#ifndef CATALOGUE_CATALOGUE_SYNTAX_H
#define CATALOGUE_CATALOGUE_SYNTAX_H

#include "catalogue/catalogue.h"

enum block_kind {
    BLOCK_BODY,
    BLOCK_PROVIDER,
    BLOCK_LEVEL,
    BLOCK_DIRECTION,
    BLOCK_PACKAGE,
    BLOCK_EXAM,
    BLOCK_CERTIFICATION,
    BLOCK_CHANGE,
    BLOCK_KINDS
};
/* The word that begins a block of that kind. */
extern const char *const catalogue_syntax_blocks[BLOCK_KINDS];

/* A line below `requires`, with what is indented below it. */
struct syntax_node {
    struct text text;
    long line;
    struct syntax_node *first, *last, *next; /* children, sibling */
    size_t child_count;
};

enum { SYNTAX_QUALIFIERS = 2 };

/* `codes pearson-vue en from 2020-01-01: H12-811-ENU` */
struct syntax_property {
    struct text key;                           /* codes */
    struct text qualifiers[SYNTAX_QUALIFIERS]; /* pearson-vue, en */
    size_t qualifier_count;
    struct period period;
    int32_t window_months; /* `within 18 months`, only of requires */
    struct text value;
    struct syntax_node *tree; /* a node without text whose children are the lines below */
    long line;
    struct syntax_property *next;
};

struct syntax_block {
    enum block_kind kind;
    struct text code; /* what stands behind the word */
    long line;
    bool damaged; /* a line of it could not be read: what seems to be missing may stand there */
    struct syntax_property *properties;
    struct syntax_block *next;
};

struct catalogue_syntax {
    struct syntax_block *blocks; /* in the text's order */
    size_t counts[BLOCK_KINDS];
    bool lost_block;                          /* a block's first line could not be read: what seems to be missing may be that block */
    const struct syntax_block *const *sorted; /* by kind and code */
    size_t block_count;
};

/* What all steps of reading share. */
struct catalogue_reader {
    struct context *context;
    struct arena *arena; /* of the catalogue */
    struct text file;
    struct catalogue_problems *problems;
    bool kept; /* the text was in effect once: what is refused only since then is taken as near to it as can be */
    int64_t calendar; /* of such a text: up to which id its calendar's data go */
};

/* Notes a problem; arguments as with error_set, ended by NULL. */
void catalogue_syntax_problem(struct catalogue_reader *reader, long line, const char *code, const char *english, ...)
    __attribute__((sentinel));
#define PROBLEM(READER, LINE, CODE, ...) catalogue_syntax_problem((READER), (LINE), "catalogue." CODE, __VA_ARGS__, (const char *)NULL)

/* Reads the form of the text, which must stay as long as the syntax. Problems are noted, and what can be read is. */
struct catalogue_syntax *catalogue_syntax_read(struct catalogue_reader *reader, struct text text);
/* The block of that kind and code; NULL where there is none. */
const struct syntax_block *catalogue_syntax_find(const struct catalogue_syntax *syntax, enum block_kind kind, struct text code);

/* A NUL-terminated copy in the context's arena, for arguments. */
const char *catalogue_syntax_string(struct catalogue_reader *reader, struct text text);
/* Takes the next word off the front; false when there is none. */
bool catalogue_syntax_word(struct text *rest, struct text *word);
/* Takes the next piece of a list separated by commas (also ， and 、), trimmed; empty pieces are left out. */
bool catalogue_syntax_piece(struct text *rest, struct text *piece);
/* Takes `word` off the front of words separated by spaces; false where something else stands there. */
bool catalogue_syntax_take(struct text *rest, const char *word);
/* "18 months", "2 years", "1 year" off the front, in months. */
bool catalogue_syntax_months(struct text *rest, int32_t *months);
/* "from 2020-01-01 until 2021-12-31", either part, off the front. False where a date is wrong. */
bool catalogue_syntax_period(struct text *rest, struct period *period);

#endif
