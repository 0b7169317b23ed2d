#include "door/cli/cli_csv.h"

#include "base/buffer.h"

struct csv csv_of(struct text content)
{
    if (text_starts_with(content, "\xEF\xBB\xBF")) content = (struct text){content.bytes + 3, content.length - 3};
    return (struct csv){.rest = content, .next = 1};
}

bool csv_row(struct csv *csv)
{
    struct text *rest = &csv->rest;
    while (rest->length && (rest->bytes[0] == '\n' || (rest->bytes[0] == '\r' && rest->length > 1 && rest->bytes[1] == '\n'))) {
        size_t ending = rest->bytes[0] == '\n' ? 1 : 2;
        *rest = (struct text){rest->bytes + ending, rest->length - ending};
        csv->next++;
    }
    csv->line = csv->next;
    csv->in_row = rest->length > 0;
    csv->open_quote = csv->long_field = false;
    return csv->in_row;
}

bool csv_field(struct arena *arena, struct csv *csv, struct text *field)
{
    if (!csv->in_row) return false;
    struct buffer out = buffer_new(arena, 32, CSV_LONGEST_FIELD);
    const char *s = csv->rest.bytes, *end = s + csv->rest.length;
    bool quoted = s < end && *s == '"';
    if (quoted) s++;
    for (; s < end; s++) {
        if (quoted && *s == '"') {
            if (s + 1 < end && s[1] == '"') s++;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (*s == ',' || *s == '\n')) {
            break;
        }
        if (*s == '\n') csv->next++;
        if (*s != '\r' || quoted) buffer_put_char(&out, *s);
    }
    csv->in_row = s < end && *s == ',';
    if (!csv->in_row) csv->next++;
    csv->open_quote |= quoted;
    csv->long_field |= out.full;
    if (s < end) s++;
    csv->rest = (struct text){s, (size_t)(end - s)};
    *field = buffer_text(&out);
    return true;
}
