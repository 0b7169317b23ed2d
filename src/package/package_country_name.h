/* What countries are called in the languages of the site: data/countries.tsv. */
#ifndef PACKAGE_PACKAGE_COUNTRY_NAME_H
#define PACKAGE_PACKAGE_COUNTRY_NAME_H

#include "base/context.h"

struct package_country_name {
    struct text code, name; /* ISO 3166-1 alpha-2 */
};
/* All of them in the order of the language (Chinese: by pinyin); in English where the language has no column there. */
MUST_CHECK package_country_names(struct context *context, const char *language, const struct package_country_name **names, size_t *count);
/* The name of the one of that code; the code itself where it is none. */
MUST_CHECK package_country_name(struct context *context, const char *language, struct text code, struct text *name);

#endif
