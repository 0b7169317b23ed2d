/* How addresses and telephone numbers are written in each country: data/addresses.tsv, which the program carries. Pure: no store, no clock; all texts are static. */
#ifndef PACKAGE_PACKAGE_COUNTRY_H
#define PACKAGE_PACKAGE_COUNTRY_H

#include "base/text.h"

/* Province, state, emirate ... of a country that has a list of them. */
struct package_region {
    struct text key;           /* what is kept and posted */
    struct text name;          /* what people choose from the list */
    struct text native, latin; /* what is printed */
    struct text postal;        /* POSIX extended pattern that its postal codes begin with; empty: not known */
};

struct package_country {
    struct text code;                 /* ISO 3166-1 alpha-2 */
    struct text name;                 /* English, in capitals, as the last line of an address from abroad */
    struct text format, latin_format; /* Google's: %N recipient, %O organization, %A street, %D district, %C city, %S region, %Z postal code, %X sorting code, %n new line */
    struct text required, upper;      /* letters of the format: what may not be left out, what is printed in capitals */
    struct text postal_pattern;       /* POSIX extended, of the whole code; empty: anything */
    struct text postal_examples;      /* with commas between */
    struct text postal_prefix;        /* what the format writes in front of it */
    struct text region_word, city_word, district_word, postal_word; /* state, post_town, neighborhood, zip ... */
    bool letters;                     /* people write with other than Latin letters there */
    struct text calling_code;         /* without the plus; empty: not known */
    struct text trunk;                /* dialled in front of a number within the country */
    struct text phone_lengths;        /* of numbers without it, at home and of mobiles; with commas between */
    struct text phone_pattern;        /* POSIX extended, of such a number; empty: the lengths say enough */
    const struct package_region *regions;
    size_t region_count;
};

/* False where there is no such country. */
bool package_country_find(struct arena *arena, struct text code, struct package_country *country);
/* Does the text match a pattern of these data: the whole of it, or its beginning? */
bool package_country_matches(struct arena *arena, struct text pattern, bool whole, struct text text);
/* The country's region of that key, or NULL. */
const struct package_region *package_country_region(const struct package_country *country, struct text key);
/* A telephone number as people type it, with the country's code (+86, 0086) or as it is dialled there, in E.164's form: +8613800138000. False where it cannot be one. */
bool package_country_phone(struct arena *arena, const struct package_country *country, struct text typed, struct text *phone);

/* The calling code with which the digits of an E.164 number begin: the country's, else any; empty where there is none such. */
struct text package_country_calling_code(const struct package_country *country, struct text digits);

#endif
