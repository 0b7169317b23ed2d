/* Addresses of many countries, as people type them there and as carriers want them. */
#ifndef TESTS_PACKAGE_EXAMPLES_H
#define TESTS_PACKAGE_EXAMPLES_H

#include "package/package_address.h"

/* An address, and its lines with " | " between. */
struct example {
    const char *country;
    const char *recipient, *street, *district, *city, *region, *postal, *phone;
    const char *latin_recipient, *latin_street, *latin_district, *latin_city;
    const char *native_lines, *latin_lines; /* NULL: as the native ones */
};
extern const struct example examples[];
extern const size_t example_count;

/* As it is typed. */
struct package_address example_typed(const struct example *example);
/* The one of that country; fails where there is none. */
const struct example *example_of(const char *country);

#endif
