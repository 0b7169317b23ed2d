/* What a file's name tells (SPEC 3.7): whether it holds delivered exams or no-shows, its date and its edition. Pure. */
#ifndef INTAKE_NAME_H
#define INTAKE_NAME_H

#include "intake/intake_profile.h"

struct intake_name {
    enum intake_reading reading;
    struct day day; /* NO_DAY where the name tells none */
    int edition;    /* a = 1, b = 2, ...; 0 where there is none */
};

/* Does the name (without folders) fit the pattern? Case does not matter; - and _ are the same; * stands for any characters, ? for one, {date} for 2026-02-13 or 20260213, {edition}
 * for a letter, with or without - before it, or nothing. A pattern of more than 255 bytes and a name of more than 1,023 fit nothing. */
bool intake_name_fits(struct text pattern, struct text name, struct day *day, int *edition);
/* The first pattern of the profile that the name fits; false where none does. */
bool intake_name_read(const struct intake_profile *profile, struct text name, struct intake_name *found);
/* The part behind the last slash or backslash. */
struct text intake_name_base(struct text path);
/* A provider's clock and zone may be so many seconds ahead of ours. */
enum { INTAKE_CLOCKS_APART = 86400 };
/* When what the file says was so, for want of better: the day's beginning in UTC, and a second more with each edition. A name without a day, and one whose day had not come yet, says nothing: then it
 * is when it was received. */
struct instant intake_name_stamp(const struct intake_name *name, struct instant received);

#endif
