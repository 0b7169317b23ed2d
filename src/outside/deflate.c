#include "outside/deflate.h"

#include <zlib.h>

enum { LONGEST = 12, END = 256 };

/* --- The code --- */

/* Lengths by Huffman's method: the two rarest become one, again and again. */
static unsigned find_lengths(const uint32_t counts[DEFLATE_SYMBOLS], uint8_t lengths[DEFLATE_SYMBOLS])
{
    enum { NODES = 2 * DEFLATE_SYMBOLS };
    uint32_t weights[NODES] = {0};
    int above[NODES], nodes = DEFLATE_SYMBOLS;
    unsigned longest = 0;
    memcpy(weights, counts, DEFLATE_SYMBOLS * sizeof *counts);
    for (int i = 0; i < NODES; i++) above[i] = -1;
    for (;;) {
        int rarest = -1, second = -1;
        for (int i = 0; i < nodes; i++) {
            if (!weights[i] || above[i] >= 0) continue;
            if (rarest < 0 || weights[i] < weights[rarest]) second = rarest, rarest = i;
            else if (second < 0 || weights[i] < weights[second]) second = i;
        }
        if (second < 0) break;
        above[rarest] = above[second] = nodes;
        weights[nodes++] = weights[rarest] + weights[second];
    }
    for (int i = 0; i < DEFLATE_SYMBOLS; i++) {
        unsigned length = 0;
        for (int node = i; above[node] >= 0; node = above[node]) length++;
        lengths[i] = (uint8_t)length;
        if (length > longest) longest = length;
    }
    return longest;
}

/* Codes in the order of RFC 1951, 3.2.2, with the bits turned round. */
static void assign_bits(struct deflate_code *code)
{
    unsigned next = 0;
    for (unsigned length = 1; length <= LONGEST; length++, next <<= 1)
        for (int i = 0; i < DEFLATE_SYMBOLS; i++) {
            if (code->lengths[i] != length) continue;
            uint16_t turned = 0;
            for (unsigned bit = 0; bit < length; bit++) turned = (uint16_t)(turned | (next >> bit & 1) << (length - 1 - bit));
            code->bits[i] = turned;
            next++;
        }
}

static void put_head_bits(struct deflate_code *code, uint32_t bits, unsigned count)
{
    code->rest |= bits << code->rest_bits;
    for (code->rest_bits += count; code->rest_bits >= 8; code->rest_bits -= 8, code->rest >>= 8) code->head[code->head_length++] = (unsigned char)code->rest;
}

/* The head of a block with a code of its own (RFC 1951, 3.2.7). Lengths 0 to 12 and the three signs of repetition are written with four bits each. */
static void write_head(struct deflate_code *code)
{
    enum { ORDER = 19, FLAT = 4, ZEROS_3 = 17, ZEROS_11 = 18, DISTANCES = 2 };
    static const uint8_t order[ORDER] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}, reversed[16] = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
    put_head_bits(code, 1 | 2 << 1, 3); /* the last block, and it has its own code */
    put_head_bits(code, DEFLATE_SYMBOLS - 257, 5);
    put_head_bits(code, DISTANCES - 1, 5);
    put_head_bits(code, ORDER - 4, 4);
    for (int i = 0; i < ORDER; i++) put_head_bits(code, order[i] <= LONGEST || order[i] >= 16 ? FLAT : 0, 3);
    for (int i = 0, run; i < DEFLATE_SYMBOLS; i += run) {
        for (run = 1; !code->lengths[i] && i + run < DEFLATE_SYMBOLS && !code->lengths[i + run] && run < 138;) run++;
        if (run < 3) run = 1;
        /* Signs in the order of their values: 13, 14 and 15 of the flat code are 16, 17 and 18. */
        if (run == 1) put_head_bits(code, reversed[code->lengths[i]], FLAT);
        else if (run <= 10) put_head_bits(code, reversed[ZEROS_3 - 3] | (uint32_t)(run - 3) << FLAT, FLAT + 3);
        else put_head_bits(code, reversed[ZEROS_11 - 3] | (uint32_t)(run - 11) << FLAT, FLAT + 7);
    }
    for (int i = 0; i < DISTANCES; i++) put_head_bits(code, reversed[1], FLAT); /* never used, but some readers want to see them */
}

/* Blocks that end at a byte, so that more can follow. */
static bool write_beginning(struct deflate_code *code, struct text beginning)
{
    enum { RAW = -15, BEST = 9, MEMORY = 9, FOR_THE_CODE = 200 };
    z_stream stream = {.next_in = (Bytef *)beginning.bytes, .avail_in = (uInt)beginning.length, .next_out = code->head + 2, .avail_out = DEFLATE_LARGEST_HEAD - FOR_THE_CODE};
    code->head[0] = 0x78; /* deflate with a window of 32 kB */
    code->head[1] = 0x01;
    code->head_length = 2;
    code->check = (uint32_t)adler32(adler32(0, NULL, 0), (const Bytef *)beginning.bytes, (uInt)beginning.length);
    if (!beginning.length) return true;
    if (deflateInit2(&stream, BEST, Z_DEFLATED, RAW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    bool good = deflate(&stream, Z_SYNC_FLUSH) == Z_OK && !stream.avail_in && stream.avail_out;
    code->head_length += stream.total_out;
    deflateEnd(&stream);
    return good;
}

bool deflate_make_code(struct deflate_code *code, struct text beginning, struct text sample)
{
    uint32_t counts[DEFLATE_SYMBOLS] = {[END] = 1};
    *code = (struct deflate_code){0};
    for (size_t i = 0; i < sample.length; i++) counts[(unsigned char)sample.bytes[i]]++;
    counts[(unsigned char)'\n']++; /* a code needs two symbols */
    while (find_lengths(counts, code->lengths) > LONGEST)
        for (int i = 0; i < DEFLATE_SYMBOLS; i++) counts[i] = (counts[i] + 1) / 2;
    assign_bits(code);
    if (!write_beginning(code, beginning)) return false;
    write_head(code);
    return true;
}

/* --- Writing --- */

bool deflate_put(const struct deflate_code *code, struct buffer *out, struct text rest)
{
    size_t most = code->head_length + (rest.length + 1) * LONGEST / 8 + 16;
    if (most > out->capacity - out->length && !buffer_grow(out, most)) return false;
    unsigned char *at = (unsigned char *)out->bytes + out->length;
    uint64_t bits = code->rest;
    unsigned count = code->rest_bits;
    bool known = true;
    memcpy(at, code->head, code->head_length);
    at += code->head_length;
    for (size_t i = 0; i <= rest.length; i++) {
        unsigned symbol = i < rest.length ? (unsigned char)rest.bytes[i] : END;
        known = known && code->lengths[symbol];
        bits |= (uint64_t)code->bits[symbol] << count;
        count += code->lengths[symbol];
        if (count < 32) continue;
        for (int byte = 0; byte < 4; byte++) *at++ = (unsigned char)(bits >> 8 * byte);
        bits >>= 32;
        count -= 32;
    }
    for (; count; count = count > 8 ? count - 8 : 0, bits >>= 8) *at++ = (unsigned char)bits;
    uint32_t check = (uint32_t)adler32(code->check, (const Bytef *)rest.bytes, (uInt)rest.length);
    for (int byte = 3; byte >= 0; byte--) *at++ = (unsigned char)(check >> 8 * byte);
    if (known) out->length = (size_t)((char *)at - out->bytes);
    return known;
}
