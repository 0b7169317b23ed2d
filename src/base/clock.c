#include "base/clock.h"

#include <time.h>

static struct instant machine_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (struct instant){(int64_t)now.tv_sec * MICROSECONDS + now.tv_nsec / 1000};
}

struct clock clock_real(void)
{
    return (struct clock){.set_to = NO_INSTANT};
}

struct clock clock_fixed(struct instant now)
{
    return (struct clock){.set_to = now};
}

struct instant clock_now(const struct clock *clock)
{
    if (!instant_is(clock->set_to)) return machine_now();
    if (!clock->runs) return clock->set_to;
    return (struct instant){clock->set_to.microseconds + machine_now().microseconds - clock->anchor.microseconds};
}

void clock_forward(struct clock *clock, int64_t seconds)
{
    clock->set_to = instant_add_seconds(clock_now(clock), seconds);
    clock->anchor = machine_now();
}

double clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
