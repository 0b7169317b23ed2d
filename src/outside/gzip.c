#include "outside/gzip.h"

#include <stdlib.h>
#include <zlib.h>

enum { LARGEST_WINDOW = 15, WITH_GZIP_HEADER = 16, MOST_MEMORY = 9 };

struct text gzip_pack(struct arena *arena, struct text clear)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)clear.bytes, .avail_in = (uInt)clear.length};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, LARGEST_WINDOW + WITH_GZIP_HEADER, MOST_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) abort(); /* only for want of memory */
    size_t room = deflateBound(&stream, clear.length);
    char *packed = arena_raw(arena, room);
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) abort(); /* there is room */
    deflateEnd(&stream);
    return (struct text){packed, stream.total_out};
}

bool gzip_accepted(struct text header)
{
    struct text coding, name;
    while (text_split(&header, ',', &coding)) {
        text_split(&coding, ';', &name);
        if (!text_equal_ignoring_case(text_trim(name), TEXT("gzip"))) continue;
        struct text parameter;
        while (text_split(&coding, ';', &parameter)) {
            parameter = text_trim(parameter);
            if (!text_starts_with(parameter, "q=") && !text_starts_with(parameter, "Q=")) continue;
            for (size_t i = 2; i < parameter.length; i++)
                if (parameter.bytes[i] >= '1' && parameter.bytes[i] <= '9') return true;
            return false;
        }
        return true;
    }
    return false;
}
