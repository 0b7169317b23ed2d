#include "intake/intake_check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 };

long intake_column(struct text line, size_t position)
{
    long column = 1;
    for (size_t i = 0; i < position && i < line.length; i++) column += ((unsigned char)line.bytes[i] & 0xC0) != 0x80;
    return column;
}

/* Reads a text piece by piece; what a piece has left over stands before the next. */
struct window {
    struct context *context;
    int fd;
    int64_t offset, left;
    char *bytes; /* INTAKE_LINE_LIMIT + BLOCK */
    size_t length;
};

/* Drops all but the last `kept` bytes and reads on. RESULT_NONE at the end. */
static enum result window_next(struct window *window, size_t kept)
{
    memmove(window->bytes, window->bytes + window->length - kept, kept);
    window->length = kept;
    if (window->left == 0) return RESULT_NONE;
    size_t wanted = window->left < BLOCK ? (size_t)window->left : BLOCK;
    ssize_t count;
    do count = pread(window->fd, window->bytes + kept, wanted, window->offset);
    while (count < 0 && errno == EINTR);
    if (count <= 0)
        return context_fail(window->context, RESULT_BROKEN, "intake.unreadable", N_("The file cannot be read: {what}"), "what", count < 0 ? strerror(errno) : "it became shorter meanwhile");
    window->length += (size_t)count;
    window->offset += count;
    window->left -= count;
    return RESULT_OK;
}

static enum result refuse(struct context *context, const char *code, const char *english, const char *what, long line, long column)
{
    enum result result = context_fail(context, RESULT_REFUSED, code, english, "what", what);
    return result < 0 ? error_at(&context->error, TEXT(""), line, column) : result;
}

static enum result too_long(struct context *context, long line)
{
    char limit[16];
    snprintf(limit, sizeof limit, "%d", INTAKE_LINE_LIMIT);
    return refuse(context, "intake.line_too_long", N_("The line is longer than {what} bytes, which no row is. The file is not what the profile describes."), limit, line, INTAKE_LINE_LIMIT + 1);
}

/* ASCII without NUL, the usual case, goes eight bytes at a time. */
static bool is_plain(const char *bytes, size_t length)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t seen = 0;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        seen |= word | (word - ones);
    }
    for (; i < length; i++) seen |= (uint64_t)(unsigned char)bytes[i] | ((uint64_t)(unsigned char)bytes[i] - 1);
    return !(seen & highs);
}

static enum result check_line(struct context *context, struct text line, long number)
{
    if (line.length > INTAKE_LINE_LIMIT) return too_long(context, number);
    if (is_plain(line.bytes, line.length)) return RESULT_OK;
    const char *nul = memchr(line.bytes, 0, line.length);
    size_t wrong = line.length;
    bool good = text_is_utf8(line, &wrong);
    if (nul && (good || (size_t)(nul - line.bytes) < wrong))
        return refuse(context, "intake.nul", N_("A NUL byte stands in the text. The file is damaged, or not what the profile describes."), "", number, intake_column(line, (size_t)(nul - line.bytes)));
    if (good) return RESULT_OK;
    char byte[8];
    snprintf(byte, sizeof byte, "%02X", (unsigned)(unsigned char)line.bytes[wrong]);
    return refuse(context, "intake.encoding", N_("The byte {what} is not well-formed UTF-8. Have the file exported again, or correct the profile's encoding."), byte, number, intake_column(line, wrong));
}

/* Follows quotes over line ends. */
struct quotes {
    char delimiter, quote;
    bool open, cell_begins;
    long line, column; /* of the one that is open */
    size_t record;     /* bytes since the record began */
};

static enum result check_quotes(struct context *context, struct quotes *quotes, struct text line, long number)
{
    if (!quotes->open) quotes->cell_begins = true, quotes->record = 0;
    quotes->record += line.length + 1;
    for (size_t i = 0; i < line.length; i++) {
        char c = line.bytes[i];
        if (quotes->open) {
            if (c != quotes->quote) continue;
            if (i + 1 < line.length && line.bytes[i + 1] == quotes->quote) i++;
            else quotes->open = false;
        } else if (c == quotes->quote && quotes->cell_begins) {
            quotes->open = true;
            quotes->cell_begins = false;
            quotes->line = number;
            quotes->column = intake_column(line, i);
        } else {
            quotes->cell_begins = c == quotes->delimiter;
        }
    }
    if (quotes->open && quotes->record > INTAKE_LINE_LIMIT)
        return refuse(context, "intake.quote", N_("The quote that opens here is not closed within the length of a row."), "", quotes->line, quotes->column);
    return RESULT_OK;
}

static enum result check_lines(struct context *context, struct window *window, char delimiter, char quote, struct intake_text_facts *facts)
{
    struct quotes quotes = {.delimiter = delimiter, .quote = quote};
    struct text header = TEXT("");
    bool header_done = false;
    size_t kept = 0;
    bool first = true;
    for (;;) {
        enum result result = window_next(window, kept);
        TRY(result);
        size_t at = 0;
        if (first && window->length >= 3 && memcmp(window->bytes, "\xEF\xBB\xBF", 3) == 0) facts->start += (int64_t)(at = 3);
        first = false;
        for (;;) {
            const char *newline = memchr(window->bytes + at, '\n', window->length - at);
            bool last = !newline && result == RESULT_NONE && at < window->length;
            if (!newline && !last) break;
            struct text line = {window->bytes + at, newline ? (size_t)(newline - window->bytes) - at : window->length - at};
            facts->lines++;
            TRY(check_line(context, line, (long)facts->lines));
            if (quote) TRY(check_quotes(context, &quotes, line, (long)facts->lines));
            if (!header_done) {
                if (facts->lines == 1) header = text_copy(context->arena, line);
                else header = text_printf(context->arena, "%.*s\n%.*s", TEXT_ARG(header), TEXT_ARG(line));
                header_done = !quotes.open;
            }
            at += line.length + (newline ? 1 : 0);
        }
        kept = window->length - at;
        if (kept > INTAKE_LINE_LIMIT) return too_long(context, (long)facts->lines + 1);
        if (result == RESULT_NONE) break;
    }
    if (quotes.open) return refuse(context, "intake.quote", N_("The quote that opens here is not closed within the length of a row."), "", quotes.line, quotes.column);
    facts->header = header;
    if (facts->header.length && facts->header.bytes[facts->header.length - 1] == '\r') facts->header.length--;
    return RESULT_OK;
}

enum result intake_check(struct context *context, int fd, int64_t offset, int64_t length, char delimiter, char quote, struct intake_text_facts *facts)
{
    *facts = (struct intake_text_facts){.header = TEXT(""), .start = offset};
    struct window window = {context, fd, offset, length, malloc(INTAKE_LINE_LIMIT + BLOCK), 0};
    if (!window.bytes) abort();
    enum result result = check_lines(context, &window, delimiter, quote, facts);
    free(window.bytes);
    return result;
}

/* --- cp1252 --- */

static bool is_letter_1252(unsigned char c)
{
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    /* S and Z with caron, OE, Y with diaeresis; and Latin-1's letters but for the two signs among them and the y with diaeresis, which no name has and damage often looks like */
    return (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c != 0xFF) || (c && strchr("\x8A\x8C\x8E\x9A\x9C\x9E\x9F", c));
}

static bool is_word_edge(unsigned char c)
{
    return c && strchr("\t\r\n ,;|\"'.-", c);
}

static bool likely_1252(const unsigned char *bytes, size_t length, bool at_start, bool at_end)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = bytes[i];
        if (c == 0) return false;
        if (c < 0x80) continue;
        unsigned char before = i ? bytes[i - 1] : at_start ? '\n' : 'a', after = i + 1 < length ? bytes[i + 1] : at_end ? '\n' : 'a';
        bool apostrophe = c == 0x92 || c == 0x91;
        if (!is_letter_1252(c) && !apostrophe) return false;
        if (!(is_letter_1252(before) || is_word_edge(before) || before == 0x92) || !(is_letter_1252(after) || is_word_edge(after) || after == 0x92)) return false;
        /* A letter alone in its cell, or a sequence that is UTF-8, speaks against it. */
        if (is_word_edge(before) && is_word_edge(after)) return false;
        size_t sequence = c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
        if (sequence && i + sequence <= length && text_is_utf8((struct text){(const char *)bytes + i, sequence}, NULL)) return false;
    }
    return true;
}

enum result intake_check_cp1252(struct context *context, int fd, int64_t offset, int64_t length, bool *likely)
{
    struct window window = {context, fd, offset, length, malloc(INTAKE_LINE_LIMIT + BLOCK), 0};
    if (!window.bytes) abort();
    enum result result;
    size_t kept = 0;
    *likely = true;
    bool start = true;
    while ((result = window_next(&window, kept)) == RESULT_OK && *likely) {
        bool end = window.left == 0;
        *likely = likely_1252((const unsigned char *)window.bytes, window.length, start, end);
        kept = window.length < 4 ? window.length : 4;
        start = false;
        if (end) break;
    }
    free(window.bytes);
    return result < 0 ? result : RESULT_OK;
}
