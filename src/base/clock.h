/* The only source of "now" (SPEC 1.6). The real clock reads the machine; a demonstration or a test sets it and moves it forward. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/day.h"

struct clock {
    /* NO_INSTANT: the machine's time. Otherwise what now is, plus what has passed on the machine since `anchor` where `runs`. */
    struct instant set_to;
    struct instant anchor;
    bool runs;
};

struct clock clock_real(void);
/* Stands still until it is moved. */
struct clock clock_fixed(struct instant now);
struct instant clock_now(const struct clock *clock);
void clock_forward(struct clock *clock, int64_t seconds);

/* Seconds that only grow, for deadlines and rates; not to be stored. */
double clock_monotonic(void);

#endif
