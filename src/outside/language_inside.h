/* What the files language*.c and page*.c share of the languages; nobody else includes it. */
#ifndef OUTSIDE_LANGUAGE_INSIDE_H
#define OUTSIDE_LANGUAGE_INSIDE_H

#include "base/buffer.h"
#include "outside/language.h"
#include "outside/language_catalogue.h"

enum { LANGUAGES = 64, WORDS_PIECES = 12 };

/* A pattern such as "{day} {month} {year}" taken apart: a text, and the value behind it. */
struct language_pattern {
    size_t count;
    struct language_piece {
        struct text before;
        char value; /* the first letter of the name; 0 at the end */
    } pieces[WORDS_PIECES];
};

/* How a language writes dates and numbers, got from its messages once. */
struct language_words {
    struct text months[12];
    struct language_pattern day, instant;
    struct text separator;    /* between groups of digits */
    size_t last_group, group; /* digits of the group at the end and of those before it; 0: no grouping */
};

struct language {
    const char *tag, *html_tag, *name;
    const struct language_catalogue *catalogue; /* NULL for English */
    struct language_rule rule;
    const struct language_words *words;
};

struct languages {
    size_t count;
    struct language language[LANGUAGES]; /* English first */
};

/* One file of messages in memory. */
struct language_file {
    const char *tag;
    struct text name; /* for errors */
    struct bytes bytes;
};

/* What languages_load does once the files are read. */
MUST_CHECK languages_from_files(struct context *context, const struct language_file *files, size_t count, struct languages **languages);
/* The language of the tag; English where it is not installed. */
const struct language *languages_get(const struct languages *languages, const char *tag);
/* The translation, or NULL. */
const struct language_entry *language_find(const struct language *language, const char *english);

/* What stands for every language that has no messages of its own. */
extern const struct language_words language_words_english;
/* Reads them from the language's messages. */
void language_words_read(const struct language *language, struct language_words *words);
void language_words_put_date(const struct language_words *words, struct buffer *out, struct date date);
/* Where in `out` the zone stands, with the marks around it. */
struct language_zone_place {
    size_t begin, end;
};
struct language_zone_place language_words_put_instant(const struct language_words *words, struct buffer *out, struct instant instant, int offset_minutes,
                                                      struct text zone);
void language_words_put_number(const struct language_words *words, struct buffer *out, int64_t number);

#endif
