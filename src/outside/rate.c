#include "outside/rate.h"

#include <arpa/inet.h>

#include "base/random.h"

/* 1 MiB. A network stands in one of the few places of its set. */
enum { SECOND = 1000000, SETS = 1 << 14, PLACES = 4, LONGEST_ADDRESS = INET6_ADDRSTRLEN };

struct place {
    uint64_t network; /* 0: none */
    int64_t arrival;  /* the theoretical one of the next, in microseconds: in the past where nothing is owed */
};

struct rate {
    int64_t interval, burst; /* microseconds between two; how many of them may be used ahead */
    uint64_t seed;           /* so that nobody can choose networks that push another out of its set */
    struct place sets[SETS][PLACES];
};

struct rate *rate_new(struct arena *arena, int64_t per_minute)
{
    struct rate *rate = ARENA_NEW(arena, struct rate);
    rate->interval = 60 * SECOND / per_minute;
    rate->burst = rate->interval * (per_minute - 1);
    random_fill(&rate->seed, sizeof rate->seed);
    return rate;
}

uint64_t rate_network(struct text address)
{
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF}, own[16] = {[15] = 1};
    enum { IPV4 = 1 }; /* no /64 that is routed begins with so many zeros */
    char name[LONGEST_ADDRESS];
    unsigned char bytes[16];
    if (!address.length || address.length >= sizeof name) return 0;
    memcpy(name, address.bytes, address.length);
    name[address.length] = 0;
    const unsigned char *four = NULL;
    if (inet_pton(AF_INET, name, bytes) == 1) four = bytes;
    else if (inet_pton(AF_INET6, name, bytes) != 1 || memcmp(bytes, own, sizeof own) == 0) return 0;
    else if (memcmp(bytes, mapped, sizeof mapped) == 0) four = bytes + sizeof mapped;
    if (four) return four[0] == 127 ? 0 : (uint64_t)IPV4 << 32 | (uint64_t)four[0] << 24 | (uint64_t)four[1] << 16 | (uint64_t)four[2] << 8 | four[3];
    uint64_t prefix = 0;
    for (int i = 0; i < 8; i++) prefix = prefix << 8 | bytes[i];
    return prefix;
}

static size_t set_of(const struct rate *rate, uint64_t network)
{
    unsigned __int128 product = (unsigned __int128)(network ^ rate->seed) * 0xD6E8FEB86659FD93u;
    return ((uint64_t)product ^ (uint64_t)(product >> 64)) % SETS;
}

static struct place *place_of(struct rate *rate, uint64_t network)
{
    struct place *set = rate->sets[set_of(rate, network)], *least = set;
    for (int i = 0; i < PLACES; i++) {
        if (set[i].network == network) return &set[i];
        if (set[i].arrival < least->arrival) least = &set[i];
    }
    *least = (struct place){network, 0};
    return least;
}

static bool in_time(const struct rate *rate, int64_t arrival, int64_t time, int *wait)
{
    if (arrival - time <= rate->burst) return true;
    *wait = (int)((arrival - time - rate->burst + SECOND - 1) / SECOND);
    return false;
}

bool rate_in_time(const struct rate *rate, struct text network, double now, int *wait)
{
    uint64_t number = rate_network(network);
    if (!number) return true;
    const struct place *set = rate->sets[set_of(rate, number)];
    for (int i = 0; i < PLACES; i++)
        if (set[i].network == number) return in_time(rate, set[i].arrival, (int64_t)(now * SECOND), wait);
    return true;
}

bool rate_arrive(struct rate *rate, struct text network, double now, int *wait)
{
    uint64_t number = rate_network(network);
    if (!number) return true;
    struct place *place = place_of(rate, number);
    int64_t time = (int64_t)(now * SECOND), arrival = place->arrival > time ? place->arrival : time;
    if (!in_time(rate, arrival, time, wait)) return false;
    place->arrival = arrival + rate->interval;
    return true;
}
