/* Files of accounts: every byte is of some row, rows begin one behind the other, and what was read and is written again reads the same. */
#include <stdlib.h>

#include "base/buffer.h"
#include "door/cli/cli_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

enum { MOST_FIELDS = 64 };

static void put_quoted(struct buffer *out, struct text field)
{
    buffer_put_char(out, '"');
    for (size_t i = 0; i < field.length; i++) {
        if (field.bytes[i] == '"') buffer_put_char(out, '"');
        buffer_put_char(out, field.bytes[i]);
    }
    buffer_put_char(out, '"');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    WITH_ARENA(arena, 256 << 20);
    struct csv csv = csv_of((struct text){(const char *)data, length});
    for (long before = 0; csv_row(&csv); before = csv.line) {
        struct text fields[MOST_FIELDS], field;
        int count = 0;
        if (csv.line <= before) abort();
        while (csv_field(arena, &csv, &field))
            if (count < MOST_FIELDS) fields[count++] = field;
        if (!count || csv.next <= csv.line) abort();
        struct buffer out = buffer_new(arena, 1024, 2 * CSV_LONGEST_FIELD * MOST_FIELDS + 1024);
        for (int i = 0; i < count; i++) {
            if (i) buffer_put_char(&out, ',');
            put_quoted(&out, fields[i]);
        }
        struct csv again = csv_of(buffer_text(&out));
        if (!csv_row(&again)) abort();
        for (int i = 0; i < count; i++)
            if (!csv_field(arena, &again, &field) || !text_equal(field, fields[i])) abort();
        if (csv_field(arena, &again, &field) || csv_row(&again) || again.open_quote || again.long_field) abort();
    }
    return csv.rest.length ? abort(), 1 : 0;
}
