#include "outside/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

enum { BLOCK = 64 << 10, GROWN = 4 * BLOCK };

static enum result unreadable(struct context *context)
{
    return context_fail(context, RESULT_BROKEN, "charset.file", N_("The file cannot be read or its text written: {what}"), "what", strerror(errno));
}

/* Where the next character stands. */
struct place {
    long line, column;
};

static void move(struct place *place, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') place->line++, place->column = 1;
        else if (((unsigned char)bytes[i] & 0xC0) != 0x80) place->column++;
    }
}

static enum result bad_bytes(struct context *context, const char *charset, const char *at, size_t left, struct place place)
{
    char shown[16] = "";
    for (size_t i = 0; i < left && i < 4; i++) snprintf(shown + 3 * i, 4, "%s%02X", i ? " " : "", (unsigned)(unsigned char)at[i]);
    enum result result = context_fail(context, RESULT_REFUSED, "charset.bytes", N_("The bytes {bytes} are no character in the encoding {encoding}. Have the file exported again, or correct the profile's encoding."),
                                      "bytes", shown, "encoding", charset);
    return result == RESULT_REFUSED ? error_at(&context->error, TEXT(""), place.line, place.column) : result;
}

static enum result convert(struct context *context, iconv_t converter, const char *charset, int in, int64_t offset, int64_t length, int out, int64_t limit, int64_t *written)
{
    char *from = arena_raw(context->arena, BLOCK), *to = arena_raw(context->arena, GROWN);
    struct place place = {1, 1};
    size_t kept = 0;
    *written = 0;
    while (length > 0 || kept) {
        size_t wanted = BLOCK - kept;
        if ((int64_t)wanted > length) wanted = (size_t)length;
        ssize_t count = wanted ? pread(in, from + kept, wanted, offset) : 0;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 || (wanted && count == 0)) return unreadable(context);
        offset += count;
        length -= count;
        char *at = from, *end = to;
        size_t left = kept + (size_t)count, room = GROWN;
        size_t converted = iconv(converter, &at, &left, &end, &room);
        int error = converted == (size_t)-1 ? errno : 0;
        move(&place, to, (size_t)(end - to));
        *written += end - to;
        if (*written > limit)
            return context_fail(context, RESULT_REFUSED, "charset.limit", N_("The file's text is larger than the limit for one file. Have it exported in parts."));
        if (!file_write_all(out, to, (size_t)(end - to))) return unreadable(context);
        if (error == EILSEQ || (error == EINVAL && length == 0)) return bad_bytes(context, charset, at, left, place);
        memmove(from, at, left);
        kept = left;
    }
    return RESULT_OK;
}

enum result charset_to_utf8(struct context *context, const char *charset, int in, int64_t offset, int64_t length, int out, int64_t limit, int64_t *written)
{
    iconv_t converter = iconv_open("UTF-8", charset);
    if (converter == (iconv_t)-1)
        return context_fail(context, RESULT_BROKEN, "charset.unknown", N_("This machine cannot read the encoding {encoding}."), "encoding", charset);
    int64_t count;
    enum result result = convert(context, converter, charset, in, offset, length, out, limit, written ? written : &count);
    iconv_close(converter);
    return result;
}
