/* Quick compression (RFC 1950, RFC 1951) of short texts that are alike: what they all begin with is compressed once, and a Huffman code for the rest is
 * made once from a sample. Of numbers and operators half is left, at a small part of what zlib takes. */
#ifndef OUTSIDE_DEFLATE_H
#define OUTSIDE_DEFLATE_H

#include "base/buffer.h"

enum { DEFLATE_SYMBOLS = 257, DEFLATE_LARGEST_HEAD = 4096 };

struct deflate_code {
    uint16_t bits[DEFLATE_SYMBOLS]; /* as they go out, the first one lowest; the last symbol ends the text */
    uint8_t lengths[DEFLATE_SYMBOLS];
    /* What every stream begins with: the beginning, and the code itself. Its last bits are not yet a byte. */
    unsigned char head[DEFLATE_LARGEST_HEAD];
    size_t head_length;
    uint32_t rest;
    unsigned rest_bits;
    uint32_t check; /* Adler-32 of the beginning */
};

/* The code for texts that begin with `beginning` (which may be empty) and go on with bytes that the sample has, and no others. False where the beginning
 * takes more than 4 kB when it is compressed. */
bool deflate_make_code(struct deflate_code *code, struct text beginning, struct text sample);
/* Appends such a text, given without its beginning, as a zlib stream; false, and nothing is appended, where it has a byte that the sample had not, or
 * there is no room. */
bool deflate_put(const struct deflate_code *code, struct buffer *out, struct text rest);

#endif
