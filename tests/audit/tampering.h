/* Ways to tamper with a store that has the history of history.h, and what must be found. */
#ifndef TESTS_AUDIT_TAMPERING_H
#define TESTS_AUDIT_TAMPERING_H

#include <stddef.h>

enum { TAMPERING_FINDINGS = 8 };

struct tampering {
    const char *sql; /* in the dialect of outside/migration.h */
    /* A rule, and a SELECT of the one row that it must name: by its id, or by its name where it has none. Asked before the tampering; where the row is not there yet, after it. */
    struct {
        const char *rule, *row;
    } found[TAMPERING_FINDINGS];
};
extern const struct tampering tamperings_of_ground[], tamperings_of_register[], tamperings_of_matters[], tamperings_of_packages[];
extern const size_t tamperings_of_ground_count, tamperings_of_register_count, tamperings_of_matters_count, tamperings_of_packages_count;

#endif
