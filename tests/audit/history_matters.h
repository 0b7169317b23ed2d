#ifndef TESTS_AUDIT_HISTORY_MATTERS_H
#define TESTS_AUDIT_HISTORY_MATTERS_H

#include "award/town.h"

/* Accounts; first and second are of the staff. */
struct history_people {
    int64_t alice, bob, carla, dora, emil, ivan, kim, lee, nina, nora, otto, wei, zhang, first, second;
};

/* Goes on to 2026-01-19. */
void history_associations(struct town *town, const struct history_people *people);
/* What the system carries out when history_associations goes on; and what becomes of it. */
void history_unbindings(struct town *town, const struct history_people *people);
void history_unbindings_later(struct town *town, const struct history_people *people);
void history_merges(struct town *town, const struct history_people *people);
void history_cases(struct town *town, const struct history_people *people);
void history_demographics(struct town *town, const struct history_people *people);
/* The package of an HCIE: clerk is of the staff. */
void history_packages(struct town *town, int64_t pam, int64_t clerk);
/* After the demographics: what is disputed is told to nobody. */
void history_unbindings_open(struct town *town, const struct history_people *people);

#endif
