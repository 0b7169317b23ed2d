/* TZif files: whatever the bytes, a zone that was read answers every question. */
#include "outside/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 4 << 20);
    struct context context = {.arena = arena, .error = {.arena = arena}, .language = "en"};
    const struct zone *zone;
    if (zone_read(&context, arena, TEXT("Test/Zone"), (struct bytes){data, length}, &zone) < 0) return 0;
    static const int64_t seconds[] = {-9000000000000, -62135596800, -1, 0, 1700000000, 4102444800, 253402300799, 9000000000000};
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        struct day day = zone_day(zone, (struct instant){seconds[i] * MICROSECONDS});
        (void)zone_midnight(zone, day);
    }
    return 0;
}
