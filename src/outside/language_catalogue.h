/* One compiled PO file (.mo, the format of GNU gettext's manual, section "The Format of GNU MO Files"), read from outside input into a
 * table. */
#ifndef OUTSIDE_LANGUAGE_CATALOGUE_H
#define OUTSIDE_LANGUAGE_CATALOGUE_H

#include "base/context.h"
#include "outside/language_rule.h"

enum { CATALOGUE_BYTES = 8 << 20, CATALOGUE_TEXTS = 200000 };

/* A key with its translation. Where it has plural forms, they follow each other, each with its NUL. */
struct language_entry {
    const char *key;
    const char *forms;
    uint32_t form_count;
    uint32_t hash;
};

struct language_catalogue {
    struct language_entry *entries; /* by hash, open addressing; a free place has key NULL */
    size_t mask;
    struct language_rule rule;
};

/* Reads the file's bytes, which must stay as long as the catalogue, in the context's arena. REFUSED with `file` as the error's file:
 * language.damaged_file (not a .mo file, something points outside of it, not UTF-8), language.plural_rule (the header has no rule that can
 * be read). */
MUST_CHECK language_catalogue_read(struct context *context, struct text file, struct bytes bytes, struct language_catalogue *catalogue);
/* The entry of that English text; NULL where it has no translation. */
const struct language_entry *language_catalogue_find(const struct language_catalogue *catalogue, const char *english);
/* The entry's form of that index; the first where it has fewer. */
const char *language_catalogue_form(const struct language_entry *entry, unsigned index);

#endif
