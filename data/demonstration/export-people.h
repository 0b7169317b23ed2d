/* Made-up people for demonstration exports: the same number always gives the same person. All addresses are below example.com, example.org and
 * example.net (RFC 2606). */
#ifndef EXPORT_PEOPLE_H
#define EXPORT_PEOPLE_H

#include <stdint.h>

struct person {
    char candidate_id[16];
    char mailbox[96];
    const char *first, *last;               /* Latin letters, some with accents */
    char native_first[64], native_last[64]; /* empty where the Latin form is the native one */
    const char *country, *site, *zone;
    int ahead; /* minutes that the site is ahead of UTC, without summer time */
};

/* A number that looks random and depends on all its bits. */
uint64_t mixed(uint64_t number);
/* The person with that number in the population of that seed. */
void person_make(uint64_t seed, uint64_t number, struct person *person);

#endif
