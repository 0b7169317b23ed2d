#include "base/clock.h"

#include <time.h>

struct instant clock_machine(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (struct instant){(int64_t)now.tv_sec * MICROSECONDS + now.tv_nsec / 1000};
}

struct clock clock_real(void)
{
    return (struct clock){.fixed = NO_INSTANT};
}

struct clock clock_fixed(struct instant now)
{
    return (struct clock){.fixed = now};
}

struct instant clock_now(const struct clock *clock)
{
    if (instant_is(clock->fixed)) return clock->fixed;
    return (struct instant){clock_machine().microseconds + atomic_load_explicit(&clock->ahead_microseconds, memory_order_relaxed)};
}

double clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
