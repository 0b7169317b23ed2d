/* The only source of "now" (SPEC 1.6). The real clock reads the machine; a test sets it, a demonstration shifts it. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdatomic.h>

#include "base/day.h"

struct clock {
    struct instant fixed;              /* where the clock stands still; NO_INSTANT: it runs */
    _Atomic int64_t ahead_microseconds; /* of the machine's time; may be changed while other threads read */
};

struct clock clock_real(void);
/* Stands still until it is set again. */
struct clock clock_fixed(struct instant now);
struct instant clock_now(const struct clock *clock);
/* What the machine's own clock says; for what is about the machine, such as a demonstration's shift. */
struct instant clock_machine(void);

/* Seconds that only grow, for deadlines and rates; not to be stored. */
double clock_monotonic(void);

#endif
