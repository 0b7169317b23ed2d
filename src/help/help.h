/* Questions and answers as files that the body edits (SPEC 4.6): data/help/LANGUAGE/SLUG.txt, docs/help.md says how they are written. Read and checked once, at start; constant afterwards and shared by
 * all threads. */
#ifndef HELP_HELP_H
#define HELP_HELP_H

#include "base/context.h"
#include "base/record.h"

/* A piece of a line: plain, strong, or a link. */
struct help_run {
    struct text text, link; /* link: /path, https:... or mailto:...; empty where it is none */
    bool strong;
    long line; /* of the file, on which its paragraph begins */
};
extern const struct record help_run_record;
struct help_item {
    struct list runs; /* of help_run */
};
/* A paragraph, a heading, a list or numbered steps. */
struct help_block {
    bool paragraph, heading, points, steps;
    struct list runs;  /* of a paragraph or heading */
    struct list items; /* of help_item: of points and steps */
};
extern const struct record help_item_record, help_block_record;
struct help_entry {
    struct text slug;     /* the file's name: exam-not-shown; /help/SLUG */
    struct text question, topic;
    struct text summary;  /* the first paragraph or point, without links */
    struct list blocks;   /* of help_block */
    int64_t order;        /* within all; files without a number come last */
    struct list fits;     /* of help_word: the codes of errors and places for which it is the answer */
    const struct help_terms *terms; /* for the search */
};
extern const struct record help_entry_record;
struct help_word {
    struct text word;
    long line;
};

struct help;
/* Reads all files of the folder (data/help below the installed share) in each installed language. The first thing wrong is REFUSED "help.wrong" with file and line: a head that is not understood, a link to an
 * answer that does not exist, a code that two answers of a language claim. English must be complete; what another language lacks is shown in English. The context's arena must outlive it. */
MUST_CHECK help_load(struct context *context, struct text folder, struct help **help);
/* Reads one file's text; for help_load and tests. */
MUST_CHECK help_parse(struct context *context, struct text file, struct text slug, struct text text, struct help_entry *entry);

/* The answer with that name in the reader's language, else in English; NULL where there is none. */
const struct help_entry *help_find(const struct help *help, const char *language, struct text slug);
/* The one that fits an error's code, or a place like "page:/my/exams/waiting" or "state:suspended"; NULL where none does. "letter.*" in a file fits all codes of the room that no other one names. */
const struct help_entry *help_for(const struct help *help, const char *language, struct text code);
/* All in the reader's language, in their order; of help_entry. */
struct list help_all(const struct help *help, const char *language);
/* The entries that fit a question best, best first; at most `maximum`, of help_entry, in the arena. Latin words are folded and match by their beginnings, Chinese by pairs of characters; the words of all languages are
 * looked at, for people type either. */
struct list help_search(const struct help *help, struct arena *arena, const char *language, struct text query, size_t maximum);

/* Calls `each` for every link and for every place that an answer fits ("page:/my/exams"), for a door to see that its pages exist; what it returns below zero ends it, with file and line set. */
typedef enum result help_each_link_function(struct context *context, struct text link, void *data);
MUST_CHECK help_each_link(struct context *context, const struct help *help, help_each_link_function *each, void *data);

#endif
