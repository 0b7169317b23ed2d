/* Files of express numbers and delivery events: every column is a part of the file, and no line is read twice. */
#include <stdlib.h>

#include "package/package_lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

enum { COLUMNS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    struct text file = {(const char *)data, length}, columns[COLUMNS];
    struct package_lines lines;
    if (!package_lines_begin(&lines, file)) return 0;
    if (!memchr("\t;,", lines.delimiter, 3)) abort();
    for (int64_t before = 0; package_lines_next(&lines, columns, COLUMNS); before = lines.number) {
        if (lines.number <= before) abort();
        for (int i = 0; i < COLUMNS; i++) {
            struct text column = columns[i];
            if (column.length && (column.bytes < file.bytes || column.bytes + column.length > file.bytes + length)) abort();
            if (memchr(column.bytes, '\n', column.length) || !text_equal(text_trim(column), column)) abort();
        }
    }
    return lines.rest.length ? abort(), 1 : 0;
}
