/* What a mail server says: taken in one piece or byte by byte cut at its lines it comes to the same reply, which is a text of one line. */
#include <stdlib.h>

#include "outside/smtp_reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 64 << 20);
    struct text all = {(const char *)data, length};
    struct smtp_reply whole = {.code = 0}, by_line = {.code = 0};
    smtp_reply_take(&whole, all);
    for (size_t at = 0; at < length;) {
        const char *end = memchr(all.bytes + at, '\n', length - at);
        size_t next = end ? (size_t)(end - all.bytes) + 1 : length;
        smtp_reply_take(&by_line, (struct text){all.bytes + at, next - at});
        at = next;
    }
    if (whole.code != by_line.code || whole.complete != by_line.complete || strcmp(whole.words, by_line.words) != 0) abort();
    if (whole.code < 0 || whole.code > 999 || whole.length > SMTP_REPLY_LIMIT || whole.words[whole.length]) abort();
    if (whole.length && (whole.length < 3 || whole.words[0] < '0' || whole.words[0] > '9')) abort();
    struct text words = smtp_reply_readable(arena, whole.words);
    if (words.length != whole.length || !text_is_utf8(words, NULL)) abort();
    for (size_t i = 0; i < words.length; i++)
        if ((unsigned char)words.bytes[i] < ' ' || words.bytes[i] == 0x7F) abort();
    return 0;
}
