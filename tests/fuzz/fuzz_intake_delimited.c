/* Delimited text, by the tab without quotes and by the comma with them: every byte is in one record, every cell in its record, and the mask of 64 bytes finds the same cells as a look
 * at one byte after the other. */
#include <stdlib.h>

#include "intake/intake_delimited.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* How many cells a line without quotes has. */
static uint32_t cells_of(struct text line, char delimiter)
{
    uint32_t count = 1;
    for (size_t i = 0; i < line.length; i++) count += line.bytes[i] == delimiter;
    return count;
}

static void split(const char *bytes, size_t length, char delimiter, char quote)
{
    struct delimited delimited;
    struct delimited_record *record = malloc(sizeof *record);
    const char *at = bytes;
    if (!record) abort();
    delimited_begin(&delimited, (struct text){bytes, length}, delimiter, quote);
    while (delimited_next(&delimited, record)) {
        const char *end = record->raw.bytes + record->raw.length;
        if (record->raw.bytes != at || end > bytes + length || !record->lines || !record->count) abort();
        at = end;
        if (record->ended) {
            if (at < bytes + length && *at == '\r') at++;
            if (at == bytes + length || *at++ != '\n') abort();
        } else if (at < bytes + length && *at == '\r') {
            at++;
        }
        for (uint32_t i = 0; i < record->count && i < DELIMITED_CELLS; i++) {
            const struct delimited_cell *cell = &record->cells[i];
            /* A quote that is never closed takes all that is left; files with one are refused before they are split. */
            if (cell->bytes < record->raw.bytes || cell->bytes + cell->length > (record->wrong ? bytes + length : end)) abort();
            if (!quote && memchr(cell->bytes, delimiter, cell->length)) abort();
        }
        if (!quote && record->count != cells_of(record->raw, delimiter)) abort();
        if (!quote && (record->lines != 1 || record->wrong)) abort();
        if (record->wrong && (record->wrong < record->raw.bytes || record->wrong > bytes + length)) abort();
    }
    if (at != bytes + length) abort();
    free(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    char *bytes = calloc(length + DELIMITED_PADDING, 1);
    if (!bytes) abort();
    if (length) memcpy(bytes, data, length);
    split(bytes, length, '\t', 0);
    split(bytes, length, ',', '"');
    free(bytes);
    return 0;
}
