/* Express carriers and their numbers (SPEC 8.3): whose a number can be, whether its check digit is right, and where the carrier tells the way of a package. data/carriers.tsv, which the program
 * carries. Pure: no store, no clock. */
#ifndef PACKAGE_PACKAGE_CARRIER_H
#define PACKAGE_PACKAGE_CARRIER_H

#include "base/record.h"
#include "base/text.h"

struct package_carrier {
    struct text code; /* "sf", "s10", "dhl", "ups", "fedex"; static */
    struct text name; /* "SF Express": in English, and as the journal has it */
    struct text page; /* address of the page that follows a package; %s: the number */
    bool asks_phone;  /* that page asks for the last four digits of the recipient's or sender's telephone number */
    struct text names; /* and pages in other languages, as in the data */
};
extern const struct record package_carrier_record;

/* All that are known, in the order of the data; static. `count` gets how many. */
const struct package_carrier *package_carriers(size_t *count);
/* NULL where there is no such carrier. */
const struct package_carrier *package_carrier_find(struct text code);
/* Its name in that language ("zh_CN"), else the English one; static. */
struct text package_carrier_name(const struct package_carrier *carrier, const char *language);
/* What the journal says of a mailing, in that language: the carrier's English name and the number; without a carrier, or of one that is not known any more, as it stands. */
struct text package_carrier_said(struct arena *arena, struct text said, const char *language);
/* Where the carrier tells the way of that number, in that language where it has such a page, else as a rule in English; empty where the carrier is not known. */
struct text package_carrier_link(struct arena *arena, struct text code, struct text number, const char *language);
/* Whether that page has to be told the number, because no address leads to a number of its own (the Universal Postal Union's). */
bool package_carrier_asks_number(struct text link, struct text number);

enum { CARRIER_MOST = 8, EXPRESS_NUMBER_LONGEST = 50 };
enum carrier_state {
    CARRIER_GOOD,      /* its check digit is right */
    CARRIER_UNCHECKED, /* a form of the carrier that has no known check digit */
    CARRIER_WRONG      /* the form is the carrier's, the check digit is not: warn, it was probably mistyped */
};
struct carrier_match {
    const struct package_carrier *carrier;
    enum carrier_state state;
};

/* The number as it is kept: capitals and digits, without blanks and hyphens, plain where it was full width. False where it holds anything else, no digit (`number` has its letters all the same), or too much. */
bool package_carrier_number(struct arena *arena, struct text typed, struct text *number);
/* Whose the number (in that form) can be, the best first; returns their count. 0: no known carrier has such numbers, which is allowed, with a warning. Where more than one is not CARRIER_WRONG, ask. */
size_t package_carrier_detect(struct arena *arena, struct text number, struct carrier_match matches[CARRIER_MOST]);

#endif
