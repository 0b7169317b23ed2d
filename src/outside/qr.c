#include "outside/qr.h"

#include <qrcodegen/qrcodegen.h>

enum { SMALLEST_VERSION = 3, LARGEST_VERSION = 8, MASK = 2 };

/* Bytes that a version takes with error correction M. */
static const uint8_t capacity[LARGEST_VERSION + 1] = {[3] = 42, [4] = 62, [5] = 84, [6] = 106, [7] = 122, [8] = 152};

static void put_small(struct buffer *out, int number)
{
    if (number >= 10) buffer_put_char(out, (char)('0' + number / 10));
    buffer_put_char(out, (char)('0' + number % 10));
    buffer_put_char(out, ' ');
}

int qr_put_path(struct buffer *out, struct text content)
{
    if (!content.length || content.length > QR_LONGEST) return 0;
    for (size_t i = 0; i < content.length; i++)
        if (content.bytes[i] < 0x20 || content.bytes[i] > 0x7e) return 0;
    int version = SMALLEST_VERSION;
    while (content.length > capacity[version]) version++;

    uint8_t code[qrcodegen_BUFFER_LEN_FOR_VERSION(LARGEST_VERSION)], work[qrcodegen_BUFFER_LEN_FOR_VERSION(LARGEST_VERSION)];
    uint8_t bytes[QR_LONGEST];
    memcpy(bytes, content.bytes, content.length);
    struct qrcodegen_Segment segment = {.mode = qrcodegen_Mode_BYTE, .numChars = (int)content.length, .data = bytes, .bitLength = (int)content.length * 8};
    if (!qrcodegen_encodeSegmentsAdvanced(&segment, 1, qrcodegen_Ecc_MEDIUM, version, version, (enum qrcodegen_Mask)MASK, false, work, code)) return 0;
    int size = qrcodegen_getSize(code);
    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++) {
            if (!qrcodegen_getModule(code, x, y)) continue;
            int from = x;
            while (x < size && qrcodegen_getModule(code, x, y)) x++;
            put_small(out, from);
            put_small(out, size - 1 - y);
            put_small(out, x - from);
            buffer_put_bytes(out, "1 re\n", 5);
        }
    return size;
}
