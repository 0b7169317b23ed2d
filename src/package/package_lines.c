#include "package/package_lines.h"

/* Where what stands in quotes ends: at a quote that is not doubled. NULL: nowhere. */
static const char *end_of_quotes(struct text text)
{
    for (size_t i = 1; i < text.length; i++) {
        if (text.bytes[i] != '"') continue;
        if (i + 1 == text.length || text.bytes[i + 1] != '"') return text.bytes + i;
        i++;
    }
    return NULL;
}

/* Takes a column off the front of the row: in quotes or plain. */
static struct text take_column(struct text *rest, char delimiter)
{
    struct text column;
    while (rest->length && rest->bytes[0] == ' ') *rest = (struct text){rest->bytes + 1, rest->length - 1};
    const char *end = rest->length && rest->bytes[0] == '"' ? end_of_quotes(*rest) : NULL;
    if (!end) return text_split(rest, delimiter, &column) ? text_trim(column) : TEXT("");
    column = (struct text){rest->bytes + 1, (size_t)(end - rest->bytes) - 1};
    *rest = (struct text){end + 1, rest->length - column.length - 2};
    struct text spare;
    (void)text_split(rest, delimiter, &spare);
    return text_trim(column);
}

bool package_lines_begin(struct package_lines *lines, struct text file)
{
    static const char mark[] = "\xEF\xBB\xBF", delimiters[] = "\t;,";
    if (text_starts_with(file, mark)) file = (struct text){file.bytes + 3, file.length - 3};
    if (!text_is_utf8(file, NULL) || memchr(file.bytes, 0, file.length)) return false;
    *lines = (struct package_lines){.rest = file};
    struct text first, rest = file;
    while (text_split(&rest, '\n', &first))
        if (!text_empty(text_trim(first))) break;
    for (const char *c = delimiters; *c && !lines->delimiter; c++)
        if (memchr(first.bytes, *c, first.length)) lines->delimiter = *c;
    return lines->delimiter != 0;
}

bool package_lines_next(struct package_lines *lines, struct text *columns, int count)
{
    struct text line;
    while (text_split(&lines->rest, '\n', &line)) {
        lines->number++;
        if (text_empty(text_trim(line))) continue; /* the columns are trimmed, not the line: where the first is empty, it begins with a tab */
        for (int i = 0; i < count; i++) columns[i] = take_column(&line, lines->delimiter);
        return true;
    }
    return false;
}
