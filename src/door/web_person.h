/* What the candidate's and the staff's pages show of a person in common: country and language by their names, postal addresses (SPEC 4.2), what a package holds. */
#ifndef DOOR_WEB_PERSON_H
#define DOOR_WEB_PERSON_H

#include "door/web.h"

/* To choose from. */
struct option {
    struct text value, name;
    bool selected;
};
extern const struct record option_record;
/* The countries by their names in the reader's language, as option, read once at start; `chosen` is the code of the one that is selected. */
struct list web_countries(struct visit *visit, struct text chosen);
/* The time zones by their names, as option, read once at start; also the chosen one where it is not among them. */
struct list web_zones(struct visit *visit, struct text chosen);
/* The name of the one of that code; the code itself where it is none. */
struct text web_country_name(struct visit *visit, struct text code);
/* How the language of that tag calls itself; the tag itself where it is none. */
struct text web_language_name(struct visit *visit, struct text tag);

/* A postal address as it is shown. */
struct address_line {
    struct text text;
};
struct address_card {
    int64_t id;
    struct list lines, latin_lines; /* of address_line; latin_lines: none where the first are in Latin letters */
    struct text country; /* in the reader's language; empty: the one that packages are posted in */
    struct text phone;
    bool preferred;
    struct text called; /* recipient and town, to tell the cards apart by */
};
extern const struct record address_line_record, address_card_record;
/* Of package_address. */
struct list web_address_cards(struct visit *visit, const struct list *addresses);

/* What is put into a package: the list of the catalogue, as its certificate was awarded. */
struct package_view;
struct text_line {
    struct text text;
};
extern const struct record text_line_record;
/* `contents`: of text_line. */
MUST_CHECK web_package_contents(struct visit *visit, const struct package_view *view, struct list *contents);

#endif
