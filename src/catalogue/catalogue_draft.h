/* A catalogue in the making: what the steps of reading hand on to each other. Private to the room. The steps, in order:
 * catalogue_syntax_read, catalogue_words_check for each block, catalogue_parse, catalogue_versions_build, catalogue_mapping_build,
 * catalogue_rules_check. */
#ifndef CATALOGUE_CATALOGUE_DRAFT_H
#define CATALOGUE_CATALOGUE_DRAFT_H

#include "catalogue/catalogue_syntax.h"

enum {
    DRAFT_EXAMS = 4096,
    DRAFT_CERTIFICATIONS = 2048,
    DRAFT_LEVELS = 64,
    DRAFT_DIRECTIONS = 512,
    DRAFT_PACKAGES = 64,
    DRAFT_CHANGES = 256,
    DRAFT_PROVIDERS = 64,
    DRAFT_VERSIONS = 64
};

struct catalogue_draft {
    struct catalogue_reader *reader;
    struct catalogue *catalogue;
    const struct catalogue_syntax *syntax;
    /* The block of each exam and so on, by index. */
    const struct syntax_block *body;
    const struct syntax_block **levels, **exams, **certifications;
};

/* The next property with that key behind `after` (NULL: from the block's first on). */
const struct syntax_property *catalogue_parse_next(const struct syntax_block *block, const struct syntax_property *after, const char *key);
static inline const struct syntax_property *catalogue_parse_first(const struct syntax_block *block, const char *key)
{
    return catalogue_parse_next(block, NULL, key);
}
/* All `key [language]:` lines of the block that hold on the day (NO_DAY: all). `qualifier`, where given, is the word that must come first.
 */
struct wordings catalogue_parse_wordings(const struct catalogue_draft *draft, const struct syntax_block *block, const char *key,
                                         struct text qualifier, struct day day);
/* Index in the catalogue's levels, directions, packages; -1. */
int32_t catalogue_parse_level(const struct catalogue *catalogue, struct text code);
int32_t catalogue_parse_direction(const struct catalogue *catalogue, struct text code);
int32_t catalogue_parse_package(const struct catalogue *catalogue, struct text code);
/* Fills in body, levels, directions, packages, exams and the certifications' codes. Changes come with catalogue_parse_changes, when
 * versions are known. */
void catalogue_parse(struct catalogue_draft *draft);
void catalogue_parse_changes(struct catalogue_draft *draft);

/* The tree below a `requires` line; NULL where it is wrong. */
const struct requirement *catalogue_requirement_read(struct catalogue_draft *draft, const struct syntax_property *property);
/* Sets the bit of each exam in the tree. */
void catalogue_requirement_exams(const struct requirement *requirement, uint8_t *exams);

/* Cuts each certification into versions, and finds for each exam what it is good for, and for each version what renews it. */
void catalogue_versions_build(struct catalogue_draft *draft);

/* References between certifications, what is never used, and what cannot be met. Needs a catalogue without problems so far. */
void catalogue_rules_check(struct catalogue_draft *draft);

static inline bool catalogue_bit(const uint8_t *bits, int32_t index)
{
    return bits[index / 8] >> (index % 8) & 1;
}
static inline void catalogue_bit_set(uint8_t *bits, int32_t index)
{
    bits[index / 8] |= (uint8_t)(1 << (index % 8));
}

#endif
