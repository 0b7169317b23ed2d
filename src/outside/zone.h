/* IANA time zones, read from the system's TZif files (RFC 8536) without touching TZ or any other global state. A zone is constant once
 * opened and may be shared by threads. Times after the last transition follow the file's POSIX rule. */
#ifndef OUTSIDE_ZONE_H
#define OUTSIDE_ZONE_H

#include "base/context.h"

struct zone;

/* Opens a zone by its IANA name ("Asia/Shanghai", "UTC") below /usr/share/zoneinfo. It lives in
 * `arena`. REFUSED "zone.unknown" for a name that is not there, "zone.damaged" for a file that is no TZif. */
MUST_CHECK zone_open(struct context *context, struct arena *arena, struct text name, const struct zone **zone);
/* The zones that people choose from, as the system's table zone1970.tab lists them, by name; in the context's arena. */
MUST_CHECK zone_names(struct context *context, const struct text **names, size_t *count);
/* Reads a zone from the bytes of a TZif file; for zone_open and the fuzzer. */
MUST_CHECK zone_read(struct context *context, struct arena *arena, struct text name, struct bytes file, const struct zone **zone);
/* The zone in which a person wants to read times, as its offset from UTC now and its name: his own, by name; the body's where he has named none, or one that this machine does
 * not know (any more). Most people live in the body's, whose file is not read again for each. UTC where there is neither (`body` NULL). */
void zone_of_person(struct context *context, struct text name, const struct zone *body, int32_t *offset_minutes, struct text *shown);
struct text zone_name(const struct zone *zone);

/* Seconds to add to UTC to get local time at that instant. */
int32_t zone_offset(const struct zone *zone, struct instant instant);
/* The civil date in the zone at that instant. */
struct day zone_day(const struct zone *zone, struct instant instant);
/* When the day begins in the zone: its midnight, or, where clocks skip midnight, the first instant of that date. */
struct instant zone_midnight(const struct zone *zone, struct day day);

#endif
