/* Addresses: refused, or made normal within the limits, and normal already when asked again. */
#include <stdlib.h>

#include "letter/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 4 << 20);
    struct text normal, again;
    if (!address_normal(arena, (struct text){(const char *)data, length}, &normal)) return 0;
    if (normal.length > ADDRESS_LIMIT || !text_is_utf8(normal, NULL)) abort();
    for (size_t i = 0; i < normal.length; i++)
        if ((unsigned char)normal.bytes[i] <= ' ' || normal.bytes[i] == 0x7f || strchr("<>,;\"\\()", normal.bytes[i])) abort();
    if (!address_normal(arena, normal, &again) || !text_equal(normal, again)) abort();
    if (text_empty(address_domain(normal)) || text_empty(address_masked(arena, normal))) abort();
    return 0;
}
