#include "intake/intake_delimited.h"

#ifdef __SSE2__
#include <emmintrin.h>

static inline uint64_t separators(const char *bytes, char delimiter)
{
    const __m128i delimiters = _mm_set1_epi8(delimiter), newlines = _mm_set1_epi8('\n');
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        __m128i found = _mm_or_si128(_mm_cmpeq_epi8(block, delimiters), _mm_cmpeq_epi8(block, newlines));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(found) << (16 * i);
    }
    return mask;
}
#else
static inline uint64_t separators(const char *bytes, char delimiter)
{
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == delimiter || bytes[i] == '\n') << i;
    return mask;
}
#endif

static inline void seek(struct delimited *delimited, const char *at)
{
    delimited->block = at;
    delimited->mask = at < delimited->end ? separators(at, delimited->delimiter) : 0;
}

void delimited_begin(struct delimited *delimited, struct text text, char delimiter, char quote)
{
    *delimited = (struct delimited){.at = text.bytes, .end = text.bytes + text.length, .delimiter = delimiter, .quote = quote};
    seek(delimited, text.bytes);
}

/* The next separator, or the end. */
static inline const char *next_separator(struct delimited *delimited)
{
    while (!delimited->mask) {
        if (delimited->end - delimited->block <= 64) return delimited->end;
        delimited->block += 64;
        delimited->mask = separators(delimited->block, delimited->delimiter);
    }
    const char *found = delimited->block + __builtin_ctzll(delimited->mask);
    delimited->mask &= delimited->mask - 1;
    return found < delimited->end ? found : delimited->end;
}

/* A cell that begins with a quote: gives its inside and returns where it ends. */
static const char *quoted(struct delimited *delimited, const char *start, struct delimited_record *record, struct delimited_cell *cell)
{
    const char *at = start + 1, *end = delimited->end;
    *cell = (struct delimited_cell){at, 0, false};
    for (;;) {
        const char *close = memchr(at, delimited->quote, (size_t)(end - at));
        if (!close) { /* never closed; the check of the whole file has refused that */
            record->wrong = start;
            cell->length = (uint32_t)(end - cell->bytes);
            at = end;
            break;
        }
        if (close + 1 < end && close[1] == delimited->quote) {
            cell->doubled = true;
            at = close + 2;
            continue;
        }
        cell->length = (uint32_t)(close - cell->bytes);
        at = close + 1;
        break;
    }
    for (const char *c = cell->bytes; (c = memchr(c, '\n', (size_t)(cell->bytes + cell->length - c))); c++) record->lines++;
    seek(delimited, at);
    const char *stop = next_separator(delimited);
    if (stop != at && !(*at == '\r' && stop == at + 1 && (stop == end || *stop == '\n')) && !record->wrong) record->wrong = at;
    return stop;
}

bool delimited_next(struct delimited *delimited, struct delimited_record *record)
{
    const char *start = delimited->at, *end = delimited->end;
    if (start >= end) return false;
    record->lines = 1;
    record->wrong = NULL;
    uint32_t count = 0;
    const char *stop, *at = start;
    for (;;) {
        struct delimited_cell *cell = &record->cells[count < DELIMITED_CELLS ? count : DELIMITED_CELLS - 1];
        bool is_quoted = delimited->quote && at < end && *at == delimited->quote;
        if (is_quoted) {
            stop = quoted(delimited, at, record, cell);
        } else {
            stop = next_separator(delimited);
            *cell = (struct delimited_cell){at, (uint32_t)(stop - at), false};
        }
        count++;
        if (stop >= end || *stop == '\n') {
            if (!is_quoted && stop > at && stop[-1] == '\r') cell->length--;
            break;
        }
        at = stop + 1;
    }
    record->count = count;
    size_t length = (size_t)(stop - start);
    if (length && stop[-1] == '\r') length--;
    record->raw = (struct text){start, length};
    record->ended = stop < end;
    delimited->at = record->ended ? stop + 1 : end;
    return true;
}
