/* How often one network may ask, kept in memory (SPEC 9.1): the generic cell rate algorithm over a table of fixed size, for the event loop. A network is an IPv4 address or the /64 of an IPv6
 * address, because one subscriber has that many. Nothing is taken from memory for a request; where the table is full the network that has asked least gives way. */
#ifndef OUTSIDE_RATE_H
#define OUTSIDE_RATE_H

#include <stdbool.h>

#include "base/text.h"

struct rate;
/* At most `per_minute` at once, and as many a minute on average. It lives in the arena. One thread at a time may use it. */
struct rate *rate_new(struct arena *arena, int64_t per_minute);
/* Counts one that comes at `now` (clock_monotonic, seconds). True where it is in time; else it does not count, and `wait` gets how many whole seconds are left until the next may come. What is no
 * address, and this machine's own (where a proxy stands in front and does not say who asks), is always in time. */
bool rate_arrive(struct rate *rate, struct text network, double now, int *wait);
/* Would one that comes at `now` be in time? Counts nothing, and gives nobody a place in the table. */
bool rate_in_time(const struct rate *rate, struct text network, double now, int *wait);

/* The number of a network, as it is counted here and elsewhere; 0 for what is always in time. */
uint64_t rate_network(struct text address);

#endif
