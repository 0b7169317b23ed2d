/* Certificate numbers (SPEC 6.5): made by the body's template, with check characters by ISO/IEC 7064. Pure but for the random bytes that it is given. */
#ifndef AWARD_AWARD_NUMBER_H
#define AWARD_AWARD_NUMBER_H

#include "catalogue/catalogue.h"

enum { AWARD_NUMBER_LIMIT = 64 };

/* Random bytes from the kernel, fetched many at a time. Begin with {0}. */
struct award_random {
    unsigned char bytes[512];
    size_t left;
};

/* Makes a number for an award of that year into `out`; returns its length. */
size_t award_number_make(const struct body *body, int year, struct award_random *random, char out[AWARD_NUMBER_LIMIT]);
/* Could this be a number of the body: the right length and signs, and check characters that fit? A slip of the pen is seen without asking the register. */
bool award_number_fits(const struct body *body, struct text number);
/* The number as the body writes it where `typed` (upper case) has its letters and digits with other signs (- / .) between them, or none; else `typed` itself. */
struct text award_number_spelled(struct arena *arena, const struct body *body, struct text typed);

/* The check characters of the letters and digits of `text` (others are passed over; small letters count as capitals) to `out`; returns their count. Systems
 * for digits pass over letters. */
size_t award_number_check(enum number_check check, struct text text, char out[2]);

#endif
