/* What the files of this room share. */
#ifndef HELP_HELP_INSIDE_H
#define HELP_HELP_INSIDE_H

#include "help/help.h"
#include "outside/language.h"

enum { HELP_FILE_LIMIT = 64 << 10, HELP_ENTRIES = 400, HELP_LANGUAGES = 16 };

/* A word as the search compares it: a folded Latin (or other) word, a number, or two Chinese characters. */
struct help_term {
    struct text text;
    bool han;
};
struct help_termlist {
    struct help_term *items;
    size_t count;
};
/* The terms of an entry, by where they stand. */
struct help_terms {
    struct help_termlist question, words, body;
};
/* The terms of a text, in its order, at most `maximum`. */
struct help_termlist help_terms_of(struct arena *arena, struct text text, size_t maximum);

struct help {
    struct text folder;
    const char *tags[HELP_LANGUAGES]; /* the first is "en" */
    struct list entries[HELP_LANGUAGES]; /* of help_entry, by order */
    size_t language_count;
};

#endif
